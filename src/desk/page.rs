//! What is read from the store when one organisation or one person is opened.

use anyhow::{Result, bail};

use super::{Desk, Standing};
use crate::judge::{Fact, Rows};
use crate::model::{IdKey, League, Member, Month, Org, OrgKind, Pos, Post, PostTitle};
use crate::store::{Thresholds, of_school};

/// One organisation opened: its own row, its posts and, for a branch, its members.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgPage {
    /// Where it stands in the tree.
    pub pos: Pos,
    /// Its row.
    pub org: Org,
    /// Every post ever held here, as the roster gives them; current ones first.
    pub posts: Vec<Post>,
    /// The rows kept in this branch, members or not.
    pub members: Vec<MemberRow>,
}

/// A row of a branch's members table.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberRow {
    /// Its place in the branch.
    pub slot: u32,
    /// The row.
    pub member: Member,
    /// Whether it is a member at the instant shown.
    pub counts: bool,
    /// Whether it has reported at the instant shown.
    pub reported: bool,
    /// The ids of the rules this row stands behind (`missing-number`, `over-age`, …).
    pub flags: Vec<&'static str>,
    /// The titles of the posts the person holds in this branch.
    pub posts: Vec<PostTitle>,
}

/// One person opened from the search or from a members table.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonPage {
    /// The branch.
    pub pos: Pos,
    /// The row.
    pub row: MemberRow,
    /// Every post of the person anywhere in the register, with its organisation.
    pub posts: Vec<(Pos, Post)>,
    /// Branches that earlier rosters gave, by name, with the day the correction was recorded.
    pub history: Vec<(String, crate::model::Day)>,
}

/// The rows that can stand behind a finding, and the rule each is shown under.
const FLAGS: [(Rows, &str); 11] = [
    (Rows::IdentityShared, "duplicate-identity"),
    (Rows::Unreported, "unreported-members"),
    (Rows::NumberShared, "duplicate-number"),
    (Rows::NumberWrong, "wrong-number"),
    (Rows::NumberMissing, "missing-number"),
    (Rows::OverAge, "over-age"),
    (Rows::Unreachable, "unreachable-members"),
    (Rows::DuesArrears, "dues-arrears"),
    (Rows::Unsettled, "transfer-not-settled"),
    (Rows::Unappraised, "not-appraised"),
    (Rows::Unregistered, "not-registered"),
];

/// Judges single rows the way facts were taken, so that every count opens down to the rows behind it.
pub(super) struct RowJudge<'a> {
    standing: &'a Standing,
    thresholds: Thresholds,
    /// Whether the organisation is a branch that exists.
    branch: bool,
    /// Whether it is a school's.
    school: bool,
    /// Whether the register tells years of appraisal, and of registration.
    told: (bool, bool),
}

impl<'a> RowJudge<'a> {
    pub fn new(standing: &'a Standing, pos: Pos) -> Self {
        let thresholds = Thresholds::at(standing.rule_set.params(), standing.at);
        let tree = &standing.tree;
        let told = |fact| standing.facts.total(fact, &(0..tree.len())) > 0;
        Self {
            thresholds,
            branch: tree.exists(pos, standing.at) && tree.kind(pos) == OrgKind::Branch,
            school: of_school(tree, pos),
            told: (told(Fact::Unappraised), told(Fact::Unregistered)),
            standing,
        }
    }

    pub fn row(&self, slot: usize, member: Member, posts: &[Post]) -> MemberRow {
        let key = member.identity.key();
        let counts = self.branch && member.member_at(self.standing.at);
        let held = posts.iter().filter(|post| post.current(self.standing.at) && post.identity.key() == key);
        MemberRow {
            slot: slot as u32,
            counts,
            reported: counts && member.reported_by(self.standing.at),
            flags: FLAGS.iter().filter(|(rows, _)| self.stands_behind(*rows, &member)).map(|(_, id)| *id).collect(),
            posts: held.map(|post| post.title).collect(),
            member,
        }
    }

