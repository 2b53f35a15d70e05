//! The language, from words to findings.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::desk::{FindingItem, Lives, QueueFilter, Standing};
use crate::judge::LifeState;
use crate::lang::Lang;
use crate::tui::fixture;

fn county() -> (Arc<Standing>, Arc<Lives>) {
    let source = fixture::county();
    (source.standing(&|_| {}).unwrap(), source.lives().unwrap())
}

fn found(standing: &Standing, lives: &Lives, text: &str) -> Vec<FindingItem> {
    let filter = Filter::parse(text).unwrap();
    let states = filter.states().unwrap_or(States::OPEN);
    let bound = filter.bind(standing).unwrap();
    let queue = QueueFilter { bound, ..QueueFilter::default() };
    standing.queue_in(&queue, filter.order().unwrap_or(Order::Urgency), lives, states).items
}

#[test]
fn terms_mean_what_they_say() {
    let (standing, lives) = county();
    let count = |text: &str| found(&standing, &lives, text).len();
    let all = count("");
    let rule = |id: &str| standing.rules.iter().position(|rule| rule.id == id).unwrap() as u16;
    let hollow = found(&standing, &lives, "rule:hollow-branch");
    assert!(!hollow.is_empty() && hollow.iter().all(|item| item.rule == rule("hollow-branch")));
    for (same, as_) in [
        ("rule:空心团支部", "rule:hollow-branch"),
        ("规则：空心团支部", "rule:hollow-branch"),
        ("rule:\"hollow branch\"", "rule:hollow-branch"),
        ("rule:hollow-branch rule:no-cadre-branch", "rule:hollow-branch,no-cadre-branch"),
        ("state:new", "new"),
        ("state:open", ""),
        ("未分派", "new"),
        ("age>1w", "age>7d"),
        ("age＞7天", "age>7"),
        ("kind:团支部", "kind:branch"),
        ("org:南塘镇团委 org:白鹿乡团委", "org:南塘镇团委,白鹿乡团委"),
        ("org:高三", "org:高三年级团总支"),
        ("-rule:hollow-branch -rule:hollow-branch", "-rule:hollow-branch"),
    ] {
        assert_eq!(found(&standing, &lives, same), found(&standing, &lives, as_), "{same}");
    }
    assert_eq!(count("rule:hollow-branch") + count("-rule:hollow-branch"), all);
    assert_eq!(count("age>7d") + count("age<=7d") + count("-age>=0d"), all);
    assert_eq!(count("村") + count("-村"), all);
    assert!(count("村") > 0 && count("村 南塘") == 0, "words must all be in the name");
    assert!(
        found(&standing, &lives, "org:南塘镇团委 村").iter().all(|item| standing.tree.label(item.pos).contains('村'))
    );
    assert_eq!(count("to:白鹿"), 1);
    assert_eq!(count("to:none") + count("to:白鹿"), all);
    assert_eq!(count("snoozed"), 1);
    assert_eq!(count("-snoozed"), count("state:held") - 1);
    assert!(count("state:all") > count("state:held"));
    assert!(count("industry:rural") > 0 && count("industry:军队") == 0);
    assert!(count("kind:graduating-class") < count("kind:branch"));
    let oldest = found(&standing, &lives, "sort:oldest age>0d");
    let ages: Vec<_> = oldest.iter().filter_map(|item| item.since).collect();
    assert!(ages.is_sorted() && !ages.is_empty());
}

