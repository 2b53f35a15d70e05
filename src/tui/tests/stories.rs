//! Keys in, screen out.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::style::Modifier;

use crate::lang::Lang::{En, Zh};
use crate::tui::app::{Exit, Msg, update};
use crate::tui::story::{Story, county, options};
use crate::tui::{ColourLevel, Start, fixture};

const WIDE: (u16, u16) = (120, 36);
const SMALL: (u16, u16) = (80, 24);

#[test]
fn a_hollow_branch_is_found_and_explained() {
    let mut story = county(Zh, WIDE);
    story.keys("/高三(2)").sees("找到 1").keys("<Enter>").sees("共青团高三(2)班团支部").sees("✗ 空心团支部");
    story.keys("f").sees("范围：高三(2)班团支部").sees("团员 0 < P=1").sees("合并 / 撤销 / 转入团员");
    story.keys("<Enter>").sees("组织树").sees("没有团员");
}

#[test]
fn the_tree_opens_closes_and_moves() {
    let mut story = county(Zh, WIDE);
    story.sees("1/9").keys("jjj").sees("4/9").keys("l").sees("高三年级团总支").sees("4/13");
    story
        .keys("lll")
        .sees("高一(1)班团支部")
        .keys("h")
        .sees("5/16")
        .keys("h")
        .sees("5/13")
        .keys("h")
        .sees("4/13")
        .keys("h")
        .sees("4/9");
    story.keys("<End>").sees("9/9").keys("<Home>").sees("1/9");
    story.keys("*").sees("1/43").keys("<End>").sees("新圩村团支部 已停用").keys("-").sees("9/9");
}

#[test]
fn the_detail_sorts_opens_and_steps_back() {
    let mut story = county(Zh, WIDE);
    story.keys("<Tab>o").sees("问题多的在前").keys("<Enter>").sees("共青团青禾县第一中学团委");
    story.keys("p").sees("共青团青禾团县委");
    assert_eq!(story.app.tree.below.at, 0, "the cursor of the detail is on the child it came from");
    story.keys("<Esc>");
    assert_eq!(story.app.tree.pane, crate::tui::tree::Pane::Tree);
    story.keys("<Esc>").sees("按 q 离开程序");
    assert_eq!(story.ended(), None);
    assert_eq!(story.keys("q").ended(), Some(Exit::Done));
}

#[test]
fn a_member_is_found_by_initials_and_shown_masked() {
    let mut story = county(Zh, WIDE);
    story.keys("/sxm<Enter>").sees("个人页").sees("证件号码").sees("**********");
    story.keys("x").sees("写明理由").keys("<Esc>");
    let shown = story.screen();
    assert!(!shown.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 15), "{shown}");
    story.keys("<Esc>").misses("证件号码");
}

#[test]
fn one_pane_alternates_in_a_small_window() {
    let mut story = county(Zh, SMALL);
    story.sees("青禾团县委").sees("组织树").misses("书记入驻").keys("jj<Enter>").sees("书记入驻").misses("┌ 组织树");
    story.keys("<Enter>").sees("乡机关团支部").keys("<Tab>").sees("4/13");
    story.keys("2").sees("问题清单").misses("去向").keys("<Tab>").sees("去向").keys("q").misses("去向");
}

#[test]
fn marks_are_of_findings_and_outlive_order_and_filter() {
    let mut story = county(Zh, WIDE);
    story.keys("2<Space><Space>").sees("已标记 2");
    let marked = story.app.triage.marks.clone();
    story.keys("ooo").sees("排序：规则").sees("已标记 2").keys("]").sees("规则：空心团委").sees("已标记 2");
    assert_eq!(story.app.triage.marks, marked);
    story.keys("q").misses("已标记").sees("规则：空心团委").keys("q").sees("规则：全部规则");
    story.keys("z").sees("按下级组织").keys("V").sees("已标记 46").keys("V").misses("已标记");
}

#[test]
fn findings_are_filtered_by_text_and_by_rule() {
    let mut story = county(En, WIDE);
    story.keys("2t村<Enter>").sees("filter: 村").misses("高三(2)班");
    story.keys("f").sees("Show one rule").keys("w br<Enter>").sees("rule: hollow branch").sees("1/1");
}

