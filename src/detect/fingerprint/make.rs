//! Makes fingerprints from the binaries of SDKs: numbers that occur in the classes of one SDK and in no others given.
//!
//! Whose a class is says its package, by `signatures/sdk`. So one JAR that bundles three SDKs makes three fingerprints, and the libraries it
//! drags along serve as what must not match.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rustc_hash::{FxHashMap, FxHashSet};

use super::feature::{self, Traiter, Traits};
use crate::budget::Budget;
use crate::container::Archive;
use crate::container::source::Source;
use crate::format::classfile::ClassFile;
use crate::format::dex::string;
use crate::gap::{Gap, Hides, Read};
use crate::knowledge::{Claim, Fingerprint, SdkIndex, Status};
use crate::program::build::Source as DexSource;
use crate::program::{Program, SiteKind};

/// Numbers that a fingerprint keeps: texts, uses, shapes. Renaming leaves nearly all texts, half of the uses, a tenth of the shapes.
const KEPT: [usize; 3] = [224, 128, 32];
/// Fewer than these of both kinds say too little to claim anything by.
const LEAST_TEXTS: usize = 8;
const LEAST_TRAITS: usize = 16;
/// Texts in common with others by which a class looks copied.
const LEAST_SHARED: usize = 2;
const STRANGERS: usize = 2;
/// Archives within archives: an AAR holds JARs, and some of those a second stage.
const DEPTH: usize = 3;
/// A method that uses so many members of the framework is like no other.
const MANY_USES: usize = 6;
const NAMES_IN_SOURCE: usize = 6;

/// What one class gives.
#[derive(Clone, Debug, Default)]
pub struct ClassFacts {
    /// `com.x.A`
    pub name: String,
    /// Number and worth of each text.
    texts: Vec<(u64, u8)>,
    traits: Traits,
}

/// A file that fingerprints are made from or against.
pub struct Binary {
    pub name: String,
    pub classes: Vec<ClassFacts>,
}

/// Reads a JAR, AAR, APK or DEX file.
pub fn read(name: &str, bytes: Vec<u8>, budget: &mut Budget) -> Read<Binary> {
    let mut out = Read::whole(Binary { name: name.to_owned(), classes: Vec::new() });
    let mut open = vec![(name.to_owned(), bytes, 0usize)];
    while let Some((label, bytes, depth)) = open.pop() {
        if bytes.starts_with(b"dex\n") {
            out.value.classes.extend(dex(&label, &bytes, budget).unpack(&mut out.gaps));
            continue;
        }
        let archive = Archive::open(Source::bytes(bytes), &label, budget).unpack(&mut out.gaps);
        if archive.entries().is_empty() {
            out.gaps.push(Gap::unreadable("neither an archive nor a DEX file", &*label, &[Hides::Sdks]));
        }
        for entry in archive.entries() {
            let inner = [".jar", ".aar", ".apk", ".dex"].iter().any(|end| entry.name.ends_with(end)) && depth < DEPTH;
            if !inner && !entry.name.ends_with(".class") {
                continue;
            }
            let contents = archive.read(entry, budget).unpack(&mut out.gaps);
            if inner {
                open.push((format!("{label}!{}", entry.name), contents, depth + 1));
            } else if let Some(c) = ClassFile::read(&contents) {
                out.value.classes.push(ClassFacts {
                    name: string::decode(c.name).replace('/', "."),
                    texts: c.strings.iter().filter_map(|t| numbered(t)).collect(),
                    traits: feature::of_class_file(&c),
                });
            }
        }
    }
    out
}

fn dex(label: &str, bytes: &[u8], budget: &mut Budget) -> Read<Vec<ClassFacts>> {
    let mut gaps = Vec::new();
    let program = Program::build(&[DexSource { path: label, name: label, bytes }], budget).unpack(&mut gaps);
    let mut traiter = Traiter::default();
    let mut out = Vec::new();
    for class in &program.classes {
        let mut texts = Vec::new();
        for site in program.class_methods(class).iter().flat_map(|m| program.sites(*m)).filter(|s| s.kind() == SiteKind::ConstString) {
            let bytes = program.dex_of(site.method).and_then(|d| d.file.string_bytes(site.target()));
            texts.extend(bytes.and_then(numbered));
        }
        let traits = traiter.of(&program, class);
        out.push(ClassFacts { name: super::super::owner::dotted(&program, class.id), texts, traits });
    }
    Read { value: out, gaps }
}

fn numbered(bytes: &[u8]) -> Option<(u64, u8)> {
    let number = feature::text(bytes)?;
    Some((number, worth(&string::decode(bytes))))
}

