//! What the verbs about history say.

use crate::lang::{Lang, texts};

texts! {
    col_at() { "截至", "as of" }
    col_recorded() { "记录于", "recorded" }
    col_made() { "来源", "made" }
    col_form() { "形式", "form" }
    col_bytes() { "字节", "bytes" }
    col_value() { "数", "value" }
    taken() { "当日留存", "taken" }
    worked_out() { "事后推算", "worked out" }
    whole() { "全量", "whole" }
    changes() { "变动", "changes" }
    /// No such number.
    no_number(name: &str, known: &str) { "没有名为 {name} 的数；现有： {known}", "there is no number {name}; known: {known}" }
    /// The snapshot of the day could not be kept.
    not_kept(cause: &str) { "今日快照未能留存： {cause}", "the snapshot of the day could not be kept: {cause}" }
}

/// The heading of `snapshots`.
pub fn snapshots_heading(lang: Lang) -> [&'static str; 5] {
    [col_at(lang), col_recorded(lang), col_made(lang), col_form(lang), col_bytes(lang)]
}

/// The heading of `trend`.
pub fn trend_heading(lang: Lang) -> [&'static str; 3] {
    [col_at(lang), "", col_value(lang)]
}

/// How a snapshot came to be.
pub fn made(lang: Lang, is_taken: bool) -> &'static str {
    if is_taken { taken(lang) } else { worked_out(lang) }
}

/// What is kept of it.
pub fn form(lang: Lang, is_whole: bool) -> &'static str {
    if is_whole { whole(lang) } else { changes(lang) }
}
