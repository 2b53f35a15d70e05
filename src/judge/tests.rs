mod records;

use proptest::prelude::*;

use super::*;
use crate::lang::Lang;
use crate::model::{Day, Pos};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// One organisation: counts by name, days by name.
fn row(counts: &[(&str, u32)], days: &[(&str, &str)]) -> FactRow {
    let mut row = FactRow::default();
    for (name, count) in counts {
        row.add(Fact::named(name).unwrap(), *count);
    }
    for (name, text) in days {
        row.latest(Fact::named(name).unwrap(), Some(day(text)));
    }
    row
}

const BRANCH: (&str, u32) = ("branches", 1);
const ORG: (&str, u32) = ("orgs", 1);
const CADRE: (&str, u32) = ("cadres", 1);

fn held(on: &str, row: &FactRow) -> Vec<String> {
    let rules = Rules::builtin().unwrap();
    let mut facts = Facts::new(day(on).end(), 1);
    facts.push(row);
    let judged = judge(&facts, &rules);
    judged.of(Pos(0)).map(|rule| rules.get(rule).unwrap().id.to_string()).collect()
}

#[test]
fn each_rule_at_its_edges() {
    let branch = |members, days: &[_]| row(&[ORG, BRANCH, CADRE, ("members", members)], days);
    let temporary =
        |members, founded| row(&[ORG, BRANCH, CADRE, ("members", members), ("temporary", 1)], &[("founded", founded)]);
    let other = |count: (&'static str, u32)| row(&[ORG, BRANCH, CADRE, ("members", 9), count], &[]);
    let dues = |liable, paid, known| {
        let counts = [("dues_liable", liable), ("dues_in_time_online", paid), ("dues_known", known)];
        row(&[&[ORG, BRANCH, CADRE, ("members", 9)], &counts[..]].concat(), &[])
    };
    let committee = |children| row(&[ORG, ("committees", 1), ("children", children)], &[]);
    let leading = row(&[ORG, ("leading_bodies", 1)], &[]);
    let due = |text| row(&[ORG, ("children", 1)], &[("election_due", text)]);
    let table: &[(&str, FactRow, &[&str])] = &[
        // P is 1 and, from 2019-03-01, 3; the earliest value also holds before its date.
        ("2018-06-30", branch(0, &[]), &["hollow-branch"]),
        ("2017-01-01", branch(0, &[]), &["hollow-branch"]),
        ("2018-06-30", branch(1, &[]), &["undersized-branch"]),
        ("2018-06-30", branch(2, &[]), &["undersized-branch"]),
        ("2018-06-30", branch(3, &[]), &[]),
        ("2019-02-28", branch(2, &[]), &["undersized-branch"]),
        ("2019-03-01", branch(2, &[]), &["hollow-branch"]),
        ("2019-03-01", branch(3, &[]), &[]),
        ("2018-06-30", other(("responses_overdue", 1)), &["response-overdue"]),
        ("2018-06-30", other(("unsettled", 1)), &["transfer-not-settled"]),
        ("2018-06-30", other(("graduates", 1)), &["graduates-not-transferred"]),
        ("2018-06-30", other(("dues_arrears", 1)), &["dues-arrears"]),
        ("2018-06-30", other(("responses_soon", 1)), &["response-soon"]),
        ("2018-06-30", other(("transfers_nowhere", 1)), &["transfer-to-nowhere"]),
        ("2018-06-30", other(("overposted", 1)), &["cadre-in-many-branches"]),
        ("2018-06-30", row(&[ORG, ("children", 1), ("towns", 1)], &[]), &["town-without-floating-branch"]),
        ("2018-06-30", row(&[ORG, ("children", 1), ("towns", 1), ("towns_floating", 1)], &[]), &[]),
        (
            "2018-06-30",
            row(&[ORG, ("children", 1), ("organ_committees", 1)], &[]),
            &["organ-committee-without-temporary-branch"],
        ),
        (
            "2018-06-30",
            row(&[ORG, ("children", 1), ("retaining", 1), ("dues_managers", 1)], &[]),
            &["dues-managers-missing"],
        ),
        ("2018-06-30", row(&[ORG, ("children", 1), ("retaining", 1), ("dues_managers", 2)], &[]), &[]),
        ("2018-06-30", row(&[ORG, ("children", 1)], &[]), &[]),
        // Seven of nine are 77 %, and eight of ten are enough; nothing where no roster was brought.
        ("2018-10-31", dues(9, 7, 1), &["low-dues-rate"]),
        ("2018-10-31", dues(10, 8, 1), &[]),
        ("2018-10-31", dues(0, 0, 1), &[]),
        ("2018-10-31", dues(9, 7, 0), &[]),
        // Founded on 2018-01-01: the 180th day after is 2018-06-30, and no longer exempt.
        ("2018-06-29", temporary(0, "2018-01-01"), &[]),
        ("2018-06-30", temporary(0, "2018-01-01"), &["hollow-branch"]),
        ("2018-06-30", row(&[ORG, BRANCH, CADRE, ("temporary", 1)], &[]), &["hollow-branch"]),
        ("2018-06-30", branch(0, &[("founded", "2018-06-29")]), &["hollow-branch"]),
        ("2018-06-30", temporary(1, "2018-06-01"), &["undersized-branch"]),
        ("2019-03-01", temporary(2, "2019-01-01"), &[]),
        ("2018-06-30", row(&[ORG, BRANCH, ("members", 5)], &[]), &["no-cadre-branch"]),
        ("2018-06-30", row(&[ORG, BRANCH], &[]), &["hollow-branch", "no-cadre-branch"]),
        // Not there: everything is 0, and nothing is found.
        ("2018-06-30", row(&[], &[]), &[]),
        ("2018-06-30", committee(0), &["hollow-committee"]),
        ("2018-06-30", committee(1), &[]),
        ("2018-06-30", leading, &["hollow-committee"]),
        // Due on the day itself is in time to its last second.
        ("2018-06-30", due("2018-06-30"), &[]),
        ("2018-07-01", due("2018-06-30"), &["overdue-election"]),
        ("2018-06-30", other(("unreported", 1)), &["unreported-members"]),
        ("2018-06-30", other(("number_missing", 1)), &["missing-number"]),
        ("2018-06-30", other(("number_wrong", 1)), &["wrong-number"]),
        ("2018-06-30", other(("number_shared", 1)), &["duplicate-number"]),
        ("2018-06-30", other(("over_age", 1)), &["over-age"]),
        ("2018-06-30", other(("identity_shared", 1)), &["duplicate-identity"]),
        ("2018-06-30", other(("unreachable", 1)), &["unreachable-members"]),
    ];
    for (on, row, expected) in table {
        assert_eq!(held(on, row), *expected, "{on} {row:?}");
    }
}

#[test]
fn since_when() {
    let rules = Rules::builtin().unwrap();
    let table = [
        ("hollow-branch", "2018-06-30", 0, 0, &[("founded", "2017-09-01")][..], Some("2017-09-01")),
        ("hollow-branch", "2018-08-30", 0, 1, &[("founded", "2018-01-01")], Some("2018-06-30")),
        ("hollow-branch", "2019-04-01", 2, 0, &[("founded", "2017-09-01")], Some("2019-03-01")),
        ("hollow-branch", "2019-04-01", 0, 0, &[("founded", "2017-09-01")], Some("2017-09-01")),
        ("hollow-branch", "2019-04-01", 2, 0, &[("founded", "2019-03-20")], Some("2019-03-20")),
        ("hollow-branch", "2019-04-01", 0, 0, &[], None),
        ("undersized-branch", "2018-06-30", 2, 0, &[("last_joined", "2018-05-05")], Some("2018-05-05")),
        ("no-cadre-branch", "2018-06-30", 9, 0, &[("founded", "2016-01-01")], Some("2016-01-01")),
        (
            "no-cadre-branch",
            "2018-06-30",
            9,
            0,
            &[("founded", "2016-01-01"), ("last_post_end", "2018-02-01")],
            Some("2018-02-01"),
        ),
        ("overdue-election", "2018-06-30", 9, 0, &[("election_due", "2018-03-31")], Some("2018-04-01")),
        ("unreported-members", "2018-06-30", 9, 0, &[("founded", "2016-01-01")], None),
    ];
    for (id, on, members, temporary, days, expected) in table {
        let mut facts = Facts::new(day(on).end(), 1);
        facts.push(&row(&[ORG, BRANCH, ("members", members), ("temporary", temporary)], days));
        let since = rules.since(rules.find(id).unwrap(), &facts, Pos(0));
        assert_eq!(since, expected.map(day), "{id} {on} {days:?}");
    }
}

#[test]
fn evidence_names_the_threshold_its_date_and_its_source() {
    let rules = Rules::builtin().unwrap();
    let mut facts = Facts::new(day("2018-08-30").end(), 2);
    facts.push(&row(&[ORG, BRANCH], &[]));
    facts.push(&row(&[ORG, BRANCH, ("temporary", 1)], &[("founded", "2018-01-01"), ("election_due", "2018-08-01")]));
    let text = |id, pos, lang| rules.evidence(rules.find(id).unwrap(), &facts, Pos(pos)).text(lang);
    assert_eq!(text("hollow-branch", 0, Lang::Zh), "团员 0 < P=1（2018-06-01 起；S2 第4项）");
    assert_eq!(text("hollow-branch", 0, Lang::En), "members 0 < P=1 (from 2018-06-01; S2 task 4)");
    assert!(text("hollow-branch", 1, Lang::Zh).contains(" · 成立天数 241 >= 宽限天数=180（"));
    assert_eq!(text("overdue-election", 1, Lang::En), "election due 2018-08-01 < today 2018-08-30");
    assert_eq!(text("overdue-election", 0, Lang::Zh), "应换届 不详 < 今天 2018-08-30");
    let evidence = rules.evidence(rules.find("hollow-branch").unwrap(), &facts, Pos(0));
    assert_eq!(evidence.facts().collect::<Vec<_>>(), [(Fact::Members, Some(0))]);
    assert_eq!(evidence.params().map(|(_, version)| version.value).collect::<Vec<_>>(), [1]);
}

#[test]
fn the_builtin_file_says_everything() {
    let rules = Rules::builtin().unwrap();
    let ids: Vec<_> = rules.iter().map(|(_, rule)| rule.id.as_str()).collect();
    assert_eq!(ids.len(), 32);
    assert_eq!(ids[..3], ["hollow-committee", "hollow-branch", "no-cadre-branch"]);
    assert!(rules.iter().all(|(_, rule)| !rule.says.is_empty() && !rule.remedy.en.is_empty()));
    let at = |text| rules.params().at(day(text).end());
    for (name, value) in [("term_branch", 3), ("term_student", 1), ("term_other", 5), ("age_limit", 28)] {
        assert_eq!(at("2018-06-30").value(name), Some(value), "{name}");
    }
    assert_eq!(at("2018-06-30").value("joined_due_from"), Some(i64::from(day("2017-01-01").0)));
    assert_eq!((at("2019-02-28").value("sla_hours"), at("2019-03-01").value("sla_hours")), (Some(72), Some(48)));
    assert_eq!(at("2000-01-01").value("P"), Some(1));
    assert_eq!(at("2019-03-01").value("Q"), None);
}

#[test]
fn a_users_file_replaces_adds_and_switches_off() {
    let rules = Rules::with(
        "own.toml",
        r#"
        [rule.over-age]
        disabled = true
        [rule.crowded-branch]
        zh = "超员团支部"
        en = "crowded branch"
        of = "branch"
        severity = 25
        when = "members > most"
        says = ["members > most"]
        source = "支部工作条例"
        remedy = { zh = "分设", en = "split" }
        [[rule.crowded-branch.param]]
        name = "most"
        value = 50
        from = 2018-06-01
        source = "支部工作条例"
        [[param.P]]
        value = 5
        from = 2018-06-01
        source = "本市"
        "#,
    )
    .unwrap();
    assert_eq!((rules.len(), rules.find("over-age"), rules.find("crowded-branch")), (32, None, Some(RuleIx(2))));
    let mut facts = Facts::new(day("2018-06-30").end(), 2);
    facts.push(&row(&[ORG, BRANCH, CADRE, ("members", 51)], &[]));
    facts.push(&row(&[ORG, BRANCH, CADRE, ("members", 4)], &[]));
    let judged = judge(&facts, &rules);
    assert!(judged.holds(RuleIx(2), Pos(0)));
    assert!(judged.holds(rules.find("hollow-branch").unwrap(), Pos(1)));
}

#[test]
fn a_broken_file_is_told_to_the_column() {
    let head = "[rule.x]\nzh = \"\"\nen = \"\"\nof = \"org\"\nseverity = 1\nsource = \"\"\nremedy = \"\"\n";
    let param = "[[param.k]]\nfrom = 2018-06-01\nsource = \"\"\nvalue = ";
    let table = [
        (format!("{head}when = \"members > cardes\""), "own.toml, line 8, column 19: there is no"),
        (
            format!("{head}when = \"\"\"\nmembers > 1\n  and members\"\"\""),
            "own.toml, line 10, column 7: this is a number",
        ),
        (format!("{head}when = \"orgs\"\nsays = [\"members < Q\"]"), "own.toml, line 9, column 20: there is no"),
        (format!("{head}when = \"orgs\"\nsince = \"members\""), "own.toml, line 9, column 10: this is a number"),
        (format!("{head}when = \"orgs >\""), "own.toml, line 8, column 15: the expression breaks off"),
        (head.to_owned(), "own.toml, line 1, column 7: when is missing"),
        (format!("{head}whem = 1"), "own.toml, line 8, column 1: not readable as TOML"),
        ("[rule.X]".to_owned(), "own.toml, line 1, column 7: `X` cannot be a name"),
        (format!("{param}true"), "own.toml, line 4, column 9: a parameter's value"),
        (format!("{param}1\n{param}2"), "own.toml, line 6, column 8: `k 2018-06-01` is given twice"),
        (format!("{param}2018-06-01T10:00:00"), "own.toml, line 4, column 9: a day is wanted"),
        (param.replace(".k", ".over-age") + "1", "own.toml, line 1, column 9: parameter `over_age`"),
    ];
    for (text, expected) in table {
        let error = Rules::with("own.toml", &text).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}\n{text}");
    }
}

