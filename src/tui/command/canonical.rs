//! Keys as people write them, brought to the names that the registry knows.

use compact_str::{CompactString, ToCompactString, format_compact};

use super::key;

/// Why a word is no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// No key has this name.
    Unknown,
    /// Terminals send it as another key.
    Same(&'static str),
}

const NAMES: [(&str, &str); 30] = [
    ("space", "Space"),
    ("enter", "Enter"),
    ("return", "Enter"),
    ("cr", "Enter"),
    ("esc", "Esc"),
    ("escape", "Esc"),
    ("tab", "Tab"),
    ("backtab", "BackTab"),
    ("shift-tab", "BackTab"),
    ("s-tab", "BackTab"),
    ("backspace", "Backspace"),
    ("bs", "Backspace"),
    ("del", "Del"),
    ("delete", "Del"),
    ("up", "Up"),
    ("down", "Down"),
    ("left", "Left"),
    ("right", "Right"),
    ("home", "Home"),
    ("end", "End"),
    ("pgup", "PgUp"),
    ("pageup", "PgUp"),
    ("page-up", "PgUp"),
    ("pgdn", "PgDn"),
    ("pgdown", "PgDn"),
    ("pagedown", "PgDn"),
    ("page-down", "PgDn"),
    ("lt", "<"),
    ("gt", ">"),
    ("minus", "-"),
];

/// The registry's name of one key: `ctrl-X` and `<C-x>` are `Ctrl-x`, `PageDown` is `PgDn`.
///
/// # Errors
/// No such key, or one that terminals cannot tell from another.
pub fn key(written: &str) -> Result<CompactString, NoKey> {
    let bare = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).filter(|rest| !rest.is_empty());
    let word = bare.unwrap_or(written);
    let lower = word.to_lowercase();
    if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == lower) {
        return Ok((*name).into());
    }
    for (prefix, modifier) in [("ctrl-", "Ctrl"), ("c-", "Ctrl"), ("alt-", "Alt"), ("a-", "Alt"), ("m-", "Alt")] {
        let Some(rest) = lower.strip_prefix(prefix).filter(|rest| !rest.is_empty()) else { continue };
        if modifier == "Ctrl" {
            let same = match rest {
                "i" => Some("Tab"),
                "m" => Some("Enter"),
                "[" => Some("Esc"),
                _ => None,
            };
            if let Some(same) = same {
                return Err(NoKey::Same(same));
            }
        }
        // Control knows no capitals; Alt does.
        let rest = if modifier == "Alt" { &word[word.len() - rest.len()..] } else { rest };
        return Ok(format_compact!("{modifier}-{}", key(rest)?));
    }
    let name = key::parse(&capital(word)).map(|event| key::name(event, true));
    name.filter(|name| !name.is_empty() && !name.chars().any(char::is_control)).ok_or(NoKey::Unknown)
}

// `f5` is F5; every other name that is longer than a letter is in the table.
fn capital(word: &str) -> CompactString {
    match word.strip_prefix('f').filter(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit())) {
        Some(rest) => format_compact!("F{rest}"),
        None => word.to_compact_string(),
    }
}

/// Whether a key is a letter in a text field.
pub fn is_text(name: &str) -> bool {
    name == "Space" || name.chars().nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_however_they_are_written() {
        for (written, name) in [
            ("x", "x"),
            ("X", "X"),
            ("<C-x>", "Ctrl-x"),
            ("ctrl-X", "Ctrl-x"),
            ("Ctrl-PageDown", "Ctrl-PgDn"),
            ("alt-X", "Alt-X"),
            ("<Space>", "Space"),
            ("f5", "F5"),
            ("Shift-Tab", "BackTab"),
            ("<", "<"),
            ("-", "-"),
            ("：", ":"),
        ] {
            assert_eq!(key(written).as_deref(), Ok(name), "{written}");
        }
        assert_eq!(key("Ctrl-i"), Err(NoKey::Same("Tab")));
        for off in ["", "xx", "Ctrl-", "Hyper-x", "F0x", "<>x"] {
            assert_eq!(key(off), Err(NoKey::Unknown), "{off}");
        }
    }

    #[test]
    fn the_names_of_the_registry_are_their_own() {
        for command in crate::tui::command::all() {
            for name in command.keys {
                assert_eq!(key(name).as_deref(), Ok(*name));
            }
        }
        assert!(is_text("x") && is_text("Space") && is_text("张") && !is_text("Enter") && !is_text("Ctrl-x"));
    }
}
