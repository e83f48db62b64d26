//! Where rule books are: those that are built in, and files.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::book::RuleBook;
use super::build::build;
use super::companion::Companion;
use super::document::{Finding, Findings, Level, Section, Span, nearest};
use super::raw::{Document, Layers};
use crate::encoding::{self, Encoding, NoText};

/// The rule books in the program, by id; the first is the default.
pub const BUILT_IN: [(&str, &str); 2] = [
    (
        "shenzhen-2021",
        include_str!("../../templates/shenzhen-2021.toml"),
    ),
    (
        "shenzhen-2021a",
        include_str!("../../templates/shenzhen-2021a.toml"),
    ),
];

/// What goes with a built-in rule book without being a part of it, by id.
const COMPANIONS: [(&str, &str); 1] = [(
    "shenzhen-2021",
    include_str!("../../templates/questions/shenzhen-2021.toml"),
)];

/// A rule book, if it makes sense, and what was found on the way.
#[derive(Debug)]
pub struct Loaded {
    /// What is wrong with it, errors first, in the order of the files.
    pub findings: Vec<Finding>,
    /// There where no finding is an error.
    pub book: Option<RuleBook>,
    /// What its file was read as.
    pub encoding: Encoding,
}

/// Why there is nothing to look at.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// Neither a built-in rule book nor a file.
    #[error("没有名为“{name}”的规则书，也没有这个文件。{hint}内置的规则书：{}", BUILT_IN.map(|(id, _)| id).join("、"))]
    Unknown {
        /// What was asked for.
        name: String,
        /// The nearest built-in one, as a sentence, or nothing.
        hint: String,
    },
    /// The file cannot be read.
    #[error("读不了规则书“{path}”：{cause}。请检查文件是否存在、是否有权限")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The file is no text, or in no encoding that is known.
    #[error("读不了规则书“{path}”：{cause}。请用“UTF-8”编码另存后再试")]
    NotText {
        /// The file.
        path: String,
        /// What is wrong with it.
        cause: NoText,
    },
    /// The file is a workbook or a document.
    #[error("“{path}”是{what}，不是规则书。规则书是 .toml 文本文件，可以用 jixiao rules export {} -o 本局规则.toml 导出一本来改；检查部门填的数据请用 jixiao check", BUILT_IN[0].0)]
    NotRules {
        /// The file.
        path: String,
        /// What it is instead.
        what: &'static str,
    },
}

/// The text of a built-in rule book.
pub fn built_in(id: &str) -> Option<&'static str> {
    BUILT_IN
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, text)| *text)
}

/// The rule book used where none is named.
pub fn default() -> Loaded {
    let (id, text) = BUILT_IN[0];
    load_text(id, text)
}

/// Loads a rule book by id, or from a file.
///
/// # Errors
/// There is no such rule book, or its file cannot be read. What is wrong inside it is a finding.
pub fn load(id_or_path: &str) -> Result<Loaded, LibraryError> {
    if let Some(text) = built_in(id_or_path) {
        return Ok(load_text(id_or_path, text));
    }
    let path = Path::new(id_or_path);
    if !path.exists() {
        let hint = nearest(id_or_path, BUILT_IN.map(|(id, _)| id))
            .map_or_else(String::new, |near| format!("是不是“{near}”？"));
        return Err(LibraryError::Unknown {
            name: id_or_path.to_string(),
            hint,
        });
    }
    let bytes = std::fs::read(path).map_err(|cause| LibraryError::Unreadable {
        path: id_or_path.to_string(),
        cause,
    })?;
    load_bytes(id_or_path, &bytes)
}

/// Loads a rule book from the bytes of a file of this name.
///
/// # Errors
/// The file is no text. What is wrong inside it is a finding.
pub fn load_bytes(name: &str, bytes: &[u8]) -> Result<Loaded, LibraryError> {
    let path = || name.to_string();
    if let Some(what) = no_rules(bytes) {
        return Err(LibraryError::NotRules { path: path(), what });
    }
    let (text, encoding) = encoding::decode(bytes).map_err(|cause| LibraryError::NotText {
        path: path(),
        cause,
    })?;
    Ok(Loaded {
        encoding,
        ..load_text(name, &text)
    })
}

