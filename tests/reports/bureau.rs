//! The supervising bureau's summary.

use jixiao::reports::{self, ChartFont, Template};

use crate::support::{Department, Input, Run, Scored, Word, sample_path};

fn summary(scored: &Scored, font: Option<&ChartFont>) -> Word {
    let template = Template::built_in("bureau").expect("built in");
    Word::of(&reports::bureau(&scored.evaluation, &template, font).expect("a report"))
}

fn city() -> Scored {
    Scored::of_file(&sample_path("示例市-2021.xlsx"), &Run::default()).expect("the city")
}

#[test]
fn the_summary_of_the_city_word_for_word() {
    insta::assert_snapshot!(summary(&city(), None).golden());
}

#[test]
fn every_department_is_in_the_ranking() {
    let city = city();
    let word = summary(&city, None);
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

#[test]
fn without_a_font_there_is_no_picture_and_it_is_said() {
    let word = summary(&city(), None);
    assert!(word.text().contains("没有找到中文字体，没有画图"));
    assert!(
        !word
            .parts
            .iter()
            .any(|part| part.starts_with("word/media/"))
    );
}

#[test]
fn with_a_font_there_are_three_pictures() {
    // It has no Chinese characters, and is on every machine.
    let font = ChartFont::new(charts_rs::DEFAULT_FONT_FAMILY, charts_rs::DEFAULT_FONT_DATA)
        .expect("a font");
    let word = summary(&city(), Some(&font));
    let pictures = word
        .parts
        .iter()
        .filter(|part| part.starts_with("word/media/"));
    assert_eq!(pictures.count(), 3);
    assert!(!word.text().contains("没有找到中文字体"));
}

#[test]
fn nothing_declared_nothing_grouped_and_nothing_missing_are_said() {
    let scored = Input::of([Department::new("甲局").with("主管部门=")]).score();
    let text = summary(&scored, None).text();
    assert!(text.contains("本次没有部门报送自评得分。"), "{text}");
    assert!(text.contains("没有因缺少数据而待定的部门。"), "{text}");
    assert!(text.contains("没有部门失分。"), "{text}");
    assert!(text.contains("四、共性失分情况"), "{text}");
}

#[test]
fn no_department_scored_still_gives_a_summary() {
    let scored = Input::of([Department::new("甲局").with("满意度=")]).score();
    let text = summary(&scored, None).text();
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
    let word = summary(&scored, None);
    let rows: Vec<&Vec<String>> = word.tables.iter().flatten().collect();
    let expected = [
        "甲局",
        "公众或服务对象满意度",
        "6.00",
        "2.00",
        "+4",
        "自评偏高",
    ];
    assert!(rows.iter().any(|row| **row == expected), "{rows:?}");
    assert!(word.text().contains("2 个部门报送了自评得分，其中 1 个部门的自评与核算结果不一致：自评偏高 1 项次，自评偏低 0 项次"));
}
