//! Collection signs in the code: which instruction reads which personal data, by the rows of `signatures/api`.
//!
//! A row is matched by class, name and parameter types, upwards through the hierarchy (a call on a subclass is a call of the framework's
//! method unless the app overrides it). Arguments decide where the row says so, so that another Settings key or a motion event's device
//! number is never an identifier. Returns are not compared: R8 renames them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::observed::Strength;
use crate::callgraph::reflect::{LookUps, Reflective};
use crate::knowledge::{Api, ApiKind, Argument};
use crate::program::constant::{Constant, Possible, Value};
use crate::program::{Constants, FieldId, MethodId, Program, SiteKind};

/// A row that was met at an instruction.
#[derive(Clone, Debug)]
pub struct Hit<'k> {
    pub api: &'k Api,
    pub method: MethodId,
    /// Code unit of the instruction; 0 for an overridden callback.
    pub pc: u32,
    /// What was recognised, as the report prints it.
    pub shown: String,
    pub strength: Strength,
    pub user_mediated: bool,
}

/// Where the value of an address comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Origin {
    Text(String),
    Field(FieldId),
}

/// A parsed `Lclass;->name(params)ret`.
struct Signature<'k> {
    class: &'k str,
    name: &'k str,
    /// `None` for `(*)*`.
    params: Option<&'k str>,
}

fn parse(signature: &str) -> Option<Signature<'_>> {
    let (class, rest) = signature.split_once("->")?;
    let (name, params) = match rest.split_once('(') {
        Some((name, tail)) => (name, tail.split_once(')').map(|(p, _)| p)),
        None => (rest, None),
    };
    Some(Signature { class, name, params: params.filter(|p| !p.contains('*')) })
}

/// `Lclass;->name`, as reports print a method.
fn short(signature: &str) -> &str {
    signature.split('(').next().unwrap_or(signature)
}

pub fn strength(word: &str) -> Strength {
    match word {
        "strong" => Strength::Strong,
        "medium" => Strength::Medium,
        _ => Strength::Weak,
    }
}

/// The calls that read from a content provider, and the position of the address (receiver first).
const QUERIES: [(&str, &str, usize); 12] = [
    ("Landroid/content/ContentResolver;", "query", 1),
    ("Landroid/content/ContentResolver;", "openInputStream", 1),
    ("Landroid/content/ContentResolver;", "openFileDescriptor", 1),
    ("Landroid/content/ContentResolver;", "openAssetFileDescriptor", 1),
    ("Landroid/content/ContentResolver;", "registerContentObserver", 1),
    ("Landroid/content/ContentProviderClient;", "query", 1),
    ("Landroid/app/Activity;", "managedQuery", 1),
    ("Landroid/content/CursorLoader;", "<init>", 2),
    ("Landroid/content/AsyncQueryHandler;", "startQuery", 3),
    ("Landroidx/loader/content/CursorLoader;", "<init>", 2),
    ("Landroid/support/v4/content/CursorLoader;", "<init>", 2),
    ("Landroidx/core/content/ContentResolverCompat;", "query", 1),
];

/// Steps through which an address stays the same place: `Uri.withAppendedPath(base, ..)`.
const URI_STEPS: [&str; 11] = [
    "parse",
    "withAppendedPath",
    "withAppendedId",
    "buildUpon",
    "build",
    "appendPath",
    "appendEncodedPath",
    "appendQueryParameter",
    "appendId",
    "toString",
    "getContentUri",
];

pub struct Matcher<'p, 'a, 'k> {
    program: &'p Program<'a>,
    constants: &'p Constants<'p, 'a>,
    apis: &'k [Api],
    hits: Vec<Hit<'k>>,
}

/// Finds every hit in the app. `reflective` are the reflective look-ups with constant names; `filters` the actions of manifest receivers
/// with the class that receives them.
pub fn find<'k>(
    program: &Program,
    constants: &Constants,
    apis: &'k [Api],
    reflective: &LookUps,
    filters: &[(String, MethodId)],
) -> Vec<Hit<'k>> {
    let mut m = Matcher { program, constants, apis, hits: Vec::new() };
    m.methods();
    m.callbacks();
    m.fields();
    m.addresses();
    m.intents(filters);
    m.reflection(reflective);
    let mut hits = m.hits;
    hits.sort_by(|a, b| {
        (a.method, a.pc, &a.api.data_type, &a.shown, &a.api.id).cmp(&(b.method, b.pc, &b.api.data_type, &b.shown, &b.api.id))
    });
    hits.dedup_by(|a, b| a.method == b.method && a.pc == b.pc && a.api.data_type == b.api.data_type && a.shown == b.shown);
    hits
}

