//! Files made to break the program, and faults while it writes. The program runs under limits that the
//! system enforces: 512 MB of memory, and 10 seconds of the processor for an optimised build.

/// CSV: quotes, rows and columns without end, bytes of chance.
mod delimited;
/// Disk full, no permission, killed in the middle: the old output or the new one, and the input untouched.
#[cfg(unix)]
mod faults;
/// Packages: bombs, lies, corners, overlaps, cut short.
mod packages;
/// Texts and names that act on a terminal, a sheet or a folder.
mod texts;
/// xls: formulas that run over, records cut short, two streams of one name.
mod xls;

use crate::support::Folder;

/// 512 MB, in the KB of `ulimit -v`.
const MEMORY: u32 = 512 * 1024;
/// Seconds of the processor; a build without optimisation is many times slower.
const SECONDS: u32 = if cfg!(debug_assertions) { 120 } else { 10 };

/// Checks and scores a file under the limits, and asserts that each ends by itself: a result, or a refusal in
/// words, without a panic, and without a file left behind by a refusal. Returns what `check` said.
fn tried(folder: &Folder, file: &str) -> String {
    let mut said = String::new();
    for command in ["score", "check"] {
        let ran = folder.run_within(
            MEMORY,
            SECONDS,
            &[command, file, "--force"][..if command == "score" { 3 } else { 2 }],
        );
        let what = format!(
            "{command} {file}: {} {}{}",
            ran.status, ran.stdout, ran.stderr
        );
        assert!((0..=2).contains(&ran.status), "{what}");
        assert!(!ran.stderr.contains("panicked"), "{what}");
        assert_eq!(
            ran.status == 2,
            ran.stderr.starts_with("没有完成："),
            "{what}"
        );
        said = what;
    }
    let strays: Vec<String> = folder
        .files()
        .into_iter()
        .filter(|name| name.ends_with(".tmp"))
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
    said
}

/// Puts a file into a folder of its own and tries it.
fn try_bytes(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    folder.put(name, bytes);
    tried(&folder, name)
}

/// A number that looks like chance and is the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        // Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// How many rounds, rows or bytes: a part of them in the usual run, all of them where `JIXIAO_ALL` is set.
fn scaled(usual: usize, all: usize) -> usize {
    if std::env::var_os("JIXIAO_ALL").is_some() {
        all
    } else {
        usual
    }
}
