//! The progress bar: on the terminal only, never where output is piped.

use std::fmt::Write;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::output::Format;

/// From so many steps on it is told how fast they go and how long the rest takes.
const MANY: usize = 2_000;

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

    /// Names a stage of unknown length; past some seconds it is told how long it has taken.
    pub fn stage(&self, name: &'static str) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}…{taken}") {
            self.bar.set_style(style.with_key("taken", taken));
        }
        self.bar.reset_elapsed();
        self.bar.set_message(name);
        self.bar.enable_steady_tick(Duration::from_millis(120));
    }

    /// Starts a stage of known length; the function given back counts one step.
    pub fn count(&self, name: &'static str, steps: usize) -> impl Fn() + Sync + use<> {
        let template = match steps >= MANY {
            true => "{msg} [{bar:30}] {pos}/{len}{rate}",
            false => "{msg} [{bar:30}] {pos}/{len}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            let style = style.with_key("rate", rate);
            self.bar.set_style(style.progress_chars("█▉ "));
        }
        self.bar.reset_elapsed();
        self.bar.reset_eta();
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

/// How long a stage has taken.
fn taken(state: &ProgressState, out: &mut dyn Write) {
    if state.elapsed() >= Duration::from_secs(3) {
        // Nobody is told where there is no terminal any more.
        let _ = write!(out, "已用 {}", told(state.elapsed()));
    }
}

/// How fast it goes, and how long the rest takes.
fn rate(state: &ProgressState, out: &mut dyn Write) {
    let (rate, left) = (state.per_sec(), told(state.eta()));
    let _ = write!(out, "，每秒 {rate:.0} 个，还要 {left}");
}

/// A time as people say it.
fn told(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..60 => format!("{seconds} 秒"),
        seconds => format!("{} 分 {} 秒", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_minutes_and_seconds() {
        let told = |seconds| told(Duration::from_secs(seconds));
        assert_eq!(
            [told(0), told(59), told(125)],
            ["0 秒", "59 秒", "2 分 5 秒"]
        );
    }
}
