//! What people ask of a score: whether a result was changed, and what would have changed it.

/// How sure a rank is, where judgements might have been otherwise.
mod certainty;
/// Figures that two sides state otherwise.
mod disputes;
/// How far it is to another grade, and what would have given it.
mod headroom;
/// Other readings of the rules: scores, ranges, the live sheet.
mod readings;
/// Workbooks changed by hand, in the package itself.
mod tampered;
/// `verify`: what was changed is found and named, what was only saved again is the same.
mod verify;
/// `whatif` as a command.
mod whatif;
