//! What the people of a branch have in common: age, schooling, occupation.

use super::branch::Make;
use super::calendar::day;
use super::dice::Dice;
use super::role::Role;
use crate::model::{Day, Occupation, Schooling};

/// The course of life of a branch's people.
pub(super) struct Life {
    /// The first possible birthday of the youngest year's spread.
    pub from: Day,
    /// How many years after it a birthday may fall.
    pub years: u32,
    /// Whether they go to school together.
    pub student: bool,
    schooling: &'static [(Schooling, u32)],
    occupation: Occupation,
}

/// People of 28 and more on the present day.
pub(super) const AGED: (Day, u32) = (day(1985, 1, 1), 4);
/// Cadres who are not members.
pub(super) const CADRE: (Day, u32) = (day(1984, 1, 1), 10);

const ADULT: &[(Schooling, u32)] = &[
    (Schooling::Bachelor, 30),
    (Schooling::College, 34),
    (Schooling::SeniorHigh, 12),
    (Schooling::Vocational, 14),
    (Schooling::JuniorHigh, 8),
    (Schooling::Master, 2),
];

/// The life of a branch of `role`.
pub(super) fn life(role: Role, make: Make) -> Life {
    let adult = |occupation| Life { from: day(1990, 7, 1), years: 8, student: false, schooling: ADULT, occupation };
    match make {
        Make::Class { year, .. } => {
            let year = i32::from(year);
            let student = |from, years, schooling| Life {
                from,
                years,
                student: true,
                schooling,
                occupation: Occupation::Student,
            };
            match role {
                // Joined at fourteen: the younger of the two years are those who were fourteen by spring.
                Role::JuniorHigh if year == 2 => student(day(2002, 9, 1), 0, &[(Schooling::JuniorHighStudying, 1)]),
                Role::JuniorHigh => student(day(2003, 4, 1), 0, &[(Schooling::JuniorHighStudying, 1)]),
                Role::SeniorHigh => student(day(2002 - year, 9, 1), 0, &[(Schooling::SeniorHighStudying, 1)]),
                Role::Vocational => student(day(2001 - year, 9, 1), 1, &[(Schooling::VocationalStudying, 1)]),
                _ => student(
                    day(1998 - year, 9, 1),
                    1,
                    &[
                        (Schooling::BachelorStudying, 72),
                        (Schooling::CollegeStudying, 26),
                        (Schooling::MasterStudying, 2),
                    ],
                ),
            }
        }
        Make::Teachers => adult(match role {
            Role::University => Occupation::PublicUniversity,
            Role::Vocational => Occupation::PublicVocational,
            _ => Occupation::PublicSchool,
        }),
        Make::Village(_) | Make::Floating => adult(Occupation::Farmer),
        Make::NewOfficials => Life { from: day(1993, 7, 1), years: 3, ..adult(Occupation::Public) },
        Make::Unit(role) => adult(occupation(role)),
        Make::Department => adult(occupation(role)),
    }
}

fn occupation(role: Role) -> Occupation {
    match role {
        Role::StateFirm | Role::StateOwned => Occupation::StateFirm,
        Role::PrivateFirm | Role::CollectiveFirm | Role::NewSectors => Occupation::PrivateFirm,
        Role::Social => Occupation::SocialOrganisation,
        Role::Organs | Role::Institution | Role::Education => Occupation::Public,
        _ => Occupation::Other,
    }
}

impl Life {
    pub(super) fn schooling(&self, dice: &mut Dice) -> Option<Schooling> {
        let shares = self.schooling.iter().map(|(_, share)| *share);
        let mut left = dice.below(shares.sum());
        for (schooling, share) in self.schooling {
            match left.checked_sub(*share) {
                Some(rest) => left = rest,
                None => return Some(*schooling),
            }
        }
        None
    }

    /// Of village people most have gone to work somewhere.
    pub(super) fn occupation(&self, dice: &mut Dice) -> Occupation {
        const COUNTRY: [Occupation; 5] = [
            Occupation::Farmer,
            Occupation::PrivateFirm,
            Occupation::Freelance,
            Occupation::Student,
            Occupation::Other,
        ];
        if self.occupation == Occupation::Farmer { COUNTRY[dice.share(&[30, 30, 22, 8, 10])] } else { self.occupation }
    }
}
