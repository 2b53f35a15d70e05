//! What only a real terminal shows: order after a panic, one frame a burst, silence when idle. `tests/terminal` has the rest.
//!
//! The test program starts itself in a pseudo terminal and runs [`child`] there.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};

use crate::tui::{Options, Start, fixture, run};

const PATIENCE: Duration = Duration::from_secs(60);
const LEFT: &str = "\x1b[?1049l";

#[test]
#[ignore = "runs inside the pseudo terminal of the other tests"]
fn child() {
    let options = Options::from_env(|name| std::env::var(name).ok());
    let source = match std::env::var("MINGMAI_CHILD").as_deref() {
        Ok("panics") => fixture::panics(),
        _ => fixture::county(),
    };
    let exit = run(Start::Register(source), &options).unwrap();
    std::process::exit(i32::from(exit.code()));
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    raw: String,
}

impl Terminal {
    fn open(kind: &str) -> (PtyPair, CommandBuilder) {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "tui::tests::pty::child", "--ignored", "--nocapture", "--test-threads=1"]);
        for (name, value) in [("LANG", "zh_CN.UTF-8"), ("TERM", "xterm-256color"), ("MINGMAI_CHILD", kind)] {
            command.env(name, value);
        }
        command.env_remove("LC_ALL");
        command.env_remove("NO_COLOR");
        (pair, command)
    }

    fn start(kind: &str) -> Self {
        let (pair, command) = Self::open(kind);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 65536];
            while let Ok(n @ 1..) = reader.read(&mut chunk) {
                if send.send(chunk[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(cells(24), cells(80), 0);
        Self { master: Some(pair.master), writer: Some(writer), child, bytes, screen, raw: String::new() }
    }

    fn take(&mut self, wait: Duration) {
        if let Ok(chunk) = self.bytes.recv_timeout(wait) {
            self.screen.process(&chunk);
            let text = String::from_utf8_lossy(&chunk);
            // The one question the program asks: where a glyph of ambiguous width has put the cursor.
            if text.contains("\x1b[6n") {
                self.keys("\x1b[1;2R");
            }
            self.raw.push_str(&text);
        }
    }

    fn keys(&mut self, keys: &str) {
        if let Some(writer) = &mut self.writer {
            writer.write_all(keys.as_bytes()).unwrap();
            writer.flush().unwrap();
        }
    }

    // Until half a second has brought nothing.
    fn settles(&mut self) {
        let mut before = usize::MAX;
        while before != self.raw.len() {
            before = self.raw.len();
            self.take(Duration::from_millis(500));
        }
    }

    #[track_caller]
    fn sees(&mut self, text: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.screen.screen().contents().contains(text) {
            assert!(Instant::now() < until, "{text} is not on\n{}", self.screen.screen().contents());
            self.take(Duration::from_millis(20));
        }
    }

    #[track_caller]
    fn ends(&mut self) -> u32 {
        let until = Instant::now() + PATIENCE;
        loop {
            self.take(Duration::from_millis(20));
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(chunk) = self.bytes.recv_timeout(Duration::from_millis(50)) {
                    self.raw.push_str(&String::from_utf8_lossy(&chunk));
                }
                return status.exit_code();
            }
            assert!(Instant::now() < until, "still running");
        }
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(self.child.process_id().unwrap() as i32).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }
}

#[test]
fn a_panic_on_a_worker_ends_the_program_in_order() {
    let mut terminal = Terminal::start("panics");
    assert_eq!(terminal.ends(), 101);
    let left = terminal.raw.find(LEFT).unwrap();
    assert!(terminal.raw[left..].contains("made up to panic"), "told after the screen was given back");
}

#[test]
fn idle_is_silent_and_a_burst_is_one_frame() {
    let mut terminal = Terminal::start("county");
    terminal.sees("青禾团县委");
    terminal.settles();
    let before = terminal.raw.len();
    terminal.take(Duration::from_millis(700));
    assert_eq!(terminal.raw.len(), before, "idle sends nothing");
    terminal.keys(&"\x1b[B".repeat(8));
    terminal.sees("9/9");
    let frames = terminal.raw[before..].matches("\x1b[?2026h").count();
    assert!(frames <= 4, "{frames} frames for eight keys at once");
    terminal.keys("/\x1b[200~高三(2)\x1b[201~");
    terminal.sees("找到 1");
    let (row, column) = terminal.screen.screen().cursor_position();
    assert!(!terminal.screen.screen().hide_cursor() && (row, column) != (0, 0));
    terminal.keys("\x07");
    if let Some(master) = &terminal.master {
        master.resize(PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 }).unwrap();
    }
    terminal.screen.screen_mut().set_size(cells(36), cells(120));
    terminal.sees("书记入驻");
    terminal.keys("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn stops_and_continues() {
    use rustix::process::Signal;
    let mut terminal = Terminal::start("county");
    terminal.sees("青禾团县委");
    terminal.keys("\x1a");
    let until = Instant::now() + PATIENCE;
    while !terminal.raw.contains(LEFT) && Instant::now() < until {
        terminal.take(Duration::from_millis(20));
    }
    assert!(terminal.raw.contains(LEFT));
    // The screen is given back before the process stops: it may be continued a little too early.
    while !terminal.screen.screen().contents().contains("青禾团县委") && Instant::now() < until {
        terminal.signal(Signal::CONT);
        terminal.take(Duration::from_millis(50));
    }
    terminal.sees("青禾团县委");
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);
}
