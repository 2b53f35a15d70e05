//! Moves that are worth checking, a few of each pattern, in a county that is shown by itself.
//!
//! None of them moves a published count: whoever is moved stands where the roster says before 20 June or soon after, out of
//! branches large enough to spare them. The whole province has none, since its number of transfers is a published one.
//! Branches closed instead of mended and members lost between two looks are left out: the first would change how many
//! branches there are, the second needs a second roster.

use std::collections::HashSet;

use anyhow::Result;

use super::Made;
use super::request::Request;
use crate::demo::branch::Seat;
use crate::demo::calendar::day;
use crate::demo::dice::{Dice, Topic};
use crate::model::{Day, IdKey, Identity, League, Month, OrgId, Pos, PostTitle, TransferKind};

/// The area that their numbers name: no county's.
pub(super) const AREA: u16 = 999;

/// Adds the moves, among the branches of one area.
pub(super) fn make(made: &mut Made<'_>, branches: &[Pos], givers: &[Pos]) -> Result<()> {
    let ([from, over, ..], Some(last)) = (givers, givers.last()) else { return Ok(()) };
    let mut dice = Dice::new(made.demo.seed, Topic::Oddity, 1 << 60);
    (made.area, made.serial) = (AREA, 0);
    let mut odd = Odd { made, busy: HashSet::new(), asked: HashSet::new() };
    for row in odd.made.rows.iter() {
        let row = row?;
        odd.busy.insert(row.person);
        odd.asked.extend(std::iter::once(row.from).chain(row.to));
    }
    odd.there_and_back(*from, *over, &mut dice)?;
    odd.for_the_due_day(branches, givers, *last, &mut dice)?;
    odd.exactly_enough(branches, givers, &mut dice)?;
    odd.unanswered(branches, givers, &mut dice)?;
    odd.returned_home(branches, givers, &mut dice)
}

struct Odd<'a, 'b> {
    made: &'a mut Made<'b>,
    /// Who moves already.
    busy: HashSet<IdKey>,
    /// Branches that some request names already.
    asked: HashSet<OrgId>,
}

impl Odd<'_, '_> {
    fn moves(&mut self, person: IdKey, (from, to): (Pos, Pos), ends: Day, dice: &mut Dice) -> Result<()> {
        let kind = TransferKind::Inside;
        self.made.add(Request { person, kind, code: 5, from, to: Some(to), ends, graduate: false }, dice)
    }

    fn there_and_back(&mut self, from: Pos, over: Pos, dice: &mut Dice) -> Result<()> {
        for person in self.take(from, 4) {
            self.moves(person, (from, over), day(2018, 6, 4), dice)?;
            self.moves(person, (over, from), day(2018, 6, 14), dice)?;
        }
        Ok(())
    }

    /// Four who came to a small branch before 22 June and were somewhere else two days after it.
    fn for_the_due_day(&mut self, branches: &[Pos], givers: &[Pos], from: Pos, dice: &mut Dice) -> Result<()> {
        let small: Vec<Pos> = branches.iter().copied().filter(|pos| self.small(*pos, 2..=5)).take(2).collect();
        for branch in small {
            let large = givers.iter().copied().filter(|pos| self.made.demo.at(*pos).cell.reported >= 20);
            let Some(home) = large.into_iter().find(|pos| self.free(*pos).len() >= 8) else { return Ok(()) };
            for person in self.take(home, 4) {
                self.moves(person, (from, branch), day(2018, 6, 18), dice)?;
                self.moves(person, (branch, home), day(2018, 6, 24), dice)?;
            }
        }
        Ok(())
    }

    /// Branches that two newcomers of one day brought to three.
    fn exactly_enough(&mut self, branches: &[Pos], givers: &[Pos], dice: &mut Dice) -> Result<()> {
        let on = day(2018, 6, 12);
        let three = |pos: &Pos| {
            let (then, now) = (Day(on.0 - 30).end(), day(2018, 6, 25).end());
            let rows = self.made.demo.members(*pos);
            let count = |at| rows.iter().filter(|row| row.member_at(at)).count();
            self.small(*pos, 3..=3) && count(then) == 3 && count(now) == 3 && self.free(*pos).len() >= 2
        };
        let fit: Vec<Pos> = branches.iter().copied().filter(three).take(3).collect();
        for branch in fit {
            let Some(from) = dice.pick(givers).filter(|from| *from != branch) else { continue };
            for person in self.take(branch, 2) {
                self.moves(person, (from, branch), on, dice)?;
            }
        }
        Ok(())
    }

    /// Branches whose secretary has let three requests lie since the beginning of June.
    fn unanswered(&mut self, branches: &[Pos], givers: &[Pos], dice: &mut Dice) -> Result<()> {
        let long = |pos: Pos| {
            let posts = self.made.demo.posts(pos);
            let mut secretaries = posts.iter().filter(|post| post.title == PostTitle::Secretary);
            secretaries.any(|post| post.from.is_some_and(|from| from < day(2018, 4, 1)) && post.until.is_none())
        };
        let quiet = |pos: &Pos| self.small(*pos, 6..=40) && !self.asked.contains(&OrgId(pos.0));
        let fit = branches.iter().copied().filter(quiet).filter(|pos| long(*pos) && self.free(*pos).len() >= 3);
        for from in fit.take(2).collect::<Vec<_>>() {
            let to = dice.pick(givers);
            for person in self.take(from, 3) {
                let kind = TransferKind::Inside;
                let request = Request { person, kind, code: 1, from, to, ends: day(2018, 6, 12), graduate: false };
                self.made.add(request, dice)?;
            }
        }
        Ok(())
    }

    /// A school that sent two dozen of its members back where they came from within a week.
    fn returned_home(&mut self, branches: &[Pos], givers: &[Pos], dice: &mut Dice) -> Result<()> {
        let classes = branches.iter().copied().filter(|pos| self.made.demo.at(*pos).class().is_some());
        let enough = |pos: &Pos| self.free(*pos).len() >= 24;
        let Some(from) = classes.into_iter().find(enough) else { return Ok(()) };
        for (nth, person) in (0..).zip(self.take(from, 24)) {
            let (ends, to) = (Day(day(2018, 6, 20).0 + nth % 5), dice.pick(givers));
            let kind = TransferKind::Returned;
            self.made.add(Request { person, kind, code: 5, from, to, ends, graduate: nth < 18 }, dice)?;
        }
        Ok(())
    }

    /// Whether a branch is of grown-ups, settled, not hollow, and of so many members.
    fn small(&self, pos: Pos, members: std::ops::RangeInclusive<u16>) -> bool {
        let branch = self.made.demo.at(pos);
        branch.seat() == Seat::Settled
            && !branch.cell.hollow
            && !branch.life().student
            && members.contains(&branch.cell.reported)
    }

    /// Who of a branch may be moved: members of long standing who move nowhere else.
    fn free(&self, pos: Pos) -> Vec<IdKey> {
        let members = self.made.demo.members(pos);
        let kept = members.len() - usize::from(self.made.demo.repeats_identity(pos));
        let plain = members[..kept].iter().filter(|row| {
            row.since.is_none()
                && row.league == League::Normal
                && row.joined <= Month::of(2018, 3)
                && matches!(row.identity, Identity::Resident(_))
        });
        plain.map(|row| row.identity.key()).filter(|key| !self.busy.contains(key)).collect()
    }

    fn take(&mut self, pos: Pos, count: usize) -> Vec<IdKey> {
        let mut persons = self.free(pos);
        persons.truncate(count);
        self.busy.extend(&persons);
        persons
    }
}
