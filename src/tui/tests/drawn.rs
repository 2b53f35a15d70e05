//! How a plate is drawn, and that nothing the program has to show is left out of the table.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use ratatui::buffer::{Buffer, Cell};

use super::pictures::{PLATES, Plate};
use super::{settled, viewing};
use crate::desk::Who;
use crate::lang::Lang;
use crate::model::Labelled;
use crate::store::seal::{Operator, Role};
use crate::tui::app::{Layer, Tab, scopes};
use crate::tui::command::Scope;
use crate::tui::config::Config;
use crate::tui::ranking::View as RankingView;
use crate::tui::story::{Story, glyphs, options};
use crate::tui::transfers::View as TransfersView;
use crate::tui::{Ambiguous, ColourLevel, Lock, Options, Start, fixture};

/// What a plate begins with.
#[derive(Clone, Copy, Debug)]
pub enum From {
    County,
    Views,
    Chords,
    Sealed,
    Keeper,
    Wide,
    Ascii,
    FirstRun,
    Empty,
    Begun,
    Opening,
    Broken,
}

/// What comes of the last keys.
#[derive(Clone, Copy, Debug)]
pub enum Then {
    Rests,
    Late(&'static str),
    Fails(&'static str),
    Window(&'static str),
}

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

impl From {
    fn options(self, lang: Lang, colours: ColourLevel) -> Options {
        let mut options = Options { color: colours, ..options(lang) };
        let mut settings = |text: &str| {
            let mut config = Config::read(text);
            config.check(&["dark".to_owned()]);
            (options.keys, options.views) = (config.keymap, config.views);
        };
        match self {
            Self::Views => settings(viewing::VIEWS),
            Self::Chords => settings(settled::KEYS),
            Self::Sealed => {
                let opens = Arc::new(|_: &str| Ok(false));
                options.lock = Some(Lock { after: None, typed: true, opens });
            }
            Self::Wide => options.ambiguous = Ambiguous::Wide,
            Self::Ascii => options.ascii = true,
            _ => {}
        }
        options
    }

    fn begin(self, lang: Lang, colours: ColourLevel, size: (u16, u16)) -> Story {
        let options = self.options(lang, colours);
        let register = || Start::Register(fixture::county());
        match self {
            Self::FirstRun => Story::new(Start::FirstRun(fixture::first_run()), options, size),
            Self::Empty => {
                let mut story = Story::new(Start::FirstRun(fixture::first_run()), options, size);
                story.keys("e");
                story
            }
            Self::Begun => {
                let mut story = Story::begun(register(), options, size);
                story.app.progress = 0.4;
                story.paint();
                story
            }
            Self::Broken => {
                let mut story = Story::begun(register(), options, size);
                story.app.failure = Some("generation-000001/db: Input/output error (os error 5)".into());
                story.paint();
                story
            }
            Self::Opening => Story::begun(Start::Opening(Box::new(|| anyhow::bail!("not yet"))), options, size),
            Self::Sealed => {
                let mut story = Story::new(register(), options, size);
                let operator = Operator { name: "县委值班".into(), role: Role::Viewer, scope: None };
                story.app.who = Who::operator(operator);
                story
            }
            Self::Keeper => {
                let mut story = Story::new(Start::Register(fixture::sealed()), options, size);
                let operator = Operator { name: "县委值班".into(), role: Role::Keeper, scope: None };
                story.app.who = Who::operator(operator);
                story
            }
            _ => Story::new(register(), options, size),
        }
    }
}

impl Plate {
    /// Comes to what the plate shows.
    pub fn story(&self, lang: Lang, colours: ColourLevel, size: (u16, u16)) -> Story {
        let mut story = self.from.begin(lang, colours, size);
        story.keys(self.keys);
        match self.then {
            Then::Rests => {}
            Then::Late(keys) => {
                story.late(keys);
            }
            Then::Fails(keys) => {
                story.fails(keys);
            }
            Then::Window(size) => {
                let (columns, rows) = size.split_once('x').unwrap();
                story.resize(columns.parse().unwrap(), rows.parse().unwrap());
            }
        }
        story
    }
}

// What is still on its way, empty or wrong has nothing in it that a large window or few colours would change.
fn plain(plate: &Plate) -> bool {
    matches!(plate.then, Then::Late(_) | Then::Fails(_)) || matches!(plate.from, From::Empty | From::Begun)
}

/// The windows a plate is drawn in.
pub fn sizes(plate: &Plate) -> &'static [(u16, u16)] {
    // A window of its own size is drawn once.
    if matches!(plate.then, Then::Window(_)) {
        &SIZES[..1]
    } else if plain(plate) {
        &SIZES[..2]
    } else {
        &SIZES[..]
    }
}

/// All that a plate has to say, as one text.
pub fn draw(plate: &Plate) -> String {
    let mut out = String::new();
    for (lang, word) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in sizes(plate) {
            let story = plate.story(lang, ColourLevel::True, *size);
            let area = story.buffer().area;
            let _ = write!(out, "== {word} {}x{}\n{}", area.width, area.height, text(&story.screen()));
        }
    }
    if plain(plate) {
        return out;
    }
    for (colours, word) in [(ColourLevel::None, "no colours"), (ColourLevel::Sixteen, "16 colours")] {
        let _ = write!(out, "== styles, {word}\n{}", styles(plate.story(Lang::Zh, colours, (120, 36)).buffer()));
    }
    out
}

// Lines that are as the one before are counted.
fn text(screen: &str) -> String {
    let mut out = String::new();
    let mut lines = screen.lines().peekable();
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        let mut more = 0;
        while lines.next_if_eq(&line).is_some() {
            more += 1;
        }
        if more > 0 {
            let _ = writeln!(out, "  ⋮ {more}");
        }
    }
    out
}

