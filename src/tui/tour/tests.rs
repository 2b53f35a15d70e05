use super::stations::STEPS;
use crate::lang::Lang;
use crate::tui::command;
use crate::tui::story::{Story, county, options};
use crate::tui::{Start, fixture};

fn toured(lang: Lang, size: (u16, u16)) -> Story {
    let mut options = options(lang);
    options.tour = true;
    Story::new(Start::Register(fixture::county()), options, size)
}

#[test]
fn doing_what_it_asks_leads_through_all_five_stations() {
    for size in [(80, 24), (120, 36)] {
        let mut story = toured(Lang::Zh, size);
        story.sees("导览 1/5").keys("l").sees("K 看光标处").keys("K").sees("K 收起").keys("K");
        story.sees("导览 2/5").keys("<Enter>").sees("每一行是一名团员").keys("<Enter>").sees("证件号").keys("<Enter>");
        story.sees("导览 3/5").keys("<Space>").sees("分派").keys("a").sees("正在输入").keys("青禾团县委<Enter>");
        story.keys("导览员<Enter>").sees("按 u 撤销").keys("u");
        assert!(story.app.done.iter().all(|done| done.undone.is_some()));
        story.sees("导览 4/5").keys("<Enter>").sees("差得最多的在前").keys("i");
        story.sees("导览 5/5").keys("/").sees("拼音首字母");
        let typed = story.app.tour.at.as_ref().unwrap().typed.clone();
        story.keys(&typed).keys("<Enter>").sees("按 ? 列出").keys("?").sees("导览到此结束").keys("<Esc>");
        assert!(story.app.tour.at.is_none());
        story.sees("导览结束");
    }
}

#[test]
fn next_alone_leads_to_the_end_and_back_goes_to_beginnings() {
    let mut story = toured(Lang::En, (80, 24));
    for _ in 0..STEPS.len() {
        story.keys("n");
    }
    assert!(story.app.tour.at.is_none());
    let mut story = toured(Lang::Zh, (80, 24));
    story.keys("nnn").sees("导览 2/5").keys("p").sees("导览 2/5").keys("p").sees("导览 1/5").keys("p").sees("导览 1/5");
}

#[test]
fn whoever_leaves_half_way_leaves_nothing_behind() {
    let mut story = toured(Lang::Zh, (120, 36));
    while !story.screen().contains("导览 3/5") {
        story.keys("n");
    }
    story.keys("<Space>a青禾团县委<Enter>导览员<Enter>").sees("按 u 撤销").keys("q").sees("已全部撤销");
    assert_eq!(story.app.done.len(), 1);
    assert!(story.app.done[0].undone.is_some() && story.app.tour.at.is_none());
}

#[test]
fn a_form_given_up_goes_back_to_its_key() {
    let mut story = toured(Lang::Zh, (80, 24));
    while !story.screen().contains("导览 3/5") {
        story.keys("n");
    }
    story.keys("<Space>a").sees("填完即保存").keys("<Esc>").sees("按 a 把标记的").keys("q");
    assert!(story.app.tour.at.is_none() && story.app.done.is_empty());
}

#[test]
fn it_is_offered_once_and_declined_with_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = options(Lang::Zh);
    options.config = Some(folder.path().join("config.toml"));
    let open = || Story::new(Start::Register(fixture::county()), options.clone(), (80, 24));
    open().sees("五站导览").keys("j").sees("五站导览").keys("q").misses("五站导览").sees("组织树");
    open().misses("五站导览").keys("<F4>").sees("导览 1/5");
}

#[test]
fn every_key_it_asks_for_is_a_command_and_follows_the_settings() {
    for step in STEPS {
        if let super::Asks::Command(id) = step.asks {
            assert!(command::all().any(|command| command.id == id), "{id}");
        }
    }
    let mut options = options(Lang::Zh);
    options.tour = true;
    options.keys = command::Keymap::with(&std::collections::BTreeMap::from([("tree.open", vec!["X".into()])]));
    let mut story = Story::new(Start::Register(fixture::county()), options, (120, 36));
    story.sees("按 X 展开").keys("X").sees("K 看光标处");
}

#[test]
fn it_fits_the_least_window_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let mut story = toured(lang, (60, 16));
        for _ in 0..STEPS.len() {
            let screen = story.screen();
            assert!(screen.lines().count() == 16, "{screen}");
            story.keys("n");
        }
    }
    let mut plain = county(Lang::Zh, (80, 24));
    plain.app.title.demonstration = false;
    plain.keys("<F4>").sees("只在演示数据上进行");
}
