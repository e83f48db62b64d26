//! Disk full, no permission, killed in the middle: the old output or the new one, and the input untouched.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Chance, scaled};
use crate::support::{Department, Folder, Input};

const INPUT: &str = "甲.xlsx";
const OUTPUT: &str = "果.xlsx";

/// A folder with an input, an old output, and what the new output will be.
fn folder() -> (Folder, Vec<u8>, Vec<u8>) {
    let folder = Folder::new();
    let input = Input::of(["甲", "乙", "丙"].map(Department::new)).bytes();
    folder.put(INPUT, &input);
    assert_eq!(folder.run(&["score", INPUT, "-o", OUTPUT]).status, 0);
    let new = std::fs::read(folder.path(OUTPUT)).expect("the output");
    folder.put(OUTPUT, "旧");
    (folder, input, new)
}

fn read(folder: &Folder, name: &str) -> Vec<u8> {
    std::fs::read(folder.path(name)).expect("the file is there")
}

#[test]
fn a_run_that_is_killed_leaves_the_old_output_or_the_new_one() {
    let (folder, input, new) = folder();
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_jixiao"))
            .args(["score", INPUT, "-o", OUTPUT, "--force"])
            .current_dir(folder.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts")
    };
    let began = Instant::now();
    assert!(start().wait().expect("it ends").success());
    let whole = began.elapsed();
    folder.put(OUTPUT, "旧");
    let mut chance = Chance(2021);
    let (mut old_ones, mut new_ones) = (0, 0);
    // So many times, and then until both have been seen.
    for round in 0..1000 {
        if round >= scaled(20, 200) && old_ones > 0 && new_ones > 0 {
            break;
        }
        let mut running = start();
        // Anywhere within a run, and well beyond its usual length.
        let part = u32::try_from(chance.below(1600)).expect("a part of a thousand");
        std::thread::sleep(whole.max(Duration::from_millis(1)) * part / 1000);
        running.kill().expect("it is killed, or has ended");
        running.wait().expect("it ends");
        let output = read(&folder, OUTPUT);
        if output == new {
            new_ones += 1;
            folder.put(OUTPUT, "旧");
        } else {
            assert!(
                output == "旧".as_bytes(),
                "round {round}: {} bytes of neither",
                output.len()
            );
            old_ones += 1;
        }
        assert!(
            read(&folder, INPUT) == input,
            "round {round}: the input was changed"
        );
    }
    assert!(
        old_ones > 0 && new_ones > 0,
        "{old_ones} left the old output, {new_ones} the new one"
    );
    // What a killed run could not clear away is hidden and of no harm to the next.
    let strays = folder
        .files()
        .into_iter()
        .filter(|name| ![INPUT, OUTPUT].contains(&name.as_str()));
    for stray in strays {
        assert!(
            stray.starts_with(".jixiao-") && stray.ends_with(".tmp"),
            "{stray}"
        );
    }
    assert_eq!(
        folder
            .run(&["score", INPUT, "-o", OUTPUT, "--force"])
            .status,
        0
    );
    assert!(read(&folder, OUTPUT) == new);
}

