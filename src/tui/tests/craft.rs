//! The terminal's own matters, without a terminal: slow lines, the editor, glyphs of two columns under whatever lies over them.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use crate::lang::Lang::{self, En, Zh};
use crate::model::Labelled;
use crate::tui::app::{Effect, Msg, update};
use crate::tui::bench::Place;
use crate::tui::command::key;
use crate::tui::look::{Glyphs, Look};
use crate::tui::story::{Story, county, options, picture};
use crate::tui::term::Trouble;
use crate::tui::{Start, fixture, frame};

fn slow(lang: Lang, size: (u16, u16)) -> Story {
    let mut options = options(lang);
    options.low_bandwidth = true;
    Story::new(Start::Register(fixture::county()), options, size)
}

#[test]
fn slow_lines_and_the_clipboard() {
    for (lang, tag) in [(Zh, "zh"), (En, "en")] {
        for (columns, rows) in [(80, 24), (120, 36)] {
            let mut story = slow(lang, (columns, rows));
            story.keys("jj");
            insta::assert_snapshot!(format!("slow-tree-{tag}-{columns}"), story.screen());
            story.keys("2jy");
            insta::assert_snapshot!(format!("slow-clipboard-{tag}-{columns}"), story.screen());
        }
    }
}

#[test]
fn a_row_chosen_is_marked_once_and_nothing_in_the_body_is_coloured() {
    let mut story = slow(Zh, (120, 36));
    for keys in ["jj", "<Enter>", "2", "<Tab>", "3", "<Enter>", "<Esc>4", "5", "y"] {
        story.keys(keys);
        let buffer = story.buffer();
        for y in 1..buffer.area.height - 1 {
            for x in 0..buffer.area.width {
                let cell = &buffer[(x, y)];
                assert_eq!((cell.fg, cell.bg), Default::default(), "{keys}: {x}, {y}\n{}", story.screen());
                let blinks = ratatui::style::Modifier::SLOW_BLINK | ratatui::style::Modifier::RAPID_BLINK;
                assert!(!cell.modifier.intersects(blinks), "a mark is not for the terminal");
            }
        }
        let marks = story.screen().lines().filter(|line| line.starts_with('>')).count();
        assert!(marks <= 1, "{keys}\n{}", story.screen());
    }
    assert!(!story.app.wants_ticks());
}

#[test]
fn the_text_of_a_note_goes_to_the_editor_and_comes_back() {
    let mut story = county(Zh, (120, 36));
    let ask = |story: &mut Story| {
        let effects = update(&mut story.app, Msg::Key(key::parse("Ctrl-x").unwrap()));
        effects.into_iter().find_map(|effect| match effect {
            Effect::Edit(text) => Some(text),
            _ => None,
        })
    };
    story.keys("2n已电话");
    assert_eq!(ask(&mut story).as_deref(), Some("已电话"));
    story.msg(Msg::Edited(Ok("第一行\n第二行\t末\n".into()))).sees("第一行 第二行 末");
    story.msg(Msg::Edited(Err(Trouble::None))).sees("没有设置编辑器").sees("第一行 第二行 末");
    story.msg(Msg::Edited(Ok("长".repeat(5000)))).sees("只取前 400 个字");
    // Who acts is a name and no text.
    story.keys("<Tab>");
    assert_eq!(ask(&mut story), None);
    story.msg(Msg::Tick).sees("不是一段文字");
    // Whoever comes back late finds nobody to take the text.
    story.keys("<Esc>").msg(Msg::Edited(Ok("x".into()))).misses("x ");
}

/// What is painted, with the halves that a terminal is never sent.
fn painted(story: &Story) -> Buffer {
    let (columns, rows) = story.app.size;
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|on| frame::view(&story.app, on)).unwrap().buffer.clone()
}

/// Every glyph of two columns has both, and no half is left of any.
fn whole(look: &Look, buffer: &Buffer) -> Result<(), (u16, u16)> {
    for y in 0..buffer.area.height {
        let mut open = false;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if open != symbol.is_empty() {
                return Err((x, y));
            }
            open = look.width(symbol) == 2;
        }
        if open {
            return Err((buffer.area.width, y));
        }
    }
    Ok(())
}

#[test]
fn no_half_glyph_is_left_on_any_screen_under_any_layer() {
    for (columns, rows) in [(81, 25), (120, 36)] {
        for wide in [false, true] {
            for place in Place::ALL {
                let mut story = county(Zh, (columns, rows));
                if wide {
                    story.app.look.wide = true;
                    story.app.look.glyphs = &Glyphs::SAFE;
                }
                for event in place.ways().next().unwrap() {
                    story.msg(Msg::Key(event));
                    let found = whole(&story.app.look, &painted(&story));
                    let screen = || picture(story.buffer());
                    assert_eq!(found, Ok(()), "{place:?}, {columns} columns, wide {wide}\n{}", screen());
                }
            }
        }
    }
}
