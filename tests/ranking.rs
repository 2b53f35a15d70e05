//! Rankings, responses and requests through the real binary: every number is worked out again from others.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Site, text};
use serde_json::{Value, json};

const WEIGHTS: &str = r#"
id = "mine"
title = "两项"
source = "办公会"
[[measure]]
id = "reported"
zh = "报到率"
en = "reported"
counts = { rate = { num = "reported", of = "members" } }
better = "high"
weight = 3
[[measure]]
id = "hollow"
zh = "空心团支部"
en = "hollow branches"
counts = { count = "hollow-branch" }
better = "low"
weight = 1
"#;

fn rows(value: &Value) -> &[Value] {
    value["rows"].as_array().unwrap()
}

fn sum(rows: &[Value], field: &str) -> u64 {
    rows.iter().map(|row| row[field].as_u64().unwrap()).sum()
}

#[test]
fn the_home_table_adds_up_and_agrees_with_the_figures() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    let (home, stats) = (site.json(&["stats", "--home"]), site.json(&["stats"]));
    assert_eq!(rows(&home).len(), rows(&stats).len());
    for (own, figures) in rows(&home).iter().zip(rows(&stats)) {
        for field in ["code", "orgs", "hollow_branches", "reported", "transfers_in_open", "responses_due"] {
            assert_eq!(own[field], figures[field], "{field}");
        }
    }
    let (whole, children) = rows(&home).split_first().unwrap();
    for field in ["branches", "reported", "transfers_out_open", "transfers_in_done"] {
        assert_eq!(whole[field], sum(children, field), "{field}");
    }
    let own = whole["own_responses_due"].as_u64().unwrap();
    assert_eq!(whole["responses_due"], own + sum(children, "responses_due"));
    let words = String::from_utf8(site.run(&["stats", "--home", "--lang", "zh"]).stdout).unwrap();
    assert!(words.contains("own_responses_in_time"), "JSON where nobody looks");
}

#[test]
fn a_ranking_can_be_worked_out_by_hand() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    let file = site.write("weights.toml", WEIGHTS);
    let ranking = site.json(&["rank", "--weights", text(&file)]);
    assert_eq!((&ranking["scheme"], &ranking["weights_from"]), (&json!("mine"), &json!("办公会")));
    let scores: Vec<f64> = rows(&ranking).iter().filter_map(|row| row["score"].as_f64()).collect();
    assert!(scores.len() > 5);
    for row in rows(&ranking) {
        let [reported, hollow] = [0, 1].map(|at| &row["measures"][at]);
        let orgs = site.json(&["stats", "--org", row["code"].as_str().unwrap()])["rows"][0]["orgs"].as_f64().unwrap();
        let share = reported["numerator"].as_f64().unwrap() / reported["denominator"].as_f64().unwrap();
        let free = 1.0 - hollow["numerator"].as_f64().unwrap() / orgs;
        let score = (share * 100.0 * 3.0 + free * 100.0) / 4.0;
        assert!((row["score"].as_f64().unwrap() - score).abs() < 0.006, "{row}");
        let better = scores.iter().filter(|other| **other > row["score"].as_f64().unwrap()).count();
        assert_eq!(row["rank"], better + 1, "{row}");
    }
    // What is in the settings is what is ranked by, with a movement that is the difference of two rankings.
    std::fs::create_dir_all(site.path("config/mingmai")).unwrap();
    std::fs::copy(&file, site.path("config/mingmai/ranking.toml")).unwrap();
    let moved = site.json(&["rank", "--since", "2018-06-10"]);
    let then = site.json(&["rank", "--as-of", "2018-06-10"]);
    for row in rows(&moved) {
        let before = rows(&then).iter().find(|other| other["code"] == row["code"]).unwrap();
        let ranks = before["rank"].as_i64().unwrap() - row["rank"].as_i64().unwrap();
        assert_eq!(row["moved"], ranks, "{row}");
        let change = row["score"].as_f64().unwrap() - before["score"].as_f64().unwrap();
        assert!((row["score_change"].as_f64().unwrap() - change).abs() < 0.006, "{row}");
    }
    let twice = site.json(&["rank", "--since", "2018-06-10"]);
    assert_eq!(twice, moved, "what was kept is what was worked out");
    assert_eq!(site.code(&["rank", "--since", "2018-12-31"]), 2, "a day to come");
    let broken = site.write("broken.toml", WEIGHTS.replace("hollow-branch", "hollow-branches"));
    let output = site.run(&["rank", "--weights", text(&broken), "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Did you mean `hollow-branch`?"));
}

#[test]
fn responses_and_requests_agree_with_the_figures() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    for month in [&[][..], &["--month", "2018-05"]] {
        let stats = site.json(&[&["stats"], month].concat());
        let league = site.json(&[&["responses"], month].concat());
        for row in rows(&league) {
            let figures = rows(&stats).iter().find(|figures| figures["code"] == row["code"]).unwrap();
            assert_eq!(row["responses_due"], figures["responses_due"], "{month:?} {row}");
            assert_eq!(row["responses_in_time"], figures["responses_in_time"], "{month:?} {row}");
            assert_eq!(row["overdue"], figures["responses_overdue"], "{month:?} {row}");
        }
    }
    let stats = site.json(&["stats"]);
    let open = site.json(&["transfers", "--open", "--limit", "100000"]);
    let from_here = |row: &&Value| row["from"]["code"].as_str().unwrap().starts_with("044.007.005");
    assert!(
        rows(&open).iter().filter(from_here).count() as u64 >= stats["rows"][0]["transfers_out_open"].as_u64().unwrap()
    );
    let breach = site.json(&["transfers", "--breach", "--limit", "100000"]);
    assert_eq!(breach["total"], breach["overdue"].as_u64().unwrap() + breach["breaks_in_24_hours"].as_u64().unwrap());
    for row in rows(&breach) {
        let left = row["hours_left"].as_f64().unwrap();
        assert!(left <= 24.0 && row["overdue"] == (left < 0.0), "{row}");
        assert!(!row["id_masked"].as_str().unwrap_or("*").chars().all(|c| c.is_ascii_digit()));
    }
    let chains = site.json(&["transfers", "--bounced"]);
    assert_eq!(chains["total"], rows(&chains).len());
}
