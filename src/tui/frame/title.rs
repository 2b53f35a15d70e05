//! The title line, the tabs, and, where only one pane fits, the crumb line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::lang::Lang;
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
    let (given, shape) = settle(app, area.width);
    let tabs = if app.first.is_some() { 0 } else { tabs(app, shape, line, buf) };
    let room = area.width.saturating_sub(tabs + 2);
    look.put(buf, area.x + 1, area.y, room, &said(app, given), look.style(Role::Title));
    if app.two_panes() || app.first.is_some() {
        return 1;
    }
    1 + crumbs(app, Rect { y: area.y + 1, ..line }, buf)
}

/// How much of the title has given way to the tabs; each gives up what the one before does.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Given {
    /// Everything is said.
    Nothing,
    /// The name of the program says least.
    Program,
    /// That the data are made up must be read on every screen; a shorter word does.
    Length,
    /// The register's name.
    Register,
    /// The subtree, which the screens that have one name in their own head.
    Scope,
}

const WAYS: [(Given, Shape); 11] = [
    (Given::Nothing, Shape::Wide),
    (Given::Program, Shape::Wide),
    (Given::Program, Shape::Tight),
    (Given::Length, Shape::Tight),
    (Given::Register, Shape::Tight),
    (Given::Scope, Shape::Tight),
    (Given::Length, Shape::Joined),
    (Given::Register, Shape::Joined),
    (Given::Scope, Shape::Joined),
    (Given::Length, Shape::Digits),
    (Given::Scope, Shape::Digits),
];

// The names give way first, so that the tabs keep their words.
fn settle(app: &App, width: u16) -> (Given, Shape) {
    let fits = |(given, shape): &(Given, Shape)| {
        let tabs = if app.first.is_some() { 0 } else { tabs_width(app, *shape) };
        tabs + app.look.width(&said(app, *given)) + 2 <= width
    };
    WAYS.into_iter().find(fits).unwrap_or((Given::Scope, Shape::Digits))
}

fn said(app: &App, given: Given) -> String {
    let lang = app.lang();
    let mut parts = Vec::new();
    if given < Given::Program {
        parts.push(text::program(lang).to_owned());
    }
    match (&app.source, &app.standing) {
        (None, _) if app.opening() => parts.push(text::opening_register(lang).to_owned()),
        (None, _) => parts.push(text::no_register(lang).to_owned()),
        (Some(_), standing) => {
            if given < Given::Register {
                parts.push(app.title.register.clone());
            }
            if let Some(standing) = standing.as_ref().filter(|_| given < Given::Scope) {
                // The root is the register itself.
                let below = |scope: &Pos| standing.tree.parent(*scope).is_some() || standing.tree.roots().count() > 1;
                if let Some(scope) = app.scope.filter(below).filter(|_| app.tab != Tab::Tree) {
                    parts.push(standing.tree.label(scope).to_owned());
                }
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
        let word = if given < Given::Length { text::demonstration(lang) } else { text::demonstration_short(lang) };
        parts.push(word.to_owned());
    }
    parts.join(app.look.glyphs.dot)
}

/// How much a tab says.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// ` 1 组织 `.
    Wide,
    /// ` 1组织`, ` 1 orgs`.
    Tight,
    /// ` 1orgs`.
    Joined,
    /// The digit alone, but for the tab shown: ` 1 组织`.
    Digits,
}

impl Shape {
    /// The columns behind the last tab.
    const fn behind(self) -> u16 {
        match self {
            Self::Wide => 0,
            Self::Tight | Self::Joined | Self::Digits => 1,
        }
    }
}

fn tab_word(app: &App, shape: Shape, at: usize, tab: Tab) -> String {
    let id = ["tab.tree", "tab.triage", "tab.milestones", "tab.transfers", "tab.ranking"][at];
    let name = command::all().find(|command| command.id == id).map_or("", |command| command.name(app.lang()));
    let digit = at + 1;
    match shape {
        Shape::Wide => format!(" {digit} {name} "),
        Shape::Digits if tab != app.tab => format!(" {digit}"),
        Shape::Digits => format!(" {digit} {name}"),
        Shape::Tight if app.lang() == Lang::En => format!(" {digit} {name}"),
        Shape::Tight | Shape::Joined => format!(" {digit}{name}"),
    }
}

fn tabs_width(app: &App, shape: Shape) -> u16 {
    let width = |(at, tab): (usize, &Tab)| app.look.width(&tab_word(app, shape, at, *tab));
    Tab::ALL.iter().enumerate().map(width).sum::<u16>() + shape.behind()
}

// The tabs with their digits at the right end of the line; gives the columns they took.
fn tabs(app: &App, shape: Shape, line: Rect, buf: &mut Buffer) -> u16 {
    let look = &app.look;
    let mut x = line.right() - shape.behind();
    for (at, tab) in Tab::ALL.into_iter().enumerate().rev() {
        let word = tab_word(app, shape, at, tab);
        let width = look.width(&word);
        if x < line.x + width + 20 {
            break;
        }
        x -= width;
        look.put(buf, x, line.y, width, &word, look.style(Role::Title));
        if tab == app.tab {
            // Where tabs stand close, the column between two of them stays free.
            let lead = shape.behind();
            buf.set_style(Rect { x: x + lead, width: width - lead, ..line }, look.style(Role::Tab));
        }
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
