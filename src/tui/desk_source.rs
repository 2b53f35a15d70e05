//! The desk as the terminal program's source.

use std::sync::Arc;

use anyhow::{Result, anyhow};

use super::source::{
    Milestones, Outlook, ProgrammeInfo, SearchItem, SearchKind, SearchPage, Source, StepRow, Title, UnitRow,
};
use crate::desk::{
    AlertRow, Building, CommitError, Committed, Desk, Form, FoundItem, FoundKind, Lives, Named, OrgPage, Past,
    PersonPage, Plan, Refusal, RequestPage, RevealError, Revealed, Right, Sought, Standing, StepStanding, Who, step_of,
};
use crate::judge::Words;
use crate::judge::alert::Alert;
use crate::model::{Change, Deed, Pos, Subject};
use crate::programme::{Forecast, Programme, Scheme};
use crate::store::{Board, Phase};

/// An open desk.
pub struct DeskSource {
    desk: Desk,
    name: String,
    scheme: Arc<Scheme>,
    building: Arc<Building>,
}

impl DeskSource {
    /// The source of an open desk whose leagues are ranked by `scheme`.
    pub fn new(desk: Desk, scheme: Scheme) -> Self {
        let root = desk.register().meta().orgs > 0;
        // The first organisation names the register; the tree itself is not read before the first frame.
        let name = root.then(|| desk.register().org(Pos(0)).ok()).flatten();
        let name = name.map_or_else(String::new, |org| org.label().to_owned());
        let building = Arc::new(Building::default());
        desk.watched_by(building.clone());
        Self { desk, name, scheme: Arc::new(scheme), building }
    }

