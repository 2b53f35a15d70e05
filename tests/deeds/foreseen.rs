//! What a dry run says of findings is what the judge says once the deeds are done.

use std::collections::BTreeSet;

use mingmai::desk::{Committed, Desk, Foreseen};
use mingmai::judge::LifeState;
use mingmai::lang::Lang;
use mingmai::model::{Change, Pos};

use crate::{change, county, desk};

/// Every finding, by rule and code.
fn findings(desk: &Desk) -> BTreeSet<(String, String)> {
    let standing = desk.standing(&|_| {}).unwrap();
    let of = |pos: Pos| {
        let rules = standing.rules_of(pos);
        let code = standing.tree.code(pos).to_owned();
        rules.into_iter().map(|rule| (standing.rules[rule].id.clone(), code.clone())).collect::<Vec<_>>()
    };
    (0..standing.tree.len() as u32).map(Pos).flat_map(of).collect()
}

/// The findings in an organisation and below it.
fn count(desk: &Desk, code: &str) -> u64 {
    let standing = desk.standing(&|_| {}).unwrap();
    let Some(pos) = standing.tree.find(code) else { return 0 };
    standing.figures(&standing.tree.subtree(pos)).findings
}

fn named(foreseen: &Foreseen) -> [BTreeSet<(String, String)>; 2] {
    [&foreseen.opened, &foreseen.gone]
        .map(|list| list.iter().map(|one| (one.rule.to_string(), one.org.clone())).collect())
}

fn make(desk: &Desk, changes: Vec<Change>) -> Committed {
    desk.commit("团县委", changes).unwrap()
}

/// Does what the lines say, one after another, and compares each dry run with what came of it.
fn ways(lines: &[(&str, bool)]) {
    let site = county();
    let desk = desk(&site);
    for (line, back) in lines {
        let changes: Vec<Change> = line.split('|').map(|line| change(&desk, line)).collect();
        let plan = desk.plan("团县委", &changes).unwrap();
        assert!(plan.refused.is_empty(), "{line}: {:?}", plan.refused);
        let foreseen = desk.foresee(&plan).unwrap();
        let before = findings(&desk);
        let counted: Vec<u64> = foreseen.above.iter().map(|one| count(&desk, &one.org)).collect();
        assert_eq!(counted, foreseen.above.iter().map(|one| one.before).collect::<Vec<_>>(), "{line}");
        assert!(make(&desk, changes).entry.is_some(), "{line}");
        let after = findings(&desk);
        let [opened, gone] = named(&foreseen);
        assert_eq!(opened, after.difference(&before).cloned().collect(), "{line}: opened");
        assert_eq!(gone, before.difference(&after).cloned().collect(), "{line}: gone");
        assert_eq!((opened.len(), gone.len()), (foreseen.opens, foreseen.goes), "{line}");
        for one in &foreseen.above {
            assert_eq!(count(&desk, &one.org), one.after, "{line}: {}", one.org);
        }
        if *back {
            desk.undo("团县委").unwrap();
            assert_eq!(findings(&desk), before, "{line}");
        }
    }
}

#[test]
fn of_members_posts_and_records() {
    ways(&[
        ("member-add B2 name=己 identity=#7 joined=2018-01", true),
        ("member-remove B3/#4 mistake=重复录入", true),
        ("member-remove B1/#1 mistake=重复录入|member-remove B1/#2 mistake=重复录入", true),
        ("member-report B1/#2", true),
        ("member-correct B1/#1 phone=", true),
        ("cadre-appoint B2 name=庚 identity=#8 title=书记", true),
        ("cadre-release B1/#1/2018-03-01", true),
        ("appraise B1/#2 appraisal=合格", true),
        ("activity-add B1 kind=支部大会 topic=换届 on=2018-06-18", true),
        ("org-correct B1 last-election=2010-01-01", true),
        ("org-correct B1 industry=初中", true),
        ("org-rename B1 name=高一(1)团支部", true),
        ("transfer-begin B2/#3 to=B3 reason=升学", true),
    ]);
}

#[test]
fn of_organisations() {
    ways(&[
        ("org-found C code=B4 name=高三团支部", true),
        ("org-move B3 parent=C", true),
        ("org-merge B2 into=B1", true),
        ("org-found R code=C2 name=第二中学团委 kind=团委", false),
        ("org-move B1 parent=C2|org-move B2 parent=C2", false),
        ("org-close C", false),
    ]);
}

#[test]
fn of_an_organisation_that_closes() {
    let site = county();
    let desk = desk(&site);
    make(&desk, vec![change(&desk, "member-remove B3/#4 mistake=重复录入")]);
    let changes = vec![change(&desk, "org-close B3")];
    let plan = desk.plan("团县委", &changes).unwrap();
    let foreseen = desk.foresee(&plan).unwrap();
    let [opened, gone] = named(&foreseen);
    assert!(opened.is_empty() && gone.contains(&("hollow-branch".to_owned(), "B3".to_owned())), "{foreseen:?}");
    assert!(foreseen.gone.iter().all(|one| one.state == LifeState::Probation));
    let before = findings(&desk);
    make(&desk, changes);
    assert_eq!(gone, before.difference(&findings(&desk)).cloned().collect());
}

#[test]
fn it_is_told_in_words() {
    let site = county();
    let desk = desk(&site);
    let plan = desk.plan("团县委", &[change(&desk, "member-remove B3/#4 mistake=重复录入")]).unwrap();
    let foreseen = desk.foresee(&plan).unwrap();
    let said = |lang| foreseen.lines(lang).into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
    for lang in [Lang::Zh, Lang::En] {
        println!("{}", said(lang));
    }
    assert!(said(Lang::Zh).contains("机关团支部：新增 空心团支部"), "{}", said(Lang::Zh));
    assert!(said(Lang::En).contains("机关团支部: hollow branch opens"), "{}", said(Lang::En));
}
