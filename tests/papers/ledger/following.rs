//! A ledger that follows another: last round's entries are carried over or kept apart, never dropped.

use jixiao::analysis::ledger::{LossChange, PastReason};
use jixiao::intake::ledger::HandCell;
use rust_decimal::Decimal;

use super::super::sample;
use super::{by_hand, first, next, text, two, written};
use crate::support::recalculate::compare;
use crate::support::written::{as_text, read, stored};
use crate::support::{Cell, Department, Folder, Input, Run};

#[test]
fn last_rounds_entries_are_carried_over_and_compared() {
    let last = by_hand(
        &[
            "部门编码",
            "部门名称",
            "指标",
            "失分",
            "责任人",
            "整改期限",
            "整改状态",
            "备注",
        ],
        &[
            &[
                "101",
                "甲",
                "公众或服务对象满意度",
                "4",
                "赵甲",
                "2022年6月底",
                "整改中",
                "已发问卷",
            ],
            &[
                "102",
                "乙",
                "预算执行率",
                "1.5",
                "钱乙",
                "空",
                "已整改",
                "空",
            ],
        ],
    );
    let scored = two().score();
    let (ledger, problems) = next(&scored, &last.bytes());
    assert_eq!(problems, Vec::<String>::new());
    let [procedure, satisfied] = ledger.entries.as_slice() else {
        panic!("{:?}", ledger.entries);
    };
    assert_eq!(procedure.change, Some(LossChange::New));
    assert_eq!(satisfied.change, Some(LossChange::Less));
    assert_eq!(satisfied.last_lost, Some(Decimal::from(4)));
    let hand = &satisfied.hand;
    assert_eq!(
        [
            text(&hand.person),
            text(&hand.deadline),
            text(&hand.status),
            text(&hand.note)
        ],
        ["赵甲", "2022年6月底", "整改中", "已发问卷"]
    );
    let [mended] = ledger.past.as_slice() else {
        panic!("{:?}", ledger.past);
    };
    assert_eq!(mended.fate, PastReason::Mended);
    assert_eq!(text(&mended.entry.hand.person), "钱乙");
    let bytes = written(&scored, &ledger);
    compare(&bytes).assert_equal();
    insta::assert_snapshot!(as_text(&bytes, &["整改台账", "以往条目"]));
}

#[test]
fn a_ledger_that_follows_itself_changes_nothing_but_the_comparison() {
    let scored = sample("示例市-2021.xlsx", &Run::default());
    let (before, bytes) = first(scored);
    let (after, problems) = next(scored, &bytes);
    // The duplicates of the city have their entries twice, and each finds its own.
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(after.past, []);
    assert_eq!(after.entries.len(), before.entries.len());
    assert!(
        after
            .entries
            .iter()
            .all(|entry| entry.change == Some(LossChange::Same))
    );
    assert_eq!(after.pending.len(), before.pending.len());
}

#[test]
fn a_year_later_every_entry_is_somewhere() {
    let (before, bytes) = first(sample("示例市-2020.xlsx", &Run::default()));
    let scored = sample("示例市-2021.xlsx", &Run::default());
    let (after, problems) = next(scored, &bytes);
    let carried = |changes: &[LossChange]| {
        let entries = after.entries.iter();
        entries
            .filter(|entry| entry.change.is_some_and(|change| changes.contains(&change)))
            .count()
    };
    let kept = carried(&[
        LossChange::Same,
        LossChange::Less,
        LossChange::More,
        LossChange::WasPending,
    ]);
    let pending = after
        .pending
        .iter()
        .filter(|entry| entry.hand.status.is_some())
        .count();
    assert_eq!(
        kept + pending + after.past.len(),
        before.entries.len() + before.pending.len()
    );
    // Three departments are gone.
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(problems.iter().all(|problem| problem.starts_with("T01")));
    compare(&written(scored, &after)).assert_equal();
}

