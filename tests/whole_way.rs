//! From real files to numbers and back, through the real binary.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Site, text};
use serde_json::{Value, json};

fn figures(stats: &Value) -> Vec<Value> {
    stats["rows"].as_array().unwrap().clone()
}

#[test]
fn a_demonstration_and_its_own_rosters_give_the_same_register() {
    let (demo, imported) = (Site::new(), Site::new());
    let rosters = imported.path("rosters");
    assert_eq!(demo.code(&["demo", "--scale", "county", "--seed", "7"]), 0);
    assert_eq!(imported.code(&["demo", "--scale", "county", "--seed", "7", "--rosters", text(&rosters)]), 0);

    let report = imported.json(&["import", "--json", text(&rosters)]);
    assert_eq!(report["refusals"], json!([]));
    let again = imported.json(&["import", "--json", text(&rosters)]);
    for file in again["files"].as_array().unwrap() {
        assert_eq!(file["unchanged"], file["rows"], "{file}");
    }

    for as_of in ["2018-06-20", "2018-06-25", "2018-11-15"] {
        let expected = demo.json(&["stats", "--as-of", as_of]);
        assert_eq!(imported.json(&["stats", "--as-of", as_of]), expected);
        let counts = |site: &Site| site.json(&["findings", "--as-of", as_of])["by_rule"].clone();
        assert_eq!(counts(&imported), counts(&demo), "{as_of}");
        independent_count_agrees(&imported, &rosters, as_of, &expected);
    }
}

/// Another program in another language, written from the measures alone, counts the same rosters.
fn independent_count_agrees(site: &Site, rosters: &std::path::Path, as_of: &str, stats: &Value) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent_count.py");
    let output = match std::process::Command::new("python3").arg(script).arg(rosters).arg(as_of).output() {
        Ok(output) => output,
        Err(error) => panic!("python3 is needed for the independent count (.ci/run installs it): {error}"),
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counted: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(figures(&counted), figures(stats), "{as_of}");
    common::steps_and_findings_agree(site, &counted, as_of);
}

#[test]
fn a_demonstration_stands_on_its_own_day() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    assert_eq!(site.json(&["stats"])["as_of"], "2018-06-25T23:59:59+08:00");
    assert_eq!(site.code(&["demo"]), 1, "a register is never made into another");
    assert_eq!(site.code(&["init"]), 1);
}

#[test]
fn bad_rows_are_refused_by_row_and_the_good_ones_go_in() {
    let site = Site::new();
    let orgs =
        "组织编码,上级组织编码,组织全称,组织类型\nA,,某县团委,团委\nA.1,A,某村团支部,团支部\nA.2,Z,某厂团支部,团支部\n";
    let good = "449901200001010013";
    let members = format!(
        "姓名,身份证号,入团年月,所在团支部编码,报到状态\n甲,{good},2017-05,A.1,通过\n乙,{good},2017-05,A.1,通过\n丙,449901200001010012,2017-05,A.1,\n"
    );
    let good_is_right = mingmai::model::Identity::parse(good).is_ok();
    let members = if good_is_right { members } else { fix_check(&members, good) };
    site.write("团组织.csv", orgs);
    site.write("团员.csv", members);
    let output = site.run(&["import", "--json", text(site.dir.path())]);
    assert_eq!(output.status.code(), Some(3));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let refused: Vec<(&str, u64)> = report["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refusal| (refusal["column"].as_str().unwrap(), refusal["row"].as_u64().unwrap()))
        .collect();
    assert!(refused.contains(&("上级组织编码", 4)), "{refused:?}");
    assert!(refused.contains(&("身份证号", 3)), "{refused:?}");
    assert!(refused.contains(&("身份证号", 4)), "{refused:?}");
    for refusal in report["refusals"].as_array().unwrap() {
        let value = refusal["value"].as_str().unwrap();
        assert!(!value.contains("20000101"), "identity numbers are masked: {value}");
    }
    let stats = site.json(&["stats"]);
    assert_eq!(stats["rows"][0]["orgs"], 2);
    assert_eq!(stats["rows"][0]["members"], 1);
    assert_eq!(stats["rows"][0]["reported"], 1);
}

fn fix_check(members: &str, number: &str) -> String {
    let right = mingmai::model::Identity::with_check(number[..17].parse().unwrap()).reveal();
    members.replace(number, &right)
}

#[test]
fn a_dry_run_and_a_strict_refusal_write_nothing() {
    let site = Site::new();
    let orgs = site.write("团组织.csv", "组织编码,上级组织编码,组织全称,组织类型\nA,,某县团委,团委\nB,Z,某村,团支部\n");
    assert_eq!(site.code(&["import", "--dry-run", text(&orgs)]), 3);
    assert_eq!(site.code(&["stats"]), 1, "no register yet");
    assert_eq!(site.code(&["import", "--strict", text(&orgs)]), 3);
    assert_eq!(site.code(&["stats"]), 1, "no register yet");
    assert_eq!(site.code(&["import", text(&orgs)]), 3);
    assert_eq!(site.json(&["stats"])["rows"][0]["orgs"], 1);
}

#[test]
fn words_that_make_no_sense_are_a_usage_error() {
    let site = Site::new();
    assert_eq!(site.code(&["frobnicate"]), 2);
    assert_eq!(site.code(&["--as-of", "yesterday", "stats"]), 2);
    assert_eq!(site.code(&["demo"]), 0);
    assert_eq!(site.code(&["stats", "--org", "nowhere"]), 2);
    assert_eq!(site.code(&["findings", "--rule", "no-such-rule"]), 2);
    assert_eq!(site.code(&["tasks", "--programme", "nothing"]), 2);
}
