//! What the verbs about findings say.

use crate::lang::{Lang, texts};
use crate::model::Instant;

texts! {
    /// Nobody is named who acts.
    no_author() { "要写明经办岗位：--by 岗位，或设环境变量 MINGMAI_BY", "say who acts: --by POST, or set MINGMAI_BY" }
    /// The instant shown is not the present.
    past(at: &str) { "只能按当前时间修改名册，不能按 {at}", "rows are changed at the present, not as of {at}" }
    /// The instant shown is in the future.
    future(at: &str) { "不能在今后的日子办理：{at}", "nothing can be done in the future: {at}" }
    /// Done.
    done(act: &str, count: u64, entry: u64) { "{act}：{count} 条（第 {entry} 号记录）", "{act}: {count} (entry {entry})" }
    /// Taken back.
    taken_back(what: &str, count: u64) { "已撤销：{what}，{count} 条", "taken back: {what}, {count}" }
    /// Nothing to take back.
    nothing_to_undo(by: &str) { "{by} 没有可撤销的办理", "{by} has nothing to take back" }
    /// Nothing to do again.
    nothing_to_redo(by: &str) { "{by} 没有可重做的撤销", "{by} has nothing to do again" }
    /// One that was refused.
    refused(org: &str, why: &str) { "不能办 {org}：{why}", "refused {org}: {why}" }
    /// Where a finding stands.
    stands(state: &str, first: &str, times: u16, days: i32) {
        "{state} · 首次发现 {first} · 第{times}次 · 本次 {days} 天", "{state} · first found {first} · time {times} · {days} d this time"
    }
    /// A finding that no look found.
    never_found() { "没有发现过", "never found" }
    /// What was mended between two days.
    mended_head(from: &str, to: &str, at: &str) {
        "{from} 至 {to} 的整改，截至 {at} 所见；依据 {at} 以前各次核查",
        "mended from {from} to {to}, as known on {at}"
    }
    all_rules() { "全部规则", "all rules" }
}

/// The heading of the table of what was mended.
pub fn mended_columns(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Zh => ["规则", "", "存在过", "报告整改", "净整改", "观察中", "复发"],
        Lang::En => ["rule", "", "held", "reported", "net", "pending", "relapsed"],
    }
}

/// The day of an instant, as the tables show it.
pub fn day(at: Instant) -> String {
    at.day().to_string()
}