#[test]
fn entries_without_a_place_are_kept_and_told() {
    let last = by_hand(
        &["部门名称", "指标", "失分", "责任人", "督办领导"],
        &[
            &["丙", "预算执行率", "1", "孙丙", "空"],
            &["甲", "群众满意率", "1", "李丁", "周局"],
            &["甲", "公众或服务对象满意度", "2", "赵甲", "空"],
            &["甲", "公众或服务对象满意度", "2", "赵乙", "空"],
        ],
    );
    let (ledger, problems) = next(&two().score(), &last.bytes());
    let kept: Vec<(&str, &PastReason)> = ledger
        .past
        .iter()
        .map(|past| (text(&past.entry.hand.person), &past.fate))
        .collect();
    assert_eq!(
        kept,
        [
            ("孙丙", &PastReason::NoDepartment),
            ("李丁", &PastReason::NoIndicator),
            ("赵乙", &PastReason::Twice)
        ]
    );
    assert_eq!(
        problems,
        [
            "T03 整改台账!E1 “督办领导”不是台账的列，没有带过来",
            "T01 整改台账!A2 部门“丙”：本次数据里没有这个部门，1 条",
            "T01 整改台账!A3 指标“群众满意率”：规则书里没有这项指标，1 条",
            "T02 整改台账!A5 “甲”的“公众或服务对象满意度”：同一部门、同一指标另有一条，1 条",
        ]
    );
}

#[test]
fn past_entries_stay_past_until_the_loss_is_back() {
    let scored = two().score();
    let last = by_hand(
        &["部门名称", "指标", "失分", "责任人", "整改状态"],
        &[
            &["乙", "预算执行率", "1", "钱乙", "已整改"],
            &["丙", "预算执行率", "1", "孙丙", "整改中"],
        ],
    );
    let (second, _) = next(&scored, &last.bytes());
    let (third, problems) = next(&scored, &written(&scored, &second));
    assert_eq!(problems, Vec::<String>::new(), "told once");
    let labels: Vec<&str> = third.past.iter().map(|past| past.fate.label()).collect();
    assert_eq!(labels, ["已消除：本次没有失分", "本次数据里没有这个部门"]);
    assert_eq!(third.past[0].entry.lost, Some(Decimal::ONE));
    // Lost again, the entry comes back with what was written.
    let mut worse = two();
    worse.data().rows[2][crate::support::column("四季度末支出进度")] = Cell::parse("50%");
    let (fourth, _) = next(&worse.score(), &written(&scored, &third));
    let again: Vec<&str> = fourth
        .entries
        .iter()
        .filter(|entry| entry.change == Some(LossChange::Again))
        .map(|entry| text(&entry.hand.person))
        .collect();
    assert_eq!(again, ["钱乙"]);
    assert_eq!(fourth.past.len(), 1);
}

#[test]
fn cells_of_every_kind_come_over() {
    let mut last = by_hand(
        &[
            "单位名称",
            "三级指标",
            "完成期限",
            "责任人",
            "状态",
            "备注",
            "整改措施",
        ],
        &[
            &[
                "甲",
                "项目实施程序",
                "空",
                "空",
                "整改中",
                "2.5",
                "补办报批手续",
            ],
            &["空", "公众或服务对象满意度", "空", "空", "空", "空", "空"],
        ],
    );
    let grid = &mut last.sheets[0];
    grid.rows[1][2] = Cell::Date(44_742.0);
    // One department and one person for both rows, in merged cells.
    grid.rows[1][0] = Cell::Blank;
    grid.rows[1][3] = Cell::Blank;
    grid.merges = vec![(1, 0, 2, 0, "甲".into()), (1, 3, 2, 3, "赵甲\n钱乙".into())];
    let scored = two().score();
    let (ledger, problems) = next(&scored, &last.bytes());
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(ledger.past, []);
    for entry in &ledger.entries {
        assert_eq!(
            entry.change,
            Some(LossChange::Still),
            "without a column 失分"
        );
        assert_eq!(text(&entry.hand.person), "赵甲\n钱乙");
    }
    let hand = &ledger.entries[0].hand;
    assert_eq!(hand.deadline, Some(HandCell::Date(44_742)));
    assert_eq!(
        hand.note,
        Some(HandCell::Number("2.5".parse().expect("a number")))
    );
    let bytes = written(&scored, &ledger);
    let workbook = read(&bytes);
    assert_eq!(stored(&workbook, "整改台账", "J4"), "补办报批手续");
    assert_eq!(stored(&workbook, "整改台账", "L4"), "DateTime(44742.0)");
    assert_eq!(stored(&workbook, "整改台账", "N4"), "2.5");
    let (again, _) = next(&scored, &bytes);
    assert_eq!(again.entries[0].hand, ledger.entries[0].hand);
}

