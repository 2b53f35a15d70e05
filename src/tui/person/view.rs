//! A person's page on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::State;
use crate::desk::Standing;
use crate::desk::{PersonPage, Revealed};
use crate::lang::Lang;
use crate::model::Day;
use crate::tui::app::{App, Hit};
use crate::tui::look::{Look, Role};
use crate::tui::tree::members;
use crate::tui::widget::popup;
use crate::tui::{text, tree};

/// How many of the earlier branches are shown.
const HISTORY: usize = 4;

/// Paints the page.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(standing) = &app.standing else { return };
    let Some(page) = &state.page else {
        let inner = popup(look, area, 76, 5, text::person_title(lang), "", buf);
        look.put(
            buf,
            inner.x + 2,
            inner.y + 1,
            inner.width.saturating_sub(4),
            text::reading(lang),
            look.style(Role::Dim),
        );
        return;
    };
    let fields = fields(look, standing, page, state.revealed.as_ref());
    let rows = fields.len().div_ceil(2) as u16;
    let flags = page.row.flags.len().div_ceil(3) as u16;
    let history = history(lang, page);
    let height = rows + flags + page.posts.len().min(8) as u16 + history.len() as u16 + 7;
    let inner = popup(look, area, 88, height, &page.row.member.name, text::person_title(lang), buf);
    app.hit(inner, Hit::Nothing);
    let inner = Rect { x: inner.x + 2, width: inner.width.saturating_sub(4), ..inner };
    let path = tree::path_of(standing, look, page.pos);
    look.put(buf, inner.x, inner.y, inner.width, &path, look.style(Role::Dim));
    let flags: Vec<_> = page.row.flags.iter().map(|id| members::flag(standing, look, id)).collect();
    let mut y = inner.y + 1;
    for flag in flags.chunks(3) {
        let line = flag.iter().map(|flag| format!("{} {flag}  ", look.glyphs.bad)).collect::<String>();
        look.put(buf, inner.x, y, inner.width, &line, look.style(Role::Bad));
        y += 1;
    }
    y += 1;
    let half = inner.width / 2;
    let label = fields.iter().map(|(name, ..)| look.width(name)).max().unwrap_or(8) + 2;
    for (at, (name, value, role)) in fields.iter().enumerate() {
        let (column, row) = (at as u16 / rows, at as u16 % rows);
        let x = inner.x + column * half;
        if y + row < inner.bottom() {
            look.put(buf, x, y + row, label.min(half), name, look.style(Role::Dim));
            let room = half.saturating_sub(label + 1);
            look.put(buf, x + label, y + row, room, value, look.style(*role));
        }
    }
    y += rows + 1;
    for (y, (at, line)) in (y..inner.bottom()).zip(history.iter().enumerate()) {
        look.put(buf, inner.x, y, inner.width, line, look.style(if at == 0 { Role::Heading } else { Role::Text }));
    }
    y += history.len() as u16;
    posts(app, state, page, standing, Rect { y, height: inner.bottom().saturating_sub(y), ..inner }, buf);
}

// A heading and the branches that earlier rosters gave, the latest first; nothing where there are none.
fn history(lang: Lang, page: &PersonPage) -> Vec<String> {
    let mut lines: Vec<String> = page
        .history
        .iter()
        .rev()
        .take(HISTORY)
        .map(|(branch, day)| {
            let branch = if branch.is_empty() { text::branch_unknown(lang) } else { branch };
            text::moved_by_roster(lang, branch, &day.to_string())
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, text::history(lang).to_owned());
        lines.push(String::new());
    }
    lines
}

fn posts(app: &App, state: &State, page: &PersonPage, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    if area.height == 0 {
        return;
    }
    let title = if page.posts.is_empty() { text::no_posts(lang) } else { text::posts_held(lang) };
    look.put(buf, area.x, area.y, area.width, title, look.style(Role::Heading));
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    app.hit(body, Hit::Rows(state.cursor.top()));
    for (y, at) in (body.y..).zip(state.cursor.window(usize::from(body.height), page.posts.len())) {
        let Some((pos, post)) = page.posts.get(at) else { continue };
        let current = post.current(standing.at);
        let role = if current { Role::Text } else { Role::Dim };
        let from = post.from.map_or_else(String::new, |day| format!("{day} "));
        let until = match post.until.filter(|_| !current) {
            Some(day) => format!("{from}{} {day}", text::until(lang)),
            None if from.is_empty() => text::held_now(lang).to_owned(),
            None => format!("{from}{} {}", text::until(lang), text::now(lang)),
        };
        let label = tree::label_of(standing, lang, *pos).0;
        let line = format!("{}  {until}  {label}", lang.word(post.title));
        look.put(buf, body.x, y, body.width, &line, look.style(role));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}

fn fields(
    look: &Look,
    standing: &Standing,
    page: &PersonPage,
    revealed: Option<&Revealed>,
) -> Vec<(&'static str, String, Role)> {
    let lang = look.lang;
    let member = &page.row.member;
    let none = || look.glyphs.none.to_owned();
    let (state, role) = members::state(look, standing.at, &page.row);
    let day = |day: Option<Day>| day.map_or_else(none, |day| day.to_string());
    // The birthday stands in the masked part of the number; an age does not give it away.
    let age = member.identity.birth().map(|birth| birth.years_until(standing.at.day()));
    // A report of later is in the rows already when one looks back.
    let told = |at: crate::model::Instant| at <= standing.at;
    let word = |word: Option<&'static str>| word.map_or_else(none, str::to_owned);
    let (identity, phone) = match revealed {
        Some(numbers) => (numbers.identity.clone(), numbers.phone.clone()),
        None => (member.identity.masked(), member.phone.as_ref().map(|phone| phone.masked())),
    };
    let mut fields = vec![
        (text::identity(lang), identity, Role::Text),
        (text::age(lang), age.map_or_else(none, |age| age.to_string()), Role::Text),
        (text::phone(lang), phone.unwrap_or_else(none), Role::Text),
        (text::number(lang), member.number.as_ref().map_or_else(none, ToString::to_string), Role::Text),
        (text::joined(lang), member.joined.to_string(), Role::Text),
        (text::here_since(lang), day(member.since), Role::Text),
        (text::report(lang), state, role),
        (text::reported_on(lang), day(member.reported_at.filter(|at| told(*at)).map(|at| at.day())), Role::Text),
        (text::league(lang), lang.word(member.league).to_owned(), Role::Text),
        (text::politics(lang), lang.word(member.politics).to_owned(), Role::Text),
        (text::ethnicity(lang), word(member.ethnicity.map(|e| e.name())), Role::Text),
        (text::schooling(lang), word(member.schooling.map(|s| lang.word(s))), Role::Text),
        (text::occupation(lang), word(member.occupation.map(|o| lang.word(o))), Role::Text),
        (text::real_name(lang), word(member.real_name.map(|r| lang.word(r))), Role::Text),
        (text::volunteer(lang), day(member.volunteer_since.filter(|day| *day <= standing.at.day())), Role::Text),
        (text::appraisal(lang), word(member.appraisal.map(|a| lang.word(a))), Role::Text),
    ];
    if member.unreachable {
        fields.push((text::reach(lang), text::unreachable(lang).to_owned(), Role::Warn));
    }
    fields
}
