//! The file of renamed departments: what the one on the tray says, and pairs that the user confirmed.

use jixiao::json;
use jixiao::tasks::aliases;
use serde::Deserialize;

use crate::desk::written;
use crate::failure::Failure;
use crate::scoring::renamed;
use crate::tray::Tray;

/// What the command line's examples call it.
const NAME: &str = "更名.csv";

#[derive(Deserialize)]
pub struct Request {
    /// Old names with new ones.
    pairs: Vec<(String, String)>,
}

/// The file.
pub fn file(request: &Request, tray: &Tray) -> Result<String, Failure> {
    let known = renamed(tray)?;
    let known = known.iter().map(|one| (one.old.as_str(), one.new.as_str()));
    let fresh = request.pairs.iter();
    let fresh = fresh.map(|(old, new)| (old.as_str(), new.as_str()));
    let pairs = known.chain(fresh);
    written(&json::text(NAME, &aliases::written(pairs)?))
}
