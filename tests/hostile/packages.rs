//! Packages: bombs, lies, corners, overlaps, cut short.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Chance, scaled, tried, try_bytes};
use crate::support::{Department, Folder, Input};

const HEAD: &str = "<?xml version=\"1.0\"?>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An xlsx of one sheet with this content, and further parts.
fn xlsx(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let relation = |kind: &str, target: &str| {
        format!(
            "{HEAD}<Relationships><Relationship Id=\"r1\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/_rels/workbook.xml.rels",
            relation("worksheet", "worksheets/sheet1.xml"),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{HEAD}<workbook xmlns=\"{MAIN}\"><sheets><sheet name=\"基础数据\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("{HEAD}<worksheet xmlns=\"{MAIN}\">{sheet}</worksheet>"),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let given = |name: &str| more.iter().any(|(other, _)| *other == name);
    let own = parts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .filter(|(name, _)| !given(name));
    for (name, text) in own.chain(more.iter().copied()) {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(text.as_bytes()).expect("its content");
    }
    zip.finish().expect("a package").into_inner()
}

/// Changes the sizes that the table of contents claims of a part: those of its unpacked content.
fn claiming(mut package: Vec<u8>, part: &str, claim: u32) -> Vec<u8> {
    let entry = b"PK\x01\x02";
    let places = 0..package.len() - 46;
    let at = places
        .filter(|at| package[*at..].starts_with(entry))
        .find(|at| package[at + 46..].starts_with(part.as_bytes()))
        .expect("the part is in the table of contents");
    package[at + 24..at + 28].copy_from_slice(&claim.to_le_bytes());
    package
}

#[test]
fn cells_at_opposite_corners_take_no_room() {
    let said = try_bytes(
        "角.xlsx",
        xlsx(
            "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>",
            &[],
        ),
    );
    assert!(said.contains("没有找到表头"), "{said}");
    let beyond = try_bytes(
        "外.xlsx",
        xlsx(
            "<sheetData><row r=\"1048577\"><c r=\"XFE1048577\"><v>1</v></c></row></sheetData>",
            &[],
        ),
    );
    assert!(beyond.contains("已损坏"), "{beyond}");
}

#[test]
fn a_part_that_is_packed_too_tightly_is_refused() {
    let spaces = " ".repeat(17 << 20);
    let sheet = try_bytes("炸弹.xlsx", xlsx(&format!("<sheetData/>{spaces}"), &[]));
    assert!(
        sheet.contains("压缩比") && sheet.contains("--limits large"),
        "{sheet}"
    );
    let picture = try_bytes(
        "图.xlsx",
        xlsx("<sheetData/>", &[("xl/media/image1.bmp", &spaces)]),
    );
    assert!(picture.contains("压缩比"), "{picture}");
    // The same is read where the limits are raised.
    let folder = Folder::new();
    folder.put(
        "大.xlsx",
        xlsx("<sheetData/>", &[("xl/media/image1.bmp", &spaces)]),
    );
    let ran = folder.run(&["check", "大.xlsx", "--limits", "large"]);
    assert!(ran.stderr.contains("没有找到表头"), "{}", ran.stderr);
}

/// The advice to raise the limits is followed by every command that reads a workbook.
#[test]
fn every_command_that_reads_a_workbook_takes_other_limits() {
    let spaces = " ".repeat(17 << 20);
    let folder = Folder::new();
    let large = xlsx("<sheetData/>", &[("xl/media/image1.bmp", &spaces)]);
    std::fs::create_dir(folder.path("表")).expect("a folder");
    folder.put("表/大.xlsx", &large);
    folder.put("大.xlsx", large);
    for command in [
        &["score", "大.xlsx"][..],
        &["check", "大.xlsx"],
        &["explain", "大.xlsx"],
        &["scorecard", "大.xlsx"],
        &["ledger", "大.xlsx"],
        &["report", "大.xlsx", "-o", "报告"],
        &["whatif", "大.xlsx"],
        &["verify", "大.xlsx"],
        &["compare", "2020=大.xlsx", "2021=大.xlsx"],
        &[
            "collect",
            "表",
            "-o",
            "汇总.xlsx",
            "--departments",
            "大.xlsx",
        ],
        &["template", "--departments", "大.xlsx", "-o", "填报表"],
    ] {
        let refused = folder.run(command);
        assert_eq!(refused.status, 2, "{command:?}");
        let said = refused.stderr;
        assert!(said.contains("--limits large"), "{command:?}: {said}");
        let raised = folder.run(&[command, &["--limits", "large"][..]].concat());
        let said = raised.stderr;
        assert_eq!(raised.status, 2, "{command:?}: {said}");
        assert!(!said.contains("--limits"), "{command:?}: {said}");
    }
}

#[test]
fn a_package_that_claims_too_much_is_refused_before_it_is_unpacked() {
    let package = xlsx("<sheetData/>", &[("xl/sharedStrings.xml", "<sst/>")]);
    for part in [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "_rels/.rels",
    ] {
        let said = try_bytes("声称.xlsx", claiming(package.clone(), part, u32::MAX - 1));
        assert!(said.contains("解压后超过 512 MB"), "{part}: {said}");
    }
    // 100 MB of shared texts are within what a package may hold, but not that part.
    let said = try_bytes(
        "文字.xlsx",
        claiming(package, "xl/sharedStrings.xml", 100 << 20),
    );
    assert!(said.contains("过大"), "{said}");
}

#[test]
fn a_part_that_holds_more_than_it_claims_is_damaged() {
    let rows = "<row><c><v>1</v></c></row>".repeat(10_000);
    let package = xlsx(&format!("<sheetData>{rows}</sheetData>"), &[]);
    let said = try_bytes(
        "少报.xlsx",
        claiming(package, "xl/worksheets/sheet1.xml", 100),
    );
    assert!(said.contains("已损坏"), "{said}");
}

#[test]
fn texts_that_a_file_only_promises_take_no_room() {
    let sheet = "<sheetData><row><c t=\"s\"><v>4000000000</v></c></row></sheetData>";
    for count in ["4294967295", "100000000", "99999999999999999999"] {
        let texts = format!(
            "{HEAD}<sst xmlns=\"{MAIN}\" count=\"1\" uniqueCount = \"{count}\"><si><t>甲</t></si></sst>"
        );
        try_bytes(
            "许诺.xlsx",
            xlsx(sheet, &[("xl/sharedStrings.xml", &texts)]),
        );
    }
}

#[test]
fn entities_are_not_expanded() {
    let mut entities = String::from("<!ENTITY a \"哈哈哈哈哈哈哈哈哈哈\">");
    for (one, other) in "abcdefghi".chars().zip("bcdefghij".chars()) {
        let ten = format!("&{one};").repeat(10);
        write!(entities, "<!ENTITY {other} \"{ten}\">").expect("a text");
    }
    let document = |root: &str, inside: &str| {
        format!("{HEAD}<!DOCTYPE {root} [{entities}]><{root} xmlns=\"{MAIN}\">{inside}</{root}>")
    };
    let sheet = document(
        "worksheet",
        "<sheetData><row><c t=\"inlineStr\"><is><t>&j;</t></is></c><c><v>&j;</v></c></row></sheetData>",
    );
    try_bytes(
        "实体.xlsx",
        xlsx("", &[("xl/worksheets/sheet1.xml", &sheet)]),
    );
    let texts = document("sst", "<si><t>&j;</t></si>");
    let sheet = "<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>";
    try_bytes(
        "实体二.xlsx",
        xlsx(sheet, &[("xl/sharedStrings.xml", &texts)]),
    );
    let outside = "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&x;</t></is></c></row></sheetData></worksheet>";
    let said = try_bytes(
        "外部实体.xlsx",
        xlsx("", &[("xl/worksheets/sheet1.xml", outside)]),
    );
    assert!(!said.contains("root:"), "{said}");
}

#[test]
fn a_million_blank_formatted_rows_are_read() {
    let mut input = Input::of([Department::new("示例市教育局")]);
    input.data().name = "基础数据".into();
    let folder = Folder::new();
    let mut rows = String::new();
    for row in 1..=scaled(100_000, 1_048_576) {
        write!(
            rows,
            "<row r=\"{row}\" s=\"1\" customFormat=\"1\" ht=\"15\"><c r=\"A{row}\" s=\"1\"/></row>"
        )
        .expect("a text");
    }
    folder.put(
        "空白行.xlsx",
        xlsx(&format!("<sheetData>{rows}</sheetData>"), &[]),
    );
    let said = tried(&folder, "空白行.xlsx");
    assert!(said.contains("没有找到表头"), "{said}");
}

#[test]
fn a_sheet_of_all_columns_is_read_or_refused() {
    let mut rows = String::new();
    for row in 1..=scaled(8, 64) {
        write!(rows, "<row r=\"{row}\">").expect("a text");
        for column in 0..16_384 {
            let letters = jixiao::address::column_letters(column);
            write!(
                rows,
                "<c r=\"{letters}{row}\" t=\"inlineStr\"><is><t>列{column}</t></is></c>"
            )
            .expect("a text");
        }
        rows.push_str("</row>");
    }
    let said = try_bytes(
        "宽.xlsx",
        xlsx(&format!("<sheetData>{rows}</sheetData>"), &[]),
    );
    assert!(said.contains("没有找到表头"), "{said}");
}

#[test]
fn more_cells_than_memory_are_refused() {
    // Without references, which makes the smallest file for the most cells.
    let row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(16_384));
    let rows = row.repeat(scaled(40, 540));
    let folder = Folder::new();
    folder.put(
        "多.xlsx",
        xlsx(&format!("<sheetData>{rows}</sheetData>"), &[]),
    );
    let said = tried(&folder, "多.xlsx");
    assert!(said.contains("没有完成"), "{said}");
}

