//! Facts out of activities: when a branch last met, whether it saw its graduates off.

use anyhow::Result;

use super::super::Register;
use super::records::Told;
use crate::judge::Fact;
use crate::model::{Activity, ActivityKind, BranchKind, Day, Industry, Instant, OrgId, OrgKind, OrgTree, Pos};

/// What the activities roster tells at an instant; nothing where the register has none.
#[derive(Default)]
pub(super) struct Activities {
    /// Of each organisation, in the order of [`LATEST`].
    of: Vec<Latest>,
    /// The first activity of the roster.
    from: Option<Day>,
    /// The first instant at which any of this changes.
    pub until: Option<Instant>,
}

#[derive(Clone, Copy, Default)]
struct Latest {
    days: [Option<Day>; LATEST.len()],
    farewell: bool,
}

const LATEST: [(Fact, Option<ActivityKind>); 4] = [
    (Fact::LastMeeting, Some(ActivityKind::General)),
    (Fact::LastCommittee, Some(ActivityKind::Committee)),
    (Fact::LastLecture, Some(ActivityKind::Lecture)),
    (Fact::LastActivity, None),
];

impl Activities {
    pub fn take(register: &Register, tree: &OrgTree, at: Instant) -> Result<Self> {
        if !register.has_activities()? {
            return Ok(Self::default());
        }
        Self::of(tree, at, |note| register.each_activity(|row| note(&row)))
    }

    /// What the activities tell that `each` gives, one after another.
    pub fn of(tree: &OrgTree, at: Instant, each: impl FnOnce(&mut dyn FnMut(&Activity)) -> Result<()>) -> Result<Self> {
        let places = tree.by_id();
        let mut taken = Self::default();
        each(&mut |row| {
            taken.of.resize(tree.len(), Latest::default());
            taken.note(row, |id| places.get(&id).copied(), at.day());
        })?;
        if taken.of.iter().any(|latest| latest.farewell) {
            // A farewell counts for its calendar year.
            let next = Day::new(year(at.day()) + 1, 1, 1).map(Day::start);
            taken.until = taken.until.into_iter().chain(next).min();
        }
        Ok(taken)
    }

    fn note(&mut self, row: &Activity, place: impl Fn(OrgId) -> Option<Pos>, today: Day) {
        if row.on > today {
            self.until = self.until.into_iter().chain(Some(row.on.start())).min();
            return;
        }
        self.from = self.from.into_iter().chain(Some(row.on)).min();
        let Some(latest) = place(row.org).and_then(|pos| self.of.get_mut(pos.index())) else { return };
        for ((_, kind), day) in LATEST.iter().zip(&mut latest.days) {
            if kind.is_none_or(|kind| kind == row.kind) {
                *day = (*day).max(Some(row.on));
            }
        }
        latest.farewell |= row.kind == ActivityKind::ThemedDay && row.graduation && year(row.on) == year(today);
    }

    /// Tells what is known of one existing organisation.
    pub fn tell(&self, tree: &OrgTree, pos: Pos, told: &mut Vec<Told>) {
        let day = |fact, day: Option<Day>| day.map(|day| Told::count(pos, fact, day.0.max(0) as u32));
        told.extend(day(Fact::ActivitiesFrom, self.from));
        let Some(latest) = self.of.get(pos.index()) else { return };
        told.extend((latest.farewell && graduating(tree, pos)).then_some(Told::count(pos, Fact::FarewellHeld, 1)));
        told.extend(LATEST.iter().zip(latest.days).filter_map(|((fact, _), on)| day(*fact, on)));
    }

    /// Whether the register has no activities roster.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }
}

fn year(day: Day) -> i32 {
    day.month().year()
}

/// Whether a branch is of a graduating class of the schools of S2 task 8; one without an industry is of its parent's.
pub(super) fn graduating(tree: &OrgTree, pos: Pos) -> bool {
    use Industry::{JuniorHigh, SeniorHigh, University, Vocational};
    let school = |of| matches!(of, University | Vocational | SeniorHigh | JuniorHigh);
    tree.kind(pos) == OrgKind::Branch
        && tree.branch_kind(pos) == Some(BranchKind::Graduating)
        && tree.industry_or_above(pos).is_some_and(school)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_latest_of_each_kind_by_the_day_and_the_farewell_of_the_year() {
        let row = |kind, on: &str, graduation| Activity {
            org: OrgId(1),
            kind,
            topic: "题".into(),
            on: day(on),
            expected: None,
            present: None,
            graduation,
        };
        let rows = [
            row(ActivityKind::ThemedDay, "2017-06-20", true),
            row(ActivityKind::General, "2018-03-01", true),
            row(ActivityKind::Lecture, "2018-04-01", false),
            row(ActivityKind::ThemedDay, "2018-06-20", true),
            row(ActivityKind::General, "2018-06-21", false),
        ];
        for (today, meeting, lecture, last, farewell, until) in [
            ("2017-12-31", "", "", "2017-06-20", true, "2018-03-01"),
            ("2018-03-31", "2018-03-01", "", "2018-03-01", false, "2018-04-01"),
            ("2018-06-20", "2018-03-01", "2018-04-01", "2018-06-20", true, "2018-06-21"),
            ("2018-06-21", "2018-06-21", "2018-04-01", "2018-06-21", true, ""),
        ] {
            let mut taken = Activities { of: vec![Latest::default(); 2], ..Activities::default() };
            rows.iter().for_each(|row| taken.note(row, |_| Some(Pos(1)), day(today)));
            let of = taken.of[1];
            let told = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
            let days = [of.days[0], of.days[2], of.days[3], taken.until.map(Instant::day)].map(told);
            assert_eq!(days, [meeting, lecture, last, until], "{today}");
            assert_eq!((of.farewell, taken.from), (farewell, Some(day("2017-06-20"))), "{today}");
        }
    }
}
