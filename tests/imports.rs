//! Rosters that follow one another: what changes, what stays, what is told of it.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{CADRES, MEMBERS, ORGS, Site, counts, identity, roster, text};
use serde_json::Value;

fn county() -> Site {
    let site = Site::new();
    site.import(ORGS, &["R||根|团委||||||", "A|R|甲|团支部||||||", "B|R|乙|团支部||||||", "C|R|丙|团支部||||||"]);
    site
}

/// Writes files of members rosters into a folder of their own; gives its path.
fn folder(site: &Site, name: &str, files: &[(&str, &[&str])]) -> String {
    let path = site.path(name);
    std::fs::create_dir_all(&path).unwrap();
    for (file, rows) in files {
        std::fs::write(path.join(file), roster(MEMBERS, rows)).unwrap();
    }
    text(&path).to_owned()
}

/// Members of A, B and C.
fn members(site: &Site) -> [u64; 3] {
    ["A", "B", "C"].map(|org| site.figures(org, "2018-06-30", "members")[0])
}

fn branch(site: &Site, person: &str) -> String {
    site.json(&["show", &identity(person)])["branch"].as_str().unwrap().to_owned()
}

#[test]
fn a_file_refused_as_a_whole_moves_nobody() {
    let site = county();
    site.import(MEMBERS, &["甲|#1||2018-01||A|||||", "乙|#2||2018-01||A|||||"]);
    let rosters = folder(
        &site,
        "strict",
        &[
            ("bad.csv", &["甲|#1||2018-01||B|||||", "丙|123||2018-01||B|||||"]),
            ("good.csv", &["丁|#4||2018-01||A|||||"]),
        ],
    );
    let report = site.take_in(&["--strict", &rosters]);
    assert_eq!(counts(&report), [[2, 0, 0, 2], [1, 1, 0, 0]]);
    assert_eq!((report["refusals"].as_array().unwrap().len(), members(&site)), (1, [3, 0, 0]));
}

#[test]
fn moves_there_and_back_are_corrections() {
    let site = county();
    for (at, to) in ["A", "B", "B", "A"].into_iter().enumerate() {
        let report = site.import(MEMBERS, &[&format!("甲|#1||2018-01||{to}|||||"), "乙|#2||2018-01||A|||||"]);
        let moved = u64::from(at != 2);
        let (came, stayed) = if at == 0 { (2, 0) } else { (moved, 2 - moved) };
        assert_eq!(counts(&report), [[2, came, stayed, 0]], "import {at}");
        assert_eq!(branch(&site, "#1"), to);
    }
    assert_eq!(members(&site), [2, 0, 0]);
}

#[test]
fn two_files_that_disagree_about_a_person() {
    let site = county();
    let both = [("a.csv", &["甲|#1||2018-01||A|||||"][..]), ("b.csv", &["甲|#1||2018-01||B|||||"][..])];
    let both = folder(&site, "both", &both);
    assert_eq!(counts(&site.take_in(&[&both])), [[1, 1, 0, 0]; 2]);
    assert_eq!(counts(&site.take_in(&[&both])), [[1, 0, 1, 0]; 2]);
    assert_eq!((members(&site), site.found("duplicate-identity", "2018-06-30").as_str()), ([1, 1, 0], "A B"));
    // A later roster with one of the two settles it, and says so; after that it changes nothing.
    let later = format!("{both}/b.csv");
    assert_eq!(counts(&site.take_in(&[&later])), [[1, 1, 0, 0]]);
    assert_eq!(counts(&site.take_in(&[&later])), [[1, 0, 1, 0]]);
    assert_eq!((members(&site), site.found("duplicate-identity", "2018-06-30").as_str()), ([0, 1, 0], ""));
}

