//! An invented place whose rules, names, grades and decimals are all other than Shenzhen's: it says every
//! shape that real frameworks use, in the rule book alone. Each expected score is worked by hand.

use std::collections::BTreeMap;
use std::path::Path;

use jixiao::intake::{self, Record};
use jixiao::rulebook::{RuleBook, library};
use jixiao::scoring::{self, Missing, Scorecard};
use jixiao::workbook::{self, Bounds};
use rust_xlsxwriter::Workbook;

fn book() -> RuleBook {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rulebooks/good/其他地区.toml");
    let loaded = library::load(path.to_str().unwrap()).unwrap();
    assert_eq!(loaded.findings, []);
    loaded.book.unwrap()
}

/// The data sheet's header and one department that loses nothing.
const FULL: [(&str, &str); 27] = [
    ("单位全称", "全优局"),
    ("采购预算", "200"),
    ("采购支出", "200"),
    ("年末预算完成率", "100%"),
    ("部门预算", "1000"),
    ("预算调整额", "50"),
    ("审计问题数", "0"),
    ("上年三公经费", "10"),
    ("本年三公经费", "10"),
    ("有内控制度", "是"),
    ("有采购制度", "是"),
    ("有资产制度", "是"),
    ("有合同制度", "是"),
    ("决算质量", "好"),
    ("挪用资金", "否"),
    ("涉密单位", "否"),
    ("网站公开", "是"),
    ("公报公开", "否"),
    ("上半年执行率", "50%"),
    ("全年执行率", "100%"),
    ("计划任务数", "20"),
    ("完成任务数", "20"),
    ("计划能耗", "80"),
    ("实际能耗", "80"),
    ("评议等次", "高"),
    ("评议得分", "6"),
    ("群众满意率", "96%"),
];

/// 性质, 年初目标, 年末实绩, 权数, 评定完成度
type Outcome = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// A figure of a column that differs from the usual one.
type Change<'a> = (&'a str, &'a str);

/// Name, what differs from the full one, outcome indicators.
type Department<'a> = (&'a str, &'a [Change<'a>], &'a [Outcome]);

/// Scores departments.
fn scored(departments: &[Department]) -> Vec<BTreeMap<String, String>> {
    let mut file = Workbook::new();
    let sheet = file.add_worksheet().set_name("部门数据表").unwrap();
    sheet
        .write_row(0, 0, FULL.map(|(header, _)| header))
        .unwrap();
    for (row, (name, changes, _)) in (1..).zip(departments) {
        for (column, (header, usual)) in (0..).zip(FULL) {
            let changed = changes.iter().find(|(changed, _)| *changed == header);
            let text = match changed {
                _ if column == 0 => *name,
                Some((_, text)) => *text,
                None => usual,
            };
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number),
                Err(_) => sheet.write_string(row, column, text),
            }
            .unwrap();
        }
    }
    let sheet = file.add_worksheet().set_name("履职指标").unwrap();
    let header = [
        "单位代码",
        "单位全称",
        "维度",
        "履职指标名称",
        "性质",
        "年初目标",
        "年末实绩",
        "权数",
        "评定完成度",
    ];
    sheet.write_row(0, 0, header).unwrap();
    let rows = departments
        .iter()
        .flat_map(|(name, _, outcomes)| outcomes.iter().map(move |outcome| (name, outcome)));
    for (row, (name, outcome)) in (1..).zip(rows) {
        let category = if row % 2 == 0 { "社会" } else { "经济" };
        let (direction, target, actual, weight, assessed) = outcome;
        let title = format!("指标{row}");
        let texts = [
            "", name, category, &title, direction, target, actual, weight, assessed,
        ];
        for (column, text) in (0..).zip(texts) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("数据.xlsx");
    file.save(&path).unwrap();
    let book = book();
    let workbook = workbook::open(&path, &Bounds::default()).unwrap();
    let (dataset, _) = intake::read(workbook, &book, None).unwrap();
    let (cards, _) = scoring::score(&dataset, &book, Missing::Hold, &|| {});
    let departments = dataset.records.iter().zip(&cards);
    departments
        .map(|(record, card)| told(record, card, &book))
        .collect()
}

/// Scores by indicator, the total and the grade.
fn told(record: &Record, card: &Scorecard, book: &RuleBook) -> BTreeMap<String, String> {
    let mut told: BTreeMap<String, String> = card
        .indicators
        .iter()
        .zip(&book.indicators)
        .enumerate()
        .map(|(place, (score, indicator))| {
            let text = score.score.map_or_else(
                || card.explanation(place, record, book),
                |score| score.normalize().to_string(),
            );
            (indicator.name.clone(), text)
        })
        .collect();
    let total = card
        .total
        .map_or_else(|| "待定".into(), |t| t.normalize().to_string());
    told.insert("总分".into(), total);
    told.insert("等级".into(), card.grade.clone().unwrap_or_default());
    told
}

