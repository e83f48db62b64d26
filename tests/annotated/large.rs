//! Many departments, and results that do not show all: sheets may be chosen, formulas may become values, what one sheet
//! cannot hold goes on in the next; nothing changes in what stands in the cells, and nothing is lost.

use std::io::{Cursor, Read};

use jixiao::address::Address;
use jixiao::analysis::extent::MOST_WITH_ALL;
use jixiao::analysis::{Extent, Wanted};
use jixiao::sheets::{self, Paper};
use jixiao::workbook::{Sheet, Workbook};
use zip::ZipArchive;

use super::annotated;
use super::opinions::editable;
use crate::support::recalculate::{Edit, compare, recalculate_with};
use crate::support::written::{content, read, sheet};
use crate::support::{Cell, Department, Folder, Input, Run, Scored, column};

/// More than the writing library is left with, so that every long table has rows that are streamed.
pub const MANY: usize = 230;

/// Departments of different scores, some of them equal, some of them not to be ranked.
pub fn many(departments: usize) -> Input {
    Input::of((0..departments).map(|place| {
        let spent = ["100", "90", "72", "空"][place % 4];
        let staff = 80 + place % 40;
        Department::new(&format!("示例市第{place}局<&>"))
            .with(&format!(
                "部门编码={}; 实际采购金额={spent}; 在编人数={staff}",
                100_000 + place
            ))
            .outcome("方向=正向; 目标值=100; 完成值=80; 分值=10")
    }))
}

pub fn extent(scored: &Scored, sheets: &str, formulas: Option<bool>) -> Extent {
    let wanted = Wanted {
        formulas,
        ..Wanted::chosen(sheets).expect("parts")
    };
    Extent::of(&wanted, &scored.evaluation).expect("an extent")
}

pub fn written(scored: &Scored, extent: &Extent) -> Vec<u8> {
    sheets::annotated_as(&scored.evaluation, extent, Paper::A3).expect("a workbook")
}

/// How many cells of a sheet are formulas.
fn formulas(sheet: &Sheet) -> usize {
    let cells = sheet.rows.iter().flat_map(|row| &row.cells);
    cells.filter(|cell| cell.formula).count()
}

fn names(workbook: &Workbook) -> Vec<&str> {
    let sheets = workbook.sheets.iter();
    sheets.map(|sheet| sheet.name.as_str()).collect()
}

fn at(sheet: &Sheet, row: usize, column: u16) -> String {
    let row = u32::try_from(row).expect("a row");
    content(sheet, Address::new(row, column))
}

#[test]
fn every_department_stands_in_every_sheet_with_its_scores() {
    let scored = many(MANY).score();
    let evaluation = &scored.evaluation;
    let workbook = read(&annotated(&scored));
    let [scores, ranking, details] =
        ["评分结果", "排名", "得分说明"].map(|name| sheet(&workbook, name));
    let indicators = evaluation.book.indicators.len();
    for (place, (record, card)) in evaluation.departments().enumerate() {
        let total = 3 + u16::try_from(indicators + evaluation.book.framework.len()).expect("few");
        assert_eq!(at(scores, 6 + place, 1), record.name);
        if let Some(exact) = card.total {
            assert_eq!(at(scores, 6 + place, total), exact.normalize().to_string());
        }
        let position = evaluation.ranking.positions[place];
        assert_eq!(at(ranking, 3 + position, 1), record.name);
        for index in 0..card.indicators.len() {
            let row = 3 + place * indicators + index;
            assert_eq!(at(details, row, 1), record.name);
            assert_eq!(
                at(details, row, 8),
                card.explanation(index, record, evaluation.book)
            );
        }
    }
    assert_eq!(scores.rows.len(), 6 + MANY);
    assert_eq!(details.rows.len(), 3 + MANY * indicators);
}

