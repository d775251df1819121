//! Native libraries by name, and what their headers say.
//!
//! Libraries are the largest files of many apps and inflating them all would cost more than reading all code. So one instruction set is
//! read, its smallest libraries first, up to a total; of the others the name is kept. A name is what SDK signatures ask for most, and a
//! native library is a limit of the analysis in any case (LIM-04, stated by `detect`), so this cut makes no gap of its own.

use std::collections::BTreeMap;

use crate::budget::{Budget, Unit};
use crate::container::Package;
use crate::container::zip::Entry;
use crate::format::elf;

use super::{App, NativeLibrary};

/// Bytes of libraries read for one app.
const TOTAL: u64 = 4 << 20;

/// Instruction sets by preference; all others after these in order of name.
const PREFERRED: &[&str] = &["arm64-v8a", "armeabi-v7a", "armeabi"];

/// Lists the libraries of one instruction set, and others by name where it lacks them.
pub(super) fn read(package: &Package, app: &mut App, budget: &mut Budget) {
    let mut by_abi: BTreeMap<&str, Vec<(usize, &Entry, &str)>> = BTreeMap::new();
    for (part, of) in package.parts.iter().enumerate() {
        for entry in of.archive.entries() {
            let Some((abi, file)) = entry.name.strip_prefix("lib/").and_then(|n| n.split_once('/')) else { continue };
            if file.ends_with(".so") && !file.contains('/') {
                by_abi.entry(abi).or_default().push((part, entry, file));
            }
        }
    }
    let chosen = PREFERRED.iter().find(|a| by_abi.contains_key(*a)).copied().or_else(|| by_abi.keys().next().copied());
    let Some(chosen) = chosen else { return };
    let mut order: Vec<(usize, &Entry, &str)> = by_abi.get(chosen).cloned().unwrap_or_default();
    order.sort_by_key(|(part, entry, file)| (entry.size, *file, *part));
    let mut left = TOTAL;
    for (part, entry, file) in order {
        let Some(of) = package.parts.get(part) else { continue };
        let mut library =
            NativeLibrary { path: format!("{}!{}", of.name, entry.name), file_name: file.to_owned(), ..NativeLibrary::default() };
        if entry.size <= left {
            let contents = of.archive.read_at_most(entry, left, budget).value;
            left = left.saturating_sub(contents.len() as u64);
            if let Some(read) = elf::read(&contents) {
                library.needed = read.needed;
                library.jni_exports = read.jni_exports;
            }
        }
        app.native.push(library);
    }
    for (_, libraries) in by_abi.iter().filter(|(abi, _)| **abi != chosen) {
        for (part, entry, file) in libraries {
            if app.native.iter().all(|n| n.file_name != *file) {
                let Some(of) = package.parts.get(*part) else { continue };
                let path = format!("{}!{}", of.name, entry.name);
                app.native.push(NativeLibrary { path, file_name: (*file).to_owned(), ..NativeLibrary::default() });
            }
        }
    }
    let _ = budget.take(Unit::Nodes, app.native.len() as u64);
    app.native.sort_by(|a, b| a.path.cmp(&b.path));
}
