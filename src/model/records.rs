//! The other rows an operator brings: honours and penalties, activities, graduate baselines, the ledger of units, declarations.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::label::labelled;
use super::{CreditCode, Day, DivisionCode, IdKey, Instant, OrgId};

labelled! {
    /// 奖惩类别.
    ConductKind {
        Honour = "奖励", "honour";
        Penalty = "处分", "penalty";
    }
}

/// A row of the conduct roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conduct {
    /// Whose it is.
    pub person: IdKey,
    /// 类别.
    pub kind: ConductKind,
    /// 名称.
    pub name: CompactString,
    /// 授予组织, as given.
    pub by: CompactString,
    /// 日期.
    pub on: Day,
    /// 文号.
    pub number: CompactString,
}

labelled! {
    /// 活动类型 (handbook A6).
    ActivityKind {
        General = "支部大会", "branch meeting";
        Committee = "支委会", "committee meeting";
        Group = "团小组会", "group meeting";
        Lecture = "团课", "league lecture";
        ThemedDay = "主题团日", "themed day";
        Life = "组织生活会", "organisation life meeting";
        Volunteering = "志愿服务", "volunteering";
        Other = "其他", "other";
    }
}

/// A row of the activities roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// 组织.
    pub org: OrgId,
    /// 活动类型.
    pub kind: ActivityKind,
    /// 主题.
    pub topic: CompactString,
    /// 日期.
    pub on: Day,
    /// 应到人数.
    pub expected: Option<u32>,
    /// 实到人数.
    pub present: Option<u32>,
    /// 毕业教育三项: whether all three items of S2 task 8 were covered.
    pub graduation: bool,
}

/// A row of the graduates roster: what a school says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraduateBase {
    /// 学校.
    pub school: OrgId,
    /// 毕业年度.
    pub year: u16,
    /// 毕业生团员数.
    pub members: u32,
    /// 上报时间; empty means "always".
    pub submitted: Option<Instant>,
}

impl GraduateBase {
    /// Whether it had been submitted by `at`.
    pub fn known_by(&self, at: Instant) -> bool {
        self.submitted.is_none_or(|submitted| submitted <= at)
    }

    /// The instant from which its graduates' transfers count: 1 June of the year.
    pub fn counts_from(&self) -> Instant {
        Day::new(self.year.into(), 6, 1).unwrap_or(Day(i32::MAX / 2)).start()
    }
}

labelled! {
    /// 单位类型 of the new sectors.
    UnitKind {
        PrivateFirm = "非公企业", "private firm";
        SocialOrganisation = "社会组织", "social organisation";
    }
}

/// A row of the ledger of the new sectors, 两新台账.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerUnit {
    /// 单位名称.
    pub name: CompactString,
    /// 统一社会信用代码.
    pub credit: CreditCode,
    /// 单位类型.
    pub kind: UnitKind,
    /// 行政区划代码.
    pub division: DivisionCode,
    /// 已建党组织.
    pub party: Option<bool>,
    /// 规模以上.
    pub above_scale: Option<bool>,
    /// 青年集中.
    pub many_young: Option<bool>,
    /// 从业青年数.
    pub young: Option<u32>,
    /// 确认时间.
    pub confirmed: Option<Instant>,
    /// 建团组织, where there is one.
    pub org: Option<OrgId>,
}

impl LedgerUnit {
    /// Whether it was in the ledger by `at`: no row says since when it stands there, only when it was confirmed.
    pub fn known_by(&self, at: Instant) -> bool {
        self.confirmed.is_none_or(|confirmed| confirmed <= at)
    }

    /// Whether it had been confirmed by `at`.
    pub fn confirmed_by(&self, at: Instant) -> bool {
        self.confirmed.is_some_and(|confirmed| confirmed <= at)
    }

    /// Which of the "three 100 %" (S0) it belongs to: units with a party organisation, private firms above scale, social
    /// organisations with many young people.
    pub fn hundreds(&self) -> [bool; 3] {
        [
            self.party == Some(true),
            self.kind == UnitKind::PrivateFirm && self.above_scale == Some(true),
            self.kind == UnitKind::SocialOrganisation && self.many_young == Some(true),
        ]
    }
}

/// A row of the attest roster: what an organisation declares where no row can prove it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attest {
    /// 组织.
    pub org: OrgId,
    /// 事项: the metric of a programme.
    pub item: CompactString,
    /// 申报时间.
    pub at: Instant,
    /// 申报岗位.
    pub post: CompactString,
    /// 说明.
    pub note: CompactString,
}
