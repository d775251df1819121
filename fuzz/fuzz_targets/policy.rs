//! Statements, SDK list and facts of a policy.
#![no_main]

use std::sync::OnceLock;

use apksweep::policy::Lexicon;
use apksweep_fuzz::doors;
use libfuzzer_sys::fuzz_target;

static LEXICON: OnceLock<Lexicon> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| doors::policy(bytes, LEXICON.get_or_init(doors::lexicon)));
