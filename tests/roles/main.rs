//! A sealed county with operators of every role over one township: who may give which verb, and that nothing of what is
//! outside the township stands in any answer.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;
mod county;
mod doors;
mod secrets;
mod verbs;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use county::{AS_OF, ROLES, TOWN, WHOLE, county};
use secrets::Secrets;
use serde_json::Value;
use verbs::{Takes, given, verbs};

#[test]
fn every_verb_is_given_by_those_who_may_and_by_nobody_else() {
    let county = county();
    let verbs = verbs(&county);
    let help = String::from_utf8(county.site.run(&["--help"]).stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed: BTreeSet<&str> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    let tried: BTreeSet<&str> = verbs.iter().map(|(_, line)| line[0].as_str()).chain(["restore", "tour"]).collect();
    // One asks for a backup, the other for a terminal, and opens no register but its own.
    assert_eq!(listed, tried, "every verb is tried here");
    for (takes, line) in &verbs {
        for who in ROLES.into_iter().chain([WHOLE]) {
            let (args, fresh) = given(&county, line, who);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let output = county.run(who, &args);
            let (code, said) = (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned());
            let refused = code == 1 && (said.contains(" cannot ") || said.contains("is not a keeper"));
            assert_eq!(refused, !takes.allows(who), "{who} {args:?}: {code} {said}");
            if refused {
                assert!(
                    output.stdout.is_empty() && fresh.iter().all(|path| !Path::new(path).exists()),
                    "{who} {args:?}"
                );
                assert!(said.contains("Ask "), "{said}");
            }
        }
    }
}

fn written(path: &Path) -> String {
    let Ok(entries) = fs::read_dir(path) else { return fs::read_to_string(path).unwrap_or_default() };
    entries.map(|entry| written(&entry.unwrap().path())).collect()
}

#[test]
fn nothing_from_outside_stands_in_any_answer() {
    let county = county();
    let secrets = Secrets::of(&county);
    let whole = String::from_utf8(county.run(WHOLE, &["findings", "--limit", "100000"]).stdout).unwrap();
    assert!(secrets.found(&whole).is_some(), "whoever looks after the whole sees more");
    assert!(secrets.0.values().map(HashSet::len).sum::<usize>() > 1_000);
    for who in ["viewer", "keeper"] {
        for (takes, line) in verbs(&county).iter().filter(|(takes, _)| takes.allows(who) && *takes != Takes::Nothing) {
            let (args, fresh) = given(&county, line, who);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let output = county.run(who, &args);
            let files: String = fresh.iter().map(|path| written(Path::new(path))).collect();
            let told = [String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap(), files];
            for told in &told {
                assert_eq!(
                    secrets.found(told),
                    None,
                    "{who} {takes:?} {args:?}: {}",
                    told.chars().take(2000).collect::<String>()
                );
            }
            assert!(!told[0].is_empty(), "{args:?}");
        }
    }
}

#[test]
fn a_code_outside_is_a_code_that_does_not_exist() {
    let county = county();
    let (org, number, name) = county.outside();
    let (none, nobody) = ("044.999.999.999", common::identity("#999:19870101"));
    let none = &none[..none.len().min(org.len())];
    let pairs: Vec<(Vec<&str>, [&str; 2])> = vec![
        (vec!["stats", "--org"], [org, none]),
        (vec!["stats", "--home", "--org"], [org, none]),
        (vec!["show"], [org, none]),
        (vec!["show"], [number, &nobody]),
        (vec!["search"], [org, none]),
        (vec!["search"], [number, &nobody]),
        (vec!["search"], [&number[..12], &nobody[..12]]),
        (vec!["search"], [name, "无此人"]),
        (vec!["findings", "--org"], [org, none]),
        (vec!["findings", "history", "hollow-branch"], [org, none]),
        (vec!["findings", "note", "hollow-branch", "--text", "看过"], [org, none]),
        (vec!["findings", "mended", "--from", "2018-06-01", "--org"], [org, none]),
        (vec!["alerts", "--org"], [org, none]),
        (vec!["tasks", "--org"], [org, none]),
        (vec!["rules", "what-if", "hollow-branch", "--set", "P=5", "--org"], [org, none]),
        (vec!["check", "--org"], [org, none]),
        (vec!["rank", "--org"], [org, none]),
        (vec!["responses", "--org"], [org, none]),
        (vec!["transfers", "--org"], [org, none]),
        (vec!["trend", "--of", "members", "--org"], [org, none]),
        (vec!["explain", "members", "--org"], [org, none]),
        (vec!["export", "nowhere", "--org"], [org, none]),
    ];
    for (words, named) in pairs {
        // Masked as they are echoed, numbers differ in the digits that are shown.
        let blank = |text: &[u8], given: &str| {
            let text = String::from_utf8_lossy(text).replace(given, "#");
            let shown = |from: usize, to: usize| given.get(from..to).unwrap_or_default();
            let masked = format!("{}**********{}", shown(0, 4), shown(14, 18));
            text.replace(&masked, "#")
        };
        let told = named.map(|given| {
            let args = [&words[..], &[given]].concat();
            let output = county.run("keeper", &args);
            (output.status.code(), blank(&output.stdout, given), blank(&output.stderr, given))
        });
        assert_eq!(told[0], told[1], "{words:?} {named:?}");
    }
}

#[test]
fn the_township_is_told_as_the_whole_register_tells_it() {
    let county = county();
    for args in [
        &["stats"][..],
        &["stats", "--home"],
        &["stats", "--month", "2018-05"],
        &["tasks"],
        &["responses"],
        &["rank", "--since", "2018-05-10"],
        &["trend", "--of", "findings"],
        &["trend", "--of", "members"],
        &["explain", "members"],
        &["explain", "findings"],
        &["explain", "hollow-branch"],
        &["explain", "T04.2"],
        &["check"],
        &["findings", "--limit", "100000"],
        &["findings", "mended", "--from", "2018-06-01"],
        &["rules", "what-if", "hollow-branch", "--set", "P=5"],
    ] {
        for day in [AS_OF, "2018-06-20"] {
            let args = [args, &["--org", TOWN, "--as-of", day]].concat();
            let [mut own, mut whole] = ["viewer", WHOLE].map(|who| county.done(who, &args));
            // Above the township its operator sees nothing, so nothing above stands in paths.
            for told in [&mut own, &mut whole] {
                for item in told["items"].as_array_mut().into_iter().flatten() {
                    item["path"] = Value::Null;
                }
            }
            assert_eq!(own, whole, "{args:?}");
        }
    }
}
