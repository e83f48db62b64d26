//! Items that are made where they are written, some hundreds at once on all cores, so that those of many departments never
//! stand in memory together.

use rayon::prelude::*;

/// So many are made at once.
const AT_ONCE: usize = 256;

/// What is made of each of some places, in their order.
pub fn each<'p, T: Send + 'p>(
    places: &'p [usize],
    make: impl Fn(usize) -> T + Sync + 'p,
) -> impl Iterator<Item = T> + 'p {
    places.chunks(AT_ONCE).flat_map(move |some| {
        let made = some.par_iter().map(|place| make(*place));
        made.collect::<Vec<T>>()
    })
}