impl<'k> Matcher<'_, '_, 'k> {
    fn methods(&mut self) {
        let apis = self.apis;
        // Group by the reference table: one scan of the methods per distinct name would repeat work for 250 rows.
        let mut by_name: FxHashMap<&str, Vec<MethodId>> = FxHashMap::default();
        let wanted: Vec<(&Api, String)> = apis
            .iter()
            .flat_map(|a| {
                let own = matches!(a.kind, ApiKind::Method | ApiKind::ThirdParty).then(|| a.signature.clone());
                own.into_iter().chain(if a.kind == ApiKind::ConstString { a.argument_of.clone() } else { Vec::new() }).map(move |s| (a, s))
            })
            .collect();
        for (_, s) in &wanted {
            if let Some(sig) = parse(s) {
                by_name.entry(sig.name).or_default();
            }
        }
        for m in self.program.method_ids() {
            let bytes = self.program.names.bytes(self.program.method(m).name);
            if let Ok(name) = std::str::from_utf8(bytes)
                && let Some(list) = by_name.get_mut(name)
            {
                list.push(m);
            }
        }
        let everything: Vec<MethodId> = if by_name.contains_key("*") { self.program.method_ids().collect() } else { Vec::new() };
        for (api, signature) in &wanted {
            let Some(sig) = parse(signature) else { continue };
            let named = if sig.name == "*" { &everything } else { by_name.get(sig.name).unwrap_or(&everything) };
            for m in self.references(&sig, named) {
                let sites: Vec<(MethodId, u32)> = self.program.callers(m).map(|s| (s.method, s.pc())).collect();
                for (caller, pc) in sites {
                    // The SDK's own use of its API is not the app's.
                    if api.kind == ApiKind::ThirdParty && self.same_top_package(caller, sig.class) {
                        continue;
                    }
                    if api.kind == ApiKind::ConstString {
                        if self.passes_text(caller, pc, &api.value) {
                            self.push(api, caller, pc, short(signature).to_owned(), strength(&api.strength));
                        }
                    } else if let Some(s) = self.arguments(api, caller, pc) {
                        self.push(api, caller, pc, short(&api.signature).to_owned(), s);
                    }
                }
            }
        }
    }

    /// The method references among `named` that a signature means: its own class's, and those of classes below that run the framework's
    /// code. An override in the app is the app's own method; what it calls is looked at there.
    fn references(&self, wanted: &Signature, named: &[MethodId]) -> Vec<MethodId> {
        let p = self.program;
        let Some(class) = p.type_by_descriptor(wanted.class) else { return Vec::new() };
        named
            .iter()
            .copied()
            .filter(|m| {
                let method = p.method(*m);
                let fits =
                    wanted.params.is_none_or(|w| p.proto_text(method.proto).strip_prefix('(').and_then(|t| t.split(')').next()) == Some(w));
                fits && (method.class == class
                    || (wanted.name != "<init>"
                        && p.is_subtype(method.class, class)
                        && p.resolve(method.class, method.name, method.proto).is_none()))
            })
            .collect()
    }

    fn same_top_package(&self, caller: MethodId, class: &str) -> bool {
        let own = self.program.descriptor(self.program.method(caller).class);
        let top = |d: &str| d.split('/').take(3).collect::<Vec<_>>().join("/");
        top(&own) == top(class)
    }

    fn push(&mut self, api: &'k Api, method: MethodId, pc: u32, shown: String, strength: Strength) {
        self.hits.push(Hit { api, method, pc, shown, strength, user_mediated: api.user_mediated });
    }

    /// Do the arguments fit the row; `None` when one rules it out.
    fn arguments(&self, api: &Api, caller: MethodId, pc: u32) -> Option<Strength> {
        let mut out = strength(&api.strength);
        if api.arguments.is_empty() {
            return Some(out);
        }
        let facts = self.constants.facts(caller);
        let call = facts.call(pc)?;
        let receiver = usize::from(call.kind != SiteKind::InvokeStatic);
        for want in &api.arguments {
            let possible = match call.args.get(usize::from(want.index) + receiver) {
                Some(v) => self.constants.possible(caller, *v),
                None => Possible { open: true, ..Possible::default() },
            };
            match fits(want, &possible) {
                Some(true) => {}
                Some(false) => return None,
                None if want.unknown == "match" => out = out.max(Strength::Medium),
                None => return None,
            }
        }
        Some(out)
    }

