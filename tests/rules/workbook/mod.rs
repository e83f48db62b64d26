//! A rule book as a workbook: both ways without loss, a change takes one cell, findings at cells and in the words of
//! the sheets.

/// A cell of a rule book that was changed: what it says then, or what is told at the cell.
mod changed;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jixiao::address::Address;
use jixiao::rulebook::library::{BUILT_IN, as_toml, load_bytes, load_text, load_workbook};
use jixiao::rulebook::tables::layout::SHEETS;
use jixiao::rulebook::tree::{Table, meaning};
use jixiao::rulebook::{Finding, FindingLevel, Place, RuleBook, library};
use jixiao::sheets;
use jixiao::workbook::{Bounds, Cell, CellValue, Row, Sheet, Source, Workbook, read};
use proptest::prelude::*;

fn books(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/rulebooks")
        .join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.iter().map(read).collect()
}

/// Every rule book that can be used.
fn good() -> Vec<(String, String)> {
    let built_in = BUILT_IN
        .iter()
        .map(|(id, text)| (id.to_string(), text.to_string()));
    built_in.chain(books("good")).collect()
}

fn opened(bytes: Vec<u8>) -> Workbook {
    let source = Source::Bytes {
        name: "规则.xlsx".into(),
        bytes: bytes.into(),
    };
    read(&source, &Bounds::default()).unwrap()
}

