//! The home table of the real system (handbook A2): an organisation and its direct children.

use serde::Serialize;

use super::{Figures, Standing};
use crate::judge::Fact;
use crate::model::{Labelled, Pos, labelled};
use crate::programme::Value;

labelled! {
    /// A column of the home table.
    HomeColumn {
        Orgs = "已建立组织总数", "orgs";
        Branches = "已建立支部数", "branches";
        HollowCommittees = "空心团委数", "hollow cttees";
        HollowBranches = "空心团支部数", "hollow";
        NoCadreBranches = "无团干团支部数", "no cadre";
        Reported = "已报到团员数", "reported";
        Cadres = "已录入团干数", "cadres";
        Onboarded = "已入驻数", "onboarded";
        OutOpen = "转出中", "out, open";
        OutDone = "已转出", "out, done";
        InOpen = "待确认接收", "in, open";
        InDone = "已接收", "in, done";
        OwnDue = "本级需响应", "own due";
        OwnInTime = "本级及时", "own in time";
        OwnRate = "本级及时率", "own rate";
        Due = "累计需响应", "all due";
        InTime = "累计及时", "all in time";
        Rate = "累计及时率", "all rate";
    }
}

/// One row: totals of the subtree, but for the three 本级 columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HomeRow {
    /// 已建立组织总数.
    pub orgs: u64,
    /// 已建立支部数.
    pub branches: u64,
    /// 空心团委数.
    pub hollow_committees: u64,
    /// 空心团支部数.
    pub hollow_branches: u64,
    /// 无团干团支部数.
    pub no_cadre_branches: u64,
    /// 已报到团员数.
    pub reported: u64,
    /// 已录入团干数.
    pub cadres: u64,
    /// 已入驻数.
    pub onboarded: u64,
    /// 转出中.
    pub transfers_out_open: u64,
    /// 已转出.
    pub transfers_out_done: u64,
    /// 待确认接收.
    pub transfers_in_open: u64,
    /// 已接收.
    pub transfers_in_done: u64,
    /// 本级需响应: hops this organisation itself had to answer in the month; `None` for the whole register, which is none.
    pub own_responses_due: Option<u64>,
    /// 本级及时.
    pub own_responses_in_time: Option<u64>,
    /// 累计需响应.
    pub responses_due: u64,
    /// 累计及时.
    pub responses_in_time: u64,
}

impl Standing {
    /// The row of an organisation, or of the whole register; a few subtractions.
    pub fn home(&self, pos: Option<Pos>) -> HomeRow {
        let figures: Figures = self.figures(&pos.map_or(0..self.tree.len(), |pos| self.tree.subtree(pos)));
        let own = |fact| pos.map(|pos| self.facts.own(fact, pos).unsigned_abs());
        HomeRow {
            orgs: figures.orgs,
            branches: figures.branches,
            hollow_committees: figures.hollow_committees,
            hollow_branches: figures.hollow_branches,
            no_cadre_branches: figures.no_cadre_branches,
            reported: figures.reported,
            cadres: figures.cadres,
            onboarded: figures.onboarded,
            transfers_out_open: figures.transfers_out_open,
            transfers_out_done: figures.transfers_out_done,
            transfers_in_open: figures.transfers_in_open,
            transfers_in_done: figures.transfers_in_done,
            own_responses_due: own(Fact::ResponsesDue),
            own_responses_in_time: own(Fact::ResponsesInTime),
            responses_due: figures.responses_due,
            responses_in_time: figures.responses_in_time,
        }
    }

    /// The rows of the home table: the organisation itself (`None` for the whole register), then its direct children with
    /// anything existing in them. One that is closed may have existing organisations below it, and without them the rows
    /// would not add up.
    pub fn home_rows(&self, of: Option<Pos>) -> Vec<Option<Pos>> {
        let children = self.below(of).into_iter();
        let some = children.filter(|pos| self.facts.total(Fact::Orgs, &self.tree.subtree(*pos)) > 0);
        std::iter::once(of).chain(some.map(Some)).collect()
    }

    /// The direct children, or the roots.
    pub fn below(&self, of: Option<Pos>) -> Vec<Pos> {
        match of {
            Some(pos) => self.tree.children(pos).collect(),
            None => self.tree.roots().collect(),
        }
    }
}

impl HomeRow {
    /// A cell as it is shown.
    pub fn show(&self, column: HomeColumn) -> String {
        let rate = |due: Option<u64>, in_time: Option<u64>| match (due, in_time) {
            (Some(due), Some(in_time)) => Value::rate(in_time, due).show(true),
            _ => Value::rate(0, 0).show(true),
        };
        let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        match column {
            HomeColumn::Orgs => self.orgs.to_string(),
            HomeColumn::Branches => self.branches.to_string(),
            HomeColumn::HollowCommittees => self.hollow_committees.to_string(),
            HomeColumn::HollowBranches => self.hollow_branches.to_string(),
            HomeColumn::NoCadreBranches => self.no_cadre_branches.to_string(),
            HomeColumn::Reported => self.reported.to_string(),
            HomeColumn::Cadres => self.cadres.to_string(),
            HomeColumn::Onboarded => self.onboarded.to_string(),
            HomeColumn::OutOpen => self.transfers_out_open.to_string(),
            HomeColumn::OutDone => self.transfers_out_done.to_string(),
            HomeColumn::InOpen => self.transfers_in_open.to_string(),
            HomeColumn::InDone => self.transfers_in_done.to_string(),
            HomeColumn::OwnDue => number(self.own_responses_due),
            HomeColumn::OwnInTime => number(self.own_responses_in_time),
            HomeColumn::OwnRate => rate(self.own_responses_due, self.own_responses_in_time),
            HomeColumn::Due => self.responses_due.to_string(),
            HomeColumn::InTime => self.responses_in_time.to_string(),
            HomeColumn::Rate => rate(Some(self.responses_due), Some(self.responses_in_time)),
        }
    }

    /// Whether a cell says something is weak: a count of what should be none.
    pub const fn weak(&self, column: HomeColumn) -> bool {
        let count = match column {
            HomeColumn::HollowCommittees => self.hollow_committees,
            HomeColumn::HollowBranches => self.hollow_branches,
            HomeColumn::NoCadreBranches => self.no_cadre_branches,
            _ => 0,
        };
        count > 0
    }

    /// Every column, in the order of the real table.
    pub const fn columns() -> &'static [HomeColumn] {
        HomeColumn::ALL
    }
}