/// What a file is that is no text at all, by how it begins.
fn no_rules(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "工作簿（或别的 Office 文件、压缩包）"),
        (b"\xD0\xCF\x11\xE0", "工作簿（或别的 Office 文件）"),
        (b"%PDF", " PDF 文件"),
        (b"{\\rtf", "文档"),
    ];
    let kind = KINDS.iter().find(|(start, _)| bytes.starts_with(start));
    kind.map(|(_, what)| *what)
}

/// Loads a rule book from its text; `name` stands in findings.
pub fn load_text(name: &str, text: &str) -> Loaded {
    let findings = Findings::default();
    let book = documents(name, text, &findings).and_then(|documents| {
        let layers = Layers(
            documents
                .iter()
                .map(|document| document.table(&findings))
                .collect(),
        );
        let beside: Vec<(&'static str, Document)> = COMPANIONS
            .into_iter()
            .filter(|(id, _)| documents.iter().any(|one| one.source.name == *id))
            .filter_map(|(id, text)| {
                let name = format!("questions/{id}.toml");
                Some((id, Document::parse(&name, text, &findings)?))
            })
            .collect();
        let companions = beside.iter().map(|(of, document)| Companion {
            of,
            table: document.table(&findings),
        });
        let companions: Vec<Companion> = companions.collect();
        let mut book = build(&layers, &companions, &findings, digest(&documents))?;
        book.altered = is_altered(&book);
        if book.altered {
            report_altered(&book, layers.top(), &findings);
        }
        Some(book)
    });
    let findings = findings.into_sorted();
    let sound = !findings.iter().any(|finding| finding.level == Level::Error);
    Loaded {
        book: book.filter(|_| sound),
        findings,
        encoding: Encoding::Utf8,
    }
}

/// SHA-256 of the texts, whichever way their lines end.
fn digest(documents: &[Document]) -> String {
    let mut digest = Sha256::new();
    for document in documents {
        digest.update(document.source.text.replace("\r\n", "\n").as_bytes());
    }
    let bytes = digest.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a rule book has the id and version of a built-in one and not its content.
fn is_altered(book: &RuleBook) -> bool {
    let Some(text) = built_in(&book.id) else {
        return false;
    };
    let findings = Findings::default();
    let Some(own) = documents(&book.id, text, &findings) else {
        return false;
    };
    let version = own[0].table(&findings).text("version");
    digest(&own) != book.digest && version.is_some_and(|version| version.value == book.version)
}

fn report_altered(book: &RuleBook, top: &Section, findings: &Findings) {
    if let Some(id) = top.text("id") {
        let message = format!(
            "内容与内置的规则书“{}”版本 {} 不同，名称和版本却一样",
            book.id, book.version
        );
        let hint = "改了规则，请把 id 改为别的名称，或把 version 改为别的版本，以免与内置的混淆";
        findings.warning_with(&id.at, message, hint);
    }
}

/// A file and what it extends, the extending one first.
fn documents<'t>(name: &str, text: &'t str, findings: &Findings) -> Option<Vec<Document<'t>>> {
    let mut documents = vec![Document::parse(name, text, findings)?];
    loop {
        let top = &documents[documents.len() - 1];
        let Some(base) = top.table(findings).text("extends") else {
            return Some(documents);
        };
        let seen = documents
            .iter()
            .any(|document| document.source.name == base.value);
        let Some(text) = built_in(&base).filter(|_| !seen) else {
            report_base(&base.value, &base.at, findings);
            return None;
        };
        documents.push(Document::parse(&base, text, findings)?);
    }
}

fn report_base(base: &str, at: &Span, findings: &Findings) {
    let message = format!("“extends”只能是内置的规则书，没有“{base}”");
    findings.unknown(at, message, base, &BUILT_IN.map(|(id, _)| id));
}
