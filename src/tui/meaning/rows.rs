//! Which numbers are under the cursor: the columns of the row, those in use first.

mod layers;

use super::Entry;
use super::columns::{self, Column};
use crate::desk::{Column as Counter, FindingItem, HomeRow, Item, MemberRow, Standing, Topic};
use crate::judge::Fact;
use crate::lang::Lang;
use crate::model::{Labelled, Pos};
use crate::programme::Value;
use crate::store::Wanted;
use crate::tui::app::{App, Layer, Tab};
use crate::tui::source::{StepRow, UnitRow};
use crate::tui::text::moves;
use crate::tui::triage::labels;
use crate::tui::{milestones, person, ranking, transfers, tree};

/// What can be explained under the cursor; nothing on a page without numbers.
pub fn under(app: &App) -> Vec<Entry> {
    let Some(standing) = &app.standing else { return Vec::new() };
    match app.asked_about() {
        Some(Layer::Step(step)) => return unit(app, step),
        Some(Layer::Request(request)) => return hop(app, request),
        Some(Layer::Person(page)) => return on_page(app, standing, page),
        Some(Layer::Posts(posts)) => return layers::post(app, standing, posts),
        Some(Layer::Alerts(alerts)) => return layers::alert(app, standing, alerts),
        Some(Layer::Sitting(sitting)) => return layers::done(app, sitting),
        Some(_) => return Vec::new(),
        None => {}
    }
    match app.tab {
        Tab::Tree if app.tree.pane == tree::Pane::Tree => organisation(app, standing),
        Tab::Tree if app.tree.pane == tree::Pane::Views => Vec::new(),
        Tab::Tree if tree::shows_members(app) => member(app, standing),
        Tab::Tree => child(app, standing),
        Tab::Triage => finding(app, standing),
        Tab::Milestones => step(app),
        Tab::Transfers if app.transfers.view == transfers::View::Requests => request(app, standing),
        Tab::Transfers => responses(app),
        Tab::Ranking if app.ranking.view == ranking::View::League => league(app),
        Tab::Ranking => home(app),
    }
}

fn entry(topic: Topic, of: Option<Pos>) -> Entry {
    Entry { topic, of, shown: None }
}

/// The columns of a table with what a row shows in each.
fn row(columns: &[Column], of: Option<Pos>, shown: impl Fn(Item) -> Option<String>) -> Vec<Entry> {
    let entry = |(_, topic): &Column| Entry {
        topic: topic.clone(),
        of,
        shown: if let Topic::Item(item) = topic { shown(*item) } else { None },
    };
    columns.iter().map(entry).collect()
}

/// Takes what is in use to the front.
fn first(mut rows: Vec<Entry>, topic: &Topic) -> Vec<Entry> {
    if let Some(at) = rows.iter().position(|row| row.topic == *topic) {
        rows[..=at].rotate_right(1);
    }
    rows
}

// The counters shown, the rules that hold, the other counters.
fn counters(app: &App, standing: &Standing, pos: Pos) -> Vec<Entry> {
    let shown = app.tree.columns.iter().copied().map(Topic::of_column);
    let held = standing.rules_of(pos).into_iter().filter_map(|rule| standing.rules.get(rule));
    let held = held.map(|rule| Topic::Rule(rule.id.as_str().into()));
    let others = Counter::ALL.iter().copied().map(Topic::of_column);
    let heads = [Fact::SecretaryOnboarded, Fact::NumberFilled, Fact::NumberDue].map(Topic::Fact);
    let mut rows: Vec<Entry> = Vec::new();
    for topic in shown.chain(held).chain(others).chain(heads) {
        if !rows.iter().any(|row| row.topic == topic) {
            rows.push(entry(topic, Some(pos)));
        }
    }
    let label = Some(standing.tree.label(pos).to_owned());
    rows.push(Entry { shown: label, ..entry(Topic::Item(Item::Organisation), Some(pos)) });
    rows
}

