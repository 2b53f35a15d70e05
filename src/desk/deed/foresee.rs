//! What the judge would say after deeds: the findings that would open and go, and what the committees above would count.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, PoisonError};

use anyhow::Result;
use compact_str::CompactString;
use serde::Serialize;

use super::Plan;
use crate::desk::renewal::FEW;
use crate::desk::{Desk, Lives, Standing};
use crate::judge::{Declared, Judged, LifeState, RuleIx, judge};
use crate::lang::{Lang, texts};
use crate::model::{Attest, OrgId, OrgTree, Pos, Row, RowEdit};
use crate::store::{Before, EditError, Edited, Ground, Laid, collect_ahead, collect_laid};

/// Findings and committees kept of each sort; the counts are always of all.
const KEPT: usize = 200;
/// Of these, so many lines are told.
const TOLD: usize = 12;

texts! {
    head(opens: usize, goes: usize) { "问题：新增 {opens} 条，消除 {goes} 条", "findings: {opens} would open, {goes} would go" }
    same() { "问题不变", "no finding would open or go" }
    opens(org: &str, rule: &str) { "{org}：新增 {rule}", "{org}: {rule} opens" }
    relapses(org: &str, rule: &str) { "{org}：{rule} 复发", "{org}: {rule} relapses" }
    goes(org: &str, rule: &str) { "{org}：{rule} 消除，转入观察期", "{org}: {rule} no longer holds and goes on probation" }
    more_findings(count: usize) { "另有 {count} 条", "{count} more" }
    counts(org: &str, old: u64, new: u64) { "{org}：问题 {old} → {new} 条", "{org}: {old} → {new} findings" }
    more_counts(count: usize) { "另有 {count} 个上级组织的问题数变化", "the counts of {count} more organisations above change" }
    rough() {
        "按所涉组织自己的行推算；欠交、转接、台账等在保存后研判",
        "worked out from these organisations' own rows; arrears, requests and the ledger are judged after saving"
    }
}

/// A finding that would open or go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Turned {
    /// The rule's id.
    pub rule: CompactString,
    /// The code of the organisation.
    pub org: String,
    /// What the organisation is called.
    pub name: String,
    /// How the finding would stand.
    #[serde(serialize_with = "state")]
    pub state: LifeState,
    #[serde(skip)]
    names: [CompactString; 2],
}

fn state<S: serde::Serializer>(state: &LifeState, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(state.id())
}

/// An organisation whose subtree would count other findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Its code.
    pub org: String,
    /// What it is called.
    pub name: String,
    /// The findings in it and below it now.
    pub before: u64,
    /// The same afterwards.
    pub after: u64,
}

/// Everything that would turn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Foreseen {
    /// How many findings would open.
    pub opens: usize,
    /// How many would go.
    pub goes: usize,
    /// The first of those that would open, the most severe first.
    pub opened: Vec<Turned>,
    /// The first of those that would go.
    pub gone: Vec<Turned>,
    /// How many organisations above would count other findings.
    pub counts: usize,
    /// The first of them, from the top.
    pub above: Vec<Counted>,
    /// Whether it is only what the touched organisations' own rows tell.
    pub rough: bool,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// How much there is.
    Head,
    /// A finding that opens.
    Bad,
    /// A finding that goes.
    Good,
    /// Anything else.
    Plain,
    /// What is not told.
    Dim,
}

impl Foreseen {
    /// In words, a line each.
    pub fn lines(&self, lang: Lang) -> Vec<(Tone, String)> {
        let mut out = Vec::new();
        if self.opens + self.goes == 0 {
            out.push((Tone::Head, same(lang).to_owned()));
        } else {
            out.push((Tone::Head, head(lang, self.opens, self.goes)));
        }
        for (tone, list, count) in [(Tone::Bad, &self.opened, self.opens), (Tone::Good, &self.gone, self.goes)] {
            out.extend(list.iter().take(TOLD).map(|one| (tone, one.say(lang))));
            out.extend((count > TOLD).then(|| (Tone::Dim, more_findings(lang, count - TOLD))));
        }
        let above = self.above.iter().take(TOLD);
        out.extend(above.map(|one| (Tone::Plain, counts(lang, &one.name, one.before, one.after))));
        out.extend((self.counts > TOLD).then(|| (Tone::Dim, more_counts(lang, self.counts - TOLD))));
        out.extend(self.rough.then(|| (Tone::Dim, rough(lang).to_owned())));
        out
    }
}

impl Turned {
    fn say(&self, lang: Lang) -> String {
        let rule = lang.pick(&self.names[0], &self.names[1]);
        match self.state {
            LifeState::Relapsed => relapses(lang, &self.name, rule),
            LifeState::Probation => goes(lang, &self.name, rule),
            _ => opens(lang, &self.name, rule),
        }
    }
}

