//! From the parts of a package to one app, step by step.

use std::collections::HashSet;

use crate::budget::Budget;
use crate::container::{Anomaly, Package, PackageKind};
use crate::format::axml::{Element, Keep, Source, Value};
use crate::format::{arsc, proto};
use crate::gap::{Gap, GapCode, Hides, Read};

use super::declare::Declaring;
use super::module::Module;
use super::resources::{Resources, Table};
use super::{App, FileEntry, code, document, layout, module, native, network, permission, split, texts};

/// An XML resource above this is none.
const XML_BYTES: u64 = 16 << 20;

impl App {
    /// Reads everything that later floors need from the parts. Errs never: what cannot be read is a gap.
    pub fn load(package: &Package, budget: &mut Budget) -> Read<App> {
        let mut app = App::default();
        let mut gaps: Vec<Gap> = Vec::new();
        app.list_files(package);

        let mut modules: Vec<Module> = Vec::new();
        for part in 0..package.parts.len() {
            modules.extend(Module::of(package, part, &mut app, &mut gaps, budget));
        }
        if !split::base_first(&mut modules) && !modules.is_empty() {
            let what = "only splits were given, the base APK is missing";
            let hides = &[Hides::Calls, Hides::Sdks, Hides::Manifest, Hides::Resources, Hides::Flows];
            gaps.push(Gap::new(GapCode::Splits, what, package.name.clone(), hides));
            app.missing_splits.push("base".into());
        }
        app.leave_out_strangers(&mut modules, &mut gaps);

        let tables: Vec<(usize, String, Vec<u8>)> = (0..package.parts.len()).filter_map(|p| table(package, p, &mut gaps, budget)).collect();
        let mut resources = Resources::default();
        for (_, place, bytes) in &tables {
            let source = Source { place, hides: &[Hides::Resources] };
            if package.kind == PackageKind::Aab {
                resources.tables.push(Table::Proto(proto::Table::read(bytes, source, budget).unpack(&mut gaps)));
            } else {
                let mut read = arsc::Table::read(bytes, source, budget).unpack(&mut gaps);
                app.anomalies.append(&mut read.anomalies);
                resources.tables.push(Table::Binary(read));
            }
        }

        app.declare(&modules, &resources, budget);
        let list = app.manifest.meta_data.iter().find(|m| m.name == split::LIST).map(|m| m.value.clone());
        let list = list.and_then(|file| xml_resource(package, &modules, &file, &mut gaps, budget)).map(|(_, root)| root);
        if package.kind != PackageKind::Aab {
            let (missing, gap) = split::missing(&modules, app.manifest.splits_required, list.as_ref());
            app.missing_splits.extend(missing);
            gaps.extend(gap);
        }
        app.read_network_security(package, &modules, &resources, &mut gaps, budget);

        let names: HashSet<&str> = package.parts.iter().flat_map(|p| p.archive.entries()).map(|e| e.name.as_str()).collect();
        for (table, (part, place, _)) in resources.tables.iter().zip(&tables) {
            gaps.extend(texts::strings(table, &names, place, &mut app.strings, budget));
            app.layouts.extend(layout::read(package, *part, &texts::layouts(table), &mut gaps, budget));
        }
        for part in (0..package.parts.len()).filter(|p| tables.iter().all(|t| t.0 != *p)) {
            app.layouts.extend(layout::read(package, part, &Default::default(), &mut gaps, budget));
        }
        // The sort is stable: of two modules with the same text the base's comes first.
        app.strings.sort_by(|a, b| (a.id, &a.locale).cmp(&(b.id, &b.locale)));
        drop(resources);
        drop(tables);

        native::read(package, &mut app, budget);
        code::read(package, &mut app, &mut gaps, budget);
        Read { value: app, gaps }
    }

    fn list_files(&mut self, package: &Package) {
        for (part, of) in package.parts.iter().enumerate() {
            for entry in of.archive.entries() {
                let path = format!("{}!{}", of.name, entry.name);
                self.files.push(FileEntry { part, path, name: entry.name.clone(), size: entry.size });
            }
        }
    }

    /// A split of another package is not of this app: Android refuses such a set, and its facts would be pinned on the wrong app.
    fn leave_out_strangers(&mut self, modules: &mut Vec<Module>, gaps: &mut Vec<Gap>) {
        let Some(package) = modules.first().map(|m| m.package().to_owned()) else { return };
        modules.retain(|m| {
            let own = m.package() == package;
            if !own {
                self.odd("split-package", &format!("a manifest of another package, {}", m.package()), &m.path, true);
                gaps.push(Gap::unreadable("a manifest of another package was left out", m.path.as_str(), &[Hides::Manifest]));
            }
            own
        });
    }

    fn declare(&mut self, modules: &[Module], resources: &Resources, budget: &mut Budget) {
        for (i, module) in modules.iter().enumerate() {
            let mut declaring = Declaring { resources, budget, path: &module.path, package: module.package().to_owned() };
            if i == 0 {
                self.manifest = declaring.base(&module.manifest);
            }
            declaring.add(&module.manifest, &mut self.manifest);
        }
        // Without a manifest there is no target level, and nothing may be concluded from its absence.
        if modules.is_empty() {
            return;
        }
        permission::imply(&mut self.manifest.permissions, self.manifest.target_sdk, &self.manifest.path);
    }

    fn read_network_security(
        &mut self,
        package: &Package,
        modules: &[Module],
        resources: &Resources,
        gaps: &mut Vec<Gap>,
        budget: &mut Budget,
    ) {
        let stated = modules.first().and_then(|m| m.manifest.named("application").next()).and_then(|a| a.android("networkSecurityConfig"));
        let Some(stated) = stated else { return };
        let read = match resources.value(stated, budget) {
            Some(Value::String(file)) => xml_resource(package, modules, &file, gaps, budget),
            _ => None,
        };
        match read {
            Some((path, root)) => self.network_security = Some(network::read(&root, path)),
            None => gaps.push(Gap::unreadable(
                "the network security config could not be read",
                self.manifest.path.as_str(),
                &[Hides::Resources],
            )),
        }
    }

    /// Records an oddity of the app's own files.
    pub(super) fn odd(&mut self, id: &str, what: &str, place: &str, refused: bool) {
        self.anomalies.push(Anomaly { id: id.into(), what: what.into(), place: place.into(), offset: None, refused, common: false });
    }
}

/// The resource table of a part: (part, place, contents).
fn table(package: &Package, part: usize, gaps: &mut Vec<Gap>, budget: &mut Budget) -> Option<(usize, String, Vec<u8>)> {
    let of = package.parts.get(part)?;
    let name = module::table_name(package);
    let contents = of.read(of.entry(name)?, budget).unpack(gaps);
    Some((part, format!("{}!{name}", of.name), contents))
}

/// An XML file that a resource names, from the first module that has it.
fn xml_resource(package: &Package, modules: &[Module], file: &str, gaps: &mut Vec<Gap>, budget: &mut Budget) -> Option<(String, Element)> {
    let (of, entry) = modules.iter().find_map(|m| {
        let of = package.parts.get(m.part)?;
        Some((of, of.entry(file)?))
    })?;
    let path = format!("{}!{file}", of.name);
    let contents = of.archive.read_at_most(entry, XML_BYTES, budget).unpack(gaps);
    let source = Source { place: &path, hides: &[Hides::Resources] };
    let bundle = package.kind == PackageKind::Aab;
    let root = document::read(&contents, bundle, source, Keep::All, budget).unpack(gaps).root?;
    Some((path, root))
}
