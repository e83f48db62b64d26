//! Drafting a rule book from an authority's table. The texts of the table are shortened to the figures, terms and turns
//! of phrase that scoring goes by; how much of it comes out as the shipped rule book has it is the measure.

use jixiao::rulebook::FindingLevel;
use jixiao::rulebook::draft::{Draft, draft, propose};
use jixiao::rulebook::library::{self, BUILT_IN, load_bytes, load_text, load_workbook};
use jixiao::rulebook::tree::{Node, Table, Value, meaning};
use jixiao::sheets;
use jixiao::workbook::{Bounds, Source, Workbook, read, read_tables};
use rust_decimal::Decimal;

const SHENZHEN: &str = include_str!("../fixtures/指标表.csv");
/// The other report's table: one edition later, with other spaces and signs, a row cut in two, and three rows whose cells
/// slipped to the left as the table was taken out of its document.
const SLIPPED: &str = include_str!("../fixtures/指标表-错位.csv");

fn opened(name: &str, bytes: &[u8]) -> Workbook {
    let source = Source::Bytes {
        name: name.into(),
        bytes: bytes.to_vec().into(),
    };
    read(&source, &Bounds::default()).unwrap()
}

fn shenzhen() -> Draft {
    draft(&opened("指标表.csv", SHENZHEN.as_bytes())).unwrap()
}

fn shipped() -> Table {
    load_text("规则.toml", BUILT_IN[0].1).tree.unwrap()
}

/// What scores: each item's shape, and every number that it scores with, in order.
fn items(indicator: &Table) -> Vec<(String, Vec<String>)> {
    let read = indicator.tables("items").into_iter().map(|item| {
        let mut numbers = Vec::new();
        for key in [
            "points",
            "over",
            "under",
            "per",
            "each",
            "bands",
            "scores",
            "periods",
            "mean_points",
        ] {
            if let Some(node) = item.get(key) {
                collect(node, &mut numbers);
            }
        }
        (item.text("shape").unwrap().to_string(), numbers)
    });
    read.collect()
}

fn collect(node: &Node, numbers: &mut Vec<String>) {
    match &node.value {
        Value::Number(number) => numbers.push(number.normalize().to_string()),
        Value::Text(text) if text.contains('%') => numbers.push(text.clone()),
        Value::List(list) => list.iter().for_each(|one| collect(one, numbers)),
        Value::Table(table) => {
            let mut entries: Vec<_> = table.entries.iter().collect();
            // The texts of a choice stand in order; other keys in any.
            if table.get("points").is_some() {
                entries.sort_by_key(|entry| entry.key.clone());
            }
            entries
                .into_iter()
                .for_each(|entry| collect(&entry.node, numbers));
        }
        _ => {}
    }
}

#[test]
fn levels_and_points_are_taken_as_they_are() {
    let (draft, shipped) = (shenzhen(), shipped());
    let levels = |tree: &Table| {
        let mut numbers = Vec::new();
        collect(tree.get("framework").unwrap(), &mut numbers);
        numbers
    };
    assert_eq!(levels(&draft.tree), levels(&shipped));
    let indicators = |tree: &Table| -> Vec<String> {
        let told = tree.tables("indicators").into_iter();
        told.map(|one| {
            format!(
                "{:?} {:?} {:?}",
                one.text("name"),
                one.get("under"),
                one.get("points")
            )
        })
        .collect()
    };
    assert_eq!(indicators(&draft.tree), indicators(&shipped));
}

/// The same table in the ways in which it comes: in a Word document with merged cells, cut at the ends of pages, and
/// pasted as text.
#[test]
fn a_document_and_a_pasted_table_read_the_same() {
    let own = shenzhen();
    let pasted = SHENZHEN.replace(',', "\t");
    let documents = [
        ("指标表.docx", document(SHENZHEN)),
        ("粘贴.txt", pasted.into_bytes()),
    ];
    for (name, bytes) in documents {
        let source = Source::Bytes {
            name: name.into(),
            bytes: bytes.into(),
        };
        let workbook = read_tables(&source, &Bounds::default()).unwrap();
        let draft = draft(&workbook).unwrap();
        assert_eq!(meaning(&draft.tree), meaning(&own.tree), "{name}");
        assert_eq!(draft.skipped, own.skipped, "{name}");
    }
    // Data are not taken out of documents.
    let source = Source::Bytes {
        name: "指标表.docx".into(),
        bytes: document(SHENZHEN).into(),
    };
    assert!(read(&source, &Bounds::default()).is_err());
}

