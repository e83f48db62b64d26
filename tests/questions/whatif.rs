//! `whatif` as a command: JSON, workbook, terminal.

use crate::support::Folder;
use crate::support::written::{as_text, read};

const SAMPLE: &str = "小样-2021.xlsx";

#[test]
fn the_terminal_tells_who_stands_near_another_grade() {
    let folder = Folder::with_sample(SAMPLE);
    let ran = folder.run(&["whatif", SAMPLE]);
    insta::assert_snapshot!(ran.stdout);
    assert_eq!(folder.files(), ["小样-2021-疑问.xlsx", SAMPLE]);
    let one = folder.run(&["whatif", SAMPLE, "--dept", "示例市博物馆", "--force"]);
    assert!(one.stdout.contains("示例市博物馆"), "{}", one.stdout);
    let again = folder.run(&["whatif", SAMPLE]);
    assert_eq!(again.status, 2, "{}", again.stderr);
}

#[test]
fn the_sheets_are_as_promised() {
    let folder = Folder::with_sample(SAMPLE);
    folder.run(&["whatif", SAMPLE, "-o", "疑问.xlsx"]);
    let bytes = std::fs::read(folder.path("疑问.xlsx")).expect("the workbook");
    insta::assert_snapshot!(as_text(&bytes, &["差距与余量", "差距明细"]));
    folder.run(&["whatif", SAMPLE, "-o", "再来.xlsx"]);
    let again = std::fs::read(folder.path("再来.xlsx")).expect("the workbook");
    assert_eq!(bytes, again);
    assert!(read(&bytes).sheets.len() >= 2);
}
