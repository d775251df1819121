//! Deterministic mutations of the corpus through every door: no panic, no broken promise, no input that takes minutes.
//!
//! `APKSWEEP_MUTATIONS=20000 cargo test --test mutation` for more than the few hundred of CI; `APKSWEEP_MUTATION_SEED=7` for others. An input
//! that fails is written to the target's temporary folder and named. Coverage-guided search is in `fuzz/`.

mod doors;
mod noise;
mod seeds;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use apksweep::knowledge::Knowledge;
use apksweep::report::sentence::said;
use noise::Noise;

/// Far above what any input may take, even on a machine that does ten other things.
const LONGEST: Duration = Duration::from_secs(120);

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |v| v.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// Mutates each seed in turn. `ci` mutations unless the environment asks for another number.
fn through(door: &str, seeds: &[Vec<u8>], ci: u64, read: impl Fn(&[u8])) {
    assert!(!seeds.is_empty(), "{door}: no seed");
    let first = number("APKSWEEP_MUTATION_SEED", 1);
    for (n, seed) in seeds.iter().enumerate() {
        tried(door, &format!("seed {n}"), seed, &read);
    }
    for n in 0..number("APKSWEEP_MUTATIONS", ci) {
        let mut noise = Noise::new(first.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ n.wrapping_add(1).wrapping_mul(0xd1b5_4a32_d192_ed03));
        let seed = &seeds[n as usize % seeds.len()];
        let other = &seeds[noise.below(seeds.len())];
        tried(door, &format!("mutation {n} of seed {first}"), &noise.mutate(seed, other), &read);
    }
}

fn tried(door: &str, name: &str, bytes: &[u8], read: &impl Fn(&[u8])) {
    let began = Instant::now();
    let whole = catch_unwind(AssertUnwindSafe(|| read(bytes))).is_ok();
    let took = began.elapsed();
    if whole && took < LONGEST {
        return;
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{door}-{}", name.replace(' ', "-")));
    std::fs::write(&file, bytes).expect("the temporary folder of the target");
    panic!("{door}: {name} {} ({})", if whole { format!("took {took:?}") } else { "panicked".into() }, file.display());
}

/// The test at hand, and what it reads.
macro_rules! doors {
    ($($name:ident: $seeds:expr, $ci:expr, $read:expr;)*) => {$(
        #[test]
        fn $name() {
            through(stringify!($name), &$seeds, $ci, $read);
        }
    )*};
}

doors! {
    zip: seeds::packages(), 800, doors::zip;
    signing: seeds::packages(), 600, doors::signing;
    axml: seeds::entries(|n| n.ends_with(".xml") && n.contains("Manifest") || n.starts_with("res/")), 1200, doors::axml;
    xml: seeds::sources("AndroidManifest.xml"), 600, doors::xml;
    protobuf: seeds::protobuf(), 1200, doors::protobuf;
    arsc: seeds::entries(|n| n == "resources.arsc"), 800, doors::arsc;
    dex: seeds::entries(|n| n.ends_with(".dex")), 800, doors::dex;
    elf: seeds::elf(), 800, doors::elf;
    app: seeds::packages(), 300, doors::app;
    document: seeds::policies(), 800, doors::document;
}

#[test]
fn policy() {
    let lexicon = doors::lexicon();
    through("policy", &seeds::policies(), 400, |bytes| doors::policy(bytes, &lexicon));
}

#[test]
fn observe() {
    let knowledge = Knowledge::builtin();
    through("observe", &seeds::packages(), 300, |bytes| doors::observe(bytes, knowledge));
}

/// What gaps and oddities of harmed apps say is said in Chinese too: `report::sentence` has a template for each.
#[test]
#[ignore = "a search: cargo test --test mutation sentences -- --ignored"]
fn sentences() {
    let knowledge = Knowledge::builtin();
    let missing = std::cell::RefCell::new(std::collections::BTreeSet::new());
    through("sentences", &seeds::packages(), 3000, |bytes| {
        let Some(seen) = doors::observed(bytes, knowledge) else { return };
        let all = seen.gaps.iter().map(|g| &g.what).chain(seen.anomalies.iter().map(|a| &a.what));
        missing.borrow_mut().extend(all.filter(|what| said(what).zh == **what).cloned());
    });
    let missing = missing.into_inner();
    assert!(missing.is_empty(), "{} sentences without Chinese: {missing:#?}", missing.len());
}

/// The harm is real: most mutations differ from their seed, and the same number gives the same bytes.
#[test]
fn noise_is_deterministic_and_does_something() {
    let seed: Vec<u8> = (0..=255).cycle().take(4000).collect();
    let made: Vec<Vec<u8>> = (0..200).map(|n| Noise::new(n).mutate(&seed, b"PK\x03\x04other")).collect();
    assert!(made.iter().filter(|m| **m != seed).count() > 190);
    assert_eq!(made[7], Noise::new(7).mutate(&seed, b"PK\x03\x04other"));
}

/// The files built here are what they are meant to be: a seed that no reader takes would test nothing.
#[test]
fn built_seeds_are_read() {
    for library in seeds::elf() {
        let library = apksweep::format::elf::read(&library).expect("an ELF file");
        assert_eq!(library.needed, ["liblog.so"]);
        assert_eq!(library.jni_exports, ["Java_com_x_A_f"]);
    }
    let here = apksweep::format::axml::Source { place: "here", hides: &[] };
    let [manifest, table] = &seeds::protobuf()[..] else { panic!("two files") };
    let read = apksweep::format::proto::read_xml(manifest, here, apksweep::format::axml::Keep::All, &mut doors::budget()).value;
    let root = read.root.expect("a manifest");
    assert_eq!(root.plain("package"), Some("com.x.y"));
    assert_eq!(root.children[0].android("name").and_then(|v| v.as_str()), Some("android.permission.CAMERA"));
    assert_eq!(apksweep::format::proto::Table::read(table, here, &mut doors::budget()).value.resources.len(), 1);
}
