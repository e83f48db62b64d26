//! xls: formulas that run over, records cut short, two streams of one name.

use super::try_bytes;
use crate::support::Folder;

const FIXTURE: &[u8] = include_bytes!("../fixtures/messy/formulas-saved-by-libreoffice.xls");

/// The fixture with the bytes after the only place of others replaced.
fn spoilt(place: &[u8], new: &[u8]) -> Vec<u8> {
    let mut found = FIXTURE.windows(place.len()).enumerate();
    let found = found.find(|(_, bytes)| *bytes == place);
    let (at, _) = found.expect("the place");
    let mut bytes = FIXTURE.to_vec();
    bytes[at..at + new.len()].copy_from_slice(new);
    bytes
}

/// What is read of a file.
fn read(bytes: &[u8]) -> serde_json::Value {
    let folder = Folder::new();
    folder.put("表.xls", bytes);
    folder.run(&["check", "表.xls", "--format", "json"]).json()
}

#[test]
fn a_formula_longer_than_its_record_leaves_its_value() {
    // A formula in U2 whose text claims one byte more, which calamine panics at.
    let formula = [
        0x06, 0, 0x2D, 0, 1, 0, 0x14, 0, 0x0F, 0, 0, 0, 0, 0, 0x40, 0xE1, 0xF5, 0x40,
    ];
    let at = FIXTURE
        .windows(formula.len())
        .position(|bytes| bytes == formula);
    let length = at.expect("the formula") + 24;
    assert_eq!(FIXTURE[length], 0x17);
    for claimed in [0x18, 0xFF, 0] {
        let mut bytes = FIXTURE.to_vec();
        bytes[length] = claimed;
        try_bytes("表.xls", &bytes);
        assert_eq!(read(&bytes), read(FIXTURE), "{claimed}");
    }
}

#[test]
fn a_record_cut_short_is_refused_in_words() {
    // The record of the dates' epoch, two bytes, said to be one that names a sheet.
    let said = try_bytes("表.xls", spoilt(&[0x22, 0, 2, 0], &[0x85, 0]));
    assert!(said.contains("已损坏"), "{said}");
}

#[test]
fn another_entry_of_the_same_name_is_not_read_instead() {
    let utf_16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let root = utf_16("Root Entry");
    let bytes = spoilt(&root, &utf_16("Workbook\0\0"));
    try_bytes("表.xls", &bytes);
    assert_eq!(read(&bytes), read(FIXTURE));
}
