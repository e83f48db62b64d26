//! Reading a form that came back, whatever was done to it.

use jixiao::forms::refusal::{Refusal, Refused};
use jixiao::forms::returned::{Returned, read};
use jixiao::forms::{Form, Item, OutcomeColumn, Passport};
use jixiao::rulebook::outcomes::RowFigure;
use jixiao::sheets;
use jixiao::workbook::{CellValue, Sheet, Workbook};

use super::filling::{Filling, opened};
use super::ods::saved_as_ods;
use super::{handed_out, who};
use crate::support::{Cell, Department, Edition, rule_book};

fn returned(bytes: &[u8]) -> Result<Returned, Box<Refused>> {
    read(&opened(bytes), rule_book(Edition::Default))
}

fn refusal(bytes: &[u8]) -> Refusal {
    returned(bytes).expect_err("the form is refused").why
}

fn item(name: &str) -> Item {
    let metrics = &rule_book(Edition::Default).metrics;
    let place = metrics.iter().position(|metric| metric.name() == name);
    Item::Metric(place.unwrap_or_else(|| panic!("no metric {name}")))
}

fn number(returned: &Returned, name: &str) -> Option<f64> {
    match returned.answers.get(item(name))?.value {
        CellValue::Number(number) => Some(number),
        _ => None,
    }
}

/// A form with something in it.
fn filled() -> Filling {
    let mut filling = Filling::of(&handed_out(&who("101001", "示例市教育局")));
    let department = Department::new("示例市教育局")
        .with("实际采购金额=98.5; 满意度=96%; 填报人=张三")
        .outcome("方向=正向; 目标值=100; 完成值=92; 分值=25")
        .declares("预算编制合理性=5; 预算编制规范性=4.5");
    filling.fill(&department);
    filling
}

/// What the changes of a form say: code and cell.
fn changes(returned: &Returned) -> Vec<String> {
    let told = |change: &jixiao::forms::returned::FormChange| {
        let cell = change
            .cell
            .map_or_else(String::new, |cell| format!(" {cell}"));
        format!("{}{cell}", change.code)
    };
    returned.changes.iter().map(told).collect()
}

#[test]
fn what_was_filled_in_is_read_as_it_was_typed() {
    let mut filling = filled();
    filling.answer("政府采购计划金额", &Cell::text("3,070.43"));
    let returned = returned(&filling.bytes()).expect("a form");
    assert_eq!(returned.who, who("101001", "示例市教育局"));
    assert_eq!(number(&returned, "实际采购金额"), Some(98.5));
    let typed = returned
        .answers
        .get(item("政府采购计划金额"))
        .expect("an entry");
    assert_eq!(typed.value, CellValue::Text("3,070.43".into()));
    let satisfied = returned.answers.get(item("满意度")).expect("an entry");
    assert!(satisfied.is_percent() && satisfied.value == CellValue::Number(0.96));
    let weight = OutcomeColumn::Figure(RowFigure::Weight);
    let weight = returned
        .answers
        .get(Item::Outcome(0, weight))
        .expect("an entry");
    assert_eq!(weight.value, CellValue::Number(25.0));
    assert!(returned.answers.get(Item::Declared(1)).is_some());
    assert!(returned.answers.get(Item::Declared(2)).is_none());
    assert_eq!(changes(&returned), Vec::<String>::new());
}

#[test]
fn a_program_that_stores_no_results_changes_nothing() {
    let kept = returned(&filled().bytes()).expect("a form");
    let mut filling = filled();
    filling.forget_results();
    let forgotten = returned(&filling.bytes()).expect("a form");
    assert_eq!(kept.answers, forgotten.answers);
    assert_eq!(changes(&forgotten), Vec::<String>::new());
}

