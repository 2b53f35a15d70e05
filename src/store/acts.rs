//! What people did, commit by commit, beside the journal: chunks of one commit, each act once with the findings it is about.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use sled::Transactional;
use sled::transaction::ConflictableTransactionError;

use super::meta::JournalEntry;
use super::register::Register;
use super::trees::{ACTS, JOURNAL};
use crate::model::{Act, FindingKey, Instant, OrgId, stable_hash_of};

/// Findings to a chunk: with the longest text an act may have it stays well under 16 KB.
const CHUNK: usize = 1000;
/// Different acts to a chunk.
const ACTS_A_CHUNK: usize = 4;

#[derive(Default, Serialize, Deserialize)]
struct Chunk {
    rules: Vec<CompactString>,
    acts: Vec<Act>,
    /// Place of the act, place of the rule, organisation.
    rows: Vec<(u16, u16, u32)>,
}

/// What a commit of acts or edits says of itself.
#[derive(Clone, Debug)]
pub struct Signed<'a> {
    /// What was done, in the words of the command line.
    pub verb: &'a str,
    /// Who did it.
    pub author: &'a str,
    /// When it was recorded.
    pub recorded: Instant,
    /// When it takes effect.
    pub effective: Instant,
    /// The entry that it takes back.
    pub undoes: Option<u64>,
}

/// One act on one finding, as it is kept.
#[derive(Clone, Debug)]
pub struct KeptAct {
    /// The number of its entry in the journal.
    pub entry: u64,
    /// The rule's id.
    pub rule: CompactString,
    /// The organisation.
    pub org: OrgId,
    /// What was done; shared by the findings of one batch.
    pub act: Arc<Act>,
}

pub(super) fn key(entry: u64, part: u16) -> [u8; 10] {
    let mut key = [0; 10];
    key[..8].copy_from_slice(&entry.to_be_bytes());
    key[8..].copy_from_slice(&part.to_be_bytes());
    key
}

fn chunks(acts: &[(FindingKey, Act)]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let (mut known, mut rules) = (HashMap::new(), HashMap::new());
    for (on, act) in acts {
        let room = chunks.last().is_some_and(|chunk| {
            chunk.rows.len() < CHUNK && (known.contains_key(act) || chunk.acts.len() < ACTS_A_CHUNK)
        });
        if !room {
            chunks.push(Chunk::default());
            known.clear();
            rules.clear();
        }
        let Some(chunk) = chunks.last_mut() else { continue };
        let act = *known.entry(act).or_insert_with(|| {
            chunk.acts.push(act.clone());
            chunk.acts.len() as u16 - 1
        });
        let rule = *rules.entry(&on.rule).or_insert_with(|| {
            chunk.rules.push(on.rule.clone());
            chunk.rules.len() as u16 - 1
        });
        chunk.rows.push((act, rule, on.org.0));
    }
    chunks
}

impl Register {
    /// Keeps acts with their entry in the journal, all or nothing, and makes them durable; gives the entry.
    ///
    /// # Errors
    /// What the disk said, or damage.
    pub fn act(&self, signed: &Signed<'_>, acts: &[(FindingKey, Act)]) -> Result<JournalEntry> {
        self.mark_format()?;
        let _turn = self.writer()?;
        let open = self.open_now()?;
        let last = self.last_journal()?;
        let number = last.as_ref().map_or(1, |(last, _)| last.number + 1);
        let mut parts = Vec::new();
        let mut print = Vec::new();
        for (part, chunk) in chunks(acts).iter().enumerate() {
            let key = key(number, u16::try_from(part).context("too many findings for one commit")?);
            let value = open.trees.acts.codec().encode(ACTS, &key, chunk)?;
            print.extend(stable_hash_of(&value).to_le_bytes());
            parts.push((key, value));
        }
        let entry = JournalEntry {
            number,
            recorded: signed.recorded,
            verb: signed.verb.to_owned(),
            files: Vec::new(),
            changed: acts.len() as u64,
            previous: last.as_ref().map_or(0, |(_, print)| *print),
            author: signed.author.to_owned(),
            effective: signed.effective,
            rows: last.as_ref().map_or(0, |(last, _)| last.rows),
            undoes: signed.undoes,
            acts: if print.is_empty() { 0 } else { stable_hash_of(&print) },
            edits: 0,
        };
        let at = number.to_be_bytes();
        let value = open.trees.journal.codec().encode(JOURNAL, &at, &entry)?;
        (open.trees.journal.raw(), open.trees.acts.raw())
            .transaction(|(journal, acts)| {
                journal.insert(&at, value.as_slice())?;
                for (key, value) in &parts {
                    acts.insert(key, value.as_slice())?;
                }
                Ok::<_, ConflictableTransactionError<()>>(())
            })
            .map_err(|error| self.unwritten(error))?;
        self.sync()?;
        Ok(entry)
    }

    /// Everything people ever did about findings, first act first.
    ///
    /// # Errors
    /// Damage.
    pub fn acts(&self) -> Result<Vec<KeptAct>> {
        let open = self.open_now()?;
        let mut all = Vec::new();
        for entry in open.trees.acts.iter() {
            let (key, body) = entry?;
            let chunk: Chunk = open.trees.acts.shape(&body)?;
            let damaged = || self.damaged("what was done about a finding cannot be read");
            let number = key.first_chunk().map(|bytes| u64::from_be_bytes(*bytes)).ok_or_else(damaged)?;
            let acts: Vec<Arc<Act>> = chunk.acts.into_iter().map(Arc::new).collect();
            for (act, rule, org) in chunk.rows {
                if !self.sees(OrgId(org)) {
                    continue;
                }
                all.push(KeptAct {
                    entry: number,
                    rule: chunk.rules.get(usize::from(rule)).ok_or_else(damaged)?.clone(),
                    org: OrgId(org),
                    act: Arc::clone(acts.get(usize::from(act)).ok_or_else(damaged)?),
                });
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::codec::Codec;

    fn key_of(org: u32) -> FindingKey {
        FindingKey { rule: format!("rule-{}", org % 3).into(), org: OrgId(org) }
    }

    #[test]
    fn the_largest_acts_fit_a_value_and_keep_their_order() {
        let long = "长".repeat(400);
        let act = |org: u32| match org % 7 {
            0 => Act::Note { text: format!("{}{long}", org % 70).into() },
            _ => Act::Assign { post: "post".into() },
        };
        let acts: Vec<_> = (0..20_000).map(|org| (key_of(org), act(org))).collect();
        let mut back = Vec::new();
        for chunk in chunks(&acts) {
            assert!(Codec::PLAIN.encode(ACTS, &key(1, 0), &chunk).unwrap().len() < 16 * 1024);
            for (act, rule, org) in &chunk.rows {
                let rule = chunk.rules[usize::from(*rule)].clone();
                back.push((FindingKey { rule, org: OrgId(*org) }, chunk.acts[usize::from(*act)].clone()));
            }
        }
        assert!(back == acts);
        let same: Vec<_> = (0..300_000).map(|org| (key_of(org), Act::Assign { post: "post".into() })).collect();
        assert_eq!(chunks(&same).len(), 300);
    }
}
