//! The supervising bureau's summary.

use jixiao::address::Address;
use jixiao::reports::{self, Template};

use crate::support::{Department, Input, Run, Scored, Word, written};

fn summary(scored: &Scored) -> Word {
    let template = Template::built_in("bureau").expect("built in");
    Word::of(&reports::bureau(&scored.evaluation, &template).expect("a report"))
}

fn city() -> &'static Scored {
    Scored::of_sample("示例市-2021.xlsx", &Run::default())
}

#[test]
fn the_summary_of_the_city_word_for_word() {
    insta::assert_snapshot!(summary(city()).golden());
}

#[test]
fn every_department_is_in_the_ranking() {
    let city = city();
    let word = summary(city);
    let ranking = &word.tables[1];
    assert_eq!(ranking.len(), 1 + city.evaluation.cards.len());
    for record in &city.evaluation.dataset.records {
        let rows = ranking.iter().filter(|row| row[1] == record.name).count();
        let records = &city.evaluation.dataset.records;
        let same = records
            .iter()
            .filter(|other| other.name == record.name)
            .count();
        assert_eq!(rows, same, "{}", record.name);
    }
}

/// The texts of an element in a part: of the chart, the names and the figures that it shows.
fn values(part: &str) -> Vec<String> {
    let mut values = Vec::new();
    for rest in part.split("<c:v>").skip(1) {
        values.push(rest.split('<').next().unwrap_or_default().to_string());
    }
    values
}