#[test]
fn a_form_saved_as_ods_is_the_same_form() {
    let bytes = filled().bytes();
    let kept = returned(&bytes).expect("a form");
    let ods = tempfile::Builder::new()
        .suffix(".ods")
        .tempfile()
        .expect("a file");
    std::fs::write(ods.path(), saved_as_ods(&opened(&bytes))).expect("the file is written");
    let workbook = jixiao::workbook::open(ods.path(), &Default::default()).expect("it opens");
    let saved = read(&workbook, rule_book(Edition::Default)).expect("a form");
    assert_eq!(kept.answers, saved.answers);
    assert_eq!(changes(&saved), Vec::<String>::new());
}

#[test]
fn a_value_beside_a_changed_label_is_not_taken() {
    let mut filling = filled();
    let row = filling.row_of("实际采购金额", 0);
    filling.put(&format!("B{row}"), &Cell::text("上年采购金额"));
    let returned = returned(&filling.bytes()).expect("a form");
    assert_eq!(number(&returned, "实际采购金额"), None);
    assert_eq!(number(&returned, "政府采购计划金额"), Some(100.0));
    assert_eq!(
        changes(&returned),
        [format!("F06 C{row}"), format!("F07 B{row}")]
    );
    assert!(returned.changes[0].message.contains("98.5"));
    assert_eq!(returned.changes[0].items, [item("实际采购金额")]);
    // It is kept for the form that goes back.
    assert!(returned.doubtful.get(item("实际采购金额")).is_some());
}

#[test]
fn a_value_beside_a_changed_unit_is_not_taken() {
    let mut filling = filled();
    let row = filling.row_of("实际采购金额", 0);
    filling.put(&format!("D{row}"), &Cell::text("元"));
    let returned = returned(&filling.bytes()).expect("a form");
    assert_eq!(number(&returned, "实际采购金额"), None);
    assert_eq!(
        changes(&returned),
        [format!("F06 C{row}"), format!("F07 D{row}")]
    );
}

#[test]
fn other_texts_that_were_changed_are_told_and_the_values_taken() {
    let mut filling = filled();
    let row = filling.row_of("实际采购金额", 0);
    filling.put(&format!("G{row}"), &Cell::text("随便填"));
    filling.put(&format!("E{row}"), &Cell::text("没问题"));
    let returned = returned(&filling.bytes()).expect("a form");
    assert_eq!(number(&returned, "实际采购金额"), Some(98.5));
    assert_eq!(
        changes(&returned),
        [format!("F07 G{row}"), format!("F07 E{row}")]
    );
}

#[test]
fn spaces_in_a_label_do_not_matter() {
    let mut filling = filled();
    let row = filling.row_of("实际采购金额", 0);
    filling.put(&format!("B{row}"), &Cell::text(" 实际 采购金额"));
    let returned = returned(&filling.bytes()).expect("a form");
    assert_eq!(number(&returned, "实际采购金额"), Some(98.5));
    assert_eq!(changes(&returned), Vec::<String>::new());
}

#[test]
fn a_column_of_outcome_indicators_is_what_its_header_says() {
    let mut filling = filled();
    let header = filling.first_outcome() - 1;
    filling.put(&format!("E{header}"), &Cell::text("完成值"));
    filling.put(&format!("F{header}"), &Cell::text("目标值"));
    let returned = returned(&filling.bytes()).expect("a form");
    for figure in [RowFigure::Target, RowFigure::Actual] {
        let item = Item::Outcome(0, OutcomeColumn::Figure(figure));
        assert_eq!(returned.answers.get(item), None);
    }
    let weight = Item::Outcome(0, OutcomeColumn::Figure(RowFigure::Weight));
    assert!(returned.answers.get(weight).is_some());
    let first = header + 1;
    assert_eq!(
        changes(&returned),
        [
            format!("F07 E{header}"),
            format!("F07 F{header}"),
            format!("F06 E{first}"),
            format!("F06 F{first}"),
        ]
    );
}

