//! An expression as a short program over columns: each step is one loop over a stretch of organisations.
//!
//! A province is 254,620 organisations and a dozen rules; walking an expression once an organisation would cost ten times as much.

use super::super::{Fact, Facts};
use super::{Env, Expr, MISSING, Op};

/// How many organisations are judged at a time; the columns of a stretch stay in the processor's cache.
pub(in super::super) const STRETCH: usize = 1024;

/// Where a step reads: a fact's column, a value for all, or the result of an earlier step.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operand {
    Fact(Fact),
    All(i64),
    Temp(usize),
}

/// What a step does. Where nothing can be missing, nothing is checked for it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Binary { op: Op, gaps: bool },
    Not,
    Known,
    Choose,
}

#[derive(Clone, Debug)]
struct Step {
    act: Act,
    from: [Operand; 3],
    to: usize,
}

/// A compiled expression: parameters and the day are values in it.
#[derive(Clone, Debug)]
pub(in super::super) struct Program {
    steps: Vec<Step>,
    out: Operand,
    facts: Vec<Fact>,
    temps: usize,
}

struct Compiler<'a> {
    env: Env<'a>,
    program: Program,
    free: Vec<usize>,
}

/// An operand, and whether it can be missing.
type Placed = (Operand, bool);

impl Program {
    pub fn compile(expr: &Expr, env: Env<'_>) -> Self {
        let program = Self { steps: Vec::new(), out: Operand::All(0), facts: Vec::new(), temps: 0 };
        let mut compiler = Compiler { env, program, free: Vec::new() };
        let (out, _) = compiler.place(expr);
        Self { out, ..compiler.program }
    }
}

impl Compiler<'_> {
    fn place(&mut self, expr: &Expr) -> Placed {
        match expr {
            Expr::Number(number) => (Operand::All(*number), false),
            Expr::None => (Operand::All(MISSING), true),
            Expr::Today => (Operand::All(self.env.today.0.into()), false),
            Expr::Param(param) => match self.env.values.get(usize::from(*param)) {
                Some(value) => (Operand::All(*value), false),
                None => (Operand::All(MISSING), true),
            },
            Expr::Fact(fact) => {
                if !self.program.facts.contains(fact) {
                    self.program.facts.push(*fact);
                }
                (Operand::Fact(*fact), fact.is_day())
            }
            Expr::Not(a) => {
                let (a, _) = self.place(a);
                (self.step(Act::Not, [a, a, a]), false)
            }
            Expr::Known(a) => match self.place(a) {
                (a, true) => (self.step(Act::Known, [a, a, a]), false),
                (a, false) => {
                    self.release(a);
                    (Operand::All(1), false)
                }
            },
            Expr::If(parts) => {
                let [test, then, other] = &**parts;
                let ((test, _), (then, a), (other, b)) = (self.place(test), self.place(then), self.place(other));
                (self.step(Act::Choose, [test, then, other]), a || b)
            }
            Expr::Binary(op, a, b) => {
                let ((a, a_gaps), (b, b_gaps)) = (self.place(a), self.place(b));
                let gaps = match op {
                    Op::Add | Op::Sub | Op::Mul => a_gaps || b_gaps,
                    Op::Div => true,
                    Op::Max | Op::Min => a_gaps && b_gaps,
                    _ => false,
                };
                (self.step(Act::Binary { op: *op, gaps: a_gaps || b_gaps }, [a, b, b]), gaps)
            }
        }
    }

    fn step(&mut self, act: Act, from: [Operand; 3]) -> Operand {
        if let [Operand::All(a), Operand::All(b), Operand::All(c)] = from {
            let mut out = [0];
            act.run([Column::All(a), Column::All(b), Column::All(c)], &mut out);
            return Operand::All(out[0]);
        }
        let to = self.free.pop().unwrap_or_else(|| {
            self.program.temps += 1;
            self.program.temps - 1
        });
        self.program.steps.push(Step { act, from, to });
        from.into_iter().for_each(|operand| self.release(operand));
        Operand::Temp(to)
    }

    fn release(&mut self, operand: Operand) {
        if let Operand::Temp(temp) = operand
            && !self.free.contains(&temp)
        {
            self.free.push(temp);
        }
    }
}

/// The columns that programs read, one stretch at a time.
pub(in super::super) struct Columns {
    facts: Vec<Fact>,
    slots: [usize; Fact::ALL.len()],
    data: Vec<i64>,
    len: usize,
}

impl Columns {
    /// Room for every fact that the programs read.
    pub fn of<'a>(programs: impl IntoIterator<Item = &'a Program>) -> Self {
        let mut facts: Vec<Fact> = programs.into_iter().flat_map(|program| program.facts.iter().copied()).collect();
        facts.sort_unstable();
        facts.dedup();
        let mut slots = [0; Fact::ALL.len()];
        for (slot, fact) in facts.iter().enumerate() {
            slots[*fact as usize] = slot;
        }
        let data = vec![0; facts.len() * STRETCH];
        Self { facts, slots, data, len: 0 }
    }

    /// Reads `len` organisations from `first`.
    pub fn load(&mut self, facts: &Facts, first: usize, len: usize) {
        self.len = len;
        for (fact, column) in self.facts.iter().zip(self.data.chunks_exact_mut(STRETCH)) {
            facts.load(*fact, first, &mut column[..len]);
        }
    }

    fn get(&self, fact: Fact) -> &[i64] {
        let start = self.slots[fact as usize] * STRETCH;
        &self.data[start..start + self.len]
    }
}

