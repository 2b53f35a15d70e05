//! `mingmai explain`: what a number means, and how large it is for an organisation.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::output::{self, Table};
use super::{desk, text};
use crate::desk::{Explained, Ground, Standing, Topic, known, named};
use crate::lang::{Lang, texts};
use crate::model::Pos;
use crate::programme::{Programme, Step};

/// What is explained, and whose value is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A measure, a column, a rule or a step: members, hollow-branch, T04.1, by id or by name [default: list them all]
    #[arg(value_name = "WHAT")]
    what: Option<String>,
    /// Code of the organisation whose value is told [default: the root]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
}

texts! {
    counts(what: &str) { "计什么：{what}", "counts: {what}" }
    value(org: &str, value: &str) { "{org}：{value}", "{org}: {value}" }
    evidence(line: &str) { "依据：{line}", "because: {line}" }
    when(condition: &str) { "条件：{condition}", "when: {condition}" }
    param(label: &str, value: &str, from: &str, source: &str) {
        "参数：{label} = {value}，{from} 起，{source}", "with: {label} = {value} since {from}, {source}"
    }
    later(value: &str, from: &str) { "；{from} 起为 {value}", "; {value} from {from}" }
    source(source: &str) { "出处：{source}", "source: {source}" }
    remedy(remedy: &str) { "去向：{remedy}", "remedy: {remedy}" }
    quote(quote: &str) { "原文：{quote}", "original: {quote}" }
    all() { "全部", "all" }
    no_topic(what: &str) {
        "没有“{what}”的释义；mingmai explain 列出全部", "nothing is called {what}; mingmai explain lists everything"
    }
}

#[derive(Serialize)]
struct Out {
    as_of: String,
    org: Option<String>,
    #[serde(flatten)]
    told: Explained,
}

#[derive(Serialize)]
struct Line {
    id: String,
    kind: &'static str,
    name: String,
}

/// Prints one definition, or the names of all.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let rules = desk::options(site)?.rules;
    let desk = desk::open(site)?;
    let scheme = desk::scheme(site, &rules, None)?;
    let standing = desk.standing(&|_| {})?;
    let ground = Ground { programmes: desk.programmes(), scheme: &scheme };
    let lang = site.lang;
    let Some(what) = &args.what else { return list(site, &standing, &ground) };
    let topic = named(&standing, &ground, what.trim()).ok_or_else(|| Usage(no_topic(lang, what)))?;
    let of = desk::place(&standing, lang, args.org.as_deref())?;
    let mut told = standing.explain(&topic, of, &ground, lang);
    if let Some(step) = step_of(ground.programmes, &topic) {
        told.value = step_value(&standing, step, of);
    }
    let out = Out { as_of: standing.at.to_string(), org: of.map(|pos| standing.tree.code(pos).to_owned()), told };
    if site.json {
        output::json(&out)?;
    } else {
        print(lang, &out, of.map_or(all(lang), |pos| standing.tree.label(pos)))?;
    }
    Ok(Outcome::Done)
}

fn step_of<'a>(programmes: &'a [Programme], topic: &Topic) -> Option<&'a Step> {
    let Topic::Step(programme, step) = topic else { return None };
    programmes.iter().find(|known| known.id == *programme)?.step(step)
}

fn step_value(standing: &Standing, step: &Step, of: Option<Pos>) -> Option<String> {
    let scope = of.map_or(0..standing.tree.len(), |pos| standing.tree.subtree(pos));
    standing.value(step, &scope).map(|value| value.show(step.target.rate))
}

fn list(site: &Site, standing: &Standing, ground: &Ground<'_>) -> Result<Outcome> {
    let line =
        |(id, topic): (String, Topic)| Line { id, kind: topic.kind(), name: topic.name(standing, ground, site.lang) };
    let lines: Vec<Line> = known(standing, ground).into_iter().map(line).collect();
    if site.json {
        output::json(&lines)?;
    } else {
        let mut table = Table::new(3, &["", "", ""]);
        for line in lines {
            table.row(vec![line.id, line.kind.to_owned(), line.name]);
        }
        table.print()?;
    }
    Ok(Outcome::Done)
}

fn print(lang: Lang, out: &Out, org: &str) -> Result<()> {
    let told = &out.told;
    output::line(&text::as_of(lang, &out.as_of))?;
    output::line(&format!("{} {}", told.id, told.name))?;
    output::line(&counts(lang, &told.counts))?;
    let lines = [
        told.value.as_ref().map(|shown| value(lang, org, shown)).into_iter().collect::<Vec<_>>(),
        told.evidence.iter().map(|line| evidence(lang, line)).collect(),
        told.condition.iter().map(|condition| when(lang, condition)).collect(),
        told.params.iter().map(|read| read_line(lang, read)).collect(),
        vec![source(lang, &told.source)],
        told.remedy.iter().map(|words| remedy(lang, words)).collect(),
        Some(&told.quote).filter(|words| !words.is_empty()).map(|words| quote(lang, words)).into_iter().collect(),
    ];
    lines.iter().flatten().try_for_each(|line| output::line(line))
}

fn read_line(lang: Lang, read: &crate::desk::Reads) -> String {
    let now = param(lang, &read.label, &read.value, &read.from, &read.source);
    match &read.later {
        Some((value, from)) => format!("{now}{}", later(lang, value, from)),
        None => now,
    }
}
