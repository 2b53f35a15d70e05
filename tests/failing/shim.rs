//! A disk that fails: laid under a process with LD_PRELOAD, lets calls on files below a directory fail as a drive, a file system
//! or a network volume makes them fail.
//!
//! Compiled by the test that uses it, as a library of its own. In the environment:
//!
//! ```text
//! MINGMAI_FAIL_UNDER   the directory
//! MINGMAI_FAIL_OPS     which calls count: w write, s sync, t truncate, o open to write, n rename, m mkdir, u unlink, r read, p read of a page by sled
//! MINGMAI_FAIL_AT      which of them fails, from 1; 0 for none
//! MINGMAI_FAIL_HOW     the errno; or "short": half is written
//! MINGMAI_FAIL_ON      there: all that follow fail too
//! MINGMAI_FAIL_LOG     a file that gets a line for each call that counts, with what failed marked
//! ```
//!
//! A read fails only where it comes to the drive: what was read or written once is held in memory.
//!
//! A sync that fails drops what was written to the file since its last sync, as a system may that could not write its pages
//! out; and it is told to whoever syncs the same file through another descriptor next, once, as Linux does.

use std::cell::Cell;
use std::collections::HashSet;
use std::ffi::{CStr, OsStr, c_char, c_int, c_uint, c_void};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::mem::transmute;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

unsafe extern "C" {
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
    fn __errno_location() -> *mut c_int;
}

const EINTR: c_int = 4;
const AT_FDCWD: c_int = -100;
const O_CREAT: c_int = 0o100;
const O_WRONLY: c_int = 0o1;
const O_RDWR: c_int = 0o2;

/// What the environment asks for.
struct Plan {
    under: PathBuf,
    ops: String,
    at: u64,
    on: bool,
    errno: Option<c_int>,
    log: Option<File>,
}

/// Bytes that were written and not synced: the file, the place, what stood there, and how long the file was.
struct Unsynced(PathBuf, u64, Vec<u8>, u64);

#[derive(Default)]
struct State {
    calls: u64,
    unsynced: Vec<Unsynced>,
    /// Syncs that failed through one descriptor and were not told through another yet.
    untold: Vec<(PathBuf, c_int)>,
    told: HashSet<(PathBuf, c_int)>,
    /// Pages of files that are in memory.
    held: HashSet<(PathBuf, u64)>,
}

const PAGE: u64 = 4096;

/// The pages of a file that bytes from a place on are in.
fn pages(at: u64, len: usize) -> std::ops::RangeInclusive<u64> {
    at / PAGE..=(at + len.max(1) as u64 - 1) / PAGE
}

static PLAN: OnceLock<Option<Plan>> = OnceLock::new();
static STATE: Mutex<Option<State>> = Mutex::new(None);

thread_local! {
    /// What this library itself does with files is not counted.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// What becomes of a call.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Goes,
    Fails(c_int),
    Halves,
}

fn plan() -> Option<&'static Plan> {
    let read = || {
        let var = |name: &str| std::env::var(name).ok();
        Some(Plan {
            under: var("MINGMAI_FAIL_UNDER")?.into(),
            ops: var("MINGMAI_FAIL_OPS")?,
            at: var("MINGMAI_FAIL_AT")?.parse().ok()?,
            on: var("MINGMAI_FAIL_ON").is_some(),
            errno: var("MINGMAI_FAIL_HOW").and_then(|how| how.parse().ok()),
            log: var("MINGMAI_FAIL_LOG").and_then(|log| OpenOptions::new().append(true).create(true).open(log).ok()),
        })
    };
    PLAN.get_or_init(read).as_ref()
}

