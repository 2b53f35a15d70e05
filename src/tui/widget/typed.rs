//! A line typed without being shown, not even how long it is.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use zeroize::Zeroizing;

/// More than anybody types; room for it is taken at once, so that no copy of the beginning is left behind in memory.
const LONGEST: usize = 1024;

/// What is typed; wiped when it is let go.
pub struct Typed(Zeroizing<String>);

impl Default for Typed {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(LONGEST)))
    }
}

impl Typed {
    /// Takes a key; `Some` when the line is finished or given up.
    pub fn press(&mut self, key: KeyEvent) -> Option<bool> {
        if key.kind == KeyEventKind::Release {
            return None;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Some(true),
            KeyCode::Char('j' | 'm') if control => return Some(true),
            KeyCode::Esc => return Some(false),
            KeyCode::Char('c' | 'd') if control => return Some(false),
            KeyCode::Char('u') if control => self.0.clear(),
            KeyCode::Backspace => drop(self.0.pop()),
            KeyCode::Char(letter) if !control && self.0.len() + letter.len_utf8() <= LONGEST => self.0.push(letter),
            _ => {}
        }
        None
    }

    /// What was typed, for questions whose answer is shown.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What was typed.
    pub fn into_text(self) -> Zeroizing<String> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_typed_mended_and_given_up() {
        let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
        let control = |letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
        let mut typed = Typed::default();
        for letter in "错命脉x".chars() {
            assert_eq!(typed.press(plain(KeyCode::Char(letter))), None);
        }
        typed.press(plain(KeyCode::Backspace));
        assert_eq!(typed.text(), "错命脉");
        typed.press(control('u'));
        typed.press(KeyEvent::new(KeyCode::Char('A'), KeyModifiers::SHIFT));
        (0..LONGEST).for_each(|_| assert_eq!(typed.press(plain(KeyCode::Char('b'))), None));
        assert_eq!((typed.0.len(), typed.0.capacity()), (LONGEST, LONGEST));
        assert_eq!(typed.press(plain(KeyCode::Enter)), Some(true));
        assert_eq!(typed.press(plain(KeyCode::Esc)), Some(false));
        assert_eq!(typed.press(control('c')), Some(false));
    }
}
