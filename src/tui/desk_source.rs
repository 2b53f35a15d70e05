//! The desk as the terminal program's source.

mod steps;

use std::sync::Arc;

use anyhow::{Result, anyhow};

use super::source::{Milestones, ProgrammeInfo, SearchItem, SearchKind, SearchPage, Source, StepPage, StepRow, Title};
use crate::desk::{
    AlertRow, Building, CommitError, Committed, Course, Desk, Erasure, Explained, Foreseen, Form, Found, FoundItem,
    FoundKind, Ground, Ledgers, Lives, Named, OrgPage, Past, PersonPage, Plan, Records, Refusal, RequestPage,
    RevealError, Revealed, Right, Sought, Standing, Topic, Who,
};
use crate::judge::alert::Alert;
use crate::lang::Lang;
use crate::model::{Change, Deed, Instant, Pos, Subject};
use crate::programme::{Programme, Scheme};
use crate::store::{Board, Phase};
use steps::{step_page, step_row};

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

    fn time(&self) -> Instant {
        self.desk.clock().now()
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

    fn records(&self, (pos, slot): (Pos, u32)) -> Result<Records> {
        self.desk.person_records(&*self.standing()?, pos, slot)
    }

    fn load_search(&self) -> Result<()> {
        self.desk.load_search()?;
        self.desk.register().settle()?;
        self.desk.warm_search()
    }

    fn forget(&self) {
        self.desk.register().forget_opened();
    }

    fn keep_day(&self) -> Result<()> {
        let kept = self.desk.keep_day()?.is_some();
        if self.desk.may(Right::Edit).is_ok() {
            self.desk.register().be_ready()?;
        }
        if kept { self.desk.register().settle() } else { Ok(()) }
    }

    fn search(&self, query: &str, limit: usize, stop: &dyn Fn() -> bool) -> Result<SearchPage> {
        let found = self.desk.find_near(&*self.standing()?, query, limit, stop)?;
        let Found { total, items, near } = found;
        Ok(SearchPage { total, items: items.into_iter().map(hit).collect(), near })
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

    fn foresee(&self, _: &[Change], plan: &Plan) -> Result<Foreseen> {
        self.desk.foresee(plan)
    }

    fn sealed(&self) -> bool {
        self.desk.register().codec().is_sealed()
    }

    fn erasure(&self, (pos, slot): (Pos, u32)) -> Result<Erasure> {
        let register = self.desk.register();
        let member = register.member(pos, slot as usize)?.ok_or_else(|| anyhow!("there is no such row"))?;
        let data = register.folder().ok_or_else(|| anyhow!("the register has no folder"))?;
        let found = self.desk.erasure(member.identity.key(), &data, &*self.building);
        self.building.over();
        found
    }

    fn erase(&self, by: &str, erasure: &Erasure, reason: &str) -> Result<u64> {
        let done = self.desk.erase_for(by, erasure, reason, &*self.building);
        self.building.over();
        done
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

    fn step_page(&self, programme: &str, step: &str, scope: Pos) -> Result<StepPage> {
        let standing = self.standing()?;
        let programme = self.programme(programme)?;
        let step = programme.step(step).ok_or_else(|| anyhow!("there is no step {step}"))?;
        step_page(&self.desk, programme, step, self.scope(&standing, scope))
    }

    fn course(&self, programme: &str, step: &str, scope: Pos, stop: &dyn Fn() -> bool) -> Result<Course> {
        let standing = self.standing()?;
        let programme = self.programme(programme)?;
        let step = programme.step(step).ok_or_else(|| anyhow!("there is no step {step}"))?;
        let found = self.desk.course(programme, step, self.scope(&standing, scope), stop)?;
        self.desk.register().settle()?;
        Ok(found)
    }

    fn hollow_past(&self) -> Result<Vec<(Instant, Vec<Pos>)>> {
        self.desk.hollow_past()
    }

    fn ledgers(&self, programme: &str, scope: Pos) -> Result<Ledgers> {
        let standing = self.standing()?;
        self.desk.ledgers(self.programme(programme)?, self.scope(&standing, scope))
    }

    fn scheme(&self) -> Arc<Scheme> {
        Arc::clone(&self.scheme)
    }

    fn explain(&self, standing: &Standing, topic: &Topic, of: Option<Pos>, lang: Lang) -> Explained {
        standing.explain(topic, of, &Ground { programmes: self.desk.programmes(), scheme: &self.scheme }, lang)
    }

    fn league_trend(&self, scheme: &Scheme, of: Option<Pos>, stop: &dyn Fn() -> bool) -> Result<Vec<Past>> {
        self.desk.league_trend(scheme, of, stop)
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
