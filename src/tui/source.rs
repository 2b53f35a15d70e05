//! What the terminal program asks of the desk.

use std::ops::Range;
use std::sync::Arc;

use crate::desk::{
    AlertRow, Committed, Course, Erasure, Explained, Foreseen, Form, Ground, Ledgers, Lives, Named, OrgPage, Past,
    PersonPage, Plan, Records, Refusal, RequestPage, RevealError, Revealed, Sought, Standing, Topic, Who,
};
use crate::judge::alert::Alert;
use crate::lang::Lang;
use crate::model::{Change, Day, Deed, Instant, Pos, Subject};
use crate::programme::{Flag, LatestStart, Scheme, Verdict};
use crate::search::Match;
use crate::store::{Board, Phase};

/// What the terminal program asks of the desk; every call may block, so it is only made on worker threads.
///
/// [`title`](Source::title), [`programmes`](Source::programmes) and [`scheme`](Source::scheme) are the exceptions: they
/// answer at once.
pub trait Source: Send + Sync + 'static {
    /// What stands in the title line.
    fn title(&self) -> Title;
    /// Who is at work; anybody where nothing is sealed. Answers at once.
    fn who(&self) -> Who {
        Who::default()
    }
    /// What time it is, for what is recorded; answers at once.
    fn time(&self) -> Instant {
        crate::desk::Clock::System.now()
    }
    /// The numbers of a person, once the reason is in the journal.
    ///
    /// # Errors
    /// See [`RevealError`].
    fn reveal(&self, at: (Pos, u32), by: &str, reason: &str) -> Result<Revealed, RevealError>;
    /// The register in memory; `progress` is told a share from 0 to 1.
    ///
    /// # Errors
    /// A register that cannot be read.
    fn standing(&self, progress: &(dyn Fn(f32) + Sync)) -> anyhow::Result<Arc<Standing>>;
    /// The register in memory as it is now; at once where it was read before and rows were edited since.
    ///
    /// # Errors
    /// A register that cannot be read.
    fn now(&self) -> anyhow::Result<Arc<Standing>> {
        self.standing(&|_| {})
    }
    /// One organisation with its posts and members.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn org(&self, pos: Pos) -> anyhow::Result<OrgPage>;
    /// One person by branch and slot.
    ///
    /// # Errors
    /// Rows that cannot be read, or no such row.
    fn person(&self, at: (Pos, u32)) -> anyhow::Result<PersonPage>;
    /// What the other rosters tell of a person; a walk over some of them.
    ///
    /// # Errors
    /// Rows that cannot be read, or no such row.
    fn records(&self, at: (Pos, u32)) -> anyhow::Result<Records>;
    /// Makes the search ready.
    ///
    /// # Errors
    /// An index that cannot be read.
    fn load_search(&self) -> anyhow::Result<()>;
    /// Wipes what can be opened again, while the screen is locked.
    fn forget(&self) {}
    /// Keeps the snapshot of the day, while nobody waits.
    ///
    /// # Errors
    /// A register that cannot be written.
    fn keep_day(&self) -> anyhow::Result<()> {
        Ok(())
    }
    /// Finds organisations and people; `stop` says that nobody waits for the answer any more.
    ///
    /// # Errors
    /// An index that cannot be read.
    fn search(&self, query: &str, limit: usize, stop: &dyn Fn() -> bool) -> anyhow::Result<SearchPage>;
    /// The lives of all findings as they stand now.
    ///
    /// # Errors
    /// A register that cannot be read.
    fn lives(&self) -> anyhow::Result<Arc<Lives>>;
    /// Makes changes in the name of a post; durable when it returns.
    ///
    /// # Errors
    /// Nobody named, or a register that cannot be written.
    fn commit(&self, by: &str, changes: Vec<Change>) -> anyhow::Result<Committed>;
    /// What a commit under way that builds the register anew is doing, and how much of that is done in percent.
    fn building(&self) -> Option<(Phase, u8)> {
        None
    }
    /// Takes back the last commit of a post that is not taken back yet; `None` where there is none.
    ///
    /// # Errors
    /// A register that cannot be written.
    fn undo(&self, by: &str) -> anyhow::Result<Option<Committed>>;
    /// Takes back the last undo of a post; `None` where there is none.
    ///
    /// # Errors
    /// A register that cannot be written.
    fn redo(&self, by: &str) -> anyhow::Result<Option<Committed>>;
    /// The form of a deed on something, or why it is not done to it.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn form(&self, deed: Deed, on: &Subject) -> anyhow::Result<Result<Form, Refusal>>;
    /// What deeds would do if a post did them now. Writes nothing.
    ///
    /// # Errors
    /// Rows that cannot be read, or another instant than the present.
    fn plan(&self, by: &str, changes: &[Change]) -> anyhow::Result<Plan>;
    /// What the judge would say once a plan is carried out; the changes are those that it is of. Seconds at most.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn foresee(&self, changes: &[Change], plan: &Plan) -> anyhow::Result<Foreseen>;
    /// Whether what is stored can be read with a key only. Answers at once.
    fn sealed(&self) -> bool {
        false
    }
    /// What erasing a person by branch and slot would do; reads every row.
    ///
    /// # Errors
    /// Whoever is at work may not, rows that cannot be read, or a register that is not sealed.
    fn erasure(&self, at: (Pos, u32)) -> anyhow::Result<Erasure>;
    /// Erases a person, once the reason is in the journal; gives the number of the entry.
    ///
    /// # Errors
    /// As for [`erasure`](Self::erasure), and what the disk said.
    fn erase(&self, by: &str, erasure: &Erasure, reason: &str) -> anyhow::Result<u64>;
    /// The programmes of tasks.
    fn programmes(&self) -> Vec<ProgrammeInfo>;
    /// The steps of a programme, judged for a subtree; seconds at province scale.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn milestones(&self, programme: &str, scope: Pos) -> anyhow::Result<Milestones>;
    /// Patterns worth checking in a subtree; seconds at province scale the first time.
    ///
    /// # Errors
    /// Rows that cannot be read, or nobody waits any more.
    fn alerts(
        &self,
        scope: Option<Pos>,
        progress: &(dyn Fn(f32) + Sync),
        stop: &(dyn Fn() -> bool + Sync),
    ) -> anyhow::Result<Vec<Alert>>;
    /// The first rows of one of them.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn alert_rows(&self, alert: &Alert, limit: usize) -> anyhow::Result<Vec<AlertRow>>;
    /// A step in a subtree: who is behind, the worst first, whom to call first, and the bodies responsible.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn step_page(&self, programme: &str, step: &str, scope: Pos) -> anyhow::Result<StepPage>;
    /// How a step of a programme went in a subtree and where it and each child of it goes; seconds at province scale the
    /// first time. Ends early once `stop` says so.
    ///
    /// # Errors
    /// Rows that cannot be read, or nobody waits any more.
    fn course(&self, programme: &str, step: &str, scope: Pos, stop: &dyn Fn() -> bool) -> anyhow::Result<Course>;
    /// The hollow branches on the days that the register remembers without working anything out, oldest first.
    ///
    /// # Errors
    /// Snapshots that cannot be read.
    fn hollow_past(&self) -> anyhow::Result<Vec<(Instant, Vec<Pos>)>> {
        Ok(Vec::new())
    }
    /// The ledgers of a programme for a subtree.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn ledgers(&self, programme: &str, scope: Pos) -> anyhow::Result<Ledgers>;
    /// What leagues are ranked by.
    fn scheme(&self) -> Arc<Scheme>;
    /// What something means, with the value of an organisation. Answers at once.
    fn explain(&self, standing: &Standing, topic: &Topic, of: Option<Pos>, lang: Lang) -> Explained {
        let scheme = self.scheme();
        standing.explain(topic, of, &Ground { programmes: &[], scheme: &scheme }, lang)
    }
    /// The leagues of an organisation's children by a scheme at the ends of the last weeks, oldest first; seconds at province
    /// scale the first time. Ends early once `stop` says so.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn league_trend(&self, scheme: &Scheme, of: Option<Pos>, stop: &dyn Fn() -> bool) -> anyhow::Result<Vec<Past>>;
    /// The requests under way; seconds at province scale the first time.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn board(&self) -> anyhow::Result<Arc<Board>>;
    /// The names of persons, in the order asked.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn named(&self, sought: &[Sought]) -> anyhow::Result<Vec<Option<Named>>>;
    /// One request by the organisation it leaves and its number.
    ///
    /// # Errors
    /// Rows that cannot be read.
    fn request(&self, from: Pos, no: &str) -> anyhow::Result<Option<RequestPage>>;
}

