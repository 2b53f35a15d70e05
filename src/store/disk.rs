//! Between sled and a disk that fails: what sled makes of an error of the disk is damage, a panic, or the end of its log.

use std::any::Any;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

use super::data::OpenError;
use super::trees::{damaged, refused};

/// How much of the log sled writes and reads at a time, in bytes.
const SEGMENT: usize = 2 * 1024 * 1024;
/// How long the head of a segment is: a checksum, where it belongs in the log, and how far the log was then.
const HEAD: usize = 20;
/// How long a database that was just closed is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// A hold on a database that lets go of it last: sled panics where it cannot sync its log when it is closed. What was called
/// saved had been synced before, so that nothing is lost by it.
#[derive(Debug)]
pub(super) struct Closing(Option<sled::Db>);

impl Closing {
    pub fn new(db: &sled::Db) -> Self {
        Self(Some(db.clone()))
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        let db = self.0.take();
        let _ = catch_unwind(AssertUnwindSafe(|| drop(db)));
    }
}

/// What the disk said, where that made sled panic: it is in the message, and nowhere else.
pub fn said_by_disk(message: &str) -> Option<io::Error> {
    let (_, rest) = message.split_once("Os { code: ")?;
    let (code, _) = rest.split_once(',')?;
    Some(io::Error::from_raw_os_error(code.trim().parse().ok()?))
}

/// What the disk said to sled, which repeats it to whoever asks later in words for programmers, without its number.
pub(super) fn as_said(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => {
            let message = error.to_string();
            said_by_disk(&message).unwrap_or_else(|| io::Error::new(error.kind(), message))
        }
    }
}

/// Opens a database, with its log once more; sled's settings are in this one place: segment size and compression can never
/// change for a database once it exists.
pub(super) fn open_sled(path: &Path) -> Result<(sled::Db, File), OpenError> {
    let log = path.join("db");
    let failed = |source| OpenError::Io { path: log.clone(), source };
    legible(path).map_err(failed)?;
    let open = || {
        sled::Config::new()
            .path(path)
            .cache_capacity(32 * 1024 * 1024)
            .flush_every_ms(Some(500))
            .segment_size(SEGMENT)
            .use_compression(false)
            .open()
    };
    // The directory is ours already (see `data.rs`), so a database that is still locked is one that this process has just
    // closed: sled lets go of its file from threads of its own, a moment later.
    let open = || {
        let begun = Stopwatch::now();
        loop {
            match open() {
                Err(sled::Error::Io(error)) if is_locked(&error) && begun.elapsed() < PATIENCE => {
                    thread::sleep(Duration::from_millis(2));
                }
                opened => return opened,
            }
        }
    };
    let db = match catch_unwind(AssertUnwindSafe(open)) {
        Ok(Ok(db)) => db,
        Ok(Err(error @ sled::Error::Io(_))) => return Err(refused(path, error)),
        Err(panic) if disk_in(&*panic).is_some() => return Err(unopened(path, &*panic)),
        // A damaged log can make sled panic as well as fail; either way the snapshot may be the damaged part.
        Ok(Err(sled::Error::Corruption { .. })) | Err(_) if drop_snapshot(path) => {
            legible(path).map_err(failed)?;
            match catch_unwind(AssertUnwindSafe(open)) {
                Ok(Ok(db)) => db,
                Ok(Err(error)) => return Err(refused(path, error)),
                Err(panic) => return Err(unopened(path, &*panic)),
            }
        }
        Ok(Err(error)) => return Err(refused(path, error)),
        Err(panic) => return Err(unopened(path, &*panic)),
    };
    let log = File::open(&log).map_err(failed)?;
    Ok((db, log))
}

fn disk_in(panic: &(dyn Any + Send)) -> Option<io::Error> {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    said.and_then(said_by_disk)
}

fn unopened(path: &Path, panic: &(dyn Any + Send)) -> OpenError {
    match disk_in(panic) {
        Some(source) => OpenError::Io { path: path.to_owned(), source },
        None => damaged(path, &"the log cannot be read"),
    }
}

fn is_locked(error: &io::Error) -> bool {
    error.to_string().contains("could not acquire lock")
}

fn drop_snapshot(path: &Path) -> bool {
    let Ok(entries) = fs::read_dir(path) else { return false };
    entries.flatten().fold(false, |any, entry| {
        let snapshot = entry.file_name().to_string_lossy().starts_with("snap.");
        (snapshot && fs::remove_file(entry.path()).is_ok()) || any
    })
}

