//! The tour is offered once, and leaves nothing behind.

use std::fs;

use crate::common::{Site, text};
use crate::screen::Terminal;
use crate::{SMALL, TREE, county};

#[test]
fn it_is_offered_to_whoever_opens_a_demonstration_for_the_first_time() {
    let site = county();
    let fresh = site.path("fresh");
    let open = || Terminal::with(&site.data(), SMALL, &[], &[("XDG_CONFIG_HOME", text(&fresh))]);
    let mut terminal = open();
    terminal.sees(TREE).sees("五站导览").keys("q").loses("五站导览").keys("q");
    assert_eq!(terminal.ends(), 0);
    let mut terminal = open();
    terminal.sees(TREE).keys("j").sees("2/21");
    assert!(!terminal.screen().contains("五站导览"));
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_tour_of_its_own_is_made_and_removed() {
    let site = Site::new();
    let temp = site.path("temp");
    fs::create_dir(&temp).unwrap();
    let mut terminal = Terminal::with(&site.data(), SMALL, &["tour"], &[("TMPDIR", text(&temp))]);
    terminal.sees_at_last("导览 1/5").keys("l").sees("K 看光标处").keys("K").sees("这些数怎么来的").keys("K");
    terminal.sees("导览 2/5").keys("q").loses("导览 2/5").keys("q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(fs::read_dir(&temp).unwrap().count(), 0);
    assert!(!site.data().exists());
}
