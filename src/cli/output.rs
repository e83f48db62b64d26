//! Output: its format; and files: nothing is overwritten by accident, and a file appears whole or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::interrupt::Half;
use super::outcome::Failure;
use crate::encoding::Encoding;
use crate::file_names;
use crate::json;
use crate::sheets::{Store, WriteError};
use crate::visible_text::shown;

/// How output is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 给人看的文字和工作簿
    #[default]
    Text,
    /// 给程序用的 JSON，写到标准输出
    Json,
}

/// The option that decides how an answer is shown.
#[derive(Debug, Args)]
pub struct Shown {
    /// 输出格式：text 或 json
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value = "text",
        hide_possible_values = true
    )]
    pub format: Format,
}

/// The options of a command that writes a workbook and shows what is in it.
#[derive(Debug, Args)]
pub struct ShownWorkbook {
    /// 结果文件已经存在时覆盖它
    #[arg(long)]
    pub force: bool,

    /// 输出格式：text 或 json；json 只在有 -o 时才写工作簿
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value = "text",
        hide_possible_values = true
    )]
    pub format: Format,
}

impl ShownWorkbook {
    /// Where the workbook goes, if one is written: where `-o` says, else beside the input, unless JSON was asked for.
    pub fn target(
        &self,
        output: Option<&Path>,
        beside: impl FnOnce() -> Option<PathBuf>,
    ) -> Option<PathBuf> {
        target(output, self.format, beside)
    }
}

/// Where a workbook goes, if one is written: where `-o` says, else beside the input, unless what is shown is for programs.
pub fn target(
    output: Option<&Path>,
    shown: Format,
    beside: impl FnOnce() -> Option<PathBuf>,
) -> Option<PathBuf> {
    match (output, shown) {
        (Some(output), _) => Some(output.to_path_buf()),
        (None, Format::Json) => None,
        (None, Format::Text) => beside(),
    }
}

/// Writes a JSON document to standard output, where nothing else goes then.
pub fn print_json(document: &impl Serialize) -> Result<(), Failure> {
    // Standard output itself is written to line by line.
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    Ok(json::write(document, &mut out)?)
}

/// Refuses a target that is any of the files which are read.
pub fn not_an_input<'p>(
    target: &Path,
    inputs: impl IntoIterator<Item = &'p Path>,
) -> Result<(), Failure> {
    match inputs.into_iter().any(|input| is_same(target, input)) {
        true => Err(Failure::OverInput {
            path: target.to_path_buf(),
        }),
        false => Ok(()),
    }
}

/// Refuses a target that exists without `--force`, that is any of the files which are read, or that has no
/// folder.
pub fn may_write<'p>(
    target: &Path,
    inputs: impl IntoIterator<Item = &'p Path>,
    force: bool,
) -> Result<(), Failure> {
    let path = || target.to_path_buf();
    not_an_input(target, inputs)?;
    if target.is_dir() {
        return Err(Failure::IsFolder { path: path() });
    }
    if !folder(target).is_dir() {
        return Err(Failure::NoFolder { path: path() });
    }
    // A link that leads nowhere exists, too: it would be replaced.
    if target.symlink_metadata().is_ok() && !force {
        return Err(Failure::Exists { path: path() });
    }
    Ok(())
}

/// A path beside an input and called after it: where output goes unless it is told otherwise.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.with_file_name(file_names::beside(&stem, ending))
}

/// The path or, where something is there, the same with the first number that is free: `结果 (2).xlsx`.
pub fn unused(path: PathBuf) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let numbered =
        (2..).map(|number| path.with_file_name(format!("{stem} ({number}).{extension}")));
    let mut free = std::iter::once(path.clone())
        .chain(numbered)
        .filter(|path| path.symlink_metadata().is_err());
    free.next().unwrap_or_else(|| path.clone())
}

/// Whether a path is called as a workbook is.
pub fn is_xlsx(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
}

/// Refuses a target that programs would not take for a workbook.
pub fn must_be_xlsx(target: &Path) -> Result<(), Failure> {
    match is_xlsx(target) {
        true => Ok(()),
        false => Err(Failure::NotXlsx {
            path: target.into(),
        }),
    }
}

/// A path as the terminal shows where something was written: nothing unseen in it gets through.
pub fn written_to(path: &Path) -> console::StyledObject<String> {
    console::style(shown(&path.display().to_string()))
        .green()
        .bold()
}

/// Whether two paths lead to the same file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// Writes a file whole or not at all: a temporary file beside it, then a rename. A package is the same on every
/// system.
pub fn write_whole(target: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_whole_by(target, |out| out.write_all(bytes))
}

/// The same of what is not held as bytes.
pub fn write_whole_by(
    target: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let fail = |cause: io::Error| Failure::Write {
        path: target.into(),
        cause: told(&cause),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".jixiao-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As a file that the user saved: a temporary file would be for its owner alone.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder(target)).map_err(fail)?;
    let _half = Half::written(file.path());
    let mut out = io::BufWriter::with_capacity(1 << 16, file.as_file_mut());
    write(&mut out).map_err(fail)?;
    out.flush().map_err(fail)?;
    drop(out);
    file.as_file().sync_all().map_err(fail)?;
    file.persist(target).map_err(|error| fail(error.error))?;
    Ok(())
}

/// A file without a name beside a target, which is gone when the run ends, however it ends; what is large waits in it, in
/// memory where none can be made.
pub fn scratch_beside(target: &Path) -> Store {
    let folder = folder(target).to_path_buf();
    Store::lent(|| Some(Box::new(tempfile::tempfile_in(folder).ok()?)))
}

/// What went wrong while a workbook was made for a target; what it waits in may be full.
pub fn unwritten(target: &Path, error: WriteError) -> Failure {
    match error {
        WriteError::IoError(cause) => Failure::Write {
            path: target.into(),
            cause: told(&cause),
        },
        other => other.into(),
    }
}

fn folder(target: &Path) -> &Path {
    target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Tells of a text that it was read in another encoding than editors write today.
pub fn tell_encoding(what: &str, name: &str, encoding: Encoding) {
    if !encoding.is_utf8() {
        eprintln!("{what}“{}”按 {encoding} 编码读取", shown(name));
    }
}

/// What the system said where a file could not be read.
pub(super) fn told_reading(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "没有这个文件".into(),
        io::ErrorKind::PermissionDenied => "没有读取的权限".into(),
        io::ErrorKind::IsADirectory => "这是文件夹，不是文件".into(),
        _ => cause.to_string(),
    }
}

/// What the system said where a file could not be written, in words that help.
pub(super) fn told(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "文件夹不存在".into(),
        io::ErrorKind::PermissionDenied => "没有写入的权限，或文件正在 Excel、WPS 中打开".into(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘空间不足".into(),
        io::ErrorKind::ReadOnlyFilesystem => "所在的磁盘是只读的".into(),
        io::ErrorKind::InvalidFilename => "文件名太长，或有不能用的字符".into(),
        _ => cause.to_string(),
    }
}
