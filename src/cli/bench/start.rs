//! From the start of the process to the first frame, and to the tree.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};

use super::super::args::Site;
use super::super::{output, terminal};
use super::{own, stages};
use crate::store::DataDir;
use crate::tui::bench_start;

/// How many processes are started.
const STARTS: usize = 7;
const WINDOW: (u16, u16) = (120, 36);

/// Starts processes and prints the median; the terminal's own part, some system calls, is left out.
pub fn figures(data: &DataDir) -> Result<()> {
    let mut times: [Vec<Duration>; 2] = Default::default();
    for _ in 0..STARTS {
        let since = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros().to_string();
        let done = own(data)?.args(["bench", "--stage", "start", "--since", &since]).output()?;
        ensure!(done.status.success(), "the start failed: {}", String::from_utf8_lossy(&done.stderr));
        let told = String::from_utf8(done.stdout)?;
        for (times, told) in times.iter_mut().zip(told.split_whitespace()) {
            times.push(Duration::from_micros(told.parse().with_context(|| told.to_owned())?));
        }
    }
    let [first, tree] = times.each_mut().map(|times| stages::ms(stages::quantile(times, 0.5)));
    output::line(&format!("start of the process to the first frame: {first}, to the tree: {tree} (median of {STARTS})"))
}

/// One start, in a process of its own: prints microseconds since it was begun.
pub fn measured(site: &Site, since: u64) -> Result<()> {
    let begun = UNIX_EPOCH + Duration::from_micros(since);
    let [first, tree] = bench_start(terminal::start(site), &terminal::look(site), WINDOW)?;
    let micros = |at: SystemTime| at.duration_since(begun).unwrap_or_default().as_micros();
    output::line(&format!("{} {}", micros(first), micros(tree)))
}
