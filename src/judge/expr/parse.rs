//! Words into a checked expression: precedence, names and kinds in one pass, so that an error points at its word.

use super::super::Fact;
use super::super::place::{Expected, Kind, Problem, Sought};
use super::lex::{Lexeme, lex};
use super::{Expr, Op};

/// What is wrong with an expression, and at which byte of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct ExprError {
    pub at: usize,
    pub problem: Problem,
}

/// Where the names of parameters come from.
pub(in super::super) trait Names {
    /// The parameter of a name, and what it holds.
    fn param(&self, name: &str) -> Option<(u16, Kind)>;
    /// Every parameter's name.
    fn all(&self) -> Vec<&str>;
}

const FUNCTIONS: [&str; 4] = ["if", "max", "min", "known"];
const WORDS: [&str; 6] = ["today", "age_days", "none", "and", "or", "not"];
const DEEPEST: usize = 64;

type Typed = (Expr, Kind);

/// Reads an expression of any kind.
pub(super) fn parse(text: &str, names: &dyn Names) -> Result<Typed, ExprError> {
    let mut parser = Parser { words: lex(text)?, next: 0, depth: 0, names };
    let typed = parser.or()?;
    match parser.peek() {
        Lexeme::End => Ok(typed),
        _ => Err(parser.unexpected(Expected::End)),
    }
}

/// Reads a condition.
pub(in super::super) fn parse_truth(text: &str, names: &dyn Names) -> Result<Expr, ExprError> {
    truth(0, parse(text, names)?)
}

/// Reads a day.
pub(in super::super) fn parse_day(text: &str, names: &dyn Names) -> Result<Expr, ExprError> {
    want(Kind::Day, 0, parse(text, names)?)
}

/// The expression behind a name that is not a function.
pub(in super::super) fn named(name: &str, names: &dyn Names) -> Option<Typed> {
    let founded = || Box::new(Expr::Fact(Fact::Founded));
    match name {
        "today" => Some((Expr::Today, Kind::Day)),
        "none" => Some((Expr::None, Kind::Day)),
        "age_days" => Some((Expr::Binary(Op::Sub, Box::new(Expr::Today), founded()), Kind::Count)),
        _ => match Fact::named(name) {
            Some(fact) if fact.is_day() => Some((Expr::Fact(fact), Kind::Day)),
            Some(fact) => Some((Expr::Fact(fact), if fact.is_flag() { Kind::Flag } else { Kind::Count })),
            None => names.param(name).map(|(param, kind)| (Expr::Param(param), kind)),
        },
    }
}

/// What to say of a name that nobody gave.
pub(in super::super) fn unknown(name: &str, names: &dyn Names) -> Problem {
    let facts = Fact::ALL.iter().map(|fact| fact.name());
    Problem::unknown(Sought::Name, name, facts.chain(names.all()).chain(FUNCTIONS).chain(WORDS))
}

/// Whether a name means something already and cannot be a parameter's.
pub(in super::super) fn reserved(name: &str) -> bool {
    Fact::named(name).is_some() || FUNCTIONS.contains(&name) || WORDS.contains(&name)
}

