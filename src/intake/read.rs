//! From paths to a batch.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use compact_str::CompactString;

use super::cadres::PostCheck;
use super::check::{Check, Hand, Tally, run};
use super::directory::Directory;
use super::dues::{self, DuesCheck};
use super::kind::{Column, Kind};
use super::known::Persons;
use super::members::MemberCheck;
use super::orgs::{Candidate, KIND, OrgCheck};
use super::progress::{Meter, Progress};
use super::records::{Context, Read, RecordCheck, activities, attests, conduct, graduates, ledger};
use super::refusal::{Caution, Reason, Refusal, Warning};
use super::report::Report;
use super::resolve::{Resolved, resolve};
use super::source::{Finder, Found};
use super::transfers::{self, TransferCheck};
use super::{Known, Placed};
use crate::model::{IdKey, Labelled, Member, Pos, Post};
use crate::programme::{Programme, Proof};
use crate::store::{Arrivals, Deal, Listed, Listing, Listings, PaymentDeal, Source};

/// How rosters are to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The kind of every file, where its headers are not to decide.
    pub kind: Option<Kind>,
    /// Leave out a whole file (or sheet) that has a refusal.
    pub strict: bool,
}

/// Checked rows, ready for the register's merge.
pub struct Batch {
    /// The register's organisations with those of the batch, in pre-order. Known codes keep their number, new ones have
    /// numbers above the largest.
    pub orgs: Vec<Placed>,
    /// For each of `orgs`, the row that gave it; `None` where the register alone has it.
    pub orgs_touched: Vec<Option<Source>>,
    /// Rows that a later file's row of the same organisation replaces, with its place in `orgs`.
    pub orgs_replaced: Vec<(Source, Pos)>,
    /// Members, dealt by place in `orgs`.
    pub members: Deal<Member>,
    /// Posts, dealt by place in `orgs`.
    pub posts: Deal<Post>,
    /// Rows of the lists; none that was refused.
    pub lists: Listings,
    /// Payments by person; none that was refused.
    pub dues: Arrivals,
    /// Rows of `members` and `posts` that the merge must pass over.
    pub dropped: Dropped,
    /// What came of each file. `unchanged` is the merge's to fill in.
    pub report: Report,
}

/// Rows that were packed before they turned out not to be wanted: duplicates, and files refused as a whole.
#[derive(Clone, Debug, Default)]
pub struct Dropped {
    files: BTreeSet<u16>,
    rows: Vec<Source>,
}

impl Dropped {
    /// Whether a row is to be passed over.
    pub fn contains(&self, source: Source) -> bool {
        self.files.contains(&source.file) || self.rows.binary_search(&source).is_ok()
    }

    /// Whether every packed row is wanted.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.rows.is_empty()
    }
}

/// Reads and checks every roster of `paths` (files, folders, `-`) against each other and what is `known`.
///
/// A row that is refused is told in the report and costs nothing but itself.
///
/// # Errors
/// A path that cannot be opened or read, or [`Interrupted`](super::Interrupted) from `progress`.
pub fn read(paths: &[PathBuf], options: &Options, known: &dyn Known, progress: &dyn Progress) -> anyhow::Result<Batch> {
    read_with(paths, options, known, progress, Box::new(io::stdin()))
}

