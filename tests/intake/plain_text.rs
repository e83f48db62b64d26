//! CSV and its like: encodings, delimiters, quotes, and what is refused because figures might stand in other
//! columns than they should.

use encoding_rs::GB18030;

use crate::support::scored::told;
use crate::support::{COLUMNS, Cell, Department, Run, Scored, column};

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Formatted(number, _) => format!("{}%", number * 100.0),
        other => panic!("no text for {other:?}"),
    }
}

/// A table of departments, each cell between quotes where it must be.
fn table(departments: &[Department], delimiter: &str) -> String {
    let header: Vec<String> = COLUMNS.iter().map(|(name, _)| (*name).into()).collect();
    let rows = departments
        .iter()
        .map(|one| one.cells.iter().map(text_of).collect());
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    let quoted = |cell: &String| match cell.contains(['"', '\n']) || cell.contains(delimiter) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    rows.iter()
        .map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(delimiter) + "\r\n")
        .collect()
}

fn gbk(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

fn try_file(name: &str, bytes: &[u8]) -> Result<Scored, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    Scored::of_file(&path, &Run::default())
}

fn scored(name: &str, bytes: &[u8]) -> Scored {
    try_file(name, bytes).unwrap()
}

/// What was said about how the file was read.
fn reading(scored: &Scored) -> Vec<String> {
    let problems = scored.evaluation.problems.iter();
    problems
        .filter(|one| one.code == "H11")
        .map(|one| format!("{} {}", told(one), one.message()))
        .collect()
}

fn departments() -> [Department; 2] {
    [
        Department::new("示例市教育局")
            .with("部门编码='0101; 实际采购金额=95; 三公经费实际支出=9.5"),
        Department::new("示例市文化局").with("部门编码='0102; 四季度末支出进度=97.71%; 满意度=88%"),
    ]
}

#[test]
fn every_encoding_and_delimiter_reads_as_the_workbook_does() {
    let twin = crate::support::Input::of(departments()).score();
    for (delimiter, word) in [
        (",", "逗号"),
        (";", "分号"),
        ("\t", "制表符"),
        ("|", "竖线"),
    ] {
        let text = table(&departments(), delimiter);
        let utf16: Vec<u8> = std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        for (bytes, encoding) in [
            (text.clone().into_bytes(), "UTF-8"),
            (format!("\u{feff}{text}").into_bytes(), "UTF-8（带 BOM）"),
            (gbk(&text), "GBK（GB18030）"),
            (utf16, "UTF-16"),
        ] {
            let scored = scored("2021年数据.csv", &bytes);
            assert_eq!(
                reading(&scored),
                [format!(
                    "info H11 基础数据!A1 文件是 CSV 文本：编码 {encoding}，分隔符为{word}"
                )]
            );
            assert_eq!(scored.problems().len(), 1, "{:?}", scored.problems());
            for name in ["示例市教育局", "示例市文化局"] {
                assert_eq!(scored.total(name), twin.total(name), "{encoding} {word}");
            }
        }
    }
}

#[test]
fn figures_in_texts_are_understood_as_ever() {
    let department = Department::new("示例市教育局")
        .with("部门编码='00123; 政府采购计划金额='1,234.56; 实际采购金额='￥1,200.00")
        .with("部门预算总规模='12,345,678.00 元; 满意度='95.5%; 在编人数='100人")
        .with_cell("填报人", Cell::text("张三\n（代）"));
    let scored = scored("表.csv", &gbk(&table(&[department], ",")));
    let record = &scored.evaluation.dataset.records[0];
    assert_eq!(record.code.as_deref(), Some("00123"));
    for (name, figure) in [
        ("政府采购计划金额", "1234.56"),
        ("实际采购金额", "1200"),
        ("部门预算总规模", "1234.5678"),
        ("满意度", "0.955"),
        ("在编人数", "100"),
        ("核定编制数", "100"),
        ("三公经费实际支出", "8"),
        ("一季度末支出进度", "0.25"),
        ("填报人", "张三\n（代）"),
    ] {
        assert_eq!(scored.figure(0, name), figure, "{name}");
    }
    assert_eq!(scored.evaluation.cards.len(), 1);
}

