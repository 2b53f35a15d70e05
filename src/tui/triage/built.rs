//! The list as it is shown: findings, with a heading before each group.

use std::sync::Arc;

pub use crate::desk::Grouping as Group;
use crate::desk::{FilterError, FindingItem, Lives, Queue, StateCounts};
use crate::model::Pos;

/// One row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The heading of the findings from this one on, so many of them.
    Head {
        /// The first.
        first: u32,
        /// How many.
        count: u32,
    },
    /// A finding.
    Item(u32),
}

/// A list with its headings; half a million findings take some six megabytes.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The findings, groups together.
    pub items: Vec<FindingItem>,
    /// The rows; one a finding, and one a group.
    pub rows: Vec<Row>,
    /// How many of each rule, whatever the rule shown.
    pub by_rule: Vec<u64>,
    /// How many are in each state, whatever the states shown.
    pub counts: StateCounts,
    /// Where each finding stands.
    pub lives: Arc<Lives>,
    /// How many marked findings are not listed.
    pub hidden: usize,
    /// Why nothing could be listed.
    pub wrong: Option<FilterError>,
}

impl Built {
    /// Puts groups together; inside a group the order asked for stays.
    pub fn new(queue: Queue, group: Group, counts: StateCounts, lives: Arc<Lives>) -> Self {
        let Queue { mut items, by_rule } = queue;
        match group {
            Group::None => {}
            Group::Rule => items.sort_by_key(|item| item.rule),
            // A group stands where the first of its findings stood.
            Group::Org => {
                let mut first: std::collections::HashMap<Pos, u32> = std::collections::HashMap::new();
                for (at, item) in items.iter().enumerate() {
                    first.entry(item.pos).or_insert(at as u32);
                }
                items.sort_by_key(|item| first.get(&item.pos).copied());
            }
        }
        let same = |a: &FindingItem, b: &FindingItem| match group {
            Group::None => true,
            Group::Rule => a.rule == b.rule,
            Group::Org => a.pos == b.pos,
        };
        let mut rows = Vec::with_capacity(items.len());
        if group == Group::None {
            rows.extend((0..items.len() as u32).map(Row::Item));
        } else {
            let mut first = 0;
            for run in items.chunk_by(same) {
                let count = run.len() as u32;
                rows.push(Row::Head { first, count });
                rows.extend((first..first + count).map(Row::Item));
                first += count;
            }
        }
        Self { items, rows, by_rule, counts, lives, hidden: 0, wrong: None }
    }

    /// The finding of a row; none of a heading.
    pub fn finding(&self, row: usize) -> Option<FindingItem> {
        match self.rows.get(row)? {
            Row::Item(at) => self.items.get(*at as usize).copied(),
            Row::Head { .. } => None,
        }
    }

    /// The finding of a row; of a heading, the first below it.
    pub fn item(&self, row: usize) -> Option<FindingItem> {
        match self.rows.get(row)? {
            Row::Head { first: at, .. } | Row::Item(at) => self.items.get(*at as usize).copied(),
        }
    }

    /// The row of a finding.
    pub fn row_of(&self, wanted: FindingItem) -> Option<usize> {
        self.rows.iter().position(|row| matches!(row, Row::Item(at) if self.items.get(*at as usize) == Some(&wanted)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_where_their_first_finding_stood() {
        let item = |rule, pos| FindingItem { rule, pos: Pos(pos), since: None };
        let items = vec![item(0, 7), item(0, 3), item(1, 7), item(1, 9)];
        let built = |group| {
            let queue = Queue { items: items.clone(), by_rule: vec![2, 2] };
            Built::new(queue, group, StateCounts::default(), Arc::default())
        };
        let by_org = built(Group::Org);
        assert_eq!(by_org.rows[..3], [Row::Head { first: 0, count: 2 }, Row::Item(0), Row::Item(1)]);
        assert_eq!(by_org.items.iter().map(|i| i.pos.0).collect::<Vec<_>>(), [7, 7, 3, 9]);
        assert_eq!(by_org.item(0), Some(item(0, 7)));
        assert_eq!(by_org.row_of(item(1, 9)), Some(6));
        assert_eq!(built(Group::Rule).rows.len(), 6);
        assert_eq!(built(Group::None).rows.len(), 4);
    }
}
