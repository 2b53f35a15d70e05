//! What each screen looks like, in both languages and two sizes.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::lang::Lang;
use crate::tui::story::{Story, county, options};
use crate::tui::{ColourLevel, Start, fixture};

fn take(name: &str, keys: &str) {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (columns, rows) in [(80, 24), (120, 36)] {
            let mut story = county(lang, (columns, rows));
            story.keys(keys);
            insta::assert_snapshot!(format!("{name}-{tag}-{columns}"), story.screen());
        }
    }
}

#[test]
fn tree() {
    take("tree", "jjjlj");
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
    take("milestones", "3jj");
}

#[test]
fn step() {
    take("step", "3jj<Enter>");
}

#[test]
fn transfers() {
    take("transfers", "4j");
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
    take("ranking", "5jj");
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
        let mut plain = options(Lang::Zh);
        plain.color = level;
        let mut story = Story::new(Start::Register(fixture::county()), plain, (80, 24));
        story.keys("2j<Space>");
        insta::assert_snapshot!(format!("triage-styles-{tag}"), styles(&story));
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

#[test]
fn meaning() {
    take("meaning-tree", "jKj");
    take("meaning-finding", "2jK");
    take("meaning-step", "3jjK");
}

#[test]
fn tour() {
    take("tour-tree", "<F4>");
    take("tour-triage", "<F4>nnnn<Space>");
    take("tour-steps", "<F4>nnnnnn");
}
