//! The facts of the present, kept so that a start need not read every row.

use anyhow::Result;

use super::column::Tag;
use super::judging::{Collected, Flagged};
use super::thresholds::Thresholds;
use super::{Register, column};
use crate::judge::{Fact, FactRow, Facts, NO_DAY};
use crate::model::{Day, IdKey, Instant, Pos};

/// Of which instant kept facts are, and until when they hold.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// The instant they were taken at.
    pub at: Instant,
    /// The first instant at which they no longer hold.
    pub until: Option<Instant>,
    /// How many organisations.
    pub orgs: u32,
    /// The parameters they were taken with.
    pub thresholds: Thresholds,
}

/// The number of the way in which facts are counted: another one, another number, and what was kept is counted anew.
pub const COUNTED: u32 = 2;

/// Named after the number of facts: those of a program that knew fewer are not found, and taken anew.
fn key() -> String {
    format!("facts-{}-{COUNTED}", Fact::ALL.len())
}

/// Under which stands the entry until which kept facts know the rows.
fn rows_key() -> String {
    format!("facts-{}-rows", Fact::ALL.len())
}

impl Register {
    /// Keeps facts as those of the present.
    ///
    /// # Errors
    /// What the disk said.
    pub fn keep_facts(&self, collected: &Collected) -> Result<()> {
        let facts = &collected.facts;
        let span = Span {
            at: facts.at,
            until: collected.until,
            orgs: facts.len() as u32,
            thresholds: collected.thresholds.clone(),
        };
        // Withdrawn first: half-written columns must not be taken for facts.
        self.forget(&key())?;
        let open = self.open_now()?;
        let columns = &open.trees.columns;
        for fact in Fact::ALL {
            let values = (0..facts.len()).map(|at| zigzag(facts.own(fact, Pos(at as u32))));
            column::write(columns, Tag::Facts as u8 + fact as u8, &column::pack(values))?;
        }
        let flagged = &collected.flagged;
        let lists = [
            (Tag::OverAge, column::pack(flagged.over_age.iter().map(|key| key.0))),
            (Tag::NumbersBorne, column::pack(flagged.numbers.iter().copied())),
            (Tag::IdentitiesLive, column::pack(flagged.identities.iter().map(|key| key.0))),
            (Tag::Arrears, column::pack(flagged.arrears.iter().map(|key| key.0))),
            (Tag::Unsettled, column::pack(flagged.unsettled.iter().map(|key| key.0))),
        ];
        for (tag, bytes) in lists {
            column::write(columns, tag as u8, &bytes)?;
        }
        self.put_meta(rows_key().as_bytes(), &collected.rows)?;
        self.put_meta(key().as_bytes(), &span)?;
        self.sync()
    }

    /// The span of the kept facts, if there are any and no row was edited since.
    ///
    /// # Errors
    /// Damage.
    pub fn kept_span(&self) -> Result<Option<Span>> {
        let current = self.kept_rows()? >= self.last_edit()?;
        Ok(self.get_meta(key().as_bytes())?.filter(|_| current))
    }

    /// Until which entry kept facts know the rows; those of an earlier program know of no edit.
    fn kept_rows(&self) -> Result<u64> {
        Ok(self.get_meta(rows_key().as_bytes())?.unwrap_or_default())
    }

    /// The kept facts, if there are any and no row was edited since; the caller looks whether their span covers the instant
    /// wanted.
    ///
    /// # Errors
    /// Damage.
    pub fn kept_facts(&self) -> Result<Option<Collected>> {
        if self.kept_span()?.is_none() { Ok(None) } else { self.facts_before_edits() }
    }

    /// The kept facts as they are: what [`edits_here`](Self::edits_here) lists after entry `rows` is not in them.
    ///
    /// # Errors
    /// Damage.
    pub fn facts_before_edits(&self) -> Result<Option<Collected>> {
        let Some(span) = self.get_meta::<Span>(key().as_bytes())? else { return Ok(None) };
        let rows = self.kept_rows()?;
        let columns: Vec<Vec<u8>> =
            Fact::ALL.iter().map(|fact| self.column(Tag::Facts as u8 + *fact as u8)).collect::<Result<_>>()?;
        let mut streams: Vec<_> = columns.iter().map(|bytes| column::unpack(bytes)).collect();
        let mut facts = Facts::new(span.at, span.orgs as usize);
        for _ in 0..span.orgs {
            let mut row = FactRow::default();
            for (fact, stream) in Fact::ALL.iter().zip(&mut streams) {
                let Some(value) = stream.next().map(unzigzag) else { return Ok(None) };
                if !fact.is_day() {
                    row.add(*fact, value as u32);
                } else if value != i64::from(NO_DAY) {
                    row.latest(*fact, Some(Day(value as i32)));
                }
            }
            facts.push(&row);
        }
        let list = |tag: Tag| self.column(tag as u8);
        let keys = |bytes: Vec<u8>| column::unpack(&bytes).map(IdKey).collect();
        let flagged = Flagged {
            over_age: keys(list(Tag::OverAge)?),
            numbers: column::unpack(&list(Tag::NumbersBorne)?).collect(),
            identities: keys(list(Tag::IdentitiesLive)?),
            arrears: keys(list(Tag::Arrears)?),
            unsettled: keys(list(Tag::Unsettled)?),
        };
        Ok(Some(Collected { facts, flagged, thresholds: span.thresholds, until: span.until, rows }))
    }
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}
