//! Patterns worth checking, a few of each in the shown county, so that the alerts have something to show.
//!
//! None of them moves a published count: whoever is moved here stands where the roster says before 20 June or soon after,
//! out of branches large enough to spare them; telephones and early days of coming count nowhere. Branches closed instead
//! of mended and members lost between two looks are left out: the first would change how many branches there are, the
//! second needs a second roster.

use std::collections::HashSet;

use super::Branch;
use super::branch::Seat;
use super::calendar::day;
use super::dice::{Dice, Topic};
use super::moves::Made;
use crate::model::{Day, IdKey, Identity, League, Member, Month, OrgId, Pos, PostTitle, TransferKind};

/// How many members bear one telephone number, where they do.
const ONE_PHONE: usize = 6;
/// How many came on one day, where they did.
const ONE_DAY: usize = 24;

impl Branch<'_> {
    /// Telephones written down by one hand, and days of coming filled in for many at once.
    pub(super) fn oddities(&self, rows: &mut [Member]) {
        let mut dice = Dice::new(self.demo.seed, Topic::Oddity, self.key());
        let settled = self.seat() == Seat::Settled && !self.cell.hollow && !self.life().student;
        if rows.len() > ONE_PHONE + 2 && dice.below(240) == 0 {
            let phone = rows[0].phone.clone();
            rows.iter_mut().take(ONE_PHONE).for_each(|row| row.phone = phone.clone());
        }
        let early = |row: &&mut Member| row.since.is_none() && row.joined <= Month::of(2018, 3);
        if settled && rows.len() > ONE_DAY + 20 && dice.below(4) == 0 {
            rows.iter_mut().filter(early).take(ONE_DAY).for_each(|row| row.since = Some(day(2018, 4, 11)));
        }
    }
}

