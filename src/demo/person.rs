//! People: a name, an identity number and a telephone that no real person can have.
//!
//! The identity numbers have a real city's four digits, then 90 to 99 where a county's two digits would stand. No county
//! of the province was ever given such a code, so no number like these was ever issued; the date and the check character are
//! good. Telephones begin with 102 to 105, which no operator was given. Foreign documents begin with `YS`, for 演示.

use compact_str::{CompactString, format_compact};

use super::dice::{Dice, Topic};
use super::names::Names;
use crate::model::{Day, Identity, Phone};

/// Numbers of one birthday in one city: ten impossible counties of a thousand serials.
const SLOTS: u32 = 10_000;
const MONTHS: [i32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// What kind of document a person shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    Resident,
    /// The 15 digits of before 1999, for people born before 1980 to 1999.
    Short,
    Foreign,
}

/// A made-up person.
#[derive(Clone)]
pub(super) struct Person {
    pub name: CompactString,
    pub identity: Identity,
    pub phone: Phone,
    pub birth: Day,
}

/// Where a person is counted: the four digits of the city, the number within it, and a number for the whole province.
#[derive(Clone, Copy)]
pub(super) struct Number {
    pub city: u64,
    pub city_at: u8,
    pub within: u32,
}

impl Number {
    /// Different for any two persons of the province, below 10⁹.
    pub(super) fn whole(self) -> u64 {
        // 365 birthdays of 10,000 slots are 3.65 million persons a city.
        u64::from(self.city_at) * 3_650_000 + u64::from(self.within)
    }
}

/// The person of a number, born at some day of the 366 that begin at `from`, plus up to `years` more.
pub(super) fn person(names: &Names, seed: u64, number: Number, from: Day, years: u32, document: Document) -> Person {
    let mut dice = Dice::new(seed, Topic::Person, number.whole());
    // Two persons of one slot are at least a round apart, so the days of the year they get differ: no two numbers agree.
    let slot = ((u64::from(number.within) * 7_919) % u64::from(SLOTS)) as u32;
    let round = number.within / SLOTS;
    let start = Dice::new(seed, Topic::Person, u64::MAX - u64::from(slot)).below(365);
    let birth = birthday(from, (start + round) % 365, dice.below(years + 1) as i32);
    let (county, serial) = (90 + slot / 1_000, slot % 1_000);
    let woman = serial % 2 == 0;
    let date = date_digits(birth);
    let place = number.city * 100 + u64::from(county);
    let identity = match document {
        Document::Resident => Identity::with_check((place * 100_000_000 + date) * 1_000 + u64::from(serial)),
        Document::Short => Identity::Short((place * 1_000_000 + date % 1_000_000) * 1_000 + u64::from(serial)),
        Document::Foreign => Identity::Foreign(format_compact!("YS{:08}", number.whole())),
    };
    // A product with an odd number that five does not divide hits every remainder once.
    let phone = Phone::Mobile(10_200_000_000 + number.whole() * 97_654_321 % 400_000_000);
    Person { name: names.name(&mut dice, woman), identity, phone, birth }
}

/// The first day on or after `from` that is day `at` (from 0) of a common year, then `years` later.
fn birthday(from: Day, at: u32, years: i32) -> Day {
    let mut rest = at as i32;
    let mut month = 1;
    for days in MONTHS {
        if rest < days {
            break;
        }
        rest -= days;
        month += 1;
    }
    let year = from.month().year();
    let this = super::calendar::day(year, month, rest + 1);
    let year = if this < from { year + 1 } else { year } + years;
    super::calendar::day(year, month, rest + 1)
}

fn date_digits(day: Day) -> u64 {
    let month = day.month();
    let in_month = day.0 - month.first().0 + 1;
    month.year() as u64 * 10_000 + u64::from(month.number()) * 100 + in_month as u64
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::demo::calendar::day;

    #[test]
    fn numbers_are_valid_and_no_two_agree() {
        let names = Names::new();
        let from = day(2001, 9, 1);
        let mut seen = HashSet::new();
        // Persons of one slot are 10,000 apart: these are the ones that could meet.
        for within in (0..3_650_000).step_by(10_000).chain(5_000..8_000) {
            let number = Number { city: 4407, city_at: 6, within };
            let person = person(&names, 3, number, from, 0, Document::Resident);
            assert!(Identity::parse(&person.identity.reveal()).is_ok());
            assert_eq!(person.identity.birth(), Some(person.birth));
            assert!(person.birth >= from && person.birth.0 < from.0 + 366);
            assert!(seen.insert(person.identity.key()));
            assert!(seen.len() < 100 || matches!(person.phone, Phone::Mobile(10_200_000_000..10_600_000_000)));
        }
        let old = person(&names, 3, Number { city: 4407, city_at: 6, within: 5 }, day(1985, 1, 1), 2, Document::Short);
        assert_eq!(Identity::parse(&old.identity.reveal()), Ok(old.identity.clone()));
    }
}
