//! Days at the desk: the whole program on the demonstration register, from the first key to what is saved, and back.

use crate::desk::States;
use crate::lang::Lang::Zh;
use crate::tui::app::Layer;
use crate::tui::story::{CITY, COUNTY, Story, options, story, told};

const DAY: &str = "2018-06-25";

fn marked(story: &Story) -> usize {
    story.app.triage.marks.len()
}

#[test]
fn a_hollow_branch_is_found_by_pinyin_and_twelve_like_it_are_assigned_and_given_back() {
    let mut desk = story(COUNTY, DAY);
    desk.keys("/dxsq").sees("找到 1").sees("东兴社区团支部").keys("<Enter>").sees("✗ 空心团支部").sees("团员 0");
    desk.keys("f").sees("范围：东兴社区团支部").sees("团员 0 < P=1").sees("合并 / 撤销 / 转入团员");
    // The same rule everywhere, the longest first.
    desk.keys(".trule:hollow-branch sort:oldest<Enter>").sees("筛选：rule:hollow-branch").sees("范围：全部");
    let total = desk.app.triage.built.items.len();
    desk.keys(&"<Space>".repeat(12)).sees("已标记 12");
    let taken = desk.app.triage.marks.clone();
    desk.keys("a").sees("分派 · 12 条问题").keys("长沙街道团工委<Enter>团开平市委<Enter>");
    desk.sees("对 12 条问题分派？").keys("<Enter>").sees("分派 12 条，已保存").sees("处理中 12");
    assert_eq!(marked(&desk), 0);
    desk.keys("t<Ctrl-u>state:in-hand<Enter>").sees("1/12");
    assert!(desk.app.triage.built.items.iter().all(|item| taken.contains(item)));
    // One key gives all of them back, and the line says so.
    desk.keys("u").sees("已撤销：").sees("处理中 0").keys("t<Ctrl-u>rule:hollow-branch<Enter>");
    assert_eq!(desk.app.triage.built.items.len(), total);
    desk.keys("H").sees("已撤销").sees("1/1");
}

#[test]
fn which_county_will_miss_a_step_and_why_down_to_its_classes() {
    let mut desk = story(CITY, "2018-07-20");
    let step = |desk: &mut Story| {
        let at = desk.app.milestones.rows().iter().position(|row| row.step == "T12.2").unwrap();
        desk.keys(&format!("<Home>{}", "j".repeat(at))).sees("毕业生转接六成").keys("<Enter>").sees("目标 ≥60%");
    };
    // The county that lacks the most, by the numbers and not by the order on screen.
    desk.keys("3");
    step(&mut desk);
    desk.sees("落后的下级").sees("把握");
    let worst = |desk: &Story| {
        let Some(Layer::Step(step)) = desk.app.layers.last() else { panic!("no step is open") };
        let worst = step.units().iter().max_by_key(|unit| unit.behind).unwrap();
        assert_eq!(step.units()[0], *worst, "the worst first");
        assert!(worst.numerator * 10 < worst.denominator * 6);
        (desk.app.standing.as_ref().unwrap().tree.label(worst.pos).to_owned(), worst.clone())
    };
    let (county, lacks) = worst(&desk);
    desk.sees(&county).sees(&lacks.behind.to_string());
    // Down: what is behind a number is the same number one level deeper, until it is classes.
    let mut depth = 0;
    let mut over = lacks;
    loop {
        desk.keys("<Enter>");
        let Some(Layer::Step(open)) = desk.app.layers.last() else {
            desk.sees("组织树");
            assert_eq!(desk.app.tree.of, Some(over.pos));
            break;
        };
        let level = open.levels.last().unwrap();
        assert_eq!((level.scope, level.unit.as_ref()), (over.pos, Some(&over)));
        if open.units().is_empty() {
            break;
        }
        over = worst(&desk).1;
        depth += 1;
    }
    while !desk.app.layers.is_empty() {
        desk.keys("<Esc>");
    }
    assert!(depth >= 1, "a county, its offices, their schools");
    // Who of them has not gone: the findings of the rule below that county.
    desk.keys(&format!("2t<Ctrl-u>rule:graduates-not-transferred org:{county}<Enter>")).sees("毕业生未转出");
    desk.sees("毕业生已转出").keys("<Enter>").sees("组织树");
}

