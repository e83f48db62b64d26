//! The command line: what it prints, writes and answers with.

/// Every command with every good rule book.
mod every_rule_book;
/// Which files are written, and which never.
mod files;
/// The JSON contract, held against its published schemas.
mod json;
/// Slips in typing, wrong files, texts in other encodings.
mod mistakes;
/// What the page gets from its Worker, held against its schema.
mod page_documents;
/// `check`: problems by department and kind, and the workbook of them.
mod problem_list;
/// `rules`: workbooks from end to end, differences, the copy with the cells marked.
mod rules;
/// What people see on the terminal, as snapshots.
mod terminal;
/// Exit statuses, usage errors, help, completions.
mod usage;
