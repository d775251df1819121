//! The screens: every layout file, with the attributes that say what a person reads and does there.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::budget::{Budget, Unit};
use crate::container::zip::Entry;
use crate::container::{Package, PackageKind};
use crate::format::axml::{Keep, Source, attr};
use crate::gap::{Gap, Hides};

use super::module::share;
use super::{Layout, document};

/// Attributes kept: nine of ten are about looks.
const KEPT: &[&str] = &[
    "autoLink",
    "autofillHints",
    "button",
    "checked",
    "contentDescription",
    "digits",
    "entries",
    "fragment",
    "hint",
    "id",
    "inputType",
    "layout",
    "name",
    "onClick",
    "password",
    "phoneNumber",
    "tag",
    "text",
    "textIsSelectable",
    "title",
    "visibility",
];
/// One layout above this is none.
const BYTES: u64 = 4 << 20;
/// Layouts of one app.
const LAYOUTS: usize = 50_000;

/// Reads the layouts of one part: those that the table names (whatever an obfuscator calls the file), and those in layout folders.
pub(super) fn read(package: &Package, part: usize, ids: &BTreeMap<String, u32>, gaps: &mut Vec<Gap>, budget: &mut Budget) -> Vec<Layout> {
    let Some(of) = package.parts.get(part) else { return Vec::new() };
    let bundle = package.kind == PackageKind::Aab;
    let kept: Vec<u32> = KEPT.iter().filter_map(|n| attr::id_of(n)).collect();
    let mut wanted: Vec<(&Entry, u32)> = Vec::new();
    for entry in of.archive.entries() {
        match ids.get(&entry.name) {
            Some(id) => wanted.push((entry, *id)),
            None if entry.name.starts_with("res/layout") && entry.name.ends_with(".xml") => wanted.push((entry, 0)),
            None => {}
        }
    }
    if wanted.len() > LAYOUTS {
        gaps.push(Gap::unreadable("more layouts than are read of one app", of.name.clone(), &[Hides::Resources]));
        wanted.truncate(LAYOUTS);
    }
    let left = &*budget;
    let nodes = left.left(Unit::Nodes);
    let read: Vec<_> = wanted
        .par_iter()
        .map(|(entry, id)| {
            let mut own = share(left, BYTES);
            let path = format!("{}!{}", of.name, entry.name);
            let contents = of.read(entry, &mut own);
            let mut found = contents.gaps;
            let source = Source { place: &path, hides: &[Hides::Resources] };
            let tree = document::read(&contents.value, bundle, source, Keep::Only(&kept), &mut own).unpack(&mut found);
            (path, *id, tree.root, found, contents.value.len() as u64, nodes.saturating_sub(own.left(Unit::Nodes)))
        })
        .collect();
    let mut out = Vec::with_capacity(read.len());
    for (path, id, root, found, bytes, nodes) in read {
        if !budget.take(Unit::Inflated, bytes) || !budget.take(Unit::Nodes, nodes) {
            gaps.push(Gap::unreadable("over the budget of one run; this and later layouts were not read", path, &[Hides::Resources]));
            break;
        }
        gaps.extend(found);
        if let Some(root) = root {
            out.push(Layout { path, id, root });
        }
    }
    out
}
