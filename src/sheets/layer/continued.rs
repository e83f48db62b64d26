//! What one sheet cannot hold goes on in the next.

use std::ops::Range;

use crate::intake::generated::numbered;

/// The sheets that so many of something take, so many of them on each: their names, and which are on it. There is always
/// a first.
pub fn continued(
    name: &str,
    count: usize,
    each: usize,
) -> impl Iterator<Item = (String, Range<usize>)> {
    let each = each.max(1);
    let sheets = count.div_ceil(each).max(1);
    (0..sheets).map(move |place| {
        let first = place * each;
        (numbered(name, place + 1), first..count.min(first + each))
    })
}
