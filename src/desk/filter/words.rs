//! The words of the language, in both languages of the program.

use crate::desk::{Grouping, Order, States};
use crate::judge::LifeState;
use crate::model::{BranchKind, Industry, Labelled, OrgKind};

/// What a term is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Rule,
    State,
    Org,
    City,
    County,
    Kind,
    Industry,
    To,
    Age,
    Due,
    Sort,
    Group,
}

impl Key {
    pub const ALL: [Self; 12] = [
        Self::Rule,
        Self::State,
        Self::Org,
        Self::City,
        Self::County,
        Self::Kind,
        Self::Industry,
        Self::To,
        Self::Age,
        Self::Due,
        Self::Sort,
        Self::Group,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::State => "state",
            Self::Org => "org",
            Self::City => "city",
            Self::County => "county",
            Self::Kind => "kind",
            Self::Industry => "industry",
            Self::To => "to",
            Self::Age => "age",
            Self::Due => "due",
            Self::Sort => "sort",
            Self::Group => "group",
        }
    }

    const fn zh(self) -> &'static str {
        match self {
            Self::Rule => "规则",
            Self::State => "状态",
            Self::Org => "组织",
            Self::City => "市",
            Self::County => "县",
            Self::Kind => "类型",
            Self::Industry => "行业",
            Self::To => "分派",
            Self::Age => "持续",
            Self::Due => "截止",
            Self::Sort => "排序",
            Self::Group => "分组",
        }
    }

    /// Whether it is compared with a number of days.
    pub const fn compares(self) -> bool {
        matches!(self, Self::Age | Self::Due)
    }

    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        Self::ALL.into_iter().find(|key| key.word() == lower || key.zh() == text)
    }
}

/// The English word of a list as the language writes it: `work committee` is `work-committee`.
pub fn hyphened(word: &str) -> String {
    word.replace(", ", "-").replace(' ', "-").replace(['(', ')'], "")
}

/// The value of a list that a word stands for.
pub fn value<L: Labelled>(text: &str) -> Option<L> {
    let lower = hyphened(&text.to_lowercase());
    L::ALL.iter().copied().find(|value| value.zh() == text || hyphened(value.en()) == lower)
}

pub fn state(text: &str) -> Option<States> {
    let lower = text.to_lowercase();
    let one = LifeState::ALL.iter().find(|state| state.id() == lower || state.zh() == text);
    match (one, lower.as_str()) {
        (Some(state), _) => Some(States::from_iter([*state])),
        (None, "open" | "待处理") => Some(States::OPEN),
        (None, "held" | "成立") => Some(States::HELD),
        (None, "all" | "全部") => Some(LifeState::ALL.iter().copied().collect()),
        _ => None,
    }
}

/// A word that is a state without its key.
pub fn bare_state(text: &str) -> Option<States> {
    let one = LifeState::ALL.iter().any(|state| state.id() == text.to_lowercase() || state.zh() == text);
    if one { state(text) } else { None }
}

/// A grouping as the language writes it.
pub const fn grouping_id(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::None => "none",
        Grouping::Level => "level",
        Grouping::To => "to",
        Grouping::Org => "org",
        Grouping::Rule => "rule",
    }
}

pub fn grouping(text: &str) -> Option<Grouping> {
    let lower = text.to_lowercase();
    Grouping::ALL.iter().copied().find(|one| grouping_id(*one) == lower || one.zh() == text)
}

/// The words that a key takes, where they are a closed list: the word, and what it is called.
pub fn closed(key: Key) -> Vec<(String, [&'static str; 2])> {
    fn list<L: Labelled>() -> Vec<(String, [&'static str; 2])> {
        L::ALL.iter().map(|value| (hyphened(value.en()), [value.zh(), value.en()])).collect()
    }
    match key {
        Key::State => {
            let mut words: Vec<_> =
                LifeState::ALL.iter().map(|state| (state.id().to_owned(), [state.zh(), state.en()])).collect();
            words.push(("open".to_owned(), ["待处理", "open"]));
            words.push(("held".to_owned(), ["规则仍成立", "the rule still holds"]));
            words.push(("all".to_owned(), ["全部状态", "every state"]));
            words
        }
        Key::Kind => list::<OrgKind>().into_iter().chain(list::<BranchKind>()).collect(),
        Key::Industry => list::<Industry>(),
        Key::Sort => list::<Order>(),
        Key::Group => Grouping::ALL.iter().map(|one| (grouping_id(*one).to_owned(), [one.zh(), one.en()])).collect(),
        _ => Vec::new(),
    }
}
