//! A look through the lists: every row decoded, no chunk missing, every organisation named is there.

use anyhow::Result;

use super::{Ailment, Round};
use crate::model::{Activity, Attest, Conduct, GraduateBase, LedgerUnit, OrgId, Transfer};
use crate::store::codec;
use crate::store::lists::Listed;
use crate::store::tree::Tree;
use crate::store::trees::Trees;

impl Round<'_> {
    pub(super) fn lists(&mut self, trees: &Trees) -> Result<()> {
        self.list(&trees.transfers, |row: &Transfer| [Some(row.from), row.to])?;
        self.list(&trees.conduct, |_: &Conduct| [None, None])?;
        self.list(&trees.activities, |row: &Activity| [Some(row.org), None])?;
        self.list(&trees.graduates, |row: &GraduateBase| [Some(row.school), None])?;
        self.list(&trees.ledger, |row: &LedgerUnit| [row.org, None])?;
        self.list(&trees.attests, |row: &Attest| [Some(row.org), None])
    }

    fn list<T: Listed>(&mut self, tree: &Tree, orgs: impl Fn(&T) -> [Option<OrgId>; 2]) -> Result<()> {
        let mut next = 0u32;
        self.walk(tree, |round, key, value| {
            if key != next.to_be_bytes() {
                round.fault(T::TREE, Some(key), None, Ailment::Gap);
            }
            next += 1;
            let read = tree.codec().read(T::TREE, key, value).and_then(|(body, veil)| match veil {
                Some(veil) => veil.unpack::<T>(T::TREE, &body),
                None => codec::shape(T::TREE, &body),
            });
            match read {
                Err(error) => round.bad(T::TREE, key, None, &error),
                Ok(rows) => {
                    let lost = rows.iter().flat_map(&orgs).flatten().any(|org| !round.ids.contains(&org));
                    if lost && !round.ids.is_empty() {
                        round.fault(T::TREE, Some(key), None, Ailment::NoSuchOrg);
                    }
                }
            }
        })
    }
}
