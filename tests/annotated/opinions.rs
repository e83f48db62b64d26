//! 复核意见: what people write into 自评复核 is kept over rescoring and over a changed input, counts beside the computed
//! scores, and is never lost.

use std::collections::BTreeSet;

use jixiao::intake::opinions::shown;
use jixiao::sheets::scorecard::Extras;
use jixiao::workbook::CellValue;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::written::read;
use crate::support::{Cell, Department, Folder, Grid, Input, Run, Scored};

const HEADERS: [&str; 5] = ["复核意见", "意见说明", "佐证材料", "认定得分", "认定理由"];

/// Departments that declared something, so that there is a sheet to be reviewed.
fn input(names: &[&str]) -> Input {
    let made = names.iter().zip(0..).map(|(name, place)| {
        let department = Department::new(name).with(&format!("满意度={}%", 95 - 5 * place));
        department.declares("预算执行率=6; 总分=100; 等级=优")
    });
    Input::of(made)
}

/// A workbook as sheets of cells that can be written into: texts and numbers as they stand, formulas as their results.
pub(super) fn editable(bytes: &[u8]) -> Input {
    let sheets = read(bytes).sheets.into_iter().map(|sheet| {
        let last = sheet.rows.last().map_or(0, |row| row.index);
        let mut rows = vec![Vec::new(); last as usize + 1];
        for row in &sheet.rows {
            let cells: &mut Vec<Cell> = &mut rows[row.index as usize];
            for cell in &row.cells {
                while cells.len() <= usize::from(cell.column) {
                    cells.push(Cell::Blank);
                }
                cells[usize::from(cell.column)] = match &cell.value {
                    CellValue::Text(text) => Cell::text(text),
                    CellValue::Number(number) => Cell::Number(*number),
                    _ => Cell::Blank,
                };
            }
        }
        Grid {
            name: sheet.name,
            rows,
            ..Grid::default()
        }
    });
    Input {
        sheets: sheets.collect(),
    }
}

/// A result that can be written into.
struct Reviewed {
    input: Input,
}

impl Reviewed {
    fn of(scored: &Scored) -> Reviewed {
        let bytes = jixiao::sheets::annotated(&scored.evaluation).expect("a result");
        Reviewed {
            input: editable(&bytes),
        }
    }

    fn review(&mut self) -> &mut Grid {
        self.input.sheet("自评复核")
    }

    fn column(&mut self, header: &str) -> usize {
        let head = &self.review().rows[2];
        let found = head.iter().position(|cell| *cell == Cell::text(header));
        found.unwrap_or_else(|| panic!("no column {header}"))
    }

    fn row(&mut self, department: &str, indicator: &str) -> usize {
        let rows = &self.review().rows;
        let found = rows.iter().position(|row| {
            row.get(1) == Some(&Cell::text(department))
                && row.get(2) == Some(&Cell::text(indicator))
        });
        found.unwrap_or_else(|| panic!("no row {department} {indicator}"))
    }

    fn set(&mut self, at: (usize, usize), cell: Cell) {
        let row = &mut self.review().rows[at.0];
        while row.len() <= at.1 {
            row.push(Cell::Blank);
        }
        row[at.1] = cell;
    }

    /// Writes into the cells of one score: `header=text`, a number where it is one.
    fn write(&mut self, department: &str, indicator: &str, said: &str) {
        let row = self.row(department, indicator);
        for part in said.split("; ") {
            let (header, text) = part.split_once('=').expect("header=text");
            let column = self.column(header);
            let cell = match text.parse() {
                Ok(number) => Cell::Number(number),
                Err(_) => Cell::text(text),
            };
            self.set((row, column), cell);
        }
    }

    fn score(&self) -> Scored {
        self.input.score()
    }
}

fn codes(scored: &Scored) -> Vec<&str> {
    let problems = scored.evaluation.problems.iter();
    let codes = problems.map(|problem| problem.code.as_ref());
    codes.filter(|code: &&str| code.starts_with('A')).collect()
}

