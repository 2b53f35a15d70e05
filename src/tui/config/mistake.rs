//! What is wrong with a configuration, where, and what to do about it.

use super::{Said, Value};
use crate::desk::FilterError;
use crate::judge::nearest;
use crate::lang::{Lang, texts};

/// The longest part of the file that is repeated, in characters.
const REPEATED: usize = 40;

/// Something in the file that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// What stands there.
    pub said: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The file cannot be read; the system's own words.
    Unreadable(String),
    /// Not TOML; the reader's own words.
    Toml(String),
    /// No such setting, and the nearest there is.
    Setting(Option<String>),
    /// Not what the setting takes: what that is, in both languages.
    Takes(String, String),
    /// None of those there are, and the nearest.
    NotAmong(Vec<String>, Option<String>),
    /// No such command, and the nearest there is.
    Command(Option<String>),
    /// No such key.
    Key(String),
    /// A key that terminals send as another.
    SameKey(&'static str),
    /// A key that gives another command in the same place: the key, the command.
    Taken(String, &'static str),
    /// A chord that begins with another command's key, or the other way round: that key, that command.
    Begins(String, &'static str),
    /// Esc inside of a chord.
    Escape,
    /// A letter where letters are text.
    Letter,
    /// With it there would be no way out.
    Unleavable,
    /// A view without a name or a filter, or with something else.
    View,
    /// A view whose filter cannot be used.
    Filter(FilterError),
    /// Two views of one name; the line of the first.
    ViewTwice(usize),
}

texts! {
    at(file: &str, line: usize, column: usize, said: &str, wrong: &str) {
        "{file} 第 {line} 行第 {column} 列，{said}：{wrong}", "{file}, line {line}, column {column}, {said}: {wrong}"
    }
    unreadable(file: &str, why: &str) {
        "{file} 不能读取（{why}）。请检查文件和权限。", "{file} cannot be read ({why}). Check the file and its permissions."
    }
    not_toml(why: &str) { "不是可读的 TOML（{why}）。请改正这一行。", "not readable as TOML ({why}). Correct this line." }
    no_setting() {
        "没有这一项。请删去，或用 mingmai config show 查看有哪些。", "there is no such setting. Take it out, or see mingmai config show."
    }
    no_setting_near(near: &str) { "没有这一项。是否指 {near}？", "there is no such setting. Did you mean {near}?" }
    takes(what: &str) { "应为 {what}。", "it takes {what}." }
    not_among(known: &str) { "没有这个。请用其中之一： {known} 。", "there is none of this name. Use one of {known}." }
    not_among_near(near: &str) { "没有这个。是否指 “{near}”？", "there is none of this name. Did you mean \"{near}\"?" }
    no_command() {
        "没有这个命令。用 mingmai keys 查看各命令的 id。", "there is no such command. mingmai keys lists the ids."
    }
    no_command_near(near: &str) { "没有这个命令。是否指 {near}？", "there is no such command. Did you mean {near}?" }
    no_key(key: &str) {
        "没有按键 {key}。写法如 x、G、Ctrl-x、F5、Space、PgDn；连按用空格隔开，至多四个。",
        "there is no key {key}. Write x, G, Ctrl-x, F5, Space, PgDn; at most four in a chord, with spaces between."
    }
    same_key(same: &str) {
        "终端把它当作 {same} 发送。请换一个键。", "terminals send this as {same}. Use another key."
    }
    taken(key: &str, by: &str) {
        "{key} 已是 {by} 的按键。请换一个键，或给 {by} 换键。",
        "{key} gives {by} already. Use another key, or give {by} another."
    }
    begins(key: &str, by: &str) {
        "{key} 已单独用于 {by}。请换开头的键，或给 {by} 换键。",
        "{key} by itself gives {by}. Use another beginning, or give {by} another key."
    }
    goes_on(key: &str, by: &str) {
        "{by} 的连按 {key} 以它开头。请换一个键，或给 {by} 换键。",
        "{key} of {by} begins with it. Use another key, or give {by} another."
    }
    escape() { "Esc 用于中止连按。请换一个键。", "Esc leaves a chord. Use another key." }
    letter() {
        "在文本框里这个键是文字。请用 Ctrl 加字母，或功能键。",
        "in a text field this key is a letter. Use one with Ctrl, or a function key."
    }
    unleavable() {
        "这样就退不出来了。leave、back、quit 和 field.close 要留有能用的按键。",
        "there would be no way out. Leave keys that can be reached to leave, or to back and quit, and to field.close."
    }
    view() {
        "视图写作 [[view]]，下面各一行 name = \"名称\" 和 filter = \"条件\"。",
        "a view is [[view]] with a line name = \"...\" and a line filter = \"...\" below it."
    }
    filter(why: &str) { "{why}。请改正筛选条件。", "{why}. Correct the filter." }
    view_twice(line: usize) {
        "第 {line} 行已有同名视图。请换一个名称。", "line {line} has a view of this name. Give it another."
    }
}

impl Mistake {
    /// A mistake about the value of a setting.
    pub fn of(name: &str, said: &Said<Value>, wrong: Wrong) -> Self {
        let written = match &said.value {
            Value::Word(word) => format!("{name} = \"{word}\""),
            value => format!("{name} = {value}"),
        };
        Self { line: said.line, column: said.column, said: shown(&written), wrong }
    }

    /// The whole sentence with its remedy.
    pub fn say(&self, lang: Lang, file: &str) -> String {
        if let Wrong::Unreadable(why) = &self.wrong {
            return unreadable(lang, file, why);
        }
        at(lang, file, self.line, self.column, &self.said, &self.why(lang))
    }

    /// What is wrong and what to do, without the place.
    pub fn why(&self, lang: Lang) -> String {
        match &self.wrong {
            Wrong::Unreadable(why) => why.clone(),
            Wrong::Toml(why) => not_toml(lang, why),
            Wrong::Setting(Some(near)) => no_setting_near(lang, near),
            Wrong::Setting(None) => no_setting(lang).to_owned(),
            Wrong::Takes(zh, en) => takes(lang, lang.pick(zh, en)),
            Wrong::NotAmong(_, Some(near)) => not_among_near(lang, near),
            Wrong::NotAmong(known, None) => not_among(lang, &known.join(", ")),
            Wrong::Command(Some(near)) => no_command_near(lang, near),
            Wrong::Command(None) => no_command(lang).to_owned(),
            Wrong::Key(key) => no_key(lang, key),
            Wrong::SameKey(same) => same_key(lang, same),
            Wrong::Taken(key, by) => taken(lang, key, by),
            Wrong::Begins(key, by) if key.contains(' ') => goes_on(lang, key, by),
            Wrong::Begins(key, by) => begins(lang, key, by),
            Wrong::Escape => escape(lang).to_owned(),
            Wrong::Letter => letter(lang).to_owned(),
            Wrong::Unleavable => unleavable(lang).to_owned(),
            Wrong::View => view(lang).to_owned(),
            Wrong::Filter(error) => filter(lang, &error.why(lang)),
            Wrong::ViewTwice(line) => view_twice(lang, *line),
        }
    }
}

/// A part of the file as it is repeated: on one line, not too long, and nothing that a terminal would obey.
pub(super) fn shown(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let clean: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match clean.char_indices().nth(REPEATED) {
        Some((cut, _)) => format!("{}...", &clean[..cut]),
        None => clean,
    }
}

/// The known name that was probably meant.
pub(super) fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(str::to_owned)
}