/// The form's rows from one on, moved down.
fn with_a_row_inserted(filling: &mut Filling, at: u32) {
    let mut text = String::new();
    let xml = filling.xml().to_string();
    let mut rest = xml.as_str();
    while let Some(place) = rest.find(" r=\"") {
        let (before, after) = rest.split_at(place + 4);
        let end = after.find('"').expect("a quoted address");
        let (address, after) = after.split_at(end);
        let digits = address.find(|c: char| c.is_ascii_digit()).expect("a row");
        let (letters, row) = address.split_at(digits);
        let row: u32 = row.parse().expect("a row");
        let row = if row >= at { row + 1 } else { row };
        text.push_str(&format!("{before}{letters}{row}"));
        rest = after;
    }
    text.push_str(rest);
    filling.set_xml(text);
}

#[test]
fn rows_that_were_moved_are_found_again() {
    for at in [8, 20, 90] {
        let mut filling = filled();
        with_a_row_inserted(&mut filling, at);
        let moved = returned(&filling.bytes()).expect("a form");
        let kept = returned(&filled().bytes()).expect("a form");
        assert_eq!(moved.answers, kept.answers, "a row at {at}");
        assert_eq!(changes(&moved), Vec::<String>::new(), "a row at {at}");
    }
}

#[test]
fn a_row_that_was_deleted_is_told() {
    let mut filling = filled();
    let row = filling.row_of("实际采购金额", 0);
    let xml = filling.xml().to_string();
    let start = xml.find(&format!("<row r=\"{row}\"")).expect("the row");
    let end = start + xml[start..].find("</row>").expect("a row ends") + 6;
    filling.set_xml(format!("{}{}", &xml[..start], &xml[end..]));
    let returned = returned(&filling.bytes()).expect("a form");
    assert_eq!(number(&returned, "实际采购金额"), None);
    assert_eq!(changes(&returned), ["F06"]);
    assert!(returned.changes[0].message.contains("“实际采购金额”一行"));
}

#[test]
fn a_form_with_a_column_more_is_not_taken() {
    let mut filling = filled();
    let part = filling.part();
    filling.replace(&part, "<c r=\"J", "<c r=\"K");
    assert_eq!(refusal(&filling.bytes()), Refusal::Rearranged);
}

#[test]
fn what_stands_outside_of_the_form_is_told() {
    let mut filling = filled();
    filling.scribble(20, "另附说明");
    let mut workbook = opened(&filling.bytes());
    workbook.sheets.push(Sheet {
        name: "附表".into(),
        rows: workbook.sheets[0].rows[..1].to_vec(),
        ..Sheet::default()
    });
    let returned = read(&workbook, rule_book(Edition::Default)).expect("a form");
    assert_eq!(changes(&returned), ["F08 L20", "F08"]);
    assert!(returned.changes[0].message.contains("另附说明"));
    assert!(returned.changes[1].message.contains("附表"));
}

#[test]
fn of_two_forms_in_one_file_none_is_taken() {
    let mut workbook = opened(&filled().bytes());
    let mut copy = workbook.sheets[0].clone();
    copy.name = "填报表 (2)".into();
    workbook.sheets.push(copy);
    let refused = read(&workbook, rule_book(Edition::Default)).expect_err("two forms");
    assert_eq!(refused.why, Refusal::Several(2));
}

#[test]
fn sheets_that_were_renamed_are_found_again() {
    let mut workbook = opened(&filled().bytes());
    for (sheet, name) in workbook.sheets.iter_mut().zip(["Sheet1", "Sheet2"]) {
        sheet.name = name.into();
        sheet.hidden = false;
    }
    let returned = read(&workbook, rule_book(Edition::Default)).expect("a form");
    assert_eq!(number(&returned, "实际采购金额"), Some(98.5));
}

#[test]
fn a_form_of_one_department_with_the_name_of_another_is_not_taken() {
    let mut filling = filled();
    filling.answer("部门名称", &Cell::text("示例市卫生健康局"));
    let refused = returned(&filling.bytes()).expect_err("whose it is cannot be known");
    assert_eq!(refused.who, Some(who("101001", "示例市教育局")));
    assert!(matches!(refused.why, Refusal::Renamed { shown, .. } if shown == "示例市卫生健康局"));
}

