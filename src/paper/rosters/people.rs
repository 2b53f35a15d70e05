//! Members, cadres and dues in one pass over the rows, and who is who for the lists behind them.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use super::{Export, Times};
use crate::intake::Kind;
use crate::intake::rows as kinds;
use crate::model::{IdKey, Identity};
use crate::store::{Interrupted, OrgRows, PaidOnce, Phase, Watch};

/// Who was met among members and cadres.
#[derive(Default)]
pub(super) struct Persons {
    /// Foreign documents as they were given: everywhere else only their hash is kept.
    foreign: HashMap<IdKey, Identity>,
    /// Everybody of the subtree, where only a subtree is wanted.
    inside: HashSet<IdKey>,
}

impl Persons {
    /// The number behind a key, where anything tells it.
    pub(super) fn identity(&self, key: IdKey) -> Option<Identity> {
        key.identity().or_else(|| self.foreign.get(&key).cloned())
    }

    /// Whether somebody was met in the subtree.
    pub(super) fn met(&self, key: IdKey) -> bool {
        self.inside.contains(&key)
    }

    fn meet(&mut self, rows: &OrgRows, subtree: bool) {
        let members = rows.members.iter().map(|row| &row.identity);
        for identity in members.chain(rows.posts.iter().map(|row| &row.identity)) {
            if matches!(identity, Identity::Foreign(_)) {
                self.foreign.insert(identity.key(), identity.clone());
            }
            if subtree {
                self.inside.insert(identity.key());
            }
        }
    }
}

/// How many organisations are passed between two looks at the watch.
const LOOK: u32 = 256;

impl Export<'_> {
    pub(super) fn people(&mut self, watch: &dyn Watch) -> Result<()> {
        let [mut members, mut cadres, mut dues] =
            [self.rosters(Kind::Members)?, self.rosters(Kind::Cadres)?, self.rosters(Kind::Dues)?];
        let named = self.wants(Kind::Transfers) || self.wants(Kind::Conduct);
        if members.is_none() && cadres.is_none() && dues.is_none() && !named {
            return Ok(());
        }
        let repeated = self.register.shared_identities()?;
        let mut times = Times::new();
        let mut once = PaidOnce::new(self.register)?;
        let (range, tree, subtree) = (self.scope.range.clone(), self.scope.tree, self.scope.top.is_some());
        let total = range.len() as u64;
        self.register.each_rows(range.clone(), |pos, rows| {
            if pos.0.is_multiple_of(LOOK) && !watch.at(Phase::Writing, (pos.index() - range.start) as u64, total) {
                return Err(Interrupted.into());
            }
            let code = tree.code(pos);
            self.persons.meet(&rows, subtree);
            for member in &rows.members {
                self.out.corrected += u64::from(!member.corrections.is_empty());
                let Some(files) = &mut members else { continue };
                let key = member.identity.key();
                let number = if repeated.binary_search(&key).is_ok() { times.before(key) } else { 0 };
                files.put(number, self.row.filled(|row| kinds::member(row, member, code)))?;
            }
            for post in &rows.posts {
                let Some(files) = &mut cadres else { break };
                files.put(0, self.row.filled(|row| kinds::cadre(row, post, code)))?;
            }
            for (person, paid) in &rows.dues {
                let Some(files) = &mut dues else { break };
                let Some(who) = self.persons.identity(*person) else { continue };
                for payment in once.fresh(*person, paid) {
                    files.put(0, self.row.filled(|row| kinds::payment(row, &payment, &who, code)))?;
                }
            }
            Ok(())
        })?;
        self.finish([members, cadres, dues].into_iter().flatten())
    }
}
