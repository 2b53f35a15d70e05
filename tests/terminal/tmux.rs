//! The real program in a window of tmux, on a server of its own.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::stories::Desk;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Tmux {
    place: TempDir,
    /// Something was written to the window; closed when the window is.
    written: Receiver<()>,
}

impl Tmux {
    /// Starts the program on a register; nothing where there is no tmux on this machine.
    pub fn open(data: &Path, (columns, rows): (u16, u16)) -> Option<Self> {
        if Command::new("tmux").arg("-V").output().is_err() {
            eprintln!("tmux is not installed (.ci/run installs it): skipped");
            return None;
        }
        let place = tempfile::tempdir().unwrap();
        let pipe = place.path().join("written");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (send, written) = channel();
        let tmux = Self { place, written };
        // The window waits for the pipe: nothing that it shows is missed.
        let begin = tmux.place.path().join("begin");
        assert!(Command::new("mkfifo").arg(&begin).status().unwrap().success());
        let program = format!(
            "read -r _ < '{}'; env -u NO_COLOR XDG_CONFIG_HOME='{}' MINGMAI_DATA='{}' '{}' --lang zh; echo $? > '{}'",
            begin.display(),
            tmux.place.path().join("no-config").display(),
            data.display(),
            env!("CARGO_BIN_EXE_mingmai"),
            tmux.place.path().join("code").display(),
        );
        let (columns, rows) = (columns.to_string(), rows.to_string());
        tmux.run(&["new-session", "-d", "-x", &columns, "-y", &rows, "sh", "-c", &program]);
        // An Esc is a key of its own, not the beginning of another.
        tmux.run(&["set-option", "-g", "status", "off"]);
        tmux.run(&["set-option", "-s", "escape-time", "0"]);
        tmux.run(&["pipe-pane", "-O", &format!("cat > '{}'", pipe.display())]);
        std::thread::spawn(move || {
            let mut from = std::fs::File::open(pipe).unwrap();
            let mut chunk = [0; 65536];
            while let Ok(1..) = from.read(&mut chunk) {
                if send.send(()).is_err() {
                    break;
                }
            }
        });
        std::fs::write(begin, "go\n").unwrap();
        Some(tmux)
    }

    fn try_run(&self, args: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        command.args(["-L", "mingmai", "-f", "/dev/null", "-u"]).args(args);
        command.env("TMUX_TMPDIR", self.place.path()).env("LC_ALL", "C.UTF-8").env_remove("TMUX");
        command.output().unwrap()
    }

    #[track_caller]
    fn run(&self, args: &[&str]) -> String {
        let output = self.try_run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    #[track_caller]
    fn until(&mut self, what: &str, test: impl Fn(&str) -> bool) -> &mut Self {
        let until = Instant::now() + PATIENCE;
        loop {
            let screen = self.run(&["capture-pane", "-p"]);
            if test(&screen) {
                return self;
            }
            let came = self.written.recv_timeout(until.saturating_duration_since(Instant::now()));
            assert!(came.is_ok(), "waited for {what}:\n{screen}");
            // What came meanwhile is on the screen that is looked at next.
            while self.written.try_recv().is_ok() {}
        }
    }
}

impl Desk for Tmux {
    #[track_caller]
    fn keys(&mut self, keys: &str) -> &mut Self {
        for part in keys.split_inclusive(|c: char| c.is_control()) {
            let text = part.trim_end_matches(|c: char| c.is_control());
            if !text.is_empty() {
                self.run(&["send-keys", "-l", "--", text]);
            }
            if let Some(control) = part[text.len()..].bytes().next() {
                self.run(&["send-keys", "-H", &format!("{control:x}")]);
            }
        }
        self
    }

    #[track_caller]
    fn sees(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contains(text))
    }

    #[track_caller]
    fn loses(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| !screen.contains(text))
    }

    fn leaves(&mut self) -> u32 {
        self.keys("Q");
        // The window closes behind the program, and the pipe with it.
        loop {
            match self.written.recv_timeout(PATIENCE) {
                Ok(()) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("still running"),
            }
        }
        std::fs::read_to_string(self.place.path().join("code")).unwrap().trim().parse().unwrap()
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.try_run(&["kill-server"]);
    }
}
