//! The 45 headline numbers of `programmes.yaml`, each with what the demonstration has to say of it.
//!
//! | of | come out | cannot, and why |
//! |---|---|---|
//! | 15 of 2018-11-15 (S1) | organisations by type, reported, onboarded, transfers, dues, mended, graduates, the 72 hours | |
//! | 16 of 2018-11 (S1) | | documents, schools of the league, hotlines, advertising, volunteers of other platforms: no roster tells |
//! | 10 of 2019 (S0) | | the demonstration ends on 2018-11-15 |
//! | 2 of 2020-01 (S0) | | commendations of the province and its reporting sessions: no roster tells |
//! | 2 without a day or for 2021 (S0) | | a target that `tasks --programme three-hundred-2021` measures; a rhythm |

use crate::model::labelled;

labelled! {
    /// Why a number cannot come out of a register.
    Why {
        NoRoster = "没有花名册记载", "no roster tells it";
        Later = "演示数据止于 2018-11-15", "the demonstration ends on 2018-11-15";
        Target = "是目标, 见 tasks --programme three-hundred-2021", "a target: see tasks --programme three-hundred-2021";
        Rhythm = "是工作节奏, 不是数", "a rhythm of work, not a number";
    }
}

/// How a number is found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Existing organisations.
    Orgs,
    /// Those that are neither leading bodies nor branches.
    Committees,
    /// Branches.
    Branches,
    /// Leading bodies.
    LeadingBodies,
    /// Members who have reported.
    Reported,
    /// Cadres onboarded.
    Onboarded,
    /// Requests done.
    Transfers,
    /// Payments.
    Payments,
    /// What they come to, in yuan.
    Paid,
    /// Hollow committees of 2018-06-20 less those still hollow.
    MendedCommittees,
    /// Hollow branches likewise.
    MendedBranches,
    /// Branches without cadres likewise.
    MendedBare,
    /// The graduates of universities transferred.
    University,
    /// The graduates of middle schools transferred.
    Middle,
    /// The hours in force.
    Response,
    /// Not at all.
    Not(Why),
}

/// One headline number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headline {
    /// Of which day.
    pub at: &'static str,
    /// 内容.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// The number as published.
    pub value: &'static str,
    /// How it is found again.
    pub source: Source,
}

impl Headline {
    /// Whether a number found is the published one: to the decimals published, or on the right side of it.
    pub fn agrees(&self, found: f64) -> bool {
        let number = |text: &str| text.trim_end_matches('%').parse::<f64>().ok();
        match self.value.strip_prefix('>') {
            Some(bound) => number(bound).is_some_and(|bound| found > bound),
            None => number(self.value)
                .is_some_and(|value| (found - value).abs() < if value.fract() == 0.0 { 0.001 } else { 0.05 }),
        }
    }
}

const fn of(at: &'static str, zh: &'static str, en: &'static str, value: &'static str, source: Source) -> Headline {
    Headline { at, zh, en, value, source }
}

const S1: &str = "2018-11-15";
const NOV: &str = "2018-11";
const END: &str = "2019-12-31";
const NO: Source = Source::Not(Why::NoRoster);
const LATER: Source = Source::Not(Why::Later);

