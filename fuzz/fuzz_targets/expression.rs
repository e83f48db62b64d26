//! Expressions: what parses prints and parses again as the same tree, and every reading of it ends.

#![no_main]

use jixiao::expr::{Figure, Figures, Kind, Variable};
use jixiao_fuzz::BOOK;
use libfuzzer_sys::fuzz_target;
use rust_decimal::Decimal;

/// Figures that are all the same number, or all blank.
struct Same(Option<Decimal>);

impl Figures for Same {
    fn figure(&self, variable: &Variable) -> Figure {
        let Some(number) = self.0 else {
            return Figure::Blank;
        };
        match &variable.kind {
            Kind::YesNo { .. } => Figure::Truth(number.is_zero()),
            Kind::Choice { choices } => Figure::Text(choices[0].clone()),
            Kind::Text => Figure::Text("文字".into()),
            _ => Figure::Number(number),
        }
    }
}

fuzz_target!(|text: &str| {
    match BOOK.number(text) {
        Err(error) => assert!(text.is_char_boundary(error.offset)),
        Ok(tree) => {
            let printed = tree.to_string();
            let again = BOOK.number(&printed).expect("what is printed parses");
            assert_eq!(tree, again, "{text} printed as {printed}");
            for number in [None, Some(Decimal::ZERO), Some(Decimal::ONE), Some(Decimal::MAX)] {
                let _ = tree.evaluate(&Same(number));
                assert!(!tree.explain(&Same(number)).is_empty());
            }
        }
    }
});
