//! Facts out of graduate baselines: how many a school counted, and how many of them have been transferred away.

use std::collections::HashMap;

use anyhow::Result;

use super::Register;
use crate::model::{GraduateBase, Instant, OrgId, OrgTree, Pos, Transfer, TransferKind};

/// The schools that had submitted a baseline by an instant, each with the latest year's.
#[derive(Default)]
pub(super) struct Schools {
    of: HashMap<Pos, School>,
    /// The next submission the roster knows of.
    pub until: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct School {
    year: u16,
    submitted: Option<Instant>,
    members: u32,
    from: Instant,
    transferred: u32,
}

impl Schools {
    pub fn take(register: &Register, place: &dyn Fn(OrgId) -> Option<Pos>, at: Instant) -> Result<Self> {
        Ok(Self::of(register.graduate_bases()?, place, at))
    }

    /// The schools of all baselines ever submitted.
    pub fn of(bases: Vec<GraduateBase>, place: &dyn Fn(OrgId) -> Option<Pos>, at: Instant) -> Self {
        let mut schools = Self::default();
        for base in bases {
            if !base.known_by(at) {
                schools.until = schools.until.into_iter().chain(base.submitted).min();
                continue;
            }
            let Some(pos) = place(base.school) else { continue };
            let school = School {
                year: base.year,
                submitted: base.submitted,
                members: base.members,
                from: base.counts_from(),
                transferred: 0,
            };
            let known = schools.of.entry(pos).or_insert(school);
            if (known.year, known.submitted) < (school.year, school.submitted) {
                *known = school;
            }
        }
        schools
    }

    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Counts a transfer for every school it led out of (`measures.md`, graduates transferred).
    pub fn count(&mut self, tree: &OrgTree, row: &Transfer, from: Option<Pos>, to: Option<Pos>, at: Instant) {
        // 退回原籍 is a bounce, not a transfer.
        let counts = row.graduate && row.kind != TransferKind::Returned && row.done_by(at);
        let (Some(closed), Some(from), true) = (row.closed, from, counts && !self.is_empty()) else { return };
        let mut above = Some(from);
        while let Some(pos) = above {
            above = tree.parent(pos);
            let outside = to.is_none_or(|to| !tree.subtree(pos).contains(&to.index()));
            if let Some(school) = self.of.get_mut(&pos)
                && outside
                && closed >= school.from
            {
                school.transferred += 1;
            }
        }
    }

    /// Every school with a baseline, as [`at`](Self::at) tells them.
    pub fn each(&self) -> impl Iterator<Item = (Pos, u32, u32)> + '_ {
        self.of.iter().map(|(pos, school)| (*pos, school.members, school.transferred))
    }

    /// How many graduates a school counted, and how many have been transferred; `None` for an organisation without a baseline.
    pub fn at(&self, pos: Pos) -> Option<(u32, u32)> {
        self.of.get(&pos).map(|school| (school.members, school.transferred))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_year_as_it_was_last_submitted_by_then() {
        let time = |text: &str| (!text.is_empty()).then(|| Instant::parse(text).unwrap());
        let base =
            |year, members, submitted| GraduateBase { school: OrgId(1), year, members, submitted: time(submitted) };
        let bases = vec![
            base(2017, 90, ""),
            base(2018, 100, "2018-06-20 10:00"),
            base(2018, 105, "2018-06-25 10:00"),
            base(2019, 200, "2019-06-20 10:00"),
        ];
        let place = |id: OrgId| (id == OrgId(1)).then_some(Pos(4));
        for (at, members, until) in [
            ("2018-06-20 09:59:59", 90, "2018-06-20 10:00"),
            ("2018-06-20 10:00", 100, "2018-06-25 10:00"),
            ("2018-06-25 10:00", 105, "2019-06-20 10:00"),
            ("2019-07-01", 200, ""),
        ] {
            let schools = Schools::of(bases.clone(), &place, time(at).unwrap());
            assert_eq!((schools.at(Pos(4)), schools.until), (Some((members, 0)), time(until)), "{at}");
        }
    }
}