#[test]
fn a_run_that_is_interrupted_leaves_nothing_half_written() {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    let (folder, _, new) = folder();
    let half = || {
        let mut names = folder.files().into_iter();
        names.find(|name| name.ends_with(".tmp"))
    };
    let mut interrupted = 0;
    // Whoever looks is sometimes too late; the run has then ended by itself.
    for round in 0..300 {
        if interrupted >= 3 {
            break;
        }
        folder.put(OUTPUT, "旧");
        let mut running = Command::new(env!("CARGO_BIN_EXE_jixiao"))
            .args(["score", INPUT, "-o", OUTPUT, "--force"])
            .current_dir(folder.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let pid = Pid::from_raw(running.id().try_into().expect("a process"));
        let ended = loop {
            if half().is_some() {
                let signal = [Signal::SIGINT, Signal::SIGTERM][round % 2];
                kill(pid, signal).expect("it is there until it is waited for");
                break running.wait().expect("it ends");
            }
            if let Some(ended) = running.try_wait().expect("it runs or has ended") {
                break ended;
            }
        };
        assert_eq!(half(), None, "round {round}: {ended}");
        let output = read(&folder, OUTPUT);
        match ended.code() {
            Some(0) => assert!(output == new, "round {round}"),
            Some(130) => {
                interrupted += 1;
                assert!(output == "旧".as_bytes() || output == new, "round {round}");
            }
            _ => panic!("round {round}: {ended}"),
        }
    }
    assert!(interrupted > 0, "no run was interrupted while it wrote");
}

/// Runs the program by a shell that first takes something away from it.
fn run_without(folder: &Folder, what: &str, arguments: &str) -> (i32, String) {
    let program = env!("CARGO_BIN_EXE_jixiao");
    let output = Command::new("sh")
        .args(["-c", &format!("{what}; exec '{program}' {arguments}")])
        .current_dir(folder.path(""))
        .output()
        .expect("a shell");
    let status = output.status.code().expect("the program ends by itself");
    (status, String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_full_disk_leaves_the_old_output() {
    let (folder, input, _) = folder();
    let before = folder.files();
    // A file may grow to 4 KB only; the signal that says so is ignored, so that writing fails instead.
    let full = "trap '' XFSZ; ulimit -f 8";
    let (status, said) = run_without(&folder, full, &format!("score {INPUT} -o {OUTPUT} --force"));
    assert_eq!(status, 2, "{said}");
    assert!(
        said.starts_with("没有完成：写不了") && said.contains(OUTPUT),
        "{said}"
    );
    assert_eq!(read(&folder, OUTPUT), "旧".as_bytes());
    assert_eq!(folder.files(), before);
    assert!(read(&folder, INPUT) == input);
    let (status, said) = run_without(&folder, full, &format!("report {INPUT} -o 报告"));
    assert_eq!(status, 2, "{said}");
    let left = std::fs::read_dir(folder.path("报告")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "no half report and no temporary file");
}

#[test]
fn an_output_that_cannot_be_shown_is_told() {
    if !std::path::Path::new("/dev/full").exists() {
        eprintln!("skipped: this system has no /dev/full");
        return;
    }
    let (folder, ..) = folder();
    for arguments in ["check", "score --format json", "explain"] {
        let (status, said) =
            run_without(&folder, "true", &format!("{arguments} {INPUT} > /dev/full"));
        assert_eq!(status, 2, "{arguments}: {said}");
        assert!(
            said.contains("写到屏幕时出错") && !said.contains("panicked"),
            "{arguments}: {said}"
        );
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_nothing_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, input, _) = folder();
    let mode =
        |bits| std::fs::set_permissions(folder.path(""), std::fs::Permissions::from_mode(bits));
    mode(0o555).expect("the folder is ours");
    // The superuser writes anyhow.
    if std::fs::write(folder.path("试"), "").is_ok() {
        mode(0o755).expect("the folder is ours");
        eprintln!("skipped: whoever runs this may write everywhere");
        return;
    }
    let before = folder.files();
    let (status, said) = run_without(
        &folder,
        "true",
        &format!("score {INPUT} -o {OUTPUT} --force"),
    );
    mode(0o755).expect("the folder is ours");
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains("没有写入的权限") && said.contains("-o"),
        "{said}"
    );
    assert_eq!(folder.files(), before);
    assert_eq!(read(&folder, OUTPUT), "旧".as_bytes());
    assert!(read(&folder, INPUT) == input);
}

#[test]
fn a_place_where_no_file_can_be_made_is_told() {
    let (folder, ..) = folder();
    for target in ["/proc/果.xlsx", "/dev/null/果.xlsx"] {
        let (status, said) = run_without(&folder, "true", &format!("score {INPUT} -o {target}"));
        assert_eq!(status, 2, "{said}");
        assert!(
            said.starts_with("没有完成：") && said.contains(target),
            "{said}"
        );
    }
}
