//! Keys by name, and what an input method left on does to them.

use compact_str::{CompactString, format_compact};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The name of a key as the registry writes it: `j`, `G`, `Ctrl-l`, `Space`, `PgDn`.
///
/// Outside of text fields the full-width forms that an input method sends are read as what they stand for.
pub fn name(event: KeyEvent, commands: bool) -> CompactString {
    let plain = match event.code {
        KeyCode::Char(' ') => "Space".into(),
        KeyCode::Char('\u{3000}') if commands => "Space".into(),
        KeyCode::Char(c) => CompactString::from(if commands { half(c) } else { c }.encode_utf8(&mut [0; 4]) as &str),
        KeyCode::F(n) => format_compact!("F{n}"),
        KeyCode::Enter => "Enter".into(),
        KeyCode::Esc => "Esc".into(),
        KeyCode::Tab => "Tab".into(),
        KeyCode::BackTab => "BackTab".into(),
        KeyCode::Backspace => "Backspace".into(),
        KeyCode::Delete => "Del".into(),
        KeyCode::Up => "Up".into(),
        KeyCode::Down => "Down".into(),
        KeyCode::Left => "Left".into(),
        KeyCode::Right => "Right".into(),
        KeyCode::Home => "Home".into(),
        KeyCode::End => "End".into(),
        KeyCode::PageUp => "PgUp".into(),
        KeyCode::PageDown => "PgDn".into(),
        _ => CompactString::default(),
    };
    if event.modifiers.contains(KeyModifiers::CONTROL) {
        format_compact!("Ctrl-{plain}")
    } else if event.modifiers.contains(KeyModifiers::ALT) {
        format_compact!("Alt-{plain}")
    } else {
        plain
    }
}

/// The key of a name.
pub fn parse(name: &str) -> Option<KeyEvent> {
    if let Some(rest) = name.strip_prefix("Ctrl-").filter(|rest| !rest.is_empty()) {
        return parse(rest).map(|key| KeyEvent::new(key.code, KeyModifiers::CONTROL));
    }
    if let Some(rest) = name.strip_prefix("Alt-").filter(|rest| !rest.is_empty()) {
        return parse(rest).map(|key| KeyEvent::new(key.code, KeyModifiers::ALT));
    }
    let mut chars = name.chars();
    let code = match (name, chars.next(), chars.next()) {
        ("Space", ..) => KeyCode::Char(' '),
        ("Enter", ..) => KeyCode::Enter,
        ("Esc", ..) => KeyCode::Esc,
        ("Tab", ..) => KeyCode::Tab,
        ("BackTab", ..) => KeyCode::BackTab,
        ("Backspace", ..) => KeyCode::Backspace,
        ("Del", ..) => KeyCode::Delete,
        ("Up", ..) => KeyCode::Up,
        ("Down", ..) => KeyCode::Down,
        ("Left", ..) => KeyCode::Left,
        ("Right", ..) => KeyCode::Right,
        ("Home", ..) => KeyCode::Home,
        ("End", ..) => KeyCode::End,
        ("PgUp", ..) => KeyCode::PageUp,
        ("PgDn", ..) => KeyCode::PageDown,
        (_, Some('F'), Some(_)) => KeyCode::F(name.get(1..)?.parse().ok()?),
        (_, Some(c), None) => KeyCode::Char(c),
        _ => return None,
    };
    Some(KeyEvent::new(code, KeyModifiers::NONE))
}

const fn half(c: char) -> char {
    match c {
        '、' => '/',
        '。' => '.',
        '【' => '[',
        '】' => ']',
        '！'..='～' => match char::from_u32(c as u32 - 0xFEE0) {
            Some(half) => half,
            None => c,
        },
        c => c,
    }
}

/// Whether a character can only have come from an input method: then the operator's keys do not arrive.
pub const fn from_input_method(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '\u{3000}'..='\u{303f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_full_width_forms() {
        let of = |code, modifiers| name(KeyEvent::new(code, modifiers), true);
        let plain = |c| of(KeyCode::Char(c), KeyModifiers::NONE);
        for (from, to) in [
            ('j', "j"),
            ('G', "G"),
            ('／', "/"),
            ('、', "/"),
            ('：', ":"),
            ('？', "?"),
            ('！', "!"),
            ('ｊ', "j"),
            ('；', ";"),
            ('　', "Space"),
        ] {
            assert_eq!(plain(from), to);
        }
        assert_eq!(of(KeyCode::Char('l'), KeyModifiers::CONTROL), "Ctrl-l");
        assert_eq!(of(KeyCode::PageDown, KeyModifiers::NONE), "PgDn");
        assert_eq!(name(KeyEvent::new(KeyCode::Char('：'), KeyModifiers::NONE), false), "：");
        for command in crate::tui::command::all() {
            for key in command.keys {
                assert_eq!(name(parse(key).unwrap(), true), *key, "{}", command.id);
            }
        }
        assert!(from_input_method('张') && !from_input_method('j'));
    }
}
