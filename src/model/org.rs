//! Organisations: the five types of the system, the kinds of branch, the sixteen industries (handbook A1).

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::label::labelled;
use super::{CreditCode, Day, DivisionCode, Instant, OrgCode, Phone};

labelled! {
    /// 组织类型: members live only in a branch, cadres in every organisation.
    OrgKind {
        Leading = "团的领导机关", "leading body";
        Committee = "团委", "committee";
        WorkCommittee = "团工委", "work committee";
        GeneralBranch = "团总支", "general branch";
        Branch = "团支部", "branch";
    }
}

labelled! {
    /// 支部类别.
    BranchKind {
        Ordinary = "普通", "ordinary";
        Graduating = "毕业班", "graduating class";
        Deferred = "延迟毕业", "deferred graduation";
        Abroad = "出国境", "abroad";
        Floating = "流动团员", "floating members";
        GraduateFloating = "毕业学生流动团员", "floating graduates";
        Handover = "学社衔接临时", "school-to-town, temporary";
        NewOfficials = "新入职公职人员临时", "new officials, temporary";
        Temporary = "临时", "temporary";
        Joint = "联合", "joint";
        Teachers = "教师", "teachers";
        Mixed = "混合", "mixed";
        Pending = "待转接", "awaiting transfer";
    }
}

impl BranchKind {
    /// The kinds exempt from the hollow-branch rule for their first 180 days (`measures.md`).
    pub const fn temporary(self) -> bool {
        matches!(
            self,
            Self::Floating
                | Self::GraduateFloating
                | Self::Handover
                | Self::NewOfficials
                | Self::Temporary
                | Self::Pending
        )
    }
}

labelled! {
    /// 行业类别, the sixteen of handbook A1.
    Industry {
        Organ = "党政机关", "party and government organs";
        Institution = "事业单位(不含公立学校)", "public institutions";
        University = "普通高等院校", "universities";
        Vocational = "职业教育学校", "vocational schools";
        SeniorHigh = "普通高中", "senior high schools";
        JuniorHigh = "初中", "junior high schools";
        Primary = "小学", "primary schools";
        StateFirm = "国有企业", "state-owned firms";
        CollectiveFirm = "集体企业", "collective firms";
        PrivateFirm = "非公企业", "private firms";
        SocialOrganisation = "新社会组织(不含民办学校)", "new social organisations";
        Army = "军队", "army";
        ArmedPolice = "武警", "armed police";
        Community = "城市社区", "urban communities";
        Rural = "农村", "rural";
        Other = "其他", "other";
    }
}

labelled! {
    /// The domains that industries roll up to (handbook A1, our reading).
    Domain {
        School = "学校", "schools";
        Public = "机关事业", "organs and institutions";
        StateOwned = "国企", "state-owned firms";
        NewSectors = "两新", "new sectors";
        Community = "社区", "communities";
        Rural = "农村", "rural";
        Other = "其他", "other";
    }
}

impl Industry {
    /// The domain an industry belongs to.
    pub const fn domain(self) -> Domain {
        match self {
            Self::University | Self::Vocational | Self::SeniorHigh | Self::JuniorHigh | Self::Primary => Domain::School,
            Self::Organ | Self::Institution => Domain::Public,
            Self::StateFirm | Self::CollectiveFirm => Domain::StateOwned,
            Self::PrivateFirm | Self::SocialOrganisation => Domain::NewSectors,
            Self::Community => Domain::Community,
            Self::Rural => Domain::Rural,
            Self::Army | Self::ArmedPolice | Self::Other => Domain::Other,
        }
    }
}

/// An organisation's number in one register: given once, never used again for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OrgId(pub u32);

/// One organisation, a row of the orgs roster; who its parent is stands in the [`OrgTree`](super::OrgTree).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Org {
    /// 组织编码.
    pub code: OrgCode,
    /// 组织全称.
    pub name: CompactString,
    /// 组织简称; empty where the roster gives none.
    pub short: CompactString,
    /// 组织类型.
    pub kind: OrgKind,
    /// 支部类别, branches only.
    pub branch_kind: Option<BranchKind>,
    /// 行业类别.
    pub industry: Option<Industry>,
    /// 行政区划代码.
    pub division: Option<DivisionCode>,
    /// 成立日期; empty means "always".
    pub founded: Option<Day>,
    /// 最近换届日期.
    pub last_election: Option<Day>,
    /// 应换届日期.
    pub election_due: Option<Day>,
    /// 已建党组织.
    pub party: Option<bool>,
    /// 统一社会信用代码.
    pub credit: Option<CreditCode>,
    /// 联系电话.
    pub phone: Option<Phone>,
    /// 团费留存比例, per cent, 0 to 100.
    pub retention: Option<u8>,
    /// 停用日期.
    pub closed: Option<Day>,
}

impl Org {
    /// An organisation of which only code, full name and type are known.
    pub fn new(code: OrgCode, name: impl Into<CompactString>, kind: OrgKind) -> Self {
        Self {
            code,
            name: name.into(),
            short: CompactString::default(),
            kind,
            branch_kind: None,
            industry: None,
            division: None,
            founded: None,
            last_election: None,
            election_due: None,
            party: None,
            credit: None,
            phone: None,
            retention: None,
            closed: None,
        }
    }

    /// The name to show where space is short.
    pub fn label(&self) -> &str {
        if self.short.is_empty() { &self.name } else { &self.short }
    }

    /// Whether it exists at `at` (`measures.md`): founded by then and not yet closed. Dates count from the first second of their day.
    pub fn exists(&self, at: Instant) -> bool {
        let day = at.day();
        self.founded.is_none_or(|founded| founded <= day) && self.closed.is_none_or(|closed| closed > day)
    }
}
