//! Whether two registers hold the same rows: a count and a sum of hashes for every kind.
//!
//! Organisations are told by code and not by number, and the hashes of a kind are added up, so neither the numbers that
//! one register gave nor the order in which rows arrived make a difference. What no roster carries is left out: what a
//! member's earlier branches were, programmes, frozen verdicts, the journal. It tells an accident, not a forger.

use std::fmt;

use anyhow::Result;
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::tree::Tree;
use super::{Listed, PaidOnce, Register, codec, lists};
use crate::model::{Activity, Attest, Conduct, GraduateBase, LedgerUnit, OrgId, Pos, Transfer};

/// The digest of one kind of row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Rows.
    pub rows: u64,
    hash: u128,
}

impl Sum {
    fn add(&mut self, row: &impl Serialize) -> Result<()> {
        let mut bytes = Vec::new();
        codec::pack(row, &mut bytes)?;
        let hash = Sha256::digest(&bytes);
        let mut half = [0; 16];
        half.copy_from_slice(&hash[..16]);
        self.hash = self.hash.wrapping_add(u128::from_le_bytes(half));
        self.rows += 1;
        Ok(())
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.hash)
    }
}

/// The digests of all kinds, by the English name of their roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest(pub Vec<(&'static str, Sum)>);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all = Sha256::new();
        for (kind, sum) in &self.0 {
            all.update(kind.as_bytes());
            all.update(sum.rows.to_le_bytes());
            all.update(sum.hash.to_le_bytes());
        }
        all.finalize().iter().take(16).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = to.serialize_map(Some(self.0.len() + 1))?;
        map.serialize_entry("all", &self.to_string())?;
        for (kind, sum) in &self.0 {
            map.serialize_entry(kind, &(sum.rows, sum.to_string()))?;
        }
        map.end()
    }
}

/// Rows of a list with the numbers of organisations taken out, and the organisations that they named.
trait Named: Listed {
    fn unnumbered(self) -> (Self, [Option<OrgId>; 2]);
}

const NONE: OrgId = OrgId(0);

impl Named for Transfer {
    fn unnumbered(self) -> (Self, [Option<OrgId>; 2]) {
        let orgs = [Some(self.from), self.to];
        (Self { from: NONE, to: None, ..self }, orgs)
    }
}

impl Named for Conduct {
    fn unnumbered(self) -> (Self, [Option<OrgId>; 2]) {
        (self, [None, None])
    }
}

impl Named for Activity {
    fn unnumbered(self) -> (Self, [Option<OrgId>; 2]) {
        let org = self.org;
        (Self { org: NONE, ..self }, [Some(org), None])
    }
}

impl Named for GraduateBase {
    fn unnumbered(self) -> (Self, [Option<OrgId>; 2]) {
        let school = self.school;
        (Self { school: NONE, ..self }, [Some(school), None])
    }
}

impl Named for LedgerUnit {
    fn unnumbered(self) -> (Self, [Option<OrgId>; 2]) {
        let org = self.org;
        (Self { org: None, ..self }, [org, None])
    }
}

impl Named for Attest {
    fn unnumbered(self) -> (Self, [Option<OrgId>; 2]) {
        let org = self.org;
        (Self { org: NONE, ..self }, [Some(org), None])
    }
}

impl Register {
    /// What the register holds, in a few numbers; reads every row.
    ///
    /// # Errors
    /// Damage.
    pub fn digest(&self) -> Result<Digest> {
        let tree = self.tree()?;
        let [mut orgs, mut members, mut cadres, mut dues] = [Sum::default(); 4];
        for (at, row) in self.org_rows()?.enumerate() {
            let (_, _, org) = row?;
            let parent = tree.parent(Pos(at as u32)).map(|parent| tree.code(parent));
            // Which of several siblings comes first says nothing.
            orgs.add(&(parent, org))?;
        }
        let mut once = PaidOnce::new(self)?;
        self.each_rows(0..tree.len(), |pos, rows| {
            let code = tree.code(pos);
            for mut member in rows.members {
                member.corrections.clear();
                members.add(&(code, member))?;
            }
            rows.posts.iter().try_for_each(|post| cadres.add(&(code, post)))?;
            for (person, paid) in &rows.dues {
                let fresh = once.fresh(*person, paid);
                fresh.iter().try_for_each(|payment| dues.add(&(person, payment)))?;
            }
            Ok(())
        })?;
        let places = tree.by_id();
        let code = |org: OrgId| places.get(&org).map_or("", |pos: &Pos| tree.code(*pos));
        let open = self.open_now()?;
        Ok(Digest(vec![
            ("orgs", orgs),
            ("members", members),
            ("cadres", cadres),
            ("transfers", listed::<Transfer>(&open.trees.transfers, &code)?),
            ("dues", dues),
            ("conduct", listed::<Conduct>(&open.trees.conduct, &code)?),
            ("activities", listed::<Activity>(&open.trees.activities, &code)?),
            ("graduates", listed::<GraduateBase>(&open.trees.graduates, &code)?),
            ("ledger", listed::<LedgerUnit>(&open.trees.ledger, &code)?),
            ("attest", listed::<Attest>(&open.trees.attests, &code)?),
        ]))
    }

    /// How many rows of members remember earlier branches, which no roster carries.
    ///
    /// # Errors
    /// Damage.
    pub fn corrected(&self) -> Result<u64> {
        let mut count = 0;
        self.scan_judged(0..self.meta().orgs as usize, |_, half| count += half.corrected() as u64)?;
        Ok(count)
    }
}

fn listed<'t, T: Named>(tree: &Tree, code: &dyn Fn(OrgId) -> &'t str) -> Result<Sum> {
    let mut sum = Sum::default();
    let mut failed = Ok(());
    lists::each::<T>(tree, |row| {
        let (row, orgs) = row.unnumbered();
        if failed.is_ok() {
            failed = sum.add(&(row, orgs.map(|org| org.map(code))));
        }
    })?;
    failed.map(|()| sum)
}