const MET: &[Outcome] = &[("越高越好", "50", "50", "100", "")];

#[test]
fn a_department_that_loses_nothing_has_all_points() {
    let book = book();
    let scores = &scored(&[("全优局", &[], MET)])[0];
    for indicator in &book.indicators {
        let points = indicator.points.normalize().to_string();
        assert_eq!(scores[&indicator.name], points, "{}", indicator.name);
    }
    assert_eq!(
        (scores["总分"].as_str(), scores["等级"].as_str()),
        ("100", "优秀")
    );
}

/// One figure changed, one indicator scored; each worked by hand.
#[test]
fn every_shape_scores_as_by_hand() {
    let cases: &[(&str, &[Change], &str)] = &[
        // Capped: 150 ÷ 200 × 4 = 3; 260 ÷ 200 is held at 4.
        ("采购预算完成率", &[("采购支出", "150")], "3"),
        ("采购预算完成率", &[("采购支出", "260")], "4"),
        // Nothing planned and nothing bought: full. Nothing planned, something bought: 0.
        (
            "采购预算完成率",
            &[("采购预算", "0"), ("采购支出", "0")],
            "4",
        ),
        (
            "采购预算完成率",
            &[("采购预算", "0"), ("采购支出", "8")],
            "0",
        ),
        // Zero above 100%; 197 ÷ 200 × 4 = 3.94, to one decimal 3.9.
        ("采购控制", &[("采购支出", "200.01")], "0"),
        ("采购控制", &[("采购支出", "197")], "3.9"),
        // 100 − 92.8 = 7.2 points short: one whole step of 5, 5 − 2 = 3. Linear would give 2.12.
        ("预算完成率", &[("年末预算完成率", "92.8%")], "3"),
        // 4.99 short: no whole step. 5 short: one. 9.99: one. 10: two. 15: three would be −1, held at 0.
        ("预算完成率", &[("年末预算完成率", "95.01%")], "5"),
        ("预算完成率", &[("年末预算完成率", "95%")], "3"),
        ("预算完成率", &[("年末预算完成率", "90.01%")], "3"),
        ("预算完成率", &[("年末预算完成率", "90%")], "1"),
        ("预算完成率", &[("年末预算完成率", "85%")], "0"),
        ("预算完成率", &[("年末预算完成率", "103%")], "5"),
        // 73 ÷ 1000 = 7.3%, 2.3 points over 5%: 5 − 2.3 × 0.5 = 3.85, half away from zero 3.9.
        ("预算调整率", &[("预算调整额", "73")], "3.9"),
        ("预算调整率", &[("预算调整额", "50.1")], "5"),
        ("预算调整率", &[("预算调整额", "400")], "0"),
        // Three of four: the middle band. One of four: nothing.
        ("管理制度健全性", &[("有合同制度", "否")], "3"),
        (
            "管理制度健全性",
            &[("有合同制度", "否"), ("有内控制度", "否")],
            "3",
        ),
        (
            "管理制度健全性",
            &[
                ("有合同制度", "否"),
                ("有内控制度", "否"),
                ("有资产制度", "否"),
            ],
            "0",
        ),
        ("决算编报质量", &[("决算质量", "较好")], "4.5"),
        ("决算编报质量", &[("决算质量", "差")], "0"),
        // 40% ÷ 50% × 3 + 95% × 5 + (0.8 + 0.95) ÷ 2 × 2 = 2.4 + 4.75 + 1.75 = 8.9.
        (
            "执行进度",
            &[("上半年执行率", "40%"), ("全年执行率", "95%")],
            "8.9",
        ),
        // 60% ÷ 50% runs ahead: 3.6 + 4.5 + (1.2 + 0.9) = 10.2, held at 10.
        (
            "执行进度",
            &[("上半年执行率", "60%"), ("全年执行率", "90%")],
            "10",
        ),
        // Down 20%: full. Up 2.5%: 6 − 2.5 × 0.8 = 4. Up 10%: 6 − 8 is held at 0.
        ("三公经费变动率", &[("本年三公经费", "8")], "6"),
        ("三公经费变动率", &[("本年三公经费", "10.25")], "4"),
        ("三公经费变动率", &[("本年三公经费", "11")], "0"),
        (
            "三公经费变动率",
            &[("上年三公经费", "0"), ("本年三公经费", "0")],
            "6",
        ),
        ("三公经费变动率", &[("上年三公经费", "0")], "0"),
        // 8 − 3 × 1.5 = 3.5; six problems would be −1.
        ("资金使用合规性", &[("审计问题数", "3")], "3.5"),
        ("资金使用合规性", &[("审计问题数", "6")], "0"),
        // The veto decides, also where the count is blank.
        (
            "资金使用合规性",
            &[("挪用资金", "是"), ("审计问题数", "")],
            "0",
        ),
        // Either will do; neither is nothing; an exempted one is full whatever it did.
        ("信息公开", &[("网站公开", "否"), ("公报公开", "是")], "4"),
        ("信息公开", &[("网站公开", "否")], "0"),
        ("信息公开", &[("网站公开", "否"), ("涉密单位", "是")], "4"),
        // 17 ÷ 20 × 8 = 6.8.
        ("任务完成率", &[("完成任务数", "17")], "6.8"),
        (
            "任务完成率",
            &[("计划任务数", "0"), ("完成任务数", "")],
            "8",
        ),
        // 1 − (90 − 80) ÷ 80 = 87.5%, × 4 = 3.5. Less than planned is held at 4; twice as much is 0, more too.
        ("能耗控制", &[("实际能耗", "90")], "3.5"),
        ("能耗控制", &[("实际能耗", "60")], "4"),
        ("能耗控制", &[("实际能耗", "160")], "0"),
        ("能耗控制", &[("实际能耗", "200")], "0"),
        // Within its range, and held to it.
        ("社会评议", &[("评议得分", "4.5")], "4.5"),
        ("社会评议", &[("评议得分", "2")], "4"),
        ("社会评议", &[("评议等次", "低"), ("评议得分", "2")], "2"),
        ("社会评议", &[("评议等次", "低"), ("评议得分", "5")], "4"),
        // At, above and below each edge.
        ("群众满意率得分", &[("群众满意率", "60%")], "0"),
        ("群众满意率得分", &[("群众满意率", "60.1%")], "5"),
        ("群众满意率得分", &[("群众满意率", "84.9%")], "5"),
        ("群众满意率得分", &[("群众满意率", "85%")], "8"),
        ("群众满意率得分", &[("群众满意率", "95%")], "8"),
        ("群众满意率得分", &[("群众满意率", "95.1%")], "10"),
    ];
    let names: Vec<String> = (1..=cases.len()).map(|n| format!("第{n}局")).collect();
    let departments: Vec<_> = names
        .iter()
        .zip(cases)
        .map(|(name, (_, changes, _))| (name.as_str(), *changes, MET))
        .collect();
    for ((indicator, changes, expected), scores) in cases.iter().zip(scored(&departments)) {
        assert_eq!(scores[*indicator], *expected, "{indicator} {changes:?}");
    }
}

