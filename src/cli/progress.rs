//! The progress bar: on the terminal only, never where output is piped.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::Format;

/// A progress bar, or nothing where nobody looks.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Starts without a length.
    pub fn start(format: Format) -> Progress {
        let bar = ProgressBar::new_spinner();
        // indicatif draws nothing where standard error is no terminal; nor should it where the output
        // is piped.
        let watched = format == Format::Text && std::io::stdout().is_terminal();
        bar.set_draw_target(if watched {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        });
        Progress { bar }
    }

    /// Names a stage of unknown length.
    pub fn stage(&self, name: &'static str) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}…") {
            self.bar.set_style(style);
        }
        self.bar.set_message(name);
        self.bar
            .enable_steady_tick(std::time::Duration::from_millis(120));
    }

    /// Starts a stage of known length; the function given back counts one step.
    pub fn count(&self, name: &'static str, steps: usize) -> impl Fn() + Sync + use<> {
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}") {
            self.bar.set_style(style.progress_chars("█▉ "));
        }
        self.bar.set_message(name);
        self.bar.set_length(steps as u64);
        self.bar.set_position(0);
        let bar = self.bar.clone();
        move || bar.inc(1)
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
