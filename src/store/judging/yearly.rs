//! Facts out of what is done for every member once a year: the education appraisal and the registration (handbook A6).

use super::super::thresholds::Thresholds;
use super::{Gathered, Pass, Person};
use crate::judge::{Fact, FactRow};
use crate::model::{Domain, Month, OrgTree, Politics, Pos};

impl Thresholds {
    /// Whether a member's appraisal of the last year due is missing. Party members who keep their membership skip it.
    pub fn unappraised(&self, joined: Month, politics: Politics, told: Option<u16>) -> bool {
        politics == Politics::League && missing(self.appraised_year, joined, told)
    }

    /// Whether a member's registration of the last year due is missing.
    pub fn unregistered(&self, school: bool, joined: Month, told: Option<u16>) -> bool {
        missing(if school { self.registered_year_school } else { self.registered_year }, joined, told)
    }
}

/// Who joined in the year itself or later owes nothing for it.
fn missing(due: u16, joined: Month, told: Option<u16>) -> bool {
    joined < Month::of(due.into(), 1) && told.is_none_or(|told| told < due)
}

/// Whether a branch is a school's; one without an industry is of its parent's.
pub fn of_school(tree: &OrgTree, pos: Pos) -> bool {
    tree.industry_or_above(pos).is_some_and(|industry| industry.domain() == Domain::School)
}

impl Pass<'_> {
    pub(super) fn yearly(&self, pos: Pos, person: &Person<'_>, row: &mut FactRow) {
        let Person { member, means, .. } = person;
        let appraisal = self.thresholds.unappraised(member.joined, means.politics, means.appraisal_year);
        row.add(Fact::Unappraised, u32::from(appraisal));
        let school = of_school(self.tree, pos);
        let registration = self.thresholds.unregistered(school, member.joined, means.registered_year);
        row.add(Fact::Unregistered, u32::from(registration));
    }
}

impl Gathered {
    /// Notes whether some rows tell a year of appraisal, and of registration.
    pub(super) fn tell_years(&mut self, (appraisal, registration): (bool, bool)) {
        self.years_told = (self.years_told.0 || appraisal, self.years_told.1 || registration);
    }

    /// A register in which nobody's year is told accuses nobody.
    pub(super) fn forget_years_untold(&mut self) {
        let untold = [(!self.years_told.0, Fact::Unappraised), (!self.years_told.1, Fact::Unregistered)];
        for (_, fact) in untold.into_iter().filter(|(untold, _)| *untold) {
            self.rows.iter_mut().for_each(|row| row.take(fact, u32::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Instant;

    #[test]
    fn the_last_year_whose_month_is_over() {
        let table = [
            ("2018-06-25", 2017, 2018, 2017),
            ("2018-01-31 23:59:58", 2017, 2017, 2017),
            ("2018-01-31 23:59:59", 2017, 2018, 2017),
            ("2018-09-30 23:59:59", 2017, 2018, 2018),
            ("2018-12-31 23:59:58", 2017, 2018, 2018),
            ("2018-12-31 23:59:59", 2018, 2018, 2018),
        ];
        for (at, appraised, registered, school) in table {
            let of = Thresholds::of(Instant::parse(at).unwrap());
            let found = (of.appraised_year, of.registered_year, of.registered_year_school);
            assert_eq!(found, (appraised, registered, school), "{at}");
        }
    }

    #[test]
    fn who_owes_a_year() {
        let of = Thresholds::of(Instant::parse("2018-06-25").unwrap());
        let month = |year, month| Month::of(year, month);
        let table = [
            (month(2016, 12), Politics::League, None, true),
            (month(2016, 12), Politics::League, Some(2016), true),
            (month(2016, 12), Politics::League, Some(2017), false),
            (month(2016, 12), Politics::League, Some(2018), false),
            (month(2016, 12), Politics::Probationary, None, false),
            (month(2017, 1), Politics::League, None, false),
        ];
        for (joined, politics, told, owes) in table {
            assert_eq!(of.unappraised(joined, politics, told), owes, "{joined} {politics:?} {told:?}");
        }
        assert!(of.unregistered(false, month(2017, 12), Some(2017)) && !of.unregistered(true, month(2017, 12), None));
    }
}
