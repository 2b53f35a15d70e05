//! What is worth checking: patterns in the rows, each opened down to them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use anyhow::Result;

use super::answers::once;
use super::{Desk, Standing};
use crate::judge::Fact;
use crate::judge::alert::{self, Alert, AlertThresholds, Ground, RowRef};
use crate::model::{Day, Pos};
use crate::programme::Programme;
use crate::store::{self, Look, OrgRows, Thresholds};

/// A row behind an alert, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRow {
    /// The organisation the alert counts it in.
    pub at: Pos,
    /// Where the row itself stands now and its place there; `None` for an organisation and for one who is on no roster.
    pub opens: Option<(Pos, u32)>,
    /// The name; empty for one who is on no roster.
    pub name: String,
    /// The masked identity number; empty for an organisation.
    pub id_masked: String,
    /// The day it came, or began.
    pub come: Option<Day>,
    /// The day it was gone, or by which it was.
    pub gone: Option<Day>,
    /// Where it went, or came from.
    pub other: Option<Pos>,
}

impl Desk {
    /// Everything worth checking in a subtree, by kind and then the largest first; worked out once for the whole register.
    ///
    /// Seconds at province scale: every row is read once. `stop` says that nobody waits any more.
    ///
    /// # Errors
    /// [`Interrupted`](crate::store::Interrupted), or a register that cannot be read.
    pub fn alerts(
        &self,
        scope: Option<Pos>,
        progress: &(dyn Fn(f32) + Sync),
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<Alert>> {
        let answers = self.answers();
        let standing = self.standing(&|_| {})?;
        let all = once(&answers.alerts, || Ok(Arc::new(self.look(&standing, progress, stop)?)))?;
        let range = scope.map_or(0..standing.tree.len(), |pos| standing.tree.subtree(pos));
        Ok(all.iter().filter(|alert| range.contains(&alert.org.index())).cloned().collect())
    }

    fn look(
        &self,
        standing: &Standing,
        progress: &(dyn Fn(f32) + Sync),
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<Alert>> {
        let params = standing.rule_set.params();
        let thresholds = Thresholds::at(params, standing.at);
        let of_alerts = AlertThresholds::at(params, standing.at);
        let tree = &*standing.tree;
        // Acts on findings are entries too, and write no row.
        let journal = self.register().journal()?;
        let written = journal.iter().rfind(|entry| entry.rows == entry.number);
        let written = written.map_or(self.present(), |entry| entry.recorded);
        let look = Look {
            tree,
            at: standing.at,
            present: self.present(),
            written,
            thresholds: &thresholds,
            alert: &of_alerts,
        };
        let mut events = store::look(self.register(), look, progress, stop)?;
        events.losses = super::losses::kept(self.whole_desk().register(), &*self.places()?)?;
        let ground = Ground {
            tree,
            at: standing.at.day(),
            dues: &self.due_days(standing.at.day(), &of_alerts),
            thresholds: &of_alerts,
            members: &|pos| standing.facts.own(Fact::Members, pos).max(0) as u32,
        };
        Ok(alert::alerts(&ground, events))
    }

    /// The days on which the steps of any programme fall due, as far back as is looked.
    fn due_days(&self, at: Day, thresholds: &AlertThresholds) -> Vec<Day> {
        let near = at.0 - thresholds.look_back..=at.0 + thresholds.closed_days;
        let dues = self.programmes().iter().flat_map(Programme::steps).map(|step| step.due);
        let mut dues: Vec<Day> = dues.filter(|due| near.contains(&due.0)).collect();
        dues.sort_unstable();
        dues.dedup();
        dues
    }

    /// The first rows behind an alert with their names and masked numbers.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn alert_rows(&self, alert: &Alert, limit: usize) -> Result<Vec<AlertRow>> {
        let mut read: HashMap<Pos, OrgRows> = HashMap::new();
        let standing = self.standing(&|_| {})?;
        let mut rows = Vec::new();
        for row in alert.rows.iter().take(limit) {
            for pos in std::iter::once(row.at).chain(row.other).filter(|_| row.person.is_some()) {
                if let Entry::Vacant(place) = read.entry(pos) {
                    place.insert(self.register().rows(pos)?);
                }
            }
            rows.push(shown(&standing, row, &read));
        }
        Ok(rows)
    }
}

fn shown(standing: &Standing, row: &RowRef, read: &HashMap<Pos, OrgRows>) -> AlertRow {
    let mut out = AlertRow {
        at: row.at,
        opens: None,
        name: String::new(),
        id_masked: String::new(),
        come: row.come,
        gone: row.gone,
        other: row.other,
    };
    let Some(person) = row.person else {
        return AlertRow { name: standing.tree.label(row.at).to_owned(), ..out };
    };
    out.id_masked = person.masked();
    let rows = || std::iter::once(row.at).chain(row.other).filter_map(|pos| Some((pos, read.get(&pos)?)));
    for (pos, rows) in rows() {
        let slot = rows.members.iter().position(|member| member.identity.key() == person);
        if let Some((slot, member)) = slot.and_then(|slot| Some((slot, rows.members.get(slot)?))) {
            out.opens = Some((pos, slot as u32));
            out.name = member.name.to_string();
            out.id_masked = member.identity.masked();
            return out;
        }
    }
    let post = rows().flat_map(|(_, rows)| &rows.posts).find(|post| post.identity.key() == person);
    if let Some(post) = post {
        out.name = post.name.to_string();
        out.id_masked = post.identity.masked();
    }
    out
}
