//! The table of keys for the README and `--keys`.

use std::fmt::Write;

use super::{Command, Keymap, Scope, all};
use crate::lang::Lang;
use crate::model::Labelled;

/// Every command with its keys as Markdown, scope by scope.
pub fn cheatsheet(lang: Lang, map: &Keymap) -> String {
    let mut out = String::new();
    let heads = lang.pick("| 键 | 命令 | id | 作用 |", "| Key | Command | id | What it does |");
    for scope in Scope::ALL {
        let of: Vec<&Command> = all().filter(|command| command.on == *scope).collect();
        if of.is_empty() {
            continue;
        }
        let _ = write!(out, "### {}\n\n{heads}\n|---|---|---|---|\n", lang.word(*scope));
        for command in of {
            let keys: Vec<String> =
                map.of(command).iter().map(|key| format!("`{}`", key.replace('|', "\\|"))).collect();
            let _ = writeln!(
                out,
                "| {} | {} | `{}` | {} |",
                keys.join(" "),
                command.name(lang),
                command.id,
                command.tip(lang)
            );
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_on_the_sheet() {
        for lang in [Lang::Zh, Lang::En] {
            let sheet = cheatsheet(lang, &Keymap::default());
            for command in all() {
                assert!(sheet.contains(command.tip(lang)), "{}", command.id);
            }
        }
    }
}
