//! The real program in a pseudo terminal, and the screen a person would see.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// What is sent when the screen is given back.
pub const LEFT: &str = "\x1b[?1049l";
/// The beginning of a frame.
pub const BEGIN: &str = "\x1b[?2026h";
/// The end of a frame.
const FRAME: &str = "\x1b[?2026l";
/// Where is the cursor: the one question the program asks.
const QUESTION: &str = "\x1b[6n";

pub struct Terminal {
    line: Option<Line>,
    process: Pid,
    ended: Receiver<u32>,
    bytes: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    size: (u16, u16),
    answered: usize,
    painting: bool,
    raw: Vec<u8>,
}

/// The far end of the pseudo terminal.
struct Line {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    reader: JoinHandle<()>,
    let_go: Arc<AtomicBool>,
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

/// Settings of somebody who was offered the tour before and has settled nothing.
fn settled(data: &Path) -> PathBuf {
    let folder = data.with_file_name("settled");
    std::fs::create_dir_all(folder.join("mingmai")).unwrap();
    std::fs::write(folder.join("mingmai/seen"), "tour\n").unwrap();
    folder
}

impl Terminal {
    /// Starts the program on a register, in Chinese, in a window of so many columns and rows.
    pub fn open(data: &Path, size: (u16, u16)) -> Self {
        Self::with(data, size, &[], &[])
    }

    pub fn with(data: &Path, size: (u16, u16), args: &[&str], env: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_mingmai"));
        command.args(args);
        for name in ["NO_COLOR", "LANG", "LC_MESSAGES", "COLORTERM"] {
            command.env_remove(name);
        }
        command.env("MINGMAI_DATA", data);
        command.env("XDG_CONFIG_HOME", settled(data));
        for (name, value) in [("LC_ALL", "zh_CN.UTF-8"), ("TERM", "xterm-256color")].iter().chain(env) {
            command.env(name, value);
        }
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let process = Pid::from_raw(child.process_id().unwrap() as i32).unwrap();
        let (end, ended) = channel();
        std::thread::spawn(move || end.send(child.wait().unwrap().exit_code()));

        let (send, bytes) = channel();
        let let_go = Arc::new(AtomicBool::new(false));
        let mut from = pair.master.try_clone_reader().unwrap();
        let stop = Arc::clone(&let_go);
        let reader = std::thread::spawn(move || {
            let mut chunk = [0; 65536];
            while let Ok(n @ 1..) = from.read(&mut chunk) {
                if stop.load(Ordering::SeqCst) || send.send(chunk[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(cells(size.1), cells(size.0), 0);
        let line = Some(Line { master: pair.master, writer, reader, let_go });
        Self { line, process, ended, bytes, parser, size, answered: 0, painting: false, raw: Vec::new() }
    }

    pub fn process(&self) -> u32 {
        self.process.as_raw_nonzero().get() as u32
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    pub fn cell(&self, row: u16, column: u16) -> &vt100::Cell {
        self.parser.screen().cell(row, column).unwrap()
    }

    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.raw).into_owned()
    }

    /// Whether the terminal shows what is typed, as a shell left it.
    pub fn echoes(&self) -> bool {
        const ECHO: u64 = 0o10;
        let modes = self.line.as_ref().unwrap().master.get_termios().unwrap();
        u64::from(modes.local_flags.bits()) & ECHO != 0
    }

    /// What was on screen when the first frame was complete.
    pub fn first_frame(&self) -> String {
        let raw = self.raw();
        let end = raw.find(FRAME).unwrap();
        let mut parser = vt100::Parser::new(cells(self.size.1), cells(self.size.0), 0);
        parser.process(&raw.as_bytes()[..end]);
        parser.screen().contents()
    }

    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let line = self.line.as_mut().unwrap();
        line.writer.write_all(keys.as_bytes()).unwrap();
        line.writer.flush().unwrap();
        self
    }

    // Takes in what comes next; false when nothing comes by then.
    fn take(&mut self, until: Instant) -> bool {
        let Ok(chunk) = self.bytes.recv_timeout(until.saturating_duration_since(Instant::now())) else { return false };
        self.parser.process(&chunk);
        self.raw.extend(chunk);
        // Half a frame is nothing that a person sees.
        let (begun, done) = (self.last(BEGIN), self.last(FRAME));
        self.painting = begun > done;
        let asked = self.raw.windows(QUESTION.len()).filter(|window| *window == QUESTION.as_bytes()).count();
        if asked > self.answered && self.line.is_some() {
            self.answered = asked;
            self.keys("\x1b[1;2R");
        }
        true
    }

    /// Waits until a text is on screen.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contains(text))
    }

    /// The same where a register has to be made first.
    #[track_caller]
    pub fn sees_at_last(&mut self, text: &str) -> &mut Self {
        self.within(12 * PATIENCE, text, |screen| screen.contains(text))
    }

    /// Waits until a text is no longer on screen.
    #[track_caller]
    pub fn loses(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| !screen.contains(text))
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    pub fn until(&mut self, what: &str, test: impl Fn(&str) -> bool) -> &mut Self {
        self.within(PATIENCE, what, test)
    }

    #[track_caller]
    fn within(&mut self, patience: Duration, what: &str, test: impl Fn(&str) -> bool) -> &mut Self {
        let until = Instant::now() + patience;
        while self.painting || !test(&self.screen()) {
            let came = self.take(until);
            assert!(came, "waited for {what}:\n{}", self.screen());
        }
        self
    }

    /// Takes in what comes until nothing has come for half a second.
    pub fn quiet(&mut self) {
        while self.take(Instant::now() + Duration::from_millis(500)) {}
    }

    /// Takes in what comes for so long.
    pub fn waits(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while self.take(until) {}
    }

    fn last(&self, mark: &str) -> Option<usize> {
        self.raw.windows(mark.len()).rposition(|window| window == mark.as_bytes())
    }

    pub fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.line.as_ref().unwrap().master.resize(pty_size(size)).unwrap();
        self.parser.screen_mut().set_size(cells(size.1), cells(size.0));
        self.size = size;
        self
    }

    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.process, signal).unwrap();
        self
    }

    /// Drops the line, as a lost connection does.
    pub fn hang_up(&mut self) -> &mut Self {
        let Line { master, mut writer, reader, let_go } = self.line.take().unwrap();
        // The reader lets go of its end at the next byte, and another language is sure to be one.
        let_go.store(true, Ordering::SeqCst);
        writer.write_all(b"L").unwrap();
        reader.join().unwrap();
        drop((writer, master));
        self
    }

    /// Waits for the end and gives the exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        let code = self.ended.recv_timeout(PATIENCE).expect("still running");
        // What it wrote last; the line ends with the process.
        while self.take(Instant::now() + PATIENCE) {}
        code
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.ended.try_recv().is_err() {
            let _ = kill_process(self.process, Signal::KILL);
        }
    }
}
