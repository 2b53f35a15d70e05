//! What each screen looks like, in both languages and two sizes.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::lang::Lang;
use crate::tui::story::{Story, county, options};
use crate::tui::{ColourLevel, Start, fixture};

fn take(name: &str, keys: &str) {
    take_in(name, keys, &[(80, 24), (120, 36)]);
}

// The same in a large window too.
fn take_large(name: &str, keys: &str) {
    take_in(name, keys, &[(80, 24), (120, 36), (200, 60)]);
}

fn take_in(name: &str, keys: &str, sizes: &[(u16, u16)]) {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for &(columns, rows) in sizes {
            let mut story = county(lang, (columns, rows));
            story.keys(keys);
            insta::assert_snapshot!(format!("{name}-{tag}-{columns}"), story.screen());
        }
    }
}

#[test]
fn tree() {
    take_large("tree", "jjjlj");
}

#[test]
fn members() {
    take("members", "jjjljlj<Enter>jj");
}

#[test]
fn person() {
    take("person", "jjjljlj<Enter><Enter>");
}

#[test]
fn triage() {
    take("triage", "2j<Space>");
}

#[test]
fn triage_grouped() {
    take("triage-grouped", "2zjj<Tab>");
}

#[test]
fn alerts() {
    take("alerts", "2!");
    take("alerts-rows", "2!<Tab>j");
}

#[test]
fn milestones() {
    take_large("milestones", "3jj");
}

#[test]
fn axis() {
    take_large("axis", "3tjj");
}

#[test]
fn forecast() {
    take_large("forecast", "3jjjf");
}

#[test]
fn ledgers() {
    take_large("ledgers", "3l");
    take("ledgers-items", "3l<Tab>j");
    take("ledgers-units", "3l<Enter>j");
}

#[test]
fn step() {
    take("step", "3jj<Enter>");
    take_large("step-below", "3jjj<Enter>j<Enter>");
    take("step-first", "3jjj<Enter><Tab>j");
}

#[test]
fn transfers() {
    take_large("transfers", "4j");
}

#[test]
fn responses() {
    take("responses", "4vj");
}

#[test]
fn request() {
    take("request", "4jjjj<Enter>");
}

#[test]
fn ranking() {
    take_large("ranking", "5jj");
    take_large("ranking-chart", "5jjt");
    take("ranking-weights", "5wlljj<Space>");
}

#[test]
fn home() {
    take("home", "5vj");
}

#[test]
fn search() {
    take("search", "/gy");
}

#[test]
fn palette() {
    take("palette", "2?");
}

#[test]
fn first_run() {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let story = Story::new(Start::FirstRun(fixture::first_run()), options(lang), (80, 24));
        insta::assert_snapshot!(format!("first-{tag}-80"), story.screen());
    }
}

#[test]
fn wide_terminal() {
    let mut wide = options(Lang::Zh);
    wide.ambiguous = crate::tui::Ambiguous::Wide;
    let mut story = Story::new(Start::Register(fixture::county()), wide, (80, 24));
    story.keys("/优选<Enter>");
    insta::assert_snapshot!("wide-zh-80", story.screen());
}

// Runs of one style in a line: `fg/bg/modifier` and the text.
fn styles(story: &Story) -> String {
    let buffer = story.buffer();
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut last = None;
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            x += (cell.symbol().width() as u16).max(1);
            let style = (cell.fg, cell.bg, cell.modifier);
            if last != Some(style) {
                let _ = write!(out, "⟦{}/{}/{:?}⟧", cell.fg, cell.bg, cell.modifier);
                last = Some(style);
            }
            out.push_str(cell.symbol());
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

#[test]
fn styles_without_colours_and_with_sixteen() {
    for (level, tag) in [(ColourLevel::None, "mono"), (ColourLevel::Sixteen, "16")] {
        for (name, keys) in [("triage", "2j<Space>"), ("axis", "3tjj"), ("forecast", "3jjjf"), ("ranking-chart", "5jt")]
        {
            let mut plain = options(Lang::Zh);
            plain.color = level;
            let mut story = Story::new(Start::Register(fixture::county()), plain, (80, 24));
            story.keys(keys);
            insta::assert_snapshot!(format!("{name}-styles-{tag}"), styles(&story));
        }
    }
}

#[test]
fn nothing_but_ascii_in_frames_bars_and_charts() {
    for (name, keys) in
        [("axis", "3tjj"), ("forecast", "3jjjf"), ("ranking-chart", "5jt"), ("ledgers", "3l"), ("waits", "4")]
    {
        let mut plain = options(Lang::En);
        plain.ascii = true;
        let mut story = Story::new(Start::Register(fixture::county()), plain, (120, 36));
        story.keys(keys);
        let screen = story.screen();
        let own = |c: &char| !c.is_ascii() && !('\u{4e00}'..'\u{9fff}').contains(c) && !"“”–".contains(*c);
        assert_eq!(screen.chars().filter(own).collect::<String>(), "", "{screen}");
        insta::assert_snapshot!(format!("{name}-ascii"), screen);
    }
}

#[test]
fn deeds() {
    let long = "/石桥<Enter><Enter>a卜文<Tab><Tab>4499012001<Tab>";
    take("deeds-menu", "/石桥<Enter><Enter>d");
    take("deeds-short", "/石桥<Enter><Enter>r");
    take("deeds-long", long);
    take("deeds-orgs", "/石桥<Enter>dorg-merge<Enter>村");
    take("deeds-dry", "/石桥<Enter>dorg-merge<Enter>上柳<Enter>青禾团县委<Enter>");
    take("deeds-refused", "4jj<Space>j<Space>j<Space>a高三年级<Enter>青禾团县委<Enter>");
    take("deeds-saved", "/石桥<Enter><Enter>r<Ctrl-s>青禾团县委<Enter><Enter>");
    take("deeds-posts", "/石桥<Enter>b");
    take("deeds-marks", "/石桥<Enter><Enter><Space><Space>");
}
