//! A big app made up here: DEX files of the shape that compilers give them, native libraries, assets; nothing of it is random twice.
//!
//! What stands in a MB of DEX is what stands in one of real apps (two of them counted with `dexdump`: 80,000 and 93,000 instructions, of them
//! 17,000 calls and 25,000 sites of calls, strings, classes and static fields).

use std::collections::BTreeMap;
use std::io::Write;

use zip::CompressionMethod::{Deflated, Stored};
use zip::write::SimpleFileOptions;

/// How big.
#[derive(Clone, Copy)]
pub struct Size {
    pub dex_files: u32,
    /// Some 3.7 KB each, and at most 5,800: a DEX file numbers 65,536 methods.
    pub classes: u32,
    /// MB of native libraries, of stored and of deflated assets.
    pub other: [usize; 3],
}

/// 100 MB of DEX in a package of 300 MB (unpacked).
pub const HUGE: Size = Size { dex_files: 5, classes: 5500, other: [60, 100, 40] };
/// For a bench that ends while one waits.
pub const BIG: Size = Size { dex_files: 2, classes: 1500, other: [4, 4, 4] };

/// The package: the manifest of `base` (an app of the corpus), whose launcher class `launcher` calls into every DEX.
pub fn apk(size: Size, base: &[u8], launcher: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let day = zip::DateTime::default();
    let with = |method| SimpleFileOptions::default().compression_method(method).last_modified_time(day);
    let mut add = |name: &str, method, bytes: &[u8]| {
        zip.start_file(name, with(method)).expect("an entry");
        zip.write_all(bytes).expect("memory");
    };
    let mut manifest = zip::ZipArchive::new(std::io::Cursor::new(base)).expect("an app of the corpus");
    let mut bytes = Vec::new();
    std::io::copy(&mut manifest.by_name("AndroidManifest.xml").expect("its manifest"), &mut bytes).expect("memory");
    add("AndroidManifest.xml", Deflated, &bytes);
    for n in 0..size.dex_files {
        let name = if n == 0 { "classes.dex".to_owned() } else { format!("classes{}.dex", n + 1) };
        add(&name, Deflated, &dex(n, size, launcher));
    }
    let [native, stored, deflated] = size.other;
    for n in 0..native.div_ceil(20) {
        add(&format!("lib/arm64-v8a/libpart{n}.so"), Deflated, &library(native.min(20 * (n + 1)) - 20 * n, n as u64));
    }
    for n in 0..stored {
        let mut noise = Noise(n as u64 + 1);
        let bytes: Vec<u8> = (0..1 << 17).flat_map(|_| noise.next().to_le_bytes()).collect();
        add(&format!("assets/pictures/{n:03}.webp"), Stored, &bytes);
    }
    for n in 0..deflated {
        add(&format!("assets/tables/{n:03}.json"), Deflated, &text(1 << 20, n as u64));
    }
    zip.finish().expect("an archive").into_inner()
}

struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        self.0 ^ self.0 >> 29
    }

    fn below(&mut self, n: u32) -> u32 {
        ((self.next() >> 20) % u64::from(n.max(1))) as u32
    }
}

fn text(bytes: usize, seed: u64) -> Vec<u8> {
    let mut noise = Noise(seed + 77);
    let mut out = String::from("[");
    while out.len() < bytes {
        let (a, b) = (noise.below(100_000), noise.below(500));
        out.push_str(&format!("{{\"id\": {a}, \"name\": \"station {b}\", \"open\": {}}},\n", a % 2 == 0));
    }
    out.truncate(bytes);
    out.into_bytes()
}

/// An ELF header, then what libraries are made of: code that looks like noise, and strings.
fn library(mb: usize, seed: u64) -> Vec<u8> {
    let mut out = vec![0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 183, 0, 1, 0, 0, 0];
    out.resize(64, 0);
    let mut noise = Noise(seed + 999);
    while out.len() < mb << 20 {
        for _ in 0..48_000 {
            // Instructions of a fixed width repeat their high bytes.
            out.extend((0xf900_0000u32 | noise.below(1 << 16)).to_le_bytes());
        }
        out.extend(text(16_000, noise.next()));
    }
    out.truncate(mb << 20);
    out
}

/// Tables under construction: text to number, numbered in the order that the format wants.
#[derive(Default)]
struct Strings(BTreeMap<String, u32>);

impl Strings {
    fn of(&self, s: &str) -> u32 {
        self.0[s]
    }
}

