//! The binary, run in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// A temporary folder with inputs, in which the program is run.
pub struct Folder {
    folder: TempDir,
}

/// How a run ended.
pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The subcommands, as the help lists them.
pub fn subcommands() -> Vec<String> {
    let help = Folder::new().run(&["--help"]).stdout;
    let listed = help.lines().skip_while(|line| !line.starts_with("命令"));
    let listed = listed.skip(1).take_while(|line| line.starts_with("  "));
    listed
        .filter_map(|line| line.split_whitespace().next().map(String::from))
        .collect()
}

impl Folder {
    /// An empty folder.
    pub fn new() -> Folder {
        Folder {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A folder with a sample from `sample-data/`.
    pub fn with_sample(sample: &str) -> Folder {
        let folder = Folder::new();
        let target = folder.path(Path::new(sample).file_name().expect("a file"));
        std::fs::copy(sample_path(sample), target).expect("the sample can be copied");
        folder
    }

    /// A path in the folder.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).expect("the folder can be written");
    }

    /// The names of the files in the folder, in order.
    pub fn files(&self) -> Vec<String> {
        self.files_in("")
    }

    /// The names of the files in a folder inside it, in order.
    pub fn files_in(&self, inner: &str) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.path(inner))
            .expect("the folder can be read")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into()
            })
            .collect();
        names.sort();
        names
    }

    /// Runs the program in the folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.ran(Command::new(env!("CARGO_BIN_EXE_jixiao")).args(arguments))
    }

    /// Runs the program in the folder with so much memory (in KB) and so many seconds of the processor, where
    /// the system can be told so; elsewhere without limits.
    pub fn run_within(&self, memory: u32, seconds: u32, arguments: &[&str]) -> Ran {
        if !cfg!(target_os = "linux") {
            eprintln!("limits are only set on Linux");
            return self.run(arguments);
        }
        let script = format!("ulimit -v {memory}; ulimit -t {seconds}; exec \"$0\" \"$@\"");
        let shell = ["-c", &script, env!("CARGO_BIN_EXE_jixiao")];
        self.ran(Command::new("sh").args(shell).args(arguments))
    }

    fn ran(&self, command: &mut Command) -> Ran {
        let output = command
            .current_dir(self.folder.path())
            .env_remove("CLICOLOR_FORCE")
            .output()
            .expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
        Ran {
            status: output
                .status
                .code()
                .unwrap_or_else(|| panic!("ended by {}", output.status)),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Ran {
    /// Standard output as one JSON document and nothing else.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error} in {:?} {:?}", self.stdout, self.stderr))
    }
}

/// A file of `sample-data/`.
pub fn sample_path(sample: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("sample-data")
        .join(sample)
}
