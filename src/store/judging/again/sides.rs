//! Edits by where they are felt: the rows of each organisation as they were, and the lists that changed.

use std::collections::{BTreeMap, HashMap};

use super::super::super::dues::Dues;
use super::super::super::rows::OrgRows;
use super::super::receivers;
use crate::model::{
    IdKey, Identity, Member, MemberNumber, Month, Org, OrgId, Payment, Pos, Post, Row, RowEdit, Transfer,
};

/// One row of an organisation before and after; one that moves from one to another is two of these.
#[derive(Clone, Copy)]
pub enum Piece<'a> {
    Member(Option<&'a Member>, Option<&'a Member>),
    Post(Option<&'a Post>, Option<&'a Post>),
    Payment(IdKey, Option<&'a Payment>, Option<&'a Payment>),
}

/// What some edits change, but for rows of organisations themselves.
#[derive(Default)]
pub struct Sides<'a> {
    pub orgs: BTreeMap<Pos, Vec<Piece<'a>>>,
    pub transfers: Vec<(Option<&'a Transfer>, Option<&'a Transfer>)>,
    pub activities: bool,
    pub graduates: bool,
    pub ledger: bool,
    /// The organisations whose elections are told otherwise.
    pub elections: Vec<Pos>,
}

/// What facts are taken from in an organisation's own row, but for its elections.
fn says(org: &Org) -> impl PartialEq {
    let retains = org.retention.is_some_and(|share| share > 0);
    (org.kind, org.branch_kind, org.industry, org.division, org.founded, org.closed, retains, receivers::says(org))
}

impl<'a> Sides<'a> {
    /// Sorts edits; `None` where one is of an organisation's own row, or names one that is not there.
    pub fn of(edits: &'a [RowEdit], places: &HashMap<OrgId, Pos>) -> Option<Self> {
        let mut sides = Self::default();
        for edit in edits {
            sides.add(edit.before.as_ref(), edit.after.as_ref(), places)?;
        }
        Some(sides)
    }

