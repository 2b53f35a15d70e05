//! Little rosters and the numbers that the measures make of them, on either side of every edge.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{CADRES, MEMBERS, ORGS, Site};

/// Figures of an organisation at instants: the table of one test.
fn expect(site: &Site, org: &str, names: &str, table: &[(&str, &[u64])]) {
    for (as_of, expected) in table {
        assert_eq!(site.figures(org, as_of, names), *expected, "{org} at {as_of}: {names}");
    }
}

fn findings(site: &Site, rule: &str, table: &[(&str, &str)]) {
    for (as_of, expected) in table {
        assert_eq!(site.found(rule, as_of), *expected, "{rule} at {as_of}");
    }
}

#[test]
fn an_organisation_exists_from_its_first_day_to_the_day_before_its_last() {
    let site = Site::new();
    site.import(
        ORGS,
        &[
            "R||根|团的领导机关||||||",
            "A|R|甲|团委|||2018-06-10|||",
            "A.1|A|甲一|团支部|普通||2018-06-20|||2018-06-30",
            "B|R|乙|团委||||||",
            "B.1|B|乙一|团支部|||2019-01-01|||",
        ],
    );
    site.import(MEMBERS, &["甲|#1||2018-05||A.1||通过|||"]);
    site.import(CADRES, &["子|#2|A.1|书记|||是|"]);
    let names = "orgs branches hollow_committees members reported cadres secretary_onboarded";
    expect(
        &site,
        "R",
        names,
        &[
            ("2018-06-09", &[2, 0, 1, 0, 0, 0, 0]),
            ("2018-06-10", &[3, 0, 2, 0, 0, 0, 0]),
            ("2018-06-19", &[3, 0, 2, 0, 0, 0, 0]),
            ("2018-06-20T00:00:00+08:00", &[4, 1, 1, 1, 1, 1, 1]),
            ("2018-06-20", &[4, 1, 1, 1, 1, 1, 1]),
            ("2018-06-29", &[4, 1, 1, 1, 1, 1, 1]),
            ("2018-06-30T00:00:00+08:00", &[3, 0, 2, 0, 0, 0, 0]),
            ("2019-01-01", &[4, 1, 1, 0, 0, 0, 0]),
        ],
    );
}

#[test]
fn children_that_are_closed_still_show_what_is_below_them() {
    let site = Site::new();
    site.import(
        ORGS,
        &["R||根|团委||||||", "A|R|甲|团委||||||2018-01-01", "A.1|A|一|团支部||||||", "B|R|乙|团支部||||||2018-01-01"],
    );
    let stats = site.json(&["stats", "--as-of", "2018-06-30"]);
    let rows: Vec<_> = stats["rows"].as_array().unwrap().iter().map(|row| (&row["code"], &row["orgs"])).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].1.as_u64(), rows[1].0.as_str(), rows[1].1.as_u64()), (Some(2), Some("A"), Some(1)));
    assert_eq!(site.found("hollow-committee", "2018-06-30"), "R", "its only child does not exist");
}

#[test]
fn members_and_reports() {
    let site = Site::new();
    site.import(ORGS, &["R||根|团委||||||", "B|R|支|团支部||||||"]);
    site.import(
        MEMBERS,
        &[
            "甲|#1||2018-06||B|2018-06-15|通过|2018-06-20 12:00:00||",
            "乙|#2||2017-06||B||待审核|2018-06-20|自行脱团待审|",
            "丙|#3||2017-06||B|2018-06-25|被退回||正常|",
            "丁|#4||2018-06||B||修改待审核|2018-06-21 23:59:59|开除团籍待审|是",
            "戊|#5||2018-06||B||通过|2018-06-21|开除团籍|",
            "己|#6||2016-12||B||撤回||满28周岁离团待审|",
            "庚|#7||2016-12||B||修改被退回||自愿退团待审|",
            "辛|#8||2018-06||B||通过||禁用|",
            "壬|#9||2018-07||B||||正常|",
        ],
    );
    expect(
        &site,
        "B",
        "members reported number_due",
        &[
            ("2018-05-31", &[3, 1, 1]),
            ("2018-06-01", &[4, 1, 2]),
            ("2018-06-14", &[4, 1, 2]),
            ("2018-06-15", &[5, 1, 3]),
            ("2018-06-20T11:59:59+08:00", &[5, 2, 3]),
            ("2018-06-20T12:00:00+08:00", &[5, 3, 3]),
            ("2018-06-21T23:59:58+08:00", &[5, 3, 3]),
            ("2018-06-21", &[5, 4, 3]),
            ("2018-06-24", &[5, 4, 3]),
            ("2018-06-25", &[6, 4, 4]),
            ("2018-07-01", &[7, 4, 5]),
        ],
    );
    findings(&site, "unreachable-members", &[("2018-05-31", ""), ("2018-06-01", "B")]);
}

