//! Judging a province from facts, and the codec on one branch. Prints figures, asserts none.

#![allow(missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant as Stopwatch};

use mingmai::judge::{Fact, FactRow, Facts, Rules, judge};
use mingmai::model::{Day, Instant};

const ORGS: usize = 254_620;

fn measure(name: &str, mut work: impl FnMut()) {
    work();
    let mut times: Vec<Duration> = (0..9)
        .map(|_| {
            let begun = Stopwatch::now();
            work();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("{name}: min {:?}, median {:?}, max {:?}", times[0], times[4], times[8]);
}

fn facts() -> Facts {
    let mut facts = Facts::new(Instant(1_530_000_000), ORGS);
    // A plain multiplicative generator: the same facts on every machine.
    let mut state = 1u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..ORGS {
        let mut row = FactRow::default();
        row.add(Fact::Orgs, 1);
        let branch = next(15) > 0;
        row.add(if branch { Fact::Branches } else { Fact::Committees }, 1);
        row.add(Fact::Children, if branch { 0 } else { next(20) as u32 });
        row.add(Fact::Members, next(40) as u32);
        row.add(Fact::Cadres, next(4) as u32);
        row.add(Fact::NumberMissing, (next(10) == 0).into());
        row.latest(Fact::Founded, Some(Day(17_000 + next(700) as i32)));
        row.latest(Fact::ElectionDue, Some(Day(17_500 + next(700) as i32)));
        facts.push(&row);
    }
    facts
}

fn main() {
    let facts = facts();
    let Ok(rules) = Rules::builtin() else { return println!("the built-in rules do not load") };
    measure("judging 254,620 organisations by every rule, from facts", || {
        black_box(judge(black_box(&facts), &rules));
    });
}
