//! `[keys]`: bindings checked against the registry and against one another.

use std::collections::BTreeMap;

use super::mistake::{near, shown};
use super::{Binding, Mistake, Said, Wrong};
use crate::tui::command::{self, Chord, Command, Keymap, NoKey, Scope, canonical, goes_on, is_text};

/// The word for no key at all.
const DISABLED: &str = "<disabled>";
/// The longest chord, in keys.
const LONGEST: usize = 4;

struct Given<'a> {
    command: &'static Command,
    chords: Vec<(Chord, &'a Said<String>)>,
    binding: &'a Binding,
}

impl Given<'_> {
    fn mistake(&self, at: Option<&Said<String>>, wrong: Wrong) -> Mistake {
        let (line, column) = at.map_or(self.binding.place, |said| (said.line, said.column));
        let written = at.map_or_else(
            || self.binding.keys.iter().map(|key| key.value.as_str()).collect::<Vec<_>>().join(" "),
            |said| said.value.clone(),
        );
        Mistake { line, column, said: shown(&format!("{} = \"{written}\"", self.binding.id)), wrong }
    }
}

/// The keys in force, and which bindings are not taken: their commands keep the registry's keys.
pub fn bind(bindings: &[Binding]) -> (Keymap, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut given: Vec<Given<'_>> = Vec::new();
    for binding in bindings {
        match read(binding) {
            Ok(one) => {
                given.retain(|known| known.command.id != one.command.id);
                given.push(one);
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    loop {
        let keys = map(&given);
        let Some((at, mistake)) = clash(&given, &keys).or_else(|| locked_in(&given, &keys)) else {
            return (keys, mistakes);
        };
        mistakes.push(mistake);
        given.remove(at);
    }
}

fn map(given: &[Given<'_>]) -> Keymap {
    let chords = |one: &Given<'_>| one.chords.iter().map(|(chord, _)| chord.clone()).collect();
    Keymap::with(&given.iter().map(|one| (one.command.id, chords(one))).collect::<BTreeMap<_, _>>())
}

fn read(binding: &Binding) -> Result<Given<'_>, Mistake> {
    let (line, column) = binding.place;
    let Some(command) = command::all().find(|command| command.id == binding.id) else {
        let wrong = Wrong::Command(near(&binding.id, command::all().map(|command| command.id)));
        return Err(Mistake { line, column, said: shown(&binding.id), wrong });
    };
    let mut given = Given { command, chords: Vec::new(), binding };
    if binding.keys.iter().any(|key| key.value.trim() == DISABLED) {
        return Ok(given);
    }
    for said in &binding.keys {
        let words: Vec<&str> = said.value.split_whitespace().collect();
        if words.is_empty() || words.len() > LONGEST {
            return Err(given.mistake(Some(said), Wrong::Key(said.value.trim().to_owned())));
        }
        let mut names = Vec::with_capacity(words.len());
        for word in words {
            match canonical(word) {
                Ok(name) if name == "Esc" && said.value.trim() != word => {
                    return Err(given.mistake(Some(said), Wrong::Escape));
                }
                Ok(name) => names.push(name),
                Err(NoKey::Unknown) => return Err(given.mistake(Some(said), Wrong::Key(word.to_owned()))),
                Err(NoKey::Same(same)) => return Err(given.mistake(Some(said), Wrong::SameKey(same))),
            }
        }
        if (command.on == Scope::Field || command.on.typing()) && is_text(&names[0]) {
            return Err(given.mistake(Some(said), Wrong::Letter));
        }
        let chord = Chord::from(names.join(" "));
        if given.chords.iter().all(|(known, _)| *known != chord) {
            given.chords.push((chord, said));
        }
    }
    Ok(given)
}

/// The last binding that clashes with another command, and with which.
fn clash(given: &[Given<'_>], keys: &Keymap) -> Option<(usize, Mistake)> {
    for (at, one) in given.iter().enumerate().rev() {
        for (chord, said) in &one.chords {
            for other in command::all().filter(|other| other.id != one.command.id) {
                let together = other.on == one.command.on || met(other.on, one.command.on);
                for known in keys.of(other) {
                    let same = other.on == one.command.on && known == chord;
                    let begins = together && (goes_on(known, chord) || goes_on(chord, known));
                    if same || begins {
                        let wrong = if same { Wrong::Taken } else { Wrong::Begins };
                        return Some((at, one.mistake(Some(said), wrong(known.to_string(), other.id))));
                    }
                }
            }
        }
    }
    None
}

/// Whether commands of two scopes can be given at the same time.
fn met(a: Scope, b: Scope) -> bool {
    stacks().any(|stack| stack.contains(&a) && stack.contains(&b))
}

fn stacks() -> impl Iterator<Item = Vec<Scope>> {
    use crate::model::Labelled;
    Scope::ALL.iter().filter(|scope| !scope.shared()).map(|scope| scope.stack())
}

/// A binding that leaves some place without a way out.
fn locked_in(given: &[Given<'_>], keys: &Keymap) -> Option<(usize, Mistake)> {
    if let Some(at) = given.len().checked_sub(1)
        && !leavable(keys)
    {
        // The one to blame is one whose own keys are needed, or else the last.
        let ways = ["leave", "back", "quit", "field.close", "fill.leave", "dry.back"];
        let at = given.iter().rposition(|one| ways.contains(&one.command.id)).unwrap_or(at);
        return Some((at, given[at].mistake(None, Wrong::Unleavable)));
    }
    None
}

fn leavable(keys: &Keymap) -> bool {
    let reached = |stack: &[Scope], id: &str| {
        let command = command::all().find(|command| command.id == id);
        command.is_some_and(|command| {
            keys.of(command).iter().any(|chord| keys.command(stack, chord).is_some_and(|found| found.id == id))
        })
    };
    stacks().all(|stack| match stack[0] {
        Scope::Fill => reached(&stack, "fill.leave"),
        Scope::DryRun => reached(&stack, "dry.back"),
        _ if stack.contains(&Scope::Field) => reached(&stack, "field.close"),
        _ => {
            let out = reached(&stack, "leave");
            out || reached(&stack, "back") && reached(&stack, "quit")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;
    use crate::lang::Lang;

    fn bound(text: &str) -> (Keymap, Vec<String>) {
        let config = Config::read(&format!("[keys]\n{text}"));
        assert_eq!(config.mistakes, []);
        let (keys, mistakes) = bind(&config.keys);
        (keys, mistakes.iter().map(|mistake| mistake.say(Lang::En, "c")).collect())
    }

    #[test]
    fn keys_are_bound_swapped_chained_and_taken_away() {
        let (keys, mistakes) = bound(
            "list.top = [\"g g\", \"Home\"]\nlist.bottom = [\"g e\", \"<End>\"]\ntriage.group = \"o\"\ntriage.order = \"z\"\n\
             theme = \"<disabled>\"\ntree.columns = \"g c\"\nfield.close = [\"Esc\", \"C-c\"]",
        );
        assert_eq!(mistakes, Vec::<String>::new());
        assert_eq!((keys.named("list.top"), keys.named("triage.group"), keys.named("theme")), ("g g", "o", "-"));
        assert_eq!(keys.named("tree.open"), "l", "others keep their keys");
    }

    #[test]
    fn what_cannot_be_is_told_and_the_command_keeps_its_keys() {
        for (text, expected) in [
            (
                "tree.colums = \"x\"",
                "line 2, column 6, tree.colums: there is no such command. Did you mean tree.columns?",
            ),
            ("theme = \"Hyper-x\"", "line 2, column 9, theme = \"Hyper-x\": there is no key Hyper-x."),
            (
                "theme = \"Ctrl-i\"",
                "line 2, column 9, theme = \"Ctrl-i\": terminals send this as Tab. Use another key.",
            ),
            (
                "triage.group = \"o\"",
                "line 2, column 16, triage.group = \"o\": o gives triage.order already. Use another key, or give triage.order another.",
            ),
            (
                "tree.columns = \"g c\"",
                "line 2, column 16, tree.columns = \"g c\": g by itself gives list.top. Use another beginning, or give list.top another key.",
            ),
            ("search.go = \"x\"", "line 2, column 13, search.go = \"x\": in a text field this key is a letter."),
            ("theme = \"g Esc\"", "line 2, column 9, theme = \"g Esc\": Esc leaves a chord."),
            ("theme = \"a b c d e\"", "line 2, column 9, theme = \"a b c d e\": there is no key a b c d e."),
        ] {
            let (keys, mistakes) = bound(text);
            assert!(mistakes.len() == 1 && mistakes[0].contains(expected), "{text}: {mistakes:?}");
            assert_eq!(keys.named("tree.columns"), "c");
        }
    }

    #[test]
    fn no_settings_lock_the_operator_in() {
        for text in [
            "leave = \"<disabled>\"\nquit = \"<disabled>\"",
            "leave = \"<disabled>\"\nback = \"<disabled>\"",
            "field.close = \"<disabled>\"",
            "triage.group = [\"q\", \"Esc\", \"Ctrl-g\"]\ntriage.order = [\"Q\", \"Ctrl-c\"]",
            "fill.leave = \"<disabled>\"",
            "dry.back = \"<disabled>\"",
            "form.accept = [\"Esc\", \"Ctrl-g\", \"Ctrl-c\"]",
        ] {
            let (keys, mistakes) = bound(text);
            assert!(leavable(&keys), "{text}");
            assert!(!mistakes.is_empty() && mistakes.iter().all(|said| said.contains("no way out")), "{mistakes:?}");
        }
        assert_eq!(bound("leave = \"<disabled>\"").1, Vec::<String>::new(), "Esc and Q are left");
    }
}
