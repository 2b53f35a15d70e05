//! How far the register is on its way to its next generation, for whoever looks in now and then.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::lang::{Lang, texts};
use crate::store::{Phase, Watch};

texts! {
    reading() { "读取", "reading" }
    writing() { "写入", "writing" }
    indexing() { "索引", "indexing" }
    judging() { "研判", "judging" }
    copying() { "复制", "copying" }
    checking() { "核查", "checking" }
}

/// What a piece of long work is doing, in a word.
pub const fn say_phase(lang: Lang, phase: Phase) -> &'static str {
    match phase {
        Phase::Reading => reading(lang),
        Phase::Writing => writing(lang),
        Phase::Indexing => indexing(lang),
        Phase::Judging => judging(lang),
        Phase::Copying => copying(lang),
        Phase::Checking => checking(lang),
    }
}

const PHASES: [Phase; 6] =
    [Phase::Reading, Phase::Writing, Phase::Indexing, Phase::Judging, Phase::Copying, Phase::Checking];
const IDLE: u8 = u8::MAX;

/// The work under way, if any: a watch that remembers what it was told last and never stops anything.
#[derive(Debug)]
pub struct Building {
    phase: AtomicU8,
    percent: AtomicU8,
}

impl Default for Building {
    fn default() -> Self {
        Self { phase: AtomicU8::new(IDLE), percent: AtomicU8::new(0) }
    }
}

impl Building {
    /// What is under way, and how much of it is done in percent.
    pub fn now(&self) -> Option<(Phase, u8)> {
        let phase = PHASES.get(usize::from(self.phase.load(Ordering::Acquire)))?;
        Some((*phase, self.percent.load(Ordering::Acquire)))
    }

    /// Nothing is under way any more.
    pub fn over(&self) {
        self.phase.store(IDLE, Ordering::Release);
    }
}

impl Watch for Building {
    fn at(&self, phase: Phase, done: u64, total: u64) -> bool {
        let percent = (done.min(total) * 100).checked_div(total).map_or(100, |percent| percent as u8);
        self.percent.store(percent, Ordering::Release);
        let at = PHASES.iter().position(|known| *known == phase).map_or(IDLE, |at| at as u8);
        self.phase.store(at, Ordering::Release);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_last_is_what_is_under_way() {
        let building = Building::default();
        assert_eq!(building.now(), None);
        assert!(building.at(Phase::Writing, 1, 3));
        assert_eq!(building.now(), Some((Phase::Writing, 33)));
        assert!(building.at(Phase::Judging, 7, 0));
        assert_eq!(building.now(), Some((Phase::Judging, 100)));
        building.over();
        assert_eq!(building.now(), None);
    }
}
