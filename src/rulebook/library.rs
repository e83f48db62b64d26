//! Where rule books are: those that are built in, and files.

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::book::RuleBook;
use super::build::build;
use super::companion::Companion;
use super::document::{Finding, Findings, Level, Section, Source, Span, nearest};
use super::raw::{Document, Layers};
use super::text::{Cells, written};
use super::tree::{self, Table};
use super::{tables, text};
use crate::encoding::{self, Encoding, NoText};
use crate::workbook::{self, Bounds, OpenError, Workbook};

/// The rule books in the program, by id; the first is the default.
pub const BUILT_IN: [(&str, &str); 6] = [
    (
        "shenzhen-2021",
        include_str!("../../templates/shenzhen-2021.toml"),
    ),
    (
        "shenzhen-2021a",
        include_str!("../../templates/shenzhen-2021a.toml"),
    ),
    (
        "national-2013",
        include_str!("../../templates/national-2013.toml"),
    ),
    (
        "yueyang-2018",
        include_str!("../../templates/yueyang-2018.toml"),
    ),
    (
        "hunan-2017",
        include_str!("../../templates/hunan-2017.toml"),
    ),
    (
        "dazhou-2018",
        include_str!("../../templates/dazhou-2018.toml"),
    ),
];

/// What goes with a built-in rule book without being a part of it, by id.
const COMPANIONS: [(&str, &str); 2] = [
    (
        "shenzhen-2021",
        include_str!("../../templates/questions/shenzhen-2021.toml"),
    ),
    (
        "hunan-2017",
        include_str!("../../templates/questions/hunan-2017.toml"),
    ),
];