/// A result over a stretch: one value for all, or one each.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Column<'a> {
    All(i64),
    Each(&'a [i64]),
}

impl<'a> Column<'a> {
    /// Conditions as bits, 64 a word, the first organisation lowest.
    pub fn bits(self, len: usize) -> impl Iterator<Item = u64> + 'a {
        (0..len).step_by(64).map(move |first| {
            let end = len.min(first + 64);
            match self {
                Self::All(0) => 0,
                Self::All(_) => u64::MAX >> (64 - (end - first)),
                Self::Each(values) => {
                    values[first..end].iter().rev().fold(0, |word, value| (word << 1) | *value as u64)
                }
            }
        })
    }

    pub fn at(self, index: usize) -> i64 {
        match self {
            Self::All(value) => value,
            Self::Each(values) => values[index],
        }
    }
}

/// The working columns of running programs.
#[derive(Default)]
pub(in super::super) struct Machine {
    temps: Vec<Vec<i64>>,
}

impl Machine {
    /// Runs a program over the stretch that is loaded.
    pub fn run<'a>(&'a mut self, program: &Program, columns: &'a Columns) -> Column<'a> {
        while self.temps.len() < program.temps {
            self.temps.push(vec![0; STRETCH]);
        }
        for step in &program.steps {
            let mut out = std::mem::take(&mut self.temps[step.to]);
            step.act.run(step.from.map(|operand| self.column(operand, columns)), &mut out[..columns.len]);
            self.temps[step.to] = out;
        }
        self.column(program.out, columns)
    }

    fn column<'a>(&'a self, operand: Operand, columns: &'a Columns) -> Column<'a> {
        match operand {
            Operand::All(value) => Column::All(value),
            Operand::Fact(fact) => Column::Each(columns.get(fact)),
            Operand::Temp(temp) => Column::Each(&self.temps[temp][..columns.len]),
        }
    }
}

impl Act {
    fn run(self, [a, b, c]: [Column<'_>; 3], out: &mut [i64]) {
        match self {
            Self::Not => each(a, b, out, |a, _| i64::from(a == 0)),
            Self::Known => each(a, b, out, |a, _| i64::from(a != MISSING)),
            Self::Choose => {
                for (index, out) in out.iter_mut().enumerate() {
                    *out = if a.at(index) != 0 { b.at(index) } else { c.at(index) };
                }
            }
            Self::Binary { op, gaps } => match op {
                Op::Add => kept(gaps, a, b, out, i64::wrapping_add),
                Op::Sub => kept(gaps, a, b, out, i64::wrapping_sub),
                Op::Mul => kept(gaps, a, b, out, i64::wrapping_mul),
                Op::Div => kept(gaps, a, b, out, |a, b| if b == 0 { MISSING } else { a.wrapping_div(b) }),
                Op::Lt => told(gaps, a, b, out, |a, b| a < b),
                Op::Le => told(gaps, a, b, out, |a, b| a <= b),
                Op::Gt => told(gaps, a, b, out, |a, b| a > b),
                Op::Ge => told(gaps, a, b, out, |a, b| a >= b),
                Op::Eq => told(gaps, a, b, out, |a, b| a == b),
                Op::Ne => told(gaps, a, b, out, |a, b| a != b),
                Op::And => each(a, b, out, |a, b| a & b),
                Op::Or => each(a, b, out, |a, b| a | b),
                Op::Max => either(gaps, a, b, out, i64::max),
                Op::Min => either(gaps, a, b, out, i64::min),
            },
        }
    }
}

fn each(a: Column<'_>, b: Column<'_>, out: &mut [i64], f: impl Fn(i64, i64) -> i64) {
    match (a, b) {
        (Column::All(a), Column::All(b)) => out.fill(f(a, b)),
        (Column::All(a), Column::Each(b)) => out.iter_mut().zip(b).for_each(|(out, b)| *out = f(a, *b)),
        (Column::Each(a), Column::All(b)) => out.iter_mut().zip(a).for_each(|(out, a)| *out = f(*a, b)),
        (Column::Each(a), Column::Each(b)) => {
            out.iter_mut().zip(a).zip(b).for_each(|((out, a), b)| *out = f(*a, *b));
        }
    }
}

fn kept(gaps: bool, a: Column<'_>, b: Column<'_>, out: &mut [i64], f: impl Fn(i64, i64) -> i64) {
    if gaps {
        each(a, b, out, |a, b| if a == MISSING || b == MISSING { MISSING } else { f(a, b) });
    } else {
        each(a, b, out, f);
    }
}

fn told(gaps: bool, a: Column<'_>, b: Column<'_>, out: &mut [i64], f: impl Fn(i64, i64) -> bool) {
    if gaps {
        each(a, b, out, |a, b| i64::from((a != MISSING) & (b != MISSING) & f(a, b)));
    } else {
        each(a, b, out, |a, b| i64::from(f(a, b)));
    }
}

fn either(gaps: bool, a: Column<'_>, b: Column<'_>, out: &mut [i64], f: impl Fn(i64, i64) -> i64) {
    if gaps {
        each(a, b, out, |a, b| match (a, b) {
            (MISSING, known) | (known, MISSING) => known,
            _ => f(a, b),
        });
    } else {
        each(a, b, out, f);
    }
}
