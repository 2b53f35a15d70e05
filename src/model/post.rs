//! Posts: a row of the cadres roster, one person in one office of one organisation (handbook A3).

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::label::labelled;
use super::{Day, Identity, Instant, Phone};

labelled! {
    /// 职务, of committees and of branches.
    PostTitle {
        Secretary = "书记", "secretary";
        DeputySecretary = "副书记", "deputy secretary";
        Standing = "常委", "standing member";
        CommitteeMember = "委员", "committee member";
        Staff = "工作人员", "staff";
        Alternate = "候补委员", "alternate member";
        Organisation = "组织委员", "organisation";
        Publicity = "宣传委员", "publicity";
        Culture = "文体委员", "culture and sport";
        Production = "生产委员", "production";
        Rights = "权益委员", "rights";
        Volunteering = "志愿委员", "volunteering";
        Other = "其他", "other";
    }
}

labelled! {
    /// 团干性质.
    Tenure {
        FullTime = "专职", "full time";
        PartTime = "兼职", "part time";
        Seconded = "挂职", "seconded";
    }
}

/// One post of one cadre. Which organisation it is in is where it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// 姓名.
    pub name: CompactString,
    /// 身份证号.
    pub identity: Identity,
    /// 手机号码.
    pub phone: Option<Phone>,
    /// 职务.
    pub title: PostTitle,
    /// 任职日期; empty means "always".
    pub from: Option<Day>,
    /// 离任日期.
    pub until: Option<Day>,
    /// 团干性质.
    pub tenure: Option<Tenure>,
    /// 已入驻移动端.
    pub onboarded: bool,
    /// 入驻时间.
    pub onboarded_at: Option<Instant>,
    /// 团费管理员.
    pub dues_manager: bool,
}

impl Post {
    /// Whether it is a current post at `at` (`measures.md`, cadres). Dates count from the first second of their day.
    pub fn current(&self, at: Instant) -> bool {
        let day = at.day();
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| until > day)
    }

    /// Whether the person had taken up the mobile desk by `at`.
    pub fn onboarded_by(&self, at: Instant) -> bool {
        self.onboarded && self.onboarded_at.is_none_or(|time| time <= at)
    }
}
