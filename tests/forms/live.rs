//! What the form says while it is filled in. Every stored result is recalculated from poisoned values, and
//! what the engine says of odd entries is what the form promises.

use jixiao::forms::form::{OutcomeColumn, SHEET};
use jixiao::forms::return_forms::Pack;
use jixiao::forms::{Answers, Entry, Item, Passport};
use jixiao::rulebook::outcomes::RowFigure;
use jixiao::sheets;
use jixiao::workbook::CellValue;
use proptest::prelude::*;

use super::{form_of, handed_out, who};
use crate::support::recalculate::{Edit, compare, recalculate_with};
use crate::support::{Edition, rule_book};

/// The cells of the form's second row of numbers: what is missing, what should be looked at.
const MISSING: &str = "A3";
const WRONG: &str = "G3";

fn cell_of(name: &str) -> String {
    let form = form_of(&who("1", "甲"));
    let metrics = &form.book.metrics;
    let id = metrics.iter().position(|metric| metric.name() == name);
    let item = Item::Metric(id.unwrap_or_else(|| panic!("no metric {name}")));
    form.cell(item).expect("a cell").to_string()
}

/// What stands in the check beside a metric, after some cells were filled in.
fn check(name: &str, edits: &[(&str, Edit)]) -> String {
    let cells: Vec<String> = edits.iter().map(|(name, _)| cell_of(name)).collect();
    let edits: Vec<(&str, &str, Edit)> = edits
        .iter()
        .zip(&cells)
        .map(|((_, edit), cell)| (SHEET, cell.as_str(), edit.clone()))
        .collect();
    let recalculated = recalculate_with(&handed_out(&who("1", "甲")), &edits);
    recalculated.text(SHEET, &cell_of(name).replace('C', "E"))
}

#[test]
fn a_blank_form_is_stored_as_it_calculates() {
    for edition in [Edition::Default, Edition::A] {
        let book = rule_book(edition);
        let form = jixiao::forms::Form::new(book, Passport::new(book, 2021, None));
        let comparison = compare(&sheets::form(&form, None).expect("the form is written"));
        comparison.assert_equal();
        assert!(comparison.compared > 57 + 12 + 21);
    }
}

#[test]
fn every_required_cell_asks_to_be_filled_in() {
    let recalculated = recalculate_with(&handed_out(&who("1", "甲")), &[]);
    // 57 metrics, of which 涉密部门 and two more of 是/否 count as 否 where they are blank.
    assert_eq!(recalculated.text(SHEET, MISSING), "还有 54 项没有填写");
    assert_eq!(recalculated.text(SHEET, WRONG), "没有需要核对的地方");
}

#[test]
fn a_cell_says_what_it_wants() {
    let text = |text| Edit::Text(text);
    for (name, edit, told) in [
        ("实际采购金额", Edit::Number(12.5), "√"),
        ("实际采购金额", Edit::Number(-1.0), "应填不小于 0 的数"),
        ("实际采购金额", text("约三千"), "应填不小于 0 的数"),
        ("部门预算总规模", Edit::Number(0.0), "应填大于 0 的金额"),
        ("在编人数", Edit::Number(12.5), "应填不小于 0 的整数"),
        ("满意度", Edit::Number(0.95), "√"),
        ("满意度", Edit::Number(95.0), "应填 0 到 100%"),
        ("管理制度已制定", Edit::Number(0.5), "√"),
        ("管理制度已制定", text("是"), "√"),
        (
            "管理制度已制定",
            Edit::Number(1.0),
            "应填“是”“否”或 0 到 0.5 的分数",
        ),
        ("存在违规支出", text("有一些"), "应填“是”或“否”"),
        ("存在违规支出", Edit::Empty, "请填写"),
        ("涉密部门", Edit::Empty, "可不填"),
        (
            "预算公开情况",
            text("公开得不错"),
            "应填“按规定公开”“公开但不符合要求”“未公开”之一",
        ),
    ] {
        assert_eq!(
            check(name, &[(name, edit.clone())]),
            told,
            "{name} {edit:?}"
        );
    }
}

