//! `mingmai config show`: what is in force, and who says so.

use anyhow::Result;
use serde::Serialize;

use super::check::{Told, told};
use super::text;
use crate::cli::args::Site;
use crate::cli::outcome::Outcome;
use crate::cli::output::{self, Table};
use crate::cli::terminal::{Origin, settle};
use crate::tui::config::settings;

#[derive(Serialize)]
struct Shown<'a> {
    path: &'a str,
    exists: bool,
    settings: Vec<Row>,
    keys: Vec<Keys<'a>>,
    views: Vec<View<'a>>,
    mistakes: Vec<Told>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    value: String,
    said_by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip)]
    origin: String,
}

#[derive(Serialize)]
struct Keys<'a> {
    command: &'a str,
    keys: Vec<&'a str>,
    line: usize,
}

#[derive(Serialize)]
struct View<'a> {
    name: &'a str,
    filter: &'a str,
    line: usize,
}

/// Prints every setting with its origin, then bindings, views and mistakes.
pub fn run(site: &Site) -> Result<Outcome> {
    let lang = site.lang;
    let (options, config, origins) = settle(site);
    let path = config.path.display().to_string();
    let file = config.file();
    let row = |(setting, origin): (&'static crate::tui::config::Setting, &Origin)| {
        let (said_by, line, words) = match origin {
            Origin::Flag(flag) => ("command line", None, text::by_flag(lang, flag)),
            Origin::Env(name) => ("environment", None, text::by_env(lang, name)),
            Origin::File(line) => ("file", Some(*line), text::by_file(lang, &file, *line)),
            Origin::Nobody => ("nobody", None, setting.otherwise(lang).to_owned()),
        };
        Row { name: setting.name, value: setting.get(&options), said_by, line, origin: words }
    };
    let shown = Shown {
        path: &path,
        exists: config.exists,
        settings: settings().iter().zip(&origins).map(row).collect(),
        keys: config
            .keys
            .iter()
            .map(|one| Keys {
                command: &one.id,
                keys: one.keys.iter().map(|key| key.value.as_str()).collect(),
                line: one.place.0,
            })
            .collect(),
        views: config
            .views
            .iter()
            .map(|view| View { name: &view.name.value, filter: &view.filter.value, line: view.name.line })
            .collect(),
        mistakes: told(site, &config),
    };
    if site.json {
        output::json(&shown)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(3, &text::heading(lang));
    let cell = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    for row in &shown.settings {
        table.row(vec![row.name.to_owned(), cell(&row.value), row.origin.clone()]);
    }
    for keys in &shown.keys {
        table.row(vec![format!("keys.{}", keys.command), keys.keys.join(", "), text::by_file(lang, &file, keys.line)]);
    }
    for view in &shown.views {
        table.row(vec![format!("view {}", view.name), view.filter.to_owned(), text::by_file(lang, &file, view.line)]);
    }
    table.print()?;
    if !shown.exists {
        output::line(&text::none(lang, &path))?;
    }
    for mistake in &config.mistakes {
        output::line(&mistake.say(lang, &path))?;
    }
    Ok(Outcome::Done)
}