#[test]
fn a_pattern_shows_its_rows_what_may_explain_it_and_leads_there() {
    let mut story = county(Zh, WIDE);
    story.keys("2!").sees("值得核实 · 全部").sees("1/2").sees("也许是").sees("涉及 4 行").sees("值得核实，不是结论");
    story.keys("j").sees("2/2").sees("涉及 6 行").sees("家庭、宿舍或办公室");
    let shown = story.screen();
    assert!(!shown.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 9), "{shown}");
    story.keys("<Tab><Enter>").sees("个人页");
    story.keys("<Esc>2!<Enter>").sees("组织树").misses("值得核实");
    story.keys("2!<Esc>").sees("问题清单");
    let mut story = county(En, WIDE);
    story.keys("<End>.2").keys(".").keys("!").sees("Nothing worth checking").sees("there and back");
    story.keys("<Tab>").sees("the list is empty");
}

#[test]
fn a_step_says_who_is_behind_and_leads_there() {
    let mut story = county(Zh, WIDE);
    story.keys("3").sees("无团干团支部清零").sees("! 有风险").keys("jj<Enter>").sees("落后的下级").sees("责任单位");
    story
        .keys("<Enter>")
        .sees("高三年级团总支")
        .sees("还差 2")
        .keys("h")
        .sees("责任单位")
        .keys("<Tab>")
        .sees("其后还差");
    story.keys("<Tab>").sees("各学校团委").keys("<Tab>i").sees("组织树").sees("共青团青禾县第一中学团委");
    story.keys("t").sees("范围：青禾县第一中学团委").keys(".").sees("范围：青禾团县委");
    story.keys("p").sees("2020 基石工程").keys("<Down><Enter>").sees("2020 基石工程");
}

#[test]
fn who_will_miss_a_step_and_why_is_found_from_the_forecast() {
    let mut story = county(Zh, WIDE);
    story.keys("3f").sees("预测").keys("jjjj").sees("T05.3 团员报到").sees("照此会误期的下级").sees("需要的速度");
    story.keys("<Enter>").sees("先抓").sees("到期预计").keys("<Enter>").sees("还差").keys("f").sees("规则：未报到团员");
    story.sees("未报到 ");
    let mut story = county(Zh, WIDE);
    story.keys("3jjj<Enter>j<Enter>j").sees("柳溪镇团委").keys("<Enter>").sees("组织树").sees("团员");
    assert_eq!(story.app.tree.pane, crate::tui::tree::Pane::Detail, "the rows of the branch");
}

#[test]
fn the_ways_of_showing_steps_lead_back_to_the_list() {
    let mut story = county(Zh, WIDE);
    story.keys("3t").sees("时间轴 ─").sees("今天 06-28").keys("t").sees("任务节点");
    story.keys("f").sees("预测 ─").keys("<Esc>").sees("任务节点").keys("l").sees("登记").keys("f").sees("预测 ─");
    story.keys("q").sees("任务节点").keys("q").sees("组织树");
}

#[test]
fn ledgers_open_their_rows_and_their_forms() {
    let mut story = county(Zh, WIDE);
    story.keys("3l").sees("两新台账 1").keys("<Enter>").sees("河湾物流园").sees("未建").keys("<Enter>").sees("组织树");
    story.keys("3").sees("两新台账").keys("a").sees("登记两新台账").keys("<Esc>");
    story.keys("3<Tab>").sees("▸ 事项申报").keys("<Enter>").sees("T13.2").keys("<Esc>").sees("▸ 事项申报");
    story.keys("<Tab>").sees("未上报").keys("a").sees("上报毕业生");
}

#[test]
fn a_league_is_ranked_by_what_is_chosen() {
    let mut story = county(Zh, WIDE);
    story
        .keys("5t")
        .sees("· 得分 ─")
        .sees("中位")
        .keys("j")
        .sees("县直属机关团工委 · 得分")
        .keys("]")
        .sees("非空心支部率 ─");
    story.keys("w").sees("按什么排名").keys("<Space>j<Space>jll<Enter>").sees("自选权重排名").misses("有团干支部率");
    story.keys("wr<Enter>").sees("等权综合排名").sees("有团干支部率");
    let all = "<Space>j".repeat(11);
    story.keys(&format!("w{all}<Enter>")).sees("至少留一项指标");
}

