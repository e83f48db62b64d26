//! Truths that hold for every input.

use std::sync::Arc;

use jixiao::expr::{Kind, Scope, Variable, Year, compile};
use jixiao::rulebook::RuleBook;
use jixiao::scoring::Missing;
use jixiao::sheets;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::{COLUMNS, Cell, Department, Edition, Input, Run, Scored, rule_book};

/// Makes a kind, which is no constant.
type MakeKind = fn() -> Kind;

/// Some metrics' names, one of each kind that expressions can use.
const NAMES: [(&str, MakeKind); 4] = [
    ("实际采购金额", || Kind::Amount { positive: false }),
    ("专项（一）、二", || Kind::Count),
    ("存在违规支出", || Kind::YesNo { default: None }),
    ("公开情况", || Kind::Choice {
        choices: Arc::new(["按规定公开".into(), "未公开".into()]),
    }),
];

struct Names;

impl Scope for Names {
    fn find(&self, name: &str) -> Option<Arc<Variable>> {
        let id = NAMES.iter().position(|(known, _)| *known == name)?;
        Some(Arc::new(Variable {
            id,
            year: Year::This,
            name: NAMES[id].0.into(),
            kind: NAMES[id].1(),
        }))
    }

    fn nearest(&self, _: &str) -> Option<String> {
        None
    }
}

/// The text of an expression that yields a number.
fn number_text() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (0_u32..100_000, 0_u32..4)
            .prop_map(|(digits, scale)| { Decimal::new(i64::from(digits), scale).to_string() }),
        (0_u32..20_000, 0_u32..3)
            .prop_map(|(digits, scale)| format!("{}%", Decimal::new(i64::from(digits), scale))),
        Just("实际采购金额".to_string()),
        Just("[专项（一）、二]".to_string()),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let operator = prop::sample::select(vec![" + ", "-", " * ", "/"]);
        let list = prop::collection::vec(inner.clone(), 1..4);
        let function = prop::sample::select(vec!["MIN", "MAX", "SUM", "AVERAGE"]);
        prop_oneof![
            3 => (inner.clone(), operator, inner.clone())
                .prop_map(|(left, operator, right)| format!("{left}{operator}{right}")),
            2 => inner.clone().prop_map(|inner| format!("({inner})")),
            1 => inner.clone().prop_map(|inner| format!("-{inner}")),
            1 => (function, list).prop_map(|(name, list)| format!("{name}({})", list.join(", "))),
            1 => inner.clone().prop_map(|inner| format!("ABS({inner})")),
            1 => inner.clone().prop_map(|inner| format!("ROUND({inner}, 2)")),
            1 => (condition_text(inner.clone()), inner.clone(), inner)
                .prop_map(|(condition, then, otherwise)| format!("IF({condition}, {then}, {otherwise})")),
        ]
    })
    .boxed()
}

/// The text of a condition over numbers.
fn condition_text(number: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = String> {
    let comparison = prop::sample::select(vec!["=", "<>", "<", "<=", " > ", ">="]);
    prop_oneof![
        (number.clone(), comparison.clone(), number.clone())
            .prop_map(|(left, sign, right)| format!("{left}{sign}{right}")),
        (number.clone(), comparison, number)
            .prop_map(|(left, sign, right)| format!("NOT(AND({left}{sign}{right}, 存在违规支出))")),
        Just("存在违规支出".to_string()),
        Just("OR(公开情况 = \"未公开\", 存在违规支出)".to_string()),
    ]
}

/// Any cell that a person or a program may leave behind.
fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        2 => Just(Cell::Blank),
        4 => (-100.0..20_000.0_f64).prop_map(Cell::Number),
        1 => any::<f64>().prop_filter("a sheet holds finite numbers", |n| n.is_finite()).prop_map(Cell::Number),
        // About the largest and the least that a decimal holds, and what one cannot hold.
        2 => prop::sample::select(vec![7.9e28, 4e28, -7.9e28, 9.9e27, 1e15, 1e-15, 1e-28, 1e29])
            .prop_map(Cell::Number),
        1 => prop::sample::select(vec!["79228162514264337593543950335", "7.9e28", "79228162514264337593543950335%", "79228162514264337593543950335亿元", "0.0000000000000000000000000001"])
            .prop_map(Cell::text),
        2 => (0.0..2.0_f64).prop_map(|number| Cell::Formatted(number, "0.00%")),
        1 => (0.0..1e8_f64).prop_map(|number| Cell::Formatted(number, "0!.0,\"万\"")),
        4 => "[0-9０-９,，.%％()（） -]{0,12}(万元|元|亿|%|项|人|分)?".prop_map(Cell::Text),
        2 => prop::sample::select(vec!["是", "否", "√", "×", "Y", "无", "合计", "注：", "按规定公开", "未公开", "部门名称"]).prop_map(Cell::text),
        2 => "\\PC{0,20}".prop_map(Cell::Text),
        1 => any::<bool>().prop_map(Cell::Truth),
        1 => (0.0..60_000.0_f64).prop_map(Cell::Date),
    ]
}