/// 40 × 90% (45 ÷ 50) + 30 × 80% (1 − (12 − 10) ÷ 10) + 30 × 70% = 36 + 24 + 21 = 81 of 100; × 14 = 11.34.
/// In the second department 300% is held at 1 and −50% at 0: 60 of 100, × 14 = 8.4.
#[test]
fn outcome_indicators_in_each_direction() {
    let first: &[Outcome] = &[
        ("越高越好", "50", "45", "40", ""),
        ("越低越好", "10", "12", "30", ""),
        ("描述", "", "", "30", "70%"),
    ];
    let second: &[Outcome] = &[
        ("越高越好", "50", "150", "60", ""),
        ("越低越好", "10", "25", "40", ""),
    ];
    let scores = scored(&[("甲局", &[], first), ("乙局", &[], second)]);
    assert_eq!(scores[0]["履职效果"], "11.3");
    assert_eq!(scores[1]["履职效果"], "8.4");
}

/// Grades are the rule book's own, and a total counts with its one decimal.
#[test]
fn grades_are_the_places_own() {
    // 100 − 10 (群众满意率) − 8 (任务完成率) − 2 (社会评议) = 80, where 优秀 begins.
    let eighty: &[(&str, &str)] = &[
        ("群众满意率", "50%"),
        ("完成任务数", "0"),
        ("评议得分", "4"),
    ];
    let below: &[(&str, &str)] = &[
        ("群众满意率", "50%"),
        ("完成任务数", "0"),
        ("评议得分", "4"),
        // 1 − 2 ÷ 80 = 97.5%, × 4 = 3.9: a tenth less.
        ("实际能耗", "82"),
    ];
    let scores = scored(&[("甲局", eighty, MET), ("乙局", below, MET)]);
    let grade = |n: usize| (scores[n]["总分"].as_str(), scores[n]["等级"].as_str());
    assert_eq!(grade(0), ("80", "优秀"));
    assert_eq!(grade(1), ("79.9", "良好"));
}
