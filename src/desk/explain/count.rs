//! What a measure of a programme or of the ranking counts, in words.

use crate::judge::Rules;
use crate::lang::{Lang, texts};
use crate::programme::{Count, Measure};

texts! {
    findings(rule: &str) { "“{rule}”的问题数。", "How many findings of {rule} there are." }
    rate(num: &str, of: &str) { "{num}，占{of}的比例。", "The share of {num} in {of}." }
    sound(of: &str, rule: &str) { "{of}中没有“{rule}”问题的比例。", "The share of {of} without a finding of {rule}." }
    least(fact: &str, among: &str) { "有“{among}”的组织中，{fact}最少的那个数。", "The least of {fact} among the organisations with any of: {among}." }
    average(num: &str, of: &str) { "{num}，平均到每一个“{of}”。", "{num} for each of: {of}." }
    founded(day: &str) { "{day} 起成立的组织数。", "Organisations founded on {day} or later." }
    attested() { "责任单位中已申报本事项的比例；只计名册能认出的单位。", "The share of the responsible bodies, as far as the rosters tell them, that have declared the item." }
    confined(to: &str) { "只计：{to}。", "Only: {to}." }
    without(what: &str) { "不计：{what}。", "Not: {what}." }
}

/// What it counts.
pub(super) fn words(measure: &Measure, rules: &Rules, lang: Lang) -> String {
    let named = |id: &str| {
        rules
            .find(id)
            .and_then(|rule| rules.get(rule))
            .map_or_else(|| id.to_owned(), |rule| rule.label(lang).to_owned())
    };
    let mut said = match &measure.count {
        Count::Findings { rule, .. } => findings(lang, &named(rule)),
        Count::Rate { num, of } => rate(lang, num.label(lang), of.label(lang)),
        Count::Sound { rule, of, .. } => sound(lang, of.label(lang), &named(rule)),
        Count::Least { fact, among } => least(lang, fact.label(lang), among.label(lang)),
        Count::Average { num, of, .. } => average(lang, num.label(lang), of.label(lang)),
        Count::Founded { since } => founded(lang, &since.to_string()),
        Count::Attested { .. } => attested(lang).to_owned(),
    };
    let list = |industries: &[crate::model::Industry]| {
        industries.iter().map(|industry| lang.word(*industry)).collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    for (word, industries) in [(confined as fn(Lang, &str) -> String, &measure.industries), (without, &measure.outside)]
    {
        if !industries.is_empty() {
            said.push_str(lang.pick("", " "));
            said.push_str(&word(lang, &list(industries)));
        }
    }
    said
}

/// Whether its value is a few subtractions, and not a look at every organisation.
pub(super) fn quick(measure: &Measure) -> bool {
    let by_totals = !matches!(measure.count, Count::Least { .. } | Count::Founded { .. } | Count::Attested { .. });
    by_totals && measure.industries.is_empty() && measure.outside.is_empty() && measure.under.is_none()
}
