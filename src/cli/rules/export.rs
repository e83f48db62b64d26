//! `rules export` and `rules convert`: a rule book as a workbook or as TOML. What is written is read again and held
//! against what it came from, so that nothing is ever lost on the way.

use std::path::Path;

use super::written;
use crate::cli::input::{loaded, rendered};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::output::{is_xlsx, may_write};
use crate::rulebook::library::{Loaded, as_toml, load_bytes};
use crate::rulebook::tree::{Table, meaning};
use crate::sheets;

/// Writes a rule book to a file whose name says as what.
pub fn convert(rules: &str, output: &Path, force: bool) -> Result<Outcome, Failure> {
    let input = Some(Path::new(rules)).filter(|path| path.exists());
    may_write(output, input, force)?;
    let is_toml = output
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    if !is_xlsx(output) && !is_toml {
        return Err(Failure::NoKindOfRules {
            path: output.into(),
        });
    }
    let Loaded {
        findings,
        book,
        tree,
        ..
    } = loaded(rules)?;
    let (Some(_), Some(tree)) = (book, tree) else {
        eprint!("{}", rendered(&findings));
        return Err(Failure::FaultyRules { name: rules.into() });
    };
    let bytes = match is_toml {
        true => as_toml(&tree).into_bytes(),
        false => sheets::rules(&tree)?,
    };
    lossless(&bytes, &tree, output)?;
    written(&bytes, output, input, force)
}

/// Refuses what does not say the same when it is read again.
fn lossless(bytes: &[u8], tree: &Table, output: &Path) -> Result<(), Failure> {
    let again = load_bytes(&output.display().to_string(), bytes)?.tree;
    match again.is_some_and(|again| meaning(&again) == meaning(tree)) {
        true => Ok(()),
        false => Err(Failure::LosesRules {
            path: output.into(),
        }),
    }
}