#[test]
fn values_are_what_formulas_give() {
    let scored = many(MANY).score();
    let whole = read(&written(&scored, &extent(&scored, "全部", None)));
    let values = read(&written(&scored, &extent(&scored, "全部", Some(false))));
    assert_eq!(names(&whole), names(&values));
    let mut compared = 0;
    for (live, fixed) in whole.sheets.iter().zip(&values.sheets) {
        assert_eq!(formulas(fixed), 0, "{}", fixed.name);
        if live.name == "评价规则" {
            continue;
        }
        for row in live.rows.iter().filter(|row| row.index > 1) {
            for cell in &row.cells {
                let at = Address::new(row.index, cell.column);
                assert_eq!(content(live, at), content(fixed, at), "{} {at}", live.name);
                compared += 1;
            }
        }
    }
    assert!(compared > 100 * MANY);
    assert!(formulas(sheet(&whole, "评分结果")) > 20 * MANY);
}

#[test]
fn the_same_bytes_come_of_one_thread_and_of_many() {
    let scored = many(MANY).score();
    let many = annotated(&scored);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let one = pool.expect("a thread").install(|| annotated(&scored));
    assert!(many == one, "the bytes differ");
    let again = annotated(&scored);
    assert!(many == again, "the bytes differ from one time to the next");
}

#[test]
fn a_large_result_has_values_and_no_explanations_unless_they_are_asked_for() {
    let mut scored = many(1).score();
    let card = scored.evaluation.cards[0].clone();
    scored.evaluation.cards = vec![card.clone(); MOST_WITH_ALL];
    assert!(Extent::usual(&scored.evaluation).is_whole());
    scored.evaluation.cards.push(card);
    let usual = Extent::usual(&scored.evaluation);
    let told = usual.told(&Wanted::default());
    insta::assert_snapshot!(
        format!("{}\n{}", usual.written(), told.expect("something is said")),
        @"
    数值；排名、评分结果、问题清单、统计分析、原始数据、评价规则
    部门超过 20000 个，分数写成数值，不带公式，没有写“得分说明”（要公式请加 --formulas，要全部工作表请加 --sheets 全部）。
    "
    );
    let all = extent(&scored, "全部", None);
    assert!(!all.formulas && all.names().any(|name| name == "得分说明"));
    assert!(extent(&scored, "全部", Some(true)).is_whole());
    let formulas = Wanted {
        formulas: Some(true),
        ..Wanted::default()
    };
    let live = Extent::of(&formulas, &scored.evaluation).expect("an extent");
    assert!(live.formulas && !live.is_whole());
}

/// Departments that declared something, four to a sheet of a hundred rows.
fn reviewed() -> Input {
    let names = (0..10).map(|place| format!("第{place}局"));
    Input::of(names.map(|name| Department::new(&name).declares("预算执行率=6; 总分=100; 等级=优")))
}

fn on_small_sheets(scored: &Scored) -> Vec<u8> {
    let mut extent = Extent::usual(&scored.evaluation);
    extent.rows = 100;
    written(scored, &extent)
}

