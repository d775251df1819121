//! Which SDKs are in the app, by signs of different weight, and when each is started.
//!
//! Class definitions count, never references or strings: mediation adapters hold the names of SDKs that are not there.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::artefact::Artefact;
use super::coordinates::Coordinates;
use super::fingerprint::Met;
use super::observed::{Collection, Consent, Endpoint, Owner, SdkConfidence, SdkLevel, SdkMatch, SdkRole, SdkStatus, Start, Tri, When};
use super::owner::{Owners, dotted, is_below};
use super::version;
use crate::app::{App, Component, ComponentKind};
use crate::evidence::{EvidenceId, EvidenceSet};
use crate::knowledge::{Knowledge, Sdk, SdkIndex, Status};
use crate::program::{MethodId, Program, Symbol, TypeId};

/// When the instruction at a code unit of a method runs; `None` where nothing reaches it.
pub type MomentOf<'m> = dyn Fn(MethodId, u32) -> Option<(When, Consent)> + 'm;

/// What was seen of one SDK.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Under its own name.
    pub classes: usize,
    /// Texts, and classes known by calls and shape, of its fingerprint.
    pub texts: usize,
    pub renamed: usize,
    /// Code units of their methods.
    pub code_units: usize,
    pub components: usize,
    pub meta_data: usize,
    pub native: usize,
    pub hosts: usize,
}

/// Below this the classes hold no more than empty methods: the `noop` artefacts that stand in for a debug SDK.
const STUB_UNITS: usize = 24;

/// Places of a fingerprint that a report shows.
const SHOWN_TEXTS: usize = 5;
const SHOWN_CLASSES: usize = 3;

/// How sure the signs make it; `None` where there are none.
pub fn confidence(seen: &Seen) -> Option<SdkConfidence> {
    let works = seen.code_units >= STUB_UNITS;
    if works && (seen.classes >= 2 || (seen.classes >= 1 && seen.components > 0)) {
        Some(SdkConfidence::Certain)
    } else if seen.classes + seen.renamed + seen.components + seen.meta_data + seen.native > 0 {
        Some(SdkConfidence::Likely)
    } else {
        (seen.hosts + seen.texts > 0).then_some(SdkConfidence::Hint)
    }
}

#[derive(Default)]
struct Found<'k> {
    sdk: Option<&'k Sdk>,
    /// Something of it was met that somebody has seen before.
    verified: bool,
    seen: Seen,
    classes: Vec<TypeId>,
    /// Of a library's file name.
    version: Option<String>,
    evidence: Vec<EvidenceId>,
}

/// Everything the search looks at.
pub struct Ground<'g, 'a> {
    pub program: &'g Program<'a>,
    pub app: &'g App,
    pub collections: &'g [Collection],
    pub renamed: &'g [Met],
    pub knowledge: &'g Knowledge,
    pub index: &'g SdkIndex<'g>,
    pub owners: &'g Owners,
    /// Libraries that files of the archive name.
    pub coordinates: &'g [Coordinates],
    pub artefact: Artefact<'g>,
}

