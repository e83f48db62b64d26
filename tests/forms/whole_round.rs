//! A whole round: sixty forms are handed out, filled in by other programs with every kind of trouble in
//! them, collected, sent back, mended, collected again and scored.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jixiao::forms::{Form, Passport};
use jixiao::sheets;
use jixiao::workbook::{Bounds, CellValue, Workbook, open};
use serde_json::Value;

use super::filling::{Filling, opened};
use super::ods::saved_as_ods;
use super::{handed_out, who};
use crate::support::{Cell, Department, Edition, Folder, Grid, INDICATORS, Input, rule_book};

/// How many departments the list has.
const DEPARTMENTS: usize = 60;
/// The one whose form went through LibreOffice and came back as xls.
const SAVED_AS_XLS: usize = 8;

fn name(number: usize) -> String {
    format!("示例市第{number}中心")
}

fn code(number: usize) -> String {
    (200 + number).to_string()
}

/// What a department has, without a mistake in it: every one something else.
fn department(number: usize) -> Department {
    let figures = format!(
        "部门编码='{}; 实际采购金额={}; 满意度={}%; 四季度末支出进度={}%; 按时完成项目数={}; 在编人数={}; 目标细化为具体任务={}; 填报人=经办人{number}",
        code(number),
        60.25 + number as f64 / 2.0,
        88 + number % 12,
        80 + number % 20,
        number % 11,
        90 + number % 10,
        if number.is_multiple_of(4) {
            "1.5"
        } else {
            "是"
        },
    );
    let department = Department::new(&name(number)).with(&figures);
    let department = match number % 3 {
        0 => department
            .outcome("方向=正向; 目标值=100; 完成值=92; 分值=10")
            .outcome("方向=反向; 目标值=3; 完成值=4; 分值=5; 效益类别=经济效益")
            .outcome("方向=定性; 评定比例=80%; 分值=10; 效益类别=可持续影响; 指标名称=制度"),
        _ => department,
    };
    if number.is_multiple_of(2) {
        return department;
    }
    let scores: Vec<String> = INDICATORS
        .iter()
        .map(|(name, points)| match *name {
            "预算执行率" => format!("{name}=5.5"),
            _ => format!("{name}={points}"),
        })
        .collect();
    department.declares(&format!("{}; 总分=99.5; 等级=优", scores.join("; ")))
}

/// What was typed as text where a number was meant.
fn with_text_numbers(department: Department) -> Department {
    department
        .with("政府采购计划金额='1,234.50; 实际采购金额='９８.５; 在编人数='95人; 满意度='91%")
}

/// What the department has in the end.
fn final_department(number: usize) -> Department {
    match number {
        6 => with_text_numbers(department(6)),
        number => department(number),
    }
}

fn list() -> Vec<u8> {
    let header = ["部门编码", "部门名称", "主管部门"]
        .map(Cell::text)
        .to_vec();
    let rows = (1..=DEPARTMENTS).map(|number| {
        vec![
            Cell::Text(code(number)),
            Cell::Text(name(number)),
            Cell::text("示例市教育局"),
        ]
    });
    let grid = Grid {
        name: "名单".into(),
        rows: std::iter::once(header).chain(rows).collect(),
        ..Grid::default()
    };
    Input { sheets: vec![grid] }.bytes()
}

/// A round with the forms in `表/`, as the program handed them out.
struct Round {
    folder: Folder,
}

