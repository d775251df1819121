//! The version of an SDK: what constants of its classes, keys of the manifest, files of the archive and names of libraries say.
//!
//! Vendors that let a store know their versions put the library's coordinates into the code as a text of one form; it outlives renaming.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::artefact::Artefact;
use super::coordinates::{Coordinates, is_version};
use super::observed::Owner;
use super::owner::Owners;
use crate::app::{App, MetaData};
use crate::evidence::{EvidenceId, EvidenceKind, EvidenceSet};
use crate::format::dex::class::MemberKind;
use crate::format::dex::value::Value;
use crate::knowledge::{Sdk, VersionSign};
use crate::program::{Class, FieldId, MethodId, Program, SiteKind, Symbol};
use crate::words::Words;

/// Begins a text that names a library: `!SDK-VERSION-STRING!:com.appsflyer:af-android-sdk:6.4.0`.
const MARK: &[u8] = b"!SDK-VERSION-STRING!:";

/// A version and the place that states it.
#[derive(Clone, Debug)]
pub struct Stated<'a> {
    pub version: String,
    place: Place<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Place<'a> {
    Field(FieldId),
    Code(MethodId, u32),
    MetaData(&'a MetaData),
    Library(&'a Coordinates),
}

impl Stated<'_> {
    pub fn evidence(&self, program: &Program, here: Artefact, signature: Option<String>, out: &mut EvidenceSet) -> EvidenceId {
        match self.place {
            Place::Field(field) => {
                let f = program.field(field);
                let path = program.class(f.class).and_then(|c| program.dex.get(c.dex as usize)).map_or("", |d| d.path);
                let said = format!("{} = {}", program.field_name(field), self.version);
                here.add(out, EvidenceKind::Code, path, program.field_text(field), said, signature)
            }
            Place::Code(method, pc) => here.code(program, method, pc, format!("const-string {}", self.version), signature, out),
            Place::MetaData(m) => here.meta_data(m, signature, out),
            Place::Library(c) => here.file(&c.path, format!("{} {}", c.name, c.version), signature, out),
        }
    }
}

/// The versions of these SDKs: at the places that their files name, the first that holds one; else in fields of the usual names.
pub fn find<'a>(
    program: &Program,
    app: &'a App,
    coordinates: &'a [Coordinates],
    owners: &Owners,
    sdks: &[&Sdk],
) -> BTreeMap<String, Stated<'a>> {
    let search = Search { program, app, coordinates, marked: marked(program) };
    let mut out = usual(program, owners);
    for sdk in sdks {
        let signs = sdk.version.iter().filter_map(|word| VersionSign::read(word));
        if let Some(stated) = signs.filter_map(|sign| search.at(sign)).next() {
            out.insert(sdk.id.clone(), stated);
        }
    }
    out
}

/// Fields that are called as most vendors call them, by the SDK that owns the class.
fn usual<'a>(program: &Program, owners: &Owners) -> BTreeMap<String, Stated<'a>> {
    const NAMES: [&str; 7] = ["SDK_VERSION", "SDK_VERSION_NAME", "VERSION", "VERSION_NAME", "SDKVERSION", "LIBRARY_VERSION", "SDK_VER"];
    let usual: FxHashMap<Symbol, usize> =
        NAMES.iter().enumerate().filter_map(|(rank, n)| Some((program.names.get(n.as_bytes())?, rank))).collect();
    let mut out: BTreeMap<String, (usize, Stated)> = BTreeMap::new();
    for field in (0..program.field_count() as u32).map(FieldId) {
        let f = program.field(field);
        let Some(rank) = usual.get(&f.name).copied() else { continue };
        let (Owner::Sdk { id } | Owner::Library { id }) = owners.of(f.class) else { continue };
        // The build system's own field holds "1.0" where the vendor never set it.
        let unset = |t: &String| t == "1.0" && program.descriptor_bytes(f.class).ends_with(b"/BuildConfig;");
        if let Some(version) = static_text(program, field).filter(|t| is_version(t) && !unset(t)) {
            let stated = || Stated { version: version.clone(), place: Place::Field(field) };
            let best = out.entry(id.clone()).or_insert_with(|| (rank, stated()));
            if rank < best.0 {
                *best = (rank, stated());
            }
        }
    }
    out.into_iter().map(|(id, (_, stated))| (id, stated)).collect()
}

