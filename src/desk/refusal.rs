//! Why an act on a finding is refused, in words.

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
            Self::NothingToUndo(entry) => nothing_to_undo(lang, *entry),
        }
    }
}
