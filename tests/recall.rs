//! Tables of the past, asked of the register as an earlier entry of the journal left it: what was said then is said again.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;

use common::{CADRES, MEMBERS, ORGS, Site, identity, roster, text};
use serde_json::Value;

const AS_OF: &str = "2018-06-30";
const TRANSFERS: &str = "转接编号,姓名,身份证号,类型,转接原因,转出组织编码,转入组织编码,发起时间,状态";
const DUES: &str = "姓名,身份证号,所属月份,实交金额,缴纳时间,渠道";

/// What a register says: figures, findings with their states, milestones, rows, and the digest of them all.
fn said(site: &Site, data: &str) -> Value {
    let ask = |args: &[&str]| {
        let mut told = site.json(&[&["--data", data, "--as-of", AS_OF], args].concat());
        // Figures of a look, not of the rows.
        if let Some(told) = told.as_object_mut() {
            told.retain(|name, _| name != "as_of" && name != "newest");
        }
        told
    };
    let digest = ask(&["doctor"])["digest"].clone();
    let tables = ["A", "B", "C"].map(|org| ask(&["show", org]));
    let chain = ask(&["journal", "verify"]);
    serde_json::json!([
        digest,
        tables,
        chain,
        ask(&["stats", "--org", "A"]),
        ask(&["findings", "--limit", "1000"]),
        ask(&["transfers"]),
        ask(&["check"]),
    ])
}

fn members(rows: &[&str]) -> String {
    roster(MEMBERS, rows)
}

/// A register's life, with what it said after each entry of its journal.
fn life(site: &Site) -> Vec<Value> {
    let data = site.data();
    let mut tellings: Vec<Value> = Vec::new();
    let mut tell = |site: &Site| {
        let entries = site.json(&["journal", "verify"])["sound"].as_u64().unwrap() as usize;
        // Looking may take a snapshot, which is no entry; an import of several files is one.
        tellings.resize(entries, Value::Null);
        tellings[entries - 1] = said(site, text(&data));
    };
    let take_in = |name: &str, text_of: String| {
        let path = site.write(name, text_of);
        site.take_in(&[text(&path)]);
    };
    let orgs = [
        "A||开平团委|团委||||||",
        "B|A|铸造车间团支部|团支部|普通|国有企业|2004-10-02|2016-05-01||",
        "C|A|装配车间团支部|团支部|普通|国有企业|2004-10-02|2016-05-01||",
    ];
    take_in("orgs.csv", roster(ORGS, &orgs));
    tell(site);
    let two = [
        "祁甲|#101|10000000101|2016-05|449901200101|B|2016-09-01|通过|2018-01-02||",
        "祁乙|#102|10000000102|2016-05||B|2016-09-01||||",
    ];
    take_in("m1.csv", members(&two));
    tell(site);
    take_in("c1.csv", roster(CADRES, &["祁丙|#200|A|书记|2017-01-01||否|"]));
    tell(site);
    for args in [
        &["member", "correct", "B:祁乙", "--phone", "10000009102"][..],
        &["findings", "note", "no-cadre-branch", "B", "--text", "已去电"],
        &["org", "found", "A", "--code", "D", "--name", "仓储团支部", "--kind", "团支部", "--branch-kind", "普通"],
    ] {
        let output = site.run(&[&["--by", "团县委"], args].concat());
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        tell(site);
    }
    // One moves by a roster, one is corrected, one is new; a branch gets another name.
    let moved = [
        "祁甲|#101|10000000101|2016-05|449901200101|C|2018-03-01|通过|2018-01-02||",
        "祁乙|#102|10000000102|2016-06||B|2016-09-01|通过|2018-06-02||",
        "祁丁|#103|10000000103|2017-05||D|2018-06-01||||",
    ];
    take_in("m2.csv", members(&moved));
    tell(site);
    take_in("orgs2.csv", roster(ORGS, &["C|A|总装车间团支部|团支部|普通|国有企业|2004-10-02|2016-05-01||"]));
    tell(site);
    for (month, paid) in [("2018-05", "2"), ("2018-06", "3")] {
        let paid: Vec<String> = ["#101", "#102"]
            .iter()
            .map(|who| format!("祁|{}|{month}|{paid}|{month}-09 10:00|线上", identity(who)))
            .collect();
        take_in("dues.csv", roster(DUES, &paid.iter().map(String::as_str).collect::<Vec<_>>()));
        tell(site);
    }
    // May once more, otherwise.
    take_in("dues.csv", roster(DUES, &["祁|#101|2018-05|4|2018-05-10 10:00|线上"]));
    tell(site);
    for state in ["待转入团支部审批", "转接成功"] {
        let row = format!("7001|祁丁|#103|省内|工作调动|D|B|2018-06-05 09:00|{state}");
        take_in("moves.csv", roster(TRANSFERS, &[&row]));
        tell(site);
    }
    tellings
}

