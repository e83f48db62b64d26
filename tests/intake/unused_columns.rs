//! Columns that nobody uses, wanted columns that are not there, and defaults that do not count because an unused
//! column may be the one that was meant.

use jixiao::intake::unmatched::Need;
use jixiao::problem::{Problem, Severity};
use jixiao::scoring::Missing;

use crate::support::{Cell, Department, Input, Run, Scored};

const NAME: &str = "示例市教育局";

fn input() -> Input {
    Input::of([Department::new(NAME), Department::new("示例市文化局")])
}

/// A column added at the right, with these cells.
fn add(input: &mut Input, header: &str, cells: [&str; 2]) {
    let rows = &mut input.data().rows;
    rows[0].push(Cell::text(header));
    for (row, cell) in rows[1..].iter_mut().zip(cells) {
        row.push(Cell::parse(cell));
    }
}

/// The problems of a code, without the department.
fn of_code<'s>(scored: &'s Scored, code: &str) -> Vec<&'s Problem> {
    let problems = scored.evaluation.problems.iter();
    problems.filter(|problem| problem.code == code).collect()
}

fn only<'s>(scored: &'s Scored, code: &str) -> &'s Problem {
    match of_code(scored, code).as_slice() {
        [only] => only,
        several => panic!("{code}: {several:?}"),
    }
}

#[test]
fn columns_that_nobody_uses_are_told_in_one_line() {
    let mut input = input();
    for row in &mut input.data().rows {
        row.insert(0, Cell::Blank);
    }
    input.data().rows[0][0] = Cell::text("序号");
    add(&mut input, "备注", ["空", "无"]);
    add(&mut input, "行政编制数", ["3", "4"]);
    let scored = input.score();
    assert_eq!(scored.total(NAME), "100.00");
    assert_eq!(scored.problems(), ["info H09 基础数据!A1"]);
    assert_eq!(
        only(&scored, "H09").message(),
        "有 3 列没有用到：“序号”（A1）、“备注”（BM1）、“行政编制数”（BN1，像“核定编制数”，而这一列已经有了）"
    );
    assert!(scored.evaluation.is_clean());
}

#[test]
fn a_default_does_not_count_where_an_unused_header_is_like_its_column() {
    let mut input = Input::of([
        Department::new(NAME).with("专项资金评价结果为差=是"),
        Department::new("示例市文化局"),
    ]);
    input
        .data()
        .rename("专项资金评价结果为差", "专项评价是否为差");
    let scored = input.score();
    assert_eq!(
        scored.problems(),
        ["error H03 基础数据!AI1", "info H09 基础数据!AI1"]
    );
    let told = only(&scored, "H03");
    assert!(
        told.message().contains("“专项资金评价结果为差”"),
        "{}",
        told.message()
    );
    assert!(
        told.message().contains("“专项评价是否为差”（AI1）"),
        "{}",
        told.message()
    );
    assert_eq!(
        only(&scored, "H09").message(),
        "有 1 列没有用到：“专项评价是否为差”（AI1，像“专项资金评价结果为差”，另见 H03）"
    );
    // Nobody's default counts, whatever the column holds.
    for name in [NAME, "示例市文化局"] {
        assert_eq!(scored.score(name, "项目监管"), "待定");
        assert_eq!(scored.total(name), "待定");
    }
    let explanation = scored.explanation(NAME, "项目监管");
    assert!(
        explanation.contains("专项资金评价结果为差"),
        "{explanation}"
    );

    // Under its name, it counts.
    input
        .data()
        .rename("专项评价是否为差", "专项资金评价结果为差");
    let scored = input.score();
    assert_eq!(scored.problems(), Vec::<String>::new());
    assert_eq!(scored.score(NAME, "项目监管"), "1.00");
}

#[test]
fn a_default_does_not_count_where_an_unused_column_holds_its_values() {
    for (cells, is_doubtful) in [
        (["是", "否"], true),
        (["√", "×"], true),
        (["否", "空"], true),
        (["无", "无"], false),
        (["1", "2"], false),
        (["1", "1"], false),
        (["空", "空"], false),
        (["是", "已整改"], false),
    ] {
        let mut input = input();
        input.data().drop_column("涉密部门");
        input.data().drop_column("缺少监督证明材料");
        add(&mut input, "初审", cells);
        let scored = input.score();
        assert_eq!(
            of_code(&scored, "H03").len(),
            usize::from(is_doubtful),
            "{cells:?}"
        );
        let total = if is_doubtful { "待定" } else { "100.00" };
        assert_eq!(scored.total(NAME), total, "{cells:?}");
    }
    // A header that asks makes answers of digits, too.
    let mut asked = input();
    asked.data().drop_column("涉密部门");
    add(&mut asked, "是否初审", ["1", "0"]);
    assert_eq!(of_code(&asked.score(), "H03").len(), 1);
}

