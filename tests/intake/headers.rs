//! Headers: where they stand, how they are written, which are missing or doubled.

use jixiao::scoring::Missing;

use crate::support::{COLUMNS, Cell, Department, Input, Run, Scored, column};

const NAME: &str = "示例市教育局";

fn input() -> Input {
    Input::of([Department::new(NAME)])
}

fn full_marks_without_a_word(input: &Input) {
    let scored = input.score();
    assert_eq!(scored.problems(), Vec::<String>::new());
    assert_eq!(scored.total(NAME), "100.00");
}

#[test]
fn title_rows_may_stand_above() {
    let mut input = input();
    input.data().above(&[
        "示例市部门整体支出绩效评价基础数据表（2021年度）",
        "",
        "单位：万元",
    ]);
    full_marks_without_a_word(&input);
    let scored = input.score();
    assert_eq!(scored.evaluation.dataset.records[0].row, 4);
}

#[test]
fn a_merged_title_may_stand_above() {
    let mut input = input();
    input.data().above(&[""]);
    let title = "评价基础数据表".to_string();
    input.data().merges.push((0, 0, 0, 62, title));
    full_marks_without_a_word(&input);
}

#[test]
fn a_header_may_take_two_rows_with_groups_above() {
    let mut input = input();
    input.data().above(&[""]);
    let merges = &mut input.data().merges;
    merges.push((0, 6, 0, 17, "部门决策".to_string()));
    merges.push((0, 18, 0, 44, "部门管理".to_string()));
    merges.push((0, 45, 0, 62, "部门绩效".to_string()));
    full_marks_without_a_word(&input);
}

#[test]
fn a_header_may_take_two_rows_with_who_in_the_upper_one() {
    let mut input = input();
    input.data().above(&[""]);
    // 部门编码 … 联系电话 reach over both rows: the text stands in the upper one.
    for (column, (name, _)) in COLUMNS.iter().enumerate().take(6) {
        input.data().rows[1][column] = Cell::Blank;
        let column = u16::try_from(column).expect("a column");
        input
            .data()
            .merges
            .push((0, column, 1, column, (*name).to_string()));
    }
    full_marks_without_a_word(&input);
}

#[test]
fn columns_may_be_moved_and_added() {
    let mut input = input();
    for row in &mut input.data().rows {
        row.reverse();
        row.insert(3, Cell::text("其他"));
    }
    input.data().rows[0][3] = Cell::text("备注");
    let scored = input.score();
    assert_eq!(scored.total(NAME), "100.00");
    assert_eq!(scored.problems(), ["info H09 基础数据!D1"]);
}

#[test]
fn headers_are_known_by_aliases_and_in_other_spellings() {
    for (header, spelling) in [
        ("按时完成项目数", "已完成项目数"),
        ("政府采购计划金额", "采购计划金额"),
        ("部门名称", "单位名称"),
        ("部门名称", "部门（单位）名称"),
        ("三公经费预算", "“三公”经费预算"),
        ("三公经费预算", "三公经费\n预算"),
        ("三公经费预算", " 三公经费 预算 "),
        ("三公经费预算", "*三公经费预算"),
        ("三公经费预算", "三公经费预算："),
        ("采购政策功能落实", "采购政策功能落实（1分）"),
        ("采购政策功能落实", "采购政策功能落实(是/否)"),
        ("在编人数", "在编人数（人）"),
        ("满意度", "公众满意度"),
    ] {
        let mut input = input();
        input.data().rename(header, spelling);
        let scored = input.score();
        assert_eq!(scored.total(NAME), "100.00", "{spelling}");
        assert_eq!(scored.problems(), Vec::<String>::new(), "{spelling}");
    }
}

#[test]
fn a_missing_column_is_told_once_and_leaves_its_indicator_open() {
    let mut input = Input::of([Department::new("甲"), Department::new("乙")]);
    input.data().drop_column("满意度");
    let scored = input.score();
    assert_eq!(scored.problems(), ["error H01 基础数据"]);
    assert_eq!(scored.score("甲", "公众或服务对象满意度"), "待定");
    let message = &scored.evaluation.problems[0].message();
    assert!(
        message.contains("满意度") && message.contains("2 个部门"),
        "{message}"
    );
    let zero = input.score_as(&Run::missing(Missing::Zero));
    assert_eq!(zero.problems(), ["warning H01 基础数据"]);
    assert_eq!(zero.score("甲", "公众或服务对象满意度"), "0.00");
}

#[test]
fn a_doubled_column_is_not_used() {
    let mut input = input();
    for row in &mut input.data().rows {
        row.push(row[62].clone());
    }
    let scored = input.score();
    assert_eq!(scored.score(NAME, "公众或服务对象满意度"), "待定");
    assert_eq!(scored.problems(), ["error H02 基础数据!BK1"]);
    let message = &scored.evaluation.problems[0].message();
    assert!(
        message.contains("BK1") && message.contains("BL1"),
        "{message}"
    );
}