impl Made<'_> {
    /// Moves that are worth checking.
    pub(super) fn oddities(&mut self, branches: &[Pos], givers: &[Pos]) {
        let mut dice = Dice::new(self.demo.seed, Topic::Oddity, 1 << 60);
        let mut free = Free::new(self);
        let (from, over) = (givers[0], givers[1]);
        self.there_and_back(from, over, &mut free, &mut dice);
        self.for_the_due_day(branches, givers, &mut free, &mut dice);
        self.exactly_enough(branches, givers, &mut free, &mut dice);
        self.unanswered(branches, givers, &mut free, &mut dice);
        self.returned_home(givers, &mut dice);
    }

    fn there_and_back(&mut self, from: Pos, over: Pos, free: &mut Free, dice: &mut Dice) {
        for person in free.take(self, from, 4) {
            self.add(person, TransferKind::Inside, 5, from, Some(over), day(2018, 6, 4), false, dice);
            self.add(person, TransferKind::Inside, 5, over, Some(from), day(2018, 6, 14), false, dice);
        }
    }

    /// Four who came to a small branch before 22 June and were somewhere else two days after it.
    fn for_the_due_day(&mut self, branches: &[Pos], givers: &[Pos], free: &mut Free, dice: &mut Dice) {
        let small = branches.iter().copied().filter(|pos| self.small(*pos, 2..=5)).take(2);
        for branch in small.collect::<Vec<_>>() {
            let large = givers.iter().copied().filter(|pos| self.demo.at(*pos).cell.reported >= 20);
            let home = large.into_iter().find(|pos| free.of(self, *pos).len() >= 8);
            let (Some(home), Some(from)) = (home, givers.last().copied()) else { return };
            for person in free.take(self, home, 4) {
                self.add(person, TransferKind::Inside, 5, from, Some(branch), day(2018, 6, 18), false, dice);
                self.add(person, TransferKind::Inside, 5, branch, Some(home), day(2018, 6, 24), false, dice);
            }
        }
    }

    /// Branches that two newcomers of one day brought to three.
    fn exactly_enough(&mut self, branches: &[Pos], givers: &[Pos], free: &mut Free, dice: &mut Dice) {
        let on = day(2018, 6, 12);
        let three = |pos: &&Pos| {
            let (then, now) = (Day(on.0 - 30).end(), day(2018, 6, 25).end());
            let rows = self.demo.members(**pos);
            let count = |at| rows.iter().filter(|row| row.member_at(at)).count();
            self.small(**pos, 3..=3) && count(then) == 3 && count(now) == 3
        };
        let branches: Vec<Pos> = branches.iter().filter(three).copied().collect();
        let fit = branches.into_iter().filter(|pos| free.of(self, *pos).len() >= 2).take(3);
        for branch in fit.collect::<Vec<_>>() {
            let Some(from) = dice.pick(givers).filter(|from| *from != branch) else { continue };
            for person in free.take(self, branch, 2) {
                self.add(person, TransferKind::Inside, 5, from, Some(branch), on, false, dice);
            }
        }
    }

    /// Branches whose secretary has let three requests lie since the beginning of June.
    fn unanswered(&mut self, branches: &[Pos], givers: &[Pos], free: &mut Free, dice: &mut Dice) {
        let seen: HashSet<OrgId> =
            self.transfers.iter().flat_map(|row| std::iter::once(row.from).chain(row.to)).collect();
        let long = |pos: Pos| {
            let posts = self.demo.posts(pos);
            let mut secretaries = posts.iter().filter(|post| post.title == PostTitle::Secretary);
            secretaries.any(|post| post.from.is_some_and(|from| from < day(2018, 4, 1)) && post.until.is_none())
        };
        let quiet = branches.iter().copied().filter(|pos| self.small(*pos, 6..=40) && !seen.contains(&OrgId(pos.0)));
        let fit = quiet.filter(|pos| long(*pos) && free.of(self, *pos).len() >= 3).take(2);
        for branch in fit.collect::<Vec<_>>() {
            let Some(to) = dice.pick(givers) else { return };
            for person in free.take(self, branch, 3) {
                self.add(person, TransferKind::Inside, 1, branch, Some(to), day(2018, 6, 12), false, dice);
            }
        }
    }

    /// A school that sent two dozen of its graduates back where they came from within a week.
    fn returned_home(&mut self, givers: &[Pos], dice: &mut Dice) {
        let groups = self.demo.shown.clone().map(Pos).filter(|pos| !self.demo.is_branch(*pos));
        let school = groups
            .map(|pos| (pos, self.demo.at(pos)))
            .find(|(_, group)| group.group.role.school() && group.group.parent.is_some() && group.group.branches >= 3);
        let Some((pos, school)) = school else { return };
        for nth in 0..24 {
            let who = self.graduate(&school);
            let (from, to) = (Pos(pos.0 + 1 + nth % school.group.branches), dice.pick(givers));
            self.add(
                who,
                TransferKind::Returned,
                5,
                from,
                to,
                Day(day(2018, 6, 20).0 + nth as i32 % 5),
                nth < 18,
                dice,
            );
        }
    }

    /// Whether a branch is of grown-ups, settled, not hollow, and of so many members.
    fn small(&self, pos: Pos, members: std::ops::RangeInclusive<u16>) -> bool {
        let branch = self.demo.at(pos);
        branch.seat() == Seat::Settled
            && !branch.cell.hollow
            && !branch.life().student
            && members.contains(&branch.cell.reported)
    }
}

/// Who may be moved: members of long standing who move nowhere else.
struct Free {
    busy: HashSet<IdKey>,
}

impl Free {
    fn new(made: &Made<'_>) -> Self {
        Self { busy: made.transfers.iter().map(|row| row.person).collect() }
    }

    fn of(&self, made: &Made<'_>, pos: Pos) -> Vec<IdKey> {
        let members = made.demo.members(pos);
        let kept = members.len() - usize::from(made.demo.repeats_identity(pos));
        let plain = members[..kept].iter().filter(|row| {
            row.since.is_none()
                && row.league == League::Normal
                && row.joined <= Month::of(2018, 3)
                && matches!(row.identity, Identity::Resident(_))
        });
        plain.map(|row| row.identity.key()).filter(|key| !self.busy.contains(key)).collect()
    }

    fn take(&mut self, made: &Made<'_>, pos: Pos, count: usize) -> Vec<IdKey> {
        let mut persons = self.of(made, pos);
        persons.truncate(count);
        self.busy.extend(&persons);
        persons
    }
}
