//! The desk as the terminal program's source.

use std::sync::Arc;

use anyhow::{Result, anyhow};

use super::source::{
    Milestones, Outlook, ProgrammeInfo, SearchItem, SearchKind, SearchPage, Source, StepRow, Title, UnitRow, Verdict,
};
use crate::desk::{Desk, FoundItem, FoundKind, OrgPage, PersonPage, Standing, StepStanding, step_of};
use crate::lang::Lang;
use crate::model::Pos;
use crate::programme::{self, Forecast, Programme, Value};
use crate::search::Match;

/// An open desk.
pub struct DeskSource {
    desk: Desk,
    name: String,
    lang: Lang,
}

impl DeskSource {
    /// The source of an open desk; words that are worked out with an answer are in `lang`.
    pub fn new(desk: Desk, lang: Lang) -> Self {
        let root = desk.register().meta().orgs > 0;
        // The first organisation names the register; the tree itself is not read before the first frame.
        let name = root.then(|| desk.register().org(Pos(0)).ok()).flatten();
        let name = name.map_or_else(String::new, |org| org.label().to_owned());
        Self { desk, name, lang }
    }

    fn standing(&self) -> Result<Arc<Standing>> {
        self.desk.standing(&|_| {})
    }

    fn programme(&self, id: &str) -> Result<&Programme> {
        self.desk.programme(id).ok_or_else(|| anyhow!("there is no programme {id}"))
    }

    /// The only root stands for the whole register.
    fn scope(&self, standing: &Standing, pos: Pos) -> Option<Pos> {
        let whole = standing.tree.subtree(pos).len() == standing.tree.len();
        (!whole || standing.tree.roots().count() == 1).then_some(pos)
    }
}

impl Source for DeskSource {
    fn title(&self) -> Title {
        Title {
            register: self.name.clone(),
            demonstration: self.desk.is_demonstration(),
            as_of: Some(self.desk.at()),
            fixed: self.desk.is_fixed(),
        }
    }

    fn standing(&self, progress: &(dyn Fn(f32) + Sync)) -> Result<Arc<Standing>> {
        let standing = self.desk.standing(progress)?;
        self.desk.register().settle()?;
        Ok(standing)
    }

    fn org(&self, pos: Pos) -> Result<OrgPage> {
        self.desk.org_page(&*self.standing()?, pos)
    }

    fn person(&self, (pos, slot): (Pos, u32)) -> Result<PersonPage> {
        self.desk.person_page(&*self.standing()?, pos, slot)
    }

    fn load_search(&self) -> Result<()> {
        self.desk.load_search()?;
        self.desk.register().settle()
    }

    fn search(&self, query: &str, limit: usize, stop: &dyn Fn() -> bool) -> Result<SearchPage> {
        let found = self.desk.find(&*self.standing()?, query, limit, stop)?;
        Ok(SearchPage { total: found.total, items: found.items.into_iter().map(|item| hit(item, self.lang)).collect() })
    }

    fn programmes(&self) -> Vec<ProgrammeInfo> {
        let info = |programme: &Programme| ProgrammeInfo {
            id: programme.id.to_string(),
            zh: programme.title.zh.to_string(),
            en: programme.title.en.to_string(),
            tasks: programme.tasks.len(),
        };
        self.desk.programmes().iter().map(info).collect()
    }

    fn milestones(&self, programme: &str, scope: Pos) -> Result<Milestones> {
        let standing = self.standing()?;
        let of = self.programme(programme)?;
        let standings = self.desk.milestones(of, self.scope(&standing, scope))?;
        let mut rows: Vec<StepRow> = standings.iter().filter_map(|row| step_row(of, row, &standing)).collect();
        rows.sort_by_key(|row| row.due);
        Ok(Milestones { programme: programme.to_owned(), scope, rows })
    }

