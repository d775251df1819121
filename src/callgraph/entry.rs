//! Entry points: where the system itself calls into the app, from the manifest and the screens.

use crate::app::component::ComponentKind;
use crate::app::{App, Component};
use crate::format::axml::{Element, Value};
use crate::program::{Program, TypeId};

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

/// A class that the system instantiates (or, for `LayoutClick`, a method name that it calls).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    pub class: TypeId,
    /// Only for `LayoutClick`.
    pub method: Option<String>,
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
                for c in app.manifest.components.iter().filter(|c| c.kind == ComponentKind::Activity) {
                    if let Some(t) = program.type_by_descriptor(&descriptor(&c.target)).filter(|t| program.is_defined(*t)) {
                        out.push(Entry {
                            kind: EntryKind::LayoutClick,
                            class: t,
                            method: Some(handler.to_owned()),
                            path: layout.path.clone(),
                            locator: format!("@{:#x}", e.offset),
                        });
                    }
                }
            }
        }
    }
    out.sort_by(|a, b| (a.kind, a.class, &a.method, &a.path, &a.locator).cmp(&(b.kind, b.class, &b.method, &b.path, &b.locator)));
    out.dedup_by(|a, b| a.kind == b.kind && a.class == b.class && a.method == b.method);
    out
}
