//! What is tried where the disk does not do as it should.

use std::path::Path;

use super::state::{JOINED, State, members};
use super::{Site, identity, text};

const NOTE: [&str; 8] = ["--by", "团县委", "findings", "note", "no-cadre-branch", "R", "--below", "--text"];

/// What is tried, by name, with the change that it makes.
pub fn deeds(site: &Site, out: &Path, state: &State) -> Vec<(&'static str, Vec<String>, State)> {
    let roster = site.write("next.csv", members(state.version + 1));
    let after = |version: u64, note: Option<&str>| {
        let mut after = State { version, ..state.clone() };
        after.notes.extend(note.map(str::to_owned));
        after
    };
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let same = state.version;
    let joined = if state.joined == "2014-03" { "2014-04" } else { "2014-03" };
    let everybody: Vec<String> = (0..60).map(|n| identity(&format!("#{n}"))).collect();
    let everybody: Vec<&str> = everybody.iter().map(String::as_str).collect();
    let correct = own(&[&["--by", "团县委", "member", "correct"], &everybody[..], &["--joined", joined]].concat());
    let note = "长".repeat(300);
    vec![
        ("note", own(&[&NOTE[..], &[&note]].concat()), after(same, Some(&note))),
        ("correct", correct, State { joined: joined.into(), ..state.clone() }),
        ("import", own(&["import", text(&roster)]), State { joined: JOINED.into(), ..after(same + 1, None) }),
        ("backup", own(&["backup", text(&out.join("copies"))]), after(same, None)),
        ("export", own(&["export", text(&out.join("rosters")), "--reveal", "a test"]), after(same, None)),
        ("look", own(&["stats"]), after(same, None)),
        ("past", own(&["trend", "--of", "members"]), after(same, None)),
    ]
}

/// The seed that a run is asked for, or the usual one.
pub fn seed(usual: u64) -> u64 {
    std::env::var("MINGMAI_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(usual)
}