struct Search<'s, 'p, 'a> {
    program: &'s Program<'p>,
    app: &'a App,
    coordinates: &'a [Coordinates],
    /// Coordinates that texts of the code state, and where a method loads them.
    marked: Vec<(Coordinates, MethodId, u32)>,
}

impl<'a> Search<'_, '_, 'a> {
    fn at(&self, sign: VersionSign) -> Option<Stated<'a>> {
        match sign {
            VersionSign::Field { class, name } => {
                let (class, name) = (self.class(class)?, self.program.names.get(name.as_bytes())?);
                let field = self.fields(class).into_iter().find(|f| self.program.field(*f).name == name)?;
                self.of_field(class, field)
            }
            VersionSign::AnyField { class } => {
                let class = self.class(class)?;
                only(self.fields(class).into_iter().filter_map(|f| self.of_field(class, f)))
            }
            VersionSign::Method { class, name } => {
                let class = self.class(class)?;
                let called = |m: &MethodId| name == "*" || self.program.names.bytes(self.program.method(*m).name) == name.as_bytes();
                only(self.program.class_methods(class).iter().copied().filter(called).flat_map(|m| self.texts(m)))
            }
            VersionSign::MetaData { key } => {
                let of_components = self.app.manifest.components.iter().flat_map(|c| &c.meta_data);
                let mut all = self.app.manifest.meta_data.iter().chain(of_components).filter(|m| m.name == key);
                all.find_map(|m| Some(Stated { version: version_of(&m.value)?, place: Place::MetaData(m) }))
            }
            VersionSign::Library { coordinates } => {
                if let Some(c) = self.coordinates.iter().find(|c| c.is(coordinates)) {
                    return Some(Stated { version: c.version.clone(), place: Place::Library(c) });
                }
                let (c, method, pc) = self.marked.iter().find(|(c, ..)| c.is(coordinates))?;
                Some(Stated { version: c.version.clone(), place: Place::Code(*method, *pc) })
            }
        }
    }

    fn class(&self, descriptor: &str) -> Option<&Class> {
        self.program.class(self.program.type_by_descriptor(descriptor)?)
    }

    /// The static fields of a class.
    fn fields(&self, class: &Class) -> Vec<FieldId> {
        let (Some(dex), Some(def)) = (self.program.dex.get(class.dex as usize), self.program.class_def(class)) else { return Vec::new() };
        let fields = def.members(&dex.file).take_while(|m| m.kind == MemberKind::StaticField);
        fields.filter_map(|m| dex.field_id(m.index)).collect()
    }

    /// What the file states, else what the class's initialiser puts there.
    fn of_field(&self, class: &Class, field: FieldId) -> Option<Stated<'a>> {
        if let Some(version) = static_text(self.program, field).as_deref().and_then(version_of) {
            return Some(Stated { version, place: Place::Field(field) });
        }
        let initialiser = self.program.names.get(b"<clinit>")?;
        let method = self.program.class_methods(class).iter().copied().find(|m| self.program.method(*m).name == initialiser)?;
        let sites = self.program.sites(method);
        let put = sites.windows(2).find_map(|pair| match pair {
            [text, put] if put.kind() == SiteKind::StaticPut && put.field() == Some(field) => Some(text),
            _ => None,
        })?;
        let version = version_of(&self.program.string_at(put)?)?;
        Some(Stated { version, place: Place::Code(method, put.pc()) })
    }

    fn texts(&self, method: MethodId) -> impl Iterator<Item = Stated<'a>> {
        self.program.sites(method).iter().filter_map(move |site| {
            let version = version_of(&self.program.string_at(site)?)?;
            Some(Stated { version, place: Place::Code(method, site.pc()) })
        })
    }
}

/// Texts of a DEX stand in order, so those that begin alike stand together.
fn marked(program: &Program) -> Vec<(Coordinates, MethodId, u32)> {
    let mut out = Vec::new();
    for (n, dex) in program.dex.iter().enumerate() {
        let before = |i: u32| dex.file.string_bytes(i).is_some_and(|text| text < MARK);
        let (mut low, mut high) = (0, dex.file.strings.len);
        while low < high {
            let middle = low + (high - low) / 2;
            if before(middle) { low = middle + 1 } else { high = middle }
        }
        for i in low..dex.file.strings.len {
            let Some(rest) = dex.file.string_bytes(i).and_then(|text| text.strip_prefix(MARK)) else { break };
            let told = std::str::from_utf8(rest).ok().and_then(Coordinates::of_line);
            let site = program.string_sites(n, i).next();
            out.extend(told.zip(site).map(|(c, site)| (c, site.method, site.pc())));
        }
    }
    out
}

