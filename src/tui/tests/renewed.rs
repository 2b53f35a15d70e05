//! The screens after rows were edited: as they are now, with cursors and marks on what they were on.

use std::sync::atomic::Ordering;

use crate::lang::Lang::Zh;
use crate::model::{OrgId, Pos};
use crate::tui::Start;
use crate::tui::app::{Layer, renew};
use crate::tui::bench::settle;
use crate::tui::fixture::{self, Edited};
use crate::tui::story::{Story, options};

const WIDE: (u16, u16) = (120, 36);

/// Presses keys in the county, turns it into another, and gives what is on the screen then.
fn after(keys: &str, edit: impl FnOnce(&mut Vec<Edited>)) -> Story {
    let (source, turned) = fixture::turning(edit);
    let mut story = Story::new(Start::Register(source), options(Zh), WIDE);
    story.keys(keys);
    turned.store(true, Ordering::Relaxed);
    let effects = renew::begin(&mut story.app);
    settle(&mut story.app, effects);
    story.resize(WIDE.0, WIDE.1);
    story
}

fn at(rows: &[Edited], short: &str) -> usize {
    rows.iter().position(|row| row.org.label() == short).unwrap()
}

fn id(story: &Story, pos: Pos) -> OrgId {
    story.app.standing.as_ref().unwrap().tree.id(pos)
}

#[test]
fn a_member_who_comes_is_shown_and_the_cursor_stays_on_its_person() {
    let edit = |rows: &mut Vec<Edited>| {
        let (from, to) = (at(rows, "石桥社区团支部"), at(rows, "上柳村团支部"));
        let moved = rows[from].members.pop().unwrap();
        rows[to].members.insert(0, moved);
    };
    let mut before = after("/上柳村<Enter>ljj", |_| {});
    let name = |story: &Story| {
        let page = story.app.tree.page.as_ref().unwrap();
        (page.members.len(), page.members[story.app.tree.below.at].member.name.clone())
    };
    let mut story = after("/上柳村<Enter>ljj", edit);
    assert_eq!((name(&before).0, name(&story).0), (6, 7));
    assert_eq!(name(&before).1, name(&story).1);
    before.sees("3/6");
    story.sees("4/7");
}

#[test]
fn a_finding_that_is_gone_gives_the_cursor_to_the_next_and_marks_stay() {
    let edit = |rows: &mut Vec<Edited>| {
        let from = at(rows, "镇机关团支部");
        let members = rows[from].members.clone();
        let to = at(rows, "下柳村团支部");
        rows[to].members.extend(members);
        let posts = rows[from].posts.clone();
        rows[to].posts.extend(posts);
    };
    let mut before = after("2<Space><Space>", |_| {});
    let marked = |story: &Story| story.app.triage.marks.len();
    let hollow = |story: &Story| {
        let rule = |item: &crate::desk::FindingItem| usize::from(item.rule);
        let items = &story.app.triage.built.items;
        items.iter().filter(|item| story.app.standing.as_ref().unwrap().rules[rule(item)].id == "hollow-branch").count()
    };
    let mut story = after("2<Space><Space>", edit);
    assert!(hollow(&story) < hollow(&before) && marked(&before) == 2);
    let standing = story.app.standing.clone().unwrap();
    assert!(story.app.triage.marks.iter().all(|item| standing.findings_of(item.pos).contains(item)));
    assert!(story.app.triage.current().is_some());
    before.sees("下柳村");
    story.keys("1").sees("青禾");
}

#[test]
fn where_organisations_moved_everything_stays_with_its_organisation() {
    // A committee goes, with its branches, from before all others to behind them; another is founded.
    let edit = |rows: &mut Vec<Edited>| {
        let first = at(rows, "柳溪镇团委");
        let end = rows[first + 1..].iter().position(|row| row.depth <= 1).unwrap() + first + 1;
        let moved: Vec<Edited> = rows.drain(first..end).collect();
        rows.extend(moved);
        let mut founded = rows[at(rows, "东坪镇团委")].clone();
        founded.id = OrgId(900);
        founded.org.short = "北岭镇团委".into();
        rows.push(founded);
    };
    for keys in [
        "/上柳村<Enter>",
        "/石桥社区<Enter>l",
        "/柳溪镇团委<Enter>fj<Space>",
        "2jjj<Space>j",
        "5jj",
        "4j",
        "3j",
        "/王<Tab>",
    ] {
        let before = after(keys, |_| {});
        let mut story = after(keys, edit);
        let of = |story: &Story| story.app.tree.of.map(|pos| id(story, pos));
        assert_eq!(of(&before), of(&story), "{keys}");
        let scope = |story: &Story| story.app.scope.map(|pos| id(story, pos));
        assert_eq!(scope(&before), scope(&story), "{keys}");
        let finding = |story: &Story| story.app.triage.current().map(|item| (item.rule, id(story, item.pos)));
        assert_eq!(finding(&before), finding(&story), "{keys}");
        let mut marks = [&before, &story].map(|story| {
            story.app.triage.marks.iter().map(|item| (item.rule, id(story, item.pos))).collect::<Vec<_>>()
        });
        marks.iter_mut().for_each(|marks| marks.sort_unstable());
        assert_eq!(marks[0], marks[1], "{keys}");
        assert_eq!(
            before.app.ranking.current().map(|pos| id(&before, pos)),
            story.app.ranking.current().map(|pos| id(&story, pos)),
            "{keys}"
        );
        assert!(story.app.layers.is_empty(), "{keys}");
        story.keys("1gG").sees("北岭镇");
    }
}

#[test]
fn an_organisation_that_is_gone_gives_the_cursor_to_the_one_above() {
    let gone = |rows: &mut Vec<Edited>| drop(rows.remove(at(rows, "石桥社区团支部")));
    let mut story = after("/石桥社区<Enter>l", gone);
    let pos = story.app.tree.of.unwrap();
    assert_eq!(story.app.standing.as_ref().unwrap().tree.label(pos), "柳溪镇团委");
    story.misses("石桥社区团支部");
}

#[test]
fn what_lies_over_the_screen_is_read_again() {
    let edit = |rows: &mut Vec<Edited>| {
        let (from, to) = (at(rows, "石桥社区团支部"), at(rows, "上柳村团支部"));
        let moved = rows[from].members.pop().unwrap();
        rows[to].members.insert(0, moved);
    };
    let before = after("/上柳村<Enter>lj<Enter>", |_| {});
    let story = after("/上柳村<Enter>lj<Enter>", edit);
    let person = |story: &Story| match story.app.layers.last() {
        Some(Layer::Person(state)) => state.page.as_ref().map(|page| (page.row.member.identity.clone(), page.row.slot)),
        _ => None,
    };
    let (old, new) = (person(&before).unwrap(), person(&story).unwrap());
    assert_eq!((&old.0, old.1 + 1), (&new.0, new.1));
}

#[test]
fn nothing_is_done_where_nothing_was_edited() {
    let (source, _) = fixture::turning(|_| {});
    let mut story = Story::new(Start::Register(source), options(Zh), WIDE);
    story.keys("2jj<Space>");
    let (screen, at) = (story.screen(), story.app.triage.cursor.at);
    let effects = renew::begin(&mut story.app);
    settle(&mut story.app, effects);
    story.resize(WIDE.0, WIDE.1);
    assert_eq!((story.screen(), story.app.triage.cursor.at), (screen, at));
}
