//! Ctrl-C: the first one asks the run to stop and clean up, the second ends the program at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that Ctrl-C raises.
///
/// Where no handler can be installed, Ctrl-C ends the program as it always does: earlier results are safe then too,
/// only the partial folder stays behind.
#[must_use]
pub fn flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    let handler = move || {
        if raised.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    // See above: without a handler nothing is lost.
    let _ = ctrlc::set_handler(handler);
    stop
}
