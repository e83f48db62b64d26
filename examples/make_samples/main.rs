//! Makes everything in `sample-data/` but the files in `其他形式/`:
//! `cargo run --example make_samples -- sample-data`.
//!
//! The same bytes come out each time: all chance comes from a seeded generator,
//! and the workbooks carry a fixed date. A test includes this file with
//! `#[path]`, calls [`write_all`] on a temporary folder and compares.
//!
//! The invented city is made in four steps, one file each: `city` names the
//! departments, `figures` and `outcomes` fill in their year (`oddities` in ways
//! that are odd but right), `declared` lets them score themselves, `mistakes`
//! and `outcome_mistakes` spoil some cells. What is planted is noted as it is
//! planted, so that the lists of it cannot be wrong about a cell.

pub mod city;
pub mod columns;
mod declared;
pub mod figures;
mod mistakes;
pub mod model;
mod oddities;
mod other_places;
mod outcome_mistakes;
mod outcomes;
mod published;
pub mod random;
mod results;
mod samples;
mod score;
mod tables;
mod write;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes all sample files into `dir`, which is made where it is missing.
pub fn write_all(dir: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(dir)?;
    let books = samples::all();
    for book in &books {
        fs::write(dir.join(book.file), write::workbook(book)?)?;
    }
    let others = dir.join(other_places::FOLDER);
    fs::create_dir_all(&others)?;
    for (file, bytes) in other_places::all()? {
        fs::write(others.join(file), bytes)?;
    }
    fs::write(dir.join("planted.toml"), tables::planted_toml(&books))?;
    fs::write(dir.join("expected.csv"), tables::expected_csv(&books))?;
    fs::write(dir.join("README.md"), tables::readme(&books))?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let dir = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("usage: cargo run --example make_samples -- OUTDIR")?;
    write_all(&dir)
}
