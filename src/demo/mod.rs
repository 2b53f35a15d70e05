//! A made-up province on real divisions: real places, everything that stands in them invented.
//!
//! Every row is a function of the seed and of its place in the tree, so organisations can be made in any order and on
//! several threads, and a county of the smallest scale is the same county as in the province. The published table of
//! 2018-11-15 comes out exactly because its numbers are shared out, first over committees, then over branches.

mod apportion;
mod branch;
mod calendar;
mod dice;
mod divisions;
mod dues;
mod headline;
mod life;
mod line;
mod member;
mod moves;
mod names;
mod naming;
mod org;
mod person;
mod post;
mod quota;
mod records;
mod role;
mod scale;
mod skeleton;
mod slips;
#[cfg(test)]
mod tests;
mod words;
mod write;

use std::ops::Range;

use crate::model::{Day, Ethnicity, Member, Org, OrgCode, OrgId, Pos, Post};
use branch::{Cell, Make, Seat};
use dice::Dice;
use life::Life;
use names::Names;
use naming::Naming;
use person::Number;
use skeleton::{Group, Skeleton};

pub use dues::{PAID_FEN, PAYMENTS, Paying};
pub use headline::{HEADLINES, Headline, Source as HeadlineSource, Why as HeadlineWhy};
pub use moves::{DONE, Moves};
pub use quota::{Figures, PUBLISHED};
pub use scale::Scale;
pub use write::{Kinds, write_rosters};

/// Why a demonstration could not be laid out; only a damaged program can cause either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DemoError {
    /// The carried list of divisions cannot be read.
    #[error("the list of divisions inside the program is damaged")]
    Divisions,
    /// The published numbers do not fit on the tree.
    #[error("the published number of {0} does not fit on the tree")]
    Quota(&'static str),
}

/// The plan of a demonstration: its tree and quotas; rows are made when asked for.
pub struct Demo {
    seed: u64,
    skeleton: Skeleton,
    cities: Vec<u64>,
    names: Names,
    ethnicities: Vec<Ethnicity>,
    groups: Range<usize>,
    /// The position of each group's committee, then one end for all.
    starts: Vec<u32>,
    /// A share of the quotas for every position.
    cells: Vec<Cell>,
}

impl Demo {
    /// The demonstration's own present day, 2018-06-25.
    pub const PRESENT: Day = calendar::PRESENT;
    /// The day at whose end the weak organisations of [`Figures`] are counted, 2018-06-20.
    pub const BEFORE: Day = calendar::BEFORE;
    /// The day of the published table, 2018-11-15.
    pub const PUBLISHED: Day = calendar::PUBLISHED;

    /// Lays out a demonstration.
    ///
    /// # Errors
    /// Only where the carried divisions are damaged or the published numbers do not fit on them.
    pub fn new(scale: Scale, seed: u64) -> Result<Self, DemoError> {
        let mut skeleton = Skeleton::new(seed)?;
        quota::share(&mut skeleton, seed)?;
        let groups = match scale {
            Scale::Province => 0..skeleton.groups.len(),
            Scale::City => skeleton.subtree(skeleton::SHOWN.1).ok_or(DemoError::Divisions)?,
            Scale::County => skeleton.subtree(skeleton::SHOWN.0).ok_or(DemoError::Divisions)?,
        };
        let mut starts = Vec::with_capacity(groups.len() + 1);
        let mut cells = Vec::new();
        for at in groups.clone() {
            starts.push(cells.len() as u32);
            cells.extend(branch::cells(&skeleton.groups[at], at as u32, seed)?);
        }
        starts.push(cells.len() as u32);
        let cities = skeleton.areas.iter().filter(|area| area.role == role::Role::City);
        let cities = cities.map(|area| skeleton.divisions.code(area.place)).collect();
        let ethnicities = ["汉", "壮", "瑶", "畲", "土家", "苗", "侗", "回", "满", "布依", "黎", "其他"];
        let ethnicities = ethnicities.into_iter().filter_map(Ethnicity::parse).collect();
        Ok(Self { seed, skeleton, cities, names: Names::new(), ethnicities, groups, starts, cells })
    }

    /// How many organisations, those included that are founded after the present day.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is none, which never happens.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// What the plan promises; [`PUBLISHED`] for a province.
    pub fn promised(&self) -> Figures {
        let mut sum = Figures::default();
        for group in &self.skeleton.groups[self.groups.clone()] {
            *(if group.role.leading() { &mut sum.leading } else { &mut sum.committees }) += 1;
            sum.branches += u64::from(group.branches);
            sum.reported += u64::from(group.reported);
            sum.onboarded += u64::from(group.onboarded);
            sum.hollow_committees += u64::from(group.late);
            sum.hollow_branches += u64::from(group.hollow);
            sum.bare_branches += u64::from(group.bare);
        }
        sum
    }

    /// How many rows of members there are.
    pub fn member_rows(&self) -> u64 {
        self.cells.iter().map(|cell| u64::from(cell.rows())).sum()
    }

