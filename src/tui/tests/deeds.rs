//! Doing things to rows, from the key to the line that says it is saved, and back.

use crate::lang::Lang::{En, Zh};
use crate::tui::story::{Story, county};

const WIDE: (u16, u16) = (120, 36);

/// On the members of 石桥社区团支部.
fn members(story: &mut Story) -> &mut Story {
    story.keys("/石桥<Enter><Enter>")
}

#[test]
fn a_member_is_added_and_taken_back() {
    let mut story = county(Zh, WIDE);
    members(&mut story).sees("团员 12").sees("1/12");
    story.keys("a").sees("录入团员 · 石桥社区团支部").sees("1/23").keys("卜文");
    story.keys("<Tab><Tab>4499012001010100<Tab>").sees("身份证号").keys("<Ctrl-s>");
    story.keys("<Ctrl-u>449901200101010012").sees("录入团员");
}

#[test]
fn debug_screens() {
    let mut story = county(Zh, WIDE);
    members(&mut story);
    story.keys("d");
    println!("{}", story.screen());
    story.keys("bd");
    println!("{}", story.screen());
    story.keys("<Enter>");
    println!("{}", story.screen());
    story.keys("<Ctrl-s>");
    println!("{}", story.screen());
    story.keys("石岐区<Tab><Enter><Enter><Enter><Enter>");
    println!("{}", story.screen());
    let mut story = county(En, WIDE);
    members(&mut story).keys("<Space><Space>d");
    println!("{}", story.screen());
}
