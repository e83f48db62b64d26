//! What `--version` says: enough to tell whether two offices score by the same program and the same rules.

use std::fmt::Write;

use crate::rulebook::library;

/// The commit that the program was built from, where whoever built it said so, as `packages/build.sh` does. The program
/// does not ask git by itself, so that it builds the same without one.
const COMMIT: Option<&str> = option_env!("JIXIAO_COMMIT");

/// The program's version and commit, then a line for each built-in rule book with its version and digest.
pub fn text() -> String {
    let mut text = format!("jixiao {}", env!("CARGO_PKG_VERSION"));
    if let Some(commit) = COMMIT.filter(|commit| !commit.is_empty()) {
        let _ = write!(text, "（提交 {commit}）");
    }
    text.push('\n');
    for (id, _) in library::BUILT_IN {
        if let Some(book) = library::load(id).ok().and_then(|loaded| loaded.book) {
            let _ = writeln!(
                text,
                "规则书 {id}（版本 {}，校验码 {}）",
                book.version, book.digest
            );
        }
    }
    text
}
