//! A workbook that is something else than was asked for: which command wants it.

use std::path::Path;

use crate::mistaken::Kind;
use crate::rulebook::RuleBook;
use crate::workbook::{self, Bounds};

/// What the workbook in a file is, as [`Kind::of`].
pub fn of_file(path: &Path, book: &RuleBook) -> Option<Kind> {
    let workbook = workbook::open(path, &Bounds::default()).ok()?;
    Kind::of(workbook, path, book)
}

/// What to do with it, given its path.
pub fn advice(kind: Kind, path: &Path) -> String {
    let file = match path.display().to_string() {
        file if file.contains(' ') => format!("\"{file}\""),
        file => file,
    };
    match kind {
        Kind::Form => {
            "请把各部门的填报表放进一个文件夹，先用 jixiao collect 汇总，再对汇总评分".into()
        }
        Kind::Ledger => {
            format!("要接着它做新的台账，请用 jixiao ledger 基础数据.xlsx --last {file}")
        }
        Kind::Comparison => {
            "要重新对比，请用各年度的数据或评分结果：jixiao compare 2020.xlsx 2021.xlsx".into()
        }
        Kind::Collected => {
            "其中还没有采用任何部门的数据，请看“收集情况”里的原因，处理后重新用 jixiao collect 汇总"
                .into()
        }
        Kind::Scorecard => "评分表是由数据生成的，请改用装有各部门数据的工作簿".into(),
        Kind::List(_) => {
            format!("要按名单做填报表，请用 jixiao template --departments {file} -o 填报表")
        }
        Kind::RuleBook => format!(
            "评分时用它，请写 jixiao score 基础数据.xlsx --rules {file}；检查它，请用 jixiao rules check {file}"
        ),
    }
}
