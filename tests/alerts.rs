//! Patterns worth checking, from rosters to the verb.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{CADRES, MEMBERS, ORGS, Site, identity};
use serde_json::Value;

const TRANSFERS: &str =
    "申请编号,身份证号,转接类型,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间,办结时间,毕业生,各环节";

fn alerts(site: &Site, args: &[&str]) -> Value {
    site.json(&[&["alerts", "--lang", "en", "--json", "--rows"], args].concat())
}

/// Kind, organisation, count and rows of every alert.
fn told(alerts: &Value) -> Vec<String> {
    let items = alerts["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let [kind, org] = ["kind", "org"].map(|name| item[name].as_str().unwrap());
            format!("{kind} {org} {} {}", item["count"], item["rows"].as_array().unwrap().len())
        })
        .collect()
}

fn county() -> Site {
    let site = Site::new();
    let orgs = [
        "R||根|团委|||2010-01-01|||",
        "A|R|甲|团支部||非公企业|2010-01-01|||",
        "B|R|乙|团支部||非公企业|2010-01-01|||",
        "C|R|丙|团支部||非公企业|2010-01-01|||2018-06-20",
        "D|R|丁|团支部||非公企业|2010-01-01|||2018-06-21",
    ];
    site.import(ORGS, &orgs);
    site
}

fn rows(persons: std::ops::Range<u32>, row: impl Fn(u32) -> String) -> Vec<String> {
    persons.map(row).collect()
}

fn import(site: &Site, header: &str, rows: &[String]) {
    site.import(header, &rows.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn the_demonstration_has_a_few_of_most_kinds_and_no_number_in_the_clear() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    let all = alerts(&site, &[]);
    for (kind, least) in
        [("filled", 1), ("batch", 1), ("returned", 1), ("bounce", 1), ("phone", 1), ("same-day", 1), ("silent", 1)]
    {
        assert!(all["by_kind"][kind].as_u64().unwrap() >= least, "{kind}: {}", all["by_kind"]);
    }
    assert_eq!(all["caution"], "worth checking, not a verdict");
    for item in all["items"].as_array().unwrap() {
        assert!(!item["innocent"].as_array().unwrap().is_empty() && !item["rows"].as_array().unwrap().is_empty());
        for row in item["rows"].as_array().unwrap() {
            assert!(row["id"].as_str().unwrap().contains("**"), "{row}");
        }
    }
    let one = alerts(&site, &["--kind", "returned"]);
    assert_eq!(one["total"], 1);
    assert!(one["items"][0]["rows"].as_array().unwrap().len() >= 24, "{}", one["items"][0]);
    let org = one["items"][0]["org"].as_str().unwrap();
    assert_eq!(alerts(&site, &["--kind", "returned", "--org", org])["total"], 1);
    assert_eq!(site.code(&["alerts", "--kind", "nothing"]), 2);
    let shown = String::from_utf8(site.run(&["alerts", "--rows", "--lang", "zh"]).stdout).unwrap();
    assert!(!shown.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 11), "no phone, no identity number");
}

#[test]
fn in_and_out_by_transfers_is_seen_as_of_its_time() {
    let site = county();
    import(&site, MEMBERS, &rows(1..13, |n| format!("甲{n}|#{n}||2017-01||B|||||")));
    let moved = |no: &'static str, from: &'static str, to: &'static str, day: &'static str| {
        rows(1..5, move |n| format!("{no}{n}|#{n}|转至省内|{from}|{to}|{day} 09:00|5|{day} 09:00|{day} 10:00|是|"))
    };
    let into = moved("I", "B", "A", "2018-06-27");
    import(&site, TRANSFERS, &[into, moved("O", "A", "B", "2018-07-12")].concat());
    assert_eq!(told(&alerts(&site, &["--as-of", "2018-07-11"])), ["closed R 2 2"]);
    let later = alerts(&site, &["--as-of", "2018-07-31"]);
    assert_eq!(told(&later), ["filled A 4 4", "bounce B 4 4", "closed R 2 2"]);
    let first = &later["items"][0];
    assert_eq!(first["innocent"][0], "4 of them are flagged graduates: graduation season");
    assert_eq!([&first["rows"][0]["come"], &first["rows"][0]["gone"]], ["2018-06-27", "2018-07-12"]);
    assert_eq!(told(&alerts(&site, &["--as-of", "2020-01-01"])), Vec::<String>::new(), "too long ago");
}

#[test]
fn what_two_looks_and_one_roster_tell_of_members_gone() {
    let site = county();
    let roster = |branch: &'static str, league: &'static str| {
        move |n: u32| format!("甲{n}|#{n}||2017-01||{branch}||||{league}|")
    };
    import(&site, MEMBERS, &rows(1..31, roster("A", "")));
    import(&site, MEMBERS, &rows(40..50, roster("B", "")));
    assert_eq!(told(&alerts(&site, &[])), Vec::<String>::new());
    // Four of ten say little, five of thirty are under a fifth, seven are not.
    import(&site, MEMBERS, &rows(40..44, roster("B", "自行脱团")));
    import(&site, MEMBERS, &rows(1..6, roster("A", "自行脱团")));
    assert_eq!(told(&alerts(&site, &[])), Vec::<String>::new());
    import(&site, MEMBERS, &rows(6..13, roster("A", "自行脱团")));
    let seen = alerts(&site, &[]);
    assert_eq!(told(&seen), ["loss A 7 1"]);
    assert!(seen["items"][0]["says"].as_str().unwrap().contains("from 25 to 18 members"), "{seen}");
    // The register keeps what it saw; a roster that moves people shows who.
    import(&site, MEMBERS, &rows(13..20, roster("B", "")));
    assert_eq!(told(&alerts(&site, &[])), ["loss A 7 7"]);
}

#[test]
fn closed_branches_shared_phones_and_unanswered_requests() {
    let site = county();
    let phone = |n: u32| if n < 6 { "10200000001".to_owned() } else { format!("102000001{n:02}") };
    import(&site, MEMBERS, &rows(1..20, |n| format!("甲{n}|#{n}|{}|2017-01||A|||||", phone(n))));
    site.import(CADRES, &["书|#77|A|书记|2018-03-01|||"]);
    let open = |n: u32| format!("W{n}|#{n}|转至省内|A|B|2018-06-10 09:00|1|2018-06-10 09:00||否|");
    import(&site, TRANSFERS, &rows(1..3, open));
    let seen = alerts(&site, &["--as-of", "2018-06-25"]);
    assert_eq!(told(&seen), ["closed R 2 2", "phone A 5 5", "silent A 2 1"]);
    assert_eq!(seen["items"][2]["rows"][0]["name"], "书");
    let shown = seen.to_string();
    assert!(!shown.contains("10200000001") && !shown.contains(&identity("#1")));
    // One answer is enough.
    site.import(
        TRANSFERS,
        &["W1|#1|转至省内|A|B|2018-06-10 09:00|2|2018-06-20 09:00||否|2018-06-10 09:00>2018-06-20 09:00"],
    );
    assert_eq!(told(&alerts(&site, &["--as-of", "2018-06-25"])), ["closed R 2 2", "phone A 5 5"]);
}