    fn step_units(&self, programme: &str, step: &str, scope: Pos) -> Result<Vec<UnitRow>> {
        let standing = self.standing()?;
        let step = self.programme(programme)?.step(step).ok_or_else(|| anyhow!("there is no step {step}"))?;
        let units = self.desk.step_units(step, self.scope(&standing, scope))?;
        let row = |unit: crate::desk::UnitStanding| UnitRow {
            pos: unit.pos,
            value: unit.value.show(),
            numerator: unit.value.numerator,
            denominator: unit.value.denominator.unwrap_or_default(),
            behind: unit.behind,
            flag: unit.flag,
            first: unit.first,
        };
        Ok(units.into_iter().map(row).collect())
    }
}

fn hit(item: FoundItem, lang: Lang) -> SearchItem {
    let note = match item.why {
        Some(Match::LastFour) => lang.pick("末四位", "last four"),
        Some(Match::Phone) => lang.pick("手机号", "phone"),
        Some(Match::Number) => lang.pick("团员编号", "member number"),
        Some(Match::Identity) => lang.pick("身份证号", "identity number"),
        Some(Match::Pinyin | Match::Name) | None => "",
    };
    SearchItem {
        kind: match item.kind {
            FoundKind::Org => SearchKind::Org,
            FoundKind::Member => SearchKind::Member,
        },
        pos: item.pos,
        slot: item.slot,
        name: item.name,
        matched: if item.matched.is_empty() { Vec::new() } else { vec![item.matched] },
        path: item.path,
        id_masked: item.id_masked,
        note: note.to_owned(),
    }
}

fn outlook(row: &StepStanding, rate: bool) -> Outlook {
    let seen = row.forecast;
    Outlook {
        expected: seen.map(|seen| [seen.value, seen.low, seen.high].map(|value| Forecast::show(value, rate))),
        chance: seen.map(|seen| (seen.probability * 100.0).round() as u8),
        latest: row.latest_start,
        fewest: row.fewest.map(|fewest| (fewest.children, fewest.organisations)),
    }
}

fn step_row(of: &Programme, row: &StepStanding, standing: &Standing) -> Option<StepRow> {
    let (task, step) = step_of(of, row)?;
    let shown = row.now.as_ref().map(Value::show);
    let bodies = step.responsible.iter().filter_map(|body| of.bodies.get(body)).map(|body| body.name.zh.to_string());
    Some(StepRow {
        task: task.id.to_string(),
        step: step.id.to_string(),
        due: step.due,
        zh: step.title.zh.to_string(),
        en: step.title.en.to_string(),
        target: step.target.to_string(),
        value: shown.unwrap_or_default(),
        ratio: row.now.and_then(|value| value.value.filter(|_| value.denominator.is_some())),
        numerator: row.now.map(|value| value.numerator).unwrap_or_default(),
        denominator: row.now.and_then(|value| value.denominator).unwrap_or_default(),
        verdict: match row.verdict {
            programme::Verdict::Met => Verdict::Met,
            programme::Verdict::Missed => Verdict::Missed,
            programme::Verdict::OnCourse => Verdict::OnCourse,
            programme::Verdict::AtRisk => Verdict::AtRisk,
            programme::Verdict::Unproven => Verdict::Unproven,
            programme::Verdict::NotApplicable | programme::Verdict::NoData => Verdict::NotApplicable,
        },
        days_left: i64::from(step.due.0 - standing.at.day().0),
        needed_per_day: row.needed_per_day,
        outlook: outlook(row, step.target.rate),
        why_no_data_zh: step.why.as_ref().filter(|_| row.now.is_none()).map(|why| why.zh.to_string()),
        why_no_data_en: step.why.as_ref().filter(|_| row.now.is_none()).map(|why| why.en.to_string()),
        frozen: row.at_due.map(|value| value.show()),
        responsible_zh: bodies.collect::<Vec<_>>().join("、"),
        quote_zh: task.quote.clone(),
        source: task.source.as_ref().unwrap_or(&of.source).zh.to_string(),
    })
}
