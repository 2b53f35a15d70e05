//! Screen 2 on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Common, Row, evidence, labels};
use crate::desk::Standing;
use crate::judge::LifeState;
use crate::model::Labelled;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::{Blank, Column, Panel, Table};

/// Rows of the screen from which the counts of rules have a line of their own.
const TALL: u16 = 26;

/// The largest group whose marks its heading counts.
const COUNTED: usize = 4096;

/// Paints screen 2.
pub fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let top = counts(app, standing, area, buf);
    let area = Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area };
    if !app.two_panes() {
        if app.triage.evidence {
            evidence::view(app, standing, area, buf);
        } else {
            list(app, standing, area, buf);
        }
        return;
    }
    let left = area.width * 64 / 100;
    list(app, standing, Rect { width: left, ..area }, buf);
    evidence::view(app, standing, Rect { x: area.x + left, width: area.width - left, ..area }, buf);
}

// How many are in each state, those shown in front.
fn states(app: &App, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let mut x = area.x + 1;
    let right = area.right().saturating_sub(1);
    for state in LifeState::ALL.iter().copied() {
        let count = app.triage.built.counts.of(state);
        let shown = app.triage.states.has(state);
        let name = look.lang.word(state);
        let told = app.triage.lives.is_some();
        let number = if told { count.to_string() } else { look.glyphs.nil.to_owned() };
        if x + look.width(name) + look.width(&number) + 1 > right {
            break;
        }
        let role = if shown { Role::Heading } else { Role::Dim };
        let used = look.put(buf, x, area.y, right - x, name, look.style(role));
        let role = if shown && count > 0 { labels::sign(look, state).1 } else { Role::Dim };
        let more = look.put(buf, x + used + 1, area.y, right - x - used, &number, look.style(role));
        x += used + more + 3;
    }
}

// States; where there is room, how many of each rule, the rule shown in front; then what is asked for.
fn counts(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) -> u16 {
    states(app, area, buf);
    let tall = area.height >= TALL;
    if tall {
        rules(app, standing, Rect { y: area.y + 1, ..area }, buf);
    }
    let line = area.y + 1 + u16::from(tall);
    asked(app, standing, Rect { x: area.x + 1, y: line, width: area.width.saturating_sub(2), height: 1 }, buf);
    line + 1 - area.y
}

fn rules(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let mut x = area.x + 1;
    let right = area.right().saturating_sub(1);
    for (at, count) in app.triage.built.by_rule.iter().enumerate().filter(|(_, count)| **count > 0) {
        let name = labels::rule(standing, lang, at);
        let text = format!("{name} {count}");
        if x + look.width(&text) + 2 > right {
            look.put(buf, x, area.y, right - x.min(right), look.glyphs.ellipsis, look.style(Role::Dim));
            break;
        }
        let here = app.triage.rule == Some(at);
        let faded = app.triage.rule.is_some() && !here;
        let used = look.put(buf, x, area.y, right - x, name, look.style(if here { Role::Heading } else { Role::Dim }));
        let role = if faded { Role::Dim } else { Role::Bad };
        let more = look.put(buf, x + used + 1, area.y, right - x - used, &count.to_string(), look.style(role));
        x += used + more + 4;
    }
    if app.triage.built.by_rule.iter().all(|count| *count == 0) && !app.work.pending(Slot::Queue) {
        let text = format!("{} {}", look.glyphs.good, text::sound(lang));
        look.put(buf, x, area.y, right.saturating_sub(x), &text, look.style(Role::Good));
    }
}

fn asked(app: &App, standing: &Standing, line: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let scope = app.scope.map_or(text::everything(lang), |pos| standing.tree.label(pos));
    let rule = app.triage.rule.map_or(text::all_rules(lang), |rule| labels::rule(standing, lang, rule));
    let mut parts = vec![
        (text::scope_is(lang, scope), Role::Dim),
        (text::rule_is(lang, rule), Role::Dim),
        (text::state_is(lang, &super::states_word(lang, app.triage.states)), Role::Dim),
        (text::order_is(lang, lang.word(app.triage.order)), Role::Dim),
        (lang.word(app.triage.group).to_owned(), Role::Dim),
    ];
    if !app.triage.filter.is_empty() {
        if app.triage.rule.is_none() {
            parts.remove(1);
        }
        parts.insert(0, (text::filter_is(lang, app.triage.filter.text()), Role::Match));
    }
    crate::tui::tree::flow(look, buf, line, &parts);
}

