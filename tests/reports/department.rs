//! What a department's report says: every figure, every lost point once, and nothing that nobody knows.

use jixiao::analysis::losses;
use jixiao::decimal::trimmed;
use jixiao::scoring::Missing;

use super::report;
use crate::support::{Department, Edition, Input, Run, Scored, Word};

const CENTRE: &str = "深圳市教育信息技术中心";
const SCHOOL: &str = "深圳艺术学校";

fn centre() -> &'static Scored {
    let run = Run {
        edition: Edition::A,
        ..Run::default()
    };
    Scored::of_sample("公开案例-教育信息技术中心.xlsx", &run)
}

fn school() -> &'static Scored {
    let run = Run::missing(Missing::Declared);
    Scored::of_sample("公开案例-艺术学校.xlsx", &run)
}

/// The figures that the published report prints and that are among the raw data here; money has two decimals here.
const CENTRE_PRINTS: [&str; 24] = [
    "6,637.40 万元",
    "2,473.88 万元",
    "37.27%",
    "3,070.43 万元",
    "3,016.10 万元",
    "98.23%",
    "15.09%",
    "31.75%",
    "50.92%",
    "97.71%",
    "3,773.52 万元",
    "利用率为 100%",
    "编制数 27 人",
    "在编人数 26 人",
    "编外人员 3 人",
    "10.34%",
    "96.3%",
    "7.40 万元",
    "5.89 万元",
    "79.59%",
    "37.49 万元",
    "35.69 万元",
    "95.2%",
    "2021 年",
];
const SCHOOL_PRINTS: [&str; 12] = [
    "13,116.18 万元",
    "916.79 万元",
    "912.34 万元",
    "99.51%",
    "编制数 173 人",
    "在编人数 167 人",
    "11.41 万元",
    "52.58%",
    "1,092.59 万元",
    "937.22 万元",
    "85.78%",
    "95.01%",
];

#[test]
fn the_published_figures_of_the_centre_are_all_there() {
    let text = report(centre(), CENTRE, "shenzhen-2021").text();
    for figure in CENTRE_PRINTS {
        assert!(text.contains(figure), "{figure} is not in\n{text}");
    }
}

#[test]
fn the_published_figures_of_the_school_are_all_there() {
    let text = report(school(), SCHOOL, "shenzhen-2021").text();
    for figure in SCHOOL_PRINTS {
        assert!(text.contains(figure), "{figure} is not in\n{text}");
    }
}

#[test]
fn the_report_of_the_centre_word_for_word() {
    insta::assert_snapshot!(report(centre(), CENTRE, "shenzhen-2021").golden());
}

#[test]
fn the_report_of_the_school_word_for_word() {
    insta::assert_snapshot!(report(school(), SCHOOL, "shenzhen-2021").golden());
}

/// The scores in the score table of a report, then total and grade.
fn score_column(word: &Word) -> Vec<String> {
    let table = word.tables.last().expect("the score table");
    let last = |row: &Vec<String>| row.last().cloned().unwrap_or_default();
    table.iter().skip(3).map(last).collect()
}

#[test]
fn the_score_tables_are_the_published_ones_but_for_the_two_wrong_scores() {
    let centre = score_column(&report(centre(), CENTRE, "shenzhen-2021"));
    let published = "5 5 3 6 1.98 2 3 2 2 2 1 1 0 3 5 4.34 8 6 25 3 6 94.32 优";
    assert_eq!(
        centre[..23].join(" "),
        published,
        "财务合规性 is 3 in print"
    );
    let school = score_column(&report(school(), SCHOOL, "shenzhen-2021"));
    let told: Vec<&str> = school[..23]
        .iter()
        .map(|s| s.trim_end_matches("（自评）"))
        .collect();
    let published = "5 5 3 6 2 2.81 3 2 2 1 1 1 1 3 6 5.95 8 6 24 3 4 94.76 优";
    // 1.9951… is 2 in print as well: two decimals.
    assert_eq!(told.join(" "), published, "财务合规性 is 2.86 in print");
    let adopted = school
        .iter()
        .filter(|score| score.ends_with("（自评）"))
        .count();
    assert!(adopted > 0, "what was adopted is marked: {school:?}");
}

#[test]
fn every_lost_point_of_the_city_stands_once_in_its_report() {
    let city = Scored::of_sample("示例市-2021.xlsx", &Run::default());
    let template = jixiao::reports::Template::built_in("shenzhen-2021").expect("built in");
    let evaluation = &city.evaluation;
    let reports = jixiao::reports::DepartmentReports::new(evaluation, &template).expect("parses");
    let mut points_lost = 0;
    for (place, (record, card)) in evaluation.departments().enumerate() {
        let word = Word::of(&reports.write(place).expect("a report"));
        let losses = losses(card, evaluation.book);
        for loss in &losses {
            let indicator = &evaluation.book.indicators[loss.indicator];
            let told = format!("）{}失 {} 分（分值", indicator.name, trimmed(loss.lost, 4));
            let lines = word.lines.iter().filter(|line| line.contains(&told));
            let lines: Vec<&String> = lines.collect();
            assert_eq!(lines.len(), 1, "{}: {told}", record.name);
            let why = card.explanation(loss.indicator, record, evaluation.book);
            assert!(lines[0].contains(why.as_str()), "{}: {why}", record.name);
            let advice = format!("针对“{}”（建议）：{}", indicator.name, indicator.advice);
            assert!(word.text().contains(&advice), "{}: {advice}", record.name);
            points_lost += 1;
        }
        let all = word.lines.iter().filter(|line| line.contains(" 分（分值 "));
        assert_eq!(all.count(), losses.len(), "{}", record.name);
    }
    assert!(points_lost > 300, "only {points_lost}");
}

