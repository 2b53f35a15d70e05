//! The list as it is shown: findings, with a heading before each group.

use std::sync::Arc;

use super::groups::{Common, Folds, Groups};
pub use crate::desk::Grouping as Group;
use crate::desk::{FilterError, FindingItem, Lives, Queue, StateCounts};

/// One row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The heading of the findings from this one on, so many of them.
    Head {
        /// The first.
        first: u32,
        /// How many.
        count: u32,
        /// Whether they are folded away.
        folded: bool,
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
    /// The groups in their order: the first finding of each, and what its findings have in common.
    pub(super) heads: Vec<(u32, Common)>,
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
    /// Puts groups together; inside a group the order asked for stays. Of a folded group the heading alone is a row.
    pub fn new(queue: Queue, groups: &Groups<'_>, folds: &Folds, counts: StateCounts, lives: Arc<Lives>) -> Self {
        let Queue { mut items, by_rule } = queue;
        groups.gather(&mut items);
        let mut rows = Vec::with_capacity(items.len());
        let mut heads = Vec::new();
        let mut first = 0;
        for run in items.chunk_by(|a, b| groups.of(*a) == groups.of(*b)) {
            let (count, common) = (run.len() as u32, groups.of(run[0]));
            let folded = folds.has(&common);
            if common != Common::Nothing {
                rows.push(Row::Head { first, count, folded });
                heads.push((first, common));
            }
            if !folded {
                rows.extend((first..first + count).map(Row::Item));
            }
            first += count;
        }
        Self { items, rows, heads, by_rule, counts, lives, hidden: 0, wrong: None }
    }

    /// What the findings of the group of a row have in common.
    pub fn common(&self, row: usize) -> Option<Common> {
        let (Row::Head { first: at, .. } | Row::Item(at)) = *self.rows.get(row)?;
        let group = self.heads.partition_point(|(first, _)| *first <= at).checked_sub(1)?;
        self.heads.get(group).map(|(_, common)| common.clone())
    }

    /// The findings of a row: the one, or those of a heading.
    pub fn span(&self, row: usize) -> &[FindingItem] {
        let span = match self.rows.get(row) {
            Some(Row::Head { first, count, .. }) => *first as usize..(first + count) as usize,
            Some(Row::Item(at)) => *at as usize..*at as usize + 1,
            None => 0..0,
        };
        self.items.get(span).unwrap_or_default()
    }

    /// The row of the heading over a finding.
    pub fn heading_of(&self, wanted: FindingItem) -> Option<usize> {
        let at = self.items.iter().position(|item| *item == wanted)? as u32;
        let over = |row: &Row| matches!(row, Row::Head { first, count, .. } if (*first..first + count).contains(&at));
        self.rows.iter().position(over)
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

    use crate::model::Pos;
    use crate::tui::fixture;

    #[test]
    fn groups_stand_where_their_first_finding_stood_and_fold() {
        let item = |rule, pos| FindingItem { rule, pos: Pos(pos), since: None };
        let items = vec![item(0, 7), item(0, 3), item(1, 7), item(1, 9)];
        let standing = crate::tui::source::Source::now(&*fixture::county()).unwrap();
        let lives = Lives::default();
        let built = |group, folds: &Folds| {
            let queue = Queue { items: items.clone(), by_rule: vec![2, 2] };
            let groups = Groups::new(group, None, &standing, &lives);
            Built::new(queue, &groups, folds, StateCounts::default(), Arc::default())
        };
        let open = Folds::default();
        let by_org = built(Group::Org, &open);
        let head = |first, count, folded| Row::Head { first, count, folded };
        assert_eq!(by_org.rows[..3], [head(0, 2, false), Row::Item(0), Row::Item(1)]);
        assert_eq!(by_org.items.iter().map(|i| i.pos.0).collect::<Vec<_>>(), [7, 7, 3, 9]);
        assert_eq!(by_org.item(0), Some(item(0, 7)));
        assert_eq!(by_org.row_of(item(1, 9)), Some(6));
        assert_eq!(by_org.common(2), Some(Common::Org(Pos(7))));
        let mut folds = Folds::default();
        folds.set(Common::Org(Pos(7)), true);
        let folded = built(Group::Org, &folds);
        assert_eq!(folded.rows[..2], [head(0, 2, true), head(2, 1, false)]);
        assert_eq!((folded.row_of(item(1, 7)), folded.heading_of(item(1, 7))), (None, Some(0)));
        assert_eq!(folded.span(0), [item(0, 7), item(1, 7)]);
        assert_eq!(built(Group::Rule, &open).rows.len(), 6);
        assert_eq!(built(Group::None, &open).rows.len(), 4);
        assert_eq!(built(Group::To, &open).rows[0], head(0, 4, false), "nobody has any of them");
        let tree = &standing.tree;
        let top = |pos: Pos| tree.path(pos)[1];
        for (row, common) in built(Group::Level, &open).heads {
            assert_eq!(common, Common::Org(top(built(Group::Level, &open).items[row as usize].pos)));
        }
    }
}
