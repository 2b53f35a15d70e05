//! From pieces to terms.

use super::lex::{Piece, pieces};
use super::words::{Key, bare_state, closed, grouping, state, value};
use super::{Compare, Filter, FilterError, FilterProblem, Term, What, Word};
use crate::desk::States;
use crate::judge::nearest;

/// Days asked for at most: ten years.
const MOST: i32 = 3_660;

/// Places are of the trimmed text, which is kept; those of errors of the text as it was typed.
pub fn parse(text: &str) -> Result<Filter, FilterError> {
    let lead = text.len() - text.trim_start().len();
    let text = text.trim();
    let mut terms = Vec::new();
    for piece in pieces(text) {
        let (not, span) = (piece.not, piece.span.clone());
        let what = what(&piece).map_err(|FilterError { at, problem }| FilterError { at: at + lead, problem })?;
        terms.push(Term { not, span, what });
    }
    Ok(Filter { text: text.to_owned(), terms })
}

fn what(piece: &Piece) -> Result<What, FilterError> {
    let fail = |at, problem| Err(FilterError { at, problem });
    if let Some(at) = piece.open {
        return fail(at, FilterProblem::Quote);
    }
    let Some((sign, sign_at)) = &piece.sign else {
        if piece.head.is_empty() {
            return fail(piece.span.start, FilterProblem::Minus);
        }
        let bare = if piece.quoted { None } else { bare_state(&piece.head) };
        return Ok(bare.map_or_else(|| What::Name(piece.head.clone()), What::State));
    };
    let Some(key) = Key::parse(&piece.head) else {
        let near = nearest(&piece.head, Key::ALL.iter().map(|key| key.word())).map(str::to_owned);
        return fail(piece.head_at, FilterProblem::Key(piece.head.clone(), near));
    };
    let word = key.word();
    if key.compares() == (sign == ":") {
        return fail(*sign_at, FilterProblem::Sign(word, key.compares()));
    }
    if let Some((_, at)) = piece.values.iter().find(|(value, _)| value.is_empty()) {
        return fail(*at, FilterProblem::Empty(word));
    }
    if piece.not && matches!(key, Key::Sort | Key::Group) {
        return fail(piece.span.start, FilterProblem::Turned(word));
    }
    if key.compares() {
        return compare(key, sign, *sign_at, &piece.values);
    }
    of_key(key, &piece.values)
}

fn of_key(key: Key, words: &[Word]) -> Result<What, FilterError> {
    fn each<T>(key: Key, words: &[Word], read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, FilterError> {
        let one = |(text, at): &Word| {
            read(text).ok_or_else(|| {
                let known: Vec<String> = closed(key).into_iter().map(|(word, _)| word).collect();
                let near = nearest(text, known.iter().map(String::as_str)).map(str::to_owned);
                FilterError { at: *at, problem: FilterProblem::Value(key.word(), text.clone(), near) }
            })
        };
        words.iter().map(one).collect()
    }
    Ok(match key {
        Key::Rule => What::Rule(words.to_vec()),
        Key::State => What::State(each(key, words, state)?.into_iter().reduce(States::or).unwrap_or_default()),
        Key::Org | Key::City | Key::County => What::Under(key, words.to_vec()),
        Key::Kind => {
            // A word is a type of organisation or a kind of branch.
            each(key, words, |text| {
                value::<crate::model::OrgKind>(text)
                    .map(|_| ())
                    .or_else(|| value::<crate::model::BranchKind>(text).map(|_| ()))
            })?;
            What::Kind(
                words.iter().filter_map(|(text, _)| value(text)).collect(),
                words.iter().filter_map(|(text, _)| value(text)).collect(),
            )
        }
        Key::Industry => What::Industry(each(key, words, value)?),
        Key::To => What::To(words.to_vec()),
        Key::Sort => What::Sort(last(each(key, words, value)?, super::Order::Urgency)),
        Key::Group => What::Group(last(each(key, words, grouping)?, super::Grouping::None)),
        // Compared; see above.
        Key::Age | Key::Due => What::Name(String::new()),
    })
}

fn last<T>(mut values: Vec<T>, or: T) -> T {
    values.pop().unwrap_or(or)
}

fn compare(key: Key, sign: &str, sign_at: usize, words: &[Word]) -> Result<What, FilterError> {
    let how = match sign {
        "<" => Compare::Less,
        "<=" | "=<" => Compare::AtMost,
        "=" | "==" => Compare::Equal,
        ">=" | "=>" => Compare::AtLeast,
        ">" => Compare::More,
        _ => return Err(FilterError { at: sign_at, problem: FilterProblem::Sign(key.word(), true) }),
    };
    let (text, at) = words.first().cloned().unwrap_or_default();
    match days(&text).filter(|_| words.len() == 1) {
        Some(days) => Ok(What::Compare(key, how, days)),
        None => Err(FilterError { at, problem: FilterProblem::Days(text) }),
    }
}

fn days(text: &str) -> Option<i32> {
    let lower = text.to_lowercase();
    let (number, of) = [("d", 1), ("天", 1), ("日", 1), ("w", 7), ("周", 7)]
        .into_iter()
        .find_map(|(unit, of)| Some((lower.strip_suffix(unit)?, of)))
        .unwrap_or((&lower, 1));
    let days = number.parse::<i32>().ok()?.checked_mul(of)?;
    (-MOST..=MOST).contains(&days).then_some(days)
}
