//! Forms over rows at hand rather than over a register: what the screens are tried on.

use std::sync::Arc;

use compact_str::CompactString;

use super::draft::{Against, Draft, Fault, shown};
use super::form::{Form, empty, form};
use super::table::entry_of;
use super::work::Base;
use crate::desk::Refusal;
use crate::intake::{Kind, Made, Row as Cells, rows};
use crate::model::{Deed, Identity, Instant, Member, OrgTree, Pos, Row, Subject, Values};

impl Form {
    /// The form of a deed on a row at hand, which stands with the organisation at `pos`.
    ///
    /// # Errors
    /// The deed is not done to such things.
    pub(crate) fn over(
        deed: Deed,
        on: &Subject,
        at: Instant,
        (tree, pos): (&Arc<OrgTree>, Pos),
        row: Option<&Row>,
    ) -> Result<Self, Refusal> {
        let entry = entry_of(deed);
        if !entry.on.contains(&on.sort()) {
            return Err(Refusal::WrongSubject);
        }
        let code = tree.code(pos).to_owned();
        let parent = tree.parent(pos).map_or_else(String::new, |parent| tree.code(parent).to_owned());
        let stands = |fill: &dyn Fn(&mut Cells)| (Draft::of(entry.kind, fill), shown(fill));
        let fresh = |column: &str| {
            let mut draft = Draft::new(entry.kind);
            draft.fill(column, code.as_str());
            let cells = draft.cells();
            (draft, cells)
        };
        let (draft, shown) = match (entry.kind, deed, row) {
            (_, Deed::OrgFound, _) => fresh("parent"),
            (Kind::Orgs, _, Some(Row::Org { org, .. })) => stands(&|out| rows::org(out, org, &parent)),
            (Kind::Members, _, Some(Row::Member { member, .. })) => stands(&|out| rows::member(out, member, &code)),
            (Kind::Cadres, _, Some(Row::Post { post, .. })) => stands(&|out| rows::cadre(out, post, &code)),
            (Kind::Cadres, _, Some(Row::Member { member, .. })) => appointed(member, &code),
            (Kind::Members | Kind::Dues, ..) => fresh("branch"),
            _ => fresh("org"),
        };
        let items: Arc<[CompactString]> = Arc::new(["dues-checked".into()]);
        Ok(form(at, tree, &items, entry, on, Base { draft, shown, hint: None }))
    }

    /// The row that a filled form makes.
    pub(crate) fn read(&self, values: &Values) -> Result<Made, Fault> {
        let entry = entry_of(self.deed);
        let mut draft = self.draft.clone();
        for (field, slot) in self.fields.iter().zip(entry.slots) {
            let typed = values.get(field.id).map(str::trim).filter(|text| *text != field.now);
            let text = typed.unwrap_or(&field.now);
            if field.required && text.is_empty() {
                return Err((Some(field.id), empty(slot, entry.kind)));
            }
            self.check(field.id, text).map_err(|why| (Some(field.id), why))?;
            if let Some(text) = typed.filter(|_| slot.extra.is_none()) {
                draft.give(field.id, text);
            }
        }
        draft.read(Against { tree: &self.tree, items: &self.items })
    }
}

fn appointed(member: &Member, code: &str) -> (Draft, Vec<String>) {
    let (mut whole, mut masked) = (Draft::new(Kind::Cadres), Draft::new(Kind::Cadres));
    let foreign = matches!(member.identity, Identity::Foreign(_));
    for draft in [&mut whole, &mut masked] {
        draft.fill("name", member.name.as_str());
        draft.fill("document", if foreign { "境外" } else { "居民身份证" });
        draft.fill("org", code);
    }
    whole.fill("identity", member.identity.reveal());
    masked.fill("identity", member.identity.masked());
    (whole, masked.cells())
}
