//! `mingmai persons`: the keyring of persons, which no backup carries.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::{desk, output};
use crate::desk::{export_persons, import_persons};
use crate::lang::texts;
use crate::store::NotSealed;

texts! {
    unsealed() { "名册没有加密，也就没有人员密钥", "the register is not sealed: it has no keys of persons" }
    none_yet() {
        "这份名册还没有人员密钥：下一次导入，改动组织或抹除时建立",
        "this register has no keys of persons yet: the next import, change of organisations or erasing makes them"
    }
    there() { "人员密钥还在，没有改动", "the keyring of persons is there: nothing was changed" }
    imported(path: &str) {
        "人员密钥已放回： {path} ；若是抹除之前导出的，请再运行 doctor --repair",
        "keyring of persons put back: {path}; if it was exported before somebody was erased, run doctor --repair"
    }
    exported(path: &str) {
        "人员密钥已写到 {path} （由名册密钥加密）；再抹除任何人之后请删掉它，重新导出",
        "keyring of persons written to {path}, sealed by the register's key; after anybody is erased, remove it and export again"
    }
}

/// What to do with it.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Write it into a file, sealed, so that a backup can be restored on another machine
    Export {
        /// The file
        file: PathBuf,
    },
    /// Put it back into a register from which it is gone
    Import {
        /// What `persons export` wrote
        file: PathBuf,
    },
}

fn put_back(site: &Site, file: &Path) -> Result<Outcome> {
    if !import_persons(&site.data, file, site.clock)? {
        return Err(Usage(there(site.lang).to_owned()).into());
    }
    let path = file.display().to_string();
    if site.json {
        output::json(&serde_json::json!({ "file": path }))?;
    } else {
        output::line(&imported(site.lang, &path))?;
    }
    Ok(Outcome::Done)
}

/// Does it.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let file = match &args.verb {
        Verb::Export { file } => file,
        Verb::Import { file } => return put_back(site, file),
    };
    let desk = desk::open(site)?;
    let nodes = export_persons(&desk, file).map_err(|error| match error.downcast_ref() {
        Some(NotSealed) => Usage(unsealed(site.lang).to_owned()).into(),
        None => error,
    })?;
    let path = file.display().to_string();
    match nodes {
        None => return Err(Usage(none_yet(site.lang).to_owned()).into()),
        Some(nodes) if site.json => output::json(&serde_json::json!({ "file": path, "nodes": nodes }))?,
        Some(_) => output::line(&exported(site.lang, &path))?,
    }
    Ok(Outcome::Done)
}
