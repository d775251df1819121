//! The doors through which foreign bytes come in. Each reads bytes as the tool does and checks what must hold for any bytes whatever; a
//! panic is a failure. Used by `tests/mutation` and by the targets of `fuzz/`.

use apksweep::app::App;
use apksweep::budget::{Budget, Unit};
use apksweep::callgraph::{CallGraph, reflect};
use apksweep::container::source::Source as Bytes;
use apksweep::container::{Archive, Package};
use apksweep::detect::{self, Effort, Observed};
use apksweep::document::Document;
use apksweep::format::axml::{self, Element, Keep, Source};
use apksweep::format::dex::{Instructions, disassembly};
use apksweep::format::{arsc, dex, elf, proto, xml};
use apksweep::knowledge::Knowledge;
use apksweep::policy::{self, Lexicon};
use apksweep::program::{self, Constants, Program};

/// Small enough that a bomb ends soon, large enough for every seed.
pub fn budget() -> Budget {
    Budget::default().with(Unit::Inflated, 16 << 20).with(Unit::Entries, 20_000).with(Unit::Nodes, 400_000).with(Unit::CodeUnits, 4 << 20)
}

const HERE: Source = Source { place: "here", hides: &[] };

/// Records of an archive and all that they hold.
pub fn zip(bytes: &[u8]) {
    let mut left = budget();
    let archive = Archive::open(Bytes::bytes(bytes.to_vec()), "x.apk", &mut left).value;
    let before = left.left(Unit::Inflated);
    let made: u64 = archive.entries().iter().map(|e| archive.read(e, &mut left).value.len() as u64).sum();
    assert!(made <= before, "{made} bytes made of a budget of {before}");
}

/// Signing block, certificates and `META-INF`.
pub fn signing(bytes: &[u8]) {
    if let Ok(package) = Package::from_bytes(bytes.to_vec(), "x.apk", &mut budget()) {
        for signer in &package.signers {
            assert_eq!(signer.sha256.len(), 64);
            assert!(!signer.schemes.is_empty());
        }
        let _ = package.installable();
    }
}

/// Binary XML.
pub fn axml(bytes: &[u8]) {
    tree(axml::read(bytes, HERE, Keep::All, &mut budget()).value.root);
}

/// Textual XML, as decoded trees have it.
pub fn xml(bytes: &[u8]) {
    tree(xml::read(bytes, HERE, &mut budget()).value.root);
}

/// Protobuf XML and tables of an `.aab`.
pub fn protobuf(bytes: &[u8]) {
    tree(proto::read_xml(bytes, HERE, Keep::All, &mut budget()).value.root);
    let table = proto::Table::read(bytes, HERE, &mut budget()).value;
    for id in table.resources.keys() {
        let _ = table.lookup(*id);
    }
}

fn tree(root: Option<Element>) {
    let mut open: Vec<&Element> = root.iter().collect();
    let mut seen = 0usize;
    while let Some(e) = open.pop() {
        seen += 1;
        open.extend(&e.children);
    }
    assert!(seen <= 400_000);
}

/// The resource table.
pub fn arsc(bytes: &[u8]) {
    let mut left = budget();
    let table = arsc::Table::read(bytes, HERE, &mut left).value;
    let mut ids = Vec::new();
    for ((package, kind), chunks) in table.types() {
        for chunk in chunks.iter().take(64) {
            for (index, entry) in chunk.entries().take(4096) {
                let _ = table.plain(&entry.item);
                let _ = table.key_name(chunk, entry.key);
                ids.push(u32::from_be_bytes([package, kind, (index >> 8) as u8, index as u8]));
            }
        }
    }
    for id in ids.into_iter().take(4096) {
        let _ = table.lookup(id, &mut left);
    }
}

