//! The demonstration county counted again by another program: every figure, step and finding of its root, its children and
//! fifty organisations drawn at random.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::path::Path;

use common::{Site, text};
use mingmai::desk::{Clock, Desk, DeskOptions, StepStanding, step_of};
use mingmai::judge::Rules;
use mingmai::model::{Day, OrgTree, Pos};
use mingmai::store::DataDir;
use serde_json::{Value, json};

/// Before the due days of June, on the last of them, and when all are over.
const DAYS: [&str; 3] = ["2018-06-20", "2018-06-30", "2018-11-15"];

fn counted(rosters: &Path, as_of: &str, seed: &str) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent_count.py");
    let mut command = std::process::Command::new("python3");
    command.args(["-B", script]).arg(rosters).args([as_of, "--orgs", "50", "--seed", seed]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn place(tree: &OrgTree, code: &Value) -> Pos {
    tree.find(code.as_str().unwrap()).unwrap()
}

/// Every step of the notice for an organisation: its id, the part and the whole.
fn steps(desk: &Desk, of: Pos) -> Vec<(String, Value)> {
    let programme = &desk.programmes()[0];
    let told = |standing: &StepStanding| {
        let value = standing.now?;
        let (_, step) = step_of(programme, standing)?;
        Some((step.id.to_string(), json!([value.numerator, value.denominator])))
    };
    desk.milestones(programme, Some(of)).unwrap().iter().filter_map(told).collect()
}

#[test]
fn another_count_of_the_demonstration_agrees() {
    let site = Site::new();
    let rosters = site.path("rosters");
    assert_eq!(site.code(&["demo", "--rosters", text(&rosters)]), 0);
    let report = site.take_in(&[text(&rosters)]);
    assert_eq!(report["refusals"], json!([]));
    for (seed, as_of) in ["7", "8", "9"].into_iter().zip(DAYS) {
        let counted = counted(&rosters, as_of, seed);
        let stats = site.json(&["stats", "--as-of", as_of]);
        for (expected, row) in counted["rows"].as_array().unwrap().iter().zip(stats["rows"].as_array().unwrap()) {
            assert_eq!(row, expected, "{as_of}");
        }
        let drawn = counted["drawn"].as_array().unwrap();
        assert_eq!(drawn.len(), 50);
        // One of them asked as an operator would, the others of an open register.
        let code = drawn[0]["row"]["code"].as_str().unwrap();
        assert_eq!(site.json(&["stats", "--org", code, "--as-of", as_of])["rows"][0], drawn[0]["row"]);
        let by_rule = site.json(&["findings", "--org", code, "--as-of", as_of])["by_rule"].clone();
        assert!(drawn[0]["findings"].as_object().unwrap().iter().all(|(rule, count)| by_rule[rule] == *count));
        let options = DeskOptions {
            clock: Clock::System,
            as_of: Some(Day::parse(as_of).unwrap().end()),
            month: None,
            rules: Rules::builtin().unwrap().into(),
        };
        let desk = Desk::open(&DataDir::new(site.data()), options).unwrap();
        let standing = desk.standing(&|_| {}).unwrap();
        for (code, expected) in counted["steps"].as_object().unwrap() {
            for (id, parts) in steps(&desk, place(&standing.tree, &json!(code))) {
                assert!(DECLARED.contains(&&*id) || parts == expected[&id], "{id} of {code} at {as_of}: {parts}");
            }
        }
        let whole = 0..standing.tree.len();
        for (rule, info) in standing.rules.iter().enumerate() {
            let places = standing.places_of(rule, &whole).into_iter();
            let mut codes: Vec<&str> = places.map(|pos| standing.tree.code(pos)).collect();
            codes.sort_unstable();
            assert_eq!(json!(codes), counted["findings"][&info.id], "{} at {as_of}", info.id);
        }
        for one in drawn {
            let pos = place(&standing.tree, &one["row"]["code"]);
            let at = format!("{} at {as_of}", one["row"]["code"]);
            let scope = standing.tree.subtree(pos);
            let figures = serde_json::to_value(standing.figures(&scope)).unwrap();
            for (name, figure) in figures.as_object().unwrap() {
                assert_eq!(*figure, one["row"][name], "{name} of {at}");
            }
            let found = standing.by_rule(&scope);
            for (rule, count) in standing.rules.iter().zip(found) {
                assert_eq!(json!(count), one["findings"][rule.id.as_str()], "{} of {at}", rule.id);
            }
            let steps = steps(&desk, pos);
            for (id, parts) in steps.iter().filter(|(id, _)| !DECLARED.contains(&id.as_str())) {
                assert_eq!(*parts, one["steps"][id], "{id} of {at}");
            }
            assert!(steps.len() >= 24, "{at}");
        }
    }
}

/// Steps that are declared; the other program counts them for the whole register only.
const DECLARED: [&str; 6] = ["T07.1", "T07.2", "T07.3", "T13.2", "T14.1", "T14.2"];
