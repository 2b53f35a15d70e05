//! Bytes on their way to the terminal: a frame is one write, and idle is none.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

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

    /// Sends the frame.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub fn send(&self) -> io::Result<()> {
        let inner = &mut *self.0.borrow_mut();
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