/// Runs something of this library's, unless it is one of those that runs already.
fn apart<T>(usual: T, run: impl FnOnce(&'static Plan, &mut State) -> T) -> T {
    if INSIDE.try_with(|inside| inside.replace(true)).unwrap_or(true) {
        return usual;
    }
    let out = match plan() {
        Some(plan) => {
            let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
            run(plan, state.get_or_insert_default())
        }
        None => usual,
    };
    let _ = INSIDE.try_with(|inside| inside.set(false));
    out
}

fn count(plan: &Plan, state: &mut State, op: char, path: &Path) -> Fate {
    if !path.starts_with(&plan.under) || !plan.ops.contains(op) {
        return Fate::Goes;
    }
    state.calls += 1;
    let mut hit = plan.at > 0 && (state.calls == plan.at || plan.on && state.calls > plan.at);
    // An interrupted call is tried again: if every one were, none would ever be done.
    hit &= plan.errno != Some(EINTR) || state.calls.wrapping_sub(plan.at) % 2 == 0;
    if let Some(mut log) = plan.log.as_ref() {
        let _ = log.write_all(format!("{}{op} {}\n", if hit { "! " } else { "" }, path.display()).as_bytes());
    }
    match plan.errno {
        _ if !hit => Fate::Goes,
        Some(errno) => Fate::Fails(errno),
        None if op == 'w' => Fate::Halves,
        None => Fate::Goes,
    }
}

fn path_of(fd: c_int) -> PathBuf {
    fs::read_link(format!("/proc/self/fd/{fd}")).unwrap_or_default()
}

unsafe fn named(dir: c_int, name: *const c_char) -> PathBuf {
    let name = Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(name) }.to_bytes()));
    let dir = if dir == AT_FDCWD { std::env::current_dir().unwrap_or_default() } else { path_of(dir) };
    dir.join(name)
}

fn fate(op: char, path: impl FnOnce() -> PathBuf) -> Fate {
    apart(Fate::Goes, |plan, state| count(plan, state, op, &path()))
}

fn fail(errno: c_int) -> c_int {
    unsafe { *__errno_location() = errno };
    -1
}

/// The function of a name that this library stands before.
macro_rules! real {
    ($name:ident: $type:ty) => {{
        static REAL: OnceLock<usize> = OnceLock::new();
        let name = concat!(stringify!($name), "\0").as_ptr().cast();
        let found = *REAL.get_or_init(|| unsafe { dlsym(-1isize as *mut c_void, name) } as usize);
        unsafe { transmute::<usize, $type>(found) }
    }};
}

/// Keeps what a write is about to write over; how much of it is to be written.
fn writing(fd: c_int, at: Option<i64>, len: usize) -> Result<usize, c_int> {
    let fate = apart(Fate::Goes, |plan, state| {
        let path = path_of(fd);
        let fate = count(plan, state, 'w', &path);
        if path.starts_with(&plan.under) && plan.ops.contains('r') {
            let place = at.map(|at| at as u64).or_else(|| position(fd)).unwrap_or_default();
            state.held.extend(pages(place, len).map(|page| (path.clone(), page)));
        }
        if path.starts_with(&plan.under) && plan.at > 0 && plan.ops.contains('s') {
            let size = fs::metadata(&path).map_or(0, |meta| meta.len());
            let at = match at {
                Some(at) => at as u64,
                None => position(fd).unwrap_or(size),
            };
            let mut before = vec![0; len.min(size.saturating_sub(at) as usize)];
            let read = File::open(&path).and_then(|file| file.read_exact_at(&mut before, at));
            if read.is_ok() {
                state.unsynced.push(Unsynced(path, at, before, size));
            }
        }
        fate
    });
    match fate {
        Fate::Goes => Ok(len),
        Fate::Fails(errno) => Err(errno),
        Fate::Halves => Ok(len.div_ceil(2)),
    }
}

fn position(fd: c_int) -> Option<u64> {
    let info = fs::read_to_string(format!("/proc/self/fdinfo/{fd}")).ok()?;
    info.lines().find_map(|line| line.strip_prefix("pos:"))?.trim().parse().ok()
}

