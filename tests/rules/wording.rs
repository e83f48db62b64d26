//! The scoring standard in print: made of the shapes, so that it cannot contradict them; and numbers in texts
//! that a rule book writes itself, held against those that it scores with.

use jixiao::rulebook::library::{self, BUILT_IN, load_text};
use jixiao::rulebook::{FindingLevel, RuleBook};

const ID: &str = "shenzhen-2021";

fn built_in() -> &'static str {
    library::built_in(ID).unwrap()
}

/// The built-in rule book under another id, with texts replaced.
fn changed(replaced: &[(&str, &str)]) -> String {
    let own = built_in().replacen(&format!("id = \"{ID}\""), "id = \"ours\"", 1);
    replaced.iter().fold(own, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

fn book(text: &str) -> RuleBook {
    load_text("规则.toml", text).book.unwrap()
}

fn criteria<'b>(book: &'b RuleBook, name: &str) -> &'b str {
    let found = book.indicators.iter().find(|one| one.name == name);
    &found.unwrap().criteria
}

/// What is warned of, each with the stretch of the file that it points at.
fn warnings(text: &str) -> Vec<(String, String)> {
    let loaded = load_text("规则.toml", text);
    let findings = loaded.findings.iter();
    findings
        .map(|finding| {
            assert_eq!(finding.level, FindingLevel::Warning, "{}", finding.message);
            let at = finding.at.source.text[finding.at.range.clone()].to_string();
            (at, finding.message.clone())
        })
        .collect()
}