/// A department in which a few figures are other than full marks ask for, but can be read.
fn department(name: String) -> impl Strategy<Value = Department> {
    let changes = prop::collection::vec((6..COLUMNS.len(), 0_u32..=120), 0..12);
    changes.prop_map(move |changes| {
        changes
            .into_iter()
            .fold(Department::new(&name), |department, (place, percent)| {
                let (column, full) = COLUMNS[place];
                let cell = match Cell::parse(full) {
                    Cell::Number(number) => {
                        Cell::Number((number * f64::from(percent) / 100.0).round())
                    }
                    Cell::Formatted(number, format) => {
                        let part = (number * f64::from(percent)).round() / 100.0;
                        Cell::Formatted(part, format)
                    }
                    _ if percent < 20 => Cell::Blank,
                    _ if percent < 60 => Cell::text("否"),
                    cell => cell,
                };
                department.with_cell(column, cell)
            })
    })
}

fn departments() -> impl Strategy<Value = Vec<Department>> {
    (1_usize..6).prop_flat_map(|count| {
        (0..count)
            .map(|index| department(format!("部门{index}")))
            .collect::<Vec<_>>()
    })
}

/// Every score lies between 0 and its points, levels add up, and what is missing has no score.
fn assert_sound(scored: &Scored, book: &RuleBook) {
    for (record, card) in scored.evaluation.departments() {
        let indicators = card.indicators.iter().zip(&book.indicators);
        for (place, (scored, indicator)) in indicators.enumerate() {
            if let Some(score) = scored.score {
                assert!(
                    score >= Decimal::ZERO && score <= indicator.points,
                    "{}",
                    indicator.name
                );
                assert!(score.normalize().scale() <= 2, "{score}");
            }
            let explanation = card.explanation(place, record, book);
            assert!(!explanation.is_empty(), "{}", indicator.name);
        }
        let sum: Option<Decimal> = card.indicators.iter().map(|one| one.score).sum();
        assert_eq!(card.total, sum);
        let subtotals: Option<Decimal> = card.subtotals.iter().copied().sum();
        assert_eq!(card.total, subtotals);
        assert_eq!(card.grade.is_some(), card.total.is_some());
    }
}

/// So many cases; a failing one is printed whole, so none is kept in a file.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn an_expression_printed_and_parsed_again_is_the_same(text in number_text()) {
        let tree = compile(&text, &Names).expect("the text is an expression");
        let printed = tree.to_string();
        let again = compile(&printed, &Names).expect("what is printed parses");
        prop_assert_eq!(&tree, &again, "{} printed as {}", text, printed);
    }

    #[test]
    fn a_condition_printed_and_parsed_again_is_the_same(text in condition_text(number_text())) {
        let tree = compile(&text, &Names).expect("the text is a condition");
        let again = compile(&tree.to_string(), &Names).expect("what is printed parses");
        prop_assert_eq!(tree, again);
    }

    #[test]
    fn no_text_breaks_the_parser(text in "[a-zA-Z0-9一-龥 ()（）\\[\\]+*/%<>=,，\"'.-]{0,40}") {
        if let Err(error) = compile(&text, &Names) {
            prop_assert!(text.is_char_boundary(error.offset), "{} at {}", text, error.offset);
        }
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn any_cells_are_read_and_scored_soundly(
        cells in prop::collection::vec((6..COLUMNS.len(), any_cell()), 0..80),
        outcomes in prop::collection::vec(prop::collection::vec(any_cell(), 5), 3),
        declared in prop::collection::vec(any_cell(), 23),
    ) {
        let mut one = Department::new("甲");
        for (place, cell) in cells {
            one.cells[place] = cell;
        }
        for (row, direction) in outcomes.into_iter().zip(["正向", "反向", "定性"]) {
            one = one.outcome(&format!("方向={direction}"));
            let cells = one.outcomes.last_mut().expect("the row just added");
            for (place, cell) in (4..).zip(row) {
                // The direction is spoilt only where the cell is a word.
                if place > 4 || matches!(cell, Cell::Text(_)) {
                    cells[place] = cell;
                }
            }
        }
        one.declared = Some(declared);
        let read = read_back(&Input::of([one, Department::new("乙")]));
        for missing in [Missing::Hold, Missing::Zero, Missing::Declared] {
            let scored = Scored::of_workbook(read.clone(), &Run::missing(missing));
            let scored = scored.expect("departments");
            assert_sound(&scored, rule_book(Edition::Default));
            if missing == Missing::Declared {
                sheets::annotated(&scored.evaluation).expect("an annotated workbook");
            }
        }
    }

    #[test]
    fn any_cells_in_place_of_names_years_and_headers_break_nothing(
        cells in prop::collection::vec((0..4_usize, 0..6_usize, any_cell()), 0..12),
        headers in prop::collection::vec((0..COLUMNS.len(), any_cell()), 0..3),
    ) {
        let mut input = Input::of(["甲", "乙", "丙"].map(Department::new));
        for (place, cell) in headers {
            input.data().rows[0][place] = cell;
        }
        for (row, place, cell) in cells {
            input.data().rows[row][place] = cell;
        }
        // There may be several years, or no header left: that is told, not panicked at.
        if let Ok(scored) = Scored::of_workbook(read_back(&input), &Run::default()) {
            assert_sound(&scored, rule_book(Edition::Default));
        }
    }

    #[test]
    fn the_order_of_rows_changes_no_score_and_no_rank(
        departments in departments(),
        seed in any::<prop::sample::Index>(),
    ) {
        let mut turned = departments.clone();
        turned.rotate_left(seed.index(departments.len()));
        turned.reverse();
        let run = Run::missing(Missing::Zero);
        let (first, second) = (Input::of(departments.clone()).score_as(&run), Input::of(turned).score_as(&run));
        assert_sound(&first, rule_book(Edition::Default));
        for index in 0..departments.len() {
            let name = format!("部门{index}");
            prop_assert_eq!(first.department(&name).1, second.department(&name).1);
            prop_assert_eq!(first.rank(&name), second.rank(&name));
        }
    }

    #[test]
    fn scoring_twice_gives_the_same(departments in departments()) {
        let input = Input::of(departments);
        let (first, second) = (input.score(), input.score());
        prop_assert_eq!(&first.evaluation.cards, &second.evaluation.cards);
        prop_assert_eq!(&first.evaluation.problems, &second.evaluation.problems);
        prop_assert_eq!(&first.evaluation.ranking, &second.evaluation.ranking);
        let annotated = |scored: &Scored| sheets::annotated(&scored.evaluation).expect("a workbook");
        prop_assert!(annotated(&first) == annotated(&second), "the annotated workbooks differ");
    }
}

