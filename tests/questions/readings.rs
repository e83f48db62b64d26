//! 争议读法: the readings of the built-in rule book against the published cases, ranges against every combination, and
//! the live sheet against the program for every choice.

use jixiao::expr::Figures;
use jixiao::questions::Questions;
use jixiao::questions::certainty::{Tolerance, certainty};
use jixiao::questions::disputes::Disputes;
use jixiao::questions::headroom::headroom;
use jixiao::questions::readings::told::OWN;
use jixiao::questions::readings::{Readings, digits, readings};
use jixiao::rulebook::library::load_text;
use jixiao::sheets;
use rust_decimal::Decimal;

use crate::support::recalculate::{Edit, Value, recalculate_with};
use crate::support::{Department, Edition, Input, Run, Scored, rule_book};

/// An indicator's score under one of its readings.
fn read_so(figures: &dyn Figures, edition: Edition, indicator: &str, reading: &str) -> Decimal {
    let book = rule_book(edition);
    let indicator = book.indicators.iter().find(|one| one.name == indicator);
    let readings = &indicator.expect("an indicator").alternatives;
    let reading = readings.iter().find(|one| one.name == reading);
    reading
        .expect("a reading")
        .expr
        .number(figures)
        .expect("a score")
}

#[test]
fn the_published_case_gives_what_the_evidence_says() {
    let run = Run {
        edition: Edition::A,
        ..Run::default()
    };
    let scored = Scored::of_sample("公开案例-教育信息技术中心.xlsx", &run);
    let record = &scored.evaluation.dataset.records[0];
    assert_eq!(scored.score(&record.name, "预算执行率"), "4.34");
    for (reading, score) in [
        ("平均执行率取累计进度的平均", 387),
        ("各部分先四舍五入再相加", 435),
        ("各季度单独封顶", 434),
    ] {
        let found = read_so(record, Edition::A, "预算执行率", reading);
        assert_eq!(found, Decimal::new(score, 2), "{reading}");
    }
    // 37.27% is 27.27 points beyond 10%: nothing is left under any reading.
    let found = read_so(record, Edition::A, "财务合规性", "不足一个百分点的不扣");
    assert_eq!(found, Decimal::TWO);
}

#[test]
fn a_part_of_a_percentage_point_counts_in_proportion_not_at_all_or_as_a_whole() {
    let of = |adjusted: &str| {
        let figures = format!("部门预算总规模=1000; 调整调剂资金累计={adjusted}");
        let scored = Input::of([Department::new("甲").with(&figures)]).score();
        let record = &scored.evaluation.dataset.records[0];
        let so = |reading| read_so(record, Edition::Default, "财务合规性", reading).to_string();
        [
            scored.score("甲", "财务合规性"),
            so("不足一个百分点的不扣"),
            so("不足一个百分点的算一个"),
        ]
        .map(|score| {
            score
                .trim_end_matches('0')
                .trim_end_matches('.')
                .to_string()
        })
    };
    assert_eq!(of("100"), ["3", "3", "3"]);
    assert_eq!(of("118.6"), ["2.81", "2.9", "2.8"]);
    assert_eq!(of("120"), ["2.8", "2.8", "2.8"]);
    assert_eq!(of("120.1"), ["2.8", "2.8", "2.7"]);
    assert_eq!(of("900"), ["2", "2", "2"]);
}