const METHODS: u32 = 10;
const TEXTS: u32 = 7;
const OBJECT: &str = "Ljava/lang/Object;";
const STRING: &str = "Ljava/lang/String;";
const BUILDER: &str = "Ljava/lang/StringBuilder;";
const LOG: &str = "Landroid/util/Log;";
const ACTIVITY: &str = "Landroid/app/Activity;";
const BUNDLE: &str = "Landroid/os/Bundle;";
/// (return, parameters) and their short forms.
const PROTOS: [(&str, &[&str], &str); 8] = [
    ("I", &["I"], "II"),
    ("I", &[STRING, STRING], "ILL"),
    (OBJECT, &[OBJECT], "LL"),
    (STRING, &[], "L"),
    (BUILDER, &[STRING], "LL"),
    ("V", &[], "V"),
    ("V", &["I", STRING], "VIL"),
    ("V", &[BUNDLE], "VL"),
];

fn class_name(dex: u32, class: u32) -> String {
    format!("Lcom/synthetic/part{dex:02}/feature{}/Class{class:05};", class / 40)
}

/// One DEX file, version 035, sorted as the format asks.
fn dex(n: u32, size: Size, launcher: &str) -> Vec<u8> {
    let launcher = (n == 0).then(|| format!("L{};", launcher.replace('.', "/")));
    let mut own: Vec<String> = (0..size.classes).map(|c| class_name(n, c)).collect();
    own.extend(launcher.clone());
    let elsewhere: Vec<String> = if n == 0 { (1..size.dex_files).map(|d| class_name(d, 0)).collect() } else { Vec::new() };
    let mut names: Vec<String> = own.iter().chain(&elsewhere).cloned().collect();
    names.extend([OBJECT, STRING, BUILDER, LOG, ACTIVITY, BUNDLE, "I", "V"].map(String::from));
    let mut all = names.clone();
    all.extend(["<init>", "append", "toString", "d", "onCreate", "count", "label", "next"].map(String::from));
    all.extend(PROTOS.iter().map(|p| p.2.to_owned()));
    all.extend((0..METHODS).map(|m| format!("work{m}")));
    for c in 0..size.classes {
        all.extend((0..TEXTS).map(|t| format!("part {n} class {c} says that message {t} was shown")));
    }
    all.sort();
    all.dedup();
    let strings = Strings(all.iter().enumerate().map(|(i, s)| (s.clone(), i as u32)).collect());
    names.sort();
    let types: BTreeMap<&str, u32> = names.iter().enumerate().map(|(i, s)| (s.as_str(), i as u32)).collect();
    let mut protos: Vec<(u32, Vec<u32>, usize)> =
        PROTOS.iter().enumerate().map(|(i, (r, p, _))| (types[r], p.iter().map(|t| types[t]).collect(), i)).collect();
    protos.sort();
    let proto: BTreeMap<usize, u32> = protos.iter().enumerate().map(|(row, p)| (p.2, row as u32)).collect();
    // What `work0` to `work9` take and give.
    let shape = |m: u32| [0usize, 2, 5, 6, 3, 0, 2, 5, 6, 3][m as usize];

    let mut methods: Vec<(u32, u32, u32)> = Vec::new();
    let mut fields: Vec<(u32, u32, u32)> = Vec::new();
    for c in 0..size.classes {
        let t = types[class_name(n, c).as_str()];
        methods.push((t, strings.of("<init>"), proto[&5]));
        methods.extend((0..METHODS).map(|m| (t, strings.of(&format!("work{m}")), proto[&shape(m)])));
        let kinds = [("count", "I"), ("label", STRING), ("next", OBJECT)];
        fields.extend(kinds.map(|(name, kind)| (t, types[kind], strings.of(name))));
    }
    for name in &elsewhere {
        methods.push((types[name.as_str()], strings.of("<init>"), proto[&5]));
        methods.push((types[name.as_str()], strings.of("work2"), proto[&5]));
    }
    let outside = [(OBJECT, "<init>", 5), (BUILDER, "<init>", 5), (BUILDER, "append", 4), (BUILDER, "toString", 3), (LOG, "d", 1)];
    methods.extend(outside.map(|(class, name, p)| (types[class], strings.of(name), proto[&p])));
    if let Some(launcher) = &launcher {
        methods.extend([ACTIVITY, launcher].map(|c| (types[c], strings.of("onCreate"), proto[&7])));
        methods.extend([ACTIVITY, launcher].map(|c| (types[c], strings.of("<init>"), proto[&5])));
    }
    methods.sort_unstable();
    fields.sort_by_key(|f| (f.0, f.2, f.1));
    let method_of: BTreeMap<(u32, u32, u32), u16> = methods.iter().enumerate().map(|(i, m)| (*m, i as u16)).collect();
    let field_of: BTreeMap<(u32, u32), u16> = fields.iter().enumerate().map(|(i, f)| ((f.0, f.2), i as u16)).collect();
    let call = |class: &str, name: &str, p: usize| method_of[&(types[class], strings.of(name), proto[&p])];

    let mut w = Writer::new(&strings, &types, &protos, &fields, &methods, own.len());
    let mut noise = Noise(u64::from(n) + 5);
    for c in 0..size.classes {
        let name = class_name(n, c);
        let t = types[name.as_str()];
        // Every fourth class extends the one before it.
        let parent = if c % 4 == 3 { class_name(n, c - 1) } else { OBJECT.to_owned() };
        let new = w.code(1, 1, 1, &[0x1070, call(&parent, "<init>", 5), 0, 0x000e]);
        let mut virtuals = Vec::new();
        for m in 0..METHODS {
            let mut body: Vec<u16> = Vec::new();
            for _ in 0..2 + noise.below(2) {
                let text = strings.of(&format!("part {n} class {c} says that message {} was shown", noise.below(TEXTS))) as u16;
                let other = class_name(n, noise.below(size.classes));
                let target = noise.below(METHODS);
                let work = call(&other, &format!("work{target}"), shape(target));
                let field = field_of[&(t, strings.of("label"))];
                // const-string v0; iput-object v0, v3; new-instance v1; invoke-direct {v1}
                body.extend([0x001a, text, 0x305b, field, 0x0122, types[other.as_str()] as u16, 0x1070, call(&other, "<init>", 5), 1]);
                let (args, count) = match shape(target) {
                    0 => (0x0021, 2),
                    2 => (0x0001, 2),
                    6 => (0x0021, 3),
                    _ => (0x0001, 1),
                };
                // iget v2, v3 and what is done with numbers
                for _ in 0..4 {
                    body.extend([0x3252, field_of[&(t, strings.of("count"))], 0x02d8, 0x0102]);
                }
                body.push(0x1212); // const/4 v2, #1
                body.extend([(count << 12) | 0x6e, work, args]);
                body.extend([0x0238, 2 + 3, 0x2071, call(LOG, "d", 1), 0x0000]); // if-eqz v2, over the call
                body.extend([0x02d8, 0x0102, 0x22b0]); // add-int/lit8 v2, v2, 1; add-int/2addr v2, v2
            }
            body.extend(match shape(m) {
                0 => vec![0x020f],
                2 | 3 => vec![0x0011],
                _ => vec![0x000e],
            });
            let ins = 1 + PROTOS[shape(m)].1.len() as u16;
            let code = w.code(3 + ins, ins, 3, &body);
            virtuals.push((call(&name, &format!("work{m}"), shape(m)), code));
        }
        let instance: Vec<u16> = ["count", "label", "next"].iter().map(|f| field_of[&(t, strings.of(f))]).collect();
        w.class(t, types[parent.as_str()], &instance, (call(&name, "<init>", 5), new), &virtuals);
    }
    if let Some(launcher) = &launcher {
        let new = w.code(1, 1, 1, &[0x1070, call(ACTIVITY, "<init>", 5), 0, 0x000e]);
        let mut body = vec![0x206f, call(ACTIVITY, "onCreate", 7), 0x0021];
        let targets = elsewhere.iter().cloned().chain((0..size.classes.min(50)).map(|c| class_name(n, c)));
        for class in targets {
            body.extend([0x0022, types[class.as_str()] as u16, 0x1070, call(&class, "<init>", 5), 0, 0x106e, call(&class, "work2", 5), 0]);
        }
        body.push(0x000e);
        let code = w.code(3, 2, 2, &body);
        w.class(
            types[launcher.as_str()],
            types[ACTIVITY],
            &[],
            (call(launcher, "<init>", 5), new),
            &[(call(launcher, "onCreate", 7), code)],
        );
    }
    w.finish()
}

