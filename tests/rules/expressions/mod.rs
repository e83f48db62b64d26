//! The expression language, a line a case.

/// Any tree that text can say, and any text: printed and read again it is the same.
mod any;

use std::collections::HashMap;
use std::sync::Arc;

use jixiao::expr::excel::{CellReading, Cells};
use jixiao::expr::{
    Band, Comparison, Expr, Fault, Figure, Figures, Function, Kind, Scope, Value, Variable,
    compile, compile_number,
};
use rust_decimal::Decimal;

/// What is typed and cannot be a rule: said where and what to do; what is too much is refused and never overflows.
mod refused;

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
