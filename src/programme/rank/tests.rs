use proptest::prelude::*;

use super::*;
use crate::judge::Rules;

fn scheme(points: &str, measures: &[(&str, &str, &str)]) -> Scheme {
    let mut text = format!("id = 'x'\ntitle = 'x'\nsource = 'x'\npoints = '{points}'\n");
    for (at, (counts, better, weight)) in measures.iter().enumerate() {
        text.push_str(&format!(
            "[[measure]]\nid = 'm{at}'\nzh = 'm'\nen = 'm'\ncounts = {counts}\nbetter = '{better}'\nweight = {weight}\n"
        ));
    }
    Scheme::parse(&text, "x.toml").unwrap()
}

const RATE: &str = "{ rate = { num = 'reported', of = 'members' } }";
const COUNT: &str = "{ count = 'hollow-branch' }";

fn unit(values: &[Option<Value>]) -> Unit {
    Unit { values: values.to_vec(), orgs: 20 }
}

fn ranks(standings: &[Placed]) -> Vec<Option<u32>> {
    standings.iter().map(|standing| standing.rank).collect()
}

#[test]
fn the_built_in_set_weighs_all_alike_and_counts_what_there_is() {
    let scheme = Scheme::builtin().unwrap();
    scheme.check(&Rules::builtin().unwrap()).unwrap();
    assert!(scheme.measures.iter().all(|measure| measure.weight == 1.0));
    assert_eq!(scheme.measures.len(), 11);
}

#[test]
fn a_score_that_anybody_can_work_out_again() {
    // 90 % × 2 and 1 hollow branch of 20 organisations × 1: (90 × 2 + 95) / 3.
    let scheme = scheme("share", &[(RATE, "high", "2"), (COUNT, "low", "1")]);
    let standings = league(
        &scheme,
        &[
            unit(&[Some(Value::rate(90, 100)), Some(Value::count(1))]),
            unit(&[Some(Value::rate(45, 50)), Some(Value::count(1))]),
            unit(&[Some(Value::rate(1, 1)), Some(Value::count(0))]),
            unit(&[Some(Value::rate(0, 3)), Some(Value::count(30))]),
        ],
    );
    let shown: Vec<String> = standings.iter().map(|s| s.score.unwrap().to_string()).collect();
    assert_eq!(shown, ["91.67", "91.67", "100.00", "0.00"]);
    assert_eq!(ranks(&standings), [Some(2), Some(2), Some(1), Some(4)]);
}

#[test]
fn what_is_not_known_is_left_out_and_too_little_is_not_ranked() {
    let scheme = scheme("share", &[(RATE, "high", "2"), (RATE, "low", "1"), (RATE, "high", "1.5")]);
    let nothing = Some(Value::rate(0, 0));
    let standings = league(
        &scheme,
        &[
            unit(&[Some(Value::rate(1, 2)), None, nothing]),
            unit(&[nothing, Some(Value::rate(1, 4)), Some(Value::rate(3, 4))]),
            unit(&[None, Some(Value::rate(1, 4)), nothing]),
        ],
    );
    // 2 of 4.5 is less than half, 2.5 is more.
    assert_eq!(ranks(&standings), [None, Some(1), None]);
    assert_eq!(standings[1].score, Some(Score(7500)));
    assert_eq!(standings[0].points, [Some(Score(5000)), None, None]);
}

#[test]
fn spread_is_by_the_best_and_the_worst() {
    let scheme = scheme("spread", &[(COUNT, "low", "1")]);
    let of = |counts: &[u64]| {
        let units: Vec<Unit> = counts.iter().map(|count| unit(&[Some(Value::count(*count))])).collect();
        league(&scheme, &units).iter().map(|s| s.score.unwrap().0).collect::<Vec<_>>()
    };
    assert_eq!(of(&[4, 0, 1, 2]), [0, 10_000, 7500, 5000]);
    assert_eq!(of(&[3, 3]), [10_000, 10_000]);
}

#[test]
fn a_broken_file_says_where() {
    for (text, says) in [
        ("id = 'x'\ntitle = 'x'\nsource = 'x'\nmeasure = []", "line 1, column 6: measure is missing"),
        (
            "id = 'x'\ntitle = 'x'\nsource = 'x'\n[[measure]]\nid='a'\nzh='a'\nen='a'\ncounts={count='r'}\nbetter='high'\nweight=0",
            "line 10, column 8",
        ),
        (
            "id = 'x'\ntitle = 'x'\nsource = 'x'\n[[measure]]\nid='a'\nzh='a'\nen='a'\ncounts={rate={num='reportd', of='members'}}\nbetter='high'\nweight=1",
            "Did you mean `reported`",
        ),
    ] {
        let error = Scheme::parse(text, "w.toml").unwrap_err().say(crate::lang::Lang::En);
        assert!(error.contains(says), "{error}");
    }
    let unknown = scheme("share", &[("{ count = 'holow-branch' }", "low", "1")]).check(&Rules::builtin().unwrap());
    assert!(unknown.unwrap_err().say(crate::lang::Lang::En).contains("hollow-branch"));
}

proptest! {
    #[test]
    fn ranks_follow_scores_and_ties_share(
        units in prop::collection::vec((0u64..5, 0u64..5, 0u64..4), 0..30), spread: bool
    ) {
        let scheme = scheme(if spread { "spread" } else { "share" }, &[(RATE, "high", "1"), (COUNT, "low", "3")]);
        let units: Vec<Unit> = units.into_iter().map(|(part, whole, count)| Unit {
            values: vec![Some(Value::rate(part.min(whole), whole)), Some(Value::count(count))],
            orgs: whole,
        }).collect();
        let standings = league(&scheme, &units);
        for one in &standings {
            prop_assert_eq!(one.rank.is_some(), one.score.is_some());
            let better = standings.iter().filter(|other| other.score > one.score && one.score.is_some()).count();
            prop_assert_eq!(one.rank, one.score.map(|_| better as u32 + 1));
            prop_assert!(one.score.is_none_or(|score| score.0 <= 10_000));
        }
        let mut turned = units.clone();
        turned.reverse();
        let mut back = league(&scheme, &turned);
        back.reverse();
        prop_assert_eq!(back, standings);
    }
}
