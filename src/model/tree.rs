//! The tree of organisations laid out in pre-order: a subtree is a contiguous range, a total is a difference of prefix sums.

use std::collections::HashMap;
use std::ops::Range;

use compact_str::CompactString;

use super::{BranchKind, Day, DivisionCode, Industry, Instant, Org, OrgCode, OrgId, OrgKind};

/// A place in the pre-order of one tree; changes when organisations are added, unlike [`OrgId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pos(pub u32);

impl Pos {
    /// As an index of a column.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Why rows do not make a tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The organisation's parent is not among the rows.
    #[error("parent {parent} of organisation {code} is unknown")]
    Orphan {
        /// The organisation.
        code: OrgCode,
        /// The parent it names.
        parent: OrgCode,
    },
    /// The organisation is its own ancestor.
    #[error("organisation {0} is its own ancestor")]
    Cycle(OrgCode),
}

/// All organisations of a register, as columns in pre-order; siblings keep the order they came in.
///
/// Whole rows (elections, telephone, credit code) stay in the store; here is what trees, rules and searches read.
#[derive(Default)]
pub struct OrgTree {
    text: String,
    /// Three starts an organisation (code, name, short), then one end for all.
    cuts: Vec<u32>,
    id: Vec<OrgId>,
    parent: Vec<u32>,
    end: Vec<u32>,
    depth: Vec<u8>,
    kind: Vec<OrgKind>,
    branch_kind: Vec<Option<BranchKind>>,
    industry: Vec<Option<Industry>>,
    division: Vec<Option<DivisionCode>>,
    founded: Days,
    closed: Days,
    election_due: Days,
    last_election: Days,
    retains: Vec<bool>,
    by_code: Vec<u32>,
    /// How many at the end are known by name only.
    beyond: usize,
}

const NO_PARENT: u32 = u32::MAX;

/// A day of every organisation, or none, in four bytes each.
#[derive(Default)]
struct Days(Vec<i32>);

impl Days {
    const NONE: i32 = i32::MIN;

    fn push(&mut self, day: Option<Day>) {
        self.0.push(day.map_or(Self::NONE, |day| day.0));
    }

    fn get(&self, pos: Pos) -> Option<Day> {
        Some(self.0[pos.index()]).filter(|day| *day != Self::NONE).map(Day)
    }
}

impl OrgTree {
    /// Lays out rows that are already in pre-order. `parent` is the position of each row's parent, `None` for a root.
    pub fn from_preorder(rows: impl IntoIterator<Item = (OrgId, Option<Pos>, Org)>) -> Self {
        let mut tree = Self::default();
        for (id, parent, org) in rows {
            tree.push(id, parent, &org);
        }
        tree.seal();
        tree
    }

    /// Adds the next row in pre-order; [`seal`](Self::seal) must follow the last.
    pub fn push(&mut self, id: OrgId, parent: Option<Pos>, org: &Org) {
        self.put(id, parent, [org.code.as_str(), &org.name, &org.short], org);
    }

    fn put(&mut self, id: OrgId, parent: Option<Pos>, texts: [&str; 3], org: &Org) {
        for text in texts {
            self.cuts.push(self.text.len() as u32);
            self.text.push_str(text);
        }
        self.depth.push(parent.map_or(0, |p| self.depth[p.index()].saturating_add(1)));
        self.parent.push(parent.map_or(NO_PARENT, |p| p.0));
        self.id.push(id);
        self.kind.push(org.kind);
        self.branch_kind.push(org.branch_kind);
        self.industry.push(org.industry);
        self.division.push(org.division);
        self.founded.push(org.founded);
        self.closed.push(org.closed);
        self.election_due.push(org.election_due);
        self.last_election.push(org.last_election);
        self.retains.push(org.retention.is_some_and(|share| share > 0));
    }

    /// Adds, after the last row, an organisation outside the tree of which only the name is known: it is in nothing that
    /// goes over the tree, and has no code.
    pub fn push_beyond(&mut self, id: OrgId, org: &Org) {
        let blank = Org::new(org.code.clone(), "", OrgKind::Committee);
        self.put(id, None, ["", &org.name, &org.short], &blank);
        self.beyond += 1;
    }

    /// Where a tree is the part of another, gives its root what holds for it there.
    pub fn inherit(&mut self, industry: Option<Industry>) {
        if let Some(own) = self.industry.first_mut() {
            *own = own.or(industry);
        }
    }

    /// Works out subtree ends and the order of codes.
    pub fn seal(&mut self) {
        self.cuts.push(self.text.len() as u32);
        let n = self.len();
        self.end = (1..=self.id.len() as u32).collect();
        for at in (0..n).rev() {
            if let Some(parent) = self.parent(Pos(at as u32)) {
                let end = self.end[at];
                let upper = &mut self.end[parent.index()];
                *upper = end.max(*upper);
            }
        }
        let mut by_code: Vec<u32> = (0..n as u32).collect();
        by_code.sort_unstable_by(|&a, &b| self.code(Pos(a)).cmp(self.code(Pos(b))));
        self.by_code = by_code;
        self.text.shrink_to_fit();
    }

