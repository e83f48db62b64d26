//! Any tree that text can say, and any text: printed and read again it is the same.

use jixiao::expr::{Comparison, Expr, Function, Operator, Scope, Type, compile};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::world;

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
