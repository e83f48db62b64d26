//! Tables one beneath the other in 个性化指标 and 自评得分, and hidden rows there.

use crate::support::{Cell, Department, Input, Run, Scored};

const OUTCOMES: &str = "社会效益、经济效益、生态效益及可持续影响等";
const HIGHER: &str = "方向=正向; 目标值=100; 完成值=80; 分值=25";

/// Two departments: 80 % and 90 % reached, and a declared score each.
fn input() -> Input {
    let department = |name, reached: &str, code: &str| {
        Department::new(name)
            .with(&format!("效果性评定分=空; 部门编码={code}"))
            .outcome(&HIGHER.replace("80", reached))
            .declares("财务合规性=2.5; 预决算信息公开=2")
    };
    Input::of([department("甲", "80", "A01"), department("乙", "90", "A02")])
}

/// Puts a sheet's header again above its last row, altered.
fn repeat_header(input: &mut Input, sheet: &str, alter: impl Fn(&mut Vec<Cell>)) {
    let grid = input.sheet(sheet);
    let mut header = grid.rows[0].clone();
    alter(&mut header);
    let last = grid.rows.len() - 1;
    grid.rows.insert(last, header);
}

/// Swaps two columns' headers.
fn swap(header: &mut [Cell], one: &str, other: &str) {
    let place = |name: &str| header.iter().position(|cell| *cell == Cell::text(name));
    let (Some(one), Some(other)) = (place(one), place(other)) else {
        panic!("no header {one} or {other}");
    };
    header.swap(one, other);
}

fn told(scored: &Scored) -> Vec<String> {
    let is_of_rows = |told: &String| told.contains(" R0") || told.contains(" H08 ");
    scored.problems().into_iter().filter(is_of_rows).collect()
}

#[test]
fn a_header_that_is_repeated_as_it_stands_is_passed_over() {
    let mut input = input();
    repeat_header(&mut input, "个性化指标", |_| {});
    repeat_header(&mut input, "自评得分", |_| {});
    let scored = input.score();
    assert_eq!(scored.score("甲", OUTCOMES), "20.00");
    assert_eq!(scored.score("乙", OUTCOMES), "22.50");
    assert_eq!(scored.evaluation.reviews.len(), 2);
    assert_eq!(
        told(&scored),
        ["info R01 个性化指标!A3", "info R01 自评得分!A3"]
    );
}

#[test]
fn another_spelling_or_a_blank_in_the_repeated_header_changes_nothing() {
    let mut input = input();
    repeat_header(&mut input, "个性化指标", |header| {
        header[6] = Cell::text("实际完成值");
        header[8] = Cell::Blank;
    });
    let scored = input.score();
    assert_eq!(scored.score("乙", OUTCOMES), "22.50");
    assert_eq!(told(&scored), ["info R01 个性化指标!A3"]);
}

#[test]
fn rows_under_a_header_of_another_order_are_refused() {
    let mut input = input();
    repeat_header(&mut input, "个性化指标", |header| {
        swap(header, "目标值", "完成值");
    });
    repeat_header(&mut input, "自评得分", |header| {
        swap(header, "财务合规性", "预决算信息公开");
    });
    let scored = input.score();
    assert_eq!(scored.score("甲", OUTCOMES), "20.00");
    assert_eq!(scored.score("乙", OUTCOMES), "待定");
    assert!(scored.department("甲").0.declared.is_some());
    assert!(scored.department("乙").0.declared.is_none());
    assert_eq!(
        told(&scored),
        ["error H08 个性化指标!A4", "error H08 自评得分!A4"]
    );
    assert_eq!(
        scored.problem_at("个性化指标", "A4").message(),
        "第 3 行又是一个表头，各列与第 1 行的表头不同，它下面的第 4 行没有采用"
    );
}

#[test]
fn an_unknown_name_or_a_new_column_in_the_repeated_header_refuses_the_rows() {
    let unknown = |header: &mut Vec<Cell>| header[6] = Cell::text("上年完成情况");
    let moved = |header: &mut Vec<Cell>| {
        let weight = std::mem::replace(&mut header[7], Cell::Blank);
        header.push(weight);
    };
    for alter in [&unknown as &dyn Fn(&mut Vec<Cell>), &moved] {
        let mut input = input();
        repeat_header(&mut input, "个性化指标", alter);
        let scored = input.score();
        assert_eq!(scored.score("甲", OUTCOMES), "20.00");
        assert_eq!(scored.score("乙", OUTCOMES), "待定");
        assert_eq!(told(&scored), ["error H08 个性化指标!A4"]);
    }
}

