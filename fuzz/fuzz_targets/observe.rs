//! Everything that the app column does.
#![no_main]

use apksweep::knowledge::Knowledge;
use apksweep_fuzz::doors;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| doors::observe(bytes, Knowledge::builtin()));
