//! Floor 6: constants, gates, taint.
