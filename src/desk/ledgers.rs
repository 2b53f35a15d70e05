//! What a programme has people record themselves: units of the new sectors, declarations, and graduates by their schools.

use std::collections::BTreeMap;

use anyhow::Result;
use compact_str::CompactString;

use super::{Desk, LedgerRow, Standing};
use crate::judge::{Fact, Words};
use crate::model::{Attest, GraduateBase, Instant, Pos};
use crate::programme::{Programme, Proof};
use crate::store::{Cover, Responsible};

/// The ledgers of a programme for a subtree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledgers {
    /// The units of the new sectors by the organisation that answers for them, those with most to do first.
    pub units: Vec<UnitSum>,
    /// What is declared, in the order of the programme.
    pub items: Vec<ItemSum>,
    /// The schools of the subtree, those without a baseline first.
    pub schools: Vec<SchoolRow>,
}

/// The units for which one organisation answers.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSum {
    /// The organisation.
    pub pos: Pos,
    /// Its units, in the order of their credit codes.
    pub rows: Vec<LedgerRow>,
    /// How many of them are confirmed.
    pub confirmed: usize,
    /// How many have an organisation with members and cadres.
    pub covered: usize,
    /// How many have no organisation.
    pub bare: usize,
    /// How many have one without a member or without a cadre.
    pub hollow: usize,
}

/// One thing that organisations declare.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemSum {
    /// The item as it stands in the roster: the metric's id.
    pub item: CompactString,
    /// What it is called.
    pub name: Words,
    /// The step that counts it.
    pub step: CompactString,
    /// Whether it must be spot-checked too.
    pub sampled: bool,
    /// How many organisations were asked, where we can tell them.
    pub asked: Option<u64>,
    /// How many of the subtree have declared it; of those asked, where we can tell them.
    pub declared: u64,
    /// When the last of them did.
    pub last: Option<Instant>,
}

/// A school and what it said of its graduates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolRow {
    /// The school.
    pub pos: Pos,
    /// The latest year for which it said so; `None` where it never did.
    pub base: Option<GraduateBase>,
}

impl UnitSum {
    fn of(pos: Pos, rows: Vec<LedgerRow>, at: Instant) -> Self {
        let covers = |cover| rows.iter().filter(|row| row.cover == cover).count();
        Self {
            pos,
            confirmed: rows.iter().filter(|row| row.unit.confirmed_by(at)).count(),
            covered: covers(Cover::Covered),
            bare: covers(Cover::Bare),
            hollow: covers(Cover::Hollow),
            rows,
        }
    }
}

impl Desk {
    /// The ledgers of a programme for a subtree. Reads the rosters of units, declarations and baselines whole.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn ledgers(&self, programme: &Programme, scope: Option<Pos>) -> Result<Ledgers> {
        let standing = self.standing(&|_| {})?;
        Ok(Ledgers {
            units: self.units(&standing, scope)?,
            items: self.items(&standing, programme, scope)?,
            schools: self.schools(&standing, scope)?,
        })
    }

    fn units(&self, standing: &Standing, scope: Option<Pos>) -> Result<Vec<UnitSum>> {
        // Who answers for a division, and what is below an organisation elsewhere, only the whole register knows.
        if let Some(scoped) = self.scoped() {
            let root = scope.or_else(|| standing.tree.roots().next());
            let Some(out) = root.and_then(|pos| scoped.out(pos)) else { return Ok(Vec::new()) };
            let whole = scoped.whole.units(&*scoped.whole.standing_of(standing.at)?, Some(out))?;
            let here = |sum: UnitSum| {
                let row = |row: LedgerRow| LedgerRow { org: row.org.and_then(|org| scoped.here(org)), ..row };
                Some(UnitSum { pos: scoped.here(sum.pos)?, rows: sum.rows.into_iter().map(row).collect(), ..sum })
            };
            return Ok(whole.into_iter().filter_map(here).collect());
        }
        let Standing { tree, facts, at, .. } = standing;
        let range = standing.range(scope);
        let (responsible, places) = (Responsible::of(tree, *at), self.places()?);
        let has = |fact, pos| facts.total(fact, &tree.subtree(pos)) > 0;
        let mut by_org: BTreeMap<Pos, Vec<LedgerRow>> = BTreeMap::new();
        self.register().each_ledger_unit(|unit| {
            let answers = responsible.at(unit.division).filter(|pos| range.contains(&pos.index()));
            if let Some(pos) = answers.filter(|_| unit.known_by(*at)) {
                let org = unit.org.and_then(|id| places.get(&id).copied());
                let cover = Cover::of(tree, org, *at, |org| has(Fact::Members, org) && has(Fact::Cadres, org));
                by_org.entry(pos).or_default().push(LedgerRow { unit, org, cover });
            }
        })?;
        let mut sums: Vec<UnitSum> = by_org.into_iter().map(|(pos, rows)| UnitSum::of(pos, rows, *at)).collect();
        sums.sort_by_key(|sum| (std::cmp::Reverse(sum.rows.len() - sum.covered), sum.pos));
        Ok(sums)
    }

    fn items(&self, standing: &Standing, programme: &Programme, scope: Option<Pos>) -> Result<Vec<ItemSum>> {
        let (range, places) = (standing.range(scope), self.places()?);
        let inside = |row: &&Attest| {
            row.at <= standing.at && places.get(&row.org).is_some_and(|pos| range.contains(&pos.index()))
        };
        let all = self.register().attests()?;
        let rows: Vec<&Attest> = all.iter().filter(inside).collect();
        let mut items: Vec<ItemSum> = Vec::new();
        for step in programme.steps().filter(|step| step.proof != Proof::Data) {
            let Some(metric) = programme.metrics.get(&step.metric) else { continue };
            if items.iter().any(|item| item.item == step.metric) {
                continue;
            }
            let told = || rows.iter().filter(|row| row.item == step.metric);
            let value = standing.value(step, &range);
            items.push(ItemSum {
                item: step.metric.clone(),
                name: metric.name.clone(),
                step: step.id.clone(),
                sampled: step.proof == Proof::Sample,
                asked: value.and_then(|value| value.denominator),
                declared: value
                    .filter(|value| value.denominator.is_some())
                    .map_or(told().count() as u64, |v| v.numerator),
                last: told().map(|row| row.at).max(),
            });
        }
        Ok(items)
    }

    fn schools(&self, standing: &Standing, scope: Option<Pos>) -> Result<Vec<SchoolRow>> {
        let Standing { tree, facts, at, .. } = standing;
        let (range, places) = (standing.range(scope), self.places()?);
        let mut known: BTreeMap<Pos, Option<GraduateBase>> = BTreeMap::new();
        for pos in range.clone().map(|at| Pos(at as u32)) {
            if facts.own(Fact::Schools, pos) > 0 {
                known.insert(pos, None);
            }
        }
        for base in self.register().graduate_bases()?.into_iter().filter(|base| base.known_by(*at)) {
            let Some(pos) = places.get(&base.school).copied().filter(|pos| range.contains(&pos.index())) else {
                continue;
            };
            let row = known.entry(pos).or_default();
            if row.as_ref().is_none_or(|other| (other.year, other.submitted) <= (base.year, base.submitted)) {
                *row = Some(base);
            }
        }
        let exists = known.into_iter().filter(|(pos, _)| tree.exists(*pos, *at));
        let mut rows: Vec<SchoolRow> = exists.map(|(pos, base)| SchoolRow { pos, base }).collect();
        rows.sort_by_key(|row| (row.base.is_some(), row.pos));
        Ok(rows)
    }
}
