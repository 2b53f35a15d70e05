//! `show` and `rules explain` as a person reads them, in the terminal, and as JSON.

use serde_json::json;

use crate::common::{self, Site, identity};
use crate::screen::Terminal;

/// A township with two branches and one person with something on every roster.
fn site() -> Site {
    let site = Site::new();
    site.import(
        common::ORGS,
        &[
            "R||某县团委|团的领导机关||||||",
            "S|R|某镇中学团委|团委||初中||||",
            "S.1|S|一班团支部|团支部|毕业班|初中|2016-09-01|||",
            "B|R|丁厂团支部|团支部||非公企业||||",
        ],
    );
    let header = "姓名,身份证号,手机号码,入团年月,所在团支部编码,政治面貌,教育评议等次,评议年度,团籍注册年度";
    site.import(
        header,
        &[
            "甲某|#1:20030105|10000000001|2016-09|S.1|共青团员|合格|2017|2017",
            "乙某|#2:20030106||2016-09|S.1|共青团员|||",
        ],
    );
    let dues = "身份证号,所属月份,应交金额,实交金额,缴纳时间,渠道";
    site.import(
        dues,
        &[
            "#1:20030105|2018-04|0.20|0.20|2018-04-03|线上",
            "#1:20030105|2018-05|0.20|0.10|2018-05-03|线上",
            "#2:20030106|2018-03|0.20|0.20|2018-03-03|线上",
        ],
    );
    site.import("身份证号,类别,名称,授予组织,日期,文号", &["#1:20030105|奖励|优秀团员|某县团委|2018-05-04|某团字1号"]);
    site.import(
        "组织编码,活动类型,主题,日期,应到人数,实到人数",
        &["S.1|团课|读书|2018-05-20|20|18", "B|团课|安全|2018-05-21||"],
    );
    let moves = "申请编号,身份证号,转接类型,转接原因,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间";
    site.import(moves, &["Z-7|#1:20030105|转至省内|毕业|S.1|B|2018-06-20 09:00|2|2018-06-21 10:00"]);
    site.import(
        "组织编码,事项,申报时间,申报岗位,说明",
        &["S|dues_publicity_done|2018-06-10 08:00|某镇中学团委|搭了一顶"],
    );
    site.import("学校组织编码,毕业年度,毕业生团员数,上报时间", &["S|2018|20|2018-06-11 09:00"]);
    site
}

const AS_OF: &str = "2018-06-25";

/// High enough for all that is printed.
const HIGH: (u16, u16) = (160, 90);

/// What a verb prints in a terminal, once its last line is there.
fn said(site: &Site, words: &[&str], last: &str) -> String {
    let args = [words, &["--as-of", AS_OF]].concat();
    let mut terminal = Terminal::with(&site.data(), HIGH, &args, &[]);
    terminal.sees(last);
    terminal.screen()
}

#[test]
fn a_person_is_shown_with_all_that_the_screen_shows_and_masked() {
    let site = site();
    let who = identity("#1:20030105");
    let shown = site.json(&["show", &who, "--as-of", AS_OF]);
    let dues = shown["dues"].as_array().unwrap();
    assert_eq!(dues.len(), 12);
    let stands = |month: &str| dues.iter().find(|row| row["month"] == month).unwrap()["stands"].clone();
    let found = ["2018-03", "2018-04", "2018-05", "2018-02"].map(stands);
    assert_eq!(json!(found), json!(["nothing", "whole", "short", "not-told"]));
    assert_eq!((&shown["appraisal"], &shown["appraisal_year"]), (&json!("合格"), &json!(2017)));
    assert_eq!(shown["registered_year"], 2017);
    let request = &shown["requests"][0];
    assert_eq!((&request["no"], &request["stands"]), (&json!("Z-7"), &json!("open")));
    assert_eq!((&request["from"]["code"], &request["to"]["code"]), (&json!("S.1"), &json!("B")));
    let hops = request["hops"].as_array().unwrap();
    assert_eq!(hops.len(), 4);
    assert!(hops[1]["arrived"].is_string() && hops[3]["arrived"].is_null(), "{hops:?}");
    assert_eq!(shown["conduct"][0]["name"], "优秀团员");
    assert_eq!((&shown["activities"][0]["topic"], &shown["activities"][0]["present"]), (&json!("读书"), &json!(18)));
    for (lang, last, lines) in [
        (
            "zh",
            "读书",
            &[
                "教育评议：合格（2017）",
                "团籍注册：2017",
                "团费",
                "少交",
                "转接申请 1/1",
                "优秀团员",
                "支部近一年活动 1 次",
            ][..],
        ),
        ("en", "18/20", &["appraisal: ", "registered: 2017", "too little", "request 1/1", "Z-7", "honour"]),
    ] {
        let text = said(&site, &["--lang", lang, "show", &who], last);
        for line in lines {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert!(!text.contains(&who) && !text.contains("10000000001"), "{text}");
    }
    assert!(!shown.to_string().contains(&who) && !shown.to_string().contains("10000000001"));
}

#[test]
fn an_organisation_is_shown_with_what_it_did_and_declared() {
    let site = site();
    let school = site.json(&["show", "S", "--as-of", AS_OF]);
    assert_eq!(
        (&school["attestations"][0]["item"], &school["attestations"][0]["note"]),
        (&json!("dues_publicity_done"), &json!("搭了一顶"))
    );
    assert_eq!((&school["graduates"][0]["year"], &school["graduates"][0]["members"]), (&json!(2018), &json!(20)));
    // What was declared later is not told before.
    let before = site.json(&["show", "S", "--as-of", "2018-06-09"]);
    assert_eq!((&before["attestations"], &before["graduates"]), (&json!([]), &json!([])));
    let branch = site.json(&["show", "S.1", "--as-of", AS_OF]);
    assert_eq!(branch["activities"].as_array().unwrap().len(), 1);
    let text = said(&site, &["--lang", "zh", "show", "S"], "20 人");
    assert!(text.contains("申报") && text.contains("搭了一顶") && text.contains("毕业生底数"), "{text}");
    let text = said(&site, &["--lang", "en", "show", "S.1"], "18/20");
    assert!(text.contains("kind: ") && text.contains("读书"), "{text}");
}

#[test]
fn a_rule_is_explained_in_words_before_its_expression() {
    let site = site();
    let text = said(&site, &["--lang", "zh", "rules", "explain", "hollow-branch"], "业务说明 2019-03");
    for line in [
        "条件：团支部中，团员 < P=1 且 并非（临时类支部 且 成立天数 < 宽限天数=180）",
        "参数：P = 1，2018-06-01 起，S2 第4项",
        "原式（branch）：members < P and not (temporary and age_days < grace)",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}
