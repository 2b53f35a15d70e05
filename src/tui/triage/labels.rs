//! Findings in words.

use crate::desk::{FindingItem, Standing};
use crate::lang::Lang;
use crate::model::Pos;
use crate::tui::look::Look;
use crate::tui::text;

/// The name of a rule.
pub fn rule(standing: &Standing, lang: Lang, rule: usize) -> &str {
    standing.rules.get(rule).map_or("?", |rule| lang.pick(&rule.zh, &rule.en))
}

/// An organisation below its parent: 石岐区第一中学 › 高三(2)班.
pub fn place(standing: &Standing, look: &Look, pos: Pos) -> String {
    let tree = &standing.tree;
    match tree.parent(pos) {
        Some(parent) => format!("{}{}{}", tree.label(parent), look.glyphs.step, tree.label(pos)),
        None => tree.label(pos).to_owned(),
    }
}

/// Since when it has held, in days.
pub fn age(standing: &Standing, lang: Lang, item: FindingItem) -> String {
    match item.since {
        Some(day) => text::days(lang, i64::from(standing.at.day().0 - day.0).max(0)),
        None => String::new(),
    }
}
