//! Worker threads: one for what is quick, one for what may take seconds, one for what writes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::tui::app::{Exit, Job, Lane, Msg};

/// The threads; dropping them waits a little for the work under way, so that the register is closed in order.
pub struct Workers {
    lanes: Option<[Sender<Job>; Lane::ALL.len()]>,
    ended: Receiver<()>,
}

/// The longest that leaving waits for work under way.
const PATIENCE: Duration = Duration::from_secs(1);

impl Workers {
    /// Starts the threads.
    ///
    /// # Errors
    /// No thread to be had.
    pub fn start(send: &Sender<Msg>) -> std::io::Result<Self> {
        let (end, ended) = channel();
        let lane = |name: &str| {
            let (jobs, todo) = channel::<Job>();
            let (send, end) = (send.clone(), end.clone());
            thread::Builder::new().name(name.into()).spawn(move || {
                for job in todo {
                    if !do_job(job, &send) {
                        break;
                    }
                }
                let _ = end.send(());
            })?;
            std::io::Result::Ok(jobs)
        };
        Ok(Self {
            lanes: Some([lane(Lane::Quick.name())?, lane(Lane::Slow.name())?, lane(Lane::Acting.name())?]),
            ended,
        })
    }

    /// Hands a piece of work over.
    pub fn take(&self, job: Job) {
        if let Some(lanes) = &self.lanes {
            let _ = lanes[job.ticket.slot().lane() as usize].send(job);
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.lanes = None;
        let until = Instant::now() + PATIENCE;
        for _ in Lane::ALL {
            let _ = self.ended.recv_timeout(until.saturating_duration_since(Instant::now()));
        }
    }
}

fn do_job(job: Job, send: &Sender<Msg>) -> bool {
    let Job { ticket, run } = job;
    let tell = |answer| drop(send.send(Msg::Answer(ticket.clone(), answer)));
    match catch_unwind(AssertUnwindSafe(|| run(&ticket, &tell))) {
        Ok(answer) => {
            tell(answer);
            true
        }
        // The hook has given the terminal back and told what happened.
        Err(_) => {
            let _ = send.send(Msg::End(Exit::Panicked));
            false
        }
    }
}
