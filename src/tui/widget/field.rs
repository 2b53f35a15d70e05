//! A line of text being typed, with the terminal's own cursor so that an input method follows it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use crate::tui::look::{Look, Role};

/// The longest text a field takes, in characters; a paste is cut there.
const LONGEST: usize = 400;

/// A one-line field.
#[derive(Clone, Debug, Default)]
pub struct Field {
    input: Input,
}

impl Field {
    /// A field with a text in it, the cursor at its end.
    pub fn with(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.input = Input::default();
    }

    /// Whether the cursor is behind the last letter.
    pub fn at_end(&self) -> bool {
        self.input.cursor() >= self.text().chars().count()
    }

    /// Takes a key; `None` when it is none of the field's, else whether the text changed.
    pub fn key(&mut self, key: KeyEvent) -> Option<bool> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let request = match (key.code, control) {
            (KeyCode::Char(c), false) => {
                if self.text().chars().count() >= LONGEST {
                    return Some(false);
                }
                InputRequest::InsertChar(c)
            }
            (KeyCode::Backspace, false) => InputRequest::DeletePrevChar,
            (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
            (KeyCode::Left, _) => InputRequest::GoToPrevChar,
            (KeyCode::Right, _) => InputRequest::GoToNextChar,
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
            (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
            (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
            _ => return None,
        };
        Some(self.input.handle(request).is_some_and(|changed| changed.value))
    }

    /// Takes a pasted text as one step: line ends become spaces, control characters go.
    pub fn paste(&mut self, text: &str) {
        let clean = text
            .trim_end_matches(['\r', '\n'])
            .chars()
            .map(|c| if c == '\r' || c == '\n' || c == '\t' { ' ' } else { c });
        let clean: String = clean.filter(|c| !c.is_control()).collect();
        let (old, at) = (self.input.value(), self.input.cursor());
        let room = LONGEST.saturating_sub(old.chars().count());
        let clean: String = clean.chars().take(room).collect();
        let mut value: String = old.chars().take(at).collect();
        value.push_str(&clean);
        value.extend(old.chars().skip(at));
        let cursor = at + clean.chars().count();
        self.input = Input::new(value).with_cursor(cursor);
    }

    /// Paints the field and gives the place of the cursor.
    pub fn view(&self, look: &Look, area: Rect, prompt: &str, hint: &str, buf: &mut Buffer) -> Position {
        let style = look.style(Role::Field);
        buf.set_style(area, style);
        let lead = look.put(buf, area.x, area.y, area.width, prompt, style.patch(look.style(Role::Key)));
        let room = area.width.saturating_sub(lead + 1);
        let x = area.x + lead;
        if self.text().is_empty() {
            look.put(buf, x + 1, area.y, room.saturating_sub(1), hint, style.patch(look.style(Role::Dim)));
        }
        let text = self.text();
        let at = text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(at, _)| at);
        // The part before the cursor decides how far the text has slid to the left.
        let starts = || text.grapheme_indices(true).map(|(start, _)| start).chain([text.len()]);
        let from = starts().find(|start| *start >= at || look.width(&text[*start..at]) <= room).unwrap_or_default();
        let shown = text.get(from..at).map_or(0, |before| look.width(before));
        let ends = starts().skip_while(|end| *end <= from);
        let to = ends.take_while(|end| look.width(&text[from..*end]) <= room).last().unwrap_or(from);
        look.put(buf, x, area.y, room, &text[from..to], style);
        Position { x: (x + shown).min(area.right().saturating_sub(1)), y: area.y }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::look::{Glyphs, themes};

    fn cursor(field: &Field, width: u16) -> u16 {
        let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::ASCII, wide: false, lang: Lang::Zh };
        let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
        field.view(&look, Rect::new(0, 0, width, 1), "/ ", "", &mut buf).x
    }

    #[test]
    fn the_cursor_stands_at_the_column_of_the_text() {
        assert_eq!(cursor(&Field::default(), 20), 2);
        assert_eq!(cursor(&Field::with("zs"), 20), 4);
        assert_eq!(cursor(&Field::with("张三"), 20), 6);
        assert_eq!(cursor(&Field::with(&"长".repeat(40)), 20), 18, "slides, and stays inside");
        assert_eq!(cursor(&Field::with("张三"), 1), 0);
    }

    #[test]
    fn a_paste_is_one_line_without_controls() {
        let mut field = Field::with("ab");
        field.key(KeyEvent::new(KeyCode::Left, KeyModifiers::NONE));
        field.paste("一\r二\u{1b}三\n");
        assert_eq!(field.text(), "a一 二三b");
        field.paste(&"长".repeat(4000));
        assert_eq!(field.text().chars().count(), LONGEST);
    }
}
