//! Words that come from a definition file, and the words for facts.

use compact_str::CompactString;
use serde::Deserialize;

use super::Fact;
use crate::lang::{Lang, texts};

/// A text of a definition file in both languages; a plain string there serves for both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Words {
    /// 中文.
    pub zh: CompactString,
    /// English.
    pub en: CompactString,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Once(CompactString),
    Both { zh: CompactString, en: CompactString },
}

impl From<Written> for Words {
    fn from(written: Written) -> Self {
        match written {
            Written::Once(text) => Self { zh: text.clone(), en: text },
            Written::Both { zh, en } => Self { zh, en },
        }
    }
}

impl Words {
    /// The text in one language.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

texts! {
    /// 是.
    yes() { "是", "yes" }
    /// 否.
    no() { "否", "no" }
    /// A day nobody wrote down.
    unknown() { "不详", "unknown" }
    /// The day of the facts.
    today() { "今天", "today" }
    /// Days since founding.
    age_days() { "成立天数", "days since founding" }
    /// When a parameter's value came into force, and who says so.
    in_force(from: &str, source: &str) { "（{from} 起；{source}）", " (from {from}; {source})" }
}

impl Fact {
    /// Whether it is 0 or 1, a yes or a no.
    pub const fn is_flag(self) -> bool {
        matches!(
            self,
            Self::Orgs
                | Self::LeadingBodies
                | Self::Committees
                | Self::Branches
                | Self::Temporary
                | Self::WithSecretary
                | Self::Schools
                | Self::Baselines
                | Self::Graduating
                | Self::FarewellHeld
                | Self::LedgerCities
                | Self::LedgerCitiesConfirmed
                | Self::Towns
                | Self::TownsFloating
                | Self::OrganCommittees
                | Self::OrganTemporary
                | Self::Retaining
                | Self::RetainingManaged
                | Self::DuesKnown
                | Self::TeacherSchools
                | Self::TeacherBranches
                | Self::SecretaryOnboarded
        )
    }

