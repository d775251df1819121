//! Permissions: what the manifest asks for, and whether anything in the app needs it.
//!
//! "Not used" is said only after a generous search: calls, content addresses, intent actions and other signs of `signatures/permission`,
//! and every collection sign that names the permission, in any code of the app, reached or not.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::api::Hit;
use super::artefact::Artefact;
use super::observed::{Owner, PermissionKind, PermissionUse, Strength, Tri};
use super::owner::Owners;
use crate::app::App;
use crate::evidence::{EvidenceId, EvidenceKind, EvidenceSet};
use crate::knowledge::{Knowledge, PermissionInfo};
use crate::program::{FieldId, MethodId, Program, SiteKind, TypeId};

/// Permissions of which a use of one is a use of the other.
const TOGETHER: [&[&str]; 4] = [
    &["android.permission.ACCESS_FINE_LOCATION", "android.permission.ACCESS_COARSE_LOCATION"],
    &[
        "android.permission.READ_EXTERNAL_STORAGE",
        "android.permission.WRITE_EXTERNAL_STORAGE",
        "android.permission.MANAGE_EXTERNAL_STORAGE",
    ],
    &["android.permission.BLUETOOTH", "android.permission.BLUETOOTH_ADMIN"],
    &["android.permission.READ_PHONE_STATE", "android.permission.READ_PHONE_NUMBERS"],
];

/// Who made the search possible: numbers, owners, hits.
pub struct Search<'s, 'a, 'k> {
    pub program: &'s Program<'a>,
    pub app: &'s App,
    pub knowledge: &'k Knowledge,
    pub owners: &'s Owners,
    pub hits: &'s [Hit<'k>],
    pub artefact: Artefact<'s>,
    /// Code that was not seen may use it: no permission is called unused then.
    pub hidden: bool,
}

/// The permissions declared, and run-time ones that reached code of the app needs without declaring them.
pub fn find(s: &Search, reached: &dyn Fn(MethodId) -> bool, out: &mut EvidenceSet) -> Vec<PermissionUse> {
    let uses = Uses::find(s);
    let mut list: BTreeMap<String, PermissionUse> = BTreeMap::new();
    for p in s.app.manifest.permissions.iter().filter(|p| !p.implied) {
        let info = s.knowledge.permission(&p.name);
        let here = s.artefact.add(out, EvidenceKind::Manifest, &p.path, p.locator.clone(), p.name.clone(), None);
        let mut evidence = vec![here];
        let used = match (uses.of(s, &p.name, out), info) {
            (Some(id), _) => {
                evidence.push(id);
                Tri::Yes
            }
            // Nothing is known of it, or nothing in code could show its use.
            (None, None) => Tri::Unknown,
            (None, Some(i)) if i.use_not_decidable || (i.used_by.is_empty() && !uses.names.contains(&p.name)) => Tri::Unknown,
            (None, Some(_)) if s.hidden => Tri::Unknown,
            (None, Some(_)) => Tri::No,
        };
        list.entry(p.name.clone()).or_insert(PermissionUse {
            name: p.name.clone(),
            kind: info.map_or(PermissionKind::Unknown, kind),
            declared: true,
            max_sdk: p.max_sdk,
            data_types: info.map(|i| i.data_types.clone()).unwrap_or_default(),
            used,
            evidence,
        });
    }
    let declared: FxHashSet<&str> = s.app.manifest.permissions.iter().map(|p| p.name.as_str()).collect();
    for h in s.hits.iter().filter(|h| h.strength == Strength::Strong && !h.user_mediated && !h.api.permissions.is_empty()) {
        let owned = *s.owners.of_method(s.program, h.method) == Owner::App;
        if !owned || !reached(h.method) || h.api.permissions.iter().any(|p| declared.contains(p.as_str())) {
            continue;
        }
        let Some(first) = h.api.permissions.first() else { continue };
        let Some(info) = s.knowledge.permission(first).filter(|i| i.kind == "runtime") else { continue };
        let id = s.artefact.code(s.program, h.method, h.pc, format!("uses {}", h.shown), Some(format!("api/{}", h.api.id)), out);
        list.entry(first.clone()).or_insert(PermissionUse {
            name: first.clone(),
            kind: kind(info),
            declared: false,
            max_sdk: None,
            data_types: info.data_types.clone(),
            used: Tri::Yes,
            evidence: vec![id],
        });
    }
    list.into_values().collect()
}

fn kind(info: &PermissionInfo) -> PermissionKind {
    match info.kind.as_str() {
        "runtime" => PermissionKind::Runtime,
        "special" => PermissionKind::Special,
        "install" => PermissionKind::Install,
        _ => PermissionKind::Unknown,
    }
}

