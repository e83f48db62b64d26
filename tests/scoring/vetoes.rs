//! Vetoes and exemptions decide whatever else is blank; the blanks are then information only.

use jixiao::analysis::evaluate;
use jixiao::intake;
use jixiao::rulebook::library;
use jixiao::scoring::Missing;

use super::check;
use crate::support::{Department, Input};

#[test]
fn violations_veto_compliance() {
    check(
        "财务合规性",
        &[
            ("vetoed", "存在违规支出=是", "0.00"),
            (
                "vetoed beside blanks",
                "存在违规支出=是; 会计核算规范性=空; 调整调剂资金累计=空",
                "0.00; info V01 会计核算规范性; info V01 调整调剂资金累计",
            ),
            // What cannot be read stays an error in the list, but costs no score here.
            (
                "vetoed beside something unreadable",
                "存在违规支出=是; 资金支出规范性=大致",
                "0.00; error V02 资金支出规范性",
            ),
            (
                "not vetoed beside a blank",
                "存在违规支出=否; 会计核算规范性=空",
                "待定; error V01 会计核算规范性",
            ),
            (
                "an unknown veto is not passed over",
                "存在违规支出=待查",
                "待定; error V02 存在违规支出",
            ),
        ],
    );
}

#[test]
fn secrecy_exempts_from_disclosure() {
    check(
        "预决算信息公开",
        &[
            (
                "exempt beside blanks",
                "涉密部门=是; 预算公开情况=空; 决算公开情况=空",
                "3.00; info V01 预算公开情况; info V01 决算公开情况",
            ),
            (
                "not exempt beside a blank",
                "涉密部门=否; 预算公开情况=空",
                "待定; error V01 预算公开情况",
            ),
        ],
    );
}

/// Columns 34 and 35: either 是 decides, though the other is not known.
#[test]
fn either_finding_decides_the_supervision_item() {
    check(
        "项目监管",
        &[
            (
                "one 是 and the other unreadable",
                "缺少监督证明材料=是; 专项资金评价结果为差=未定",
                "1.00; error V02 专项资金评价结果为差",
            ),
            (
                "the other way round",
                "缺少监督证明材料=未定; 专项资金评价结果为差=是",
                "1.00; error V02 缺少监督证明材料",
            ),
            (
                "one 否 and the other unreadable",
                "缺少监督证明材料=否; 专项资金评价结果为差=未定",
                "待定; error V02 专项资金评价结果为差",
            ),
            (
                "blank is 否, and the other unreadable",
                "缺少监督证明材料=空; 专项资金评价结果为差=未定",
                "待定; error V02 专项资金评价结果为差",
            ),
            (
                "one 是 and the judgement blank",
                "缺少监督证明材料=是; 检查监控督促整改=空",
                "1.00; info V01 检查监控督促整改",
            ),
            // The finding decides its item, not the whole indicator.
            (
                "one 是 and the other item blank",
                "缺少监督证明材料=是; 资金管理和绩效监控机制=空",
                "待定; error V01 资金管理和绩效监控机制",
            ),
        ],
    );
}

/// Without a default a finding has to be filled in, but not where the next one decides.
#[test]
fn a_finding_without_a_default_need_not_be_filled_in_where_another_decides() {
    let text = include_str!("../../templates/shenzhen-2021.toml");
    let finding = "name = \"缺少监督证明材料\"\ntype = \"yes_no\"\n";
    let defaulted = format!("{finding}default = \"否\"\n");
    assert!(text.contains(&defaulted));
    let changed = text.replace(&defaulted, finding);
    let book = library::load_text("规则.toml", &changed).book;
    let book = book.expect("a rule book");
    let found = |overrides: &str| -> Vec<String> {
        let input = Input::of([Department::new("甲").with(overrides)]);
        let (dataset, problems) = intake::read(input.workbook(), &book, None).expect("read");
        let evaluation = evaluate(dataset, &book, Missing::Hold, problems, &|| {});
        let problems = evaluation.problems.iter();
        let told = problems.map(|one| format!("{} {}", one.code, one.message()));
        told.filter(|one| one.contains("缺少监督证明材料"))
            .collect()
    };
    assert_eq!(
        found("缺少监督证明材料=空; 专项资金评价结果为差=是"),
        ["V01 “缺少监督证明材料”没有填写，不影响得分"]
    );
    assert_eq!(
        found("缺少监督证明材料=空; 专项资金评价结果为差=否"),
        ["V01 “缺少监督证明材料”没有填写，“项目监管”待定"]
    );
}
