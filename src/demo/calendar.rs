//! The days of the campaign: what was weak on 2018-06-20 and when it mends.

use super::dice::Dice;
use crate::model::{Day, Instant};

/// A day of 2018 and before, at compile time: days since 1970 of the proleptic calendar.
pub(super) const fn day(year: i32, month: i32, day: i32) -> Day {
    let y = if month <= 2 { year - 1 } else { year };
    let shifted = (month + 9) % 12;
    let in_year = (153 * shifted + 2) / 5 + day - 1;
    Day(y * 365 + y / 4 - y / 100 + y / 400 + in_year - 719_468)
}

/// The day whose end the campaign counts its weak organisations from.
pub(super) const BEFORE: Day = day(2018, 6, 20);
/// The demonstration's own present day.
pub(super) const PRESENT: Day = day(2018, 6, 25);
/// The day of the published table.
pub(super) const PUBLISHED: Day = day(2018, 11, 15);
/// Nothing of the demonstration is dated later, so that what follows a mended branch is in before the table.
pub(super) const LAST: Day = day(2018, 11, 12);

/// When a weak organisation mends: a little at once, most in the days before the deadline of 30 June, the rest by autumn.
pub(super) fn mended(dice: &mut Dice) -> Day {
    const STRETCHES: [(u32, Day, Day); 6] = [
        (11, day(2018, 6, 21), day(2018, 6, 25)),
        (46, day(2018, 6, 26), day(2018, 6, 30)),
        (22, day(2018, 7, 1), day(2018, 7, 31)),
        (7, day(2018, 8, 1), day(2018, 8, 31)),
        (10, day(2018, 9, 1), day(2018, 9, 30)),
        (4, day(2018, 10, 8), day(2018, 10, 31)),
    ];
    let (_, first, last) = STRETCHES[dice.share(&STRETCHES.map(|stretch| stretch.0))];
    between(dice, first, last)
}

/// Some day from `first` to `last`.
pub(super) fn between(dice: &mut Dice, first: Day, last: Day) -> Day {
    Day(dice.between(first.0, last.0))
}

/// A day up to `spread` days after `first`, never later than the demonstration reaches.
pub(super) fn soon_after(dice: &mut Dice, first: Day, spread: i32) -> Day {
    Day((first.0 + dice.between(0, spread)).min(LAST.0.max(first.0)))
}

/// A minute of a working day; rosters write times to the minute.
pub(super) fn office_hour(dice: &mut Dice, day: Day) -> Instant {
    Instant(day.start().0 + i64::from(dice.between(8 * 60, 21 * 60)) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::dice::Topic;

    #[test]
    fn days_agree_with_the_calendar() {
        for (y, m, d) in [(1970, 1, 1), (2000, 2, 29), (2018, 6, 20), (1989, 12, 31)] {
            assert_eq!(Some(day(y, m, d)), Day::new(y, m as u32, d as u32));
        }
    }

    #[test]
    fn most_is_mended_by_the_deadline_but_not_all() {
        let days: Vec<Day> = (0..2000).map(|key| mended(&mut Dice::new(1, Topic::Clear, key))).collect();
        let by = |day: Day| days.iter().filter(|d| **d <= day).count();
        assert!(days.iter().all(|day| *day > BEFORE && *day <= LAST));
        assert!((100..400).contains(&by(PRESENT)));
        assert!((900..1400).contains(&by(day(2018, 6, 30))));
    }
}
