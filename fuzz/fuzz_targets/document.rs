//! The text of a policy.
#![no_main]

use apksweep_fuzz::doors;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| doors::document(bytes));
