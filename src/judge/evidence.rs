//! Why a finding holds: the numbers beside their thresholds, each threshold with its date and source.

use super::expr::Env;
use super::rules::Word;
use super::words::{age_days, in_force, no, today, unknown, yes};
use super::{Fact, Facts, Param, RuleIx, Rules, Version};
use crate::lang::Lang;
use crate::model::{Day, Pos};

/// One word of a piece of evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'a> {
    /// A fact with the organisation's own value; `None` for a day that is not known.
    Fact(Fact, Option<i64>),
    /// A parameter with the value in force.
    Param(&'a Param, &'a Version),
    /// The day of the facts.
    Today(Day),
    /// Days since founding; `None` where the founding is not known.
    AgeDays(Option<i64>),
    /// A number of the rule itself.
    Number(i64),
    /// `<`, `=` and the like.
    Sign(&'static str),
}

/// The evidence of one finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence<'a> {
    /// Phrases, each a few words: `members 0 < P=1`.
    pub phrases: Vec<Vec<Piece<'a>>>,
}

impl Rules {
    /// Why a rule holds of an organisation, or what its numbers are where it does not.
    pub fn evidence(&self, rule: RuleIx, facts: &Facts, pos: Pos) -> Evidence<'_> {
        let today = facts.at.day();
        let values = self.params.values(today);
        let env = Env { today, values: &values };
        let says = self.get(rule).map_or(&[][..], |rule| &rule.says);
        let shown = says.iter().filter(|phrase| phrase.only.as_ref().is_none_or(|only| only.holds(env, facts, pos)));
        let own = |fact: Fact| {
            if fact.is_day() { facts.day(fact, pos).map(|day| day.0.into()) } else { Some(facts.own(fact, pos)) }
        };
        let piece = |word: &Word| match word {
            Word::Fact(fact) => Some(Piece::Fact(*fact, own(*fact))),
            Word::Param(param) => {
                let param = self.params.0.get(usize::from(*param))?;
                Some(Piece::Param(param, param.on(today)?))
            }
            Word::Today => Some(Piece::Today(today)),
            Word::AgeDays => Some(Piece::AgeDays(own(Fact::Founded).map(|day| i64::from(today.0) - day))),
            Word::Number(number) => Some(Piece::Number(*number)),
            Word::Sign(sign) => Some(Piece::Sign(sign)),
        };
        Evidence { phrases: shown.map(|phrase| phrase.words.iter().filter_map(piece).collect()).collect() }
    }
}

impl Piece<'_> {
    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Fact(fact, None) => format!("{} {}", fact.label(lang), unknown(lang)),
            Self::Fact(fact, Some(day)) if fact.is_day() => format!("{} {}", fact.label(lang), Day(*day as i32)),
            Self::Fact(fact, Some(flag)) if fact.is_flag() => {
                format!("{} {}", fact.label(lang), if *flag == 0 { no(lang) } else { yes(lang) })
            }
            Self::Fact(fact, Some(count)) => format!("{} {count}", fact.label(lang)),
            Self::Param(param, version) => {
                let dated = in_force(lang, &version.from.to_string(), version.source.pick(lang));
                format!("{}={}{dated}", param.label(lang), param.show(version.value))
            }
            Self::Today(day) => format!("{} {day}", today(lang)),
            Self::AgeDays(None) => format!("{} {}", age_days(lang), unknown(lang)),
            Self::AgeDays(Some(days)) => format!("{} {days}", age_days(lang)),
            Self::Number(number) => number.to_string(),
            Self::Sign(sign) => (*sign).to_owned(),
        }
    }
}

impl Evidence<'_> {
    /// One line: `团员 0 < P=1 (2018-06-01 起; S2 第4项)`.
    pub fn text(&self, lang: Lang) -> String {
        let phrase =
            |pieces: &Vec<Piece<'_>>| pieces.iter().map(|piece| piece.text(lang)).collect::<Vec<_>>().join(" ");
        self.phrases.iter().map(phrase).collect::<Vec<_>>().join(" · ")
    }

    /// The facts shown, for a table or JSON.
    pub fn facts(&self) -> impl Iterator<Item = (Fact, Option<i64>)> + '_ {
        self.phrases.iter().flatten().filter_map(|piece| match piece {
            Piece::Fact(fact, value) => Some((*fact, *value)),
            _ => None,
        })
    }

    /// The parameters shown.
    pub fn params(&self) -> impl Iterator<Item = (&Param, &Version)> {
        self.phrases.iter().flatten().filter_map(|piece| match piece {
            Piece::Param(param, version) => Some((*param, *version)),
            _ => None,
        })
    }
}
