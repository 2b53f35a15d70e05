//! The figures at the head of an organisation's detail.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::{Figures, FindingItem, Standing};
use crate::judge::Fact;
use crate::lang::Lang;
use crate::model::{BranchKind, Month, OrgKind, Pos};
use crate::tui::look::{Look, Role};
use crate::tui::text;

/// Rows of a detail from which each rule that holds has a line with its evidence.
const TALL: u16 = 26;

/// A share as a percentage; a denominator of nothing has none.
pub fn percent(part: u64, whole: u64) -> String {
    match whole {
        0 => "n/a".into(),
        // Rounded down, so that 99.96 % is not shown as all.
        _ => {
            let tenths = u128::from(part) * 1000 / u128::from(whole);
            format!("{}.{}%", tenths / 10, tenths % 10)
        }
    }
}

/// What an organisation is: kind, branch kind, industry, code.
fn nature(standing: &Standing, lang: Lang, pos: Pos) -> Vec<String> {
    let tree = &standing.tree;
    let mut parts = vec![lang.word(tree.kind(pos)).to_owned()];
    parts.extend(tree.branch_kind(pos).map(|kind| lang.word(kind).to_owned()));
    parts.extend(tree.industry(pos).map(|industry| lang.word(industry).to_owned()));
    parts.push(tree.code(pos).to_owned());
    parts.extend(tree.founded(pos).map(|day| text::founded(lang, &day.to_string())));
    parts
}

fn counts(lang: Lang, kind: OrgKind, f: &Figures, dues: Option<String>) -> Vec<String> {
    let mut parts = Vec::new();
    if kind != OrgKind::Branch {
        parts.push(text::branches(lang, f.branches));
    }
    parts.push(text::members(lang, f.members));
    parts.push(text::reported(lang, f.reported, &percent(f.reported, f.members)));
    parts.push(text::cadres(lang, f.cadres));
    if kind == OrgKind::Branch {
        parts.push(text::onboarded(lang, f.onboarded, f.cadres));
    } else {
        parts.push(text::secretaries(lang, f.secretary_onboarded, f.branches));
    }
    parts.push(text::numbered(lang, &percent(f.number_filled, f.number_due)));
    parts.extend(dues);
    parts
}

/// Paints the head and gives the rows it took.
pub fn view(look: &Look, standing: &Standing, pos: Pos, area: Rect, buf: &mut Buffer) -> u16 {
    let lang = look.lang;
    let figures = standing.figures(&standing.tree.subtree(pos));
    let kind = standing.tree.kind(pos);
    let mut y = area.y;
    let mut nature = paired(nature(standing, lang, pos), Role::Dim);
    // A graduating class is gone by September: whoever looks at one is to see it.
    let graduating = standing.tree.branch_kind(pos).filter(|kind| *kind == BranchKind::Graduating);
    if let Some(part) = graduating.and_then(|kind| nature.iter_mut().find(|(part, _)| part == lang.word(kind))) {
        part.1 = Role::Warn;
    }
    y += flow(look, buf, Rect { y, ..area }, &nature);
    let counts = counts(lang, kind, &figures, dues(standing, lang, pos, &figures));
    y += flow(look, buf, Rect { y, ..area }, &paired(counts, Role::Text));
    let found = if kind == OrgKind::Branch { standing.findings_of(pos) } else { Vec::new() };
    if area.height >= TALL && !found.is_empty() {
        y += evidence(look, standing, &found, Rect { y, ..area }, buf);
    } else {
        let weak = weak(look, standing, pos, kind, &figures);
        y += flow(look, buf, Rect { y, ..area }, &weak);
    }
    y - area.y
}

// What the last complete month of dues came to; nothing where its roster was not brought.
fn dues(standing: &Standing, lang: Lang, pos: Pos, f: &Figures) -> Option<String> {
    let known = standing.facts.total(Fact::DuesKnown, &standing.tree.subtree(pos)) > 0;
    let month = Month::complete_at(standing.at);
    let share = percent(f.dues_in_time_online, f.dues_liable);
    (known && f.dues_liable > 0)
        .then(|| text::dues_of(lang, month.number(), f.dues_in_time_online, f.dues_liable, &share))
}

// Each rule that holds with what it holds by.
fn evidence(look: &Look, standing: &Standing, found: &[FindingItem], area: Rect, buf: &mut Buffer) -> u16 {
    let lang = look.lang;
    let name = |item: &FindingItem| {
        standing.rules.get(usize::from(item.rule)).map_or("?", |rule| lang.pick(&rule.zh, &rule.en))
    };
    let label = found.iter().map(|item| look.width(name(item))).max().unwrap_or(0).min(area.width / 2);
    let shown = found.iter().take(usize::from(area.height / 3));
    let mut rows = 0;
    for (y, item) in (area.y..).zip(shown) {
        let sign = look.put(buf, area.x, y, 2, look.glyphs.bad, look.style(Role::Bad)) + 1;
        look.put(buf, area.x + sign, y, label, name(item), look.style(Role::Bad));
        let lead = sign + label + 2;
        let why = standing.evidence(*item, lang).join(look.glyphs.dot);
        look.put(buf, area.x + lead, y, area.width.saturating_sub(lead), &why, look.style(Role::Dim));
        rows += 1;
    }
    rows
}

fn paired(parts: Vec<String>, role: Role) -> Vec<(String, Role)> {
    parts.into_iter().map(|part| (part, role)).collect()
}

fn weak(look: &Look, standing: &Standing, pos: Pos, kind: OrgKind, f: &Figures) -> Vec<(String, Role)> {
    let lang = look.lang;
    let mut parts = Vec::new();
    if kind == OrgKind::Branch {
        for rule in standing.rules_of(pos) {
            if let Some(rule) = standing.rules.get(rule) {
                parts.push((format!("{} {}", look.glyphs.bad, lang.pick(&rule.zh, &rule.en)), Role::Bad));
            }
        }
    } else {
        for (count, name) in [
            (f.hollow_committees, text::hollow_committees(lang)),
            (f.hollow_branches, text::hollow_branches(lang)),
            (f.no_cadre_branches, text::no_cadre(lang)),
        ] {
            if count > 0 {
                parts.push((format!("{} {name} {count}", look.glyphs.bad), Role::Bad));
            }
        }
        if f.findings > 0 {
            parts.push((text::all_findings(lang, f.findings), Role::Warn));
        }
    }
    if parts.is_empty() {
        parts.push((format!("{} {}", look.glyphs.good, text::sound(lang)), Role::Good));
    }
    parts
}

/// Writes parts one after another with dots between, over as many lines as they need; gives the lines.
pub fn flow(look: &Look, buf: &mut Buffer, area: Rect, parts: &[(String, Role)]) -> u16 {
    let mut x = area.x;
    let mut y = area.y;
    for (at, (part, role)) in parts.iter().enumerate() {
        let width = look.width(part);
        let dot = look.width(look.glyphs.dot);
        if at > 0 && x + dot + width > area.right() {
            x = area.x;
            y += 1;
        } else if at > 0 {
            x += look.put(buf, x, y, area.right() - x, look.glyphs.dot, look.style(Role::Dim));
        }
        if y >= area.bottom() {
            return area.height;
        }
        x += look.put(buf, x, y, area.right().saturating_sub(x), part, look.style(*role));
    }
    y + 1 - area.y
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn shares() {
        for (part, whole, text) in
            [(0, 0, "n/a"), (0, 3, "0.0%"), (9996, 10000, "99.9%"), (7, 7, "100.0%"), (1, 3, "33.3%")]
        {
            assert_eq!(percent(part, whole), text);
        }
    }
}
