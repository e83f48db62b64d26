//! The expression language, a line a case.

use std::collections::HashMap;
use std::sync::Arc;

use jixiao::expr::excel::{CellReading, Cells};
use jixiao::expr::{
    Band, Comparison, Expr, Fault, Figure, Figures, Function, Kind, Operator, Scope, Type, Value,
    Variable, compile, compile_number,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Figures with names, each in a cell of row 2: the first in A2.
struct World {
    variables: Vec<(Arc<Variable>, Figure)>,
}

fn number(text: &str) -> Figure {
    Figure::Number(text.parse().unwrap())
}

fn world() -> World {
    let choices: Arc<[Arc<str>]> = ["按规定公开".into(), "未公开".into()].into();
    let figures = [
        ("预算", Kind::Amount { positive: false }, number("3070.43")),
        ("支出", Kind::Amount { positive: false }, number("3016.10")),
        ("项数", Kind::Count, number("3")),
        ("进度", Kind::Percent { max: None }, number("0.928")),
        ("评定", Kind::Points { max: 2.into() }, number("1.5")),
        ("违规", Kind::YesNo { default: None }, Figure::Truth(false)),
        (
            "涉密",
            Kind::YesNo {
                default: Some(false),
            },
            Figure::Blank,
        ),
        (
            "公开",
            Kind::Choice { choices },
            Figure::Text("未公开".into()),
        ),
        ("空白", Kind::Amount { positive: false }, Figure::Blank),
        ("坏数", Kind::Count, Figure::Unreadable),
        ("备注", Kind::Text, Figure::Text("无".into())),
        (
            "“三公”经费（年初）",
            Kind::Amount { positive: true },
            number("20"),
        ),
    ];
    World {
        variables: figures
            .into_iter()
            .enumerate()
            .map(|(id, (name, kind, figure))| {
                let name = name.into();
                (
                    Arc::new(Variable {
                        id,
                        year: jixiao::expr::Year::This,
                        name,
                        kind,
                    }),
                    figure,
                )
            })
            .collect(),
    }
}

impl Scope for World {
    fn find(&self, name: &str) -> Option<Arc<Variable>> {
        let found = self.variables.iter().find(|(v, _)| *v.name == *name);
        found.map(|(variable, _)| variable.clone())
    }

    fn nearest(&self, name: &str) -> Option<String> {
        let first = name.chars().next()?;
        let near = |v: &Variable| v.name.starts_with(first);
        let found = self.variables.iter().find(|(v, _)| near(v));
        found.map(|(variable, _)| variable.name.to_string())
    }
}

impl Figures for World {
    fn figure(&self, variable: &Variable) -> Figure {
        self.variables[variable.id].1.clone()
    }
}

/// Every figure is a plain number in a cell of its own.
impl Cells for World {
    fn cell(&self, variable: &Variable) -> Option<CellReading> {
        let column = char::from(b'A' + u8::try_from(variable.id).unwrap());
        Some(CellReading {
            reference: format!("{column}2"),
            understood: Vec::new(),
            divisor: Decimal::ONE,
        })
    }
}

fn compiled(text: &str) -> Expr {
    compile(text, &world()).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// The value as text; what is lacking in angle brackets.
fn value(expr: &Expr) -> String {
    match expr.evaluate(&world()).value {
        Ok(Value::Number(number)) => number.normalize().to_string(),
        Ok(Value::Truth(truth)) => truth.to_string(),
        Ok(Value::Text(text)) => text.to_string(),
        Err(lack) => {
            let names = lack.variables.iter().map(|id| {
                let (variable, _) = &world().variables[id.place];
                variable.name.to_string()
            });
            let lacks: Vec<String> = names
                .chain(lack.faults.iter().map(Fault::to_string))
                .collect();
            format!("<{}>", lacks.join(" "))
        }
    }
}

#[test]
fn values_are_exact() {
    for (text, expected) in [
        // Precedence, as in Excel.
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("10 - (4 - 3)", "9"),
        ("100 / 10 / 5", "2"),
        ("100 / (10 / 5)", "50"),
        ("24 / 4 * 2", "12"),
        ("24 / (4 * 2)", "3"),
        ("2 * -3", "-6"),
        ("-2 * 3 + 1", "-5"),
        ("-(2 + 3)", "-5"),
        ("--2", "2"),
        ("-+-+2", "2"),
        ("1 - -2", "3"),
        ("-2 - -2", "0"),
        ("1 + 1 = 2", "true"),
        ("1 + 1 <> 2", "false"),
        // Percentages.
        ("10%", "0.1"),
        ("-5%", "-0.05"),
        ("200 * 5%", "10"),
        ("1 - 90% = 10%", "true"),
        ("0.5%", "0.005"),
        ("(5)%", "0.05"),
        // Exact where binary arithmetic is not.
        ("0.1 + 0.2 = 0.3", "true"),
        // What a quotient that was cut off lacks does not decide a comparison.
        ("1 / 3 * 3 = 1", "true"),
        ("1 / 3 * 3 >= 1", "true"),
        ("1 / 3 * 3 < 1", "false"),
        ("0.999999999999999999995 >= 1", "true"),
        ("0.99999999999999999999 >= 1", "false"),
        ("ROUND(1 / 3 * 3, 10) = 1", "true"),
        ("ROUND(67 / 600 * 45, 2)", "5.03"),
        // Functions.
        ("MIN(3, 1, 2)", "1"),
        ("max(3, 1, 2)", "3"),
        ("SUM(1, 2, 3)", "6"),
        ("AVERAGE(1, 2, 6)", "3"),
        ("ROUND(2.345, 2)", "2.35"),
        ("ROUND(-2.5, 0)", "-3"),
        ("ABS(-2.5)", "2.5"),
        ("INT(2.9)", "2"),
        ("INT(-2.1)", "-3"),
        ("INT(0.28 / 0.01)", "28"),
        ("INT(1 / 3 * 3)", "1"),
        ("INT(0.999999999999999999995)", "1"),
        ("INT(0.99999999999999999999)", "0"),
        ("IF(1 < 2, 10, 20)", "10"),
        ("IF(1 > 2, 10, 20)", "20"),
        ("AND(1 < 2, 2 < 3)", "true"),
        ("OR(1 > 2, 2 > 3)", "false"),
        ("NOT(1 > 2)", "true"),
        // Figures.
        ("支出 / 预算", "0.9823054099914344244942890735"),
        ("项数 * 2", "6"),
        ("[项数]*2", "6"),
        ("[ 项数 ] * 2", "6"),
        ("[“三公”经费（年初）] / 2", "10"),
        ("进度 >= 92.8%", "true"),
        ("评定 + 1", "2.5"),
        ("违规", "false"),
        ("违规 = \"否\"", "true"),
        ("违规 <> \"否\"", "false"),
        ("\"是\" = 违规", "false"),
        ("涉密", "false"),
        ("公开 = \"未公开\"", "true"),
        ("\"按规定公开\" = 公开", "false"),
        ("IF(公开 = \"未公开\", 0, 3)", "0"),
        // Lacks pass through arithmetic, not through a branch that is not taken.
        ("空白 + 1", "<空白>"),
        ("空白 + 坏数", "<空白 坏数>"),
        ("IF(项数 = 3, 1, 空白)", "1"),
        ("IF(项数 = 4, 1, 空白)", "<空白>"),
        ("IF(空白 = 0, 1, 2)", "<空白>"),
        ("AND(项数 = 4, 空白 > 0)", "<空白>"),
        ("1 / 0", "<除数为 0>"),
        ("支出 / (项数 - 3)", "<除数为 0>"),
        ("IF(项数 = 3, 0, 支出 / (项数 - 3))", "0"),
        (
            "70000000000000000000000000000 * 10",
            "<数值太大，无法精确计算>",
        ),
        // White space of every kind, and none.
        ("　支出\u{a0}/\n预算　", "0.9823054099914344244942890735"),
        ("1+1", "2"),
    ] {
        assert_eq!(value(&compiled(text)), expected, "{text}");
    }
}

/// A value at the edge of a band is in it, though its quotient was cut off.
#[test]
fn bands_are_decided_by_the_exact_value() {
    let bands = |subject: &str| Expr::Bands {
        subject: Box::new(compiled(subject)),
        bands: vec![
            Band {
                bounds: vec![(Comparison::GreaterOrEqual, compiled("1"))],
                text: "≥ 1".into(),
                points: 2.into(),
            },
            Band {
                bounds: vec![
                    (Comparison::Less, compiled("1")),
                    (Comparison::GreaterOrEqual, compiled("0")),
                ],
                text: "≥ 0 且 < 1".into(),
                points: 1.into(),
            },
        ],
    };
    for (subject, points) in [
        ("1 / 3 * 3", "2"),
        ("2 / 3 + 1 / 3", "2"),
        ("0.99999999999999999999", "1"),
        ("0", "1"),
        ("0 - 1", "<-1 不在任何一档之内>"),
    ] {
        assert_eq!(value(&bands(subject)), points, "{subject}");
    }
}

#[test]
fn formulas_keep_the_meaning() {
    for (text, expected) in [
        // Brackets stay where they are needed, and only there.
        ("1 - (2 - 3)", "1-(2-3)"),
        ("(1 - 2) - 3", "1-2-3"),
        ("1 + (2 - 3)", "1+(2-3)"),
        ("8 / (2 * 2)", "8/(2*2)"),
        ("8 / (2 / 2)", "8/(2/2)"),
        ("(8 / 2) * 2", "8/2*2"),
        ("(1 + 2) * 3", "(1+2)*3"),
        ("(1 + 2) / 100", "(1+2)/100"),
        ("(1 + 2) * 1%", "(1+2)*0.01"),
        // A negative is a difference in brackets of its own.
        ("-5", "0-5"),
        ("-(1 + 2)", "0-(1+2)"),
        ("-(2 * 3)", "0-2*3"),
        ("8 / -(2 * 2)", "8/(0-2*2)"),
        ("8 * -2", "8*(0-2)"),
        ("1 - -2", "1-(0-2)"),
        ("-2 + 1", "0-2+1"),
        ("-(-2)", "0-(0-2)"),
        // A calculated value is rounded before it is compared.
        ("(1 - 2) / 3 >= 10%", "ROUND((1-2)/3,10)>=0.1"),
        ("IF(1 + 1 > 2, 3, 4)", "IF(ROUND(1+1,10)>2,3,4)"),
        ("INT(1 / 3)", "INT(ROUND(1/3,10))"),
        ("ROUND(1 / 3, 2)", "ROUND(ROUND(1/3,10),2)"),
        ("ROUND(1.5, 0)", "ROUND(1.5,0)"),
        // Every figure is checked, once.
        (
            "项数 + 项数",
            "IF(AND(IF(ISNUMBER(C2),AND(C2>=0,INT(C2)=C2),FALSE)),C2+C2,NA())",
        ),
        (
            "支出 / 预算",
            "IF(AND(ISNUMBER(B2),B2>=0,ISNUMBER(A2),A2>=0),B2/A2,NA())",
        ),
        (
            "IF(预算 = 0, 1, 支出 / 预算)",
            "IF(AND(ISNUMBER(A2),A2>=0),IF(A2=0,1,IF(AND(ISNUMBER(B2),B2>=0),B2/A2,NA())),NA())",
        ),
        // A blank choice is a lack, not another text.
        (
            "IF(公开 = \"未公开\", 0, 1)",
            "IF(AND(OR(H2=\"按规定公开\",H2=\"未公开\")),IF(H2=\"未公开\",0,1),NA())",
        ),
        ("\"他说\"\"好\"\"\" = \"好\"", "\"他说\"\"好\"\"\"=\"好\""),
        (
            "IF(IF(1 > 2, \"甲\", \"乙\") = \"甲\", 1, 2)",
            "IF(IF(1>2,\"甲\",\"乙\")=\"甲\",1,2)",
        ),
    ] {
        assert_eq!(compiled(text).excel(&world()), expected, "{text}");
    }
}

#[test]
fn explanations_put_the_figures_in_place() {
    let shown = |text: &str| Expr::shown(compile_number(text, &world()).unwrap());
    for (text, expected) in [
        ("支出 / 预算", "3016.10 ÷ 3070.43 = 98.23% → 0.98"),
        (
            "支出 / (预算 + 支出)",
            "3016.10 ÷ (3070.43 + 3016.10) = 49.55% → 0.5",
        ),
        ("项数", "项数 3 → 3"),
        ("项数 * 2", "3 × 2 = 6 → 6"),
        ("1 - 进度", "1 − 92.8% = 7.2% → 0.07"),
        (
            "预算 - (支出 - 10)",
            "3070.43 − (3016.10 − 10) = 64.33 → 64.33",
        ),
        ("-(-项数)", "−(−3) = 3 → 3"),
        (
            "MIN(1, 支出 / 预算)",
            "MIN(1, 3016.10 ÷ 3070.43) = 0.9823 → 0.98",
        ),
        ("空白 / 预算", "缺少数据"),
    ] {
        assert_eq!(shown(text).explain(&world()), expected, "{text}");
    }
    let score = compiled("IF(支出 <= 预算, 2, 0)").explain(&world());
    assert_eq!(score, "支出 3016.10 ≤ 预算 3070.43 → 2");
}

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

/// Trees that text can say, of one type.
fn expression(wanted: Type) -> BoxedStrategy<Expr> {
    inner(wanted, 4)
}

fn leaf(wanted: Type) -> BoxedStrategy<Expr> {
    let variable = |names: &'static [&'static str]| {
        prop::sample::select(names).prop_map(|name| Expr::Variable(world().find(name).unwrap()))
    };
    match wanted {
        Type::Number => prop_oneof![
            (0_i64..1_000_000, 0_u32..4, any::<bool>()).prop_map(|(digits, scale, percent)| {
                let value = Decimal::new(digits, scale);
                let value = if percent {
                    value / Decimal::ONE_HUNDRED
                } else {
                    value
                };
                Expr::Number { value, percent }
            }),
            variable(&[
                "预算",
                "支出",
                "项数",
                "进度",
                "评定",
                "空白",
                "“三公”经费（年初）"
            ]),
        ]
        .boxed(),
        Type::Truth => variable(&["违规", "涉密"]).boxed(),
        Type::Text => prop_oneof![
            "[a-z\"，（ ]{0,6}".prop_map(|text| Expr::Text(text.as_str().into())),
            Just(Expr::Text("未公开".into())),
        ]
        .boxed(),
    }
}

fn inner(wanted: Type, depth: u32) -> BoxedStrategy<Expr> {
    if depth == 0 {
        return leaf(wanted);
    }
    let of = |wanted| inner(wanted, depth - 1);
    let several = |wanted| prop::collection::vec(of(wanted), 1..4);
    let branches = (of(Type::Truth), of(wanted), of(wanted))
        .prop_map(|(condition, then, otherwise)| Expr::choose(condition, then, otherwise));
    match wanted {
        Type::Number => {
            let operator = prop::sample::select(vec![
                Operator::Add,
                Operator::Subtract,
                Operator::Multiply,
                Operator::Divide,
            ]);
            let function = prop::sample::select(vec![
                Function::Min,
                Function::Max,
                Function::Sum,
                Function::Average,
            ]);
            prop_oneof![
                leaf(wanted),
                of(wanted).prop_map(|expr| Expr::Negate(Box::new(expr))),
                (operator, of(wanted), of(wanted))
                    .prop_map(|(operator, left, right)| Expr::arithmetic(operator, left, right)),
                (function, several(wanted)).prop_map(|(f, parts)| Expr::Call(f, parts)),
                of(wanted).prop_map(|expr| Expr::Call(Function::Int, vec![expr])),
                (of(wanted), 0_u32..5).prop_map(|(expr, places)| {
                    Expr::Call(Function::Round, vec![expr, Expr::literal(places)])
                }),
                branches,
            ]
            .boxed()
        }
        Type::Truth => {
            let comparison = prop::sample::select(vec![
                Comparison::Equal,
                Comparison::NotEqual,
                Comparison::Less,
                Comparison::LessOrEqual,
                Comparison::Greater,
                Comparison::GreaterOrEqual,
            ]);
            prop_oneof![
                leaf(wanted),
                (comparison, of(Type::Number), of(Type::Number))
                    .prop_map(|(comparison, left, right)| Expr::compare(comparison, left, right)),
                of(wanted).prop_map(|expr| Expr::Not(Box::new(expr))),
                several(wanted).prop_map(Expr::And),
                several(wanted).prop_map(Expr::Or),
                branches,
            ]
            .boxed()
        }
        Type::Text => prop_oneof![leaf(wanted), branches].boxed(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What is printed parses to the same tree, so that a message can quote an expression.
    #[test]
    fn print_and_parse_are_inverse(
        expr in prop_oneof![
            expression(Type::Number), expression(Type::Truth), expression(Type::Text)
        ]
    ) {
        let text = expr.to_string();
        let again = compile(&text, &world());
        prop_assert_eq!(again, Ok(expr), "{}", text);
    }

    /// Whatever is typed gives a tree or a message with a place inside the text.
    #[test]
    fn anything_typed_is_answered(text in "[-+*/%()=<>,，（）\"\\[\\]0-9. 支出预算IF]{0,40}") {
        if let Err(error) = compile(&text, &world()) {
            prop_assert!(text.is_char_boundary(error.offset), "{:?}", error);
        }
    }
}

/// The names of functions are those of [`Function::ALL`] and the logical ones.
#[test]
fn functions_have_one_name_each() {
    let names: HashMap<&str, Function> =
        Function::ALL.iter().map(|(f, name)| (*name, *f)).collect();
    assert_eq!(names.len(), Function::ALL.len());
    for (function, name) in Function::ALL {
        assert_eq!(function.name(), name);
    }
}
