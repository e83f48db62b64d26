//! Answers beside their place: not taken, told as a whole, kept for the form that goes back.

/// Answers a row too low, and rows that were put in or taken out beside the marks.
mod slipped;

use jixiao::address::Address;
use jixiao::forms::form::{OutcomeColumn, SHEET, column};
use jixiao::forms::returned::{FormChange, ORIGINAL_SHEET, RETURN_SHEET, Returned, read};
use jixiao::forms::{Form, Item};
use jixiao::rulebook::outcomes::RowFigure;
use jixiao::workbook::{Cell, CellValue, Row, Sheet, Workbook};

use super::filling::{Filling, opened};
use super::{form_of, handed_out, who};
use crate::support::{Cell as Typed, Department, Edition, Folder, rule_book};

fn whose() -> jixiao::forms::Who {
    who("101001", "示例市教育局")
}

/// A form with everything in it.
fn full() -> Workbook {
    let mut filling = Filling::of(&handed_out(&whose()));
    let department = Department::new("示例市教育局")
        .outcome("指标名称=服务人次; 方向=正向; 目标值=100; 完成值=92; 分值=20")
        .outcome("指标名称=能耗; 效益类别=生态效益; 方向=反向; 目标值=8; 完成值=10; 分值=5")
        .declares("预算编制合理性=5; 预算编制规范性=4.5; 绩效目标完整性=3; 绩效指标明确性=6");
    filling.fill(&department);
    opened(&filling.bytes())
}

fn sheet(workbook: &mut Workbook) -> &mut Sheet {
    let mut sheets = workbook.sheets.iter_mut();
    sheets.find(|sheet| sheet.name == SHEET).expect("the form")
}

/// Moves what stands in a cell, or takes it away.
fn shift(sheet: &mut Sheet, from: Address, to: Option<Address>) {
    let cell = take(sheet, from);
    if let (Some(cell), Some(to)) = (cell, to) {
        take(sheet, to);
        let place = sheet.rows.partition_point(|row| row.index < to.row);
        if sheet.rows.get(place).is_none_or(|row| row.index != to.row) {
            let index = to.row;
            sheet.rows.insert(
                place,
                Row {
                    index,
                    ..Row::default()
                },
            );
        }
        let cells = &mut sheet.rows[place].cells;
        let place = cells.partition_point(|cell| cell.column < to.column);
        let column = to.column;
        cells.insert(place, Cell { column, ..cell });
    }
}

fn take(sheet: &mut Sheet, at: Address) -> Option<Cell> {
    let row = sheet.rows.iter_mut().find(|row| row.index == at.row)?;
    let place = row.cells.iter().position(|cell| cell.column == at.column)?;
    Some(row.cells.remove(place))
}

/// Every cell that is filled in, with its item.
fn entries(form: &Form) -> Vec<(Item, Address)> {
    let with_one = |item: &Item| matches!(item, Item::Metric(_) | Item::Declared(_));
    form.entries().filter(|(item, _)| with_one(item)).collect()
}

fn taken(workbook: &Workbook) -> Returned {
    read(workbook, rule_book(Edition::Default)).expect("a form")
}

fn told(changes: &[FormChange]) -> Vec<String> {
    let one = |change: &FormChange| format!("{} {}", change.code, change.message);
    changes.iter().map(one).collect()
}

fn metric(name: &str) -> Item {
    let mut metrics = rule_book(Edition::Default).metrics.iter();
    Item::Metric(
        metrics
            .position(|known| known.name() == name)
            .expect("a metric"),
    )
}

fn value(returned: &Returned, item: Item) -> Option<CellValue> {
    returned.doubtful.get(item).map(|entry| entry.value.clone())
}

#[test]
fn a_whole_column_of_answers_one_to_the_right_is_one_finding_a_table() {
    let mut workbook = full();
    let (form, kept) = (form_of(&whose()), taken(&workbook));
    let form_sheet = sheet(&mut workbook);
    for (_, at) in entries(&form) {
        if form_sheet
            .cell(Address::new(at.row, column::NUMBER))
            .is_some()
        {
            let beside = Address::new(at.row, column::UNIT);
            shift(form_sheet, at, Some(beside));
        }
    }
    let returned = taken(&workbook);
    let told = told(&returned.changes);
    let [metrics, declared] = told.as_slice() else {
        panic!("two findings, not {told:?}");
    };
    assert!(
        metrics.starts_with("F13 像是整列填到了“单位”一列（D11 到 D"),
        "{metrics}"
    );
    assert!(
        declared.contains("像是整列填到了“分值”一列") && declared.contains("共 4 项"),
        "{declared}"
    );
    // Nothing of it is taken, and nothing is lost.
    for (item, entry) in kept.answers.iter() {
        let moved = matches!(item, Item::Metric(_) | Item::Declared(_))
            && form
                .cell(item)
                .is_some_and(|cell| cell.row > 8 && cell.row < 121);
        assert_eq!(returned.answers.get(item).is_none(), moved, "{item:?}");
        if moved {
            assert_eq!(returned.doubtful.get(item), Some(entry), "{item:?}");
        }
    }
}

