//! A watch over a worker process: whoever takes too long is ended, whatever it is doing.
//!
//! The thread that asks a worker waits in a read or a write without a limit, which is simple and
//! misses nothing; a second thread keeps the time.

use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use super::{Shared, hold};

/// A watch over one process.
pub(super) struct Watch {
    child: Shared,
    orders: Sender<Option<Duration>>,
    was_late: Arc<AtomicBool>,
}

impl Watch {
    /// Watches a process.
    pub(super) fn over(child: Child) -> Self {
        let child: Shared = Arc::new(std::sync::Mutex::new(Some(child)));
        let was_late = Arc::new(AtomicBool::new(false));
        let (orders, received) = mpsc::channel::<Option<Duration>>();
        let (watched, late) = (Arc::clone(&child), Arc::clone(&was_late));
        std::thread::spawn(move || {
            while let Ok(order) = received.recv() {
                let Some(time) = order else { continue };
                if received.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
                    late.store(true, Ordering::SeqCst);
                    if let Some(child) = hold(&watched).as_mut() {
                        let _ = child.kill();
                    }
                }
            }
        });
        Watch { child, orders, was_late }
    }

    /// Begins to keep the time.
    pub(super) fn begin(&self, time: Duration) {
        let _ = self.orders.send(Some(time));
    }

    /// The process is done in time.
    pub(super) fn end(&self) {
        let _ = self.orders.send(None);
    }

    /// The process, and whether it was ended for taking too long.
    pub(super) fn take(self) -> (Child, bool) {
        let child = hold(&self.child).take().expect("it is taken once, by whoever owns the watch");
        (child, self.was_late.load(Ordering::SeqCst))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // A worker ends when its pipe does; one that is stuck is helped.
        if let Some(mut child) = hold(&self.child).take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