#[test]
fn a_row_that_a_later_file_overrides_changes_nothing_the_second_time() {
    let site = county();
    let twice =
        [("1.csv", &["甲|#1|10000000001|2018-01||A|||||"][..]), ("2.csv", &["甲|#1|10000000002|2018-01||A|||||"][..])];
    let rosters = folder(&site, "twice", &twice);
    std::fs::write(format!("{rosters}/3.csv"), roster(ORGS, &["A|R|旧名|团支部||||||"])).unwrap();
    std::fs::write(format!("{rosters}/4.csv"), roster(ORGS, &["A|R|新名|团支部||||||"])).unwrap();
    std::fs::write(format!("{rosters}/5.csv"), roster(CADRES, &["乙|#2|A|书记|||否|"])).unwrap();
    std::fs::write(format!("{rosters}/6.csv"), roster(CADRES, &["乙|#2|A|书记|||是|"])).unwrap();
    assert_eq!(counts(&site.take_in(&[&rosters])), [[1, 1, 0, 0]; 6]);
    assert_eq!(counts(&site.take_in(&["--dry-run", &rosters])), [[1, 0, 1, 0]; 6]);
    assert_eq!(counts(&site.take_in(&[&rosters])), [[1, 0, 1, 0]; 6]);
    assert_eq!(site.json(&["search", "10000000002"])["total"], 1);
    assert_eq!(site.json(&["search", "10000000001"])["total"], 0);
    assert_eq!(site.json(&["show", "A"])["name"], "新名");
    assert_eq!(site.figures("A", "2018-06-30", "onboarded"), [1]);
}

#[test]
fn a_dry_run_prints_the_report_of_the_import_it_stands_for() {
    let site = county();
    site.import(MEMBERS, &["甲|#1||2018-01||A|||||", "乙|#2||2018-01||A|||||"]);
    site.import(CADRES, &["甲|#1|A|书记|||是|"]);
    let path = folder(
        &site,
        "next",
        &[(
            "m.csv",
            &["甲|#1||2018-01||A|||||", "乙|#2||2018-01||B|||||", "丙|#3||2018-01||X|||||", "丁|#4||2018-01||A|||||"],
        )],
    );
    std::fs::write(format!("{path}/c.csv"), roster(CADRES, &["甲|#1|A|书记|||是|", "甲|#1|B|书记|||是|"])).unwrap();
    std::fs::write(format!("{path}/o.csv"), roster(ORGS, &["A|R|甲|团支部||||||", "D|R|丁|团支部||||||"])).unwrap();
    let before = site.json(&["stats", "--as-of", "2018-06-30"]);
    let dry = site.take_in(&["--dry-run", &path]);
    assert_eq!(site.json(&["stats", "--as-of", "2018-06-30"]), before);
    assert_eq!(site.take_in(&[&path]), dry);
    assert_eq!(counts(&dry), [[2, 1, 1, 0], [4, 2, 1, 1], [2, 1, 1, 0]]);
}

#[test]
fn a_branch_that_becomes_a_committee_counts_no_members_and_says_so() {
    let site = county();
    site.import(MEMBERS, &["甲|#1||2018-01|201844000001|A||通过|||是"]);
    let report = site.import(ORGS, &["A|R|甲|团委||||||", "A.1|A|甲一|团支部||||||"]);
    assert_eq!((counts(&report), report["warnings_total"].as_u64()), (vec![[2, 2, 0, 0]], Some(1)));
    assert_eq!(site.figures("A", "2018-06-30", "members reported number_due branches"), [0, 0, 0, 1]);
    assert_eq!(site.found("unreachable-members", "2018-06-30"), "");
    assert_eq!(site.json(&["show", &identity("#1")])["member"], false);
    // Where they went is for a members roster to say.
    site.import(MEMBERS, &["甲|#1||2018-01|201844000001|A.1||通过|||是"]);
    assert_eq!(site.figures("A", "2018-06-30", "members reported number_due branches"), [1, 1, 1, 1]);
    let refused = site.import(MEMBERS, &["甲|#1||2018-01||A|||||"]);
    assert_eq!(refused["refusals"][0]["column"], "所在团支部编码");
}