    /// What it is called on a screen.
    pub const fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Orgs => lang.pick("组织", "organisations"),
            Self::LeadingBodies => lang.pick("领导机关", "leading bodies"),
            Self::Committees => lang.pick("团委（团工委、团总支）", "committees"),
            Self::Branches => lang.pick("团支部", "branches"),
            Self::Temporary => lang.pick("临时类支部", "temporary branches"),
            Self::Children => lang.pick("下级组织", "children"),
            Self::Members => lang.pick("团员", "members"),
            Self::Reported => lang.pick("已报到", "reported"),
            Self::Unreported => lang.pick("未报到", "unreported"),
            Self::Cadres => lang.pick("团干", "cadres"),
            Self::Onboarded => lang.pick("已入驻团干", "cadres onboarded"),
            Self::WithSecretary => lang.pick("有书记", "with a secretary"),
            Self::SecretaryOnboarded => lang.pick("书记已入驻", "secretary onboarded"),
            Self::NumberDue => lang.pick("应有团员编号", "numbers due"),
            Self::NumberFilled => lang.pick("团员编号合格", "numbers filled"),
            Self::NumberMissing => lang.pick("缺团员编号", "numbers missing"),
            Self::NumberWrong => lang.pick("团员编号不合规", "numbers wrong"),
            Self::NumberShared => lang.pick("团员编号重复", "numbers shared"),
            Self::OverAge => lang.pick("超龄团员", "over age"),
            Self::IdentityShared => lang.pick("身份证号重复", "identity numbers shared"),
            Self::Unreachable => lang.pick("失联团员", "unreachable"),
            Self::ShortIdentity => lang.pick("15位身份证号", "15-digit identity numbers"),
            Self::TransfersOutOpen => lang.pick("转出中", "transfers out, open"),
            Self::TransfersOutDone => lang.pick("已转出", "transfers out, done"),
            Self::TransfersInOpen => lang.pick("待确认接收", "transfers in, open"),
            Self::TransfersInDone => lang.pick("已接收", "transfers in, done"),
            Self::ResponsesDue => lang.pick("需响应", "responses due"),
            Self::ResponsesInTime => lang.pick("及时响应", "responses in time"),
            Self::ResponsesOverdue => lang.pick("超时未响应", "responses overdue"),
            Self::Unsettled => lang.pick("转出未落地", "transfers not settled"),
            Self::Towns => lang.pick("乡镇街道团委", "town committees"),
            Self::TownsFloating => lang.pick("已设流动团员团支部", "with a floating branch"),
            Self::OrganCommittees => lang.pick("直属机关团工委", "organ work committees"),
            Self::OrganTemporary => lang.pick("已设新入职公职人员临时团支部", "with a temporary branch"),
            Self::Retaining => lang.pick("留存团费", "retains dues"),
            Self::RetainingManaged => lang.pick("已有团费管理员", "with a dues manager"),
            Self::DuesManagers => lang.pick("团费管理员", "dues managers"),
            Self::DuesKnown => lang.pick("有当月团费名册", "dues roster present"),
            Self::Overposted => lang.pick("兼职过多的团干", "cadres in too many branches"),
            Self::ResponsesSoon => lang.pick("即将超时", "responses about to be overdue"),
            Self::TransfersNowhere => lang.pick("转出无去向", "transfers to nowhere"),
            Self::Teachers => lang.pick("教职工团员", "teachers"),
            Self::TeacherSchools => lang.pick("应建教工团支部的学校", "schools due a teachers' branch"),
            Self::TeacherBranches => lang.pick("已建教工团支部的学校", "schools with a teachers' branch"),
            Self::Volunteers => lang.pick("注册志愿者", "volunteers"),
            Self::VolunteerTimes => lang.pick("志愿服务次数", "times of service"),
            Self::VolunteerMinutes => lang.pick("志愿服务分钟", "minutes of service"),
            Self::DuesLiable => lang.pick("应交团费", "dues liable"),
            Self::DuesInTimeOnline => lang.pick("按时在线交纳", "dues in time online"),
            Self::DuesArrears => lang.pick("连续欠交", "dues in arrears"),
            Self::Graduates => lang.pick("毕业生团员", "graduates"),
            Self::GraduatesTransferred => lang.pick("毕业生已转出", "graduates transferred"),
            Self::Schools => lang.pick("学校", "schools"),
            Self::Baselines => lang.pick("已上报毕业生底数", "baselines submitted"),
            Self::Graduating => lang.pick("毕业班团支部", "graduating branches"),
            Self::FarewellHeld => lang.pick("已开展毕业教育主题团日", "farewell days held"),
            Self::Unappraised => lang.pick("未教育评议", "not appraised"),
            Self::Unregistered => lang.pick("未团籍注册", "not registered for the year"),
            Self::LedgerCities => lang.pick("地级市团委", "city committees"),
            Self::LedgerCitiesConfirmed => lang.pick("台账已确认", "ledgers confirmed"),
            Self::LedgerConfirmed => lang.pick("已确认两新单位", "units confirmed"),
            Self::LedgerRegistered => lang.pick("已注册两新单位", "units registered"),
            Self::LedgerParty => lang.pick("已建党组织单位", "units with a party organisation"),
            Self::LedgerPartyCovered => lang.pick("已建党组织且已建团", "such units covered"),
            Self::LedgerScale => lang.pick("规模以上非公企业", "private firms above scale"),
            Self::LedgerScaleCovered => lang.pick("规模以上非公企业已建团", "such firms covered"),
            Self::LedgerYoung => lang.pick("青年集中的社会组织", "social organisations with many young people"),
            Self::LedgerYoungCovered => lang.pick("青年集中的社会组织已建团", "such social organisations covered"),
            Self::LedgerBare => lang.pick("未建团的单位", "units without an organisation"),
            Self::LedgerHollow => lang.pick("已建团但无团员或无团干的单位", "units whose organisation is hollow"),
            Self::Founded => lang.pick("成立日期", "founded"),
            Self::LastChildEnd => lang.pick("最后一个下级停用", "last child ended"),
            Self::LastPostEnd => lang.pick("最后一任离任", "last post ended"),
            Self::LastJoined => lang.pick("最近一次加入", "last joined"),
            Self::ElectionDue => lang.pick("应换届", "election due"),
            Self::ActivitiesFrom => lang.pick("活动名册起始", "activities kept from"),
            Self::LastMeeting => lang.pick("最近一次支部大会", "last branch meeting"),
            Self::LastCommittee => lang.pick("最近一次支委会", "last committee meeting"),
            Self::LastLecture => lang.pick("最近一次团课", "last league lecture"),
            Self::LastActivity => lang.pick("最近一次活动", "last activity"),
        }
    }
}
