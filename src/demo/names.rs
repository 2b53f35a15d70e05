//! Names of people who do not exist: common surnames in rough proportion, given names put together.

use compact_str::CompactString;

use super::dice::Dice;

// Parts in ten thousand, roughly as common as they are in the south.
const SURNAMES: &str = "陈 1050 李 700 黄 650 张 480 梁 430 林 420 刘 400 吴 340 罗 250 王 240 杨 220 何 220 周 210 谢 190 \
    郑 180 邓 180 曾 170 钟 170 叶 160 朱 150 冯 150 蔡 150 许 140 彭 140 徐 130 胡 130 麦 120 余 120 苏 120 潘 110 \
    廖 110 卢 110 邱 100 江 100 温 100 蓝 40 郭 100 赖 90 赵 90 杜 70 唐 70 庄 60 方 60 姚 60 谭 110 高 60 韩 40 马 40 \
    欧 50 沈 40 孙 60 袁 50 古 40 丘 40 巫 30 骆 30 龙 30 尹 20 严 30 关 50 邹 50 魏 30 石 30 孔 20 汤 30 范 30 侯 20 \
    万 20 付 20 戴 40 莫 50 容 20 劳 20 植 10 区 40 甄 20 伍 40 司徒 30 欧阳 30 简 20 布 10 招 10 霍 20 阮 30 覃 40 \
    韦 40 农 10 房 20 盘 10 单 10 仇 8 解 8 查 8 翟 8 乐 5 盖 3 朴 4 尉迟 3 上官 6 诸葛 4 宁 10 宋 40 于 30 丁 30 程 30 \
    曹 30 董 30 肖 50 田 20 任 20 夏 20 傅 20 康 20 毛 20 秦 20 史 10 顾 10 孟 10 黎 90 冼 20 柯 20 詹 20 纪 15 翁 20 \
    凌 20 陆 40 柳 10 洪 50 连 20 辛 10 游 20 童 10 吕 50 施 20 涂 15 向 15 雷 20 贺 15 龚 20 文 30 章 10 庞 20 缪 5";
const FOR_MEN: &str = "伟强磊军洋勇杰涛超明辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢翔阳建亮成轩豪毅东彬晨锋博炜志文武海\
    昊然泽瑞祥嘉乐铭源骏楠航锐坚荣康胜国良庆安权贤彦启德立言尚弘景正耀远振生达思汉展恒晖煜灿钊铠梓皓霖峻睿禹";
const FOR_WOMEN: &str = "芳娜敏静丽艳娟霞婷雪慧颖玲莹洁琳琪萍红燕梅璐佳怡欣悦雅倩薇蕾梦瑶妍婉晴晓思语诗涵雯\
    淑惠珍珠秀英月玉兰凤春秋菊香美如意紫嫣韵可心彤茵蓉菲岚卉芷若琼洋文宁清柔舒媛妮姗曼钰琦瑾伊依乔桐舟";
// Names written with a dot, as some peoples of the country write theirs.
const DOTTED_FIRST: [&str; 12] =
    ["阿力木", "阿依", "买买提", "古丽", "热依", "艾山", "吐尔", "努尔", "巴特", "木合", "迪丽", "帕提"];
const DOTTED_LAST: [&str; 10] = ["江", "尼沙", "艾力", "吐拉", "买提", "卡德", "肉孜", "哈孜", "达吾", "玛依"];

/// Lists of characters cut up once; a name is then a few throws.
pub(super) struct Names {
    surnames: Vec<(&'static str, u32)>,
    most: u32,
    men: Vec<&'static str>,
    women: Vec<&'static str>,
}

impl Names {
    pub(super) fn new() -> Self {
        let mut surnames = Vec::new();
        let mut most = 0;
        let mut words = SURNAMES.split_whitespace();
        while let (Some(name), Some(weight)) = (words.next(), words.next()) {
            most += weight.parse().unwrap_or(1);
            surnames.push((name, most));
        }
        let cut = |text: &'static str| -> Vec<&'static str> {
            text.char_indices()
                .filter(|(_, c)| !c.is_whitespace())
                .map(|(at, c)| &text[at..at + c.len_utf8()])
                .collect()
        };
        Self { surnames, most, men: cut(FOR_MEN), women: cut(FOR_WOMEN) }
    }

    /// A name for a man or a woman.
    pub(super) fn name(&self, dice: &mut Dice, woman: bool) -> CompactString {
        let mut name = CompactString::default();
        if dice.below(3000) == 0 {
            for part in [dice.pick(&DOTTED_FIRST), Some("·"), dice.pick(&DOTTED_FIRST), dice.pick(&DOTTED_LAST)] {
                name.push_str(part.unwrap_or_default());
            }
            return name;
        }
        let throw = dice.below(self.most);
        let at = self.surnames.partition_point(|(_, upto)| *upto <= throw);
        name.push_str(self.surnames.get(at).map_or("陈", |(surname, _)| surname));
        let given = if woman { &self.women } else { &self.men };
        for _ in 0..if dice.chance(160) { 1 } else { 2 } {
            name.push_str(dice.pick(given).unwrap_or_default());
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::demo::dice::Topic;

    #[test]
    fn names_are_many_and_plausible() {
        let names = Names::new();
        assert!(names.surnames.len() > 100);
        let mut dice = Dice::new(1, Topic::Person, 1);
        let all: Vec<CompactString> = (0..20_000).map(|k| names.name(&mut dice, k % 2 == 0)).collect();
        assert!(all.iter().all(|name| (2..=12).contains(&name.chars().count())));
        assert!(all.iter().any(|name| name.contains('·')));
        assert!(all.iter().collect::<HashSet<_>>().len() > 15_000);
    }
}
