use super::*;
use crate::judge::{Fact, FactRow, Facts, Rules, judge};
use crate::model::{Day, Industry, Labelled, Org, OrgCode, OrgId, OrgKind, OrgTree, Pos};

/// The deadline calendar of the source.
const CALENDAR: [(&str, &str); 11] = [
    ("2018-06-22", "T01.1 T02.1 T03.1 T10.1"),
    ("2018-06-30", "T04.1 T04.2 T04.3 T05.1 T05.2 T05.3 T06.1 T06.2 T06.3 T07.1 T07.2 T07.3 T08.1 T10.2 T13.1"),
    ("2018-07-06", "T09.1"),
    ("2018-07-15", "T12.1"),
    ("2018-07-20", "T10.3"),
    ("2018-07-30", "T11.1 T12.2"),
    ("2018-07-31", "T10.4"),
    ("2018-08-10", "T13.2"),
    ("2018-08-30", "T12.3"),
    ("2018-09-30", "T12.4 T13.3 T14.1"),
    ("2018-10-20", "T14.2"),
];

#[test]
fn the_notice_has_its_tasks_steps_and_calendar() {
    let notice = Programme::builtin().unwrap();
    notice.check(&Rules::builtin().unwrap()).unwrap();
    assert_eq!((notice.tasks.len(), notice.steps().count()), (14, 31));
    let calendar: Vec<(String, String)> = notice
        .calendar()
        .into_iter()
        .map(|(day, steps)| (day.to_string(), steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>().join(" ")))
        .collect();
    let expected: Vec<_> = CALENDAR.iter().map(|(day, steps)| (day.to_string(), steps.to_string())).collect();
    assert_eq!(calendar, expected);
    let measured: Vec<_> = notice.steps().filter(|step| step.measure.is_some()).map(|step| step.id.as_str()).collect();
    assert_eq!(
        measured.join(" "),
        "T01.1 T02.1 T03.1 T04.1 T04.2 T04.3 T05.1 T05.2 T05.3 T06.1 T06.2 T06.3 T07.1 T07.2 T07.3 T08.1 T09.1 T10.1 T10.2 \
         T10.3 T10.4 T11.1 T12.1 T12.2 T12.3 T12.4 T13.1 T13.2 T13.3 T14.1 T14.2"
    );
    let targets: Vec<_> =
        ["T04.1", "T05.3", "T10.2", "T12.4", "T13.1"].map(|id| notice.step(id).unwrap().target.to_string()).into();
    assert_eq!(targets, ["=0", "=100%", "≥30%", "≥100%", "≥2"]);
    assert_eq!(notice.step("T04.1").unwrap().due_at().to_string(), "2018-06-30T23:59:59+08:00");
    assert_eq!(notice.step("T14.2").unwrap().responsible, ["UNIV"]);
    assert!(!notice.step("T14.1").unwrap().responsible.contains(&"UNIV".into()));
}

#[test]
fn a_broken_programme_is_told_to_the_column() {
    let text = include_str!("notice-2018.toml");
    let table = [
        ("metric = \"report_rate\"", "metric = \"report_rat\"", "Did you mean `report_rate`?"),
        ("num = \"reported\"", "num = \"founded\"", "fact that is a count `founded`"),
        ("[\"PROV_SOE\"]", "[\"PROV_SOE\", \"NOBODY\"]", "responsible body `NOBODY`"),
        ("\"初中\"", "\"中学\"", "industry `中学`"),
        ("op = \">=\", value = 0.30", "op = \"<>\", value = 0.30", "comparison (=, >=, <=, ~) `<>`"),
        ("op = \">=\", value = 0.30", "op = \"~\", value = 0.30", "within is missing"),
        ("value = 0.30", "value = 1.30", "a rate is at most 1"),
        ("id = \"T04.2\"", "id = \"T01.1\"", "`T01.1` is given twice"),
        ("due = 2018-07-06", "due = 2018-07-06T12:00:00", "a day is wanted"),
        ("value = 1.0 }\nmeasure = \"attested\"", "value = 1.0 }", "either a measure or a why"),
    ];
    for (from, to, expected) in table {
        assert!(text.contains(from), "{from}");
        let error = Programme::parse(&text.replacen(from, to, 1), "own.toml").unwrap_err();
        let line = text.split(from).next().unwrap().matches('\n').count() + 1;
        let said = error.to_string();
        assert!(said.contains(expected), "{said}");
        assert!(line.abs_diff(error.place.line) <= 6, "{said}: about line {line}");
    }
    let broken = text.replacen("count = \"hollow-branch\"", "count = \"hollow-branches\"", 1);
    let error = Programme::parse(&broken, "own.toml").unwrap().check(&Rules::builtin().unwrap()).unwrap_err();
    assert!(error.to_string().ends_with("Did you mean `hollow-branch`?"), "{error}");
}

