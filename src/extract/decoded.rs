//! One budget for what all files in hand decode to, so that memory does not grow with `--jobs`.
//!
//! The limits of a file bound what it alone may become. Several at their limits at once would take
//! several times that; a file that does not fit beside the others waits for one of them.

use std::sync::{Condvar, Mutex, PoisonError};

/// What all files of the process may decode to at one time, in bytes: two at the default limit.
const MOST: usize = 512 << 20;

static IN_HAND: Budget = Budget::new(MOST);

/// Takes a share of the process's budget, and waits until there is room for it. A file that is larger
/// than the whole of it is read while no other is.
pub(super) fn hold(bytes: usize) -> Share<'static> {
    IN_HAND.hold(bytes)
}

/// Bytes that may be in hand.
struct Budget {
    most: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

/// A part of a budget, until it is dropped.
pub(super) struct Share<'b> {
    budget: &'b Budget,
    bytes: usize,
}

impl Budget {
    const fn new(most: usize) -> Self {
        Budget { most, used: Mutex::new(0), freed: Condvar::new() }
    }

    fn hold(&self, bytes: usize) -> Share<'_> {
        // A thread that panicked has given its share back while it unwound.
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |used: &mut usize| *used > 0 && used.saturating_add(bytes) > self.most;
        let waited = self.freed.wait_while(used, is_full);
        let mut used = waited.unwrap_or_else(PoisonError::into_inner);
        *used = used.saturating_add(bytes);
        Share { budget: self, bytes }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let mut used = self.budget.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used = used.saturating_sub(self.bytes);
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn together_they_keep_within_the_budget_and_one_that_is_too_large_comes_alone() {
        let budget = Budget::new(100);
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let alone = AtomicUsize::new(0);
        thread::scope(|scope| {
            for bytes in [40, 60, 30, 250, 70, 100, 1, 90, 250, 50] {
                let (budget, now, most, alone) = (&budget, &now, &most, &alone);
                scope.spawn(move || {
                    for _ in 0..200 {
                        let share = budget.hold(bytes);
                        let here = now.fetch_add(bytes, Ordering::SeqCst) + bytes;
                        if bytes <= 100 {
                            most.fetch_max(here, Ordering::SeqCst);
                        } else {
                            alone.fetch_max(here, Ordering::SeqCst);
                        }
                        now.fetch_sub(bytes, Ordering::SeqCst);
                        drop(share);
                    }
                });
            }
        });
        assert_eq!(*budget.used.lock().expect("nobody panicked"), 0);
        assert!(most.into_inner() <= 100);
        assert_eq!(alone.into_inner(), 250);
    }
}