#[test]
fn regions_merged_over_one_another_take_no_time() {
    let mut merges = String::new();
    for row in 1..=scaled(3_000, 200_000) {
        write!(
            merges,
            "<mergeCell ref=\"A{}:A{}\"/>",
            row % 100 + 1,
            row % 100 + 19_000
        )
        .expect("a text");
    }
    let mut input = Input::of([Department::new("甲"), Department::new("乙")]);
    input.data().name = "基础数据".into();
    let mut package = crate::support::recalculate::package::Package::open(&input.bytes());
    let part = package.sheets()[0].part.clone();
    let merged = package.text(&part).replace(
        "</sheetData>",
        &format!("</sheetData><mergeCells>{merges}</mergeCells>"),
    );
    package.replace(&part, merged);
    try_bytes("合并.xlsx", package.into_bytes());
}

#[test]
fn files_cut_short_or_spoilt_anywhere_are_read_or_refused() {
    let mut chance = Chance(7);
    for name in [
        "clean.xlsx",
        "formulas-saved-by-libreoffice.ods",
        "formulas-saved-by-libreoffice.xls",
        "formulas-saved-by-sheetjs.xlsb",
    ] {
        let path = format!("{}/tests/fixtures/messy/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).expect("the fixture");
        for _ in 0..scaled(6, 60) {
            let cut = chance.below(bytes.len());
            try_bytes(name, &bytes[..cut]);
            let mut spoilt = bytes.clone();
            for _ in 0..1 + chance.below(20) {
                let place = chance.below(spoilt.len());
                spoilt[place] = u8::try_from(chance.below(256)).expect("a byte");
            }
            try_bytes(name, spoilt);
        }
    }
}

/// A find of the fuzzing: room was reserved for every cell that a sheet claims.
#[test]
fn a_sheet_that_claims_all_of_an_xls_is_refused() {
    let path = format!(
        "{}/tests/fixtures/messy/formulas-saved-by-libreoffice.xls",
        env!("CARGO_MANIFEST_DIR")
    );
    let mut bytes = std::fs::read(path).expect("the fixture");
    let dimensions = [0x00, 0x02, 0x0E, 0x00];
    let places: Vec<usize> = (0..bytes.len() - 18)
        .filter(|at| bytes[*at..].starts_with(&dimensions))
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at + 8..at + 12].copy_from_slice(&65_536_u32.to_le_bytes());
        bytes[at + 14..at + 16].copy_from_slice(&256_u16.to_le_bytes());
    }
    let said = try_bytes("声称.xls", bytes);
    assert!(said.contains("内存"), "{said}");
}