fn organisation(app: &App, standing: &Standing) -> Vec<Entry> {
    let pos = app.tree.forest.pos(app.tree.cursor.at);
    pos.map(|pos| counters(app, standing, pos)).unwrap_or_default()
}

fn child(app: &App, standing: &Standing) -> Vec<Entry> {
    let pos = app.tree.children.get(app.tree.below.at).copied().or(app.tree.of);
    let Some(pos) = pos.filter(|pos| pos.index() < standing.tree.len()) else { return Vec::new() };
    let rows = counters(app, standing, pos);
    match app.tree.sort {
        tree::Sort::Worst => first(rows, &Topic::Item(Item::Findings)),
        tree::Sort::Tree => rows,
    }
}

fn of_member(app: &App, standing: &Standing, pos: Pos, row_of: &MemberRow) -> Vec<Entry> {
    let (lang, look) = (app.lang(), &app.look);
    let member = &row_of.member;
    let shown = |item| {
        Some(match item {
            Item::MemberName => member.name.to_string(),
            Item::Report => tree::members::state(look, standing.at, row_of).0,
            Item::Number => member.number.as_ref().map_or_else(|| look.glyphs.none.to_owned(), ToString::to_string),
            Item::Joined => member.joined.to_string(),
            Item::Posts => row_of.posts.iter().map(|post| lang.word(*post)).collect::<Vec<_>>().join(" "),
            Item::Flags => {
                let flags = row_of.flags.iter().map(|id| tree::members::flag(standing, look, id));
                flags.collect::<Vec<_>>().join(look.glyphs.dot)
            }
            _ => return None,
        })
    };
    let mut rows = row(columns::MEMBERS, Some(pos), shown);
    // What is wrong with this row comes before what every row has.
    let rules = row_of.flags.iter().filter(|id| standing.rules.iter().any(|rule| rule.id == **id));
    let flags: Vec<Entry> = rules.map(|id| entry(Topic::Rule((*id).into()), Some(pos))).collect();
    rows.splice(0..0, flags);
    rows
}

fn member(app: &App, standing: &Standing) -> Vec<Entry> {
    let Some(pos) = app.tree.of else { return Vec::new() };
    match app.tree.page.as_ref().and_then(|page| page.members.get(app.tree.below.at)) {
        Some(found) => of_member(app, standing, pos, found),
        None => counters(app, standing, pos),
    }
}

fn on_page(app: &App, standing: &Standing, page: &person::State) -> Vec<Entry> {
    page.page.as_ref().map(|page| of_member(app, standing, page.pos, &page.row)).unwrap_or_default()
}

fn finding(app: &App, standing: &Standing) -> Vec<Entry> {
    let lang = app.lang();
    let Some(item) = app.triage.current() else { return row(columns::FINDINGS, None, |_| None) };
    let FindingItem { rule, pos, .. } = item;
    let lives = &app.triage.built.lives;
    let shown = |of| {
        Some(match of {
            Item::Organisation => standing.tree.label(pos).to_owned(),
            Item::State => lang.word(lives.state(item)).to_owned(),
            Item::Lasts => labels::held_for(standing, lives, &app.look, item)?,
            Item::FindingDue => {
                labels::due(standing, lang, usize::from(rule)).map(|(day, left, _)| format!("{day} ({left})"))?
            }
            _ => return None,
        })
    };
    let mut rows = row(columns::FINDINGS, Some(pos), shown);
    if let (Some(known), Some(first)) = (standing.rules.get(usize::from(rule)), rows.first_mut()) {
        *first = entry(Topic::Rule(known.id.as_str().into()), Some(pos));
    }
    rows
}

