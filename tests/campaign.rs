//! Programmes and rules as data, through the real binary.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Site, text};
use serde_json::{Value, json};

/// The worked example of README, word for word.
fn example() -> &'static str {
    let readme = include_str!("../README.md");
    readme.split("<!-- example -->\n```toml\n").nth(1).unwrap().split("```\n<!-- /example -->").next().unwrap()
}

fn sum(rows: &[Value], field: &str) -> i64 {
    rows[1..].iter().map(|row| row[field].as_i64().unwrap()).sum()
}

#[test]
fn a_new_programme_needs_no_code() {
    let site = Site::new();
    let file = site.write("autumn-2018.toml", example());
    let checked = site.json(&["programme", "check", text(&file)]);
    assert_eq!((&checked["tasks"], &checked["steps"], &checked["measured"]), (&json!(2), &json!(3), &json!(3)));
    assert_eq!(site.code(&["programme", "add", text(&file)]), 1, "there is no register yet");
    assert_eq!(site.code(&["demo"]), 0);
    assert_eq!(site.json(&["programme", "add", text(&file)])["added"], "new");
    assert_eq!(site.json(&["programme", "add", text(&file)])["added"], "unchanged");

    let all = site.json(&["programmes"]);
    let ids: Vec<&str> = all.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["notice-2018", "station-2019", "luohe-2020", "three-hundred-2021", "autumn-2018"]);
    assert_eq!(all[0]["built_in"], true);
    assert_eq!(all[4]["built_in"], false);
    let tasks = site.json(&["tasks", "--programme", "autumn-2018"]);
    let hollow = site.json(&["findings", "--rule", "hollow-branch"])["total"].clone();
    assert_eq!(tasks["steps"][0]["numerator"], hollow);
    let declared = &tasks["steps"][2];
    assert_eq!(
        (&declared["value"], &declared["denominator"]),
        (&json!(null), &json!(0)),
        "a county has no city to ask"
    );

    let later = site.write("later.toml", example().replace("value = 0.95", "value = 0.90"));
    assert_eq!(site.json(&["programme", "add", text(&later)])["added"], "replaced");
    let target = |tasks: &Value| tasks["steps"][1]["target"].clone();
    assert_eq!(target(&site.json(&["tasks", "--programme", "autumn-2018"])), "≥90%");

    // A body told by its kind: here the committees right below the county.
    let kin = example().replace("autumn-2018", "kin").replace("[\"团的领导机关\"]", "[\"团委\", \"团工委\"]");
    let kin = site.write("kin.toml", kin);
    assert_eq!(site.json(&["programme", "add", text(&kin)])["added"], "new");
    let step = site.json(&["tasks", "--programme", "kin", "--step", "A1.1"]);
    let (body, units) = (&step["bodies"][0], step["units"].as_array().unwrap());
    assert_eq!((&body["id"], &body["units"]), (&json!("CITIES"), &json!(units.len())));
    let hollow_units = units.iter().filter(|unit| unit["numerator"] != 0).count();
    assert_eq!((&body["behind"], &body["fewest"]), (&json!(hollow_units), &json!(hollow_units)), "{body}");

    let taken = site.write("taken.toml", example().replace("id = \"autumn-2018\"", "id = \"notice-2018\""));
    assert_eq!(site.code(&["programme", "add", text(&taken)]), 2);
    let broken = site.write("broken.toml", example().replace("hollow-branch", "hollow-branches"));
    for verb in ["check", "add"] {
        let output = site.run(&["programme", verb, text(&broken)]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(said.contains("broken.toml") && said.contains("hollow-branch"), "{said}");
    }
}