#[test]
fn the_form_takes_for_yes_and_no_what_collecting_takes() {
    let yes = [
        "是",
        "√",
        "✓",
        "✔",
        "☑",
        "y",
        "Y",
        "Yes",
        "YES",
        "有",
        "True",
        "Ｙ",
        "ｙｅｓ",
        " 是 ",
        "　√",
    ];
    let no = [
        "否", "×", "✗", "✘", "☒", "X", "x", "N", "no", "无", "FALSE", "Ｎ", "否 ",
    ];
    let digits = ["1", "１", "0", "０"];
    let others = ["对", "是|√", "OK", "-", "yesno", "2"];
    let all = yes.iter().chain(&no).chain(&digits).chain(&others);
    for word in all.copied() {
        // Where points may stand, 0 is so many.
        let points = |digits: bool| !digits && word == "0";
        let collected =
            |digits| jixiao::intake::value::yes_or_no(word, digits).is_some() || points(digits);
        for (name, digits) in [("存在违规支出", true), ("管理制度已制定", false)] {
            let told = check(name, &[(name, Edit::Text(word))]);
            assert_eq!(told == "√", collected(digits), "{name} “{word}”: {told}");
        }
    }
    for (number, fits) in [(1.0, true), (0.0, true), (2.0, false)] {
        let told = check("存在违规支出", &[("存在违规支出", Edit::Number(number))]);
        assert_eq!(told == "√", fits, "{number}");
    }
}

#[test]
fn yes_in_another_form_decides_as_well() {
    for word in ["√", "有", "Y"] {
        let secret = [("涉密部门", Edit::Text(word))];
        assert_eq!(check("预算公开情况", &secret), "可不填", "{word}");
    }
    let open = [("涉密部门", Edit::Text("×"))];
    assert_eq!(check("预算公开情况", &open), "请填写");
}

#[test]
fn figures_that_contradict_each_other_are_told_beside_the_first() {
    let number = Edit::Number;
    let told = check(
        "按时完成项目数",
        &[
            ("按时完成项目数", number(7.0)),
            ("计划完成项目数", number(6.0)),
        ],
    );
    assert_eq!(told, "矛盾：按时完成项目数大于计划完成项目数");
    let told = check(
        "二季度末支出进度",
        &[
            ("一季度末支出进度", number(0.5)),
            ("二季度末支出进度", number(0.3)),
        ],
    );
    assert_eq!(told, "请核对：二季度末支出进度低于一季度末支出进度");
}

#[test]
fn what_an_exemption_or_a_veto_decides_need_not_be_filled_in() {
    let secret = [("涉密部门", Edit::Text("是"))];
    assert_eq!(check("预算公开情况", &secret), "可不填");
    assert_eq!(check("会计核算规范性", &secret), "请填写");
    let unlawful = [("存在违规支出", Edit::Text("是"))];
    assert_eq!(check("会计核算规范性", &unlawful), "可不填");
}

