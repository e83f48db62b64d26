//! A cell of a rule book that was changed: what it says then, or what is told at the cell.

use jixiao::rulebook::Place;
use jixiao::rulebook::difference::changes;
use jixiao::rulebook::library::{BUILT_IN, Loaded, load_text, load_workbook};
use jixiao::workbook::CellValue;

use super::{as_workbook, books, fill, find, text, told, tree};

/// The rule book after one cell was changed.
fn changed(sheet: &str, row_says: &[&str], header: &str, value: CellValue) -> Loaded {
    let mut workbook = as_workbook(&tree(BUILT_IN[0].1));
    let at = find(&workbook, sheet, row_says, header);
    fill(&mut workbook, sheet, at, value);
    load_workbook("规则.xlsx", &workbook)
}

#[test]
fn a_change_takes_one_cell() {
    let criteria = |loaded: &Loaded, name: &str| {
        let book = loaded
            .book
            .as_ref()
            .unwrap_or_else(|| panic!("{}", told(&loaded.findings)));
        book.indicators
            .iter()
            .find(|one| one.name == name)
            .unwrap()
            .criteria
            .clone()
    };
    // The edge of a band, which its neighbour has, too.
    let loaded = changed(
        "分档",
        &["固定资产利用率", ">= 75%"],
        "条件或选项",
        text("≥70%"),
    );
    assert_eq!(
        criteria(&loaded, "固定资产利用率"),
        "固定资产利用率 = 在用固定资产总额 ÷ 固定资产总额：90% 及以上得 1 分，70% 至不足 90% 得 0.7 分，60% 至不足 70% 得 0.4 分，不足 60% 得 0 分。"
    );
    // What a band scores.
    let loaded = changed(
        "分档",
        &["固定资产利用率", ">= 75%"],
        "得分",
        CellValue::Number(0.8),
    );
    assert!(criteria(&loaded, "固定资产利用率").contains("75% 至不足 90% 得 0.8 分"));
    // A step.
    let loaded = changed(
        "计分",
        &["资金调整调剂规范性"],
        "每步扣分",
        CellValue::Number(0.2),
    );
    assert!(criteria(&loaded, "财务合规性").contains("每超出 1 个百分点扣 0.2 分"));
    // A grade.
    let loaded = changed("等级", &["良"], "下限", CellValue::Number(75.0));
    assert_eq!(loaded.book.unwrap().grades.of(75.into()).name, "良");
    // A check.
    let loaded = changed("勾稽", &["K204"], "级别", text("错误"));
    let book = loaded.book.unwrap();
    let check = book
        .checks
        .iter()
        .find(|check| check.code == "K204")
        .unwrap();
    assert_eq!(check.severity, jixiao::problem::Severity::Error);
    // An alias.
    let loaded = changed(
        "数据项",
        &["满意度", "百分比"],
        "别名",
        text("服务满意度；群众评价"),
    );
    let book = loaded.book.unwrap();
    let metric = book
        .metrics
        .iter()
        .find(|metric| metric.name() == "满意度")
        .unwrap();
    assert_eq!(metric.aliases, ["服务满意度", "群众评价"]);
}

#[test]
fn points_that_no_longer_add_up_are_told_at_the_cell() {
    let loaded = changed("指标", &["固定资产利用率"], "分值", CellValue::Number(2.0));
    insta::assert_snapshot!(told(&loaded.findings), @r"
    错误 指标 D13：“资产管理”下的三级指标合计 4 分，与它的 3 分不等
    错误 指标 F14：“固定资产利用率”的各评分项合计 1 分，与指标分值 2 分不等
    警告 说明 B4：内容与内置的规则书“shenzhen-2021”版本 1.0 不同，名称和版本却一样 建议：改了规则，请换一个编号或版本，以免与内置的混淆
    ");
}

#[test]
fn slips_of_the_hand_are_told_at_the_cell() {
    let mut all = String::new();
    for (sheet, row, header, value) in [
        ("计分", "资金调整调剂规范性", "评分形式", text("扣粉")),
        (
            "计分",
            "资金调整调剂规范性",
            "计算式",
            text("调整调剂资金累积 / 部门预算总规模"),
        ),
        (
            "计分",
            "资金调整调剂规范性",
            "高于此数起扣",
            text("百分之十"),
        ),
        ("计分", "资金调整调剂规范性", "指标", text("财务合规")),
        ("计分", "资金调整调剂规范性", "每步扣分", text("")),
        ("分档", ">= 75%", "条件或选项", text(">= 95%")),
        ("分档", ">= 75%", "条件或选项", text("七成半")),
        ("分档", ">= 75%", "得分", text("")),
        ("数据项", "在编人数", "类型", text("人数")),
        ("等级", "良", "下限", CellValue::Number(95.0)),
        ("勾稽", "K204", "应当满足", text("一季度支出进度 <= 100%")),
        ("说明", "总分", "内容", CellValue::Number(99.0)),
        ("指标", "固定资产利用率", "三级指标", text("财务合规性")),
        ("指标", "部门绩效", "一级分值", text("")),
        (
            "表名",
            "自评总分列",
            "名称",
            CellValue::Error("#REF!".into()),
        ),
    ] {
        let was = format!("{value:?}");
        let loaded = changed(sheet, &[row], header, value);
        assert!(loaded.book.is_none(), "{sheet} {row} {header} {was}");
        all += &format!(
            "{sheet}·{row}·{header} ← {was}\n{}\n",
            told(&loaded.findings)
        );
    }
    insta::assert_snapshot!(all);
}

/// What is wrong with a rule book is found in a workbook as in TOML, at a cell, and in the words of the sheets.
#[test]
fn findings_are_at_cells_and_in_the_words_of_the_sheets() {
    let mut all = String::new();
    for (name, text) in books("bad") {
        let Some(tree) = load_text("规则.toml", &text).tree else {
            continue;
        };
        let loaded = load_workbook("规则.xlsx", &as_workbook(&tree));
        // ≥ is understood in a cell.
        assert_eq!(loaded.book.is_some(), name == "bands-sign", "{name}");
        all += &format!("{name}\n{}\n", told(&loaded.findings));
        for finding in loaded.findings {
            let place = finding.at.place();
            assert!(matches!(place, Place::Cell(_)), "{name}: {place:?}");
            let words = format!("{} {}", finding.message, finding.hint.unwrap_or_default());
            for word in ["TOML", "[[", " = \"", "\"%"] {
                assert!(!words.contains(word), "{name}: {words}");
            }
        }
    }
    insta::assert_snapshot!(all);
}

/// What changed, in a line each.
fn changes_by(sheet: &str, row_says: &[&str], header: &str, value: CellValue) -> String {
    let loaded = changed(sheet, row_says, header, value);
    let changes = changes(&tree(BUILT_IN[0].1), &loaded.tree.unwrap());
    let told = changes.iter().map(|change| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (was, is) = (text(&change.was), text(&change.is));
        format!(
            "{} {} {}：{was} → {is}。{}\n",
            change.sheet,
            change.subject,
            change.what,
            change.effect.told()
        )
    });
    told.collect()
}