fn org(kind: OrgKind, industry: Option<Industry>, code: usize) -> Org {
    Org { industry, ..Org::new(OrgCode::parse(&format!("{code}")).unwrap(), "甲", kind) }
}

#[test]
fn values_in_a_subtree_and_in_its_industries() {
    use OrgKind::{Branch, Committee, Leading};
    // A province; a school with two branches, one without an industry of its own; a firm that is hollow; a hollow school.
    let rows = [
        (Leading, None, None, (0, 0)),
        (Committee, Some(0), Some(Industry::SeniorHigh), (0, 0)),
        (Branch, Some(1), None, (10, 9)),
        (Branch, Some(1), Some(Industry::StateFirm), (4, 4)),
        (Committee, Some(0), Some(Industry::StateFirm), (0, 0)),
        (Committee, Some(0), Some(Industry::University), (0, 0)),
        (Committee, Some(0), Some(Industry::Primary), (0, 0)),
    ];
    let tree = OrgTree::from_preorder(
        rows.iter()
            .enumerate()
            .map(|(at, (kind, parent, industry, _))| (OrgId(at as u32), parent.map(Pos), org(*kind, *industry, at))),
    );
    let mut facts = Facts::new(Day::new(2018, 6, 30).unwrap().end(), rows.len());
    for (at, (kind, _, _, (members, reported))) in rows.iter().enumerate() {
        let mut row = FactRow::default();
        row.add(Fact::Orgs, 1);
        row.add(Fact::Branches, u32::from(*kind == Branch));
        row.add(Fact::Children, tree.children(Pos(at as u32)).count() as u32);
        row.add(Fact::Members, *members);
        row.add(Fact::Reported, *reported);
        facts.push(&row);
    }
    let (rules, notice) = (Rules::builtin().unwrap(), Programme::builtin().unwrap());
    let judged = judge(&facts, &rules);
    let at = |id, pos| {
        let scope = tree.subtree(Pos(pos));
        value(notice.step(id).unwrap(), &facts, &judged, &tree, &rules, &scope)
            .map(|value| value.show(notice.step(id).unwrap().target.rate))
    };
    let table = [
        ("T04.1", 0, Some("3")),
        ("T04.3", 0, Some("2")),
        ("T05.1", 0, Some("1")),
        ("T06.1", 0, Some("1")),
        ("T05.3", 0, Some("90%")),
        ("T06.3", 0, Some("100%")),
        // Started below the school, a branch still takes the school's industry.
        ("T05.3", 2, Some("90%")),
        ("T05.3", 3, Some("n/a")),
        ("T05.1", 6, Some("0")),
        ("T11.1", 0, Some("n/a")),
        ("T12.1", 0, Some("n/a")),
        ("T13.1", 0, Some("n/a")),
        ("T13.2", 0, Some("0%")),
    ];
    for (id, pos, expected) in table {
        assert_eq!(at(id, pos).as_deref(), expected, "{id} from {pos}");
    }
    let without = Rules::with("own.toml", "[rule.hollow-committee]\ndisabled = true").unwrap();
    let judged = judge(&facts, &without);
    let scope = 0..rows.len();
    assert_eq!(value(notice.step("T04.1").unwrap(), &facts, &judged, &tree, &without, &scope), None);
    assert_eq!(Industry::parse("初中"), Some(Industry::JuniorHigh));
}

