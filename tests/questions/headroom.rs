//! 差距与余量: every department has an answer or a sentence, every answer holds when the figure is written into the
//! input and scored again from the file, and a step less does not do.

use std::sync::OnceLock;

use jixiao::expr::Figure;
use jixiao::questions::changed::Spot;
use jixiao::questions::headroom::told::lines;
use jixiao::questions::headroom::{Answer, Direction, Headroom, headroom, of_department};
use jixiao::rulebook::outcomes::RowFigure;
use jixiao::workbook::column_letters;
use rust_decimal::Decimal;

use super::tampered::Tampered;
use crate::support::{Department, Folder, Input, Run, Scored, column, sample_path};

const CITY: &str = "示例市-2021.xlsx";

fn city() -> &'static (&'static Scored, Vec<Headroom>) {
    static CITY_SCORED: OnceLock<(&'static Scored, Vec<Headroom>)> = OnceLock::new();
    CITY_SCORED.get_or_init(|| {
        let scored = Scored::of_sample(CITY, &Run::default());
        let answers = headroom(&scored.evaluation);
        (scored, answers)
    })
}

/// A department's figures, one of them perhaps moved a step back towards what it was, written into the file.
fn written(
    bytes: Tampered,
    scored: &Scored,
    place: usize,
    answer: &Answer,
    back: bool,
) -> Tampered {
    let dataset = &scored.evaluation.dataset;
    let record = &dataset.records[place];
    let mut bytes = bytes;
    for change in &answer.changes {
        let (field, sheet) = match change.spot {
            Spot::Metric(metric) => (&record.fields[metric], &dataset.data.sheet.name),
            Spot::Row(row, figure) => {
                let table = dataset.outcomes.as_ref().expect("a sheet of outcomes");
                (&record.outcomes[row].fields[figure], &table.sheet.name)
            }
        };
        let cell = field.cell.expect("a cell").to_string();
        bytes = match &change.figure {
            Figure::Number(number) => {
                let percent = change.to.ends_with('%');
                let step = match () {
                    () if percent => Decimal::new(1, 4),
                    () => step_of(scored, change.spot),
                };
                let now = field.number().expect("a number");
                let toward = if now < *number { -step } else { step };
                let number = if back { *number + toward } else { *number };
                match percent {
                    true => {
                        bytes.text(sheet, &cell, &format!("{}%", number * Decimal::ONE_HUNDRED))
                    }
                    false => bytes.number(sheet, &cell, &(number * field.divisor).to_string()),
                }
            }
            Figure::Truth(truth) => bytes.text(sheet, &cell, if *truth { "是" } else { "否" }),
            Figure::Text(text) => bytes.text(sheet, &cell, text),
            other => panic!("no figure: {other:?}"),
        };
    }
    bytes
}

fn step_of(scored: &Scored, spot: Spot) -> Decimal {
    use jixiao::expr::Kind;
    let kind = match spot {
        Spot::Metric(metric) => scored.evaluation.book.metrics[metric].kind(),
        Spot::Row(_, figure) if figure == RowFigure::Actual as usize => return Decimal::new(1, 2),
        Spot::Row(..) => return Decimal::new(1, 4),
    };
    match kind {
        Kind::Count => Decimal::ONE,
        Kind::Points { .. } => Decimal::new(1, 1),
        _ => Decimal::new(1, 2),
    }
}

/// Scores the city again with one answer of every department written into the file.
fn scored_with(pick: impl Fn(&Headroom) -> Option<&Answer>, back: bool) -> Scored {
    let (scored, answers) = city();
    let bytes = std::fs::read(sample_path(CITY)).expect("the city");
    let mut bytes = Tampered::of(&bytes);
    for (place, headroom) in answers.iter().enumerate() {
        if let Some(answer) = pick(headroom) {
            bytes = written(bytes, scored, place, answer, back);
        }
    }
    let folder = Folder::new();
    folder.put(CITY, bytes.bytes());
    Scored::of_file(&folder.path(CITY), &Run::default()).expect("the city can be scored")
}

#[test]
fn every_department_of_the_city_has_an_answer_or_a_sentence_why_there_is_none() {
    let (scored, answers) = city();
    let book = scored.evaluation.book;
    assert_eq!(answers.len(), scored.evaluation.cards.len());
    for ((record, card), headroom) in scored.evaluation.departments().zip(answers) {
        let lines = lines(headroom, book);
        let expected = if card.total.is_some() { 2 } else { 1 };
        assert_eq!(lines.len(), expected, "{}", record.name);
        for side in [&headroom.up, &headroom.down] {
            assert_eq!(
                side.answers.is_empty(),
                side.silence.is_some(),
                "{}",
                record.name
            );
        }
    }
}

#[test]
fn every_answer_holds_when_it_is_written_into_the_file() {
    let (scored, answers) = city();
    let book = scored.evaluation.book;
    let most = answers.iter().map(|one| one.answers().count()).max();
    let mut held = 0;
    for number in 0..most.expect("departments") {
        let again = scored_with(|headroom| headroom.answers().nth(number), false);
        for (place, headroom) in answers.iter().enumerate() {
            let Some(answer) = headroom.answers().nth(number) else {
                continue;
            };
            let name = &scored.evaluation.dataset.records[place].name;
            let card = &again.evaluation.cards[place];
            assert_eq!(card.total, Some(answer.total), "{name} {answer:?}");
            assert_eq!(card.grade.as_ref(), Some(&answer.grade), "{name}");
            let now = scored.evaluation.cards[place].total.expect("a total");
            let (own, then) = (book.grades.of(now).min, book.grades.of(answer.total).min);
            match answer.direction {
                Direction::Up => assert!(then > own, "{name} {answer:?}"),
                Direction::Down => assert!(then < own, "{name} {answer:?}"),
            }
            held += 1;
        }
    }
    assert!(held > 100, "{held}");
}

#[test]
fn a_step_less_does_not_do() {
    let (scored, answers) = city();
    let book = scored.evaluation.book;
    let of_one = |answer: &&Answer| {
        let numbers = answer
            .changes
            .iter()
            .all(|one| matches!(one.figure, Figure::Number(_)));
        answer.changes.len() == 1 && numbers
    };
    for number in 0..10 {
        let again = scored_with(
            |headroom| headroom.answers().filter(of_one).nth(number),
            true,
        );
        for (place, headroom) in answers.iter().enumerate() {
            let Some(answer) = headroom.answers().filter(of_one).nth(number) else {
                continue;
            };
            let name = &scored.evaluation.dataset.records[place].name;
            let now = scored.evaluation.cards[place].total.expect("a total");
            let total = again.evaluation.cards[place].total.expect("a total");
            let (own, then) = (book.grades.of(now).min, book.grades.of(total).min);
            match answer.direction {
                Direction::Up => assert!(then <= own, "{name} {answer:?} {total}"),
                Direction::Down => assert!(then >= own, "{name} {answer:?} {total}"),
            }
        }
    }
}

/// The first answers of a department, in words.
fn told(department: Department, direction: Direction) -> Vec<String> {
    let scored = Input::of([department]).score();
    let headroom = of_department(&scored.evaluation, 0);
    let answers = headroom.answers().filter(|one| one.direction == direction);
    answers
        .map(|answer| {
            let changes = answer.changes.iter();
            let changes: Vec<String> = changes
                .map(|one| format!("{} {} → {}", one.metric, one.from, one.to))
                .collect();
            format!("{}：{} {}", changes.join("，"), answer.total, answer.grade)
        })
        .collect()
}

#[test]
fn the_edges_of_bands_are_met_exactly() {
    // 100 − 4 (满意度) − 3 − 3 (公用经费) − 1 (信访渠道) is 89: 满意度 at 95% gives four points back.
    let department = Department::new("甲").with(
        "满意度=85%; 三公经费实际支出=101; 三公经费预算=100; 日常公用经费决算=101; 日常公用经费调整预算=100; 信访反映渠道和回复机制=否",
    );
    let told = told(department, Direction::Up);
    assert!(
        told.iter().any(|one| one.starts_with("满意度 85% → 90%：")),
        "{told:?}"
    );
    let spending = "三公经费实际支出 101.00 → 100.00：";
    assert!(told.iter().any(|one| one.starts_with(spending)), "{told:?}");
}

#[test]
fn a_department_without_a_total_and_the_best_one_say_so() {
    let scored = Input::of([
        Department::new("甲").with("满意度=空"),
        Department::new("乙"),
    ])
    .score();
    let book = scored.evaluation.book;
    let held = of_department(&scored.evaluation, 0);
    assert_eq!(lines(&held, book), ["没有总分：先补正所缺的数据"]);
    let best = lines(&of_department(&scored.evaluation, 1), book);
    assert_eq!(best[0], "已是最高等级");
    assert!(
        best[1].starts_with("比本等级的下限多 10 分，再少就是良："),
        "{best:?}"
    );
}

#[test]
fn two_figures_together_where_one_does_not_do() {
    // 79.00 by many small losses: no single figure gives a whole point more than it lost.
    let department = Department::new("甲").with(
        "效果性评定分=10; 管理制度有效执行=否; 目标细化为具体任务=否; 包含效益指标=否; 满意度=94%",
    );
    let scored = Input::of([department]).score();
    let headroom = of_department(&scored.evaluation, 0);
    assert!(!headroom.up.answers.is_empty());
    for answer in &headroom.up.answers {
        assert!(answer.total >= Decimal::from(80), "{answer:?}");
    }
}

#[test]
fn the_column_of_an_answer_is_that_of_the_figure() {
    let scored = Input::of([Department::new("甲").with("满意度=94%")]).score();
    let headroom = of_department(&scored.evaluation, 0);
    let letters = column_letters(column("满意度") as u16);
    for change in headroom.answers().flat_map(|answer| &answer.changes) {
        if change.metric == "满意度" {
            assert_eq!(
                change.cell.map(|cell| cell.to_string()),
                Some(format!("{letters}2"))
            );
        }
    }
}
