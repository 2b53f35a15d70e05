//! What operators do to rows: every rule accepted and refused, on a small county.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;
mod foreseen;
mod orgs;
mod people;
mod records;
mod transfers;
mod ways;

use std::sync::Arc;

use common::{CADRES, MEMBERS, ORGS, Site, identity};
use mingmai::desk::{Clock, Desk, DeskOptions, Plan};
use mingmai::judge::Rules;
use mingmai::lang::Lang;
use mingmai::model::{Change, Day, Deed, IdKey, Identity, Instant, OrgId, PostTitle, Subject};
use mingmai::store::DataDir;

const NOW: &str = "2018-06-20 10:00";

/// A committee above a committee with two branches, and a branch beside it.
fn county() -> Site {
    let site = Site::new();
    site.import(
        ORGS,
        &[
            "R||团县委|团的领导机关|||2010-01-01|||",
            "C|R|第一中学团委|团委|||2012-01-01|||",
            "B1|C|高一团支部|团支部|普通||2017-01-01|2018-05-01||",
            "B2|C|高二团支部|团支部|普通||2017-01-01|2018-05-01||",
            "B3|R|机关团支部|团支部|普通||2017-01-01|2018-05-01||",
            "B9|R|旧团支部|团支部|普通||2015-01-01|||2018-01-01",
        ],
    );
    site.import(
        MEMBERS,
        &[
            "甲|#1|10000000001|2017-05||B1||通过|2018-03-01||否",
            "乙|#2||2017-05||B1|||||否",
            "丙|#3||2017-05||B2|||||否",
            "丁|#4||2017-05||B3|||||否",
        ],
    );
    site.import(CADRES, &["甲|#1|B1|书记|2018-03-01||否|", "戊|#5|C|书记|2018-01-01|2018-05-01|否|"]);
    site
}

fn desk_at(site: &Site, now: &str, as_of: Option<&str>) -> Desk {
    let clock = Clock::Fixed(Instant::parse(now).unwrap());
    let as_of = as_of.map(|at| Instant::parse(at).unwrap());
    let options = DeskOptions { clock, as_of, month: None, rules: Arc::new(Rules::builtin().unwrap()) };
    Desk::open(&DataDir::new(site.data()), options).unwrap()
}

fn desk(site: &Site) -> Desk {
    desk_at(site, NOW, None)
}

fn org(desk: &Desk, code: &str) -> OrgId {
    let tree = desk.tree().unwrap();
    tree.id(tree.find(code).unwrap())
}

fn key(mark: &str) -> IdKey {
    Identity::parse(&identity(mark)).unwrap().key()
}

/// `B1`, `B1/#1` for a member, `B1/#1/2018-03-01` for a secretary.
fn subject(desk: &Desk, text: &str) -> Subject {
    let parts: Vec<&str> = text.split('/').collect();
    match parts[..] {
        [code] => Subject::Org(org(desk, code)),
        [code, mark] if mark.starts_with('#') => Subject::Member { branch: org(desk, code), person: key(mark) },
        [code, mark, from] => Subject::Post {
            org: org(desk, code),
            person: key(mark),
            title: PostTitle::Secretary,
            from: Day::parse(from).ok(),
        },
        [code, no] => Subject::Request { from: org(desk, code), no: no.into() },
        _ => unreachable!(),
    }
}

/// `member-correct B1/#1 name=张三 phone=`.
fn change(desk: &Desk, line: &str) -> Change {
    let mut words = line.split(' ');
    let deed = Deed::named(words.next().unwrap()).unwrap();
    let on = subject(desk, words.next().unwrap());
    let values = words.map(|pair| {
        let (id, text) = pair.split_once('=').unwrap();
        let text = if id == "identity" { identity(text) } else { text.replace('_', " ") };
        (id.to_owned(), text)
    });
    Change::Deed { deed, on, values: values.collect() }
}

fn plan(desk: &Desk, lines: &[&str]) -> Plan {
    let changes: Vec<Change> = lines.iter().map(|line| change(desk, line)).collect();
    desk.plan("团县委", &changes).unwrap()
}

/// The effects, or the reasons, one a line.
fn said(plan: &Plan) -> String {
    let effects = plan.effects.iter().map(|effect| effect.say(Lang::Zh).to_owned());
    let refused = plan.refused.iter().map(|no| {
        let field = no.field.map(|field| format!("{field}: ")).unwrap_or_default();
        format!("! {field}{}", no.why.say(Lang::Zh))
    });
    effects.chain(refused).collect::<Vec<_>>().join("\n")
}

