//! Dues, conduct, activities, baselines, the ledger, declarations; and forms.

use mingmai::desk::FieldKind;
use mingmai::lang::Lang;
use mingmai::model::Deed;

use crate::{county, desk, each, subject};

#[test]
fn records_by_the_rules() {
    let site = county();
    let desk = desk(&site);
    each(
        &desk,
        &[
            ("dues-pay B1/#1", "2018-06 团费 0.20 元"),
            ("dues-pay B1/#1 paid=0.1", "少于应交 0.20 元"),
            ("dues-pay B1/#1 paid=一元", "! paid: 不是该栏可用的数字"),
            ("dues-pay B1/#1 month=2017-11", "! month: 团费最多预交或补交 6 个月"),
            ("dues-pay B1/#1 month=2019-01", "! month: 团费最多预交或补交 6 个月"),
            ("dues-pay B1/#1 month=2018-12", "2018-12 团费"),
            ("dues-pay B1/#1 at=2018-06-21", "! at: 2018-06-21 还没有到"),
            ("dues-pay B1/#1 channel=现金", "! channel: 应为：线上 / 线下"),
            ("dues-pay B1 month=2018-05", "! 这件事不是对它办的"),
            ("conduct-add B1/#1 kind=奖励 name=优秀团员", "2018-06-20 奖励 优秀团员"),
            ("conduct-add C/#5/2018-01-01 kind=处分 name=警告 on=2018-06-01", "2018-06-01 处分 警告"),
            ("conduct-add B1/#1 kind=奖励", "! name: 必填"),
            ("activity-add B1 kind=团课 topic=学习", "高一团支部：2018-06-20 团课 学习"),
            ("activity-add B1 kind=团课 topic=学习 on=2018-06-21", "! on: 2018-06-21 还没有到"),
            ("activity-add B1 kind=团课 topic=学习 expected=3 present=4", "! present: 实到人数不能多于应到人数 3"),
            ("graduates-submit C members=120", "2018 年毕业生团员 120 名"),
            ("graduates-submit C", "! members: 必填"),
            ("ledger-put R credit=91350100M000100Y43 name=某厂 kind=非公企业 division=440783", "台账增加 某厂"),
            (
                "ledger-put R credit=91350100M000100Y44 name=某厂 kind=非公企业 division=440783",
                "! credit: 统一社会信用代码未通过校验",
            ),
            ("ledger-remove R credit=91350100M000100Y43", "! credit: 台账中没有这个单位"),
            ("attest C item=no-such-thing", "! item: 不是各任务书中须申报或抽查的事项"),
        ],
    );
}

#[test]
fn a_form_shows_what_stands_and_checks_while_it_is_typed() {
    let site = county();
    let desk = desk(&site);
    let form = |deed, on: &str| desk.form(deed, &subject(&desk, on)).unwrap().unwrap();
    let correct = form(Deed::MemberCorrect, "B1/#1");
    let now = |id: &str| correct.fields.iter().find(|field| field.id == id).unwrap().now.clone();
    assert_eq!((now("name").as_str(), now("joined").as_str(), now("league").as_str()), ("甲", "2017-05", "正常"));
    assert!(now("identity").contains("****") && now("phone") == "100****0001");
    let politics = correct.fields.iter().find(|field| field.id == "politics").unwrap();
    assert!(matches!(&politics.kind, FieldKind::Choice(words) if words[0] == ("共青团员", "league member")));
    let why = |id: &str, text: &str| correct.check(id, text).map_err(|why| why.say(Lang::En));
    for (id, text, fine) in [
        ("name", "乙", true),
        ("name", " ", false),
        ("phone", "", true),
        ("phone", "100****0001", true),
        ("phone", "100****0002", false),
        ("identity", "449901200001010022", false),
        ("identity", "H1234567", true),
        ("joined", "2017年6月", true),
        ("joined", "June", false),
        ("reported-at", "2018-06-20 09:00", true),
        ("reported-at", "2018-06-20 11:00", false),
        ("politics", "party member", true),
        ("politics", "gentry", false),
        ("income", "3,500.5", true),
        ("income", "much", false),
        ("ethnicity", "壮族", true),
        ("shoe", "42", false),
    ] {
        assert_eq!(why(id, text).is_ok(), fine, "{id} {text:?} {:?}", why(id, text));
    }
    for deed in [Deed::OrgMerge, Deed::OrgMove, Deed::OrgFound] {
        let form = form(deed, "B1");
        for (id, text, fine) in
            [("into", "B2", true), ("into", "X", false), ("parent", "R", true), ("code", "B 4", false)]
        {
            if form.fields.iter().any(|field| field.id == id) {
                assert_eq!(form.check(id, text).is_ok(), fine, "{deed:?} {id} {text}");
            }
        }
    }
    let appoint = form(Deed::CadreAppoint, "B1/#1");
    assert!(appoint.fields.iter().any(|field| field.id == "identity" && field.now.contains("****")));
    assert!(form(Deed::DuesPay, "B1/#1").hint.is_some());
    assert!(desk.form(Deed::DuesPay, &subject(&desk, "B1")).unwrap().is_err());
}

#[test]
fn every_deed_has_a_form_and_checks_what_it_puts_down_itself() {
    let site = county();
    let desk = desk(&site);
    use mingmai::model::Labelled;
    for deed in Deed::ALL {
        let forms: Vec<_> = ["B1", "B1/#1", "B1/#1/2018-03-01"]
            .iter()
            .filter_map(|on| desk.form(*deed, &subject(&desk, on)).unwrap().ok())
            .collect();
        assert!(!forms.is_empty() || deed.id().starts_with("transfer-"), "{}", deed.id());
        for form in forms {
            for field in &form.fields {
                let checked = form.check(field.id, &field.now);
                assert!(checked.is_ok() || field.now.is_empty(), "{} {} {:?}", deed.id(), field.id, checked);
            }
        }
    }
}
