//! 核对: a result in; whether it was changed since it was scored, and where.

use jixiao::json;
use jixiao::tasks::verifying::Sealed;
use jixiao::tasks::{Audience, Input};
use serde::Deserialize;

use crate::desk::written;
use crate::failure::Failure;
use crate::rules;
use crate::scoring::bounds;
use crate::tray::Tray;
use crate::{counting, tell_progress};

#[derive(Deserialize)]
pub struct Request {
    large: bool,
}

/// Holds the result on the tray against what scoring gives again; gives the document of the screen.
pub fn verify(request: &Request, tray: &Tray) -> Result<String, Failure> {
    tell_progress("读取", 0, 0);
    let file = tray.source("file").ok_or(Failure::NothingThere)?;
    let bounds = bounds(request.large);
    let sealed = Sealed::open(&file, bounds)?;
    let own = tray.file("rules").map(|(name, _)| name);
    let book = rules::named(&sealed.rules(own.as_deref())?, "rules", tray)?;
    let (given, last) = (tray.source("input"), tray.source("last"));
    let input = Input {
        file: given.as_ref().unwrap_or(&file),
        last_year: last.as_ref(),
        review: None,
        anomalies: true,
        year: sealed.seal.year,
        bounds,
    };
    let counted = |count| counting("评分", count);
    let found = sealed.verify(book, &input, given.is_some(), Audience::Page, counted)?;
    let (name, given) = (file.file_name(), given.map(|given| given.file_name()));
    let verified = json::Verified {
        file: &name,
        input: given.as_deref(),
        book,
        missing: sealed.missing(),
        verification: &found.verification,
        notes: &found.notes,
    };
    let departments = found.evaluation.cards.len();
    written(&json::verification_view(&verified, departments))
}