/// Where a sign of use was met.
#[derive(Clone, Copy)]
enum Place {
    Code(MethodId, u32),
    Class(TypeId),
    Manifest(usize),
}

/// All signs of use in the app, found in one pass.
struct Uses {
    found: Found,
    /// Permissions that some collection sign names.
    names: FxHashSet<String>,
}

impl Uses {
    fn find(s: &Search) -> Uses {
        let wanted: Vec<&str> = s.app.manifest.permissions.iter().map(|p| p.name.as_str()).collect();
        let infos: Vec<&PermissionInfo> = wanted.iter().filter_map(|n| s.knowledge.permission(n)).collect();
        let mut found = Found::new();
        let mut names = FxHashSet::default();
        for api in &s.knowledge.apis {
            names.extend(api.permissions.iter().cloned());
        }
        let counted = Counted::new(s);
        for h in s.hits.iter().filter(|h| counted.counts(h.method)) {
            for p in &h.api.permissions {
                found.entry(p.clone()).or_insert((Place::Code(h.method, h.pc), h.shown.clone()));
            }
        }
        // Signs of the form of a descriptor, and plain texts.
        let (code, texts): (Vec<Sign>, Vec<Sign>) = infos
            .iter()
            .flat_map(|i| i.used_by.iter().map(move |u| (i.name.as_str(), u.as_str())))
            .partition(|(_, u)| u.starts_with('L') && u.contains('/'));
        references(&counted, &code, &mut found);
        strings(&counted, &texts, &mut found);
        manifest(s, &texts, &mut found);
        let mut uses = Uses { found, names };
        for group in TOGETHER {
            if let Some(hit) = group.iter().find_map(|p| uses.found.get(*p).cloned()) {
                for p in group {
                    uses.found.entry((*p).to_owned()).or_insert_with(|| hit.clone());
                }
            }
        }
        uses
    }

    fn of(&self, s: &Search, permission: &str, out: &mut EvidenceSet) -> Option<EvidenceId> {
        let (place, what) = self.found.get(permission)?;
        Some(match place {
            Place::Code(m, pc) => s.artefact.code(s.program, *m, *pc, format!("uses {what}"), None, out),
            Place::Class(t) => s.artefact.class(s.program, *t, None, out),
            Place::Manifest(i) => s.artefact.component(s.app.manifest.components.get(*i)?, None, out),
        })
    }
}

type Sign<'t> = (&'t str, &'t str);

/// Whose code counts: a library that comes with the build asks for nothing by itself, but one that the app calls does.
struct Counted<'s, 'a, 'k> {
    search: &'s Search<'s, 'a, 'k>,
    /// Outermost classes that code outside the libraries names.
    touched: FxHashSet<Vec<u8>>,
}

impl<'s, 'a, 'k> Counted<'s, 'a, 'k> {
    fn new(search: &'s Search<'s, 'a, 'k>) -> Counted<'s, 'a, 'k> {
        let p = search.program;
        let mut types: FxHashSet<TypeId> = FxHashSet::default();
        let mut last: Option<(MethodId, bool)> = None;
        for site in p.all_sites() {
            let own = match last {
                Some((m, own)) if m == site.method => own,
                _ => !matches!(search.owners.of_method(p, site.method), Owner::Library { .. }),
            };
            last = Some((site.method, own));
            if !own {
                continue;
            }
            match site.kind() {
                k if k.is_invoke() => types.insert(p.method(MethodId(site.target())).class),
                SiteKind::NewInstance | SiteKind::ConstClass => types.insert(TypeId(site.target())),
                k if k.is_field() => types.insert(p.field(FieldId(site.target())).class),
                _ => false,
            };
        }
        let touched = types.into_iter().map(|t| outermost(p.descriptor_bytes(t)).to_vec()).collect();
        Counted { search, touched }
    }

    fn counts(&self, method: MethodId) -> bool {
        let p = self.search.program;
        !matches!(self.search.owners.of_method(p, method), Owner::Library { .. })
            || self.touched.contains(outermost(p.descriptor_bytes(p.method(method).class)))
    }
}

/// `Lcom/x/A$B;` is part of `Lcom/x/A`.
fn outermost(descriptor: &[u8]) -> &[u8] {
    descriptor.split(|b| *b == b'$' || *b == b';').next().unwrap_or(descriptor)
}

type Found = BTreeMap<String, (Place, String)>;

