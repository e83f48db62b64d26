//! The colours of all sheets and charts, as RRGGBB, each for one meaning: the manual's section on the layout shows
//! them. Colour alone says nothing: a word, a sign or a number always stands beside it.

/// Titles of parts, letters that are filled in, letters of charts.
pub const INK: u32 = 0x1F3864;
/// Letters of notes, and of what is not in force.
pub const GREY: u32 = 0x595959;
/// Letters that explain how to fill in.
pub const HELP: u32 = 0x262626;
/// Letters of what was lost, is missing or fell.
pub const RED: u32 = 0xC00000;
/// Letters of what rose or is in order.
pub const GREEN: u32 = 0x2E7D32;
/// Letters of what is still to do.
pub const AMBER: u32 = 0x9C5700;
/// Letters of links.
pub const LINK: u32 = 0x0563C1;

/// Lines around cells.
pub const LINE: u32 = 0xA6A6A6;
/// Headers, and what is under them.
pub const HEADER: u32 = 0xDCE6F1;
pub const SUBHEADER: u32 = 0xEEF3FA;
/// Totals.
pub const TOTAL: u32 = 0xFFF8E5;
/// Cells to be filled in.
pub const ENTRY: u32 = 0xFFF9DB;

/// Errors, and what was declared too high.
pub const BAD: u32 = 0xFFC7CE;
/// Warnings, and what should be looked at.
pub const CAREFUL: u32 = 0xFFEB9C;
/// Information.
pub const TOLD: u32 = 0xDDEBF7;
/// Done.
pub const GOOD: u32 = 0xC6EFCE;
/// What does not count, or not yet: 待定.
pub const NEUTRAL: u32 = 0xEDEDED;
/// Points that were lost.
pub const LOST: u32 = 0xFDECEA;

/// Bars behind numbers: totals, rates.
pub const TOTAL_BAR: u32 = 0x9DC3E6;
pub const RATE_BAR: u32 = 0xA9D18E;
/// Bars of charts: totals, the lowest of them, rates, those without a grade.
pub const BAR: u32 = 0x5B9BD5;
pub const LOW: u32 = 0xED7D31;
pub const RATE: u32 = 0x70AD47;
pub const PENDING: u32 = 0xBFBFBF;
/// Lines of charts, from the first on.
pub const LINES: [u32; 8] = [BAR, LOW, RATE, 0xFFC000, 0x7030A0, 0x44546A, RED, 0x00B0A0];
/// Grid lines.
pub const GRID: u32 = 0xD9D9D9;
