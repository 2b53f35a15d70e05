//! Acting on findings, from the key to the line that says it is saved.

use crate::desk::States;
use crate::judge::LifeState;
use crate::lang::Lang::{En, Zh};
use crate::model::Labelled;
use crate::tui::app::{Answer, Effect, Msg, Slot};
use crate::tui::command;
use crate::tui::story::county;

const WIDE: (u16, u16) = (120, 36);

#[test]
fn what_was_read_before_an_act_and_comes_after_it_is_dropped() {
    let mut story = county(Zh, WIDE);
    story.keys("2").sees("处理中 1");
    // A slow machine still reads the lives of findings when somebody acts.
    let before = story.app.source.clone().unwrap().lives();
    let effects = story.app.ask(Slot::Lives, |source, _, _| Answer::Lives(source.lives()));
    let mut tickets = effects.into_iter().filter_map(|effect| match effect {
        Effect::Work(job) => Some(job.ticket),
        _ => None,
    });
    story.busy = true;
    story.keys("a<Enter>东坪镇团委<Enter>青禾团县委<Enter>").sees("分派 1 条，已保存").sees("处理中 2");
    story.msg(Msg::Answer(tickets.next().unwrap(), Answer::Lives(before))).sees("处理中 2");
}

#[test]
fn one_finding_is_assigned_and_taken_back() {
    let mut story = county(Zh, WIDE);
    story.keys("2").sees("未分派 44").sees("处理中 1");
    let (first, second) = (story.app.triage.current(), story.app.triage.built.finding(1));
    story.keys("a").sees("分派 · ").keys("<Enter>").sees("请填写：给岗位");
    story.keys("东坪镇团委<Enter>").misses("请填写").keys("青禾团县委<Enter>").sees("分派 1 条，已保存");
    story.sees("未分派 43").sees("处理中 2");
    assert_eq!(story.app.triage.current(), second, "the cursor goes on");
    story.keys("k").sees("处理中 · 东坪镇团委").sees("分派给");
    assert_eq!(story.app.triage.current(), first);
    story.keys("u").sees("已撤销：").sees("未分派 44").sees("（已撤销）");
    story.keys("uu").sees("已撤销").keys("uuu").sees("青禾团县委 没有可撤销的办理");
}

#[test]
fn a_batch_is_confirmed_once_and_taken_back_as_one() {
    let mut story = county(Zh, WIDE);
    story.keys("2<Space><Space><Space>s").sees("暂缓 · 3 条问题");
    story.keys("soon<Enter>").sees("日期写作 2018-07-10");
    story
        .keys("<Ctrl-u>14<Enter>开学后再看<Enter>县委<Enter>")
        .sees("对 3 条问题暂缓？再按 Enter 确认")
        .sees("未分派 44");
    story.keys("<Enter>").sees("暂缓 3 条，已保存").sees("未分派 42").sees("复发 0").sees("暂缓 4").misses("已标记");
    story.keys("v").sees("只看哪些状态").keys("jjj<Enter>").sees("状态：暂缓").sees("暂缓 至 2018-07-12");
    story.keys("u").sees("已撤销：").sees("复发 1").sees("暂缓 1").sees("未分派 44").keys("q").sees("状态：待处理");
}

#[test]
fn refusals_are_listed_one_by_one_and_keep_their_marks() {
    let mut story = county(Zh, WIDE);
    story.keys("2zzzz").sees("按组织").keys("V").sees("已标记 46");
    story.keys("w").sees("批准别人的申请").keys("j<Enter>").sees("批准豁免 · 46 条问题");
    story
        .keys("2018-12-31<Enter>已停产<Enter>青禾团县委<Enter><Enter>")
        .sees("45 条不能办，仍留着标记")
        .sees("没有待批的豁免申请");
    story.keys("<Enter>").sees("豁免 1").sees("已标记 45");
    story.keys("U}}}}").sees("状态：豁免").sees("豁免 至 2018-12-31").sees("晨光电子厂");
    assert_eq!(story.app.triage.built.items.len(), 1);
}

#[test]
fn nobody_grants_what_they_asked_for_themselves() {
    let mut story = county(Zh, WIDE);
    story.keys("2w<Enter>30<Enter>撤销在办<Enter>东坪镇团委<Enter>").sees("申请豁免 1 条，已保存");
    story
        .keys("kw")
        .keys("j<Enter>30<Enter>同意<Enter>")
        .sees("申请的豁免要由别人批准")
        .sees("批准豁免 · ")
        .sees("同意");
    story.keys("<Esc>w").keys("j<Enter><Tab><Tab><Ctrl-u>青禾团县委<Enter>").sees("请填写：到哪天");
    story.keys("30<Enter>同意<Enter>").sees("批准豁免 1 条");
}

