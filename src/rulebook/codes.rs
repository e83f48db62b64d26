//! Every problem code with its meaning: the program's own and those of a rule book's checks. One of them for
//! `jixiao explain H01`, all of them for `docs/problems.md`.

use super::RuleBook;
use crate::problem::meaning::{FAMILIES, Meaning};
use crate::problem::{Code, Severity};

/// The family of the codes that rule books bring.
const OF_RULE_BOOKS: char = 'K';

const INTRODUCTION: &str = "# 问题代码一览

这一页由程序生成（`cargo run --example problem_page > docs/problems.md`），请不要直接修改。

问题清单里的每一条都有代码。代码不会变，也不会另作他用，可以在来往文件里引用。在命令行里看一个代码的说明：`jixiao explain H01`。
";

/// The help on a code, of the program or of a rule book, in capitals or not.
pub fn find(code: &str, book: &RuleBook) -> Option<Meaning> {
    let own = Code::ALL.iter().copied().map(Meaning::of);
    own.chain(of_checks(book))
        .find(|known| known.code.eq_ignore_ascii_case(code))
}

/// The page that lists every code: those of the program, and those of some rule books.
pub fn page(books: &[RuleBook]) -> String {
    let mut page = String::from(INTRODUCTION);
    for (letter, about) in FAMILIES {
        page.push_str(&format!("\n## {letter}：{about}\n"));
        let own = Code::ALL.iter().copied().map(Meaning::of);
        for meaning in own.filter(|known| known.code.starts_with(letter)) {
            page.push_str(&entry("###", &meaning));
        }
        for book in books.iter().filter(|_| letter == OF_RULE_BOOKS) {
            page.push_str(&format!("\n### 规则书 {}\n", book.id));
            for meaning in of_checks(book) {
                page.push_str(&entry("####", &meaning));
            }
        }
    }
    page
}

fn of_checks(book: &RuleBook) -> impl Iterator<Item = Meaning> {
    let meaning = |severity| match severity {
        Severity::Error => "勾稽校验：几项数据相互矛盾，一定有一项填错了。不改变得分。",
        _ => "勾稽校验：几项数据放在一起不大合理，可能填错了。不改变得分。",
    };
    book.checks.iter().map(move |check| Meaning {
        code: check.code.clone(),
        title: check.title(),
        meaning: meaning(check.severity).into(),
        example: check.told(|_| "…".into()),
        remedy: check.advice.clone(),
    })
}

fn entry(heading: &str, meaning: &Meaning) -> String {
    let Meaning {
        code,
        title,
        meaning,
        example,
        remedy,
    } = meaning;
    format!("\n{heading} {code} {title}\n\n{meaning}\n\n- 例如：{example}\n- 怎么办：{remedy}\n")
}