#[test]
fn two_rows_of_one_person_are_duplicates_while_both_hold() {
    let site = Site::new();
    site.import(ORGS, &["R||根|团委||||||", "A|R|甲|团支部||||||", "B|R|乙|团支部||||||2018-08-01"]);
    let a = site.write("a.csv", common::roster(MEMBERS, &["甲|#1||2017-05||A|||||"]));
    let b = site.write("b.csv", common::roster(MEMBERS, &["甲|#1||2017-05||B|2018-06-20||||"]));
    site.take_in(&[common::text(&a), common::text(&b)]);
    let table = [("2018-06-19", ""), ("2018-06-20", "A B"), ("2018-07-31", "A B"), ("2018-08-01", "")];
    findings(&site, "duplicate-identity", &table);
}

#[test]
fn member_numbers() {
    let site = Site::new();
    site.import(ORGS, &["R||根|团委||||||", "B|R|支|团支部||||||"]);
    site.import(
        MEMBERS,
        &[
            "甲|#1||2017-01|201844000001|B|||||",
            "乙|#2||2018-12|201744000002|B|||||",
            "丙|#3||2016-12|201744000003|B|||||",
            "丁|#4||2019-01|201844000004|B|||||",
            "戊|#5||2019-01|201944000005|B|||||",
            "己|#6||2017-03|20174400006|B|||||",
            "庚|#7||2017-03|201744000007|B|||||",
            "辛|#8||2017-03|201744000007|B|2018-06-10||||",
            "壬|#9||2017-03|201744000009|B|||||",
            "癸|#10||2017-03|201744000009|B||||自愿退团|",
        ],
    );
    let names = "number_due number_filled";
    expect(
        &site,
        "B",
        names,
        &[("2018-06-09", &[4, 3]), ("2018-06-10", &[5, 2]), ("2018-12-31", &[6, 3]), ("2019-01-31", &[8, 4])],
    );
    findings(&site, "wrong-number", &[("2016-11-30", ""), ("2016-12-31", "B")]);
    findings(&site, "duplicate-number", &[("2018-06-09", ""), ("2018-06-10", "B")]);
}

#[test]
fn cadres_are_counted_once_in_each_organisation() {
    let site = Site::new();
    site.import(ORGS, &["R||根|团委||||||", "B|R|支|团支部||||||"]);
    site.import(
        CADRES,
        &[
            "子|#1|B|书记|2018-06-20|2018-06-25|是|2018-06-22 08:00:00",
            "子|#1|B|组织委员|2018-06-20||否|",
            "丑|#2|B|书记|2018-06-22||否|",
            "寅|#3|R|书记|||是|",
            "寅|#3|B|委员|2018-06-23||是|",
        ],
    );
    expect(
        &site,
        "R",
        "cadres onboarded secretary_onboarded no_cadre_branches",
        &[
            ("2018-06-19", &[1, 1, 0, 1]),
            ("2018-06-20", &[2, 1, 0, 0]),
            ("2018-06-22T07:59:59+08:00", &[3, 1, 0, 0]),
            ("2018-06-22T08:00:00+08:00", &[3, 2, 1, 0]),
            ("2018-06-24", &[4, 3, 1, 0]),
            ("2018-06-25", &[4, 2, 0, 0]),
        ],
    );
}

#[test]
fn hollow_branches_by_the_parameter_of_the_day_and_the_days_of_grace() {
    let site = Site::new();
    site.import(
        ORGS,
        &[
            "R||根|团委||||||",
            "B|R|两人|团支部||||||",
            "T|R|临时|团支部|流动团员||2018-01-01|||",
            "U|R|无日期|团支部|流动团员|||||",
            "P|R|普通|团支部|普通||2018-01-01|||",
        ],
    );
    site.import(MEMBERS, &["甲|#1||2017-06||B|||||", "乙|#2||2017-06||B|||||"]);
    findings(
        &site,
        "hollow-branch",
        &[
            ("2017-01-01", "B U"),
            ("2018-01-01", "P U"),
            ("2018-06-29", "P U"),
            ("2018-06-30", "P T U"),
            ("2019-02-28", "P T U"),
            ("2019-03-01", "B P T U"),
        ],
    );
    findings(&site, "undersized-branch", &[("2017-05-31", ""), ("2019-02-28", "B"), ("2019-03-01", "")]);
    let evidence = |as_of| {
        let found = site.json(&["--lang", "en", "findings", "--rule", "hollow-branch", "--org", "B", "--as-of", as_of]);
        found["items"][0]["evidence"][0].as_str().unwrap().to_owned()
    };
    assert!(evidence("2017-01-01").contains("P=1 "), "the earliest value holds before its date");
    assert!(evidence("2019-03-01").contains("P=3 "));
}

