//! What detectors read: short lists of dated rows, in any order.

use crate::model::{Day, IdKey, Pos};

/// Somebody came to a branch: 加入本支部日期 of the roster, or a done transfer into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    /// The branch.
    pub at: Pos,
    /// Who.
    pub person: IdKey,
    /// The day.
    pub day: Day,
    /// The branch the transfer came from.
    pub from: Option<Pos>,
    /// Whether the transfer is flagged 毕业生.
    pub graduate: bool,
}

/// How it is known that somebody is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// A transfer was done on that day.
    Transfer,
    /// A later roster, taken in on that day, has the person elsewhere.
    Roster,
    /// The row is no member's any more: nobody wrote down since when, the day is the one by which it was so.
    Standing,
}

/// Somebody left a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leaving {
    /// The branch.
    pub at: Pos,
    /// Who.
    pub person: IdKey,
    /// The day, or the one by which the person was gone.
    pub day: Day,
    /// Where to, inside the register.
    pub to: Option<Pos>,
    /// Whether the transfer is flagged 毕业生.
    pub graduate: bool,
    /// How it is known.
    pub how: How,
}

/// A done transfer from one organisation to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    /// Who.
    pub person: IdKey,
    /// The day.
    pub day: Day,
    /// From where.
    pub from: Pos,
    /// To where.
    pub to: Pos,
}

/// A request to return somebody to the home place (退回原籍), whatever became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Return {
    /// The topmost organisation of the school.
    pub school: Pos,
    /// The day it was begun.
    pub day: Day,
    /// Who.
    pub person: IdKey,
    /// The branch it leaves.
    pub from: Pos,
    /// Whether it is flagged 毕业生.
    pub graduate: bool,
}

/// A branch that was closed, as it stood thirty days before (members) and the day before (cadres).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Closure {
    /// The committee above it.
    pub parent: Pos,
    /// 停用日期.
    pub day: Day,
    /// The branch.
    pub branch: Pos,
    /// Rows of members that the roster still keeps with it; those who left are told by [`Leaving`].
    pub kept: u32,
    /// Current posts the day before.
    pub posts: u32,
}

/// A member's row that bears a telephone number others bear too; the number only as a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhoneRow {
    /// A hash of the number.
    pub hash: u64,
    /// The branch.
    pub at: Pos,
    /// Whose row.
    pub person: IdKey,
}

/// A branch secretary and the requests that came to the branch since the appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Charge {
    /// The branch.
    pub branch: Pos,
    /// The secretary.
    pub person: IdKey,
    /// 任职日期.
    pub since: Day,
    /// Whether the secretary has taken up the mobile desk.
    pub onboarded: bool,
    /// Requests that came since and were answered, in time or not.
    pub answered: u32,
    /// Requests that came since, are past their hours and were never answered.
    pub waiting: u32,
    /// The day the oldest of those came.
    pub oldest: Day,
}

/// Members that one look at the register has and the next has not, transfers taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// The organisation, with all below it.
    pub org: Pos,
    /// The day of the look before.
    pub from: Day,
    /// The day of the look after.
    pub to: Day,
    /// Members then.
    pub before: u32,
    /// Members now.
    pub after: u32,
    /// Of those missing, how many no done transfer explains.
    pub unexplained: u32,
}

/// Everything the detectors read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// Who came.
    pub arrivals: Vec<Arrival>,
    /// Who left.
    pub leavings: Vec<Leaving>,
    /// Done transfers.
    pub moves: Vec<Move>,
    /// Requests to return somebody home.
    pub returns: Vec<Return>,
    /// Branches closed.
    pub closures: Vec<Closure>,
    /// Telephone numbers on several rows.
    pub phones: Vec<PhoneRow>,
    /// Secretaries with what they had to answer.
    pub charges: Vec<Charge>,
    /// Losses between looks.
    pub losses: Vec<Loss>,
}

/// Two arrivals of one person in one branch within so many days are one: the roster's day and the transfer's seldom agree.
const ONE_ARRIVAL: i32 = 15;

impl Events {
    /// Adds the events of another part of the register.
    pub fn join(&mut self, other: Self) {
        self.arrivals.extend(other.arrivals);
        self.leavings.extend(other.leavings);
        self.moves.extend(other.moves);
        self.returns.extend(other.returns);
        self.closures.extend(other.closures);
        self.phones.extend(other.phones);
        self.charges.extend(other.charges);
        self.losses.extend(other.losses);
    }

    /// Puts every list in order and takes out what is told twice.
    pub(super) fn settle(&mut self) {
        self.arrivals.sort_unstable();
        self.arrivals.dedup_by(|later, first| {
            let same = (later.at, later.person) == (first.at, first.person) && later.day.0 - first.day.0 <= ONE_ARRIVAL;
            if same {
                // The transfer knows where from, the roster does not.
                first.from = first.from.or(later.from);
                first.graduate |= later.graduate;
            }
            same
        });
        self.leavings.sort_unstable();
        self.leavings.dedup_by(|later, first| {
            (later.at, later.person) == (first.at, first.person) && later.day.0 - first.day.0 <= ONE_ARRIVAL
        });
        self.moves.sort_unstable();
        self.moves.dedup();
        self.returns.sort_unstable();
        self.returns.dedup();
        self.closures.sort_unstable();
        self.phones.sort_unstable();
        self.phones.dedup();
        self.charges.sort_unstable();
        self.losses.sort_unstable();
    }
}