#[test]
fn an_adjusted_score_stands_beside_the_computed_one_with_total_grade_and_rank() {
    let scored = input(&["甲", "乙", "丙"]).score();
    let mut result = Reviewed::of(&scored);
    let satisfied = "公众或服务对象满意度";
    result.write(
        "丙",
        satisfied,
        "复核意见=认可; 佐证材料=已见; 认定得分=6; 认定理由=回访核实",
    );
    result.write("乙", satisfied, "复核意见=存疑; 意见说明=样本太少");
    let again = result.score();
    assert_eq!(codes(&again), [""; 0]);
    let opinions = &again.evaluation.opinions;
    assert_eq!((opinions.given.len(), opinions.adjusted()), (2, 1));
    // The computed scores are as they were.
    for name in ["甲", "乙", "丙"] {
        assert_eq!(again.total(name), scored.total(name), "{name}");
        assert_eq!(again.rank(name), scored.rank(name), "{name}");
    }
    let recognized = &opinions.recognized[2];
    let lost = Decimal::from(6) - again.indicator("丙", satisfied).score.expect("a score");
    let total = again.department("丙").1.total.expect("a total");
    assert_eq!(recognized.total, Some(total + lost));
    assert_eq!(recognized.grade.as_deref(), Some("优"));
    assert_eq!(again.rank("丙"), Some(3));
    assert_eq!(opinions.ranking.ranks[2], Some(1));
    // Once more gives the same bytes.
    let bytes = |scored: &Scored| jixiao::sheets::annotated(&scored.evaluation).expect("a result");
    let third = Reviewed::of(&again).score();
    assert_eq!(bytes(&third), bytes(&again));
}

#[test]
fn what_is_pending_can_be_recognized() {
    let mut departments = input(&["甲", "乙"]);
    let column = departments.data().column("满意度");
    departments.data().rows[2][column] = Cell::Blank;
    let mut result = Reviewed::of(&departments.score());
    result.write("乙", "公众或服务对象满意度", "认定得分=5; 认定理由=按上年");
    let again = result.score();
    assert_eq!(again.rank("乙"), None);
    let recognized = &again.evaluation.opinions.recognized[1];
    assert_eq!(recognized.total, Some(Decimal::from(99)));
}

#[test]
fn what_is_wrong_with_an_opinion_is_told_and_the_opinion_kept() {
    let scored = input(&["甲", "乙"]).score();
    for (said, wanted, adjusted) in [
        ("复核意见=退回", vec!["A01"], 0),
        ("复核意见=存疑; 意见说明=看不清", vec![], 0),
        ("认定得分=5", vec!["A01"], 1),
        ("认定得分=6.01; 认定理由=高于分值", vec!["A02"], 0),
        ("认定得分=-1; 认定理由=负数", vec!["A02"], 0),
        ("认定得分=5.555; 认定理由=位数", vec!["A02"], 0),
        ("认定得分=五分; 认定理由=文字", vec!["A02"], 0),
        ("复核意见=基本认可", vec!["A03"], 0),
        ("佐证材料=部分", vec!["A03"], 0),
        ("核算得分=3; 复核意见=认可", vec!["A05"], 0),
    ] {
        let mut result = Reviewed::of(&scored);
        result.write("甲", "公众或服务对象满意度", said);
        let again = result.score();
        assert_eq!(codes(&again), wanted, "{said}");
        assert_eq!(again.evaluation.opinions.adjusted(), adjusted, "{said}");
        assert_eq!(again.evaluation.opinions.given.len(), 1, "{said}");
    }
}

