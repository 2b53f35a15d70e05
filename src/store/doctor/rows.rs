//! A look through rows and dues: every part decoded, none missing, each under an organisation that is there.

use anyhow::Result;

use super::{Ailment, Round, pos_of};
use crate::store::dues::{self, Dues};
use crate::store::rows::{self, OrgRows};
use crate::store::tree::Tree;

impl Round<'_> {
    pub(super) fn rows(&mut self, tree: &Tree) -> Result<()> {
        let mut before = None;
        self.walk(tree, |round, key, value| {
            round.part(rows::TREE, key, &mut before);
            let mut read = OrgRows::default();
            let body = tree.codec().read(rows::TREE, key, value);
            match body.and_then(|(body, veil)| rows::decode(key, &body, veil, &mut read)) {
                Ok(()) => {
                    round.members += read.members.len() as u64;
                    round.posts += read.posts.len() as u64;
                }
                Err(error) => round.bad(rows::TREE, key, pos_of(key), &error),
            }
        })
    }

    pub(super) fn dues(&mut self, tree: &Tree) -> Result<()> {
        let mut before = None;
        self.walk(tree, |round, key, value| {
            round.part(dues::TREE, key, &mut before);
            let mut read = Vec::new();
            let body = tree.codec().read(dues::TREE, key, value);
            match body.and_then(|(body, veil)| dues::decode(key, &body, veil, &mut read)) {
                Ok(()) if read.iter().all(|(_, dues): &(_, Dues)| dues.is_whole()) => {}
                Ok(()) => round.fault(dues::TREE, Some(key), pos_of(key), Ailment::Damaged),
                Err(error) => round.bad(dues::TREE, key, pos_of(key), &error),
            }
        })
    }

    /// Looks at the key of a part: its organisation is there, and so are the parts before it.
    fn part(&mut self, tree: &'static str, key: &[u8], before: &mut Option<(u32, u8)>) {
        let (Some(pos), Some(part)) = (pos_of(key), key.last().copied()) else {
            return self.fault(tree, Some(key), None, Ailment::Damaged);
        };
        if pos as usize >= self.codes.len() {
            self.fault(tree, Some(key), None, Ailment::NoSuchOrg);
        }
        let next = before.filter(|(at, _)| *at == pos).map_or(0, |(_, part)| part.wrapping_add(1));
        if part != next {
            self.fault(tree, Some(key), Some(pos), Ailment::Gap);
        }
        *before = Some((pos, part));
    }
}