    /// Is the text one of the arguments of the call.
    fn passes_text(&self, caller: MethodId, pc: u32, text: &str) -> bool {
        let facts = self.constants.facts(caller);
        facts.call(pc).is_some_and(|c| c.args.iter().any(|v| self.holds_text(caller, *v, text)))
    }

    fn holds_text(&self, caller: MethodId, v: Value, text: &str) -> bool {
        matches!(v, Value::String(_) | Value::Field(_) | Value::Param(_) | Value::Result(..))
            && self.constants.possible(caller, v).texts().any(|t| t == text || t.split_whitespace().any(|w| w == text))
    }

    /// Methods that the app overrides and the framework calls with the data.
    fn callbacks(&mut self) {
        let p = self.program;
        for api in self.apis.iter().filter(|a| a.kind == ApiKind::Callback) {
            let Some(sig) = parse(&api.signature) else { continue };
            let (Some(class), Some(name)) = (p.type_by_descriptor(sig.class), p.names.get(sig.name.as_bytes())) else { continue };
            for t in p.descendants(class, 4096).into_iter().skip(1) {
                let Some(c) = p.class(t) else { continue };
                for m in p.class_methods(c) {
                    let method = p.method(*m);
                    let fits = sig
                        .params
                        .is_none_or(|w| p.proto_text(method.proto).strip_prefix('(').and_then(|t| t.split(')').next()) == Some(w));
                    // A body that only returns takes nothing.
                    let empty = p.code(*m).is_none_or(|(c, _)| c.units() <= 1);
                    if method.name == name && fits && !empty {
                        self.hits.push(Hit {
                            api,
                            method: *m,
                            pc: 0,
                            shown: short(&api.signature).to_owned(),
                            strength: strength(&api.strength),
                            user_mediated: api.user_mediated,
                        });
                    }
                }
            }
        }
    }

    fn fields(&mut self) {
        let wanted: FxHashMap<&str, &Api> =
            self.apis.iter().filter(|a| a.kind == ApiKind::Field).map(|a| (a.signature.as_str(), a)).collect();
        let found: FxHashMap<u32, &Api> = (0..self.program.field_count() as u32)
            .filter(|f| crate::program::framework::is_platform(self.program.descriptor_bytes(self.program.field(FieldId(*f)).class)))
            .filter_map(|f| wanted.get(self.program.field_text(FieldId(f)).as_str()).map(|a| (f, *a)))
            .collect();
        if found.is_empty() {
            return;
        }
        for s in self.program.all_sites().iter().filter(|s| matches!(s.kind(), SiteKind::StaticGet | SiteKind::InstanceGet)) {
            if let Some(api) = found.get(&s.target()) {
                self.hits.push(Hit {
                    api,
                    method: s.method,
                    pc: s.pc(),
                    shown: api.signature.clone(),
                    strength: strength(&api.strength),
                    user_mediated: api.user_mediated,
                });
            }
        }
    }

    /// Content addresses, from the side of the call that reads them.
    fn addresses(&mut self) {
        let uris: Vec<&'k Api> = self.apis.iter().filter(|a| matches!(a.kind, ApiKind::Uri | ApiKind::UriString)).collect();
        for (class, name, at) in QUERIES {
            let sig = Signature { class, name, params: None };
            let named: Vec<MethodId> = match self.program.names.get(name.as_bytes()) {
                Some(n) => self.program.method_ids().filter(|m| self.program.method(*m).name == n).collect(),
                None => continue,
            };
            for m in self.references(&sig, &named) {
                let sites: Vec<(MethodId, u32)> = self.program.callers(m).map(|s| (s.method, s.pc())).collect();
                for (caller, pc) in sites {
                    let facts = self.constants.facts(caller);
                    let Some(v) = facts.call(pc).and_then(|c| c.args.get(at).copied()) else { continue };
                    let mut origins = FxHashSet::default();
                    self.origins(caller, v, 4, &mut origins);
                    let mut best: FxHashMap<&str, &'k Api> = FxHashMap::default();
                    for api in &uris {
                        if origins.iter().any(|o| self.is_address(o, api)) {
                            // The longest address wins per data type: contacts/data/phones is also contacts.
                            let slot = best.entry(api.data_type.as_str()).or_insert(api);
                            if (api.value.len(), &slot.id) > (slot.value.len(), &api.id) {
                                *slot = api;
                            }
                        }
                    }
                    // An address of one kind of data is not also a root address of another.
                    let longest = best.values().map(|a| a.value.len()).max().unwrap_or(0);
                    let mut chosen: Vec<&'k Api> = best.into_values().filter(|a| a.value.len() == longest).collect();
                    chosen.sort_by(|a, b| a.id.cmp(&b.id));
                    for api in chosen {
                        self.push(api, caller, pc, api.value.clone(), strength(&api.strength));
                    }
                }
            }
        }
    }

