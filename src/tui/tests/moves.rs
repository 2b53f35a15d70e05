//! State, keys, state: what stands under the cursor, what is marked, what is shown, after keys of moving.

use std::sync::atomic::Ordering;

use super::drawn::From;
use super::pictures::PLATES;
use crate::lang::Lang::Zh;
use crate::tui::app::{Tab, lists, renew, scopes};
use crate::tui::bench::settle;
use crate::tui::command::{Scope, find};
use crate::tui::story::{Story, county, options};
use crate::tui::{ColourLevel, Start, fixture};

const WIDE: (u16, u16) = (120, 36);

/// Keys that lead to a place, keys pressed there, what stands under the cursor then, and what else is seen.
type Move = (&'static str, &'static str, &'static str, &'static str);

#[track_caller]
fn hold(moves: &[Move]) {
    for (first, keys, under, seen) in moves {
        let mut story = county(Zh, WIDE);
        story.keys(first).keys(keys);
        let on = story.under();
        assert!(on.contains(under), "{first} then {keys}: on {on:?} instead of {under}\n{}", story.screen());
        assert!(story.screen().contains(seen), "{first} then {keys}: {seen} is not on\n{}", story.screen());
    }
}

#[test]
fn the_tree() {
    hold(&[
        ("", "", "青禾团县委", "1/9"),
        ("", "j", "柳溪镇团委", "2/9"),
        ("", "jjk", "柳溪镇团委", "2/9"),
        ("", "k", "青禾团县委", "1/9"),
        ("", "G", "南塘镇团委", "9/9"),
        ("", "Gj", "南塘镇团委", "9/9"),
        ("", "Gg", "青禾团县委", "1/9"),
        ("", "<PgDn>", "南塘镇团委", "9/9"),
        ("", "*<PgDn>", "", "/43"),
        ("", "jl", "柳溪镇团委", "2/14"),
        ("", "jll", "镇机关团支部", "3/14"),
        ("", "jllh", "柳溪镇团委", "2/14"),
        ("", "jllhh", "柳溪镇团委", "2/9"),
        ("jll", "p", "柳溪镇团委", "2/14"),
        ("*", "-", "青禾团县委", "1/9"),
        ("*GG", "-", "南塘镇团委", "9/9"),
        ("/上柳<Enter>", "", "上柳村团支部", "团员 5"),
    ]);
}

#[test]
fn the_detail() {
    hold(&[
        ("<Tab>", "", "柳溪镇团委", "1/8"),
        ("<Tab>", "jj", "青禾县第一中学团委", "3/8"),
        ("<Tab>", "G", "南塘镇团委", "8/8"),
        ("<Tab>jj", "o", "青禾县第一中学团委", "问题多的在前"),
        ("<Tab>jj", "oooo", "青禾县第一中学团委", "/8"),
        ("<Tab>j", "<Enter>", "乡机关团支部", "1/4"),
        ("<Tab>j<Enter>", "p", "白鹿乡团委", "2/8"),
        ("/石桥<Enter><Enter>", "jj", "", "3/12"),
        ("/石桥<Enter><Enter>", "<Space><Space>", "", "已标记 2"),
        ("/石桥<Enter><Enter><Space>", "<Tab><Tab>", "", "已标记 1"),
        ("/石桥<Enter><Enter>V", "U", "", "1/12"),
    ]);
}

#[test]
fn triage() {
    hold(&[
        ("2", "", "东坪镇团委", "1/46"),
        ("2", "j", "", "2/46"),
        ("2", "<End>", "", "46/46"),
        ("2", "<End><Home>", "东坪镇团委", "1/46"),
        ("2", "<Space>", "", "已标记 1"),
        ("2", "<Space>k<Space>", "", "2/46"),
        ("2", "<Space><Space>o", "", "已标记 2"),
        ("2", "<Space><Space>z", "", "已标记 2"),
        ("2", "<Space><Space>]", "", "已标记 2"),
        ("2", "<Space><Space>t村<Enter>", "", "已标记 2"),
        ("2V", "t村<Enter>", "", "已标记 46"),
        ("2V", "t村<Enter>U", "", "筛选：村"),
        ("2t村<Enter>", "q", "", "状态：待处理"),
    ]);
}

