//! `mingmai show`: one organisation, by its code, or one member, by identity or member number: the page of the screen.

mod member;
mod org;
mod records;
mod text;

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use super::{desk, text as said};
use crate::desk::{Right, Standing};
use crate::lang::Lang;
use crate::model::{Labelled, Pos, Post};

/// Whom to show.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of an organisation, an identity number or a member number
    code: String,
    /// Show the identity number and telephone of a member whole; the reason is journalled
    #[arg(long, value_name = "REASON")]
    reveal: Option<String>,
}

impl Args {
    /// What it takes.
    pub const fn right(&self) -> Right {
        if self.reveal.is_some() { Right::Reveal } else { Right::Read }
    }
}

#[derive(Serialize)]
struct Shown {
    as_of: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum What {
    Org(Box<org::Shown>),
    Member(Box<member::Shown>),
}

/// A post, wherever it is held.
#[derive(Serialize)]
struct ShownPost {
    org: String,
    title: &'static str,
    name: String,
    id_masked: String,
    from: Option<String>,
    until: Option<String>,
    current: bool,
    onboarded: bool,
    // As the language has it.
    #[serde(skip)]
    words: [String; 2],
}

/// Prints it.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    let what = match standing.tree.find(args.code.trim()) {
        Some(pos) => What::Org(Box::new(org::shown(&desk, &standing, pos, site)?)),
        None => What::Member(Box::new(member::shown(&desk, &standing, args, site)?)),
    };
    let shown = Shown { as_of: standing.at.to_string(), what };
    if site.json {
        output::json(&shown)?;
        return Ok(Outcome::Done);
    }
    output::line(&said::as_of(site.lang, &shown.as_of))?;
    match &shown.what {
        What::Org(org) => org::print(site.lang, org)?,
        What::Member(member) => member::print(site.lang, member)?,
    }
    Ok(Outcome::Done)
}

fn shown_post(standing: &Standing, pos: Pos, post: &Post, lang: Lang) -> ShownPost {
    ShownPost {
        org: standing.tree.code(pos).to_owned(),
        title: post.title.zh(),
        name: post.name.to_string(),
        id_masked: post.identity.masked(),
        from: post.from.map(|day| day.to_string()),
        until: post.until.map(|day| day.to_string()),
        current: post.current(standing.at),
        onboarded: post.onboarded_by(standing.at),
        words: [standing.tree.label(pos).to_owned(), lang.word(post.title).to_owned()],
    }
}

// A field of a page on a line of its own; what is not known has none.
fn field(name: &str, value: Option<&str>, lang: Lang) -> Result<()> {
    match value.filter(|value| !value.is_empty()) {
        Some(value) => output::line(&text::field(lang, name, value)),
        None => Ok(()),
    }
}

// A heading and the rows under it; nothing where there are none.
fn listed(title: &str, rows: Vec<Vec<String>>) -> Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if rows.is_empty() {
        return Ok(());
    }
    let mut rows = rows.into_iter();
    let first: Vec<String> = rows.next().unwrap_or_default();
    let mut table = Table::new(columns, &first.iter().map(String::as_str).collect::<Vec<_>>());
    rows.for_each(|row| table.row(row));
    output::line("")?;
    output::line(title)?;
    table.print()
}

fn post_row(lang: Lang, post: &ShownPost) -> Vec<String> {
    let [org, title] = &post.words;
    let from = post.from.as_deref().unwrap_or("-");
    let until = if post.current { text::now(lang) } else { post.until.as_deref().unwrap_or("-") };
    let onboarded = match (post.current, post.onboarded) {
        (_, true) => text::onboarded(lang),
        (true, false) => text::not_onboarded(lang),
        (false, false) => "",
    };
    let span = format!("{from} {} {until}", text::to(lang));
    vec![title.clone(), org.clone(), post.name.clone(), post.id_masked.clone(), span, onboarded.to_owned()]
}
