//! Findings in words.

use crate::desk::{FindingItem, Lives, Standing, say_told};
use crate::judge::LifeState;
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

/// The sign of a state, and how it looks.
pub const fn sign(look: &Look, state: LifeState) -> (&'static str, Role) {
    match state {
        LifeState::New => (look.glyphs.bad, Role::Bad),
        LifeState::Relapsed => (look.glyphs.warn, Role::Bad),
        LifeState::InHand => (look.glyphs.run, Role::Text),
        LifeState::Snoozed | LifeState::Exempt => (look.glyphs.none, Role::Dim),
        LifeState::Probation => (look.glyphs.nil, Role::Warn),
        LifeState::Closed => (look.glyphs.good, Role::Good),
    }
}

/// Where a finding stands: the state, the day it ends by itself, who has it.
pub fn standing(lives: &Lives, lang: Lang, item: FindingItem) -> Vec<String> {
    let state = lives.state(item);
    let word = lang.word(state);
    let Some(life) = lives.get(item.rule, item.pos) else { return vec![word.to_owned()] };
    let mut lines = vec![match (state, life.until) {
        (LifeState::Closed, Some(day)) => format!("{word} {day}"),
        (_, Some(day)) => text::until_day(lang, word, &day.to_string()),
        (_, None) => word.to_owned(),
    }];
    if let Some(post) = lives.assigned(item.rule, item.pos) {
        lines[0] = text::with(lang, &lines[0], post);
    }
    if life.asked {
        lines.push(text::exemption_pending(lang).to_owned());
    }
    if !life.holds && !matches!(state, LifeState::Probation | LifeState::Closed) {
        lines.push(text::awaiting_look(lang).to_owned());
    }
    lines
}

/// The story of a finding, the latest line first, each under its day.
pub fn story(lives: &Lives, lang: Lang, item: FindingItem) -> Vec<String> {
    let told = lives.story(item.rule, item.pos);
    told.iter()
        .rev()
        .map(|line| format!("{}  {}", &line.at.day().to_string()[5..], say_told(lang, &line.told)))
        .collect()
}

/// Since when it has held, in days; where dates do not tell, at least since the judge first saw it.
pub fn held_for(standing: &Standing, lives: &Lives, look: &Look, item: FindingItem) -> Option<String> {
    age(standing, look.lang, item).or_else(|| {
        let days = lives.get(item.rule, item.pos)?.days_open(standing.at.day());
        (days > 0).then(|| format!("{}{}", look.glyphs.at_least, text::days(look.lang, days.into())))
    })
}

/// Since when it has held, in days, by the dates of the rosters.
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
