//! The form and its dry run on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::dry::{Dry, Told};
use super::fill::{Fill, Phase};
use super::offers::{self, Offers};
use crate::desk::FieldKind;
use crate::lang::Lang;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::{Look, Role};
use crate::tui::text::{self as sentences, deeds as text};
use crate::tui::widget::{clear_wide, popup};

const WIDTH: u16 = 88;
/// Lines of a list of offers.
pub const OFFERED: u16 = 8;

/// Paints the layer and gives the place of the cursor.
pub fn view(app: &App, fill: &Fill, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let lang = app.lang();
    let word = lang.word(fill.deed);
    match &fill.phase {
        Phase::Reading => {
            let inner = popup(&app.look, area, WIDTH, 5, &text::done_to(lang, word, &fill.what), "", buf);
            say(&app.look, inner, sentences::reading(lang), Role::Dim, buf);
            None
        }
        Phase::Filling => Some(fields(app, fill, area, buf)),
        Phase::Planning => {
            let inner = popup(&app.look, area, WIDTH, 5, &text::preview_of(lang, word, &fill.what), "", buf);
            say(&app.look, inner, text::working_out(lang), Role::Dim, buf);
            None
        }
        Phase::Dry(dry) | Phase::Saving(dry) => {
            effects(app, fill, dry, area, buf);
            None
        }
    }
}

fn say(look: &Look, inner: Rect, word: &str, role: Role, buf: &mut Buffer) {
    look.put(buf, inner.x + 2, inner.y + 1, inner.width.saturating_sub(4), word, look.style(role));
}

/// What a field takes, where nothing is typed into it.
fn hint(lang: Lang, kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => text::hint_any(lang),
        FieldKind::Day => text::hint_day(lang),
        FieldKind::Instant => text::hint_instant(lang),
        FieldKind::Month => text::hint_month(lang),
        FieldKind::Year => text::hint_year(lang),
        FieldKind::Number => text::hint_number(lang),
        FieldKind::Money => text::hint_money(lang),
        FieldKind::Hours => text::hint_hours(lang),
        FieldKind::Percent => text::hint_percent(lang),
        FieldKind::YesNo | FieldKind::Choice(_) => text::hint_words(lang),
        FieldKind::Org => text::hint_org(lang),
        FieldKind::Code => text::hint_code(lang),
        FieldKind::Identity => text::hint_identity(lang),
        FieldKind::Phone => text::hint_phone(lang),
        FieldKind::Credit => text::hint_credit(lang),
        FieldKind::Division => text::hint_division(lang),
    }
}

/// What stands under the field in focus: what is wrong, what the text stands for, what stood there, what it takes.
fn under(app: &App, fill: &Fill, at: usize) -> Option<(String, Role)> {
    let lang = app.lang();
    let line = fill.lines.get(at)?;
    if let Some(wrong) = &line.wrong {
        return Some((wrong.clone(), Role::Bad));
    }
    if at != fill.at {
        return None;
    }
    let Some(field) = fill.form.as_ref().and_then(|form| form.fields.get(at)) else {
        return Some((sentences::hint_by(lang).to_owned(), Role::Dim));
    };
    if let (FieldKind::Org, Some(standing)) = (&field.kind, &app.standing)
        && let Some(pos) = standing.tree.find(line.field.text().trim())
    {
        return Some((standing.tree.crumbs(pos).to_string(), Role::Good));
    }
    let stood = offers::shown(&field.kind, &field.now, lang);
    let mut parts = Vec::new();
    if fill.each(at) {
        parts.push(text::stays(lang).to_owned());
    } else if line.touched && field.kept && !stood.is_empty() {
        parts.push(text::stands_at(lang, stood));
    } else if !line.touched && stood.contains('*') {
        parts.push(text::masked_now(lang, app.keys.named("fill.restore")));
    }
    let words: Vec<&str> = offers::words(&field.kind).iter().map(|(zh, en)| lang.pick(zh, en)).collect();
    parts.extend((!hint(lang, &field.kind).is_empty()).then(|| hint(lang, &field.kind).to_owned()));
    parts.extend((!words.is_empty()).then(|| words.join(" ")));
    Some((parts.join(app.look.glyphs.dot), Role::Dim))
}

/// The lines under a field.
type Under = Vec<(String, Role)>;

// What is wrong is told whole, a path by its end, a hint in one line.
fn below(look: &Look, word: Option<(String, Role)>, room: u16) -> Under {
    match word {
        None => Vec::new(),
        Some((word, Role::Good)) => vec![(look.cut_path(&word, room), Role::Good)],
        Some((word, Role::Bad)) => look.wrap(&word, room).into_iter().map(|line| (line, Role::Bad)).collect(),
        Some(word) => vec![word],
    }
}