/// Puts back what stood in a file before what was written to it since it was synced.
fn drop_unsynced(state: &mut State, path: &Path) {
    let (dropped, rest) = std::mem::take(&mut state.unsynced).into_iter().partition(|one| one.0 == path);
    state.unsynced = rest;
    let dropped: Vec<Unsynced> = dropped;
    let Ok(file) = OpenOptions::new().write(true).open(path) else { return };
    for Unsynced(_, at, before, size) in dropped.into_iter().rev() {
        let _ = file.write_all_at(&before, at).and_then(|()| file.set_len(size));
    }
}

fn syncing(fd: c_int) -> Fate {
    apart(Fate::Goes, |plan, state| {
        let path = path_of(fd);
        let mut fate = count(plan, state, 's', &path);
        let other = state.untold.iter().position(|(untold, by)| *untold == path && *by != fd);
        if let (Fate::Goes, Some(other), Some(errno)) = (fate, other, plan.errno) {
            state.untold.remove(other);
            return Fate::Fails(errno);
        }
        match fate {
            Fate::Fails(errno) if errno != EINTR => {
                drop_unsynced(state, &path);
                if state.told.insert((path.clone(), fd)) {
                    state.untold.push((path, fd));
                }
            }
            Fate::Goes => state.unsynced.retain(|one| one.0 != path),
            _ => fate = Fate::Fails(EINTR),
        }
        fate
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn write(fd: c_int, data: *const c_void, len: usize) -> isize {
    match writing(fd, None, len) {
        Ok(len) => real!(write: extern "C" fn(c_int, *const c_void, usize) -> isize)(fd, data, len),
        Err(errno) => fail(errno) as isize,
    }
}

#[repr(C)]
struct Part {
    base: *const c_void,
    len: usize,
}

#[unsafe(no_mangle)]
unsafe extern "C" fn writev(fd: c_int, parts: *const Part, count: c_int) -> isize {
    // The first that holds anything, and whoever calls comes again for the rest.
    let parts = unsafe { std::slice::from_raw_parts(parts, count.max(0) as usize) };
    parts.iter().find(|part| part.len > 0).map_or(0, |part| unsafe { write(fd, part.base, part.len) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn pwrite64(fd: c_int, data: *const c_void, len: usize, at: i64) -> isize {
    match writing(fd, Some(at), len) {
        Ok(len) => real!(pwrite64: extern "C" fn(c_int, *const c_void, usize, i64) -> isize)(fd, data, len, at),
        Err(errno) => fail(errno) as isize,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn pwrite(fd: c_int, data: *const c_void, len: usize, at: i64) -> isize {
    unsafe { pwrite64(fd, data, len, at) }
}

fn reading(fd: c_int, at: Option<i64>, len: usize) -> Fate {
    apart(Fate::Goes, |plan, state| {
        let path = path_of(fd);
        if !path.starts_with(&plan.under) || !plan.ops.contains('r') {
            return Fate::Goes;
        }
        let size = fs::metadata(&path).map_or(0, |meta| meta.len());
        let place = at.map(|at| at as u64).or_else(|| position(fd)).unwrap_or_default();
        let wanted: Vec<_> =
            pages(place, len.min(size.saturating_sub(place) as usize)).map(|page| (path.clone(), page)).collect();
        if place >= size || wanted.iter().all(|page| state.held.contains(page)) {
            return Fate::Goes;
        }
        let fate = count(plan, state, 'r', &path);
        if fate == Fate::Goes {
            state.held.extend(wanted);
        }
        fate
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn read(fd: c_int, data: *mut c_void, len: usize) -> isize {
    match reading(fd, None, len) {
        Fate::Fails(errno) => fail(errno) as isize,
        _ => real!(read: extern "C" fn(c_int, *mut c_void, usize) -> isize)(fd, data, len),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn pread64(fd: c_int, data: *mut c_void, len: usize, at: i64) -> isize {
    // sled reads a page by its head, and its log otherwise.
    let page = len == 128 && fate('p', || path_of(fd)) != Fate::Goes;
    let fate = if page {
        plan().and_then(|plan| plan.errno).map_or(Fate::Goes, Fate::Fails)
    } else {
        reading(fd, Some(at), len)
    };
    match fate {
        Fate::Fails(errno) => fail(errno) as isize,
        _ => real!(pread64: extern "C" fn(c_int, *mut c_void, usize, i64) -> isize)(fd, data, len, at),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn fsync(fd: c_int) -> c_int {
    match syncing(fd) {
        Fate::Fails(errno) => fail(errno),
        _ => real!(fsync: extern "C" fn(c_int) -> c_int)(fd),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn fdatasync(fd: c_int) -> c_int {
    match syncing(fd) {
        Fate::Fails(errno) => fail(errno),
        _ => real!(fdatasync: extern "C" fn(c_int) -> c_int)(fd),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn sync_file_range(fd: c_int, at: i64, len: i64, flags: c_uint) -> c_int {
    match fate('s', || path_of(fd)) {
        // It waits and is never interrupted.
        Fate::Fails(errno) if errno != EINTR => fail(errno),
        _ => real!(sync_file_range: extern "C" fn(c_int, i64, i64, c_uint) -> c_int)(fd, at, len, flags),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ftruncate64(fd: c_int, len: i64) -> c_int {
    match fate('t', || path_of(fd)) {
        Fate::Fails(errno) => fail(errno),
        _ => real!(ftruncate64: extern "C" fn(c_int, i64) -> c_int)(fd, len),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn openat64(dir: c_int, name: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    let op = if flags & (O_CREAT | O_WRONLY | O_RDWR) != 0 { 'o' } else { '-' };
    match fate(op, || unsafe { named(dir, name) }) {
        Fate::Fails(errno) => fail(errno),
        _ => real!(openat64: extern "C" fn(c_int, *const c_char, c_int, c_uint) -> c_int)(dir, name, flags, mode),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn open64(name: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    unsafe { openat64(AT_FDCWD, name, flags, mode) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn open(name: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    unsafe { openat64(AT_FDCWD, name, flags, mode) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    let fate = apart(Fate::Goes, |plan, state| {
        let (old, new) = unsafe { (named(AT_FDCWD, from), named(AT_FDCWD, to)) };
        let fate = count(plan, state, 'n', &new);
        if fate == Fate::Goes {
            for one in &mut state.unsynced {
                one.0 = one.0.strip_prefix(&old).map_or_else(|_| one.0.clone(), |rest| new.join(rest));
            }
        }
        fate
    });
    match fate {
        Fate::Fails(errno) => fail(errno),
        _ => real!(rename: extern "C" fn(*const c_char, *const c_char) -> c_int)(from, to),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn mkdir(name: *const c_char, mode: c_uint) -> c_int {
    match fate('m', || unsafe { named(AT_FDCWD, name) }) {
        Fate::Fails(errno) => fail(errno),
        _ => real!(mkdir: extern "C" fn(*const c_char, c_uint) -> c_int)(name, mode),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn unlinkat(dir: c_int, name: *const c_char, flags: c_int) -> c_int {
    match fate('u', || unsafe { named(dir, name) }) {
        Fate::Fails(errno) => fail(errno),
        _ => real!(unlinkat: extern "C" fn(c_int, *const c_char, c_int) -> c_int)(dir, name, flags),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn unlink(name: *const c_char) -> c_int {
    match fate('u', || unsafe { named(AT_FDCWD, name) }) {
        Fate::Fails(errno) => fail(errno),
        _ => real!(unlink: extern "C" fn(*const c_char) -> c_int)(name),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rmdir(name: *const c_char) -> c_int {
    match fate('u', || unsafe { named(AT_FDCWD, name) }) {
        Fate::Fails(errno) => fail(errno),
        _ => real!(rmdir: extern "C" fn(*const c_char) -> c_int)(name),
    }
}
