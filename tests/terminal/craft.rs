//! The terminal itself: its clipboard, the operator's editor, slow lines, stopping and going on, what cannot be worked in.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::common::Site;
use crate::screen::{BEGIN, LEFT, Terminal};
use crate::{MIDDLE, SMALL, TREE, county};

const PATIENCE: Duration = Duration::from_secs(60);

fn script(site: &Site, name: &str, lines: &str) -> PathBuf {
    let folder = site.dir.path().join("bin");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn with_path(script: &Path) -> String {
    format!("{}:{}", script.parent().unwrap().display(), std::env::var("PATH").unwrap())
}

#[test]
fn a_name_goes_to_the_clipboard_of_the_terminal() {
    let site = county();
    let mut terminal = Terminal::with(&site.data(), MIDDLE, &[], &[("TMUX", ""), ("STY", "")]);
    terminal
        .sees(TREE)
        .keys("y")
        .sees("发往终端的剪贴板")
        .sees("组织名称")
        .keys("\r")
        .sees("已发往终端的剪贴板：组织名称");
    // The words that every name of the register begins with.
    let raw = terminal.raw();
    assert!(raw.contains("\x1b]52;c;5YWx6Z2S5Zui"), "共青团 in base 64");
    assert!(!terminal.screen().contains("已复制"));
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);

    let mut inside = Terminal::with(&site.data(), MIDDLE, &[], &[("TMUX", ""), ("STY", "7.pts-1")]);
    inside.sees(TREE).keys("y").sees("组织名称").keys("\r").sees("已发往终端的剪贴板");
    assert!(inside.raw().contains("\x1bP\x1b]52;c;5YWx6Z2S5Zui"), "wrapped for GNU screen");
}

#[test]
fn inside_of_tmux_it_goes_through_tmux_where_that_knows_how() {
    let site = county();
    let kept = site.dir.path().join("kept");
    let tmux = script(&site, "tmux", &format!("echo \"$@\" > {0}.args; cat > {0}", kept.display()));
    let path = with_path(&tmux);
    let env = [("TMUX", "/nowhere,1,0"), ("PATH", path.as_str())];
    let mut terminal = Terminal::with(&site.data(), MIDDLE, &[], &env);
    terminal.sees(TREE).keys("y").sees("组织名称").keys("\r").sees("已经 tmux 发往终端的剪贴板：组织名称");
    assert!(fs::read_to_string(&kept).unwrap().starts_with("共青团"));
    assert_eq!(fs::read_to_string(kept.with_extension("args")).unwrap(), "load-buffer -w -\n");
    assert!(!terminal.raw().contains("\x1b]52;"));
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);

    script(&site, "tmux", "echo unknown option >&2; exit 1");
    let mut terminal = Terminal::with(&site.data(), MIDDLE, &[], &env);
    terminal.sees(TREE).keys("y").sees("组织名称").keys("\r").sees("已发往终端的剪贴板：组织名称");
    assert!(terminal.raw().contains("\x1b]52;c;"));
}