#[test]
fn what_one_sheet_cannot_hold_goes_on_in_the_next() {
    let scored = reviewed().score();
    let workbook = read(&on_small_sheets(&scored));
    let names = names(&workbook);
    let going_on = [
        "得分说明 (2)",
        "得分说明 (3)",
        "自评复核 (2)",
        "自评复核 (3)",
    ];
    for name in going_on {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    let indicators = scored.evaluation.book.indicators.len();
    for (first, name_column, of_each) in [("得分说明", 1, 0), ("自评复核", 1, 1)] {
        let mut listed = Vec::new();
        for sheet in &workbook.sheets {
            if sheet.name.starts_with(first) {
                assert!(
                    sheet.rows.iter().all(|row| row.index < 100),
                    "{}",
                    sheet.name
                );
                let rows = sheet.rows.iter().filter(|row| row.index > 2);
                listed.extend(rows.map(|row| at(sheet, row.index as usize, name_column)));
            }
        }
        listed.sort_unstable();
        let mut expected: Vec<String> = (0..10)
            .flat_map(|place| vec![format!("第{place}局"); indicators + of_each])
            .collect();
        expected.sort_unstable();
        assert_eq!(listed, expected, "{first}");
    }
    let rules = sheet(&workbook, "评价规则");
    let said = rules
        .rows
        .iter()
        .find(|row| at(rules, row.index as usize, 0) == "接续和另加的工作表");
    let said = at(rules, said.expect("the row").index as usize, 2);
    assert_eq!(said, going_on.join("、"));
}

#[test]
fn a_result_on_several_sheets_is_scored_again_with_what_was_written_on_each() {
    let scored = reviewed().score();
    let bytes = on_small_sheets(&scored);
    let mut book = editable(&bytes);
    // The last department stands on the third sheet; a person's copy of 排名 is that person's.
    let last = book.sheet("自评复核 (3)");
    let named = |row: &Vec<Cell>| row.get(1) == Some(&Cell::text("第9局"));
    let row = last.rows.iter().rposition(named).expect("a row");
    last.rows[row][8] = Cell::text("存疑");
    last.rows[row][9] = Cell::text("样本太少");
    let mut own = book.sheet("排名").clone();
    own.name = "排名 (2)".into();
    book.sheets.push(own);
    let again = book.score();
    let totals = |scored: &Scored| -> Vec<_> {
        let cards = scored.evaluation.cards.iter();
        cards.map(|card| (card.total, card.scored_total)).collect()
    };
    assert_eq!(totals(&scored), totals(&again));
    assert_eq!(again.evaluation.opinions.given.len(), 1);
    let others: Vec<&str> = again
        .evaluation
        .dataset
        .others
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(others, ["排名 (2)"]);
    // What people wrote stays, whatever is chosen.
    let extent = extent(&again, "排名", None);
    let told = extent.told(&Wanted::chosen("排名").expect("a part"));
    assert!(told.is_some_and(|told| told.contains("有复核意见")));
    let workbook = read(&written(&again, &extent));
    assert_eq!(names(&workbook), ["排名", "自评复核", "评价规则"]);
}

#[test]
fn chosen_sheets_are_there_and_no_others() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    let run = |arguments: &[&str]| folder.run(arguments);
    let ran = run(&[
        "score",
        "小样-2021.xlsx",
        "-o",
        "结果.xlsx",
        "--sheets",
        "排名，评分结果",
        "--format",
        "json",
    ]);
    assert!(ran.status < 2, "{}", ran.stderr);
    insta::assert_snapshot!(
        format!("{}\n{}", ran.json()["workbook"], ran.stderr.trim()),
        @r#"
    {"formulas":false,"sheets":["排名","评分结果","评价规则"]}
    注意：公式要引用的工作表没有都选上，分数写成数值；没有写“得分说明”“自评复核”“问题清单”“统计分析”“原始数据”。
    "#
    );
    let bytes = std::fs::read(folder.path("结果.xlsx")).expect("the result");
    assert_eq!(names(&read(&bytes)), ["排名", "评分结果", "评价规则"]);
    let told = |arguments: &[&str]| {
        let ran = run(arguments);
        format!("{}：{}\n", ran.status, ran.stderr.trim())
    };
    let verified = run(&["verify", "结果.xlsx", "--input", "小样-2021.xlsx"]);
    assert_eq!(verified.status, 0, "{}{}", verified.stdout, verified.stderr);
    insta::assert_snapshot!(
        [
            told(&["verify", "结果.xlsx"]),
            told(&["score", "结果.xlsx", "--force"]),
            told(&["score", "小样-2021.xlsx", "--sheets", "总表"]),
            told(&["score", "小样-2021.xlsx", "--sheets", "排名", "--formulas"]),
        ]
        .concat(),
        @"
    2：没有完成：“结果.xlsx”里没有原始数据（评分时选了工作表，没有选“原始数据”），不能单独核对。请用 --input 指定评分时用的输入
    2：没有完成：“结果.xlsx”是没有原始数据的评分结果，不是装有各部门数据的工作簿。请改用评分时的输入；要能再次评分的结果，评分时请选上“原始数据”
    2：没有完成：没有名为“总表”的工作表。可以选：排名、评分结果、得分说明、自评复核、以往意见、问题清单、统计分析、同类比较、差距与余量、名次把握、争议读法、原始数据、评价规则，或“全部”
    2：没有完成：公式要引用“评分结果”“原始数据”，--formulas 要和它们一起选
    "
    );
}

