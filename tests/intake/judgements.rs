//! 是/否, points and choices in the forms that people use.

use super::{check, read};
use crate::support::Cell;

#[test]
fn yes_and_no_come_in_many_forms() {
    check(
        "缺少监督证明材料",
        &[
            (Cell::text("是"), "是", ""),
            (Cell::text("否"), "否", ""),
            // This column has a default.
            (Cell::Blank, "空", ""),
        ],
    );
    for (forms, meaning) in [
        (
            [
                "√", "✓", "Y", "y", "YES", "有", "1", "Ｙ", "１", " 是 ", "TRUE",
            ],
            "是",
        ),
        (
            ["×", "✗", "N", "n", "No", "无", "0", "Ｎ", "０", " 否 ", "X"],
            "否",
        ),
    ] {
        for form in forms {
            let (figure, problems) = read("存在违规支出", Cell::text(form));
            assert_eq!(
                (figure.as_str(), problems),
                (meaning, vec!["info V05".to_string()]),
                "{form}"
            );
        }
    }
    // Whether there are materials, or whether they are lacking: a person has to look.
    for (form, meaning) in [("有", "是"), (" 无 ", "否")] {
        let (figure, problems) = read("缺少监督证明材料", Cell::text(form));
        assert_eq!(
            (figure.as_str(), problems),
            (meaning, vec!["warning V05".to_string()]),
            "{form}"
        );
    }
    check(
        "存在违规支出",
        &[
            (Cell::Number(1.0), "是", "info V05"),
            (Cell::Number(0.0), "否", "info V05"),
            (Cell::Truth(true), "是", "info V05"),
            (Cell::Truth(false), "否", "info V05"),
            (Cell::Number(2.0), "无法识别", "error V02"),
            (Cell::Number(0.5), "无法识别", "error V02"),
            (Cell::text("不清楚"), "无法识别", "error V02"),
            (Cell::text("是/否"), "无法识别", "error V02"),
            (Cell::text("？"), "无法识别", "error V02"),
            // No default: a blank is missing.
            (Cell::Blank, "空", "error V01"),
        ],
    );
}

#[test]
fn a_number_in_a_points_column_is_always_points() {
    // points(2)
    check(
        "目标细化为具体任务",
        &[
            (Cell::text("是"), "2", ""),
            (Cell::text("否"), "0", ""),
            (Cell::Number(1.0), "1", ""),
            (Cell::Number(2.0), "2", ""),
            (Cell::Number(0.0), "0", ""),
            (Cell::text("1"), "1", "info V05"),
            (Cell::text("１"), "1", "info V05"),
            (Cell::text("1.5分"), "1.5", "info V05"),
            (Cell::text("√"), "2", "info V05"),
            (Cell::text("有"), "2", "info V05"),
            (Cell::text("×"), "0", "info V05"),
            (Cell::Truth(true), "2", "info V05"),
            (Cell::Number(2.01), "无法识别", "error V03"),
            (Cell::Number(-1.0), "无法识别", "error V03"),
            (Cell::text("3"), "无法识别", "error V03"),
            (Cell::text("1项"), "无法识别", "error V02"),
            (Cell::text("基本是"), "无法识别", "error V02"),
        ],
    );
    // points(0.5)
    check(
        "管理制度已制定",
        &[
            (Cell::text("是"), "0.5", ""),
            (Cell::Number(0.5), "0.5", ""),
            (Cell::Number(1.0), "无法识别", "error V03"),
            (Cell::text("1"), "无法识别", "error V03"),
            (Cell::text("Y"), "0.5", "info V05"),
        ],
    );
}

#[test]
fn a_choice_is_one_of_the_listed_texts_or_their_aliases() {
    check(
        "预算公开情况",
        &[
            (Cell::text("按规定公开"), "按规定公开", ""),
            (Cell::text(" 按规定公开\n"), "按规定公开", "info V05"),
            (Cell::text("已按规定公开"), "按规定公开", "info V05"),
            (Cell::text("没有公开"), "未公开", "info V05"),
            (Cell::text("公开"), "无法识别", "error V02"),
            (Cell::text("是"), "无法识别", "error V02"),
            (Cell::Number(1.0), "无法识别", "error V02"),
            (Cell::Blank, "空", "error V01"),
        ],
    );
}
