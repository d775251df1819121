//! Our DEX reader against the crate `dex`, which is right on the files of the corpus, and against shapes that no compiler writes.

use std::path::Path;

use apksweep::app::App;
use apksweep::budget::Budget;
use apksweep::container::Package;
use apksweep::gap::Read;
use apksweep::program::{Program, build::Source};

/// Every DEX of the corpus: (name, bytes).
fn corpus() -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let apps = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/apps");
    let mut folders: Vec<_> = std::fs::read_dir(apps).expect("the corpus").map(|e| e.expect("an entry").path()).collect();
    folders.sort();
    for app in folders.iter().map(|f| f.join("app.apk")).filter(|p| p.exists()) {
        let mut budget = Budget::default();
        let package = Package::open(&app, &mut budget).expect("an app of the corpus");
        for dex in App::load(&package, &mut budget).value.dex {
            out.push((format!("{} {}", app.display(), dex.path), dex.bytes));
        }
    }
    assert!(out.len() >= 15, "the corpus has DEX files");
    out
}

fn build(bytes: &[u8]) -> Read<Program<'_>> {
    Program::build(&[Source { path: "classes.dex", name: "classes.dex", bytes }], &mut Budget::default())
}

#[test]
fn counts_equal_those_of_the_crate_dex() {
    for (name, bytes) in corpus() {
        let oracle = dex::DexReader::from_vec(bytes.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let ours = build(&bytes);
        assert!(ours.gaps.is_empty(), "{name}: {:?}", ours.gaps);
        let program = ours.value;
        let theirs: Vec<_> = oracle.classes().map(|c| c.unwrap_or_else(|e| panic!("{name}: {e}"))).collect();
        assert_eq!(program.classes.len(), theirs.len(), "{name}: classes");
        let methods: usize = program.classes.iter().map(|c| program.class_methods(c).len()).sum();
        assert_eq!(methods, theirs.iter().map(|c| c.methods().count()).sum::<usize>(), "{name}: methods");
        assert_eq!(program.dex[0].file.strings.len as usize, oracle.strings().count(), "{name}: strings");
        assert_eq!(program.dex[0].file.methods.len as usize, oracle.method_ids().count(), "{name}: method ids");
    }
}

fn u32_at(b: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(b[at..at + 4].try_into().expect("four bytes"))
}

fn put(b: &mut [u8], at: usize, value: u32) {
    b[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

/// A header field, a class or the whole file is harmed; what is left is still read, and nothing panics or hangs.
#[test]
fn hostile_shapes() {
    type Harm = fn(&mut Vec<u8>);
    let (_, clean) = corpus().into_iter().max_by_key(|(_, b)| b.len()).expect("a DEX");
    let classes = build(&clean).value.classes.len();
    assert!(classes > 3);
    // (name, harm, are all classes still there)
    let shapes: [(&str, Harm, bool); 11] = [
        ("wrong checksum", |d| put(d, 8, 0), true),
        ("file size too big", |d| put(d, 32, u32::MAX), true),
        ("header size 0", |d| put(d, 36, 0), true),
        ("endian tag swapped", |d| put(d, 40, 0x7856_3412), true),
        ("no map", |d| put(d, 52, 0), true),
        ("map beyond the end", |d| put(d, 52, u32::MAX - 3), true),
        ("string count huge", |d| put(d, 56, u32::MAX), true),
        ("trailing bytes", |d| d.extend([0u8; 4096]), true),
        (
            "superclasses in a circle",
            |d| {
                let (n, at) = (u32_at(d, 96) as usize, u32_at(d, 100) as usize);
                for i in 0..n {
                    let next = u32_at(d, at + 32 * ((i + 1) % n));
                    put(d, at + 32 * i + 8, next);
                }
            },
            true,
        ),
        (
            "every class has the members of the first",
            |d| {
                let (n, at) = (u32_at(d, 96) as usize, u32_at(d, 100) as usize);
                let first = u32_at(d, at + 24);
                (0..n).for_each(|i| put(d, at + 32 * i + 24, first));
            },
            true,
        ),
        ("cut in the middle", |d| d.truncate(d.len() / 2), false),
    ];
    for (name, harm, whole) in shapes {
        let mut bytes = clean.clone();
        harm(&mut bytes);
        let read = build(&bytes);
        if whole {
            assert_eq!(read.value.classes.len(), classes, "{name}");
        } else {
            assert!(read.value.classes.len() < classes || !read.gaps.is_empty(), "{name}: something must be missing, and told");
        }
        for class in &read.value.classes {
            assert!(read.value.ancestors(class.id).len() < 4096, "{name}: a circle ends");
        }
    }
    assert!(!build(b"not a DEX").gaps.is_empty(), "no DEX is a gap");
}
