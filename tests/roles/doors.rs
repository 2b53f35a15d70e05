//! Who signs, who sees what is masked, and the doors of the desk itself.

use mingmai::desk::{Clock, CommitError, Forbidden, NotAdded, RevealError, back_up, examine, take_in};
use mingmai::intake;
use mingmai::judge::Rules;
use mingmai::model::{Act, Change, Day, FindingKey, Pos};
use mingmai::store::{Register, Unwatched};
use serde_json::Value;

use crate::county::{ROLES, TOWN, county};

#[test]
fn the_author_is_whoever_is_at_work() {
    let county = county();
    let branch = county.branch();
    let note = ["findings", "note", "unreported-members", branch, "--text", "看过"];
    let signed = [&["--by", "县委"], &note[..]].concat();
    let output = county.run("operator", &signed);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the author of every act here is operator"));
    let found = county.done("operator", &["findings", "--limit", "1"]);
    let [rule, org] = ["rule", "org"].map(|name| found["items"][0][name].as_str().unwrap().to_owned());
    let done = county.done("operator", &["findings", "note", &rule, &org, "--text", "看过"]);
    assert_eq!(done["by"], "operator");
    let told = county.done("viewer", &["findings", "history", &rule, &org]);
    assert!(told.to_string().contains("看过"), "{told}");
    let entry = done["entry"].as_u64().unwrap();
    for who in ["viewer", "reviewer", "keeper"] {
        let desk = county.desk(who);
        let undone = desk.commit("", vec![Change::Undo { entry }]);
        match who {
            "viewer" => assert!(matches!(undone, Err(CommitError::Forbidden(_)))),
            // What another did is a keeper's of the whole to take back.
            _ => assert_eq!(undone.unwrap().refused.len(), 1),
        }
    }
    assert_eq!(county.run("operator", &["findings", "undo"]).status.code(), Some(0));
}

#[test]
fn what_is_revealed_is_one_persons_and_asks_a_reason() {
    let county = county();
    let member = county.member();
    let shown = county.done("reviewer", &["show", member, "--reveal", "核对档案"]);
    assert_eq!(shown["id"], member);
    assert_eq!(county.done("reviewer", &["show", member])["id"], Value::Null);
    for reason in ["", "  "] {
        let output = county.run("reviewer", &["show", member, "--reveal", reason]);
        assert_eq!(output.status.code(), Some(2));
        assert!(!String::from_utf8_lossy(&output.stdout).contains(member));
    }
    let output = county.run("operator", &["show", member, "--reveal", "核对"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!String::from_utf8_lossy(&output.stdout).contains(member));
}

#[test]
fn the_desk_has_its_own_door_behind_that_of_the_command_line() {
    let county = county();
    let rules = Rules::builtin().unwrap();
    let forbidden = |error: anyhow::Error| assert!(error.is::<Forbidden>(), "{error:#}");
    for who in ROLES {
        let data = county.data(who);
        let out = county.site.path("door");
        forbidden(examine(&data, false, Clock::System, &rules, &Unwatched).err().unwrap());
        let options = intake::Options::default();
        forbidden(take_in(&data, &[], &options, true, Clock::System, &rules, &Unwatched).err().unwrap());
        let register = Register::open(&data, Clock::System.now()).unwrap();
        forbidden(back_up(&register, &out, None, Clock::System, &Unwatched).err().unwrap());
        drop(register);
        let desk = county.desk(who);
        assert!(matches!(desk.add_programme("", "own.toml"), Err(NotAdded::Forbidden(_))));
        let tree = desk.tree().unwrap();
        assert!(tree.find(TOWN) == Some(Pos(0)) && tree.len() == 24 && desk.register().meta().orgs == 24);
        let on = FindingKey { rule: "unreported-members".into(), org: tree.id(Pos(0)) };
        let asked = |by: &str, act| desk.commit(by, vec![Change::Finding { on: on.clone(), act }]);
        let (text, reason, until) = ("看过".into(), "可".into(), Day(30_000));
        assert_eq!(matches!(asked("", Act::Note { text }), Err(CommitError::Forbidden(_))), who == "viewer");
        let granted = asked("", Act::GrantExemption { until, reason });
        assert_eq!(matches!(granted, Err(CommitError::Forbidden(_))), matches!(who, "viewer" | "operator"));
        let note = Act::Note { text: "看过".into() };
        assert!(matches!(asked("somebody else", note), Err(CommitError::NotYou(_))));
        let revealed = desk.reveal((Pos(1), 0), "", "核对");
        assert_eq!(matches!(revealed, Err(RevealError::Forbidden(_))), matches!(who, "viewer" | "operator"));
        // Beyond the last organisation there is nothing, whatever the register holds.
        for beyond in [Pos(24), Pos(25), Pos(1_000)] {
            assert!(desk.register().org(beyond).is_err() && desk.register().rows(beyond).unwrap().members.is_empty());
        }
        let journal = desk.register().journal().unwrap();
        assert!(journal.iter().all(|entry| entry.files.is_empty() || entry.author == who), "{journal:?}");
        assert!(journal.iter().all(|entry| !entry.verb.starts_with("operators") || entry.author == who));
    }
}
