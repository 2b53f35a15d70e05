//! `mingmai config check`: what is wrong with a file of settings.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::text;
use crate::cli::args::Site;
use crate::cli::outcome::Outcome;
use crate::cli::output;
use crate::tui::config::Config;
use crate::tui::theme_names;

#[derive(Serialize)]
struct Checked<'a> {
    path: &'a str,
    settings: usize,
    keys: usize,
    views: usize,
    mistakes: Vec<Told>,
}

/// A mistake as JSON.
#[derive(Serialize)]
pub struct Told {
    line: usize,
    column: usize,
    said: String,
    why: String,
}

/// Lists the mistakes, and ends with 1 where there are any.
pub fn run(site: &Site, file: Option<&Path>) -> Result<Outcome> {
    let path = file.unwrap_or(&site.config.path);
    if file.is_some() {
        std::fs::metadata(path).with_context(|| path.display().to_string())?;
    }
    let mut config = Config::load(path);
    config.check(&names(site));
    let shown = path.display().to_string();
    if site.json {
        let checked = Checked {
            path: &shown,
            settings: config.values.len(),
            keys: config.keys.len(),
            views: config.views.len(),
            mistakes: told(site, &config),
        };
        output::json(&checked)?;
    } else if !config.exists {
        output::line(&text::none(site.lang, &shown))?;
    } else if config.mistakes.is_empty() {
        let (settings, keys, views) = (config.values.len(), config.keys.len(), config.views.len());
        output::line(&text::sound(site.lang, &shown, settings, keys, views))?;
    } else {
        for mistake in &config.mistakes {
            output::line(&mistake.say(site.lang, &shown))?;
        }
        output::line(&text::mistakes(site.lang, config.mistakes.len()))?;
    }
    Ok(if config.mistakes.is_empty() { Outcome::Done } else { Outcome::Mistaken })
}

/// The mistakes of a file as JSON.
pub fn told(site: &Site, config: &Config) -> Vec<Told> {
    let told = |mistake: &crate::tui::config::Mistake| Told {
        line: mistake.line,
        column: mistake.column,
        said: mistake.said.clone(),
        why: mistake.why(site.lang),
    };
    config.mistakes.iter().map(told).collect()
}

/// The names of the themes there are.
pub fn names(site: &Site) -> Vec<String> {
    theme_names(&site.config_dir().join("themes"))
}
