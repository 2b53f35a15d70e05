//! The title line, the tabs, and, where only one pane fits, the crumb line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::Pos;
use crate::tui::app::{App, Hit, Tab};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::{command, tree};

/// Paints the lines above the body and gives how many there are.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) -> u16 {
    let look = &app.look;
    let line = Rect { height: 1, ..area };
    buf.set_style(line, look.style(Role::Title));
    let mut words = words(app);
    let need = |words: &[String]| look.width(&words.join(look.glyphs.dot)) + 2;
    // That the data are made up must be read on every screen: where there is no room, the tabs give way.
    let least = words.len().saturating_sub(3);
    let shapes = [Shape::Wide, Shape::Tight, Shape::Digits];
    let fits = |shape: &Shape| tabs_width(app, *shape) + need(&words[least..]) <= area.width;
    let shape = shapes.into_iter().find(fits).unwrap_or(Shape::Digits);
    let tabs = if app.first.is_some() { 0 } else { tabs(app, shape, line, buf) };
    let room = area.width.saturating_sub(tabs + 2);
    // The name of the program says least.
    while words.len() > 3 && look.width(&words.join(look.glyphs.dot)) > room {
        words.remove(0);
    }
    look.put(buf, area.x + 1, area.y, room, &words.join(look.glyphs.dot), look.style(Role::Title));
    if app.two_panes() || app.first.is_some() {
        return 1;
    }
    1 + crumbs(app, Rect { y: area.y + 1, ..line }, buf)
}

fn words(app: &App) -> Vec<String> {
    let lang = app.lang();
    let mut parts = vec![text::program(lang).to_owned()];
    match (&app.source, &app.standing) {
        (None, _) if app.opening() => parts.push(text::opening_register(lang).to_owned()),
        (None, _) => parts.push(text::no_register(lang).to_owned()),
        (Some(_), None) => parts.push(app.title.register.clone()),
        (Some(_), Some(standing)) => {
            parts.push(app.title.register.clone());
            // The root is the register itself.
            let below = |scope: &Pos| standing.tree.parent(*scope).is_some() || standing.tree.roots().count() > 1;
            if let Some(scope) = app.scope.filter(below).filter(|_| app.tab != Tab::Tree) {
                parts.push(standing.tree.label(scope).to_owned());
            }
        }
    }
    if let Some(at) = app.title.as_of {
        let day = at.day().to_string();
        parts.push(if app.title.fixed { text::as_of(lang, &day) } else { text::now_is(lang, &day) });
    }
    if !app.by.is_empty() {
        parts.push(app.by.clone());
    }
    if app.title.demonstration {
        parts.push(text::demonstration(lang).to_owned());
    }
    parts
}

/// How much a tab says.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// ` 1 组织 `.
    Wide,
    /// `1组织 `.
    Tight,
    /// The digit alone, but for the tab shown: ` 1 组织`.
    Digits,
}

fn tab_word(app: &App, shape: Shape, at: usize, tab: Tab) -> String {
    let id = ["tab.tree", "tab.triage", "tab.milestones", "tab.transfers", "tab.ranking"][at];
    let name = command::all().find(|command| command.id == id).map_or("", |command| command.name(app.lang()));
    let digit = at + 1;
    match shape {
        Shape::Wide => format!(" {digit} {name} "),
        Shape::Digits if tab != app.tab => format!(" {digit}"),
        Shape::Digits => format!(" {digit} {name}"),
        Shape::Tight => format!(" {digit}{name}"),
    }
}

fn tabs_width(app: &App, shape: Shape) -> u16 {
    let width = |(at, tab): (usize, &Tab)| app.look.width(&tab_word(app, shape, at, *tab));
    Tab::ALL.iter().enumerate().map(width).sum()
}

// The tabs with their digits at the right end of the line; gives the columns they took.
fn tabs(app: &App, shape: Shape, line: Rect, buf: &mut Buffer) -> u16 {
    let look = &app.look;
    let mut x = line.right();
    for (at, tab) in Tab::ALL.into_iter().enumerate().rev() {
        let word = tab_word(app, shape, at, tab);
        let width = look.width(&word);
        if x < line.x + width + 20 {
            break;
        }
        x -= width;
        let style = look.style(if tab == app.tab { Role::Tab } else { Role::Title });
        look.put(buf, x, line.y, width, &word, style);
        app.hit(Rect { x, width, ..line }, Hit::Tab(tab));
    }
    line.right() - x
}

// Where the operator is, when the other pane cannot be seen.
fn crumbs(app: &App, line: Rect, buf: &mut Buffer) -> u16 {
    let look = &app.look;
    let lang = look.lang;
    let path = match (&app.standing, app.tab) {
        (Some(standing), Tab::Tree) => {
            let pos = app.tree.of.filter(|pos| pos.index() < standing.tree.len());
            pos.map(|pos| {
                standing.tree.path(pos).into_iter().map(|step| standing.tree.label(step).to_owned()).collect()
            })
        }
        (Some(standing), Tab::Triage) if app.triage.evidence => app
            .triage
            .current()
            .map(|item| vec![text::findings_title(lang).to_owned(), tree::label_of(standing, lang, item.pos).0]),
        _ => None,
    };
    let Some(mut path): Option<Vec<String>> = path else { return 0 };
    let whole = |path: &[String]| path.join(look.glyphs.step);
    // The end of the path says more than its beginning.
    let mut cut = false;
    while path.len() > 1 && look.width(&whole(&path)) + 4 > line.width {
        path.remove(0);
        cut = true;
    }
    let lead = if cut { look.glyphs.ellipsis } else { "" };
    let word = format!("{lead}{}{}", if cut { look.glyphs.step } else { "" }, whole(&path));
    look.put(buf, line.x + 1, line.y, line.width.saturating_sub(2), &word, look.style(Role::Dim));
    1
}