    /// Pre-order of rows given in any order by their own and their parent's code; siblings keep their order.
    ///
    /// Returns indexes of `rows` in pre-order, each with its parent's place in that order.
    ///
    /// # Errors
    /// A parent that is not among the rows, or a cycle: the first such row.
    pub fn preorder<'a>(rows: &[(&'a OrgCode, Option<&'a OrgCode>)]) -> Result<Vec<(usize, Option<Pos>)>, TreeError> {
        let index: HashMap<&OrgCode, usize> = rows.iter().enumerate().map(|(at, (code, _))| (*code, at)).collect();
        let mut first_child = vec![usize::MAX; rows.len()];
        let mut next_sibling = vec![usize::MAX; rows.len()];
        let mut roots = Vec::new();
        for (at, (code, parent)) in rows.iter().enumerate().rev() {
            match parent {
                None => roots.push(at),
                Some(parent) => {
                    let &up = index
                        .get(parent)
                        .ok_or_else(|| TreeError::Orphan { code: (*code).clone(), parent: (*parent).clone() })?;
                    next_sibling[at] = first_child[up];
                    first_child[up] = at;
                }
            }
        }
        let mut order = Vec::with_capacity(rows.len());
        let mut stack: Vec<(usize, Option<Pos>)> = roots.into_iter().map(|root| (root, None)).collect();
        let mut kids = Vec::new();
        while let Some((at, parent)) = stack.pop() {
            let pos = Pos(order.len() as u32);
            order.push((at, parent));
            let mut child = first_child[at];
            while child != usize::MAX {
                kids.push((child, Some(pos)));
                child = next_sibling[child];
            }
            stack.extend(kids.drain(..).rev());
        }
        if order.len() < rows.len() {
            let mut placed = vec![false; rows.len()];
            order.iter().for_each(|&(at, _)| placed[at] = true);
            let lost = placed.iter().position(|placed| !placed).unwrap_or_default();
            return Err(TreeError::Cycle(rows[lost].0.clone()));
        }
        Ok(order)
    }

    /// How many organisations.
    pub fn len(&self) -> usize {
        self.id.len() - self.beyond
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The organisations without a parent.
    pub fn roots(&self) -> impl Iterator<Item = Pos> + '_ {
        self.siblings(0, self.len() as u32)
    }

    /// The children of an organisation, in order.
    pub fn children(&self, pos: Pos) -> impl Iterator<Item = Pos> + '_ {
        self.siblings(pos.0 + 1, self.end[pos.index()])
    }

    fn siblings(&self, first: u32, end: u32) -> impl Iterator<Item = Pos> + '_ {
        let mut at = first;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let pos = Pos(at);
                at = self.end[at as usize];
                pos
            })
        })
    }

    /// Whether it has at least one child, existing or not.
    pub fn has_children(&self, pos: Pos) -> bool {
        self.end[pos.index()] > pos.0 + 1
    }

    /// The organisation and everything below it, as a range of columns.
    pub fn subtree(&self, pos: Pos) -> Range<usize> {
        pos.index()..self.end[pos.index()] as usize
    }

    /// The parent.
    pub fn parent(&self, pos: Pos) -> Option<Pos> {
        let parent = self.parent[pos.index()];
        (parent != NO_PARENT).then_some(Pos(parent))
    }

    /// The ancestors from the root down to the organisation itself.
    pub fn path(&self, pos: Pos) -> Vec<Pos> {
        let mut path: Vec<Pos> = std::iter::successors(Some(pos), |&p| self.parent(p)).collect();
        path.reverse();
        path
    }

    /// Distance from the root.
    pub fn depth(&self, pos: Pos) -> usize {
        usize::from(self.depth[pos.index()])
    }

    fn piece(&self, pos: Pos, which: usize) -> &str {
        let at = pos.index() * 3 + which;
        &self.text[self.cuts[at] as usize..self.cuts[at + 1] as usize]
    }

    /// 组织编码.
    pub fn code(&self, pos: Pos) -> &str {
        self.piece(pos, 0)
    }

    /// 组织全称.
    pub fn name(&self, pos: Pos) -> &str {
        self.piece(pos, 1)
    }

    /// 组织简称, or the full name where there is none.
    pub fn label(&self, pos: Pos) -> &str {
        match self.piece(pos, 2) {
            "" => self.name(pos),
            short => short,
        }
    }

    /// The stable number.
    pub fn id(&self, pos: Pos) -> OrgId {
        self.id[pos.index()]
    }

    /// 组织类型.
    pub fn kind(&self, pos: Pos) -> OrgKind {
        self.kind[pos.index()]
    }

    /// 支部类别.
    pub fn branch_kind(&self, pos: Pos) -> Option<BranchKind> {
        self.branch_kind[pos.index()]
    }

    /// 行业类别.
    pub fn industry(&self, pos: Pos) -> Option<Industry> {
        self.industry[pos.index()]
    }

    /// 行业类别, or of the nearest organisation above that has one.
    pub fn industry_or_above(&self, pos: Pos) -> Option<Industry> {
        std::iter::successors(Some(pos), |pos| self.parent(*pos)).find_map(|pos| self.industry(pos))
    }

    /// 行政区划代码.
    pub fn division(&self, pos: Pos) -> Option<DivisionCode> {
        self.division[pos.index()]
    }

    /// 成立日期.
    pub fn founded(&self, pos: Pos) -> Option<Day> {
        self.founded.get(pos)
    }

    /// 停用日期.
    pub fn closed(&self, pos: Pos) -> Option<Day> {
        self.closed.get(pos)
    }

    /// 应换届日期 and 最近换届日期.
    pub fn elections(&self, pos: Pos) -> (Option<Day>, Option<Day>) {
        (self.election_due.get(pos), self.last_election.get(pos))
    }

    /// Whether it keeps a share of dues: a 团费留存比例 above nothing.
    pub fn retains(&self, pos: Pos) -> bool {
        self.retains[pos.index()]
    }

    /// Whether it exists at `at` (`measures.md`, organisations).
    pub fn exists(&self, pos: Pos, at: Instant) -> bool {
        let day = at.day();
        self.founded(pos).is_none_or(|founded| founded <= day) && self.closed(pos).is_none_or(|closed| closed > day)
    }

    /// The organisation with a code.
    pub fn find(&self, code: &str) -> Option<Pos> {
        let at = self.by_code.binary_search_by(|&p| self.code(Pos(p)).cmp(code)).ok()?;
        Some(Pos(self.by_code[at]))
    }

    /// The organisations whose code begins so, in the order of codes.
    pub fn with_code_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = Pos> + 'a {
        let from = self.by_code.partition_point(|&p| self.code(Pos(p)) < prefix);
        let hits = self.by_code[from..].iter().map(|&p| Pos(p));
        hits.take_while(move |&pos| self.code(pos).starts_with(prefix))
    }

    /// Codes, names and short names of all organisations in one text, so that all can be searched at once.
    pub fn text(&self) -> &str {
        let end = self.cuts.get(self.len() * 3).map_or(self.text.len(), |end| *end as usize);
        &self.text[..end]
    }

    /// Where the full name stands in [`text`](Self::text): in the order of positions.
    pub fn name_span(&self, pos: Pos) -> Range<usize> {
        let at = pos.index() * 3 + 1;
        self.cuts[at] as usize..self.cuts[at + 1] as usize
    }

    /// The place of every stable number.
    pub fn by_id(&self) -> HashMap<OrgId, Pos> {
        self.id[..self.len()].iter().enumerate().map(|(at, id)| (*id, Pos(at as u32))).collect()
    }

    /// The same with the organisations that are known by name only.
    pub fn by_id_or_name(&self) -> HashMap<OrgId, Pos> {
        self.id.iter().enumerate().map(|(at, id)| (*id, Pos(at as u32))).collect()
    }

    /// Where one of them is; a walk over all.
    pub fn place_or_name(&self, id: OrgId) -> Option<Pos> {
        self.id.iter().position(|known| *known == id).map(|at| Pos(at as u32))
    }

    /// Whether a place is one of the tree, and not of an organisation of which only the name is known.
    pub fn holds(&self, pos: Pos) -> bool {
        pos.index() < self.len()
    }

    /// The labels from the root's child down to the organisation, joined as a crumb line.
    pub fn crumbs(&self, pos: Pos) -> CompactString {
        let path = self.path(pos);
        let shown = if path.len() > 1 { &path[1..] } else { &path[..] };
        let mut out = CompactString::default();
        for (at, step) in shown.iter().enumerate() {
            if at > 0 {
                out.push_str(" › ");
            }
            out.push_str(self.label(*step));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(rows: &[(&str, &str)]) -> Result<Vec<String>, TreeError> {
        let codes: Vec<(OrgCode, Option<OrgCode>)> =
            rows.iter().map(|(c, p)| (OrgCode::parse(c).unwrap(), OrgCode::parse(p).ok())).collect();
        let refs: Vec<_> = codes.iter().map(|(c, p)| (c, p.as_ref())).collect();
        Ok(OrgTree::preorder(&refs)?.into_iter().map(|(at, _)| refs[at].0.to_string()).collect())
    }

    #[test]
    fn rows_in_any_order_become_one_preorder() {
        let rows = [("c", "b"), ("d", "a"), ("b", "a"), ("a", ""), ("e", "b")];
        assert_eq!(order(&rows).unwrap().join(""), "adbce");
        assert!(matches!(order(&[("a", "x")]), Err(TreeError::Orphan { .. })));
        assert!(matches!(order(&[("r", ""), ("a", "b"), ("b", "a")]), Err(TreeError::Cycle(_))));
    }
}
