//! What the province's own organisations pay so that number and sum of all payments are the published ones.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Result, anyhow};

use super::habit::above;
use super::{PAID_FEN, PAYMENTS, STUDENT};
use crate::demo::apportion::apportion;
use crate::demo::dice::{Dice, Topic};
use crate::demo::{Demo, DemoError};
use crate::model::Pos;

/// How many payments each of the province's own branches makes; nothing where only a part of the province is shown.
#[derive(Default)]
pub struct Paying {
    students: HashMap<Pos, u32>,
    workers: HashMap<Pos, Share>,
}

/// The first so many of a branch's payments, and what the last of them gives above what is due, in fen.
#[derive(Clone, Copy, Default)]
pub(super) struct Share {
    pub count: u32,
    pub more: u32,
}

impl Paying {
    pub(super) fn students(&self, pos: Pos) -> Option<u32> {
        self.students.get(&pos).copied()
    }

    pub(super) fn workers(&self, pos: Pos) -> Option<Share> {
        self.workers.get(&pos).copied()
    }
}

const STRETCH: usize = 2048;

impl Demo {
    /// Works out who pays in the province's own organisations: reads the rows of every branch of workers once.
    ///
    /// # Errors
    /// Only where the published numbers do not fit.
    pub fn paying(&self) -> Result<Paying> {
        let missing = || DemoError::Quota("payments");
        if !self.is_whole() {
            return Ok(Paying::default());
        }
        let (own_students, own_workers): (Vec<Pos>, Vec<Pos>) = (0..self.starts.len() - 1)
            .filter(|place| self.group(*place).area == 0)
            .flat_map(|place| self.branches_of(place))
            .partition(|pos| self.at(*pos).life().student);
        let (count, more) = self.paid_elsewhere()?;
        // Every payment is a student's and so much more: what is left of the surplus falls to workers, then what is left of
        // the number to students.
        let mut left = PAID_FEN.checked_sub(PAYMENTS * STUDENT + more).ok_or_else(missing)?;
        let mut paying = Paying::default();
        let payments = |pos: &Pos| self.at(*pos).worker_payments(&self.members(*pos), true);
        let most: u64 = own_workers.iter().map(|pos| above(&payments(pos)).sum::<u64>()).sum();
        let part = (left as f64 / most.max(1) as f64 * 1.1).min(1.0);
        let mut paid = 0;
        for pos in own_workers {
            let payments = payments(&pos);
            // A little more than is needed, until the sum is reached: the last branches pay little or nothing.
            let turn = Dice::new(self.seed, Topic::Dues, u64::from(pos.0) | 1 << 59).unit();
            let wanted = (payments.len() as f64 * part + turn) as usize;
            let mut share = Share::default();
            for more in above(&payments).take(wanted) {
                if more > left {
                    // What is left is less than this payment gives; the one before it gives so much more.
                    (share.more, left) = if share.count > 0 { (left as u32, 0) } else { (0, left) };
                    break;
                }
                left -= more;
                share.count += 1;
            }
            paid += u64::from(share.count);
            paying.workers.insert(pos, share);
        }
        if left > 0 {
            return Err(missing().into());
        }
        let number = PAYMENTS.checked_sub(count + paid).ok_or_else(missing)?;
        let places: Vec<(f64, u64)> = own_students
            .iter()
            .map(|pos| {
                let branch = self.at(*pos);
                (f64::from(branch.student_payments()), u64::from(branch.payers()) * 3)
            })
            .collect();
        let shares = apportion(number, &places).ok_or_else(missing)?;
        paying.students = own_students.into_iter().zip(shares.into_iter().map(|share| share as u32)).collect();
        Ok(paying)
    }

    /// Payments outside the province's own organisations, and what they come to above a student's each.
    fn paid_elsewhere(&self) -> Result<(u64, u64)> {
        let next = AtomicUsize::new(0);
        let work = || {
            let (mut count, mut more) = (0, 0);
            loop {
                let first = next.fetch_add(1, Ordering::Relaxed) * STRETCH;
                if first >= self.len() {
                    return (count, more);
                }
                let stretch = first..(first + STRETCH).min(self.len());
                for pos in stretch.map(|at| Pos(at as u32)).filter(|pos| self.is_branch(*pos)) {
                    let branch = self.at(pos);
                    if branch.group.area == 0 {
                        continue;
                    }
                    if branch.life().student {
                        count += u64::from(branch.student_payments());
                        continue;
                    }
                    let payments = branch.worker_payments(&branch.members(), false);
                    count += payments.len() as u64;
                    more += above(&payments).sum::<u64>();
                }
            }
        };
        thread::scope(|scope| {
            let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_fold((0, 0), |sum, worker| {
                let part = worker.join().map_err(|_| anyhow!("a thread stopped"))?;
                Ok((sum.0 + part.0, sum.1 + part.1))
            })
        })
    }
}
