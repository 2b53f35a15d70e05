//! The register after rows were edited: the screens show it as it is now, and cursors and marks stay with what they were on.

use std::sync::Arc;

use super::{Answer, App, Effect, Layer, Slot, press};
use crate::desk::{Lives, Standing};
use crate::model::{OrgTree, Pos};
use crate::tui::source::Source;
use crate::tui::{milestones, person, posts, search, tree, views};

/// What a worker found where the register is another than the one on screen.
pub struct Renewed {
    /// The register in memory.
    pub standing: Arc<Standing>,
    /// Where each finding stands.
    pub lives: Arc<Lives>,
    /// Where organisations stand, if that is elsewhere than they stood.
    pub moved: Option<Moved>,
}

/// Where each organisation stands now, by where it stood; `None` for one that is gone.
pub struct Moved(Vec<Option<Pos>>);

impl Moved {
    /// Compares the trees before and after; `None` where everybody stands where they stood.
    pub fn between(before: &Arc<OrgTree>, after: &Arc<OrgTree>) -> Option<Self> {
        let all = |tree: &OrgTree| (0..tree.len() as u32).map(Pos).collect::<Vec<_>>();
        let ids = |tree: &OrgTree| all(tree).into_iter().map(|pos| tree.id(pos)).collect::<Vec<_>>();
        if Arc::ptr_eq(before, after) || ids(before) == ids(after) {
            return None;
        }
        let places = after.by_id();
        Some(Self(ids(before).iter().map(|id| places.get(id).copied()).collect()))
    }

    /// Where an organisation stands now.
    pub fn of(&self, pos: Pos) -> Option<Pos> {
        self.0.get(pos.index()).copied().flatten()
    }

    /// The same of one that may not have moved at all.
    pub fn now(moved: Option<&Self>, pos: Pos) -> Option<Pos> {
        moved.map_or(Some(pos), |moved| moved.of(pos))
    }
}

/// Looks whether the desk has another register in memory than the one on screen; for worker threads.
///
/// # Errors
/// A register that cannot be read.
pub fn look(source: &dyn Source, before: &Arc<Standing>) -> anyhow::Result<Option<Box<Renewed>>> {
    let standing = source.now()?;
    if Arc::ptr_eq(before, &standing) {
        return Ok(None);
    }
    let moved = Moved::between(&before.tree, &standing.tree);
    Ok(Some(Box::new(Renewed { lives: source.lives()?, standing, moved })))
}

/// Asks for the register as it is now; to be given after any commit that may have edited rows.
pub fn begin(app: &mut App) -> Vec<Effect> {
    let Some(before) = app.standing.clone() else { return Vec::new() };
    app.ask(Slot::Renew, move |source, _, _| Answer::Renewed(look(source, &before)))
}

/// Takes it in.
pub fn renewed(app: &mut App, renewed: Renewed) -> Vec<Effect> {
    let Renewed { standing, lives, moved } = renewed;
    let Some(before) = app.standing.replace(standing) else { return Vec::new() };
    let moved = moved.as_ref();
    // Answers under way are of the register before.
    let stale = [
        Slot::Org,
        Slot::Queue,
        Slot::Lives,
        Slot::Milestones,
        Slot::Board,
        Slot::Names,
        Slot::Responses,
        Slot::League,
        Slot::Person,
        Slot::Units,
        Slot::Course,
        Slot::Ledgers,
        Slot::Request,
        Slot::Search,
        Slot::Views,
    ];
    stale.into_iter().for_each(|slot| app.work.stop(slot));
    if moved.is_some() {
        [Slot::Alerts, Slot::AlertRows, Slot::Trend, Slot::Past].into_iter().for_each(|slot| app.work.stop(slot));
        // A form names what it is about by numbers, which stay.
        app.layers.retain(|layer| matches!(layer, Layer::Fill(_) | Layer::Pick(_) | Layer::Sitting(_)));
    }
    // What the rows say is asked for again; definitions are laid over them anew by whoever wants them.
    app.layers.retain(|layer| !matches!(layer, Layer::Meaning(_)));
    // They were typed for lists that are another now.
    app.ahead.clear();
    app.scope = app.scope.and_then(|pos| Moved::now(moved, pos));
    let mut effects = tree::renewed(app, &before, moved);
    crate::tui::triage::renewed(app, &before, lives, moved);
    app.milestones.renewed(moved);
    app.transfers.renewed(moved);
    app.ranking.renewed(moved);
    effects.extend(layers(app));
    effects.extend(views::count(app));
    effects.extend(press::show_tab(app));
    effects
}

/// Asks again for what lies over the screen.
fn layers(app: &mut App) -> Vec<Effect> {
    let mut effects = Vec::new();
    for at in 0..app.layers.len() {
        match &app.layers[at] {
            Layer::Person(state) => {
                let of = state.page.as_ref().map(|page| (page.pos, page.row.slot, page.row.member.clone()));
                if let Some((pos, slot, member)) = of {
                    effects.extend(person::again(app, pos, slot, member));
                }
            }
            Layer::Step(_) => effects.extend(milestones::step::ask(app)),
            Layer::Request(state) => {
                let of = state.page.iter().flatten().next().map(|page| (page.from, page.transfer.no.clone()));
                if let Some((from, no)) = of {
                    effects.extend(app.ask(Slot::Request, move |source, _, _| {
                        Answer::Request(source.request(from, &no).map(|page| page.map(Box::new)))
                    }));
                }
            }
            Layer::Posts(state) => {
                let pos = state.pos;
                effects.extend(posts::ask(app, pos));
            }
            Layer::Search(_) if at + 1 == app.layers.len() => effects.extend(search::typed(app)),
            _ => {}
        }
    }
    effects
}