#[test]
fn milestones_transfers_ranking() {
    hold(&[
        ("3", "", "T02.1", "1/8"),
        ("3", "j", "T04.2", "2/8"),
        ("3", "G", "T13.2", "8/8"),
        ("3j", "<Enter><Esc>", "T04.2", "2/8"),
        ("3j", "13", "T04.2", "2/8"),
        ("3j", "p<Down><Enter>", "T02.1", "2020 基石工程"),
        ("3j", "p<Esc>", "T04.2", "2018 命脉工程攻坚"),
        ("4", "", "戚思齐", "1/10"),
        ("4", "jj", "荣知秋", "3/10"),
        ("4", "G", "卜见山", "10/10"),
        ("4j", "f", "", "24小时内到时"),
        ("4", "<Space><Space>f", "", "已标记 2"),
        ("4", "<Space>v", "", "响应排名"),
        ("4", "<Space>vv", "", "已标记 1"),
        ("4j", "<Enter><Esc>", "", "2/10"),
        ("5", "j", "", "2/8"),
        ("5jj", "]", "", "3/8"),
        ("5jj", "v", "", "首页总表"),
        ("5jj", "vv", "", "3/8"),
    ]);
}

// Two keys of one meaning, pressed on every plate where nobody types.
const SAME: &[(&str, &str)] = &[
    ("j", "<Down>"),
    ("k", "<Up>"),
    ("g", "<Home>"),
    ("G", "<End>"),
    ("<PgDn>", "<Ctrl-f>"),
    ("<PgDn>", "<Ctrl-d>"),
    ("<PgUp>", "<Ctrl-b>"),
    ("<PgUp>", "<Ctrl-u>"),
    ("<Ctrl-n>", "<Down>"),
    ("<Ctrl-p>", "<Up>"),
    ("h", "<Left>"),
    ("l", "<Right>"),
    ("<Esc>", "<Ctrl-g>"),
    ("?", ":"),
    ("?", "<F1>"),
];

#[test]
fn vim_keys_and_arrows_give_the_same_command_everywhere() {
    for plate in PLATES {
        let story = plate.story(Zh, ColourLevel::True, WIDE);
        let here = scopes(&story.app);
        // Other settings have other keys, and a locked screen has none.
        if here[0].typing() || story.app.locked.is_some() || matches!(plate.from, From::Chords) {
            continue;
        }
        for (one, other) in SAME {
            let of = |keys: &str| {
                let name = keys.trim_start_matches('<').trim_end_matches('>');
                find(&here, name).map(|command| command.id)
            };
            // `l` is the ledgers there: their letter on paper.
            if of(one) == Some("steps.ledgers") {
                assert_eq!(of(other), of("<Enter>"));
                continue;
            }
            assert_eq!(of(one), of(other), "{one} and {other} on {}", plate.name);
        }
    }
}

#[test]
fn the_ends_of_every_list_are_reached_and_left_again() {
    for plate in PLATES {
        let mut story = plate.story(Zh, ColourLevel::True, WIDE);
        let deaf = story.app.locked.is_some() || !story.app.begun.is_empty();
        if deaf || lists(&mut story.app).is_none_or(|(_, len)| len < 2) {
            continue;
        }
        let typing = scopes(&story.app)[0].typing();
        let (top, bottom) = if typing { ("<PgUp>", "<PgDn>") } else { ("<Home>", "<End>") };
        if find(&scopes(&story.app), bottom.trim_matches(['<', '>'])).is_none() {
            continue;
        }
        let place = |story: &mut Story| lists(&mut story.app).map(|(cursor, len)| (cursor.at, len)).unwrap();
        let (_, len) = place(&mut story);
        story.late(&bottom.repeat(len));
        assert_eq!(place(&mut story), (len - 1, len), "{}", plate.name);
        story.late("<Down>");
        assert_eq!(place(&mut story).0, len - 1, "{}: there is nothing below the last row", plate.name);
        story.late(&top.repeat(len));
        assert_eq!(place(&mut story).0, 0, "{}", plate.name);
        story.late("<Up>");
        assert_eq!(place(&mut story).0, 0, "{}: there is nothing above the first row", plate.name);
        story.late("<Down>").late("<Up>");
        assert_eq!(place(&mut story).0, 0, "{}", plate.name);
    }
}

