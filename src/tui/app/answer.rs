//! What workers tell, taken in if somebody still waits for it.

use std::sync::Arc;

use super::{Answer, App, Effect, Exit, Layer, Slot, Tab, Ticket, ahead, press, renew, update};
use crate::tui::source::Source;
use crate::tui::{
    Opened, alerts, clip, deeds, erase, first, form, lock, milestones, person, prompt, ranking, search, tour,
    transfers, tree, triage, views,
};

pub fn answer(app: &mut App, ticket: &Ticket, answer: Answer) -> Vec<Effect> {
    if !app.work.waits_for(ticket) {
        return Vec::new();
    }
    app.dirty = true;
    if let Answer::Progress(share) = answer {
        app.progress = share;
        return Vec::new();
    }
    app.work.done(ticket);
    if !app.work.any() {
        app.ticks = 0;
    }
    match take(app, answer) {
        Ok(mut effects) => {
            effects.extend(ahead::give(app));
            effects
        }
        Err(error) => {
            // They were meant for what did not come.
            app.ahead.clear();
            app.work.fail(ticket.slot(), format!("{error:#}"));
            app.complain(&error);
            Vec::new()
        }
    }
}

fn take(app: &mut App, answer: Answer) -> anyhow::Result<Vec<Effect>> {
    match answer {
        Answer::Progress(_) | Answer::Nothing => {}
        Answer::Standing(standing) => {
            match standing {
                Ok(standing) => {
                    let moved = |pos: crate::model::Pos| pos.index() >= standing.tree.len();
                    app.scope = app.scope.filter(|pos| !moved(*pos));
                    app.standing = Some(standing);
                    app.triage.forget();
                    app.milestones.stale();
                    app.transfers.stale();
                    app.ranking.stale();
                }
                Err(error) => {
                    app.failure = Some(format!("{error:#}"));
                    app.ahead.clear();
                    return Ok(Vec::new());
                }
            }
            let mut effects = tree::read(app);
            effects.extend(app.ask(Slot::Index, |source, _, _| Answer::Index(source.load_search())));
            effects.extend(views::count(app));
            let tab = app.tab;
            if app.layers.is_empty() {
                effects.extend(press::go_tab(app, tab));
            }
            effects.extend(tour::arrived(app));
            return Ok(effects);
        }
        Answer::Org(page) => {
            tree::take(app, *page?);
        }
        Answer::Person(page) => return Ok(person::take(app, page?)),
        Answer::Records(records) => person::take_records(app, records?),
        Answer::Gone => person::gone(app),
        Answer::Index(ready) => {
            ready?;
            app.searchable = true;
            let mut effects = app.ask(Slot::Day, |source, _, _| Answer::Day(source.keep_day()));
            if matches!(app.layers.last(), Some(Layer::Search(_))) {
                effects.extend(search::typed(app));
            }
            return Ok(effects);
        }
        Answer::Day(kept) => {
            kept?;
            return Ok(tree::ask_past(app));
        }
        Answer::Ledgers(read) => milestones::ledgers::take(app, *read?),
        Answer::Past(past) => app.tree.past = Some(past?),
        Answer::Form(form) => deeds::take_form(app, form)?,
        Answer::Plan(plan) => return deeds::planned(app, plan),
        Answer::Foreseen(foreseen) => deeds::foreseen(app, foreseen)?,
        Answer::Done(done) => return deeds::done(app, done),
        Answer::Erasure(found) => erase::read(app, found)?,
        Answer::Erased(erased) => return erase::done(app, erased),
        Answer::Posts(page) => {
            let layers = app.layers.iter_mut().rev();
            let state = layers.filter_map(|layer| if let Layer::Posts(state) = layer { Some(state) } else { None });
            if let Some(state) = state.take(1).next() {
                state.take(page?);
            }
        }
        Answer::Found(page) if matches!(app.layers.last(), Some(Layer::Fill(_))) => deeds::found(app, page?),
        Answer::Found(page) => {
            if let Some(Layer::Search(state)) = app.layers.last_mut() {
                state.take(page?);
            }
        }
        Answer::Offered(found) => form::offered(app, found?),
        Answer::Queue(built) => app.triage.take(*built),
        Answer::Lives(lives) => {
            app.triage.lives = Some(lives?);
            app.triage.stale();
            return Ok(if app.tab == Tab::Triage { triage::enter(app) } else { Vec::new() });
        }
        Answer::Acted(acted) => {
            let mut effects = triage::acted(app, acted)?;
            effects.extend(views::count(app));
            return Ok(effects);
        }
        Answer::Suggested(completion) => triage::suggested(app, completion),
        Answer::Views(counts) => views::counted(app, counts?),
        Answer::Kept(view) => return Ok(views::kept(app, view?)),
        Answer::Milestones(milestones) => return milestones.map(|milestones| milestones::take(app, milestones)),
        Answer::Course(of, course) => milestones::take_course(app, of, *course?),
        Answer::Units(units) => {
            // The palette may have been opened over it since.
            let step = app.layers.iter_mut().rev().find_map(|layer| match layer {
                Layer::Step(step) => Some(step),
                _ => None,
            });
            if let Some(step) = step {
                step.take(*units?);
            }
        }
        Answer::Alerts(found) => return Ok(alerts::take(app, found?)),
        Answer::AlertRows(rows) => alerts::take_rows(app, rows?),
        Answer::Board(Ok(board)) => return Ok(transfers::take(app, board)),
        Answer::Board(Err(error)) => {
            app.transfers.failed();
            return Err(error);
        }
        Answer::Names(found) => app.transfers.names.extend(found?),
        Answer::Responses(league) => app.transfers.league = league,
        Answer::Request(page) => {
            let layers = app.layers.iter_mut().rev();
            let state = layers.filter_map(|layer| if let Layer::Request(state) = layer { Some(state) } else { None });
            if let Some(state) = state.take(1).next() {
                state.take(page?);
            }
        }
        Answer::League(league) => {
            if let Some(standing) = &app.standing {
                app.ranking.take(*league, &standing.tree);
            }
        }
        Answer::Renewed(now) => {
            return Ok(now?.map_or_else(Vec::new, |now| renew::renewed(app, *now)));
        }
        Answer::Revealed(revealed) => person::revealed(app, revealed)?,
        Answer::Unlocked(opens) => lock::answered(app, opens),
        Answer::Clipped(text, taken) => return Ok(clip::sent(app, text, taken)),
        Answer::Trend(pasts) => ranking::look_back(app, pasts?),
        Answer::Begun(Ok(Opened::Register(source))) => return Ok(opened(app, source)),
        Answer::Begun(Ok(Opened::FirstRun(ways))) => app.first = Some(first::State::new(ways)),
        Answer::Begun(Err(error)) => {
            app.refused = Some(error);
            update::end(app, Exit::Done);
        }
        Answer::Paths(found) => prompt::offered(app, found),
        Answer::Opened(made) => {
            let made = made?;
            app.first = None;
            app.layers.clear();
            let mut effects = opened(app, made.source);
            if let Some(report) = made.report {
                effects.extend(first::tell(app, &report));
            }
            return Ok(effects);
        }
    }
    Ok(Vec::new())
}

fn opened(app: &mut App, source: Arc<dyn Source>) -> Vec<Effect> {
    app.progress = 0.0;
    app.title = source.title();
    app.who = source.who();
    if let Some(name) = app.who.name() {
        app.by = name.to_owned();
    }
    app.source = Some(source);
    app.begin()
}
