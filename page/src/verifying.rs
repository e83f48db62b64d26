//! 核对: a result in; whether it was changed since it was scored, and where.

use jixiao::json;
use jixiao::rulebook::RuleBook;
use jixiao::tasks::verifying::{Given, Sealed};
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
    let sealed = Sealed::read(&file, bounds)?;
    let book: &RuleBook = match tray.file("rules") {
        Some(_) => rules::named("", "rules", tray)?,
        None => rules::named(sealed.built_in_rules()?, "rules", tray)?,
    };
    let (given, last) = (tray.source("input"), tray.source("last"));
    let input = Input {
        file: given.as_ref().unwrap_or(&file),
        last_year: last.as_ref(),
        year: sealed.seal.year,
        bounds,
    };
    let missing = sealed.seal.missing.unwrap_or_default();
    let evaluation = input.evaluate(book, missing, |count| counting("评分", count))?;
    tell_progress("核对", 0, 0);
    let verification = sealed.held_against(&evaluation)?;
    let known = Given {
        input: given.is_some(),
        last_year: last.is_some(),
    };
    let notes = sealed.notes(book, &verification, known, Audience::Page);
    let given = given.map(|given| given.file_name());
    let verified = json::Verified {
        file: &sealed.file,
        input: given.as_deref(),
        book,
        missing,
        verification: &verification,
        notes: &notes,
    };
    written(&json::verification_view(&verified, evaluation.cards.len()))
}