#[test]
fn charts_are_words_own_and_carry_their_figures() {
    let city = city();
    let word = summary(city);
    assert_eq!(word.xml.matches("<c:chart ").count(), 3);
    assert!(!word.parts.iter().any(|part| part.contains("media")));
    let types = word.part("[Content_Types].xml");
    let links = word.part("word/_rels/document.xml.rels");
    for (number, title) in [
        (1, "各等级部门数"),
        (2, "各主管部门的平均分，从高到低"),
        (3, "得分率最低的 10 项指标"),
    ] {
        let name = format!("charts/chart{number}.xml");
        assert!(links.contains(&format!(r#"Target="{name}""#)), "{links}");
        assert!(types.contains(&format!(r#"PartName="/word/{name}""#)));
        let embedded = format!("word/embeddings/chart{number}.xlsx");
        assert!(types.contains(&format!(r#"PartName="/{embedded}""#)));
        let chart = word.part(&format!("word/{name}"));
        assert!(chart.contains(r#"<c:externalData r:id="rId1">"#), "{chart}");
        let own = word.part(&format!("word/charts/_rels/chart{number}.xml.rels"));
        assert!(own.contains(&format!("../embeddings/chart{number}.xlsx")));
        // What the chart shows is what its workbook holds: the title, the names, the figures.
        let workbook = written::read(&word.bytes(&embedded));
        let rows = &workbook.sheets[0].rows;
        let column = |column| {
            let cells = rows.iter().map(move |row| Address::new(row.index, column));
            let texts = cells.map(|at| written::content(&workbook.sheets[0], at));
            texts.collect::<Vec<String>>()
        };
        let (names, figures) = (column(0), column(1));
        let held = [&figures[..1], &names[1..], &figures[1..]].concat();
        assert_eq!(values(&chart), held);
        assert_eq!(figures[0], title);
        assert!(word.lines.iter().any(|line| line == title), "the caption");
    }
}

#[test]
fn the_chart_of_grades_counts_every_department() {
    let city = city();
    let chart = summary(city).part("word/charts/chart1.xml");
    let told = values(&chart);
    let names: Vec<&str> = told[1..6].iter().map(String::as_str).collect();
    assert_eq!(names, ["优", "良", "中", "差", "待定"]);
    let counted: usize = told[6..]
        .iter()
        .map(|count| count.parse::<usize>().expect("a count"))
        .sum();
    assert_eq!(counted, city.evaluation.cards.len());
}

#[test]
fn more_bars_than_a_page_has_room_for_go_on_in_another_chart() {
    let under = |number: usize| {
        let name = format!("{number} 号局");
        Department::new(&name).with(&format!("主管部门={number} 号主管部门"))
    };
    let of = |count: usize| {
        let word = summary(&Input::of((0..count).map(under)).score());
        let charts = word
            .lines
            .iter()
            .filter(|line| line.starts_with("各主管部门的平均分"));
        charts.cloned().collect::<Vec<_>>()
    };
    let title = "各主管部门的平均分，从高到低";
    assert_eq!(of(11), [title]);
    assert_eq!(of(12), [1, 2].map(|part| format!("{title}（{part}/2）")));
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    let template = Template::built_in("bureau").expect("built in");
    let written = || reports::bureau(&city().evaluation, &template).expect("a report");
    assert!(written() == written());
}

#[test]
fn nothing_declared_nothing_grouped_and_nothing_missing_are_said() {
    let scored = Input::of([Department::new("甲局").with("主管部门=")]).score();
    let text = summary(&scored).text();
    assert!(text.contains("本次没有部门报送自评得分。"), "{text}");
    assert!(text.contains("没有因缺少数据而待定的部门。"), "{text}");
    assert!(text.contains("没有部门失分。"), "{text}");
    assert!(text.contains("四、共性失分情况"), "{text}");
}

#[test]
fn no_department_scored_still_gives_a_summary() {
    let scored = Input::of([Department::new("甲局").with("满意度=")]).score();
    let text = summary(&scored).text();
    assert!(
        text.contains("其中 0 个得出总分，1 个因缺少数据待定"),
        "{text}"
    );
    assert!(!text.contains("排名第一"), "{text}");
}

#[test]
fn differences_of_declared_scores_are_listed_one_by_one() {
    let scored = Input::of([
        Department::new("甲局")
            .with("满意度=85%")
            .declares("公众或服务对象满意度=6"),
        Department::new("乙局").declares("公众或服务对象满意度=6"),
    ])
    .score();
    let word = summary(&scored);
    let rows: Vec<&Vec<String>> = word.tables.iter().flatten().collect();
    let expected = [
        "甲局",
        "公众或服务对象满意度",
        "6.00",
        "2.00",
        "+4.00",
        "自评偏高",
    ];
    assert!(rows.iter().any(|row| **row == expected), "{rows:?}");
    assert!(word.text().contains("2 个部门报送了自评得分，其中 1 个部门有不一致之处。1 个部门有指标的自评得分与核算得分不同，共 1 项次（自评偏高 1 项次，自评偏低 0 项次）。"));
}

/// Each department that differs is counted once, and told what it differs in.
#[test]
fn departments_that_differ_add_up() {
    let all = city()
        .evaluation
        .reviews
        .iter()
        .filter(|review| review.differs());
    assert_eq!(all.count(), 22);
    let word = summary(city());
    let text = word.text();
    for wanted in [
        "其中 22 个部门有不一致之处",
        "17 个部门有指标的自评得分与核算得分不同，共 17 项次（自评偏高 14 项次，自评偏低 3 项次）",
        "3 个部门各项指标没有不同，但是自评总分不等于各项之和",
        "2 个部门各项指标和总分都一致，只有等级不同",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    let rows: Vec<&Vec<String>> = word.tables.iter().flatten().collect();
    let told = |name: &str| {
        let mut of = rows.iter().filter(|row| row[0] == name && row.len() == 5);
        of.next().map(|row| row[4].clone())
    };
    for (name, wanted) in [
        ("示例市智慧教育中心", "等级自评“良”，核算“中”"),
        ("示例市社会福利院", "自评总分不等于各项之和 86.34"),
        (
            "示例市体育中心",
            "自评总分不等于各项之和 58.20；1 项指标没有自评",
        ),
    ] {
        assert_eq!(told(name).as_deref(), Some(wanted));
    }
}
