//! LIM-04: native code. What a library may call is not seen, so whose library it is decides what it hides.

use std::collections::{BTreeMap, BTreeSet};

use super::gaps::{Ground, SHOWN, Share, counted, listed};
use super::packer::Framework;
use crate::app::NativeLibrary;
use crate::evidence::EvidenceSet;
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::sdk_index::wildcard;
use crate::program::{ACC_NATIVE, MethodId, Site};

const SIGN: &str = "gap/native";

/// C++ runtimes that the NDK puts beside an app's libraries: they call nothing by themselves.
const RUNTIMES: [&str; 5] = ["libc++_shared.so", "libgnustl_shared.so", "libstlport_shared.so", "libc++abi.so", "libomp.so"];

const LOADS: [(&str, &str); 4] = [
    ("Ljava/lang/System;", "loadLibrary"),
    ("Ljava/lang/System;", "load"),
    ("Ljava/lang/Runtime;", "loadLibrary"),
    ("Ljava/lang/Runtime;", "load"),
];

/// Whose a library is: from the classes whose methods it exports, the SDKs that ship a file of this name, and the classes that load it,
/// in this order.
///
/// File names lie (`libFaceDetect.so` is anybody's); exported names cannot, or the call would fail.
pub fn share(exports: &BTreeSet<Share>, claims: &[Share], loaders: &BTreeSet<Share>) -> Share {
    // The app's where one of them is; else an SDK's before a library's.
    let of = |shares: &BTreeSet<Share>| shares.first().cloned();
    of(exports).or_else(|| claims.iter().min().cloned()).or_else(|| of(loaders)).unwrap_or(Share::Unknown)
}

/// The short name that JNI looks a native method up by (JNI specification, "Resolving Native Method Names").
pub fn exported_name(class: &str, method: &str) -> String {
    let mut out = String::from("Java_");
    mangle(class, &mut out);
    out.push('_');
    mangle(method, &mut out);
    out
}

fn mangle(name: &str, out: &mut String) {
    for c in name.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(c),
            '.' | '/' => out.push('_'),
            '_' => out.push_str("_1"),
            ';' => out.push_str("_2"),
            '[' => out.push_str("_3"),
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|u| out.push_str(&format!("_0{u:04x}"))),
        }
    }
}

/// `libx.so` for what `loadLibrary("x")` or `load("/a/b/libx.so")` names.
pub fn library_file(named: &str) -> String {
    match named.rsplit('/').next() {
        Some(file) if file.ends_with(".so") => file.to_owned(),
        _ => format!("lib{named}.so"),
    }
}