/// How much a text says about whose code holds it: 0 nothing, 3 most.
///
/// Addresses and dotted names stand also in the code of those who talk to an SDK or look for it; names of methods are what reflection asks
/// for; alphabets, formats and media types are everybody's.
pub fn worth(text: &str) -> u8 {
    const EVERYBODYS: [&str; 16] = [
        "://",
        "www.",
        "yyyy",
        "charset",
        "application/",
        "text/",
        "image/",
        "AES/",
        "RSA/",
        "DES",
        "Mozilla",
        "ABCDEFGH",
        "abcdefgh",
        "01234567",
        "android.",
        "java.",
    ];
    // A key in base 64: each vendor's is its own.
    if text.len() >= 100 && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '\r' | '\n')) {
        return 2;
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) || EVERYBODYS.iter().any(|e| text.contains(e)) {
        return 0;
    }
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters * 2 < text.chars().count() {
        return u8::from(text.len() >= 32 && text.chars().all(|c| c.is_ascii_hexdigit())) * 2;
    }
    if text.chars().all(word) {
        let plain = text.chars().all(|c| c.is_ascii_alphabetic());
        return if text.len() >= 32 { 2 } else { u8::from(text.len() >= if plain { 24 } else { 16 }) };
    }
    if text.chars().all(|c| word(c) || matches!(c, '.' | '/' | ';' | '-')) {
        return u8::from(!text.contains('.') && text.len() >= 16);
    }
    if text.len() >= 16 { 3 } else { 2 }
}

/// Who holds a number, and how often.
#[derive(Default)]
struct Holders {
    groups: BTreeSet<u32>,
    files: BTreeSet<u32>,
    worth: u8,
    /// A class with a name of its own holds it.
    is_named: bool,
    /// The first class that holds it: the choice spreads over classes, for a shrinker removes whole ones.
    class: u32,
}

/// Makes the fingerprints of all SDKs that `binaries` hold. What is in `against`, in another SDK, in a class of nobody's or in `known`
/// fingerprints of others is not exclusive.
pub fn fingerprints(binaries: &[Binary], against: &[Binary], index: &SdkIndex, known: &[Fingerprint]) -> Vec<Fingerprint> {
    let mut groups: BTreeMap<String, u32> = BTreeMap::new();
    let mut held: [FxHashMap<u64, Holders>; 3] = Default::default();
    let mut files_of: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
    let mut class_number = 0u32;
    for (n, binary) in binaries.iter().chain(against).enumerate() {
        let is_against = n >= binaries.len();
        for class in &binary.classes {
            let (name, ours) = match index.owner_of_class(&class.name) {
                _ if is_against => ("!".to_owned(), false),
                Claim::One(m) if !m.broad => (m.sdk.id.clone(), true),
                Claim::Nobody => (format!("~{}", class.name.split('.').take(2).collect::<Vec<_>>().join(".")), false),
                // The vendor's, but which product's cannot be said: neither for nor against.
                Claim::One(_) | Claim::Ambiguous(_) => continue,
            };
            let next = groups.len() as u32;
            let group = *groups.entry(name).or_insert(next);
            if ours {
                files_of.entry(group).or_default().insert(&binary.name);
            }
            class_number += 1;
            let is_named = !is_renamed(&class.name);
            let texts = class.texts.iter().map(|(n, w)| (0, *n, *w));
            let uses = class.traits.uses.iter().map(|u| (1, u.number, if u.size >= MANY_USES { 3 } else { 1 }));
            for (kind, number, worth) in texts.chain(uses).chain(class.traits.shape.map(|n| (2, n, 2))) {
                let Some(map) = held.get_mut(kind) else { continue };
                let h = map.entry(number).or_insert_with(|| Holders { worth, class: class_number, ..Holders::default() });
                h.is_named |= is_named;
                h.groups.insert(group);
                h.files.insert(n as u32);
            }
        }
    }
    let copied = copied(binaries, index, &groups, &held[0]);
    let [texts, calls, shapes] = held.map(|map| exclusive(map, known, &groups, &copied));
    let mut out = Vec::new();
    for (id, group) in groups.iter().filter(|(_, g)| files_of.contains_key(g)) {
        let pick = |of: &BTreeMap<u32, Vec<(u64, Holders)>>, kept| of.get(group).map(|all| chosen(all, kept)).unwrap_or_default();
        let print = Fingerprint {
            id: id.clone(),
            status: Status::Reviewed,
            source: source(files_of.get(group)),
            texts: pick(&texts, KEPT[0]),
            calls: pick(&calls, KEPT[1]),
            shapes: pick(&shapes, KEPT[2]),
        };
        if print.texts.len() >= LEAST_TEXTS || print.calls.len() + print.shapes.len() >= LEAST_TRAITS {
            out.push(print);
        }
    }
    out
}

