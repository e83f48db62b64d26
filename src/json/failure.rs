//! Why something was not done, for the page.

use serde::Serialize;

use super::finding::place;
use crate::rulebook::Finding;
use crate::visible_text::shown;

#[derive(Serialize)]
struct FailureDocument {
    sentence: String,
    /// What is wrong place by place, where it is more than the sentence says.
    details: Vec<String>,
    /// Whether somebody who says which column is which may help.
    headers: bool,
    /// Whether somebody who names the rule book may help.
    rules: bool,
}

/// What may help.
#[derive(Clone, Copy, Debug, Default)]
pub struct Help {
    /// To say which column is which.
    pub headers: bool,
    /// To name the rule book.
    pub rules: bool,
}

/// The document of a failure. What a file's name or a cell holds is shown, whatever it is.
pub fn failure(sentence: &str, findings: &[Finding], help: Help) -> impl Serialize + use<> {
    let details = findings.iter().map(|finding| {
        let hint = finding.hint.as_deref();
        let hint = hint.map_or_else(String::new, |hint| format!("（{hint}）"));
        shown(&format!("{}：{}{hint}", place(finding), finding.message)).to_string()
    });
    FailureDocument {
        sentence: shown(sentence).to_string(),
        details: details.collect(),
        headers: help.headers,
        rules: help.rules,
    }
}