/// Methods, fields and classes that begin with a sign (`Lclass;->name`, `Lclass;`, `Lpackage/`).
fn references(c: &Counted, signs: &[Sign], found: &mut Found) {
    let p = c.search.program;
    // By class part: the sign's class or package, then the member's beginning.
    let split: Vec<(&str, &str, &str)> = signs.iter().map(|(n, u)| u.split_once("->").map_or((*n, *u, ""), |(c, m)| (*n, c, m))).collect();
    let fits = |descriptor: &str| -> Vec<(&str, &str)> {
        split
            .iter()
            .filter(|(_, class, _)| if class.ends_with(';') { descriptor == *class } else { descriptor.starts_with(class) })
            .map(|(n, _, m)| (*n, *m))
            .collect()
    };
    let mut by_type: FxHashMap<TypeId, Vec<(&str, &str)>> = FxHashMap::default();
    for t in (0..p.type_count() as u32).map(TypeId) {
        let list = fits(&p.descriptor(t));
        if !list.is_empty() {
            by_type.insert(t, list);
        }
    }
    // Subclasses and implementers of a class without a member are a use too (services, callbacks).
    let mut typed: Vec<_> = by_type.iter().collect();
    typed.sort_unstable_by_key(|(t, _)| **t);
    for (t, list) in typed {
        for (permission, member) in list {
            let below = p.children(*t).iter().find(|k| p.class(**k).and_then(|k| p.class_methods(k).first()).is_some_and(|m| c.counts(*m)));
            if let Some(k) = below.filter(|_| member.is_empty() && !p.is_defined(*t)) {
                found.entry((*permission).to_owned()).or_insert((Place::Class(*k), p.descriptor(*k).into_owned()));
            }
        }
    }
    for m in p.method_ids() {
        let method = p.method(m);
        let mut classes = vec![method.class];
        // A call written with a subclass: look upwards.
        if p.is_defined(method.class) && !method.defined {
            classes = p.ancestors(method.class);
        }
        for class in classes {
            let Some(list) = by_type.get(&class) else { continue };
            for (permission, member) in list {
                if found.contains_key(*permission) || !p.method_name(m).starts_with(member.trim_end_matches('*')) {
                    continue;
                }
                if let Some(site) = p.callers(m).find(|x| c.counts(x.method)) {
                    found.insert((*permission).to_owned(), (Place::Code(site.method, site.pc()), p.signature(m)));
                }
            }
        }
    }
    let fields: FxHashMap<u32, Vec<&str>> = (0..p.field_count() as u32)
        .filter_map(|f| {
            let list = by_type.get(&p.field(FieldId(f)).class)?;
            let name = p.field_name(FieldId(f));
            let hit: Vec<&str> = list.iter().filter(|(_, m)| name.starts_with(m)).map(|(n, _)| *n).collect();
            (!hit.is_empty()).then_some((f, hit))
        })
        .collect();
    if !fields.is_empty() {
        for site in p.all_sites().iter().filter(|x| x.kind().is_field()) {
            for permission in fields.get(&site.target()).into_iter().flatten() {
                if c.counts(site.method) {
                    found
                        .entry((*permission).to_owned())
                        .or_insert((Place::Code(site.method, site.pc()), p.field_text(FieldId(site.target()))));
                }
            }
        }
    }
}

/// Texts in code that begin with a sign.
fn strings(c: &Counted, signs: &[Sign], found: &mut Found) {
    if signs.is_empty() {
        return;
    }
    let p = c.search.program;
    for (n, dex) in p.dex.iter().enumerate() {
        for i in 0..dex.file.strings.len {
            let Some(bytes) = dex.file.string_bytes(i) else { continue };
            for (permission, sign) in signs.iter().filter(|(_, sign)| bytes.starts_with(sign.as_bytes())) {
                if found.contains_key(*permission) {
                    continue;
                }
                if let Some(site) = p.string_sites(n, i).find(|x| c.counts(x.method)) {
                    found.insert((*permission).to_owned(), (Place::Code(site.method, site.pc()), (*sign).to_owned()));
                }
            }
        }
    }
}

/// Components that need it: an action in a filter, a permission that guards a service the system binds, a kind of foreground service.
fn manifest(s: &Search, signs: &[Sign], found: &mut Found) {
    for (i, c) in s.app.manifest.components.iter().enumerate() {
        for (permission, sign) in signs {
            if c.filters.iter().any(|f| f.actions.iter().any(|a| a.starts_with(sign))) {
                found.entry((*permission).to_owned()).or_insert((Place::Manifest(i), (*sign).to_owned()));
            }
        }
        for t in &c.foreground_types {
            let mut word = String::new();
            for ch in t.chars() {
                if ch.is_ascii_uppercase() {
                    word.push('_');
                }
                word.push(ch.to_ascii_uppercase());
            }
            for name in [format!("android.permission.FOREGROUND_SERVICE_{word}"), "android.permission.FOREGROUND_SERVICE".into()] {
                found.entry(name).or_insert((Place::Manifest(i), t.clone()));
            }
        }
    }
}
