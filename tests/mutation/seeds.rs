//! What the mutations start from: the apps and policies of the corpus, and a few files built here of kinds that the corpus lacks.

use std::path::{Path, PathBuf};

use apksweep::budget::Budget;
use apksweep::container::Package;

fn corpus(below: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut folders = vec![below.to_owned()];
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(&folder).expect("the corpus") {
            let path = item.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if wanted(&path) {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

fn files(wanted: impl Fn(&Path) -> bool) -> Vec<Vec<u8>> {
    let apps = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/apps");
    corpus(&apps, &wanted).iter().map(|p| std::fs::read(p).expect("a file of the corpus")).collect()
}

/// `app.apk`, `.apks`, `.xapk` of every app.
pub fn packages() -> Vec<Vec<u8>> {
    files(|p| p.file_stem().is_some_and(|s| s == "app") && p.extension().is_some_and(|e| e == "apk" || e == "apks" || e == "xapk"))
}

/// Policies beside the apps and inside their sources.
pub fn policies() -> Vec<Vec<u8>> {
    files(|p| {
        let stem = p.file_stem().unwrap_or_default().to_string_lossy();
        (stem == "policy" || stem == "privacy") && p.extension().is_none_or(|e| e != "json")
    })
}

/// Source files of one name.
pub fn sources(name: &str) -> Vec<Vec<u8>> {
    files(|p| p.file_name().is_some_and(|n| n == name))
}

/// Entries of the packages, inflated.
pub fn entries(wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    for bytes in packages() {
        let mut budget = Budget::default();
        let Ok(package) = Package::from_bytes(bytes, "app.apk", &mut budget) else { continue };
        for part in &package.parts {
            for entry in part.archive.entries().iter().filter(|e| wanted(&e.name)) {
                out.push(part.read(entry, &mut budget).value);
            }
        }
    }
    out.retain(|b| !b.is_empty());
    out.sort();
    out.dedup();
    out
}

fn field(number: u8, value: &[u8]) -> Vec<u8> {
    let mut out = vec![number << 3 | 2];
    let mut len = value.len();
    while len > 0x7f {
        out.push(len as u8 | 0x80);
        len >>= 7;
    }
    out.push(len as u8);
    out.extend(value);
    out
}

/// Protobuf of an app bundle (Resources.proto): a manifest and a table.
pub fn protobuf() -> Vec<Vec<u8>> {
    let attribute = |name: &str, value: &str, id: u16| {
        let mut a = [field(2, name.as_bytes()), field(3, value.as_bytes())].concat();
        if id == 0 {
            return field(4, &a);
        }
        // resource_id, field 5, a varint: 0x0101_0000 | id
        a.push(5 << 3);
        let mut n = 0x0101_0000u32 | u32::from(id);
        while n > 0x7f {
            a.push(n as u8 | 0x80);
            n >>= 7;
        }
        a.push(n as u8);
        field(4, &a)
    };
    let element = |name: &str, body: &[Vec<u8>]| field(1, &[field(3, name.as_bytes()), body.concat()].concat());
    let permission = element("uses-permission", &[attribute("name", "android.permission.CAMERA", 3)]);
    let manifest = element("manifest", &[attribute("package", "com.x.y", 0), field(5, &permission)]);
    let string = field(1, &field(2, &field(1, &field(2, b"label"))));
    let entry = [vec![1 << 3 | 2, 2, 8, 1], field(2, b"app_name"), field(6, &field(2, &field(4, &string)))].concat();
    let kind = [vec![1 << 3 | 2, 2, 8, 1], field(2, b"string"), field(3, &entry)].concat();
    let package = [vec![1 << 3 | 2, 2, 8, 0x7f], field(2, b"com.x.y"), field(3, &kind)].concat();
    vec![manifest, field(2, &package)]
}

/// Two ELF files, 64-bit and 32-bit.
pub fn elf() -> Vec<Vec<u8>> {
    [true, false].map(shared_object).to_vec()
}

/// An ELF with one `DT_NEEDED` and one exported symbol, told by segments as well as by sections.
fn shared_object(wide: bool) -> Vec<u8> {
    let half = |n: u16| n.to_le_bytes().to_vec();
    let four = |n: u64| (n as u32).to_le_bytes().to_vec();
    let word = |n: u64| if wide { n.to_le_bytes().to_vec() } else { four(n) };
    let names = b"\0liblog.so\0Java_com_x_A_f\0".to_vec();
    let (header, segment, section, symbol) = if wide { (64u64, 56u64, 64u64, 24u64) } else { (52, 32, 40, 16) };
    let strings = header + 2 * segment;
    let symbols = (strings + names.len() as u64).next_multiple_of(8);
    let dynamic = symbols + 2 * symbol;
    let dynamic_size = 6 * word(0).len() as u64;
    let sections = dynamic + dynamic_size;
    let mut out = vec![0x7f, b'E', b'L', b'F', if wide { 2 } else { 1 }, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    out.extend([half(3), half(if wide { 183 } else { 40 }), four(1), word(0), word(header), word(sections), four(0)].concat());
    out.extend([half(header as u16), half(segment as u16), half(2), half(section as u16), half(4), half(1)].concat());
    // PT_LOAD over the whole file, PT_DYNAMIC.
    for (kind, at, size) in [(1, 0, sections), (2, dynamic, dynamic_size)] {
        let places = [word(at), word(at), word(at), word(size), word(size)].concat();
        out.extend(if wide { [four(kind), four(4), places, word(8)].concat() } else { [four(kind), places, four(4), word(8)].concat() });
    }
    out.extend(&names);
    out.resize((symbols + symbol) as usize, 0);
    // `Java_com_x_A_f`: a global function of section 1.
    let kind = [vec![0x12, 0], half(1)].concat();
    let place = [word(0x1000), word(16)].concat();
    out.extend(if wide { [four(11), kind, place].concat() } else { [four(11), place, kind].concat() });
    // DT_NEEDED, DT_STRTAB, DT_NULL
    for (tag, value) in [(1, 1), (5, strings), (0, 0)] {
        out.extend([word(tag), word(value)].concat());
    }
    let rows = [
        (0, 0, 0, 0, 0, 0),
        (3, strings, names.len() as u64, 0, 0, 0),
        (11, symbols, 2 * symbol, 1, 1, symbol),
        (6, dynamic, dynamic_size, 1, 0, dynamic_size / 3),
    ];
    for (kind, at, size, link, info, entry) in rows {
        let places = [word(2), word(at), word(at), word(size)].concat();
        out.extend([four(0), four(kind), places, four(link), four(info), word(8), word(entry)].concat());
    }
    out
}
