//! Doing things to rows, from the key to the line that says it is saved, and back.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::lang::Lang::{En, Zh};
use crate::model::{Change, Deed, Identity};
use crate::tui::app::{Effect, Lane, Msg, update};
use crate::tui::bench::settle;
use crate::tui::story::{Story, county};

const WIDE: (u16, u16) = (120, 36);

/// On the members of 石桥社区团支部.
fn members() -> Story {
    let mut story = county(Zh, WIDE);
    story.keys("/石桥<Enter><Enter>").sees("团员 12").sees("1/12");
    story
}

fn number(serial: u64) -> String {
    Identity::with_check(44_990_120_010_101_000 + serial).reveal().to_string()
}

#[test]
fn a_member_is_added_taken_back_and_added_again() {
    let mut story = members();
    story.keys("a").sees("录入团员 · 石桥社区团支部").sees("1/23").keys("卜文<Tab><Tab>");
    // An identity number is judged while it is typed.
    story.keys("4499012").sees("身份证号").sees("位");
    story.keys(&format!("<Ctrl-u>{}<Ctrl-s>", number(7))).sees("请填写：入团年月").sees("请填写：经办");
    story.keys("2016-05<Ctrl-s>").misses("请填写：入团年月").keys("青禾团县委<Enter>");
    story.sees("预览 录入团员").sees("增加团员 卜文").sees("Enter 办理 1 条").misses(&number(7));
    // Nothing is written before it is said to be.
    story.sees("团员 12").keys("<Esc>").sees("卜文").sees("2016-05").keys("<Ctrl-s><Enter>");
    story.sees("已保存 ✓ 办理编号 101 · 录入团员 1 条 · u 撤销").sees("团员 13").sees("1/13");
    story.keys("u").sees("已撤销：录入团员，还原 1 行").sees("团员 12");
    story.keys("<Ctrl-r>").sees("已重做：录入团员，改动 1 行").sees("团员 13");
    story.keys("<Ctrl-r>").sees("青禾团县委 没有可重做的撤销");
}

#[test]
fn three_requests_are_answered_at_once_and_the_refused_one_keeps_its_mark() {
    let mut story = county(Zh, WIDE);
    story.keys("4jj<Space>j<Space>j<Space>").sees("已标记 3").sees("未办结 10");
    story.keys("a").sees("同意转接 · ZJ-0002 荣知秋 和另外 2 个").keys("高三年级").sees("高三年级团总支");
    story.keys("<Enter>青禾团县委<Enter>").sees("1 条不能办，其余照办").sees("ZJ-0001 花青：").sees("Enter 办理 2 条");
    story
        .keys("<Enter>")
        .sees("同意转接 2 条，1 条不能办 · u 撤销")
        .sees("1 条不能办，仍留着标记")
        .sees("ZJ-0001 花青");
    story.keys("<Enter>").sees("未办结 9").sees("已标记 1").misses("谷同舟");
    assert_eq!(story.app.transfers.marks.iter().map(|(_, no)| no.as_str()).collect::<Vec<_>>(), ["ZJ-0001"]);
    story.keys("u").sees("已撤销：同意转接，还原 2 行").sees("未办结 10").sees("谷同舟");
}

#[test]
fn two_branches_are_merged_and_taken_apart_again() {
    let mut story = county(Zh, WIDE);
    story
        .keys("/石桥<Enter>d")
        .sees("办理 · 石桥社区团支部")
        .keys("bingru<Enter>")
        .sees("并入其他组织 · 石桥社区团支部");
    story.keys("上柳").sees("上柳村团支部").keys("<Enter>").sees("449.020.003");
    story.keys("青禾团县委<Enter>").sees("12 名团员由 石桥社区团支部 转到 上柳村团支部").sees("名册要重新生成");
    story.keys("<Enter>").sees("已保存 ✓").sees("团员 0").keys("kk").sees("团员 17");
    story.keys("u").sees("已撤销：并入其他组织").sees("团员 5").keys("jj").sees("团员 12");
    // The deed that is not to be: the field at fault says why, and the form keeps what was typed.
    story
        .keys("dbingru<Enter>青禾县第一<Enter><Ctrl-s>")
        .sees("449.010.012")
        .sees("只有类型相同的组织才能合并")
        .misses("预览 并入");
}

