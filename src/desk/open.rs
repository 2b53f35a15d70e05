//! One open register, and the answers that are worked out once and kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result, anyhow};

use super::scoped::Scoped;
use super::{Clock, Forbidden, Right, Standing, Who};
use crate::judge::alert::Alert;
use crate::judge::{Declared, Rules};
use crate::model::{Day, IdKey, Instant, Month, OrgId, OrgTree, Pos};
use crate::programme::Programme;
use crate::search::{Places, Search};
use crate::store::{Board, Collected, DataDir, OpenError, Register, Thresholds, collect};

/// How a desk is opened.
#[derive(Clone, Debug)]
pub struct DeskOptions {
    /// What tells the time.
    pub clock: Clock,
    /// The instant asked for, instead of the register's present.
    pub as_of: Option<Instant>,
    /// The month of dues and responses, instead of the one the instant gives.
    pub month: Option<Month>,
    /// The rules in force.
    pub rules: Arc<Rules>,
}

/// An operator at work on one register.
pub struct Desk {
    register: Arc<Register>,
    options: DeskOptions,
    programmes: Vec<Programme>,
    tree: OnceLock<Arc<OrgTree>>,
    standing: Mutex<Option<Arc<Standing>>>,
    pub(super) others: Mutex<Vec<Arc<Standing>>>,
    /// Held while snapshots are written.
    pub(super) keeping: Mutex<()>,
    pub(super) print: OnceLock<u64>,
    pub(super) begun: OnceLock<Day>,
    pub(super) alerts: OnceLock<Arc<Vec<Alert>>>,
    places: OnceLock<HashMap<OrgId, Pos>>,
    holders: OnceLock<Vec<(IdKey, Pos)>>,
    pub(super) board: OnceLock<Arc<Board>>,
    pub(super) search: OnceLock<Search>,
    pub(super) places_of_members: OnceLock<Places>,
    pub(super) kept_lives: super::lives::Kept,
    // Last: what is seen is closed before what it is a part of.
    pub(super) scoped: Option<Box<Scoped>>,
}