#[test]
fn what_is_sound_what_was_founded_and_who_falls_short() {
    use OrgKind::{Branch, Leading};
    // A leading body over three branches: founded, members, reported; the second is hollow.
    let rows = [(None, 0, 0), (Some((2020, 5, 31)), 4, 1), (Some((2020, 6, 1)), 0, 0), (Some((2020, 9, 1)), 5, 3)];
    let kind = |at: usize| if at == 0 { Leading } else { Branch };
    let tree = OrgTree::from_preorder(
        (0..rows.len()).map(|at| (OrgId(at as u32), (at > 0).then_some(Pos(0)), org(kind(at), None, at))),
    );
    let mut facts = Facts::new(Day::new(2020, 12, 31).unwrap().end(), rows.len());
    for (at, (founded, members, reported)) in rows.iter().enumerate() {
        let mut row = FactRow::default();
        row.add(Fact::Orgs, 1);
        row.add(Fact::Branches, u32::from(at > 0));
        row.add(Fact::Children, if at == 0 { 3 } else { 0 });
        row.add(Fact::Members, *members);
        row.add(Fact::Reported, *reported);
        row.latest(Fact::Founded, founded.and_then(|(year, month, day)| Day::new(year, month, day)));
        facts.push(&row);
    }
    let (rules, notice) = (Rules::builtin().unwrap(), Programme::builtin().unwrap());
    let judged = judge(&facts, &rules);
    let place = crate::judge::Place { file: "own.toml".into(), line: 1, column: 1 };
    let since = Day::new(2020, 6, 1).unwrap();
    let table = [
        (Count::Founded { since }, "2", vec![]),
        (
            Count::Sound { rule: "hollow-branch".into(), of: Fact::Branches, place: place.clone() },
            "66.6%",
            vec![(Pos(2), 1)],
        ),
        (Count::Findings { rule: "hollow-branch".into(), place }, "1", vec![(Pos(2), 1)]),
        (Count::Rate { num: Fact::Reported, of: Fact::Members }, "44.4%", vec![(Pos(1), 3), (Pos(3), 2)]),
    ];
    for (count, shown, short) in table {
        let mut step = notice.step("T04.1").unwrap().clone();
        step.measure = Some(Measure { count, industries: Vec::new(), outside: Vec::new(), under: None });
        let counted = value(&step, &facts, &judged, &tree, &rules, &(0..4)).unwrap();
        assert_eq!(counted.show(true), shown);
        assert_eq!(shortfalls(&step, &facts, &judged, &tree, &rules, &(0..4)), short, "{shown}");
    }
}

#[test]
fn a_rate_is_cut_and_never_rounded_up_to_all() {
    for (num, of, text) in [(999, 1000, "99.9%"), (254_619, 254_620, "99.9%"), (1, 3, "33.3%"), (1, 1, "100%")] {
        assert_eq!(Value::rate(num, of).show(true), text);
    }
}

#[test]
#[ignore = "a measurement: run it in release"]
fn a_step_of_some_industries_is_counted_in_milliseconds() {
    let orgs = 254_620;
    let kind = |at: usize| if at.is_multiple_of(16) { OrgKind::Committee } else { OrgKind::Branch };
    let parent = |at: usize| (at > 0).then(|| Pos(if at.is_multiple_of(16) { 0 } else { (at - at % 16) as u32 }));
    let industry = |at: usize| at.is_multiple_of(16).then(|| Industry::ALL[at / 16 % Industry::ALL.len()]);
    let tree =
        OrgTree::from_preorder((0..orgs).map(|at| (OrgId(at as u32), parent(at), org(kind(at), industry(at), at))));
    let mut facts = Facts::new(Day::new(2018, 6, 30).unwrap().end(), orgs);
    let mut row = FactRow::default();
    row.add(Fact::Members, 20);
    row.add(Fact::Reported, 18);
    (0..orgs).for_each(|_| facts.push(&row));
    let (rules, notice) = (Rules::builtin().unwrap(), Programme::builtin().unwrap());
    let judged = judge(&facts, &rules);
    let start = std::time::Instant::now();
    for _ in 0..10 {
        value(notice.step("T05.3").unwrap(), &facts, &judged, &tree, &rules, &(0..orgs)).unwrap();
    }
    println!("{:?} a value", start.elapsed() / 10);
}

