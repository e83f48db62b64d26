//! What people ask of a score: whether a result was changed, and what would have changed it.

/// Workbooks changed by hand, in the package itself.
mod tampered;
/// `verify`: what was changed is found and named, what was only saved again is the same.
mod verify;
