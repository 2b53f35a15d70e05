//! Why an act on a finding is refused, in words.

use crate::intake::{Column, Reason};
use crate::lang::{Lang, texts};
use crate::model::Day;

/// Why an act is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such rule.
    NoRule,
    /// There is no such organisation.
    NoOrg,
    /// The rule never held there.
    NeverFound,
    /// The rule does not hold there now: the judge has it, and people can only write notes.
    NotNow,
    /// A text, a reason or a post must be given.
    NoWords,
    /// A text is too long.
    TooLong(usize),
    /// The day is not after the day of the act.
    Past(Day),
    /// The post has it already.
    Assigned(String),
    /// Nobody asked for an exemption.
    NotAsked,
    /// Whoever asks for an exemption cannot grant it.
    OwnRequest(String),
    /// An exemption is asked for already.
    Asked,
    /// It stands twice in the batch.
    Twice,
    /// A field that the intake would refuse as the cell of a roster.
    Cell {
        /// The roster's column.
        column: Option<&'static Column>,
        /// Why.
        reason: Reason,
    },
    /// The deed has no such field.
    NoField(String),
    /// The deed is not done to such things.
    WrongSubject,
    /// No such member in the branch.
    NoMember,
    /// No such post in the organisation.
    NoPost,
    /// No such request leaves the organisation.
    NoRequest,
    /// What was typed is what stands there.
    NothingChanges,
    /// It would take effect in the future.
    Later(String),
    /// The organisation does not exist at present.
    NotThere(String),
    /// Members belong to branches only.
    NotABranch(String),
    /// The person is a member of another branch.
    MemberOf(String),
    /// A row of the same key stands there already.
    StandsAlready,
    /// The post is held already.
    HeldAlready,
    /// The post has ended.
    Ended,
    /// One day before another that it must follow.
    Before(String),
    /// There is no such entry of acts in the journal, or it is taken back already.
    NothingToUndo(u64),
}

texts! {
    no_rule() { "没有这条规则", "there is no such rule" }
    no_org() { "没有这个组织", "there is no such organisation" }
    never() { "这条规则在这里从未成立", "the rule never held here" }
    not_now() { "规则现在不成立，由系统观察，只能写备注或说明", "the rule does not hold now: it is being watched, and only notes can be written" }
    no_words() { "要写明内容或理由", "a text or a reason is needed" }
    too_long(most: usize) { "最多 {most} 字", "at most {most} characters" }
    past(day: &str) { "{day} 不在今后", "{day} is not in the future" }
    assigned(post: &str) { "已经分派给 {post}", "{post} has it already" }
    not_asked() { "没有待批的豁免申请", "nobody has asked for an exemption" }
    own(by: &str) { "{by} 申请的豁免要由别人批准", "{by} asked for it, so somebody else must grant it" }
    asked() { "已有待批的豁免申请", "an exemption is asked for already" }
    twice() { "同一批里重复", "twice in the batch" }
    no_field(id: &str) { "没有“{id}”这一栏", "there is no field {id}" }
    wrong_subject() { "这件事不是对它办的", "this is not done to such a thing" }
    no_member() { "这个团支部没有这名团员", "the branch has no such member" }
    no_post() { "这个组织没有这一任职", "the organisation has no such post" }
    no_request() { "这个组织没有这份转接申请", "no such request leaves the organisation" }
    nothing_changes() { "与现有内容相同", "nothing would change" }
    later(what: &str) { "{what} 还没有到，不能预先办理", "{what} has not come yet; nothing is done ahead of its day" }
    not_there(org: &str) { "{org} 目前不存在或已停用", "{org} does not exist at present" }
    not_a_branch(org: &str) { "团员只能在团支部，{org} 不是团支部", "members belong to a branch, and {org} is none" }
    member_of(org: &str) { "已是 {org} 的团员，请办理组织关系转接", "is a member of {org} already; that needs a transfer" }
    stands_already() { "已有同一条记录", "such a row stands already" }
    held_already() { "已任此职", "holds this post already" }
    ended() { "已经离任", "the post has ended" }
    before(what: &str) { "不能早于 {what}", "cannot be before {what}" }
    nothing_to_undo(entry: u64) { "第 {entry} 号记录不能撤销", "entry {entry} cannot be taken back" }
}

impl Refusal {
    /// In one language.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoRule => no_rule(lang).into(),
            Self::NoOrg => no_org(lang).into(),
            Self::NeverFound => never(lang).into(),
            Self::NotNow => not_now(lang).into(),
            Self::NoWords => no_words(lang).into(),
            Self::TooLong(most) => too_long(lang, *most),
            Self::Past(day) => past(lang, &day.to_string()),
            Self::Assigned(post) => assigned(lang, post),
            Self::NotAsked => not_asked(lang).into(),
            Self::OwnRequest(by) => own(lang, by),
            Self::Asked => asked(lang).into(),
            Self::Twice => twice(lang).into(),
            Self::Cell { column, reason } => reason.told(*column, lang),
            Self::NoField(id) => no_field(lang, id),
            Self::WrongSubject => wrong_subject(lang).into(),
            Self::NoMember => no_member(lang).into(),
            Self::NoPost => no_post(lang).into(),
            Self::NoRequest => no_request(lang).into(),
            Self::NothingChanges => nothing_changes(lang).into(),
            Self::Later(what) => later(lang, what),
            Self::NotThere(org) => not_there(lang, org),
            Self::NotABranch(org) => not_a_branch(lang, org),
            Self::MemberOf(org) => member_of(lang, org),
            Self::StandsAlready => stands_already(lang).into(),
            Self::HeldAlready => held_already(lang).into(),
            Self::Ended => ended(lang).into(),
            Self::Before(what) => before(lang, what),
            Self::NothingToUndo(entry) => nothing_to_undo(lang, *entry),
        }
    }
}
