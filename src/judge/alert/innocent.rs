//! What could explain a pattern: what the rows suggest, and what always can.

use crate::lang::{Lang, texts};
use crate::model::{Day, OrgTree, Pos};

/// An innocent explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Innocent {
    /// So many of the rows are flagged 毕业生: graduation season.
    Graduation(u32),
    /// So many of the rows went to, or came from, one organisation: a merger or a class that moved.
    Merger(Pos, u32),
    /// The organisation ceased to exist on that day: its people had to go somewhere.
    Dissolved(Day),
    /// The branch was founded about then and began with these members.
    NewBranch(Day),
    /// A school takes in classes in autumn.
    Intake,
    /// So many of the rows were moved by a later roster: a mistake put right.
    Corrected(u32),
    /// So many rows only say that the person is no member now; nobody wrote down since when.
    Undated(u32),
    /// A unit may just have that many young people.
    SmallUnit,
    /// Work in the weeks before a due day is what a due day is for.
    LateWork,
    /// The roster was cleaned of people long gone, or read in wrongly.
    Cleaning,
    /// Graduates without work belong to their home place by the rules.
    HomePlace,
    /// A transfer made in error was made good, or somebody came home.
    CameBack,
    /// To dissolve or merge a branch that cannot live is one of the remedies.
    Remedy,
    /// A family, a dormitory or an office shares a number, or the form was filled in by one hand.
    SharedLine,
    /// The whole branch was written down with the day the register began.
    Registered,
    /// The secretary is not on the mobile desk: the requests may never have been seen.
    NotOnboarded,
    /// Illness, leave or a post already handed over.
    Away,
}

texts! {
    graduation(count: u32) { "其中 {count} 人标记为毕业生，正值毕业季", "{count} of them are flagged graduates: graduation season" }
    merger(count: u32, place: &str) { "其中 {count} 人同去或同来自 {place}：可能是合并或整班调整", "{count} of them share one place, {place}: perhaps a merger, or a class that moved" }
    dissolved(day: &str) { "本组织已于 {day} 停用，成员须另行安置", "the organisation was closed on {day}: its people had to go somewhere" }
    new_branch(day: &str) { "支部 {day} 才成立，首批成员同日登记", "the branch was only founded on {day} and began with these members" }
    intake() { "学校秋季新生整班入册", "a school takes whole classes in, in autumn" }
    corrected(count: u32) { "其中 {count} 人由后来的名册更正：可能是纠正错录", "{count} were moved by a later roster: perhaps a mistake put right" }
    undated(count: u32) { "其中 {count} 人名册只写现已不是团员，没有离开日期", "for {count} the roster only says they are no members now, not since when" }
    small_unit() { "单位青年本来就这么多", "the unit may just have that many young people" }
    late_work() { "赶在截止前补录属正常工作，随后毕业、就业、升学也会离开", "catching up before a due day is ordinary work, and people do move on for work or study afterwards" }
    cleaning() { "清理早已离开的人员，或名册导入有误", "people long gone were taken off, or a roster was read in wrongly" }
    home_place() { "未就业毕业生按规定可转回户籍地", "graduates without work may go back to their home place by the rules" }
    came_back() { "误转后转回，或短期实习、借调后返回", "a transfer made in error was made good, or a short placement ended" }
    remedy() { "合并、撤销本就是薄弱支部的去向之一", "to merge or dissolve is one of the remedies for a weak branch" }
    shared_line() { "家庭、宿舍或办公室共用号码，或由一人代填", "a family, dormitory or office shares a number, or one person filled in the form" }
    registered() { "系统启用或整理名册时统一填写日期", "one day was written for all when the register was set up" }
    not_onboarded() { "书记尚未入驻移动端，可能没有看到申请", "the secretary is not on the mobile desk and may never have seen the requests" }
    away() { "请假、外出，或职务已交接而未更新名册", "leave, travel, or a post handed over that the roster does not show yet" }
}

impl Innocent {
    /// The explanation in words.
    pub fn text(self, lang: Lang, tree: &OrgTree) -> String {
        match self {
            Self::Graduation(count) => graduation(lang, count),
            Self::Merger(place, count) => merger(lang, count, tree.label(place)),
            Self::Dissolved(day) => dissolved(lang, &day.to_string()),
            Self::NewBranch(day) => new_branch(lang, &day.to_string()),
            Self::Corrected(count) => corrected(lang, count),
            Self::Undated(count) => undated(lang, count),
            Self::Intake => intake(lang).to_owned(),
            Self::SmallUnit => small_unit(lang).to_owned(),
            Self::LateWork => late_work(lang).to_owned(),
            Self::Cleaning => cleaning(lang).to_owned(),
            Self::HomePlace => home_place(lang).to_owned(),
            Self::CameBack => came_back(lang).to_owned(),
            Self::Remedy => remedy(lang).to_owned(),
            Self::SharedLine => shared_line(lang).to_owned(),
            Self::Registered => registered(lang).to_owned(),
            Self::NotOnboarded => not_onboarded(lang).to_owned(),
            Self::Away => away(lang).to_owned(),
        }
    }

    /// Those of a list with more than nothing behind them.
    pub(super) fn of(found: impl IntoIterator<Item = Option<Self>>) -> Vec<Self> {
        found
            .into_iter()
            .flatten()
            .filter(|one| !matches!(one, Self::Graduation(0) | Self::Corrected(0) | Self::Undated(0)))
            .collect()
    }
}
