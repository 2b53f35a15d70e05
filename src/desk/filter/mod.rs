//! The language in which findings are asked for: `rule:hollow-branch city:中山 age>7d -snoozed`.
//!
//! Terms stand beside one another and must all be true; `-` before one turns it round; several values of one key, or the
//! key given again, mean any of them. What has no key is part of an organisation's name, or a state.

mod bound;
mod complete;
mod lex;
mod parse;
mod problem;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub use bound::Bound;
pub use complete::{Completion, Suggestion, complete};
pub use problem::{FilterError, FilterProblem};

use super::{Grouping, Order, RuleInfo, States};
use crate::model::{BranchKind, Industry, OrgKind};
use words::Key;

/// A filter as it was written, known to be one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    text: String,
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    not: bool,
    span: Range<usize>,
    what: What,
}

/// A word and the byte it begins at.
type Word = (String, usize);

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Rule(Vec<Word>),
    State(States),
    Under(Key, Vec<Word>),
    Kind(Vec<OrgKind>, Vec<BranchKind>),
    Industry(Vec<Industry>),
    To(Vec<Word>),
    Compare(Key, Compare, i32),
    Name(String),
    Sort(Order),
    Group(Grouping),
}

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

impl Compare {
    fn holds(self, value: i32, with: i32) -> bool {
        match self {
            Self::Less => value < with,
            Self::AtMost => value <= with,
            Self::Equal => value == with,
            Self::AtLeast => value >= with,
            Self::More => value > with,
        }
    }
}

impl Filter {
    /// Reads a filter. Rules are looked at by [`check`](Self::check), organisations by [`bind`](Self::bind).
    ///
    /// # Errors
    /// What is wrong, and at which byte.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        parse::parse(text)
    }

    /// Whether the rules it names are among those there are.
    ///
    /// # Errors
    /// One that is not.
    pub fn check(&self, rules: &[RuleInfo]) -> Result<(), FilterError> {
        for term in &self.terms {
            if let What::Rule(words) = &term.what {
                for word in words {
                    bound::rule(rules, word)?;
                }
            }
        }
        Ok(())
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it keeps everything.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The states it asks for: those named, or, where some are only turned away, the others whose rule holds.
    pub fn states(&self) -> Option<States> {
        let named = |not| {
            let of = |term: &Term| if let What::State(states) = term.what { Some(states) } else { None };
            self.terms.iter().filter(move |term| term.not == not).filter_map(of).reduce(States::or)
        };
        let (yes, no): (Option<States>, Option<States>) = (named(false), named(true));
        match (yes, no) {
            (None, None) => None,
            (yes, no) => Some(yes.unwrap_or(States::HELD).without(no)),
        }
    }

    /// The order it asks for.
    pub fn order(&self) -> Option<Order> {
        self.terms.iter().rev().find_map(|term| if let What::Sort(order) = term.what { Some(order) } else { None })
    }

    /// The grouping it asks for.
    pub fn grouping(&self) -> Option<Grouping> {
        self.terms.iter().rev().find_map(|term| if let What::Group(group) = term.what { Some(group) } else { None })
    }

    /// The same without what it says of states, order or grouping.
    pub fn bare(&self, states: bool, order: bool, grouping: bool) -> Self {
        let mut text = self.text.clone();
        for term in self.terms.iter().rev() {
            let goes = match term.what {
                What::State(_) => states,
                What::Sort(_) => order,
                What::Group(_) => grouping,
                _ => false,
            };
            if goes {
                text.replace_range(term.span.clone(), "");
            }
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A part of a filter is one.
        Self::parse(&text).unwrap_or_default()
    }

    /// How an order, a grouping and states are written.
    pub fn words_of(order: Order, grouping: Grouping, states: States) -> [String; 3] {
        use crate::judge::LifeState;
        use crate::model::Labelled;
        let all = LifeState::ALL.iter().filter(|state| states.has(**state)).map(|state| state.id());
        let states = match states {
            States::OPEN => "open".to_owned(),
            States::HELD => "held".to_owned(),
            _ => all.collect::<Vec<_>>().join(","),
        };
        [words::hyphened(order.en()), words::grouping_id(grouping).to_owned(), states]
    }

    /// A filter out of its parts, each a term, as somebody would write them.
    pub fn of_terms<'a>(terms: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let term = |(key, value): (&str, &str)| {
            let plain = !value.is_empty() && value.chars().all(|c| !lex::ends_bare(c));
            if plain { format!("{key}:{value}") } else { format!("{key}:\"{}\"", value.replace('"', "")) }
        };
        terms.into_iter().map(term).collect::<Vec<_>>().join(" ")
    }
}
