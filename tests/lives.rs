//! The lives of findings, the whole way: rosters in, acts by separate processes, days going by.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{CADRES, ORGS, Site};
use mingmai::store::{DataDir, Register};
use serde_json::Value;

/// A committee with three branches; the first has a secretary from 8 June to 20 July, the second from 12 June on.
fn county() -> Site {
    let site = Site::new();
    site.import(
        ORGS,
        &[
            "R||团县委|团的领导机关|||2010-01-01|||",
            "B1|R|第一团支部|团支部|普通||2017-01-01|2018-05-01||",
            "B2|R|第二团支部|团支部|普通||2017-01-01|2018-05-01||",
            "B3|R|第三团支部|团支部|普通||2017-01-01|2018-05-01||",
        ],
    );
    site.import(
        CADRES,
        &["甲|#1|B1|书记|2018-06-08|2018-07-20|否|", "乙|#2|B2|书记|2018-06-12||否|", "丙|#3|R|书记|||否|"],
    );
    site
}

fn life(site: &Site, org: &str, on: &str) -> Value {
    site.json(&["findings", "history", "no-cadre-branch", org, "--as-of", on])
}

fn state(site: &Site, org: &str, on: &str) -> String {
    life(site, org, on)["state"].as_str().unwrap_or("none").to_owned()
}

fn listed(site: &Site, on: &str, states: &str) -> String {
    let words = ["findings", "--rule", "no-cadre-branch", "--as-of", on, "--state", states];
    let found = site.json(&words);
    let codes = found["items"].as_array().unwrap().iter().map(|item| item["org"].as_str().unwrap().to_owned());
    codes.collect::<Vec<_>>().join(" ")
}

#[test]
fn only_the_days_close_a_finding_and_reopen_it() {
    let site = county();
    let act = |on: &str, words: &[&str]| site.code(&[&["--by", "团县委", "--as-of", on, "findings"], words].concat());
    assert_eq!(state(&site, "B1", "2018-06-04"), "new");
    assert_eq!(act("2018-06-05", &["assign", "no-cadre-branch", "B1", "--to", "第一团支部"]), 0);
    assert_eq!(state(&site, "B1", "2018-06-04"), "new", "what was done later was not known then");
    assert_eq!(state(&site, "B1", "2018-06-06"), "in-hand");
    // Sound once, then twice, from the first of them for thirty days.
    let once = life(&site, "B1", "2018-06-09");
    assert_eq!((once["state"].as_str(), once["holds"].as_bool()), (Some("in-hand"), Some(false)));
    let twice = life(&site, "B1", "2018-06-12");
    assert_eq!((twice["state"].as_str(), twice["until"].as_str()), (Some("probation"), Some("2018-07-10")));
    assert_eq!(state(&site, "B1", "2018-07-09"), "probation");
    assert_eq!(state(&site, "B1", "2018-07-10"), "closed");
    let again = life(&site, "B1", "2018-07-25");
    assert_eq!((again["state"].as_str(), again["times"].as_u64()), (Some("relapsed"), Some(2)));
    assert_eq!(again["assigned"], Value::Null, "what comes back is nobody's");
    let told: Vec<&str> =
        again["lines"].as_array().unwrap().iter().map(|line| line["what"].as_str().unwrap()).collect();
    assert_eq!(told, ["found", "assign", "gone", "probation", "closed", "relapsed"]);

    // No act stands in the way of the judge, and none does its work.
    assert_eq!(act("2018-06-12", &["snooze", "no-cadre-branch", "B1", "--until", "2018-12-31", "--reason", "暑假"]), 3);
    assert_eq!(act("2018-07-09", &["note", "no-cadre-branch", "B1", "--text", "换届中"]), 0);
    assert_eq!(state(&site, "B1", "2018-07-10"), "closed");
    assert_eq!(listed(&site, "2018-06-20", "probation"), "B1 B2");
    assert_eq!(listed(&site, "2018-07-25", "relapsed,new"), "B3 B1");

    let mended = |on: &str| {
        let words = ["findings", "mended", "--from", "2018-06-03", "--to", "2018-06-20", "--as-of", on];
        let sums = site.json(&[&words[..], &["--rule", "no-cadre-branch"]].concat());
        ["held", "reported", "net", "pending", "relapsed"].map(|name| sums["total"][name].as_u64().unwrap())
    };
    assert_eq!(mended("2018-06-20"), [3, 2, 0, 2, 0]);
    assert_eq!(mended("2018-07-12"), [3, 2, 1, 1, 0]);
    assert_eq!(mended("2018-07-25"), [3, 2, 2, 0, 0], "closed before it came back");
}