/// What stands in the title line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// The name of the register.
    pub register: String,
    /// Made-up data, to be said on every screen.
    pub demonstration: bool,
    /// The instant shown; `None` while nothing is open.
    pub as_of: Option<Instant>,
    /// Whether the instant was asked for, rather than being now.
    pub fixed: bool,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    /// How many there are in all.
    pub total: u64,
    /// The first of them.
    pub items: Vec<SearchItem>,
    /// What was looked for instead, where nothing is as it was typed.
    pub near: Option<String>,
}

/// Whether a hit is an organisation or a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchKind {
    /// An organisation.
    Org,
    /// A member.
    Member,
}

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchItem {
    /// What it is.
    pub kind: SearchKind,
    /// The organisation, or the branch of the person.
    pub pos: Pos,
    /// The person's place in the branch.
    pub slot: Option<u32>,
    /// The name shown.
    pub name: String,
    /// The bytes of the name that matched.
    pub matched: Vec<Range<usize>>,
    /// The crumb line of where it stands.
    pub path: String,
    /// The masked identity number; empty for an organisation.
    pub id_masked: String,
    /// What a person was found by, where it was not the name.
    pub why: Option<Match>,
}

/// A programme of tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeInfo {
    /// Its id.
    pub id: String,
    /// Its Chinese title.
    pub zh: String,
    /// Its English title.
    pub en: String,
    /// How many tasks it has.
    pub tasks: usize,
}

