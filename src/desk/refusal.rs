//! Why an act on a finding is refused, in words.

use crate::intake::{Column, Reason};
use crate::lang::{Lang, texts};
use crate::model::{Day, OrgKind};

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
    /// Several go by what was typed.
    Several,
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
    /// Only a branch has a kind.
    OnlyBranches,
    /// An organisation of one type cannot stand below one of another.
    Misfit {
        /// The upper one.
        parent: OrgKind,
        /// The lower one.
        child: OrgKind,
    },
    /// Another organisation has the code.
    CodeTaken,
    /// An organisation would stand below itself.
    BelowItself,
    /// Only organisations of one type are merged.
    OtherKind,
    /// Members stand in both branches.
    InBoth(usize),
    /// A request is under way between the two.
    Between(String),
    /// Organisations still stand below it.
    HasChildren {
        /// How many.
        count: usize,
        /// The codes of the first of them.
        codes: String,
    },
    /// It still has members.
    HasMembers(usize),
    /// Requests are still under way.
    HasRequests {
        /// How many.
        count: usize,
        /// The numbers of the first of them.
        numbers: String,
    },
    /// The row is no member at present.
    NotAMember,
    /// Another request of the person is under way.
    UnderWay(String),
    /// A text is too short.
    TooShort(usize),
    /// A transfer inside the province needs a receiving branch.
    NoReceiver,
    /// A place outside the province is none of the register's.
    OutsideHasNone,
    /// The member is there already.
    SameBranch,
    /// The request has ended.
    RequestEnded,
    /// Another organisation must answer.
    NotYours(String),
    /// Somebody else began the request.
    BegunBy(String),
    /// The request came with a roster.
    BegunElsewhere,
    /// Dues are paid for months near the present only.
    MonthsApart(u32),
    /// The month is paid.
    PaidAlready(String),
    /// Payments stand with the row.
    HasPaid(usize),
    /// More were present than expected.
    MoreThanExpected(u32),
    /// No such unit in the ledger.
    NoUnit,
    /// Whoever it is stands in a branch that is not seen here.
    MemberElsewhere,
    /// Party members who keep their membership are not appraised.
    PartyNotAppraised,
    /// Whoever was found not qualified is not registered.
    NotQualified(u16),
    /// The row has changed since.
    Stale {
        /// The row in Chinese.
        zh: String,
        /// The row in English.
        en: String,
    },
    /// There is no such entry of acts in the journal, or it is taken back already.
    NothingToUndo(u64),
    /// The commit of this entry changed rows of somebody who was erased since.
    Erased(u64),
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
    several() { "不止一个，请写明号码", "several go by that; name one by its number" }
    nothing_changes() { "与现有内容相同", "nothing would change" }
    later(what: &str) { "{what} 还没有到，不能预先办理", "{what} has not come yet; nothing is done ahead of its day" }
    not_there(org: &str) { "{org} 目前不存在或已停用", "{org} does not exist at present" }
    not_a_branch(org: &str) { "团员只能在团支部，{org} 不是团支部", "members belong to a branch, and {org} is none" }
    member_of(org: &str) { "已是 {org} 的团员，请办理组织关系转接", "is a member of {org} already; that needs a transfer" }
    member_elsewhere() { "已是别处的团员，请办理组织关系转接", "is a member elsewhere already; that needs a transfer" }
    stands_already() { "已有同一条记录", "such a row stands already" }
    held_already() { "已任此职", "holds this post already" }
    ended() { "已经离任", "the post has ended" }
    before(what: &str) { "不能早于 {what}", "cannot be before {what}" }
    only_branches() { "只有团支部才有支部类别", "only a branch has a kind of branch" }
    misfit(parent: &str, child: &str) { "{parent} 下面不能设 {child}", "a {child} cannot stand below a {parent}" }
    code_taken() { "编码已被使用，停用组织的编码也不再使用", "the code is taken; that of a closed organisation stays taken" }
    below_itself() { "不能归到自己或自己的下级", "an organisation cannot go below or into itself" }
    other_kind() { "只有类型相同的组织才能合并", "only organisations of one type can be merged" }
    in_both(count: usize) { "有 {count} 人同时在两个支部，请先更正", "{count} members stand in both branches; correct that first" }
    between(no: &str) { "两者之间还有转接申请 {no} 在办", "request {no} is under way between the two" }
    has_children(count: usize, codes: &str) { "还有 {count} 个下级组织：{codes}", "{count} organisations still stand below it: {codes}" }
    has_members(count: usize) { "还有 {count} 名团员", "it still has {count} members" }
    has_requests(count: usize, numbers: &str) { "还有 {count} 份转接申请在办：{numbers}", "{count} requests are still under way: {numbers}" }
    not_a_member() { "目前不是团员", "is no member at present" }
    under_way(no: &str) { "已有转接申请 {no} 在办", "request {no} is under way already" }
    too_short(least: usize) { "其他原因至少写 {least} 字", "another reason takes {least} characters at least" }
    no_receiver() { "转至省内要写明转入团支部", "a transfer inside the province needs the receiving branch" }
    outside_has_none() { "转至省外不填转入组织", "a transfer out of the province names no receiving branch here" }
    same_branch() { "已经在这个团支部", "is in this branch already" }
    request_ended() { "这份申请已经办结", "the request has ended" }
    not_yours(org: &str) { "这一环节应由 {org} 办理", "{org} must answer this hop" }
    begun_by(by: &str) { "由 {by} 发起，只能由其撤回", "{by} began it, and only they can withdraw it" }
    begun_elsewhere() { "这份申请不是在这里发起的，请由办理组织退回", "it was not begun here; whoever must answer can refuse it" }
    months_apart(most: u32) { "团费最多预交或补交 {most} 个月", "dues are paid ahead or made up for {most} months at most" }
    paid_already(month: &str) { "{month} 的团费已登记", "dues for {month} are entered already" }
    has_paid(count: usize) { "名下已有 {count} 笔团费，不能按误录删除", "{count} payments stand with it, so it was no mistake" }
    more_than_expected(expected: u32) { "实到人数不能多于应到人数 {expected}", "no more than the {expected} expected can be present" }
    no_unit() { "台账中没有这个单位", "the ledger has no such unit" }
    party_not_appraised() { "保留团籍的党员不参加教育评议", "party members who keep their membership are not appraised" }
    not_qualified(year: u16) { "{year} 年评议不合格，不能注册", "was found not qualified in {year} and cannot be registered" }
    stale(row: &str) { "{row} 之后已有改动，不能按原样写入", "{row} has changed since" }
    nothing_to_undo(entry: u64) { "第 {entry} 号记录不能撤销", "entry {entry} cannot be taken back" }
    erased(entry: u64) {
        "第 {entry} 号记录里有人已被抹除，不能撤销",
        "somebody in entry {entry} was erased: it cannot be taken back"
    }
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
            Self::Several => several(lang).into(),
            Self::NothingChanges => nothing_changes(lang).into(),
            Self::Later(what) => later(lang, what),
            Self::NotThere(org) => not_there(lang, org),
            Self::NotABranch(org) => not_a_branch(lang, org),
            Self::MemberOf(org) => member_of(lang, org),
            Self::MemberElsewhere => member_elsewhere(lang).into(),
            Self::StandsAlready => stands_already(lang).into(),
            Self::HeldAlready => held_already(lang).into(),
            Self::Ended => ended(lang).into(),
            Self::Before(what) => before(lang, what),
            Self::OnlyBranches => only_branches(lang).into(),
            Self::Misfit { parent, child } => misfit(lang, lang.word(*parent), lang.word(*child)),
            Self::CodeTaken => code_taken(lang).into(),
            Self::BelowItself => below_itself(lang).into(),
            Self::OtherKind => other_kind(lang).into(),
            Self::InBoth(count) => in_both(lang, *count),
            Self::Between(no) => between(lang, no),
            Self::HasChildren { count, codes } => has_children(lang, *count, codes),
            Self::HasMembers(count) => has_members(lang, *count),
            Self::HasRequests { count, numbers } => has_requests(lang, *count, numbers),
            Self::NotAMember => not_a_member(lang).into(),
            Self::UnderWay(no) => under_way(lang, no),
            Self::TooShort(least) => too_short(lang, *least),
            Self::NoReceiver => no_receiver(lang).into(),
            Self::OutsideHasNone => outside_has_none(lang).into(),
            Self::SameBranch => same_branch(lang).into(),
            Self::RequestEnded => request_ended(lang).into(),
            Self::NotYours(org) => not_yours(lang, org),
            Self::BegunBy(by) => begun_by(lang, by),
            Self::BegunElsewhere => begun_elsewhere(lang).into(),
            Self::MonthsApart(most) => months_apart(lang, *most),
            Self::PaidAlready(month) => paid_already(lang, month),
            Self::HasPaid(count) => has_paid(lang, *count),
            Self::MoreThanExpected(expected) => more_than_expected(lang, *expected),
            Self::NoUnit => no_unit(lang).into(),
            Self::PartyNotAppraised => party_not_appraised(lang).into(),
            Self::NotQualified(year) => not_qualified(lang, *year),
            Self::Stale { zh, en } => stale(lang, lang.pick(zh, en)),
            Self::NothingToUndo(entry) => nothing_to_undo(lang, *entry),
            Self::Erased(entry) => erased(lang, *entry),
        }
    }
}
