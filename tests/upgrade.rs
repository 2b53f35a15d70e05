//! Registers as an earlier program wrote them: read as they are, and backed up before they are first written to.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Site, text};
use serde_json::Value;

/// A register of format 4 as the program of its time left it: a committee, two branches, five members, a cadre, two acts.
fn stored(site: &Site, name: &str) {
    let file = fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap();
    zip::ZipArchive::new(file).unwrap().extract(site.data()).unwrap();
    fs::create_dir_all(site.data().join(fs::read_to_string(site.data().join("current")).unwrap()).join("blobs"))
        .unwrap();
}

fn format(site: &Site) -> String {
    fs::read_to_string(site.data().join("format")).unwrap()
}

/// The format that this program writes.
fn present() -> String {
    let site = Site::new();
    assert_eq!(site.code(&["init", "--unsealed"]), 0);
    format(&site)
}

fn copies(site: &Site) -> Vec<PathBuf> {
    let entries = fs::read_dir(site.path("data.backups")).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// What `doctor` says of rows that are as they were. How organisations are summed up is not the same in every version.
#[track_caller]
fn is_as_it_was(doctor: &Value) {
    let digest = &doctor["digest"];
    assert_eq!(digest["members"], serde_json::json!([5, "39170dc7f54d47e436b52dbfdc6660ac"]));
    assert_eq!(digest["cadres"], serde_json::json!([1, "e30f9c0b7d9d861297939ebc79b38b11"]));
    assert_eq!(digest["orgs"][0], 3);
}

const ACT: [&str; 8] = ["--by", "团县委", "findings", "note", "no-cadre-branch", "B2", "--text", "by this program"];

fn notes(site: &Site, more: &[&str]) -> Vec<String> {
    let told = site.json(&[more, &["findings", "history", "no-cadre-branch", "B2"]].concat());
    let lines = told["lines"].as_array().unwrap().iter().filter(|line| line["what"] == "note");
    lines.map(|line| line["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_register_of_format_4_is_read_as_it_is_and_copied_before_the_first_change() {
    for (name, key) in [("format-4.zip", false), ("format-4-sealed.zip", true)] {
        let site = Site::new();
        stored(&site, name);
        let key_file = site.data().join("key");
        let key: Vec<&str> = if key { vec!["--key-file", text(&key_file)] } else { Vec::new() };
        let ask = |args: &[&str]| site.json(&[&key[..], args].concat());
        is_as_it_was(&ask(&["doctor"]));
        assert_eq!(notes(&site, &key), ["written by format 4"]);
        assert_eq!((format(&site).as_str(), copies(&site).len()), ("mingmai 4", 0), "looking changes nothing");
        // Of a sealed register the author is whoever opened it.
        let act = &ACT[if key.is_empty() { 0 } else { 2 }..];
        ask(act);
        assert_eq!(notes(&site, &key), ["written by format 4", "by this program"]);
        assert_eq!(format(&site), present());
        let raised = present() != "mingmai 4";
        assert_eq!(copies(&site).len(), usize::from(raised), "{name}");
        ask(act);
        assert_eq!(copies(&site).len(), usize::from(raised), "once is enough");
        if raised {
            let (copy, place) = (copies(&site).remove(0), Site::new());
            let restore = [&key[..], &["restore", text(&copy)]].concat();
            assert_eq!(place.json(&restore)["header"]["format"], "mingmai 4", "as that program can restore it");
            assert_eq!(notes(&place, &key), ["written by format 4"]);
        }
    }
}

#[test]
fn the_copy_is_made_by_whatever_changes_the_register_first() {
    let member = "祁一己|#6|10000000009|2016-05||B1|2016-09-01|报到成功|2018-01-02||";
    let site = Site::new();
    let roster = site.write("m.csv", common::roster(common::MEMBERS, &[member]));
    let out = site.path("out");
    for words in [&ACT[..], &["import", text(&roster)], &["export", text(&out), "--reveal", "a test"]] {
        let site = Site::new();
        stored(&site, "format-4.zip");
        // Entries of format 4 are read in one that says 3 as well: earlier than any that this program writes.
        fs::write(site.data().join("format"), "mingmai 3").unwrap();
        let output = site.run(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(format(&site), present(), "{words:?}");
        let copy = copies(&site).remove(0);
        assert!(copy.to_string_lossy().contains("mingmai-format-3-"), "{}", copy.display());
        let place = Site::new();
        let header: Value = place.json(&["restore", text(&copy)])["header"].clone();
        assert_eq!((&header["format"], &header["journal"]), (&"mingmai 3".into(), &4.into()));
        is_as_it_was(&place.json(&["doctor"]));
        // What rotates leaves it alone.
        for _ in 0..3 {
            site.json(&["backup", "--keep", "1"]);
        }
        assert!(copy.exists() && copies(&site).len() == 2, "{:?}", copies(&site));
    }
}

#[test]
fn without_the_copy_nothing_is_changed() {
    let site = Site::new();
    stored(&site, "format-4.zip");
    fs::write(site.data().join("format"), "mingmai 3").unwrap();
    site.write("data.backups", "a file where the copies should go");
    let output = site.run(&[&["--lang", "en"], &ACT[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("data.backups"), "{said}");
    assert_eq!((format(&site).as_str(), notes(&site, &[]).len()), ("mingmai 3", 1));
}

#[test]
fn a_backup_of_format_4_is_restored() {
    let (site, place) = (Site::new(), Site::new());
    stored(&site, "format-4.zip");
    let file = site.data().join("format-4.backup");
    place.json(&["restore", text(&file)]);
    is_as_it_was(&place.json(&["doctor"]));
    assert_eq!((notes(&place, &[]), format(&place)), (vec!["written by format 4".to_owned()], present()));
}

#[test]
fn a_sealed_register_of_format_5_gets_keys_of_persons_with_its_next_generation() {
    let site = Site::new();
    stored(&site, "format-5-sealed.zip");
    let key_file = site.data().join("key");
    let key = ["--key-file", text(&key_file)];
    let ask = |args: &[&str]| site.json(&[&key[..], args].concat());
    let digest = ask(&["doctor"])["digest"].clone();
    let called = |phone: &str| ask(&["search", phone])["items"].as_array().unwrap().len();
    assert_eq!(called("10000009103"), 1);
    assert_eq!((format(&site).as_str(), copies(&site).len()), ("mingmai 5", 0), "looking changes nothing");
    let persons = || {
        let generation = fs::read_to_string(site.data().join("current")).unwrap();
        site.data().join(generation).join("persons").exists()
    };
    // An edit in place makes no generation, and an import does.
    ask(&["member", "correct", "B:祁甲104", "--phone", "10000009104"]);
    assert_eq!((format(&site), persons(), copies(&site).len()), (present(), false, 1));
    let changed = ask(&["doctor"])["digest"].clone();
    assert_ne!(changed, digest);
    let who = common::identity("#107");
    let dry = ask(&["erase", &who, "--dry-run"]);
    assert_eq!((&dry["members"], &dry["entries"]), (&1.into(), &1.into()));
    assert!(!dry["copies"][0]["unreadable"].as_bool().unwrap(), "the copy of the earlier format can still be read");
    let roster =
        site.write("m.csv", common::roster(common::MEMBERS, &["祁二|#150|10000000150|2016-05||C|2016-09-01|通过|||"]));
    ask(&["import", text(&roster)]);
    assert!(persons());
    let verified = ask(&["journal", "verify"]);
    assert!(verified["broken"].is_null(), "{verified}");
    let shown = ask(&["journal", "show"]);
    let verbs: Vec<&str> =
        shown["entries"].as_array().unwrap().iter().map(|one| one["verb"].as_str().unwrap()).collect();
    assert_eq!(verbs[..2], ["import", "veil"], "{shown}");
    assert!(shown.to_string().contains("祁霓虹七"), "what was edited can still be told");
    assert_eq!((called("10000009103"), called("10000009104")), (1, 1));
    ask(&["erase", &who, "--yes"]);
    assert!(ask(&["journal", "verify"])["broken"].is_null());
    assert!(!ask(&["journal", "show"]).to_string().contains("祁霓虹七"));
    let sound = ask(&["doctor"]);
    assert!(sound["found"]["faults"].as_array().unwrap().is_empty(), "{sound}");
}

#[test]
fn erasing_from_a_sealed_register_of_format_5_gives_everybody_else_a_key() {
    let site = Site::new();
    stored(&site, "format-5-sealed.zip");
    let key_file = site.path("key");
    fs::rename(site.data().join("key"), &key_file).unwrap();
    let ask = |args: &[&str]| site.json(&[&["--key-file", text(&key_file)], args].concat());
    let who = common::identity("#107");
    ask(&["erase", &who, "--yes"]);
    assert!(ask(&["journal", "verify"])["broken"].is_null());
    let told = [ask(&["journal", "show"]), ask(&["search", "祁霓虹七"])].map(|told| told.to_string()).concat();
    assert!(told.contains("veil") && !told.contains("祁霓虹七") && !told.contains(&who));
    let kept = ask(&["backup", "--json"]);
    ask(&["restore", "--replace", kept["file"].as_str().unwrap()]);
    assert!(ask(&["journal", "verify"])["broken"].is_null());
    assert!(ask(&["doctor"])["found"]["faults"].as_array().unwrap().is_empty());
}
