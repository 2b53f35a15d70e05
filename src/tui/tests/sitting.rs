//! The last act on the next finding, and what was done in this sitting.

use crate::lang::Lang::{En, Zh};
use crate::tui::story::{Story, county};

const WIDE: (u16, u16) = (120, 36);

#[test]
fn the_last_act_is_repeated_on_the_next_finding_and_on_marks_after_confirming() {
    let mut story = county(Zh, WIDE);
    story.keys("2;").sees("这次还没有办理过").keys("a东坪镇团委<Enter>县委<Enter>").sees("分派 1 条，已保存");
    let second = story.app.triage.current();
    story.keys(";").sees("分派 1 条，已保存").sees("未分派 42").sees("处理中 3");
    assert_ne!(story.app.triage.current(), second, "the cursor goes on");
    story
        .keys("<Space><Space>;")
        .sees("对 2 条问题分派？再按 Enter 确认")
        .sees("东坪镇团委")
        .keys("<Enter>")
        .sees("分派 2 条");
    story.keys("u").sees("已撤销：").sees("未分派 42");
}

#[test]
fn what_was_done_is_listed_and_taken_back_from_there() {
    let mut story = county(En, WIDE);
    story
        .keys("H")
        .sees("nothing was done")
        .keys("<Esc>2nfirst<Enter>me<Enter>")
        .keys("ato<Enter>")
        .keys("atown<Enter>");
    story.keys("H").sees("This sitting").sees("assigned to").sees("note: first").sees("23:59").sees("1/3");
    story.keys("jju").sees("taken back").keys("<Esc>");
    assert_eq!(story.app.done.iter().map(|row| row.undone.is_some()).collect::<Vec<_>>(), [true, false, false]);
    story.keys("Hjj<Enter>").keys("<Esc>");
    assert!(story.app.done.iter().all(|row| row.undone.is_none()), "done again");
    story.keys("u").keys("H");
    assert_eq!(story.app.done.iter().map(|row| row.undone.is_some()).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn deeds_are_listed_with_acts_on_findings_and_taken_back_from_there() {
    let mut story = county(Zh, WIDE);
    let undone = |story: &Story| story.app.done.iter().map(|row| row.undone.is_some()).collect::<Vec<_>>();
    story.keys("2n看过<Enter>县委<Enter>").sees("备注 1 条");
    story.keys("1/石桥<Enter><Enter>r<Ctrl-s><Enter>").sees("报到 1 条");
    story.keys("H").sees("报到").sees("备注：看过").sees("1/2");
    // The last of all is what `u` takes back, and the list knows which that was.
    story.keys("<Esc>u").sees("已撤销：报到");
    assert_eq!(undone(&story), [false, true]);
    story.keys("<Ctrl-r>").sees("已重做：报到");
    assert_eq!(undone(&story), [false, false]);
    story.keys("Hu").sees("已撤销");
    assert_eq!(undone(&story), [false, true]);
    story.keys("u").sees("已重做");
    assert_eq!(undone(&story), [false, false]);
    story.keys("<Esc>2;").sees("备注 1 条");
}
