//! Every way out frees the register, and who cannot come in is told why.

use rustix::process::Signal;

use crate::screen::{LEFT, Terminal};
use crate::{MIDDLE, SMALL, TREE, county};

fn reopens(data: &std::path::Path) {
    let mut terminal = Terminal::open(data, SMALL);
    terminal.sees(TREE).keys("q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_dropped_line_frees_the_register() {
    let site = county();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees(TREE).hang_up();
    assert_eq!(terminal.ends(), 129);
    assert_eq!(site.code(&["stats"]), 0);
    reopens(&site.data());
}

#[test]
fn signals_give_terminal_and_register_back() {
    let site = county();
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let mut terminal = Terminal::open(&site.data(), MIDDLE);
        terminal.sees(TREE).signal(signal);
        assert_eq!(terminal.ends(), code);
        assert!(terminal.raw().contains(LEFT), "{signal:?}");
        assert_eq!(site.code(&["stats"]), 0);
    }
    reopens(&site.data());
}

#[test]
fn a_line_dropped_while_the_register_is_opened_frees_it_too() {
    let site = county();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees("命脉").signal(Signal::HUP);
    assert_eq!(terminal.ends(), 129);
    reopens(&site.data());
}

#[test]
fn a_second_process_is_told_who_holds_the_register() {
    let site = county();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees(TREE);
    let process = terminal.process().to_string();
    let output = site.run(&["stats"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains(&process));

    let mut second = Terminal::open(&site.data(), SMALL);
    assert_eq!(second.ends(), 4);
    let raw = second.raw();
    let left = raw.find(LEFT).unwrap();
    assert!(raw[left..].contains(&process), "told after the screen was given back: {raw}");
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);
    reopens(&site.data());
}

#[test]
fn a_register_that_cannot_be_opened_ends_the_program_with_its_reason() {
    let site = county();
    std::fs::write(site.data().join("format"), "mingmai 9").unwrap();
    let mut terminal = Terminal::open(&site.data(), SMALL);
    assert_eq!(terminal.ends(), 1);
    let raw = terminal.raw();
    assert!(raw[raw.find(LEFT).unwrap()..].contains("mingmai 9"));
}
