//! Ctrl-C, or being told to end: a file that is half written goes with the run.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// How shells know a run that was interrupted.
const INTERRUPTED: i32 = 130;

static HALF: Mutex<Option<PathBuf>> = Mutex::new(None);
static HEEDED: Once = Once::new();

/// A file that is being written, under a name that it does not keep.
pub struct Half(());

impl Half {
    /// From here on the file goes where the run is interrupted, until this is dropped.
    pub fn written(path: &Path) -> Half {
        HEEDED.call_once(|| {
            // Where nobody can be told of an interruption the run just ends, as all others do.
            let _ = ctrlc::set_handler(|| {
                if let Some(half) = half().take() {
                    let _ = std::fs::remove_file(half);
                }
                std::process::exit(INTERRUPTED);
            });
        });
        *half() = Some(path.into());
        Half(())
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        half().take();
    }
}

fn half() -> MutexGuard<'static, Option<PathBuf>> {
    HALF.lock().unwrap_or_else(PoisonError::into_inner)
}
