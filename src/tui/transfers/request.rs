//! One request opened: its hops with their times; from there to the organisations and the person.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::view::{moment, whole_path};
use crate::desk::{HopRow, RequestPage, Standing};
use crate::lang::Lang;
use crate::model::Ending;
use crate::tui::app::{App, Effect, Hit, Layer, Slot, jump, jump_to_person};
use crate::tui::look::{Look, Role};
use crate::tui::text::{self, moves};
use crate::tui::tree;
use crate::tui::widget::{Column, Cursor, Table, sheet};

/// The state of the layer.
#[derive(Default)]
pub struct Request {
    /// The request, once read; `Some(None)` where it is gone.
    pub page: Option<Option<Box<RequestPage>>>,
    /// How likely its present hop breaks, in percent.
    pub chance: Option<u8>,
    /// The cursor of the hops.
    pub cursor: Cursor,
}

impl Request {
    /// Takes the request in; the cursor stands on the hop that waits.
    pub fn take(&mut self, page: Option<Box<RequestPage>>) {
        if let Some(page) = &page {
            let waits = page.hops.iter().rposition(|hop| hop.arrived.is_some());
            self.cursor.go(waits.unwrap_or_default(), page.hops.len());
        }
        self.page = Some(page);
    }

    /// How many hops there are.
    pub fn len(&self) -> usize {
        self.page.iter().flatten().map(|page| page.hops.len()).sum()
    }
}

fn shown(app: &App) -> Option<(&Request, &RequestPage)> {
    match app.asked_about() {
        Some(Layer::Request(state)) => Some((state, state.page.as_ref()?.as_deref()?)),
        _ => None,
    }
}

/// To the organisation that must answer the hop under the cursor.
pub fn go(app: &mut App) -> Vec<Effect> {
    let who = shown(app).and_then(|(state, page)| page.hops.get(state.cursor.at)?.who);
    match who {
        Some(pos) => jump(app, pos),
        None => Vec::new(),
    }
}

/// To the person.
pub fn person(app: &mut App) -> Vec<Effect> {
    let found = shown(app).and_then(|(_, page)| page.person.as_ref()).map(|named| (named.pos, named.slot));
    match found {
        Some((pos, slot)) => jump_to_person(app, pos, slot),
        None => {
            app.say(moves::not_on_roster(app.lang()));
            Vec::new()
        }
    }
}

/// Paints the request.
pub fn view(app: &App, state: &Request, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(standing) = &app.standing else { return };
    let Some(Some(page)) = &state.page else {
        let inner = sheet(look, area, 104, 5, moves::request_title(lang), "", buf);
        let gone = !app.work.pending(Slot::Request);
        let word = if gone { moves::no_such_request(lang) } else { text::reading(lang) };
        look.put(buf, inner.x + 2, inner.y + 1, inner.width.saturating_sub(4), word, look.style(Role::Dim));
        return;
    };
    let name = page
        .person
        .as_ref()
        .map_or_else(|| moves::not_on_roster(lang).to_owned(), |named| format!("{}  {}", named.name, named.id_masked));
    let inner = sheet(look, area, 104, page.hops.len() as u16 + 10, &name, &page.transfer.no, buf);
    app.hit(inner, Hit::Nothing);
    let inner = Rect { x: inner.x + 2, width: inner.width.saturating_sub(4), ..inner };
    let mut parts = about(look, page, standing.at);
    parts.extend(state.chance.map(|chance| (moves::chance_is(lang, chance), Role::Warn)));
    let mut y = inner.y + tree::flow(look, buf, inner, &parts);
    let label = look.width(moves::to_org(lang)).max(look.width(moves::reason(lang))) + 2;
    let room = inner.width.saturating_sub(label);
    let place = |pos| whole_path(look, standing, pos, room);
    let to = page.to.map_or_else(|| moves::outside(lang).to_owned(), place);
    for (word, value) in [
        (moves::from_org(lang), place(page.from)),
        (moves::to_org(lang), to),
        (moves::reason(lang), page.transfer.reason.to_string()),
    ] {
        if !value.is_empty() {
            look.put(buf, inner.x, y, label, word, look.style(Role::Dim));
            look.put(buf, inner.x + label, y, room, &value, look.style(Role::Text));
            y += 1;
        }
    }
    hops(app, state, page, Rect { y: y + 1, height: inner.bottom().saturating_sub(y + 1), ..inner }, buf);
}

