//! 部门管理 but 资金管理: projects, assets, staff, rules.

use super::check;

#[test]
fn project_procedures_are_two_judgements() {
    check(
        "项目实施程序",
        &[
            ("procedures kept", "", "2.00"),
            ("approvals missing", "项目设立调整报批=否", "1.00"),
            (
                "both in part",
                "项目设立调整报批=0.8; 招投标验收执行制度=0.5",
                "1.30",
            ),
            (
                "judgement blank",
                "招投标验收执行制度=空",
                "待定; error V01 招投标验收执行制度",
            ),
        ],
    );
}

#[test]
fn supervision_loses_its_second_item_for_either_finding() {
    check(
        "项目监管",
        &[
            ("supervised", "", "2.00"),
            ("no proof", "缺少监督证明材料=是", "1.00"),
            ("a poor special fund", "专项资金评价结果为差=是", "1.00"),
            (
                "both findings",
                "缺少监督证明材料=是; 专项资金评价结果为差=是",
                "1.00",
            ),
            (
                "proof left blank is 否",
                "缺少监督证明材料=空; 专项资金评价结果为差=空",
                "2.00",
            ),
            ("mechanism missing", "资金管理和绩效监控机制=否", "1.00"),
            (
                "checks left blank",
                "检查监控督促整改=空",
                "待定; error V01 检查监控督促整改",
            ),
        ],
    );
}

#[test]
fn asset_safety_is_two_judgements() {
    check(
        "资产管理安全性",
        &[
            ("assets safe", "", "2.00"),
            ("disposal irregular", "资产处置收入上缴规范=否", "1.00"),
            ("in part", "资产配置保管账实相符=0.6", "1.60"),
        ],
    );
}

#[test]
fn use_of_fixed_assets_falls_into_four_bands() {
    check(
        "固定资产利用率",
        &[
            ("all in use", "", "1.00"),
            ("just above 90%", "在用固定资产总额=90.01", "1.00"),
            ("exactly 90%", "在用固定资产总额=90", "1.00"),
            ("just below 90%", "在用固定资产总额=89.99", "0.70"),
            ("just above 75%", "在用固定资产总额=75.01", "0.70"),
            ("exactly 75%", "在用固定资产总额=75", "0.70"),
            ("just below 75%", "在用固定资产总额=74.99", "0.40"),
            ("exactly 60%", "在用固定资产总额=60", "0.40"),
            ("just below 60%", "在用固定资产总额=59.99", "0.00"),
            ("none in use", "在用固定资产总额=0", "0.00"),
            (
                "more in use than there are",
                "在用固定资产总额=100.01",
                "1.00; error K105 在用固定资产总额",
            ),
            (
                "use left blank",
                "在用固定资产总额=空",
                "待定; error V01 在用固定资产总额",
            ),
            (
                "a negative total",
                "固定资产总额=-1",
                "待定; error V03 固定资产总额",
            ),
        ],
    );
}

#[test]
fn posts_must_not_be_exceeded() {
    check(
        "财政供养人员控制率",
        &[
            ("one below", "在编人数=99", "1.00"),
            ("all posts filled", "在编人数=100", "1.00"),
            ("one above", "在编人数=101", "0.00"),
            ("nobody in a post", "在编人数=0", "1.00"),
            ("half a person", "在编人数=99.5", "待定; error V03 在编人数"),
            (
                "posts left blank",
                "核定编制数=空",
                "待定; error V01 核定编制数",
            ),
        ],
    );
}

#[test]
fn staff_outside_the_establishment_falls_into_three_bands() {
    check(
        "编外人员控制率",
        &[
            ("nobody outside", "编外人员数=0", "1.00"),
            // 4 of 100, 5 of 100 and so on.
            ("4%", "在编人数=96; 编外人员数=4", "1.00"),
            (
                "just below 5%",
                "在编人数=9501; 核定编制数=9999; 编外人员数=499",
                "1.00; warning V08 部门预算总规模",
            ),
            ("exactly 5%", "在编人数=95; 编外人员数=5", "0.50"),
            (
                "just above 5%",
                "在编人数=9499; 核定编制数=9999; 编外人员数=501",
                "0.50; warning V08 部门预算总规模",
            ),
            ("exactly 10%", "在编人数=90; 编外人员数=10", "0.50"),
            (
                "just above 10%",
                "在编人数=8999; 核定编制数=9999; 编外人员数=1001",
                "0.00; warning V08 部门预算总规模",
            ),
            (
                "the share is of both, not of those inside",
                "在编人数=100; 编外人员数=11",
                "0.50",
            ),
            ("only outside staff", "在编人数=0; 编外人员数=3", "0.00"),
            (
                "the published case",
                "在编人数=26; 核定编制数=27; 编外人员数=3",
                "0.00",
            ),
            (
                "blank is missing always",
                "编外人员数=空",
                "待定; error V01 编外人员数",
            ),
        ],
    );
}

#[test]
fn rules_of_management_are_judgements_of_unequal_points() {
    check(
        "管理制度健全性",
        &[
            ("rules in force", "", "3.00"),
            ("not written", "管理制度已制定=否", "2.50"),
            ("written in part", "管理制度已制定=0.25", "2.75"),
            (
                "1 in points(0.5) is out of range",
                "管理制度已制定=1",
                "待定; error V03 管理制度已制定",
            ),
            (
                "1 in points(1.5) is one point",
                "管理制度有效执行=1",
                "2.50",
            ),
            ("the full 1.5", "管理制度有效执行=1.5", "3.00"),
            (
                "just above 1.5",
                "管理制度有效执行=1.51",
                "待定; error V03 管理制度有效执行",
            ),
            ("not enforced", "管理制度有效执行=否", "1.50"),
            ("no organisation", "绩效管理制度和组织=否", "2.00"),
        ],
    );
}