/// The steps of a programme for one subtree.
#[derive(Clone, Debug, PartialEq)]
pub struct Milestones {
    /// The programme's id.
    pub programme: String,
    /// The subtree.
    pub scope: Pos,
    /// The steps, by due day.
    pub rows: Vec<StepRow>,
}

/// One step of a programme, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    /// The task it belongs to, `T04`.
    pub task: String,
    /// Its id, `T04.1`.
    pub step: String,
    /// The day from which there is work on it: see [`started`](crate::programme::Programme::started).
    pub start: Day,
    /// The last day in time.
    pub due: Day,
    /// Its Chinese title.
    pub zh: String,
    /// Its English title.
    pub en: String,
    /// The target as text, `≥30%`.
    pub target: String,
    /// The value as text, `21.4%`.
    pub value: String,
    /// How much of the target is reached, 0 to 1; `None` where that says nothing.
    pub ratio: Option<f64>,
    /// What the value counts.
    pub numerator: u64,
    /// Out of how many.
    pub denominator: u64,
    /// The verdict.
    pub verdict: Verdict,
    /// Days to the due day, negative after it.
    pub days_left: i64,
    /// How much a day the value must still move, as text: `3.5`, or `1.2%` of a rate.
    pub needed_per_day: Option<String>,
    /// Where it goes.
    pub outlook: Outlook,
    /// Why there is no value, in Chinese.
    pub why_no_data_zh: Option<String>,
    /// Why there is no value, in English.
    pub why_no_data_en: Option<String>,
    /// The value taken and kept at the due instant.
    pub frozen: Option<String>,
    /// The id of the rule that finds what is missing, where one does.
    pub rule: Option<String>,
    /// Who is responsible, in Chinese and in English.
    pub responsible: [String; 2],
    /// What the source says.
    pub quote_zh: String,
    /// Where it says so.
    pub source: String,
}

/// Where an open step goes, and how few units would turn it; nothing where that cannot be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    /// The value expected at the due instant, and the ends of the interval, as text.
    pub expected: Option<[String; 3]>,
    /// How likely the target is reached, in percent.
    pub chance: Option<u8>,
    /// The last day to begin.
    pub latest: Option<LatestStart>,
    /// How many children, and how many single organisations, are enough to reach the target.
    pub fewest: Option<(usize, usize)>,
}

impl StepRow {
    /// Why there is no value, where there is none.
    pub fn why(&self, lang: crate::lang::Lang) -> Option<&str> {
        match lang {
            crate::lang::Lang::Zh => self.why_no_data_zh.as_deref(),
            crate::lang::Lang::En => self.why_no_data_en.as_deref(),
        }
    }
}

/// A unit that is behind in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    /// The organisation.
    pub pos: Pos,
    /// Its value as text.
    pub value: String,
    /// What the value counts.
    pub numerator: u64,
    /// Out of how many.
    pub denominator: u64,
    /// How many are missing from the target.
    pub behind: u64,
    /// Its flag; red is praise.
    pub flag: Option<Flag>,
    /// Whether it is one of the fewest whose repair reaches the target.
    pub first: bool,
}

/// A step opened in a subtree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepPage {
    /// The children that are behind, the worst first.
    pub units: Vec<UnitRow>,
    /// The fewest single organisations whose repair reaches the target, each with how many it is short by; empty where it
    /// is reached or they do not tell.
    pub first: Vec<(Pos, u64)>,
    /// How many are missing from the target.
    pub missing: u64,
    /// The responsible bodies of which the organisations can be told.
    pub bodies: Vec<BodyRow>,
}

/// A responsible body in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyRow {
    /// Its name, in Chinese and in English.
    pub name: [String; 2],
    /// The value of its organisations together, as text.
    pub value: String,
    /// How many organisations are such a body.
    pub units: usize,
    /// How many of them have not reached the target.
    pub behind: usize,
    /// The fewest of them whose repair is enough.
    pub fewest: Option<usize>,
}