#[test]
fn a_graduate_lost_between_school_and_town_is_found_by_four_digits_and_the_transfer_begun() {
    let mut desk = story(COUNTY, DAY);
    desk.keys("/7950").sees("末四位").sees("王恒振").sees("高三(1)班团支部");
    let at = {
        let Some(Layer::Search(search)) = desk.app.layers.last() else { panic!("no search is open") };
        search.page.items.iter().position(|item| item.name == "王恒振").unwrap()
    };
    desk.keys(&"<Down>".repeat(at)).keys("<Enter>").sees("个人页").sees("未报到").sees("4407**********7950");
    desk.keys("dfqzj<Enter>").sees("发起转接 · 王恒振");
    // What is missing is said at the field, and what was typed stays.
    desk.keys("<Tab>升学").keys("<Ctrl-s>").sees("请填写").sees("升学");
    desk.keys("<Esc><Esc>").misses("发起转接 ·");
    desk.keys("dfqzj<Enter><Tab>升学<Tab>xianshuikou").misses("不存在");
    desk.keys("<Ctrl-u>水口镇").sees("水口镇").keys("<Down><Enter>").sees("044.007.005.019");
    desk.keys("<Ctrl-s>").sees("请填写：经办").keys("团开平市委<Enter>").sees("预览 发起转接").sees("王恒振");
    let open = |desk: &Story| desk.app.transfers.board.as_ref().map_or(0, |_| desk.app.transfers.rows.len());
    desk.keys("<Enter>").sees("已保存 ✓").sees("发起转接 1 条");
    desk.keys("4<End>").sees("王恒振");
    let with = open(&desk);
    desk.keys("u").sees("已撤销：发起转接").misses("王恒振");
    assert_eq!(open(&desk) + 1, with);
}

#[test]
fn who_must_answer_in_the_next_day() {
    let mut desk = story(COUNTY, DAY);
    desk.keys("4f").sees("▸ 24小时内到时").sees("剩4时").misses("! 超").misses("✗ 超");
    let total = desk.app.transfers.rows.len();
    assert!(total > 1 && desk.screen().contains(&format!("24小时内到时 {total}")));
    // The soonest first, and each leads to whose turn it is.
    let hours = |line: &str| {
        let hours = line.split("剩").nth(1)?.split('时').next()?;
        hours.parse::<u32>().ok()
    };
    let screen = desk.screen();
    let left: Vec<u32> = screen.lines().take_while(|line| !line.contains("时限分布")).filter_map(hours).collect();
    assert!(left.len() > 1 && left.is_sorted() && left.iter().all(|hours| *hours < 24), "{left:?}");
    desk.keys("<Enter>").sees("待办").sees("剩4时");
    let who = desk.line("待办");
    desk.keys("<Enter>").sees("组织树");
    let on = desk.app.standing.as_ref().unwrap().tree.label(desk.app.tree.of.unwrap()).to_owned();
    assert!(who.contains(&on), "{on} in {who}");
    desk.keys("4v").sees("响应排名").sees("及时率");
}

#[test]
fn a_view_is_kept_and_opened_in_the_next_sitting() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let with = || {
        let mut config = crate::tui::config::Config::read(&std::fs::read_to_string(&file).unwrap_or_default());
        config.check(&[]);
        let mut options = options(Zh);
        (options.views, options.config) = (config.views, Some(file.clone()));
        told(COUNTY, DAY, options, (120, 36))
    };
    let mut desk = with();
    desk.keys("2trule:hollow-branch org:水口镇团委 -snoozed<Enter>oo");
    let (items, order) = (desk.app.triage.built.items.clone(), desk.app.triage.order);
    assert!(!items.is_empty());
    desk.keys("W水口空心<Enter>").sees("水口空心");
    drop(desk);
    let mut desk = with();
    desk.sees("视图").sees("水口空心").sees(&items.len().to_string());
    desk.keys("v<Enter>").sees("水口镇团委");
    assert_eq!((&desk.app.triage.built.items, desk.app.triage.order), (&items, order));
}