fn of_step(app: &App, lang: Lang, of: &StepRow, pos: Option<Pos>, unit: Option<&UnitRow>) -> Vec<Entry> {
    let shown = |item| {
        Some(match (item, unit) {
            (Item::StepValue, None) => of.value.clone(),
            (Item::StepValue, Some(unit)) => unit.value.clone(),
            (Item::ShortBy, Some(unit)) => unit.behind.to_string(),
            (Item::Share, Some(unit)) => format!("{}/{}", unit.numerator, unit.denominator),
            (Item::Flag, Some(unit)) => milestones::flag(&app.look, unit)?.0,
            (Item::Target, _) => of.target.clone(),
            (Item::Verdict, None) => lang.word(of.verdict).to_owned(),
            (Item::DaysLeft, None) => of.days_left.to_string(),
            (Item::PerDay, None) => of.needed_per_day.clone()?,
            (Item::StepDue, None) => of.due.to_string(),
            (Item::StepId, None) => of.step.clone(),
            (Item::StepTitle, None) => lang.pick(&of.zh, &of.en).to_owned(),
            _ => return None,
        })
    };
    let mut rows = row(if unit.is_some() { columns::UNITS } else { columns::STEPS }, pos, shown);
    if let Some(programme) = app.milestones.shown.as_ref().map(|shown| shown.programme.as_str()) {
        let value = unit.map_or(&of.value, |unit| &unit.value);
        let topic = Topic::Step(programme.into(), of.step.as_str().into());
        rows.insert(0, Entry { topic, of: pos, shown: Some(value.clone()).filter(|value| !value.is_empty()) });
    }
    rows
}

fn step(app: &App) -> Vec<Entry> {
    let scope = app.milestones.shown.as_ref().map(|shown| shown.scope);
    match app.milestones.rows().get(app.milestones.cursor.at) {
        Some(of) => of_step(app, app.lang(), of, scope, None),
        None => row(columns::STEPS, scope, |_| None),
    }
}

fn unit(app: &App, step: &milestones::Step) -> Vec<Entry> {
    let unit = (step.part == milestones::step::Part::Children).then(|| step.units().get(step.cursor.at)).flatten();
    let scope = app.milestones.shown.as_ref().map(|shown| shown.scope);
    let mut rows = of_step(app, app.lang(), &step.row, step.current().or(step.scope()).or(scope), unit);
    let course = step.scope().and_then(|scope| app.milestones.courses.get(&(step.row.step.clone(), scope)));
    let seen = course.zip(unit).and_then(|(course, unit)| {
        let found = course.units.iter().find(|other| other.pos == unit.pos)?;
        Some(milestones::told(&app.look, found, course.target.rate))
    });
    if let Some([expected, chance]) = seen {
        for row in &mut rows {
            match row.topic {
                Topic::Item(Item::Expected) => row.shown = Some(expected.clone()),
                Topic::Item(Item::Chance) => row.shown = Some(chance.clone()),
                _ => {}
            }
        }
    }
    rows
}

fn request(app: &App, standing: &Standing) -> Vec<Entry> {
    let lang = app.lang();
    let state = &app.transfers;
    let columns = if state.wanted == Wanted::Bounced { columns::BOUNCED } else { columns::REQUESTS };
    let at = state.rows.get(state.cursor.at);
    let Some((board, at)) = state.board.as_ref().zip(at) else { return row(columns, None, |_| None) };
    if state.wanted == Wanted::Bounced {
        let times = board.bounces.get(*at).map(|bounce| bounce.begun.len().to_string());
        return row(columns, None, |item| times.clone().filter(|_| item == Item::Times));
    }
    let Some(request) = board.open.get(*at) else { return row(columns, None, |_| None) };
    let hop = request.waiting;
    let who = hop.and_then(|hop| hop.who);
    let shown = |item| {
        Some(match item {
            Item::TimeLeft => moves::left(lang, hop?.breaks.0 - 1 - board.at.0),
            Item::MustAnswer => standing.tree.label(who?).to_owned(),
            Item::Hop => format!("{}/{}", hop?.step, request.kind.hops()),
            Item::Breach => format!("{}%", hop?.chance?),
            _ => return None,
        })
    };
    let mut rows = row(columns, who.or(Some(request.from)), shown);
    rows.extend([Fact::ResponsesOverdue, Fact::ResponsesSoon].map(|fact| entry(Topic::Fact(fact), who)));
    rows
}