#[test]
fn a_column_that_clearly_means_another_leaves_the_default_alone() {
    let mut input = input();
    input.data().drop_column("涉密部门");
    input
        .data()
        .rename("预算分配不固化", "部门预算分配是否不固化");
    let scored = input.score();
    assert_eq!(
        scored.problems(),
        ["error H01 基础数据", "info H01 基础数据"]
    );
    assert_eq!(scored.score(NAME, "预决算信息公开"), "3.00");
}

#[test]
fn where_the_default_does_not_count_zero_counts_as_for_what_cannot_be_read() {
    let mut input = input();
    input
        .data()
        .rename("专项资金评价结果为差", "专项评价是否为差");
    let scored = input.score_as(&Run::missing(Missing::Zero));
    assert_eq!(scored.score(NAME, "项目监管"), "2.00");
    assert_eq!(only(&scored, "H03").severity, Severity::Error);
}

#[test]
fn columns_that_are_not_there_and_that_nobody_lacks_are_told_once() {
    let mut input = input();
    for header in ["主管部门", "填报人", "涉密部门", "缺少监督证明材料"] {
        input.data().drop_column(header);
    }
    let scored = input.score();
    assert_eq!(scored.total(NAME), "100.00");
    assert_eq!(scored.problems(), ["info H01 基础数据"]);
    assert_eq!(
        only(&scored, "H01").message(),
        "没有找到的列：“涉密部门”“缺少监督证明材料”（按默认值“否”计）；“主管部门”“填报人”（可以没有）"
    );
    let absent = &scored.evaluation.dataset.data.unmatched.absent;
    let needs: Vec<Need> = absent.iter().map(|absent| absent.need).collect();
    let default = Need::Default(false);
    assert_eq!(needs, [Need::Optional, Need::Optional, default, default]);
}

/// A table as a bureau made it by hand: a header of two rows, and names of its own.
fn by_hand() -> Input {
    let mut input = input();
    let grid = input.data();
    for (header, text) in [
        ("在编人数", "2021年末在编人数"),
        ("实际采购金额", "实际釆购全额"),
        ("填报人", "填报日期"),
    ] {
        grid.rename(header, text);
    }
    let groups = [
        ("三公经费预算", "三公经费", &["年初预算", "全年支出"][..]),
        (
            "一季度末支出进度",
            "预算执行进度（%）",
            &["3月末", "6月末", "9月末", "12月末"],
        ),
    ];
    let places: Vec<(usize, &str, &[&str])> = groups
        .map(|(first, title, under)| (grid.column(first), title, under))
        .to_vec();
    let header = std::mem::take(&mut grid.rows[0]);
    let mut lower = vec![Cell::Blank; header.len()];
    for (column, cell) in (0..).zip(header) {
        let Cell::Text(text) = cell else { continue };
        let at = usize::from(column);
        let group = places
            .iter()
            .find(|(first, _, under)| (*first..first + under.len()).contains(&at));
        match group {
            Some((first, title, under)) => {
                lower[at] = Cell::text(under[at - first]);
                if at == *first {
                    let last = column + u16::try_from(under.len()).expect("few") - 1;
                    grid.merges.push((0, column, 0, last, (*title).into()));
                }
            }
            None => grid.merges.push((0, column, 1, column, text)),
        }
    }
    grid.rows.insert(1, lower);
    input
}

