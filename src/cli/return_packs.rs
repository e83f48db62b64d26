//! 退回: what goes back to each department that has something to mend: `--return`.

use std::path::Path;

use super::folder::Folder;
use super::outcome::Failure;
use crate::file_names::stem;
use crate::forms::packs::Pack;
use crate::sheets;

/// Writes the packs, and says how many. Their names tell the round, so that none is taken for another.
pub fn write(path: &Path, packs: &[Pack], inputs: &[&Path], force: bool) -> Result<usize, Failure> {
    let names = packs.iter().map(|pack| {
        let who = pack.concerns();
        let stem = stem(who.code.as_deref(), &who.name);
        format!("{stem}-第{}次", pack.form.passport.round)
    });
    let folder = Folder::prepare(path, names, "xlsx", inputs, force)?;
    folder.write(|index| Ok(sheets::return_pack(&packs[index])?), || {})?;
    Ok(packs.len())
}
