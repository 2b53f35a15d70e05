//! The ledgers on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Book, name};
use crate::desk::{Ledgers, Standing};
use crate::model::{Instant, Labelled};
use crate::programme::Value;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::{Look, Role};
use crate::tui::text::{self, ledgers as words};
use crate::tui::widget::{Blank, Column, Table, bar};

/// Paints the ledger chosen under the names of all of them.
pub fn view(app: &App, standing: &Standing, inner: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let state = &app.milestones.ledgers;
    let mut x = inner.x + 1;
    for book in Book::ALL {
        let here = *book == state.book;
        let lead = if here { look.glyphs.run } else { " " };
        let count = if state.read.is_some() { format!(" {}", state.len_of(*book)) } else { String::new() };
        let word = format!("{lead} {}{count}", name(lang, *book));
        let role = if here { Role::Heading } else { Role::Dim };
        x += look.put(buf, x, inner.y, inner.right().saturating_sub(x), &word, look.style(role)) + 3;
    }
    let rest = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if rest.height < 3 {
        return;
    }
    let Some(read) = state.read.as_ref().filter(|_| state.len() > 0) else {
        let more = match state.book {
            Book::Units => words::no_units_more(lang),
            Book::Items => words::no_items_more(lang),
            Book::Schools => words::no_schools_more(lang),
        };
        let blank = Blank {
            title: words::nothing(lang),
            more,
            keys: &["ledgers.write", "ledgers.turn", "steps.scope"],
            doing: words::reading(lang),
        };
        blank.view(app, Slot::Ledgers, Rect { y: rest.y + 1, height: rest.height - 1, ..rest }, buf);
        return;
    };
    let area = Rect { x: rest.x + 1, width: rest.width.saturating_sub(2), ..rest };
    let table = Table::new(columns(look, state.book), area);
    table.head(look, buf, area.y);
    let body = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
    let shown = state.cursor.window(usize::from(body.height), state.len());
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        row(look, standing, &table, (state.book, read, at), y, buf);
        if app.work.pending(Slot::Ledgers) {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Dim));
        }
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}

fn columns(look: &Look, book: Book) -> Vec<Column> {
    let lang = look.lang;
    let proofs = look.width(words::attested(lang)).max(look.width(words::sampled(lang)));
    match book {
        Book::Units => vec![
            Column::rest(look, words::answers(lang), 16),
            Column::number(look, words::recorded(lang), 6).keep(95),
            Column::number(look, words::confirmed(lang), 6).keep(90),
            Column::number(look, words::covered(lang), 6).keep(85),
            Column::text(look, "", 12).keep(40),
            Column::number(look, words::share(lang), 7).keep(80),
            Column::number(look, words::bare(lang), 6).keep(70),
            Column::number(look, words::hollow(lang), 6).keep(60),
        ],
        Book::Items => vec![
            Column::text(look, text::step_id(lang), 5).keep(90),
            Column::rest(look, words::item(lang), 20),
            Column::text(look, words::proof(lang), proofs).keep(50),
            Column::number(look, words::declared(lang), 6).keep(95),
            Column::number(look, words::asked(lang), 6).keep(80),
            Column::number(look, words::share(lang), 7).keep(85),
            Column::text(look, words::last(lang), 10).keep(60),
        ],
        Book::Schools => vec![
            Column::rest(look, words::school(lang), 20),
            Column::number(look, words::year(lang), 4).keep(70),
            Column::number(look, words::graduates(lang), 6).keep(90),
            Column::text(look, words::submitted(lang), 12).keep(80),
        ],
    }
}

fn row(
    look: &Look,
    standing: &Standing,
    table: &Table,
    (book, read, at): (Book, &Ledgers, usize),
    y: u16,
    buf: &mut Buffer,
) {
    let lang = look.lang;
    let day = |at: Option<Instant>| at.map_or_else(String::new, |at| at.day().to_string());
    let counted = |count: usize, role: Role| match count {
        0 => (look.glyphs.nil.to_owned(), Role::Dim),
        _ => (count.to_string(), role),
    };
    let cells: Vec<(String, Role)> = match book {
        Book::Units => {
            let Some(sum) = read.units.get(at) else { return };
            let all = sum.rows.len();
            if let Some((x, width)) = table.place(4) {
                bar(look, buf, x, y, width, sum.covered as f64 / all.max(1) as f64);
            }
            let unconfirmed = if sum.confirmed < all { Role::Warn } else { Role::Good };
            vec![
                (standing.tree.label(sum.pos).to_owned(), Role::Text),
                (all.to_string(), Role::Text),
                (sum.confirmed.to_string(), unconfirmed),
                (sum.covered.to_string(), Role::Text),
                (String::new(), Role::Text),
                (Value::rate(sum.covered as u64, all as u64).show(true), Role::Text),
                counted(sum.bare, Role::Bad),
                counted(sum.hollow, Role::Bad),
            ]
        }
        Book::Items => {
            let Some(item) = read.items.get(at) else { return };
            let whole = item.asked.filter(|asked| *asked > 0);
            let role = match whole {
                Some(asked) if item.declared >= asked => Role::Good,
                _ if item.declared == 0 => Role::Bad,
                _ => Role::Warn,
            };
            let none = || look.glyphs.none.to_owned();
            vec![
                (item.step.to_string(), Role::Dim),
                (item.name.pick(lang).to_owned(), Role::Text),
                (if item.sampled { words::sampled(lang) } else { words::attested(lang) }.to_owned(), Role::Dim),
                (item.declared.to_string(), role),
                (whole.map_or_else(none, |asked| asked.to_string()), Role::Dim),
                (whole.map_or_else(none, |asked| Value::rate(item.declared, asked).show(true)), Role::Text),
                (day(item.last), Role::Dim),
            ]
        }
        Book::Schools => {
            let Some(school) = read.schools.get(at) else { return };
            let name = (standing.tree.label(school.pos).to_owned(), Role::Text);
            match &school.base {
                None => vec![
                    name,
                    (look.glyphs.none.to_owned(), Role::Dim),
                    (look.glyphs.none.to_owned(), Role::Dim),
                    (format!("{} {}", look.glyphs.bad, words::not_submitted(lang)), Role::Bad),
                ],
                Some(base) => vec![
                    name,
                    (base.year.to_string(), Role::Dim),
                    (base.members.to_string(), Role::Text),
                    (format!("{} {}", look.glyphs.good, day(base.submitted)), Role::Good),
                ],
            }
        }
    };
    for (column, (word, role)) in cells.iter().enumerate().filter(|(_, (word, _))| !word.is_empty()) {
        table.cell(look, buf, y, column, word, look.style(*role));
    }
}
