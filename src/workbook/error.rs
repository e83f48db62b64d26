//! Owns why a file could not be read: the failures as sentences for the user,
//! and the fault inside a reader that such a failure comes from.

use std::io;

use super::bounds::Limit;
use super::delimited::NoTable;
use crate::encoding::NoText;

/// Why a workbook could not be opened. Each says which file, what is wrong and
/// what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No file of this name.
    #[error("找不到文件“{file}”。请检查文件名和所在文件夹是否正确。")]
    NotFound {
        /// The path as it was given.
        file: String,
    },
    /// The file is there but the system would not let it be read.
    #[error("无法读取文件“{file}”（{}）。{}", reason(.source), advice(.source))]
    Unreadable {
        /// The path as it was given.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// The content is not that of any workbook, whatever the name says.
    #[error("文件“{file}”{looks_like}")]
    NotAWorkbook {
        /// The path as it was given.
        file: String,
        /// What it is instead.
        looks_like: LooksLike,
    },
    /// Protected by a password for opening.
    #[error(
        "文件“{file}”设有打开密码，无法读取。请用 Excel 或 WPS 输入密码打开，取消打开密码后另存，再重新运行。"
    )]
    Encrypted {
        /// The path as it was given.
        file: String,
    },
    /// Holds more than the bounds allow.
    #[error(
        "{}；文件确实这样大时，可加 --limits large 放宽限制。",
        too_large(file, limit)
    )]
    TooLarge {
        /// The path as it was given.
        file: String,
        /// The bound it went beyond.
        limit: Limit,
    },
    /// A workbook, but its content cannot be understood.
    #[error("文件“{file}”{}内容已损坏，无法读取。请用 Excel 或 WPS 打开并另存为 xlsx 文件后再试。（技术细节：{detail}）", place(.sheet))]
    Damaged {
        /// The path as it was given.
        file: String,
        /// The sheet that was being read, if any.
        sheet: Option<String>,
        /// What the reader met, for whoever looks into it.
        detail: String,
    },
    /// Plain text, but no table that can be read for certain.
    #[error(
        "文件“{file}”是文本（CSV），没有读取：{cause}。请改正，或用 Excel、WPS 打开核对后另存为 xlsx 文件，再重新运行。"
    )]
    NoTable {
        /// The path as it was given.
        file: String,
        /// What is wrong with it.
        cause: NoTable,
    },
    /// A workbook without any sheet of cells.
    #[error("文件“{file}”中没有任何数据工作表。请检查是否选错了文件。")]
    NoSheets {
        /// The path as it was given.
        file: String,
    },
}

/// What a file is that is not a workbook. Displayed as the rest of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksLike {
    /// A folder.
    Folder,
    /// Nothing in it.
    Empty,
    /// The small file that Excel leaves beside a workbook while it is open.
    LockFile,
    /// A web page under the name of a workbook; online systems export these.
    WebPage,
    /// A spreadsheet as one plain XML file (Excel 2003, or flat ods).
    XmlSpreadsheet,
    /// A format of Excel from before 1997, outside a compound file.
    OldExcel,
    /// A document or slides of Word, PowerPoint or WPS.
    OtherOffice,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// An archive that is no workbook.
    Archive,
    /// None of the above.
    Unknown,
}

impl std::fmt::Display for LooksLike {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder => "是一个文件夹，不是表格文件。请指定其中的表格文件。",
            Self::Empty => "是空文件，没有任何内容。请检查文件是否完整下载或复制。",
            Self::LockFile => {
                "是 Excel 或 WPS 打开文件时产生的临时文件，不是表格本身。请选择文件名不以“~$”开头的那个文件。"
            }
            Self::WebPage => {
                "实际上是网页格式，不是真正的表格文件。请用 Excel 或 WPS 打开后另存为 xlsx 文件，再重新运行。"
            }
            Self::XmlSpreadsheet => {
                "是 XML 格式的表格，无法直接读取。请用 Excel 或 WPS 打开后另存为 xlsx 文件，再重新运行。"
            }
            Self::OldExcel => {
                "是很早版本的 Excel 格式，无法读取。请用 Excel 或 WPS 打开后另存为 xlsx 文件，再重新运行。"
            }
            Self::OtherOffice => {
                "是文档或演示文稿，不是表格文件。请将其中的数据放入表格后另存为 xlsx 文件，再重新运行。"
            }
            Self::Pdf => "是 PDF 文件，不是表格文件。请使用原始的表格文件。",
            Self::Picture => "是图片，不是表格文件。请使用原始的表格文件。",
            Self::Archive => "是压缩包，不是表格文件。请先解压，再选择其中的表格文件。",
            Self::Unknown => {
                "不是可以识别的表格文件。请用 Excel 或 WPS 打开后另存为 xlsx 文件，再重新运行。"
            }
        })
    }
}

fn reason(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::PermissionDenied => "没有读取权限，或文件正被其他程序占用".to_owned(),
        _ => source.to_string(),
    }
}

fn advice(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::PermissionDenied => "请先在 Excel 或 WPS 中关闭该文件，再重新运行。",
        _ => "请检查磁盘或网络位置是否可用，再重新运行。",
    }
}

fn place(sheet: &Option<String>) -> String {
    match sheet {
        Some(name) => format!("中工作表“{name}”的"),
        None => "的".to_owned(),
    }
}

