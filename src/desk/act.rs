//! The one door for what operators do: checked, journalled, durable, and taken back by one more of the same.

use std::collections::HashSet;

use anyhow::Result;

use super::log::undone;
use super::{Desk, FindingItem, Forbidden, Lives, NotYou, Refusal, Right, Standing};
use crate::judge::{LifeState, RuleIx};
use crate::model::{Act, Change, Day, FindingKey, Instant, Row, RowEdit};
use crate::store::persons::{Personal, erased};
use crate::store::{JournalEntry, Signed, VERB_ERASE, VERB_IMPORT};

/// The longest text of an act, in characters.
const LONGEST: usize = 400;

type Acts = Vec<(FindingKey, Act)>;

/// Why nothing of a commit was even looked at.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Nobody says who acts.
    #[error("nobody is named who acts")]
    NoAuthor,
    /// The instant shown is later than the register's present.
    #[error("nothing can be done in the future: {0}")]
    Future(Instant),
    /// Rows are changed at the register's present only.
    #[error("rows are changed at the present, not as of {0}")]
    Past(Instant),
    /// Taking something back is a commit of its own.
    #[error("taking back is a commit of its own")]
    Mixed,
    /// Whoever is at work may not do it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Somebody else was named than who is at work.
    #[error(transparent)]
    NotYou(#[from] NotYou),
    /// The register cannot be read or written.
    #[error(transparent)]
    Register(#[from] anyhow::Error),
}

/// A change that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The finding it was about; `None` for what is not about one.
    pub on: Option<FindingKey>,
    /// Its place among the changes asked for, for what is done to rows.
    pub item: Option<usize>,
    /// The field at fault, where it is one.
    pub field: Option<&'static str>,
    /// Why.
    pub why: Refusal,
}

impl Refused {
    /// An act on a finding that was refused, or something that is about none.
    pub const fn act(on: Option<FindingKey>, why: Refusal) -> Self {
        Self { on, item: None, field: None, why }
    }
}

/// What a commit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// The number of its entry in the journal; `None` where everything was refused.
    pub entry: Option<u64>,
    /// What was done, in the words of the command line; of an undo, what was taken back.
    pub verb: String,
    /// How many changes were made or taken back.
    pub changed: u64,
    /// Those that were not.
    pub refused: Vec<Refused>,
}

/// Whether an entry is of what somebody did, and takes nothing back.
fn commits(entry: &JournalEntry) -> bool {
    (entry.acts != 0 || entry.edits != 0)
        && entry.undoes.is_none()
        && ![VERB_ERASE, VERB_IMPORT].contains(&entry.verb.as_str())
}

/// Whether rows of somebody who was erased are among edits: they cannot be put back, and half of a commit is none.
fn of_erased(edits: &[RowEdit]) -> bool {
    let erased = |row: &Row| row.person() == Some(erased());
    edits.iter().flat_map(|edit| [&edit.before, &edit.after]).flatten().any(erased)
}

impl Desk {
    /// Makes changes in the name of `by`: those that stand are written together with one entry of the journal and are
    /// durable when this returns; the others are listed with their reasons.
    ///
    /// They take effect at the instant shown. Nothing here can close a finding.
    ///
    /// # Errors
    /// See [`CommitError`].
    pub fn commit(&self, by: &str, changes: Vec<Change>) -> Result<Committed, CommitError> {
        let who = self.who();
        let by = who.author(by.trim())?;
        if by.is_empty() {
            return Err(CommitError::NoAuthor);
        }
        for change in &changes {
            who.may(match change {
                Change::Finding { act, .. } => Right::of_act(act),
                Change::Deed { .. } => Right::Edit,
                Change::Undo { .. } => Right::Act,
            })?;
        }
        if self.at() > self.present() {
            return Err(CommitError::Future(self.at()));
        }
        let mut undo = None;
        if changes.iter().any(|change| matches!(change, Change::Deed { .. })) {
            return self.make(by, &changes);
        }
        let mut acts = Vec::with_capacity(changes.len());
        for change in changes {
            match change {
                Change::Finding { on, act } => acts.push((on, act)),
                Change::Deed { .. } => return Err(CommitError::Mixed),
                Change::Undo { entry } if undo.is_none() => undo = Some(entry),
                Change::Undo { .. } => return Err(CommitError::Mixed),
            }
        }
        match undo {
            Some(entry) if acts.is_empty() => return self.take_back(by, entry),
            Some(_) => return Err(CommitError::Mixed),
            None => {}
        }
        let (acts, refused) = self.checked(by, acts)?;
        let Some((_, first)) = acts.first() else { return Ok(Committed { refused, ..Committed::default() }) };
        let same = acts.iter().all(|(_, act)| act.id() == first.id());
        let verb = if same { format!("findings {}", first.id()) } else { "findings".to_owned() };
        let entry = self.register().act(&self.signed(&verb, by, None), &acts)?;
        self.answers().lives.forget();
        Ok(Committed { entry: Some(entry.number), verb, changed: entry.changed, refused })
    }