/// All SDKs and libraries that are present, in order of id. `reached`: can anything run this method.
pub fn find(
    ground: &Ground,
    endpoints: &[Endpoint],
    reached: &dyn Fn(MethodId) -> bool,
    moment: &MomentOf,
    out: &mut EvidenceSet,
) -> Vec<SdkMatch> {
    let Ground { program, app, collections, renamed, knowledge, index, owners, coordinates, artefact } = *ground;
    let collects = |id: &str| {
        collections
            .iter()
            .any(|c| c.reachable == Tri::Yes && matches!(&c.owner, Owner::Sdk { id: of } | Owner::Library { id: of } if of == id))
    };
    let mut found: BTreeMap<&str, Found> = BTreeMap::new();
    let sign = |sdk: &Sdk| Some(format!("sdk/{}", sdk.id));
    let by_id: BTreeMap<&str, &Sdk> = knowledge.sdks.iter().map(|s| (s.id.as_str(), s)).collect();
    let by_fingerprint: FxHashSet<TypeId> = renamed.iter().flat_map(|m| m.classes.iter().copied()).collect();
    for met in renamed {
        let Some(sdk) = by_id.get(met.id.as_str()).copied() else { continue };
        let f = found.entry(&sdk.id).or_default();
        f.sdk = Some(sdk);
        f.verified = true;
        f.seen.texts = met.texts.len() + met.loose;
        f.seen.renamed = met.classes.len();
        f.classes.extend(&met.classes);
        let print = || Some(format!("fingerprint/{}", sdk.id));
        for (method, pc) in met.texts.iter().take(SHOWN_TEXTS) {
            let text = program.sites(*method).iter().find(|s| s.pc() == *pc).and_then(|s| program.string_at(s)).unwrap_or_default();
            f.evidence.push(artefact.code(program, *method, *pc, format!("const-string {text}"), print(), out));
        }
        let texts: BTreeSet<TypeId> = met.texts.iter().map(|(m, _)| program.method(*m).class).collect();
        for class in met.classes.iter().filter(|c| !texts.contains(c)).take(SHOWN_CLASSES) {
            f.evidence.push(artefact.class(program, *class, print(), out));
        }
    }
    for class in program.classes.iter().filter(|c| !by_fingerprint.contains(&c.id)) {
        let (Owner::Sdk { id } | Owner::Library { id }) = owners.of(class.id) else { continue };
        let Some(sdk) = by_id.get(id.as_str()).copied() else { continue };
        let f = found.entry(&sdk.id).or_default();
        f.sdk = Some(sdk);
        f.seen.classes += 1;
        f.verified = f.verified || sdk.unverified.is_empty() || !unverified(program, class.id, sdk);
        f.classes.push(class.id);
        if f.seen.code_units < STUB_UNITS {
            f.seen.code_units += program
                .class_methods(class)
                .iter()
                // Bodies of constructors that only call the one above, and single returns, do nothing.
                .filter_map(|m| program.code(*m).map(|(code, _)| code.units() as usize).filter(|n| *n > 4))
                .sum::<usize>();
        }
        if f.seen.classes <= 3 {
            f.evidence.push(artefact.class(program, class.id, sign(sdk), out));
        }
    }
    let own = |class: &str| matches!(owners.of_name(program, class, index), Owner::App);
    for c in &app.manifest.components {
        let mut claims: Vec<&Sdk> = index.by_component(&c.target).to_vec();
        if claims.is_empty()
            && let Some(m) = index.owner_of_class(&c.target).one().filter(|m| !m.broad)
            && !own(&c.target)
        {
            claims.push(m.sdk);
        }
        for sdk in claims {
            let f = found.entry(&sdk.id).or_default();
            f.sdk = Some(sdk);
            f.seen.components += 1;
            if f.seen.components <= 2 {
                f.evidence.push(artefact.component(c, sign(sdk), out));
            }
        }
    }
    let of_components = app.manifest.components.iter().flat_map(|c| &c.meta_data);
    for m in app.manifest.meta_data.iter().chain(of_components) {
        for sdk in index.by_meta_data(&m.name) {
            let f = found.entry(&sdk.id).or_default();
            f.sdk = Some(sdk);
            f.seen.meta_data += 1;
            if f.seen.meta_data <= 2 {
                f.evidence.push(artefact.meta_data(m, sign(sdk), out));
            }
        }
    }
    for lib in &app.native {
        let claims = index.by_native(&lib.file_name);
        // A file name that several SDKs ship says nothing of which.
        if let [sdk] = claims.as_slice() {
            let f = found.entry(&sdk.id).or_default();
            f.sdk = Some(sdk);
            f.seen.native += 1;
            if f.version.is_none() {
                f.version = sdk.native.iter().find_map(|n| version::in_name(n, &lib.file_name));
            }
            if f.seen.native == 1 {
                f.evidence.push(artefact.file(&lib.path, lib.file_name.clone(), sign(sdk), out));
            }
        }
    }
    for e in endpoints.iter().filter(|e| matches!(e.owner, Owner::App | Owner::Unknown)) {
        if let [sdk] = index.by_host(&e.host) {
            let f = found.entry(&sdk.id).or_default();
            f.sdk = Some(sdk);
            f.seen.hosts += 1;
            if f.seen.hosts == 1 {
                f.evidence.extend(e.evidence.iter().take(1).cloned());
            }
        }
    }
    let present: Vec<&Sdk> = found.values().filter_map(|f| f.sdk).collect();
    let versions = version::find(program, app, coordinates, owners, &present);
    let starts = Starts::new(program, present.into_iter());
    found
        .into_values()
        .filter_map(|f| {
            let sdk = f.sdk?;
            let confidence = confidence(&f.seen)?;
            let stated = versions.get(sdk.id.as_str());
            let mut evidence = f.evidence;
            evidence.extend(stated.map(|s| s.evidence(program, artefact, sign(sdk), out)));
            let version = stated.map(|s| s.version.clone()).or(f.version);
            let is_reached = |t: &TypeId| program.class(*t).is_some_and(|c| program.class_methods(c).iter().any(|m| reached(*m)));
            let reachable = match f.classes.as_slice() {
                [] => Tri::Unknown,
                list if list.iter().any(is_reached) => Tri::Yes,
                _ => Tri::No,
            };
            Some(SdkMatch {
                id: sdk.id.clone(),
                name: shown_name(sdk),
                vendor: if sdk.vendor.zh.is_empty() { sdk.vendor.en.clone() } else { sdk.vendor.zh.clone() },
                role: if sdk.role == "sdk" { SdkRole::Sdk } else { SdkRole::Library },
                categories: sdk.categories.clone(),
                confidence,
                advice: version::advice(sdk, version.as_ref()),
                version,
                status: if f.verified || f.seen.classes == 0 { status(sdk.status) } else { SdkStatus::FromMemory },
                level: level(&f.seen, reachable, collects(&sdk.id)),
                renamed: f.seen.classes == 0 && f.seen.renamed + f.seen.texts > 0,
                reachable,
                started: started(ground, sdk, &starts, moment, out),
                evidence,
            })
        })
        .collect()
}