#[test]
fn outcome_indicators_say_what_they_lack_and_add_up() {
    let form = form_of(&who("1", "甲"));
    let cell = |number, column| {
        let item = Item::Outcome(number, column);
        form.cell(item).expect("a cell").to_string()
    };
    let figure = |number, figure| cell(number, OutcomeColumn::Figure(figure));
    let edits = [
        (cell(0, OutcomeColumn::Title), Edit::Text("服务人次")),
        (cell(0, OutcomeColumn::Category), Edit::Text("社会效益")),
        (figure(0, RowFigure::Direction), Edit::Text("正向")),
        (figure(0, RowFigure::Target), Edit::Number(100.0)),
        (figure(0, RowFigure::Actual), Edit::Number(90.0)),
        (figure(0, RowFigure::Weight), Edit::Number(20.0)),
        (cell(1, OutcomeColumn::Title), Edit::Text("满意")),
        (cell(1, OutcomeColumn::Category), Edit::Text("经济效益")),
        (figure(1, RowFigure::Direction), Edit::Text("定性")),
        (figure(1, RowFigure::Weight), Edit::Number(4.0)),
    ];
    let edits: Vec<(&str, &str, Edit)> = edits
        .iter()
        .map(|(cell, edit)| (SHEET, cell.as_str(), edit.clone()))
        .collect();
    let recalculated = recalculate_with(&handed_out(&who("1", "甲")), &edits);
    let row = |number| {
        form.cell(Item::Outcome(number, OutcomeColumn::Title))
            .expect("a cell")
            .row
            + 1
    };
    let check = |number| recalculated.text(SHEET, &format!("I{}", row(number)));
    assert_eq!(
        (check(0), check(1), check(2)),
        ("√".into(), "缺评定比例".into(), String::new())
    );
    let total = row(11) + 1;
    assert_eq!(recalculated.number(SHEET, &format!("G{total}")), 24.0);
    let told = recalculated.text(SHEET, &format!("I{total}"));
    assert_eq!(told, "分值合计应为 25");
    // The row, the weights; and 效果性评定分 is not asked for any more.
    assert_eq!(
        recalculated.text(SHEET, WRONG),
        "有 2 处需要核对，见“检查”栏"
    );
    assert_eq!(recalculated.text(SHEET, MISSING), "还有 53 项没有填写");
}

/// What stands in the check beside the first outcome indicator: its direction, target, result, weight and share.
fn outcome_check(direction: &str, figures: [Option<f64>; 4]) -> String {
    let form = form_of(&who("1", "甲"));
    let cell = |column| {
        let cell = form.cell(Item::Outcome(0, column)).expect("a cell");
        cell.to_string()
    };
    let places = [
        RowFigure::Target,
        RowFigure::Actual,
        RowFigure::Weight,
        RowFigure::Assessed,
    ];
    let mut edits = vec![
        (cell(OutcomeColumn::Title), Edit::Text("服务人次")),
        (cell(OutcomeColumn::Category), Edit::Text("社会效益")),
        (
            cell(OutcomeColumn::Figure(RowFigure::Direction)),
            Edit::Text(match direction {
                "正向" => "正向",
                "反向" => "反向",
                _ => "定性",
            }),
        ),
    ];
    for (figure, place) in figures.into_iter().zip(places) {
        let place = cell(OutcomeColumn::Figure(place));
        edits.extend(figure.map(|figure| (place, Edit::Number(figure))));
    }
    let edits: Vec<(&str, &str, Edit)> = edits
        .iter()
        .map(|(cell, edit)| (SHEET, cell.as_str(), edit.clone()))
        .collect();
    let row = form.cell(Item::Outcome(0, OutcomeColumn::Title));
    let check = format!("I{}", row.expect("a cell").row + 1);
    recalculate_with(&handed_out(&who("1", "甲")), &edits).text(SHEET, &check)
}

#[test]
fn an_outcome_indicator_that_cannot_be_scored_is_not_in_order() {
    for (direction, figures, told) in [
        ("定性", [None, None, Some(4.0), Some(0.95)], "√"),
        (
            "定性",
            [None, None, Some(4.0), Some(95.0)],
            "评定比例应填 0 到 100%",
        ),
        (
            "定性",
            [None, None, Some(-4.0), Some(0.9)],
            "分值应填不小于 0 的数",
        ),
        // A share that nobody asks for is of no account.
        (
            "正向",
            [Some(100.0), Some(90.0), Some(4.0), Some(95.0)],
            "√",
        ),
        (
            "正向",
            [Some(100.0), Some(-9.0), Some(4.0), None],
            "完成值应填不小于 0 的数",
        ),
        (
            "正向",
            [Some(0.0), Some(9.0), Some(4.0), None],
            "不能计算，请改正目标值",
        ),
        ("反向", [Some(0.0), Some(9.0), Some(4.0), None], "√"),
        ("反向", [Some(9.0), Some(0.0), Some(4.0), None], "√"),
        (
            "正向",
            [Some(92.0), Some(0.973), Some(4.0), None],
            "请核对：目标值与完成值的单位",
        ),
        (
            "正向",
            [Some(1.0), Some(102.0), Some(4.0), None],
            "请核对：目标值与完成值的单位",
        ),
        // A count of few is no share.
        ("正向", [Some(1.0), Some(12.0), Some(4.0), None], "√"),
        ("正向", [Some(1.0), Some(400.0), Some(4.0), None], "√"),
    ] {
        let said = outcome_check(direction, figures);
        assert_eq!(said, told, "{direction} {figures:?}");
    }
}