pub fn gaps(g: &Ground, frameworks: &[Framework], out: &mut EvidenceSet) -> Vec<Gap> {
    let p = g.program;
    let natives: Vec<MethodId> = p.method_ids().filter(|m| p.method(*m).defined && p.method(*m).flags & ACC_NATIVE != 0).collect();
    let dotted = |m: MethodId| super::owner::dotted(p, p.method(m).class);
    let exported: BTreeMap<String, Share> =
        natives.iter().map(|m| (exported_name(&dotted(*m), &p.method_name(*m)), g.share(p.method(*m).class))).collect();
    let loads = g.calls(&LOADS);
    let mut loaders: BTreeMap<String, BTreeSet<Share>> = BTreeMap::new();
    for site in &loads {
        // The receiver of `Runtime.loadLibrary` comes first.
        let n = usize::from(site.kind() != crate::program::SiteKind::InvokeStatic);
        for name in g.constants.argument(site.method, site.pc(), n).texts() {
            loaders.entry(library_file(name)).or_default().insert(g.share_of(site));
        }
    }
    // The engine's own libraries are told with the engine.
    let of_framework =
        |file: &str| frameworks.iter().filter_map(|f| f.packer).any(|packer| packer.native.iter().any(|n| wildcard(n, file)));
    let mut files: BTreeMap<&str, &NativeLibrary> = BTreeMap::new();
    for l in g.app.native.iter().filter(|l| !RUNTIMES.contains(&l.file_name.as_str()) && !of_framework(&l.file_name)) {
        files.entry(&l.file_name).or_insert(l);
    }
    let no_owner = BTreeSet::new();
    let mut shares: BTreeMap<&str, Share> = files
        .iter()
        .map(|(file, l)| {
            let exports = l.jni_exports.iter().filter_map(|x| share_of_export(&exported, x)).cloned().collect();
            let claims: Vec<Share> = g
                .index
                .by_native(file)
                .into_iter()
                .map(|s| if s.role == "sdk" { Share::Sdk(g.sdk_name(&s.id)) } else { Share::Library })
                .collect();
            (*file, share(&exports, &claims, loaders.get(*file).unwrap_or(&no_owner)))
        })
        .collect();
    inherit(&mut shares, &files, &loaders);
    let own: Vec<&NativeLibrary> = files.iter().filter(|(f, _)| shares.get(*f).is_some_and(Share::own)).map(|(_, l)| *l).collect();
    let mut gaps = Vec::new();
    gaps.extend(of_app(g, &own, &natives, &loads, out));
    let mut of_sdks: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (file, s) in &shares {
        if let Share::Sdk(name) = s {
            of_sdks.entry(name).or_default().push(file);
        }
    }
    for (sdk, names) in of_sdks {
        let what = format!("native code of {sdk}: {}", listed(names.iter().copied()));
        let Some(first) = names.first().and_then(|f| files.get(f)) else { continue };
        let evidence = g.artefact.file(&first.path, first.file_name.clone(), Some(SIGN.into()), out);
        gaps.push(Gap::new(GapCode::Native, what, first.path.clone(), &[Hides::CallsOfSdk]).with_evidence(evidence));
    }
    gaps
}

/// Overloads carry their parameters behind two underscores.
fn share_of_export<'o>(exported: &'o BTreeMap<String, Share>, name: &str) -> Option<&'o Share> {
    let short = || name.split_once("__").map(|(short, _)| short);
    exported.get(name).or_else(|| exported.get(short()?))
}

