//! Plain text made to break the program: quotes, rows and columns without end, bytes of chance.

use super::{Chance, scaled, try_bytes};

const HEADER: &str = "部门编码,部门名称,年度,满意度\n";

#[test]
fn texts_without_end_are_refused_or_read_within_the_limits() {
    let megabytes = scaled(3, 250);
    for (what, unit) in [
        ("a quote that is never closed", "甲,"),
        ("blank lines", "\n"),
        ("rows of commas", ",,,,\n"),
        ("a row of commas", ","),
        ("a cell without end", "甲"),
        ("quotes", "\"\"\"\"\n"),
        ("departments", ",甲,2021,90\n"),
        ("names of departments", "甲\n"),
        ("rows of one letter", "a\n"),
    ] {
        let start = match what {
            "a quote that is never closed" => format!("{HEADER}\""),
            _ => HEADER.to_string(),
        };
        let text = start + &unit.repeat(megabytes * (1 << 20) / unit.len());
        let said = try_bytes("表.csv", text);
        assert!(
            said.contains("表.csv") || said.contains("个部门"),
            "{what}: {said}"
        );
    }
}

#[test]
fn bytes_of_chance_never_panic() {
    let mut chance = Chance(11);
    for _ in 0..scaled(20, 400) {
        let length = chance.below(3_000);
        let mut bytes = HEADER.as_bytes().to_vec();
        for _ in 0..length {
            let kinds = [
                b',',
                b'"',
                b'\n',
                b'\r',
                b'1',
                b'\t',
                b';',
                chance.below(256) as u8,
            ];
            bytes.push(kinds[chance.below(kinds.len())]);
        }
        try_bytes("表.csv", bytes);
    }
}
