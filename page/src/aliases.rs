//! The file of renamed departments, of pairs that the user confirmed.

use jixiao::json;
use jixiao::tasks::aliases;
use serde::Deserialize;

use crate::desk::written;
use crate::failure::Failure;

/// What the command line's examples call it.
const NAME: &str = "更名.csv";

#[derive(Deserialize)]
pub struct Request {
    /// Old names with new ones.
    pairs: Vec<(String, String)>,
}

/// The file.
pub fn file(request: &Request) -> Result<String, Failure> {
    let pairs = request.pairs.iter();
    let pairs = pairs.map(|(old, new)| (old.as_str(), new.as_str()));
    written(&json::text(NAME, &aliases::written(pairs)?))
}