/// DEX, the numbered world, constants, the call graph and the disassembly.
pub fn dex(bytes: &[u8]) {
    let mut left = budget();
    if let Some(headers) = dex::open(bytes) {
        let mut units = 1u64 << 20;
        for file in &headers.files {
            for class in (0..file.classes.len).filter_map(|i| file.class(i)) {
                for code in class.members(file).filter_map(|m| file.code(m.code)) {
                    let Some(rest) = units.checked_sub(u64::from(code.units()) + 16) else { return };
                    units = rest;
                    let mut end = 0;
                    for insn in Instructions::new(code.insns) {
                        assert_eq!(insn.pc, end, "instructions stand one behind the other");
                        end = insn.pc + insn.width();
                        assert!(end <= code.units());
                        let line = disassembly::line(file, code.insns, &insn);
                        assert!(line.operands.len() < 1 << 20);
                    }
                    let _ = code.tries();
                }
            }
        }
    }
    let source = program::build::Source { path: "x.apk!classes.dex", name: "classes.dex", bytes };
    let program = Program::build(&[source], &mut left).value;
    let constants = Constants::new(&program);
    let look_ups = reflect::calls(&program, &constants);
    let graph = CallGraph::build(&program, &constants, &Default::default(), &look_ups);
    assert!(graph.node_count() >= program.method_count());
    for class in &program.classes {
        assert!(program.ancestors(class.id).len() <= program.type_count());
    }
}

/// Native libraries.
pub fn elf(bytes: &[u8]) {
    let _ = elf::read(bytes);
    let text: usize = elf::strings(bytes, &mut budget()).iter().map(String::len).sum();
    assert!(text <= bytes.len().saturating_mul(3));
}

/// A whole package up to the typed app.
pub fn app(bytes: &[u8]) {
    let mut left = budget();
    if let Ok(package) = Package::from_bytes(bytes.to_vec(), "x.apk", &mut left) {
        let app = App::load(&package, &mut left).value;
        assert!(app.dex.iter().map(|d| d.bytes.len() as u64).sum::<u64>() <= 16 << 20);
    }
}

/// A policy: offsets point into the printed text, quotes are its words.
pub fn policy(bytes: &[u8], lexicon: &Lexicon) {
    let Ok(read) = Document::read("policy", bytes, &mut budget()) else { return };
    let document = read.value;
    let length = document.text.chars().count();
    let declared = policy::read(&document, 0, lexicon).value;
    for s in &declared.statements {
        let said: String = document.text.chars().skip(s.start).take(s.end.saturating_sub(s.start)).collect();
        assert_eq!(said, s.quote, "a quote is the text at its offsets");
    }
    for row in &declared.sdk_list {
        assert!(row.start <= row.end && row.end <= length);
    }
}

/// The text alone: every block lies inside it.
pub fn document(bytes: &[u8]) {
    if let Ok(read) = Document::read("policy", bytes, &mut budget()) {
        for block in &read.value.blocks {
            assert!(read.value.text.get(block.range.clone()).is_some(), "{:?} of {}", block.range, read.value.text.len());
            assert!(block.links.iter().all(|(range, _)| read.value.text.get(range.clone()).is_some()));
            assert!(block.headings.iter().all(|h| *h < read.value.blocks.len()));
        }
    }
}

/// Everything the app column does: what it cites is there.
pub fn observe(bytes: &[u8], knowledge: &Knowledge) {
    observed(bytes, knowledge);
}

/// What the app column sees in a package, where it is one.
pub fn observed(bytes: &[u8], knowledge: &Knowledge) -> Option<Observed> {
    let mut left = budget();
    let package = Package::from_bytes(bytes.to_vec(), "x.apk", &mut left).ok()?;
    let mut gaps = package.gaps.clone();
    let app = App::load(&package, &mut left).unpack(&mut gaps);
    let sources: Vec<_> = app.dex.iter().map(|d| program::build::Source { path: &d.path, name: &d.name, bytes: &d.bytes }).collect();
    let program = Program::build(&sources, &mut left).unpack(&mut gaps);
    let observed = detect::observe(&package, &app, &program, gaps, knowledge, Some(Effort::Normal), &mut left);
    let cited = observed.collections.iter().flat_map(|c| &c.evidence).chain(observed.sdks.iter().flat_map(|s| &s.evidence));
    for id in cited.chain(observed.gaps.iter().flat_map(|g| &g.evidence)) {
        assert!(observed.evidence.get(id).is_some(), "{id:?} is cited and is not there");
    }
    Some(observed)
}

/// The lexicon of the built-in knowledge.
pub fn lexicon() -> Lexicon {
    Lexicon::new(Knowledge::builtin())
}