fn hop(app: &App, of: &transfers::Request) -> Vec<Entry> {
    let page = of.page.iter().flatten().next();
    let hop = page.and_then(|page| page.hops.get(of.cursor.at));
    let label = |pos: Pos| app.standing.as_ref().map(|standing| standing.tree.label(pos).to_owned());
    row(columns::HOPS, hop.and_then(|hop| hop.who), |item| match item {
        Item::Hop => hop.map(|hop| hop.step.to_string()),
        Item::MustAnswer => label(hop?.who?),
        _ => None,
    })
}

fn responses(app: &App) -> Vec<Entry> {
    let lang = app.lang();
    let Some(found) = app.transfers.league.get(app.transfers.units.at) else {
        return row(columns::RESPONSES, None, |_| None);
    };
    let hours = |seconds: Option<u32>| seconds.map(|seconds| moves::hours(lang, seconds / 3600));
    let mut rows = row(columns::RESPONSES, found.pos, |item| match item {
        Item::ResponseRate => Some(Value::rate(found.of.in_time, found.of.due).show(true)),
        Item::Rank => found.rank.map(|rank| rank.to_string()),
        Item::Carried => Some(format!("{}/{}", found.of.carried_open, found.of.carried)),
        Item::Oldest => hours(found.of.oldest),
        Item::HalfIn => hours(found.of.median),
        Item::NinetyIn => hours(found.of.ninety),
        _ => None,
    });
    for row in &mut rows {
        // As the row has it: the whole line is of one counting.
        row.shown = match row.topic {
            Topic::Fact(Fact::ResponsesDue) => Some(found.of.due.to_string()),
            Topic::Fact(Fact::ResponsesInTime) => Some(found.of.in_time.to_string()),
            Topic::Fact(Fact::ResponsesOverdue) => Some(found.of.overdue.to_string()),
            Topic::Fact(Fact::ResponsesSoon) => Some(found.of.soon.to_string()),
            _ => row.shown.take(),
        };
    }
    rows
}

fn league(app: &App) -> Vec<Entry> {
    let state = &app.ranking;
    let found = state.league.as_ref().and_then(|league| league.rows.get(state.cursor.at));
    let of = found.map(|found| found.pos);
    let mut rows = row(columns::LEAGUE, of, |item| match item {
        Item::Score => Some(found?.place.score?.to_string()),
        Item::Rank => Some(found?.place.rank?.to_string()),
        Item::Moved => Some(found?.moved?.ranks.to_string()),
        _ => None,
    });
    let Some(scheme) = &state.scheme else { return rows };
    rows.extend(scheme.measures.iter().enumerate().map(|(at, measure)| {
        let value = found.and_then(|found| found.values.get(at).copied().flatten());
        let shown = value.filter(|value| value.value.is_some()).map(|value| measure.show(&value));
        Entry { shown, ..entry(Topic::Measure(measure.id.clone()), of) }
    }));
    match state.measure.and_then(|at| scheme.measures.get(at)) {
        Some(measure) => first(rows, &Topic::Measure(measure.id.clone())),
        None => rows,
    }
}

fn home(app: &App) -> Vec<Entry> {
    let state = &app.ranking;
    let of = state.home.get(state.rows.at).copied().flatten();
    let all = HomeRow::columns();
    let from = state.column.min(all.len());
    let turned = all[from..].iter().chain(&all[..from]);
    let mut rows: Vec<Entry> = turned.map(|column| entry(Topic::of_home(*column), of)).collect();
    rows.push(entry(Topic::Item(Item::Organisation), of));
    rows
}