#[test]
fn rules_are_listed_explained_and_tried() {
    let site = Site::new();
    let rules = site.json(&["rules", "list"]);
    assert!(rules.as_array().unwrap().iter().any(|rule| rule["id"] == "hollow-branch"));
    assert!(site.json(&["rules", "explain", "hollow-branch"])["count"].is_null(), "there is no register yet");
    assert_eq!(site.code(&["demo"]), 0);

    let explained = site.json(&["rules", "explain", "hollow-branch"]);
    assert!(explained["words"].as_str().unwrap().starts_with("members < P=1 and not"), "{explained}");
    let hollow = site.json(&["findings", "--rule", "hollow-branch"])["total"].clone();
    assert_eq!(explained["count"], hollow);
    let force: Vec<(&str, &str)> = explained["params"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|param| param["in_force"] == true)
        .map(|param| (param["name"].as_str().unwrap(), param["value"].as_str().unwrap()))
        .collect();
    assert_eq!(force, [("P", "1"), ("grace", "180")]);

    let trial = site.json(&["rules", "what-if", "hollow-branch", "--set", "P=3"]);
    let rows = trial["rows"].as_array().unwrap();
    assert_eq!(rows[0]["before"], hollow);
    // What the trial finds is what the rule finds once the parameter is in force.
    let own = "[[rule.hollow-branch.param]]\nname = \"P\"\nvalue = 3\nfrom = 2018-06-01\nsource = \"试算\"\n";
    let builtin = include_str!("../src/judge/rules.toml");
    let start = builtin.find("[rule.hollow-branch]").unwrap();
    let grace = builtin.find("[[rule.hollow-branch.param]]\nname = \"grace\"").unwrap();
    let end = builtin.find("[rule.no-cadre-branch]").unwrap();
    let first = builtin[start..].find("[[rule.hollow-branch.param]]").unwrap() + start;
    std::fs::create_dir_all(site.path("config/mingmai")).unwrap();
    let rules = format!("{}{own}{}", &builtin[start..first], &builtin[grace..end]);
    std::fs::write(site.path("config/mingmai/rules.toml"), rules).unwrap();
    assert_eq!(site.json(&["findings", "--rule", "hollow-branch"])["total"], rows[0]["after"]);
    std::fs::remove_file(site.path("config/mingmai/rules.toml")).unwrap();
    assert!(rows[0]["difference"].as_i64().unwrap() > 0);
    assert_eq!(sum(rows, "difference"), rows[0]["difference"].as_i64().unwrap());

    // The age limit changes the facts themselves, and a trial is not kept.
    let aged = site.json(&["rules", "what-if", "over-age", "--set", "age-limit=20"]);
    assert!(aged["rows"][0]["difference"].as_i64().unwrap() > 0, "{aged}");
    let again = site.json(&["rules", "explain", "over-age"])["count"].clone();
    assert_eq!(again, aged["rows"][0]["before"]);
    for wrong in ["Q=3", "P", "P=three", "flag-red-leading=1"] {
        assert_eq!(site.code(&["rules", "what-if", "hollow-branch", "--set", wrong]), 2, "{wrong}");
    }
    assert_eq!(site.code(&["rules", "explain", "nothing"]), 2);
}

#[test]
fn open_steps_have_an_outlook_and_the_fewest_units() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    let tasks = site.json(&["tasks"]);
    assert_eq!(site.json(&["tasks"]), tasks, "kept values say the same");
    for step in tasks["steps"].as_array().unwrap() {
        let id = &step["id"];
        assert_eq!(step["required_per_day"], step["needed_per_day"], "{id}");
        let Some(seen) = step["forecast"].as_object() else { continue };
        let number = |field: &str| seen[field].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&number("probability")), "{id}");
        assert!(number("low") <= number("value") && number("value") <= number("high"), "{id}");
        assert_eq!(step["verdict"] == "on-course", number("probability") >= 0.5, "{id}");
        let past = |day: &Value| day.as_str().is_some_and(|day| day < "2018-06-25");
        assert!(!past(&step["latest_start"]) && !past(&seen["reached_on"].clone()), "{id}");
    }
    let find = |id: &str| tasks["steps"].as_array().unwrap().iter().find(|step| step["id"] == id).unwrap().clone();
    let hollow = find("T04.2");
    assert_eq!(hollow["fewest_units"]["organisations"], hollow["value"].as_f64().unwrap() as u64);
    // The pace is that of the register as of the earliest look, 22 days before.
    let then = site.json(&["tasks", "--as-of", "2018-06-03"]);
    let then = then["steps"].as_array().unwrap().iter().find(|step| step["id"] == "T04.2").unwrap().clone();
    let moved = hollow["value"].as_f64().unwrap() - then["value"].as_f64().unwrap();
    assert!((hollow["forecast"]["per_day"].as_f64().unwrap() - moved / 22.0).abs() < 1e-9);

    let step = site.json(&["tasks", "--step", "T05.3"]);
    let first = &step["first_organisations"];
    assert_eq!(first["count"], find("T05.3")["fewest_units"]["organisations"]);
    let shorts: Vec<u64> =
        first["organisations"].as_array().unwrap().iter().map(|org| org["short_by"].as_u64().unwrap()).collect();
    assert!(shorts.is_sorted_by(|a, b| a >= b) && !shorts.is_empty());
    let units = site.json(&["tasks", "--step", "T04.2"])["units"].as_array().unwrap().clone();
    assert!(units.iter().any(|unit| unit["flag"] == "black"), "somebody is last");
    assert!(units.iter().all(|unit| unit["flag"] != "red" || unit["behind"] == 0 || unit["first"] == true));
    assert_eq!(units.iter().map(|unit| unit["numerator"].as_u64().unwrap()).sum::<u64>(), hollow["numerator"]);
    assert_eq!(site.code(&["tasks", "--step", "T99"]), 2);

    let luohe = site.json(&["tasks", "--programme", "luohe-2020", "--as-of", "2020-09-01", "--lang", "zh"]);
    let headline = luohe["steps"].as_array().unwrap().iter().find(|step| step["id"] == "L01").unwrap().clone();
    assert_eq!((&headline["target"], &headline["unit"]), (&json!("≥1000"), &json!("个")));
}
