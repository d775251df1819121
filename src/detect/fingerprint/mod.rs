//! SDKs whose names are gone: recognised by what renaming leaves ([`feature`]), against numbers that occur in one SDK only.
//!
//! Measured on vendors' binaries after R8 with full repackaging (docs/fingerprints.md): texts survive nearly whole, what methods use of the
//! framework by half, forms of methods by a tenth. So texts carry the decision; the others back it, and are the fallback for vendors who
//! encrypt theirs.

pub mod feature;
pub mod make;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::observed::Owner;
use super::owner::Owners;
use crate::gap::{Gap, Hides, Read};
use crate::knowledge::Fingerprint;
use crate::program::{MethodId, Program, Site, TypeId};

/// So many texts suffice, however few of the fingerprint they are: an app calls a corner of an SDK, and a shrinker leaves that corner. Code
/// that two SDKs share unknown to the fingerprints' maker was seen to give up to seven.
const MANY_TEXTS: usize = 10;
/// Of a small fingerprint fewer, if they are a tenth of it (percent) or methods are known too.
const LEAST_TEXTS: usize = 5;
const SHARE_OF_TEXTS: usize = 10;
const LEAST_BESIDE: usize = 3;
/// Least methods and classes known by use and shape where texts do not suffice, and their share.
const LEAST_TRAITS: usize = 8;
const SHARE_OF_TRAITS: usize = 10;
/// Bytes of texts hashed, as a multiple of the DEX files' size: texts may overlap in a hostile file.
const PER_BYTE: u64 = 4;

/// All fingerprints, by number.
pub struct Fingerprints<'k> {
    all: &'k [Fingerprint],
    of: FxHashMap<u64, u32>,
}

impl<'k> Fingerprints<'k> {
    pub fn new(all: &'k [Fingerprint]) -> Fingerprints<'k> {
        let size = all.iter().map(|f| f.texts.len() + f.calls.len() + f.shapes.len()).sum();
        let mut of = FxHashMap::with_capacity_and_hasher(size, Default::default());
        for (i, f) in all.iter().enumerate() {
            of.extend(f.texts.iter().chain(&f.calls).chain(&f.shapes).map(|n| (*n, i as u32)));
        }
        Fingerprints { all, of }
    }
}

/// What of one fingerprint was met, in classes that no name gives to anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// SDK id.
    pub id: String,
    /// One place for each text, in order of place.
    pub texts: Vec<(MethodId, u32)>,
    /// Texts of the fingerprint that are there and that no code seen loads.
    pub loose: usize,
    /// The classes that hold any of it, and that hold of no other claimed fingerprint.
    pub classes: Vec<TypeId>,
    /// Methods known by their use of the framework, classes by their shape.
    pub by_calls: usize,
    pub by_shape: usize,
}

/// Does so much make it likely that the SDK is there. `traits`: methods and classes known by use and shape; `of_`: what the fingerprint has.
pub fn suffices(texts: usize, traits: usize, of_texts: usize, of_traits: usize) -> bool {
    texts >= MANY_TEXTS
        || (texts >= LEAST_TEXTS && (texts * 100 >= of_texts * SHARE_OF_TEXTS || traits >= LEAST_BESIDE))
        || (traits >= LEAST_TRAITS && traits * 100 >= of_traits * SHARE_OF_TRAITS)
}

/// Could a shrinker have put this class here: nobody's, or under the app's prefix with a name of up to three letters.
fn nameless(program: &Program, owners: &Owners, class: TypeId) -> bool {
    match owners.of(class) {
        Owner::Unknown => true,
        Owner::App => {
            let name = feature::internal(program, class).unwrap_or_default();
            let simple = name.rsplit(|b| *b == b'/').next().unwrap_or_default();
            simple.split(|b| *b == b'$').next().unwrap_or_default().len() <= 3
        }
        Owner::Sdk { .. } | Owner::Library { .. } => false,
    }
}

/// What of a fingerprint a program holds, enough or not.
#[derive(Default)]
struct Hits {
    texts: BTreeMap<u64, (MethodId, u32)>,
    loose: BTreeSet<u64>,
    calls: BTreeSet<u64>,
    shapes: BTreeSet<u64>,
    classes: BTreeSet<TypeId>,
}