/// The register as it would be.
struct Ahead {
    tree: Arc<OrgTree>,
    judged: Judged,
    /// Where each organisation stands now, where any would stand elsewhere.
    old: Option<Vec<Option<Pos>>>,
    rough: bool,
}

impl Ahead {
    fn old(&self, pos: Pos) -> Option<Pos> {
        self.old.as_ref().map_or(Some(pos), |old| old.get(pos.index()).copied().flatten())
    }

    /// How it differs from what stands, in an organisation and below it.
    fn told(&self, standing: &Standing, lives: &Lives, root: Option<OrgId>) -> Foreseen {
        let tree = &self.tree;
        let top = root.and_then(|root| tree.by_id().get(&root).copied());
        let scope = top.map_or(0..tree.len(), |top| tree.subtree(top));
        let mut out = Foreseen { rough: self.rough, ..Foreseen::default() };
        let mut turned = BTreeSet::new();
        for (rule, info) in (0..).map(RuleIx).zip(&standing.rules) {
            let held = |pos: Pos| self.old(pos).is_some_and(|old| standing.judged.holds(rule, old));
            let places: Vec<Pos> = match &self.old {
                None => self.judged.changes(Some(&standing.judged), rule).collect(),
                Some(_) => (0..tree.len() as u32).map(Pos).collect(),
            };
            let inside = places.into_iter().filter(|pos| scope.contains(&pos.index()));
            for pos in inside.filter(|pos| self.judged.holds(rule, *pos) != held(*pos)) {
                let opens = self.judged.holds(rule, pos);
                let known = self.old(pos).and_then(|old| lives.get(rule.0, old)).map(|life| life.state);
                let state = match (opens, known) {
                    (false, _) => LifeState::Probation,
                    (true, Some(LifeState::Probation | LifeState::Closed)) => LifeState::Relapsed,
                    (true, _) => LifeState::New,
                };
                turned.insert(pos);
                let (count, list) =
                    if opens { (&mut out.opens, &mut out.opened) } else { (&mut out.goes, &mut out.gone) };
                *count += 1;
                if list.len() < KEPT {
                    let (org, name) = (tree.code(pos).to_owned(), tree.label(pos).to_owned());
                    let names = [info.zh.as_str().into(), info.en.as_str().into()];
                    list.push(Turned { rule: info.id.as_str().into(), org, name, state, names });
                }
            }
        }
        for pos in self.above(standing, &scope, turned) {
            let before = self.old(pos).map_or(0, |old| standing.judged.total(&standing.tree.subtree(old)));
            let after = self.judged.total(&tree.subtree(pos));
            if before != after {
                out.counts += 1;
                if out.above.len() < KEPT {
                    let (org, name) = (tree.code(pos).to_owned(), tree.label(pos).to_owned());
                    out.above.push(Counted { org, name, before, after });
                }
            }
        }
        out
    }

    /// The organisations above those that turned or stand elsewhere, from the top.
    fn above(&self, standing: &Standing, scope: &Range<usize>, turned: BTreeSet<Pos>) -> BTreeSet<Pos> {
        let tree = &self.tree;
        let mut above = BTreeSet::new();
        let mut add = |from: Option<Pos>| {
            let up = std::iter::successors(from, |pos| tree.parent(*pos));
            above.extend(up.take_while(|pos| scope.contains(&pos.index())));
        };
        turned.into_iter().for_each(|pos| add(tree.parent(pos)));
        if let Some(old) = &self.old {
            // Whoever lost an organisation counts fewer, though nothing of it turned.
            let now = tree.by_id();
            let parent = |tree: &OrgTree, pos| tree.parent(pos).map(|up| tree.id(up));
            let moved = old.iter().enumerate().filter_map(|(at, old)| Some((Pos(at as u32), (*old)?)));
            for (pos, old) in moved.filter(|(pos, old)| parent(tree, *pos) != parent(&standing.tree, *old)) {
                add(tree.parent(pos));
                add(parent(&standing.tree, old).and_then(|up| now.get(&up).copied()));
            }
        }
        above
    }
}

#[cfg(any(test, debug_assertions))]
impl Foreseen {
    /// How one standing differs from another.
    pub(crate) fn between(before: &Standing, after: &Standing, lives: &Lives) -> Self {
        let places = before.tree.by_id();
        let (tree, judged) = (Arc::clone(&after.tree), after.judged.clone());
        let old = (0..tree.len() as u32).map(|at| places.get(&tree.id(Pos(at))).copied()).collect();
        Ahead { tree, judged, old: Some(old), rough: false }.told(before, lives, None)
    }
}

