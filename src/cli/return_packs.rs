//! 退回: what goes back to each department that has something to mend: `--return`.

use std::path::Path;

use super::folder::Folder;
use super::outcome::Failure;
use crate::analysis::Evaluation;
use crate::file_names::stem;
use crate::forms::matching::Taken;
use crate::forms::packs::packs;
use crate::sheets;

/// Writes a pack for each department with errors or warnings, and says how many; `taken` are the forms that
/// the workbook was made of, if it was.
pub fn write(
    path: &Path,
    evaluation: &Evaluation,
    taken: &[Taken],
    inputs: &[&Path],
    force: bool,
) -> Result<usize, Failure> {
    let packs = packs(
        &evaluation.dataset,
        &evaluation.problems,
        taken,
        evaluation.book,
    );
    let names = packs.iter().map(|pack| {
        let who = pack.concerns();
        stem(who.code.as_deref(), &who.name)
    });
    let folder = Folder::prepare(path, names, "xlsx", inputs, force)?;
    folder.write(|index| Ok(sheets::return_pack(&packs[index])?), || {})?;
    Ok(packs.len())
}
