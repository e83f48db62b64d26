//! Departments in partitions, as an engine hands them out: each is scored by itself, ranks come last, over all.
//!
//! ```sh
//! cargo run --example partitions
//! ```

use std::error::Error;

use jixiao::{Batch, Decimal, Missing, RuleBook};

/// A row of the engine's table: name, 政府采购计划金额, 实际采购金额.
type Row = (String, i64, i64);

/// What comes back of a row.
struct Scored {
    name: String,
    /// The points that could be scored by what the row says, and of how many.
    scored: Decimal,
    points: Decimal,
}

fn main() -> Result<(), Box<dyn Error>> {
    let book = RuleBook::built_in("shenzhen-2021")?;
    let partitions = (0..3).map(|partition| -> Vec<Row> {
        let rows = (0..4).map(|row| {
            (
                format!("示例市第{}局", partition * 4 + row + 1),
                100,
                70 + partition * 7 + row * 5,
            )
        });
        rows.collect()
    });
    let mut all = Vec::new();
    for partition in partitions {
        all.extend(score(&partition, &book)?);
    }
    // Equal scores share the best place.
    all.sort_by_key(|one| std::cmp::Reverse(one.scored));
    let mut rank = 0;
    for (place, one) in all.iter().enumerate() {
        if place == 0 || all[place - 1].scored != one.scored {
            rank = place + 1;
        }
        println!("{rank}\t{}\t{}／{}", one.name, one.scored, one.points);
    }
    Ok(())
}

/// Scores a partition: no file, no terminal, nothing but its rows and the rules.
fn score(rows: &[Row], book: &RuleBook) -> Result<Vec<Scored>, Box<dyn Error>> {
    let mut batch = Batch::new(book).year(2021);
    for (name, planned, bought) in rows {
        batch
            .department(name)
            .set("政府采购计划金额", Decimal::from(*planned))?
            .set("实际采购金额", Decimal::from(*bought))?
            .set("采购政策功能落实", true)?;
    }
    let evaluation = batch.scored(Missing::Hold)?;
    let scored = evaluation.departments().map(|(record, card)| Scored {
        name: record.name.clone(),
        scored: card.scored_total,
        points: card.scored_points,
    });
    Ok(scored.collect())
}