#[test]
fn every_table_of_the_past_is_told_again() {
    let site = Site::new();
    assert!(site.run(&["init", "--unsealed"]).status.success());
    let tellings = life(&site);
    assert!(tellings.iter().filter(|told| !told.is_null()).count() >= 11, "{}", tellings.len());
    for (entry, then) in (1..).zip(&tellings).filter(|(_, told)| !told.is_null()) {
        let into = site.path(&format!("past-{entry}"));
        let made = site.json(&["journal", "recall", "--entry", &entry.to_string(), "--into", text(&into)]);
        assert_eq!(made["entry"], entry);
        let now = said(&site, text(&into));
        for (part, (now, then)) in now.as_array().unwrap().iter().zip(then.as_array().unwrap()).enumerate() {
            assert_eq!(now, then, "part {part} after entry {entry} ({})", made["verb"]);
        }
    }
    let last = tellings.len().to_string();
    let now = site.path("now");
    let at = site.json(&["journal", "recall", "--at", "2100-01-01", "--into", text(&now)]);
    assert_eq!(at["entry"].to_string(), last);
    // One that is there stays as it is, an entry that never was is refused, and nothing is left behind.
    let again = site.run(&["journal", "recall", "--entry", "2", "--into", text(&now)]);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(said(&site, text(&now)), *tellings.last().unwrap());
    let none = site.path("none");
    for which in [["--entry", "99"], ["--at", "2001-01-01"]] {
        let output = site.run(&[&["journal", "recall"], &which[..], &["--into", text(&none)]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(!none.exists());
    }
}

#[test]
fn a_sealed_register_of_the_past_opens_with_the_same_keys() {
    let site = Site::new();
    let key = site.path("key");
    let with = |args: &[&str]| site.run(&[&["--key-file", text(&key)], args].concat());
    assert!(with(&["init", "--seal"]).status.success());
    let orgs = site.write("orgs.csv", roster(ORGS, &["A||开平团委|团委||||||", "B|A|铸造团支部|团支部|普通|||||"]));
    let rows = |phone: &str| {
        let row = format!("祁甲霓虹|#101|{phone}|2016-05|449901200101|B|2016-09-01|通过|2018-01-02||");
        members(&[&row])
    };
    for (name, text_of) in [("1.csv", rows("10000000101")), ("2.csv", rows("10000000102"))] {
        let path = site.write(name, text_of);
        assert!(with(&["import", text(&orgs), text(&path)]).status.success());
    }
    let into = site.path("past");
    let made = with(&["journal", "recall", "--entry", "2", "--into", text(&into)]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let found = |phone: &str| {
        let told = with(&["--data", text(&into), "search", phone]);
        String::from_utf8_lossy(&told.stdout).contains("祁甲霓虹")
    };
    assert_eq!((found("10000000101"), found("10000000102")), (true, false));
    for entry in walk(&into).into_iter().chain(walk(&site.data())) {
        let bytes = fs::read(&entry).unwrap();
        assert!(!bytes.windows(12).any(|part| part == "祁甲霓虹".as_bytes()), "{}", entry.display());
    }
    // Whoever is erased is in no register of the past any more.
    assert!(with(&["erase", &identity("#101"), "--yes"]).status.success());
    let into = site.path("after");
    let made = with(&["journal", "recall", "--entry", "2", "--into", text(&into)]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let told = with(&["--data", text(&into), "--json", "show", "B"]);
    assert!(!String::from_utf8_lossy(&told.stdout).contains("祁甲霓虹"));
    assert_eq!(with(&["--data", text(&into), "doctor"]).status.code(), Some(0));
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}