#[test]
fn what_is_wrong_is_told_with_its_column() {
    let (standing, _) = county();
    for (text, column, said) in [
        ("rul:x", 1, "did you mean rule?"),
        ("村 wether:x", 3, "there is no wether"),
        ("state:nwe,new", 7, "state knows no nwe"),
        ("村 rule:", 8, "rule wants a value"),
        ("rule:a,", 8, "rule wants a value"),
        ("rule:hollow-brunch", 6, "did you mean hollow-branch?"),
        ("age:7d", 4, "age is compared"),
        ("age>soon", 5, "soon is no number of days"),
        ("age>99999d", 5, "99999d is no number"),
        ("age><3", 4, "age is compared"),
        ("rule>3", 5, "rule wants a colon"),
        ("村 \"x", 3, "nothing closes"),
        ("村 -", 3, "the minus wants"),
        ("-sort:oldest", 1, "cannot be turned round"),
        ("kind:branch,brunch", 13, "did you mean branch?"),
        ("org:无此地", 5, "no organisation named 无此地"),
        ("city:南塘", 6, "no organisation named 南塘"),
    ] {
        let read =
            Filter::parse(text).and_then(|filter| filter.check(&standing.rules).and_then(|()| filter.bind(&standing)));
        let error = read.unwrap_err();
        assert_eq!(error.column(text), column, "{text}");
        assert!(error.why(Lang::En).contains(said), "{text}: {}", error.say(Lang::En, text));
        assert!(!error.say(Lang::Zh, text).is_ascii());
    }
}

#[test]
fn a_filter_loses_what_other_keys_have_changed() {
    let filter = Filter::parse("  state:new 村  sort:oldest -snoozed group:rule").unwrap();
    assert_eq!(filter.text(), "state:new 村  sort:oldest -snoozed group:rule");
    assert_eq!(filter.bare(true, false, false).text(), "村 sort:oldest group:rule");
    assert_eq!(filter.bare(true, true, true).text(), "村");
    assert_eq!(filter.states(), Some([LifeState::New].into_iter().collect()));
    assert_eq!((filter.order(), filter.grouping()), (Some(Order::Oldest), Some(Grouping::Rule)));
    assert_eq!(
        Filter::of_terms([("org", "“青禾”站"), ("rule", "x"), ("org", "a b")]),
        "org:\"“青禾”站\" rule:x org:\"a b\""
    );
}

#[test]
fn completion_offers_what_fits() {
    let (standing, _) = county();
    let at = |text: &str| {
        let completion = complete(text, &standing, None, Lang::Zh);
        (completion.from, completion.items.into_iter().map(|item| item.text).collect::<Vec<_>>())
    };
    assert_eq!(at("").1.len(), 12 + 7);
    assert_eq!(at("村 -ru"), (5, vec!["rule:".into()]));
    assert_eq!(at("sn"), (0, vec!["snoozed ".into()]));
    let (from, rules) = at("rule:hollow");
    assert!(from == 5 && rules.contains(&"hollow-branch ".into()));
    assert!(at("rule:kx").1.contains(&"hollow-branch ".into()), "by the initials of its name");
    assert_eq!(at("rule:x,hollow-b").0, 7);
    assert_eq!(at("org:ntz").1, ["南塘镇团委 "]);
    assert_eq!(at("org:南").1, ["南塘镇团委 "]);
    assert_eq!(at("state:o").1, ["open "]);
    assert_eq!(at("age>").1, Vec::<String>::new());
    assert_eq!(at("org:\"南").1, ["南塘镇团委 "]);
}

#[test]
fn what_stands_before_it_moves_nothing() {
    assert_eq!(Filter::parse("  org:rule"), Filter::parse("org:rule"));
    assert_eq!(Filter::parse("  rule:").unwrap_err().at, Filter::parse("rule:").unwrap_err().at + 2);
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,40}") {
        if let Err(error) = Filter::parse(&text) {
            prop_assert!(error.at <= text.len() && text.is_char_boundary(error.at));
        }
    }

    #[test]
    fn nor_one_made_of_the_language(parts in prop::collection::vec(prop::sample::select(vec![
        "rule", ":", "：", "-", " ", "\"", "“", "age", ">", "7d", ",", "state", "new", "org", "南塘镇团委", "村", "=",
    ]), 0..12)) {
        let (standing, lives) = county();
        let text = parts.concat();
        let _ = complete(&text, &standing, None, Lang::En);
        match Filter::parse(&text) {
            Err(error) => prop_assert!(text.is_char_boundary(error.at)),
            Ok(filter) => {
                prop_assert_eq!(Filter::parse(filter.text()).unwrap(), filter.clone());
                if let Ok(bound) = filter.bind(&standing) {
                    for item in standing.findings_of(crate::model::Pos(9)) {
                        let _ = bound.keeps(&standing, &lives, item);
                    }
                }
            }
        }
    }
}
