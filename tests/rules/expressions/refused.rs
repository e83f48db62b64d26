//! What is typed and cannot be a rule: said where and what to do; what is too much is refused and never overflows.

use jixiao::expr::{Expr, compile};

use super::{compiled, value, world};

#[test]
fn messages_say_where_and_what_to_do() {
    for (text, at, message, hint) in [
        // Text that does not parse; offsets are in bytes, of the text up to the place.
        ("", "", "表达式没有写完", ""),
        ("1 +", "1 +", "表达式没有写完", ""),
        ("1 + * 2", "1 + ", "此处应为数字、名称、函数或左括号", ""),
        ("(1 + 2", "(1 + 2", "此处缺少右括号 )", ""),
        ("1 + 2)", "1 + 2", "此处多出了“)”", ""),
        ("项数 3", "项数 ", "此处多出了“3”", ""),
        ("MIN(1, )", "MIN(1, ", "此处应为数字", ""),
        ("1 & 2", "1 ", "不支持运算“&”", "可用的运算"),
        ("2 ^ 3", "2 ", "不支持运算“^”", "可用的运算"),
        ("公开 = '未公开'", "公开 = ", "不认识的符号“'”", "双引号"),
        ("项数 # 2", "项数 ", "不认识的符号“#”", ""),
        ("公开 = \"未公开", "公开 = ", "文字缺少右引号", ""),
        ("[项数", "", "名称缺少右方括号 ]", ""),
        ("(1 + 2)%", "(1 + 2)", "百分号只能写在数字后面", "/ 100"),
        ("5%%", "5%", "百分号只能写在数字后面", "/ 100"),
        (
            "0.12345678901234567890123456789012345",
            "",
            "数字太长，无法精确表示",
            "",
        ),
        // Full-width punctuation.
        ("MIN(1，2)", "MIN(1", "不能使用符号 ，", "请改用半角的 ,"),
        ("（1 + 2）", "", "不能使用符号 （", "请改用半角的 ("),
        ("支出 ÷ 预算", "支出 ", "不能使用符号 ÷", "请改用半角的 /"),
        ("支出 × 2", "支出 ", "不能使用符号 ×", "请改用半角的 *"),
        ("支出 － 2", "支出 ", "不能使用符号 －", "请改用半角的 -"),
        ("进度 ≥ 90%", "进度 ", "不能使用符号 ≥", "请改用半角的 >="),
        ("进度 ＜ 90%", "进度 ", "不能使用符号 ＜", "请改用半角的 <"),
        (
            "进度 < 90％",
            "进度 < 90",
            "不能使用符号 ％",
            "请改用半角的 %",
        ),
        (
            "公开 = “未公开”",
            "公开 = ",
            "不能使用符号 “",
            "请改用半角的 \"",
        ),
        ("“三公”经费", "", "不能使用符号 “", "方括号"),
        // Names and functions.
        (
            "支入 / 预算",
            "",
            "没有名为“支入”的指标数据",
            "是不是“支出”？",
        ),
        ("预算 / 甲", "预算 / ", "没有名为“甲”的指标数据", ""),
        (
            "VLOOKUP(1, 2)",
            "",
            "没有函数 VLOOKUP",
            "可用的函数：IF、AND",
        ),
        ("IF(1 > 2, 3)", "", "函数 IF 应有 3 个参数，这里有 2 个", ""),
        ("ABS(1, 2)", "", "函数 ABS 应有 1 个参数，这里有 2 个", ""),
        ("SUM()", "", "函数 SUM 应有至少 1 个参数，这里有 0 个", ""),
        (
            "ROUND(1, 项数)",
            "ROUND(1, ",
            "ROUND 的位数应为 0 到 10 的整数",
            "",
        ),
        (
            "ROUND(1, 11)",
            "ROUND(1, ",
            "ROUND 的位数应为 0 到 10 的整数",
            "",
        ),
        // Types.
        ("公开 + 1", "", "此处应为数字，而“[公开]”是文字", ""),
        (
            "1 + 违规",
            "1 + ",
            "此处应为数字，而“[违规]”是条件（是或否）",
            "",
        ),
        (
            "IF(项数, 1, 2)",
            "IF(",
            "此处应为条件（是或否），而“[项数]”是数字",
            "",
        ),
        (
            "IF(违规, 1, \"甲\")",
            "IF(违规, 1, ",
            "此处应为数字，而“\"甲\"”是文字",
            "",
        ),
        ("公开 = 1", "", "比较的两边种类不同", ""),
        (
            "公开 < \"未公开\"",
            "",
            "文字和是/否没有大小，不能用 < 比较",
            "= 或 <>",
        ),
        (
            "公开 = \"不公开\"",
            "公开 = ",
            "“公开”没有选项“不公开”",
            "按规定公开、未公开",
        ),
        (
            "\"不公开\" = 公开",
            "",
            "“公开”没有选项“不公开”",
            "按规定公开、未公开",
        ),
        (
            "违规 = \"对\"",
            "违规 = ",
            "是/否 只能与 \"是\" 或 \"否\" 比较",
            "",
        ),
        ("1 < 项数 < 5", "", "条件不能再作比较", "AND(1 <= x, x < 5)"),
        ("违规 = 涉密", "", "条件不能再作比较", "AND、OR、NOT"),
        ("备注 = \"无\"", "", "“备注”是文字列", ""),
    ] {
        let error = compile(text, &world()).unwrap_err();
        let found_hint = error.hint.clone().unwrap_or_default();
        assert_eq!(error.offset, at.len(), "{text}: {error:?}");
        assert!(error.message.contains(message), "{text}: {error:?}");
        assert!(found_hint.contains(hint), "{text}: {error:?}");
        assert_eq!(found_hint.is_empty(), hint.is_empty(), "{text}: {error:?}");
    }
}