/// Which style each column of each row has: `0-2 a120` says that all 120 of the first three rows have the style `a`.
fn styles(buffer: &Buffer) -> String {
    let mut known: Vec<String> = Vec::new();
    let mut name = |cell: &Cell| {
        let style = format!("{} on {} {:?}", cell.fg, cell.bg, cell.modifier);
        let style = style.replace("Reset on Reset", "plain").replace(" NONE", "").to_lowercase();
        let at = known.iter().position(|known| *known == style).unwrap_or(known.len());
        if at == known.len() {
            known.push(style);
        }
        char::from(b'a' + at as u8)
    };
    let mut rows: Vec<(u16, u16, String)> = Vec::new();
    for y in 0..buffer.area.height {
        let mut runs: Vec<(char, u16)> = Vec::new();
        for (cell, columns) in glyphs(buffer, y) {
            let style = name(cell);
            match runs.last_mut() {
                Some((last, count)) if *last == style => *count += columns,
                _ => runs.push((style, columns)),
            }
        }
        let runs: Vec<String> = runs.into_iter().map(|(style, count)| format!("{style}{count}")).collect();
        let runs = runs.join(" ");
        match rows.last_mut() {
            Some((_, last, same)) if *same == runs => *last = y,
            _ => rows.push((y, y, runs)),
        }
    }
    let mut out = String::new();
    for (style, letter) in known.iter().zip('a'..) {
        let _ = writeln!(out, "{letter} = {style}");
    }
    for (from, to, runs) in rows {
        let _ = if from == to { writeln!(out, "{from} {runs}") } else { writeln!(out, "{from}-{to} {runs}") };
    }
    out
}

// A kind that is not named here does not compile: name it, and give it a plate.
macro_rules! kinds {
    ($name:ident, $all:ident, $of:ident: $($kind:ident)+) => {
        const $all: &[&str] = &[$(stringify!($kind)),+];
        fn $name(of: &$of) -> &'static str {
            match of { $($of::$kind { .. } => stringify!($kind)),+ }
        }
    };
}

kinds!(layer, LAYERS, Layer:
    Search Palette Prompt Filter Form Pick Sitting Person Step Units Weights Alerts Request Menu Fill Posts Meaning
    Erase);
kinds!(tab, TABS, Tab: Tree Triage Milestones Transfers Ranking);
kinds!(transfers, TRANSFERS, TransfersView: Requests League);
kinds!(ranking, RANKING, RankingView: League Home);

#[test]
fn every_screen_and_every_layer_is_drawn() {
    let mut drawn: [BTreeSet<&str>; 4] = Default::default();
    let mut places = Vec::new();
    for plate in PLATES {
        let app = plate.story(Lang::Zh, ColourLevel::True, (120, 36)).app;
        places.extend(scopes(&app).first().copied());
        if let Some(top) = app.layers.last() {
            drawn[0].insert(layer(top));
        } else {
            drawn[1].insert(tab(&app.tab));
        }
        let _ = match app.tab {
            Tab::Transfers => drawn[2].insert(transfers(&app.transfers.view)),
            Tab::Ranking => drawn[3].insert(ranking(&app.ranking.view)),
            _ => false,
        };
    }
    for (all, drawn) in [LAYERS, TABS, TRANSFERS, RANKING].into_iter().zip(&drawn) {
        let missing: Vec<_> = all.iter().filter(|kind| !drawn.contains(**kind)).collect();
        assert!(missing.is_empty(), "no plate of {missing:?}: give each a line in pictures.rs");
    }
    for scope in Scope::ALL.iter().filter(|scope| !scope.shared()) {
        assert!(places.contains(scope), "no plate where the keys of {scope:?} are in force");
    }
}
