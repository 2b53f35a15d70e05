//! What is read of the halves of a value, row by row.

use compact_str::CompactString;

use super::{JudgedHalf, JudgedMember, Means, MeansHalf, OTHER_NUMBER, find, numbered_time};
use crate::model::{Correction, IdKey, Post};

impl MeansHalf {
    /// The circumstances of a row.
    pub fn get(&self, at: usize) -> Option<Means> {
        Some(Means {
            politics: *self.politics.get(at)?,
            occupation: *self.occupation.get(at)?,
            income: *self.income.get(at)?,
            volunteer_since: *self.volunteer_since.get(at)?,
            volunteer_times: *self.volunteer_times.get(at)?,
            volunteer_minutes: *self.volunteer_minutes.get(at)?,
            appraisal_year: *self.appraisal_year.get(at)?,
            registered_year: *self.registered_year.get(at)?,
        })
    }

    /// Whether any row tells a year of appraisal, and whether any tells one of registration.
    pub fn years_told(&self) -> (bool, bool) {
        (self.appraisal_year.values().any(Option::is_some), self.registered_year.values().any(Option::is_some))
    }
}

impl JudgedHalf {
    /// The members, in order. Ends early where a column is short, which a checksum rules out.
    pub fn members(&self) -> impl Iterator<Item = JudgedMember> + '_ {
        let times = self.reported_at.values();
        let numbers = self.number.values();
        self.key.iter().enumerate().zip(times.zip(numbers)).map_while(|((at, key), (time, number))| {
            Some(JudgedMember {
                key: IdKey(*key),
                joined: *self.joined.get(at)?,
                since: *self.since.get(at)?,
                report: *self.report.get(at)?,
                reported_at: numbered_time(time),
                league: *self.league.get(at)?,
                unreachable: *self.unreachable.get(at)?,
                twelve: (number > OTHER_NUMBER).then_some((number - 2) as u64),
                other: number == OTHER_NUMBER,
            })
        })
    }

    /// The number of a row whose number is not twelve digits.
    pub fn other_number(&self, at: usize) -> CompactString {
        find(&self.other_number, at)
    }

    /// The branches that earlier rosters gave a row.
    pub fn corrections(&self, at: usize) -> &[Correction] {
        let found = self.corrections.iter().find(|(row, _)| usize::from(*row) == at);
        found.map(|(_, list)| list.as_slice()).unwrap_or_default()
    }

    /// How many rows remember earlier branches.
    pub fn corrected(&self) -> usize {
        self.corrections.len()
    }

    /// The posts of this part.
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// How many members this part holds.
    pub fn len(&self) -> usize {
        usize::from(self.rows)
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }
}
