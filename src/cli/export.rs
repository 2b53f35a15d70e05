//! `mingmai export`: what the register holds, as rosters.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::progress::Bar;
use super::{desk as opening, import, output, text};
use crate::desk::{Desk, RevealError, Right};
use crate::lang::{Lang, texts};
use crate::paper::rosters::{self, Exported, Format, NotEmpty, Options};

texts! {
    written(file: &str, kind: &str, rows: u64) { "{file} · {kind}：{rows} 行", "{file} · {kind}: {rows} rows" }
    masked() {
        "证件号与手机号已遮挡：这些文件不能再导入。要能原样导入，请用 --reveal \"理由\"。",
        "Identity numbers and telephones are masked: these files cannot be taken in again. For files that can, say --reveal REASON."
    }
    whole() {
        "证件号与手机号完整：请妥善保管，用后删除。理由已记入日志。",
        "Identity numbers and telephones are whole: keep these files safe and delete them after use. The reason is in the journal."
    }
    left_out(count: u64) {
        "{count} 行未写出：当事人持境外证件，已不在任何花名册上，名册里只留有其证件号的散列。",
        "{count} rows not written: of persons with foreign documents on no roster, of whose numbers only a hash is kept."
    }
    corrected(count: u64) {
        "{count} 名团员的更正记录（此前所在支部）不在花名册之列，请用 backup 保存。",
        "{count} members remember earlier branches, which no roster carries; backup does."
    }
    not_empty(path: &str) { "{path} 不是空目录；请指定新目录", "{path} is not empty; name a new directory" }
    no_reason() { "--reveal 需要理由，200 字以内", "--reveal needs a reason, of 200 letters at most" }
}

/// Where to, what, and in which form.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A new or empty directory
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Only this organisation and what is below it
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// Only this kind of roster; may be said again
    #[arg(long, value_name = "K")]
    kind: Vec<String>,
    /// csv opens in Excel as it is
    #[arg(long, value_enum, default_value = "csv")]
    format: FormatArg,
    /// Write identity numbers and telephones whole, so that the files can be taken in again; the reason is journalled
    #[arg(long, value_name = "REASON")]
    reveal: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    Csv,
    Xlsx,
}

impl Args {
    /// What it takes: the whole register is a keeper's, a subtree is anybody's who may read it.
    pub const fn right(&self, whole: bool) -> Right {
        match (&self.org, &self.reveal) {
            (None, _) if whole => Right::ExportWhole,
            (_, Some(_)) => Right::Reveal,
            (_, None) => Right::Read,
        }
    }
}

/// Writes them.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let lang = site.lang;
    let kinds = args.kind.iter().map(|kind| import::kind_named(lang, kind)).collect::<Result<_>>()?;
    let reason = args.reveal.as_deref().map(str::trim);
    if reason == Some("") {
        return Err(Usage(no_reason(lang).to_owned()).into());
    }
    let desk = Desk::open(&site.data, opening::options(site)?)?;
    let tree = desk.tree()?;
    let org = match &args.org {
        Some(code) => Some(tree.find(code.trim()).ok_or_else(|| Usage(text::no_org(lang, code)))?),
        None => None,
    };
    let format = match args.format {
        FormatArg::Csv => Format::Csv,
        FormatArg::Xlsx => Format::Xlsx,
    };
    if let Some(reason) = reason {
        // Before anything is shown: a reveal that is not written down did not happen.
        desk.write_reveal(org, &site.by, reason).map_err(|error| not_revealed(lang, error))?;
    }
    let bar = Bar::new(lang);
    let options = Options { org, kinds, format, revealed: reason.is_some() };
    let exported = rosters::export(&desk, &args.dir, &options, &bar);
    drop(bar);
    let exported = exported.map_err(|error| match error.downcast_ref::<NotEmpty>() {
        Some(NotEmpty(path)) => Usage(not_empty(lang, path)).into(),
        None => error,
    })?;
    if site.json {
        output::json(&exported)?
    } else {
        print(site, &exported)?
    }
    Ok(Outcome::Done)
}

/// Why nothing is revealed, as the command line says it.
pub(super) fn not_revealed(lang: Lang, error: RevealError) -> anyhow::Error {
    match error {
        RevealError::NoReason => Usage(no_reason(lang).to_owned()).into(),
        RevealError::Forbidden(forbidden) => forbidden.into(),
        RevealError::NotYou(not_you) => not_you.into(),
        RevealError::Register(error) => error,
    }
}

fn print(site: &Site, exported: &Exported) -> Result<()> {
    let lang = site.lang;
    for file in &exported.files {
        output::line(&written(lang, &file.file, lang.word(file.kind), file.rows))?;
    }
    if exported.left_out > 0 {
        output::line(&left_out(lang, exported.left_out))?;
    }
    if exported.corrected > 0 {
        output::line(&corrected(lang, exported.corrected))?;
    }
    output::line(if exported.revealed { whole(lang) } else { masked(lang) })
}