#[test]
fn a_difference_says_what_it_does() {
    let mut all = String::new();
    let rate = "固定资产利用率";
    for (sheet, row, header, value) in [
        ("分档", [rate, ">= 75%"], "条件或选项", text("≥70%")),
        ("分档", [rate, ">= 75%"], "得分", CellValue::Number(0.8)),
        (
            "分档",
            ["编外人员控制率", "<= 10%"],
            "条件或选项",
            text("< 10%"),
        ),
        (
            "计分",
            ["财务合规性", "资金调整调剂规范性"],
            "每步扣分",
            CellValue::Number(0.2),
        ),
        ("等级", ["良", "DDEBF7"], "下限", CellValue::Number(75.0)),
        ("勾稽", ["K204", "提醒"], "级别", text("错误")),
        ("数据项", ["满意度", "百分比"], "别名", text("群众评价")),
        (
            "指标",
            [rate, "固定资产使用率；固定资产利用情况"],
            "改进建议",
            text("清理闲置资产。"),
        ),
    ] {
        all += &changes_by(sheet, &row, header, value);
    }
    insta::assert_snapshot!(all);
    let same = tree(BUILT_IN[0].1);
    assert_eq!(changes(&same, &same), []);
}

/// Levels are told once, whoever stands under them; what got another name and kept the old one as an alias is the same
/// thing; what only answers questions says so.
#[test]
fn a_difference_follows_levels_names_and_readings() {
    let (id, built_in) = BUILT_IN[0];
    let was = load_text(id, built_in).tree.unwrap();
    let mut workbook = as_workbook(&was);
    let mut put = |sheet: &str, row: &[&str], header: &str, value: CellValue| {
        let at = find(&workbook, sheet, row, header);
        fill(&mut workbook, sheet, at, value);
    };
    put("指标", &["部门管理"], "一级分值", CellValue::Number(19.0));
    put("指标", &["资产管理"], "二级分值", CellValue::Number(2.0));
    put(
        "指标",
        &["固定资产利用率"],
        "别名",
        text("固定资产利用率；固定资产利用情况"),
    );
    for (sheet, row) in [
        (
            "指标",
            [
                "固定资产利用率",
                "清理闲置资产，通过调剂、共享或按规定处置提高利用率。",
            ],
        ),
        ("计分", ["固定资产利用率", "分档"]),
        ("没有对象", ["固定资产利用率", "固定资产总额"]),
        ("读法", ["固定资产利用率", "没有固定资产的，按满分计。"]),
    ] {
        let header = if sheet == "指标" {
            "三级指标"
        } else {
            "指标"
        };
        put(sheet, &row, header, text("固定资产使用效率"));
    }
    for band in [">= 90%", ">= 75%", ">= 60%", "其余"] {
        put(
            "分档",
            &["固定资产利用率", band],
            "指标",
            text("固定资产使用效率"),
        );
    }
    put(
        "争议读法",
        &["编外人员控制率"],
        "理由",
        text("实务中也有。"),
    );
    put(
        "数据项",
        &["会计核算规范性"],
        "评定可差几分",
        CellValue::Number(0.1),
    );
    put(
        "计分",
        &["编外人员控制率", "只与在编人数相比"],
        "计算式",
        text("编外人员数 / 核定编制数"),
    );
    let loaded = load_workbook("规则.xlsx", &workbook);
    let is = loaded
        .tree
        .unwrap_or_else(|| panic!("{}", told(&loaded.findings)));
    let told = changes(&was, &is).into_iter().map(|change| {
        format!(
            "{} {} {}：{:?} → {:?}。{}\n",
            change.sheet,
            change.subject,
            change.what,
            change.was,
            change.is,
            change.effect.told()
        )
    });
    insta::assert_snapshot!(told.collect::<String>());
}
