//! A dry run under way: the rows as the deeds so far would leave them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use anyhow::Result;
use compact_str::CompactString;

use super::draft::{Against, Draft, Fault, shown};
use super::form::{empty, extra, later, moment};
use super::plan::Effect;
use super::table::{Entry, entry_of};
use super::transfer::PENDING;
use super::words;
use crate::desk::{Desk, Refusal};
use crate::intake::{Kind, Made, Row as Cells, declarable, person, rows};
use crate::lang::Lang;
use crate::model::{
    BranchKind, Change, Deed, IdKey, Instant, Member, Month, Org, OrgCode, OrgId, OrgTree, Pos, Post, Row, RowEdit,
    Subject, Transfer, Values,
};
use crate::store::OrgRows;

/// Why a deed comes to nothing.
#[derive(Debug)]
pub(super) enum Stop {
    /// It is refused; the field is named where it is one's fault.
    Refused(Option<&'static str>, Refusal),
    /// The register cannot be read.
    Register(anyhow::Error),
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Register(error)
    }
}

impl Stop {
    /// The same, as the fault of a field.
    pub fn at(self, field: &'static str) -> Self {
        match self {
            Self::Refused(None, why) => Self::Refused(Some(field), why),
            other => other,
        }
    }
}

impl From<Refusal> for Stop {
    fn from(why: Refusal) -> Self {
        Self::Refused(None, why)
    }
}

impl From<Fault> for Stop {
    fn from((field, why): Fault) -> Self {
        Self::Refused(field, why)
    }
}

/// The row a deed begins with: its cells, and the same as they may be shown.
pub(super) struct Base {
    pub draft: Draft,
    pub shown: Vec<String>,
    pub hint: Option<(String, String)>,
}

/// A dry run under way.
pub(super) struct Work<'d> {
    pub desk: &'d Desk,
    pub tree: Arc<OrgTree>,
    pub places: Arc<HashMap<OrgId, Pos>>,
    pub items: Arc<[CompactString]>,
    /// The present.
    pub at: Instant,
    /// Who does it.
    pub by: String,
    /// The place of the deed under way.
    pub item: usize,
    pub edits: Vec<RowEdit>,
    pub effects: Vec<Effect>,
    pub structural: bool,
    rows: HashMap<OrgId, OrgRows>,
    orgs: HashMap<OrgId, Org>,
    /// The number its entry in the journal will have.
    pub entry: u64,
    /// When it is recorded.
    pub recorded: Instant,
    /// Organisations that are to be.
    pub founded: Vec<(OrgId, OrgCode)>,
    /// Those that move, and to where.
    pub parents: HashMap<OrgId, OrgId>,
    /// Requests as they would be.
    pub requests: HashMap<CompactString, Transfer>,
    /// Months that are to be paid.
    pub paid: HashSet<(IdKey, Month)>,
    /// Where those stand who are to be added.
    pub(super) stands: HashMap<IdKey, Vec<OrgId>>,
}

impl<'d> Work<'d> {
    pub fn new(desk: &'d Desk) -> Result<Self> {
        Ok(Self {
            desk,
            tree: desk.tree()?,
            places: desk.places()?,
            items: declarable(desk.programmes()).into(),
            at: desk.present(),
            by: String::new(),
            item: 0,
            edits: Vec::new(),
            effects: Vec::new(),
            structural: false,
            rows: HashMap::new(),
            orgs: HashMap::new(),
            entry: desk.register().last_entry()? + 1,
            recorded: desk.clock().now(),
            founded: Vec::new(),
            parents: HashMap::new(),
            requests: HashMap::new(),
            paid: HashSet::new(),
            stands: HashMap::new(),
        })
    }

