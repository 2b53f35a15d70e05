//! The headline numbers found again in a register of the demonstration province.

use std::collections::HashSet;

use anyhow::Result;

use super::{Desk, Figures, Standing};
use crate::demo::{Demo, HEADLINES, Headline, HeadlineSource as Source};
use crate::judge::Fact;
use crate::model::{Industry, Pos};
use crate::store::Thresholds;

/// A headline number and what the register says.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadlineFound {
    /// The number as published.
    pub headline: Headline,
    /// As found; `None` where a register cannot tell.
    pub found: Option<f64>,
    /// Whether they agree; `None` likewise.
    pub agrees: Option<bool>,
}

impl Desk {
    /// Counts every headline number that a register can tell. Reads every row twice and every payment once.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn headlines(&self) -> Result<Vec<HeadlineFound>> {
        let (then, now) = (self.standing_at(Demo::BEFORE.end())?, self.standing_at(Demo::PUBLISHED.end())?);
        let (payments, paid) = self.paid()?;
        let whole = 0..now.tree.len();
        let (before, after) = (then.figures(&whole), now.figures(&whole));
        let total = |fact| now.facts.total(fact, &whole) as f64;
        let mended = |of: fn(&Figures) -> u64| of(&before) as f64 - of(&after) as f64;
        let hours = Thresholds::at(self.rules().params(), now.at).response_time(now.at) / 3600;
        let found = |headline: &Headline| {
            let found = match headline.source {
                Source::Orgs => Some(total(Fact::Orgs)),
                Source::Committees => Some(total(Fact::Committees)),
                Source::Branches => Some(total(Fact::Branches)),
                Source::LeadingBodies => Some(total(Fact::LeadingBodies)),
                Source::Reported => Some(total(Fact::Reported)),
                Source::Onboarded => Some(total(Fact::Onboarded)),
                Source::Transfers => Some(total(Fact::TransfersOutDone)),
                Source::Payments => Some(payments as f64),
                Source::Paid => Some(paid as f64 / 100.0),
                Source::MendedCommittees => Some(mended(|figures| figures.hollow_committees)),
                Source::MendedBranches => Some(mended(|figures| figures.hollow_branches)),
                Source::MendedBare => Some(mended(|figures| figures.no_cadre_branches)),
                Source::University => transferred(&now, &[Industry::University]),
                Source::Middle => transferred(&now, &[Industry::SeniorHigh, Industry::JuniorHigh]),
                Source::Response => Some(hours as f64),
                Source::Not(_) => None,
            };
            HeadlineFound { headline: *headline, found, agrees: found.map(|found| headline.agrees(found)) }
        };
        Ok(HEADLINES.iter().map(found).collect())
    }

    /// Payments by the published day and their sum in fen; whoever stands in two branches is counted once.
    fn paid(&self) -> Result<(u64, u64)> {
        let shared = self.register().shared_identities()?;
        let mut seen = HashSet::new();
        let (mut payments, mut paid) = (0, 0);
        let until = Demo::PUBLISHED.end();
        self.register().each_dues(|person, dues| {
            if shared.binary_search(&person).is_ok() && !seen.insert(person) {
                return;
            }
            for payment in dues.payments().filter(|payment| payment.at <= until) {
                payments += 1;
                paid += u64::from(payment.paid.0);
            }
        })?;
        Ok((payments, paid))
    }
}

/// The share of graduates transferred out of the schools of some industries, in percent.
fn transferred(standing: &Standing, industries: &[Industry]) -> Option<f64> {
    let schools = (0..standing.tree.len()).map(|at| Pos(at as u32));
    let schools = schools.filter(|pos| standing.tree.industry(*pos).is_some_and(|of| industries.contains(&of)));
    let own = |fact, pos| standing.facts.own(fact, pos);
    let (all, gone) = schools.fold((0, 0), |(all, gone), pos| {
        (all + own(Fact::Graduates, pos), gone + own(Fact::GraduatesTransferred, pos))
    });
    (all > 0).then(|| gone as f64 / all as f64 * 100.0)
}
