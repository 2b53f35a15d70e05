//! Letters into words. Full-width punctuation and ≤ ≥ ≠ are taken as typed by an input method.

use super::super::place::{Expected, Problem};
use super::ExprError;

/// One word of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Lexeme<'a> {
    Number(i64),
    Name(&'a str),
    Sign(&'static str),
    End,
}

const SIGNS: [(&str, &str); 27] = [
    ("<=", "<="),
    (">=", ">="),
    ("!=", "!="),
    ("<>", "!="),
    ("==", "="),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    ("＜", "<"),
    ("＞", ">"),
    ("＝", "="),
    ("+", "+"),
    ("-", "-"),
    ("*", "*"),
    ("/", "/"),
    ("(", "("),
    (")", ")"),
    ("（", "("),
    ("）", ")"),
    (",", ","),
    ("，", ","),
    (":", ":"),
    ("：", ":"),
    ("×", "*"),
];
const LONGEST_NUMBER: usize = 12;
/// A chain of operators is as deep as it is long once it is a tree, and trees are walked by recursion.
const MOST_WORDS: usize = 500;

/// The words of a text with the byte each begins at, an [`Lexeme::End`] last.
pub(in super::super) fn lex(text: &str) -> Result<Vec<(usize, Lexeme<'_>)>, ExprError> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if out.len() == MOST_WORDS {
            return Err(ExprError { at, problem: Problem::TooDeep });
        }
        let rest = &text[at..];
        let run = |accept: fn(char) -> bool| rest.find(|c| !accept(c)).unwrap_or(rest.len());
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if first.is_ascii_digit() {
            let len = run(|c| c.is_ascii_digit());
            let number = rest[..len].parse().ok().filter(|_| len <= LONGEST_NUMBER);
            out.push((at, Lexeme::Number(number.ok_or(ExprError { at, problem: Problem::TooLarge })?)));
            at += len;
        } else if first.is_ascii_alphabetic() || first == '_' {
            let len = run(|c| c.is_ascii_alphanumeric() || c == '_');
            out.push((at, Lexeme::Name(&rest[..len])));
            at += len;
        } else {
            let Some((typed, sign)) = SIGNS.iter().find(|(typed, _)| rest.starts_with(typed)) else {
                return Err(ExprError { at, problem: Problem::Syntax(Expected::Operand, first.to_string()) });
            };
            out.push((at, Lexeme::Sign(sign)));
            at += typed.len();
        }
    }
    out.push((text.len(), Lexeme::End));
    Ok(out)
}