fn fields(app: &App, fill: &Fill, area: Rect, buf: &mut Buffer) -> Position {
    let look = &app.look;
    let lang = look.lang;
    let title = text::done_to(lang, lang.word(fill.deed), &fill.what);
    let form = fill.form.as_deref();
    let head = form.and_then(|form| form.hint.as_ref()).map(|(zh, en)| lang.pick(zh, en));
    let heads = u16::from(head.is_some());
    let name = |at: usize| {
        form.and_then(|form| form.fields.get(at)).map_or(sentences::field_by(lang), |field| field.name(lang))
    };
    let width = WIDTH.min(area.width).saturating_sub(2);
    let lead = (0..fill.lines.len()).map(|at| look.width(name(at))).max().unwrap_or_default() + 4;
    let lead = lead.min(width / 2);
    let unders: Vec<Under> =
        (0..fill.lines.len()).map(|at| below(look, under(app, fill, at), width.saturating_sub(lead + 2))).collect();
    let rows: u16 = unders.iter().map(|under| 1 + under.len() as u16).sum();
    let (said, shade) = foot(app, fill, width.saturating_sub(2));
    let feet = said.len() as u16;
    let place = text::place(lang, fill.at + 1, fill.lines.len());
    // Room for a list of offers under the last field.
    let spare = fill.offers.as_ref().map_or(0, |offers| (offers.rows.len() as u16).min(OFFERED));
    let height = (rows + heads + feet + 3 + spare).min(area.height);
    let inner = popup(look, area, WIDTH, height, &title, &place, buf);
    app.hit(inner, Hit::Nothing);
    if let Some(head) = head {
        look.put(buf, inner.x + 1, inner.y, inner.width.saturating_sub(2), head, look.style(Role::Text));
    }
    let body = Rect { y: inner.y + heads, height: inner.height.saturating_sub(heads + feet), ..inner };
    for (y, line) in (body.bottom()..inner.bottom()).zip(&said) {
        look.put(buf, inner.x + 1, y, inner.width.saturating_sub(2), line, look.style(shade));
    }
    scroll(fill, &unders, body.height);
    let mut y = i32::from(body.y) - i32::from(fill.top.get());
    let mut cursor = Position { x: body.x, y: body.y };
    let mut list = None;
    for (at, (line, under)) in fill.lines.iter().zip(&unders).enumerate() {
        let on_screen = |y: i32| u16::try_from(y).ok().filter(|y| (body.y..body.bottom()).contains(y));
        if let Some(row) = on_screen(y) {
            let here = at == fill.at;
            let role = if here { Role::Heading } else { Role::Dim };
            let needed = form.and_then(|form| form.fields.get(at)).is_none_or(|field| field.required);
            let sign = if needed && line.field.text().is_empty() { "*" } else { " " };
            look.put(buf, body.x + 1, row, 1, sign, look.style(Role::Warn));
            look.put(buf, body.x + 2, row, lead.saturating_sub(2), name(at), look.style(role));
            let room = Rect { x: body.x + lead, y: row, width: body.width.saturating_sub(lead + 1), height: 1 };
            // Only the field in focus has a ground of its own: that is where letters go.
            if here {
                cursor = line.field.view(look, room, " ", "", buf);
            } else {
                look.put(buf, room.x + 1, row, room.width.saturating_sub(1), line.field.text(), look.style(Role::Text));
            }
            stands_for(app, fill, at, room, buf);
        }
        y += 1;
        for (word, role) in under {
            if let Some(row) = on_screen(y) {
                let x = body.x + lead + 1;
                look.put(buf, x, row, body.right().saturating_sub(x + 1), word, look.style(*role));
            }
            y += 1;
        }
        if at == fill.at {
            list = on_screen(y - 1).map(|row| Rect { x: body.x + lead, y: row, width: body.width - lead, height: 1 });
        }
    }
    if let (Some(offers), Some(line)) = (&fill.offers, list) {
        offered(app, offers, line, inner, buf);
    }
    cursor
}

// Keeps the field in focus and what stands under it on screen.
fn scroll(fill: &Fill, unders: &[Under], height: u16) {
    let tall = |under: &Under| 1 + under.len() as u16;
    let first: u16 = unders.iter().take(fill.at).map(tall).sum();
    let last = first + unders.get(fill.at).map_or(1, tall);
    let whole: u16 = unders.iter().map(tall).sum();
    let top = fill.top.get().max(last.saturating_sub(height)).min(first);
    fill.top.set(top.min(whole.saturating_sub(height)));
}

// The organisation that a code stands for, after the code.
fn stands_for(app: &App, fill: &Fill, at: usize, room: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let field = fill.form.as_ref().and_then(|form| form.fields.get(at));
    if field.is_none_or(|field| field.kind != FieldKind::Org) {
        return;
    }
    let text = fill.lines.get(at).map_or("", |line| line.field.text().trim());
    let Some((standing, pos)) = app.standing.as_ref().and_then(|s| Some((s, s.tree.find(text)?))) else { return };
    let used = look.width(text) + 3;
    let dim = look.style(Role::Dim);
    let style = if at == fill.at { look.style(Role::Field).patch(dim) } else { dim };
    look.put(buf, room.x + used, room.y, room.width.saturating_sub(used), standing.tree.label(pos), style);
}

