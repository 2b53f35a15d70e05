//! `mingmai config edit`: the file in the operator's editor, and then its check.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{check, text};
use crate::cli::args::Site;
use crate::cli::outcome::{Outcome, Usage};
use crate::tui::config::template;
use crate::tui::editor::{self, Trouble};

/// Makes the file where there is none, opens it, and says what is wrong with it afterwards.
pub fn run(site: &Site) -> Result<Outcome> {
    let path = &site.config.path;
    let Ok(editor) = editor::named() else { return Err(Usage(text::no_editor(site.lang).to_owned()).into()) };
    if !path.exists() {
        let name = || path.display().to_string();
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).with_context(name)?;
        fs::write(path, template(site.lang)).with_context(name)?;
    }
    match editor::open(&editor, path, |_| {}) {
        Ok(()) => check::run(site, None),
        Err(Trouble::Failed(editor, why)) => bail!("{}", text::editor_failed(site.lang, &editor, &why)),
        Err(trouble) => Err(trouble.into()),
    }
}
