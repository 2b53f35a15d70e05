//! `?`: everything that can be done, filtered as typed by name or key, and done with Enter.

mod view;

use crate::lang::pinyin;
use crate::tui::app::{App, Effect, Layer, scopes};
use crate::tui::command::{self, Command, Keymap, Scope};
use crate::tui::widget::{Cursor, Field};

pub use view::view;

/// One line of the palette.
#[derive(Clone, Copy)]
pub struct Row {
    /// The command.
    pub command: &'static Command,
    /// Whether it belongs to where the operator is.
    pub here: bool,
}

/// The state of the layer.
pub struct State {
    /// What is looked for.
    pub field: Field,
    /// The scopes in force where the palette was opened.
    pub scopes: Vec<Scope>,
    /// The commands that match.
    pub rows: Vec<Row>,
    /// The cursor of the commands.
    pub cursor: Cursor,
}

/// Opens the palette with what can be done here first.
pub fn open(app: &mut App) -> Vec<Effect> {
    let scopes = scopes(app);
    let rows = rows(&app.keys, &scopes, "");
    app.layers.push(Layer::Palette(State { field: Field::default(), scopes, rows, cursor: Cursor::default() }));
    Vec::new()
}

/// Whether a text is the initials of the Chinese name, or its pinyin; a single letter is a key.
fn by_sound(command: &Command, text: &str) -> bool {
    let sounds = || command.name(crate::lang::Lang::Zh).chars().filter_map(pinyin::common).map(|sound| sound.text());
    text.len() > 1
        && text.is_ascii()
        && (sounds().filter_map(|sound| sound.chars().next()).collect::<String>().starts_with(text)
            || sounds().collect::<String>().starts_with(text))
}

/// The commands that match a text by name, tip, id or key, those of the scopes in force first.
fn rows(keys: &Keymap, scopes: &[Scope], text: &str) -> Vec<Row> {
    let text = text.trim().to_lowercase();
    let matches = |command: &Command| {
        let by_name = [crate::lang::Lang::Zh, crate::lang::Lang::En].iter().any(|lang| {
            command.name(*lang).to_lowercase().contains(&text) || command.tip(*lang).to_lowercase().contains(&text)
        });
        by_name
            || by_sound(command, &text)
            || command.id.contains(&text)
            || keys.of(command).iter().any(|key| key.to_lowercase() == text)
    };
    let mut rows: Vec<Row> = command::all()
        .filter(|command| text.is_empty() || matches(command))
        .map(|command| Row { command, here: scopes.contains(&command.on) })
        .collect();
    let exact = |row: &Row| keys.of(row.command).iter().any(|key| key.to_lowercase() == text);
    let near = |row: &Row| scopes.iter().position(|scope| *scope == row.command.on).unwrap_or(usize::MAX);
    rows.sort_by_key(|row| (!(exact(row) && row.here), near(row)));
    rows
}

/// After the text has changed.
pub fn typed(app: &mut App) -> Vec<Effect> {
    if let Some(Layer::Palette(state)) = app.layers.last_mut() {
        state.rows = rows(&app.keys, &state.scopes, state.field.text());
        state.cursor = Cursor::default();
    }
    Vec::new()
}

/// Closes the palette and gives the command under the cursor.
pub fn run(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Palette(state)) = app.layers.last() else { return Vec::new() };
    let Some(row) = state.rows.get(state.cursor.at).copied() else { return Vec::new() };
    app.close();
    if row.here {
        return command::give(app, row.command);
    }
    let lang = app.lang();
    app.say(crate::tui::text::only_in(lang, lang.word(row.command.on)));
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_reachable_and_a_key_finds_its_command_first() {
        let keys = Keymap::default();
        for command in command::all() {
            let scopes = [command.on];
            assert!(rows(&keys, &scopes, "").iter().any(|row| row.command.id == command.id && row.here));
            let first = rows(&keys, &scopes, command.keys[0]);
            assert_eq!(first[0].command.on, command.on, "{}", command.id);
        }
        let found = rows(&keys, &[Scope::Triage], "分派");
        assert_eq!(found[0].command.id, "finding.assign");
        for typed in ["fp", "fenpai"] {
            let found = rows(&keys, &[Scope::Triage], typed);
            assert!(found.iter().any(|row| row.command.id == "finding.assign"), "{typed}");
        }
    }
}