/// 满意度 and a copy of it with 80% in it, under these headers.
fn two_columns(first: &str, second: &str) -> Scored {
    let mut input = input();
    let data = input.data();
    data.rename("满意度", first);
    data.rows[0].push(Cell::text(second));
    data.rows[1].push(Cell::parse("80%"));
    input.score()
}

#[test]
fn a_columns_own_name_comes_before_an_alias_beside_it() {
    let scored = two_columns("满意度", "公众满意度");
    assert_eq!(scored.score(NAME, "公众或服务对象满意度"), "6.00");
    assert_eq!(scored.problems(), ["warning H02 基础数据!BL1"]);
    let scored = two_columns("公众满意度", "满意度");
    assert_eq!(scored.score(NAME, "公众或服务对象满意度"), "2.00");
    assert_eq!(scored.problems(), ["warning H02 基础数据!BK1"]);
}

#[test]
fn a_column_under_two_aliases_is_doubled_and_not_used() {
    let scored = two_columns("公众满意度", "群众满意度");
    assert_eq!(scored.score(NAME, "公众或服务对象满意度"), "待定");
    assert_eq!(scored.problems(), ["error H02 基础数据!BK1"]);
}

#[test]
fn without_a_header_or_a_name_column_there_is_nothing_to_score() {
    let error = |input: &Input| {
        input
            .try_score(&Run::default())
            .err()
            .expect("nothing to score")
    };
    let mut headless = input();
    headless.data().rows.remove(0);
    assert!(error(&headless).contains("没有找到表头"));
    let mut nameless = input();
    nameless.data().rename("部门名称", "称呼");
    let told = error(&nameless);
    assert!(
        told.contains("第 1 行的表头里没有“部门名称”") && told.contains("单位名称"),
        "{told}"
    );
    nameless.data().rename("称呼", "单位全称");
    let told = error(&nameless);
    assert!(told.contains("像它的有“单位全称”（B1）"), "{told}");
    let mut twice = input();
    twice.data().rename("联系电话", "部门名称");
    assert!(
        error(&twice).contains("不止一处（B1、F1）"),
        "{}",
        error(&twice)
    );
    let mut empty = input();
    empty.data().rows.truncate(1);
    assert!(error(&empty).contains("没有部门的数据行"));
}

#[test]
fn the_other_sheets_headers_are_searched_alike() {
    let mut input = Input::of([Department::new(NAME)
        .with("效果性评定分=空")
        .outcome("方向=定性; 分值=25; 评定比例=80%")
        .declares("财务合规性=2.5; 总分=98")]);
    for name in ["个性化指标", "自评得分"] {
        input.sheet(name).above(&["标题", "单位：分"]);
    }
    input.sheet("个性化指标").rename("目标值", "年度目标值");
    input.sheet("自评得分").rename("总分", "自评总分");
    let scored: Scored = input.score();
    assert_eq!(
        scored.score(NAME, "社会效益、经济效益、生态效益及可持续影响等"),
        "20.00"
    );
    let review = &scored.evaluation.reviews[0];
    assert_eq!(
        review
            .declared_total
            .map(|total| total.to_string())
            .as_deref(),
        Some("98")
    );
    // A declaration without a grade and with other blanks is no contradiction.
    assert_eq!(scored.problems(), ["warning G02 个性化指标!C4"]);
}

#[test]
fn an_outcome_column_that_is_missing_is_told_of_once() {
    let row = "方向=定性; 分值=25; 评定比例=80%";
    let department = |name| Department::new(name).outcome(row).outcome(row);
    let mut input = Input::of([department(NAME), department("示例市文化局")]);
    let alike = |scored: &Scored| -> Vec<String> {
        let of_columns = |told: &String| [" H0", " V01"].iter().any(|code| told.contains(code));
        scored.problems().into_iter().filter(of_columns).collect()
    };
    input.sheet("个性化指标").rename("分值", "分值（权重%）");
    let scored = input.score();
    assert_eq!(alike(&scored), ["error H01 个性化指标!A1"]);
    assert_eq!(
        scored.problem_at("个性化指标", "A1").message(),
        "缺少“分值”一列，4 行个性化指标因此不能评分"
    );
    assert_eq!(
        scored.score(NAME, "社会效益、经济效益、生态效益及可持续影响等"),
        "待定"
    );
    assert!(!scored.evaluation.is_clean());

    // A column that no row needs is only told.
    input.sheet("个性化指标").rename("分值（权重%）", "分值");
    input.sheet("个性化指标").drop_column("目标值");
    let scored = input.score();
    assert_eq!(alike(&scored), ["warning H01 个性化指标!A1"]);
}

