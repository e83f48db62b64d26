//! Rows of outcomes, weighed against each other: none, all of no weight, one that lacks something, one without a text.

use std::collections::BTreeSet;
use std::sync::Arc;

use jixiao::expr::{Expr, Figure, FigureId, Figures, Kind, RowRule, Value, Variable, Year};
use rust_decimal::Decimal;

fn variable(id: usize, name: &str, kind: Kind) -> Arc<Variable> {
    let year = Year::This;
    let name = name.into();
    Arc::new(Variable {
        id,
        year,
        name,
        kind,
    })
}

/// A row: its figures by place.
struct Row([Figure; 2]);

impl Figures for Row {
    fn figure(&self, variable: &Variable) -> Figure {
        self.0[variable.id].clone()
    }
}

struct Department(Vec<Row>);

impl Figures for Department {
    fn figure(&self, _: &Variable) -> Figure {
        Figure::Blank
    }

    fn rows(&self) -> Vec<&dyn Figures> {
        self.0.iter().map(|row| row as &dyn Figures).collect()
    }
}

/// What rows of weight and completion score out of 10, or what is said where they cannot be measured.
fn scored(rows: &[(Option<i32>, Option<&str>)]) -> Result<String, String> {
    let weight = variable(0, "分值", Kind::Amount { positive: false });
    let completion = variable(1, "完成比例", Kind::Percent { max: None });
    let measured = Expr::Rows {
        rows: Arc::new(RowRule {
            weight,
            completion: Expr::Variable(completion),
        }),
        points: 10.into(),
        otherwise: None,
    };
    let rows = rows.iter().map(|(weight, completion)| {
        let number = |text: &str| Figure::Number(text.parse().expect("a number"));
        Row([
            weight.map_or(Figure::Blank, Figure::from),
            completion.map_or(Figure::Blank, number),
        ])
    });
    match measured.evaluate(&Department(rows.collect())).value {
        Ok(Value::Number(number)) => Ok(number.normalize().to_string()),
        Ok(other) => panic!("{other:?} is no score"),
        Err(lack) => {
            assert_eq!(lack.variables, BTreeSet::<FigureId>::new());
            Err(lack.faults.iter().map(ToString::to_string).collect())
        }
    }
}

#[test]
fn rows_are_weighed_against_each_other() {
    for (rows, score) in [
        (vec![(Some(3), Some("1"))], "10"),
        (vec![(Some(3), Some("1")), (Some(1), Some("0"))], "7.5"),
        (vec![(Some(3), Some("0.5")), (Some(0), Some("1"))], "5"),
        // Multiplied before divided: a third of 10 thrice is 10.
        (vec![(Some(1), Some("1")); 3], "10"),
    ] {
        assert_eq!(scored(&rows).as_deref(), Ok(score), "{rows:?}");
    }
}

#[test]
fn what_cannot_be_measured_says_why() {
    for (rows, told) in [
        (vec![], "没有个性化指标"),
        (vec![(Some(0), Some("1"))], "个性化指标的分值合计为 0"),
        (
            vec![(Some(1), Some("1")), (None, Some("1"))],
            "个性化指标不能计算：第 2 项缺少分值",
        ),
        (
            vec![(Some(1), None)],
            "个性化指标不能计算：第 1 项缺少完成比例",
        ),
    ] {
        assert_eq!(scored(&rows), Err(told.to_string()), "{rows:?}");
    }
}

/// 已填写: a text that shows nothing is as good as none.
#[test]
fn a_text_of_spaces_is_not_filled_in() {
    let filled = Expr::Filled(variable(0, "说明", Kind::Text));
    for (figure, truth) in [
        (Figure::Text("有".into()), true),
        (Figure::Text(" \u{3000}".into()), false),
        (Figure::Text("".into()), false),
        (Figure::Blank, false),
        (Figure::Number(Decimal::ZERO), true),
        (Figure::Unreadable, true),
    ] {
        let row = Row([figure.clone(), Figure::Blank]);
        assert_eq!(filled.truth(&row), Ok(truth), "{figure:?}");
    }
}
