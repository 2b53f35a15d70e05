//! What is wrong with a filter, where, and what to do about it.

use crate::lang::{Lang, texts};

/// A filter that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En, ""))]
pub struct FilterError {
    /// The byte at which it goes wrong.
    pub at: usize,
    /// What is wrong.
    pub problem: FilterProblem,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterProblem {
    /// No such key, and the nearest there is.
    Key(String, Option<String>),
    /// A key without a value.
    Empty(&'static str),
    /// A value that the key does not take, and the nearest that it does.
    Value(&'static str, String, Option<String>),
    /// A key that is compared, with a colon; or one that is not, with a comparison.
    Sign(&'static str, bool),
    /// Not a number of days.
    Days(String),
    /// A quote that nothing closes.
    Quote,
    /// Nothing behind a minus.
    Minus,
    /// An order or a grouping cannot be turned round.
    Turned(&'static str),
    /// No organisation of this name.
    Nowhere(String),
}

texts! {
    at(column: usize, what: &str) { "第 {column} 列：{what}", "column {column}: {what}" }
    no_key(key: &str) {
        "没有 {key} 这个条件；可用 rule state org city county kind industry to age due sort group，名称里有冒号时加引号",
        "there is no {key}: use rule, state, org, city, county, kind, industry, to, age, due, sort or group, or quotes"
    }
    no_key_near(key: &str, near: &str) { "没有 {key} 这个条件，是否指 {near}？", "there is no {key}; did you mean {near}?" }
    empty(key: &str) { "{key} 后面还缺值", "{key} wants a value" }
    value(key: &str, value: &str) { "{key} 没有“{value}”，按 Tab 看有哪些", "{key} knows no {value}: Tab lists what it knows" }
    value_near(key: &str, value: &str, near: &str) {
        "{key} 没有“{value}”，是否指 {near}？", "{key} knows no {value}; did you mean {near}?"
    }
    compares(key: &str) { "{key} 用 > < = 比较，如 {key}>7d", "{key} is compared: {key}>7d, {key}<3d" }
    takes(key: &str) { "{key} 后面用冒号，如 {key}:…", "{key} wants a colon: {key}:..." }
    days(text: &str) { "“{text}”不是天数；写作 7d 或 2w", "{text} is no number of days: write 7d or 2w" }
    quote() { "引号没有配对", "nothing closes this quote" }
    minus() { "减号后面还缺条件", "the minus wants something behind it" }
    turned(key: &str) { "{key} 不能加减号", "{key} cannot be turned round" }
    nowhere(name: &str) { "没有名称含“{name}”的组织", "there is no organisation named {name}" }
}

impl FilterError {
    /// The sentence, with the column in characters of the text that was read.
    pub fn say(&self, lang: Lang, text: &str) -> String {
        at(lang, self.column(text), &self.why(lang))
    }

    /// The column in characters, from 1.
    pub fn column(&self, text: &str) -> usize {
        text.char_indices().take_while(|(at, _)| *at < self.at).count() + 1
    }

    /// What is wrong, without the place.
    pub fn why(&self, lang: Lang) -> String {
        match &self.problem {
            FilterProblem::Key(key, Some(near)) => no_key_near(lang, key, near),
            FilterProblem::Key(key, None) => no_key(lang, key),
            FilterProblem::Empty(key) => empty(lang, key),
            FilterProblem::Value(key, word, Some(near)) => value_near(lang, key, word, near),
            FilterProblem::Value(key, word, None) => value(lang, key, word),
            FilterProblem::Sign(key, true) => compares(lang, key),
            FilterProblem::Sign(key, false) => takes(lang, key),
            FilterProblem::Days(text) => days(lang, text),
            FilterProblem::Quote => quote(lang).to_owned(),
            FilterProblem::Minus => minus(lang).to_owned(),
            FilterProblem::Turned(key) => turned(lang, key),
            FilterProblem::Nowhere(name) => nowhere(lang, name),
        }
    }
}
