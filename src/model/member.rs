//! Members: a row of the members roster (handbook A3).

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::label::labelled;
use super::{Day, Identity, Instant, MemberNumber, Month, OrgId, Phone};

labelled! {
    /// 报到状态; a row without one has not reported (未报到).
    Report {
        Withdrawn = "撤回", "withdrawn";
        Pending = "待审核", "pending";
        Returned = "被退回", "returned";
        Passed = "通过", "passed";
        ChangePending = "修改待审核", "change pending";
        ChangeReturned = "修改被退回", "change returned";
    }
}

impl Report {
    /// Whether the state counts as 已报到 (`measures.md`, members).
    pub const fn counts(self) -> bool {
        matches!(self, Self::Pending | Self::Passed | Self::ChangePending | Self::ChangeReturned)
    }
}

labelled! {
    /// 团籍状态.
    League {
        Normal = "正常", "normal";
        Disabled = "禁用", "disabled";
        AgedOut = "满28周岁离团", "left at 28";
        AgedOutPending = "满28周岁离团待审", "leaving at 28, pending";
        Dropped = "自行脱团", "dropped out";
        DroppedPending = "自行脱团待审", "dropping out, pending";
        Quit = "自愿退团", "quit";
        QuitPending = "自愿退团待审", "quitting, pending";
        Expelled = "开除团籍", "expelled";
        ExpelledPending = "开除团籍待审", "expulsion, pending";
    }
}

impl League {
    /// Whether a row of this state is a member: normal, or anything still pending (`measures.md`).
    pub const fn member(self) -> bool {
        matches!(
            self,
            Self::Normal | Self::AgedOutPending | Self::DroppedPending | Self::QuitPending | Self::ExpelledPending
        )
    }
}

labelled! {
    /// 政治面貌.
    Politics {
        League = "共青团员", "league member";
        Party = "中共党员", "party member";
        Probationary = "中共预备党员", "probationary party member";
        Masses = "群众", "none";
    }
}

labelled! {
    /// 学历, the fifteen of handbook A3.
    Schooling {
        Doctor = "博士", "doctor";
        DoctorStudying = "博士在读", "doctor, studying";
        Master = "硕士", "master";
        MasterStudying = "硕士在读", "master, studying";
        Bachelor = "普通本科", "bachelor";
        BachelorStudying = "普通本科在读", "bachelor, studying";
        College = "普通专科", "college";
        CollegeStudying = "普通专科在读", "college, studying";
        SeniorHigh = "普通高中", "senior high";
        SeniorHighStudying = "普通高中在读", "senior high, studying";
        Vocational = "中等职业教育", "vocational";
        VocationalStudying = "中等职业教育在读", "vocational, studying";
        JuniorHigh = "初中", "junior high";
        JuniorHighStudying = "初中在读", "junior high, studying";
        Primary = "小学", "primary";
    }
}

labelled! {
    /// 职业, the fourteen of handbook A3.
    Occupation {
        StateFirm = "国有企业职工", "state firm";
        PrivateFirm = "非公企业职工", "private firm";
        Public = "机关事业单位职工", "organ or institution";
        SocialOrganisation = "社会组织员工", "social organisation";
        Farmer = "农民", "farmer";
        Student = "学生", "student";
        Freelance = "自由职业者", "freelance";
        PublicUniversity = "公办高校教职工", "public university staff";
        PublicSchool = "公办中学教职工", "public school staff";
        PublicVocational = "公办中职教职工", "public vocational staff";
        PrivateUniversity = "民办高校教职工", "private university staff";
        PrivateSchool = "民办中学教职工", "private school staff";
        PrivateVocational = "民办中职教职工", "private vocational staff";
        Other = "其他", "other";
    }
}

labelled! {
    /// 实名认证状态.
    RealName {
        Passed = "通过", "passed";
        Checking = "校验中", "checking";
        Failed = "失败", "failed";
        PassedOffline = "线下通过", "passed offline";
    }
}

labelled! {
    /// 教育评议等次.
    Appraisal {
        Excellent = "优秀", "excellent";
        Qualified = "合格", "qualified";
        Basic = "基本合格", "basically qualified";
        Unqualified = "不合格", "not qualified";
    }
}

