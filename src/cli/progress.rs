//! How far a long run has come, for somebody who watches; and the end of one that is interrupted.

use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// Work that is done in less time needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar on standard error, once the work has taken a while, and never in a pipe.
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: AtomicBool,
}

impl Progress {
    /// A bar for so many files. None is drawn where reports themselves go to the same terminal.
    pub(super) fn new(files: usize, report_is_watched: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        let template = "{bar:30} {pos}/{len} files, {rate} a second, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
                // A bar that cannot be written is no reason to stop.
                let _ = write!(out, "{:.0}", state.per_sec());
            }));
        }
        let never = report_is_watched || !io::stderr().is_terminal();
        Progress { bar, started: Instant::now(), shown: AtomicBool::new(never) }
    }

    /// One more file is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
        if self.started.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Whether the user has asked to stop. The first Ctrl-C lets the files in hand be finished; the
/// second ends the program at once.
pub(super) fn interruption() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&asked);
    // Without a handler, Ctrl-C ends the program at once, which is no reason not to begin.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
    asked
}

/// Leaves Ctrl-C to the process that started this one.
pub(super) fn ignore_interruptions() {
    let _ = ctrlc::set_handler(|| {});
}