#[test]
fn one_answer_in_the_next_cell_is_told_by_itself() {
    let mut workbook = full();
    let cell = form_of(&whose())
        .cell(metric("实际采购金额"))
        .expect("a cell");
    let beside = Address::new(cell.row, column::UNIT);
    shift(sheet(&mut workbook), cell, Some(beside));
    let returned = taken(&workbook);
    let change = &returned.changes[0];
    assert_eq!((change.code.as_str(), change.cell), ("F06", Some(beside)));
    assert!(
        change.message.contains("“实际采购金额”填在了“单位”一格"),
        "{}",
        change.message
    );
    assert_eq!(returned.changes.len(), 1);
    assert!(value(&returned, metric("实际采购金额")).is_some());
    assert!(returned.answers.get(metric("实际采购金额")).is_none());
}

#[test]
fn a_unit_that_became_another_word_is_no_answer() {
    let mut workbook = full();
    let cell = form_of(&whose())
        .cell(metric("实际采购金额"))
        .expect("a cell");
    let form = sheet(&mut workbook);
    take(form, cell);
    let row = form.rows.iter_mut().find(|row| row.index == cell.row);
    for cell in &mut row.expect("a row").cells {
        if cell.column == column::UNIT {
            cell.value = CellValue::Text("元".into());
        }
    }
    assert_eq!(
        told(&taken(&workbook).changes),
        ["F07 锁定的文字“万元”改成了“元”"]
    );
}

#[test]
fn outcome_indicators_one_to_the_right_are_one_finding() {
    let kept = taken(&full());
    let mut workbook = full();
    let form = form_of(&whose());
    for number in 0..2 {
        for wanted in OutcomeColumn::ALL.iter().rev() {
            let at = form.cell(Item::Outcome(number, *wanted)).expect("a cell");
            let beside = Address::new(at.row, at.column + 1);
            shift(sheet(&mut workbook), at, Some(beside));
        }
    }
    let returned = taken(&workbook);
    let told = told(&returned.changes);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("F13 像是“个性化指标”整张表往右错了一列"),
        "{told:?}"
    );
    assert_eq!(returned.answers.outcome_rows(), 0);
    assert_eq!(
        returned.answers.clone().or(&returned.doubtful),
        kept.answers
    );
}

#[test]
fn merged_answer_cells_are_told_as_merged() {
    let mut workbook = full();
    let form = form_of(&whose());
    let first = form.cell(metric("政府采购计划金额")).expect("a cell");
    let last = form.cell(metric("实际采购金额")).expect("a cell");
    let form_sheet = sheet(&mut workbook);
    take(form_sheet, last);
    form_sheet.merges.push((first, last));
    let returned = taken(&workbook);
    let change = &returned.changes[0];
    assert_eq!((change.code.as_str(), change.cell), ("F14", Some(first)));
    assert_eq!(
        change.items,
        [metric("政府采购计划金额"), metric("实际采购金额")]
    );
    assert!(returned.answers.get(metric("政府采购计划金额")).is_none());
    assert!(value(&returned, metric("政府采购计划金额")).is_some());
    assert_eq!(returned.changes.len(), 1);
    // Cells that are merged over the label say nothing of their own.
    let mut workbook = full();
    let form_sheet = sheet(&mut workbook);
    take(form_sheet, last);
    form_sheet
        .merges
        .push((Address::new(last.row, column::LABEL), last));
    let returned = taken(&workbook);
    assert_eq!(returned.changes[0].items, [metric("实际采购金额")]);
    // The form's own merged cells are none.
    assert_eq!(taken(&full()).changes, []);
}

#[test]
fn a_formula_without_a_result_is_that_in_a_form_too() {
    let mut filling = Filling::of(&handed_out(&whose()));
    filling
        .fill(&Department::new("示例市教育局"))
        .answer("在编人数", &Typed::UnsavedFormula);
    let returned = taken(&opened(&filling.bytes()));
    let [change] = returned.changes.as_slice() else {
        panic!("one finding, not {:?}", told(&returned.changes));
    };
    assert_eq!(
        (change.code.as_str(), change.items.as_slice()),
        ("V04", &[metric("在编人数")][..])
    );
    assert!(returned.answers.get(metric("在编人数")).is_none());
}

/// Collects one form and gives back the program's folder with the pack.
fn sent_back(bytes: &[u8]) -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("表")).expect("the folder is made");
    folder.put("表/教育局.xlsx", bytes);
    let ran = folder.run(&["collect", "表", "-o", "汇总.xlsx", "--return", "退回"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
    assert_eq!(folder.files_in("退回"), ["101001-示例市教育局-第2次.xlsx"]);
    folder
}

const PACK: &str = "退回/101001-示例市教育局-第2次.xlsx";

/// The lines of 退回说明: code, cell, what.
fn lines(pack: &[u8]) -> Vec<String> {
    let workbook = opened(pack);
    let sheet = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == RETURN_SHEET);
    let rows = sheet
        .expect("the sheet")
        .rows
        .iter()
        .filter(|row| row.index > 2);
    let text = |row: &Row, column: u16| {
        let cell = row.cells.iter().find(|cell| cell.column == column);
        match cell.map(|cell| &cell.value) {
            Some(CellValue::Text(text)) => text.to_string(),
            _ => String::new(),
        }
    };
    rows.map(|row| format!("{} {} {}", text(row, 2), text(row, 3), text(row, 5)))
        .collect()
}