/// An input by way of a file: no cell may be lost or broken there.
fn read_back(input: &Input) -> jixiao::workbook::Workbook {
    crate::support::written::read(&input.bytes())
}

/// A fixture's bytes with some of them changed, and cut.
fn spoilt_file() -> impl Strategy<Value = Vec<u8>> {
    let files = [
        "clean.xlsx",
        "formulas-saved-by-libreoffice.ods",
        "formulas-saved-by-libreoffice.xls",
    ]
    .map(|name| {
        let path = format!("{}/tests/fixtures/messy/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(path).expect("the fixture")
    });
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12);
    let kept = prop_oneof![3 => Just(None), 1 => any::<prop::sample::Index>().prop_map(Some)];
    (prop::sample::select(files.to_vec()), changes, kept).prop_map(|(mut bytes, changes, kept)| {
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(kept.map_or(bytes.len(), |kept| kept.index(bytes.len())));
        bytes
    })
}

/// A workbook with some bytes of one part changed.
fn spoilt_part() -> impl Strategy<Value = Vec<u8>> {
    let bytes = Input::of([Department::new("甲").outcome("方向=定性")]).bytes();
    let text = "[<>/=\" a-z0-9A-Z&;'甲]{0,6}";
    let edits = prop::collection::vec((any::<prop::sample::Index>(), text, 0_usize..9), 1..6);
    let parts = vec![
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
    ];
    (prop::sample::select(parts), edits).prop_map(move |(part, edits)| {
        let mut package = crate::support::recalculate::package::Package::open(&bytes);
        let mut text: Vec<char> = package.text(part).chars().collect();
        for (place, new, old) in edits {
            let from = place.index(text.len());
            let to = (from + old).min(text.len());
            text.splice(from..to, new.chars());
        }
        package.replace(part, text.into_iter().collect());
        package.into_bytes()
    })
}

/// Reads whatever bytes, and scores what can be read.
fn read_and_score(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("甲.xlsx");
    std::fs::write(&path, bytes).expect("the folder can be written");
    match Scored::of_file(&path, &Run::missing(Missing::Zero)) {
        Ok(scored) => assert_sound(&scored, rule_book(Edition::Default)),
        Err(error) => assert!(!error.contains("panicked"), "{error}"),
    }
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn any_bytes_are_read_or_refused(start in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<"]), rest in prop::collection::vec(any::<u8>(), 0..2000)) {
        read_and_score(&[start, &rest].concat());
    }

    #[test]
    fn any_spoilt_file_is_read_or_refused(bytes in spoilt_file()) {
        read_and_score(&bytes);
    }

    #[test]
    fn any_spoilt_part_is_read_or_refused(bytes in spoilt_part()) {
        read_and_score(&bytes);
    }

    #[test]
    fn any_text_is_a_rule_book_or_has_findings(text in "[a-z\\[\\]=\"\n.0-9{},# 甲]{0,200}") {
        let loaded = jixiao::rulebook::library::load_text("甲.toml", &text);
        prop_assert!(loaded.book.is_some() || !loaded.findings.is_empty());
    }

    #[test]
    fn what_is_shown_of_any_text_can_be_seen(text in any::<String>()) {
        use jixiao::visible_text::{is_unseen, shortened, visible};
        for shown in [visible(&text), shortened(&text)] {
            prop_assert!(!shown.contains(is_unseen), "{:?}", shown);
        }
        prop_assert_eq!(visible(&visible(&text)), visible(&text));
    }
}