impl Desk {
    /// Opens the register of a directory and owns it. Reads no rows yet.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(data: &DataDir, options: DeskOptions) -> Result<Self> {
        let register = Register::open(data, options.clock.now())?;
        Self::on(register, options)
    }

    /// The desk on a register that is already open.
    ///
    /// # Errors
    /// A programme kept in the register that can no longer be read; [`NoScope`](super::NoScope).
    pub fn on(register: Register, options: DeskOptions) -> Result<Self> {
        let (register, scoped) = Self::split(register, &options)?;
        Ok(Self { scoped, ..Self::whole(register, options)? })
    }

    /// The desk on all of a register, whoever is at work.
    pub(super) fn whole(register: Arc<Register>, options: DeskOptions) -> Result<Self> {
        let programmes = super::programmes::kept(&register)?;
        Ok(Self {
            register,
            options,
            programmes,
            tree: OnceLock::new(),
            standing: Mutex::new(None),
            others: Mutex::new(Vec::new()),
            keeping: Mutex::new(()),
            print: OnceLock::new(),
            begun: OnceLock::new(),
            alerts: OnceLock::new(),
            places: OnceLock::new(),
            holders: OnceLock::new(),
            board: OnceLock::new(),
            search: OnceLock::new(),
            places_of_members: OnceLock::new(),
            kept_lives: super::lives::Kept::default(),
            scoped: None,
        })
    }

    /// Who is at work.
    pub fn who(&self) -> Who {
        Who::at(&self.register)
    }

    /// Whether whoever is at work may do something.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, right: Right) -> Result<(), Forbidden> {
        self.who().may(right)
    }

    /// The register's present: a demonstration's own day, or now.
    pub fn present(&self) -> Instant {
        self.register.meta().present.unwrap_or_else(|| self.options.clock.now())
    }

    /// The instant shown: the one asked for, or the present.
    pub fn at(&self) -> Instant {
        self.options.as_of.unwrap_or_else(|| self.present())
    }

    /// Whether another instant than the present was asked for.
    pub fn is_fixed(&self) -> bool {
        self.options.as_of.is_some()
    }

    /// Whether responses and dues of another month were asked for than the instant gives.
    pub(super) fn counts_other_month(&self) -> bool {
        self.options.month.is_some()
    }

    /// Whether the register is a demonstration.
    pub fn is_demonstration(&self) -> bool {
        self.register.meta().present.is_some()
    }

    /// The month of dues and responses that was asked for.
    pub(super) fn month(&self) -> Option<Month> {
        self.options.month
    }

    /// What tells the time.
    pub(super) fn clock(&self) -> Clock {
        self.options.clock
    }

    /// The register.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The rules in force.
    pub fn rules(&self) -> &Arc<Rules> {
        &self.options.rules
    }

    /// The programmes, built in and kept in the register.
    pub fn programmes(&self) -> &[Programme] {
        &self.programmes
    }

    /// The organisations.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn tree(&self) -> Result<Arc<OrgTree>> {
        once(&self.tree, || Ok(Arc::new(self.register.tree()?))).cloned()
    }

    /// The register as of the instant shown; worked out once. Seconds at province scale where no kept facts cover the instant.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn standing(&self, progress: &(dyn Fn(f32) + Sync)) -> Result<Arc<Standing>> {
        let mut kept = self.standing.lock().map_err(|_| anyhow!("another thread stopped"))?;
        let at = self.at();
        if let Some(standing) = kept.as_ref() {
            return Ok(Arc::clone(standing));
        }
        let mut collected = self.collected(at, self.options.month, progress)?;
        collected.facts.declared = self.declared(at)?;
        let standing = Standing::new(at, self.tree()?, collected, Arc::clone(&self.options.rules));
        let standing = Arc::new(standing.due_by(&self.programmes));
        *kept = Some(Arc::clone(&standing));
        Ok(standing)
    }

    /// The register as of any other instant; not kept.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn standing_at(&self, at: Instant) -> Result<Standing> {
        let mut collected = self.collected(at, None, &|_| {})?;
        collected.facts.declared = self.declared(at)?;
        Ok(Standing::new(at, self.tree()?, collected, Arc::clone(&self.options.rules)))
    }

    pub(super) fn declared(&self, at: Instant) -> Result<Declared> {
        let rows = self.register.attests()?;
        if rows.is_empty() {
            return Ok(Declared::default());
        }
        let places = self.places()?;
        Ok(Declared::by(&rows, |id| places.get(&id).copied(), at))
    }

    pub(super) fn collected(
        &self,
        at: Instant,
        month: Option<Month>,
        progress: &(dyn Fn(f32) + Sync),
    ) -> Result<Collected> {
        if let Some(scoped) = self.scoped() {
            return Ok(scoped.cut(scoped.whole.collected(at, month, progress)?));
        }
        let params = self.options.rules.params();
        let mut thresholds = Thresholds::at(params, at);
        if let Some(month) = month {
            thresholds = thresholds.for_month(month, params);
        }
        // The tree is read beside the kept facts: a start waits for the slower of the two, not for both.
        let tree = std::thread::scope(|scope| {
            let tree = scope.spawn(|| self.tree());
            let kept = self.kept(at, &thresholds);
            let tree = tree.join().map_err(|_| anyhow!("reading the organisations stopped"))?;
            Ok::<_, anyhow::Error>((tree?, kept?))
        })?;
        if let (_, Some(kept)) = tree {
            return Ok(kept);
        }
        let collected = collect(&self.register, &tree.0, at, &thresholds, progress)?;
        if at == self.present() && month.is_none() {
            self.register.keep_facts(&collected).context("keeping the facts")?;
        }
        Ok(collected)
    }

    /// Facts with other parameters than those in force; not kept.
    pub(super) fn collected_with(&self, at: Instant, thresholds: &Thresholds) -> Result<Collected> {
        match self.scoped() {
            Some(scoped) => Ok(scoped.cut(scoped.whole.collected_with(at, thresholds)?)),
            None => collect(&self.register, &*self.tree()?, at, thresholds, &|_| {}),
        }
    }

    /// Lets go of the register in memory, until it is asked for again.
    pub(super) fn forget_standing(&self) {
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The kept facts, where they hold at `at`.
    fn kept(&self, at: Instant, thresholds: &Thresholds) -> Result<Option<Collected>> {
        let Some(span) = self.register.kept_span()? else { return Ok(None) };
        let same = span.thresholds == *thresholds;
        let holds = span.at <= at && span.until.is_none_or(|until| at < until);
        if same && holds { self.register.kept_facts() } else { Ok(None) }
    }

    pub(super) fn places(&self) -> Result<&HashMap<OrgId, Pos>> {
        once(&self.places, || Ok(self.tree()?.by_id()))
    }

    pub(super) fn holders(&self) -> Result<&Vec<(IdKey, Pos)>> {
        once(&self.holders, || self.register.holders())
    }
}

/// Works a value out the first time it is asked for; a failure is not kept.
pub(super) fn once<T>(cell: &OnceLock<T>, work: impl FnOnce() -> Result<T>) -> Result<&T> {
    match cell.get() {
        Some(value) => Ok(value),
        None => {
            let value = work()?;
            Ok(cell.get_or_init(|| value))
        }
    }
}

/// Whether an error says that there is no register yet.
pub fn is_missing(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<OpenError>(), Some(OpenError::Missing(_)))
}