/// A sheet whose header takes a second row under every name, the names being merged down over both, but for those
/// that stand over several columns: `(name, what stands under it)`. Each of these columns takes the place of the
/// name's own, with the figures given.
fn grouped(name: &str, under: &[(&str, Cell)]) -> Input {
    let mut input = input();
    let at = column("三公经费预算");
    input.data().rows[0][at] = Cell::text(name);
    let grid = input.data();
    let (first, last) = (at, at + under.len() - 1);
    let header = std::mem::take(&mut grid.rows[0]);
    let mut department = std::mem::take(&mut grid.rows[1]);
    department.splice(at..=at, under.iter().map(|(_, cell)| cell.clone()));
    let mut second = vec![Cell::Blank; department.len()];
    for (place, (text, _)) in under.iter().enumerate() {
        second[at + place] = Cell::text(text);
    }
    for (place, cell) in header.into_iter().enumerate() {
        let Cell::Text(text) = cell else { continue };
        let number = |place: usize| u16::try_from(place).expect("a column");
        let place = if place > at {
            place + under.len() - 1
        } else {
            place
        };
        grid.merges.push(match place == at {
            true => (0, number(first), 0, number(last), text),
            false => (0, number(place), 1, number(place), text),
        });
    }
    grid.rows = vec![Vec::new(), second, department];
    if under.len() == 1 {
        // A region of one cell is none.
        grid.merges.retain(|merge| merge.4 != name);
        grid.rows[0] = vec![Cell::Blank; at];
        grid.rows[0].push(Cell::text(name));
    }
    input
}

#[test]
fn a_name_over_several_columns_is_none_of_them() {
    for under in [
        ["上年", "本年"],
        ["年初预算", "调整预算"],
        ["其中：公务接待", "小计"],
    ] {
        let cells = [
            (under[0], Cell::Number(50.0)),
            (under[1], Cell::Number(75.0)),
        ];
        let scored = grouped("三公经费预算", &cells).score();
        assert_eq!(
            scored.problems(),
            ["error H02 基础数据!AT1"],
            "{under:?}: {:?}",
            scored.problems()
        );
        let message = &scored.problem_at("基础数据", "AT1").message();
        assert!(message.contains(&under.join("、")), "{message}");
        assert_eq!(scored.score(NAME, "公用经费控制率"), "待定", "{under:?}");
    }
}

#[test]
fn a_name_under_a_group_is_its_column() {
    // The very name, and the group's and its own words together.
    let full_marks = |input: &Input| {
        let scored = input.score();
        // The other column is told to be unused, no more.
        assert_eq!(scored.problems(), ["info H09 基础数据!AT2"]);
        assert_eq!(scored.total(NAME), "100.00");
    };
    for under in [["上年", "三公经费预算"], ["上年数", "三公经费预算（万元）"]]
    {
        let cells = [
            (under[0], Cell::Number(5.0)),
            (under[1], Cell::Number(75.0)),
        ];
        full_marks(&grouped("三公经费预算", &cells));
    }
    let mut input = grouped(
        "三公经费预算",
        &[("上年", Cell::Number(5.0)), ("预算", Cell::Number(75.0))],
    );
    let merged = input.data().merges.iter_mut();
    for merge in merged.filter(|merge| merge.4 == "三公经费预算") {
        merge.4 = "三公经费".into();
    }
    full_marks(&input);
}

#[test]
fn what_stands_under_a_single_column_does_not_matter() {
    for remark in ["按决算填", "（万元）", "必填"] {
        full_marks_without_a_word(&grouped("三公经费预算", &[(remark, Cell::Number(75.0))]));
    }
    let yuan = grouped("三公经费预算", &[("（元）", Cell::Number(750_000.0))]).score();
    assert_eq!(yuan.total(NAME), "100.00");
    assert_eq!(yuan.problems(), ["info H04 基础数据!AT1"]);
}

#[test]
fn a_group_need_not_be_merged() {
    let mut input = input();
    let at = column("三公经费预算");
    let grid = input.data();
    grid.rows[0].insert(at + 1, Cell::Blank);
    grid.rows[1].insert(at, Cell::Number(5.0));
    let mut second = vec![Cell::Blank; grid.rows[0].len()];
    (second[at], second[at + 1]) = (Cell::text("上年"), Cell::text("本年"));
    grid.rows.insert(1, second);
    let scored = input.score();
    assert_eq!(scored.problems(), ["error H02 基础数据!AT1"]);
}

