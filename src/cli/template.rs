//! 下达: rule book and list of departments in, forms out.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::folder::Folder;
use super::input::{Within, rule_book, source, tell};
use super::outcome::{Failure, Outcome};
use super::output::{Format, may_write, must_be_xlsx, write_whole, written_to};
use super::progress::Progress;
use crate::rulebook::library;
use crate::tasks::forms_out::{self, FormsOut};
use crate::tasks::{reading, roster};

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

    #[command(flatten)]
    within: Within,

    /// 文件已经存在时覆盖它
    #[arg(long)]
    force: bool,
}

/// Makes forms.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let book = rule_book(&arguments.rules)?;
    let year = forms_out::year_of(arguments.year, &book)?;
    if arguments.blank {
        return arguments.single(None, forms_out::blank(&book, year)?);
    }
    let bounds = arguments.within.limits.bounds();
    let departments = match &arguments.departments {
        Some(path) => roster::read(&source(path), &book, &bounds, tell)?,
        None => Vec::new(),
    };
    if arguments.bureau {
        let bytes = forms_out::wide(&book, year, &departments)?;
        return arguments.single(arguments.departments.as_deref(), bytes);
    }
    let last_year = match &arguments.last_year {
        Some(path) => {
            let source = source(path);
            Some(reading::last_year(&source, &book, Some(year), &bounds)?)
        }
        None => None,
    };
    let inputs: Vec<&Path> = [&arguments.departments, &arguments.last_year]
        .into_iter()
        .filter_map(|path| path.as_deref())
        .collect();
    let forms = FormsOut::new(&book, year, departments, last_year);
    let (output, force) = (&arguments.output, arguments.force);
    let folder = Folder::prepare(output, forms.names(), "xlsx", &inputs, force)?;
    let progress = Progress::start(Format::Text);
    let step = progress.count("制表", forms.count());
    folder.write(|index| Ok(forms.write(index)?), &step)?;
    progress.finish();
    let mut out = std::io::stdout().lock();
    for notice in forms.notices() {
        writeln!(out, "{notice}")?;
    }
    writeln!(
        out,
        "已做好 {} 份填报表，在：{}",
        forms.count(),
        written_to(folder.path())
    )?;
    Ok(Outcome::Done)
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