#[test]
fn screens_are_read_while_the_register_is_laid_out_anew() {
    let mut story = county(Zh, WIDE);
    story.keys("/石桥<Enter>dbingru<Enter>上柳<Enter>青禾团县委<Enter>").sees("预览 并入其他组织");
    let saving = update(&mut story.app, Msg::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)));
    story.busy = true;
    assert!(story.app.layers.is_empty() && story.app.parked.is_some());
    let Some(Effect::Work(job)) = saving.first() else { unreachable!("it is being saved") };
    assert_eq!(job.ticket.slot().lane(), Lane::Acting, "in nobody's way");
    story.keys("d").sees("正在保存上一次办理").keys("21").sees("组织树").misses("预览");
    story.keys("q").sees("现在离开则不保存");
    assert_eq!(story.ended(), None);
    settle(&mut story.app, saving);
    story.busy = false;
    story.keys("d").misses("正在保存");
    assert!(story.app.parked.is_none() && story.app.done.len() == 1);
}

#[test]
fn what_is_personal_stays_masked_and_is_replaced_whole() {
    let mut story = members();
    story.keys("<Enter>e").sees("更正团员信息 · 苗禾").sees("4490**********2053").keys("<Tab><Tab>").sees("整项重填");
    story.keys("4").misses("4490**********2053 4").keys("<Ctrl-r>").sees("整项重填").keys("<Backspace>");
    story.msg(Msg::Paste(number(9))).keys("<Ctrl-s>").sees("请填写：经办").keys("县委<Enter>");
    story.sees("预览 更正团员信息").misses(&number(9)).keys("<Enter>").sees("更正团员信息 1 条").sees("4499**********");
    // Nobody who typed something loses it to one Esc.
    story.keys("e苗<Esc>").sees("再按一次 Esc").sees("更正团员信息 · 苗禾").keys("<Esc>").misses("更正团员信息 ·");
    story.keys("e<Esc>").misses("再按一次");
}

#[test]
fn marked_members_are_reported_together() {
    let mut story = members();
    story
        .keys("V")
        .sees("已标记 12")
        .keys("U")
        .misses("已标记")
        .keys("<Space><Space><Space>")
        .sees("已标记 3")
        .sees("[x]");
    story
        .keys("r")
        .sees("报到 · 苗禾")
        .sees("和另外 2 个")
        .keys("<Right>")
        .sees("修改待审核")
        .keys("<Left>")
        .sees("通过");
    story.keys("<Ctrl-s>县委<Enter>").sees("Enter 办理 3 条").keys("<Enter>").sees("报到 3 条").misses("已标记");
    story.keys("d").sees("更正团员信息").keys("<Esc>").keys("<Space><Space>d").sees("只能逐个办");
}

#[test]
fn posts_are_listed_taken_up_and_released() {
    let mut story = members();
    story.keys("b").sees("石桥社区团支部 任职").sees("苗禾").sees("未入驻").keys("o").sees("入驻移动端 · 书记 苗禾");
    story.keys("<Ctrl-s>县委<Enter><Enter>").sees("入驻移动端 1 条").misses("未入驻");
    story
        .keys("o")
        .sees("已入驻")
        .keys("<Enter>liren<Enter>")
        .sees("离任 · 书记 苗禾")
        .keys("<Ctrl-s><Enter>")
        .sees("离任 1 条");
    story.keys("a").sees("任命团干 · 石桥社区团支部").keys("<Esc><Esc>").sees("团干 1");
}

#[test]
fn words_are_chosen_in_either_language() {
    let mut story = county(En, WIDE);
    story.keys("/石桥<Enter><Enter>dreport<Enter>").sees("report").sees("passed").keys("<Right>").misses(" passed  ");
    let mut story = county(Zh, WIDE);
    story.keys("/石桥<Enter>dzhengxx<Ctrl-u>org-correct<Enter>").sees("支部类别").keys("<Ctrl-u>by").sees("毕业");
}