    pub fn against(&self) -> Against<'_> {
        Against { tree: &self.tree, items: &self.items }
    }

    /// Looks up at once what single deeds would each read the register for.
    pub fn look_up(&mut self, changes: &[Change]) -> Result<()> {
        let mut asked: Vec<IdKey> = Vec::new();
        for change in changes {
            let Change::Deed { deed: Deed::MemberAdd | Deed::MemberCorrect, values, .. } = change else { continue };
            // A number that does not parse is refused when its deed is read.
            asked.extend(values.get("identity").and_then(|text| person(text).ok()).map(|identity| identity.key()));
        }
        asked.sort_unstable();
        asked.dedup();
        if asked.is_empty() {
            return Ok(());
        }
        for (person, pos) in self.desk.register().branches_of(&asked)? {
            self.stands.entry(person).or_default().push(self.tree.id(pos));
        }
        Ok(())
    }

    /// Where an organisation stands.
    pub fn place(&self, org: OrgId) -> Result<Pos, Refusal> {
        self.places.get(&org).copied().ok_or(Refusal::NoOrg)
    }

    pub fn code(&self, org: OrgId) -> &str {
        self.places.get(&org).map_or("", |pos| self.tree.code(*pos))
    }

    /// The name of an organisation, as effects tell it.
    pub fn label(&self, org: OrgId) -> String {
        self.places.get(&org).map_or_else(String::new, |pos| self.tree.label(*pos).to_owned())
    }

    /// The rows of an organisation as they would be.
    pub fn rows(&mut self, org: OrgId) -> Result<&mut OrgRows, Stop> {
        let pos = self.place(org)?;
        if !self.rows.contains_key(&org) {
            self.rows.insert(org, self.desk.register().rows(pos)?);
        }
        self.rows.get_mut(&org).ok_or_else(|| Refusal::NoOrg.into())
    }

    /// An organisation's own row as it would be.
    pub fn org(&mut self, org: OrgId) -> Result<Org, Stop> {
        let pos = self.place(org)?;
        if !self.orgs.contains_key(&org) {
            self.orgs.insert(org, self.desk.register().org(pos)?);
        }
        self.orgs.get(&org).cloned().ok_or_else(|| Refusal::NoOrg.into())
    }

    /// The same, refused where it does not exist at present.
    pub fn existing(&mut self, org: OrgId) -> Result<Org, Stop> {
        let row = self.org(org)?;
        if row.exists(self.at) { Ok(row) } else { Err(Refusal::NotThere(row.label().to_owned()).into()) }
    }

    pub fn parent(&self, org: OrgId) -> Option<OrgId> {
        if let Some(parent) = self.parents.get(&org) {
            return Some(*parent);
        }
        let pos = self.places.get(&org)?;
        self.tree.parent(*pos).map(|parent| self.tree.id(parent))
    }

    /// A member's row and its slot.
    pub fn member(&mut self, branch: OrgId, person: IdKey) -> Result<(usize, Member), Stop> {
        let rows = self.rows(branch)?;
        let slot = rows.members.iter().position(|member| member.identity.key() == person);
        let slot = slot.ok_or(Refusal::NoMember)?;
        Ok((slot, rows.members[slot].clone()))
    }

    /// A post's row and its slot.
    pub fn post(&mut self, on: &Subject) -> Result<(usize, Post), Stop> {
        let Subject::Post { org, person, title, from } = on else { return Err(Refusal::WrongSubject.into()) };
        let rows = self.rows(*org)?;
        let same = |post: &Post| post.identity.key() == *person && post.title == *title && post.from == *from;
        let slot = rows.posts.iter().position(same).ok_or(Refusal::NoPost)?;
        Ok((slot, rows.posts[slot].clone()))
    }

    /// Tells an effect of the deed under way.
    pub fn tell(&mut self, told: impl Fn(Lang) -> String) {
        self.effects.push(Effect::new(self.item, told));
    }

    /// The row a deed begins with.
    pub fn base(&mut self, entry: &Entry, on: &Subject) -> Result<Base, Stop> {
        if !entry.on.contains(&on.sort()) {
            return Err(Refusal::WrongSubject.into());
        }
        let org = on.org();
        let code = self.place(org).map(|pos| self.tree.code(pos).to_owned())?;
        let fresh = |put: &[(&str, &str)]| {
            let mut draft = Draft::new(entry.kind);
            put.iter().for_each(|(id, text)| draft.fill(id, *text));
            let shown = draft.cells();
            Base { draft, shown, hint: None }
        };
        let of =
            |fill: &dyn Fn(&mut Cells)| Base { draft: Draft::of(entry.kind, fill), shown: shown(fill), hint: None };
        Ok(match (entry.kind, entry.deed) {
            (Kind::Orgs, Deed::OrgFound) => fresh(&[("parent", &code)]),
            (Kind::Orgs, _) => {
                let row = self.org(org)?;
                let parent = self.parent(org).map_or_else(String::new, |parent| self.code(parent).to_owned());
                of(&|out| rows::org(out, &row, &parent))
            }
            (Kind::Members, Deed::MemberAdd) => fresh(&[("branch", &code)]),
            (Kind::Members, _) => {
                let Subject::Member { branch, person } = on else { return Err(Refusal::WrongSubject.into()) };
                let (_, row) = self.member(*branch, *person)?;
                of(&|out| rows::member(out, &row, &code))
            }
            (Kind::Cadres, Deed::CadreAppoint) => self.appointed(on, &code)?,
            (Kind::Cadres, _) => {
                let (_, row) = self.post(on)?;
                of(&|out| rows::cadre(out, &row, &code))
            }
            (Kind::Dues, _) => {
                let Subject::Member { branch, person } = on else { return Err(Refusal::WrongSubject.into()) };
                let (_, member) = self.member(*branch, *person)?;
                let owed = super::record::owed(&member).to_string();
                let hint = |lang| words::tariff(lang, &owed);
                let base = fresh(&[("identity", super::SOMEBODY), ("branch", &code), ("paid", &owed)]);
                Base { hint: Some((hint(Lang::Zh), hint(Lang::En))), ..base }
            }
            (Kind::Transfers, Deed::TransferBegin) => {
                let now = moment(self.at);
                let put = [("no", PENDING), ("identity", super::SOMEBODY), ("from", &code), ("state", "1")];
                // Whoever leaves a graduating class is taken to leave as a graduate.
                let class = self.tree.branch_kind(self.place(org)?) == Some(BranchKind::Graduating);
                let graduate = ("graduate", if class { "是" } else { "否" });
                fresh(&[put.as_slice(), &[("begun", &now), ("arrived", &now), graduate]].concat())
            }
            (Kind::Conduct, _) => fresh(&[("identity", super::SOMEBODY)]),
            (Kind::Graduates, _) => fresh(&[("school", &code)]),
            (Kind::Ledger, Deed::LedgerPut) => {
                let division = self.org(org)?.division.map(|division| division.to_string()).unwrap_or_default();
                fresh(&[("division", &division)])
            }
            (Kind::Activities | Kind::Attest, _) => fresh(&[("org", &code)]),
            _ => fresh(&[]),
        })
    }

    /// The same for a row that may stand there already, which the values tell.
    fn standing(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(Base, bool), Stop> {
        let base = self.base(entry, on)?;
        let Some(credit) = values.get("credit").filter(|_| entry.kind == Kind::Ledger) else {
            return Ok((base, false));
        };
        let mut draft = Draft::new(Kind::Ledger);
        draft.give("credit", credit);
        let against = self.against();
        let Ok(Made::LedgerUnit(asked)) = draft.sampled(against).read(against) else { return Ok((base, false)) };
        let Some(unit) = self.unit(&asked)? else {
            let remove = entry.deed == Deed::LedgerRemove;
            return if remove { Err(Stop::Refused(Some("credit"), Refusal::NoUnit)) } else { Ok((base, false)) };
        };
        let code = unit.org.map_or_else(String::new, |org| self.code(org).to_owned());
        let fill = |out: &mut Cells| rows::unit(out, &unit, &code);
        Ok((Base { draft: Draft::of(Kind::Ledger, fill), shown: shown(fill), hint: None }, true))
    }

    /// Refuses fields that a deed does not have.
    fn fields(entry: &Entry, values: &Values) -> Result<(), Refusal> {
        let stray = values.0.iter().find(|(id, _)| entry.slots.iter().all(|slot| slot.id != id.as_str()));
        stray.map_or(Ok(()), |(id, _)| Err(Refusal::NoField(id.to_string())))
    }

    /// What was typed into a field that is no column.
    pub fn extra(&self, entry: &Entry, on: &Subject, values: &Values, id: &'static str) -> Result<String, Stop> {
        if !entry.on.contains(&on.sort()) {
            return Err(Refusal::WrongSubject.into());
        }
        Self::fields(entry, values)?;
        let Some(slot) = entry.slots.iter().find(|slot| slot.id == id) else { return Ok(String::new()) };
        let text = values.get(id).map(str::trim).unwrap_or_default();
        if text.is_empty() {
            return if slot.required {
                Err(Stop::Refused(Some(id), empty(slot, entry.kind)))
            } else {
                Ok(String::new())
            };
        }
        extra(&slot.holds(entry.kind), text, &self.tree).map_err(|why| Stop::Refused(Some(id), why))
    }

    /// The row that a deed makes: what stands, what is put down by itself, and what was typed.
    pub fn typed(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<Made, Stop> {
        Self::fields(entry, values)?;
        let (Base { mut draft, shown, .. }, stands_already) = self.standing(entry, on, values)?;
        let names = super::names::names(entry.kind);
        for slot in entry.slots {
            let preset = slot.preset(self.at).filter(|_| !stands_already);
            let column = names.iter().position(|name| name.id == slot.id);
            let kept = column.and_then(|at| shown.get(at)).map(String::as_str);
            let stands = preset.as_deref().or(kept).unwrap_or_default();
            let typed = values.get(slot.id).map(str::trim).filter(|text| *text != stands);
            let text = typed.unwrap_or(stands);
            if slot.required && text.is_empty() {
                return Err(Stop::Refused(Some(slot.id), empty(slot, entry.kind)));
            }
            let refused = |why| Stop::Refused(Some(slot.id), why);
            match (typed, &preset) {
                (Some(text), _) => draft.give(slot.id, text),
                (None, Some(text)) if !text.is_empty() => draft.fill(slot.id, text.as_str()),
                (None, _) => {}
            }
            if typed.is_some() {
                later(&slot.holds(entry.kind), slot.id, draft.get(slot.id), self.at).map_err(refused)?;
            }
        }
        Ok(draft.read(self.against())?)
    }

    /// Does one deed on the rows as they would be.
    pub fn perform(&mut self, deed: Deed, on: &Subject, values: &Values) -> Result<(), Stop> {
        let entry = entry_of(deed);
        match deed {
            Deed::OrgFound => self.found(entry, on, values),
            Deed::OrgRename | Deed::OrgCorrect => self.correct_org(entry, on, values),
            Deed::OrgMove => self.move_org(entry, on, values),
            Deed::OrgMerge => self.merge(entry, on, values),
            Deed::OrgClose => self.close(entry, on, values),
            Deed::CadreAppoint => self.appoint(entry, on, values),
            Deed::CadreOnboard | Deed::CadreCorrect | Deed::CadreRelease => self.correct_post(entry, on, values),
            Deed::MemberAdd => self.add_member(entry, on, values),
            Deed::MemberCorrect | Deed::MemberReport | Deed::Appraise | Deed::RegisterYear => {
                self.correct_member(entry, on, values)
            }
            Deed::MemberRemove => self.remove_member(entry, on, values),
            Deed::TransferBegin => self.begin(entry, on, values),
            Deed::TransferAnswer => self.answer(entry, on, values),
            Deed::TransferRefuse => self.refuse(entry, on, values),
            Deed::TransferWithdraw => self.withdraw(entry, on, values),
            Deed::DuesPay => self.pay(entry, on, values),
            Deed::ConductAdd => self.conduct(entry, on, values),
            Deed::ActivityAdd => self.activity(entry, on, values),
            Deed::Attest => self.attest(entry, on, values),
            Deed::GraduatesSubmit => self.graduates(entry, on, values),
            Deed::LedgerPut => self.put_unit(entry, on, values),
            Deed::LedgerRemove => self.remove_unit(entry, on, values),
        }
    }

    /// A number that no organisation of this register ever had.
    pub fn next_id(&self) -> Result<OrgId> {
        let used = (0..self.tree.len()).map(|at| self.tree.id(Pos(at as u32)).0);
        let mut last = used.chain(self.founded.iter().map(|(id, _)| id.0)).max().unwrap_or_default();
        let founding = |verb: &str| verb == Deed::OrgFound.id() || verb == super::BATCH;
        for entry in self.desk.register().journal()?.iter().filter(|entry| founding(&entry.verb)) {
            for edit in self.desk.edits_of(entry.number)? {
                if let (None, Some(Row::Org { id, .. })) = (edit.before, edit.after) {
                    last = last.max(id.0);
                }
            }
        }
        Ok(OrgId(last + 1))
    }

    /// An organisation's row is another.
    pub fn put_org(&mut self, id: OrgId, org: Org) -> Result<(), Stop> {
        let parent = self.parent(id);
        let before = Row::Org { id, parent, org: self.org(id)? };
        let after = Row::Org { id, parent, org: org.clone() };
        self.edits.push(RowEdit { before: Some(before), after: Some(after) });
        self.orgs.insert(id, org);
        Ok(())
    }

    /// Tells what changes between two rows, column by column; refused where nothing does.
    pub fn compare(
        &mut self,
        kind: Kind,
        what: &str,
        before: &dyn Fn(&mut Cells),
        after: &dyn Fn(&mut Cells),
    ) -> Result<(), Stop> {
        let whole = |fill: &dyn Fn(&mut Cells)| -> Vec<String> {
            Cells::new(true).filled(fill).cells().map(str::to_owned).collect()
        };
        let differ: Vec<bool> = whole(before).iter().zip(&whole(after)).map(|(old, new)| old != new).collect();
        if !differ.contains(&true) {
            return Err(Refusal::NothingChanges.into());
        }
        let (old, new) = (shown(before), shown(after));
        let names = super::names::names(kind);
        for at in differ.iter().enumerate().filter(|(_, differ)| **differ).map(|(at, _)| at) {
            let (old, new) = (&old[at], &new[at]);
            self.tell(|lang| {
                let field = lang.pick(names[at].header, names[at].en);
                super::words::changed(
                    lang,
                    what,
                    field,
                    super::words::or_none(lang, old),
                    super::words::or_none(lang, new),
                )
            });
        }
        Ok(())
    }
}
