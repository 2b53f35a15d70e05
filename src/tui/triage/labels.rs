//! Findings in words.

use crate::desk::{FindingItem, Standing};
use crate::lang::Lang;
use crate::model::{Day, Pos};
use crate::tui::look::{Look, Role};
use crate::tui::text;

/// Days before a due day from which it is pressing.
const SOON: i64 = 3;

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
pub fn age(standing: &Standing, lang: Lang, item: FindingItem) -> Option<String> {
    item.since.map(|day| text::days(lang, i64::from(standing.at.day().0 - day.0).max(0)))
}

/// When the step that counts the rule is due, how many days are left, and how it looks.
pub fn due(standing: &Standing, lang: Lang, rule: usize) -> Option<(Day, String, Role)> {
    let due = standing.rules.get(rule)?.due?;
    let (left, role) = match i64::from(due.0 - standing.at.day().0) {
        0 => (text::today(lang).to_owned(), Role::Warn),
        days if days < 0 => (text::days_ago(lang, -days), Role::Bad),
        days => (text::days_left(lang, days), if days <= SOON { Role::Warn } else { Role::Dim }),
    };
    Some((due, left, role))
}
