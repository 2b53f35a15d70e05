//! The life of a finding in words, for the screen, the command line and papers alike.

use super::Committed;
use crate::judge::Told;
use crate::lang::{Lang, texts};
use crate::model::{Act, Deed, Labelled};

texts! {
    found() { "首次发现", "first found" }
    gone() { "核查未再成立", "found sound" }
    back() { "再次成立，不算整改", "holds again; it was not mended" }
    probation(until: &str) { "进入观察期，至 {until}", "on probation until {until}" }
    closed() { "观察期满，已闭环", "closed after probation" }
    relapsed(times: u16) { "复发，第{times}次", "relapsed, time {times}" }
    assigned(post: &str) { "分派给 {post}", "assigned to {post}" }
    explained(text: &str) { "说明：{text}", "explained: {text}" }
    noted(text: &str) { "备注：{text}", "note: {text}" }
    snoozed(until: &str, reason: &str) { "暂缓至 {until}：{reason}", "snoozed until {until}: {reason}" }
    asked(until: &str, reason: &str) { "申请豁免至 {until}：{reason}", "exemption asked for until {until}: {reason}" }
    granted(until: &str, reason: &str) { "批准豁免至 {until}：{reason}", "exempt until {until}: {reason}" }
    not_granted(reason: &str) { "不予豁免：{reason}", "exemption refused: {reason}" }
    undone() { "（已撤销）", "(taken back)" }
}

/// What was done, in words.
pub fn say_act(lang: Lang, act: &Act) -> String {
    let words = act.words();
    let until = act.until().map(|day| day.to_string()).unwrap_or_default();
    match act {
        Act::Explain { .. } => explained(lang, words),
        Act::Assign { .. } => assigned(lang, words),
        Act::Snooze { .. } => snoozed(lang, &until, words),
        Act::AskExemption { .. } => asked(lang, &until, words),
        Act::GrantExemption { .. } => granted(lang, &until, words),
        Act::RefuseExemption { .. } => not_granted(lang, words),
        Act::Note { .. } => noted(lang, words),
    }
}

/// A line of a story without its day.
pub fn say_told(lang: Lang, told: &Told<'_>) -> String {
    match told {
        Told::Found => found(lang).to_owned(),
        Told::Gone => gone(lang).to_owned(),
        Told::Back => back(lang).to_owned(),
        Told::Probation(until) => probation(lang, &until.to_string()),
        Told::Closed => closed(lang).to_owned(),
        Told::Relapsed(times) => relapsed(lang, *times),
        Told::Done { by, act: done, undone: false } => format!("{by}  {}", say_act(lang, done)),
        Told::Done { by, act: done, undone: true } => format!("{by}  {} {}", say_act(lang, done), undone(lang)),
    }
}

/// What a commit was called.
pub fn say_verb(lang: Lang, committed: &Committed) -> String {
    say_word(lang, &committed.verb)
}

/// The verb of an entry in the operator's words.
pub fn say_word(lang: Lang, verb: &str) -> String {
    let of = verb.rsplit(' ').next().unwrap_or_default();
    let (zh, en) = match of {
        "assign" => ("分派", "assigned"),
        "explain" => ("说明", "explained"),
        "note" => ("备注", "noted"),
        "snooze" => ("暂缓", "snoozed"),
        "ask-exemption" => ("申请豁免", "exemption asked for"),
        "grant-exemption" => ("批准豁免", "made exempt"),
        "refuse-exemption" => ("不予豁免", "exemption refused"),
        "undo" => ("撤销", "undo"),
        "erase" => ("抹除", "erased"),
        "veil" => ("人员密钥", "keys of persons"),
        "deeds" => ("办理", "deeds"),
        id if let Some(deed) = Deed::named(id) => (deed.zh(), deed.en()),
        _ => ("办理", "acts"),
    };
    lang.pick(zh, en).to_owned()
}
