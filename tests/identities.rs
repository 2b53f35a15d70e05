//! The identities that must hold, on the demonstration and on rosters that break them.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{MEMBERS, ORGS, Site};
use serde_json::json;

/// What the demonstration breaks on purpose.
const KNOWN: [&str; 3] = ["identities-once", "transfers-out-and-in", "requests-overdue"];

/// Both sides of every identity that is not trivial here.
fn sides(site: &Site, args: &[&str]) -> Vec<(String, u64, u64)> {
    let checked = site.json(&[&["check"], args].concat());
    let rows = checked["identities"].as_array().unwrap();
    let holds = rows.iter().all(|row| row["left"] == row["right"]);
    assert_eq!(checked["holds"], holds);
    let side = |row: &serde_json::Value, side: &str| row[side].as_u64().unwrap();
    rows.iter()
        .inspect(|row| assert_eq!(row["holds"], json!(row["left"] == row["right"])))
        .map(|row| (row["id"].as_str().unwrap().to_owned(), side(row, "left"), side(row, "right")))
        .collect()
}

#[test]
fn the_demonstration_adds_up_on_every_day() {
    let site = Site::new();
    assert_eq!(site.code(&["demo", "--seed", "3"]), 0);
    for as_of in ["2018-06-25", "2018-11-15", "2017-01-01"] {
        for (id, left, right) in sides(&site, &["--as-of", as_of]) {
            assert!(left == right || KNOWN.contains(&&*id), "{id} at {as_of}: {left} and {right}");
        }
    }
}

#[test]
fn what_breaks_is_told_and_found() {
    let site = Site::new();
    site.import(
        ORGS,
        &["R||根|团的领导机关||||||", "A|R|甲|团支部||||||", "B|R|乙|团支部||||||", "C|R|丙|团支部||||||2018-06-20"],
    );
    site.import(MEMBERS, &["甲|#1||2018-01||A|||||", "乙|#2||2018-01||B|||||", "丙|#3||2018-01||B|||||"]);
    site.import(MEMBERS, &["甲|#1||2018-01||B|||||"]);
    let moves = "申请编号,身份证号,转接类型,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间,办结时间";
    site.import(
        moves,
        &[
            "1|#2|转至省内|A|B|2018-06-01|5|2018-06-02|2018-06-05",
            "2|#3|转至省内|A||2018-06-01|5|2018-06-02|2018-06-06",
            "3|#3|转至省内|B||2018-06-01|2|2018-06-02|",
            "4|#3|转至省外|B||2018-06-01|5|2018-06-02|2018-06-07",
            "5|#3|转至省内|C|B|2018-06-01|5|2018-06-02|2018-06-08",
        ],
    );
    let told = sides(&site, &["--as-of", "2018-06-30"]);
    let side = |id: &str| told.iter().find(|row| row.0 == id).map(|row| (row.1, row.2)).unwrap();
    assert_eq!(side("orgs-by-kind"), (3, 3));
    assert_eq!(side("transfers-out-and-in"), (2, 1), "one names no receiver; a closed branch is counted nowhere");
    assert_eq!(side("transfers-out-recounted"), (3, 3));
    assert_eq!(side("transfers-in-recounted"), (2, 2));
    for (as_of, found) in [("2018-06-05", ""), ("2018-06-06", "A")] {
        assert_eq!(site.found("transfer-to-nowhere", as_of), found, "{as_of}");
    }
    assert_eq!(side("requests-overdue"), (1, 1), "one waits for the organisation above");
    assert_eq!((side("responses-overdue-recounted"), side("responses-overdue-found")), ((1, 1), (1, 1)));
    let (shared, none) = side("identities-once");
    assert_eq!((shared > 0, none), (!site.found("duplicate-identity", "2018-06-30").is_empty(), 0));
    assert_eq!(sides(&site, &["--org", "B", "--as-of", "2018-06-30"])[0], ("orgs-by-kind".to_owned(), 1, 1));
    assert_eq!(site.code(&["check", "--org", "nowhere"]), 2);
}

#[test]
fn requests_that_wait_for_nobody_are_hops_of_no_organisation() {
    let site = Site::new();
    site.import(
        ORGS,
        &["R||根|团的领导机关||||||", "A|R|甲|团支部||||||", "B|R|乙|团支部|||2018-06-28|||", "C|R|丙|团支部||||||"],
    );
    site.import(MEMBERS, &["甲|#1||2018-01||A|||||", "乙|#2||2018-01||A|||||", "丙|#3||2018-01||A|||||"]);
    let moves = "申请编号,身份证号,转接类型,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间,办结时间";
    site.import(
        moves,
        &[
            "1|#1|转至省内|A|B|2018-06-01|3|2018-06-02|",
            "2|#2|退回原籍|A||2018-06-01|3|2018-06-02|",
            "3|#3|转至省内|A|C|2018-06-01|3|2018-06-02|",
            "4|#3|转至省内|A|C|2018-06-01|3|2018-06-02|",
        ],
    );
    let told = |as_of: &str, org: &str| -> Vec<(u64, u64)> {
        let told = sides(&site, &["--as-of", as_of, "--org", org]);
        let side = |id: &str| told.iter().find(|row| row.0 == id).map(|row| (row.1, row.2)).unwrap();
        ["requests-overdue", "responses-overdue-recounted", "responses-overdue-found"].map(side).to_vec()
    };
    assert_eq!(told("2018-06-27", "R"), [(4, 2), (2, 2), (1, 1)], "nobody is there to answer two of them");
    assert_eq!(told("2018-06-28", "R"), [(4, 3), (3, 3), (2, 2)], "the branch is founded");
    assert_eq!(told("2018-06-27", "C"), [(2, 2), (2, 2), (1, 1)], "one organisation is one finding");
    let late = site.json(&["transfers", "--breach", "--as-of", "2018-06-27"]);
    let nobody = late["rows"].as_array().unwrap().iter().filter(|row| row["must_answer"].is_null()).count();
    assert_eq!((&late["overdue"], nobody), (&json!(4), 2));
}
