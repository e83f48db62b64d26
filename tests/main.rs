//! One test binary; each module says what it covers.

/// Help for the tests: recalculating workbooks, building inputs.
mod support;
