//! Forms that go back to be mended.

use jixiao::address::Address;
use jixiao::forms::form::{OutcomeColumn, SHEET};
use jixiao::forms::matching::Taken;
use jixiao::forms::return_forms::packs;
use jixiao::forms::returned::{FormChange, RETURN_SHEET};
use jixiao::forms::{Item, Who};
use jixiao::problem::{Code, Severity};
use jixiao::rulebook::outcomes::RowFigure;
use jixiao::sheets;
use jixiao::workbook::CellValue;

use super::filling::{Filling, opened};
use super::{handed_out, who};
use crate::support::recalculate::compare;
use crate::support::recalculate::package::Package;
use crate::support::{Cell, Department, Folder, Input};

/// Two departments, of which one has something to mend.
fn input() -> Input {
    Input::of([
        Department::new("甲").with("部门编码='1"),
        Department::new("乙")
            .with("部门编码='2; 满意度=150%; 在编人数=空; 按时完成项目数=12")
            .outcome("方向=正向; 目标值=100; 完成值=92; 分值=20"),
    ])
}

#[test]
fn only_who_has_something_to_mend_gets_a_form_back() {
    let evaluation = input().score().evaluation;
    let packs = packs(
        &evaluation.dataset,
        &evaluation.problems,
        &[],
        evaluation.book,
    );
    let [pack] = packs.as_slice() else {
        panic!("one pack, not {}", packs.len());
    };
    assert_eq!(pack.concerns().name, "乙");
    let cell = |name: &str| {
        let row = Filling::of(&sheets::return_pack(pack).expect("a form")).row_of(name, 0);
        format!("C{row}")
    };
    let notes: Vec<String> = pack
        .notes
        .iter()
        .map(|note| {
            let cell = note.items.first().and_then(|item| pack.form.cell(*item));
            format!(
                "{} {}",
                note.code,
                cell.map_or_else(String::new, |cell| cell.to_string())
            )
        })
        .collect();
    for (code, name) in [
        ("V03", "满意度"),
        ("V01", "在编人数"),
        ("K101", "按时完成项目数"),
    ] {
        let wanted = format!("{code} {}", cell(name));
        assert!(notes.contains(&wanted), "{wanted} in {notes:?}");
    }
    // The message names the form's cells, not those of the bureau's workbook.
    let conflict = pack
        .notes
        .iter()
        .find(|note| note.code == "K101")
        .expect("a conflict");
    let told = format!("（{}、{}）", cell("按时完成项目数"), cell("计划完成项目数"));
    assert!(conflict.message.ends_with(&told), "{}", conflict.message);
}

#[test]
fn the_problems_stand_in_front_and_at_their_cells() {
    let evaluation = input().score().evaluation;
    let packs = packs(
        &evaluation.dataset,
        &evaluation.problems,
        &[],
        evaluation.book,
    );
    let bytes = sheets::return_pack(&packs[0]).expect("a form");
    compare(&bytes).assert_equal();
    let workbook = opened(&bytes);
    assert_eq!(workbook.sheets[0].name, RETURN_SHEET);
    assert_eq!(workbook.sheets[1].name, SHEET);
    let listed = workbook.sheets[0].rows.iter().flat_map(|row| &row.cells);
    let codes = listed.filter(|cell| matches!(&cell.value, CellValue::Text(text) if text == "V03"));
    assert_eq!(codes.count(), 1);
    let package = Package::open(&bytes);
    let notes = package.text("xl/comments1.xml");
    let row = Filling::of(&bytes).row_of("满意度", 0);
    assert!(
        notes.contains(&format!("<comment ref=\"C{row}\"")),
        "{notes}"
    );
    assert!(notes.contains("V03") && notes.contains("请填写不小于 0、不超过 100% 的百分比"));
}

