//! What a desk has worked out, kept until an edit makes it different.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::Result;

use super::find::Finder;
use super::{Desk, Standing, lives};
use crate::judge::alert::Alert;
use crate::model::{Day, IdKey, OrgId, OrgTree, Pos};
use crate::store::Board;

/// The answers to everything asked so far. Swapped as a whole: a question under way finishes on those it began with.
#[derive(Default)]
pub(super) struct Answers {
    pub tree: OnceLock<Arc<OrgTree>>,
    pub standing: Mutex<Option<Arc<Standing>>>,
    /// Of other instants.
    pub others: Mutex<Vec<Arc<Standing>>>,
    pub alerts: OnceLock<Arc<Vec<Alert>>>,
    pub places: OnceLock<Arc<HashMap<OrgId, Pos>>>,
    pub holders: OnceLock<Arc<Vec<(IdKey, Pos)>>>,
    /// Where the activities of organisations and the honours and penalties of persons stand.
    pub activities: OnceLock<Arc<Vec<(OrgId, u32)>>>,
    pub conduct: OnceLock<Arc<Vec<(IdKey, u32)>>>,
    pub board: OnceLock<Arc<Board>>,
    pub search: OnceLock<Arc<Finder>>,
    pub lives: lives::Kept,
    /// Of the rules and their parameters.
    pub print: OnceLock<u64>,
    /// The first day on which the register knows of any organisation.
    pub begun: OnceLock<Day>,
}

impl Desk {
    /// The answers so far.
    pub(super) fn answers(&self) -> Arc<Answers> {
        Arc::clone(&self.answers.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Works a value out the first time it is asked for; a failure is not kept.
pub(super) fn once<T: Clone>(cell: &OnceLock<T>, work: impl FnOnce() -> Result<T>) -> Result<T> {
    if let Some(value) = cell.get() {
        return Ok(value.clone());
    }
    let value = work()?;
    Ok(cell.get_or_init(|| value).clone())
}
