//! Entry points: where the system itself calls into the app, from the manifest and the screens.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::app::component::ComponentKind;
use crate::app::{App, Component};
use crate::format::axml::{Element, Value};
use crate::program::{MethodId, Program, TypeId};

/// How the system comes to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    Provider,
    /// `androidx.startup` initialiser named in meta-data.
    Initializer,
    /// Application and AppComponentFactory.
    Application,
    Launcher,
    /// Another screen.
    Activity,
    Receiver,
    Service,
    /// A class named by a layout; exists when the screen does.
    View,
    /// `android:onClick` of a layout.
    LayoutClick,
}

/// A class that the system instantiates (or, for `LayoutClick`, its method that a click calls).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    pub class: TypeId,
    /// Only for `LayoutClick`.
    pub method: Option<MethodId>,
    /// Manifest or layout place, for the evidence: `base.apk!AndroidManifest.xml` and a locator.
    pub path: String,
    pub locator: String,
}

/// `com.x.A` as `Lcom/x/A;`
pub fn descriptor(class: &str) -> String {
    format!("L{};", class.replace('.', "/"))
}

/// All entry points, in the order the system runs them.
pub fn entries(app: &App, program: &Program) -> Vec<Entry> {
    let manifest = &app.manifest;
    let mut out = Vec::new();
    let mut add = |kind: EntryKind, class: &str, path: &str, locator: &str| {
        if let Some(t) = program.type_by_descriptor(&descriptor(class)).filter(|t| program.is_defined(*t)) {
            out.push(Entry { kind, class: t, method: None, path: path.into(), locator: locator.into() });
        }
    };
    let of = |kind: ComponentKind| manifest.components.iter().filter(move |c| c.kind == kind && c.enabled);
    for c in of(ComponentKind::Provider) {
        add(EntryKind::Provider, &c.target, &c.path, &c.locator);
        for m in &c.meta_data {
            // androidx.startup: the name of the meta-data is the initialiser, its value the marker.
            if m.value == "androidx.startup" {
                add(EntryKind::Initializer, &m.name, &m.path, &m.locator);
            }
        }
    }
    for class in manifest.component_factory.iter().chain(&manifest.application) {
        add(EntryKind::Application, class, &manifest.path, "/manifest/application");
    }
    for c in of(ComponentKind::Activity).filter(|c| c.is_launcher()) {
        add(EntryKind::Launcher, &c.target, &c.path, &c.locator);
    }
    for c in of(ComponentKind::Receiver) {
        add(EntryKind::Receiver, &c.target, &c.path, &c.locator);
    }
    for c in of(ComponentKind::Service) {
        add(EntryKind::Service, &c.target, &c.path, &c.locator);
    }
    for c in of(ComponentKind::Activity).filter(|c: &&Component| !c.is_launcher()) {
        add(EntryKind::Activity, &c.target, &c.path, &c.locator);
    }
    out.extend(layout_entries(app, program));
    out
}

/// Views and fragments that layouts name, and handlers named by `android:onClick`.
fn layout_entries(app: &App, program: &Program) -> Vec<Entry> {
    let mut out = Vec::new();
    let mut handlers: BTreeMap<&str, (String, String)> = BTreeMap::new();
    for layout in &app.layouts {
        let mut stack: Vec<&Element> = vec![&layout.root];
        while let Some(e) = stack.pop() {
            stack.extend(e.children.iter().rev());
            let text = |name: &str| {
                e.attributes
                    .iter()
                    .find(|a| a.name == name)
                    .and_then(|a| if let Value::String(s) = &a.value { Some(s.as_str()) } else { None })
            };
            let named = if e.name.contains('.') { Some(e.name.as_str()) } else { text("class").or_else(|| text("name")) };
            if let Some(t) = named.and_then(|n| program.type_by_descriptor(&descriptor(n))).filter(|t| program.is_defined(*t)) {
                out.push(Entry {
                    kind: EntryKind::View,
                    class: t,
                    method: None,
                    path: layout.path.clone(),
                    locator: format!("@{:#x}", e.offset),
                });
            }
            if let Some(handler) = text("onClick") {
                handlers.entry(handler).or_insert_with(|| (layout.path.clone(), format!("@{:#x}", e.offset)));
            }
        }
    }
    out.extend(clicks(app, program, &handlers));
    out.sort_by(|a, b| (a.kind, a.class, &a.method, &a.path, &a.locator).cmp(&(b.kind, b.class, &b.method, &b.path, &b.locator)));
    out.dedup_by(|a, b| a.kind == b.kind && a.class == b.class && a.method == b.method);
    out
}

/// Which screen shows which layout is not asked: a click on any view runs the method of that name of any activity that has one, as
/// `View.DeclaredOnClickListener` looks it up: public, with the view as its one parameter, the class below before those above it.
fn clicks(app: &App, program: &Program, handlers: &BTreeMap<&str, (String, String)>) -> Vec<Entry> {
    let mut out = Vec::new();
    if handlers.is_empty() {
        return out;
    }
    let mut seen = FxHashSet::default();
    for c in app.manifest.components.iter().filter(|c| c.kind == ComponentKind::Activity) {
        let Some(class) = program.type_by_descriptor(&descriptor(&c.target)).filter(|t| program.is_defined(*t) && seen.insert(*t)) else {
            continue;
        };
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for m in program.ancestors(class).into_iter().filter_map(|t| program.class(t)).flat_map(|c| program.class_methods(c)) {
            let name = program.method_name(*m);
            if let Some((path, locator)) = handlers.get(&*name)
                && program.proto(program.method(*m).proto).params.len() == 1
                && program.code(*m).is_some()
                && taken.insert(name.to_string())
            {
                out.push(Entry { kind: EntryKind::LayoutClick, class, method: Some(*m), path: path.clone(), locator: locator.clone() });
            }
        }
    }
    out
}