#[test]
fn a_form_is_completed_refused_mended_and_saved() {
    let mut desk = story(COUNTY, DAY);
    let number = |serial: u64| crate::model::Identity::with_check(44_990_120_010_101_000 + serial);
    desk.keys("/dxsq<Enter><Enter>a").sees("录入团员 · 东兴社区团支部").keys("卜文<Tab><Tab>");
    // One digit off: the field says what is wrong while it is typed.
    let right = number(7).reveal().to_string();
    let off = format!("{}{}", &right[..17], if right.ends_with('0') { '1' } else { '0' });
    desk.keys(&off).sees("校验").keys("<Ctrl-s>").sees("录入团员 · 东兴社区团支部").misses("预览 录入团员");
    desk.keys(&format!("<Ctrl-u>{right}")).misses("校验");
    desk.keys("<Ctrl-s>")
        .sees("请填写：入团年月")
        .keys("2016-05<Ctrl-s>")
        .sees("请填写：经办")
        .keys("团开平市委<Enter>");
    desk.sees("预览 录入团员").misses(&right).keys("<Enter>").sees("录入团员 1 条").sees("团员 1 ");
    // The rule stopped holding, and the screen says so without being asked.
    desk.misses("✗ 空心团支部").keys("u").sees("已撤销：录入团员").sees("✗ 空心团支部");
}

#[test]
fn a_step_is_opened_down_to_a_person() {
    let mut desk = story(COUNTY, DAY);
    desk.keys("3");
    let at = desk.app.milestones.rows().iter().position(|row| row.step == "T05.3").unwrap();
    desk.keys(&format!("<Home>{}<Enter>", "j".repeat(at))).sees("学校团员报到").sees("落后的下级");
    desk.keys("i").sees("组织树").sees("教育系统团工委");
    // Those who did not report: by the rule, in the branch that has the most of them.
    desk.keys("f").keys("trule:unreported-members<Enter>").sees("未报到团员").keys("<Enter>").sees("组织树");
    desk.keys("<Tab>").sees("未报到");
    let page = desk.app.tree.page.clone().unwrap();
    let row = page.members.iter().position(|row| !desk.line(&row.member.name).contains("已报到")).unwrap();
    desk.keys(&"j".repeat(row)).keys("<Enter>").sees("个人页").sees(&page.members[row].member.name).sees("**");
    desk.keys("r").sees("报到 · ").keys("<Esc><Esc>").keys("<Esc>").misses("个人页");
}

#[test]
fn what_a_sitting_did_is_undone_from_its_history_in_any_order() {
    let mut desk = story(COUNTY, DAY);
    let at = desk.app.source.as_ref().unwrap().time();
    desk.keys("2n看过<Enter>团开平市委<Enter>").sees("备注 1 条");
    desk.keys("a水口镇团委<Enter>").sees("分派 1 条").keys("s14<Enter>暑假<Enter>").sees("暂缓 1 条");
    desk.keys("1/dxsq<Enter><Enter>").keys("H").sees("本次办理").sees("1/3");
    assert!(desk.app.done.iter().all(|row| row.at == at), "by the clock of the story");
    // The one in the middle first.
    desk.keys("<Home>ju").sees("已撤销").keys("<Esc>2").sees("处理中 0").sees("暂缓 1");
    desk.keys("H<Home>u<Esc>H<End>u<Esc>");
    assert!(desk.app.done.iter().all(|row| row.undone.is_some()));
    desk.sees("暂缓 0");
    assert_eq!(desk.app.triage.states, States::OPEN);
    desk.keys("H<End>u").sees("已重做：备注 1 条").keys("<Esc>");
    assert_eq!(desk.app.done.iter().filter(|row| row.undone.is_some()).count(), 2, "and done again");
}