#[test]
fn what_cannot_be_read_is_told() {
    let mut last = by_hand(
        &["部门名称", "指标", "责任人", "备注", "失分"],
        &[
            &["甲", "项目实施程序", "空", "空", "2分"],
            &["合计", "空", "空", "1", "空"],
            &["空", "空", "张三签收", "空", "空"],
            &["甲", "公众或服务对象满意度", "空", "空", "若干"],
        ],
    );
    last.sheets[0].rows[1][3] = Cell::ErrorFormula;
    let (ledger, problems) = next(&two().score(), &last.bytes());
    assert_eq!(ledger.past, []);
    assert_eq!(
        problems,
        [
            "V02 整改台账!D2 “备注”的内容读不出来，没有带过来",
            "R01 整改台账!A3 第 3 行“合计”不是台账条目，没有带过来",
            "R01 整改台账!A4 第 4 行“张三签收”不是台账条目，没有带过来",
            "V02 整改台账!E5 “失分”的内容读不出来，没有带过来",
        ]
    );
    let changes: Vec<Option<LossChange>> =
        ledger.entries.iter().map(|entry| entry.change).collect();
    assert_eq!(changes, [Some(LossChange::Less), Some(LossChange::Still)]);
}

#[test]
fn a_result_with_indicators_and_no_column_to_work_in_is_no_ledger() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    assert_eq!(folder.run(&["score", "小样-2021.xlsx"]).status, 0);
    for other in ["小样-2021-评分结果.xlsx", "小样-2021.xlsx"] {
        let ran = folder.run(&["ledger", "小样-2021.xlsx", "--last", other]);
        assert_eq!(ran.status, 2, "{}", ran.stdout);
        assert!(ran.stderr.contains("没有找到整改台账"), "{}", ran.stderr);
    }
}