/// A name that a shrinker gave the class or the one it is in: `com.x.a.b`, `com.x.Main$a` is not.
fn is_renamed(name: &str) -> bool {
    let simple = name.rsplit('.').next().unwrap_or_default();
    simple.split('$').next().unwrap_or_default().len() <= 2
}

fn source(files: Option<&BTreeSet<&str>>) -> String {
    let Some(files) = files else { return String::new() };
    let shown: Vec<&str> = files.iter().take(NAMES_IN_SOURCE).copied().collect();
    let more = files.len().saturating_sub(shown.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("made from {}{rest}", shown.join(", "))
}

/// All numbers of classes that look taken from elsewhere: a third of their texts stand in the code of two others too. SDKs copy clients of the
/// makers' device ids and parts of libraries into their own packages; the rest of such a class is in apps that hold no such SDK.
fn copied(binaries: &[Binary], index: &SdkIndex, groups: &BTreeMap<String, u32>, texts: &FxHashMap<u64, Holders>) -> FxHashSet<u64> {
    let owners = binaries.iter().flat_map(|b| &b.classes).filter_map(|c| index.owner_of_class(&c.name).one());
    let vendors: BTreeMap<u32, &str> = owners.filter_map(|m| Some((*groups.get(&m.sdk.id)?, m.sdk.vendor.en.as_str()))).collect();
    let mut all = FxHashSet::default();
    for class in binaries.iter().flat_map(|b| &b.classes) {
        let Some(m) = index.owner_of_class(&class.name).one().filter(|m| !m.broad) else { continue };
        let Some(own) = groups.get(&m.sdk.id) else { continue };
        let stranger = |g: &&u32| *g != own && vendors.get(*g).is_none_or(|v| Some(v) != vendors.get(own));
        let telling = class.texts.iter().filter(|(_, worth)| *worth > 0);
        let (mut count, mut shared) = (0usize, 0usize);
        for (number, _) in telling {
            count += 1;
            shared += usize::from(texts.get(number).is_some_and(|h| h.groups.iter().filter(stranger).count() >= STRANGERS));
        }
        if shared >= LEAST_SHARED && shared.saturating_mul(3) >= count {
            all.extend(class.texts.iter().map(|(n, _)| *n));
            all.extend(class.traits.uses.iter().map(|u| u.number).chain(class.traits.shape));
        }
    }
    all
}

/// Per group: what only it holds.
fn exclusive(
    map: FxHashMap<u64, Holders>,
    known: &[Fingerprint],
    groups: &BTreeMap<String, u32>,
    copied: &FxHashSet<u64>,
) -> BTreeMap<u32, Vec<(u64, Holders)>> {
    let mut taken: FxHashMap<u64, u32> = FxHashMap::default();
    for f in known {
        let group = groups.get(&f.id).copied().unwrap_or(u32::MAX);
        taken.extend(f.texts.iter().chain(&f.calls).chain(&f.shapes).map(|n| (*n, group)));
    }
    let mut out: BTreeMap<u32, Vec<(u64, Holders)>> = BTreeMap::new();
    for (number, h) in map {
        let Some(group) = h.groups.first().copied().filter(|_| h.groups.len() == 1 && h.worth > 0 && !copied.contains(&number)) else {
            continue;
        };
        if taken.get(&number).is_none_or(|other| *other == group) {
            out.entry(group).or_default().push((number, h));
        }
    }
    out
}

/// The best of them: worth most, in most of the versions given, and spread over classes. Every version gets its share: what one vendor rewrote
/// from scratch has little in common with what it was. Half come from classes that the vendor left their names: they are what apps call, and
/// what a shrinker cannot remove.
fn chosen(all: &[(u64, Holders)], kept: usize) -> Vec<u64> {
    let (named, others): (Vec<_>, Vec<_>) = all.iter().partition(|(_, h)| h.is_named);
    let mut out = best(&named, (kept / 2).max(kept.saturating_sub(others.len())));
    out.extend(best(&others, kept.saturating_sub(out.len())));
    out.sort_unstable();
    out
}

fn best(all: &[&(u64, Holders)], kept: usize) -> Vec<u64> {
    let mut by_class: BTreeMap<u32, Vec<(u64, &Holders)>> = BTreeMap::new();
    for (n, h) in all {
        by_class.entry(h.class).or_default().push((*n, h));
    }
    let mut ranked = Vec::new();
    for list in by_class.values_mut() {
        list.sort_by_key(|(n, h)| (std::cmp::Reverse((h.worth >= 2, h.files.len(), h.worth)), *n));
        // The n-th of a class comes after the (n-1)-th of every other that is as good.
        let place = |turn: usize, n: u64, h: &Holders| (h.worth < 2, std::cmp::Reverse(h.files.len()), turn, n);
        ranked.extend(list.iter().enumerate().map(|(turn, (n, h))| (place(turn, *n, h), *h)));
    }
    ranked.sort_unstable_by_key(|(place, _)| *place);
    let mut of_file: BTreeMap<u32, VecDeque<usize>> = BTreeMap::new();
    for (i, (_, h)) in ranked.iter().enumerate() {
        for file in &h.files {
            of_file.entry(*file).or_default().push_back(i);
        }
    }
    let mut covered: BTreeMap<u32, usize> = of_file.keys().map(|f| (*f, 0)).collect();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    while taken.len() < kept {
        // The version that is least covered picks next.
        let Some(file) = covered.iter().min_by_key(|(file, n)| (**n, **file)).map(|(f, _)| *f) else { break };
        let Some(next) = of_file.get_mut(&file).and_then(|queue| queue.pop_front()) else {
            covered.remove(&file);
            continue;
        };
        if taken.insert(next)
            && let Some((_, h)) = ranked.get(next)
        {
            for holder in &h.files {
                covered.entry(*holder).and_modify(|n| *n += 1);
            }
        }
    }
    taken.into_iter().filter_map(|i| ranked.get(i).map(|(place, _)| place.3)).collect()
}

/// The file's text, as it stands in `signatures/fingerprint`.
pub fn to_toml(f: &Fingerprint) -> String {
    let list = |name: &str, all: &[u64]| {
        let lines: Vec<String> = all.chunks(8).map(|line| line.iter().map(|n| format!("{n:016x}")).collect::<Vec<_>>().join(" ")).collect();
        if lines.is_empty() { String::new() } else { format!("{name} = \"\"\"\n{}\"\"\"\n", lines.join("\n")) }
    };
    let escaped = f.source.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "id = \"{}\"\nstatus = \"reviewed\"\nsource = \"{escaped}\"\n{}{}{}",
        f.id,
        list("texts", &f.texts),
        list("calls", &f.calls),
        list("shapes", &f.shapes)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Sdk;

    #[test]
    fn worth_of_texts() {
        for (text, want) in [
            ("cannot start push service: no app key", 3),
            ("推送服务启动失败", 3),
            ("create table if not exists t_events(id integer)", 3),
            ("no app key: {", 2),
            ("https://stats.example.com/v1", 0),
            ("com.vendor.product.Main", 0),
            ("getActiveNetworkInfo", 0),
            ("vendor_push_config_v2", 1),
            ("VendorActionCancelLastDownload", 1),
            ("yyyy-MM-dd HH:mm:ss", 0),
            ("ABCDEFGHIJKLMNOP", 0),
            ("0f1e2d3c4b5a69788796a5b4c3d2e1f0", 2),
            ("----------------", 0),
            (&"MIGfMA0GCSqGSIb3DQEBAQUAA4GN+/\r\n".repeat(4), 2),
        ] {
            assert_eq!(worth(text), want, "{text}");
        }
    }

    fn class(name: &str, texts: &[&str]) -> ClassFacts {
        ClassFacts { name: name.into(), texts: texts.iter().filter_map(|t| numbered(t.as_bytes())).collect(), traits: Traits::default() }
    }

    #[test]
    fn what_others_hold_is_left_out() {
        let sdk = |id: &str| -> Sdk {
            toml::from_str(&format!(
                "id = \"{id}\"\nstatus = \"draft\"\nsource = \"test\"\nrole = \"sdk\"\nname = {{ zh = \"\", en = \"\" }}\npackages = [\"com.{id}\"]\n"
            ))
            .expect("an SDK")
        };
        let sdks = [sdk("a"), sdk("b")];
        let index = SdkIndex::new(&sdks);
        let own: Vec<String> = (0..10).map(|i| format!("sentence number {i} of vendor a")).collect();
        let mut of_a: Vec<&str> = own.iter().map(String::as_str).collect();
        of_a.extend(["shared with vendor b, alas", "shared with a library"]);
        let binary = |name: &str, classes| Binary { name: name.into(), classes };
        let made = fingerprints(
            &[binary("a.jar", vec![class("com.a.X", &of_a)]), binary("b.jar", vec![class("com.b.Y", &["shared with vendor b, alas"])])],
            &[binary("lib.jar", vec![class("org.lib.Z", &["shared with a library"])])],
            &index,
            &[],
        );
        let [a] = made.as_slice() else { panic!("{made:?}") };
        let mut want: Vec<u64> = own.iter().filter_map(|t| feature::text(t.as_bytes())).collect();
        want.sort_unstable();
        assert_eq!((a.id.as_str(), a.source.as_str(), &a.texts), ("a", "made from a.jar", &want));
        let back: Fingerprint = toml::from_str(&to_toml(a)).expect("well-formed");
        assert_eq!(format!("{back:?}"), format!("{a:?}"));
    }
}