#[test]
fn the_standard_of_every_built_in_indicator() {
    let mut told = String::new();
    for (id, _) in BUILT_IN {
        let book = library::load(id).unwrap().book.unwrap();
        for indicator in &book.indicators {
            told += &format!("{id} {}：{}\n", indicator.name, indicator.criteria);
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn the_standard_of_every_shape() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("tests/rulebooks/good/其他地区.toml");
    let book = library::load(path.to_str().unwrap()).unwrap().book.unwrap();
    let told: Vec<String> = book
        .indicators
        .iter()
        .map(|indicator| format!("{}：{}", indicator.name, indicator.criteria))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// One band's points, a bound, a rate: what is printed follows by itself.
#[test]
fn what_is_printed_follows_what_is_scored() {
    let text = changed(&[
        (
            "{ when = \">= 75%, < 90%\", points = 0.7 }",
            "{ when = \">= 70%, < 90%\", points = 0.6 }",
        ),
        (
            "{ when = \">= 60%, < 75%\", points = 0.4 }",
            "{ when = \">= 60%, < 70%\", points = 0.4 }",
        ),
        ("over = \"10%\"\neach = 0.1", "over = \"15%\"\neach = 0.2"),
    ]);
    let book = book(&text);
    assert_eq!(
        criteria(&book, "固定资产利用率"),
        "固定资产利用率 = 在用固定资产总额 ÷ 固定资产总额：90% 及以上得 1 分，70% 至不足 90% 得 0.6 分，60% 至不足 70% 得 0.4 分，不足 60% 得 0 分。"
    );
    let standard = criteria(&book, "财务合规性");
    assert!(
        standard.contains("不超过 15% 得 1 分，每超出 1 个百分点扣 0.2 分"),
        "{standard}"
    );
}

#[test]
fn an_items_words_stand_where_the_sentence_says_its_number() {
    let own = "criteria = \"对照专项资金预算编制、项目库管理、新增项目事前绩效评估等要求：{1}。\"";
    for (sentence, printed) in [
        (
            "criteria = \"按通知评：{1}。\"",
            "按通知评：满分 5 分，预算编制不符合项数每 1 项扣 1 分，扣完为止。",
        ),
        (
            "criteria = \"\"",
            "满分 5 分，预算编制不符合项数每 1 项扣 1 分，扣完为止。",
        ),
        (
            "",
            "满分 5 分，预算编制不符合项数每 1 项扣 1 分，扣完为止。",
        ),
        ("criteria = \"每项扣 1 分。\"", "每项扣 1 分。"),
    ] {
        let book = book(&changed(&[(own, sentence)]));
        assert_eq!(criteria(&book, "预算编制规范性"), printed);
    }
    for (sentence, message) in [
        (
            "criteria = \"按通知评：{2}。\"",
            "“criteria”里的 {2} 不是评分项的序号",
        ),
        (
            "criteria = \"按通知评：{一}。\"",
            "“criteria”里的 {一} 不是评分项的序号",
        ),
        (
            "criteria = \"按通知评：{1。\"",
            "“criteria”里缺少右花括号 }",
        ),
    ] {
        let loaded = load_text("规则.toml", &changed(&[(own, sentence)]));
        let told: Vec<&str> = loaded
            .findings
            .iter()
            .map(|one| one.message.as_str())
            .collect();
        assert_eq!(told, [message]);
        assert!(loaded.book.is_none());
    }
}

/// Each change on its own, of the figure or of the text, and what is warned of.
#[test]
fn numbers_that_agree_with_none_are_warned_of() {
    let petitions = "criteria = \"建立便利的意见反映渠道和办理回复机制 1 分；当年信访回复率达 100% 得 1 分；按期回复率达 100%、没有超期得 1 分。\"";
    let says = |text: &str| format!("criteria = \"{text}\"");
    for (from, to, expected) in [
        // The text is changed and the shape is not.
        (
            petitions,
            says("渠道和机制 1 分；回复率达 100% 得 1 分；按期回复率达 100% 得 1.5 分。"),
            &["1.5 分"][..],
        ),
        (
            petitions,
            says("渠道和机制 1 分；回复率达 95% 得 1 分；按期回复得 1 分。"),
            &["95%"],
        ),
        (petitions, says("三项共 3 分，各 1 分。"), &[]),
        (
            petitions,
            says("见第 4 点，2021 年 12 月 31 日前 3 个工作日内回复的得 1 分。"),
            &[],
        ),
        (petitions, says("三项各 2 分，共 6 分。"), &["2 分", "6 分"]),
        // The shape is changed and the text is not.
        ("over = \"10%\"", "over = \"15%\"".into(), &["10%", "10%"]),
        (
            "每项不符合扣 1 分，扣到 0 分为止。",
            "每项不符合扣 2 分，扣到 0 分为止。".into(),
            &["2 分"],
        ),
        (
            "test = \"一季度末支出进度 <= 100%\"",
            "test = \"一季度末支出进度 <= 120%\"".into(),
            &["100%"],
        ),
        (
            "填“是”“否”或 0 至 0.5 的分数",
            "填“是”“否”或 0 至 0.6 的分数".into(),
            &["0.6"],
        ),
        ("max = \"100%\"", "max = \"120%\"".into(), &["100%"]),
    ] {
        let found = warnings(&changed(&[(from, &to)]));
        let places: Vec<&str> = found.iter().map(|(at, _)| at.as_str()).collect();
        assert_eq!(places, expected, "{to}: {found:?}");
    }
}

#[test]
fn a_warning_says_which_numbers_there_are() {
    let text = changed(&[("over = \"10%\"", "over = \"15%\"")]);
    let loaded = load_text("规则.toml", &text);
    let told: Vec<String> = loaded
        .findings
        .iter()
        .map(|one| format!("{}；{}", one.message, one.hint.clone().unwrap_or_default()))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn the_maximum_of_a_column_is_held_against_its_help() {
    let half = "max = 0.5\naliases = [\"管理制度制定\"";
    for (most, warned) in [("0.4", true), ("0.5", false), ("0.6", true), ("1", true)] {
        let to = half.replace("0.5", most);
        let loaded = load_text("规则.toml", &changed(&[(half, &to)]));
        let help = |message: &str| message.starts_with("“help”写的");
        let found = loaded.findings.iter().any(|one| help(&one.message));
        assert_eq!(found, warned, "{most}");
    }
}

/// Same id and version as a built-in rule book, other content.
#[test]
fn a_rule_book_that_passes_for_a_built_in_one_is_told() {
    let figure = ("points = 0.7", "points = 0.6");
    let altered = |text: &str| {
        let loaded = load_text("规则.toml", text);
        let warned = loaded
            .findings
            .iter()
            .any(|one| one.message.contains("名称和版本却一样"));
        let altered = loaded.book.unwrap().altered;
        assert_eq!(warned, altered);
        altered
    };
    let changed = built_in().replace(figure.0, figure.1);
    assert!(!altered(built_in()), "the very one");
    assert!(
        !altered(&built_in().replace('\n', "\r\n")),
        "lines may end as on Windows"
    );
    assert!(altered(&changed), "another figure");
    assert!(
        !altered(&(built_in().to_string() + "\n# 注\n")),
        "a remark changes no rule"
    );
    assert!(
        !altered(&changed.replace("version = \"1.0\"", "version = \"1.1\"")),
        "another version"
    );
    assert!(
        !altered(&changed.replace("id = \"shenzhen-2021\"", "id = \"ours\"")),
        "another id"
    );
    for (id, text) in BUILT_IN {
        assert!(!load_text(id, text).book.unwrap().altered, "{id}");
    }
}