/// Reads what sled is about to read of its log: where it cannot read, it takes the log to end and writes zeros over what it
/// has not seen, and a moment's error of the drive would have cost what was saved.
fn legible(path: &Path) -> io::Result<()> {
    let log = match File::open(path.join("db")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        log => log?,
    };
    let from = snapshot_of(path)?;
    let len = log.metadata()?.len();
    let mut segment = Vec::new();
    for at in (0..len).step_by(SEGMENT) {
        let mut head = [0; HEAD];
        let read = read_at(&log, &mut head, at)?;
        // What the snapshot covers is read when it is asked for, and told then.
        if read == HEAD && place_of(&head).is_some_and(|place| place >= from - from % SEGMENT as i64) {
            segment.resize(SEGMENT, 0);
            read_at(&log, &mut segment, at)?;
        }
    }
    Ok(())
}

/// Where a segment belongs in the log, by its head; nothing where that is none.
fn place_of(head: &[u8; HEAD]) -> Option<i64> {
    let (sum, rest) = head.split_first_chunk()?;
    let place = rest.first_chunk()?;
    (u32::from_le_bytes(*sum) == !crc32fast::hash(rest)).then(|| i64::from_le_bytes(*place) ^ i64::MAX)
}

/// How far the last snapshot of a log reaches, which its name says.
fn snapshot_of(path: &Path) -> io::Result<i64> {
    let mut last = 0;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        let place = name.to_str().and_then(|name| name.strip_prefix("snap."));
        if let Some(place) = place.and_then(|place| i64::from_str_radix(place, 16).ok()) {
            // It is read whole as well.
            io::copy(&mut File::open(entry.path())?, &mut io::sink())?;
            last = last.max(place);
        }
    }
    Ok(last)
}

/// Reads as much as there is from a place on.
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    let mut file = file;
    file.seek(SeekFrom::Start(at))?;
    let mut done = 0;
    while done < bytes.len() {
        match file.read(&mut bytes[done..]) {
            Ok(0) => break,
            Ok(read) => done += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// Writes a log that is closed out once more as it reads, and syncs it.
///
/// After a sync that failed a system may show what was written, and take it for written out, without its being on the disk:
/// what is only synced once more then stays away from it for ever.
pub(super) fn write_out(path: &Path) -> io::Result<()> {
    let mut log = OpenOptions::new().read(true).write(true).open(path.join("db"))?;
    let mut bytes = vec![0; SEGMENT];
    let mut at = 0;
    loop {
        let read = read_at(&log, &mut bytes, at)?;
        if read == 0 {
            return log.sync_all();
        }
        log.seek(SeekFrom::Start(at))?;
        log.write_all(&bytes[..read])?;
        at += read as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_written_out_as_it_is_and_its_heads_are_known() {
        let dir = tempfile::tempdir().unwrap();
        let (db, _) = open_sled(dir.path()).unwrap();
        for n in 0..3000u32 {
            db.insert(n.to_be_bytes(), vec![n as u8; 2000]).unwrap();
        }
        db.flush().unwrap();
        drop(db);
        drop(open_sled(dir.path()).unwrap());
        let log = dir.path().join("db");
        let before = fs::read(&log).unwrap();
        let head = |at: usize| place_of(before[at..at + HEAD].try_into().unwrap());
        // Segments come to be used again: where one lies in the file says nothing about where it belongs.
        let places: Vec<i64> = (0..before.len() - HEAD).step_by(SEGMENT).filter_map(head).collect();
        let tip = snapshot_of(dir.path()).unwrap();
        assert!(tip > SEGMENT as i64 && places.contains(&(tip - tip % SEGMENT as i64)), "{tip}: {places:?}");
        assert!(places.iter().all(|place| place % SEGMENT as i64 == 0) && head(7).is_none());
        write_out(dir.path()).unwrap();
        assert!(fs::read(&log).unwrap() == before);
    }

    #[test]
    fn what_the_disk_said_is_read_out_of_a_panic() {
        let error = io::Error::from_raw_os_error(5);
        let message = format!("called `Result::unwrap()` on an `Err` value: {error:?} (logger.rs:467)");
        assert_eq!(said_by_disk(&message).unwrap().raw_os_error(), Some(5));
        for message in ["", "index out of bounds", "Os { code: ", "Os { code: x, kind"] {
            assert!(said_by_disk(message).is_none(), "{message}");
        }
    }
}
