//! Bytes on their way to the terminal: a frame is one write, and idle is none.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// The least frame: nothing was painted.
const NOTHING: &[u8] = b"\x1b[?2026h\x1b[?2026l";

/// Collects a frame and sends it in one piece; a clone writes into the same frame.
#[derive(Clone)]
pub struct Output(Rc<RefCell<Inner>>);

struct Inner {
    frame: Vec<u8>,
    to: Box<dyn Write>,
    sent: u64,
}

impl Output {
    /// To anything.
    pub fn new(to: impl Write + 'static) -> Self {
        Self(Rc::new(RefCell::new(Inner { frame: Vec::with_capacity(64 << 10), to: Box::new(to), sent: 0 })))
    }

    /// To standard output, past the line buffer that would cut a frame into pieces.
    ///
    /// # Errors
    /// No descriptor left.
    pub fn stdout() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            let stdout = io::stdout().as_fd().try_clone_to_owned()?;
            Ok(Self::new(std::fs::File::from(stdout)))
        }
        #[cfg(not(unix))]
        Ok(Self::new(io::stdout()))
    }

    /// Sends the frame; one in which nothing was painted is none.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub fn send(&self) -> io::Result<()> {
        let inner = &mut *self.0.borrow_mut();
        if inner.frame.is_empty() || inner.frame == NOTHING {
            inner.frame.clear();
            return Ok(());
        }
        inner.sent += inner.frame.len() as u64;
        let sent = inner.to.write_all(&inner.frame).and_then(|()| inner.to.flush());
        inner.frame.clear();
        sent
    }

    /// How many bytes have been sent.
    pub fn sent(&self) -> u64 {
        self.0.borrow().sent
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    // The painter flushes twice a frame; only `send` may.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Keeps what it is given, a piece a write.
    #[derive(Clone, Default)]
    pub struct Kept(Rc<RefCell<Vec<Vec<u8>>>>);

    impl Kept {
        /// All of it.
        pub fn text(&self) -> String {
            String::from_utf8(self.0.borrow().concat()).unwrap()
        }

        /// All of it, and forgets it.
        pub fn take(&self) -> String {
            let text = self.text();
            self.0.borrow_mut().clear();
            text
        }

        /// How many writes there were.
        pub fn writes(&self) -> usize {
            self.0.borrow().len()
        }
    }

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_one_write_and_nothing_is_none() {
        let kept = Kept::default();
        let output = Output::new(kept.clone());
        let mut out = output.clone();
        write!(out, "\x1b[?2026h").unwrap();
        write!(out, "x").unwrap();
        out.flush().unwrap();
        write!(out, "\x1b[?2026l").unwrap();
        output.send().unwrap();
        assert_eq!((kept.writes(), output.sent()), (1, 17));
        out.write_all(NOTHING).unwrap();
        output.send().unwrap();
        output.send().unwrap();
        assert_eq!((kept.writes(), output.sent()), (1, 17));
    }
}
