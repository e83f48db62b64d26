//! One test binary; each module says what it covers.

/// What several outputs print of the same thing is the same.
mod agreement;
/// Departments as typed values, without any sheet: the library as other programs use it.
mod batch;
/// The command line: files, JSON, terminal, usage.
mod cli;
/// Years side by side: the split of changes, departments over the years, the workbook.
mod comparison;
/// Files made to break the program, and faults while it writes.
mod hostile;
/// Intake: headers, rows, units, percentages, and every form in which a cell may come.
mod intake;
/// Truths that hold for every input: expressions, scores, orders, hostile cells.
mod properties;
/// The recalculation support itself: a check that recalculates nothing would fail.
mod recalculation;
/// Word reports: what they say, what they leave to be filled in, templates.
mod reports;
/// The sample data: reproduced, every planted mistake found, scores as an independent scoring has them.
mod sample_data;
/// Scoring: every indicator at its edges, missing data, outcomes, ranking.
mod scoring;
/// Help for the tests: recalculating workbooks, building inputs, running the program.
mod support;

/// The annotated workbook: contract, formulas, corrections, feeding it back.
mod annotated;
/// Forms: handed out, filled in by others, collected, sent back.
mod forms;
/// Papers to sign and to work through: score tables and the ledger.
mod papers;