fn content(sheet: &Sheet, at: Address) -> String {
    match sheet.cell(at).map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => text.to_string(),
        Some(CellValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn as_workbook(tree: &Table) -> Workbook {
    opened(sheets::rules(tree).unwrap())
}

fn tree(text: &str) -> Table {
    load_text("规则.toml", text).tree.unwrap()
}

/// The cell beside, or under a header: `sheet`, what stands in its row, the header.
fn find(workbook: &Workbook, name: &str, row_says: &[&str], header: &str) -> Address {
    let sheet = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == name)
        .unwrap();
    let says = |row: &Row, text: &str| {
        row.cells
            .iter()
            .any(|cell| content(sheet, Address::new(row.index, cell.column)) == text)
    };
    let titles = sheet.rows.iter().find(|row| says(row, header)).unwrap();
    let column = titles
        .cells
        .iter()
        .find(|cell| content(sheet, Address::new(titles.index, cell.column)) == header);
    let row = sheet
        .rows
        .iter()
        .find(|row| row_says.iter().all(|text| says(row, text)));
    Address::new(row.unwrap().index, column.unwrap().column)
}

/// Fills in one cell.
fn fill(workbook: &mut Workbook, name: &str, at: Address, value: CellValue) {
    let sheet = workbook
        .sheets
        .iter_mut()
        .find(|sheet| sheet.name == name)
        .unwrap();
    let place = sheet.rows.iter().position(|row| row.index == at.row);
    let place = place.unwrap_or_else(|| {
        sheet.rows.push(Row {
            index: at.row,
            ..Row::default()
        });
        sheet.rows.len() - 1
    });
    let cells = &mut sheet.rows[place].cells;
    cells.retain(|cell| cell.column != at.column);
    let cell = Cell {
        column: at.column,
        value,
        format: None,
        formula: false,
    };
    cells.push(cell);
    cells.sort_by_key(|cell| cell.column);
}

fn text(text: &str) -> CellValue {
    CellValue::Text(text.into())
}

fn told(findings: &[Finding]) -> String {
    let told = findings.iter().map(|finding| {
        let place = match finding.at.place() {
            Place::Cell(cell) => format!("{} {}", cell.sheet, cell.at),
            other => format!("{other:?}"),
        };
        let level = match finding.level {
            FindingLevel::Error => "错误",
            FindingLevel::Warning => "警告",
        };
        let hint = finding
            .hint
            .as_ref()
            .map_or_else(String::new, |hint| format!(" 建议：{hint}"));
        format!("{level} {place}：{}{hint}\n", finding.message)
    });
    told.collect()
}

#[test]
fn to_a_workbook_and_back_says_the_same() {
    for (name, text) in good() {
        let own = load_text("规则.toml", &text);
        let tree = own.tree.unwrap();
        let bytes = sheets::rules(&tree).unwrap();
        let back = load_bytes("规则.xlsx", &bytes).unwrap();
        assert!(back.book.is_some(), "{name}: {}", told(&back.findings));
        assert_eq!(
            back.findings.len(),
            own.findings.len(),
            "{name}: {}",
            told(&back.findings)
        );
        let back = back.tree.unwrap();
        assert_eq!(
            meaning(&back),
            meaning(&tree),
            "{name}:\n{}",
            as_toml(&back)
        );
        let again = load_text("又.toml", &as_toml(&back));
        assert_eq!(meaning(&again.tree.unwrap()), meaning(&tree), "{name}");
        // No row was kept in 其他, where nobody can change it.
        assert!(!has_other(&opened(bytes)), "{name}");
    }
}

/// Whether something stands in 其他.
fn has_other(workbook: &Workbook) -> bool {
    let mut cells = workbook.sheets.iter().flat_map(|sheet| {
        let rows = sheet.rows.iter();
        rows.flat_map(|row| {
            row.cells
                .iter()
                .map(|cell| content(sheet, Address::new(row.index, cell.column)))
        })
    });
    cells.any(|text| text == "其他")
}

/// A header is one column, and a column one key.
#[test]
fn no_header_stands_twice_on_a_sheet() {
    for shape in SHEETS.into_iter().filter(|shape| shape.name != "说明") {
        let columns: Vec<_> = shape.columns.iter().chain(shape.more).collect();
        let headers: BTreeSet<&str> = columns.iter().map(|column| column.header).collect();
        let keys: BTreeSet<&str> = columns.iter().map(|column| column.key).collect();
        assert_eq!(
            (headers.len(), keys.len()),
            (columns.len(), columns.len()),
            "{}",
            shape.name
        );
    }
}

/// What goes with a built-in rule book for questions comes along when it is exported, and does not make it another one.
#[test]
fn a_built_in_rule_book_takes_its_readings_along() {
    for (id, text) in BUILT_IN {
        let own = load_text(id, text);
        let exported = load_bytes(
            "规则.xlsx",
            &sheets::rules(own.tree.as_ref().unwrap()).unwrap(),
        );
        let exported = exported.unwrap();
        assert!(
            exported.findings.is_empty(),
            "{id}: {}",
            told(&exported.findings)
        );
        let (own, exported) = (own.book.unwrap(), exported.book.unwrap());
        assert_eq!(own.digest, exported.digest, "{id}");
        assert_eq!(own.changes_to(&exported), [], "{id}");
        let readings = |book: &RuleBook| -> Vec<String> {
            let indicators = book.indicators.iter();
            let all = indicators.flat_map(|one| &one.alternatives);
            all.map(|one| {
                format!(
                    "{} {} {:?} {:?}",
                    one.name, one.reason, one.settled, one.expr
                )
            })
            .collect()
        };
        assert_eq!(readings(&own), readings(&exported), "{id}");
        let latitude = |book: &RuleBook| -> Vec<String> {
            let metrics = book.metrics.iter();
            metrics.map(|one| format!("{:?}", one.latitude)).collect()
        };
        assert_eq!(latitude(&own), latitude(&exported), "{id}");
    }
    let own = load_text(BUILT_IN[0].0, BUILT_IN[0].1).book.unwrap();
    assert!(
        own.indicators
            .iter()
            .any(|one| !one.alternatives.is_empty())
    );
}

/// A clerk finds the columns that a rule book does not use, and fills in one of them; adds a reading; and is told where
/// a slip is.
#[test]
fn what_is_seldom_used_can_be_added() {
    let mut workbook = as_workbook(&tree(BUILT_IN[0].1));
    let at = find(&workbook, "数据项", &["会计核算规范性"], "评定可差几分");
    fill(&mut workbook, "数据项", at, CellValue::Number(0.2));
    let last = |workbook: &Workbook, name: &str| {
        let sheet = workbook.sheets.iter().find(|sheet| sheet.name == name);
        sheet.unwrap().rows.last().unwrap().index + 1
    };
    let row = last(&workbook, "争议读法");
    let place = |workbook: &Workbook, name: &str, header: &str, row: u32| {
        Address::new(row, find(workbook, name, &[header], header).column)
    };
    for (header, value) in [
        ("指标", "项目完成及时性"),
        ("读法名称", "每少一个扣一分"),
        ("理由", "标准没有写按比例。"),
    ] {
        let at = place(&workbook, "争议读法", header, row);
        fill(&mut workbook, "争议读法", at, text(value));
    }
    let row = last(&workbook, "计分");
    for (header, value) in [
        ("指标", text("项目完成及时性")),
        ("争议读法", text("每少一个扣一分")),
        ("评分形式", text("扣分")),
        ("计算式", text("计划完成项目数 - 按时完成项目数")),
        ("分值", CellValue::Number(6.0)),
        ("每步扣分", CellValue::Number(1.0)),
    ] {
        let at = place(&workbook, "计分", header, row);
        fill(&mut workbook, "计分", at, value);
    }
    let loaded = load_workbook("规则.xlsx", &workbook);
    let book = loaded
        .book
        .as_ref()
        .unwrap_or_else(|| panic!("{}", told(&loaded.findings)));
    let own = book
        .indicators
        .iter()
        .find(|one| one.name == "项目完成及时性")
        .unwrap();
    assert_eq!(own.alternatives[0].name, "每少一个扣一分");
    let metric = book
        .metrics
        .iter()
        .find(|one| one.name() == "会计核算规范性")
        .unwrap();
    assert_eq!(metric.latitude.tolerance, Some("0.2".parse().unwrap()));
    // Slips in it.
    let mut all = String::new();
    for (header, value) in [
        ("争议读法", text("每少一个扣1分")),
        ("分值", CellValue::Number(5.0)),
        ("计算式", text("计划完成项目 - 按时完成项目数")),
        ("指标", text("")),
    ] {
        let mut workbook = workbook.clone();
        let at = place(&workbook, "计分", header, row);
        fill(&mut workbook, "计分", at, value);
        let loaded = load_workbook("规则.xlsx", &workbook);
        assert!(loaded.book.is_none());
        all += &format!("{header}\n{}\n", told(&loaded.findings));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_built_in_rule_book_is_the_same_one_as_a_workbook() {
    for (id, text) in BUILT_IN {
        let own = load_text(id, text).book.unwrap();
        let back = load_workbook("规则.xlsx", &as_workbook(&tree(text)))
            .book
            .unwrap();
        assert!(!back.altered, "{id}");
        assert_eq!(back.digest, own.digest, "{id}");
        let scores = |book: &RuleBook| -> Vec<(String, String)> {
            let told = book.indicators.iter();
            told.map(|one| (one.criteria.clone(), format!("{:?}", one.expr)))
                .collect()
        };
        assert_eq!(scores(&back), scores(&own), "{id}");
    }
}

#[test]
fn a_workbook_of_data_is_no_rule_book() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/小样-2021.xlsx");
    let error = library::load(sample.to_str().unwrap()).unwrap_err();
    assert!(error.to_string().contains("不是规则书"), "{error}");
}

/// A text as somebody may put it into a cell: with the signs that lists, quotations and TOML use.
fn any_text() -> impl Strategy<Value = String> {
    "[甲乙；;、\"'“”\\\\{}\\[\\]=,. a1%\n-]{1,12}"
        .prop_filter("not blank", |text| !text.trim().is_empty())
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Texts, lists, numbers and bands of any kind come back from a workbook.
    #[test]
    fn any_texts_and_figures_come_back(
        aliases in proptest::collection::vec(any_text(), 0..4),
        help in any_text(),
        message in any_text(),
        points in 1_u32..100_000,
        edges in proptest::collection::btree_set(1_u32..2_000, 1..6),
        falling in any::<bool>(),
        percent in any::<bool>(),
        over in 0_u32..5_000,
        readings in proptest::collection::btree_map("[甲乙丙丁（）0-9]{1,6}", (any_text(), any::<bool>(), 0_usize..4), 0..4),
        (fixed, moves, step, tolerance) in (any::<bool>(), any::<bool>(), 1_u32..500, 1_u32..500),
    ) {
        let shown = |edge: u32| match percent {
            true => format!("{}%", f64::from(edge) / 10.0),
            false => format!("{}", f64::from(edge) / 1000.0),
        };
        let edges: Vec<String> = edges.into_iter().rev().map(shown).collect();
        let (own, other) = if falling { (">=", "<") } else { (">", "<=") };
        let mut bands = vec![format!("{own} {}", edges[0])];
        bands.extend(edges.windows(2).map(|pair| format!("{own} {}, {other} {}", pair[1], pair[0])));
        bands.push(format!("{other} {}", edges[edges.len() - 1]));
        let bands: Vec<String> = bands.iter().map(|when| format!("{{ when = {when:?}, points = 1 }}")).collect();
        let aliases: Vec<String> = aliases.iter().map(|alias| quoted(alias)).collect();
        // Items of other readings: those of every sheet that has rows of items.
        let items = [
            format!("{{ shape = \"bands\", rate = \"数\", bands = [{}] }}", bands.join(", ")),
            format!(
                "{{ shape = \"deduction\", measure = \"数\", each = 1, veto = [{{ when = \"数 > 1\", note = {0} }}], nothing = {{ total = \"数\", part = \"数\", points = 1, note = {0} }} }}",
                quoted(&message)
            ),
            "{ shape = \"periods\", best_of = \"择\", periods = [{ progress = \"数\", schedule = \"50%\", points = 1 }, { progress = \"数\", schedule = \"100%\", points = 2 }] }".to_string(),
        ];
        let readings = readings.iter().map(|(name, (reason, settled, items_of))| {
            let settled = if *settled { format!("settled = {}, ", quoted(reason)) } else { String::new() };
            let own = match items_of {
                0 => "rows_uncapped = true".to_string(),
                count => format!("items = [{}]", items[..*count].join(", ")),
            };
            format!("{{ name = {name:?}, reason = {}, {settled}{own} }}", quoted(reason))
        });
        let readings: Vec<String> = readings.collect();
        let latitude = format!(
            "fixed = {fixed}\nmoves = \"{}\"\nstep = {}\ntolerance = {}\n",
            if moves { "up" } else { "down" },
            f64::from(step) / 100.0,
            f64::from(tolerance) / 100.0,
        );
        let text = format!(
            "id = \"甲\"\npoints = {}\n[[metrics]]\nname = \"数\"\ntype = \"amount\"\nhelp = {}\naliases = [{}]\n{latitude}\
             [[framework]]\nname = \"一\"\nsecond = [{{ name = \"二\" }}]\n\
             [[indicators]]\nname = \"指标\"\nunder = [\"一\", \"二\"]\npoints = 0.1\nalternatives = [{}]\n\
             [[indicators.items]]\nshape = \"bands\"\nrate = \"数\"\nbands = [{}]\n\
             [[indicators.items]]\nshape = \"deduction\"\nmeasure = \"数\"\nover = \"{}%\"\neach = {}\n\
             [[checks]]\ncode = \"K1\"\nmessage = {}\n[[grades]]\nname = \"优\"\nmin = 0\n",
            f64::from(points) / 100.0,
            quoted(&help),
            aliases.join(", "),
            readings.join(", "),
            bands.join(", "),
            f64::from(over) / 100.0,
            f64::from(points) / 1000.0,
            quoted(&message),
        );
        let tree = tree(&text);
        // It is no whole rule book; its rows are read all the same.
        let back = load_workbook("规则.xlsx", &as_workbook(&tree)).tree;
        let back = back.expect("the rows are read");
        let mut back = back;
        // 表名 was not there: the usual names stand in.
        back.take("sheets");
        prop_assert_eq!(meaning(&back), meaning(&tree), "{}\n{}", text, as_toml(&back));
        // As TOML it is the same again, and nothing was kept where nobody can change it.
        let again = load_text("又.toml", &as_toml(&back)).tree.unwrap();
        prop_assert_eq!(meaning(&again), meaning(&back));
        prop_assert!(!has_other(&as_workbook(&tree)));
    }
}
