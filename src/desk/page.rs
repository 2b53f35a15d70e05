//! What is read from the store when one organisation or one person is opened.

use crate::model::{Member, Org, Pos, Post};

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
    pub posts: Vec<crate::model::PostTitle>,
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
}
