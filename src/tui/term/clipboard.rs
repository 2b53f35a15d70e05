//! Text for the clipboard of the operator's terminal, however many machines lie between.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Host;

/// The longest text in bytes: terminals take sequences of up to 100,000.
pub const LONGEST: usize = 74_994;
/// The longest piece that GNU screen hands on.
const PIECE: usize = 240;
/// How long tmux may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// The sequence that hands a text to the terminal, OSC 52; the caller keeps to [`LONGEST`].
pub fn sequence(text: &str, host: Host) -> Vec<u8> {
    let whole = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    if !host.screen {
        return whole.into_bytes();
    }
    // GNU screen drops what it does not know unless it is wrapped, and only so much in one wrapping.
    let mut out = Vec::new();
    for piece in whole.as_bytes().chunks(PIECE) {
        out.extend_from_slice(b"\x1bP");
        out.extend_from_slice(piece);
        out.extend_from_slice(b"\x1b\\");
    }
    out
}

/// Hands a text to tmux, which hands it on to the terminal it is shown in; for worker threads.
///
/// # Errors
/// No tmux, one that does not know how (before 3.2), or one that does not answer.
pub fn to_tmux(text: &str) -> io::Result<()> {
    let mut child = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let given = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
    let until = Instant::now() + PATIENCE;
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return given,
            Some(status) => return Err(io::Error::other(status.to_string())),
            None if Instant::now() > until => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(io::ErrorKind::TimedOut.into());
            }
            None => thread::sleep(Duration::from_millis(2)),
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |n: usize| u32::from(three.get(n).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for n in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * n) & 63) as usize];
            out.push(if n > three.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_for_whoever_hands_it_on() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("团委", "5Zui5aeU")] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
        assert_eq!(sequence("foo", Host::default()), b"\x1b]52;c;Zm9v\x07");
        let screen = Host { screen: true, ..Host::default() };
        assert_eq!(sequence("foo", screen), b"\x1bP\x1b]52;c;Zm9v\x07\x1b\\");
        let long = sequence(&"团".repeat(300), screen);
        assert!(long.windows(2).filter(|two| two == b"\x1bP").count() == 6 && long.ends_with(b"\x07\x1b\\"));
        assert!(sequence(&"x".repeat(LONGEST), Host::default()).len() <= 100_000);
    }
}
