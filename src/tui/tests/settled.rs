//! The program with settings of the operator's own.

use crate::lang::Lang::{self, En, Zh};
use crate::tui::app::Exit;
use crate::tui::config::Config;
use crate::tui::story::{Story, options};
use crate::tui::{Start, fixture};

pub const KEYS: &str = "[keys]\nlist.top = \"g g\"\nlist.bottom = [\"g e\", \"G\"]\ntree.columns = \"g c\"\ntree.close-all = \"g z\"\n\
                    tree.findings = \"Ctrl-t\"\ntheme = \"<disabled>\"\n";

fn with(text: &str, lang: Lang, size: (u16, u16)) -> Story {
    let mut config = Config::read(text);
    config.check(&["dark".to_owned()]);
    assert_eq!(config.mistakes, []);
    let mut options = options(lang);
    options.keys = config.keymap;
    Story::new(Start::Register(fixture::county()), options, size)
}

#[test]
fn chords_show_how_they_go_on_and_any_other_key_leaves_them() {
    let mut story = with(KEYS, Zh, (120, 36));
    story.keys("jjj").sees("4/9").keys("g").sees("g 之后").sees("收起").sees("Esc 作罢");
    story.keys("<Esc>").misses("g 之后").sees("4/9").keys("gx").sees("g x 没有对应的命令").misses("g 之后");
    story.keys("gc").sees("显示的列").keys("<Esc>").keys("ge").sees("9/9");
    story.keys("<Ctrl-t>").sees("问题清单").keys("gg").sees("1/4").keys("g").misses("收起").keys("g");
    story.keys("T").misses("主题：").keys("?主题").sees("换下一个主题").keys("<Enter>").sees("主题：浅色");
    assert_eq!(story.keys("gq").ended(), None);
    assert_eq!(story.keys("Q").ended(), Some(Exit::Done));
}

#[test]
fn the_hints_and_the_palette_name_the_keys_in_force() {
    let mut story = with("[keys]\ntree.enter = \"F2\"\nundo = \"Ctrl-t\"\nleave = \"<disabled>\"\n", En, (120, 36));
    story.sees("F2 detail").keys("?").sees("F2 ").keys("<Esc>");
    story.keys("2nseen<Enter>me<Enter>").sees("Ctrl-t takes it back").keys("<Ctrl-t>").sees("taken back");
    story.keys("<Esc><Esc>").sees("Q leaves the program");
}
