//! What is wrong with a definition file, where, and what to do about it.

use compact_str::CompactString;
use toml::Spanned;

use crate::lang::{Lang, texts};
use crate::model::labelled;

/// Where in a definition file something stands. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user named it.
    pub file: CompactString,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A definition file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub struct LoadError {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: Problem,
}

labelled! {
    /// What an expression holds.
    Kind {
        Count = "数", "a number";
        Flag = "是否", "a yes or no";
        Day = "日期", "a day";
        Truth = "条件", "a condition";
    }
}

labelled! {
    /// What an expression should go on with.
    Expected {
        Operand = "数、名称或左括号", "a number, a name or an opening parenthesis";
        Close = "右括号", "a closing parenthesis";
        Comma = "逗号", "a comma";
        Name = "事实或参数的名称", "the name of a fact or parameter";
        End = "到此结束或一个运算符", "the end or an operator";
    }
}

labelled! {
    /// What a name should have been.
    Sought {
        Name = "事实、参数或函数", "fact, parameter or function";
        Fact = "计数事实", "fact that is a count";
        Rule = "规则", "rule";
        Metric = "指标", "metric";
        Body = "责任主体", "responsible body";
        Industry = "行业类别", "industry";
        Operator = "比较符（=、>=、<=、~）", "comparison (=, >=, <=, ~)";
        Kind = "组织类型", "type of organisation";
        Step = "节点", "step";
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not TOML, or a field that is not known or not of its type; the reader's own words.
    Toml(String),
    /// An expression breaks off or goes on wrongly; what stands there, empty at its end.
    Syntax(Expected, String),
    /// A name nobody gave, and the nearest that somebody did.
    Unknown(Sought, String, Option<String>),
    /// An operand is of the wrong kind: what is wanted, what it is.
    Kinds(Kind, Kind),
    /// A number too long to be meant.
    TooLarge,
    /// Longer, or more parentheses inside each other, than anybody can read.
    TooDeep,
    /// A field that must be there.
    Missing(&'static str),
    /// An id that is not lower-case words joined by hyphens, or a parameter's name that cannot stand in an expression.
    BadName(String),
    /// An id, a parameter's date or a name given twice.
    Twice(String),
    /// A parameter named like a fact, so that an expression could mean either.
    Shadow(String),
    /// A parameter's value that is neither a whole number nor a day, or not of the kind of its other values.
    Value,
    /// A date with a time, or a time alone.
    NotADay,
    /// A text that is no month.
    NotAMonth,
    /// A target that is negative, not a number, or a rate over 1.
    Target,
    /// A weight that is not a number above 0.
    Weight,
    /// Numbers that do not add up: their sum, and what it should be.
    Sum(String, String),
    /// A step with a measure and a reason for having none, or with neither.
    MeasureOrWhy,
}

texts! {
    at(file: &str, line: usize, column: usize, what: &str) {
        "{file} 第 {line} 行第 {column} 列：{what}", "{file}, line {line}, column {column}: {what}"
    }
    not_toml(what: &str) { "不是可读的 TOML（{what}）。请按提示改正这一行。", "not readable as TOML ({what}). Correct this line." }
    syntax(found: &str, expected: &str) {
        "这里是“{found}”，应为{expected}。请改正表达式。", "`{found}` stands here; expected {expected}. Correct the expression."
    }
    syntax_end(expected: &str) {
        "表达式到此中断，还缺{expected}。请补全。", "the expression breaks off; expected {expected}. Complete it."
    }
    unknown_near(sought: &str, name: &str, near: &str) {
        "没有名为“{name}”的{sought}。是否指“{near}”？", "there is no {sought} `{name}`. Did you mean `{near}`?"
    }
    unknown_name(sought: &str, name: &str) {
        "没有名为“{name}”的{sought}。请改用已有的名称。", "there is no {sought} `{name}`. Use one that exists."
    }
    kinds(wanted: &str, found: &str) {
        "这里是{found}，应为{wanted}。数要先比较（如 members > 0）才是条件，日期只能与日期比较。",
        "this is {found}, where {wanted} is wanted. A number becomes a condition by comparing it (members > 0); days compare with days."
    }
    too_large() { "数太大。请用不超过十二位的整数。", "the number is too large. Use at most twelve digits." }
    too_deep() { "表达式太长或嵌套太深。请把规则拆开。", "the expression is too long or too deep. Split the rule." }
    missing(field: &str) { "缺少 {field}。请补上这一项。", "{field} is missing. Add it." }
    bad_name(name: &str) {
        "“{name}”不能作名称。规则用小写字母加连字符，参数用字母、数字和下划线。",
        "`{name}` cannot be a name. Rules are lower-case words joined by hyphens; parameters are letters, digits and underscores."
    }
    twice(name: &str) { "“{name}”出现了两次。请只留一处。", "`{name}` is given twice. Keep one." }
    shadow(name: &str) { "参数“{name}”与事实同名。请改名。", "parameter `{name}` is named like a fact. Rename it." }
    value() {
        "参数的值应为整数或日期，且各时期一致。", "a parameter's value is a whole number or a day, the same kind at every date."
    }
    not_a_day() { "应为日期，如 2018-06-30。", "a day is wanted, like 2018-06-30." }
    not_a_month() { "应为月份，如 2018-09。", "a month is wanted, like 2018-09." }
    target() { "目标应为不小于 0 的数；比率不超过 1。", "a target is a number of 0 or more; a rate is at most 1." }
    weight() { "权重应为大于 0 的数。", "a weight is a number above 0." }
    sum(have: &str, want: &str) {
        "各项之和是 {have}，应为 {want}。请核对原文改正其一。", "the parts add up to {have}, not to {want}. Correct one of them by the document."
    }
    measure_or_why() {
        "每个节点要么有 measure，要么用 why 说明为何暂无数据。", "a step has either a measure or a why that says what it waits for."
    }
}

impl Problem {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Toml(what) => not_toml(lang, what),
            Self::Syntax(expected, found) if found.is_empty() => syntax_end(lang, lang.word(*expected)),
            Self::Syntax(expected, found) => syntax(lang, found, lang.word(*expected)),
            Self::Unknown(sought, name, Some(near)) => unknown_near(lang, lang.word(*sought), name, near),
            Self::Unknown(sought, name, None) => unknown_name(lang, lang.word(*sought), name),
            Self::Kinds(wanted, found) => kinds(lang, lang.word(*wanted), lang.word(*found)),
            Self::TooLarge => too_large(lang).to_owned(),
            Self::TooDeep => too_deep(lang).to_owned(),
            Self::Missing(field) => missing(lang, field),
            Self::BadName(name) => bad_name(lang, name),
            Self::Twice(name) => twice(lang, name),
            Self::Shadow(name) => shadow(lang, name),
            Self::Value => value(lang).to_owned(),
            Self::NotADay => not_a_day(lang).to_owned(),
            Self::NotAMonth => not_a_month(lang).to_owned(),
            Self::Target => target(lang).to_owned(),
            Self::Weight => weight(lang).to_owned(),
            Self::Sum(have, want) => sum(lang, have, want),
            Self::MeasureOrWhy => measure_or_why(lang).to_owned(),
        }
    }

    /// A name that is not among those known.
    pub(crate) fn unknown<'a>(sought: Sought, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Unknown(sought, name.to_owned(), nearest(name, known).map(str::to_owned))
    }
}