/// Only a prefix from memory says that the class is the SDK's.
fn unverified(program: &Program, class: TypeId, sdk: &Sdk) -> bool {
    let name = dotted(program, class);
    let longest = sdk.packages.iter().filter(|p| is_below(&name, p)).max_by_key(|p| p.len());
    longest.is_some_and(|p| sdk.unverified.contains(p))
}

fn status(of_file: Status) -> SdkStatus {
    match of_file {
        Status::Reviewed => SdkStatus::Reviewed,
        Status::Draft => SdkStatus::Draft,
        Status::FromMemory => SdkStatus::FromMemory,
    }
}

/// The steps are taken in order: what is not there cannot run, what cannot run reads nothing.
pub fn level(seen: &Seen, reachable: Tri, collects: bool) -> SdkLevel {
    match (seen.classes + seen.renamed, reachable, collects) {
        (0, _, _) if seen.texts > 0 => SdkLevel::String,
        (0, _, _) => SdkLevel::Sign,
        (_, Tri::Yes, true) => SdkLevel::Collects,
        (_, Tri::Yes, false) => SdkLevel::Reachable,
        _ => SdkLevel::Class,
    }
}

fn shown_name(sdk: &Sdk) -> String {
    match (sdk.name.zh.as_str(), sdk.name.en.as_str()) {
        ("", en) => en.into(),
        (zh, "") => zh.into(),
        (zh, en) if zh == en => en.into(),
        (zh, en) => format!("{zh} {en}"),
    }
}

/// The worst start: ungated before unknown before gated, then the earliest.
pub fn worse(a: (When, Consent), b: (When, Consent)) -> bool {
    let rank = |c: Consent| match c {
        Consent::Ungated => 0,
        Consent::Unknown => 1,
        Consent::Gated => 2,
    };
    (rank(a.1), a.0) < (rank(b.1), b.0)
}

fn started(ground: &Ground, sdk: &Sdk, starts: &Starts, moment: &MomentOf, out: &mut EvidenceSet) -> Option<Start> {
    let Ground { program, app, owners, artefact, .. } = *ground;
    let sign = || Some(format!("sdk/{}", sdk.id));
    let mut sites: Vec<(When, Consent, MethodId, u32, MethodId)> = Vec::new();
    for init in sdk.init.iter().filter(|i| !sdk.pre_init.contains(i)) {
        for target in starts.of(program, init).iter().copied() {
            for site in program.callers(target) {
                if matches!(owners.of_method(program, site.method), Owner::Sdk { id } if *id == sdk.id) {
                    continue;
                }
                if let Some((when, consent)) = moment(site.method, site.pc()) {
                    sites.push((when, consent, site.method, site.pc(), target));
                }
            }
        }
    }
    sites.sort_by_key(|s| (s.2, s.3));
    let mut best: Option<Start> = None;
    let mut offer = |when: When, consent: Consent, id: EvidenceId| match &mut best {
        Some(b) if worse((when, consent), (b.when, b.consent)) => {
            b.when = when;
            b.consent = consent;
            b.evidence.insert(0, id);
        }
        Some(b) => b.evidence.push(id),
        None => best = Some(Start { when, consent, evidence: vec![id] }),
    };
    for c in app.manifest.components.iter().filter(|c| c.enabled) {
        if let Some(when) = starts_by_itself(sdk, c).filter(|_| !switched_off(sdk, app)) {
            offer(when, Consent::Ungated, artefact.component(c, sign(), out));
        }
    }
    for (when, consent, method, pc, target) in sites.into_iter().take(16) {
        offer(when, consent, artefact.code(program, method, pc, format!("invoke {}", program.signature(target)), sign(), out));
    }
    best
}

