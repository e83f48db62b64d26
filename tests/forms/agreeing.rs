//! What the form says beside a cell is what is said of that cell once the form is collected: where there will be an
//! error or a warning the form says so, and what will be taken the form takes.

use jixiao::forms::form::SHEET;
use jixiao::forms::live::{FINE, MISSING, SPARE};
use jixiao::forms::{Answers, Entry, Item, OutcomeColumn};
use jixiao::problem::Severity;
use jixiao::rulebook::outcomes::RowFigure;

use super::{form_of, handed_out, who};
use crate::support::recalculate::{Edit, recalculate_with};
use crate::support::{Cell, Department, Input};

/// Where a metric's cell is in the form.
fn cell_of(name: &str) -> String {
    let form = form_of(&who("1", "甲"));
    let mut metrics = form.book.metrics.iter();
    let id = metrics.position(|metric| metric.name() == name);
    let item = Item::Metric(id.unwrap_or_else(|| panic!("no metric {name}")));
    form.cell(item).expect("a cell").to_string()
}

/// What the form says beside each of some metrics, once they are filled in.
fn form_says(filled: &[(&str, Cell)]) -> Vec<String> {
    let cells: Vec<String> = filled.iter().map(|(name, _)| cell_of(name)).collect();
    let edits: Vec<(&str, &str, Edit)> = filled
        .iter()
        .zip(&cells)
        .map(|((_, cell), at)| {
            let edit = match cell {
                Cell::Text(text) => Edit::Text(text),
                Cell::Number(number) | Cell::Formatted(number, _) => Edit::Number(*number),
                _ => Edit::Empty,
            };
            (SHEET, at.as_str(), edit)
        })
        .collect();
    let recalculated = recalculate_with(&handed_out(&who("1", "甲")), &edits);
    let check = |cell: &String| recalculated.text(SHEET, &cell.replace('C', "E"));
    cells.iter().map(check).collect()
}

/// The codes of the errors and warnings that stand at each of some metrics' cells, once they are scored.
fn scoring_says(filled: &[(&str, Cell)]) -> Vec<Vec<String>> {
    let mut department = Department::new("甲");
    for (name, cell) in filled {
        department = department.with_cell(name, cell.clone());
    }
    let evaluation = Input::of([department]).score().evaluation;
    let record = &evaluation.dataset.records[0];
    let at = |name: &str| {
        let mut metrics = evaluation.book.metrics.iter();
        let id = metrics.position(|metric| metric.name() == name);
        record.fields[id.expect("a metric")].cell
    };
    let sheet = &evaluation.dataset.data.sheet.name;
    let said = |name: &str| {
        let at = at(name);
        let problems = evaluation.problems.iter();
        let of_it = problems.filter(|problem| {
            let place = &problem.place;
            problem.severity != Severity::Info && place.sheet == *sheet && place.cell == at
        });
        of_it.map(|problem| problem.code.clone()).collect()
    };
    filled.iter().map(|(name, _)| said(name)).collect()
}