#[test]
fn arrears_are_told_where_the_roster_of_the_first_month_was_brought() {
    let site = Site::new();
    site.import(
        ORGS,
        &[
            "R||市|团的领导机关||||||",
            "P|R|甲县|团的领导机关||||||",
            "P.1|P|甲一|团支部||||||",
            "P.2|P|甲二|团支部||||||",
            "Q|R|乙县|团的领导机关||||||",
            "Q.1|Q|乙一|团支部||||||",
        ],
    );
    site.import(
        MEMBERS,
        &[
            "甲|#1||2017-05||P.1|||||",
            "乙|#2||2017-05||P.2|||||",
            "丙|#3||2017-05||Q.1|||||",
            "丁|#4||2017-05||P.1|||||",
            "戊|#5||2018-03||P.1|||||",
            "己|#6||2017-05||Q.1|||||",
        ],
    );
    let dues = "身份证号,所属月份,实交金额,缴纳时间,渠道";
    site.import(dues, &["#1|2018-02|1|2018-02-03|线上", "#4|2018-04|1|2018-08-09|线上"]);
    // #6 moved from 甲县 at the end of March, where dues are brought, to 乙县, where none are.
    let moves = "申请编号,身份证号,转接类型,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间,办结时间";
    site.import(moves, &["1|#6|转至省内|P.1|Q.1|2018-03-01|5|2018-03-02|2018-03-31 09:00"]);
    let arrears = |as_of| (site.figures("R", as_of, "dues_arrears")[0], site.found("dues-arrears", as_of));
    let table = [
        ("2018-07-30", 0, ""),
        // February to July: 甲县 brought February. #2 and #4 paid nothing; #1 has; #5 joined in March; 乙县 brought none.
        ("2018-07-31", 2, "P.1 P.2"),
        ("2018-08-08", 2, "P.1 P.2"),
        ("2018-08-09", 1, "P.2"),
        // March to August: nobody's March was brought.
        ("2018-08-31", 0, ""),
        // April to September: #4 paid for April, late; #1, #2 and #5 are told by that.
        ("2018-09-30", 3, "P.1 P.2"),
    ];
    for (as_of, count, codes) in table {
        assert_eq!(arrears(as_of), (count, codes.to_owned()), "{as_of}");
    }
}

#[test]
fn elections_are_overdue_the_day_after() {
    let site = Site::new();
    site.import(
        ORGS,
        &[
            "R||根|团委||||2013-06-30||",
            "B|R|支|团支部||||2015-06-30||",
            "C|R|毕|团支部|毕业班|||2017-06-30||",
            "D|R|班|团支部||初中||2017-06-30||",
            "E|R|师|团支部|教师|初中||2017-06-30||",
            "F|R|应|团支部||||2000-01-01|2018-06-30|",
            "G|R|无|团支部||||||",
        ],
    );
    findings(
        &site,
        "overdue-election",
        &[("2018-06-30", ""), ("2018-07-01", "B C D F R"), ("2020-07-01", "B C D E F R")],
    );
}

#[test]
fn over_age_on_the_birthday_unless_a_post_is_held_anywhere() {
    let site = Site::new();
    site.import(
        ORGS,
        &["R||根|团委||||||", "A|R|甲|团支部||||||", "B|R|乙|团支部||||||", "C|R|停|团支部||||||2018-06-20"],
    );
    site.import(
        MEMBERS,
        &[
            "甲|#1:19900625||2008-01||A|||||",
            "乙|#2:19900625||2008-01||A||||满28周岁离团待审|",
            "丙|#3:19900601||2008-01||B|||||",
        ],
    );
    site.import(CADRES, &["丙|#3:19900601|R|委员|2018-06-01|2018-06-27||", "甲|#1:19900625|C|书记||||"]);
    let table = [("2018-06-24", ""), ("2018-06-25", "A"), ("2018-06-26", "A"), ("2018-06-27", "A B")];
    findings(&site, "over-age", &table);
    let shown = site.json(&["show", &common::identity("#1:19900625"), "--as-of", "2018-06-25"]);
    assert_eq!(shown["flags"], serde_json::json!(["unreported-members", "over-age"]), "a post in a closed one is none");
}