impl Round {
    fn begin() -> Round {
        let folder = Folder::new();
        folder.put("名单.xlsx", list());
        let ran = folder.run(&["template", "--departments", "名单.xlsx", "-o", "表"]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        let made = fs::read_dir(folder.path("表")).expect("the forms").count();
        assert_eq!(made, DEPARTMENTS);
        Round { folder }
    }

    fn form(&self, number: usize) -> PathBuf {
        self.folder
            .path(format!("表/{}-{}.xlsx", code(number), name(number)))
    }

    /// A department's form, filled in.
    fn filled(&self, number: usize, department: &Department) -> Filling {
        let mut filling = Filling::of_file(&self.form(number));
        filling.fill(department);
        filling
    }

    fn send(&self, file: &str, bytes: &[u8]) {
        let path = self.folder.path(format!("表/{file}"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, bytes).expect("the file is written");
    }

    /// Sends a department's own form in.
    fn send_own(&self, number: usize, filling: Filling) {
        fs::write(self.form(number), filling.bytes()).expect("the form is written");
    }

    /// Everybody fills in, with every kind of trouble.
    fn fill(&self) {
        for number in 16..=DEPARTMENTS {
            self.send_own(number, self.filled(number, &department(number)));
        }
        self.trouble_with_files();
        self.trouble_with_cells();
    }

    fn trouble_with_files(&self) {
        let remove = |number| fs::remove_file(self.form(number)).expect("the form was there");
        // 1 sends nothing. 2 sends a draft and a second one. 3 sends a copy along.
        let mut draft = self.filled(2, &department(2));
        draft.answer("实际采购金额", &Cell::Number(1.0));
        let second = self.filled(2, &department(2)).bytes();
        self.send("补交/202 新.xlsx", &second);
        self.send_own(2, draft);
        let third = self.filled(3, &department(3)).bytes();
        self.send("备份/副本.xlsx", &third);
        fs::write(self.form(3), third).expect("the form is written");
        remove(1);
        // 4 filled in a form of another edition of the rules.
        let book = rule_book(Edition::A);
        let form = Form::new(
            book,
            Passport::new(book, 2021, Some(who(&code(4), &name(4)))),
        );
        let other = sheets::form(&form, None).expect("the form is written");
        fs::write(self.form(4), other).expect("the form is written");
        // 8 saved as xls, 9 as ods, 10 renamed the file and calculated nothing.
        remove(SAVED_AS_XLS);
        self.send("208.xls", &saved_as_xls());
        let ods = saved_as_ods(&opened(&self.filled(9, &department(9)).bytes()));
        self.send("第九中心.ods", &ods);
        remove(9);
        let mut forgetful = self.filled(10, &department(10));
        forgetful.forget_results();
        self.send("我们的表 (1).xlsx", &forgetful.bytes());
        remove(10);
        // 13 was cut off on the way; 14 gave its form another's name.
        let whole = self.filled(13, &department(13)).bytes();
        fs::write(self.form(13), &whole[..whole.len() / 2]).expect("the form is written");
        let mut renamed = self.filled(14, &department(14));
        renamed.answer("部门名称", &Cell::text("示例市别的中心"));
        self.send_own(14, renamed);
        // Somebody who was not asked, and what is no form at all.
        let mut stranger = Filling::of(&handed_out(&who("999", "示例市外单位")));
        stranger.fill(&department(16));
        self.send("外单位.xlsx", &stranger.bytes());
        self.send("说明.txt", "请查收".as_bytes());
        self.send("旧汇总.xlsx", &Input::of([department(20)]).bytes());
    }

    fn trouble_with_cells(&self) {
        let mut relabelled = self.filled(5, &department(5));
        let row = relabelled.row_of("实际采购金额", 0);
        relabelled.put(&format!("B{row}"), &Cell::text("上年采购金额"));
        self.send_own(5, relabelled);
        self.send_own(6, self.filled(6, &with_text_numbers(department(6))));
        let mut slipped = self.filled(7, &department(7));
        slipped.answer("满意度", &Cell::Number(95.0));
        self.send_own(7, slipped);
        let mut contradicting = self.filled(11, &department(11));
        contradicting.answer("按时完成项目数", &Cell::Number(12.0));
        self.send_own(11, contradicting);
        let mut scribbled = self.filled(12, &department(12));
        scribbled
            .put(&format!("G{row}"), &Cell::text("已填"))
            .scribble(30, "另见附件");
        self.send_own(12, scribbled);
        let gap = department(15).with("在编人数=空");
        self.send_own(15, self.filled(15, &gap));
    }

    /// What was sent back is mended, and what was not taken is sent again.
    fn mend(&self) {
        for (number, label) in [
            (5, Some("实际采购金额")),
            (7, Some("满意度")),
            (11, Some("按时完成项目数")),
            (12, None),
            (15, Some("在编人数")),
        ] {
            let file = format!("退回/{}-{}-第2次.xlsx", code(number), name(number));
            let mut pack = Filling::of_file(&self.folder.path(file));
            if let Some(label) = label {
                let right = department(number).cells[crate::support::column(label)].clone();
                pack.answer(label, &right);
            }
            self.send_own(number, pack);
        }
        for number in [1, 4, 13, 14] {
            let mut filling = Filling::of(&handed_out(&who(&code(number), &name(number))));
            filling.fill(&department(number));
            self.send_own(number, filling);
        }
    }

    fn workbook(&self, file: &str) -> Workbook {
        open(&self.folder.path(file), &Bounds::default()).expect("the workbook opens")
    }
}

/// 收集情况 or 变动情况, by columns of text.
fn rows(workbook: &Workbook, sheet: &str) -> Vec<Vec<String>> {
    let sheet = workbook.sheets.iter().find(|known| known.name == sheet);
    let rows = sheet
        .expect("the sheet")
        .rows
        .iter()
        .filter(|row| row.index > 2);
    let texts = |row: &jixiao::workbook::Row| {
        let mut texts = vec![String::new(); 8];
        for cell in &row.cells {
            if let CellValue::Text(text) = &cell.value {
                texts[usize::from(cell.column)].clone_from(text);
            }
        }
        texts
    };
    rows.map(texts).collect()
}

/// How each file fared; a department that sent none stands by its name.
fn fates(workbook: &Workbook) -> BTreeMap<String, (String, String)> {
    rows(workbook, "收集情况")
        .into_iter()
        .map(|row| {
            let by = if row[4] == "—" {
                row[3].clone()
            } else {
                row[4].clone()
            };
            // What is to be mended in the figures has no code of the form.
            let codes: Vec<&str> = row[6]
                .lines()
                .filter(|line| !line.starts_with("填的内容有"))
                .filter_map(|line| line.split(' ').next())
                .collect();
            (by, (row[1].clone(), codes.join(" ")))
        })
        .collect()
}

/// The form of department 8 as LibreOffice saved it, under the digest that the rule book has now.
fn saved_as_xls() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms/fixtures/另存为.xls");
    let mut bytes = fs::read(path).expect("the fixture");
    let is_digest = |part: &[u8]| {
        part.iter()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let places: Vec<usize> = (0..bytes.len() - 64)
        .filter(|at| is_digest(&bytes[*at..at + 64]))
        .collect();
    let [place] = places[..] else {
        panic!("one digest, not {places:?}");
    };
    let old = bytes[place..place + 64].to_vec();
    let now = rule_book(Edition::Default).digest.as_bytes();
    bytes[place..place + 64].copy_from_slice(now);
    // Its beginning stands in the last line, too, two bytes a letter.
    let wide = |text: &[u8]| text.iter().flat_map(|byte| [*byte, 0]).collect::<Vec<u8>>();
    let (old, now) = (wide(&old[..12]), wide(&now[..12]));
    let shown = bytes
        .windows(24)
        .position(|part| part == old)
        .expect("the last line");
    bytes[shown..shown + 24].copy_from_slice(&now);
    bytes
}

/// Makes the form that the fixture was saved from: `cargo test --test main saved_from -- --ignored`, then
/// `soffice --headless --convert-to xls` over the file that it names.
#[test]
#[ignore = "makes a fixture"]
fn the_form_that_the_fixture_was_saved_from() {
    let who = who(&code(SAVED_AS_XLS), &name(SAVED_AS_XLS));
    let mut filling = Filling::of(&handed_out(&who));
    filling.fill(&department(SAVED_AS_XLS));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("另存为.xlsx");
    fs::write(&path, filling.bytes()).expect("the file is written");
    println!("{}", path.display());
}

/// Scores, totals, grades and ranks by department; the order of the departments does not matter.
fn scores(scored: &Value) -> BTreeMap<String, Vec<Value>> {
    let departments = scored["departments"].as_array().expect("departments");
    let one = |department: &Value| {
        let mut all = vec![
            department["total"].clone(),
            department["grade"].clone(),
            department["rank"].clone(),
        ];
        for indicator in department["indicators"].as_array().expect("indicators") {
            all.push(indicator["score"].clone());
            all.push(indicator["explanation"].clone());
        }
        (
            department["name"].as_str().expect("a name").to_string(),
            all,
        )
    };
    departments.iter().map(one).collect()
}

/// The first collection tells of every trouble, and sends back what can be mended.
fn collect_and_send_back(round: &Round) {
    let folder = &round.folder;
    let ran = folder.run(&[
        "collect",
        "表",
        "-o",
        "汇总.xlsx",
        "--departments",
        "名单.xlsx",
        "--return",
        "退回",
    ]);
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
    let first = round.workbook("汇总.xlsx");
    let fates = fates(&first);
    let own = |number| format!("{}-{}.xlsx", code(number), name(number));
    for (by, status, codes) in [
        (name(1), "没有交", "F01"),
        (own(2), "重复，没有采用", "F02"),
        ("补交/202 新.xlsx".into(), "重复，没有采用", "F02"),
        (own(3), "已采用", ""),
        ("备份/副本.xlsx".into(), "相同的副本", "F11"),
        (own(4), "规则书不符", "F04"),
        (own(5), "已采用，有改动", "F06 F07"),
        (own(6), "已采用", ""),
        (own(7), "已采用", ""),
        ("208.xls".into(), "已采用", ""),
        ("第九中心.ods".into(), "已采用", ""),
        ("我们的表 (1).xlsx".into(), "已采用", ""),
        (own(11), "已采用", ""),
        (own(12), "已采用，有改动", "F07 F08"),
        (own(13), "读不了", "F10"),
        (own(14), "被改动，没有采用", "F05"),
        ("外单位.xlsx".into(), "不在名单里", "F03"),
        ("说明.txt".into(), "不是填报表", "F09"),
        ("旧汇总.xlsx".into(), "不是填报表", "F09"),
    ] {
        let found = fates.get(&by).unwrap_or_else(|| panic!("no line for {by}"));
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            (status, codes),
            "{by}"
        );
    }
    // Every file has its line (four of the handed out ones are gone, eight came besides), and so has the one
    // department that sent none.
    assert_eq!(fates.len(), (DEPARTMENTS - 4 + 8) + 1);
    let told = "60 个部门：已交 55，没能采用 3，重复 1，没有交 1";
    assert!(ran.stdout.contains(told), "{}", ran.stdout);
    let back = |number| format!("{}-{}-第2次.xlsx", code(number), name(number));
    assert_eq!(
        folder.files_in("退回"),
        [2, 4, 5, 7, 11, 12, 13, 14, 15].map(back)
    );
}

/// The second collection takes everybody, and tells what changed.
fn collect_again(round: &Round) {
    let folder = &round.folder;
    let ran = folder.run(&[
        "collect",
        "表",
        "-o",
        "第二次.xlsx",
        "--departments",
        "名单.xlsx",
        "--prefer",
        "补交/202 新.xlsx",
        "--against",
        "汇总.xlsx",
    ]);
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
    assert!(
        ran.stdout.contains("收到 60 个部门的填报表"),
        "{}",
        ran.stdout
    );
    let second = round.workbook("第二次.xlsx");
    let changed: Vec<String> = rows(&second, "变动情况")
        .into_iter()
        .map(|row| format!("{} {}", row[1], row[4]))
        .collect();
    assert_eq!(
        changed,
        [
            "201 整个部门",
            "202 整个部门",
            "204 整个部门",
            "205 实际采购金额",
            "207 满意度",
            "211 按时完成项目数",
            "213 整个部门",
            "214 整个部门",
            "215 在编人数",
        ]
    );
}

/// What was collected scores as the same data do without any form.
fn scores_as_without_forms(folder: &Folder) {
    let collected = folder.run(&["score", "第二次.xlsx", "--format", "json"]);
    assert_eq!(collected.status, 0, "{}", collected.stderr);
    let direct = Input::of((1..=DEPARTMENTS).map(final_department));
    folder.put("直接.xlsx", direct.bytes());
    let direct = folder.run(&["score", "直接.xlsx", "--format", "json"]);
    let (collected, direct) = (scores(&collected.json()), scores(&direct.json()));
    assert_eq!(collected.len(), DEPARTMENTS);
    assert_eq!(collected, direct);
}

#[test]
fn sixty_forms_go_out_come_back_are_mended_and_scored() {
    let round = Round::begin();
    round.fill();
    collect_and_send_back(&round);
    round.mend();
    collect_again(&round);
    scores_as_without_forms(&round.folder);
}