    fn add(&mut self, before: Option<&'a Row>, after: Option<&'a Row>, places: &HashMap<OrgId, Pos>) -> Option<()> {
        let at = |row: Option<&Row>| match row {
            Some(Row::Member { branch: id, .. } | Row::Post { org: id, .. } | Row::Payment { org: id, .. }) => {
                places.get(id).copied().map(Some)
            }
            _ => Some(None),
        };
        let (from, to) = (at(before)?, at(after)?);
        let same_person = match (before, after) {
            (Some(Row::Payment { person, .. }), Some(Row::Payment { person: other, .. })) => person == other,
            _ => true,
        };
        if before.is_some() && after.is_some() && (from != to || !same_person) {
            self.add(before, None, places)?;
            return self.add(None, after, places);
        }
        let pieces = || from.or(to);
        match before.or(after)? {
            Row::Org { id, .. } => match (before, after) {
                (Some(Row::Org { org: old, .. }), Some(Row::Org { org: new, .. })) if says(old) == says(new) => {
                    if (old.election_due, old.last_election) != (new.election_due, new.last_election) {
                        self.elections.push(*places.get(id)?);
                    }
                }
                _ => return None,
            },
            Row::Member { .. } => {
                let row = |row: Option<&'a Row>| match row {
                    Some(Row::Member { member, .. }) => Some(member),
                    _ => None,
                };
                self.orgs.entry(pieces()?).or_default().push(Piece::Member(row(before), row(after)));
            }
            Row::Post { .. } => {
                let row = |row: Option<&'a Row>| match row {
                    Some(Row::Post { post, .. }) => Some(post),
                    _ => None,
                };
                self.orgs.entry(pieces()?).or_default().push(Piece::Post(row(before), row(after)));
            }
            Row::Payment { person, .. } => {
                let row = |row: Option<&'a Row>| match row {
                    Some(Row::Payment { payment, .. }) => Some(payment),
                    _ => None,
                };
                self.orgs.entry(pieces()?).or_default().push(Piece::Payment(*person, row(before), row(after)));
            }
            Row::Transfer(_) => {
                let row = |row: Option<&'a Row>| match row {
                    Some(Row::Transfer(row)) => Some(row),
                    _ => None,
                };
                self.transfers.push((row(before), row(after)));
            }
            Row::Activity(_) => self.activities = true,
            Row::GraduateBase(_) => self.graduates = true,
            Row::LedgerUnit(_) => self.ledger = true,
            // No fact is taken from these.
            Row::Conduct(_) | Row::Attest(_) => {}
        }
        Some(())
    }

    fn pieces(&self) -> impl Iterator<Item = (Pos, Piece<'a>)> + '_ {
        self.orgs.iter().flat_map(|(pos, pieces)| pieces.iter().map(move |piece| (*pos, *piece)))
    }

    /// The members in the edits, before or after, each with its branch.
    pub fn members(&self) -> impl Iterator<Item = (Pos, &'a Member)> + '_ {
        self.pieces().flat_map(|(pos, piece)| match piece {
            Piece::Member(before, after) => [before, after].into_iter().flatten().map(|member| (pos, member)).collect(),
            _ => Vec::new(),
        })
    }

    /// The identity numbers in the edits, of members and of those in posts.
    pub fn identities(&self) -> HashMap<IdKey, Identity> {
        let of = |piece: Piece<'a>| match piece {
            Piece::Member(before, after) => [before, after].map(|row| row.map(|row| &row.identity)),
            Piece::Post(before, after) => [before, after].map(|row| row.map(|row| &row.identity)),
            Piece::Payment(..) => [None, None],
        };
        let all = self.pieces().flat_map(|(_, piece)| of(piece)).flatten();
        all.map(|identity| (identity.key(), identity.clone())).collect()
    }

    /// Brings the list of who holds posts where up to date.
    pub fn hold(&self, holders: &mut Vec<(IdKey, Pos)>) {
        for (pos, piece) in self.pieces() {
            let Piece::Post(before, after) = piece else { continue };
            if let Some(at) = before.and_then(|post| holders.binary_search(&(post.identity.key(), pos)).ok()) {
                holders.remove(at);
            }
            if let Some(post) = after {
                let entry = (post.identity.key(), pos);
                let (Ok(at) | Err(at)) = holders.binary_search(&entry);
                holders.insert(at, entry);
            }
        }
    }

    /// The first month for which anybody paid, where that was `begins` and the edits are still to come; none where the
    /// payments that told it may all have gone.
    pub fn dues_begin(&self, begins: Option<Month>) -> Option<Month> {
        let of = |nth: usize| {
            self.pieces().filter_map(move |(_, piece)| match piece {
                Piece::Payment(_, before, after) => [before, after][nth].map(|paid| paid.month),
                _ => None,
            })
        };
        let first = |nth: usize| of(nth).filter(|month| Some(*month) == begins).count();
        let stay = begins.filter(|_| first(0) <= first(1));
        stay.into_iter().chain(of(1)).min()
    }

    /// The member numbers in the edits.
    pub fn numbers(&self) -> HashMap<u64, MemberNumber> {
        let numbers = self.members().filter_map(|(_, member)| member.number.as_ref());
        numbers.map(|number| (number.key(), number.clone())).collect()
    }
}

impl Piece<'_> {
    /// Puts what was before in place of what came after; `None` where that is not in the rows.
    fn undo(self, rows: &mut OrgRows) -> Option<()> {
        match self {
            Self::Member(before, after) => put_back(&mut rows.members, before, after),
            Self::Post(before, after) => put_back(&mut rows.posts, before, after),
            Self::Payment(person, before, after) => {
                let at = rows.dues.binary_search_by_key(&person, |(key, _)| *key);
                let mut payments = at.map_or_else(|_| Vec::new(), |at| rows.dues[at].1.payments().collect());
                put_back(&mut payments, before, after)?;
                match at {
                    Ok(at) => rows.dues[at].1 = Dues::of(payments),
                    Err(at) => rows.dues.insert(at, (person, Dues::of(payments))),
                }
                Some(())
            }
        }
    }

    fn back(self) -> Self {
        match self {
            Self::Member(before, after) => Self::Member(after, before),
            Self::Post(before, after) => Self::Post(after, before),
            Self::Payment(person, before, after) => Self::Payment(person, after, before),
        }
    }
}

/// Takes pieces back out of rows; `None` where they are not in them.
pub fn undo(pieces: &[Piece<'_>], rows: &mut OrgRows) -> Option<()> {
    pieces.iter().rev().try_for_each(|piece| piece.undo(rows))
}

/// Puts pieces into rows that do not have them yet; `None` where what they take is not there.
pub fn redo(pieces: &[Piece<'_>], rows: &mut OrgRows) -> Option<()> {
    pieces.iter().try_for_each(|piece| piece.back().undo(rows))
}

fn put_back<T: PartialEq + Clone>(rows: &mut Vec<T>, before: Option<&T>, after: Option<&T>) -> Option<()> {
    if let Some(after) = after {
        let at = rows.iter().position(|row| row == after)?;
        rows.remove(at);
    }
    rows.extend(before.cloned());
    Some(())
}