    /// Whether a row is one of those a rule counts.
    pub fn stands_behind(&self, rows: Rows, member: &Member) -> bool {
        let Standing { at, flagged, .. } = self.standing;
        let counts = self.branch && member.member_at(*at);
        let key = member.identity.key();
        let due = |from: Month| member.joined >= from;
        match rows {
            Rows::None | Rows::Posts | Rows::Children | Rows::LedgerBare | Rows::LedgerHollow => false,
            Rows::Members => counts,
            Rows::IdentityShared => counts && flagged.identities.binary_search(&key).is_ok(),
            Rows::Unreported => counts && !member.reported_by(*at),
            Rows::NumberMissing => counts && member.number.is_none() && due(self.thresholds.number_due_from),
            Rows::NumberWrong => {
                counts && member.number.as_ref().is_some_and(|number| number.fault(member.joined).is_some())
            }
            Rows::NumberShared => {
                let number = member.number.as_ref().map(|number| number.key());
                counts && number.is_some_and(|number| flagged.numbers.binary_search(&number).is_ok())
            }
            Rows::OverAge => counts && member.league == League::Normal && flagged.over_age.binary_search(&key).is_ok(),
            Rows::Unreachable => counts && member.unreachable,
            Rows::DuesArrears => counts && flagged.arrears.binary_search(&key).is_ok(),
            Rows::Unappraised => {
                let told = member.appraisal_year;
                counts && self.told.0 && self.thresholds.unappraised(member.joined, member.politics, told)
            }
            Rows::Unregistered => {
                let told = member.registered_year;
                counts && self.told.1 && self.thresholds.unregistered(self.school, member.joined, told)
            }
            Rows::Unsettled => self.branch && flagged.unsettled.binary_search(&key).is_ok(),
        }
    }
}

impl Desk {
    /// Opens an organisation.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn org_page(&self, standing: &Standing, pos: Pos) -> Result<OrgPage> {
        let rows = self.register().rows(pos)?;
        let judge = RowJudge::new(standing, pos);
        let members = rows.members.into_iter().enumerate();
        let members = members.map(|(slot, member)| judge.row(slot, member, &rows.posts)).collect();
        let mut posts = rows.posts;
        posts.sort_by_key(|post| (!post.current(standing.at), post.title));
        Ok(OrgPage { pos, org: self.register().org(pos)?, posts, members })
    }

    /// Opens a person by branch and slot.
    ///
    /// # Errors
    /// A register that cannot be read, or no such row.
    pub fn person_page(&self, standing: &Standing, pos: Pos, slot: u32) -> Result<PersonPage> {
        let mut rows = self.register().rows(pos)?;
        if slot as usize >= rows.members.len() {
            bail!("branch {} has no row {slot}", standing.tree.code(pos));
        }
        let member = rows.members.swap_remove(slot as usize);
        let posts = self.posts_of(member.identity.key())?;
        let history = member.corrections.iter().map(|correction| {
            let place = self.places()?.get(&correction.from).copied();
            let name = place.map_or_else(String::new, |pos| standing.tree.label(pos).to_owned());
            Ok((name, correction.recorded.day()))
        });
        let history = history.collect::<Result<_>>()?;
        let row = RowJudge::new(standing, pos).row(slot as usize, member, &rows.posts);
        Ok(PersonPage { pos, row, posts, history })
    }

    fn posts_of(&self, key: IdKey) -> Result<Vec<(Pos, Post)>> {
        let holders = self.holders()?;
        let first = holders.partition_point(|(other, _)| *other < key);
        let places = holders[first..].iter().take_while(|(other, _)| *other == key).map(|(_, pos)| *pos);
        let mut places: Vec<Pos> = places.collect();
        places.dedup();
        let mut out = Vec::new();
        for pos in places {
            let rows = self.register().rows(pos)?;
            out.extend(rows.posts.into_iter().filter(|post| post.identity.key() == key).map(|post| (pos, post)));
        }
        Ok(out)
    }
}