fn any_row() -> impl Strategy<Value = FactRow> {
    let days = || prop::option::of(17_000..17_800i32);
    (0..2u32, 0..2u32, 0..2u32, 0..4u32, 0..2u32, days(), days(), days()).prop_map(
        |(orgs, branch, temporary, members, cadres, founded, joined, due)| {
            let mut row = FactRow::default();
            if orgs == 1 {
                let children = u32::from(joined.is_some()) * (1 - branch);
                let counts = [(Fact::Orgs, 1), (Fact::Branches, branch), (Fact::Temporary, temporary * branch)];
                let more = [(Fact::Members, members), (Fact::Cadres, cadres), (Fact::Children, children)];
                counts.into_iter().chain(more).for_each(|(fact, count)| row.add(fact, count));
                row.latest(Fact::Founded, founded.map(Day));
                row.latest(Fact::LastJoined, joined.map(Day));
                row.latest(Fact::ElectionDue, due.map(Day));
            }
            row
        },
    )
}

proptest! {
    #[test]
    fn counts_lists_and_single_answers_agree(
        rows in prop::collection::vec(any_row(), 1..300),
        on in prop::sample::select(vec!["2018-06-30", "2019-03-01", "2019-06-30"]),
        (a, b) in (0..300usize, 0..300usize),
    ) {
        let rules = Rules::builtin().unwrap();
        let mut facts = Facts::new(day(on).end(), rows.len());
        rows.iter().for_each(|row| facts.push(row));
        let judged = judge(&facts, &rules);
        let changed = b % rows.len();
        let (mut twice, mut again) = (facts.clone(), judged.clone());
        twice.set(Pos(changed as u32), &rows[0]);
        prop_assert_eq!(twice.row(Pos(changed as u32)), rows[0].clone());
        again.again(&twice, &rules, &[Pos(changed as u32)]);
        prop_assert_eq!(again, judge(&twice, &rules));
        let (a, b) = (a.min(rows.len()), b.min(rows.len()));
        let scope = a.min(b)..a.max(b);
        let findings: Vec<_> = judged.findings(&scope, None).collect();
        prop_assert_eq!(judged.total(&scope), findings.len() as u64);
        for (rule, _) in rules.iter() {
            let held = scope.clone().filter(|pos| judged.holds(rule, Pos(*pos as u32))).count() as u64;
            prop_assert_eq!(judged.count(rule, &scope), held);
            prop_assert_eq!(judged.findings(&scope, Some(rule)).count() as u64, held);
        }
        let hollow = rules.find("hollow-branch").unwrap();
        let undersized = rules.find("undersized-branch").unwrap();
        let both = scope.clone().map(|pos| Pos(pos as u32));
        let both = both.filter(|pos| judged.holds(hollow, *pos) && judged.holds(undersized, *pos)).count();
        prop_assert_eq!(both, 0);
        let ordered = by_urgency(&judged, &facts, &rules, &scope, None);
        let key = |finding: &FindingRef| {
            let since = rules.since(finding.rule, &facts, finding.pos);
            (rules.get(finding.rule).unwrap().severity, since.is_none(), since, finding.pos)
        };
        prop_assert!(ordered.is_sorted_by_key(key));
        let mut same = ordered;
        same.sort_by_key(|finding| (finding.rule, finding.pos));
        prop_assert_eq!(same, findings);
    }
}

