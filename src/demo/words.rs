//! Words for schools, firms and offices that do not exist.

const FIRST: [&str; 24] = [
    "澄", "砺", "栖", "听", "知", "观", "拾", "照", "怀", "沐", "揽", "映", "涵", "毓", "翊", "昕", "曜", "珩", "棠",
    "芷", "蘅", "霁", "闻", "叙",
];
const SECOND: [&str; 23] = [
    "源", "锋", "梧", "澜", "渡", "复", "穗", "野", "瑾", "屿", "川", "岚", "庭", "溪", "衡", "章", "墨", "砚", "帆",
    "禾", "原", "屏", "桁",
];
pub(super) const TRADES: [&str; 14] =
    ["科技", "电子", "家具", "纺织", "建材", "物流", "食品", "精密", "塑胶", "水暖", "装备", "商贸", "网络", "环保"];
pub(super) const STATE_TRADES: [&str; 8] = ["水务", "城建", "交通", "能源", "粮储", "文旅", "港航", "投资"];
pub(super) const OFFICES: [&str; 8] =
    ["事务中心", "服务中心", "管理所", "监测站", "管理处", "研究所", "档案室", "保障中心"];
pub(super) const SOCIETIES: [&str; 5] = ["志愿服务队", "社会工作服务社", "商会", "公益促进会", "文化协会"];
pub(super) const DEPARTMENTS: [&str; 12] = [
    "综合部",
    "生产一部",
    "市场部",
    "研发部",
    "行政部",
    "生产二部",
    "财务部",
    "仓储部",
    "客服部",
    "工程部",
    "质检部",
    "后勤部",
];
pub(super) const FACULTIES: [&str; 20] = [
    "文学院",
    "外国语学院",
    "法学院",
    "经济学院",
    "管理学院",
    "机械学院",
    "电气学院",
    "信息学院",
    "土木学院",
    "化工学院",
    "材料学院",
    "生命科学学院",
    "护理学院",
    "艺术学院",
    "体育学院",
    "数学学院",
    "物理学院",
    "食品学院",
    "环境学院",
    "师范学院",
];
pub(super) const UNIVERSITIES: [&str; 6] = ["大学", "学院", "职业技术学院", "理工学院", "师范学院", "职业学院"];
pub(super) const COURSES: [&str; 8] = ["机电", "会计", "电商", "幼教", "汽修", "护理", "数控", "烹饪"];

/// A made-up word, different for each of 552 numbers that follow one another from the same start.
pub(super) fn word(start: u64, number: u32) -> String {
    let whole = (FIRST.len() * SECOND.len()) as u64;
    // 335 and 552 have no common factor, so the steps visit every pair.
    let at = ((start % whole + u64::from(number) * 335) % whole) as usize;
    format!("{}{}", FIRST[at % FIRST.len()], SECOND[at / FIRST.len()])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_do_not_repeat_soon() {
        let words: HashSet<String> = (0..552).map(|number| word(99, number)).collect();
        assert_eq!(words.len(), 552);
    }
}
