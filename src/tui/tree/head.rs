//! The figures at the head of an organisation's detail.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::{Figures, Standing};
use crate::lang::Lang;
use crate::model::{OrgKind, Pos};
use crate::tui::look::{Look, Role};
use crate::tui::text;

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

fn counts(lang: Lang, kind: OrgKind, f: &Figures) -> Vec<String> {
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
    parts
}

/// Paints the head and gives the rows it took.
pub fn view(look: &Look, standing: &Standing, pos: Pos, area: Rect, buf: &mut Buffer) -> u16 {
    let lang = look.lang;
    let figures = standing.figures(&standing.tree.subtree(pos));
    let kind = standing.tree.kind(pos);
    let mut y = area.y;
    y += flow(look, buf, Rect { y, ..area }, &paired(nature(standing, lang, pos), Role::Dim));
    y += flow(look, buf, Rect { y, ..area }, &paired(counts(lang, kind, &figures), Role::Text));
    let weak = weak(look, standing, pos, kind, &figures);
    y += flow(look, buf, Rect { y, ..area }, &weak);
    y - area.y
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
