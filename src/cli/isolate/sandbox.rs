//! How a worker process shuts itself in before it sees a file: limits of memory and processor time,
//! and no way to any file, socket or other process. What the system does not offer is told of.

use serde::{Deserialize, Serialize};

use crate::cli::limits::WorkerLimits;

/// How far something is enforced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Guard {
    /// The system enforces it.
    Enforced,
    /// The system enforces a part of it.
    Partly,
    /// The system does not offer it.
    NotAvailable,
}

impl Guard {
    fn name(self) -> &'static str {
        match self {
            Guard::Enforced => "enforced",
            Guard::Partly => "enforced in part",
            Guard::NotAvailable => "not available on this system",
        }
    }
}

/// How a worker is shut in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    memory: Guard,
    processor_time: Guard,
    files_and_network: Guard,
}

impl State {
    /// Whether all of it is enforced.
    pub(crate) fn is_whole(&self) -> bool {
        [self.memory, self.processor_time, self.files_and_network]
            .iter()
            .all(|guard| *guard == Guard::Enforced)
    }

    /// The state in a line.
    pub(crate) fn told(&self, limits: &WorkerLimits) -> String {
        format!(
            "isolation: memory limit of {} MiB {}; processor time limit of {} s {}; no access to files \
             and network (Landlock) {}",
            limits.memory >> 20,
            self.memory.name(),
            limits.seconds,
            self.processor_time.name(),
            self.files_and_network.name()
        )
    }
}

/// Shuts this process in, for good. Threads that are started afterwards are shut in as well.
pub(super) fn enter(limits: &WorkerLimits) -> State {
    State {
        memory: limit_memory(limits),
        processor_time: allow_time(limits),
        files_and_network: close_doors(),
    }
}

/// Limits the memory that this process can address.
#[cfg(unix)]
fn limit_memory(limits: &WorkerLimits) -> Guard {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let most = Rlimit { current: Some(limits.memory), maximum: Some(limits.memory) };
    if setrlimit(Resource::As, most).is_ok() { Guard::Enforced } else { Guard::NotAvailable }
}

/// Allows this process the time for one more file.
#[cfg(unix)]
pub(super) fn allow_time(limits: &WorkerLimits) -> Guard {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};

    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let until = used.saturating_add(limits.seconds).saturating_add(1);
    let most = Rlimit { current: Some(until), maximum: getrlimit(Resource::Cpu).maximum };
    if setrlimit(Resource::Cpu, most).is_ok() { Guard::Enforced } else { Guard::NotAvailable }
}

/// Takes every way to files, to the network and to other processes from this process.
#[cfg(target_os = "linux")]
fn close_doors() -> Guard {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};

    let abi = ABI::V6;
    let entered = Ruleset::default()
        .handle_access(AccessFs::from_all(abi))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(abi)))
        .and_then(|rules| rules.scope(Scope::from_all(abi)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self);
    match entered.map(|entered| entered.ruleset) {
        Ok(RulesetStatus::FullyEnforced) => Guard::Enforced,
        Ok(RulesetStatus::PartiallyEnforced) => Guard::Partly,
        Ok(RulesetStatus::NotEnforced) | Err(_) => Guard::NotAvailable,
    }
}

/// No such limit is known here.
#[cfg(not(unix))]
fn limit_memory(_: &WorkerLimits) -> Guard {
    Guard::NotAvailable
}

/// No such limit is known here.
#[cfg(not(unix))]
pub(super) fn allow_time(_: &WorkerLimits) -> Guard {
    Guard::NotAvailable
}

/// No such limit is known here.
#[cfg(not(target_os = "linux"))]
fn close_doors() -> Guard {
    Guard::NotAvailable
}
