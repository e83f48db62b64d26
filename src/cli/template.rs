//! 下达: rule book and list of departments in, forms out.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::folder::Folder;
use super::input::{last_year, rule_book};
use super::outcome::{Failure, Outcome};
use super::output::{Format, may_write, must_be_xlsx, write_whole, written_to};
use super::progress::Progress;
use super::roster;
use crate::file_names::stem;
use crate::forms::{Answers, Form, Passport, Who};
use crate::intake::Dataset;
use crate::intake::identity::key;
use crate::intake::year::is_year;
use crate::rulebook::RuleBook;
use crate::rulebook::library;
use crate::sheets;
use crate::workbook::Bounds;

/// 下达：按规则书和部门名单，给每个部门做一份填报表
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao template --departments 部门名单.xlsx -o 填报表        每个部门一份
  jixiao template --departments 部门名单.xlsx --last-year 上年数据.xlsx -o 填报表
                                                              旁边列出上年数
  jixiao template --blank -o 空白填报表.xlsx                   一份空表，部门自己填名称
  jixiao template --bureau --departments 部门名单.xlsx -o 汇总填报.xlsx
                                                              一行一个部门，由主管部门录入

名单要有“部门编码”“部门名称”“主管部门”的表头；上年的基础数据也可以当名单。")]
pub struct Arguments {
    /// 部门名单：有部门编码、部门名称、主管部门的工作簿
    #[arg(long, value_name = "名单", required_unless_present_any = ["blank", "bureau"])]
    departments: Option<PathBuf>,

    /// 只做一份空白填报表，部门名称留空
    #[arg(long, conflicts_with_all = ["bureau", "departments", "last_year"])]
    blank: bool,

    /// 只做一份宽表，一行一个部门，由主管部门自己录入
    #[arg(long, conflicts_with = "last_year")]
    bureau: bool,

    /// 在填报栏旁边列出上年的数，灰色，只供参考
    #[arg(long, value_name = "工作簿")]
    last_year: Option<PathBuf>,

    /// 写到哪个文件夹（--blank 和 --bureau 时是文件）
    #[arg(short, long, value_name = "位置")]
    output: PathBuf,

    /// 规则书：内置规则书的名称，或规则书文件
    #[arg(long, value_name = "规则书", default_value = library::BUILT_IN[0].0)]
    rules: String,

    /// 填报哪一年的数据（不指定时是规则书的年度）
    #[arg(long, value_name = "年度")]
    year: Option<u32>,

    /// 文件已经存在时覆盖它
    #[arg(long)]
    force: bool,
}

/// Makes forms.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let book = rule_book(&arguments.rules)?;
    let year = arguments.year.unwrap_or(book.year);
    if !is_year(year) {
        return Err(Failure::NoSuchYear { year });
    }
    if arguments.blank {
        let form = Form::new(&book, Passport::new(&book, year, None));
        return arguments.single(None, sheets::form(&form, None)?);
    }
    let departments = match &arguments.departments {
        Some(path) => roster::read(path, &book)?,
        None => Vec::new(),
    };
    if arguments.bureau {
        let bytes = sheets::wide(&book, year, &departments)?;
        return arguments.single(arguments.departments.as_deref(), bytes);
    }
    let last_year = match &arguments.last_year {
        Some(path) => Some(last_year(path, &book, Some(year), &Bounds::default())?),
        None => None,
    };
    let inputs: Vec<&Path> = [&arguments.departments, &arguments.last_year]
        .into_iter()
        .filter_map(|path| path.as_deref())
        .collect();
    let names = departments
        .iter()
        .map(|who| stem(who.code.as_deref(), &who.name));
    let folder = Folder::prepare(&arguments.output, names, "xlsx", &inputs, arguments.force)?;
    let progress = Progress::start(Format::Text);
    let step = progress.count("制表", departments.len());
    folder.write(
        |index| make(&book, year, &departments[index], last_year.as_ref()),
        &step,
    )?;
    progress.finish();
    let mut out = std::io::stdout().lock();
    if let Some(last_year) = &last_year {
        let unknown = |who: &&Who| figures_of(who, last_year).is_none();
        let unknown: Vec<&str> = departments
            .iter()
            .filter(unknown)
            .map(|who| who.name.as_str())
            .collect();
        if !unknown.is_empty() {
            writeln!(
                out,
                "上年数据里没有这些部门，上年数一栏空着：{}",
                unknown.join("、")
            )?;
        }
    }
    writeln!(
        out,
        "已做好 {} 份填报表，在：{}",
        departments.len(),
        written_to(folder.path())
    )?;
    Ok(Outcome::Done)
}

/// One department's form.
fn make(
    book: &RuleBook,
    year: u32,
    who: &Who,
    last_year: Option<&Dataset>,
) -> Result<Vec<u8>, Failure> {
    let passport = Passport {
        last_year: last_year.is_some(),
        ..Passport::new(book, year, Some(who.clone()))
    };
    let form = Form::new(book, passport);
    let before = last_year.and_then(|dataset| figures_of(who, dataset));
    Ok(sheets::form(&form, before.as_ref())?)
}

/// What a department had last year: found by its code, else by its name.
fn figures_of(who: &Who, dataset: &Dataset) -> Option<Answers> {
    let same = |one: Option<&str>, other: Option<&str>| {
        one.zip(other).map(|(one, other)| key(one) == key(other))
    };
    let record = dataset.records.iter().find(|record| {
        same(record.code.as_deref(), who.code.as_deref())
            .unwrap_or_else(|| key(&record.name) == key(&who.name))
    })?;
    Some(Answers::of_record(record, dataset))
}

impl Arguments {
    /// Writes a single workbook.
    fn single(&self, input: Option<&Path>, bytes: Vec<u8>) -> Result<Outcome, Failure> {
        may_write(&self.output, input, self.force)?;
        must_be_xlsx(&self.output)?;
        write_whole(&self.output, &bytes)?;
        writeln!(std::io::stdout(), "已写到：{}", written_to(&self.output))?;
        Ok(Outcome::Done)
    }
}