    /// Takes back the last commit of `by` that is not taken back yet; `None` where there is none. Works across restarts.
    ///
    /// Commits with rows of somebody who was erased cannot be taken back: they are passed over, and told among what was
    /// refused.
    ///
    /// # Errors
    /// See [`CommitError`].
    pub fn undo(&self, by: &str) -> Result<Option<Committed>, CommitError> {
        let who = self.who();
        let by = who.author(by.trim())?;
        let journal = self.register().journal()?;
        let gone = undone(&journal);
        let own = journal.iter().rev().filter(|entry| entry.author == by);
        self.last_of(by, own.filter(|entry| commits(entry) && !gone.contains(&entry.number)))
    }

    /// Takes the first of some entries back that can be.
    fn last_of<'j>(
        &self,
        by: &str,
        entries: impl Iterator<Item = &'j JournalEntry>,
    ) -> Result<Option<Committed>, CommitError> {
        let mut passed = Vec::new();
        for entry in entries {
            if entry.edits == 0 || !of_erased(&self.register().edits(entry.number)?) {
                let mut done = self.commit(by, vec![Change::Undo { entry: entry.number }])?;
                done.refused.extend(passed);
                return Ok(Some(done));
            }
            passed.push(Refused::act(None, Refusal::Erased(entry.number)));
        }
        let none = passed.is_empty();
        Ok((!none).then(|| Committed { refused: passed, ..Committed::default() }))
    }

    /// Takes the last undo of `by` back, where nothing was committed since; `None` where there is none. Works across restarts.
    ///
    /// # Errors
    /// See [`CommitError`].
    pub fn redo(&self, by: &str) -> Result<Option<Committed>, CommitError> {
        let by = by.trim();
        let journal = self.register().journal()?;
        let gone = undone(&journal);
        let undoes = |entry: &JournalEntry| {
            let of = entry.undoes.and_then(|of| journal.iter().find(|other| other.number == of));
            of.is_some_and(commits)
        };
        let own = journal.iter().rev().filter(|entry| entry.author == by);
        // A new commit is a new course: what was taken back before it stays so.
        let since = own.take_while(|entry| !commits(entry));
        self.last_of(by, since.filter(|entry| undoes(entry) && !gone.contains(&entry.number)))
    }

    fn signed<'a>(&self, verb: &'a str, author: &'a str, undoes: Option<u64>) -> Signed<'a> {
        Signed { verb, author, recorded: self.clock().now(), effective: self.at(), undoes }
    }

    fn take_back(&self, by: &str, number: u64) -> Result<Committed, CommitError> {
        let journal = self.register().journal()?;
        let gone = undone(&journal);
        let find = |number: u64| journal.iter().find(move |entry| entry.number == number);
        // What somebody else did is theirs to take back, or a keeper's.
        let theirs = |of: &JournalEntry| self.who().name().is_some_and(|name| name != of.author);
        let of = find(number)
            .filter(|entry| (commits(entry) || entry.undoes.is_some()) && !gone.contains(&number))
            .filter(|of| !theirs(of) || self.may(Right::KeepOperators).is_ok());
        let Some(of) = of else {
            let refused = vec![Refused::act(None, Refusal::NothingToUndo(number))];
            return Ok(Committed { refused, ..Committed::default() });
        };
        let first = of.undoes.and_then(find).unwrap_or(of);
        // What takes acts back holds none itself: what is done again are those of the first.
        let changed = if of.edits == 0 { first.changed } else { of.changed };
        let done = Committed { verb: first.verb.clone(), changed, ..Committed::default() };
        let verb = if of.undoes.is_some() { "redo" } else { "undo" };
        if of.edits == 0 {
            let entry = self.register().act(&self.signed(verb, by, Some(number)), &[])?;
            self.answers().lives.forget();
            return Ok(Committed { entry: Some(entry.number), ..done });
        }
        if self.at() != self.present() {
            return Err(CommitError::Past(self.at()));
        }
        let edits: Vec<RowEdit> = self.register().edits(number)?.into_iter().rev().map(RowEdit::back).collect();
        if of_erased(&edits) {
            let refused = vec![Refused::act(None, Refusal::Erased(number))];
            return Ok(Committed { changed: 0, refused, ..done });
        }
        Ok(match self.apply(by, verb, &edits, Some(number))? {
            Ok(entry) => Committed { entry: Some(entry), ..done },
            Err(why) => Committed { changed: 0, refused: vec![Refused::act(None, why)], ..done },
        })
    }

    fn checked(&self, by: &str, acts: Acts) -> Result<(Acts, Vec<Refused>)> {
        let (standing, lives) = (self.standing(&|_| {})?, self.lives()?);
        let places = self.places()?;
        let mut known = HashSet::new();
        let mut refused = Vec::new();
        let mut good = Vec::with_capacity(acts.len());
        for (on, act) in acts {
            let why = match (standing.rule_set.find(&on.rule), places.get(&on.org)) {
                (None, _) => Some(Refusal::NoRule),
                (_, None) => Some(Refusal::NoOrg),
                (Some(rule), Some(pos)) => {
                    let item = FindingItem { rule: rule.0, pos: *pos, since: None };
                    let twice = !known.insert((item.rule, item.pos, std::mem::discriminant(&act)));
                    if twice { Some(Refusal::Twice) } else { lives.refuses(&standing, item, &act, by) }
                }
            };
            match why {
                Some(why) => refused.push(Refused::act(Some(on), why)),
                None => good.push((on, act)),
            }
        }
        Ok((good, refused))
    }
}