#[test]
fn what_is_too_much_is_refused_and_never_overflows() {
    let refused = |text: String, message: &str| {
        let error = compile(&text, &world()).unwrap_err();
        let start: String = text.chars().take(12).collect();
        assert!(error.message.contains(message), "{start}…: {error:?}");
    };
    let many = 100_000;
    refused("(".repeat(many), "嵌套超过");
    refused("IF(".repeat(many), "嵌套超过");
    refused("-(".repeat(many), "嵌套超过");
    refused("-".repeat(many), "表达式没有写完");
    refused("[".repeat(many), "右方括号");
    refused("\"".repeat(many + 1), "右引号");
    refused(format!("1{}", "%".repeat(many)), "百分号");
    refused(vec!["1"; 10_000].join("+"), "表达式太长");
    refused(vec!["1"; 10_000].join("*"), "表达式太长");
    refused(vec!["项数"; 10_000].join(" / "), "表达式太长");
    refused(vec!["1"; 10_000].join("="), "表达式太长");
    refused(format!("SUM({})", vec!["1"; 10_000].join(",")), "参数超过");
    refused(format!("\"{}\"", "长".repeat(300)), "超过 255 个字");
    refused("9".repeat(many), "数字太长");
}

/// The tallest and deepest trees that are accepted go through every reading on a thread's small stack.
#[test]
fn what_is_accepted_goes_through_every_reading() {
    let deep = |inside: &str, depth: usize| {
        format!(
            "{}{inside}{}",
            "IF(项数>0,".repeat(depth),
            ",1)".repeat(depth)
        )
    };
    for text in [
        vec!["1"; 128].join("+"),
        vec!["项数"; 128].join("*"),
        format!("{}1{}", "(".repeat(31), ")".repeat(31)),
        format!("{}1", "-".repeat(100_001)),
        deep("支出", 31),
        deep(&vec!["支出"; 90].join("-"), 31),
    ] {
        let expr = compiled(&text);
        let _ = value(&expr);
        let _ = expr.excel(&world());
        let _ = Expr::shown(expr.clone()).explain(&world());
        assert_eq!(compiled(&expr.to_string()), expr);
    }
}

#[test]
fn a_long_sum_of_arguments_is_no_tower() {
    let text = format!("SUM({})", vec!["1"; 255].join(","));
    assert_eq!(value(&compiled(&text)), "255");
}
