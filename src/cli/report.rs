//! 报告: Word reports: each department's self-evaluation, or the supervising bureau's summary.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::departments::Departments;
use super::folder::Folder;
use super::input::{ScoredInput, rendered};
use super::outcome::{Failure, Outcome, file_name};
use super::output::{
    Format, beside, may_write, tell_encoding, told_reading, write_whole, written_to,
};
use super::progress::Progress;
use crate::analysis::Evaluation;
use crate::encoding;
use crate::reports::{self, DepartmentReports, Template, lint, sentences, template};
use crate::rulebook::{Finding, RuleBook};
use crate::tasks::papers;
use crate::workbook::{self, Bounds};

/// 报告：写出各部门自评报告的初稿，或主管部门的汇总报告（Word 文档）
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao report 基础数据.xlsx -o 自评报告                      每个部门一份
  jixiao report 基础数据.xlsx -o 自评报告 --dept 示例市教育局
  jixiao report 基础数据.xlsx -o 自评报告 --template 本局模板.md
  jixiao report --bureau 基础数据.xlsx -o 汇总报告.docx
  jixiao rules template shenzhen-2021 -o 本局模板.md           导出模板，供修改")]
pub struct Arguments {
    #[command(flatten)]
    input: ScoredInput,

    #[command(flatten)]
    departments: Departments,

    /// 写主管部门的汇总报告，而不是各部门的自评报告
    #[arg(long, conflicts_with = "names")]
    bureau: bool,

    /// 写到哪里：各部门的报告写到一个文件夹，汇总报告写成一个 docx 文件（不指定时写在输入文件旁边）
    #[arg(short, long, value_name = "文件夹或文件")]
    output: Option<PathBuf>,

    /// 报告模板：内置模板的名称，或模板文件（不指定时用规则书的模板）
    #[arg(long, value_name = "模板")]
    template: Option<String>,

    /// 文件已经存在时覆盖它
    #[arg(long)]
    force: bool,
}

/// Writes reports.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let book = arguments.input.rule_book()?;
    let template = arguments.template(&book)?;
    let findings = match arguments.bureau {
        true => lint::bureau(&template),
        false => lint::department(&template, &book),
    };
    refuse_faulty(&findings, &template)?;
    let target = arguments.target();
    let is_docx = target
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("docx"));
    if is_docx != arguments.bureau {
        return Err(match arguments.bureau {
            true => Failure::NotDocx { path: target },
            false => Failure::NotFolder { path: target },
        });
    }
    let evaluation = arguments.input.evaluate(&book, Format::Text)?;
    let departments = arguments.departments.chosen(&evaluation.dataset.records)?;
    match arguments.bureau {
        true => {
            may_write(&target, arguments.input.files(), arguments.force)?;
            write_bureau(&evaluation, &template, &target)?;
        }
        false => write_departments(arguments, &evaluation, &departments, &template, &target)?,
    }
    Ok(arguments.departments.outcome(&evaluation, &departments))
}

/// Shows what is wrong with a template; errors stop the run.
fn refuse_faulty(findings: &[Finding], template: &Template) -> Result<(), Failure> {
    if findings.is_empty() {
        return Ok(());
    }
    eprint!("{}", rendered(findings));
    Err(Failure::FaultyTemplate {
        name: template.name.clone(),
    })
}

/// There is no such template.
pub fn unknown_template(name: &str) -> Failure {
    let known = template::BUILT_IN.map(|(known, _)| known).join("、");
    Failure::Template {
        name: name.into(),
        cause: format!("没有这个内置模板，也没有这个文件；内置的模板：{known}"),
    }
}

/// A template by name, or in a file.
pub fn load_template(name: &str) -> Result<Template, Failure> {
    if let Some(template) = Template::built_in(name) {
        return Ok(template);
    }
    if is_workbook(Path::new(name)) {
        return sentences_of(name);
    }
    let unreadable = |cause: String| Failure::Template {
        name: name.into(),
        cause,
    };
    let bytes = match std::fs::read(name) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(unknown_template(name));
        }
        Err(error) => return Err(unreadable(told_reading(&error))),
    };
    let (text, encoding) = encoding::decode(&bytes)
        .map_err(|cause| unreadable(format!("{cause}。请用“UTF-8”编码另存后再试")))?;
    tell_encoding("报告模板", name, encoding);
    Ok(Template {
        name: file_name(Path::new(name)),
        text: text.replace("\r\n", "\n"),
        cells: None,
    })
}

fn is_workbook(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ["xlsx", "xls", "et", "ods"].contains(&ending.to_lowercase().as_str())
    })
}

/// A template as a workbook's sheet of sentences; every cell that cannot be read is told.
fn sentences_of(name: &str) -> Result<Template, Failure> {
    let workbook = workbook::open(Path::new(name), &Bounds::STANDARD)?;
    sentences::template(&workbook, &file_name(Path::new(name))).map_err(|slips| {
        let told: Vec<String> = slips.iter().map(|slip| format!("\n  {slip}")).collect();
        Failure::Template {
            name: name.into(),
            cause: format!("有 {} 处看不懂：{}", slips.len(), told.concat()),
        }
    })
}

impl Arguments {
    fn template(&self, book: &RuleBook) -> Result<Template, Failure> {
        load_template(match (&self.template, self.bureau) {
            (Some(name), _) => name,
            (None, true) => template::BUREAU,
            (None, false) => papers::template_of(book),
        })
    }

    fn target(&self) -> PathBuf {
        if let Some(output) = &self.output {
            return output.clone();
        }
        let ending = match self.bureau {
            true => "汇总报告.docx",
            false => "自评报告",
        };
        beside(self.input.file(), ending)
    }
}

fn write_departments(
    arguments: &Arguments,
    evaluation: &Evaluation,
    chosen: &[usize],
    template: &Template,
    target: &Path,
) -> Result<(), Failure> {
    let records = &evaluation.dataset.records;
    let reports = DepartmentReports::new(evaluation, template)?;
    let names = chosen
        .iter()
        .map(|index| papers::name_of(&records[*index], "自评报告"));
    let inputs: Vec<&Path> = arguments.input.files().collect();
    let folder = Folder::prepare(target, names, "docx", &inputs, arguments.force)?;
    let progress = Progress::start(Format::Text);
    let step = progress.count("写报告", chosen.len());
    folder.write(|index| Ok(reports.write(chosen[index])?), step)?;
    progress.finish();
    writeln!(
        std::io::stdout(),
        "已写出 {} 份自评报告初稿，在文件夹：{}\n报告里标黄的【请填写：…】由部门补充；改进措施是建议，请结合实际修改。",
        chosen.len(),
        written_to(folder.path())
    )?;
    Ok(())
}

fn write_bureau(
    evaluation: &Evaluation,
    template: &Template,
    target: &Path,
) -> Result<(), Failure> {
    write_whole(target, &reports::bureau(evaluation, template)?)?;
    writeln!(std::io::stdout(), "汇总报告已写到：{}", written_to(target))?;
    Ok(())
}