/// What is asked of scores can stand beside them, where it is named; it is no raw data of the next run.
#[test]
fn the_sheets_of_questions_are_there_where_they_are_named() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    let workbook = |name: &str| read(&std::fs::read(folder.path(name)).expect("a workbook"));
    let chosen = "全部,差距与余量,名次把握,争议读法";
    let ran = folder.run(&[
        "score",
        "小样-2021.xlsx",
        "-o",
        "结果.xlsx",
        "--sheets",
        chosen,
    ]);
    assert!(ran.status < 2, "{}", ran.stderr);
    folder.run(&["whatif", "小样-2021.xlsx", "-o", "疑问.xlsx"]);
    let (result, asked) = (workbook("结果.xlsx"), workbook("疑问.xlsx"));
    let added = [
        "差距与余量",
        "差距明细",
        "名次把握",
        "等级百格",
        "争议读法",
        "读法影响",
        "读法得分",
    ];
    for name in added {
        let (here, there) = (sheet(&result, name), sheet(&asked, name));
        assert_eq!(here.rows.len(), there.rows.len(), "{name}");
        for row in &there.rows {
            for cell in &row.cells {
                let at = Address::new(row.index, cell.column);
                assert_eq!(content(here, at), content(there, at), "{name} {at}");
            }
        }
    }
    let verified = folder.run(&["verify", "结果.xlsx"]);
    assert_eq!(verified.status, 0, "{}{}", verified.stdout, verified.stderr);
    // A reading that was chosen in a meeting is no change of the result; a rank that was typed over is.
    let mut live = editable(&std::fs::read(folder.path("结果.xlsx")).expect("the result"));
    let choice = live
        .sheet("争议读法")
        .rows
        .iter()
        .position(|row| row.get(3) == Some(&Cell::text("按规则书")));
    live.sheet("争议读法").rows[choice.expect("a choice")][3] = Cell::text("另一种读法");
    live.sheet("名次把握").rows[3][3] = Cell::Number(1.0);
    folder.put("选过.xlsx", live.bytes());
    let found = folder
        .run(&["verify", "选过.xlsx", "--format", "json"])
        .json();
    let changes = found["changes"].as_array().expect("changes");
    let sheets: Vec<&str> = changes
        .iter()
        .filter_map(|one| one["sheet"].as_str())
        .collect();
    assert!(sheets.contains(&"名次把握"), "{sheets:?}");
    assert!(!sheets.contains(&"争议读法"), "{sheets:?}");
    let again = folder.run(&["score", "结果.xlsx", "-o", "再评.xlsx"]);
    assert!(again.status < 2, "{}", again.stderr);
    let again = workbook("再评.xlsx");
    assert!(names(&again).iter().all(|name| !added.contains(name)));
    let plain = folder.run(&["score", "小样-2021.xlsx", "-o", "平常.xlsx"]);
    assert!(plain.status < 2, "{}", plain.stderr);
    assert_eq!(names(&again), names(&workbook("平常.xlsx")));
}

/// How many rows of all sheets are hidden.
fn hidden_rows(bytes: &[u8]) -> usize {
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let places = 0..package.len();
    let hidden = places.map(|place| {
        let mut text = String::new();
        let mut part = package.by_index(place).expect("a part");
        if part
            .name()
            .expect("a name")
            .starts_with("xl/worksheets/sheet")
        {
            part.read_to_string(&mut text).expect("text");
        }
        let rows = text.split("<row ").skip(1);
        rows.filter(|row| {
            row.split('>')
                .next()
                .is_some_and(|row| row.contains("hidden"))
        })
        .count()
    });
    hidden.sum()
}