/// All that is met, by place of the fingerprint in the list that `prints` was made of.
fn hits(program: &Program, prints: &Fingerprints, owners: &Owners) -> Read<BTreeMap<u32, Hits>> {
    let mut found: Read<BTreeMap<u32, Hits>> = Read::whole(BTreeMap::new());
    if prints.of.is_empty() {
        return found;
    }
    let hits = &mut found.value;
    let mut left: u64 = program.dex.iter().map(|d| d.file.data.len() as u64).sum::<u64>().saturating_mul(PER_BYTE);
    for (n, dex) in program.dex.iter().enumerate() {
        for string in 0..dex.file.strings.len {
            let Some(bytes) = dex.file.string_bytes(string) else { continue };
            let Some(rest) = left.checked_sub(bytes.len() as u64 + 1) else {
                found.gaps.push(Gap::unreadable("texts overlap; the rest was not compared with fingerprints", dex.path, &[Hides::Sdks]));
                break;
            };
            left = rest;
            let Some(number) = feature::text(bytes) else { continue };
            let Some(print) = prints.of.get(&number) else { continue };
            let hit = hits.entry(*print).or_default();
            let mut sites = program.string_sites(n, string).peekable();
            if sites.peek().is_none() {
                hit.loose.insert(number);
            }
            for site in sites.filter(|s: &&Site| nameless(program, owners, program.method(s.method).class)).take(4) {
                hit.texts.entry(number).or_insert((site.method, site.pc()));
                hit.classes.insert(program.method(site.method).class);
            }
        }
    }
    let mut traiter = feature::Traiter::default();
    for class in program.classes.iter().filter(|c| nameless(program, owners, c.id)) {
        let traits = traiter.of(program, class);
        let uses = traits.uses.iter().map(|u| (u.number, false));
        for (number, is_shape) in uses.chain(traits.shape.map(|n| (n, true))) {
            let Some(print) = prints.of.get(&number) else { continue };
            let hit = hits.entry(*print).or_default();
            if is_shape {
                hit.shapes.insert(number)
            } else {
                hit.calls.insert(number)
            };
            hit.classes.insert(class.id);
        }
    }
    found
}

/// The fingerprints that are met well enough, in order of id.
pub fn find(program: &Program, prints: &Fingerprints, owners: &Owners) -> Read<Vec<Met>> {
    let Read { value: mut hits, gaps } = hits(program, prints, owners);
    let mut found = Read { value: Vec::new(), gaps };
    hits.retain(|print, hit| {
        let Some(f) = prints.all.get(*print as usize) else { return false };
        suffices(hit.texts.len(), hit.calls.len() + hit.shapes.len(), f.texts.len(), f.calls.len() + f.shapes.len())
            || hit.texts.len() + hit.loose.len() >= LEAST_TEXTS && (hit.texts.len() + hit.loose.len()) * 100 >= f.texts.len() * 30
    });
    let mut claims: BTreeMap<TypeId, usize> = BTreeMap::new();
    for class in hits.values().flat_map(|h| &h.classes) {
        *claims.entry(*class).or_default() += 1;
    }
    for (print, hit) in hits {
        let Some(f) = prints.all.get(print as usize) else { continue };
        found.value.push(Met {
            id: f.id.clone(),
            texts: hit.texts.into_values().collect::<BTreeSet<_>>().into_iter().collect(),
            loose: hit.loose.len(),
            classes: hit.classes.into_iter().filter(|c| claims.get(c) == Some(&1)).collect(),
            by_calls: hit.calls.len(),
            by_shape: hit.shapes.len(),
        });
    }
    found.value.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

#[cfg(test)]
mod tests {
    use super::suffices;

    #[test]
    fn least_evidence() {
        for (texts, traits, of_texts, of_traits, want) in [
            (0, 0, 64, 64, false),
            (4, 0, 20, 64, false),
            (5, 0, 64, 64, false),
            (5, 0, 20, 0, true),
            (7, 2, 128, 64, false),
            (10, 0, 224, 160, true),
            (0, 8, 0, 80, true),
            (0, 8, 64, 128, false),
            (5, 3, 224, 160, true),
            (2, 4, 20, 60, false),
        ] {
            assert_eq!(suffices(texts, traits, of_texts, of_traits), want, "{texts} {traits} {of_texts} {of_traits}");
        }
    }
}
