//! 对一对表头: a table's headers beside the columns that are wanted, and the file that says which is which.

use jixiao::intake::survey;
use jixiao::json;
use jixiao::rulebook::OwnHeaders;
use jixiao::tasks::TaskError;
use jixiao::workbook;
use serde::Deserialize;

use crate::desk::written;
use crate::failure::Failure;
use crate::rules::{self, Rules};
use crate::scoring::bounds;
use crate::tray::Tray;

#[derive(Deserialize)]
pub struct SurveyRequest {
    #[serde(flatten)]
    rules: Rules,
    large: bool,
}

#[derive(Deserialize)]
pub struct FileRequest {
    #[serde(flatten)]
    rules: Rules,
    /// Headers, each with the name of the column that it stands for.
    pairs: Vec<(String, String)>,
}

/// What a workbook's header holds, whatever a file of own headers says of it; and what that says.
pub fn survey(request: &SurveyRequest, tray: &Tray) -> Result<String, Failure> {
    let book = rules::load(&request.rules.without_headers(), tray)?;
    let source = tray.source("file").ok_or(Failure::NothingThere)?;
    let workbook = workbook::read(&source, bounds(request.large))?;
    let survey = survey::survey(workbook, book).map_err(|cause| TaskError::Intake {
        file: source.file_name(),
        cause,
    })?;
    let own = &rules::load(&request.rules, tray)?.own_headers;
    written(&json::headers(&survey, book, own))
}

/// The file of what was chosen.
pub fn file(request: &FileRequest, tray: &Tray) -> Result<String, Failure> {
    const NAME: &str = "对应.toml";
    let book = rules::load(&request.rules.without_headers(), tray)?;
    let own = OwnHeaders::of(request.pairs.clone(), book).map_err(|cause| TaskError::Headers {
        file: NAME.into(),
        cause: cause.to_string(),
    })?;
    written(&json::text(NAME, &own.written(book)))
}
