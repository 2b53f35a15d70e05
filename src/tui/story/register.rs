//! Stories on a real register: the demonstration in a directory of its own, through the real desk.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::{Story, options};
use crate::demo::{Demo, Kinds, Scale};
use crate::desk::{Clock, Desk, DeskOptions, make_demo};
use crate::judge::Rules;
use crate::lang::Lang;
use crate::model::{Day, Instant};
use crate::programme::Scheme;
use crate::store::{DataDir, Unwatched};
use crate::tui::{DeskSource, Options, Start};

/// The demonstration county, 1,600 organisations.
pub const COUNTY: Scale = Scale::County;
/// A city with its counties, 11,000 organisations.
pub const CITY: Scale = Scale::City;

static MADE: [OnceLock<tempfile::TempDir>; 2] = [const { OnceLock::new() }; 2];

/// The demonstration as of a day, at work in Chinese in a middling window.
pub fn story(scale: Scale, day: &str) -> Story {
    told(scale, day, options(Lang::Zh), (120, 36))
}

/// The same, with everything else as it is said.
pub fn told(scale: Scale, day: &str, options: Options, size: (u16, u16)) -> Story {
    let (day, present) = (Day::parse(day).unwrap(), Demo::PRESENT);
    let made = MADE[usize::from(matches!(scale, Scale::City))].get_or_init(|| make(scale));
    let place = tempfile::tempdir().unwrap();
    copy(made.path(), place.path());
    // Only at the present can anything be done: there no other instant is asked for.
    let as_of = (day != present).then(|| day.end());
    let rules = Arc::new(Rules::builtin().unwrap());
    // An hour of the working day, for what is recorded.
    let clock = Clock::Fixed(Instant(day.end().0 - 14 * 3600));
    let desk = Desk::open(&DataDir::new(place.path()), DeskOptions { clock, as_of, month: None, rules }).unwrap();
    let source = Arc::new(DeskSource::new(desk, Scheme::builtin().unwrap()));
    Story { _place: Some(place), ..Story::new(Start::Register(source), options, size) }
}

fn make(scale: Scale) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let clock = Clock::Fixed(Demo::PRESENT.end());
    drop(make_demo(&DataDir::new(place.path()), (scale, Kinds::All), 1, clock, &Unwatched).unwrap());
    place
}

// Not the lock: whoever opens the copy makes one.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &there);
        } else if entry.file_name() != "lock" {
            std::fs::copy(entry.path(), there).unwrap();
        }
    }
}