/// A bureau whose departments declare nothing reviews all the same: the sheet is there where it is named.
#[test]
fn an_empty_review_is_there_where_it_is_named_and_keeps_what_is_written() {
    let scored = many(3).score();
    let usual = read(&annotated(&scored));
    assert!(!names(&usual).contains(&"自评复核"));
    let all = read(&written(&scored, &extent(&scored, "全部", None)));
    assert_eq!(names(&all), names(&usual));
    let extent = extent(&scored, "全部，自评复核", None);
    let bytes = written(&scored, &extent);
    let review = read(&bytes);
    let review = sheet(&review, "自评复核");
    let indicators = scored.evaluation.book.indicators.len();
    assert_eq!(review.rows.len(), 3 + 3 * (1 + indicators));
    // Nothing is hidden: there is nothing to compare.
    assert_eq!(hidden_rows(&bytes), 0);
    let mut filled = editable(&bytes);
    let rows = &mut filled.sheet("自评复核").rows;
    let place = rows.len() - indicators;
    while rows[place].len() < 10 {
        rows[place].push(Cell::Blank);
    }
    rows[place][8] = Cell::text("存疑");
    rows[place][9] = Cell::text("请补材料");
    let again = filled.score();
    assert_eq!(again.evaluation.opinions.given.len(), 1);
    assert!(names(&read(&annotated(&again))).contains(&"自评复核"));
    // What is named and has nothing to show is told.
    let extent = self::extent(&scored, "排名,同类比较", None);
    let told = extent.told(&Wanted::chosen("排名,同类比较").expect("parts"));
    assert!(told.is_some_and(|told| told.contains("没有内容可以写进“同类比较”")));
}

#[test]
fn a_changed_value_in_a_result_of_values_is_found() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    let ran = folder.run(&["score", "小样-2021.xlsx", "-o", "结果.xlsx", "--values"]);
    assert!(ran.status < 2, "{}", ran.stderr);
    assert_eq!(folder.run(&["verify", "结果.xlsx"]).status, 0);
    let bytes = std::fs::read(folder.path("结果.xlsx")).expect("the result");
    let mut changed = editable(&bytes);
    let scores = changed.sheet("评分结果");
    let score = scores.rows[6].iter().position(|cell| *cell != Cell::Blank);
    let place = score.expect("a score") + 4;
    scores.rows[6][place] = Cell::Number(99.0);
    folder.put("改过.xlsx", changed.bytes());
    let verified = folder.run(&["verify", "改过.xlsx"]);
    assert_eq!(verified.status, 1, "{}", verified.stderr);
    assert!(verified.stdout.contains("评分结果"), "{}", verified.stdout);
}

#[test]
fn a_large_result_scored_again_gives_the_same_scores() {
    let scored = many(MANY).score();
    let folder = Folder::new();
    folder.put("结果.xlsx", annotated(&scored));
    let again = Scored::of_file(&folder.path("结果.xlsx"), &Run::default()).expect("scored");
    let totals = |scored: &Scored| -> Vec<_> {
        let cards = scored.evaluation.cards.iter();
        cards.map(|card| (card.total, card.scored_total)).collect()
    };
    assert_eq!(totals(&scored), totals(&again));
}

/// More departments than are ranked one against all.
const RANKED_ALONG: usize = 1_003;

#[test]
fn ranks_along_the_order_are_ranks_and_follow_a_correction() {
    let input = |corrected: bool| {
        let mut input = many(RANKED_ALONG);
        if corrected {
            for row in [1, 500, 900] {
                input.data().rows[row][column("实际采购金额")] = Cell::Number(80.0);
            }
        }
        input
    };
    let scored = input(false).score();
    let extent = extent(&scored, "排名,评分结果,原始数据", None);
    let bytes = written(&scored, &extent);
    compare(&bytes).assert_equal();
    let corrected = input(true).score();
    assert_ne!(
        scored.evaluation.ranking.order,
        corrected.evaluation.ranking.order
    );
    let cells = [1, 500, 900].map(|row| {
        let column = u16::try_from(column("实际采购金额")).expect("a column");
        Address::new(row, column).to_string()
    });
    let edits: Vec<_> = cells
        .iter()
        .map(|cell| ("基础数据", cell.as_str(), Edit::Number(80.0)))
        .collect();
    let recalculated = recalculate_with(&bytes, &edits);
    let ranking = &corrected.evaluation.ranking;
    for (position, department) in ranking.order.iter().enumerate() {
        let row = position + 4;
        let name = &corrected.evaluation.dataset.records[*department].name;
        assert_eq!(
            recalculated.text("排名", &format!("B{row}")),
            *name,
            "{row}"
        );
        if let Some(rank) = ranking.ranks[*department] {
            assert_eq!(
                recalculated.number("排名", &format!("A{row}")),
                f64::from(rank)
            );
        }
    }
}
