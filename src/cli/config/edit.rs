//! `mingmai config edit`: the file in the operator's editor, and then its check.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{check, text};
use crate::cli::args::Site;
use crate::cli::outcome::{Outcome, Usage};
use crate::tui::config::template;

/// Makes the file where there is none, opens it, and says what is wrong with it afterwards.
pub fn run(site: &Site) -> Result<Outcome> {
    let path = &site.config.path;
    let Some(editor) = editor() else { return Err(Usage(text::no_editor(site.lang).to_owned()).into()) };
    if !path.exists() {
        let name = || path.display().to_string();
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).with_context(name)?;
        fs::write(path, template(site.lang)).with_context(name)?;
    }
    // `code --wait` is one word for a person and two for the system.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let ended = Command::new(program).args(words).arg(path).status();
    match ended {
        Ok(status) if status.success() => check::run(site, None),
        Ok(status) => bail!("{}", text::editor_failed(site.lang, &editor, &status.to_string())),
        Err(error) => bail!("{}", text::editor_failed(site.lang, &editor, &error.to_string())),
    }
}

fn editor() -> Option<String> {
    let set = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    set("VISUAL").or_else(|| set("EDITOR"))
}
