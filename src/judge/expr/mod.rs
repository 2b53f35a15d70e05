//! The small language of rules: whole numbers and days, facts and parameters, comparisons, `and` `or` `not`,
//! `if` `max` `min` `known`.
//!
//! A missing day stays missing through arithmetic, and no comparison with it holds; `max` and `min` take what is known.
//! A division by zero is missing too.

mod lex;
mod parse;
mod program;

pub(super) use lex::{Lexeme, lex};
pub(super) use parse::{ExprError, Names, named, parse_day, parse_truth, reserved, unknown};
pub(super) use program::{Columns, Machine, Program, STRETCH};

use super::{Fact, Facts, NO_DAY};
use crate::model::{Day, Pos};

/// A missing value in a column.
pub(super) const MISSING: i64 = NO_DAY as i64;

/// What two operands are joined by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Add,
    Sub,
    Mul,
    Div,
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
    And,
    Or,
    Max,
    Min,
}

/// A checked expression. Truths are 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    Number(i64),
    None,
    Today,
    Fact(Fact),
    /// The position of a parameter in its [`Params`](super::Params).
    Param(u16),
    Not(Box<Expr>),
    Known(Box<Expr>),
    Binary(Op, Box<Expr>, Box<Expr>),
    If(Box<[Expr; 3]>),
}

/// What an expression reads besides facts: the day, and the value of every parameter.
#[derive(Clone, Copy)]
pub(super) struct Env<'a> {
    pub today: Day,
    pub values: &'a [i64],
}

impl Expr {
    pub fn binary(op: Op, a: Self, b: Self) -> Self {
        Self::Binary(op, Box::new(a), Box::new(b))
    }

    /// The value at one organisation; `None` where it is missing.
    pub fn eval(&self, env: Env<'_>, facts: &Facts, pos: Pos) -> Option<i64> {
        let eval = |expr: &Self| expr.eval(env, facts, pos);
        match self {
            Self::Number(number) => Some(*number),
            Self::None => None,
            Self::Today => Some(i64::from(env.today.0)),
            Self::Fact(fact) => Some(facts.own(*fact, pos)).filter(|value| !fact.is_day() || *value != MISSING),
            Self::Param(param) => env.values.get(usize::from(*param)).copied(),
            Self::Not(a) => Some(i64::from(eval(a) == Some(0))),
            Self::Known(a) => Some(i64::from(eval(a).is_some())),
            Self::If(parts) => {
                let [test, then, other] = &**parts;
                if eval(test)? != 0 { eval(then) } else { eval(other) }
            }
            Self::Binary(op, a, b) => join(*op, eval(a), eval(b)),
        }
    }

    /// Whether it holds at one organisation.
    pub fn holds(&self, env: Env<'_>, facts: &Facts, pos: Pos) -> bool {
        self.eval(env, facts, pos).is_some_and(|value| value != 0)
    }

    /// Calls `each` with every parameter it reads.
    pub fn params(&self, each: &mut impl FnMut(u16)) {
        match self {
            Self::Number(_) | Self::None | Self::Today | Self::Fact(_) => {}
            Self::Param(param) => each(*param),
            Self::Not(a) | Self::Known(a) => a.params(each),
            Self::Binary(_, a, b) => {
                a.params(each);
                b.params(each);
            }
            Self::If(parts) => parts.iter().for_each(|part| part.params(each)),
        }
    }
}

fn join(op: Op, a: Option<i64>, b: Option<i64>) -> Option<i64> {
    let told = |f: fn(&i64, &i64) -> bool| Some(i64::from(a.zip(b).is_some_and(|(a, b)| f(&a, &b))));
    match op {
        Op::Add => Some(a?.wrapping_add(b?)),
        Op::Sub => Some(a?.wrapping_sub(b?)),
        Op::Mul => Some(a?.wrapping_mul(b?)),
        Op::Div => Some(b?).filter(|b| *b != 0).and_then(|b| Some(a?.wrapping_div(b))),
        Op::Lt => told(i64::lt),
        Op::Le => told(i64::le),
        Op::Gt => told(i64::gt),
        Op::Ge => told(i64::ge),
        Op::Eq => told(i64::eq),
        Op::Ne => told(i64::ne),
        Op::And => Some(i64::from(a? != 0 && b? != 0)),
        Op::Or => Some(i64::from(a? != 0 || b? != 0)),
        Op::Max => a.max(b),
        Op::Min => a.zip(b).map(|(a, b)| a.min(b)).or(a).or(b),
    }
}

#[cfg(test)]
mod tests;
