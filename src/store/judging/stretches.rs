//! All organisations on every core.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Result, anyhow};

/// Goes through all organisations on every core, a stretch at a time, and gives what each stretch gave, in order.
pub(super) fn in_stretches<T: Send>(
    len: usize,
    progress: &(dyn Fn(f32) + Sync),
    gather: impl Fn(Range<usize>) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let threads = thread::available_parallelism().map_or(1, |n| n.get()).min(8);
    let step = len.div_ceil(threads * 8).max(1);
    let stretches: Vec<_> = (0..len).step_by(step).map(|first| first..(first + step).min(len)).collect();
    let next = AtomicUsize::new(0);
    let mut parts: Vec<(usize, T)> = thread::scope(|scope| {
        let work = || -> Result<Vec<(usize, T)>> {
            let mut done = Vec::new();
            loop {
                let turn = next.fetch_add(1, Ordering::Relaxed);
                let Some(range) = stretches.get(turn) else { return Ok(done) };
                done.push((turn, gather(range.clone())?));
                progress((turn + 1) as f32 / stretches.len() as f32);
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_fold(Vec::new(), |mut all, worker| {
            all.extend(worker.join().map_err(|_| anyhow!("a judging thread stopped"))??);
            Ok::<_, anyhow::Error>(all)
        })
    })?;
    parts.sort_unstable_by_key(|(turn, _)| *turn);
    Ok(parts.into_iter().map(|(_, part)| part).collect())
}
