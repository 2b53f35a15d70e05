//! A passphrase asked for at a terminal: set, refused, taken, and never on the screen.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::common::Site;
use crate::screen::Terminal;
use crate::{MIDDLE, TREE};

const PASSPHRASE: &str = "三月的雨 in march";

fn sealed() -> Site {
    let site = Site::new();
    let mut terminal = Terminal::with(&site.data(), MIDDLE, &["init"], &[]);
    terminal.sees("新口令").keys(&format!("{PASSPHRASE}x\x7f\r")).sees("再输一遍").keys(&format!("{PASSPHRASE}\r"));
    terminal.sees("恢复码");
    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.raw().contains("march") && !terminal.raw().contains("三月"));
    site
}

#[test]
fn the_right_passphrase_opens_the_screen_and_shows_nowhere() {
    let site = sealed();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees("口令").keys("not this one\r").sees("不对").keys(&format!("{PASSPHRASE}\r"));
    terminal.sees("命脉").loses("正在打开").keys("q");
    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.raw().contains("march") && !terminal.raw().contains("not this"));
}

#[test]
fn three_wrong_ones_are_the_end_and_giving_up_is_too() {
    let site = sealed();
    let begun = Instant::now();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    for _ in 0..3 {
        terminal.sees("口令").keys("not this one\r");
    }
    assert_eq!(terminal.ends(), 1);
    assert!(begun.elapsed() > Duration::from_secs(7));
    assert!(!terminal.screen().contains(TREE));
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees("口令").keys("\x03");
    assert_eq!(terminal.ends(), 130);
}

#[test]
fn enter_alone_leaves_a_register_unsealed() {
    let site = Site::new();
    let mut terminal = Terminal::with(&site.data(), MIDDLE, &["init"], &[]);
    terminal.sees("新口令").keys("\r").sees("没有加密");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(site.code(&["stats"]), 0);
}

#[test]
fn a_signal_while_it_asks_gives_the_terminal_back() {
    let site = sealed();
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        for args in [&[][..], &["stats"], &["operators", "passphrase", "keeper"]] {
            let mut terminal = Terminal::with(&site.data(), MIDDLE, args, &[]);
            terminal.sees("口令").keys("half a pass");
            assert!(!terminal.echoes());
            terminal.signal(signal);
            assert_eq!(terminal.ends(), code, "{args:?}");
            assert!(terminal.echoes(), "{signal:?} {args:?}");
        }
    }
}

#[test]
fn once_it_has_asked_a_signal_ends_it_as_ever() {
    let site = sealed();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees("口令").keys(&format!("{PASSPHRASE}\r")).sees("命脉").loses("正在打开").signal(Signal::TERM);
    assert_eq!(terminal.ends(), 143);
    assert!(terminal.raw().contains(crate::screen::LEFT) && terminal.echoes());
}
