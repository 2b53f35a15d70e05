//! Whether the register tells years of appraisal and of registration at all: where nobody's is told, nobody is accused.

use anyhow::Result;

use super::{Ground, Work};
use crate::judge::{Change, Fact, Facts};

/// Organisations to a look, when all are looked through for one row that tells.
const STRETCH: usize = 4096;

/// Whether any row of the organisations looked at tells a year, as they were and as they are.
#[derive(Default)]
pub struct Told {
    appraised: (bool, bool),
    registered: (bool, bool),
}

impl Told {
    pub fn see(&mut self, old: (bool, bool), new: (bool, bool)) {
        self.appraised = (self.appraised.0 || old.0, self.appraised.1 || new.0);
        self.registered = (self.registered.0 || old.1, self.registered.1 || new.1);
    }

    /// The facts that nobody is accused by, before and after; `None` where that itself changes.
    pub fn settle(
        self,
        work: &Work<'_>,
        ground: &mut Ground,
        facts: &Facts,
        changes: &[Change],
    ) -> Result<Option<Vec<Fact>>> {
        let mut forget = Vec::new();
        let mut known = ground.years;
        for (told, fact, known, nth) in [
            (self.appraised, Fact::Unappraised, &mut known.0, 0),
            (self.registered, Fact::Unregistered, &mut known.1, 1),
        ] {
            let counted = facts.total(fact, &(0..facts.len())) > 0;
            match told {
                (true, true) => *known = Some(true),
                (false, false) if counted => *known = Some(true),
                (false, false) => {
                    if known.is_none() && changes.iter().any(|change| change.fact() == fact) {
                        *known = Some(work.tells_elsewhere(nth)?);
                    }
                    forget.extend((*known == Some(false)).then_some(fact));
                }
                (false, true) => {
                    let before = match (counted, *known) {
                        (true, _) => true,
                        (_, Some(known)) => known,
                        _ => work.tells_elsewhere(nth)?,
                    };
                    if !before {
                        return Ok(None);
                    }
                    *known = Some(true);
                }
                (true, false) => {
                    if !work.tells_elsewhere(nth)? {
                        return Ok(None);
                    }
                    *known = Some(true);
                }
            }
        }
        ground.years = known;
        Ok(Some(forget))
    }
}

impl Work<'_> {
    /// Whether any row of an organisation that is not looked at tells a year; reads until one does.
    fn tells_elsewhere(&self, nth: usize) -> Result<bool> {
        let len = self.edited.tree.len();
        let mut told = false;
        for first in (0..len).step_by(STRETCH) {
            self.edited.register.scan_means(first..(first + STRETCH).min(len), |pos, means| {
                let years = means.years_told();
                told |= [years.0, years.1][nth] && !self.touched.contains(&pos);
            })?;
            if told {
                break;
            }
        }
        Ok(told)
    }
}