#[test]
fn the_first_header_again_ends_the_refused_rows() {
    let mut input = input();
    repeat_header(&mut input, "个性化指标", |header| {
        swap(header, "目标值", "完成值");
    });
    let grid = input.sheet("个性化指标");
    let wrong = grid.rows[1].clone();
    let header = grid.rows[0].clone();
    grid.rows.splice(3..3, [wrong, header]);
    let scored = input.score();
    assert_eq!(scored.score("甲", OUTCOMES), "待定");
    assert_eq!(scored.score("乙", OUTCOMES), "22.50");
    assert_eq!(
        told(&scored),
        ["error H08 个性化指标!A4", "info R01 个性化指标!A5"]
    );
}

#[test]
fn a_department_with_a_refused_row_is_not_scored_by_the_others() {
    let mut input = input();
    repeat_header(&mut input, "个性化指标", |header| {
        swap(header, "目标值", "完成值");
    });
    let grid = input.sheet("个性化指标");
    let of_first = grid.rows[1].clone();
    grid.below(of_first);
    let scored = input.score();
    assert_eq!(scored.score("甲", OUTCOMES), "待定");
    let problem = scored.problem_at("个性化指标", "H2");
    assert_eq!(problem.code, "V06");
    assert!(problem.message().starts_with("第 5 行也是这个部门的"));
    let zero = Run::missing(jixiao::scoring::Missing::Zero);
    assert_eq!(input.score_as(&zero).score("甲", OUTCOMES), "0.00");
}

#[test]
fn a_row_that_holds_two_column_names_is_no_header() {
    let mut input = input();
    let row = &mut input.sheet("个性化指标").rows[2];
    row[3] = Cell::text("权重");
    row[2] = Cell::text("方向");
    let scored = input.score();
    assert_eq!(scored.score("乙", OUTCOMES), "22.50");
    assert_eq!(told(&scored), Vec::<String>::new());
}

#[test]
fn a_table_above_the_header_is_an_error() {
    for sheet in ["个性化指标", "自评得分"] {
        let mut input = input();
        repeat_header(&mut input, sheet, |_| {});
        // The upper table knows one column less.
        let grid = input.sheet(sheet);
        for row in &mut grid.rows[..2] {
            row[0] = Cell::Blank;
        }
        grid.above(&["标题", "单位：分"]);
        let scored = input.score();
        let dataset = &scored.evaluation.dataset;
        let table = [&dataset.outcomes, &dataset.declared];
        let table = table
            .into_iter()
            .flatten()
            .find(|table| table.sheet.name == sheet);
        assert_eq!(table.map(|table| table.header_row), Some(4));
        assert_eq!(told(&scored), [format!("error H08 {sheet}!A4")]);
        assert_eq!(
            scored.problem_at(sheet, "A4").message(),
            "第 4 行在采用的表头（第 5 行）上面，没有采用"
        );
    }
}

#[test]
fn titles_and_groups_above_the_header_are_no_table() {
    let mut input = input();
    let grid = input.sheet("个性化指标");
    let header = grid.rows[0].clone();
    let filled_in_by = ["填报单位", "甲", "联系电话", "0755"].map(Cell::text);
    // The same names once more, as where cells were unmerged.
    grid.rows.splice(0..0, [filled_in_by.to_vec(), header]);
    grid.above(&["标题"]);
    let scored = input.score();
    assert_eq!(scored.score("乙", OUTCOMES), "22.50");
    assert_eq!(told(&scored).len(), 1, "{:?}", told(&scored));
    assert!(told(&scored)[0].starts_with("info R01"));
}

#[test]
fn hidden_rows_count_and_are_told() {
    let mut input = input();
    input.sheet("个性化指标").hidden.push(2);
    input.sheet("自评得分").hidden.push(1);
    let scored = input.score();
    assert_eq!(scored.score("乙", OUTCOMES), "22.50");
    assert_eq!(
        told(&scored),
        ["info R03 个性化指标!A3", "info R03 自评得分!A2"]
    );
}