fn about(look: &Look, page: &RequestPage, at: crate::model::Instant) -> Vec<(String, Role)> {
    let lang = look.lang;
    let row = &page.transfer;
    let (word, role) = match row.ended_by(at) {
        None => (moves::under_way(lang), Role::Text),
        Some(Ending::Done) => (moves::done(lang), Role::Good),
        Some(Ending::Refused) => (moves::refused(lang), Role::Warn),
        Some(Ending::Withdrawn) => (moves::withdrawn(lang), Role::Dim),
    };
    let mut parts = vec![
        (lang.word(row.kind).to_owned(), Role::Heading),
        (word.to_owned(), role),
        (moves::begun_on(lang, &moment(row.begun)), Role::Dim),
    ];
    if let Some(closed) = row.closed.filter(|closed| *closed <= at) {
        parts.push((moves::closed_on(lang, &moment(closed)), Role::Dim));
    }
    if row.graduate {
        parts.push((moves::graduate(lang).to_owned(), Role::Text));
    }
    parts
}

fn hops(app: &App, state: &Request, page: &RequestPage, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(standing) = app.standing.as_ref().filter(|_| area.height > 1) else { return };
    let table = Table::new(
        vec![
            Column::number(look, moves::hop(lang), 4).keep(90),
            Column::rest(look, moves::must_answer(lang), 16),
            Column::text(look, moves::arrived(lang), 11).keep(70),
            Column::text(look, moves::answered(lang), 11).keep(60),
            Column::number(look, moves::took(lang), 6).keep(50),
            Column::text(look, moves::standing(lang), 22).keep(80),
        ],
        area,
    );
    table.head(look, buf, area.y);
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let window = state.cursor.window(usize::from(body.height), page.hops.len());
    app.hit(body, Hit::Rows(window.start));
    for (y, at) in (body.y..).zip(window) {
        let Some(hop) = page.hops.get(at) else { continue };
        let time = |at: Option<crate::model::Instant>| at.map_or_else(String::new, moment);
        let (word, role) = how(look, hop, standing.at);
        let faded = if hop.arrived.is_some() { Role::Text } else { Role::Dim };
        table.cell(look, buf, y, 0, &hop.step.to_string(), look.style(Role::Dim));
        table.cell(look, buf, y, 1, whom(standing, page, hop, lang), look.style(faded));
        table.cell(look, buf, y, 2, &time(hop.arrived), look.style(Role::Text));
        table.cell(look, buf, y, 3, &time(hop.answered), look.style(Role::Text));
        table.cell(look, buf, y, 4, &took(lang, hop, standing.at), look.style(Role::Dim));
        table.cell(look, buf, y, 5, &word, look.style(role));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}

/// Who must answer a hop.
pub fn whom<'a>(standing: &'a Standing, page: &RequestPage, hop: &HopRow, lang: Lang) -> &'a str {
    match hop.who {
        Some(pos) => standing.tree.label(pos),
        None if page.to.is_none() && hop.step > 2 => moves::outside(lang),
        None => moves::nobody_there(lang),
    }
}

/// How long a hop took until it was answered, or until now.
pub fn took(lang: Lang, hop: &HopRow, at: crate::model::Instant) -> String {
    let hours = hop.arrived.map(|arrived| (hop.answered.unwrap_or(at).0 - arrived.0) / 3600);
    hours.map_or_else(String::new, |hours| moves::hours(lang, hours.max(0) as u32))
}

/// A sign and words: answered, waiting with its countdown, or to come.
pub fn how(look: &Look, hop: &HopRow, at: crate::model::Instant) -> (String, Role) {
    let lang = look.lang;
    match (hop.arrived, hop.answered, hop.clock.breaks[1]) {
        (Some(_), Some(_), _) if hop.in_time => {
            (format!("{} {}", look.glyphs.good, moves::answered_in_time(lang)), Role::Good)
        }
        (Some(_), Some(_), _) => (format!("{} {}", look.glyphs.bad, moves::answered_late(lang)), Role::Bad),
        (Some(_), None, Some(breaks)) => {
            let left = moves::left(lang, breaks.0 - 1 - at.0);
            match hop.clock.overdue {
                true => (format!("{} {} {left}", look.glyphs.bad, moves::overdue(lang)), Role::Bad),
                false => (format!("{} {} {left}", look.glyphs.run, moves::waiting(lang)), Role::Text),
            }
        }
        (Some(_), None, None) => (moves::withdrawn(lang).to_owned(), Role::Dim),
        (None, ..) => (moves::to_come(lang).to_owned(), Role::Dim),
    }
}