#[test]
fn every_built_in_programme_is_whole() {
    let (all, rules) = (Programme::builtins().unwrap(), Rules::builtin().unwrap());
    let ids: Vec<_> = all.iter().map(|programme| programme.id.as_str()).collect();
    assert_eq!(ids, Programme::BUILTINS.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    for programme in &all {
        programme.check(&rules).unwrap();
        for step in programme.steps() {
            assert!(!step.title.zh.is_empty() && !step.title.en.is_empty(), "{}", step.id);
            let under = step.measure.as_ref().is_some_and(|measure| measure.under.is_some());
            assert!(under || step.measure.is_some() != step.why.is_some(), "{}", step.id);
            assert!(!step.responsible.is_empty(), "{}", step.id);
        }
    }
    let count = |id: &str, letter: char| {
        let programme = all.iter().find(|programme| programme.id == id).unwrap();
        let tasks: Vec<_> = programme.tasks.iter().filter(|task| task.id.starts_with(letter)).collect();
        (tasks.len(), tasks.iter().map(|task| task.steps.len()).sum::<usize>())
    };
    let table = [
        ("luohe-2020", 'L', (25, 27)),
        ("luohe-2020", 'C', (1, 8)),
        ("luohe-2020", 'M', (6, 29)),
        ("luohe-2020", 'K', (29, 43)),
        ("station-2019", 'P', (11, 18)),
        ("station-2019", 'R', (4, 11)),
        ("three-hundred-2021", 'H', (3, 3)),
    ];
    for (id, letter, expected) in table {
        assert_eq!(count(id, letter), expected, "{id} {letter}");
    }
}

#[test]
fn the_counties_of_luohe_add_up_to_the_headline() {
    let (_, text) = Programme::BUILTINS.iter().find(|(id, _)| *id == "luohe-2020").unwrap();
    let luohe = Programme::parse(text, "luohe-2020.toml").unwrap();
    let parts = &luohe.tasks.iter().find(|task| task.id == "C").unwrap().steps;
    let sums = parts.iter().fold((0, 0.0), |(base, add), step| (base + step.base.unwrap(), add + step.target.value()));
    assert_eq!(sums, (1420, 1000.0));
    let table = [
        ("value = 200 }, base = 403", "value = 201 }, base = 403", "the parts add up to 1001, not to 1000"),
        ("base = 403", "base = 402", "the parts add up to 1419, not to 1420"),
        ("step = \"L01\", base", "step = \"L0l\", base", "step `L0l`. Did you mean `L01`?"),
        ("within = 0.02", "per = \"a\"", "within is missing"),
        ("[\"团的领导机关\"]", "[\"团的机关\"]", "type of organisation `团的机关`"),
        ("id = \"luohe-2020\"", "id = \"Luohe 2020\"", "cannot be a name"),
    ];
    for (from, to, expected) in table {
        assert!(text.contains(from), "{from}");
        let said = Programme::parse(&text.replacen(from, to, 1), "own.toml").unwrap_err().to_string();
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn what_is_outside_schools_and_under_one_county() {
    use OrgKind::{Branch, Committee, Leading};
    // A city over two counties; industries of its organisations, and whether they were founded since.
    let rows = [
        ("共青团漯河市委员会", Leading, None, None, false),
        ("共青团临颍县委员会", Leading, Some(0), None, true),
        ("甲厂", Branch, Some(1), None, true),
        ("乙中学", Committee, Some(1), Some(Industry::SeniorHigh), true),
        ("一班", Branch, Some(3), None, true),
        ("校办厂", Branch, Some(3), Some(Industry::StateFirm), true),
        ("共青团舞阳县委员会", Leading, Some(0), None, false),
        ("丙村", Branch, Some(6), Some(Industry::Rural), true),
        ("丁小学", Branch, Some(6), Some(Industry::Primary), true),
    ];
    let tree = OrgTree::from_preorder(rows.iter().enumerate().map(|(at, (name, kind, parent, industry, _))| {
        let org = Org { name: (*name).into(), ..org(*kind, *industry, at) };
        (OrgId(at as u32), parent.map(Pos), org)
    }));
    let mut facts = Facts::new(Day::new(2020, 12, 31).unwrap().end(), rows.len());
    for (.., since) in rows {
        let mut row = FactRow::default();
        row.add(Fact::Orgs, 1);
        row.latest(Fact::Founded, Day::new(if since { 2020 } else { 2000 }, 6, 1));
        facts.push(&row);
    }
    let rules = Rules::builtin().unwrap();
    let luohe = Programme::builtins().unwrap().into_iter().find(|programme| programme.id == "luohe-2020").unwrap();
    let judged = judge(&facts, &rules);
    // All but schools: what has no industry is counted, and what stands in a school is the school's.
    for (id, pos, expected) in [
        ("L01", 0, Some(4)),
        ("C1", 0, Some(3)),
        ("C2", 0, Some(1)),
        ("C3", 0, None),
        ("C1", 2, Some(1)),
        ("C1", 6, None),
    ] {
        let scope = tree.subtree(Pos(pos));
        let counted = value(luohe.step(id).unwrap(), &facts, &judged, &tree, &rules, &scope);
        assert_eq!(counted.map(|value| value.numerator), expected, "{id} from {pos}");
    }
}

#[test]
fn a_least_and_an_average() {
    let programmes = Programme::builtins().unwrap();
    let step = |id: &str| programmes.iter().find_map(|programme| programme.step(id)).unwrap();
    let tree = OrgTree::from_preorder(
        (0..4).map(|at| (OrgId(at as u32), (at > 0).then_some(Pos(0)), org(OrgKind::Committee, None, at))),
    );
    let mut facts = Facts::new(Day::new(2018, 6, 30).unwrap().end(), 4);
    // Retains dues, managers, volunteers, minutes of theirs.
    for (retaining, managers, volunteers, minutes) in [(1, 3, 0, 0), (0, 0, 2, 1019), (1, 1, 0, 0), (0, 5, 1, 421)] {
        let mut row = FactRow::default();
        row.add(Fact::Retaining, retaining);
        row.add(Fact::DuesManagers, managers);
        row.add(Fact::Volunteers, volunteers);
        row.add(Fact::VolunteerMinutes, minutes);
        facts.push(&row);
    }
    let rules = Rules::builtin().unwrap();
    let judged = judge(&facts, &rules);
    let at = |id, scope| value(step(id), &facts, &judged, &tree, &rules, &scope).unwrap();
    let shown = |id, scope| at(id, scope).show(step(id).target.rate);
    for (id, scope, expected, reached) in [
        ("T13.1", 0..4, "1", Some(false)),
        ("T13.1", 0..2, "3", Some(true)),
        ("T13.1", 1..2, "n/a", None),
        ("P06", 0..4, "8", Some(true)),
        ("P06", 0..2, "8", Some(true)),
        ("P06", 3..4, "7", Some(false)),
        ("P06", 0..1, "n/a", None),
    ] {
        assert_eq!(shown(id, scope.clone()), expected, "{id} {scope:?}");
        assert_eq!(step(id).target.reached(&at(id, scope)), reached, "{id}");
    }
    assert_eq!(Value::rate(13, 4).show(false), "3.2");
    let parts = [at("T13.1", 1..2), at("T13.1", 0..2), at("T13.1", 2..3), at("T13.1", 3..4)];
    assert_eq!(together(step("T13.1"), parts).unwrap(), Value::count(1));
    let parts = [at("P06", 0..2), at("P06", 2..4)];
    assert_eq!(together(step("P06"), parts).unwrap().denominator, Some(3));
}

#[test]
fn what_is_missing_from_a_step_is_found_by_a_rule_there_is() {
    let rules = Rules::builtin().unwrap();
    let mut told = 0;
    for programme in Programme::builtins().unwrap() {
        for rule in programme.steps().filter_map(|step| step.measure.as_ref()?.rule()) {
            assert!(rules.find(rule).is_some(), "{rule}");
            told += 1;
        }
    }
    assert!(told > 20, "{told}");
}

#[test]
fn work_on_a_step_begins_when_the_one_before_it_was_due() {
    let programme = Programme::builtin().unwrap();
    let task = programme.tasks.iter().find(|task| task.id == "T12").unwrap();
    let begins: Vec<String> = task.steps.iter().map(|step| programme.started(task, step).to_string()).collect();
    assert_eq!(begins[0], "2018-06-20", "the day of the document");
    assert_eq!(begins[1], Day(task.steps[0].due.0 + 1).to_string());
    for programme in Programme::builtins().unwrap() {
        for task in &programme.tasks {
            assert!(task.steps.iter().all(|step| programme.started(task, step) <= step.due), "{}", task.id);
        }
    }
}
