//! Many files on few threads, handed on in the order in which they were named.
//!
//! Reading a file and rendering it are two steps, because between them stands one that has to happen
//! in order: whether an earlier file says the same. Threads take whatever is next of either; the
//! caller writes what is ready. Nobody runs further ahead than a window, in files and in what they
//! weigh, so memory does not grow with the number of files, and no thread waits for the slowest of a
//! batch.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::{Error, settings};

/// Files in hand for each thread: enough that a slow one holds nobody up.
const WINDOW: usize = 16;
/// What files in hand may weigh together, in bytes, before no further one is begun.
const HEAVIEST: usize = 64 << 20;

/// What is done with every item.
pub(super) trait Work: Sync {
    /// What comes in.
    type Item: Sync;
    /// An item after the first step.
    type Read: Send;
    /// An item after the last step.
    type Done: Send;
    /// What each thread has for itself.
    type Hand;

    /// Gets a thread ready.
    ///
    /// # Errors
    /// It cannot be, and nothing can be done.
    fn hand(&self) -> Result<Self::Hand, Error>;
    /// The first step, on any thread.
    fn read(&self, hand: &mut Self::Hand, item: &Self::Item) -> Self::Read;
    /// The step between, in order, one item at a time. It should take no time.
    fn settle(&self, item: &Self::Item, read: &mut Self::Read);
    /// The last step, on any thread.
    fn render(&self, hand: &mut Self::Hand, item: &Self::Item, read: Self::Read) -> Self::Done;
    /// What an item holds of memory after the first step, in bytes, roughly.
    fn weight(&self, read: &Self::Read) -> usize;
}

/// What the caller is told of.
pub(super) enum Event<D> {
    /// The next item in order is ready.
    Done(D),
    /// Nothing is ready; what was written may be passed on.
    Idle,
}

/// Works on `items` with so many threads and hands the results to `write` in their order. Once `stop`
/// is set no further item is begun. Returns how many were.
///
/// # Errors
/// A thread could not be started or made ready, or `write` failed.
pub(super) fn run<W: Work>(
    work: &W,
    items: &[W::Item],
    threads: NonZeroUsize,
    stop: &AtomicBool,
    mut write: impl FnMut(Event<W::Done>) -> Result<(), Error>,
) -> Result<usize, Error> {
    let threads = threads.get().min(items.len());
    let shared = Shared {
        work,
        items,
        stop,
        window: WINDOW * threads,
        state: Mutex::new(State::default()),
        ready: Condvar::new(),
        changed: Condvar::new(),
    };
    std::thread::scope(|scope| {
        // Whatever ends this, no thread may go on waiting.
        let _over = Over(&shared);
        for _ in 0..threads {
            let thread = std::thread::Builder::new().stack_size(settings::STACK);
            thread
                .spawn_scoped(scope, || shared.labour())
                .map_err(|error| Error::Told(format!("threads could not be started: {error}")))?;
        }
        let mut passed_on = true;
        loop {
            let mut state = shared.lock();
            if let Some(error) = state.failed.take() {
                return Err(error);
            }
            if let Some(Slot::Done(_)) = state.slots.front() {
                let Some(Slot::Done(done)) = state.pop() else { continue };
                drop(state);
                shared.changed.notify_all();
                write(Event::Done(done))?;
                passed_on = false;
            } else if shared.is_done(&state) {
                return Ok(state.begun);
            } else if passed_on {
                drop(shared.ready.wait(state).unwrap_or_else(PoisonError::into_inner));
            } else {
                drop(state);
                write(Event::Idle)?;
                passed_on = true;
            }
        }
    })
}

/// Where an item is on its way.
enum Slot<R, D> {
    /// A thread has it, in either step.
    InHand,
    /// It waits for those before it.
    Read(R),
    /// It waits for a thread to render it.
    Settled(R),
    /// It waits to be written.
    Done(D),
}

/// The items in hand. `slots[0]` is the next to be written.
struct State<R, D> {
    slots: VecDeque<Slot<R, D>>,
    /// What each of them weighs, and all together.
    weights: VecDeque<usize>,
    weight: usize,
    /// Items begun, settled and written so far.
    begun: usize,
    settled: usize,
    written: usize,
    over: bool,
    failed: Option<Error>,
}

impl<R, D> Default for State<R, D> {
    fn default() -> Self {
        State {
            slots: VecDeque::new(),
            weights: VecDeque::new(),
            weight: 0,
            begun: 0,
            settled: 0,
            written: 0,
            over: false,
            failed: None,
        }
    }
}