#[test]
fn requests_count_down_and_lead_to_who_must_answer() {
    let mut story = county(Zh, WIDE);
    story.keys("4").sees("未办结 10").sees("已超时 3").sees("来回转接 1").sees("超13天").sees("高三(1)班团支部");
    story.keys("f").sees("▸ 24小时内到时").misses("超13天").keys("f").sees("▸ 已超时").sees("超13天");
    story.keys("f").sees("▸ 来回转接").sees("2 次").keys("<Enter>").sees("ZJ-0013").sees("未到").keys("<Esc>");
    story.keys("F<Enter>").sees("办理").keys("<Enter>").sees("组织树").sees("竹园村团支部");
    story
        .keys("4.")
        .sees("范围：竹园村团支部")
        .sees("未办结 1")
        .keys("h")
        .sees("范围：南塘镇团委")
        .keys("hh")
        .sees("范围：全部");
    story.keys("4v").sees("响应排名").sees("及时率").keys("jj<Enter>").sees("转接申请").misses("范围：全部");
}

#[test]
fn a_request_leads_to_its_person() {
    let mut story = county(Zh, WIDE);
    story.keys("4<Enter>").sees("超时").keys("m").sees("证件号码").keys("<Esc>").sees("组织树");
}

#[test]
fn a_league_is_gone_through_level_by_level() {
    let mut story = county(Zh, WIDE);
    story.keys("5").sees("等权综合排名").sees("较 2018-05-31").sees("▴").sees("得分");
    let on = story.app.ranking.current();
    story.keys("<Enter>").keys("<Backspace>");
    assert_eq!(story.app.ranking.current(), on, "back on the child that was left");
    story.keys("]").sees("走势：非空心支部率").keys("]").sees("走势：有团干支部率").keys("[[").sees("走势：得分");
    story.keys("v").sees("首页总表").sees("空团委").keys("]]]").misses("空团委").keys("[[[");
    story.keys("<Home>").keys("q").sees("等权综合排名").keys("i").sees("组织树");
    let mut story = county(En, WIDE);
    story.keys("5").sees("ranking by equal weights").keys("h").sees("this is the topmost");
}

#[test]
fn the_palette_finds_runs_and_teaches() {
    let mut story = county(Zh, WIDE);
    story.keys("?展开").sees("全部展开").keys("<Down><Down><Enter>");
    story.keys("?分派").sees("用于：整治").keys("<Esc>");
    story.keys(":*<Enter>").sees("1/43");
    story.keys("?分派<Enter>").sees("用于：整治");
    story.keys("？").sees("能做的事").keys("<Ctrl-c>").misses("能做的事");
    assert_eq!(story.ended(), None, "Ctrl-c closes a field first");
}

#[test]
fn language_theme_and_columns_switch_at_once() {
    let mut story = county(Zh, WIDE);
    story.keys("L").sees("Organisations").sees("no cadre").keys("L").sees("组织树");
    story.keys("T").sees("主题：浅色").keys("T").sees("主题：高对比");
    story.keys("c").sees("[x] 团支部").keys("<Space>").keys("<Enter>").misses("团支部  空心").sees("空心  无干  团员");
}

#[test]
fn an_input_method_left_on_is_noticed() {
    let mut story = county(Zh, WIDE);
    story.keys("张").sees("请把输入法切换到英文").keys("／").sees("查找").keys("<Esc>").keys("、").sees("查找");
}

#[test]
fn the_cursor_follows_the_text_for_the_input_method() {
    let mut story = county(Zh, WIDE);
    assert_eq!(story.cursor(), None);
    story.keys("/");
    let empty = story.cursor().unwrap();
    story.keys("张三");
    assert_eq!(story.cursor(), Some((empty.0 + 4, empty.1)));
    story.msg(Msg::Paste("李四\r\n".into())).sees("张三李四");
    assert_eq!(story.cursor(), Some((empty.0 + 8, empty.1)));
    story.keys("<Esc>");
    assert_eq!(story.cursor(), None);
    story.msg(Msg::Paste("李四".into())).sees("这里没有文本框");
}

#[test]
fn the_mouse_selects_opens_and_scrolls() {
    let mut story = county(Zh, WIDE);
    let mouse = |kind, column, row| Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
    let click = MouseEventKind::Down(MouseButton::Left);
    story.msg(mouse(click, 10, 6)).sees("4/9").sees("共青团青禾县第一中学团委");
    story.msg(mouse(click, 10, 30)).sees("4/9");
    story.msg(mouse(MouseEventKind::ScrollDown, 10, 6)).sees("4/9");
    story.keys("*").msg(mouse(MouseEventKind::ScrollDown, 10, 6));
    assert!(story.app.tree.cursor.top() <= 3);
    let on = story.app.tree.of;
    story.keys("c").msg(mouse(click, 3, 9)).msg(mouse(MouseEventKind::ScrollDown, 3, 9)).keys("q");
    assert_eq!(story.app.tree.of, on, "a click beside a layer reaches nothing");
    story.msg(mouse(click, 98, 0)).sees("任务节点");
    story.msg(mouse(click, 114, 0)).sees("等权综合排名").msg(mouse(click, 10, 9)).msg(mouse(click, 10, 9));
    story.keys("M").sees("鼠标已关");
}