/// A library that only others need, that exports nothing to Java and that nobody loads by name, is theirs: codecs, TLS.
fn inherit<'f>(
    shares: &mut BTreeMap<&'f str, Share>,
    files: &BTreeMap<&'f str, &'f NativeLibrary>,
    loaders: &BTreeMap<String, BTreeSet<Share>>,
) {
    for _ in 0..3 {
        let mut changes: Vec<(&'f str, Share)> = Vec::new();
        for (file, l) in files.iter().filter(|(f, _)| shares.get(*f).is_some_and(Share::own)) {
            if !l.jni_exports.is_empty() || loaders.contains_key(*file) {
                continue;
            }
            let users = files.values().filter(|u| u.needed.iter().any(|n| n == file)).filter_map(|u| shares.get(u.file_name.as_str()));
            if let Some(first) = users.clone().next()
                && users.clone().all(|s| !s.own())
            {
                changes.push((file, users.clone().min().unwrap_or(first).clone()));
            }
        }
        if changes.is_empty() {
            return;
        }
        shares.extend(changes);
    }
}

/// One gap for the app: its libraries, its native methods, and the loads that something can run.
fn of_app(g: &Ground, own: &[&NativeLibrary], natives: &[MethodId], loads: &[Site], out: &mut EvidenceSet) -> Option<Gap> {
    let p = g.program;
    let methods: Vec<MethodId> = natives.iter().copied().filter(|m| g.share(p.method(*m).class) == Share::App).collect();
    let called = methods.iter().filter(|m| g.moments.all.is_reached(**m)).count();
    if own.is_empty() && called == 0 {
        return None;
    }
    let mut what = String::new();
    if !own.is_empty() {
        let names = listed(own.iter().map(|l| l.file_name.as_str()));
        what.push_str(&format!("{}: {names}", counted(own.len(), "native library", "native libraries")));
    }
    if !methods.is_empty() {
        let joint = if what.is_empty() { "" } else { "; " };
        what.push_str(&format!("{joint}{} of the app", counted(methods.len(), "native method", "native methods")));
    }
    if own.is_empty() {
        what.push_str(", whose library is not in the package under a name of its own");
    }
    let place = own.first().map(|l| l.path.clone()).or_else(|| methods.first().map(|m| p.signature(*m))).unwrap_or_default();
    let mut gap = Gap::new(GapCode::Native, what, place, &[Hides::Calls, Hides::Flows]);
    for l in own.iter().take(SHOWN) {
        gap.evidence.push(g.artefact.file(&l.path, l.file_name.clone(), Some(SIGN.into()), out));
    }
    let of_app: Vec<Site> = loads.iter().copied().filter(|s| g.share_of(s).own()).collect();
    gap.evidence.extend(g.evidence(&of_app, SIGN, out));
    let mut classes = BTreeSet::new();
    for m in methods.iter().filter(|m| classes.insert(p.method(**m).class)).take(2) {
        gap.evidence.push(g.artefact.class(p, p.method(*m).class, Some(SIGN.into()), out));
    }
    Some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_exports() {
        for (class, method, want) in [
            ("com.x.Engine", "token", "Java_com_x_Engine_token"),
            ("com.my_app.A$B", "is_ok", "Java_com_my_1app_A_00024B_is_1ok"),
            ("A", "读", "Java_A__08bfb"),
        ] {
            assert_eq!(exported_name(class, method), want);
        }
    }

    #[test]
    fn names_of_libraries() {
        for (named, want) in [("castle", "libcastle.so"), ("/data/x/libe.so", "libe.so"), ("libe.so", "libe.so")] {
            assert_eq!(library_file(named), want);
        }
    }

    #[test]
    fn whose_library() {
        let amap = Share::Sdk("AMap".into());
        let of = |shares: &[&Share]| shares.iter().map(|s| (*s).clone()).collect::<BTreeSet<Share>>();
        for (exports, claims, loaders, want) in [
            (of(&[]), vec![], of(&[]), Share::Unknown),
            (of(&[&amap]), vec![], of(&[&Share::App]), amap.clone()),
            (of(&[&amap, &Share::App]), vec![], of(&[]), Share::App),
            // The name is an SDK's, the exports are not.
            (of(&[&Share::Unknown]), vec![amap.clone()], of(&[]), Share::Unknown),
            (of(&[]), vec![Share::Library, amap.clone()], of(&[&Share::App]), amap.clone()),
            (of(&[]), vec![Share::Library], of(&[]), Share::Library),
            (of(&[]), vec![], of(&[&Share::Library]), Share::Library),
            (of(&[]), vec![], of(&[&Share::Library, &Share::Unknown]), Share::Unknown),
        ] {
            assert_eq!(share(&exports, &claims, &loaders), want, "{exports:?} {claims:?} {loaders:?}");
        }
    }

    #[test]
    fn needed_libraries_are_their_users() {
        let lib = |file: &str, needed: &[&str]| NativeLibrary {
            path: format!("a!{file}"),
            file_name: file.into(),
            needed: needed.iter().map(|n| (*n).into()).collect(),
            jni_exports: Vec::new(),
        };
        let all = [
            lib("libplayer.so", &["libcodec.so", "libtls.so"]),
            lib("libcodec.so", &[]),
            lib("libtls.so", &[]),
            lib("libown.so", &["libtls.so"]),
        ];
        let files: BTreeMap<&str, &NativeLibrary> = all.iter().map(|l| (l.file_name.as_str(), l)).collect();
        let mut shares: BTreeMap<&str, Share> = files.keys().map(|f| (*f, Share::App)).collect();
        shares.insert("libplayer.so", Share::Library);
        inherit(&mut shares, &files, &BTreeMap::new());
        assert_eq!(shares["libcodec.so"], Share::Library);
        assert_eq!(shares["libtls.so"], Share::App);
    }
}
