//! A rule's condition in the field's words, with the values that parameters have on a day.

use super::expr::{Expr, Op};
use super::words::age_days;
use super::{Fact, RuleIx, Rules};
use crate::lang::{Lang, texts};
use crate::model::Day;

texts! {
    both() { " 且 ", " and " }
    either() { " 或 ", " or " }
    not(inner: &str) { "并非 {inner}", "not {inner}" }
    is_known(inner: &str) { "{inner} 已知", "{inner} is known" }
    one_of(test: &str, then: &str, other: &str) {
        "若 {test} 则 {then}，否则 {other}", "if {test} then {then}, else {other}"
    }
    greatest(of: &str) { "（{of}）中最大的", "the greatest of ({of})" }
    latest(of: &str) { "（{of}）中最晚的", "the latest of ({of})" }
    least(of: &str) { "（{of}）中最小的", "the least of ({of})" }
    nothing() { "无", "none" }
    today() { "今天", "today" }
}

/// How tightly a word binds what stands beside it.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binds {
    Or,
    And,
    Not,
    Compare,
    Sum,
    Product,
    Alone,
}

impl Rules {
    /// When a rule holds, in the field's words: `团员 < P=1 且 并非 (临时类支部 且 成立天数 < 宽限天数=180)`.
    pub fn condition(&self, rule: RuleIx, day: Day, lang: Lang) -> String {
        let Some(rule) = self.get(rule) else { return String::new() };
        // That the organisation exists and is of its sort was put before the condition when it was read.
        let when = if let Expr::Binary(Op::And, _, when) = &rule.when { when } else { &rule.when };
        let words = Say { rules: self, day, lang }.words(when).0;
        // A wide bracket brings its own room.
        words.replace(" （", "（").replace("） ", "）")
    }
}

struct Say<'a> {
    rules: &'a Rules,
    day: Day,
    lang: Lang,
}

impl Say<'_> {
    fn within(&self, expr: &Expr, least: Binds) -> String {
        let (words, binds) = self.words(expr);
        if binds < least {
            format!("{}{words}{}", self.lang.pick("（", "("), self.lang.pick("）", ")"))
        } else {
            words
        }
    }

    fn words(&self, expr: &Expr) -> (String, Binds) {
        let lang = self.lang;
        let alone = |words: String| (words, Binds::Alone);
        match expr {
            Expr::Number(number) => alone(number.to_string()),
            Expr::None => alone(nothing(lang).to_owned()),
            Expr::Today => alone(today(lang).to_owned()),
            Expr::Fact(fact) => alone(fact.label(lang).to_owned()),
            Expr::Param(param) => alone(self.param(*param)),
            Expr::Not(inner) => (not(lang, &self.within(inner, Binds::Not)), Binds::Not),
            Expr::Known(inner) => (is_known(lang, &self.within(inner, Binds::Sum)), Binds::Compare),
            Expr::If(parts) => {
                let [test, then, other] = &**parts;
                (one_of(lang, &self.words(test).0, &self.words(then).0, &self.words(other).0), Binds::Or)
            }
            Expr::Binary(op, a, b) => self.joined(*op, a, b),
        }
    }

    fn joined(&self, op: Op, a: &Expr, b: &Expr) -> (String, Binds) {
        let lang = self.lang;
        // A yes or no is said by its name alone.
        match (op, a, b) {
            (Op::Ne | Op::Gt, Expr::Fact(fact), Expr::Number(0)) if fact.is_flag() => {
                return (fact.label(lang).to_owned(), Binds::Alone);
            }
            (Op::Eq, Expr::Fact(fact), Expr::Number(0)) if fact.is_flag() => {
                return (not(lang, fact.label(lang)), Binds::Not);
            }
            (Op::Sub, Expr::Today, Expr::Fact(Fact::Founded)) => return (age_days(lang).to_owned(), Binds::Alone),
            (Op::Max | Op::Min, ..) => {
                let mut parts = Vec::new();
                [a, b].into_iter().for_each(|part| self.alike(op, part, &mut parts));
                let days = [a, b].into_iter().any(|part| matches!(part, Expr::Fact(fact) if fact.is_day()));
                let word = if op == Op::Min {
                    least
                } else if days {
                    latest
                } else {
                    greatest
                };
                return (word(lang, &parts.join(lang.pick("、", ", "))), Binds::Alone);
            }
            _ => {}
        }
        let (sign, binds) = match op {
            Op::Or => (either(lang), Binds::Or),
            Op::And => (both(lang), Binds::And),
            Op::Lt => (" < ", Binds::Compare),
            Op::Le => (" <= ", Binds::Compare),
            Op::Gt => (" > ", Binds::Compare),
            Op::Ge => (" >= ", Binds::Compare),
            Op::Eq => (" = ", Binds::Compare),
            Op::Ne => (" != ", Binds::Compare),
            Op::Add => (" + ", Binds::Sum),
            Op::Sub => (" - ", Binds::Sum),
            Op::Mul | Op::Max | Op::Min => (" * ", Binds::Product),
            Op::Div => (" / ", Binds::Product),
        };
        // What is taken away or divided by keeps its own brackets.
        let right = if matches!(op, Op::Sub | Op::Div) { Binds::Alone } else { binds };
        (format!("{}{sign}{}", self.within(a, binds), self.within(b, right)), binds)
    }

    // The parts of a maximum of maxima, in a row.
    fn alike(&self, op: Op, expr: &Expr, out: &mut Vec<String>) {
        match expr {
            Expr::Binary(inner, a, b) if *inner == op => [a, b].into_iter().for_each(|part| self.alike(op, part, out)),
            _ => out.push(self.words(expr).0),
        }
    }

    fn param(&self, param: u16) -> String {
        let Some(param) = self.rules.params().iter().nth(usize::from(param)) else { return String::new() };
        let value = param.on(self.day).map(|version| param.show(version.value)).unwrap_or_default();
        format!("{}={value}", param.label(self.lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_read_as_sentences() {
        let rules = Rules::builtin().unwrap();
        let said = |id, (year, month, day), lang| {
            rules.condition(rules.find(id).unwrap(), Day::new(year, month, day).unwrap(), lang)
        };
        for (id, day, zh, en) in [
            (
                "hollow-branch",
                (2018, 6, 25),
                "团员 < P=1 且 并非（临时类支部 且 成立天数 < 宽限天数=180）",
                "members < P=1 and not (temporary branches and days since founding < days of grace=180)",
            ),
            (
                "hollow-branch",
                (2019, 3, 1),
                "团员 < P=3 且 并非（临时类支部 且 成立天数 < 宽限天数=180）",
                "members < P=3 and not (temporary branches and days since founding < days of grace=180)",
            ),
            (
                "town-without-floating-branch",
                (2018, 6, 25),
                "乡镇街道团委 且 并非 已设流动团员团支部",
                "town committees and not with a floating branch",
            ),
            ("overdue-election", (2018, 6, 25), "应换届 < 今天", "election due < today"),
            (
                "no-lecture",
                (2018, 6, 25),
                "团员 > 0 且 活动名册起始 已知 且 并非（成立日期、活动名册起始、最近一次团课）中最晚的 + 团课间隔（天）=92 >= 今天",
                "",
            ),
        ] {
            assert_eq!(said(id, day, Lang::Zh), zh);
            assert!(en.is_empty() || said(id, day, Lang::En) == en, "{}", said(id, day, Lang::En));
        }
        for (rule, _) in rules.iter() {
            for lang in [Lang::Zh, Lang::En] {
                assert!(!rules.condition(rule, Day::new(2018, 6, 25).unwrap(), lang).is_empty());
            }
        }
    }
}
