//! What many departments cost in memory: a run is watched, and may hold no more than half as much again as it did when this
//! was written. It is far from what a desk has; who makes each cell or score larger comes to know of it here.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::large::many;
use crate::support::Folder;

/// Enough for the cells and scores to weigh more than the program; more than are held until a workbook is finished.
const DEPARTMENTS: usize = 1_500;
/// MiB, of a build without optimisation, which is larger itself.
const MOST: u64 = 155;

/// The most memory that a run had so far, in MiB, as Linux counts it; nothing once it has ended.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}

#[test]
fn many_departments_are_scored_in_little_memory() {
    if !cfg!(target_os = "linux") {
        eprintln!("skipped: memory is only watched on Linux");
        return;
    }
    let folder = Folder::new();
    folder.put("多.xlsx", many(DEPARTMENTS).bytes());
    let mut running = Command::new(env!("CARGO_BIN_EXE_jixiao"))
        .args(["score", "多.xlsx", "-o", "果.xlsx", "--threads", "2"])
        .current_dir(folder.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut most = 0;
    let ended = loop {
        most = most.max(peak(running.id()).unwrap_or_default());
        if let Some(ended) = running.try_wait().expect("it runs or has ended") {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    assert_eq!(
        ended.code(),
        Some(1),
        "there are departments that lack figures"
    );
    assert!(most > 20, "the run was not watched: {most} MiB");
    assert!(most <= MOST, "{most} MiB");
}
