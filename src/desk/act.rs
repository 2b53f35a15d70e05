//! The one door for what operators do: checked, journalled, durable, and taken back by one more of the same.

use std::collections::HashSet;

use anyhow::Result;

use super::log::undone;
use super::{Desk, FindingItem, Forbidden, Lives, NotYou, Refusal, Right, Standing};
use crate::judge::{LifeState, RuleIx};
use crate::model::{Act, Change, Day, FindingKey, Instant};
use crate::store::{JournalEntry, Signed};

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
    /// Why.
    pub why: Refusal,
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
                Change::Undo { .. } => Right::Act,
            })?;
        }
        if self.at() > self.present() {
            return Err(CommitError::Future(self.at()));
        }
        let mut undo = None;
        let mut acts = Vec::with_capacity(changes.len());
        for change in changes {
            match change {
                Change::Finding { on, act } => acts.push((on, act)),
                Change::Undo { entry } if undo.is_none() => undo = Some(entry),
                Change::Undo { .. } => return Err(CommitError::Mixed),
            }
        }
        match undo {
            Some(entry) if acts.is_empty() => return Ok(self.take_back(by, entry)?),
            Some(_) => return Err(CommitError::Mixed),
            None => {}
        }
        let (acts, refused) = self.checked(by, acts)?;
        let Some((_, first)) = acts.first() else { return Ok(Committed { refused, ..Committed::default() }) };
        let same = acts.iter().all(|(_, act)| act.id() == first.id());
        let verb = if same { format!("findings {}", first.id()) } else { "findings".to_owned() };
        let entry = self.register().act(&self.signed(&verb, by, None), &acts)?;
        self.kept_lives.forget();
        Ok(Committed { entry: Some(entry.number), verb, changed: entry.changed, refused })
    }

    /// Takes back the last commit of `by` that is not taken back yet; `None` where there is none. Works across restarts.
    ///
    /// # Errors
    /// See [`CommitError`].
    pub fn undo(&self, by: &str) -> Result<Option<Committed>, CommitError> {
        let who = self.who();
        let by = who.author(by.trim())?;
        let journal = self.register().journal()?;
        let gone = undone(&journal);
        let last = journal.iter().rfind(|entry| entry.acts != 0 && entry.author == by && !gone.contains(&entry.number));
        let Some(last) = last else { return Ok(None) };
        self.commit(by, vec![Change::Undo { entry: last.number }]).map(Some)
    }

    fn signed<'a>(&self, verb: &'a str, author: &'a str, undoes: Option<u64>) -> Signed<'a> {
        Signed { verb, author, recorded: self.clock().now(), effective: self.at(), undoes }
    }

    fn take_back(&self, by: &str, number: u64) -> Result<Committed> {
        let journal = self.register().journal()?;
        let gone = undone(&journal);
        let of = journal.iter().find(|entry| entry.number == number && (entry.acts != 0 || entry.undoes.is_some()));
        // What somebody else did is theirs to take back, or a keeper's.
        let theirs = |of: &JournalEntry| self.who().name().is_some_and(|name| name != of.author);
        let of = of.filter(|of| !theirs(of) || self.may(Right::KeepOperators).is_ok());
        let Some(of) = of.filter(|of| !gone.contains(&of.number)) else {
            let refused = vec![Refused { on: None, why: Refusal::NothingToUndo(number) }];
            return Ok(Committed { refused, ..Committed::default() });
        };
        let entry = self.register().act(&self.signed("undo", by, Some(number)), &[])?;
        self.kept_lives.forget();
        Ok(Committed { entry: Some(entry.number), verb: of.verb.clone(), changed: of.changed, refused: Vec::new() })
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
                Some(why) => refused.push(Refused { on: Some(on), why }),
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
