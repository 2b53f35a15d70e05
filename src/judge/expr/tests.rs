use proptest::prelude::*;

use super::super::place::{Kind, Problem};
use super::parse::parse;
use super::*;
use crate::judge::FactRow;

struct Known;

impl Names for Known {
    fn param(&self, name: &str) -> Option<(u16, Kind)> {
        match name {
            "P" => Some((0, Kind::Count)),
            "opened" => Some((1, Kind::Day)),
            _ => None,
        }
    }

    fn all(&self) -> Vec<&str> {
        vec!["P", "opened"]
    }
}

const VALUES: [i64; 2] = [3, 17_000];

fn facts(rows: &[(u32, u32, Option<i32>)]) -> Facts {
    let mut facts = Facts::new(Day(17_700).end(), rows.len());
    for (members, temporary, founded) in rows {
        let mut row = FactRow::default();
        row.add(Fact::Members, *members);
        row.add(Fact::Temporary, *temporary);
        row.latest(Fact::Founded, founded.map(Day));
        facts.push(&row);
    }
    facts
}

fn value(text: &str) -> Option<i64> {
    let facts = facts(&[(2, 1, Some(17_600)), (5, 0, None)]);
    parse(text, &Known).unwrap().0.eval(Env { today: Day(17_700), values: &VALUES }, &facts, Pos(0))
}

#[test]
fn precedence_and_missing_days() {
    let table = [
        ("1 + 2 * 3 - -4 / 2", Some(9)),
        ("(1 + 2) * 3", Some(9)),
        ("1 = 1 or 1 = 2 and 1 = 3", Some(1)),
        ("not 1 = 2 and 2 ≥ 2", Some(1)),
        ("members < P and not (temporary and age_days < 180)", Some(0)),
        ("members < P and temporary", Some(1)),
        ("if(temporary, founded + 180, founded)", Some(17_780)),
        ("max(founded, last_joined)", Some(17_600)),
        ("min(last_joined, founded)", Some(17_600)),
        ("max(last_joined, none)", None),
        ("last_joined + 1", None),
        ("last_joined < today", Some(0)),
        ("last_joined != today", Some(0)),
        ("not last_joined < today", Some(1)),
        ("known(last_joined)", Some(0)),
        ("members / 0", None),
        ("members / 0 = 0", Some(0)),
        ("members - 7 / 2", Some(-1)),
        ("today - opened", Some(700)),
    ];
    for (text, expected) in table {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn errors_point_at_their_word() {
    let table = [
        ("members < ", 10),
        ("member < 1", 0),
        ("members < founded", 10),
        ("members and temporary", 0),
        ("temporary and members", 14),
        ("founded + today", 10),
        ("1 - founded", 4),
        ("(members", 8),
        ("max(1)", 5),
        ("if(temporary, 1, founded)", 17),
        ("1 < 2 < 3", 6),
        ("1 2", 2),
        ("members ; 1", 8),
        ("known(members)", 6),
        ("9999999999999", 0),
    ];
    for (text, at) in table {
        assert_eq!(parse(text, &Known).unwrap_err().at, at, "{text}");
    }
    let deep = "(".repeat(10_000);
    assert_eq!(parse(&deep, &Known).unwrap_err().problem, Problem::TooDeep);
    assert_eq!(parse(&"1 + ".repeat(10_000), &Known).unwrap_err().problem, Problem::TooDeep);
    assert_eq!(parse(&"not ".repeat(10_000), &Known).unwrap_err().problem, Problem::TooDeep);
}

fn count() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (0..200i64).prop_map(|n| n.to_string()),
        Just("members".into()),
        Just("temporary".into()),
        Just("P".into()),
        Just("age_days".into()),
        Just("today - last_joined".into()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let op = prop_oneof![Just("+"), Just("-"), Just("*"), Just("/")];
        prop_oneof![
            (inner.clone(), op, inner.clone()).prop_map(|(a, op, b)| format!("({a}) {op} ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("max({a}, {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("min({a}, {b})")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("if({a} <= {b}, {b}, {c})")),
        ]
    })
    .boxed()
}

fn day() -> BoxedStrategy<String> {
    let leaf = prop_oneof![Just("founded"), Just("today"), Just("opened"), Just("last_joined"), Just("none")];
    (leaf.prop_map(String::from), count(), leaf_day())
        .prop_flat_map(|(a, n, b)| {
            prop_oneof![
                Just(a.clone()),
                Just(format!("{a} + ({n})")),
                Just(format!("max({a} - ({n}), {b})")),
                Just(format!("min({a}, {b})")),
            ]
        })
        .boxed()
}

fn leaf_day() -> BoxedStrategy<String> {
    prop_oneof![Just("founded".to_owned()), Just("none".to_owned()), Just("opened".to_owned())].boxed()
}

fn truth() -> BoxedStrategy<String> {
    let op = || prop_oneof![Just("<"), Just("<="), Just(">"), Just(">="), Just("="), Just("!=")];
    let leaf = prop_oneof![
        (count(), op(), count()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        (day(), op(), day()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        day().prop_map(|a| format!("known({a})")),
        Just("temporary".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) or ({b})")),
            inner.clone().prop_map(|a| format!("not ({a})")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("if({a}, {b}, {c})")),
        ]
    })
    .boxed()
}

proptest! {
    #[test]
    fn columns_give_what_walking_the_expression_gives(
        text in prop_oneof![truth(), count(), day()],
        rows in prop::collection::vec((0..6u32, 0..2u32, prop::option::of(16_900..17_701i32)), 1..40),
    ) {
        let facts = facts(&rows);
        let parsed = parse(&text, &Known);
        // Now and then what was thrown is deeper than an expression may be.
        prop_assume!(!matches!(&parsed, Err(error) if error.problem == Problem::TooDeep));
        let expr = parsed.unwrap().0;
        let env = Env { today: facts.at.day(), values: &VALUES };
        let program = Program::compile(&expr, env);
        let mut columns = Columns::of([&program]);
        let mut machine = Machine::default();
        columns.load(&facts, 0, rows.len());
        let column = machine.run(&program, &columns);
        for (pos, row) in rows.iter().enumerate() {
            let walked = expr.eval(env, &facts, Pos(pos as u32)).unwrap_or(MISSING);
            prop_assert_eq!(column.at(pos), walked, "{} at {:?}", text, row);
        }
    }

    #[test]
    fn no_text_upsets_the_parser(text in "[a-z0-9<>=()+,:（ 甲]{0,40}") {
        if let Err(error) = parse(&text, &Known) {
            prop_assert!(error.at <= text.len());
        }
    }
}

#[test]
fn a_stretch_is_packed_into_bits() {
    let facts = facts(&(0..130).map(|at| (at % 3, 0, None)).collect::<Vec<_>>());
    let env = Env { today: facts.at.day(), values: &VALUES };
    let program = Program::compile(&parse("members = 0", &Known).unwrap().0, env);
    let mut columns = Columns::of([&program]);
    columns.load(&facts, 0, 130);
    let mut machine = Machine::default();
    let words: Vec<u64> = machine.run(&program, &columns).bits(130).collect();
    assert_eq!(words.len(), 3);
    for at in 0..130 {
        assert_eq!(words[at / 64] >> (at % 64) & 1 == 1, at % 3 == 0);
    }
    let all = Program::compile(&parse("1 = 1", &Known).unwrap().0, env);
    assert_eq!(machine.run(&all, &columns).bits(130).collect::<Vec<_>>(), [u64::MAX, u64::MAX, 3]);
}