/// The first, where all say the same.
fn only<'a>(all: impl Iterator<Item = Stated<'a>>) -> Option<Stated<'a>> {
    let all: Vec<Stated> = all.collect();
    let different: BTreeSet<&str> = all.iter().map(|s| s.version.as_str()).collect();
    (different.len() == 1).then(|| all.into_iter().next()).flatten()
}

/// The version that a text states and little else: `5.7.0`, `v5.7.0`, `android 6.8.0`, `okhttp/4.9.0`, `push:6.11.0.300`, `4_8_2`,
/// `quick_login_android_9.3.0`.
pub fn version_of(text: &str) -> Option<String> {
    let last = text.trim().rsplit([' ', '/', ':']).next()?;
    let last = last.split('(').next().unwrap_or(last);
    let last = last.strip_suffix(".jar").unwrap_or(last);
    let bare = last.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '_').trim_end_matches('.');
    let under = bare == last && bare.contains('_') && bare.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let bare = if under { bare.replace('_', ".") } else { bare.to_owned() };
    (text.len() <= 40 && is_version(&bare)).then_some(bare)
}

/// The version in a library's file name, where a star of the pattern stands for it: `libBaiduMapSDK_map_v*.so`.
pub fn in_name(pattern: &str, file: &str) -> Option<String> {
    let (before, after) = pattern.split_once('*')?;
    let text = file.strip_prefix(before)?.strip_suffix(after)?.replace('_', ".");
    is_version(&text).then_some(text)
}

fn static_text(program: &Program, field: FieldId) -> Option<String> {
    let class = program.class(program.field(field).class)?;
    match program.static_value(field)? {
        Value::String(s) => Some(program.dex.get(class.dex as usize)?.file.string(s)?.into_owned()),
        _ => None,
    }
}

/// Is version `a` older than `b`: numbers between dots, one by one; what is no number ends the comparison.
pub fn is_older(a: &str, b: &str) -> bool {
    let numbers = |v: &str| -> Vec<u64> { v.split(['.', '-', '+', '_']).map_while(|p| p.parse().ok()).collect() };
    numbers(a) < numbers(b)
}

/// What is known of versions as old as this one.
pub fn advice(sdk: &Sdk, version: Option<&String>) -> Vec<Words> {
    let Some(version) = version else { return Vec::new() };
    sdk.advice.iter().filter(|a| !is_older(&a.up_to, version)).map(|a| a.words.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_versions() {
        for (a, b, want) in [
            ("9.3.8", "9.4.0", true),
            ("9.10.0", "9.4.0", false),
            ("9.4", "9.4.0", true),
            ("9.4.0-beta1", "9.4.0", false),
            ("10.0", "9.4.0", false),
        ] {
            assert_eq!(is_older(a, b), want, "{a} {b}");
        }
    }

    #[test]
    fn versions_in_file_names() {
        for (pattern, file, want) in [
            ("libMap_v*.so", "libMap_v6_0_0.so", Some("6.0.0")),
            ("libMap_v*.so", "libMap_vx.so", None),
            ("libMap.so", "libMap.so", None),
            ("libjcore*.so", "libjcore332.so", None),
        ] {
            assert_eq!(in_name(pattern, file).as_deref(), want, "{file}");
        }
    }

    #[test]
    fn versions_in_texts() {
        for (text, want) in [
            ("5.7.0", Some("5.7.0")),
            ("v5.7.0", Some("5.7.0")),
            ("android 6.8.0", Some("6.8.0")),
            ("okhttp/4.9.0", Some("4.9.0")),
            ("push:6.11.0.300", Some("6.11.0.300")),
            ("1.0.0.5.jar", Some("1.0.0.5")),
            ("3.2.41(1.5.0)", Some("3.2.41")),
            ("4_8_2", Some("4.8.2")),
            ("quick_login_android_9.3.0", Some("9.3.0")),
            ("4.542.", Some("4.542")),
            ("x86_64", None),
            ("version", None),
            ("x", None),
            ("the quick brown fox jumps over the dog 1.0", None),
        ] {
            assert_eq!(version_of(text).as_deref(), want, "{text}");
        }
    }
}
