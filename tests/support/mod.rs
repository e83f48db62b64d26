//! Help for the tests.

/// Recalculating an annotated workbook with an independent engine, from poisoned stored values.
pub mod recalculate;
