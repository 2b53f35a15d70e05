//! Which keys give which command: the registry's own, or those of the operator's settings.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;

use super::{Command, Scope, all};

/// Keys one after another, by name, with a space between them: `j`, `Ctrl-x`, `g g`.
pub type Chord = CompactString;

/// What keys typed so far mean.
#[derive(Clone, Copy, Debug)]
pub enum Found {
    /// A command.
    Command(&'static Command),
    /// The beginning of a chord.
    Prefix,
    /// Nothing.
    Nothing,
}

/// The keys of every command.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: Arc<BTreeMap<&'static str, Vec<Chord>>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::with(&BTreeMap::new())
    }
}

/// Whether a chord begins with others and goes on.
pub fn goes_on(chord: &str, begun: &str) -> bool {
    chord.strip_prefix(begun).is_some_and(|rest| rest.starts_with(' '))
}

impl Keymap {
    /// The registry's keys, with others for some commands.
    pub fn with(others: &BTreeMap<&'static str, Vec<Chord>>) -> Self {
        let own = |command: &Command| command.keys.iter().map(|key| Chord::from(*key)).collect();
        let keys = all().map(|command| (command.id, others.get(command.id).cloned().unwrap_or_else(|| own(command))));
        Self { keys: Arc::new(keys.collect()) }
    }

    /// The keys of a command, the one shown first.
    pub fn of(&self, command: &Command) -> &[Chord] {
        self.by_id(command.id)
    }

    fn by_id(&self, id: &str) -> &[Chord] {
        self.keys.get(id).map_or(&[], Vec::as_slice)
    }

    /// The key of a command that is shown; none where it has no key.
    pub fn shown(&self, command: &Command) -> Option<&str> {
        self.of(command).first().map(Chord::as_str)
    }

    /// The key by which a sentence may name a command; `-` where it has none.
    pub fn named(&self, id: &str) -> &str {
        self.by_id(id).first().map_or("-", Chord::as_str)
    }

    /// What keys typed so far mean, in the nearest scope where they mean anything.
    pub fn find(&self, scopes: &[Scope], typed: &str) -> Found {
        for scope in scopes {
            let mut begins = false;
            for command in all().filter(|command| command.on == *scope) {
                for chord in self.of(command) {
                    if chord == typed {
                        return Found::Command(command);
                    }
                    begins |= goes_on(chord, typed);
                }
            }
            if begins {
                return Found::Prefix;
            }
        }
        Found::Nothing
    }

    /// The command of a whole chord.
    pub fn command(&self, scopes: &[Scope], chord: &str) -> Option<&'static Command> {
        match self.find(scopes, chord) {
            Found::Command(command) => Some(command),
            _ => None,
        }
    }

    /// How keys typed so far can go on: the rest of each chord and its command, the nearest scope first.
    pub fn after(&self, scopes: &[Scope], typed: &str) -> Vec<(&str, &'static Command)> {
        let mut rows = Vec::new();
        for scope in scopes {
            for command in all().filter(|command| command.on == *scope) {
                let chords = self.of(command).iter().filter(|chord| goes_on(chord, typed));
                let mine = |chord: &&Chord| self.command(scopes, chord).is_some_and(|found| found.id == command.id);
                rows.extend(chords.filter(mine).map(|chord| (chord[typed.len()..].trim_start(), command)));
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_are_found_key_by_key_and_the_nearest_scope_wins() {
        let others = BTreeMap::from([
            ("list.top", vec!["g g".into()]),
            ("tree.columns", vec!["g c".into()]),
            ("triage.group", Vec::new()),
        ]);
        let keys = Keymap::with(&others);
        let scopes = Scope::Tree.stack();
        let id = |typed| keys.command(&scopes, typed).map(|command| command.id);
        assert!(matches!(keys.find(&scopes, "g"), Found::Prefix));
        assert_eq!((id("g g"), id("g c"), id("g x")), (Some("list.top"), Some("tree.columns"), None));
        assert_eq!(id("Enter"), Some("tree.enter"));
        assert_eq!(keys.after(&scopes, "g").iter().map(|(rest, _)| *rest).collect::<Vec<_>>(), ["c", "g"]);
        assert_eq!((keys.named("list.top"), keys.named("triage.group")), ("g g", "-"));
    }
}
