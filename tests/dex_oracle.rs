//! Our DEX reader against the crate `dex`, which is right on the files of the corpus, and against shapes that no compiler writes.

use std::path::Path;

use apksweep::app::App;
use apksweep::budget::Budget;
use apksweep::container::Package;
use apksweep::format::dex::disassembly;
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

/// The text of every instruction of the corpus: known mnemonics, branches that lead to instructions, no reference that is a hole.
#[test]
fn disassembly() {
    let mut seen = std::collections::BTreeSet::new();
    for (name, bytes) in corpus() {
        let program = build(&bytes).value;
        for (code, dex) in program.method_ids().filter_map(|m| program.code(m)) {
            let starts: std::collections::BTreeSet<u32> = code.instructions().map(|i| i.pc).collect();
            for insn in code.instructions() {
                let line = disassembly::line(&dex.file, code.insns, &insn);
                seen.insert(line.mnemonic);
                assert!(!line.mnemonic.starts_with("unused"), "{name}: {line}");
                assert!(
                    !line.operands.contains(['<', '?']) || line.operands.contains("init>") || line.operands.contains('"'),
                    "{name}: {line}"
                );
                assert!(insn.target().is_none_or(|t| starts.contains(&t)), "{name}: {line}");
                for case in insn.switch_targets(code.insns) {
                    assert!(starts.contains(&case), "{name}: {line}");
                }
            }
        }
    }
    assert!(seen.len() > 60, "{} mnemonics: {seen:?}", seen.len());
}

/// A report of a corpus app, opened again: each cited place shows the instruction that the evidence speaks of.
#[test]
fn listings_show_what_evidence_cites() {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/apps/metro-notes/app.apk");
    let input = apksweep::Input { app: app.clone(), ..Default::default() };
    let report = apksweep::check(&input, apksweep::knowledge::Knowledge::builtin(), &Default::default()).expect("a report").report;
    let listings = apksweep::listing::listings(&app, &report, 2).expect("its own app");
    let who = "Lcom/kranich/metronotes/sync/Who;->name()Ljava/lang/String; @0x10";
    let (id, _) = report.evidence.0.iter().find(|(_, e)| e.locator == who).expect("the call");
    let shown: Vec<(bool, &str)> = listings[id].list.iter().map(|i| (i.cited, i.text.as_str())).collect();
    assert_eq!(
        shown,
        [
            (false, "move-result-object v0"),
            (false, "const-string v1, \"android_id\""),
            (
                true,
                "invoke-static {v0, v1}, Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;"
            ),
            (false, "move-result-object v0"),
            (false, "return-object v0"),
        ]
    );
    assert_eq!(listings[id].registers_text(), "registers 3, parameter v2");
    for (id, e) in report.evidence.0.iter().filter(|(_, e)| e.locator.contains(" @0x") && e.path.ends_with(".dex")) {
        let cited = listings.get(id).and_then(|l| l.list.iter().find(|i| i.cited)).unwrap_or_else(|| panic!("{}", e.locator));
        if let Some(called) = e.excerpt.strip_prefix("calls ") {
            let name = called.rsplit_once("->").map_or(called, |(_, n)| n);
            assert!(cited.text.contains(name) || cited.text.contains("invoke-"), "{}: {}", e.excerpt, cited.text);
        }
    }
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/apps/egg-timer/app.apk");
    assert!(apksweep::listing::listings(&other, &report, 2).is_err(), "another app is refused");
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
