//! One open register, and the answers that are worked out once and kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use anyhow::{Context, Result, anyhow, bail};

use super::answers::{Answers, once};
use super::scoped::Scoped;
use super::{Clock, Forbidden, Right, Standing, Who};
use crate::judge::{Declared, Rules};
use crate::model::{IdKey, Instant, Month, OrgId, OrgTree, Pos};
use crate::programme::Programme;
use crate::store::{
    Before, Collected, DataDir, Edited, Ground, OpenError, Register, Thresholds, Unwatched, Watch, collect,
    collect_some,
};

/// How often facts are taken anew while rows are edited.
const TRIES: usize = 8;
/// So many edits at most are followed from kept facts on; beyond them all rows are looked at.
const FEW: usize = 2_000;

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
    pub(super) register: Arc<Register>,
    options: DeskOptions,
    programmes: Vec<Programme>,
    pub(super) answers: RwLock<Arc<Answers>>,
    /// Held while snapshots are written.
    pub(super) keeping: Mutex<()>,
    /// Held while answers are renewed.
    pub(super) renewing: Mutex<Option<Ground>>,
    /// Told how far the register is while its next generation is built.
    watch: RwLock<Arc<dyn Watch + Send>>,
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
            answers: RwLock::default(),
            keeping: Mutex::new(()),
            renewing: Mutex::default(),
            watch: RwLock::new(Arc::new(Unwatched)),
            scoped: None,
        })
    }

    /// Has somebody told how far the register is whenever its next generation is built.
    pub fn watched_by(&self, watch: Arc<dyn Watch + Send>) {
        match self.scoped() {
            Some(scoped) => scoped.whole.watched_by(watch),
            None => *self.watch.write().unwrap_or_else(PoisonError::into_inner) = watch,
        }
    }

    pub(super) fn watch(&self) -> Arc<dyn Watch + Send> {
        Arc::clone(&self.watch.read().unwrap_or_else(PoisonError::into_inner))
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
    pub fn clock(&self) -> Clock {
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
        self.tree_of(&self.answers())
    }

    pub(super) fn tree_of(&self, answers: &Answers) -> Result<Arc<OrgTree>> {
        once(&answers.tree, || Ok(Arc::new(self.register.tree()?)))
    }

    /// The register as of the instant shown; worked out once. Seconds at province scale where no kept facts cover the instant.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn standing(&self, progress: &(dyn Fn(f32) + Sync)) -> Result<Arc<Standing>> {
        let answers = self.answers();
        let mut kept = answers.standing.lock().map_err(|_| anyhow!("another thread stopped"))?;
        let at = self.at();
        if let Some(standing) = kept.as_ref() {
            return Ok(Arc::clone(standing));
        }
        let standing = Arc::new(self.take_standing(at, &answers, progress)?);
        *kept = Some(Arc::clone(&standing));
        Ok(standing)
    }

    pub(super) fn take_standing(
        &self,
        at: Instant,
        answers: &Answers,
        progress: &(dyn Fn(f32) + Sync),
    ) -> Result<Standing> {
        for _ in 0..TRIES {
            let entry = self.register.rows_entry()?;
            let mut collected = self.collected(at, self.options.month, answers, progress)?;
            collected.facts.declared = self.declared_of(at, answers)?;
            let tree = self.tree_of(answers)?;
            // Rows edited in the meantime may be in it or not.
            if self.register.rows_entry()? == entry {
                let mut standing = Standing::new(at, tree, collected, Arc::clone(&self.options.rules));
                standing.entry = entry;
                return Ok(standing.due_by(&self.programmes));
            }
        }
        bail!("rows are edited faster than they are read")
    }

    /// The register as of any other instant; not kept.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn standing_at(&self, at: Instant) -> Result<Standing> {
        let answers = self.answers();
        let mut collected = self.collected(at, None, &answers, &|_| {})?;
        collected.facts.declared = self.declared(at)?;
        Ok(Standing::new(at, self.tree_of(&answers)?, collected, Arc::clone(&self.options.rules)))
    }

    pub(super) fn declared(&self, at: Instant) -> Result<Declared> {
        self.declared_of(at, &self.answers())
    }

    pub(super) fn declared_of(&self, at: Instant, answers: &Answers) -> Result<Declared> {
        let rows = self.register.attests()?;
        if rows.is_empty() {
            return Ok(Declared::default());
        }
        let places = self.places_of(answers)?;
        Ok(Declared::by(&rows, |id| places.get(&id).copied(), at))
    }

    pub(super) fn collected(
        &self,
        at: Instant,
        month: Option<Month>,
        answers: &Answers,
        progress: &(dyn Fn(f32) + Sync),
    ) -> Result<Collected> {
        if let Some(scoped) = self.scoped() {
            let whole = &scoped.whole;
            return Ok(scoped.cut(whole.collected(at, month, &whole.answers(), progress)?));
        }
        let params = self.options.rules.params();
        let mut thresholds = Thresholds::at(params, at);
        if let Some(month) = month {
            thresholds = thresholds.for_month(month, params);
        }
        // The tree is read beside the kept facts: a start waits for the slower of the two, not for both.
        let tree = std::thread::scope(|scope| {
            let tree = scope.spawn(|| self.tree_of(answers));
            let kept = self.kept(at, &thresholds);
            let tree = tree.join().map_err(|_| anyhow!("reading the organisations stopped"))?;
            Ok::<_, anyhow::Error>((tree?, kept?))
        })?;
        if let (_, Some(kept)) = tree {
            return Ok(kept);
        }
        if let Some(renewed) = self.kept_renewed(at, &thresholds, answers)? {
            return Ok(renewed);
        }
        let collected = collect(&self.register, &tree.0, at, &thresholds, progress)?;
        if at == self.present() && month.is_none() {
            self.register.keep_facts(&collected).context("keeping the facts")?;
        }
        Ok(collected)
    }

    /// The kept facts with the edits made since, where they are few and these tell.
    fn kept_renewed(&self, at: Instant, thresholds: &Thresholds, answers: &Answers) -> Result<Option<Collected>> {
        let here = self.register.edits_here()?;
        if here.is_empty() || here.len() > FEW {
            return Ok(None);
        }
        let Some(kept) = self.register.facts_before_edits()? else { return Ok(None) };
        let holds = kept.facts.at <= at && kept.until.is_none_or(|until| at < until);
        let Some(rows) = here.last().map(|(entry, _)| *entry).filter(|_| holds && kept.thresholds == *thresholds)
        else {
            return Ok(None);
        };
        let (known, since): (Vec<_>, Vec<_>) = here.into_iter().partition(|(entry, _)| *entry <= kept.rows);
        let [known, since] = [known, since].map(|edits| edits.into_iter().map(|(_, edit)| edit).collect::<Vec<_>>());
        let (tree, places) = (self.tree_of(answers)?, self.places_of(answers)?);
        let edited = Edited {
            register: &self.register,
            index: &*self.register,
            tree: &tree,
            places: &places,
            at,
            thresholds,
            edits: &since,
        };
        let before = Before { facts: &kept.facts, flagged: &kept.flagged, until: kept.until };
        let again = collect_some(edited, &mut Ground::of(&known, &places), before)?;
        Ok(again.map(|again| Collected {
            facts: again.facts,
            flagged: again.flagged.unwrap_or(kept.flagged),
            thresholds: kept.thresholds,
            until: again.until,
            rows,
        }))
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
        *self.answers().standing.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Lets go of everything that was worked out.
    pub(super) fn forget_all(&self) {
        *self.renewing.lock().unwrap_or_else(PoisonError::into_inner) = None;
        *self.answers.write().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }

    /// The kept facts, where they hold at `at`.
    fn kept(&self, at: Instant, thresholds: &Thresholds) -> Result<Option<Collected>> {
        let Some(span) = self.register.kept_span()? else { return Ok(None) };
        let same = span.thresholds == *thresholds;
        let holds = span.at <= at && span.until.is_none_or(|until| at < until);
        if same && holds { self.register.kept_facts() } else { Ok(None) }
    }

    pub(super) fn places(&self) -> Result<Arc<HashMap<OrgId, Pos>>> {
        self.places_of(&self.answers())
    }

    pub(super) fn places_of(&self, answers: &Answers) -> Result<Arc<HashMap<OrgId, Pos>>> {
        once(&answers.places, || Ok(Arc::new(self.tree_of(answers)?.by_id())))
    }

    pub(super) fn holders(&self) -> Result<Arc<Vec<(IdKey, Pos)>>> {
        once(&self.answers().holders, || Ok(Arc::new(self.register.holders()?)))
    }
}

/// Whether an error says that there is no register yet.
pub fn is_missing(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<OpenError>(), Some(OpenError::Missing(_)))
}