#[test]
fn parts_that_lie_over_one_another_are_read_or_refused() {
    // Every part's place in the table of contents becomes that of the first.
    let mut package = xlsx("<sheetData/>", &[]);
    let entries: Vec<usize> = (0..package.len() - 46)
        .filter(|at| package[*at..].starts_with(b"PK\x01\x02"))
        .collect();
    for at in entries {
        package[at + 42..at + 46].copy_from_slice(&0_u32.to_le_bytes());
    }
    let said = try_bytes("重叠.xlsx", package);
    assert!(said.contains("没有完成"), "{said}");
}

#[test]
fn two_parts_of_one_name_are_refused() {
    let other = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
    for name in ["xl/Worksheets/Sheet1.xml", "xl\\worksheets\\sheet1.xml"] {
        let said = try_bytes("两份.xlsx", xlsx("<sheetData/>", &[(name, other)]));
        assert!(said.contains("已损坏"), "{name}: {said}");
    }
}

#[test]
fn numbers_beyond_numbers_are_told() {
    for (value, word) in [
        ("1E308", "无法识别"),
        ("-1E308", "无法识别"),
        ("1E-308", "无法识别"),
        ("-0", ""),
        ("NaN", ""),
        ("INF", ""),
        ("1E999", ""),
        ("0x10", ""),
        ("", ""),
    ] {
        let mut package = crate::support::recalculate::package::Package::open(
            &Input::of([Department::new("示例市教育局").with("部门预算总规模=123454321")]).bytes(),
        );
        let part = package.sheets()[0].part.clone();
        let text = package
            .text(&part)
            .replace("<v>123454321</v>", &format!("<v>{value}</v>"));
        package.replace(&part, text);
        let said = try_bytes("数.xlsx", package.into_bytes());
        assert!(said.contains(word), "{value}: {said}");
    }
}

#[test]
fn links_to_other_files_are_never_followed() {
    let link =
        format!("{HEAD}<externalLink xmlns=\"{MAIN}\"><externalBook r:id=\"r1\"/></externalLink>");
    let target = format!(
        "{HEAD}<Relationships><Relationship Id=\"r1\" Type=\"{RELATION}/externalLinkPath\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/></Relationships>"
    );
    let sheet = "<sheetData><row><c t=\"str\"><f>[1]Sheet1!A1</f><v>部门名称</v></c><c><f>[1]Sheet1!A2</f></c></row></sheetData>";
    let said = try_bytes(
        "外链.xlsx",
        xlsx(
            sheet,
            &[
                ("xl/externalLinks/externalLink1.xml", &link),
                ("xl/externalLinks/_rels/externalLink1.xml.rels", &target),
            ],
        ),
    );
    assert!(
        said.contains("没有完成") && !said.contains("root:"),
        "{said}"
    );
}

#[test]
fn the_program_has_no_part_that_knows_a_network() {
    let lock = include_str!("../../Cargo.lock");
    for name in [
        "hyper",
        "reqwest",
        "ureq",
        "curl",
        "rustls",
        "native-tls",
        "openssl",
        "tokio",
        "mio",
        "socket2",
    ] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
