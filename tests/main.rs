//! One test binary; each module says what it covers.

/// Scoring: every indicator at its edges, missing data, outcomes, ranking.
mod scoring;
/// Help for the tests: recalculating workbooks, building inputs, running the program.
mod support;