#[test]
fn missing_columns_are_told_once_with_what_the_own_columns_probably_mean() {
    let scored = by_hand().score();
    assert_eq!(
        scored.problems(),
        ["error H01 基础数据", "info H01 基础数据"]
    );
    let [problem, spared] = of_code(&scored, "H01")[..] else {
        panic!("two problems");
    };
    insta::assert_snapshot!(format!(
        "{}\n{}\n\n{}",
        problem.message(), problem.advice, spared.message()
    ), @r"
    缺少 8 列：“实际采购金额”“在编人数”“三公经费预算”“三公经费实际支出”“一季度末支出进度”“二季度末支出进度”“三季度末支出进度”“四季度末支出进度”，2 个部门的“政府采购执行情况”“财政供养人员控制率”“编外人员控制率”“公用经费控制率”“预算执行率”缺数据
    您的列 → 规定的列（建议）：“实际釆购全额”（T1）→“实际采购金额”；“2021年末在编人数”（AN1）→“在编人数”；“三公经费/年初预算”（AT2）→“三公经费预算”；“三公经费/全年支出”（AU2）→“三公经费实际支出”；“预算执行进度（%）/3月末”（AX2）→“一季度末支出进度”；“预算执行进度（%）/6月末”（AY2）→“二季度末支出进度”；“预算执行进度（%）/9月末”（AZ2）→“三季度末支出进度”；“预算执行进度（%）/12月末”（BA2）→“四季度末支出进度”；与缺的列都不相近的：“填报日期”（E1）。建议对的，请照此改正表头；没有对应的，请补上这几列

    没有找到的列：“填报人”（可以没有）
    ");
}

#[test]
fn each_unused_column_has_its_suggestion_as_data() {
    let scored = by_hand().score();
    let unmatched = &scored.evaluation.dataset.data.unmatched;
    let suggested: Vec<(String, Option<&str>)> = unmatched
        .unused
        .iter()
        .map(|unused| {
            let suggestion = unused.suggestion.as_ref();
            (
                unused.text(),
                suggestion.map(|suggestion| suggestion.name.as_str()),
            )
        })
        .collect();
    let expected = [
        ("填报日期", None),
        ("实际釆购全额", Some("实际采购金额")),
        ("2021年末在编人数", Some("在编人数")),
        ("三公经费/年初预算", Some("三公经费预算")),
        ("三公经费/全年支出", Some("三公经费实际支出")),
        ("预算执行进度（%）/3月末", Some("一季度末支出进度")),
        ("预算执行进度（%）/6月末", Some("二季度末支出进度")),
        ("预算执行进度（%）/9月末", Some("三季度末支出进度")),
        ("预算执行进度（%）/12月末", Some("四季度末支出进度")),
    ];
    assert_eq!(
        suggested,
        expected.map(|(own, name)| (own.to_string(), name))
    );
}

#[test]
fn figures_under_no_header_are_told() {
    let mut input = input();
    add(&mut input, "备注", ["空", "空"]);
    input.data().rows[0][63] = Cell::Blank;
    input.data().rows[2][63] = Cell::text("待核");
    let scored = input.score();
    assert_eq!(scored.problems(), ["info H09 基础数据"]);
    assert_eq!(
        only(&scored, "H09").message(),
        "有 1 列没有用到：没有表头的 BL 列"
    );
    // They may be what is looked for.
    input.data().drop_column("涉密部门");
    input.data().rows[2][62] = Cell::text("是");
    let scored = input.score();
    assert_eq!(scored.score(NAME, "预决算信息公开"), "待定");
    assert!(only(&scored, "H03").message().contains("没有表头的 BK 列"));
}

#[test]
fn a_header_like_an_optional_column_is_a_warning() {
    let mut input = input();
    input.data().rename("主管部门", "归口部门");
    let scored = input.score();
    assert_eq!(
        scored.problems(),
        ["warning H09 基础数据!C1", "info H01 基础数据"]
    );
}

#[test]
fn titles_above_the_header_are_no_columns() {
    let mut input = input();
    input
        .data()
        .above(&["基础数据表", "填报单位：示例市财政局"]);
    input.data().rows[1][0] = Cell::text("填报单位：示例市财政局");
    let mut row = vec![Cell::Blank; 63];
    row[62] = Cell::text("单位：万元");
    input.data().rows[1] = row;
    assert_eq!(input.score().problems(), Vec::<String>::new());
}

#[test]
fn the_other_sheets_tell_their_unused_columns_too() {
    let row = "方向=定性; 分值=25; 评定比例=80%";
    let mut input = Input::of([Department::new(NAME)
        .with("效果性评定分=空")
        .outcome(row)
        .declares("财务合规性=2.5; 总分=98")]);
    let outcomes = input.sheet("个性化指标");
    outcomes.rows[0].push(Cell::text("备注"));
    outcomes.rename("目标值", "年初计划值");
    input.sheet("自评得分").rename("财务合规性", "财务合规情况");
    let scored = input.score();
    let told: Vec<String> = scored
        .problems()
        .into_iter()
        .filter(|told| told.contains(" H0"))
        .collect();
    assert_eq!(
        told,
        [
            "warning H01 个性化指标!A1",
            "warning H09 自评得分!H1",
            "info H01 自评得分",
        ]
    );
    let advice = &scored.problem_at("个性化指标", "A1").advice;
    assert!(advice.contains("“备注”（J1）"), "{advice}");
    let message = &scored.problem_at("自评得分", "H1").message();
    assert!(
        message.contains("“财务合规情况”（H1，像“财务合规性”）"),
        "{message}"
    );
}

#[test]
fn an_annotated_workbook_fed_back_tells_the_same() {
    let mut input = Input::of([Department::new(NAME)
        .with("效果性评定分=空")
        .outcome("方向=定性; 分值=25; 评定比例=80%")]);
    for row in &mut input.data().rows {
        row.push(Cell::text("备注"));
    }
    let first = input.score();
    assert_eq!(of_code(&first, "H09").len(), 1);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("结果.xlsx");
    let bytes = jixiao::sheets::annotated::annotated(&first.evaluation).expect("a workbook");
    std::fs::write(&path, bytes).expect("the folder can be written");
    let again = Scored::of_file(&path, &Run::default()).expect("departments");
    assert_eq!(again.problems(), first.problems());
}