pub(super) fn read_with(
    paths: &[PathBuf],
    options: &Options,
    known: &dyn Known,
    progress: &dyn Progress,
    stdin: Box<dyn io::Read + Send>,
) -> anyhow::Result<Batch> {
    let mut finder = Finder { only: options.kind, report: Report::default(), rosters: Vec::new(), stdin: Some(stdin) };
    for path in paths {
        finder.path(path)?;
    }
    let Finder { report, rosters, .. } = finder;
    let meter = Meter::new(progress, rosters.iter().map(|found| found.roster.bytes).sum());
    let mut desk = Desk { report, dropped: Dropped::default(), strict: options.strict, meter };
    let of = |kind: Kind| move |found: &mut Found| found.roster.header.kind == kind;
    let mut rosters = rosters;

    let mut checks = desk.read_all(rosters.extract_if(.., of(Kind::Orgs)), OrgCheck::default)?;
    let candidates = checks.drain(..).flat_map(|check| check.taken).collect();
    let Resolved { orgs, touched, replaced, no_branches, .. } = desk.resolve(known, candidates)?;
    for (source, kind) in no_branches {
        let caution = Caution::NoLongerBranch;
        desk.report.warnings.take(&mut vec![Warning { source, column: Some(KIND), value: kind.zh().into(), caution }]);
    }

    let directory = Directory::new(&orgs);
    let members = desk.read_all(rosters.extract_if(.., of(Kind::Members)), || MemberCheck::new(&directory))?;
    let members = members.into_iter().fold(Deal::new(orgs.len()), |mut all, check| {
        all.absorb(check.taken);
        all
    });
    let posts = desk.read_all(rosters.extract_if(.., of(Kind::Cadres)), || PostCheck::new(&directory))?;
    let posts = posts.into_iter().fold(Deal::new(orgs.len()), |mut all, check| {
        all.absorb(check.taken);
        all
    });
    // Reading the programmes is work of milliseconds, and only declarations want them.
    let declares = rosters.iter().any(|found| found.roster.header.kind == Kind::Attest);
    let items = if declares { declarable(&known.programmes()?) } else { Vec::new() };
    let context = Context { directory, items };
    let directory = &context.directory;
    let mut lists = Listings::default();
    let checks = desk.read_all(rosters.extract_if(.., of(Kind::Transfers)), || TransferCheck::new(directory))?;
    let mut movers = Vec::new();
    for check in checks {
        lists.transfers.absorb(check.taken);
        movers.push(check.persons);
    }
    let checks = desk.read_all(rosters.extract_if(.., of(Kind::Dues)), || DuesCheck::new(directory))?;
    let payments = checks.into_iter().fold(PaymentDeal::default(), |mut all, check| {
        all.absorb(check.taken);
        all
    });
    let mut records = Records { desk: &mut desk, rosters: &mut rosters, context: &context };
    lists.conduct = records.take(Kind::Conduct, conduct::read)?;
    lists.activities = records.take(Kind::Activities, activities::read)?;
    lists.graduates = records.take(Kind::Graduates, graduates::read)?;
    lists.ledger = records.take(Kind::Ledger, ledger::read)?;
    lists.attests = records.take(Kind::Attest, attests::read)?;
    desk.keep_wanted(&mut lists.transfers);
    movers.iter_mut().for_each(|persons| persons.retain(|(source, _)| !desk.dropped.contains(*source)));

    if !(lists.transfers.is_empty() && lists.conduct.is_empty() && payments.is_empty()) {
        let persons = Persons::new(&members, &posts, &desk.dropped, known)?;
        let asked = movers.iter().flatten().map(|(_, person)| *person);
        let unknown = persons.unknown(asked.collect())?;
        for (source, person) in movers.drain(..).flatten().filter(|(_, person)| unknown.binary_search(person).is_ok()) {
            desk.remark(source, transfers::PERSON, person, Caution::OnNoRoster);
        }
        let honoured = lists.conduct.iter().map(|row| row.map(|(source, row)| (source, row.person)));
        let honoured: Vec<_> = honoured.collect::<Result<_, _>>()?;
        let unknown = persons.unknown(honoured.iter().map(|(_, person)| *person).collect())?;
        let mut refused: Vec<_> =
            honoured.into_iter().filter(|(_, person)| unknown.binary_search(person).is_ok()).collect();
        refused.sort_unstable();
        let refused = refused.into_iter().map(|(source, person)| Refusal {
            source,
            column: Some(conduct::PERSON),
            value: person.masked().into(),
            reason: Reason::UnknownPerson,
        });
        desk.refuse(refused.collect());
        desk.keep_wanted(&mut lists.conduct);
        desk.refuse(dues::refused(&payments, &persons)?);
    }
    let (report, dropped) = desk.close();
    let dues = payments.wanted(|source| !dropped.contains(source));
    Ok(Batch { orgs, orgs_touched: touched, orgs_replaced: replaced, members, posts, lists, dues, dropped, report })
}

/// The metrics that may be declared: those that no row proves.
pub(crate) fn declarable(programmes: &[Programme]) -> Vec<CompactString> {
    let metrics = programmes.iter().flat_map(|programme| programme.metrics.values());
    metrics.filter(|metric| metric.proof != Proof::Data).map(|metric| metric.id.clone()).collect()
}

/// Reads the smaller rosters, one kind after another.
struct Records<'r, 'p, 'o> {
    desk: &'r mut Desk<'p>,
    rosters: &'r mut Vec<Found>,
    context: &'o Context<'o>,
}

impl Records<'_, '_, '_> {
    fn take<T: Listed>(&mut self, kind: Kind, read: Read<T>) -> anyhow::Result<Listing<T>> {
        let found = self.rosters.extract_if(.., |found| found.roster.header.kind == kind);
        let checks = self.desk.read_all(found, || RecordCheck::new(self.context, read))?;
        let mut rows = Listing::default();
        checks.into_iter().for_each(|check| rows.absorb(check.taken));
        self.desk.keep_wanted(&mut rows);
        Ok(rows)
    }
}

/// Keeps the report while rosters are read.
struct Desk<'p> {
    report: Report,
    dropped: Dropped,
    strict: bool,
    meter: Meter<'p>,
}