    /// Organisations in pre-order, each with the position of its parent; its number is its position.
    pub fn orgs(&self) -> impl Iterator<Item = (OrgId, Option<Pos>, Org)> + '_ {
        (0..self.len() as u32).filter_map(|at| {
            let pos = Pos(at);
            self.org(pos).ok().map(|org| (OrgId(at), self.parent(pos), org))
        })
    }

    /// The row of one organisation.
    ///
    /// # Errors
    /// Only where the carried divisions are damaged.
    pub fn org(&self, pos: Pos) -> Result<Org, DemoError> {
        let branch = self.at(pos);
        let naming = Naming { skeleton: &self.skeleton, seed: self.seed };
        let code = self.code(pos)?;
        if self.is_branch(pos) {
            naming.branch_row(branch.group, branch.at, branch.k, &branch.cell, code)
        } else {
            naming.committee_row(branch.group, branch.at, code)
        }
    }

    /// The position of an organisation's parent.
    pub fn parent(&self, pos: Pos) -> Option<Pos> {
        let place = self.place(pos);
        if self.starts[place] != pos.0 {
            return Some(Pos(self.starts[place]));
        }
        let parent = self.skeleton.groups[self.groups.start + place].parent? as usize;
        parent.checked_sub(self.groups.start).map(|place| Pos(self.starts[place]))
    }

    /// The code of an organisation: three digits a level, the province being 044.
    ///
    /// # Errors
    /// Never, as long as codes of digits and dots are accepted.
    pub fn code(&self, pos: Pos) -> Result<OrgCode, DemoError> {
        let branch = self.at(pos);
        let mut levels = Vec::with_capacity(7);
        if self.is_branch(pos) {
            levels.push(u32::from(branch.group.kids) + branch.k + 1);
        }
        let mut next = Some(branch.at);
        while let Some(at) = next {
            let group = &self.skeleton.groups[at as usize];
            levels.push(u32::from(group.ord));
            next = group.parent;
        }
        let mut text = String::with_capacity(28);
        for level in levels.iter().rev() {
            let dot = if text.is_empty() { "" } else { "." };
            text.push_str(&format!("{dot}{level:03}"));
        }
        OrgCode::parse(&text).map_err(|_| DemoError::Quota("codes"))
    }

    /// The roster rows of a branch, none for other organisations.
    pub fn members(&self, pos: Pos) -> Vec<Member> {
        if self.is_branch(pos) { self.at(pos).members() } else { Vec::new() }
    }

    /// Whether the last of [`members`](Self::members) bears an identity number that stands in another branch too.
    ///
    /// The intake refuses such a row within one file, so it goes into a file of its own.
    pub fn repeats_identity(&self, pos: Pos) -> bool {
        self.is_branch(pos) && self.at(pos).repeats()
    }

    /// The posts in an organisation, past ones included.
    pub fn posts(&self, pos: Pos) -> Vec<Post> {
        if self.is_branch(pos) { self.at(pos).posts() } else { self.at(pos).own_posts() }
    }

    fn place(&self, pos: Pos) -> usize {
        self.starts.partition_point(|start| *start <= pos.0) - 1
    }

    fn is_branch(&self, pos: Pos) -> bool {
        self.starts[self.place(pos)] != pos.0
    }

    fn at(&self, pos: Pos) -> Branch<'_> {
        let place = self.place(pos);
        let at = self.groups.start + place;
        let k = pos.0.saturating_sub(self.starts[place] + 1);
        Branch { demo: self, group: &self.skeleton.groups[at], at: at as u32, k, cell: self.cells[pos.index()] }
    }

    fn number(&self, group: &Group, index: u32) -> Number {
        let city_at = self.skeleton.city(group);
        Number { city: self.cities[usize::from(city_at)], city_at, within: group.first_person + index }
    }

    fn ethnicity(&self, dice: &mut Dice) -> Ethnicity {
        member::ethnicity(&self.ethnicities, dice)
    }
}

/// One branch of a plan (or, with `k` of no meaning, a committee).
struct Branch<'a> {
    demo: &'a Demo,
    group: &'a Group,
    at: u32,
    k: u32,
    cell: Cell,
}

impl Branch<'_> {
    fn key(&self) -> u64 {
        branch::key(self.at, self.k)
    }

    fn make(&self) -> Make {
        branch::make(self.group, self.at, self.k, self.demo.seed)
    }

    fn seat(&self) -> Seat {
        branch::seat(self.group, self.at, self.k, self.demo.seed)
    }

    fn life(&self) -> Life {
        life::life(self.group.role, self.make())
    }

    fn founded(&self) -> Option<Day> {
        org::founded(self.group, self.at, self.k, self.demo.seed)
    }

    fn condition(&self) -> f64 {
        self.demo.skeleton.areas[usize::from(self.group.area)].condition
    }

    /// The branch after it under the same committee.
    fn after(&self) -> Option<Self> {
        let k = self.k + 1;
        let start = self.demo.starts[self.at as usize - self.demo.groups.start];
        let cell = (k < self.group.branches).then(|| self.demo.cells[(start + 1 + k) as usize])?;
        Some(Self { k, cell, ..*self })
    }

    /// The branch before it under the same committee.
    fn before(&self) -> Option<Self> {
        let k = self.k.checked_sub(1)?;
        let start = self.demo.starts[self.at as usize - self.demo.groups.start];
        Some(Self { k, cell: self.demo.cells[(start + 1 + k) as usize], ..*self })
    }
}
