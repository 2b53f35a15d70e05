//! A dry run under way: the rows as the deeds so far would leave them.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Result;
use compact_str::CompactString;

use super::draft::{Against, Draft, Fault, shown};
use super::form::{empty, extra, later};
use super::plan::Effect;
use super::table::{Entry, entry_of};
use crate::desk::{Desk, Refusal};
use crate::intake::{Kind, Made, Row as Cells, declarable, person, rows};
use crate::lang::Lang;
use crate::model::{
    Change, Deed, IdKey, Instant, Member, Org, OrgId, OrgTree, Pos, Post, Row, RowEdit, Subject, Values,
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
    pub places: &'d HashMap<OrgId, Pos>,
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
            _ => fresh(&[]),
        })
    }

    /// The row that a deed makes: what stands, what is put down by itself, and what was typed.
    pub fn typed(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<Made, Stop> {
        let Base { mut draft, shown, .. } = self.base(entry, on)?;
        if let Some((id, _)) = values.0.iter().find(|(id, _)| entry.slots.iter().all(|slot| slot.id != id.as_str())) {
            return Err(Refusal::NoField(id.to_string()).into());
        }
        let names = super::names::names(entry.kind);
        for slot in entry.slots {
            let preset = slot.preset(self.at);
            let column = names.iter().position(|name| name.id == slot.id);
            let kept = column.and_then(|at| shown.get(at)).map(String::as_str);
            let stands = preset.as_deref().or(kept).unwrap_or_default();
            let typed = values.get(slot.id).map(str::trim).filter(|text| *text != stands);
            let text = typed.unwrap_or(stands);
            if slot.required && text.is_empty() {
                return Err(Stop::Refused(Some(slot.id), empty(slot, entry.kind)));
            }
            let refused = |why| Stop::Refused(Some(slot.id), why);
            if slot.extra.is_some() {
                if !text.is_empty() {
                    extra(&slot.holds(entry.kind), text, &self.tree).map_err(refused)?;
                }
                continue;
            }
            match (typed, &preset) {
                (Some(text), _) => draft.give(slot.id, text),
                (None, Some(text)) => draft.fill(slot.id, text.as_str()),
                (None, None) => {}
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
            Deed::OrgRename | Deed::OrgCorrect => self.correct_org(entry, on, values),
            Deed::CadreAppoint => self.appoint(entry, on, values),
            Deed::CadreOnboard | Deed::CadreCorrect | Deed::CadreRelease => self.correct_post(entry, on, values),
            Deed::MemberAdd => self.add_member(entry, on, values),
            Deed::MemberCorrect | Deed::MemberReport | Deed::Appraise | Deed::RegisterYear => {
                self.correct_member(entry, on, values)
            }
            _ => Err(Refusal::WrongSubject.into()),
        }
    }

    /// An organisation's row is another, or a new one.
    pub fn put_org(&mut self, id: OrgId, org: Org) -> Result<(), Stop> {
        let parent = self.parent(id);
        let before = Row::Org { id, parent, org: self.org(id)? };
        let after = Row::Org { id, parent, org: org.clone() };
        self.edits.push(RowEdit { before: Some(before), after: Some(after) });
        self.orgs.insert(id, org);
        Ok(())
    }

    fn correct_org(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let id = on.org();
        let before = self.existing(id)?;
        let Made::Org(_, after) = self.typed(entry, on, values)? else { return Err(Refusal::WrongSubject.into()) };
        let parent = self.parent(id).map_or_else(String::new, |parent| self.code(parent).to_owned());
        let what = before.label().to_owned();
        self.compare(Kind::Orgs, &what, &|out| rows::org(out, &before, &parent), &|out| {
            rows::org(out, &after, &parent)
        })?;
        self.put_org(id, *after)
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