#[test]
fn declared_scores_add_up_to_a_total_and_a_grade() {
    let form = form_of(&who("1", "甲"));
    let cells: Vec<String> = (0..form.book.indicators.len())
        .map(|index| {
            form.cell(Item::Declared(index))
                .expect("a cell")
                .to_string()
        })
        .collect();
    let last = form.cell(Item::Declared(20)).expect("a cell").row + 1;
    let (total, grade) = (format!("C{}", last + 1), format!("C{}", last + 2));
    let edits = |count: usize| -> Vec<(&str, &str, Edit)> {
        let points = form
            .book
            .indicators
            .iter()
            .map(|indicator| indicator.points);
        let points = points.map(|points| points.to_string().parse::<f64>().expect("a number"));
        cells
            .iter()
            .zip(points)
            .take(count)
            .map(|(cell, points)| (SHEET, cell.as_str(), Edit::Number(points)))
            .collect()
    };
    let bytes = handed_out(&who("1", "甲"));
    let full = recalculate_with(&bytes, &edits(21));
    assert_eq!(full.number(SHEET, &total), 100.0);
    assert_eq!(full.text(SHEET, &grade), "优");
    let partly = recalculate_with(&bytes, &edits(20));
    assert_eq!(partly.number(SHEET, &total), 94.0);
    assert_eq!(partly.text(SHEET, &grade), "");
}

/// Something that a person may put into a cell.
fn entry() -> impl Strategy<Value = Entry> {
    let number = |number: f64, format: Option<&str>| Entry {
        value: CellValue::Number(number),
        format: format.map(Into::into),
    };
    prop_oneof![
        (0_u32..2_000).prop_map(move |n| number(f64::from(n) / 100.0, None)),
        (0_u32..12).prop_map(move |n| number(f64::from(n), None)),
        (0_u32..130).prop_map(move |n| number(f64::from(n) / 100.0, Some("0.00%"))),
        Just(Entry::number(-3.0)),
        prop::sample::select(vec![
            "是",
            "否",
            "√",
            "按规定公开",
            "未公开",
            "95%",
            " 9.5 ％",
            "12",
            "12.50 ",
            "2021-1-5",
            " 正向",
            "正向",
            "定性",
            "社会效益",
            "社会效益 ",
            "说“是”\"或\"否",
            "=1+1",
        ])
        .prop_map(Entry::text),
        Just(Entry {
            value: CellValue::Bool(true),
            format: None
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_filled_in_is_stored_as_it_calculates(
        entries in prop::collection::vec((any::<prop::sample::Index>(), entry()), 0..140)
    ) {
        let form = form_of(&who("1", "甲"));
        let items: Vec<Item> = form
            .entries()
            .map(|(item, _)| item)
            .filter(|item| *item != Item::Date)
            .collect();
        let mut answers = Answers::default();
        for (place, entry) in entries {
            answers.set(*place.get(&items), entry);
        }
        let pack = Pack { form, answers, last_year: None, notes: Vec::new(), original: None };
        let bytes = sheets::return_pack(&pack).expect("the form is written");
        let comparison = compare(&bytes);
        prop_assert!(comparison.differences.is_empty(), "{comparison}");
    }
}
