//! whole_round