/// The form and scoring say the same of each of some metrics, which are filled in together.
fn assert_agreed(filled: &[(&str, Cell)]) {
    let (form, scoring) = (form_says(filled), scoring_says(filled));
    for ((filled, form), scoring) in filled.iter().zip(form).zip(scoring) {
        let is_fine = [FINE, SPARE].contains(&form.as_str());
        assert_eq!(
            is_fine,
            scoring.is_empty(),
            "{filled:?}: {form}, {scoring:?}"
        );
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

#[test]
fn numbers_written_as_texts_are_taken_by_both_or_by_none() {
    let shares = [
        "92%", "92.5%", " 92% ", "92 %", "92％", "+5%", "120%", "-5%", "9%2", "%92", "92%%", "%",
        "九成", "2021-1-5", "1/2", "12:00", "1月2日",
    ];
    for share in shares {
        assert_agreed(&[("满意度", text(share))]);
    }
    let amounts = [
        "12",
        "12.5",
        " 12.5",
        "12.50 ",
        "-3",
        "约三千",
        "2021-1-5",
        "1/2",
        "12:00",
        "5%",
        "0",
    ];
    for amount in amounts {
        assert_agreed(&[("实际采购金额", text(amount))]);
    }
    for count in ["12", "12.5", "十人", "-1", "1.0"] {
        assert_agreed(&[("预算编制不符合项数", text(count))]);
    }
    for points in ["0.5", "1.5", "半分", "是"] {
        assert_agreed(&[("管理制度已制定", text(points))]);
    }
}

#[test]
fn a_figure_written_as_a_text_is_held_against_the_others() {
    assert_agreed(&[
        ("按时完成项目数", text("7")),
        ("计划完成项目数", Cell::Number(6.0)),
    ]);
    assert_agreed(&[
        ("二季度末支出进度", text("30%")),
        ("一季度末支出进度", text("50%")),
    ]);
    assert_agreed(&[
        ("二季度末支出进度", text("50%")),
        ("一季度末支出进度", text("30%")),
    ]);
}

#[test]
fn a_choice_is_known_whatever_spaces_stand_in_it_and_by_its_other_names() {
    let form = form_of(&who("1", "甲"));
    let mut metrics = form.book.metrics.iter();
    let metric = metrics.find(|metric| metric.name() == "预算公开情况");
    let choices = &metric.expect("a metric").choices;
    for one in choices.iter().flat_map(|choice| choice.all()) {
        for written in [one.to_string(), format!(" {one}"), format!("{one}\u{3000}")] {
            assert_agreed(&[("预算公开情况", text(&written))]);
        }
    }
    assert_agreed(&[("预算公开情况", text("公开得不错"))]);
}

#[test]
fn below_a_total_of_nothing_a_blank_is_no_lack() {
    for (total, part) in [
        ("政府采购计划金额", "实际采购金额"),
        ("固定资产总额", "在用固定资产总额"),
        ("重点工作总数", "重点工作完成数"),
        ("计划完成项目数", "按时完成项目数"),
        ("信访总件数", "信访回复件数"),
        ("三公经费预算", "三公经费实际支出"),
    ] {
        for number in [0.0, 6.0] {
            assert_agreed(&[(total, Cell::Number(number)), (part, Cell::Blank)]);
        }
        let unknown = [(total, Cell::Blank), (part, Cell::Blank)];
        assert_eq!(form_says(&unknown), [MISSING, MISSING], "{total}");
    }
    // What another indicator needs all the same.
    assert_agreed(&[("核定编制数", Cell::Number(0.0)), ("在编人数", Cell::Blank)]);
}

#[test]
fn a_share_a_hundred_times_too_small_is_told_while_it_is_filled_in() {
    let share = |share: f64| Cell::Formatted(share, "0.00%");
    for number in [0.95, 0.0095, 0.01, 0.0101, 0.015, 0.0] {
        assert_agreed(&[("满意度", share(number))]);
        // This may be up to 200%.
        assert_agreed(&[("一季度末支出进度", share(number))]);
    }
    // Whoever writes the % means it.
    assert_agreed(&[("满意度", text("0.95%"))]);
}

#[test]
fn kinds_of_benefit_count_whatever_spaces_stand_beside_them() {
    let form = form_of(&who("1", "甲"));
    let mut answers = Answers::default();
    let categories = [" 社会效益", "经济效益 ", "\u{3000}生态效益", "社会效益"];
    for (number, category) in categories.into_iter().enumerate() {
        let mut set = |column, entry| answers.set(Item::Outcome(number, column), entry);
        set(OutcomeColumn::Title, Entry::text("某项"));
        set(OutcomeColumn::Category, Entry::text(category));
        let figures = [
            (RowFigure::Direction, Entry::text(" 正向")),
            (RowFigure::Target, Entry::number(100.0)),
            (RowFigure::Actual, Entry::number(90.0)),
            (RowFigure::Weight, Entry::number(6.25)),
        ];
        for (figure, entry) in figures {
            set(OutcomeColumn::Figure(figure), entry);
        }
    }
    let pack = jixiao::forms::return_forms::Pack {
        form,
        answers,
        last_year: None,
        notes: Vec::new(),
        original: None,
    };
    let bytes = jixiao::sheets::return_pack(&pack).expect("the form is written");
    let recalculated = recalculate_with(&bytes, &[]);
    let first = pack.form.cell(Item::Outcome(0, OutcomeColumn::Title));
    let first = first.expect("a cell").row + 1;
    for row in first..first + 4 {
        assert_eq!(recalculated.text(SHEET, &format!("I{row}")), FINE);
    }
    let total = first + pack.form.passport.outcome_rows as u32;
    assert_eq!(recalculated.text(SHEET, &format!("I{total}")), FINE);
}

#[test]
fn a_target_and_a_result_may_have_units_where_they_have_the_same() {
    let form = form_of(&who("1", "甲"));
    let at = |column| {
        form.cell(Item::Outcome(0, column))
            .expect("a cell")
            .to_string()
    };
    let figure = |figure| at(OutcomeColumn::Figure(figure));
    let places = [
        at(OutcomeColumn::Title),
        at(OutcomeColumn::Category),
        figure(RowFigure::Direction),
        figure(RowFigure::Weight),
        figure(RowFigure::Target),
        figure(RowFigure::Actual),
    ];
    for (target, actual) in [
        ("'95%", "'96%"),
        ("'95%", "96%"),
        ("'95%", "96"),
        ("96", "'95%"),
        ("'100人", "'98人"),
        ("'100人次", "98"),
        ("'约一百", "98"),
        ("98", "'-5人"),
        ("100", "'98"),
        ("92", "0.973"),
        ("0.92", "97.3"),
        ("100", "98"),
    ] {
        let cells = [Cell::parse(target), Cell::parse(actual)];
        let edit = |cell: &'static str| match Cell::parse(cell) {
            Cell::Text(_) => Edit::Text(cell.trim_start_matches('\'')),
            Cell::Number(number) | Cell::Formatted(number, _) => Edit::Number(number),
            _ => Edit::Empty,
        };
        let edits = [
            Edit::Text("某项"),
            Edit::Text("社会效益"),
            Edit::Text("正向"),
            Edit::Number(25.0),
            edit(target),
            edit(actual),
        ];
        let edits: Vec<(&str, &str, Edit)> = places
            .iter()
            .zip(edits)
            .map(|(at, edit)| (SHEET, at.as_str(), edit))
            .collect();
        let recalculated = recalculate_with(&handed_out(&who("1", "甲")), &edits);
        let told = recalculated.text(SHEET, &places[0].replace('B', "I"));
        let row = format!("方向=正向; 目标值={target}; 完成值={actual}; 分值=25");
        let scored = Input::of([Department::new("甲").outcome(&row)]).score();
        let outcome = &scored.evaluation.dataset.records[0].outcomes[0];
        let own = [RowFigure::Target, RowFigure::Actual];
        let own = own.map(|figure| outcome.fields[figure as usize].cell);
        let mut problems = scored.evaluation.problems.iter();
        let is_told = problems.any(|problem| {
            problem.severity != Severity::Info
                && problem.place.sheet == "个性化指标"
                && own.contains(&problem.place.cell)
        });
        assert_eq!(told == FINE, !is_told, "{cells:?}: {told}");
    }
}

#[test]
fn units_that_differ_are_told_at_the_one_that_is_to_be_mended() {
    for (target, actual, wanted) in [
        ("'95%", "96", RowFigure::Actual),
        ("96", "'95%", RowFigure::Target),
        ("0.92", "97.3", RowFigure::Target),
        ("92", "0.973", RowFigure::Actual),
    ] {
        let row = format!("方向=正向; 目标值={target}; 完成值={actual}; 分值=25");
        let scored = Input::of([Department::new("甲").outcome(&row)]).score();
        let outcome = &scored.evaluation.dataset.records[0].outcomes[0];
        let problems = scored.evaluation.problems.iter();
        let told: Vec<_> = problems
            .filter(|problem| problem.code == "G03")
            .map(|problem| problem.place.cell)
            .collect();
        assert_eq!(told, [outcome.fields[wanted as usize].cell], "{row}");
    }
}