/// The known name that a slip of the pen turned into this one.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.into_iter().map(|known| (distance(name, known), known)).min();
    // A third of the letters wrong is still a slip; more is another word.
    near.filter(|(far, known)| far * 3 <= known.chars().count().max(3)).map(|(_, known)| known)
}

impl LoadError {
    /// The whole sentence with its remedy.
    pub fn say(&self, lang: Lang) -> String {
        at(lang, &self.place.file, self.place.line, self.place.column, &self.problem.say(lang))
    }
}

/// A definition file as it is read: its name and its text, so that a byte of it can be told as a line and a column.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl Source<'_> {
    /// Reads the whole text as TOML.
    pub fn read<T: serde::de::DeserializeOwned>(self) -> Result<T, LoadError> {
        toml::from_str(self.text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            self.fail(offset, Problem::Toml(error.message().replace('\n', " ")))
        })
    }

    /// Where a byte stands.
    pub fn place(self, offset: usize) -> Place {
        let before: String = self.text.char_indices().take_while(|(at, _)| *at < offset).map(|(_, c)| c).collect();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        Place { file: self.file.into(), line, column }
    }

    /// A problem at a byte.
    pub fn fail(self, offset: usize, problem: Problem) -> LoadError {
        LoadError { place: self.place(offset), problem }
    }

    /// A problem with a whole value.
    pub fn fail_at<T>(self, value: &Spanned<T>, problem: Problem) -> LoadError {
        self.fail(value.span().start, problem)
    }

    /// A problem at a byte of a string value: its quotes are skipped; escapes, which no expression needs, are not counted.
    pub fn fail_in(self, value: &Spanned<String>, offset: usize, problem: Problem) -> LoadError {
        let span = value.span();
        let raw = self.text.get(span.clone()).unwrap_or_default();
        let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
        // TOML drops a line break right after three quotes.
        let rest = raw.get(quotes..).unwrap_or_default();
        let dropped = if quotes == 1 { 0 } else { rest.len() - rest.trim_start_matches(['\r', '\n']).len() };
        self.fail((span.start + quotes + dropped + offset).min(span.end), problem)
    }
}

/// The day of a TOML date.
pub(crate) fn day_of(value: &toml::value::Datetime) -> Option<crate::model::Day> {
    let date = value.date.filter(|_| value.time.is_none() && value.offset.is_none())?;
    crate::model::Day::new(date.year.into(), date.month.into(), date.day.into())
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let swap = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = swap.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let near = |name| match Problem::unknown(Sought::Name, name, ["members", "cadres", "P"]) {
            Problem::Unknown(_, _, near) => near,
            _ => None,
        };
        assert_eq!(near("member").as_deref(), Some("members"));
        assert_eq!(near("cardes").as_deref(), Some("cadres"));
        assert_eq!(near("weather"), None);
    }

    #[test]
    fn every_problem_is_said_in_both_languages_with_its_place() {
        let source = Source { file: "r.toml", text: "甲 = 1\n乙 = x" };
        let error = source.fail("甲 = 1\n乙 = ".len(), Problem::NotADay);
        assert_eq!(error.to_string(), "r.toml, line 2, column 5: a day is wanted, like 2018-06-30.");
        assert!(error.say(Lang::Zh).starts_with("r.toml 第 2 行第 5 列"));
    }
}
