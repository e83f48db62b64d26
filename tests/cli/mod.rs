//! The command line: what it prints, writes and answers with.

/// Every command with every good rule book.
mod every_rule_book;
/// Which files are written, and which never.
mod files;
/// The JSON contract, held against its published schemas.
mod json;
/// What people see on the terminal, as snapshots.
mod terminal;
/// Exit statuses, usage errors, help, completions.
mod usage;