/// The table as a Word document: a table for each page, levels merged over their rows, every word in a run of its own.
fn document(csv: &str) -> Vec<u8> {
    let mut body = String::new();
    let mut pages: Vec<Vec<&str>> = vec![Vec::new()];
    for line in csv.lines() {
        if line.starts_with("评价指标") && !pages[0].is_empty() {
            pages.push(Vec::new());
        }
        pages.last_mut().unwrap().push(line);
    }
    for page in pages {
        body += "<w:tbl><w:tblGrid>";
        body += &"<w:gridCol/>".repeat(8);
        body += "</w:tblGrid>";
        for line in page {
            body += "<w:tr>";
            let cells: Vec<&str> = line.split(',').collect();
            let mut place = 0;
            while place < 8 {
                let text = cells.get(place).copied().unwrap_or_default();
                // The header's 一级指标 stands over two columns.
                let over = 1 + usize::from(text.ends_with("级指标") && place < 5);
                let merge = match text.is_empty() {
                    true => "<w:vMerge/>",
                    false => "<w:vMerge w:val=\"restart\"/>",
                };
                let runs: String = text
                    .replace('<', "&lt;")
                    .split_inclusive('；')
                    .map(|run| format!("<w:r><w:t xml:space=\"preserve\">{run}</w:t></w:r>"))
                    .collect();
                body += &format!(
                    "<w:tc><w:tcPr><w:gridSpan w:val=\"{over}\"/>{merge}</w:tcPr><w:p>{runs}</w:p></w:tc>"
                );
                place += over;
            }
            body += "</w:tr>";
        }
        body += "</w:tbl><w:p/>";
    }
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>".to_string(),
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>".to_string(),
        ),
        (
            "word/document.xml",
            format!("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"),
        ),
    ];
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = zip::write::SimpleFileOptions::default();
        package.start_file(name, options).unwrap();
        std::io::Write::write_all(&mut package, text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// The measure on the other report's table, against the edition that it goes by: rows that slipped are read where they
/// stand, and told.
#[test]
fn the_other_reports_table() {
    let draft = draft(&opened("指标表.csv", SLIPPED.as_bytes())).unwrap();
    let shipped = library::load("shenzhen-2021a").unwrap().tree.unwrap();
    let told = measured(&draft, &shipped);
    insta::assert_snapshot!(format!(
        "没有读成指标的行：{:?}\n错开一列的行：{:?}\n{told}",
        draft.skipped, draft.moved
    ));
}

/// The measure: of 21 indicators, how many come out with the shapes and numbers of the shipped rule book.
#[test]
fn how_much_comes_out_as_the_shipped_rule_book_has_it() {
    insta::assert_snapshot!(measured(&shenzhen(), &shipped()));
}

/// How many indicators come out as a shipped rule book has them.
fn measured(draft: &Draft, shipped: &Table) -> String {
    let (mut shapes, mut whole, mut differs) = (0, 0, String::new());
    let all = draft.tree.tables("indicators");
    for shipped in shipped.tables("indicators") {
        let same = |own: &&&Table| own.text("name") == shipped.text("name");
        let Some(own) = all.iter().find(same) else {
            differs += &format!("{}：没有\n", shipped.text("name").unwrap());
            continue;
        };
        let (own_items, shipped_items) = (items(own), items(shipped));
        // A column of points is an item, or one of several in an item.
        let merged = |items: &[(String, Vec<String>)]| -> Vec<String> {
            let mut shapes: Vec<String> = items.iter().map(|(shape, _)| shape.clone()).collect();
            shapes.dedup_by(|a, b| a == "points" && b == "points");
            shapes
        };
        let numbers = |items: &[(String, Vec<String>)]| -> Vec<Vec<String>> {
            let computed = items.iter().filter(|(shape, _)| shape != "points");
            computed.map(|(_, numbers)| numbers.clone()).collect()
        };
        let same_shapes = merged(&own_items) == merged(&shipped_items);
        let same = same_shapes && numbers(&own_items) == numbers(&shipped_items);
        shapes += usize::from(same_shapes);
        whole += usize::from(same);
        if !same {
            let name = own.text("name").unwrap();
            differs += &format!("{name}：{own_items:?} / {shipped_items:?}\n");
        }
    }
    format!("形式相同 {shapes}，形式和数字都相同 {whole}，共 21\n{differs}")
}

#[test]
fn a_draft_does_not_score_before_every_item_is_confirmed() {
    let draft = shenzhen();
    let loaded = load_bytes("草稿.xlsx", &sheets::rules(&draft.tree).unwrap()).unwrap();
    assert!(loaded.book.is_none());
    let unconfirmed = |message: &str| message.contains("还没有确认");
    let found = loaded
        .findings
        .iter()
        .filter(|one| unconfirmed(&one.message))
        .count();
    let items: usize = draft.indicators.iter().map(|(_, items)| items.len()).sum();
    assert_eq!(found, items);
    let others = loaded
        .findings
        .iter()
        .filter(|one| one.level == FindingLevel::Error && !unconfirmed(&one.message));
    let others: Vec<String> = others.map(|one| one.message.clone()).collect();
    assert_eq!(others, ["“年度”没有填"]);
}

/// Confirmed and with a year it is a rule book.
#[test]
fn a_confirmed_draft_is_a_rule_book() {
    let mut tree = shenzhen().tree;
    tree.set("year", Node::new(Value::Number(Decimal::from(2024))));
    let mut workbook = opened("草稿.xlsx", &sheets::rules(&tree).unwrap());
    let sheet = workbook
        .sheets
        .iter_mut()
        .find(|sheet| sheet.name == "计分")
        .unwrap();
    // 已确认 is filled as the column of kinds is: in every row.
    let (header, column) = sheet
        .rows
        .iter()
        .find_map(|row| {
            let cell = row.cells.iter().find(|cell| cell.value == text("已确认"))?;
            Some((row.index, cell.column))
        })
        .unwrap();
    for row in sheet.rows.iter_mut().filter(|row| row.index > header) {
        let mut cell = row.cells[0].clone();
        (cell.column, cell.value) = (column, text("是"));
        row.cells.push(cell);
        row.cells.sort_by_key(|cell| cell.column);
    }
    let loaded = load_workbook("草稿.xlsx", &workbook);
    let told: Vec<&str> = loaded
        .findings
        .iter()
        .map(|one| one.message.as_str())
        .collect();
    let book = loaded.book.unwrap_or_else(|| panic!("{told:?}"));
    assert_eq!(
        (book.indicators.len(), book.points),
        (21, Decimal::ONE_HUNDRED)
    );
}

fn text(text: &str) -> jixiao::workbook::CellValue {
    jixiao::workbook::CellValue::Text(text.into())
}

/// A table as it comes out of a published report that a program turned into text: prose around it, tags and TeX's signs
/// in the texts, rows that end early, a text that went on on the next page, a row whose standard stands before its
/// column, one that belongs to no indicator.
#[test]
fn a_table_out_of_a_report() {
    let report = "四、评分情况\n\n\
        一级指标\t分值\t二级指标\t分值\t三级指标\t分值\t指标说明\t评分标准\t分数\n\
        管理\t40\t资金\t20\t控制率\t10\t<p>看控制。</p>\t<p>控制率=支出数/预算数×100%</p> <p>(1) 控制率&lt;90%的，得10分；</p>\t8\n\
        \t\t\t\t\t\t<p>(2) 90%≤控制率≤100%的，得5分；</p> <p>(3) 控制率&gt;100%的，得0分。</p>\n\
        \t\t\t\t满意度\t10\t看满意。\t1. 满意度 $\\geq$ 95%的，得10分； 2. 满意度 $<$ 95%的，得4分。\t10\n\
        \t\t\t\t\t\t1. 不知是谁的（1分）。\n\
        \t\t项目\t及时性\t20\t看及时。\t得分=已完成项目数/计划项目数×20分\t20\n\
        绩效\t60\t效果\t60\t重点工作\t60\t一项没有完成扣4分，扣完为止。\t56\n\
        综合评分\t\t\t\t\t\t94\n";
    let source = Source::Bytes {
        name: "报告.txt".into(),
        bytes: report.as_bytes().into(),
    };
    let draft = draft(&read_tables(&source, &Bounds::default()).unwrap()).unwrap();
    let mut told = format!("错开：{:?}　没有读成：{:?}\n", draft.moved, draft.skipped);
    for (indicator, items) in &draft.indicators {
        told += &format!(
            "{}／{}／{} {} 分\n说明：{}\n标准：{}\n",
            indicator.first,
            indicator.second,
            indicator.name,
            indicator.points,
            indicator.about,
            indicator.criteria.replace('\n', "⏎")
        );
        for item in items {
            told += &format!("  {} 分 {:?}\n", item.points, item.shape);
        }
    }
    insta::assert_snapshot!(told);
    // Data are not read so: a row that ends early may have lost a cell.
    assert!(read(&source, &Bounds::default()).is_err());
}

/// A row that is no indicator of the table's is told, not dropped.
#[test]
fn rows_that_are_not_understood_are_told() {
    let spoiled = SHENZHEN.replace("固定资产利用率,1,", "固定资产利用率,,");
    let draft = draft(&opened("指标表.csv", spoiled.as_bytes())).unwrap();
    assert_eq!((draft.indicators.len(), draft.skipped.len()), (20, 1));
    assert!(shenzhen().skipped.is_empty());
}

/// Other places' turns of phrase.
#[test]
fn texts_of_other_places() {
    let mut told = String::new();
    for (name, points, text) in [
        (
            "财政供养人员控制率",
            5,
            "≤100%的，得5分；每超出一个百分点扣0.5分，扣完为止。",
        ),
        (
            "重点支出安排率",
            5,
            "重点支出安排率≥90%的，得5分；90%＞重点支出安排率≥80%的，得4分；重点支出安排率＜80%的，得0分。",
        ),
        (
            "预算完成率",
            5,
            "预算完成率100%的得满分，每低5%扣2分，扣完为止。",
        ),
        ("资金使用合规性", 3, "发现一处不合规的扣1分，扣完为止。"),
        (
            "管理制度健全性",
            3,
            "（1）有制度（1分）；（2）制度合规完整（1分）；（3）有效执行（1分）。",
        ),
        ("基础信息完善性", 2, "按基础信息是否真实、完整、准确评定。"),
    ] {
        told += &format!("{name}\n");
        for item in propose(text, name, Decimal::from(points)) {
            told += &format!("  {} 分 {:?}\n", item.points, item.shape);
        }
    }
    insta::assert_snapshot!(told);
}
