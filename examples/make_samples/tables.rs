//! What is known about the samples, for tests and for people: the planted
//! mistakes, the expected results, the README.

use super::city::{DEPARTMENTS, Past};
use super::columns::INDICATORS;
use super::model::{Book, Planted};
use super::results::{Outcome, outcomes};

/// `planted.toml`: one table a planted mistake.
pub fn planted_toml(books: &[Book]) -> String {
    let mut text = String::from(
        "# The mistakes and oddities planted in the samples, written by the example make_samples.\n\
         # expected: the severity of the problem reported at the cell, or none.\n",
    );
    for book in books {
        for planted in &book.planted {
            let Planted {
                sheet,
                department,
                cell,
                kind,
                expected,
                note,
            } = planted;
            let file = book.file;
            text.push_str(&format!(
                "\n[[planted]]\nfile = \"{file}\"\nsheet = \"{sheet}\"\n\
                 department = \"{department}\"\ncell = \"{cell}\"\nkind = \"{kind}\"\n\
                 expected = \"{expected}\"\nnote = \"{note}\"\n"
            ));
        }
    }
    text
}

/// `expected.csv`: every department's scores, total, grade and rank, from the
/// generator's own floating-point scoring.
pub fn expected_csv(books: &[Book]) -> String {
    let mut text = String::from("file,code,name");
    for (indicator, _) in INDICATORS {
        text.push_str(&format!(",{indicator}"));
    }
    text.push_str(",total,grade,rank\n");
    for book in books {
        for result in outcomes(book) {
            text.push_str(&format!("{},{},{}", book.file, result.code, result.name));
            for score in result.scores.iter().chain([&result.total]) {
                text.push(',');
                text.push_str(&points(*score));
            }
            let rank = result.rank.map(|rank| rank.to_string()).unwrap_or_default();
            text.push_str(&format!(",{},{rank}\n", result.grade));
        }
    }
    text
}

/// `README.md`, from its template.
pub fn readme(books: &[Book]) -> String {
    include_str!("readme.md")
        .replace("{{results}}", &results_table(books))
        .replace("{{changes}}", &changes_table())
        .replace("{{open}}", &open_table(&books[1]))
        .replace("{{planted}}", &planted_tables(books))
        .replace("{{review}}", &review_table(&books[1]))
}

fn points(score: Option<f64>) -> String {
    score.map(|score| format!("{score:.2}")).unwrap_or_default()
}

/// How many departments of each file have which grade.
fn results_table(books: &[Book]) -> String {
    let mut text = String::from(
        "| file | departments | ranked | 优 | 良 | 中 | 差 | 待定 |\n|---|---|---|---|---|---|---|---|\n",
    );
    for book in books {
        let results = outcomes(book);
        let count = |wanted: &dyn Fn(&Outcome) -> bool| {
            results.iter().filter(|result| wanted(result)).count()
        };
        text.push_str(&format!("| `{}` | {}", book.file, results.len()));
        text.push_str(&format!(" | {}", count(&|result| result.rank.is_some())));
        for grade in ["优", "良", "中", "差", "待定"] {
            text.push_str(&format!(" | {}", count(&|result| result.grade == grade)));
        }
        text.push_str(" |\n");
    }
    text
}

/// What became of departments between the two years.
fn changes_table() -> String {
    let mut text = String::from("| change | 2020 | 2021 |\n|---|---|---|\n");
    for department in &DEPARTMENTS {
        let change = match department.past {
            Past::Same => continue,
            Past::Renamed(_) => "renamed, same code",
            Past::Recoded(..) => "renamed, new code",
            Past::New => "newly founded",
            Past::Closed => "closed",
        };
        let side = |year| match department.identity(year) {
            Some((code, name)) => format!("{code} {name}"),
            None => String::new(),
        };
        text.push_str(&format!("| {change} | {} | {} |\n", side(2020), side(2021)));
    }
    text
}

/// The departments that stay without a total or a rank.
fn open_table(book: &Book) -> String {
    let mut text = String::from("| department | what keeps it from the ranking |\n|---|---|\n");
    for result in outcomes(book).iter().filter(|result| result.rank.is_none()) {
        let missing: Vec<&str> = INDICATORS
            .iter()
            .zip(&result.scores)
            .filter(|(_, score)| score.is_none())
            .map(|((indicator, _), _)| *indicator)
            .collect();
        let reason = if missing.is_empty() {
            "shares its code with another".to_string()
        } else {
            format!("{} is 待定", missing.join("、"))
        };
        text.push_str(&format!("| {} | {reason} |\n", result.name));
    }
    text
}

fn planted_tables(books: &[Book]) -> String {
    let mut text = String::new();
    for book in books.iter().filter(|book| !book.planted.is_empty()) {
        text.push_str(&format!(
            "### {}\n\n| sheet | cell | department | kind | expected | what |\n|---|---|---|---|---|---|\n",
            book.file
        ));
        for planted in &book.planted {
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} | {} |\n",
                planted.sheet,
                planted.cell,
                planted.department,
                planted.kind,
                planted.expected,
                planted.note
            ));
        }
        text.push('\n');
    }
    text.trim_end().to_string()
}

/// Every indicator that a department declares otherwise than it is computed.
fn review_table(book: &Book) -> String {
    let mut text =
        String::from("| department | indicator | declared | computed |\n|---|---|---|---|\n");
    for result in outcomes(book) {
        let Some(row) = book
            .declared
            .iter()
            .find(|row| row.department == result.name)
        else {
            continue;
        };
        for (index, (indicator, _)) in INDICATORS.iter().enumerate() {
            let (declared, computed) = (row.scores[index], result.scores[index]);
            if declared != computed {
                let computed = computed.map_or("待定".to_string(), |score| points(Some(score)));
                text.push_str(&format!(
                    "| {} | {indicator} | {} | {computed} |\n",
                    result.name,
                    points(declared)
                ));
            }
        }
    }
    text
}
