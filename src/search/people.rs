//! Names by their characters and by their sound.

use std::ops::Range;

use super::Stopped;
use super::names::Names;
use super::pattern::{Pattern, Rank};
use super::ranked::Ranked;
use super::texts::Grade;
use super::walk::Walk;

/// Looked at between two questions whether to stop.
const STRETCH: u32 = 1 << 12;

impl Names {
    /// Names that hold these characters; those that begin with them first.
    pub(super) fn by_text(
        &self,
        needle: &str,
        ranked: &mut Ranked<'_>,
        stop: &dyn Fn() -> bool,
    ) -> Result<(), Stopped> {
        let mut seen = 0;
        let mut stopped = false;
        self.texts.find(needle, |name, grade| {
            let rank = match grade {
                Grade::Exact => 0,
                Grade::Prefix => 2,
                Grade::Inside => 4,
            };
            ranked.add(rank, name, self);
            seen += 1;
            stopped = seen % STRETCH == 0 && stop();
            !stopped
        });
        if stopped { Err(Stopped) } else { Ok(()) }
    }

    /// Names that begin with these syllables; where a surname has several readings, each counts.
    pub(super) fn by_sound(
        &self,
        pattern: &Pattern,
        ranked: &mut Ranked<'_>,
        stop: &dyn Fn() -> bool,
    ) -> Result<(), Stopped> {
        let walk = Walk {
            keys: &self.keys,
            pattern,
            text: |at| self.texts.get(at as u32),
            take: |run, rank| ranked.add_run(rank, run, self),
        };
        walk.all(stop)?;
        ranked.next_turn();
        let mut others = Vec::new();
        let walk = Walk {
            keys: &self.other_keys,
            pattern,
            text: |at: usize| self.texts.get(self.other_names[at]),
            take: |run: Range<usize>, rank| others.extend(run.map(|at| (self.other_names[at], rank))),
        };
        walk.all(stop)?;
        others.sort_unstable();
        others.dedup_by_key(|(name, _)| *name);
        for (name, rank) in others {
            if self.sounds_like(pattern, name).is_none() {
                ranked.add(rank, name, self);
            }
        }
        Ok(())
    }

    /// Names that hold these Latin letters further on, where the beginning has not matched already.
    pub(super) fn by_letters(&self, letters: &str, pattern: &Pattern, ranked: &mut Ranked<'_>) {
        ranked.next_turn();
        for &name in &self.latin {
            if self.texts.get(name).contains(letters) && self.sounds_like(pattern, name).is_none() {
                ranked.add(5, name, self);
            }
        }
    }

    fn sounds_like(&self, pattern: &Pattern, name: u32) -> Option<Rank> {
        pattern.rank(self.keys[name as usize], self.texts.get(name))
    }
}
