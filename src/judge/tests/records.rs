//! The rules over activities, years and the ledger, on either side of their edges.

use super::*;

const MEMBERS: (&str, u32) = ("members", 9);

#[test]
fn a_branch_must_meet_once_its_roster_and_its_own_days_allow() {
    let few = |days: &[_]| row(&[ORG, BRANCH, CADRE, ("members", 3)], days);
    let many = |days: &[_]| row(&[ORG, BRANCH, CADRE, MEMBERS], days);
    let kept = ("activities_from", "2018-01-01");
    let met = [kept, ("last_meeting", "2018-06-30"), ("last_lecture", "2018-06-30"), ("last_activity", "2018-06-30")];
    let all = ["no-activity", "no-meeting", "no-committee-meeting", "no-lecture"];
    let table: &[(&str, FactRow, &[&str])] = &[
        ("2020-01-01", many(&[]), &[]),
        ("2018-02-01", many(&[kept]), &[]),
        ("2018-02-02", many(&[kept]), &all[2..3]),
        ("2018-04-03", few(&[kept]), &[]),
        ("2018-04-04", few(&[kept]), &["no-meeting", "no-lecture"]),
        ("2018-07-03", few(&[kept]), &["no-meeting", "no-lecture"]),
        ("2018-07-04", few(&[kept]), &["no-activity", "no-meeting", "no-lecture"]),
        ("2018-07-04", many(&[kept]), &all),
        ("2018-09-30", few(&met), &[]),
        ("2018-10-01", few(&met), &["no-meeting", "no-lecture"]),
        ("2018-09-30", many(&met), &all[2..3]),
        // Founded lately, and without a member.
        ("2018-07-04", few(&[kept, ("founded", "2018-06-20")]), &[]),
        ("2018-07-04", row(&[ORG, BRANCH, CADRE, ("temporary", 1)], &[kept, ("founded", "2018-06-20")]), &[]),
    ];
    for (on, row, expected) in table {
        assert_eq!(held(on, row), *expected, "{on} {row:?}");
    }
    let rules = Rules::builtin().unwrap();
    let mut facts = Facts::new(day("2018-12-31").end(), 1);
    facts.push(&few(&met));
    let since = |id| rules.since(rules.find(id).unwrap(), &facts, Pos(0)).unwrap().to_string();
    assert_eq!((since("no-meeting").as_str(), since("no-activity").as_str()), ("2018-10-01", "2018-12-31"));
}

#[test]
fn graduates_years_and_units() {
    let branch = |count: (&'static str, u32)| row(&[ORG, BRANCH, CADRE, MEMBERS, count], &[]);
    let class = |on, held| {
        let days = [("activities_from", on), ("last_meeting", on), ("last_activity", on)];
        let more = [("last_committee", on), ("last_lecture", on)];
        let counts = [ORG, BRANCH, CADRE, MEMBERS, ("graduating", 1), ("farewell_held", held)];
        row(&counts, &[&days[..], &more].concat())
    };
    let org = |count| row(&[ORG, ("leading_bodies", 1), ("children", 1), count], &[]);
    let table: &[(&str, FactRow, &[&str])] = &[
        ("2018-06-25", branch(("graduating", 1)), &[]),
        ("2018-05-31", class("2018-05-30", 0), &[]),
        ("2018-06-01", class("2018-05-30", 0), &["farewell-missing"]),
        ("2018-06-01", class("2018-05-30", 1), &[]),
        ("2018-08-31", class("2018-08-30", 0), &["farewell-missing"]),
        ("2018-09-01", class("2018-08-30", 0), &[]),
        ("2018-06-25", branch(("unappraised", 1)), &["not-appraised"]),
        ("2018-06-25", branch(("unregistered", 1)), &["not-registered"]),
        ("2018-06-25", org(("ledger_bare", 1)), &["ledger-without-org"]),
        ("2018-06-25", org(("ledger_hollow", 1)), &["ledger-hollow-org"]),
    ];
    for (on, row, expected) in table {
        assert_eq!(held(on, row), *expected, "{on} {row:?}");
    }
}
