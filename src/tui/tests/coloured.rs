//! Plates as a terminal would show them, in the colours of a dark and of a light theme, for a person to look at.
//!
//! `MINGMAI_PLATES=DIR cargo test --lib pictures` writes `DIR/NAME-LANG-COLUMNSxROWS-THEME.ans` for every plate;
//! `cat` of one in a window of that size is the screen, with the cursor where a field has it.

use std::fmt::Write;
use std::path::Path;

use super::drawn::sizes;
use super::pictures::Plate;
use crate::lang::Lang;
use crate::tui::ColourLevel;
use crate::tui::story::{Story, glyphs};
use crate::tui::term::Worn;

const THEMES: [&str; 2] = ["dark", "light"];

/// Writes what a plate shows into the folder that was asked for; into none if none was.
pub fn keep(plate: &Plate) {
    let Some(folder) = std::env::var_os("MINGMAI_PLATES") else { return };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    for (lang, word) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in sizes(plate) {
            let mut story = plate.story(lang, ColourLevel::True, *size);
            for theme in THEMES {
                let app = &mut story.app;
                app.settings.theme = app.settings.themes.iter().position(|of| of.name == theme).unwrap();
                app.look.theme = app.settings.worn();
                story.paint();
                let name = format!("{}-{word}-{}x{}-{theme}.ans", plate.name, size.0, size.1);
                std::fs::write(folder.join(name), screen(&mut story)).unwrap();
            }
        }
    }
}

fn screen(story: &mut Story) -> Vec<u8> {
    let mut out = Vec::new();
    let mut worn = Worn::default();
    let buffer = story.buffer();
    for y in 0..buffer.area.height {
        if y > 0 {
            out.push(b'\n');
        }
        for (cell, _) in glyphs(buffer, y) {
            worn.wear(&mut out, cell).unwrap();
            out.extend_from_slice(cell.symbol().as_bytes());
        }
        // The ground of a row ends with the row.
        worn.take_off(&mut out).unwrap();
    }
    if let Some((x, y)) = story.cursor() {
        let mut place = String::new();
        let _ = write!(place, "\x1b[{};{}H", y + 1, x + 1);
        out.extend_from_slice(place.as_bytes());
    }
    out
}