#[test]
fn a_name_merged_over_two_columns_is_the_first_where_only_that_is_filled() {
    let wide = |second: Cell| {
        let mut input = input();
        let at = column("三公经费预算");
        let grid = input.data();
        grid.rows[0][at] = Cell::Blank;
        grid.rows[0].insert(at + 1, Cell::Blank);
        grid.rows[1].insert(at + 1, second);
        let at = u16::try_from(at).expect("a column");
        grid.merges.push((0, at, 0, at + 1, "三公经费预算".into()));
        input
    };
    full_marks_without_a_word(&wide(Cell::Blank));
    let scored = wide(Cell::Number(3.0)).score();
    assert_eq!(scored.problems(), ["error H02 基础数据!AT1"]);
}

#[test]
fn names_may_be_numbered() {
    for numbered in [
        "12.三公经费预算",
        "（12）三公经费预算",
        "12、三公经费预算（万元）",
    ] {
        let mut input = input();
        input.data().rename("三公经费预算", numbered);
        full_marks_without_a_word(&input);
    }
}

/// Two tables in one sheet; the second header is changed.
fn stacked(change: impl Fn(&mut Vec<Cell>)) -> Input {
    let mut input = Input::of([Department::new(NAME), Department::new("乙")]);
    let grid = input.data();
    let mut header = grid.rows[0].clone();
    change(&mut header);
    grid.rows.insert(2, header);
    input
}

#[test]
fn the_header_again_is_read_over() {
    let scored = stacked(|_| ()).score();
    assert_eq!(scored.problems(), ["info R01 基础数据!A3"]);
    assert_eq!(scored.total("乙"), "100.00");
}

#[test]
fn what_stands_under_another_header_is_told_and_not_read() {
    let (budget, spent) = (column("三公经费预算"), column("三公经费实际支出"));
    let scored = stacked(|header| header.swap(budget, spent)).score();
    assert_eq!(scored.problems(), ["error H08 基础数据!A4"]);
    let message = &scored.problem_at("基础数据", "A4").message();
    assert!(message.contains("第 3 行又是一个表头"), "{message}");
    assert_eq!(scored.evaluation.dataset.records.len(), 1);
}

#[test]
fn what_stands_above_the_fuller_header_is_told() {
    // The upper header has one name less, so that the lower one is the header.
    let mut input = stacked(|_| ());
    input.data().rows[0][column("三公经费预算")] = Cell::text("经费");
    let scored = input.score();
    assert_eq!(scored.problems(), ["error H08 基础数据!A2"]);
    let message = &scored.problem_at("基础数据", "A2").message();
    assert!(
        message.contains("第 2 行在采用的表头（第 3 行）上面"),
        "{message}"
    );
    assert_eq!(scored.evaluation.dataset.records[0].name, "乙");
}

#[test]
fn years_under_a_name_may_be_numbers() {
    let mut input = grouped(
        "三公经费预算",
        &[("2020", Cell::Number(5.0)), ("2021", Cell::Number(10.0))],
    );
    let at = column("三公经费预算");
    let years = &mut input.data().rows[1];
    (years[at], years[at + 1]) = (Cell::Number(2020.0), Cell::Number(2021.0));
    assert_eq!(input.score().problems(), ["error H02 基础数据!AT1"]);
}

#[test]
fn a_header_of_two_rows_is_repeated_with_both() {
    let group = |swapped: bool| {
        let under = [
            ("预算", Cell::Number(10.0)),
            ("实际支出", Cell::Number(8.0)),
        ];
        let mut input = grouped("三公经费", &under);
        // 三公经费实际支出 stands under the group, and no longer on its own.
        let grid = input.data();
        let own = column("三公经费实际支出") + 1;
        grid.rows[2].remove(own);
        grid.rows[1].remove(own);
        let own = u16::try_from(own).expect("a column");
        grid.merges.retain(|merge| merge.1 != own);
        for merge in grid.merges.iter_mut().filter(|merge| merge.1 > own) {
            (merge.1, merge.3) = (merge.1 - 1, merge.3 - 1);
        }
        let mut upper = vec![Cell::Blank; grid.rows[2].len()];
        for merge in &grid.merges {
            upper[usize::from(merge.1)] = Cell::text(&merge.4);
        }
        let mut lower = grid.rows[1].clone();
        let at = column("三公经费预算");
        if swapped {
            lower.swap(at, at + 1);
        }
        let mut other = grid.rows[2].clone();
        other[0] = Cell::text("002");
        other[1] = Cell::text("乙");
        grid.rows.extend([upper, lower, other]);
        input.score()
    };
    let same = group(false);
    assert_eq!(same.total("乙"), same.total(NAME));
    assert_eq!(
        same.problems(),
        ["info R01 基础数据!A4", "info R01 基础数据!A5"]
    );
    let swapped = group(true);
    assert_eq!(swapped.problems(), ["error H08 基础数据!A5"]);
    assert_eq!(swapped.evaluation.dataset.records.len(), 1);
}