#[test]
fn codes_written_as_formulas_keep_their_zeros() {
    let text = table(&departments(), ",").replacen("0101", "=\"0101\"", 1);
    let text = text.replacen("0102", "\"=\"\"0102\"\"\"", 1);
    let scored = scored("表.csv", text.as_bytes());
    let records = scored.evaluation.dataset.records.iter();
    let codes: Vec<Option<&str>> = records.map(|one| one.code.as_deref()).collect();
    assert_eq!(codes, [Some("0101"), Some("0102")]);
}

#[test]
fn rows_keep_their_numbers_and_what_stands_around_the_table() {
    let mut department = departments()[0].clone();
    department.cells[column("满意度")] = Cell::text("很满意");
    let text = format!(
        "示例市 2021 年数据\r\n\r\n{}\r\n制表：张三,审核：李四\r\n",
        table(&[department], ",")
    );
    let scored = scored("表.csv", text.as_bytes());
    let errors: Vec<String> = scored.data_problems();
    assert_eq!(errors, ["error V02 BK4", "info H11 A1", "info R01 A6"]);
}

#[test]
fn a_text_under_the_name_of_a_workbook_is_read_and_told() {
    for name in ["表.xlsx", "表.XLS", "表.et"] {
        let scored = scored(name, &gbk(&table(&departments(), ",")));
        let told = reading(&scored);
        assert!(
            told[0].starts_with("warning H11 基础数据!A1 文件名像工作簿，内容其实是 CSV 文本"),
            "{told:?}"
        );
        assert_eq!(scored.evaluation.cards.len(), 2);
    }
}

#[test]
fn what_could_stand_in_another_column_is_refused() {
    let good = table(&departments(), ",");
    let lines: Vec<&str> = good.lines().collect();
    let with = |from: &str, to: &str| good.replacen(from, to, 1).into_bytes();
    let ambiguous: String = lines
        .iter()
        .map(|line| format!("{line};{}\n", line.replace(',', ";")))
        .collect();
    for (what, bytes, words) in [
        (
            "thousands without quotes",
            with("100,95,", "1,234.56,95,"),
            "第 2 行有 64 格，而表头（第 1 行）有 63 格",
        ),
        (
            "a cell too few",
            with("0101,", ""),
            "第 2 行有 62 格，而表头（第 1 行）有 63 格",
        ),
        (
            "a quote that is never closed",
            with("示例市教育局", "\"示例市教育局"),
            "第 2 行有一格的引号没有配对",
        ),
        (
            "a quote closed too early",
            with("示例市教育局", "\"示例市\"教育局"),
            "第 2 行有一格在引号的前面或后面还有别的内容",
        ),
        (
            "broken bytes",
            [gbk(&good), b"\xB5\xFF\x81\n".to_vec()].concat(),
            "第 4 行有无法识别的字符：既不是 UTF-8 编码，也不是 GBK 编码",
        ),
        (
            "two encodings in one file",
            [good.clone().into_bytes(), gbk("示例市体育局"), vec![0xFF]].concat(),
            "第 4 行有无法识别的字符",
        ),
        ("nothing Chinese", gbk("支;a\n"), "两种编码都读得通"),
        ("two delimiters", ambiguous.into_bytes(), "无法确定是哪一种"),
    ] {
        let Err(refused) = try_file("表.csv", &bytes) else {
            panic!("{what} was read");
        };
        assert!(refused.contains(words), "{what}: {refused}");
        assert!(refused.contains("表.csv”是文本（CSV），没有读取") && refused.contains("请"));
    }
}

#[test]
fn blank_cells_beyond_the_header_do_no_harm() {
    let text = table(&departments(), ",").replace("\r\n", ",,\r\n");
    let text = text.replacen("满意度,,", "满意度", 1);
    assert_eq!(scored("表.csv", text.as_bytes()).problems().len(), 1);
}