/// A rule book, if it makes sense, and what was found on the way.
#[derive(Debug)]
pub struct Loaded {
    /// What is wrong with it, errors first, in the order of the files.
    pub findings: Vec<Finding>,
    /// There where no finding is an error.
    pub book: Option<RuleBook>,
    /// What it says with all that it extends, where that could be read.
    pub tree: Option<Table>,
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
    /// The file is a workbook that cannot be read.
    #[error(transparent)]
    Workbook(#[from] OpenError),
    /// The file is a workbook or a document.
    #[error("“{path}”是{what}，不是规则书。规则书是有“指标”“数据项”“计分”等表的工作簿，或 .toml 文本文件，可以用 jixiao rules export {} -o 本局规则.xlsx 导出一本来改；检查部门填的数据请用 jixiao check", BUILT_IN[0].0)]
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

/// A rule book that does not score, with why.
#[derive(Debug, thiserror::Error)]
#[error("规则书有错误：{}", findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("；"))]
pub struct Unsound {
    /// What is wrong with it, errors first, each with its place in the text.
    pub findings: Vec<Finding>,
}

impl Loaded {
    /// The rule book, where it makes sense.
    fn sound(self) -> Result<RuleBook, Unsound> {
        self.book.ok_or(Unsound {
            findings: self.findings,
        })
    }
}

impl RuleBook {
    /// A built-in rule book, by its id.
    ///
    /// ```
    /// use jixiao::{Decimal, RuleBook};
    ///
    /// let book = RuleBook::built_in("shenzhen-2021")?;
    /// assert_eq!((book.points, book.year), (Decimal::from(100), 2021));
    /// assert_eq!(book.indicators.len(), 21);
    /// # Ok::<(), jixiao::rulebook::library::LibraryError>(())
    /// ```
    ///
    /// # Errors
    /// There is none of this id; the error names the nearest.
    pub fn built_in(id: &str) -> Result<RuleBook, LibraryError> {
        let book = built_in(id).and_then(|text| load_text(id, text).book);
        book.ok_or_else(|| unknown(id))
    }

    /// A rule book from its text, in TOML; `name` stands in what is found wrong with it. It may extend a built-in one.
    ///
    /// ```
    /// use jixiao::RuleBook;
    ///
    /// let text = include_str!("../../tests/rulebooks/good/最小.toml");
    /// let book = RuleBook::from_toml("最小.toml", text)?;
    /// assert_eq!(book.id, "least");
    ///
    /// let slip = RuleBook::from_toml("最小.toml", &text.replace("points = 20", "points = 21"));
    /// assert!(slip.unwrap_err().to_string().starts_with("规则书有错误：最小.toml 第 "));
    /// # Ok::<(), jixiao::rulebook::library::Unsound>(())
    /// ```
    ///
    /// # Errors
    /// It does not parse or does not make sense.
    pub fn from_toml(name: &str, text: &str) -> Result<RuleBook, Unsound> {
        load_text(name, text).sound()
    }
}

fn unknown(name: &str) -> LibraryError {
    let hint = nearest(name, BUILT_IN.map(|(id, _)| id))
        .map_or_else(String::new, |near| format!("是不是“{near}”？"));
    LibraryError::Unknown {
        name: name.to_string(),
        hint,
    }
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
        return Err(unknown(id_or_path));
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
    if let Some(workbook) = workbook_of(name, bytes)? {
        return Ok(load_workbook(name, &workbook));
    }
    let (text, encoding) = encoding::decode(bytes).map_err(|cause| LibraryError::NotText {
        path: name.to_string(),
        cause,
    })?;
    Ok(Loaded {
        encoding,
        ..load_text(name, &text)
    })
}

/// The workbook that a rule book's file is; nothing where it is a text.
///
/// # Errors
/// The file is neither, or a workbook that is no rule book or cannot be read.
pub fn workbook_of(name: &str, bytes: &[u8]) -> Result<Option<Workbook>, LibraryError> {
    let Some((what, may_be_a_workbook)) = no_text(bytes) else {
        return Ok(None);
    };
    let not_rules = || LibraryError::NotRules {
        path: name.to_string(),
        what,
    };
    if !may_be_a_workbook {
        return Err(not_rules());
    }
    let source = workbook::Source::Bytes {
        name: name.into(),
        bytes: bytes.into(),
    };
    match workbook::read(&source, &Bounds::STANDARD) {
        Ok(workbook) if tables::is_rules(&workbook) => Ok(Some(workbook)),
        Ok(_) | Err(OpenError::NotAWorkbook { .. }) => Err(not_rules()),
        Err(cause) => Err(cause.into()),
    }
}

/// What a file is that is no text at all, by how it begins, and whether it may be a workbook.
fn no_text(bytes: &[u8]) -> Option<(&'static str, bool)> {
    const KINDS: [(&[u8], &str, bool); 4] = [
        (b"PK\x03\x04", "工作簿（或别的 Office 文件、压缩包）", true),
        (b"\xD0\xCF\x11\xE0", "工作簿（或别的 Office 文件）", true),
        (b"%PDF", " PDF 文件", false),
        (b"{\\rtf", "文档", false),
    ];
    let kind = KINDS.iter().find(|(start, _, _)| bytes.starts_with(start));
    kind.map(|(_, what, workbook)| (*what, *workbook))
}

/// Loads a rule book from a workbook's sheets.
pub fn load_workbook(name: &str, workbook: &Workbook) -> Loaded {
    let findings = Findings::default();
    let source = |text: String, cells: Cells| {
        Arc::new(Source {
            name: name.to_string(),
            text,
            cells: Some(cells),
        })
    };
    let blank = source(String::new(), Cells::default());
    let Some(tree) = tables::read(workbook, &blank, &findings) else {
        return Loaded::of(None, None, findings);
    };
    let (text, cells) = written(&tree);
    let source = source(text, cells);
    let document = Document::of(source.clone(), &source.text, &findings);
    let documents = document.and_then(|document| with_bases(document, &findings));
    of_documents(documents, findings)
}

/// The text of a TOML file that says what a rule book says.
pub fn as_toml(tree: &Table) -> String {
    text::written(tree).0
}

/// Loads a rule book from its text; `name` stands in findings.
pub fn load_text(name: &str, text: &str) -> Loaded {
    let findings = Findings::default();
    let documents = documents(name, text, &findings);
    of_documents(documents, findings)
}

fn of_documents(documents: Option<Vec<Document>>, findings: Findings) -> Loaded {
    let Some(documents) = documents else {
        return Loaded::of(None, None, findings);
    };
    let layers = layers(&documents, &findings);
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
    let trees: Vec<tree::Companion> = beside
        .iter()
        .map(|(of, document)| (*of, Table::of(&document.entries)))
        .collect();
    let tree = tree_of(&documents, &trees);
    let digest = digest(&documents, tree.as_ref());
    let book = build(&layers, &companions, &findings, digest);
    let book = book.map(|book| identified(book, &documents[0].source.text, tree.as_ref()));
    if let Some(book) = book.as_ref().filter(|book| book.altered) {
        report_altered(book, layers.top(), &findings);
    }
    let book = book.map(|book| RuleBook {
        tree: tree.clone().map(Arc::new),
        ..book
    });
    Loaded::of(book, tree, findings)
}

fn layers<'d>(documents: &'d [Document<'d>], findings: &'d Findings) -> Layers<'d> {
    let tables = documents.iter().map(|document| document.table(findings));
    Layers(tables.collect())
}

/// What the files say together. What is wrong with them is found as they are built.
fn tree_of(documents: &[Document], companions: &[tree::Companion]) -> Option<Table> {
    let unheard = Findings::default();
    tree::merged(&layers(documents, &unheard), companions)
}

impl Loaded {
    fn of(book: Option<RuleBook>, tree: Option<Table>, findings: Findings) -> Loaded {
        let findings = findings.into_sorted();
        let sound = !findings.iter().any(|finding| finding.level == Level::Error);
        Loaded {
            book: book.filter(|_| sound),
            findings,
            tree,
            encoding: Encoding::Utf8,
        }
    }
}

/// SHA-256 of the texts, whichever way their lines end; of a workbook, of the rules that it says.
fn digest(documents: &[Document], tree: Option<&Table>) -> String {
    let in_workbook = documents
        .iter()
        .any(|document| document.source.cells.is_some());
    if let Some(tree) = tree.filter(|_| in_workbook) {
        return tree::meaning_of_rules(tree);
    }
    let mut digest = Sha256::new();
    for document in documents {
        digest.update(document.source.text.replace("\r\n", "\n").as_bytes());
    }
    let bytes = digest.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A rule book beside the built-in one of its id: where both say the same, it is that one, however it is written; with
/// the same version and another content it is altered.
fn identified(mut book: RuleBook, written: &str, tree: Option<&Table>) -> RuleBook {
    let Some(text) = built_in(&book.id).filter(|text| *text != written) else {
        return book;
    };
    let unheard = Findings::default();
    let Some(own) = documents(&book.id, text, &unheard) else {
        return book;
    };
    let own_tree = tree_of(&own, &[]);
    let own_digest = digest(&own, own_tree.as_ref());
    if own_digest == book.digest {
        return book;
    }
    let (Some(own_tree), Some(tree)) = (own_tree, tree) else {
        return book;
    };
    if tree::meaning_of_rules(&own_tree) == tree::meaning_of_rules(tree) {
        book.digest = own_digest;
    } else {
        book.altered = own_tree.text("version") == Some(book.version.as_str());
    }
    book
}

fn report_altered(book: &RuleBook, top: &Section, findings: &Findings) {
    if let Some(id) = top.text("id") {
        let message = format!(
            "内容与内置的规则书“{}”版本 {} 不同，名称和版本却一样",
            book.id, book.version
        );
        let text = "改了规则，请把 id 改为别的名称，或把 version 改为别的版本，以免与内置的混淆";
        let workbook = "改了规则，请换一个编号或版本，以免与内置的混淆";
        let hint = id.at.either(text, workbook);
        findings.warning_with(&id.at, message, hint);
    }
}

/// A file and what it extends, the extending one first.
fn documents<'t>(name: &str, text: &'t str, findings: &Findings) -> Option<Vec<Document<'t>>> {
    let document = Document::parse(name, text, findings)?;
    with_bases(document, findings)
}

/// A file with what it extends.
fn with_bases<'t>(document: Document<'t>, findings: &Findings) -> Option<Vec<Document<'t>>> {
    let mut documents = vec![document];
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