impl Occupation {
    /// Whether it is work at a school or university.
    pub const fn teacher(self) -> bool {
        matches!(
            self,
            Self::PublicUniversity
                | Self::PublicSchool
                | Self::PublicVocational
                | Self::PrivateUniversity
                | Self::PrivateSchool
                | Self::PrivateVocational
        )
    }
}

/// 民族: the 56 and 其他, by their position in [`Ethnicity::NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ethnicity(u8);

impl Ethnicity {
    /// The 56 peoples in the order of GB/T 3304, then 其他.
    pub const NAMES: [&'static str; 57] = [
        "汉",
        "蒙古",
        "回",
        "藏",
        "维吾尔",
        "苗",
        "彝",
        "壮",
        "布依",
        "朝鲜",
        "满",
        "侗",
        "瑶",
        "白",
        "土家",
        "哈尼",
        "哈萨克",
        "傣",
        "黎",
        "傈僳",
        "佤",
        "畲",
        "高山",
        "拉祜",
        "水",
        "东乡",
        "纳西",
        "景颇",
        "柯尔克孜",
        "土",
        "达斡尔",
        "仫佬",
        "羌",
        "布朗",
        "撒拉",
        "毛南",
        "仡佬",
        "锡伯",
        "阿昌",
        "普米",
        "塔吉克",
        "怒",
        "乌孜别克",
        "俄罗斯",
        "鄂温克",
        "德昂",
        "保安",
        "裕固",
        "京",
        "塔塔尔",
        "独龙",
        "鄂伦春",
        "赫哲",
        "门巴",
        "珞巴",
        "基诺",
        "其他",
    ];

    /// Reads a name with or without 族.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bare = text.strip_suffix('族').unwrap_or(text);
        Self::NAMES.iter().position(|name| *name == bare).map(|at| Self(at as u8))
    }

    /// The name without 族.
    pub fn name(self) -> &'static str {
        Self::NAMES.get(usize::from(self.0)).copied().unwrap_or("其他")
    }
}

/// A branch a later roster moved a member away from, with no transfer to show for it (`rosters.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Where the member stood before.
    pub from: OrgId,
    /// When the roster that says otherwise was taken in.
    pub recorded: Instant,
}

/// One member, as the roster gives it. Which branch it belongs to is where it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// 姓名.
    pub name: CompactString,
    /// 证件类型 and 身份证号.
    pub identity: Identity,
    /// 手机号码.
    pub phone: Option<Phone>,
    /// 团员编号.
    pub number: Option<MemberNumber>,
    /// 入团年月.
    pub joined: Month,
    /// 加入本支部日期; empty means "always".
    pub since: Option<Day>,
    /// 报到状态.
    pub report: Option<Report>,
    /// 报到时间.
    pub reported_at: Option<Instant>,
    /// 团籍状态; an empty cell is read as 正常.
    pub league: League,
    /// 政治面貌; an empty cell is read as 共青团员.
    pub politics: Politics,
    /// 失联.
    pub unreachable: bool,
    /// 民族.
    pub ethnicity: Option<Ethnicity>,
    /// 最高学历.
    pub schooling: Option<Schooling>,
    /// 职业.
    pub occupation: Option<Occupation>,
    /// 实名认证状态.
    pub real_name: Option<RealName>,
    /// 税后月收入 in fen.
    pub income: Option<u32>,
    /// 注册志愿者时间.
    pub volunteer_since: Option<Day>,
    /// 年度志愿服务次数.
    pub volunteer_times: Option<u16>,
    /// 年度志愿服务时长 in minutes.
    pub volunteer_minutes: Option<u32>,
    /// 教育评议等次.
    pub appraisal: Option<Appraisal>,
    /// 评议年度.
    pub appraisal_year: Option<u16>,
    /// 团籍注册年度.
    pub registered_year: Option<u16>,
    /// Branches that earlier rosters gave, oldest first.
    pub corrections: Vec<Correction>,
}

impl Member {
    /// Whether the row is a member of its branch at `at` (`measures.md`, without transfers to walk back).
    pub fn member_at(&self, at: Instant) -> bool {
        let day = at.day();
        self.league.member() && self.since.is_none_or(|since| since <= day) && self.joined <= day.month()
    }

    /// Whether such a member has reported by `at`.
    pub fn reported_by(&self, at: Instant) -> bool {
        self.report.is_some_and(Report::counts) && self.reported_at.is_none_or(|time| time <= at)
    }
}
