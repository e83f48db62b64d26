//! 部门绩效 but the outcomes.

use super::check;

#[test]
fn running_costs_fall_into_three_bands_each() {
    check(
        "公用经费控制率",
        &[
            ("both below 90%", "", "6.00"),
            ("三公 just below 90%", "三公经费实际支出=8.99", "6.00"),
            ("三公 exactly 90%", "三公经费实际支出=9", "5.00"),
            ("三公 exactly 100%", "三公经费实际支出=10", "5.00"),
            ("三公 just above 100%", "三公经费实际支出=10.01", "3.00"),
            ("日常 just below 90%", "日常公用经费决算=8.9999", "6.00"),
            ("日常 exactly 90%", "日常公用经费决算=9", "5.00"),
            ("日常 exactly 100%", "日常公用经费决算=10", "5.00"),
            ("日常 just above 100%", "日常公用经费决算=10.0001", "3.00"),
            (
                "both above",
                "三公经费实际支出=11; 日常公用经费决算=11",
                "0.00",
            ),
            (
                "nothing spent",
                "三公经费实际支出=0; 日常公用经费决算=0",
                "6.00",
            ),
            (
                "the published case",
                "三公经费预算=7.4; 三公经费实际支出=5.89; 日常公用经费调整预算=37.49; 日常公用经费决算=35.69",
                "5.00",
            ),
            (
                "a likely slip of units",
                "日常公用经费决算=101",
                "3.00; warning K213 日常公用经费决算",
            ),
            ("ten times is no slip yet", "日常公用经费决算=100", "3.00"),
            (
                "under a thousandth",
                "三公经费预算=10000; 三公经费实际支出=9.99",
                "6.00; warning K212 三公经费实际支出",
            ),
        ],
    );
}

#[test]
fn execution_is_four_quarters_and_twice_their_mean() {
    check(
        "预算执行率",
        &[
            ("on schedule", "", "6.00"),
            (
                "the published case: 4.34195",
                "一季度末支出进度=15.09%; 二季度末支出进度=31.75%; 三季度末支出进度=50.92%; 四季度末支出进度=97.71%",
                "4.34",
            ),
            (
                "a quarter ahead makes up for one behind",
                // r = 2, 1, 1, 0.5: the sum is 4.5, and 4.5 × 1.5 = 6.75, held at 6.
                "一季度末支出进度=50%; 四季度末支出进度=50%",
                "6.00; warning K203 四季度末支出进度",
            ),
            (
                "quarters are not capped one by one",
                // r = 1.04, 1, 1, 0.9501: the sum is 3.9901, × 1.5 = 5.98515.
                "一季度末支出进度=26%; 四季度末支出进度=95.01%",
                "5.99",
            ),
            (
                "just below the cap",
                // 3.99 × 1.5
                "四季度末支出进度=99%",
                "5.99",
            ),
            (
                "nothing spent all year",
                "一季度末支出进度=0; 二季度末支出进度=0; 三季度末支出进度=0; 四季度末支出进度=0",
                "0.00",
            ),
            (
                "only the last quarter",
                "一季度末支出进度=0%; 二季度末支出进度=0%; 三季度末支出进度=0%",
                "1.50",
            ),
            (
                "more than the year's budget",
                "四季度末支出进度=103.2%",
                "6.00; warning K207 四季度末支出进度",
            ),
            (
                "a quarter left blank",
                "三季度末支出进度=空",
                "待定; error V01 三季度末支出进度",
            ),
            (
                "a negative quarter",
                "一季度末支出进度=-1%",
                "待定; error V03 一季度末支出进度",
            ),
        ],
    );
}

#[test]
fn key_tasks_lose_four_points_each() {
    check(
        "重点工作完成情况",
        &[
            ("all done", "", "8.00"),
            ("one open", "重点工作完成数=4", "4.00"),
            ("two open", "重点工作完成数=3", "0.00"),
            ("three open are not below 0", "重点工作完成数=2", "0.00"),
            ("none done", "重点工作完成数=0", "0.00"),
            (
                "more done than there were is held at the points",
                "重点工作完成数=6",
                "8.00; error K102 重点工作完成数",
            ),
            (
                "a fraction of a task",
                "重点工作完成数=4.5",
                "待定; error V03 重点工作完成数",
            ),
            (
                "blank",
                "重点工作完成数=空",
                "待定; error V01 重点工作完成数",
            ),
        ],
    );
}

#[test]
fn projects_in_time_are_proportional() {
    check(
        "项目完成及时性",
        &[
            ("all in time", "", "6.00"),
            ("nine of ten", "按时完成项目数=9", "5.40"),
            ("two of three", "计划完成项目数=3; 按时完成项目数=2", "4.00"),
            ("one of seven", "计划完成项目数=7; 按时完成项目数=1", "0.86"),
            ("none", "按时完成项目数=0", "0.00"),
            (
                "more than planned is held at the points",
                "按时完成项目数=11",
                "6.00; error K101 按时完成项目数",
            ),
            (
                "plan blank",
                "计划完成项目数=空",
                "待定; error V01 计划完成项目数",
            ),
        ],
    );
}

#[test]
fn petitions_pass_or_not() {
    check(
        "群众信访办理情况",
        &[
            ("all answered in time", "", "3.00"),
            ("one not answered in time", "信访按期回复件数=9", "2.00"),
            (
                "one not answered",
                "信访回复件数=9; 信访按期回复件数=9",
                "1.00",
            ),
            ("no channel", "信访反映渠道和回复机制=否", "2.00"),
            ("a channel in part", "信访反映渠道和回复机制=0.8", "2.80"),
            (
                "more answered than came does not pass",
                "信访回复件数=11",
                "2.00; error K103 信访回复件数",
            ),
            (
                "more answered in time than came",
                "信访按期回复件数=11",
                "2.00; error K104 信访按期回复件数",
            ),
            (
                "answers blank",
                "信访回复件数=空",
                "待定; error V01 信访回复件数",
            ),
        ],
    );
}

#[test]
fn satisfaction_falls_into_four_bands() {
    check(
        "公众或服务对象满意度",
        &[
            ("exactly 100%", "满意度=100%", "6.00"),
            ("exactly 95%", "满意度=95%", "6.00"),
            ("just below 95%", "满意度=94.99%", "4.00"),
            ("exactly 90%", "满意度=90%", "4.00"),
            ("just below 90%", "满意度=89.9999%", "2.00"),
            ("exactly 80%", "满意度=80%", "2.00"),
            ("just below 80%", "满意度=79.99%", "1.00"),
            ("nobody content", "满意度=0%", "1.00"),
            (
                "just above 100%",
                "满意度=100.01%",
                "待定; error V03 满意度",
            ),
            ("negative", "满意度=-5%", "待定; error V03 满意度"),
            ("blank", "满意度=空", "待定; error V01 满意度"),
        ],
    );
}
