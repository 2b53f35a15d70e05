//! What a register remembers: days taken, days worked out, and what an import does to either.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{CADRES, MEMBERS, ORGS, Site};
use serde_json::Value;

/// A number of the whole register at each look, by day.
fn trend(site: &Site, of: &str, as_of: &str) -> Vec<(String, u64)> {
    let trend = site.json(&["trend", "--of", of, "--as-of", as_of]);
    let points = trend["points"].as_array().unwrap().iter();
    points.map(|point| (point["at"].as_str().unwrap()[..10].to_owned(), point["value"].as_u64().unwrap())).collect()
}

fn register(site: &Site) {
    site.import(ORGS, &["R||根|团委||||||", "B|R|甲|团支部|||2018-06-05|||", "C|R|乙|团支部|||2018-07-01|||"]);
    site.import(MEMBERS, &["甲|#1||2017-05||B|2018-06-12||||", "乙|#2||2017-05||C|||||"]);
    site.import(CADRES, &["子|#3|B|书记|2018-06-20||是|"]);
}

#[test]
fn the_past_is_worked_out_once_and_told_as_a_trend() {
    let site = Site::new();
    register(&site);
    assert_eq!(site.json(&["snapshots"]).as_array().unwrap().len(), 0, "nothing is kept before somebody looks");
    let points = trend(&site, "branches", "2018-07-10");
    let sundays = ["2018-06-03", "2018-06-10", "2018-06-17", "2018-06-24", "2018-07-01", "2018-07-08", "2018-07-10"];
    let value = |day: &str| points.iter().find(|(at, _)| at == day).map(|(_, value)| *value);
    assert_eq!(sundays.map(value), [Some(0), Some(1), Some(1), Some(1), Some(2), Some(2), Some(2)]);
    assert!(value("2018-06-30").is_some(), "the end of June is due");
    assert!(points.is_sorted());

    let kept = site.json(&["snapshots"]);
    assert!(kept.as_array().unwrap().iter().all(|kept| kept["taken"] == false));
    for (of, expected) in [("hollow_branches", 1), ("hollow-branch", 1), ("members", 0)] {
        let points = trend(&site, of, "2018-07-10");
        let at = points.iter().find(|(at, _)| at == "2018-06-10").unwrap();
        assert_eq!(at.1, expected, "{of}");
    }
    assert_eq!(site.json(&["snapshots"]), kept, "asked again, nothing more is worked out");
    assert_eq!(site.code(&["trend", "--of", "nonsense"]), 2);
}

#[test]
fn a_day_is_taken_once_and_outlives_an_import_that_says_otherwise() {
    let site = Site::new();
    register(&site);
    let taken = |site: &Site| -> Vec<Value> {
        let kept = site.json(&["snapshots"]);
        kept.as_array().unwrap().iter().filter(|kept| kept["taken"] == true).cloned().collect()
    };
    site.json(&["stats", "--as-of", "2018-07-10"]);
    assert!(taken(&site).is_empty(), "another instant than the present was asked for");
    site.json(&["stats"]);
    let first = taken(&site);
    assert_eq!(first.len(), 1);
    site.json(&["findings"]);
    assert_eq!(taken(&site), first, "the same day says the same");
    trend(&site, "members", "2018-07-10");

    site.import(ORGS, &["D|R|丙|团支部|||2018-06-02|||"]);
    let kept = site.json(&["snapshots"]);
    assert_eq!(kept.as_array().unwrap().len(), 1, "what was worked out went with its rows");
    assert_eq!(taken(&site), first);
    let points = trend(&site, "branches", "2018-07-10");
    assert_eq!(points[0], ("2018-06-03".to_owned(), 1), "the past is worked out anew");

    site.json(&["stats"]);
    let second = taken(&site);
    assert_eq!(second.len(), 1, "a later look on the same day takes its place");
    assert_ne!(second, first);
}