impl<R, D> State<R, D> {
    /// Takes the next item to be written.
    fn pop(&mut self) -> Option<Slot<R, D>> {
        self.weight -= self.weights.pop_front().unwrap_or(0);
        self.written += 1;
        self.slots.pop_front()
    }

    /// The place of an item that is in hand.
    fn slot(&mut self, at: usize) -> &mut Slot<R, D> {
        let place = at - self.written;
        &mut self.slots[place]
    }

    /// Puts down what an item weighs now.
    fn weigh(&mut self, at: usize, weight: usize) {
        let old = &mut self.weights[at - self.written];
        self.weight = self.weight - *old + weight;
        *old = weight;
    }
}

/// What a thread does next.
enum Task<R> {
    Read(usize),
    Render(usize, R),
    Nothing,
}

/// What the threads share.
struct Shared<'a, W: Work> {
    work: &'a W,
    items: &'a [W::Item],
    stop: &'a AtomicBool,
    window: usize,
    state: Mutex<State<W::Read, W::Done>>,
    /// Something was done that the writer may wait for.
    ready: Condvar,
    /// Something was done that a thread may wait for.
    changed: Condvar,
}

impl<W: Work> Shared<'_, W> {
    fn lock(&self) -> MutexGuard<'_, State<W::Read, W::Done>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(
        &self,
        state: MutexGuard<'s, State<W::Read, W::Done>>,
    ) -> MutexGuard<'s, State<W::Read, W::Done>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether no further item will be begun.
    fn is_closed(&self, state: &State<W::Read, W::Done>) -> bool {
        state.begun == self.items.len() || self.stop.load(Ordering::Relaxed)
    }

    /// Whether all is done that will be.
    fn is_done(&self, state: &State<W::Read, W::Done>) -> bool {
        self.is_closed(state) && state.slots.is_empty()
    }

    /// The next task; waits for one.
    fn task(&self) -> Task<W::Read> {
        let mut state = self.lock();
        loop {
            if state.over || self.is_done(&state) {
                return Task::Nothing;
            }
            // What is settled comes first: it is what the writer waits for, and what frees memory.
            let ready = state.slots.iter().position(|slot| matches!(slot, Slot::Settled(_)));
            if let Some(place) = ready {
                let taken = std::mem::replace(&mut state.slots[place], Slot::InHand);
                if let Slot::Settled(read) = taken {
                    return Task::Render(state.written + place, read);
                }
            }
            // The very next item may always be begun, or nobody ever could go on.
            let is_room = state.slots.len() < self.window && state.weight < HEAVIEST;
            if !self.is_closed(&state) && (is_room || state.slots.is_empty()) {
                let at = state.begun;
                state.begun += 1;
                state.slots.push_back(Slot::InHand);
                state.weights.push_back(0);
                return Task::Read(at);
            }
            state = self.wait(state);
        }
    }

    /// Puts down an item after the first step, and settles all whose turn has come.
    fn put_read(&self, at: usize, read: W::Read) {
        let weight = self.work.weight(&read);
        let mut state = self.lock();
        state.weigh(at, weight);
        *state.slot(at) = Slot::Read(read);
        while state.settled < state.begun {
            let turn = state.settled;
            let taken = std::mem::replace(state.slot(turn), Slot::InHand);
            let Slot::Read(mut read) = taken else {
                *state.slot(turn) = taken;
                break;
            };
            self.work.settle(&self.items[turn], &mut read);
            *state.slot(turn) = Slot::Settled(read);
            state.settled += 1;
        }
    }

    /// What a thread does until nothing is left.
    fn labour(&self) {
        let over = Over(self);
        let mut hand = match self.work.hand() {
            Ok(hand) => hand,
            Err(error) => {
                self.lock().failed.get_or_insert(error);
                return;
            }
        };
        loop {
            match self.task() {
                Task::Read(at) => {
                    let read = self.work.read(&mut hand, &self.items[at]);
                    self.put_read(at, read);
                    self.changed.notify_all();
                }
                Task::Render(at, read) => {
                    let done = self.work.render(&mut hand, &self.items[at], read);
                    *self.lock().slot(at) = Slot::Done(done);
                    self.ready.notify_one();
                }
                Task::Nothing => break,
            }
        }
        std::mem::forget(over);
        self.wake_all();
    }

    /// Wakes whoever waits: it is over.
    fn wake_all(&self) {
        self.changed.notify_all();
        self.ready.notify_all();
    }
}

