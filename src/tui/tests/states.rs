//! What screens show while there is nothing to show: on its way, stopped, gone wrong, empty, or in a window too small.

use anyhow::anyhow;

use crate::lang::Lang::{self, En, Zh};
use crate::tui::app::{Answer, Effect, Msg, Ticket, update};
use crate::tui::bench::settle;
use crate::tui::command::key;
use crate::tui::story::{Story, county, options};
use crate::tui::{Start, fixture};

const WIDE: (u16, u16) = (120, 36);
const WRONG: &str = "data.sled: the checksum of organisations 12 is wrong";

// Presses a key and keeps what it asks of workers undone.
fn strike(story: &mut Story, name: &str) -> Vec<Effect> {
    let effects = update(&mut story.app, Msg::Key(key::parse(name).unwrap()));
    story.busy = true;
    story.msg(Msg::Redraw);
    effects
}

fn first(effects: &[Effect]) -> Ticket {
    let tickets =
        effects.iter().filter_map(|effect| if let Effect::Work(job) = effect { Some(&job.ticket) } else { None });
    tickets.take(1).next().unwrap().clone()
}

#[test]
fn a_screen_on_its_way_can_be_stopped_and_read_again() {
    for (tab, doing, there) in
        [("3", "正在核算", "无团干团支部清零"), ("4", "正在清点转接申请", "未办结 10"), ("5", "正在排名", "白鹿乡团委")]
    {
        let mut story = county(Zh, WIDE);
        let effects = strike(&mut story, tab);
        story.sees(doing).sees("按 Esc 不再等");
        story.keys("<Esc>").sees("已停下，没有读完").sees("R");
        settle(&mut story.app, effects);
        story.msg(Msg::Redraw).sees("已停下").keys("R").sees(there).misses("已停下");
        story.keys("R").sees("没有要重读的");
    }
}

#[test]
fn what_went_wrong_says_where_and_what_to_do() {
    let told = |tab: &str, wrong: fn() -> Answer, lang: Lang, size| {
        let mut story = county(lang, size);
        let effects = strike(&mut story, tab);
        story.msg(Msg::Answer(first(&effects), wrong()));
        story
    };
    let steps = || Answer::Milestones(Err(anyhow!(WRONG)));
    let board = || Answer::Board(Err(anyhow!(WRONG)));
    told("3", steps, Zh, WIDE)
        .sees("没有读出来")
        .sees("data.sled")
        .sees("mingmai doctor")
        .keys("R")
        .sees("空心团支部清零");
    told("4", board, Zh, WIDE).sees("没有读出来").sees("data.sled").keys("R").sees("未办结 10");
    for (lang, tag) in [(Zh, "zh"), (En, "en")] {
        insta::assert_snapshot!(format!("wrong-{tag}-80"), told("3", steps, lang, (80, 24)).screen());
    }
}

#[test]
fn a_chart_that_could_not_be_drawn_says_so_beside_the_list() {
    let mut story = county(Zh, WIDE);
    story.keys("3jjj");
    let effects = strike(&mut story, "f");
    story.sees("正在回看前几周").sees("支部书记入驻");
    let step = story.app.milestones.rows()[3].step.clone();
    let scope = story.app.scope_pos().unwrap();
    story.msg(Msg::Answer(first(&effects), Answer::Course((step, scope), Err(anyhow!(WRONG)))));
    story.sees("没有读出来").sees("data.sled").sees("支部书记入驻").keys("R").sees("需要的速度");
}

#[test]
fn an_empty_register_says_on_every_screen_what_to_press() {
    let mut story = Story::new(Start::FirstRun(fixture::first_run()), options(Zh), WIDE);
    story.keys("e").sees("台账是空的").keys("2").sees("没有成立的问题").sees("筛选");
    story.keys("4").sees("没有符合条件的转接申请").sees("换一类").keys("5").sees("没有下级组织可排名");
    story.keys("3").sees("没有节点");
    for (lang, tag) in [(Zh, "zh"), (En, "en")] {
        let mut story = Story::new(Start::FirstRun(fixture::first_run()), options(lang), (80, 24));
        story.keys("e4");
        insta::assert_snapshot!(format!("empty-{tag}-80"), story.screen());
    }
}

#[test]
fn charts_live_in_any_window() {
    for keys in ["3t", "3f", "3l", "3l<Enter>", "3j<Enter><Tab>", "5t", "5wl", "4", "1"] {
        let mut story = county(En, (200, 60));
        story.keys(keys);
        for size in [(60, 16), (80, 24), (100, 20), (110, 16), (61, 60), (300, 90), (40, 10), (120, 36)] {
            story.resize(size.0, size.1);
        }
        story.misses("Too small");
    }
}