#[test]
fn a_subtree_moves_with_everybody_in_it() {
    let site = county();
    site.import(ORGS, &["D|R|丁|团委||||||", "D.1|D|丁一|团支部||||||", "E|R|戊|团委||||||"]);
    site.import(MEMBERS, &["甲|#1||2018-01||D.1|||||"]);
    site.import(CADRES, &["乙|#2|D.1|书记|||是|"]);
    site.import(ORGS, &["D|E|丁|团委||||||"]);
    assert_eq!(site.figures("E", "2018-06-30", "orgs members cadres"), [3, 1, 1]);
    assert_eq!(site.json(&["search", &identity("#1")])["items"][0]["path"], "戊 › 丁 › 丁一");
    let report = site.import(ORGS, &["E|D|戊|团委||||||"]);
    assert_eq!((counts(&report), &report["refusals"][0]["row"]), (vec![[1, 0, 0, 1]], &Value::from(2)));
    assert_eq!(site.figures("R", "2018-06-30", "orgs members cadres"), [7, 1, 1]);
}

#[test]
fn the_same_rows_in_another_encoding_change_nothing() {
    let site = county();
    let rows = ["张文华|#1|10000000001|2018-01|201844000001|A|2018-03-01|通过|1970-01-01 08:00:00||是"];
    let utf8 = roster(MEMBERS, &rows);
    let gbk = encoding_rs::GBK.encode(&utf8).0.into_owned();
    let with_bom = [b"\xef\xbb\xbf", utf8.as_bytes()].concat();
    for (at, bytes) in [gbk, utf8.into_bytes(), with_bom].into_iter().enumerate() {
        let path = site.write("m.csv", bytes);
        let fresh = u64::from(at == 0);
        assert_eq!(counts(&site.take_in(&[text(&path)])), [[1, fresh, 1 - fresh, 0]], "{at}");
    }
    assert_eq!(site.figures("A", "1970-01-01", "reported"), [0]);
    assert_eq!(site.figures("A", "2018-06-30", "reported"), [1]);
}

#[test]
fn thousands_in_one_branch_and_hundreds_of_posts_in_one_organisation() {
    let site = county();
    let birth = |at: usize| format!("2000{:02}{:02}", 1 + at / 1000 % 12, 1 + at / 12_000);
    let rows: Vec<String> =
        (0..5000).map(|at| format!("名|#{}:{}||2018-01|2018{at:08}|A|||||", at % 1000, birth(at))).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let posts: Vec<String> = (0..300).map(|at| format!("干|#{at}|A|委员|||是|")).collect();
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    for (accepted, unchanged) in [(1, 0), (0, 1)] {
        assert_eq!(counts(&site.import(MEMBERS, &rows)), [[5000, 5000 * accepted, 5000 * unchanged, 0]]);
        assert_eq!(counts(&site.import(CADRES, &posts)), [[300, 300 * accepted, 300 * unchanged, 0]]);
    }
    assert_eq!(site.figures("A", "2018-06-30", "members number_filled cadres onboarded"), [5000, 5000, 300, 300]);
}

#[test]
fn a_person_is_shown_by_any_number_of_theirs() {
    let site = county();
    let header = format!("{MEMBERS},证件类型");
    site.import(&header, &["张文华|#1||2018-01|201844000001|A||||||居民身份证", "外宾|H1234567||2018-01||B||||||护照"]);
    for (number, name) in [(identity("#1"), "张文华"), ("201844000001".into(), "张文华"), ("h1234567".into(), "外宾")]
    {
        assert_eq!(site.json(&["show", &number])["name"], name, "{number}");
    }
    let output = site.run(&["--lang", "en", "show", &identity("#2")]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("4499**********") && !said.contains("20000101"), "{said}");
}