#[test]
fn digits_lead_to_their_screen_from_everywhere() {
    for plate in PLATES {
        let story = plate.story(Zh, ColourLevel::True, WIDE);
        let here = scopes(&story.app);
        let open = story.app.standing.is_some() && story.app.locked.is_none();
        if !here.contains(&Scope::Everywhere) || !open || !story.app.begun.is_empty() {
            continue;
        }
        for (tab, digit) in Tab::ALL.into_iter().zip(1..) {
            let mut story = plate.story(Zh, ColourLevel::True, WIDE);
            story.late(&digit.to_string());
            assert_eq!(story.app.tab, tab, "{digit} on {}", plate.name);
            assert!(story.app.layers.is_empty(), "{digit} on {}", plate.name);
        }
    }
}

#[test]
fn tab_goes_round_the_panes_and_back_again() {
    use crate::tui::tree::Pane::{Detail, Tree, Views};
    let views = PLATES.iter().find(|plate| plate.name == "views").unwrap();
    let mut story = views.story(Zh, ColourLevel::True, WIDE);
    story.keys("<Esc>");
    let mut panes = Vec::new();
    for key in ["<Tab>", "<Tab>", "<Tab>", "<BackTab>", "<BackTab>", "<BackTab>"] {
        story.keys(key);
        panes.push(story.app.tree.pane);
    }
    assert_eq!(panes, [Detail, Views, Tree, Views, Detail, Tree]);
    let mut story = county(Zh, WIDE);
    story.keys("2");
    let front: Vec<bool> = (0..3).map(|_| story.keys("<Tab>").app.triage.evidence).collect();
    assert_eq!(front, [true, false, true]);
}

#[test]
fn marks_and_cursor_outlive_rows_edited_elsewhere() {
    for keys in ["2jj<Space><Space>", "4j<Space><Space>", "2zV", "3jj", "5jj", "/石桥<Enter><Enter>j<Space>"] {
        let (source, turned) = fixture::turning(|rows| {
            let member = rows[5].members[0].clone();
            rows[2].members.push(member);
        });
        let mut story = Story::new(Start::Register(source), options(Zh), WIDE);
        story.keys(keys);
        let marks = |story: &Story| {
            let app = &story.app;
            (app.triage.marks.len(), app.transfers.marks.len(), app.tree.marks.members.len(), app.tree.marks.orgs.len())
        };
        let (before, marked) = (story.under(), marks(&story));
        turned.store(true, Ordering::Relaxed);
        let effects = renew::begin(&mut story.app);
        settle(&mut story.app, effects);
        story.paint();
        let name =
            |text: &str| text.split_whitespace().find(|word| !word.is_ascii() && word.len() > 6).map(str::to_owned);
        assert_eq!(name(&story.under()), name(&before), "{keys}");
        assert_eq!(marks(&story), marked, "{keys}");
    }
}

#[test]
fn what_is_sorted_or_grouped_anew_keeps_the_cursor_on_what_it_was_on() {
    let mut story = county(Zh, WIDE);
    story.keys("2jjjjj");
    let on = story.app.triage.current();
    for key in ["o", "o", "z", "o", "o", "z", "V", "V"] {
        story.keys(key);
        assert_eq!(story.app.triage.current(), on, "{key}");
    }
    story.keys("t村<Enter>");
    let listed = story.app.triage.built.items.contains(&on.unwrap());
    assert_eq!(story.app.triage.current() == on, listed, "kept where it is still listed");
    let mut story = county(Zh, WIDE);
    story.keys("<Tab>jjj");
    let child = |story: &Story| story.app.tree.children[story.app.tree.below.at];
    let first = story.app.tree.children[0];
    // Whoever asks for the worst wants to see it; the way back keeps it under the cursor.
    story.keys("o");
    let worst = child(&story);
    assert_eq!(story.app.tree.below.at, 0);
    story.keys("o");
    assert_eq!((child(&story), story.app.tree.children[0]), (worst, first));
}

#[test]
fn a_layer_that_is_closed_leaves_everything_as_it_was() {
    let open = ["?", "/", "H", "c", "d", "b", "f", "v", "p", "!"];
    for first in ["jj", "jj<Tab>jj", "2jj<Space>", "3jj", "4jj<Space>", "5jj"] {
        for key in open {
            let mut story = county(Zh, WIDE);
            story.keys(first);
            let before = story.screen();
            if story.keys(key).app.layers.is_empty() {
                continue;
            }
            assert_ne!(story.screen(), before, "{first} {key}");
            story.keys("<Esc>");
            assert!(story.app.layers.is_empty(), "{first} {key}");
            assert_eq!(story.screen(), before, "{first} {key}");
        }
    }
}
