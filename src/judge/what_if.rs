//! Rules under other parameters, before anybody issues them.

use super::rules::{RuleIx, Rules};
use super::words::Words;
use super::{Param, Version};

impl Rules {
    /// The parameters that a rule's condition and age read, in the order of the files.
    pub fn params_of(&self, rule: RuleIx) -> Vec<&Param> {
        let mut read = Vec::new();
        for expr in self.get(rule).into_iter().flat_map(|rule| std::iter::once(&rule.when).chain(&rule.since)) {
            expr.params(&mut |param| read.push(usize::from(param)));
        }
        read.sort_unstable();
        read.dedup();
        read.into_iter().filter_map(|param| self.params.0.get(param)).collect()
    }

    /// The same rules with another value of a parameter, at every date; `None` where there is no such parameter.
    pub fn set(&self, name: &str, value: i64) -> Option<Self> {
        let mut rules = self.clone();
        let param = rules.params.0.iter_mut().find(|param| param.name == name)?;
        let from = param.versions.first()?.from;
        let source = Words { zh: "试算".into(), en: "what if".into() };
        param.versions = vec![Version { value, from, source }];
        Some(rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Day;

    #[test]
    fn a_rule_reads_its_own_parameters_and_takes_other_values() {
        let rules = Rules::builtin().unwrap();
        let hollow = rules.find("hollow-branch").unwrap();
        let names: Vec<_> = rules.params_of(hollow).iter().map(|param| param.name.as_str()).collect();
        assert_eq!(names, ["P", "grace"]);
        assert!(rules.params_of(rules.find("no-cadre-branch").unwrap()).is_empty());
        let other = rules.set("P", 3).unwrap();
        for day in [Day::new(2018, 6, 1).unwrap(), Day::new(2020, 1, 1).unwrap()] {
            assert_eq!(other.params().at(day.end()).value("P"), Some(3), "{day}");
        }
        assert_eq!(rules.params().at(Day::new(2018, 6, 1).unwrap().end()).value("P"), Some(1));
        assert_eq!(rules.set("Q", 3), None);
    }
}