/// Ends the work when it is dropped, as when a thread panics: the others must not wait for it.
struct Over<'a, 's, W: Work>(&'a Shared<'s, W>);

impl<W: Work> Drop for Over<'_, '_, W> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.over = true;
        if std::thread::panicking() {
            let message = "resumelint failed; please report it".to_owned();
            state.failed.get_or_insert(Error::Told(message));
        }
        drop(state);
        self.0.wake_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::time::Duration;

    use super::*;

    /// Numbers that take longer the smaller they are; counts how many are held at once.
    struct Numbers {
        held: AtomicUsize,
        most_held: AtomicUsize,
        settled: Mutex<Vec<usize>>,
        weight: usize,
    }

    impl Numbers {
        fn weighing(weight: usize) -> Self {
            Numbers {
                held: AtomicUsize::new(0),
                most_held: AtomicUsize::new(0),
                settled: Mutex::default(),
                weight,
            }
        }
    }

    impl Work for Numbers {
        type Item = usize;
        type Read = usize;
        type Done = usize;
        type Hand = ();

        fn hand(&self) -> Result<(), Error> {
            Ok(())
        }

        fn read(&self, (): &mut (), item: &usize) -> usize {
            let held = self.held.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_held.fetch_max(held, Ordering::SeqCst);
            if item.is_multiple_of(50) {
                std::thread::sleep(Duration::from_millis(5));
            }
            *item
        }

        fn settle(&self, item: &usize, _: &mut usize) {
            self.settled.lock().expect("no thread panics").push(*item);
        }

        fn render(&self, (): &mut (), _: &usize, read: usize) -> usize {
            read * 2
        }

        fn weight(&self, _: &usize) -> usize {
            self.weight
        }
    }

    /// What is written for `count` numbers, and the most that were held at once.
    fn written(count: usize, threads: usize, weight: usize) -> (Vec<usize>, usize) {
        let items: Vec<usize> = (0..count).collect();
        let work = Numbers::weighing(weight);
        let mut written = Vec::new();
        let threads = NonZeroUsize::new(threads).expect("at least one");
        let begun = run(&work, &items, threads, &AtomicBool::new(false), |event| {
            if let Event::Done(done) = event {
                written.push(done);
                work.held.fetch_sub(1, Ordering::SeqCst);
            }
            Ok(())
        });
        assert!(matches!(begun, Ok(begun) if begun == count));
        let settled = work.settled.into_inner().expect("no thread panics");
        assert_eq!(settled, items, "the step between happens in order");
        (written, work.most_held.into_inner())
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        let expected: Vec<usize> = (0..1_000).map(|n| n * 2).collect();
        for threads in [1, 2, 7] {
            assert_eq!(written(1_000, threads, 1).0, expected);
        }
        assert!(written(0, 3, 1).0.is_empty());
    }

    #[test]
    fn what_is_held_at_once_does_not_grow_with_the_number_of_items() {
        let (_, held) = written(2_000, 3, 1);
        assert!(held <= WINDOW * 3 + 1, "{held}");
        let (all, held) = written(200, 3, HEAVIEST);
        assert_eq!(all.len(), 200);
        assert!(held <= 4, "{held} heavy ones were held");
    }

    #[test]
    fn a_stop_lets_what_was_begun_be_written() {
        let items: Vec<usize> = (0..10_000).collect();
        let stop = AtomicBool::new(false);
        let mut written = Vec::new();
        let begun = run(&Numbers::weighing(1), &items, NonZeroUsize::MIN, &stop, |event| {
            if let Event::Done(done) = event {
                written.push(done);
                stop.store(written.len() >= 5, Ordering::Relaxed);
            }
            Ok(())
        });
        let begun = begun.unwrap_or_default();
        assert!((5..100).contains(&begun), "{begun}");
        assert_eq!(written.len(), begun);
    }

    #[test]
    fn a_failing_writer_ends_the_work() {
        let items: Vec<usize> = (0..10_000).collect();
        let stop = AtomicBool::new(false);
        let threads = NonZeroUsize::new(2).expect("two");
        let result = run(&Numbers::weighing(1), &items, threads, &stop, |_| {
            Err(Error::Told("full".to_owned()))
        });
        assert!(result.is_err());
    }
}