/// A province of made-up facts: 254,620 organisations, a third of them with something wrong.
fn province() -> Facts {
    let orgs = 254_620;
    let mut facts = Facts::new(day("2019-06-30").end(), orgs);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for at in 0..orgs {
        let mut row = FactRow::default();
        let branch = u32::from(at % 16 != 0);
        row.add(Fact::Orgs, 1);
        row.add(Fact::Branches, branch);
        row.add(Fact::Children, 15 * (1 - branch));
        row.add(Fact::Temporary, u32::from(roll(20) == 0) * branch);
        row.add(Fact::Members, if roll(10) == 0 { roll(3) as u32 } else { 5 + roll(40) as u32 } * branch);
        row.add(Fact::Cadres, u32::from(roll(7) != 0));
        for fact in [Fact::Unreported, Fact::NumberMissing, Fact::OverAge, Fact::Unreachable, Fact::NumberWrong] {
            row.add(fact, u32::from(roll(5) == 0) * branch);
        }
        row.latest(Fact::Founded, (roll(10) != 0).then(|| Day(16_000 + roll(1900) as i32)));
        row.latest(Fact::ElectionDue, Some(Day(17_900 + roll(1000) as i32)));
        facts.push(&row);
    }
    facts
}

#[test]
#[ignore = "a measurement: run it in release"]
fn a_province_is_judged_in_milliseconds() {
    let rules = Rules::builtin().unwrap();
    let facts = province();
    let all = 0..facts.len();
    let best = |f: &mut dyn FnMut()| {
        let run = |_| {
            let start = std::time::Instant::now();
            f();
            start.elapsed()
        };
        (0..9).map(run).min().unwrap()
    };
    let judging = best(&mut || drop(judge(&facts, &rules)));
    let judged = judge(&facts, &rules);
    let ordering = best(&mut || drop(by_urgency(&judged, &facts, &rules, &all, None)));
    println!("judged in {judging:?}; {} findings ordered in {ordering:?}", judged.total(&all));
    assert!(judging.as_millis() < 50 && ordering.as_millis() < 100);
}
