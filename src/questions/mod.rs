//! What people ask of a score that is there: whether a result was changed since, and what would have changed it.
//! Everything is answered by the one tree and the figures; nothing here writes a sheet.
//!
//! * [`seal`]: what a result carries so that it can be verified;
//! * [`verify`]: a result held against what scoring gives again;
//! * [`headroom`]: what would have given another grade, up or down;
//! * [`readings`]: where everybody would stand if a rule were read otherwise;
//! * [`against`]: where everybody would stand by another rule book;
//! * [`certainty`]: how sure a rank is, where judgements might have been a little otherwise;
//! * [`disputes`]: what would be if one side's figure were believed, or the other's;
//! * [`extremes`]: the ranks that follow where totals lie between two ends;
//! * [`changed`]: a record with some of its figures changed, to be scored by the same tree.

pub mod against;
pub mod certainty;
pub mod changed;
pub mod disputes;
pub mod extremes;
pub mod headroom;
pub mod readings;
pub mod seal;
pub mod verify;

use against::Against;
use certainty::Certainty;
use disputes::Disputes;
use headroom::Headroom;
use readings::Readings;

/// What was asked and answered.
pub struct Questions<'q> {
    /// Every department's way up and down, in the dataset's order.
    pub headroom: &'q [Headroom],
    /// Who stands where under other readings.
    pub readings: &'q Readings<'q>,
    /// How sure ranks and grades are.
    pub certainty: &'q Certainty,
    /// What each dispute decides; none where nothing is disputed.
    pub disputes: &'q Disputes,
    /// The same by another rule book, where one was named.
    pub against: Option<&'q Against<'q>>,
}