#[test]
fn what_is_missing_is_asked_for_and_never_a_number() {
    let scored = Input::of([Department::new("甲局").with("实际采购金额=; 满意度=")]).score();
    let word = report(&scored, "甲局", "shenzhen-2021");
    let text = word.text();
    assert!(
        text.contains(
            "实际采购金额 【请填写：实际采购金额】，政府采购执行率为 【请填写：实际采购金额】"
        ),
        "{text}"
    );
    assert!(text.contains("满意度为 【请填写：满意度】"), "{text}");
    assert!(
        text.contains("“政府采购执行情况”指标分值 2 分，缺少数据，得分待定。"),
        "{text}"
    );
    assert!(
        text.contains("有 2 项指标缺少数据，综合评分暂不能核算"),
        "{text}"
    );
    // Every gap is marked, so that none is overlooked.
    let gaps = text.matches("【请填写").count();
    assert_eq!(word.xml.matches("w:highlight").count(), gaps);
}

#[test]
fn nothing_to_divide_by_is_said() {
    let scored =
        Input::of([Department::new("甲局").with("政府采购计划金额=0; 实际采购金额=0")]).score();
    let text = report(&scored, "甲局", "shenzhen-2021").text();
    assert!(
        text.contains("政府采购执行率为 （没有可以计算的数）"),
        "{text}"
    );
}

#[test]
fn full_marks_leave_no_problems_to_list() {
    let scored = Input::of([Department::new("甲局")]).score();
    let lost = losses(&scored.evaluation.cards[0], scored.evaluation.book);
    assert!(lost.is_empty(), "the model department has full marks");
    let text = report(&scored, "甲局", "shenzhen-2021").text();
    assert!(text.contains("各项指标均没有失分。"), "{text}");
    assert!(!text.contains("存在的问题\n"), "{text}");
}

#[test]
fn outcome_indicators_stand_in_a_table_as_they_were_written() {
    let department = Department::new("甲局").with("效果性评定分=").outcome(
        "效益类别=社会效益; 指标名称=受益人数（人）; 方向=正向; 目标值=1000; 完成值=900; 分值=25",
    );
    let word = report(&Input::of([department]).score(), "甲局", "shenzhen-2021");
    assert_eq!(
        word.tables[0][1],
        [
            "1",
            "社会效益",
            "受益人数（人）",
            "1000",
            "900",
            "25",
            "90%"
        ]
    );
}

#[test]
fn any_rule_book_has_a_report() {
    let scored = Input::of([Department::new("甲局").with("满意度=85%")]).score();
    let word = report(&scored, "甲局", "general");
    let text = word.text();
    assert!(
        text.contains("公众或服务对象满意度失 4 分（分值 6 分，得 2 分）"),
        "{text}"
    );
    assert_eq!(word.tables.len(), 1);
}

#[test]
fn sentences_round_but_not_over_a_threshold() {
    let figures = "满意度=79.99997%; 实际采购金额=79.99997; 四季度末支出进度=79.99997%";
    let scored = Input::of([Department::new("甲局").with(figures)]).score();
    let text = report(&scored, "甲局", "shenzhen-2021").text();
    for sentence in [
        // The rule book has a band that ends at 80% of satisfaction, and none for the other two.
        "满意度为 79.99997%，低于 80%。",
        "政府采购执行率为 80.00%。",
        "全年预算执行率为 80.00%。",
    ] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
}

#[test]
fn a_name_is_no_markup() {
    for name in [
        "## 某局",
        "[表：评分表]",
        "[横页]",
        "{{ 总分 }}",
        "某局<w:p/>&",
        "> 某局",
    ] {
        let word = report(&Input::of([Department::new(name)]).score(), name, "general");
        let head = format!("部门（单位）名称（公章）：{name}");
        assert!(word.lines.contains(&head), "{:?}", &word.lines[..3]);
        assert_eq!(word.tables.len(), 1, "{name}");
    }
}

#[test]
fn headers_repeat_and_the_table_lies() {
    let word = report(centre(), CENTRE, "shenzhen-2021");
    assert_eq!(word.xml.matches("<w:tblHeader").count(), 3);
    let landscape = word.xml.matches(r#"w:orient="landscape""#).count();
    assert_eq!(landscape, 1, "the last pages");
    let margins: Vec<&str> = word
        .xml
        .split("<w:pgMar ")
        .skip(1)
        .map(|rest| &rest[..40])
        .collect();
    assert_eq!(margins.len(), 2);
    assert!(
        margins[0].starts_with(r#"w:top="2098" w:right="1474""#),
        "{margins:?}"
    );
    assert!(
        word.parts.contains(&"word/footer1.xml".to_string()),
        "page numbers"
    );
}
