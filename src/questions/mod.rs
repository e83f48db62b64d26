//! What people ask of a score that is there: whether a result was changed since, and what would have changed it.
//! Everything is answered by the one tree and the figures; nothing here writes a sheet.
//!
//! * [`seal`]: what a result carries so that it can be verified;
//! * [`verify`]: a result held against what scoring gives again.

pub mod seal;
pub mod verify;