#[test]
fn a_code_that_lost_its_zeros_is_followed_by_name() {
    let folder = Folder::new();
    let input = |code: &str| {
        let department = Department::new("甲局").with("满意度=85%");
        Input::of([department.with(&format!("部门编码={code}"))]).bytes()
    };
    folder.put("上次.xlsx", input("0101"));
    folder.put("这次.xlsx", input("101"));
    let ran = folder.run(&["ledger", "上次.xlsx", "-o", "台账.xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let ran = folder.run(&["ledger", "这次.xlsx", "--last", "台账.xlsx"]);
    assert!(
        ran.stdout.contains("仍有失分 1 条，新增 0 条，已消除 0 条"),
        "{}",
        ran.stdout
    );
}

#[test]
fn statuses_that_totals_do_not_count_are_remarked_on_once() {
    let last = by_hand(
        &["部门名称", "指标", "责任人", "整改状态"],
        &[
            &["甲", "项目实施程序", "赵甲", "基本完成"],
            &["甲", "公众或服务对象满意度", "赵甲", "整改中"],
            &["乙", "公众或服务对象满意度", "钱乙", "已完成"],
            &["乙", "项目实施程序", "钱乙", "基本完成"],
            &["乙", "项目监管", "钱乙", "空"],
        ],
    );
    let (ledger, problems) = next(&two().score(), &last.bytes());
    assert_eq!(
        problems,
        [
            "T04 整改台账!D2 “基本完成”不是规定的整改状态，照原样带过来，2 条；仍在台账里的，汇总计入“其他或未填”",
            "T04 整改台账!D4 “已完成”不是规定的整改状态，照原样带过来，1 条；仍在台账里的，汇总计入“其他或未填”",
        ]
    );
    let kept: Vec<&str> = ledger
        .entries
        .iter()
        .map(|entry| text(&entry.hand.status))
        .collect();
    assert_eq!(kept, ["基本完成", "整改中"]);
}

#[test]
fn entries_of_a_renamed_department_follow_its_new_name() {
    let folder = Folder::new();
    let mut data = Input::of([Department::new("新名局").with("满意度=92%")]);
    data.data().drop_column("部门编码");
    folder.put("数据.xlsx", data.bytes());
    let last = by_hand(
        &["部门名称", "指标", "失分", "责任人", "整改状态"],
        &[&["旧名局", "公众或服务对象满意度", "2", "赵甲", "整改中"]],
    );
    folder.put("上次.xlsx", last.bytes());
    // 旧名局,新名局 in GBK.
    let (names, _, _) = encoding_rs::GB18030.encode("原名称,现名称\n旧名局,新名局\n");
    folder.put("更名.csv", names);
    let ledger = ["ledger", "数据.xlsx", "--last", "上次.xlsx", "--force"];
    let without = folder.run(&ledger);
    assert!(without.stdout.contains("T01"), "{}", without.stdout);
    let with = folder.run(&[&ledger[..], &["--aliases", "更名.csv"]].concat());
    assert!(
        with.stdout.contains("仍有失分 1 条，新增 0 条") && !with.stdout.contains("T01"),
        "{}",
        with.stdout
    );
    assert!(
        with.stderr.contains("按 GBK（GB18030） 编码读取"),
        "{}",
        with.stderr
    );
    let over = [
        "ledger",
        "数据.xlsx",
        "--last",
        "上次.xlsx",
        "-o",
        "更名.csv",
        "--aliases",
    ];
    let over = folder.run(&[&over[..], &["更名.csv"]].concat());
    assert_eq!(over.status, 2);
}

#[test]
fn a_ledger_kept_as_csv_is_carried_on() {
    let folder = Folder::new();
    folder.put("数据.xlsx", two().bytes());
    let (last, _, _) = encoding_rs::GB18030
        .encode("部门名称,指标,失分,责任人,整改状态\n甲,项目实施程序,0.5,赵甲,整改中\n");
    folder.put("上次.csv", last);
    let ran = folder.run(&["ledger", "数据.xlsx", "--last", "上次.csv"]);
    assert!(
        ran.stdout.contains("H11") && ran.stdout.contains("仍有失分 1 条，新增 1 条"),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
}

#[test]
fn what_was_written_beside_a_loss_stays_where_the_score_now_waits() {
    let last = by_hand(
        &[
            "部门编码",
            "部门名称",
            "指标",
            "失分",
            "整改措施建议",
            "责任人",
        ],
        &[&[
            "101",
            "甲",
            "公众或服务对象满意度",
            "2",
            "约谈承办科室",
            "赵甲",
        ]],
    );
    let waiting = Department::new("甲").with("满意度=空");
    let scored = Input::of([waiting.with_cell("部门编码", Cell::text("101"))]).score();
    let (ledger, problems) = next(&scored, &last.bytes());
    assert_eq!(problems, Vec::<String>::new());
    let bytes = written(&scored, &ledger);
    let workbook = read(&bytes);
    assert_eq!(stored(&workbook, "待补数据", "L3"), "整改措施建议");
    assert_eq!(stored(&workbook, "待补数据", "L4"), "约谈承办科室");
    assert_eq!(stored(&workbook, "待补数据", "M4"), "2");
    // And on from there.
    let (ledger, _) = next(&scored, &bytes);
    assert_eq!(text(&ledger.pending[0].hand.measure), "约谈承办科室");
}