/// That a file holds too much, and what helps, whoever reads it.
pub(crate) fn too_large(file: &str, limit: &Limit) -> String {
    format!(
        "文件“{file}”的内容过大：{}。请用 Excel 或 WPS 打开，只把需要的数据复制到新工作簿里再试",
        excess(limit)
    )
}

fn excess(limit: &Limit) -> String {
    match limit {
        Limit::Cells(most) => format!("有内容的单元格超过 {most} 个"),
        Limit::Sheets(most) => format!("工作表超过 {most} 张"),
        Limit::Rows(most) => format!("一张工作表里有内容的行超过 {most} 行"),
        Limit::Memory(most) => format!("读入后会占用超过 {} 内存", size(*most as u64)),
        Limit::FileBytes(most) => format!("文件超过 {}", size(*most)),
        Limit::UnpackedBytes(most) => format!("解压后超过 {}", size(*most)),
        Limit::Ratio(most) => format!("其中一部分的压缩比超过 {most} 倍，不像正常保存的表格"),
        Limit::OneText(most) => format!("其中一段文字超过 {}", size(*most as u64)),
    }
}

/// Bytes as users count them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} 字节"),
        1024..0x10_0000 => format!("{} KB", bytes >> 10),
        0x10_0000..0x4000_0000 => format!("{} MB", bytes >> 20),
        _ => format!("{} GB", bytes >> 30),
    }
}

/// Why a reader stopped; `open` adds the file's name.
#[derive(Debug)]
pub(super) enum Fault {
    Encrypted,
    TooLarge(Limit),
    NotAWorkbook(LooksLike),
    NoTable(NoTable),
    Io(io::Error),
    Damaged {
        sheet: Option<String>,
        detail: String,
    },
}

impl Fault {
    /// Damage of which only a description is known.
    pub(super) fn damaged(detail: impl std::fmt::Display) -> Self {
        Self::Damaged {
            sheet: None,
            detail: detail.to_string(),
        }
    }

    /// The same fault, said of a sheet.
    pub(super) fn in_sheet(self, name: &str) -> Self {
        match self {
            Self::Damaged { detail, .. } => Self::Damaged {
                sheet: Some(name.to_owned()),
                detail,
            },
            other => other,
        }
    }

    /// What a reader of bytes met: a limit of ours travels inside it (see
    /// `package::Guarded`), all else is damage of what was being unpacked.
    pub(super) fn from_read(error: io::Error) -> Self {
        match error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<BeyondLimit>())
        {
            Some(BeyondLimit(limit)) => Self::TooLarge(*limit),
            None => Self::damaged(error),
        }
    }

    /// What a reader of text met: what is wrong with the text travels inside the error, too.
    pub(super) fn from_text(error: io::Error) -> Self {
        let inner = error.get_ref();
        if let Some(BeyondLimit(limit)) = inner.and_then(|inner| inner.downcast_ref()) {
            return Self::TooLarge(*limit);
        }
        let no_table = inner.and_then(|inner| inner.downcast_ref::<NoTable>().copied());
        match no_table.or_else(|| NoText::of(&error).map(NoTable::Text)) {
            Some(no_table) => Self::NoTable(no_table),
            None => Self::Io(error),
        }
    }

    /// The failure to tell, with the file's name.
    pub(super) fn named(self, file: String) -> OpenError {
        match self {
            Self::Encrypted => OpenError::Encrypted { file },
            Self::TooLarge(limit) => OpenError::TooLarge { file, limit },
            Self::NotAWorkbook(looks_like) => OpenError::NotAWorkbook { file, looks_like },
            Self::NoTable(cause) => OpenError::NoTable { file, cause },
            Self::Io(source) => OpenError::Unreadable { file, source },
            Self::Damaged { sheet, detail } => OpenError::Damaged {
                file,
                sheet,
                detail,
            },
        }
    }
}

/// A limit on its way through an `io::Error`.
#[derive(Debug, thiserror::Error)]
#[error("beyond {0:?}")]
pub(super) struct BeyondLimit(pub(super) Limit);

impl From<quick_xml::Error> for Fault {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            // The reader shares its io error; only ours carries a limit.
            quick_xml::Error::Io(shared) => {
                match shared
                    .get_ref()
                    .and_then(|e| e.downcast_ref::<BeyondLimit>())
                {
                    Some(BeyondLimit(limit)) => Self::TooLarge(*limit),
                    None => Self::damaged(shared),
                }
            }
            other => Self::damaged(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_the_file_and_say_what_to_do() {
        let damaged = Fault::damaged("Xml error").in_sheet("基础数据");
        let sentence = damaged.named("a.xlsx".to_owned()).to_string();
        assert!(sentence.contains("“a.xlsx”中工作表“基础数据”的内容已损坏"));
        assert!(sentence.contains("请"));

        let page = Fault::NotAWorkbook(LooksLike::WebPage).named("b.xls".to_owned());
        assert!(page.to_string().starts_with("文件“b.xls”实际上是网页"));
        assert!(page.to_string().contains("另存为 xlsx"));
    }

    #[test]
    fn a_limit_survives_the_io_error() {
        let error = io::Error::other(BeyondLimit(Limit::UnpackedBytes(7)));
        assert!(matches!(
            Fault::from_read(error),
            Fault::TooLarge(Limit::UnpackedBytes(7))
        ));
        let xml = quick_xml::Error::Io(std::sync::Arc::new(io::Error::other(BeyondLimit(
            Limit::OneText(3),
        ))));
        assert!(matches!(
            Fault::from(xml),
            Fault::TooLarge(Limit::OneText(3))
        ));
    }
}
