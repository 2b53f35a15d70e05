//! Requests under way: the board of the response clock, the persons on it, one request opened with its hops.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Result;

use super::answers::once;
use super::{Desk, Standing};
use crate::model::{IdKey, Member, Pos, Transfer};
use crate::store::{Board, HopStanding, Responses, Thresholds, answers};

/// A person of a request, found on the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The branch the roster shows the person in.
    pub pos: Pos,
    /// The place there.
    pub slot: u32,
    /// The name.
    pub name: String,
    /// The identity number, masked.
    pub id_masked: String,
}

/// Somebody to be found: who, and the two branches of the request, one of which will have the person.
pub type Sought = (IdKey, [Option<Pos>; 2]);

/// One hop of an opened request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HopRow {
    /// Which of the four, from 1.
    pub step: u8,
    /// Who must answer; `None` where there is no such organisation.
    pub who: Option<Pos>,
    /// When it came there; `None` for a hop to come.
    pub arrived: Option<crate::model::Instant>,
    /// When it was answered, by the instant shown.
    pub answered: Option<crate::model::Instant>,
    /// How it stands.
    pub clock: HopStanding,
    /// Whether it was answered within its hours, whatever the month.
    pub in_time: bool,
}

/// One request opened.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestPage {
    /// The row.
    pub transfer: Transfer,
    /// 转出组织.
    pub from: Pos,
    /// 转入组织.
    pub to: Option<Pos>,
    /// Its hops, those to come included.
    pub hops: Vec<HopRow>,
    /// Whose it is; `None` where no roster has the person in either branch.
    pub person: Option<Named>,
}

/// One row of the response league.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResponseRow {
    /// The organisation with all below it; `None` for the whole register.
    pub pos: Option<Pos>,
    /// What its hops say.
    pub of: Responses,
    /// What the hops of the organisation alone say (本级).
    pub own: Responses,
    /// Its rank by rate among the children, from 1; ties share it, and who had nothing due has none.
    pub rank: Option<u32>,
}

impl Desk {
    /// The board of the response clock, for the month of the desk; reads every transfer once and is kept.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn board(&self) -> Result<Arc<Board>> {
        once(&self.answers().board, || {
            let standing = self.standing(&|_| {})?;
            let thresholds = self.thresholds(&standing);
            Ok(Arc::new(Board::take(self.register(), &standing.tree, standing.at, &thresholds)?))
        })
    }

    pub(super) fn thresholds(&self, standing: &Standing) -> Thresholds {
        let params = standing.rule_set.params();
        let thresholds = Thresholds::at(params, standing.at);
        match self.month() {
            Some(month) => thresholds.for_month(month, params),
            None => thresholds,
        }
    }

    /// The names of persons, in the order asked; `None` for one whom neither branch has. Reads each branch once.
    ///
    /// # Errors
    /// Rows that cannot be read.
    pub fn named(&self, sought: &[Sought]) -> Result<Vec<Option<Named>>> {
        let mut read: HashMap<Pos, Vec<Member>> = HashMap::new();
        let mut found = Vec::with_capacity(sought.len());
        for (person, places) in sought {
            let mut named = None;
            for pos in places.iter().flatten() {
                if !read.contains_key(pos) {
                    read.insert(*pos, self.register().rows(*pos)?.members);
                }
                let members = read.get(pos).map_or(&[][..], Vec::as_slice);
                if let Some(slot) = members.iter().position(|member| member.identity.key() == *person) {
                    let member = &members[slot];
                    let (name, id_masked) = (member.name.to_string(), member.identity.masked());
                    named = Some(Named { pos: *pos, slot: slot as u32, name, id_masked });
                    break;
                }
            }
            found.push(named);
        }
        Ok(found)
    }

    /// Opens a request by the organisation it leaves and its number.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn request(&self, from: Pos, no: &str) -> Result<Option<RequestPage>> {
        let standing = self.standing(&|_| {})?;
        let rows = self.register().transfers_of(standing.tree.id(from))?;
        let Some(transfer) = rows.into_iter().find(|row| row.no == no) else { return Ok(None) };
        let to = transfer.to.and_then(|to| standing.tree.place_or_name(to));
        let person = self.named(&[(transfer.person, [Some(from), to])])?.pop().flatten();
        Ok(Some(standing.request(transfer, from, to, person, &self.thresholds(&standing))))
    }
}

impl Standing {
    /// Lays a request out hop by hop.
    pub fn request(
        &self,
        transfer: Transfer,
        from: Pos,
        to: Option<Pos>,
        person: Option<Named>,
        thresholds: &Thresholds,
    ) -> RequestPage {
        let hop = |step: u8| {
            let who = answers(&self.tree, from, to, transfer.kind, step).filter(|who| self.tree.exists(*who, self.at));
            let hop = transfer.hops.iter().find(|hop| hop.step == step && hop.arrived <= self.at);
            let answered = hop.and_then(|hop| transfer.answer(hop)).filter(|answered| *answered <= self.at);
            let late = |hop: &crate::model::Hop| thresholds.response_time(hop.arrived);
            HopRow {
                step,
                who,
                arrived: hop.map(|hop| hop.arrived),
                answered,
                clock: hop.map(|hop| thresholds.clock(&transfer, hop, self.at)).unwrap_or_default(),
                in_time: hop.zip(answered).is_some_and(|(hop, answered)| answered.0 - hop.arrived.0 <= late(hop)),
            }
        };
        let hops = (1..=transfer.kind.hops()).map(hop).collect();
        RequestPage { hops, transfer, from, to, person }
    }

    /// The response league: the organisation itself first, then its children, the best rate first, those without any last.
    pub fn responses(&self, board: &Board, of: Option<Pos>) -> Vec<ResponseRow> {
        let row = |pos: Option<Pos>| ResponseRow {
            pos,
            of: board.responses(&pos.map_or(0..self.tree.len(), |pos| self.tree.subtree(pos))),
            own: pos.map_or_else(Responses::default, |pos| board.responses(&(pos.index()..pos.index() + 1))),
            rank: None,
        };
        let mut children: Vec<ResponseRow> =
            self.home_rows(of).into_iter().skip(1).map(row).filter(|row| row.of != Responses::default()).collect();
        // Compared crosswise, so that 2 of 3 and 4 of 6 are one rate.
        let better = |a: &Responses, b: &Responses| {
            u128::from(a.in_time) * u128::from(b.due) > u128::from(b.in_time) * u128::from(a.due)
        };
        let rates: Vec<Responses> = children.iter().map(|row| row.of).filter(|of| of.due > 0).collect();
        for row in &mut children {
            let ahead = rates.iter().filter(|other| better(other, &row.of)).count();
            row.rank = (row.of.due > 0).then_some(ahead as u32 + 1);
        }
        let backlog = |row: &ResponseRow| std::cmp::Reverse(row.of.overdue);
        children.sort_by_key(|row| (row.rank.unwrap_or(u32::MAX), backlog(row), row.pos));
        std::iter::once(row(of)).chain(children).collect()
    }
}
