//! Floor 6: what decides whether code runs. Knows no signature and no law: which texts speak of consent is told by the caller.

pub mod gate;
