//! `mingmai tasks --step`: one step by children and by responsible bodies, and whom to phone first.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use crate::desk::Desk;
use crate::lang::{Lang, texts};
use crate::model::Pos;
use crate::programme::{Flag, Programme, Step};

/// Single organisations listed; the count is always of all.
const LISTED: usize = 50;

#[derive(Serialize)]
struct Out {
    programme: String,
    step: String,
    as_of: String,
    target: String,
    units: Vec<Unit>,
    bodies: Vec<Body>,
    /// The single organisations whose repair reaches the target, the largest shortfall first.
    first_organisations: Option<First>,
}

#[derive(Serialize)]
struct Unit {
    code: String,
    name: String,
    value: Option<f64>,
    numerator: u64,
    denominator: Option<u64>,
    behind: u64,
    flag: Option<&'static str>,
    /// Whether it is one of the fewest children whose repair reaches the target of the whole.
    first: bool,
    #[serde(skip)]
    shown: [String; 2],
}

#[derive(Serialize)]
struct Body {
    id: String,
    name: String,
    units: usize,
    behind: usize,
    value: Option<f64>,
    fewest: Option<usize>,
}

#[derive(Serialize)]
struct First {
    missing: u64,
    count: usize,
    organisations: Vec<Short>,
}

#[derive(Serialize)]
struct Short {
    code: String,
    name: String,
    short_by: u64,
}

texts! {
    by_body(name: &str, behind: usize, units: usize) {
        "{name}：{units} 个中 {behind} 个未达标", "{name}: {behind} of {units} have not reached it"
    }
    by_body_first(count: usize) { "，先抓 {count} 个即可达标", "; {count} of them are enough" }
    first_single(missing: u64, count: usize) {
        "还差 {missing}；逐个组织看，整改 {count} 个即可达标：", "{missing} missing; mending {count} single organisations is enough:"
    }
    call() { "先联系", "call first" }
}

/// A flag as a sign and a word: a colour alone would say the opposite here, red being praise.
fn flag(lang: Lang, flag: Flag) -> String {
    let sign = match flag {
        Flag::Red => "+",
        Flag::Yellow => "!",
        Flag::Black => "-",
    };
    format!("{sign} {}", lang.word(flag))
}

/// Prints the children, the bodies and the single organisations.
pub fn run(site: &Site, desk: &Desk, programme: &Programme, step: &Step, scope: Option<Pos>) -> Result<Outcome> {
    let standing = desk.standing(&|_| {})?;
    let tree = &standing.tree;
    let units = desk.step_units(step, scope)?.into_iter().map(|unit| Unit {
        code: tree.code(unit.pos).to_owned(),
        name: tree.name(unit.pos).to_owned(),
        value: unit.value.value,
        numerator: unit.value.numerator,
        denominator: unit.value.denominator,
        behind: unit.behind,
        flag: unit.flag.map(Flag::id),
        first: unit.first,
        shown: [unit.value.show(step.target.rate), unit.flag.map_or_else(String::new, |found| flag(site.lang, found))],
    });
    let bodies = desk.step_bodies(programme, step, scope)?.into_iter().map(|body| Body {
        name: programme.bodies.get(&body.body).map(|body| body.name.pick(site.lang).to_owned()).unwrap_or_default(),
        id: body.body.to_string(),
        units: body.units,
        behind: body.behind,
        value: body.value.value,
        fewest: body.fewest,
    });
    let first = desk.first_organisations(step, scope)?.map(|fewest| First {
        missing: fewest.missing,
        count: fewest.units.len(),
        organisations: fewest
            .units
            .iter()
            .take(LISTED)
            .map(|(pos, by)| Short {
                code: tree.code(*pos).to_owned(),
                name: tree.name(*pos).to_owned(),
                short_by: *by,
            })
            .collect(),
    });
    let out = Out {
        programme: programme.id.to_string(),
        step: step.id.to_string(),
        as_of: standing.at.to_string(),
        target: step.target.to_string(),
        units: units.collect(),
        bodies: bodies.collect(),
        first_organisations: first,
    };
    if site.json {
        output::json(&out)?
    } else {
        print(site.lang, step, out)?
    }
    Ok(Outcome::Done)
}

fn print(lang: Lang, step: &Step, out: Out) -> Result<()> {
    output::line(&super::text::as_of(lang, &out.as_of))?;
    output::line(&format!("{} {} {}", out.step, step.title.pick(lang), out.target))?;
    let mut table = Table::new(3, &["", "", "", "", ""]);
    for unit in out.units {
        let [value, flag] = unit.shown;
        let call = if unit.first { call(lang) } else { "" };
        table.row(vec![unit.name, flag, call.to_owned(), value, unit.behind.to_string()]);
    }
    table.print()?;
    for body in &out.bodies {
        let enough = body.fewest.map_or_else(String::new, |count| by_body_first(lang, count));
        output::line(&format!("{}{enough}", by_body(lang, &body.name, body.behind, body.units)))?;
    }
    if let Some(first) = &out.first_organisations {
        output::line(&first_single(lang, first.missing, first.count))?;
        for short in &first.organisations {
            output::line(&format!("  {} {} {}", short.code, short.name, short.short_by))?;
        }
    }
    Ok(())
}