impl Lives {
    /// Why an act on a finding cannot be; `None` where it can.
    pub fn refuses(&self, standing: &Standing, item: FindingItem, act: &Act, by: &str) -> Option<Refusal> {
        let life = self.get(item.rule, item.pos);
        let holds = standing.judged.holds(RuleIx(item.rule), item.pos);
        let today: Day = standing.at.day();
        let words = act.words().trim();
        if life.is_none() && !holds {
            return Some(Refusal::NeverFound);
        }
        if !holds && !matches!(act, Act::Note { .. } | Act::Explain { .. }) {
            return Some(Refusal::NotNow);
        }
        if words.is_empty() {
            return Some(Refusal::NoWords);
        }
        if words.chars().count() > LONGEST {
            return Some(Refusal::TooLong(LONGEST));
        }
        if let Some(past) = act.until().filter(|until| *until <= today) {
            return Some(Refusal::Past(past));
        }
        let exempt = life.is_some_and(|life| life.state == LifeState::Exempt);
        match (act, self.asker(item.rule, item.pos)) {
            (Act::Assign { post }, _) if self.assigned(item.rule, item.pos) == Some(post.as_str()) => {
                Some(Refusal::Assigned(post.to_string()))
            }
            (Act::AskExemption { .. }, Some(_)) => Some(Refusal::Asked),
            (Act::GrantExemption { .. }, None) => Some(Refusal::NotAsked),
            (Act::GrantExemption { .. }, Some(asker)) if asker == by => Some(Refusal::OwnRequest(by.to_owned())),
            (Act::RefuseExemption { .. }, None) if !exempt => Some(Refusal::NotAsked),
            _ => None,
        }
    }
}