#[test]
fn the_other_readings_at_their_edges() {
    let so = |figures: &str, indicator: &str, reading: &str| {
        let scored = Input::of([Department::new("甲").with(figures)]).score();
        let own = scored.score("甲", indicator);
        let record = &scored.evaluation.dataset.records[0];
        let other = read_so(record, Edition::Default, indicator, reading);
        [own, format!("{other:.2}")]
    };
    let bought = "政府采购计划金额=100; 实际采购金额=100.01";
    let capped = "超计划的执行率部分按满分封顶";
    assert_eq!(so(bought, "政府采购执行情况", capped), ["1.00", "2.00"]);
    // 5 of 100 with them is 4.76%, of 100 without them 5%.
    let staff = "在编人数=100; 核定编制数=100; 编外人员数=5";
    let alone = "只与在编人数相比";
    assert_eq!(so(staff, "编外人员控制率", alone), ["1.00", "0.50"]);
    let quiet = "信访反映渠道和回复机制=0.5; 信访总件数=0; 信访回复件数=0; 信访按期回复件数=0";
    let scaled = "没有信访的两部分不评，按比例折算";
    assert_eq!(so(quiet, "群众信访办理情况", scaled), ["2.50", "1.50"]);
    let early =
        "一季度末支出进度=50%; 二季度末支出进度=50%; 三季度末支出进度=50%; 四季度末支出进度=100%";
    // 2 + 1 + 0.6667 + 1 + 2 × 1.1667 is over 6; capped 1 + 1 + 0.6667 + 1 + 2 × 0.9167.
    assert_eq!(so(early, "预算执行率", "各季度单独封顶"), ["6.00", "5.50"]);
}

fn small() -> &'static Scored {
    Scored::of_sample("小样-2021.xlsx", &Run::default())
}

/// The totals of one combination, reckoned from the indicators' scores alone.
fn totals(scored: &Scored, found: &Readings, chosen: &[usize]) -> Vec<Option<Decimal>> {
    let cards = scored.evaluation.cards.iter().enumerate();
    let total = |(place, card): (usize, &jixiao::scoring::Scorecard)| {
        let scores = card.indicators.iter().enumerate().map(|(indicator, own)| {
            match found
                .choices
                .iter()
                .position(|choice| choice.indicator == indicator)
            {
                Some(choice) => found.scores[place][choice][chosen[choice]],
                None => own.score,
            }
        });
        scores.sum()
    };
    cards.map(total).collect()
}

#[test]
fn ranges_are_those_of_every_combination() {
    let scored = Scored::of_sample("示例市-2021.xlsx", &Run::default());
    let found = readings(&scored.evaluation);
    assert_eq!((found.combinations, found.all), (48, true));
    let all: Vec<Vec<Option<Decimal>>> = (0..48)
        .map(|number| totals(scored, &found, &digits(number, &found.choices)))
        .collect();
    for (place, range) in found.ranges.iter().enumerate() {
        let own = all.iter().filter_map(|totals| totals[place]);
        let (least, most) = (own.clone().min(), own.max());
        assert_eq!(range.total.map(|span| span.least), least, "{place}");
        assert_eq!(range.total.map(|span| span.most), most, "{place}");
        if scored.evaluation.dataset.records[place].duplicate {
            continue;
        }
        let rank = |totals: &Vec<Option<Decimal>>| {
            let mine = totals[place]?;
            let records = &scored.evaluation.dataset.records;
            let above = totals.iter().enumerate().filter(|(other, total)| {
                !records[*other].duplicate && total.is_some_and(|total| total > mine)
            });
            u32::try_from(above.count() + 1).ok()
        };
        let ranks = all.iter().filter_map(rank);
        let (best, worst) = (ranks.clone().min(), ranks.max());
        assert_eq!(range.rank.map(|span| span.least), best, "{place}");
        assert_eq!(range.rank.map(|span| span.most), worst, "{place}");
    }
    // What the manual tells: one reading would lift the department that stands 0.03 below 良.
    let lifted: Vec<&str> = found
        .effects
        .iter()
        .filter(|effect| effect.reading.settled.is_none())
        .filter(|effect| {
            effect.moved.iter().any(|moved| {
                scored.evaluation.dataset.records[moved.department].name == "示例市智慧教育中心"
                    && moved.grade.1 == "良"
            })
        })
        .map(|effect| effect.reading.name.as_str())
        .collect();
    assert_eq!(lifted, ["单项超额完成的可抵其他项"]);
}

