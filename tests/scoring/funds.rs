//! 部门管理, 资金管理: purchases, compliance, disclosure.

use super::check;

#[test]
fn purchases_score_their_rate_but_nothing_above_the_plan() {
    check(
        "政府采购执行情况",
        &[
            ("bought as planned", "", "2.00"),
            ("just below the plan", "实际采购金额=99.99", "2.00"),
            ("a cent of points below", "实际采购金额=99", "1.99"),
            ("just above the plan", "实际采购金额=100.01", "1.00"),
            ("far above the plan", "实际采购金额=300", "1.00"),
            ("nothing bought", "实际采购金额=0", "1.00"),
            (
                "the published case",
                "政府采购计划金额=3070.43; 实际采购金额=3016.1",
                "1.98",
            ),
            ("policy not met", "采购政策功能落实=否", "1.00"),
            (
                "policy half met",
                "采购政策功能落实=0.5; 实际采购金额=50",
                "1.00",
            ),
            (
                "purchases left blank",
                "实际采购金额=空",
                "待定; error V01 实际采购金额",
            ),
            (
                "plan left blank",
                "政府采购计划金额=空",
                "待定; error V01 政府采购计划金额",
            ),
            (
                "a negative purchase",
                "实际采购金额=-126.4",
                "待定; error V03 实际采购金额",
            ),
            (
                "words for an amount",
                "政府采购计划金额=约三千五百万",
                "待定; error V02 政府采购计划金额",
            ),
        ],
    );
}

#[test]
fn compliance_loses_a_tenth_for_each_point_of_adjustment_above_ten_percent() {
    check(
        "财务合规性",
        &[
            ("nothing adjusted", "调整调剂资金累计=0", "3.00"),
            ("just below 10%", "调整调剂资金累计=99.99", "3.00"),
            ("exactly 10%", "调整调剂资金累计=100", "3.00"),
            // 0.01 of a point above costs 0.001.
            ("0.01 points above 10%", "调整调剂资金累计=100.1", "3.00"),
            // 0.05 points above cost 0.005: 2.995 rounds up to 3.00.
            ("a half cent above 10%", "调整调剂资金累计=100.5", "3.00"),
            ("0.06 points above 10%", "调整调剂资金累计=100.6", "2.99"),
            ("one point above", "调整调剂资金累计=110", "2.90"),
            (
                "deductions are proportional",
                "调整调剂资金累计=114",
                "2.86",
            ),
            ("19.9%", "调整调剂资金累计=199", "2.01"),
            ("exactly 20%: nothing left", "调整调剂资金累计=200", "2.00"),
            ("above 20%: not below 0", "调整调剂资金累计=201", "2.00"),
            (
                "the school of the published case",
                "部门预算总规模=13116.18; 调整调剂资金累计=1555.53",
                "2.81",
            ),
            (
                "the centre of the published case",
                "部门预算总规模=6637.4; 调整调剂资金累计=2473.88",
                "2.00",
            ),
            (
                "all of the budget and more",
                "调整调剂资金累计=1200",
                "2.00; warning K208 调整调剂资金累计",
            ),
            ("spending not regular", "资金支出规范性=否", "2.00"),
            ("accounting half regular", "会计核算规范性=0.5", "2.50"),
            (
                "a budget of 0",
                "部门预算总规模=0",
                "待定; error V03 部门预算总规模",
            ),
            (
                "adjustments left blank",
                "调整调剂资金累计=空",
                "待定; error V01 调整调剂资金累计",
            ),
            (
                "violations left blank",
                "存在违规支出=空",
                "待定; error V01 存在违规支出",
            ),
        ],
    );
}

#[test]
fn disclosure_scores_each_half_by_choice() {
    check(
        "预决算信息公开",
        &[
            ("both as required", "", "3.00"),
            ("budget flawed", "预算公开情况=公开但不符合要求", "2.50"),
            ("accounts not disclosed", "决算公开情况=未公开", "1.50"),
            (
                "both flawed",
                "预算公开情况=公开但不符合要求; 决算公开情况=公开但不符合要求",
                "2.00",
            ),
            (
                "neither disclosed",
                "预算公开情况=未公开; 决算公开情况=未公开",
                "0.00",
            ),
            (
                "another word for the same",
                "预算公开情况=已按规定公开",
                "3.00; info V05 预算公开情况",
            ),
            (
                "none of the choices",
                "预算公开情况=已公开",
                "待定; error V02 预算公开情况",
            ),
            (
                "disclosure left blank",
                "决算公开情况=空",
                "待定; error V01 决算公开情况",
            ),
            ("exempt", "涉密部门=是; 预算公开情况=未公开", "3.00"),
            ("a blank exemption is none", "涉密部门=空", "3.00"),
            (
                "an unreadable exemption is missing, though it has a default for blanks",
                "涉密部门=保密",
                "待定; error V02 涉密部门",
            ),
        ],
    );
}