#[test]
fn another_group_written_over_the_locked_one_is_told_and_the_forms_own_counts() {
    let mut filling = filled();
    filling.answer("主管部门", &Cell::text("示例市卫生健康局"));
    let returned = returned(&filling.bytes()).expect("the form");
    let told: Vec<&str> = returned.changes.iter().map(|one| &*one.message).collect();
    assert!(
        told.iter().any(|one| one.contains("卫生健康局")),
        "{told:?}"
    );
}

#[test]
fn another_year_is_refused_as_another_name_is() {
    for year in [
        Cell::text("2020"),
        Cell::Number(2020.0),
        Cell::text("2022年"),
    ] {
        let mut filling = filled();
        filling.answer("年度", &year);
        let refused = returned(&filling.bytes()).expect_err("of which year it is cannot be known");
        assert!(
            matches!(refused.why, Refusal::OtherYear { given: 2021, .. }),
            "{year:?}"
        );
        assert_eq!(refused.who, Some(who("101001", "示例市教育局")));
    }
    let mut filling = filled();
    filling.put("A1", &Cell::text("2020 年度部门整体支出绩效填报表"));
    assert!(matches!(
        refusal(&filling.bytes()),
        Refusal::OtherYear { .. }
    ));
    for same in [
        Cell::Number(2021.0),
        Cell::text("2021年度"),
        Cell::text(" ２０２１ "),
    ] {
        let mut filling = filled();
        filling.answer("年度", &same);
        assert_eq!(
            returned(&filling.bytes()).expect("the same year").year,
            2021,
            "{same:?}"
        );
    }
}

#[test]
fn a_form_of_another_edition_is_not_taken() {
    let book = rule_book(Edition::A);
    let form = Form::new(book, Passport::new(book, 2021, Some(who("1", "甲"))));
    let bytes = sheets::form(&form, None).expect("the form is written");
    assert!(
        matches!(refusal(&bytes), Refusal::OtherRules { rules, .. } if rules == "shenzhen-2021a")
    );
}

#[test]
fn a_workbook_that_is_no_form_is_none() {
    let input = crate::support::Input::of([Department::new("甲")]);
    assert_eq!(refusal(&input.bytes()), Refusal::NotAForm);
    assert_eq!(
        read(&Workbook::default(), rule_book(Edition::Default))
            .expect_err("nothing")
            .why,
        Refusal::NotAForm
    );
}

#[test]
fn a_blank_form_says_itself_who_filled_it_in() {
    let book = rule_book(Edition::Default);
    let form = Form::new(book, Passport::new(book, 2021, None));
    let bytes = sheets::form(&form, None).expect("the form is written");
    assert_eq!(refusal(&bytes), Refusal::Nameless("部门名称".into()));
    let mut filling = Filling::of(&bytes);
    filling.answer("部门名称", &Cell::text("示例市教育局"));
    filling.answer("部门编码", &Cell::Number(101_001.0));
    filling.answer("实际采购金额", &Cell::Number(98.5));
    let returned = returned(&filling.bytes()).expect("a form");
    assert_eq!(returned.who.code.as_deref(), Some("101001"));
    assert_eq!(returned.who.name, "示例市教育局");
    assert_eq!(number(&returned, "实际采购金额"), Some(98.5));
}

#[test]
fn a_hidden_sheet_that_was_tampered_with_is_told() {
    let mut workbook = opened(&filled().bytes());
    let hidden = workbook.sheets.last_mut().expect("the hidden sheet");
    hidden.rows.retain(|row| row.index < 3);
    let refused = read(&workbook, rule_book(Edition::Default)).expect_err("no passport");
    assert_eq!(refused.why, Refusal::NoPassport);
    // Without it at all, a form is still seen to have been one.
    workbook.sheets.pop();
    let refused = read(&workbook, rule_book(Edition::Default)).expect_err("no passport");
    assert_eq!(refused.why, Refusal::NoPassport);
}
