//! Opening the desk for a verb, and finding the organisation a verb is about.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::args::Site;
use super::outcome::Usage;
use super::{history, text};
use crate::desk::{Desk, DeskOptions, Standing};
use crate::judge::Rules;
use crate::lang::Lang;
use crate::model::{Month, Pos};
use crate::programme::Scheme;

/// How the desk of a site is opened, with the user's own rules where there are any.
pub fn options(site: &Site) -> Result<DeskOptions> {
    let path = site.config_dir().join("rules.toml");
    let name = path.display().to_string();
    let rules = match fs::read_to_string(&path) {
        Ok(text) => Rules::with(&name, &text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Rules::builtin(),
        Err(error) => return Err(error).context(name),
    };
    let rules = rules.map_err(|error| anyhow::anyhow!("{}", error.say(site.lang)))?;
    Ok(DeskOptions { clock: site.clock, as_of: site.as_of, month: None, rules: Arc::new(rules) })
}

/// The desk of the site's register, or `None` where there is none yet.
pub fn open_any(site: &Site) -> Result<Option<Desk>> {
    match open(site) {
        Ok(desk) => Ok(Some(desk)),
        Err(error) if crate::desk::is_missing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The desk of the site's register.
pub fn open(site: &Site) -> Result<Desk> {
    Desk::open(&site.data, options(site)?)
}

/// The same for a verb that changes rows: what takes long shows how far it is, and can be stopped.
pub fn open_to_change(site: &Site) -> Result<Desk> {
    let desk = open(site)?;
    desk.watched_by(Arc::new(super::progress::Late::new(site.lang)));
    Ok(desk)
}

/// The same, counting the responses and dues of a month.
pub fn open_for(site: &Site, month: Option<Month>) -> Result<Desk> {
    Desk::open(&site.data, DeskOptions { month, ..options(site)? })
}

/// Keeps the snapshot of the day once the answer is out; the answer stands whether it can be kept or not.
pub fn keep_day(site: &Site, desk: &Desk) {
    if let Err(error) = desk.keep_day() {
        let _ = writeln!(std::io::stderr(), "{}", history::not_kept(site.lang, &format!("{error:#}")));
    }
}

/// The weights of rankings: of the file named, else of the user's own `ranking.toml`, else those built in.
pub fn scheme(site: &Site, rules: &Rules, file: Option<&Path>) -> Result<Scheme> {
    let own = site.config_dir().join("ranking.toml");
    let path = file.unwrap_or(&own);
    let name = path.display().to_string();
    let scheme = match fs::read_to_string(path) {
        Ok(text) => Scheme::parse(&text, &name).and_then(|scheme| scheme.check(rules).map(|()| scheme)),
        Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => Scheme::builtin(),
        Err(error) => return Err(error).context(name),
    };
    scheme.map_err(|error| anyhow::anyhow!("{}", error.say(site.lang)))
}

/// The organisation of a code; without a code the only root, or `None` where there are several.
pub fn place(standing: &Standing, lang: Lang, code: Option<&str>) -> Result<Option<Pos>> {
    match code {
        Some(code) => match standing.tree.find(code.trim()) {
            Some(pos) => Ok(Some(pos)),
            None => Err(Usage(text::no_org(lang, code)).into()),
        },
        None => {
            let mut roots = standing.tree.roots();
            Ok(roots.next().filter(|_| roots.next().is_none()))
        }
    }
}
