//! Work on other threads: one piece a slot, numbered, so that a stale answer is known and dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Answer;

/// What a piece of work is for; a new piece makes the last one of its slot stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The register in memory.
    Standing,
    /// The organisation under the cursor.
    Org,
    /// A person's page.
    Person,
    /// What other rosters tell of the person.
    Records,
    /// Making the search ready.
    Index,
    /// A query.
    Search,
    /// The triage list.
    Queue,
    /// The steps of a programme.
    Milestones,
    /// Who is behind in a step.
    Units,
    /// How a step went and where it goes.
    Course,
    /// The ledgers of a programme.
    Ledgers,
    /// The hollow branches of the days that the register remembers.
    Past,
    /// Keeping the snapshot of the day.
    Day,
    /// Patterns worth checking.
    Alerts,
    /// The rows of one of them.
    AlertRows,
    /// Where each finding stands.
    Lives,
    /// Acting on findings, or taking an act back.
    Act,
    /// What may stand next in a filter.
    Suggest,
    /// Counting what saved views keep.
    Views,
    /// Writing a view to the settings.
    Keep,
    /// Counting the requests under way.
    Board,
    /// The names of persons on screen.
    Names,
    /// The response league.
    Responses,
    /// One request.
    Request,
    /// The league of an organisation's children.
    League,
    /// How it went in the last weeks.
    Trend,
    /// What a form begins with, and its dry run.
    Fill,
    /// What the judge would say after a dry run.
    Foresee,
    /// What there is of a person who is to be erased.
    Erasure,
    /// The posts of an organisation.
    Posts,
    /// The register after rows were edited.
    Renew,
    /// Seeing what is masked.
    Reveal,
    /// Looking whether a passphrase is right.
    Unlock,
    /// Handing a text to tmux.
    Clip,
    /// Noting what was offered.
    Note,
    /// Making or opening a register.
    Open,
}

/// One of the worker threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// What is answered at once.
    Quick,
    /// What may take seconds.
    Slow,
    /// What writes to the register.
    Acting,
}

impl Lane {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Quick, Self::Slow, Self::Acting];

    /// What the thread is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Slow => "slow",
            Self::Acting => "acting",
        }
    }
}

const SLOTS: usize = Slot::Open as usize + 1;

impl Slot {
    /// Who does it.
    pub const fn lane(self) -> Lane {
        match self {
            // The register may have to be built anew, and reading goes on meanwhile.
            Self::Act => Lane::Acting,
            slow if slow.slow() => Lane::Slow,
            _ => Lane::Quick,
        }
    }

    /// Whether it may take seconds, and so must not stand in the way of the others.
    const fn slow(self) -> bool {
        matches!(
            self,
            Self::Standing
                | Self::Index
                | Self::Records
                | Self::Day
                | Self::Milestones
                | Self::Units
                | Self::Past
                | Self::Ledgers
                | Self::Course
                | Self::Alerts
                | Self::Lives
                | Self::Board
                | Self::Views
                | Self::Trend
                | Self::Renew
                | Self::Foresee
                | Self::Erasure
                | Self::Unlock
                | Self::Open
        )
    }
}

/// Which piece of work an answer belongs to.
#[derive(Clone, Debug)]
pub struct Ticket {
    slot: Slot,
    generation: u64,
    stop: Arc<AtomicBool>,
}

impl Ticket {
    /// Whether nobody waits for the answer any more.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// What the work is for.
    pub const fn slot(&self) -> Slot {
        self.slot
    }
}

/// Tells the program how far the work is; the returned value of a job is its last answer.
pub type Tell<'a> = &'a (dyn Fn(Answer) + Sync);

/// What a piece of work does.
pub type Run = Box<dyn FnOnce(&Ticket, Tell<'_>) -> Answer + Send>;

/// A piece of work.
pub struct Job {
    /// Which one.
    pub ticket: Ticket,
    /// What to do.
    pub run: Run,
}

/// Which pieces of work are under way.
#[derive(Debug)]
pub struct Work {
    generation: u64,
    under_way: [Option<Ticket>; SLOTS],
    failed: [Option<Failed>; SLOTS],
}

/// Why there is nothing of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The operator would not wait for it.
    Stopped,
    /// What went wrong.
    Wrong(String),
}

impl Default for Work {
    fn default() -> Self {
        // Arrays of more than 32 have no default of their own.
        Self { generation: 0, under_way: [const { None }; SLOTS], failed: [const { None }; SLOTS] }
    }
}

impl Work {
    /// Starts a piece and makes the last one of its slot stale.
    pub fn begin(&mut self, slot: Slot, run: impl FnOnce(&Ticket, Tell<'_>) -> Answer + Send + 'static) -> Job {
        self.stop(slot);
        self.failed[slot as usize] = None;
        self.generation += 1;
        let ticket = Ticket { slot, generation: self.generation, stop: Arc::default() };
        self.under_way[slot as usize] = Some(ticket.clone());
        Job { ticket, run: Box::new(run) }
    }

    /// Lets go of the piece of a slot.
    pub fn stop(&mut self, slot: Slot) {
        if let Some(ticket) = self.under_way[slot as usize].take() {
            ticket.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Lets go of the piece of a slot because the operator would not wait.
    pub fn give_up(&mut self, slot: Slot) {
        self.stop(slot);
        self.failed[slot as usize] = Some(Failed::Stopped);
    }

    /// Notes that the piece of a slot went wrong.
    pub fn fail(&mut self, slot: Slot, why: String) {
        self.failed[slot as usize] = Some(Failed::Wrong(why));
    }

    /// Why there is nothing of a slot, until its next piece begins.
    pub const fn failed(&self, slot: Slot) -> Option<&Failed> {
        self.failed[slot as usize].as_ref()
    }

    /// Lets go of everything.
    pub fn stop_all(&mut self) {
        for at in 0..SLOTS {
            if let Some(ticket) = self.under_way[at].take() {
                ticket.stop.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Whether an answer is still waited for.
    pub fn waits_for(&self, ticket: &Ticket) -> bool {
        self.under_way[ticket.slot as usize].as_ref().is_some_and(|known| known.generation == ticket.generation)
    }

    /// Notes that the last answer of a piece has come.
    pub fn done(&mut self, ticket: &Ticket) {
        if self.waits_for(ticket) {
            self.under_way[ticket.slot as usize] = None;
        }
    }

    /// Whether the piece of a slot is under way.
    pub fn pending(&self, slot: Slot) -> bool {
        self.under_way[slot as usize].is_some()
    }

    /// Whether anything is under way.
    pub fn any(&self) -> bool {
        self.under_way.iter().any(Option::is_some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_piece_makes_the_last_one_stale() {
        let mut work = Work::default();
        let first = work.begin(Slot::Search, |_, _| Answer::Nothing).ticket;
        assert!(work.waits_for(&first) && !first.stopped());
        let second = work.begin(Slot::Search, |_, _| Answer::Nothing).ticket;
        assert!(first.stopped() && !work.waits_for(&first));
        work.done(&first);
        assert!(work.pending(Slot::Search), "a stale answer ends nothing");
        work.done(&second);
        assert!(!work.any());
    }
}