#[test]
fn a_menu_says_why_something_cannot_be_done() {
    let mut story = county(Zh, WIDE);
    story
        .keys("d")
        .sees("不能办：团员只能录入团支部")
        .keys("luru<Enter>")
        .sees("不能办：团员只能录入团支部")
        .sees("luru");
    story.keys("<Esc>3d").sees("这里没有可办理的对象").keys("2d").sees("办理 · ");
}

#[test]
fn marks_of_members_outlive_the_branch_and_are_done_as_one() {
    let mut story = members();
    story.keys("<Space><Space>").sees("已标记 2").keys("/上柳<Enter><Enter>").sees("已标记 2（2 条未列出）");
    story.keys("<Space>").sees("已标记 3（2 条未列出）");
    // One field for all of them: the others keep their own.
    story.keys("e").sees("更正团员信息 · ").sees("和另外 2 个").sees("不填则各自不变");
    let row = |story: &Story| {
        let Some(crate::tui::app::Layer::Fill(fill)) = story.app.layers.last() else { return None };
        fill.form.as_ref()?.fields.iter().position(|field| field.id == "schooling")
    };
    let field = row(&story).unwrap();
    story.keys(&"<Tab>".repeat(field)).keys("普通本科在读<Ctrl-s>");
    story.keys("青禾团县委<Ctrl-s>").sees("将会变更").sees("办理 3 条").keys("<Enter>").sees("3 条 · u 撤销");
    assert_eq!(story.app.tree.marks.members.len(), 0, "nothing was refused");
    story.keys("u").sees("还原 3 行");
    // Clearing takes those away that are not listed, too.
    story.keys("<Space>h").keys("/石桥<Enter><Enter>").sees("未列出").keys("U").misses("已标记");
}

#[test]
fn organisations_are_marked_and_corrected_as_one_but_nobody_is_appointed_to_many() {
    let mut story = county(Zh, WIDE);
    story.keys("j<Tab><Space><Space>").sees("[x]").sees("已标记 2");
    story.keys("o").sees("已标记 2").keys("<Tab>jj<Tab>").sees("已标记 2（2 条未列出）").keys("<Tab>kk<Tab>");
    story.keys("d").sees("和另外 1 个").sees("只能逐个办").keys("任命<Enter>").sees("不能办");
    story.keys("<Esc>e").sees("更正组织信息 · ").sees("不填则各自不变");
    let fill = |story: &Story| match story.app.layers.last() {
        Some(crate::tui::app::Layer::Fill(fill)) => {
            fill.form.as_ref().unwrap().fields.iter().position(|field| field.id == "election-due").unwrap()
        }
        _ => panic!("no form"),
    };
    let field = fill(&story);
    story.keys(&"<Tab>".repeat(field)).keys("2019-01-01<Ctrl-s>青禾团县委<Ctrl-s>").sees("办理 2 条").keys("<Enter>");
    story.sees("2 条 · u 撤销").misses("[x]").keys("u").sees("已撤销");
    story.keys("V").sees("已标记").keys("U").misses("已标记");
}

#[test]
fn rows_that_somebody_else_changed_meanwhile_keep_the_form() {
    let mut story = members();
    story.keys("a卜文<Tab><Tab>").keys(&number(7)).keys("<Ctrl-s>2016-05<Ctrl-s>青禾团县委<Enter>");
    story.sees("预览 录入团员");
    let typed = [("name", "卜文"), ("identity", &number(7)), ("joined", "2016-05")];
    let source = std::sync::Arc::clone(story.app.source.as_ref().unwrap());
    let tree = &story.app.standing.as_ref().unwrap().tree;
    let on = crate::model::Subject::Org(tree.id(story.app.tree.page.as_ref().unwrap().pos));
    let values = typed.into_iter().collect();
    source.commit("县委", vec![Change::Deed { deed: Deed::MemberAdd, on, values }]).unwrap();
    story.keys("<Enter>").sees("录入团员 · 石桥社区团支部").sees("卜文").sees("已有同一条记录").misses("预览 录入");
    // What went wrong on the disk keeps it too.
    let mut story = members();
    story
        .keys("r<Ctrl-s>青禾团县委<Ctrl-s>")
        .sees("预览 报到")
        .fails("<Enter>")
        .sees("报到 · ")
        .sees("Input/output error")
        .misses("预览 报到");
}