#[test]
fn a_note_is_written_in_the_operators_editor() {
    let site = county();
    let told = site.dir.path().join("told");
    // The editor reads from the terminal itself: what is typed while it runs is its own.
    let lines = "stat -c '%a' \"$1\" \"$(dirname \"$1\")\" > TOLD; echo \"$1\" >> TOLD; cat \"$1\" >> TOLD\n\
                 echo EDITING; read -r line </dev/tty; printf '%s\\n第二行\\n' \"$line\" > \"$1\"";
    let editor = script(&site, "editor", &lines.replace("TOLD", &told.display().to_string()));
    let env = [("VISUAL", ""), ("EDITOR", editor.to_str().unwrap()), ("XDG_RUNTIME_DIR", "")];
    let mut terminal = Terminal::with(&site.data(), MIDDLE, &[], &env);
    terminal.sees(TREE).keys("2").sees("1/").keys("n").sees("编辑器").keys("已电话").sees("已电话");
    terminal.keys("\x18").sees("EDITING");
    assert!(terminal.raw().contains(LEFT), "the terminal is given back first");
    terminal.keys("催办三次jjq\r").sees("催办三次jjq 第二行").sees("编辑器");
    let told = fs::read_to_string(told).unwrap();
    let mut lines = told.lines();
    assert_eq!((lines.next(), lines.next()), (Some("600"), Some("700")));
    let file = PathBuf::from(lines.next().unwrap());
    assert_eq!(lines.next(), Some("已电话"));
    assert!(!file.exists() && !file.parent().unwrap().exists(), "nothing is left behind");
    // Keys are the program's again.
    terminal.keys("，完").sees("第二行，完").keys("\x1b").loses("第二行").keys("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn an_editor_that_is_not_there_or_fails_says_so() {
    let site = county();
    for (editor, said) in [("", "没有设置编辑器"), ("false", "没有正常结束"), ("no-such-editor", "没有正常结束")]
    {
        let env = [("VISUAL", ""), ("EDITOR", editor)];
        let mut terminal = Terminal::with(&site.data(), MIDDLE, &[], &env);
        terminal.sees(TREE).keys("2").sees("1/").keys("n").sees("编辑器").keys("原文").sees("原文");
        terminal.keys("\x18").sees(said).sees("原文").keys("\x1b").loses("原文").keys("Q");
        assert_eq!(terminal.ends(), 0);
    }
}

#[test]
fn stopping_gives_the_terminal_back_and_going_on_paints_all_anew() {
    let site = county();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees(TREE).keys("jj").sees("3/21");
    let state = |terminal: &Terminal| {
        let stat = fs::read_to_string(format!("/proc/{}/stat", terminal.process())).unwrap();
        stat.rsplit(") ").next().unwrap().chars().next().unwrap()
    };
    for ask in ["key", "signal"] {
        let before = terminal.raw().len();
        match ask {
            "key" => terminal.keys("\x1a"),
            _ => terminal.signal(Signal::TSTP),
        };
        let until = Instant::now() + PATIENCE;
        while state(&terminal) != 'T' {
            assert!(Instant::now() < until, "not stopped by {ask}");
            std::thread::yield_now();
        }
        terminal.signal(Signal::CONT).sees("3/21").until("a frame", |_| true);
        terminal.keys("k").sees("2/21").keys("j").sees("3/21");
        let raw = &terminal.raw()[before..];
        let left = raw.find(LEFT).unwrap();
        let after = &raw[left..];
        assert!(after.contains("\x1b[?1049h") && after.contains("组织树"), "everything is painted anew after {ask}");
    }
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_slow_line_gets_fewer_bytes_and_a_mark_for_the_row_chosen() {
    let site = county();
    let cost = |args: &[&str]| {
        let mut terminal = Terminal::with(&site.data(), MIDDLE, args, &[]);
        terminal.sees(TREE);
        let first = terminal.raw().len();
        for row in 2..12 {
            terminal.keys("j").sees(&format!(" {row}/21"));
        }
        let moved = terminal.raw().len() - first;
        terminal.keys("2").sees("1/").keys("jjj").sees("4/");
        let bytes = terminal.raw().len();
        let marks = terminal.screen().lines().filter(|line| line.starts_with('>')).count();
        terminal.keys("Q");
        assert_eq!(terminal.ends(), 0);
        (moved, bytes, marks)
    };
    let (full, spare) = (cost(&[]), cost(&["--low-bandwidth"]));
    assert!(spare.0 * 5 < full.0, "ten keys: {} bytes, {} on a slow line", full.0, spare.0);
    assert!(spare.1 * 2 < full.1, "all in all: {} bytes, {} on a slow line", full.1, spare.1);
    assert_eq!((full.2, spare.2), (0, 1));
}

#[test]
fn by_the_environment_too_and_without_colours_in_the_body() {
    let site = county();
    let mut terminal = Terminal::with(&site.data(), MIDDLE, &[], &[("MINGMAI_LOW_BANDWIDTH", "1")]);
    terminal.sees(TREE).keys("j").sees("2/21");
    for row in 1..MIDDLE.1 - 1 {
        for column in 0..MIDDLE.0 {
            let cell = terminal.cell(row, column);
            let plain = cell.fgcolor() == vt100::Color::Default && cell.bgcolor() == vt100::Color::Default;
            assert!(plain && !cell.inverse() && !cell.bold(), "row {row}, column {column}");
        }
    }
    // One pane at a time; the other is a key away.
    assert!(!terminal.screen().contains("书记入驻"));
    terminal.keys("\r").sees("书记入驻");
}

#[cfg(target_os = "linux")]
#[test]
fn a_frame_is_one_write() {
    let site = county();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees(TREE).keys("2").sees("1/").keys("1").sees(TREE);
    terminal.quiet();
    let writes = |terminal: &Terminal| {
        // The thread that paints has the number of the process.
        let process = terminal.process();
        let io = fs::read_to_string(format!("/proc/{process}/task/{process}/io")).unwrap();
        let line = io.lines().find_map(|line| line.strip_prefix("syscw: ")).unwrap();
        line.parse::<usize>().unwrap()
    };
    let frames = |terminal: &Terminal| terminal.raw().matches(BEGIN).count();
    let before = (writes(&terminal), frames(&terminal));
    for row in 2..10 {
        terminal.keys("j").sees(&format!(" {row}/21"));
    }
    terminal.keys("/zs").sees("找到").keys("\x1b").loses("找到");
    terminal.quiet();
    let after = (writes(&terminal), frames(&terminal));
    assert!(after.1 >= before.1 + 10);
    assert_eq!(after.0 - before.0, after.1 - before.1, "writes and frames");
}

#[test]
fn a_window_being_dragged_is_painted_a_few_times_and_keeps_its_row() {
    let site = county();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees(TREE).keys("jjjj").sees("5/21");
    terminal.quiet();
    let before = terminal.raw().matches(BEGIN).count();
    for step in 0..60u16 {
        terminal.resize((100 + step % 40, 24 + step % 13));
    }
    terminal.resize(SMALL).until("the last size", |screen| {
        screen.lines().count() == usize::from(SMALL.1) && screen.contains("5/21") && !screen.contains("书记入驻")
    });
    let frames = terminal.raw().matches(BEGIN).count() - before;
    assert!(frames <= 10, "{frames} frames for sixty sizes");
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn what_cannot_be_worked_in_is_told() {
    let site = county();
    let mut dumb = Terminal::with(&site.data(), SMALL, &[], &[("TERM", "dumb")]);
    assert_eq!(dumb.ends(), 2);
    assert!(dumb.raw().contains("TERM=dumb") && !dumb.raw().contains("\x1b["), "{}", dumb.raw());
    let mut console = Terminal::with(&site.data(), MIDDLE, &[], &[("TERM", "linux")]);
    console.sees(TREE).sees("Linux console cannot draw Han").sees("Organisations").keys("y");
    console.sees("the Linux console has no clipboard").keys("q");
    assert_eq!(console.ends(), 0);
    let mut foreign = Terminal::with(&site.data(), MIDDLE, &[], &[("LC_ALL", "zh_CN.GBK")]);
    foreign.sees(TREE).sees("locale is not UTF-8").sees("Organisations").sees("+");
}

/// `MINGMAI_IDLE_MINUTE=1 cargo test --test terminal idle_minute -- --nocapture`
#[test]
fn an_idle_minute_sends_nothing() {
    if std::env::var_os("MINGMAI_IDLE_MINUTE").is_none() {
        return;
    }
    let site = county();
    for args in [&[][..], &["--low-bandwidth"][..]] {
        let mut terminal = Terminal::with(&site.data(), MIDDLE, args, &[]);
        terminal.sees(TREE);
        terminal.quiet();
        let before = terminal.raw().len();
        terminal.waits(Duration::from_secs(60));
        let bytes = terminal.raw().len() - before;
        println!("bytes in an idle minute {args:?}: {bytes}");
        assert_eq!(bytes, 0);
    }
}
