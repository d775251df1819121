//! The string table in every language, and which file is which layout.

use std::collections::{BTreeMap, HashSet};

use crate::budget::{Budget, Unit};
use crate::format::arsc;
use crate::gap::{Gap, Hides};

use super::StringResource;
use super::resources::Table;

/// Bytes of texts of one app. The largest apps have some 20 MB in a hundred languages.
const TEXT: usize = 128 << 20;

/// Types whose plain strings are names of files, never texts.
const FILES: &[&str] = &[
    "anim",
    "animator",
    "color",
    "drawable",
    "font",
    "interpolator",
    "layout",
    "menu",
    "mipmap",
    "navigation",
    "raw",
    "transition",
    "xml",
];
/// Types without texts for people.
const OTHERS: &[&str] = &["attr", "bool", "dimen", "fraction", "id", "integer", "style", "styleable", "macro", "overlayable"];

/// All strings of a table, and texts of arrays and plurals, in file order.
///
/// Obfuscators rename types. A type of unknown name is taken for texts, unless its strings are names of files of the app.
pub(super) fn strings(
    table: &Table,
    files: &HashSet<&str>,
    place: &str,
    out: &mut Vec<StringResource>,
    budget: &mut Budget,
) -> Option<Gap> {
    let mut left = TEXT;
    let mut whole = true;
    let mut keep = |id: u32, name: &str, locale: &str, value: &str| {
        let cost = value.len().saturating_add(name.len());
        whole &= cost <= left;
        if whole {
            left = left.saturating_sub(cost);
            out.push(StringResource { id, name: name.to_owned(), locale: locale.to_owned(), value: value.to_owned() });
        }
    };
    let mut in_budget = true;
    match table {
        Table::Binary(table) => {
            for ((package, kind), chunks) in table.types() {
                let type_name = table.type_name(package, kind).unwrap_or_default();
                if FILES.contains(&&*type_name) || OTHERS.contains(&&*type_name) {
                    continue;
                }
                let texts = type_name == "string" || !names_files(table, chunks, files);
                for chunk in chunks {
                    in_budget &= budget.take(Unit::Nodes, chunk.len() as u64);
                    if !in_budget || !texts {
                        break;
                    }
                    for (index, entry) in chunk.entries() {
                        let id = u32::from_be_bytes([package, kind, index.to_be_bytes()[0], index.to_be_bytes()[1]]);
                        let name = || table.key_name(chunk, entry.key).unwrap_or_default();
                        match entry.item {
                            arsc::Item::Bag(bag) => table.bag_texts(bag).for_each(|t| keep(id, &name(), &chunk.config.locale, &t)),
                            item => {
                                if let Some(t) = table.text(&item) {
                                    keep(id, &name(), &chunk.config.locale, &t);
                                }
                            }
                        }
                    }
                }
            }
        }
        Table::Proto(table) => {
            for (id, resource) in &table.resources {
                in_budget &= budget.take(Unit::Nodes, 1);
                if !in_budget || FILES.contains(&resource.kind.as_str()) || OTHERS.contains(&resource.kind.as_str()) {
                    continue;
                }
                for (config, value) in &resource.values {
                    if let Some(t) = value.as_str() {
                        keep(*id, &resource.name, &config.locale, t);
                    }
                }
                for (config, t) in &resource.texts {
                    keep(*id, &resource.name, &config.locale, t);
                }
            }
        }
    }
    (!whole || !in_budget).then(|| Gap::unreadable("more texts than are read of one app", place, &[Hides::Resources]))
}

/// The first strings of a type are names of files of the app.
fn names_files(table: &arsc::Table, chunks: &[arsc::Type], files: &HashSet<&str>) -> bool {
    let first = chunks.iter().flat_map(|c| c.entries().take(32)).filter_map(|(_, e)| table.text(&e.item)).take(8);
    let (mut all, mut hits) = (0usize, 0usize);
    for text in first {
        all = all.saturating_add(1);
        hits = hits.saturating_add(usize::from(files.contains(&*text)));
    }
    all > 0 && hits.saturating_mul(2) > all
}

/// File name to resource id of every layout.
pub(super) fn layouts(table: &Table) -> BTreeMap<String, u32> {
    let mut out = BTreeMap::new();
    match table {
        Table::Binary(table) => {
            for ((package, kind), chunks) in table.types() {
                if table.type_name(package, kind).as_deref() != Some("layout") {
                    continue;
                }
                for (index, entry) in chunks.iter().flat_map(arsc::Type::entries) {
                    if let Some(file) = table.text(&entry.item) {
                        let id = u32::from_be_bytes([package, kind, index.to_be_bytes()[0], index.to_be_bytes()[1]]);
                        out.entry(file.into_owned()).or_insert(id);
                    }
                }
            }
        }
        Table::Proto(table) => {
            for (id, resource) in table.resources.iter().filter(|(_, r)| r.kind == "layout") {
                for (_, value) in &resource.values {
                    if let Some(file) = value.as_str() {
                        out.entry(file.to_owned()).or_insert(*id);
                    }
                }
            }
        }
    }
    out
}
