//! The DEX files of the app, inflated side by side.

use rayon::prelude::*;

use crate::budget::{Budget, Unit};
use crate::container::{Package, PackageKind};
use crate::gap::{Gap, Hides, Read};

use super::module::share;
use super::{App, DexBytes};

/// `classes.dex` is 1, `classes2.dex` is 2; `None` for other names.
fn number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("classes")?.strip_suffix(".dex")?;
    if digits.is_empty() {
        return Some(1);
    }
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| plain)
}

/// Reads `classes*.dex` of every part in order of number. DEX files under other names are in `App::files`.
pub(super) fn read(package: &Package, app: &mut App, gaps: &mut Vec<Gap>, budget: &mut Budget) {
    let folder = if package.kind == PackageKind::Aab { "dex/" } else { "" };
    let mut wanted: Vec<(usize, u32, &str)> = Vec::new();
    for (part, of) in package.parts.iter().enumerate() {
        let names = of.archive.entries().iter().filter_map(|e| Some((part, number(e.name.strip_prefix(folder)?)?, e.name.as_str())));
        wanted.extend(names);
    }
    wanted.sort_unstable();
    wanted.dedup();
    // Each reads against all that is left; what they spend together is counted in order afterwards.
    let left = &*budget;
    let read: Vec<(DexBytes, Read<()>)> = wanted
        .par_iter()
        .filter_map(|(part, _, name)| {
            let of = package.parts.get(*part)?;
            let dex = DexBytes { path: format!("{}!{name}", of.name), name: (*name).to_owned(), bytes: Vec::new() };
            // Of several entries of the name, the first that is DEX; else the first.
            let mut first: Option<Read<Vec<u8>>> = None;
            for entry in of.archive.entries_named(name).take(8) {
                let contents = of.read(entry, &mut share(left, u64::MAX));
                let good = is_dex(&contents.value);
                if good || first.is_none() {
                    first = Some(contents);
                }
                if good {
                    break;
                }
            }
            let contents = first?;
            Some((DexBytes { bytes: contents.value, ..dex }, Read { value: (), gaps: contents.gaps }))
        })
        .collect();
    for (dex, found) in read {
        gaps.extend(found.gaps);
        if !budget.take(Unit::Inflated, dex.bytes.len() as u64) {
            gaps.push(Gap::unreadable("over the budget of one run, so it was not read", dex.path, HIDES));
            continue;
        }
        if is_dex(&dex.bytes) {
            app.dex.push(dex);
        } else {
            app.odd("dex-fake", "the name is that of a DEX file, the contents are not DEX", &dex.path, false);
            gaps.push(Gap::unreadable("a DEX file by name only", dex.path, HIDES));
        }
    }
}

const HIDES: &[Hides] = &[Hides::Calls, Hides::Sdks, Hides::Flows];

fn is_dex(bytes: &[u8]) -> bool {
    bytes.starts_with(b"dex\n")
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn dex_files_are_told_by_name_and_ordered_by_number() {
        for (name, expect) in [
            ("classes.dex", Some(1)),
            ("classes2.dex", Some(2)),
            ("classes10.dex", Some(10)),
            ("classes02.dex", None),
            ("classes-x.dex", None),
            ("Classes.dex", None),
            ("assets/classes.dex", None),
        ] {
            assert_eq!(number(name), expect, "{name}");
        }
    }
}
