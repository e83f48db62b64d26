//! Texts longer than a cell of a spreadsheet holds: told at their cells, cut in the results, the end of nothing.

use crate::support::recalculate::package::Package;
use crate::support::written::{read, stored};
use crate::support::{Cell, Department, Folder, Input};

const MOST: usize = 32_767;
/// Stands in the file for a text that the writing library would refuse.
const MARK: &str = "此处是长文字";

/// A workbook in which a mark is a text of so many characters.
fn with_long_text(input: &Input, length: usize) -> Vec<u8> {
    let mut package = Package::open(&input.bytes());
    let shared = package.text("xl/sharedStrings.xml");
    assert!(shared.contains(MARK));
    let longer = shared.replace(MARK, &"长".repeat(length));
    package.replace("xl/sharedStrings.xml", longer);
    package.into_bytes()
}

fn input(change: impl Fn(&mut Input)) -> Input {
    let mut input = Input::of([
        Department::new("甲局")
            .outcome("方向=正向; 目标值=90; 完成值=90; 分值=25")
            .declares("公众或服务对象满意度=6; 等级=优"),
        Department::new("乙局"),
    ]);
    change(&mut input);
    input
}

fn set(input: &mut Input, column: &str) {
    let place = input.data().column(column);
    input.data().rows[1][place] = Cell::text(MARK);
}

/// Scores and gives back how it ended and what was told of V10: place and message.
fn told(folder: &Folder, bytes: Vec<u8>) -> Vec<(String, String)> {
    folder.put("表.xlsx", bytes);
    let ran = folder.run(&["check", "表.xlsx", "--format", "json"]);
    assert!(matches!(ran.status, 0 | 1), "{}", ran.stderr);
    let document = ran.json();
    let problems = document["problems"].as_array().expect("problems").iter();
    problems
        .filter(|one| one["code"] == "V10")
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or("—").to_string();
            (
                format!("{}!{}", text("sheet"), text("cell")),
                text("message"),
            )
        })
        .collect()
}

#[test]
fn a_text_is_told_where_it_is_longer_than_a_cell_holds() {
    let remarks = input(|input| {
        let data = input.data();
        data.rows[0].push(Cell::text("备注"));
        data.rows[1].push(Cell::text(MARK));
    });
    let column = remarks.sheets[0].rows[0].len();
    for (length, is_told) in [
        (MOST - 1, false),
        (MOST, false),
        (MOST + 1, true),
        (40_000, true),
    ] {
        let folder = Folder::new();
        let told = told(&folder, with_long_text(&remarks, length));
        assert_eq!(told.len(), usize::from(is_told), "{length}: {told:?}");
        let ran = folder.run(&["score", "表.xlsx", "-o", "结果.xlsx"]);
        assert!(matches!(ran.status, 0 | 1), "{length}: {}", ran.stderr);
        let result = std::fs::read(folder.path("结果.xlsx")).expect("the result");
        let at = jixiao::address::Address::new(1, u16::try_from(column - 1).expect("a column"));
        let copied = stored(&read(&result), "基础数据", &at.to_string());
        assert_eq!(copied.chars().count(), length.min(MOST), "{length}");
        if let Some((place, message)) = told.first() {
            assert_eq!(*place, format!("基础数据!{at}"));
            assert!(message.contains(&format!("{length} 个字")), "{message}");
        }
    }
}

/// Wherever such a text stands, every command goes on, says so in Chinese, and writes what it writes.
#[test]
fn no_command_ends_where_a_text_is_too_long() {
    type Change<'c> = &'c dyn Fn(&mut Input);
    let places: [(&str, Change); 9] = [
        ("部门名称", &|input| set(input, "部门名称")),
        ("部门编码", &|input| set(input, "部门编码")),
        ("主管部门", &|input| set(input, "主管部门")),
        ("填报人", &|input| set(input, "填报人")),
        ("满意度", &|input| set(input, "满意度")),
        ("表头", &|input| {
            input.data().rows[0].push(Cell::text(MARK));
            input.data().rows[1].push(Cell::Number(1.0));
        }),
        ("指标名称", &|input| {
            let sheet = input.sheet("个性化指标");
            let place = sheet.column("指标名称");
            sheet.rows[1][place] = Cell::text(MARK);
        }),
        ("等级", &|input| {
            let sheet = input.sheet("自评得分");
            let place = sheet.column("等级");
            sheet.rows[1][place] = Cell::text(MARK);
        }),
        ("标题", &|input| input.data().above(&[MARK])),
    ];
    for (name, change) in places {
        let folder = Folder::new();
        folder.put("表.xlsx", with_long_text(&input(change), 40_000));
        for arguments in [
            &["check", "表.xlsx", "--return", "退回"][..],
            &["score", "表.xlsx", "-o", "结果.xlsx"],
            &["scorecard", "表.xlsx", "-o", "评分表"],
            &["scorecard", "表.xlsx", "-o", "评分表.xlsx"],
            &["ledger", "表.xlsx", "-o", "台账.xlsx"],
            &["report", "表.xlsx", "-o", "报告"],
            &["report", "--bureau", "表.xlsx", "-o", "汇总.docx"],
            &["compare", "2020=表.xlsx", "2021=表.xlsx", "-o", "对比.xlsx"],
            &["template", "--departments", "表.xlsx", "-o", "填报表"],
        ] {
            let ran = folder.run(arguments);
            let english = ran.stderr.contains("Excel's") || ran.stderr.contains("生成工作簿失败");
            assert!(!english, "{name}: {arguments:?} {}", ran.stderr);
            if arguments[0] != "compare" && arguments[0] != "report" {
                assert!(
                    matches!(ran.status, 0 | 1),
                    "{name}: {arguments:?} {}",
                    ran.stderr
                );
            }
        }
    }
}

/// A name of thousands of characters is cut to one that can stand among other words, and told.
#[test]
fn a_name_far_too_long_is_told() {
    for (length, is_told) in [(1_000, false), (1_001, true), (MOST, true)] {
        let folder = Folder::new();
        let told = told(
            &folder,
            with_long_text(&input(|input| set(input, "部门名称")), length),
        );
        assert_eq!(!told.is_empty(), is_told, "{length}: {told:?}");
        let ran = folder.run(&["scorecard", "表.xlsx", "-o", "评分表.xlsx"]);
        assert!(matches!(ran.status, 0 | 1), "{length}: {}", ran.stderr);
    }
}