impl Desk {
    /// What the judge would say if a plan was carried out, as far as the operator sees it. Writes nothing.
    ///
    /// Milliseconds for members, posts and payments at province scale, seconds the first time where there are transfers; where
    /// organisations come, go or change, as long as it takes to judge all of them.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn foresee(&self, plan: &Plan) -> Result<Foreseen> {
        if plan.edits.is_empty() {
            return Ok(Foreseen::default());
        }
        match self.scoped() {
            Some(scoped) => {
                let tree = self.tree()?;
                let root = tree.roots().next().map(|root| tree.id(root));
                scoped.whole.foresee_below(&plan.edits, root)
            }
            None => self.foresee_below(&plan.edits, None),
        }
    }

    /// The same, of what lies below one organisation.
    fn foresee_below(&self, edits: &[RowEdit], root: Option<OrgId>) -> Result<Foreseen> {
        let standing = self.standing(&|_| {})?;
        let ahead = self.ahead(&standing, edits)?;
        Ok(ahead.told(&standing, &*self.lives()?, root))
    }

    /// Judges the register as edits would leave it.
    fn ahead(&self, standing: &Standing, edits: &[RowEdit]) -> Result<Ahead> {
        let places = self.places()?;
        let of_orgs =
            edits.iter().any(|edit| matches!(edit.before.as_ref().or(edit.after.as_ref()), Some(Row::Org { .. })));
        let laid = match of_orgs {
            true => Some(Laid::out(self.register(), edits).map_err(|error| match error {
                EditError::Register(error) => error,
                error => error.into(),
            })?),
            false => None,
        };
        let stays = laid.as_ref().is_none_or(Laid::in_place);
        let thresholds = self.thresholds(standing);
        let rules = &standing.rule_set;
        if stays {
            let edited = Edited {
                register: self.register(),
                index: self.register(),
                tree: laid.as_ref().map_or(&*standing.tree, |laid| &laid.tree),
                places: &places,
                at: standing.at,
                thresholds: &thresholds,
                edits,
            };
            let before = Before { facts: &standing.facts, flagged: &standing.flagged, until: standing.until };
            let mut ground = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
            let ground = match &mut *ground {
                Some(ground) => ground,
                none => {
                    let made = self.register().edits_here()?.into_iter().map(|(_, edit)| edit);
                    none.insert(Ground::of(&made.collect::<Vec<_>>(), &places))
                }
            };
            if let Some(again) = collect_ahead(edited, ground, before)? {
                let mut facts = again.facts;
                if edits.iter().any(of_attest) {
                    facts.declared = self.declared_ahead(edits, &|id| places.get(&id).copied(), standing)?;
                }
                let judged = if again.touched.len() > FEW {
                    judge(&facts, rules)
                } else {
                    let mut judged = standing.judged.clone();
                    judged.again(&facts, rules, &again.touched);
                    judged
                };
                return Ok(Ahead { tree: Arc::clone(&standing.tree), judged, old: None, rough: false });
            }
        }
        let laid = match laid {
            Some(laid) => laid,
            None => Laid::out(self.register(), &[])?,
        };
        let known = (&*standing.tree, &*places);
        let at = (standing.at, &thresholds);
        let mut facts = collect_laid(self.register(), known, &laid, &standing.facts, at, edits)?;
        let now = laid.tree.by_id();
        facts.declared = self.declared_ahead(edits, &|id| now.get(&id).copied(), standing)?;
        let judged = judge(&facts, rules);
        let old = (!stays).then_some(laid.old);
        Ok(Ahead { tree: Arc::new(laid.tree), judged, old, rough: true })
    }

    /// What organisations would have declared.
    fn declared_ahead(
        &self,
        edits: &[RowEdit],
        place: &dyn Fn(OrgId) -> Option<Pos>,
        standing: &Standing,
    ) -> Result<Declared> {
        let mut rows = self.register().attests()?;
        let of = |row: &Option<Row>| -> Option<Attest> {
            if let Some(Row::Attest(row)) = row { Some(row.clone()) } else { None }
        };
        for edit in edits {
            let gone = of(&edit.before).and_then(|gone| rows.iter().position(|row| *row == gone));
            gone.into_iter().for_each(|at| drop(rows.remove(at)));
            rows.extend(of(&edit.after));
        }
        Ok(Declared::by(&rows, place, standing.at))
    }
}

fn of_attest(edit: &RowEdit) -> bool {
    matches!(edit.before.as_ref().or(edit.after.as_ref()), Some(Row::Attest(_)))
}