#[test]
fn opinions_follow_to_a_corrected_input_and_what_finds_no_place_is_listed() {
    let mut result = Reviewed::of(&input(&["甲", "乙"]).score());
    result.write("甲", "预算执行率", "复核意见=认可; 意见说明=看过");
    result.write("乙", "预算执行率", "复核意见=退回; 意见说明=乙的话");
    let column = result.column("认定参评总分") + 3;
    result.set((4, column), Cell::text("随手记的"));
    let folder = Folder::new();
    folder.put("复核.xlsx", result.input.bytes());
    folder.put("更正.xlsx", input(&["甲", "丁"]).bytes());
    let ran = folder.run(&[
        "score",
        "更正.xlsx",
        "--review",
        "复核.xlsx",
        "-o",
        "结果.xlsx",
    ]);
    assert!(ran.stdout.contains("1 条意见"), "{}", ran.stdout);
    assert!(ran.stdout.contains("A04"), "{}", ran.stdout);
    let bytes = std::fs::read(folder.path("结果.xlsx")).expect("a result");
    let rest = crate::support::written::as_text(&bytes, &["以往意见"]);
    for wanted in [
        "乙的话",
        "本次数据里没有这个部门",
        "随手记的",
        "写在填写栏以外",
    ] {
        assert!(rest.contains(wanted), "{wanted}\n{rest}");
    }
    // The department is back: so is what was said of it.
    folder.put("又更正.xlsx", input(&["甲", "乙"]).bytes());
    let ran = folder.run(&[
        "score",
        "又更正.xlsx",
        "--review",
        "结果.xlsx",
        "--format",
        "json",
    ]);
    let found = ran.json();
    assert_eq!(found["review"]["given"], 2, "{}", found["review"]);
    assert_eq!(found["review"]["rest"].as_array().map(Vec::len), Some(1));
    // A workbook without such a sheet is no review.
    let ran = folder.run(&[
        "score",
        "更正.xlsx",
        "--review",
        "更正.xlsx",
        "-o",
        "无.xlsx",
    ]);
    assert_eq!(ran.status, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("没有“自评复核”表"), "{}", ran.stderr);
}

/// Everything that people wrote, as it stands in a result.
fn kept(scored: &Scored) -> BTreeSet<String> {
    let evaluation = &scored.evaluation;
    let records = &evaluation.dataset.records;
    let all = evaluation.opinions.written(records, evaluation.book);
    let said = all.iter().flat_map(|one| {
        let remarks = &one.remarks;
        [
            &remarks.opinion,
            &remarks.comment,
            &remarks.evidence,
            &remarks.adjusted,
            &remarks.reason,
        ]
        .map(|written| written.as_ref().map(shown))
    });
    said.flatten().collect()
}

/// One cell that somebody writes into: the row below the header, one of the five columns or one beside them, the text.
fn writing() -> impl Strategy<Value = (usize, usize, String)> {
    let text = prop_oneof![
        Just("认可".to_string()),
        Just("退回".to_string()),
        Just("3.5".to_string()),
        "[一-龥a-z0-9=+@，。]{1,12}",
    ];
    (0..42_usize, 0..6_usize, text)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is written wherever, and whatever becomes of the departments: it stands in the next result.
    #[test]
    fn nothing_that_people_wrote_is_ever_lost(
        writings in proptest::collection::vec(writing(), 1..12),
        gone in 0..4_usize,
        moved in any::<bool>(),
    ) {
        let mut result = Reviewed::of(&input(&["甲", "乙"]).score());
        let mut texts = std::collections::BTreeMap::new();
        let columns = HEADERS.map(|header| result.column(header));
        let beside = result.column("认定参评总分") + 2;
        for (row, column, text) in writings {
            // Rows of totals are above those of indicators.
            let at = (5 + row, columns.get(column).copied().unwrap_or(beside));
            result.set(at, Cell::text(&text));
            texts.insert(at, text);
        }
        let bytes = result.input.bytes();
        let names: &[&str] = match gone {
            0 => &["甲", "乙"],
            1 => &["乙"],
            2 => &["丙", "甲"],
            _ => &["丙"],
        };
        let folder = Folder::new();
        folder.put("复核.xlsx", &bytes);
        folder.put("更正.xlsx", input(names).bytes());
        let source = |name: &str| jixiao::workbook::Source::from(folder.path(name).as_path());
        let (file, review) = (source("更正.xlsx"), source("复核.xlsx"));
        let book = crate::support::rule_book(Run::default().edition);
        let tasks = jixiao::tasks::Input {
            file: &file,
            last_year: None,
            review: moved.then_some(&review),
            anomalies: true,
            year: None,
            bounds: &jixiao::Bounds::STANDARD,
        };
        let again = match moved {
            true => {
                let scored = tasks.evaluate(book, jixiao::Missing::Hold, |_| || ());
                Scored { evaluation: scored.expect("scored") }
            }
            false => result.score(),
        };
        let kept = kept(&again);
        for text in texts.values() {
            let found = kept.iter().any(|kept| kept == text || kept.ends_with(&format!("：{text}")));
            prop_assert!(found, "{text} in {kept:?}");
        }
        // And once more, from the result itself.
        let third = Reviewed::of(&again).score();
        let still = self::kept(&third);
        for text in texts.values() {
            let found = still.iter().any(|kept| kept == text || kept.ends_with(&format!("：{text}")));
            prop_assert!(found, "{text} in {still:?}");
        }
    }
}