    /// The desk.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    fn standing(&self) -> Result<Arc<Standing>> {
        self.desk.standing(&|_| {})
    }

    fn programme(&self, id: &str) -> Result<&Programme> {
        self.desk.programme(id).ok_or_else(|| anyhow!("there is no programme {id}"))
    }

    /// Nothing is being built any more.
    fn built<T>(&self, done: Result<T, CommitError>) -> Result<T> {
        self.building.over();
        Ok(done?)
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

    fn who(&self) -> Who {
        self.desk.who()
    }

    fn reveal(&self, at: (Pos, u32), by: &str, reason: &str) -> Result<Revealed, RevealError> {
        self.desk.reveal(at, by, reason)
    }

    fn standing(&self, progress: &(dyn Fn(f32) + Sync)) -> Result<Arc<Standing>> {
        let standing = self.desk.standing(progress)?;
        self.desk.register().settle()?;
        Ok(standing)
    }

    fn now(&self) -> Result<Arc<Standing>> {
        self.standing()
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

    fn keep_day(&self) -> Result<()> {
        let kept = self.desk.keep_day()?.is_some();
        if self.desk.may(Right::Edit).is_ok() {
            self.desk.register().be_ready()?;
        }
        if kept { self.desk.register().settle() } else { Ok(()) }
    }

    fn search(&self, query: &str, limit: usize, stop: &dyn Fn() -> bool) -> Result<SearchPage> {
        let found = self.desk.find(&*self.standing()?, query, limit, stop)?;
        Ok(SearchPage { total: found.total, items: found.items.into_iter().map(hit).collect() })
    }

    fn lives(&self) -> Result<Arc<Lives>> {
        self.desk.lives()
    }

    fn commit(&self, by: &str, changes: Vec<Change>) -> Result<Committed> {
        self.built(self.desk.commit(by, changes))
    }

    fn building(&self) -> Option<(Phase, u8)> {
        self.building.now()
    }

    fn undo(&self, by: &str) -> Result<Option<Committed>> {
        self.built(self.desk.undo(by))
    }

    fn redo(&self, by: &str) -> Result<Option<Committed>> {
        self.built(self.desk.redo(by))
    }

    fn form(&self, deed: Deed, on: &Subject) -> Result<Result<Form, Refusal>> {
        self.desk.form(deed, on)
    }

    fn plan(&self, by: &str, changes: &[Change]) -> Result<Plan> {
        Ok(self.desk.plan(by, changes)?)
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

    fn alerts(
        &self,
        scope: Option<Pos>,
        progress: &(dyn Fn(f32) + Sync),
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<Alert>> {
        let found = self.desk.alerts(scope, progress, stop)?;
        self.desk.register().settle()?;
        Ok(found)
    }

    fn alert_rows(&self, alert: &Alert, limit: usize) -> Result<Vec<AlertRow>> {
        self.desk.alert_rows(alert, limit)
    }

    fn step_units(&self, programme: &str, step: &str, scope: Pos) -> Result<Vec<UnitRow>> {
        let standing = self.standing()?;
        let step = self.programme(programme)?.step(step).ok_or_else(|| anyhow!("there is no step {step}"))?;
        let units = self.desk.step_units(step, self.scope(&standing, scope))?;
        let row = |unit: crate::desk::UnitStanding| UnitRow {
            pos: unit.pos,
            value: unit.value.show(step.target.rate),
            numerator: unit.value.numerator,
            denominator: unit.value.denominator.unwrap_or_default(),
            behind: unit.behind,
            flag: unit.flag,
            first: unit.first,
        };
        Ok(units.into_iter().filter(|unit| unit.behind > 0).map(row).collect())
    }

    fn scheme(&self) -> Arc<Scheme> {
        Arc::clone(&self.scheme)
    }

    fn league_trend(&self, of: Option<Pos>, stop: &dyn Fn() -> bool) -> Result<Vec<Past>> {
        self.desk.league_trend(&self.scheme, of, stop)
    }

    fn board(&self) -> Result<Arc<Board>> {
        self.desk.board()
    }

    fn named(&self, sought: &[Sought]) -> Result<Vec<Option<Named>>> {
        self.desk.named(sought)
    }

    fn request(&self, from: Pos, no: &str) -> Result<Option<RequestPage>> {
        self.desk.request(from, no)
    }
}

fn hit(item: FoundItem) -> SearchItem {
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
        why: item.why,
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
    let shown = row.now.map(|value| value.show(step.target.rate));
    let bodies: Vec<_> =
        step.responsible.iter().filter_map(|body| of.bodies.get(body)).map(|body| &body.name).collect();
    let said =
        |word: fn(&Words) -> &str, between| bodies.iter().map(|body| word(body)).collect::<Vec<_>>().join(between);
    Some(StepRow {
        task: task.id.to_string(),
        step: step.id.to_string(),
        due: step.due,
        zh: step.title.zh.to_string(),
        en: step.title.en.to_string(),
        target: step.target.to_string(),
        value: shown.unwrap_or_default(),
        ratio: row.now.and_then(|value| value.value.filter(|_| step.target.rate)),
        numerator: row.now.map(|value| value.numerator).unwrap_or_default(),
        denominator: row.now.and_then(|value| value.denominator).unwrap_or_default(),
        verdict: row.verdict,
        days_left: i64::from(step.due.0 - standing.at.day().0),
        needed_per_day: row.needed_per_day.map(|need| pace(need, step.target.rate)),
        outlook: outlook(row, step.target.rate),
        why_no_data_zh: step.why.as_ref().filter(|_| row.now.is_none()).map(|why| why.zh.to_string()),
        why_no_data_en: step.why.as_ref().filter(|_| row.now.is_none()).map(|why| why.en.to_string()),
        frozen: row.at_due.map(|value| value.show(step.target.rate)),
        responsible: [said(|body| &body.zh, "、"), said(|body| &body.en, ", ")],
        quote_zh: task.quote.clone(),
        source: match &task.source {
            Some(source) => source.zh.to_string(),
            None => {
                let issued = of.issued.map(|day| day.to_string()).unwrap_or_default();
                format!("{} {issued}", of.number).trim_end().to_owned()
            }
        },
    })
}

// Rounded up: who keeps to what is shown arrives in time.
fn pace(need: f64, rate: bool) -> String {
    let up = |number: f64| (number * 10.0 - 1e-6).ceil() / 10.0;
    if rate { format!("{:.1}%", up(need * 100.0)) } else { format!("{:.1}", up(need)) }
}

#[cfg(test)]
mod tests {
    use super::pace;

    #[test]
    fn a_pace_is_rounded_up_and_a_rate_is_in_percent() {
        for (need, rate, text) in [
            (1.6, false, "1.6"),
            (1.61, false, "1.7"),
            (0.104, true, "10.4%"),
            (0.0001, true, "0.1%"),
            (3.5, false, "3.5"),
        ] {
            assert_eq!(pace(need, rate), text, "{need}");
        }
    }
}