struct Parser<'a> {
    words: Vec<(usize, Lexeme<'a>)>,
    next: usize,
    depth: usize,
    names: &'a dyn Names,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Lexeme<'a> {
        self.words.get(self.next).map_or(Lexeme::End, |word| word.1)
    }

    fn at(&self) -> usize {
        self.words.get(self.next).or(self.words.last()).map_or(0, |word| word.0)
    }

    fn take(&mut self, wanted: Lexeme<'_>) -> bool {
        let found = self.peek() == wanted;
        self.next += usize::from(found);
        found
    }

    fn sign(&mut self, sign: &'static str, or: Expected) -> Result<(), ExprError> {
        if self.take(Lexeme::Sign(sign)) { Ok(()) } else { Err(self.unexpected(or)) }
    }

    fn unexpected(&self, expected: Expected) -> ExprError {
        let found = match self.peek() {
            Lexeme::Number(number) => number.to_string(),
            Lexeme::Name(name) => name.to_owned(),
            Lexeme::Sign(sign) => sign.to_owned(),
            Lexeme::End => String::new(),
        };
        ExprError { at: self.at(), problem: Problem::Syntax(expected, found) }
    }

    fn or(&mut self) -> Result<Typed, ExprError> {
        let from = self.at();
        let mut left = self.and()?;
        while self.take(Lexeme::Name("or")) {
            let at = self.at();
            let right = self.and()?;
            left = (Expr::binary(Op::Or, truth(from, left)?, truth(at, right)?), Kind::Truth);
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Typed, ExprError> {
        let from = self.at();
        let mut left = self.not()?;
        while self.take(Lexeme::Name("and")) {
            let at = self.at();
            let right = self.not()?;
            left = (Expr::binary(Op::And, truth(from, left)?, truth(at, right)?), Kind::Truth);
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Typed, ExprError> {
        if !self.take(Lexeme::Name("not")) {
            return self.compare();
        }
        let at = self.at();
        let inner = self.deeper(Self::not)?;
        Ok((Expr::Not(Box::new(truth(at, inner)?)), Kind::Truth))
    }

    fn compare(&mut self) -> Result<Typed, ExprError> {
        let from = self.at();
        let left = self.sum()?;
        let op = match self.peek() {
            Lexeme::Sign("<") => Op::Lt,
            Lexeme::Sign("<=") => Op::Le,
            Lexeme::Sign(">") => Op::Gt,
            Lexeme::Sign(">=") => Op::Ge,
            Lexeme::Sign("=") => Op::Eq,
            Lexeme::Sign("!=") => Op::Ne,
            _ => return Ok(left),
        };
        self.next += 1;
        let at = self.at();
        let right = self.sum()?;
        let wanted = if left.1 == Kind::Day { Kind::Day } else { Kind::Count };
        let (left, right) = (want(wanted, from, left)?, want(wanted, at, right)?);
        Ok((Expr::binary(op, left, right), Kind::Truth))
    }

    fn sum(&mut self) -> Result<Typed, ExprError> {
        let from = self.at();
        let mut left = self.product()?;
        loop {
            let op = match self.peek() {
                Lexeme::Sign("+") => Op::Add,
                Lexeme::Sign("-") => Op::Sub,
                _ => return Ok(left),
            };
            self.next += 1;
            let at = self.at();
            let right = self.product()?;
            let (left_kind, right_kind, kind) = match (op, left.1, right.1) {
                (Op::Sub, Kind::Day, Kind::Day) => (Kind::Day, Kind::Day, Kind::Count),
                (_, Kind::Day, _) => (Kind::Day, Kind::Count, Kind::Day),
                (Op::Add, _, Kind::Day) => (Kind::Count, Kind::Day, Kind::Day),
                _ => (Kind::Count, Kind::Count, Kind::Count),
            };
            left = (Expr::binary(op, want(left_kind, from, left)?, want(right_kind, at, right)?), kind);
        }
    }

    fn product(&mut self) -> Result<Typed, ExprError> {
        let from = self.at();
        let mut left = self.unary()?;
        loop {
            let op = match self.peek() {
                Lexeme::Sign("*") => Op::Mul,
                Lexeme::Sign("/") => Op::Div,
                _ => return Ok(left),
            };
            self.next += 1;
            let at = self.at();
            let right = self.unary()?;
            left = (Expr::binary(op, want(Kind::Count, from, left)?, want(Kind::Count, at, right)?), Kind::Count);
        }
    }

    fn unary(&mut self) -> Result<Typed, ExprError> {
        if !self.take(Lexeme::Sign("-")) {
            return self.primary();
        }
        let at = self.at();
        let inner = self.deeper(Self::unary)?;
        Ok((Expr::binary(Op::Sub, Expr::Number(0), want(Kind::Count, at, inner)?), Kind::Count))
    }

    fn primary(&mut self) -> Result<Typed, ExprError> {
        let at = self.at();
        match self.peek() {
            Lexeme::Number(number) => {
                self.next += 1;
                Ok((Expr::Number(number), Kind::Count))
            }
            Lexeme::Sign("(") => {
                self.next += 1;
                let inner = self.deeper(Self::or)?;
                self.sign(")", Expected::Close)?;
                Ok(inner)
            }
            Lexeme::Name(function) if FUNCTIONS.contains(&function) => {
                self.next += 1;
                self.deeper(|parser| parser.call(function))
            }
            Lexeme::Name("and" | "or" | "not") => Err(self.unexpected(Expected::Operand)),
            Lexeme::Name(name) => {
                self.next += 1;
                named(name, self.names).ok_or_else(|| ExprError { at, problem: unknown(name, self.names) })
            }
            _ => Err(self.unexpected(Expected::Operand)),
        }
    }

    fn call(&mut self, function: &str) -> Result<Typed, ExprError> {
        self.sign("(", Expected::Operand)?;
        let at = self.at();
        let first = self.or()?;
        let typed = match function {
            "known" => (Expr::Known(Box::new(want(Kind::Day, at, first)?)), Kind::Truth),
            "if" => {
                let test = truth(at, first)?;
                let (_, then) = self.argument()?;
                let (at, other) = self.argument()?;
                let (then, other, kind) = alike(then, at, other)?;
                (Expr::If(Box::new([test, then, other])), kind)
            }
            _ => {
                let op = if function == "max" { Op::Max } else { Op::Min };
                let (second_at, second) = self.argument()?;
                let wanted = if first.1 == Kind::Day { Kind::Day } else { Kind::Count };
                (Expr::binary(op, want(wanted, at, first)?, want(wanted, second_at, second)?), wanted)
            }
        };
        self.sign(")", Expected::Close)?;
        Ok(typed)
    }

    fn argument(&mut self) -> Result<(usize, Typed), ExprError> {
        self.sign(",", Expected::Comma)?;
        Ok((self.at(), self.or()?))
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, ExprError>) -> Result<T, ExprError> {
        if self.depth == DEEPEST {
            return Err(ExprError { at: self.at(), problem: Problem::TooDeep });
        }
        self.depth += 1;
        let out = inner(self);
        self.depth -= 1;
        out
    }
}

/// The expression if it is of a kind; a yes or no also serves as a number.
fn want(wanted: Kind, at: usize, (expr, found): Typed) -> Result<Expr, ExprError> {
    let fits = found == wanted || (wanted == Kind::Count && found == Kind::Flag);
    if fits { Ok(expr) } else { Err(ExprError { at, problem: Problem::Kinds(wanted, found) }) }
}

/// The expression as a condition, 0 or 1; a yes or no serves as one.
fn truth(at: usize, (expr, found): Typed) -> Result<Expr, ExprError> {
    match found {
        Kind::Truth => Ok(expr),
        Kind::Flag => Ok(Expr::binary(Op::Ne, expr, Expr::Number(0))),
        _ => Err(ExprError { at, problem: Problem::Kinds(Kind::Truth, found) }),
    }
}

fn alike(then: Typed, at: usize, other: Typed) -> Result<(Expr, Expr, Kind), ExprError> {
    let kind = if then.1 == Kind::Flag { other.1 } else { then.1 };
    match kind {
        Kind::Truth => Ok((truth(at, then)?, truth(at, other)?, kind)),
        Kind::Flag => Ok((then.0, other.0, kind)),
        _ => Ok((want(kind, at, then)?, want(kind, at, other)?, kind)),
    }
}