/// The summary of the bureau as text, and its tables.
fn summary(scored: &Scored) -> crate::support::Word {
    let template = jixiao::reports::Template::built_in("bureau").expect("built in");
    let report = jixiao::reports::bureau(&scored.evaluation, &template).expect("a report");
    crate::support::Word::of(&report)
}

/// Who is recognized lacks neither data nor a grade in the same report, and what the bureau itself wrote wrong is not for
/// departments to correct.
#[test]
fn a_summary_after_review_agrees_with_itself() {
    // 甲 has 89, a point less than 优; 乙 lacks its satisfaction.
    let mut departments = input(&["甲", "乙"]);
    let column = departments.data().column("满意度");
    departments.data().rows[1][column] = Cell::Number(0.5);
    departments.data().rows[2][column] = Cell::Blank;
    for (name, wanted) in [("信访回复件数", 0.0), ("信访按期回复件数", 0.0)] {
        let column = departments.data().column(name);
        departments.data().rows[1][column] = Cell::Number(wanted);
    }
    let scored = departments.score();
    let satisfied = "公众或服务对象满意度";
    let before = summary(&scored).text();
    assert!(
        before.contains("以下部门补齐数据后才能得出总分"),
        "{before}"
    );
    let mut result = Reviewed::of(&scored);
    result.write("甲", satisfied, "认定得分=6; 认定理由=另有调查。");
    result.write("乙", satisfied, "认定得分=6; 认定理由=补交");
    result.write("乙", "预算执行率", "复核意见=退回");
    let again = result.score();
    let told = summary(&again);
    let (text, total) = (told.text(), again.total("甲"));
    for wanted in [
        "调整了 2 个部门 2 项指标的得分",
        &format!("甲的“公众或服务对象满意度”由 1.00 分认定为 6.00 分；综合评分由 {total} 分认定为"),
        "乙的“公众或服务对象满意度”缺少数据、没有核算得分，认定为 6.00 分；综合评分原来待定，认定为 100.00 分，评分等级为“优”",
        "乙的数据也有缺少",
        "另有 1 处错误是复核意见没有写说明",
        "数据中共有 1 处错误",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    for gone in ["以下部门补齐数据后才能得出总分", "核算 待定"] {
        assert!(!text.contains(gone), "{gone}\n{text}");
    }
    assert!(
        !told
            .tables
            .iter()
            .flatten()
            .any(|row| row[0] == "乙" && row.len() == 2)
    );
    // Its score table asks for data only where nothing is recognized in their place.
    assert!(score_table_says(&scored, "乙", "请补齐：满意度"));
    assert!(!score_table_says(&again, "乙", "请补齐"));
    assert!(score_table_says(&again, "乙", "这些指标的得分已由复核认定"));
}

/// Whether a text stands in the score table of a department.
fn score_table_says(scored: &Scored, department: &str, text: &str) -> bool {
    let mut records = scored.evaluation.dataset.records.iter();
    let place = records.position(|record| record.name == department);
    let place = place.expect("a department");
    let table = jixiao::sheets::scorecards(&scored.evaluation, &[place], Extras::default());
    let sheets = read(&table.expect("a workbook")).sheets;
    let cells = sheets.iter().flat_map(|sheet| &sheet.rows);
    let mut cells = cells.flat_map(|row| &row.cells);
    cells.any(|cell| matches!(&cell.value, CellValue::Text(said) if said.contains(text)))
}

#[test]
fn what_is_written_beside_a_total_is_said_to_stand_there() {
    let mut result = Reviewed::of(&input(&["甲", "乙"]).score());
    result.write("甲", "总分", "意见说明=总分可以");
    let again = result.score();
    let rest = &again.evaluation.opinions.rest;
    let fates: Vec<&str> = rest.iter().map(|rest| rest.fate.label()).collect();
    assert_eq!(fates, ["写在总分行；意见请写在各项指标的行里"]);
}