impl Desk<'_> {
    /// Reads rosters of one kind with as many threads as the machine has.
    fn read_all<C: Check>(
        &mut self,
        rosters: impl Iterator<Item = Found>,
        check: impl Fn() -> C,
    ) -> anyhow::Result<Vec<C>> {
        let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
        let mut hands: Vec<Hand<C>> = (0..threads).map(|_| Hand::new(check())).collect();
        for found in rosters {
            let file = found.roster.file;
            let tally = run(found, &mut hands, &self.meter)?;
            self.enter(file, tally);
        }
        Ok(hands.into_iter().map(|hand| hand.check).collect())
    }

    fn enter(&mut self, file: u16, tally: Tally) {
        let Some(entry) = self.report.files.get_mut(usize::from(file)) else { return };
        let refused = tally.refusals.iter().filter(|refusal| refusal.source.row > 0).count() as u32;
        entry.rows = tally.rows;
        entry.refused = refused;
        entry.accepted = tally.rows.saturating_sub(refused);
        let faulty = !tally.refusals.is_empty();
        self.report.refusals.extend(tally.refusals);
        self.report.warnings.join(tally.warnings);
        self.dropped.rows.extend(tally.dropped);
        if faulty && self.strict {
            self.leave_out(file);
        }
    }

    /// Leaves a whole file out; says whether that is new.
    fn leave_out(&mut self, file: u16) -> bool {
        let fresh = self.dropped.files.insert(file);
        if let Some(entry) = self.report.files.get_mut(usize::from(file)).filter(|_| fresh) {
            // All its rows stay out, whichever of them were at fault.
            entry.accepted = 0;
            entry.refused = entry.rows;
            let source = Source { file, row: 0 };
            let note = Warning { source, column: None, value: "".into(), caution: Caution::Strict };
            self.report.warnings.take(&mut vec![note]);
        }
        fresh
    }

    /// Makes one tree. Where a file is refused as a whole for a row that does not fit, the tree is made again without it.
    fn resolve(&mut self, known: &dyn Known, candidates: Vec<Candidate>) -> anyhow::Result<Resolved> {
        let mut candidates = candidates;
        loop {
            candidates.retain(|candidate| !self.dropped.files.contains(&candidate.source.file));
            let again = if self.strict { candidates.clone() } else { Vec::new() };
            let mut resolved = resolve(known, candidates)?;
            let mut fewer = false;
            if self.strict {
                for refusal in &resolved.refusals {
                    fewer |= self.leave_out(refusal.source.file);
                }
            }
            let told = std::mem::take(&mut resolved.refusals);
            if fewer {
                // Only the rows of files now left out are told for good; the others are judged again without those.
                self.tell(
                    told.into_iter().filter(|refusal| self.dropped.files.contains(&refusal.source.file)).collect(),
                );
                candidates = again;
            } else {
                self.tell(told);
                return Ok(resolved);
            }
        }
    }

    /// Leaves out the rows that are not wanted.
    fn keep_wanted<T: Listed>(&mut self, rows: &mut Listing<T>) {
        self.dropped.rows.sort_unstable();
        rows.retain(|source| !self.dropped.contains(source));
    }

    /// Refuses rows for what only the whole batch tells; those of a file left out already are not told of.
    fn refuse(&mut self, mut refusals: Vec<Refusal>) {
        refusals.retain(|refusal| !self.dropped.files.contains(&refusal.source.file));
        if self.strict {
            refusals.iter().for_each(|refusal| {
                self.leave_out(refusal.source.file);
            });
        }
        self.dropped.rows.extend(refusals.iter().map(|refusal| refusal.source));
        self.tell(refusals);
    }

    /// Notes something about a row that only the whole batch tells.
    fn remark(&mut self, source: Source, column: &'static Column, person: IdKey, caution: Caution) {
        let warning = Warning { source, column: Some(column), value: person.masked().into(), caution };
        self.report.warnings.take(&mut vec![warning]);
    }

    fn tell(&mut self, refusals: Vec<Refusal>) {
        for refusal in &refusals {
            let left_out = self.dropped.files.contains(&refusal.source.file);
            let entry = self.report.files.get_mut(usize::from(refusal.source.file));
            if let Some(entry) = entry.filter(|_| !left_out) {
                entry.refused += 1;
                entry.accepted = entry.accepted.saturating_sub(1);
            }
        }
        self.report.refusals.extend(refusals);
    }

    fn close(mut self) -> (Report, Dropped) {
        self.report.refusals.sort_by_key(|refusal| refusal.source);
        self.report.warnings.settle();
        self.dropped.rows.sort_unstable();
        (self.report, self.dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NewRegister, Reason, Unwatched};
    use super::*;

    fn piped(text: String) -> Batch {
        let stdin = Box::new(io::Cursor::new(text));
        read_with(&["-".into(), "-".into()], &Options::default(), &NewRegister, &Unwatched, stdin).unwrap()
    }

    #[test]
    fn standard_input_is_read_once_and_past_its_first_block() {
        let mut text = "\u{feff}组织编码,上级组织编码,组织全称,组织类型\nA,,\"甲县\n团委\",团委\n".to_owned();
        for at in 0..80_000 {
            text.push_str(&format!("A.{at},A,\"某省某市甲县第{at}中学\"\"高一\"\"班团支部\",团支部\n"));
        }
        text.push_str("B,Z,乙县团委,团委\n");
        assert!(text.len() > 5 << 20, "more than one block");
        let batch = piped(text);
        assert_eq!(batch.orgs.len(), 80_001);
        assert_eq!(batch.report.files.len(), 1);
        assert_eq!(batch.report.files[0].file, "-");
        let refusal = &batch.report.refusals[0];
        assert_eq!((refusal.source.row, refusal.reason), (80_003, Reason::UnknownParent));
        assert!(batch.orgs_touched.iter().enumerate().all(|(at, source)| source.unwrap().row as usize == at + 2));
    }
}