fn list(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let len = app.triage.built.rows.len();
    let place = if len == 0 { String::new() } else { format!("{}/{len}", app.triage.cursor.at + 1) };
    let focus = !app.triage.evidence;
    let inner = Panel { title: text::findings_title(lang), right: &place, focus }.view(look, area, buf);
    if inner.height == 0 || inner.width < 12 {
        return;
    }
    if len == 0 {
        let pending = app.work.pending(Slot::Queue);
        if let Some(wrong) = app.triage.built.wrong.as_ref().filter(|_| !pending) {
            look.put(buf, inner.x + 1, inner.y, inner.width - 1, &wrong.why(lang), look.style(Role::Bad));
            return;
        }
        let blank = Blank {
            title: text::no_findings(lang),
            more: text::no_findings_more(lang),
            keys: &["triage.filter", "triage.rule", "triage.state", "triage.scope"],
            doing: text::reading(lang),
        };
        blank.view(app, Slot::Queue, inner, buf);
        return;
    }
    let widest = standing.rules.iter().map(|rule| look.width(lang.pick(&rule.zh, &rule.en))).max().unwrap_or(0);
    let dues = (0..standing.rules.len()).filter_map(|rule| labels::due(standing, lang, rule));
    let due = dues.map(|(_, left, _)| look.width(&left)).max();
    let words = LifeState::ALL.iter().map(|state| look.width(lang.word(*state))).max().unwrap_or(0);
    let mut columns = vec![
        Column::text(look, "", 3).keep(99),
        Column::text(look, text::rule(lang), widest.min(22)).keep(90),
        Column::rest(look, text::organisation(lang), 16),
        Column::text(look, text::state(lang), words).keep(80),
        Column::number(look, text::since(lang), 6).keep(70),
    ];
    columns.extend(due.map(|width| Column::number(look, text::due(lang), width).keep(60)));
    let table = Table::new(columns, Rect { x: inner.x + 1, width: inner.width - 2, ..inner });
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let shown = app.triage.cursor.window(usize::from(body.height), len);
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        match app.triage.built.rows[at] {
            Row::Head { first, count, folded } => {
                heading(app, standing, Rect { y, height: 1, ..body }, (at, first as usize, count, folded), buf)
            }
            Row::Item(item) => {
                let Some(item) = app.triage.built.items.get(item as usize).copied() else { continue };
                let marked = app.triage.marks.contains(&item);
                let state = app.triage.built.lives.state(item);
                let (sign, held) = labels::sign(look, state);
                let (mark, role) = if marked { ("[x]", Role::Match) } else { (sign, held) };
                table.cell(look, buf, y, 0, mark, look.style(role));
                let severe = standing.rules.get(usize::from(item.rule)).is_some_and(|rule| rule.severity <= 1);
                let role = if severe { Role::Bad } else { Role::Warn };
                table.cell(look, buf, y, 1, labels::rule(standing, lang, usize::from(item.rule)), look.style(role));
                // Under the heading of an organisation its name would say nothing new.
                let what = match app.triage.group {
                    super::Group::Org => standing.evidence(item, lang).into_iter().next().unwrap_or_default(),
                    _ => look.cut_path(
                        &labels::place(standing, look, item.pos),
                        table.place(2).map_or(u16::MAX, |(_, width)| width),
                    ),
                };
                table.cell(look, buf, y, 2, &what, look.style(Role::Text));
                table.cell(look, buf, y, 3, lang.word(state), look.style(held));
                let age = labels::held_for(standing, &app.triage.built.lives, look, item);
                table.cell(look, buf, y, 4, age.as_deref().unwrap_or(look.glyphs.none), look.style(Role::Dim));
                if let Some((_, left, role)) = labels::due(standing, lang, usize::from(item.rule)) {
                    table.cell(look, buf, y, 5, &left, look.style(role));
                }
            }
        }
        if at == app.triage.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(if focus { Role::Selection } else { Role::Rest }));
        }
    }
}

fn heading(
    app: &App,
    standing: &Standing,
    line: Rect,
    (row, first, count, folded): (usize, usize, u32, bool),
    buf: &mut Buffer,
) {
    let look = &app.look;
    let Some(item) = app.triage.built.items.get(first) else { return };
    let name = match app.triage.built.common(row) {
        Some(Common::Rule(rule)) => labels::rule(standing, look.lang, usize::from(rule)).to_owned(),
        Some(Common::Post(Some(post))) => post.into(),
        Some(Common::Post(None)) => text::nobody_has(look.lang).to_owned(),
        Some(Common::Org(pos)) => crate::tui::tree::path_of(standing, look, pos),
        Some(Common::Nothing) | None => crate::tui::tree::path_of(standing, look, item.pos),
    };
    let span = app.triage.built.span(row);
    // A frame does not walk through half a million findings.
    let counted = if app.triage.marks.is_empty() || span.len() > COUNTED { &[] } else { span };
    let marked = counted.iter().filter(|item| app.triage.marks.contains(item)).count();
    let sign = if folded { look.glyphs.closed } else { look.glyphs.open };
    let right = line.right().saturating_sub(1);
    let x = line.x + 1;
    let role = Role::Heading;
    let used = look.put(buf, x, line.y, right - x, sign.trim_end(), look.style(role)) + 1;
    let number = format!("  {count}");
    let room = (right - x).saturating_sub(used + look.width(&number));
    let wide = look.put(buf, x + used, line.y, room, &look.cut_path(&name, room), look.style(role));
    let x = x + used + wide;
    let wide = look.put(buf, x, line.y, right.saturating_sub(x), &number, look.style(role));
    if marked > 0 {
        let x = x + wide + 2;
        let word = text::marked(look.lang, marked);
        look.put(buf, x, line.y, right.saturating_sub(x), &word, look.style(Role::Match));
    }
}
