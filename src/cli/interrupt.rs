//! Being stopped: Ctrl-C, SIGTERM of a queue or a container, SIGHUP of a closed window.
//!
//! The first one asks the command to stop and clean up, the second ends the program at once. Simulating notices within
//! milliseconds; whatever else takes long is ended by a watch after half a second, which removes the partial folder itself.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::{register, register_conditional_shutdown, register_usize};

use super::terminal;
use crate::report::folder::Partial;

/// How often the watch looks.
const PACE: Duration = Duration::from_millis(50);
/// How long a command may take to stop by itself.
const GRACE: Duration = Duration::from_millis(500);

/// What asks the program to stop.
#[cfg(unix)]
const SIGNALS: &[i32] = &[SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const SIGNALS: &[i32] = &[SIGINT, SIGTERM];

/// The signal that asked the program to stop; 0 for none.
static SIGNAL: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);
/// Whether somebody has begun to say goodbye.
static LEAVING: AtomicBool = AtomicBool::new(false);

/// The exit status of a program that was asked to stop: 128 and the number of the signal, as shells have it.
#[must_use]
pub fn status() -> u8 {
    let signal = SIGNAL.load(Ordering::Relaxed);
    128 + if signal == 0 { SIGINT as u8 } else { signal as u8 }
}

/// A flag that a signal raises.
///
/// Where no handler can be installed, the signal ends the program as it always does: earlier results are safe then too,
/// and the next run removes the partial folder.
#[must_use]
pub fn flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let ignored = ignored();
    // `nohup` and `&` of a script ask for some to be ignored.
    for &signal in SIGNALS.iter().filter(|signal| ignored >> (**signal - 1) & 1 == 0) {
        // In this order, so that the second one ends the program.
        let _ = register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop));
        let _ = register_usize(signal, Arc::clone(&SIGNAL), signal as usize);
        let _ = register(signal, Arc::clone(&stop));
    }
    stop
}

/// Signals this process was started to ignore, a bit for each.
#[cfg(target_os = "linux")]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// Signals this process was started to ignore; here nobody says.
#[cfg(not(target_os = "linux"))]
fn ignored() -> u64 {
    0
}

/// Ends the program half a second after the flag was raised, unless it has ended or its results are in their places.
pub fn watch(stop: &Arc<AtomicBool>, partial: Partial, message: impl Fn() -> String + Send + 'static) {
    let stop = Arc::clone(stop);
    std::thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            std::thread::sleep(PACE);
        }
        std::thread::sleep(GRACE);
        if partial.abandon_when(leave) {
            terminal::tell(&message());
            std::process::exit(status().into());
        }
    });
}

/// Raises the flag when the program that started this one is gone, as if it had passed on a signal to stop.
#[cfg(unix)]
pub fn end_with_parent(stop: &Arc<AtomicBool>) {
    let (stop, parent) = (Arc::clone(stop), std::os::unix::process::parent_id());
    // `nohup` asks to outlive it.
    if ignored() & 1 == 1 {
        return;
    }
    std::thread::spawn(move || {
        while std::os::unix::process::parent_id() == parent {
            std::thread::sleep(PACE);
        }
        SIGNAL.store(SIGTERM as usize, Ordering::Relaxed);
        stop.store(true, Ordering::Relaxed);
    });
}

/// Elsewhere a process does not know who started it.
#[cfg(not(unix))]
pub fn end_with_parent(_: &Arc<AtomicBool>) {}

/// Whether the caller is the one who says goodbye; the other one waits for the end.
#[must_use]
pub fn leave() -> bool {
    !LEAVING.swap(true, Ordering::Relaxed)
}