#[test]
fn the_first_run_offers_three_ways_and_the_keys() {
    let mut story = Story::new(Start::FirstRun(fixture::first_run()), options(Zh), SMALL);
    story.sees("打开演示县").keys("i/no/such<Enter>").sees("no such file").sees("打开演示县");
    story.keys("irosters<Enter>").sees("青禾县").sees("演示数据");
    let mut story = Story::new(Start::FirstRun(fixture::first_run()), options(Zh), SMALL);
    story.keys("<Enter>").sees("青禾团县委");
    let mut story = Story::new(Start::FirstRun(fixture::first_run()), options(Zh), SMALL);
    story.keys("e").sees("名册里还没有组织").keys("23").sees("没有节点").keys("1jlh*-o<Tab><Enter>q");
    let mut story = Story::new(Start::FirstRun(fixture::first_run()), options(Zh), SMALL);
    story.keys("/").sees("还没有打开名册").keys("?").sees("能做的事").keys("<Esc>");
    assert_eq!(story.keys("q").ended(), Some(Exit::Done));
}

#[test]
fn a_stale_answer_changes_nothing_and_silence_paints_nothing() {
    let mut story = county(Zh, WIDE);
    assert!(!story.app.wants_ticks() && !story.app.dirty);
    let mut effects = update(&mut story.app, Msg::Key(crate::tui::command::key::parse("/").unwrap()));
    effects.extend(update(&mut story.app, Msg::Paste("高一".into())));
    effects.extend(update(&mut story.app, Msg::Paste("(3)".into())));
    assert!(story.app.wants_ticks());
    // Both questions are answered, the first one last.
    effects.reverse();
    crate::tui::bench::settle(&mut story.app, effects);
    story.msg(Msg::Redraw).sees("找到 1").sees("高一(3)班团支部");
    assert!(!story.app.wants_ticks());
    update(&mut story.app, Msg::Tick);
    assert!(!story.app.dirty, "a tick without work paints nothing");
}

#[test]
fn without_colours_the_cursor_is_reversed_and_weakness_has_a_symbol() {
    let mut plain = options(Zh);
    plain.color = ColourLevel::None;
    plain.ascii = true;
    let mut story = Story::new(Start::Register(fixture::county()), plain, WIDE);
    story.keys("2j").sees("+").sees("x ");
    let buffer = story.buffer();
    let reversed = |y| (0..60).filter(|x| buffer[(*x, y)].modifier.contains(Modifier::REVERSED)).count();
    assert!((3..35).any(|y| reversed(y) > 20));
    assert!(buffer.content.iter().all(|cell| cell.fg == ratatui::style::Color::Reset));
}

#[test]
fn a_window_too_small_says_so() {
    let mut story = county(En, SMALL);
    story.resize(40, 10).sees("Too small: 60x16 needed").resize(1, 1).resize(200, 60).sees("Organisations");
    let on = story.app.tree.of;
    story.keys("*").resize(60, 16).keys("<End>").resize(120, 36);
    assert_ne!(story.app.tree.of, on);
    story.sees("新圩村团支部");
}

#[test]
fn an_import_tells_what_was_refused() {
    let mut story = Story::new(Start::FirstRun(fixture::first_run()), options(Zh), SMALL);
    story.keys("irefused<Enter>").sees("导入结果：退回 1 行").sees("收 486 退 1").sees("members.csv");
    story.keys("<Enter>").sees("组织树");
}

#[test]
fn the_path_of_rosters_is_completed_as_it_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("rosters-2018")).unwrap();
    std::fs::write(folder.path().join("rosters-2018/members.csv"), "").unwrap();
    let mut story = Story::new(Start::FirstRun(fixture::first_run()), options(Zh), (120, 36));
    story.keys("i").msg(Msg::Paste(format!("{}/ros", folder.path().display())));
    story.sees("rosters-2018/").keys("<Tab>").sees("members.csv").keys("<Tab>");
    let Some(crate::tui::app::Layer::Prompt(prompt)) = story.app.layers.last() else { unreachable!("it is asked for") };
    assert_eq!(prompt.field.text(), format!("{}/rosters-2018/members.csv", folder.path().display()));
    story.keys("x").sees("没有花名册").keys("<Esc>").sees("打开演示县");
}
