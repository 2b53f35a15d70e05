//! The topic of a name somebody typed.

use super::{Ground, Item, Topic};
use crate::desk::Standing;
use crate::judge::Fact;
use crate::lang::Lang;

/// Everything that has a definition, in the order in which names are looked up.
pub fn known(standing: &Standing, ground: &Ground<'_>) -> Vec<(String, Topic)> {
    let rules = standing.rules.iter().map(|rule| (rule.id.clone(), Topic::Rule(rule.id.as_str().into())));
    let facts = Fact::ALL.into_iter().map(|fact| (fact.name().to_owned(), Topic::Fact(fact)));
    let items = Item::ALL.iter().map(|item| (item.id().to_owned(), Topic::Item(*item)));
    let steps = ground
        .programmes
        .iter()
        .flat_map(|of| of.steps().map(|step| (step.id.to_string(), Topic::Step(of.id.clone(), step.id.clone()))));
    let measures =
        ground.scheme.measures.iter().map(|measure| (measure.id.to_string(), Topic::Measure(measure.id.clone())));
    rules.chain(facts).chain(items).chain(measures).chain(steps).collect()
}

/// The topic of an id, of `programme/step`, or of a name in either language; the first there is.
pub fn named(standing: &Standing, ground: &Ground<'_>, name: &str) -> Option<Topic> {
    let known = known(standing, ground);
    let by_id = |(id, topic): &&(String, Topic)| {
        let step = matches!(topic, Topic::Step(of, step) if name.split_once('/') == Some((of, step)));
        step || id.eq_ignore_ascii_case(name)
    };
    let called = |topic: &Topic| [Lang::Zh, Lang::En].map(|lang| topic.name(standing, ground, lang));
    let found =
        known.iter().find(by_id).or_else(|| known.iter().find(|(_, topic)| called(topic).iter().any(|it| it == name)));
    found.map(|(_, topic)| topic.clone())
}