/// The file under construction: tables of known size in front, data behind.
struct Writer {
    out: Vec<u8>,
    class_defs: usize,
    classes: usize,
    written: usize,
}

fn u4(out: &mut [u8], at: usize, value: u32) {
    out[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

fn uleb(out: &mut Vec<u8>, mut n: u32) {
    while n > 0x7f {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

impl Writer {
    fn new(
        strings: &Strings,
        types: &BTreeMap<&str, u32>,
        protos: &[(u32, Vec<u32>, usize)],
        fields: &[(u32, u32, u32)],
        methods: &[(u32, u32, u32)],
        classes: usize,
    ) -> Writer {
        let mut out = vec![0u8; 0x70];
        out[..8].copy_from_slice(b"dex\n035\0");
        let counts = [strings.0.len(), types.len(), protos.len(), fields.len(), methods.len(), classes];
        let mut at = 0x70;
        for (i, (count, row)) in counts.iter().zip([4, 4, 12, 8, 8, 32]).enumerate() {
            u4(&mut out, 56 + 8 * i, *count as u32);
            u4(&mut out, 60 + 8 * i, at as u32);
            at += count * row;
        }
        out.resize(at, 0);
        u4(&mut out, 36, 0x70);
        u4(&mut out, 40, 0x1234_5678);
        for (i, text) in strings.0.keys().enumerate() {
            let offset = out.len() as u32;
            u4(&mut out, 0x70 + 4 * i, offset);
            uleb(&mut out, text.len() as u32);
            out.extend(text.as_bytes());
            out.push(0);
        }
        let table = |out: &[u8], i: usize| u32::from_le_bytes(out[60 + 8 * i..64 + 8 * i].try_into().expect("four")) as usize;
        for (name, row) in types {
            let at = table(&out, 1) + 4 * *row as usize;
            u4(&mut out, at, strings.of(name));
        }
        for (row, (ret, params, which)) in protos.iter().enumerate() {
            let mut list = 0;
            if !params.is_empty() {
                out.resize(out.len().next_multiple_of(4), 0);
                list = out.len() as u32;
                out.extend((params.len() as u32).to_le_bytes());
                params.iter().for_each(|p| out.extend((*p as u16).to_le_bytes()));
            }
            let at = table(&out, 2) + 12 * row;
            u4(&mut out, at, strings.of(PROTOS[*which].2));
            u4(&mut out, at + 4, *ret);
            u4(&mut out, at + 8, list);
        }
        for (t, (rows, second)) in [(fields, 3), (methods, 4)].into_iter().enumerate() {
            for (row, (class, middle, last)) in rows.iter().enumerate() {
                let at = table(&out, second) + 8 * row;
                // Fields keep (class, type, name), methods (class, name, prototype); the second half-word is type or prototype.
                let (half, word) = if t == 0 { (*middle, *last) } else { (*last, *middle) };
                u4(&mut out, at, class | half << 16);
                u4(&mut out, at + 4, word);
            }
        }
        let class_defs = table(&out, 5);
        Writer { out, class_defs, classes, written: 0 }
    }

    fn code(&mut self, registers: u16, ins: u16, outs: u16, units: &[u16]) -> u32 {
        // A debug item: first line, no parameter names, then one step a code unit.
        let debug = self.out.len() as u32;
        self.out.extend([1, 0]);
        self.out.extend(units.iter().map(|u| 0x0a + (u % 0xf0) as u8));
        self.out.push(0);
        self.out.resize(self.out.len().next_multiple_of(4), 0);
        let at = self.out.len() as u32;
        for half in [registers, ins, outs, 0] {
            self.out.extend(half.to_le_bytes());
        }
        self.out.extend(debug.to_le_bytes());
        self.out.extend((units.len() as u32).to_le_bytes());
        units.iter().for_each(|u| self.out.extend(u.to_le_bytes()));
        at
    }

    fn class(&mut self, class: u32, parent: u32, instance: &[u16], new: (u16, u32), virtuals: &[(u16, u32)]) {
        let data = self.out.len() as u32;
        for count in [0, instance.len(), 1, virtuals.len()] {
            uleb(&mut self.out, count as u32);
        }
        let mut last = 0;
        let mut sorted = instance.to_vec();
        sorted.sort_unstable();
        for field in sorted {
            uleb(&mut self.out, u32::from(field - last));
            uleb(&mut self.out, 2);
            last = field;
        }
        for (n, v) in [&[new][..], virtuals].into_iter().enumerate() {
            let mut last = 0;
            for (method, code) in v {
                uleb(&mut self.out, u32::from(method - last));
                uleb(&mut self.out, if n == 0 { 0x1_0001 } else { 1 });
                uleb(&mut self.out, *code);
                last = *method;
            }
        }
        let at = self.class_defs + 32 * self.written;
        for (i, value) in [class, 1, parent, 0, u32::MAX, 0, data, 0].into_iter().enumerate() {
            u4(&mut self.out, at + 4 * i, value);
        }
        self.written += 1;
    }

    fn finish(mut self) -> Vec<u8> {
        assert_eq!(self.written, self.classes);
        let size = self.out.len() as u32;
        u4(&mut self.out, 32, size);
        self.out
    }
}
