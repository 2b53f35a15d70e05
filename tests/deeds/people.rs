//! A person's page: what other rosters tell of somebody follows what is entered, and batches over marked rows.

use mingmai::desk::Paid;
use mingmai::model::{ActivityKind, Fen};

use crate::{change, county, desk, plan, said};

#[test]
fn records_of_a_person_follow_what_is_entered() {
    let site = county();
    let desk = desk(&site);
    let records = |mark: usize| {
        let standing = desk.standing(&|_| {}).unwrap();
        let pos = standing.tree.find("B1").unwrap();
        desk.person_records(&standing, pos, mark as u32).unwrap()
    };
    let nothing = records(0);
    assert!(nothing.dues.is_empty() && nothing.conduct.is_empty() && nothing.requests.is_empty());
    let lines = [
        "dues-pay B1/#1 month=2018-05 paid=0.1",
        "dues-pay B1/#2 month=2018-04",
        "dues-pay B1/#2 month=2018-05",
        "conduct-add B1/#1 kind=奖励 name=优秀团员",
        "conduct-add B1/#2 kind=处分 name=警告 on=2018-06-01",
        "activity-add B1 kind=团课 topic=学习 expected=3 present=2",
        "activity-add B2 kind=团课 topic=别处",
        "transfer-begin B1/#1 reason=升学 to=B3",
    ];
    let changes = lines.iter().map(|line| change(&desk, line)).collect();
    let done = desk.commit("团县委", changes).unwrap();
    assert_eq!((done.changed, done.refused.len()), (lines.len() as u64, 0));
    let found = records(0);
    let stands: Vec<_> = found.dues.iter().map(|(month, paid)| (month.to_string(), *paid)).collect();
    assert_eq!(stands.len(), 12);
    let of = |month: &str| stands.iter().find(|(known, _)| known == month).unwrap().1;
    assert!(matches!(of("2018-05"), Paid::Short(payment) if payment.paid == Fen(10)), "{stands:?}");
    assert_eq!(of("2018-04"), Paid::Nothing, "somebody else of the branch has paid");
    assert_eq!(of("2018-03"), Paid::NotTold, "nobody has: the roster was not brought");
    assert_eq!(of("2018-06"), Paid::NotOwed, "the month is not over");
    let names: Vec<_> = found.conduct.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["优秀团员"]);
    let done: Vec<_> = found.activities.iter().map(|row| (row.kind, row.topic.as_str())).collect();
    assert_eq!(done, [(ActivityKind::Lecture, "学习")]);
    assert_eq!(found.requests.len(), 1);
    assert_eq!(found.requests[0].hops.iter().filter(|hop| hop.arrived.is_some()).count(), 1);
    assert!(
        matches!(records(1).dues.iter().rfind(|(_, paid)| matches!(paid, Paid::Whole(_))), Some((month, _)) if month.to_string() == "2018-05")
    );
}

#[test]
fn marked_members_and_organisations_are_done_as_one() {
    let site = county();
    let desk = desk(&site);
    let same = |line: &str, on: &[&str]| -> Vec<String> { on.iter().map(|on| line.replace("{}", on)).collect() };
    for (line, on, items, told) in [
        ("member-report {}", ["B1/#2", "B2/#3", "B3/#4"], 3, "报到状态"),
        ("member-correct {} schooling=普通本科在读", ["B1/#1", "B2/#3", "B3/#4"], 3, "最高学历"),
        ("transfer-begin {} reason=升学 to=B3", ["B1/#1", "B2/#3", "B3/#4"], 2, "! to: "),
        ("org-correct {} election-due=2020-01-01", ["B1", "B2", "B9"], 2, "应换届日期"),
    ] {
        let lines = same(line, &on);
        let plan = plan(&desk, &lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(plan.items, items, "{line}: {}", said(&plan));
        assert!(said(&plan).contains(told), "{line}: {}", said(&plan));
    }
    let lines = same("org-correct {} election-due=2020-01-01", &["B1", "B2"]);
    let done = desk.commit("团县委", lines.iter().map(|line| change(&desk, line)).collect()).unwrap();
    assert_eq!(done.changed, 2);
    assert_eq!(desk.undo("团县委").unwrap().unwrap().changed, 2, "one undo takes the batch back");
}