#[test]
fn the_form_that_goes_back_keeps_all_that_was_typed_and_says_first_what_happened() {
    let mut filling = Filling::of(&handed_out(&whose()));
    let names = [
        "政府采购计划金额",
        "实际采购金额",
        "部门预算总规模",
        "调整调剂资金累计",
        "在编人数",
    ];
    filling.fill(&Department::new("示例市教育局"));
    for (number, name) in (1..).zip(names) {
        let row = filling.row_of(name, 0);
        filling
            .put(&format!("C{row}"), &Typed::text(" "))
            .put(&format!("D{row}"), &Typed::Number(f64::from(number * 10)));
    }
    filling.scribble(30, "另见附件");
    let row = filling.row_of("满意度", 0);
    filling.put(&format!("G{row}"), &Typed::text("随便填"));
    let folder = sent_back(&filling.bytes());
    let pack = std::fs::read(folder.path(PACK)).expect("the pack");
    let lines = lines(&pack);
    // One finding for the column, none for the blanks that it left; the others name their cells.
    assert!(
        lines[0].starts_with("F13 C27 像是整列填到了“单位”一列"),
        "{lines:?}"
    );
    assert!(
        lines.iter().all(|line| !line.starts_with("V01")),
        "{lines:?}"
    );
    assert!(
        lines.contains(&"F08 L30 填报栏以外写了“另见附件”，没有收集".into()),
        "{lines:?}"
    );
    let helped = lines
        .iter()
        .find(|line| line.starts_with(&format!("F07 G{row} ")));
    assert!(helped.is_some(), "{lines:?}");
    assert_eq!(lines.len(), 3);
    // What was typed stands where it seems to belong, and where it was typed.
    let workbook = opened(&pack);
    let number = |sheet: &str, at: String| {
        let sheet = workbook.sheets.iter().find(|known| known.name == sheet);
        let at = Address::parse_a1(&at).expect("an address");
        sheet
            .expect("the sheet")
            .cell(at)
            .map(|cell| cell.value.clone())
    };
    for (place, name) in (1..).zip(names) {
        let row = filling_row(&pack, name);
        let typed = Some(CellValue::Number(f64::from(place * 10)));
        assert_eq!(number(SHEET, format!("C{row}")), typed, "{name}");
        assert_eq!(number(ORIGINAL_SHEET, format!("D{row}")), typed, "{name}");
    }
    let beside = number(ORIGINAL_SHEET, "L30".into());
    assert_eq!(beside, Some(CellValue::Text("另见附件".into())));
}

fn filling_row(pack: &[u8], name: &str) -> u32 {
    Filling::of(pack).row_of(name, 0)
}

#[test]
fn what_comes_again_as_it_was_put_back_is_taken_and_told() {
    let mut filling = Filling::of(&handed_out(&whose()));
    filling.fill(&Department::new("示例市教育局"));
    for name in ["实际采购金额", "部门预算总规模"] {
        let row = filling.row_of(name, 0);
        filling.put(&format!("D{row}"), &Typed::text("元"));
    }
    let folder = sent_back(&filling.bytes());
    let pack = std::fs::read(folder.path(PACK)).expect("the pack");
    // One is mended, the other left as it is.
    let mut mended = Filling::of(&pack);
    mended.answer("部门预算总规模", &Typed::Number(5.5));
    let returned = taken(&opened(&mended.bytes()));
    assert_eq!(returned.round, 2);
    assert_eq!(
        told(&returned.changes),
        ["F13 “实际采购金额”上次交来时位置或标签不对，退回后没有改动，已按填的“100”采用"]
    );
    assert_eq!(
        returned.changes[0].severity,
        jixiao::problem::Severity::Warning
    );
    assert!(returned.answers.get(metric("实际采购金额")).is_some());
    // Sheets that the program added are no additions of the department's, and nothing is asked twice.
    let again = taken(&opened(&pack));
    assert_eq!(again.changes.len(), 2);
}

#[test]
fn a_column_of_the_outcomes_that_was_renamed_keeps_its_answers() {
    let mut workbook = full();
    let form = form_of(&whose());
    let target = OutcomeColumn::Figure(RowFigure::Target);
    let first = form.cell(Item::Outcome(0, target)).expect("a cell");
    let row = sheet(&mut workbook)
        .rows
        .iter_mut()
        .find(|row| row.index + 1 == first.row);
    for cell in &mut row.expect("the header").cells {
        if cell.column == first.column {
            cell.value = CellValue::Text("预计值".into());
        }
    }
    let returned = taken(&workbook);
    assert!(returned.answers.get(Item::Outcome(0, target)).is_none());
    assert!(value(&returned, Item::Outcome(0, target)).is_some());
}