#[test]
fn the_live_sheet_says_for_every_choice_what_the_program_says() {
    let scored = small();
    let evaluation = &scored.evaluation;
    let answers = headroom(evaluation);
    let found = readings(evaluation);
    let questions = Questions {
        headroom: &answers,
        readings: &found,
        certainty: &certainty(evaluation, Tolerance::Usual),
        disputes: &Disputes::default(),
        against: None,
    };
    let bytes = sheets::whatif(evaluation, &questions).expect("the workbook is written");
    let first = 4 + found.choices.len() + 2;
    for number in 0..found.combinations {
        let chosen = digits(number, &found.choices);
        let cells: Vec<String> = (0..chosen.len())
            .map(|row| format!("D{}", row + 4))
            .collect();
        let names = chosen.iter().zip(&found.choices).map(|(reading, choice)| {
            match reading.checked_sub(1) {
                Some(open) => choice.open[open].name.as_str(),
                None => OWN,
            }
        });
        let edits: Vec<(&str, &str, Edit)> = cells
            .iter()
            .zip(names)
            .map(|(cell, name)| ("争议读法", cell.as_str(), Edit::Text(name)))
            .collect();
        let live = recalculate_with(&bytes, &edits);
        let expected = totals(scored, &found, &chosen);
        for (position, place) in evaluation.ranking.order.iter().enumerate() {
            let row = first + position;
            let total = expected[*place].expect("a total");
            let shown = live.number("争议读法", &format!("F{row}"));
            assert_eq!(
                format!("{shown:.2}"),
                format!("{total:.2}"),
                "{chosen:?} {place}"
            );
            let grade = &evaluation.book.grades.of(total).name;
            assert_eq!(
                live.text("争议读法", &format!("G{row}")),
                *grade,
                "{chosen:?} {place}"
            );
            let above = expected
                .iter()
                .flatten()
                .filter(|other| **other > total)
                .count();
            let rank = live.value("争议读法", &format!("H{row}"));
            assert_eq!(
                rank,
                Value::Number((above + 1) as f64),
                "{chosen:?} {place}"
            );
        }
    }
}

#[test]
fn another_reading_is_linted_as_an_indicator_is() {
    let text = include_str!("../rulebooks/good/最小.toml");
    let with = |alternative: &str| {
        let (start, rest) = text
            .split_once("[[indicators]]\nname = \"信息公开\"")
            .expect("an indicator");
        let text = format!("{start}{alternative}\n[[indicators]]\nname = \"信息公开\"{rest}");
        let loaded = load_text("规则.toml", &text);
        let told: Vec<String> = loaded.findings.into_iter().map(|one| one.message).collect();
        (told, loaded.book)
    };
    let (told, book) = with(
        r#"[[indicators.alternatives]]
name = "按比例"
reason = "也可以按比例。"
items = [ { shape = "proportional", rate = "支出数 / 预算数", points = 8 } ]
"#,
    );
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(
        book.expect("a rule book").indicators[0].alternatives.len(),
        1
    );
    let (told, _) = with(
        r#"[[indicators.alternatives]]
name = "按比例"
reason = "也可以按比例。"
items = [ { shape = "proportional", rate = "支出数 / 预算数", points = 7 } ]
"#,
    );
    assert_eq!(told, ["“按比例”的各评分项合计 7 分，与指标分值 8 分不等"]);
    let (told, _) = with("[[indicators.alternatives]]\nname = \"按比例\"\nreason = \"也可以。\"\n");
    assert_eq!(told, ["争议读法“按比例”没有评分项 items"]);
}

#[test]
fn an_extending_rule_book_keeps_the_readings_of_what_it_keeps() {
    let alike = |edition| {
        let book = rule_book(edition);
        let with = book
            .indicators
            .iter()
            .filter(|one| !one.alternatives.is_empty());
        with.map(|one| one.name.clone()).collect::<Vec<String>>()
    };
    assert_eq!(alike(Edition::Default).len(), 6);
    // Edition a has its own indicator of outcomes.
    assert_eq!(alike(Edition::A).len(), 5);
}