#[test]
fn check_writes_packs_too_and_they_collect_again() {
    let folder = Folder::new();
    input().save(&folder.path(""));
    let ran = folder.run(&["check", "输入.xlsx", "--return", "退回"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
    let pack = folder.path("退回/2-乙-第2次.xlsx");
    let mut filling = Filling::of_file(&pack);
    filling
        .answer("满意度", &Cell::Number(0.95))
        .answer("在编人数", &Cell::Number(90.0))
        .answer("按时完成项目数", &Cell::Number(9.0));
    std::fs::write(&pack, filling.bytes()).expect("the pack is written");
    let ran = folder.run(&["collect", "退回", "-o", "汇总.xlsx"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let scored = folder
        .run(&["score", "汇总.xlsx", "--format", "json"])
        .json();
    // 92% of the 25 points for outcomes, 9 of 10 projects in time.
    assert_eq!(scored["departments"][0]["total"], "97.40");
}

#[test]
fn a_cell_that_shows_something_else_than_it_holds_comes_back_as_the_forms_own() {
    let folder = Folder::new();
    let cells = [
        ("部门预算总规模", Cell::Formatted(30_161_000.0, "#,##0.00,")),
        // 3-5 was typed.
        ("计划完成项目数", Cell::Formatted(44_260.0, "yyyy-m-d")),
        // The form's own format shows it.
        ("满意度", Cell::Formatted(95.0, "0.00%")),
    ];
    let department = cells
        .into_iter()
        .fold(Department::new("甲"), |department, (name, cell)| {
            department.with_cell(name, cell)
        });
    Input::of([department]).save(&folder.path(""));
    let ran = folder.run(&["check", "输入.xlsx", "--return", "退回"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let pack = folder.path("退回/甲-第2次.xlsx");
    let shown = |name: &str| {
        let bytes = std::fs::read(&pack).expect("a pack");
        let workbook = opened(&bytes);
        let sheet = workbook.sheets.iter().find(|sheet| sheet.name == SHEET);
        let row = Filling::of(&bytes).row_of(name, 0);
        let cell = sheet.expect("the form").cell(Address::new(row - 1, 2));
        cell.cloned().expect("a cell").value
    };
    let text = |text: &str| CellValue::Text(text.into());
    assert_eq!(shown("部门预算总规模"), text("30161000（请重填）"));
    assert_eq!(shown("计划完成项目数"), text("2021-03-05"));
    assert_eq!(shown("满意度"), CellValue::Number(95.0));
    // What was changed is said in so many words.
    let workbook = opened(&std::fs::read(&pack).expect("a pack"));
    let told = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == RETURN_SHEET);
    let told: Vec<String> = told
        .expect("the sheet in front")
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter_map(|cell| match &cell.value {
            CellValue::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect();
    for changed in [
        "原来填的是数 30161000，程序已把这一格改成文字“30161000（请重填）”",
        "原来填的是日期 2021-03-05，程序已把这一格改成文字“2021-03-05”",
    ] {
        assert!(told.iter().any(|text| text.contains(changed)), "{told:?}");
    }
    // Sent back as it is it is no figure; what is typed over it is one.
    let mut filling = Filling::of_file(&pack);
    filling.answer("满意度", &Cell::Number(0.95));
    std::fs::write(&pack, filling.bytes()).expect("the pack is written");
    let ran = folder.run(&["collect", "退回", "-o", "汇总.xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let checked = folder.run(&["check", "汇总.xlsx"]);
    assert_eq!(checked.status, 1);
    assert!(checked.stdout.contains("错误 2"), "{}", checked.stdout);
    let mut filling = Filling::of_file(&pack);
    filling
        .answer("部门预算总规模", &Cell::Number(3016.1))
        .answer("计划完成项目数", &Cell::Number(10.0));
    std::fs::write(&pack, filling.bytes()).expect("the pack is written");
    let ran = folder.run(&["collect", "退回", "-o", "汇总.xlsx", "--force"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert_eq!(folder.run(&["check", "汇总.xlsx"]).status, 0);
}

#[test]
fn a_number_out_of_range_comes_back_as_it_was_written() {
    let department = Department::new("甲")
        .with("部门编码='1")
        .with_cell("实际采购金额", Cell::Formatted(-3.0, "#,##0.00"));
    let evaluation = Input::of([department]).score().evaluation;
    let packs = packs(
        &evaluation.dataset,
        &evaluation.problems,
        &[],
        evaluation.book,
    );
    let mut metrics = evaluation.book.metrics.iter();
    let id = metrics.position(|metric| metric.name() == "实际采购金额");
    let item = Item::Metric(id.expect("a metric"));
    let entry = packs[0].answers.get(item).expect("an answer");
    assert_eq!(entry.value, CellValue::Number(-3.0));
    let notes = packs[0].notes.iter();
    let of_it: Vec<&str> = notes
        .filter(|note| note.items == [item])
        .map(|note| note.message.as_str())
        .collect();
    assert_eq!(of_it, ["“实际采购金额”：-3 超出范围，按缺少数据处理"]);
}

#[test]
fn advice_in_what_goes_back_speaks_to_the_department() {
    let department = Department::new("甲").with("部门编码='1; 满意度=150%");
    let evaluation = Input::of([department]).score().evaluation;
    let change = |advice: &str| FormChange {
        code: Code::NoStoredValue,
        severity: Severity::Error,
        cell: None,
        others: Vec::new(),
        items: Vec::new(),
        message: "填的是公式".into(),
        advice: advice.into(),
    };
    let record = &evaluation.dataset.records[0];
    let taken = Taken {
        who: Who::of(record),
        changes: vec![
            change("请部门用 Excel 或 WPS 打开"),
            change("请向部门确认这个数"),
        ],
        ..Taken::default()
    };
    let packs = packs(
        &evaluation.dataset,
        &evaluation.problems,
        &[taken],
        evaluation.book,
    );
    let advice: Vec<&str> = packs[0].notes[..2]
        .iter()
        .map(|note| note.advice.as_str())
        .collect();
    assert_eq!(advice, ["请用 Excel 或 WPS 打开", "请确认这个数"]);
}

#[test]
fn what_was_understood_comes_back_as_the_form_asks_for_it_and_is_told() {
    let department = Department::new("甲")
        .with("部门编码='1; 满意度=150%; 在编人数='35人; 政府采购计划金额='1250.5万元; 管理制度已制定='√")
        .outcome("方向='正向; 目标值='92%; 完成值='95%; 分值='５")
        .outcome("方向='正向; 目标值='92%; 完成值=94; 分值=20");
    let evaluation = Input::of([department]).score().evaluation;
    let packs = packs(
        &evaluation.dataset,
        &evaluation.problems,
        &[],
        evaluation.book,
    );
    let pack = &packs[0];
    let told: Vec<&str> = pack
        .notes
        .iter()
        .filter(|note| note.severity == Severity::Info)
        .map(|note| note.message.as_str())
        .collect();
    for wanted in [
        "“1250.5万元”按 1250.5 采用，已改成这样填",
        "“35人”按 35 采用，已改成这样填",
        "“92%”是按文字填的，已改成同样的数，内容没有变",
        "“95%”是按文字填的，已改成同样的数，内容没有变",
        "“５”按 5 采用，已改成这样填",
    ] {
        assert!(told.contains(&wanted), "{wanted} in {told:?}");
    }
    // Of the second row, whose units are in question, nothing is touched; and √ is what the form takes.
    assert_eq!(told.len(), 5, "{told:?}");
    let number = |item| match pack.answers.get(item).map(|entry| &entry.value) {
        Some(CellValue::Number(number)) => Some(*number),
        _ => None,
    };
    let figure = |row, figure| number(Item::Outcome(row, OutcomeColumn::Figure(figure)));
    assert_eq!(figure(0, RowFigure::Weight), Some(5.0));
    assert_eq!(figure(0, RowFigure::Target), Some(0.92));
    assert_eq!(figure(1, RowFigure::Target), None);
    compare(&sheets::return_pack(pack).expect("a form")).assert_equal();
}

#[test]
fn money_of_a_column_in_yuan_comes_back_in_the_unit_of_the_form() {
    let departments = [Department::new("甲")
        .with("部门编码='1; 满意度=150%; 政府采购计划金额=12505000; 实际采购金额=1200")];
    let mut input = Input::of(departments);
    input
        .data()
        .rename("政府采购计划金额", "政府采购计划金额（元）");
    let evaluation = input.score().evaluation;
    let packs = packs(
        &evaluation.dataset,
        &evaluation.problems,
        &[],
        evaluation.book,
    );
    let number = |name: &str| {
        let metrics = &evaluation.book.metrics;
        let id = metrics.iter().position(|metric| metric.name() == name);
        let entry = packs[0].answers.get(Item::Metric(id.expect("a metric")));
        match entry.map(|entry| &entry.value) {
            Some(CellValue::Number(number)) => Some(*number),
            _ => None,
        }
    };
    assert_eq!(number("政府采购计划金额"), Some(1250.5));
    assert_eq!(number("实际采购金额"), Some(1200.0));
}

#[test]
fn a_pack_has_room_for_all_outcome_indicators() {
    let many = (0..15).fold(
        Department::new("甲").with("满意度=空"),
        |department, _| department.outcome("方向=正向; 目标值=100; 完成值=92; 分值=1"),
    );
    let evaluation = Input::of([many]).score().evaluation;
    let packs = packs(
        &evaluation.dataset,
        &evaluation.problems,
        &[],
        evaluation.book,
    );
    let bytes = sheets::return_pack(&packs[0]).expect("a form");
    let again = jixiao::forms::returned::read(&opened(&bytes), evaluation.book).expect("a form");
    assert_eq!(again.answers.outcome_rows(), 15);
}

#[test]
fn a_percentage_that_could_be_either_or_neither_goes_back() {
    let satisfied =
        |name: &str, cell: f64| Department::new(name).with_cell("满意度", Cell::Number(cell));
    let progress = Cell::Formatted(49.15, "0.00%");
    let input = Input::of([
        satisfied("甲", 0.95),
        satisfied("乙", 0.9),
        satisfied("丙", 88.0),
        Department::new("丁").with_cell("四季度末支出进度", progress),
    ]);
    let evaluation = input.score().evaluation;
    let packs = packs(
        &evaluation.dataset,
        &evaluation.problems,
        &[],
        evaluation.book,
    );
    let told: Vec<(String, &str, bool)> = packs
        .iter()
        .flat_map(|pack| {
            let name = pack.concerns().name;
            let notes = pack.notes.iter();
            notes.map(move |note| (name.clone(), note.code.as_str(), !note.items.is_empty()))
        })
        .collect();
    let wanted = [("丙", "H05"), ("丁", "V03")];
    assert_eq!(
        told,
        wanted.map(|(name, code)| (name.to_string(), code, true))
    );
}

#[test]
fn a_blank_over_answers_of_its_kind_may_be_where_they_slid_down() {
    let advice = |blank: &str| {
        let folder = Folder::new();
        let mut filling = Filling::of(&handed_out(&who("1", "甲")));
        filling.fill(&Department::new("甲").with(&format!("{blank}=空")));
        std::fs::create_dir(folder.path("交")).expect("a folder");
        folder.put("交/甲.xlsx", filling.bytes());
        let ran = folder.run(&["collect", "交", "-o", "汇总.xlsx", "--return", "退回"]);
        assert!(
            ran.stdout.contains("退回的填报表 1 份"),
            "{}{}",
            ran.stdout,
            ran.stderr
        );
        let pack = std::fs::read(folder.path("退回/1-甲-第2次.xlsx")).expect("a pack");
        let workbook = opened(&pack);
        let notes = workbook
            .sheets
            .iter()
            .find(|sheet| sheet.name == RETURN_SHEET);
        let note = notes.expect("notes").cell(Address::new(3, 6)).cloned();
        match note.expect("a note").value {
            CellValue::Text(text) => text,
            other => panic!("{other:?}"),
        }
    };
    // 招投标验收执行制度 stands below, and takes points, too.
    assert!(advice("项目设立调整报批").contains("填低了一行"));
    // Below stands another kind, and nothing at all.
    assert!(!advice("会计核算规范性").contains("填低了一行"));
    assert!(!advice("满意度").contains("填低了一行"));
}
