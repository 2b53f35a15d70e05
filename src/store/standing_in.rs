//! In which values of a list the rows of one organisation or person stand, so that a page reads those and not the list.

use anyhow::{Context, Result};

use super::lists;
use super::register::Register;
use crate::model::{Activity, Conduct, IdKey, OrgId};

/// Who has a row, and the number of the value it is in; in order, each pair once.
pub type Places<K> = Vec<(K, u32)>;

fn settled<K: Ord>(mut places: Places<K>) -> Places<K> {
    places.sort_unstable();
    places.dedup();
    places.shrink_to_fit();
    places
}

fn chunks<K: Ord + Copy>(places: &Places<K>, of: K) -> impl Iterator<Item = u32> + '_ {
    let first = places.partition_point(|(other, _)| *other < of);
    places[first..].iter().take_while(move |(other, _)| *other == of).map(|(_, chunk)| *chunk)
}

impl Register {
    /// Where the activities of each organisation stand; reads them all once.
    ///
    /// # Errors
    /// Damage.
    pub fn activity_places(&self) -> Result<Places<OrgId>> {
        let mut places = Vec::new();
        lists::each_placed(&self.open_now()?.trees.activities, |chunk, row: Activity| {
            places.extend(Some((row.org, chunk)).filter(|_| self.sees(row.org)));
        })?;
        Ok(settled(places))
    }

    /// Where the honours and penalties of each person stand; reads them all once.
    ///
    /// # Errors
    /// Damage.
    pub fn conduct_places(&self) -> Result<Places<IdKey>> {
        let view = self.view();
        let seen = view.as_ref().map(|view| view.persons(self)).transpose()?;
        let mut places = Vec::new();
        lists::each_placed(&self.open_now()?.trees.conduct, |chunk, row: Conduct| {
            places.extend(Some((row.person, chunk)).filter(|_| seen.is_none_or(|seen| seen.contains(&row.person))));
        })?;
        Ok(settled(places))
    }

    /// The activities of an organisation, in the order of the list.
    ///
    /// # Errors
    /// Damage.
    pub fn activities_of(&self, places: &Places<OrgId>, org: OrgId) -> Result<Vec<Activity>> {
        let open = self.open_now()?;
        let mut out = Vec::new();
        for chunk in chunks(places, org) {
            let rows: Option<Vec<Activity>> =
                open.trees.activities.rows_at(chunk.to_be_bytes()).context("reading activities")?;
            out.extend(rows.into_iter().flatten().filter(|row| row.org == org));
        }
        Ok(out)
    }

    /// The honours and penalties of a person, in the order of the list.
    ///
    /// # Errors
    /// Damage.
    pub fn conduct_of(&self, places: &Places<IdKey>, person: IdKey) -> Result<Vec<Conduct>> {
        let open = self.open_now()?;
        let mut out = Vec::new();
        for chunk in chunks(places, person) {
            let rows: Option<Vec<Conduct>> =
                open.trees.conduct.rows_at(chunk.to_be_bytes()).context("reading honours and penalties")?;
            out.extend(rows.into_iter().flatten().filter(|row| row.person == person));
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_one_are_found_among_those_of_all() {
        let places = settled(vec![(3, 9), (1, 4), (3, 2), (3, 9), (2, 0)]);
        let of = |key: i32| chunks(&places, key).collect::<Vec<_>>();
        assert_eq!((of(1), of(2), of(3), of(4)), (vec![4], vec![0], vec![2, 9], vec![]));
    }
}