#[test]
fn what_has_nothing_to_count_has_no_rate() {
    let site = Site::new();
    assert_eq!(site.code(&["init"]), 0);
    let tasks = site.json(&["tasks", "--as-of", "2018-07-01"]);
    let step = |id: &str| tasks["steps"].as_array().unwrap().iter().find(|step| step["id"] == id).unwrap().clone();
    let (rate, count) = (step("T05.3"), step("T04.1"));
    assert_eq!((rate["value"].is_null(), rate["denominator"].as_u64()), (true, Some(0)));
    assert_eq!(rate["verdict"], "n/a");
    assert_eq!((count["value"].as_f64(), count["verdict"].as_str()), (Some(0.0), Some("met")));
    let stats = site.json(&["stats"]);
    assert_eq!(stats["rows"].as_array().unwrap().len(), 1);
    assert_eq!(stats["rows"][0]["orgs"], 0);
}

#[test]
fn a_verdict_is_kept_and_a_correction_shows_beside_it() {
    let site = Site::new();
    assert_eq!(site.code(&["init"]), 0);
    let step = |as_of: &str| {
        let tasks = site.json(&["tasks", "--as-of", as_of]);
        let step = tasks["steps"].as_array().unwrap().iter().find(|step| step["id"] == "T04.2").unwrap().clone();
        (step["at_due"].as_f64(), step["value"].as_f64(), step["verdict"].as_str().unwrap().to_owned())
    };
    let met = |at_due, now| (Some(at_due), Some(now), "met".to_owned());
    let missed = |at_due, now| (Some(at_due), Some(now), "missed".to_owned());
    assert_eq!(step("2018-07-01"), met(0.0, 0.0), "an empty register has no hollow branch");
    // Two roots, so that the whole register is meant before and after.
    site.import(ORGS, &["R||根|团委||||||", "S||根二|团委||||||", "B|R|支|团支部|||||||", "C|R|支二|团支部|||||||"]);
    assert_eq!(step("2018-06-29").2, "at-risk");
    assert_eq!(step("2018-06-30"), missed(2.0, 2.0));
    site.import(MEMBERS, &["乙|#2||2018-01||C|||||"]);
    site.import(CADRES, &["乙|#2|C|书记||||"]);
    assert_eq!(step("2018-06-30"), missed(1.0, 1.0), "what was judged before all rosters were in is not kept");
    site.import(MEMBERS, &["甲|#1||2018-01||B|2018-06-01||||"]);
    assert_eq!(step("2018-07-01"), missed(1.0, 0.0));
}

#[test]
fn a_number_is_explained_with_its_condition_its_source_and_the_value_of_an_organisation() {
    let site = Site::new();
    site.import(ORGS, &["R||根|团委||||||", "B|R|甲|团支部|||2018-06-05|||", "C|R|乙|团支部|||2018-06-01|||"]);
    site.import(MEMBERS, &["甲|#1||2017-05||B|2018-06-12|通过|||"]);
    let explain = |args: &[&str]| site.json(&[&["explain", "--as-of", "2018-06-30", "--lang", "en"], args].concat());
    let rule = explain(&["空心团支部", "--org", "C"]);
    assert_eq!((rule["id"].as_str(), rule["kind"].as_str()), (Some("hollow-branch"), Some("rule")));
    assert!(rule["condition"].as_str().unwrap().starts_with("members < P=1 and not"), "{rule}");
    assert_eq!(rule["params"][0]["from"], "2018-06-01");
    assert_eq!(rule["params"][0]["later"], serde_json::json!(["3", "2019-03-01"]));
    assert!(rule["evidence"][0].as_str().unwrap().starts_with("members 0 < P=1"), "{rule}");
    for (what, kind, value) in [
        ("members", "fact", "1"),
        ("hollow-branch", "rule", "1"),
        ("T04.2", "step", "1"),
        ("hollow-branches", "measure", "50%"),
    ] {
        let told = explain(&[what]);
        assert_eq!((told["kind"].as_str(), told["value"].as_str()), (Some(kind), Some(value)), "{what}");
        assert!(!told["source"].as_str().unwrap().is_empty(), "{what}");
    }
    let all = explain(&[]);
    assert!(all.as_array().unwrap().len() > 200, "{}", all.as_array().unwrap().len());
    assert_eq!(site.code(&["explain", "no-such-thing"]), 2);
    assert_eq!(site.code(&["explain", "members", "--org", "no-such-code"]), 2);
}