/// All of them, in the order of `programmes.yaml`.
#[rustfmt::skip]
pub const HEADLINES: [Headline; 45] = [
    of(S1, "入驻系统团组织数", "organisations in the system", "254620", Source::Orgs),
    of(S1, "基层团委（团工委、团总支）", "committees, work committees, general branches", "16464", Source::Committees),
    of(S1, "团支部", "branches", "237998", Source::Branches),
    of(S1, "领导机关（差额）", "leading bodies (by subtraction)", "158", Source::LeadingBodies),
    of(S1, "自主实名报到团员", "members who have reported", "4578844", Source::Reported),
    of(S1, "入驻团干部移动端的团干部", "cadres onboarded", "352251", Source::Onboarded),
    of(S1, "完成组织关系转接团员", "members transferred", "1306449", Source::Transfers),
    of(S1, "自主缴纳团费人次", "payments of dues", "7205800", Source::Payments),
    of(S1, "自主缴纳团费金额（元）", "dues paid, yuan", "2876600", Source::Paid),
    of(S1, "累计整治空心团委", "hollow committees mended", "1045", Source::MendedCommittees),
    of(S1, "累计整治空心团支部", "hollow branches mended", "23805", Source::MendedBranches),
    of(S1, "累计整治无团干团支部", "branches without cadres mended", "37723", Source::MendedBare),
    of(S1, "应届大学毕业生团员转接率", "university graduates transferred", "90.7%", Source::University),
    of(S1, "中学毕业生团员转接率", "middle school graduates transferred", ">96%", Source::Middle),
    of(NOV, "响应监测口径（小时）", "hours to respond in", "72", Source::Response),
    of(NOV, "出台修订制度文件", "documents issued or revised", "≥20", NO),
    of(NOV, "五好中学团校标准项数", "items of the middle school league school standard", "24", NO),
    of(NOV, "设规范化团校中学数", "middle schools with a league school", "4188", NO),
    of(NOV, "中学示范团校", "model league schools", "100", NO),
    of(NOV, "校验经费（元）", "funds for checking, yuan", ">2000000", NO),
    of(NOV, "日均话务咨询（通）", "calls for advice a day", "~2000", NO),
    of(NOV, "户外公益广告点位", "outdoor notices", "~2000", NO),
    of(NOV, "发放宣传手册（份）", "leaflets", ">700000", NO),
    of(NOV, "朋友圈广告阅读人次", "views of the notice on phones", "5000000", NO),
    of(NOV, "接通青年之家", "youth houses connected", "2037", NO),
    of(NOV, "发起活动组织/活动数/报名/评议", "on the activity platform: organisers, activities, entries, ratings", "5806/57000/1870000/390000", NO),
    of(NOV, "12355热线一年接听/求助解决", "youth hotline: calls, cases solved", "140000/1113", NO),
    of(NOV, "i志愿注册志愿者", "volunteers of the volunteer platform", "9500000", NO),
    of(NOV, "i志愿组织/活动/小时", "its organisations, activities, hours", "80000/800000/200000000", NO),
    of(NOV, "注册志愿者证优惠项目/景区", "favours to volunteers: offers, sights", "300/110", NO),
    of(NOV, "展翅计划单位/岗位/学生", "internship plan: units, places, students", "100000/812000/1600000", NO),
    of(END, "完成整改空心团支部", "hollow branches mended", "50000", LATER),
    of(END, "完成整改无团干部团支部", "branches without cadres mended", "71000", LATER),
    of(END, "空心团委", "hollow committees", "基本得到处置", LATER),
    of(END, "学校领域组织覆盖率", "schools covered", "98%", LATER),
    of(END, "机关事业国企新成立团组织", "new organisations of organs, institutions, state firms", "~<10000", LATER),
    of(END, "新增有效覆盖团员（机关事业国企）", "members newly covered there", "230000", LATER),
    of(END, "农村社区所属团员（前/后）", "members of villages and communities, before and after", "100000/600000", LATER),
    of(END, "自主报到团员", "members who have reported", ">5260000", LATER),
    of(END, "自主缴纳团费人次", "payments of dues", "61000000", LATER),
    of("2019", "学社衔接率", "graduates transferred", ">90%", LATER),
    of("2020-01", "通报表扬组织/个人", "commended: organisations, persons", "93/89", NO),
    of("2020-01", "述职频次（月）/已开展次数", "reporting sessions: every so many months, held", "6/3", NO),
    of("2021-12-31", "两新三个百分百", "the three 100 % of the new sectors", "100%×3", Source::Not(Why::Target)),
    of("", "督查节奏", "rhythm of supervision", "周/月/半年", Source::Not(Why::Rhythm)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_five_and_fifteen_of_them_come_out() {
        let told = HEADLINES.iter().filter(|row| !matches!(row.source, Source::Not(_)));
        assert_eq!(told.clone().count(), 15);
        let one = |zh: &str| HEADLINES.iter().find(|row| row.zh == zh).copied().unwrap();
        let (university, middle, orgs) =
            (one("应届大学毕业生团员转接率"), one("中学毕业生团员转接率"), one("入驻系统团组织数"));
        for (row, found, agrees) in [
            (university, 90.70004, true),
            (university, 90.64, false),
            (middle, 96.0, false),
            (middle, 96.3, true),
            (orgs, 254_620.0, true),
            (orgs, 254_621.0, false),
        ] {
            assert_eq!(row.agrees(found), agrees, "{} {found}", row.en);
        }
    }
}
