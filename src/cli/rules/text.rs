//! What the verbs about rules say.

use crate::judge::Of;
use crate::lang::{Lang, texts};

texts! {
    /// The condition in words.
    condition(of: &str, when: &str) { "条件：{of}中，{when}", "when: of {of}, {when}" }
    /// A parameter it reads, as it is in force.
    reads(label: &str, value: &str, from: &str, source: &str) {
        "参数：{label} = {value}，{from} 起，{source}", "with: {label} = {value} since {from}, {source}"
    }
    /// The condition as the file has it.
    raw(of: &str, when: &str) { "原式（{of}）：{when}", "as written: {of}: {when}" }
    /// Where it comes from.
    source(source: &str) { "依据：{source}", "source: {source}" }
    /// What to do.
    remedy(remedy: &str) { "去向：{remedy}", "remedy: {remedy}" }
    /// How many there are.
    count(at: &str, count: u64) { "截至 {at}：{count} 个", "as of {at}: {count}" }
    /// The value that holds.
    in_force() { "现行", "in force" }
    /// No such parameter.
    no_param(name: &str, known: &str) { "没有参数 {name}；现有： {known}", "there is no parameter {name}; known: {known}" }
    /// The rule does not read it.
    unread(rule: &str, param: &str, reads: &str) {
        "规则 {rule} 与参数 {param} 无关；它用到：{reads}", "rule {rule} does not depend on {param}; it reads: {reads}"
    }
    /// Not a value.
    not_a_value(word: &str) {
        "“{word}”不是参数和值；请写成 P=3，日期写成 joined-due-from=2017-01-01",
        "{word} is not a parameter and a value; write P=3, or joined-due-from=2017-01-01 for a day"
    }
}

/// What a rule is about, as definition files say it.
pub const fn of(of: Of) -> &'static str {
    match of {
        Of::Branch => "branch",
        Of::Committee => "committee",
        Of::Org => "org",
    }
}

/// The same in words.
pub const fn about(of: Of, lang: Lang) -> &'static str {
    match of {
        Of::Branch => lang.pick("团支部", "branches"),
        Of::Committee => lang.pick("团委、团工委、团总支和领导机关", "committees and leading bodies"),
        Of::Org => lang.pick("各级组织", "organisations"),
    }
}

/// The heading of the table of rules.
pub fn list_heading(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Zh => ["规则", "名称", "条件", "依据"],
        Lang::En => ["rule", "name", "when", "source"],
    }
}

/// The heading of the table of parameters.
pub fn param_heading(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Zh => ["参数", "值", "自", "", "依据"],
        Lang::En => ["parameter", "value", "from", "", "source"],
    }
}

/// The heading of a trial.
pub fn what_if_heading(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Zh => ["组织", "现在", "试算", "增减"],
        Lang::En => ["organisation", "before", "after", "difference"],
    }
}