fn starts_by_itself(sdk: &Sdk, c: &Component) -> Option<When> {
    let named = |n: &str| sdk.auto_start.iter().any(|a| a == n);
    match c.kind {
        ComponentKind::Provider if named(&c.target) => Some(When::AppStart),
        // Initialisers stand as meta-data of androidx.startup's provider.
        ComponentKind::Provider if c.meta_data.iter().any(|m| m.value == "androidx.startup" && named(&m.name)) => Some(When::AppStart),
        ComponentKind::Service | ComponentKind::Receiver if named(&c.target) => Some(When::Background),
        _ => None,
    }
}

/// The SDK's own meta-data turns its automatic start off (`..._auto_init_enabled = false`).
fn switched_off(sdk: &Sdk, app: &App) -> bool {
    app.manifest.meta_data.iter().any(|m| {
        let name = m.name.to_ascii_lowercase();
        m.value == "false"
            && sdk.meta_data.contains(&m.name)
            && (name.contains("auto") || name.contains("init") || name.ends_with("enabled"))
    })
}

/// The methods by which SDKs are started, found in one pass over all methods.
struct Starts {
    of: FxHashMap<(TypeId, Symbol), Vec<MethodId>>,
}

impl Starts {
    fn new<'k>(program: &Program, sdks: impl Iterator<Item = &'k Sdk>) -> Starts {
        let keys = sdks.flat_map(|s| &s.init).filter_map(|init| member(program, init));
        let mut of: FxHashMap<_, Vec<MethodId>> = keys.map(|key| (key, Vec::new())).collect();
        if !of.is_empty() {
            for id in program.method_ids() {
                let m = program.method(id);
                if let Some(list) = of.get_mut(&(m.class, m.name)) {
                    list.push(id);
                }
            }
        }
        Starts { of }
    }

    /// `Lclass;->name`, any parameters.
    fn of(&self, program: &Program, signature: &str) -> &[MethodId] {
        member(program, signature).and_then(|key| self.of.get(&key)).map_or(&[], Vec::as_slice)
    }
}

/// Class and name of `Lclass;->name`, with or without parameters; `None` where the app knows neither.
fn member(program: &Program, signature: &str) -> Option<(TypeId, Symbol)> {
    let (class, name) = signature.split_once("->")?;
    let name = name.split('(').next().unwrap_or(name);
    Some((program.type_by_descriptor(class)?, program.names.get(name.as_bytes())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_their_weight() {
        use SdkConfidence::*;
        let seen = |classes, code_units, components, other, hosts| Seen {
            classes,
            code_units,
            components,
            meta_data: other,
            hosts,
            ..Seen::default()
        };
        for (s, want) in [
            (seen(0, 0, 0, 0, 0), None),
            (seen(0, 0, 0, 0, 3), Some(Hint)),
            (seen(0, 0, 0, 1, 0), Some(Likely)),
            (seen(0, 0, 2, 0, 0), Some(Likely)),
            (seen(1, 500, 0, 0, 0), Some(Likely)),
            (seen(1, 500, 1, 0, 0), Some(Certain)),
            (seen(5, 500, 0, 0, 0), Some(Certain)),
            // A stub: classes whose methods are empty.
            (seen(5, 0, 1, 0, 0), Some(Likely)),
        ] {
            assert_eq!(confidence(&s), want, "{s:?}");
        }
    }

    #[test]
    fn the_worst_start_counts() {
        use Consent::{Gated, Ungated};
        use When::{AppStart, Interaction, Launch};
        assert!(worse((Launch, Ungated), (AppStart, Gated)));
        assert!(worse((AppStart, Ungated), (Launch, Ungated)));
        assert!(!worse((Interaction, Gated), (Interaction, Consent::Unknown)));
    }
}