    fn is_address(&self, origin: &Origin, api: &Api) -> bool {
        match origin {
            Origin::Text(t) => {
                !api.value.is_empty()
                    && t.strip_prefix(api.value.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
            }
            Origin::Field(f) => !api.signature.is_empty() && self.program.field_text(*f) == api.signature,
        }
    }

    fn origins(&self, method: MethodId, v: Value, depth: u8, out: &mut FxHashSet<Origin>) {
        if depth == 0 || out.len() > 64 {
            return;
        }
        let p = self.program;
        match v {
            Value::Field(f) if !p.is_defined(p.field(f).class) => {
                out.insert(Origin::Field(f));
            }
            Value::Field(f) => {
                // A constant of the app: what its static initialiser put there, or the stated text.
                out.extend(self.constants.possible(method, v).texts().map(|t| Origin::Text(t.to_owned())));
                let clinit = p
                    .class(p.field(f).class)
                    .and_then(|c| p.class_methods(c).iter().copied().find(|m| p.names.bytes(p.method(*m).name) == b"<clinit>"));
                if let Some(c) = clinit {
                    let facts = self.constants.facts(c);
                    for (_, v) in facts.puts.iter().filter(|(g, _)| *g == f) {
                        self.origins(c, *v, depth - 1, out);
                    }
                }
            }
            Value::String(_) => out.extend(self.constants.possible(method, v).texts().map(|t| Origin::Text(t.to_owned()))),
            Value::Param(n) => {
                let sites: Vec<(MethodId, u32)> = p.callers(method).take(24).map(|s| (s.method, s.pc())).collect();
                for (caller, pc) in sites {
                    let facts = self.constants.facts(caller);
                    if let Some(v) = facts.call(pc).and_then(|c| c.args.get(usize::from(n)).copied()) {
                        self.origins(caller, v, depth - 1, out);
                    }
                }
            }
            Value::Result(callee, pc) => {
                let m = p.method(callee);
                let facts = self.constants.facts(method);
                if let Some(t) = p.resolve(m.class, m.name, m.proto) {
                    let inner = self.constants.facts(t);
                    for v in inner.returns.iter().take(24) {
                        match v {
                            Value::Param(n) => {
                                if let Some(v) = facts.call(pc).and_then(|c| c.args.get(usize::from(*n)).copied()) {
                                    self.origins(method, v, depth - 1, out);
                                }
                            }
                            v => self.origins(t, *v, depth - 1, out),
                        }
                    }
                } else if URI_STEPS.contains(&&*p.method_name(callee)) {
                    if let Some(v) = facts.call(pc).and_then(|c| c.args.first().copied()) {
                        self.origins(method, v, depth - 1, out);
                    }
                    // MediaStore.Images.Media.getContentUri("external") and the like name their class.
                    if p.method_name(callee) == "getContentUri" {
                        let class = p.descriptor(m.class);
                        for field in (0..p.field_count() as u32).map(FieldId).filter(|f| p.descriptor(p.field(*f).class) == class) {
                            out.insert(Origin::Field(field));
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Intent actions: receivers of the manifest, and actions that code puts into filters or intents.
    fn intents(&mut self, filters: &[(String, MethodId)]) {
        let p = self.program;
        for api in self.apis.iter().filter(|a| a.kind == ApiKind::Intent && !a.value.starts_with("android.permission.")) {
            for (action, method) in filters.iter().filter(|(a, _)| *a == api.value) {
                self.hits.push(Hit {
                    api,
                    method: *method,
                    pc: 0,
                    shown: action.clone(),
                    strength: strength(&api.strength),
                    user_mediated: api.user_mediated,
                });
            }
            for (n, dex) in p.dex.iter().enumerate() {
                // The table of a DEX is sorted, but a hostile one is not: look at all.
                let Some(s) = (0..dex.file.strings.len).find(|s| dex.file.string_bytes(*s) == Some(api.value.as_bytes())) else { continue };
                for site in p.string_sites(n, s) {
                    let facts = self.constants.facts(site.method);
                    let used = facts.calls.iter().find(|c| {
                        let m = p.method(c.method);
                        let class = p.descriptor_bytes(m.class);
                        let name = p.method_name(c.method);
                        c.args.contains(&Value::String(s))
                            && (matches!(class, b"Landroid/content/IntentFilter;") && matches!(&*name, "<init>" | "addAction")
                                || matches!(class, b"Landroid/content/Intent;") && matches!(&*name, "<init>" | "setAction"))
                    });
                    if let Some(call) = used {
                        // Making an intent of a broadcast is not receiving it; asking another app for data is.
                        let receives = p.descriptor_bytes(p.method(call.method).class) == b"Landroid/content/IntentFilter;";
                        if receives || api.user_mediated {
                            self.hits.push(Hit {
                                api,
                                method: site.method,
                                pc: call.pc,
                                shown: api.value.clone(),
                                strength: strength(&api.strength),
                                user_mediated: api.user_mediated,
                            });
                        }
                    }
                }
            }
        }
    }

    /// `Class.forName("android.telephony.TelephonyManager").getMethod("getImei")`
    fn reflection(&mut self, reflective: &LookUps) {
        let mut rows: Vec<(&MethodId, &Reflective)> = reflective.iter().flat_map(|(m, list)| list.iter().map(move |r| (m, r))).collect();
        rows.sort_by_key(|(m, r)| (**m, r.pc));
        for (method, r) in rows {
            let Some(name) = &r.method else { continue };
            let class = super::api::descriptor(&r.class_name);
            let api = self.apis.iter().find(|a| {
                a.kind == ApiKind::Method
                    && a.arguments.is_empty()
                    && parse(&a.signature).is_some_and(|s| s.class == class && s.name == name)
            });
            if let Some(api) = api {
                self.push(api, *method, r.pc, short(&api.signature).to_owned(), strength(&api.strength).max(Strength::Medium));
            }
        }
    }
}

/// `com.x.A` as `Lcom/x/A;`
pub fn descriptor(class: &str) -> String {
    format!("L{};", class.replace('.', "/"))
}

/// Does an argument fit: yes, no, or not decidable.
fn fits(want: &Argument, possible: &Possible) -> Option<bool> {
    let one = |c: &Constant| match c {
        Constant::Text(t) => want.strings.iter().any(|s| s == t) || want.prefixes.iter().any(|p| t.starts_with(p.as_str())),
        Constant::Int(i) => {
            let asked = !want.ints.is_empty() || !want.bits.is_empty();
            (asked && (want.ints.contains(i) || want.bits.iter().any(|b| i & b == *b && *b != 0))) || (want.not_null && !asked && *i != 0)
        }
        Constant::Class(_) => want.not_null,
    };
    if possible.constants.iter().any(one) {
        return Some(true);
    }
    // An object that was made is not null.
    if want.not_null && want.strings.is_empty() && want.ints.is_empty() && possible.open && possible.constants.is_empty() {
        return Some(true);
    }
    if possible.open { None } else { Some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argument(strings: &[&str], ints: &[i64], bits: &[i64], not_null: bool) -> Argument {
        Argument {
            index: 0,
            strings: strings.iter().map(|s| s.to_string()).collect(),
            prefixes: Vec::new(),
            ints: ints.to_vec(),
            bits: bits.to_vec(),
            not_null,
            unknown: "no".into(),
        }
    }

    fn possible(constants: &[Constant], open: bool) -> Possible {
        Possible { constants: constants.iter().cloned().collect(), open }
    }

    #[test]
    fn arguments_decide() {
        let key = argument(&["android_id"], &[], &[], false);
        let text = |t: &str| Constant::Text(t.into());
        for (want, given, answer) in [
            (&key, possible(&[text("android_id")], false), Some(true)),
            (&key, possible(&[text("default_input_method")], false), Some(false)),
            (&key, possible(&[text("default_input_method"), text("android_id")], false), Some(true)),
            (&key, possible(&[], true), None),
            (&argument(&[], &[1], &[], false), possible(&[Constant::Int(1)], false), Some(true)),
            (&argument(&[], &[], &[16], false), possible(&[Constant::Int(48)], false), Some(true)),
            (&argument(&[], &[], &[16], false), possible(&[Constant::Int(32)], false), Some(false)),
            (&argument(&[], &[], &[], true), possible(&[Constant::Int(0)], false), Some(false)),
            (&argument(&[], &[], &[], true), possible(&[], true), Some(true)),
        ] {
            assert_eq!(fits(want, &given), answer, "{want:?} {given:?}");
        }
    }

    #[test]
    fn signatures() {
        let s = parse("La/B;->m(ILjava/lang/String;)V").expect("a signature");
        assert_eq!((s.class, s.name, s.params), ("La/B;", "m", Some("ILjava/lang/String;")));
        let s = parse("La/B;->*(*)*").expect("a signature");
        assert_eq!((s.name, s.params), ("*", None));
        assert_eq!(short("La/B;->m(I)V"), "La/B;->m");
    }
}
