//! The dated events that alerts are made of: one pass over the transfers, one over the rows on every core.
//!
//! Only what is younger than the look-back is kept, a few bytes a row, so a province stays within tens of megabytes.

mod phones;
mod transfers;

use std::ops::Range;

use anyhow::{Context, Result};

use super::judging::in_stretches;
use super::rows::{self, JudgedHalf};
use super::thresholds::Thresholds;
use super::{Interrupted, Register};
use crate::judge::alert::{AlertThresholds, Arrival, Charge, Closure, Events, How, Leaving};
use crate::model::{Day, IdKey, Instant, OrgId, OrgKind, OrgTree, Pos, PostTitle};

/// From where and with what thresholds the register is looked at.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// The organisations.
    pub tree: &'a OrgTree,
    /// The instant looked from.
    pub at: Instant,
    /// The register's present.
    pub present: Instant,
    /// When the register was last written: a row without dates says what was so by then.
    pub written: Instant,
    /// The parameters of the response clock.
    pub thresholds: &'a Thresholds,
    /// The parameters of the alerts.
    pub alert: &'a AlertThresholds,
}

impl Look<'_> {
    /// Days that count: as far back as is looked, and up to the day looked from.
    fn days(&self) -> std::ops::RangeInclusive<Day> {
        let last = self.at.day();
        Day(last.0 - self.alert.look_back)..=last
    }
}

/// What one thread gathers.
#[derive(Default)]
struct Gathered {
    events: Events,
    /// The upper halves of the numbers' hashes, each with its branch.
    phones: Vec<u64>,
    /// Secretaries: branch, person, since, whether onboarded.
    secretaries: Vec<(Pos, IdKey, Day, bool)>,
}

struct Pass<'a> {
    look: Look<'a>,
    places: &'a std::collections::HashMap<OrgId, Pos>,
    /// The day by which rows without dates were so; `None` where the day looked from is earlier.
    by: Option<Day>,
}

/// Gathers the events of the whole register.
///
/// `progress` is told the share done, 0 to 1, from any thread; `stop` says that nobody waits any more.
///
/// # Errors
/// [`Interrupted`], or damage.
pub fn look(
    register: &Register,
    look: Look<'_>,
    progress: &(dyn Fn(f32) + Sync),
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Events> {
    let places = look.tree.by_id();
    let (mut events, hops) = transfers::take(register, look, &places)?;
    let by = look.present.min(look.written).day();
    let pass = Pass { look, places: &places, by: Some(by).filter(|by| *by <= look.at.day()) };
    let gather = |range: Range<usize>| {
        if stop() {
            return Err(Interrupted.into());
        }
        let mut out = Gathered::default();
        pass.gather(register, range, &mut out)?;
        Ok(out)
    };
    let parts = in_stretches(look.tree.len(), progress, gather).context("looking for patterns")?;
    let mut phones = Vec::with_capacity(parts.iter().map(|part| part.phones.len()).sum());
    for part in parts {
        events.join(part.events);
        phones.extend(part.phones);
        let charges = part.secretaries.into_iter().filter_map(|(branch, person, since, onboarded)| {
            let asked = hops.of(branch, since);
            let oldest = asked.oldest?;
            Some(Charge { branch, person, since, onboarded, answered: asked.answered, waiting: asked.waiting, oldest })
        });
        events.charges.extend(charges);
    }
    events.phones = phones::bearers(register, phones, look)?;
    Ok(events)
}

impl Pass<'_> {
    fn gather(&self, register: &Register, range: Range<usize>, out: &mut Gathered) -> Result<()> {
        let tree = self.look.tree;
        let first = out.events.closures.len();
        for at in range.clone() {
            let branch = Pos(at as u32);
            let closed = tree.closed(branch).filter(|day| self.look.days().contains(day));
            if let (OrgKind::Branch, Some(day), Some(parent)) = (tree.kind(branch), closed, tree.parent(branch)) {
                out.events.closures.push(Closure { parent, day, branch, kept: 0, posts: 0 });
            }
        }
        let open = register.open_now()?;
        let span = rows::key(range.start as u32, 0)..rows::key(range.end as u32, 0);
        for entry in open.trees.rows.scan(span) {
            let (key, body) = entry?;
            let pos = Pos(u32::from_be_bytes([key[0], key[1], key[2], key[3]]));
            if tree.kind(pos) != OrgKind::Branch {
                continue;
            }
            let (half, hashes) = rows::decode_phones(&body, body.veil())?;
            self.members(pos, &half, &hashes, out);
            self.posts(pos, &half, out);
            // Gathered in the order of the tree, so the branch in hand is found from the end.
            if tree.closed(pos).is_some()
                && let Some(closure) = out.events.closures[first..].iter_mut().find(|closure| closure.branch == pos)
            {
                closure.kept += half.members().filter(|member| member.league.member()).count() as u32;
                let before = Day(closure.day.0 - 1).end();
                closure.posts += half.posts().iter().filter(|post| post.current(before)).count() as u32;
            }
        }
        Ok(())
    }

    fn members(&self, pos: Pos, half: &JudgedHalf, hashes: &[u64], out: &mut Gathered) {
        let (days, last) = (self.look.days(), self.look.at.day());
        let exists = self.look.tree.exists(pos, self.look.at);
        for (at, (member, hash)) in half.members().zip(hashes).enumerate() {
            let person = member.key;
            let since = member.since.filter(|since| days.contains(since));
            let corrections = half.corrections(at);
            if let Some(day) = since {
                out.events.arrivals.push(Arrival { at: pos, person, day, from: None, graduate: false });
            }
            if !member.league.member() {
                if let (Some(_), Some(day)) = (since, self.by) {
                    let how = How::Standing;
                    out.events.leavings.push(Leaving { at: pos, person, day, to: None, graduate: false, how });
                }
            } else if exists && *hash != 0 && member.since.is_none_or(|since| since <= last) {
                out.phones.push((hash >> 32) << 32 | u64::from(pos.0));
            }
            for (nth, correction) in corrections.iter().enumerate() {
                // A demonstration's present stands still: what was taken in since is of that day.
                let day = correction.recorded.min(self.look.present).day();
                let Some(from) = self.places.get(&correction.from).copied().filter(|_| days.contains(&day)) else {
                    continue;
                };
                let next = corrections.get(nth + 1).map_or(Some(pos), |next| self.places.get(&next.from).copied());
                let how = How::Roster;
                out.events.leavings.push(Leaving { at: from, person, day, to: next, graduate: false, how });
                if let Some(to) = next {
                    out.events.arrivals.push(Arrival { at: to, person, day, from: Some(from), graduate: false });
                }
            }
        }
    }

    fn posts(&self, pos: Pos, half: &JudgedHalf, out: &mut Gathered) {
        if !self.look.tree.exists(pos, self.look.at) {
            return;
        }
        let current =
            half.posts().iter().filter(|post| post.title == PostTitle::Secretary && post.current(self.look.at));
        let dated = current.filter_map(|post| {
            let since = post.from.filter(|from| from.0 <= self.look.at.day().0 - self.look.alert.silent_days)?;
            Some((pos, post.identity.key(), since, post.onboarded_by(self.look.at)))
        });
        out.secretaries.extend(dated);
    }
}