// What is wrong with the whole, or the keys.
fn foot(app: &App, fill: &Fill, room: u16) -> (Vec<String>, Role) {
    let look = &app.look;
    let [next, dry, leave] = ["fill.accept", "fill.submit", "fill.leave"].map(|id| app.keys.named(id));
    match &fill.wrong {
        Some(wrong) => (look.wrap(wrong, room), Role::Bad),
        None => (vec![text::fill_help(look.lang, next, dry, leave)], Role::Dim),
    }
}

/// Paints the list under the field in focus, over whatever stands there.
pub fn offered(app: &App, offers: &Offers, above: Rect, inner: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let room = inner.bottom().saturating_sub(above.y + 1);
    let height = (offers.rows.len().max(1) as u16).min(OFFERED).min(room);
    let rows = Rect { y: above.y + 1, height, ..inner };
    let area = Rect { width: above.width.saturating_sub(1), ..Rect { x: above.x, ..rows } };
    clear_wide(buf, rows, look);
    buf.set_style(area, look.style(Role::Field));
    if offers.rows.is_empty() {
        look.put(buf, area.x + 1, area.y, area.width - 1, text::no_org_found(look.lang), look.style(Role::Dim));
        return;
    }
    let shown = offers.cursor.window(usize::from(height), offers.rows.len());
    app.hit(area, Hit::Rows(shown.start));
    for (y, at) in (area.y..).zip(shown) {
        let Some(offer) = offers.rows.get(at) else { continue };
        let style = look.style(Role::Field);
        let half = area.width * 2 / 3;
        let used = look.put(buf, area.x + 1, y, half.saturating_sub(1), &offer.label, style);
        look.put_matched(
            buf,
            (area.x + 1, y),
            used,
            &offer.label,
            &offer.matched,
            style.patch(look.style(Role::Match)),
        );
        let x = area.x + used + 3;
        let rest = area.right().saturating_sub(x + 1);
        look.put(buf, x, y, rest, &look.cut_path(&offer.note, rest), style.patch(look.style(Role::Dim)));
        if at == offers.cursor.at && !offers.free {
            buf.set_style(Rect { y, height: 1, ..area }, look.style(Role::Selection));
        }
    }
}

fn effects(app: &App, fill: &Fill, dry: &Dry, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let title = text::preview_of(lang, lang.word(fill.deed), &fill.what);
    let room = WIDTH.min(area.width).saturating_sub(4);
    let told = |told: &Told| look.wrap(&told.text, room).into_iter().map(|line| (told.role, line)).collect::<Vec<_>>();
    let mut lines: Vec<(Role, String)> = dry.lines.iter().flat_map(told).collect();
    if app.work.pending(Slot::Foresee) {
        lines.push((Role::Dim, text::being_judged(lang).to_owned()));
    }
    lines.extend(dry.findings.iter().flat_map(told));
    dry.len.set(lines.len());
    let structural = u16::from(dry.structural);
    let height = (lines.len() as u16).saturating_add(5 + structural).min(area.height);
    let place = if lines.is_empty() { String::new() } else { text::place(lang, dry.cursor.at + 1, lines.len()) };
    let inner = popup(look, area, WIDTH, height, &title, &place, buf);
    app.hit(inner, Hit::Nothing);
    let x = inner.x + 1;
    let (word, role) = match (dry.items, dry.refused) {
        (0, refused) => (text::all_refused_here(lang, refused), Role::Bad),
        (_, 0) => (text::effects_are(lang, dry.effects), Role::Heading),
        (_, refused) => (text::refused_are(lang, refused), Role::Warn),
    };
    look.put(buf, x, inner.y, room, &word, look.style(role));
    if dry.structural {
        look.put(buf, x, inner.y + 1, room, text::builds_anew(lang), look.style(Role::Warn));
    }
    let body = Rect { y: inner.y + 1 + structural, height: inner.height.saturating_sub(3 + structural), ..inner };
    let shown = dry.cursor.window(usize::from(body.height), lines.len());
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let Some((role, line)) = lines.get(at) else { continue };
        look.put(buf, x, y, room, line, look.style(*role));
        if at == dry.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Rest));
        }
    }
    let saving = matches!(fill.phase, Phase::Saving(_)) && app.work.pending(Slot::Act);
    let back = app.keys.named("dry.back");
    let word = match (saving, dry.items) {
        (true, _) => sentences::saving(lang).to_owned(),
        (false, 0) => text::go_back(lang, back),
        (false, items) => text::do_it(lang, items, app.keys.named("dry.do"), back),
    };
    look.put(buf, x, inner.bottom() - 1, room, &word, look.style(Role::Match));
}