#[test]
fn acts_are_refused_one_by_one_and_the_rest_go_in() {
    let site = county();
    let act = |by: &str, words: &[&str]| {
        let output = site.run(&[&["--by", by, "--as-of", "2018-06-06", "--lang", "en", "findings"], words].concat());
        let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code().unwrap(), said)
    };
    assert_eq!(act("", &["note", "no-cadre-branch", "B1", "--text", "x"]).0, 2, "somebody must be named");
    assert_eq!(act("团县委", &["note", "no-such-rule", "B1", "--text", "x"]).0, 2);
    let (code, said) = act("团县委", &["assign", "no-cadre-branch", "B1", "R", "XX", "B2", "B2", "--to", "组织部"]);
    assert_eq!((code, said["changed"].as_u64()), (3, Some(2)));
    let refused: Vec<_> =
        said["refused"].as_array().unwrap().iter().map(|item| item["org"].as_str().unwrap()).collect();
    assert_eq!(refused, ["R", "B2", "XX"]);

    assert_eq!(
        act("团县委", &["exempt", "no-cadre-branch", "B1", "--grant", "--until", "2018-07-01", "--reason", "r"]).0,
        3
    );
    assert_eq!(
        act("支部", &["exempt", "no-cadre-branch", "B1", "--until", "2018-06-06", "--reason", "r"]).0,
        3,
        "past"
    );
    assert_eq!(act("支部", &["exempt", "no-cadre-branch", "B1", "--until", "2018-07-01", "--reason", "r"]).0, 0);
    assert_eq!(
        act("支部", &["exempt", "no-cadre-branch", "B1", "--grant", "--until", "2018-07-01", "--reason", "r"]).0,
        3
    );
    assert_eq!(
        act("团县委", &["exempt", "no-cadre-branch", "B1", "--grant", "--until", "2018-07-01", "--reason", "r"]).0,
        0
    );
    assert_eq!(listed(&site, "2018-06-06", "exempt"), "B1");
    assert_eq!(site.found("no-cadre-branch", "2018-06-06"), "B2 B3", "what is exempt leaves the list");
    assert_eq!(site.json(&["findings", "--as-of", "2018-06-06"])["by_state"]["exempt"], 1);
    assert_eq!(act("团县委", &["exempt", "no-cadre-branch", "B1", "--refuse", "--reason", "r"]).0, 0);
    assert_eq!(state(&site, "B1", "2018-06-06"), "in-hand");
}

#[test]
fn acts_outlive_processes_and_imports_and_are_taken_back_as_one() {
    let site = county();
    let by = |words: &[&str]| site.run(&[&["--by", "团县委", "--as-of", "2018-06-06", "findings"], words].concat());
    assert!(
        by(&["snooze", "no-cadre-branch", "R", "--below", "--until", "2018-07-01", "--reason", "考试"])
            .status
            .success()
    );
    assert!(by(&["assign", "no-cadre-branch", "B3", "--to", "第三团支部"]).status.success());
    assert_eq!(listed(&site, "2018-06-06", "snoozed"), "B1 B2 B3");
    let report = site.import(CADRES, &["丁|#4|B3|书记|2018-09-01||否|"]);
    assert_eq!(report["files"][0]["accepted"], 1);
    assert_eq!(listed(&site, "2018-06-06", "snoozed"), "B1 B2 B3");
    assert!(by(&["undo"]).status.success());
    assert_eq!(life(&site, "B3", "2018-06-06")["assigned"], Value::Null);
    assert!(by(&["undo"]).status.success());
    assert_eq!(listed(&site, "2018-06-06", "snoozed,in-hand"), "");
    assert_eq!(by(&["undo"]).status.code(), Some(2), "nothing is left");
    let lines = life(&site, "B3", "2018-06-06")["lines"].as_array().unwrap().clone();
    assert_eq!(lines.iter().filter(|line| line["undone"] == true).count(), 2, "the story keeps what was taken back");
    assert_eq!(site.run(&["--by", "别人", "findings", "undo"]).status.code(), Some(2));

    let register = Register::open(&DataDir::new(site.data()), mingmai::model::Instant(0)).unwrap();
    let journal = register.journal().unwrap();
    let verbs: Vec<&str> = journal.iter().map(|entry| entry.verb.as_str()).collect();
    let acts = ["findings snooze", "findings assign", "import", "undo", "undo"];
    assert_eq!(verbs, [&["import", "import"], &acts[..]].concat());
    assert_eq!(register.rows_entry().unwrap(), 5, "acts change no rows: what was worked out from rows holds");
    let of = |number: usize| (journal[number - 1].author.as_str(), journal[number - 1].undoes);
    assert_eq!([of(3), of(6), of(7)], [("团县委", None), ("团县委", Some(4)), ("团县委", Some(3))]);
}