#[test]
fn people_by_the_rules() {
    let site = county();
    let desk = desk(&site);
    each(
        &desk,
        &[
            ("member-correct B1/#1 name=甲甲", "姓名 甲 → 甲甲"),
            ("member-correct B1/#1 phone=10000000002", "手机号码 100****0001 → 100****0002"),
            ("member-correct B1/#1 phone=", "手机号码 100****0001 → （空）"),
            ("member-correct B1/#1 phone=100****0009", "! phone: 号码已遮挡"),
            ("member-correct B1/#1 phone=100****0001", "! 与现有内容相同"),
            ("member-correct B1/#1 name=", "! name: 必填"),
            ("member-correct B1/#1 shoe=42", "! 没有“shoe”这一栏"),
            ("member-correct B1/#1 politics=Party_Member", "政治面貌 共青团员 → 中共党员"),
            ("member-correct B1/#1 politics=gentry", "! politics: 应为"),
            ("member-correct B1/#1 joined=2018-13", "! joined: "),
            ("member-correct B1/#1 identity=#6", "身份证号变更"),
            ("member-correct B1/#1 identity=#2", "! identity: 已有同一条记录"),
            ("member-correct B1/#1 identity=#3", "! identity: 已是 高二团支部 的团员"),
            ("member-correct B1/#1 identity=#5:19901350", "! identity: "),
            ("member-correct B1/#3 name=甲甲", "! 这个团支部没有这名团员"),
            ("member-correct B1 name=甲甲", "! 这件事不是对它办的"),
            ("member-report B1/#2", "报到状态 （空） → 通过"),
            ("member-report B1/#2 reported-at=2018-06-20_11:00", "! reported-at: 2018-06-20 11:00 还没有到"),
            ("appraise B1/#2 appraisal=合格", "教育评议等次 （空） → 合格"),
            ("register-year B1/#2", "团籍注册年度 （空） → 2018"),
            ("register-year B1/#2 registered-year=2019", "! registered-year: 2019 还没有到"),
            ("register-year B1/#2 registered-year=2016", "! registered-year: 不能早于 2017-05"),
            ("appraise B1/#2 appraisal=优秀", "优秀 1 / 1，超过 30%"),
            ("appraise B1/#2", "! appraisal: 必填"),
            ("member-remove B1/#2", "! mistake: 必填"),
            ("member-remove B1/#2 mistake=欠缴团费", "! mistake: 不认识的内容"),
            ("member-remove B1/#2 mistake=重复录入", "高一团支部 删除团员 乙"),
            ("member-remove B1/#2 mistake=entered_twice", "高一团支部 删除团员 乙"),
            ("member-add B1 name=己 identity=#7 joined=2018-01", "高一团支部 增加团员 己"),
            ("member-add B1 name=己 identity=#4 joined=2018-01", "! identity: 已是 机关团支部 的团员"),
            ("member-add B1 name=己 identity=#1 joined=2018-01", "! identity: 已有同一条记录"),
            ("member-add C name=己 identity=#7 joined=2018-01", "! 团员只能在团支部，第一中学团委 不是团支部"),
            ("member-add B9 name=己 identity=#7 joined=2018-01", "! 旧团支部 目前不存在或已停用"),
            ("member-add B1 name=己 identity=#7", "! joined: 必填"),
            ("cadre-appoint B2 name=庚 identity=#8 title=书记", "自 2018-06-20 起任 高二团支部 书记"),
            ("cadre-appoint B2 name=庚 identity=#8 title=secretary", "自 2018-06-20 起任 高二团支部 书记"),
            ("cadre-appoint B1/#2 title=书记", "起任 高一团支部 书记"),
            ("cadre-appoint B1/#2 title=书记 org=C", "起任 第一中学团委 书记"),
            ("cadre-appoint B1/#1 title=书记", "! title: 已任此职"),
            ("cadre-appoint B2 name=庚 identity=#8", "! title: 必填"),
            ("cadre-onboard B1/#1/2018-03-01", "已入驻移动端 否 → 是"),
            ("cadre-onboard C/#5/2018-01-01", "! 已经离任"),
            ("cadre-release B1/#1/2018-03-01", "离任日期 （空） → 2018-06-20"),
            ("cadre-release B1/#1/2018-03-01 until=2018-02-01", "! until: 不能早于 2018-03-01"),
            ("cadre-release B1/#1/2018-03-01 until=2018-06-21", "! until: 2018-06-21 还没有到"),
            ("org-rename B1 name=高一(1)团支部", "组织全称 高一团支部 → 高一(1)团支部"),
            ("org-correct B1 industry=初中", "行业类别 （空） → 初中"),
            ("org-correct B9 industry=初中", "! 旧团支部 目前不存在或已停用"),
        ],
    );
}

/// Each deed by itself says what is expected, and nobody's number.
fn each(desk: &Desk, cases: &[(&str, &str)]) {
    for (line, expected) in cases {
        let said = said(&plan(desk, &[line]));
        assert!(said.contains(expected), "{line}\n{said}");
        assert!(!said.contains("20000101"), "{said}");
    }
}