#[test]
fn what_left_the_list_is_counted_and_found_by_state() {
    let mut story = county(En, WIDE);
    story.keys("2").sees("probation 1").sees("snoozed 1").sees("relapsed 1").sees("state: open").misses("上柳村");
    story.keys("v").sees("Show which states").keys("<Esc>{").sees("state: every state").keys("G").sees("上柳村");
    story.keys("{{").sees("state: relapsed").sees("高三(2)班").sees("time 2");
    story.keys("{").sees("state: probation").sees("probation until 2018-07-17").sees("1/1");
    story.keys("nseen there<Enter>committee<Enter>").sees("noted (1), saved");
    story.keys("ato<Enter>").sees("1 refused, nothing was done").sees("it is being watched");
}

#[test]
fn no_key_closes_a_finding() {
    for command in command::all() {
        assert!(
            !["close", "done", "fixed", "mend"]
                .iter()
                .any(|word| command.id.starts_with("finding.") && command.id.contains(word))
        );
    }
    let mut story = county(Zh, WIDE);
    story.keys("2");
    let closed = |states: States| LifeState::ALL.iter().filter(|s| states.has(**s) && s.by_the_judge()).count();
    assert_eq!(closed(States::OPEN), 1, "only what came back");
}

#[test]
fn groups_fold_and_are_acted_on_as_a_whole() {
    let mut story = county(Zh, (120, 36));
    story.keys("2h").sees("没有分组").keys("z").sees("按下级组织").keys("Z");
    let heads = story.app.triage.built.rows.len();
    let whole: u32 = (story.app.triage.built.rows.iter())
        .map(|row| if let crate::tui::triage::Row::Head { count, folded: true, .. } = row { *count } else { 0 })
        .sum();
    assert_eq!(whole as usize, story.app.triage.built.items.len(), "every finding is under a folded heading");
    story.keys("gl");
    let opened = story.app.triage.built.rows.len();
    assert!(opened > heads && story.app.triage.cursor.at == 0, "the cursor stays on the heading");
    story.keys("jh");
    assert_eq!(
        (story.app.triage.built.rows.len(), story.app.triage.cursor.at),
        (heads, 0),
        "from a finding to its heading"
    );
    story.keys("j");
    let count = story.app.triage.built.span(1).len();
    story.keys("a某岗位<Enter>县委<Enter>").sees(&format!("{count} 条问题")).keys("<Enter>").sees("已保存 · u 撤销");
    story.keys("u").sees("已撤销").keys("gj<Space>").sees(&format!("已标记 {count}")).keys("U");
    story.keys("zz").sees("按承办岗位").sees("未分派").keys("g<Enter>");
    assert!(matches!(story.app.triage.built.rows[0], crate::tui::triage::Row::Head { folded: true, .. }));
}

#[test]
fn an_act_that_cannot_be_saved_keeps_its_form_and_says_why() {
    let mut story = county(Zh, WIDE);
    story.keys("2a东坪镇团委<Enter>青禾团县委").late("<Enter>x").sees("正在保存").misses("团县委x");
    let mut story = county(Zh, WIDE);
    story.keys("2a东坪镇团委<Enter>青禾团县委").fails("<Enter>");
    story.sees("分派 · ").sees("东坪镇团委").sees("Input/output error").sees("未分派 44");
    story.keys("<Enter>").sees("分派 1 条，已保存").misses("Input/output").sees("未分派 43");
    // What was asked to be confirmed is confirmed again.
    story.keys("<Space><Space>e镇里已在补选<Enter>").sees("再按 Enter 确认").fails("<Enter>");
    story.sees("说明 · 2 条问题").sees("镇里已在补选").sees("Input/output").keys("<Enter>").sees("再按 Enter 确认");
    story.keys("<Enter>").sees("说明 2 条，已保存");
}

#[test]
fn posts_and_organisations_are_offered_while_a_post_is_typed() {
    let mut story = county(Zh, WIDE);
    // What is under no cursor is not taken: any other text will do.
    story
        .keys("2a东坪")
        .keys("<Down><Up><Tab>青禾团县委<Enter>")
        .sees("分派 1 条，已保存")
        .keys("k")
        .sees("处理中 · 东坪");
    story.keys("a东").sees("分派过的岗位").keys("<Esc>").misses("分派过的岗位").sees("分派 · ").keys("<Esc>");
    story.misses("分派 · ").keys("a坪镇<Down><Enter><Enter>").sees("分派 1 条，已保存").keys("k");
    story.sees("处理中 · 东坪镇团委");
    // By its sound, as a post that had findings before.
    story.keys("jadpz").sees("分派过的岗位").keys("<Down><Tab><Enter>").sees("分派 1 条，已保存").keys("k");
    story.sees("处理中 · 东坪镇团委").keys("tto:dp").sees("to:").sees("分派过的岗位").keys("<Tab><Enter>").sees("分派");
}

#[test]
fn a_rule_is_found_by_its_sound() {
    let mut story = county(Zh, WIDE);
    story.keys("2fkxtzb").sees("空心团支部").misses("缺团员编号  ");
    story.keys("x").sees("没有这样的").keys("<Enter>").sees("没有这样的");
    story.keys("<Backspace><Enter>").sees("规则：空心团支部");
    assert!(story.cursor().is_none());
    story.keys("f空心").keys("<Down><Enter>").misses("没有这样的");
}
