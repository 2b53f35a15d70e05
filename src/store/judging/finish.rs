//! What all stretches of organisations say together.

use std::collections::HashSet;
use std::ops::Range;

use super::arrears::{self, Rosters};
use super::{Collected, Flagged, Gathered, Pass, earlier, records, teachers};
use crate::judge::{Fact, Facts};
use crate::model::Pos;

impl Pass<'_> {
    /// Puts together what only the whole register tells: who else bears a number, who has a post elsewhere.
    pub(super) fn finish(&self, parts: Vec<Gathered>, records: &records::Records) -> Collected {
        let mut all = Gathered { rows: Vec::with_capacity(self.tree.len()), ..Gathered::default() };
        let mut flagged = Flagged::default();
        let (mut told, mut rosters) = (HashSet::new(), Rosters::default());
        for part in parts {
            all.rows.extend(part.rows);
            for (pos, row) in part.walked {
                all.walked.entry(pos).or_default().join(&row);
            }
            all.posted.extend(part.posted);
            all.seated.extend(part.seated);
            told.extend(part.told.into_iter().map(|pos| self.domain(pos)));
            all.over_age.extend(part.over_age);
            all.numbers.extend(part.numbers);
            all.identities.extend(part.identities);
            rosters.join(part.rosters);
            all.arrears.extend(part.arrears);
            flagged.unsettled.extend(part.flagged.unsettled);
            all.day_to_come(part.next_day, self.day);
            all.next_instant = earlier(all.next_instant, part.next_instant);
            all.youngest_above = earlier(all.youngest_above, part.youngest_above);
            all.tell_years(part.years_told);
        }
        flagged.arrears = arrears::settle(std::mem::take(&mut all.arrears), &rosters, &mut all.rows);
        flagged.unsettled.sort_unstable();
        for (pos, row) in all.walked.drain() {
            all.rows[pos.index()].join(&row);
        }
        for (at, row) in all.rows.iter_mut().enumerate() {
            self.moves.fill(self.tree, Pos(at as u32), self.at, row);
        }
        all.forget_years_untold();
        records.fill(self.tree, self.at, &mut all.rows);
        all.posted.sort_unstable();
        for (key, at) in &all.over_age {
            if all.posted.binary_search(key).is_err() {
                all.rows[*at as usize].add(Fact::OverAge, 1);
                flagged.over_age.push(*key);
            }
        }
        let schools = (0..all.rows.len() as u32).map(Pos).filter(|pos| all.rows[pos.index()].count(Fact::Schools) > 0);
        let teachers =
            |range: Range<usize>| all.rows[range].iter().map(|row| u64::from(row.count(Fact::Teachers))).sum();
        for told in teachers::tell(self.tree, self.at, schools, teachers) {
            all.rows[told.pos.index()].add(told.fact, told.value);
        }
        self.rostered(&told, &mut all.rows);
        self.overposted(std::mem::take(&mut all.seated), &mut all.rows);
        flagged.over_age.sort_unstable();
        flagged.over_age.dedup();
        all.numbers.sort_unstable();
        for shared in all.numbers.chunk_by(|a, b| a.number == b.number).filter(|bearers| bearers.len() > 1) {
            flagged.numbers.push(shared[0].number);
            for bearer in shared {
                let row = &mut all.rows[bearer.at as usize];
                row.add(Fact::NumberShared, 1);
                row.take(Fact::NumberFilled, u32::from(bearer.due));
            }
        }
        all.identities.sort_unstable();
        for shared in all.identities.chunk_by(|a, b| a.0 == b.0).filter(|rows| rows.len() > 1) {
            flagged.identities.push(shared[0].0);
            for (_, at) in shared {
                if self.tree.exists(Pos(*at), self.at) {
                    all.rows[*at as usize].add(Fact::IdentityShared, 1);
                }
            }
        }
        let facts = Facts::gather(self.at, all.rows.iter());
        let day = all.changes_on(self.thresholds);
        let until = earlier(day, all.next_instant);
        Collected { facts, flagged, thresholds: self.thresholds.clone(), until, rows: 0 }
    }
}
