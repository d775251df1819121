//! Cross checks of a whole set: what one file cannot know of the others. `apksweep signatures check` prints the problems, a test demands none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::ontology::{Level, Ontology};
use super::read::{Knowledge, SourceFile, VERSION_FILE, take};
use super::schema::*;
use super::sdk_index::{Claim, SdkIndex};
use super::version_sign::VersionSign;

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub path: String,
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// What an SDK is for. `report::words` has the words.
const SDK_CATEGORIES: [&str; 19] = [
    "advertising",
    "analytics",
    "attribution",
    "consent",
    "crash",
    "device-id",
    "dynamic-code",
    "game",
    "health",
    "identity",
    "library",
    "login-share",
    "map",
    "messaging",
    "payment",
    "push",
    "security",
    "service",
    "storage",
];

/// All problems of a set, in order of path. `files` are those the set was read from; they give the rows their file names.
pub fn check<'k>(set: &'k Knowledge, files: &'k [SourceFile]) -> Vec<Problem> {
    let odbl = files.iter().filter_map(|f| f.path.strip_prefix("sdk-odbl/")?.strip_suffix(".toml")).collect();
    let mut lint = Lint { set, odbl, ontology: Ontology::new(&set.data_types), problems: Vec::new() };
    lint.data_types();
    lint.rows(files);
    lint.categories();
    lint.laws();
    lint.codes();
    lint.rules();
    lint.phrases();
    lint.notices();
    lint.complaints();
    lint.packers();
    lint.stores();
    lint.sdks();
    lint.fingerprints();
    lint.sources();
    lint.problems.sort();
    lint.problems.dedup();
    lint.problems
}

/// A new file of the kind (the folder's name), to be filled in. `None`: no such kind.
pub fn template(kind: &str, id: &str) -> Option<String> {
    let head = format!("id = \"{id}\"\nstatus = \"draft\"\nsource = \"\"\n");
    let words = |name: &str| format!("{name} = {{ zh = \"\", en = \"\" }}\n");
    let body = match kind {
        "data" => format!("{}level = \"finer\"\nparents = [\"\"]\n", words("words")),
        "api" => {
            "\n[[api]]\nid = \"\"\nkind = \"method\"\nsignature = \"Lclass;->name(params)ret\"\ndata_type = \"\"\nstrength = \"medium\"\n"
                .into()
        }
        "permission" => "\n[[permission]]\nname = \"android.permission.\"\nkind = \"runtime\"\ndata_types = []\nused_by = []\n".into(),
        "sdk" => format!(
            "{}aliases = []\n{}country = \"\"\nrole = \"sdk\"\ncategories = []\npackages = [\"com.vendor.product\"]\nhosts = []\ninit = []\nversion = []\nstates = []\n\n\
             [[case]]\nclass = \"com.vendor.product.Main\"\nmatches = true\n\n[[case]]\nclass = \"com.vendor.productx.Main\"\nmatches = false\n",
            words("name"),
            words("vendor")
        ),
        "consent" => {
            "\n[[sign]]\nid = \"\"\nkind = \"call\"\nsignature = \"Lclass;->name(params)ret\"\nvendor = \"\"\nmeaning = \"\"\n".into()
        }
        "packer" => format!("{}kind = \"packer\"\nnative = []\npackages = []\n", words("name")),
        "category" => format!("{}{}none = true\n", words("name"), words("function")),
        "law" => format!("{}\n[[article]]\nid = \"1\"\n{}findings = []\n", words("name"), words("words")),
        "code" => format!("{}level = \"indicative\"\ninputs = [\"apk\"]\n", words("name")),
        "rule" => format!(
            "code = \"\"\nsubject = \"app\"\nall = [\"\"]\nseverity = \"medium\"\nlaw = []\nprofiles = []\n{}{}{}{}\n[[case]]\nname = \"\"\ngiven = {{ }}\nexpect = \"silent\"\n",
            words("title"),
            words("why"),
            words("remedy"),
            words("to_check")
        ),
        "store" => format!("{}usage = \"\"\n\n[[type]]\nid = \"\"\ncategory = \"\"\nlabel = \"\"\n", words("name")),
        "notice" => format!(
            "{}layout = \"table\"\n{}{}{}basis = []\n\n[[wording]]\nid = \"\"\n{}codes = []\nseen = \"\"\n\n[[case]]\ncode = \"DIS-01\"\nexpect = \"\"\n",
            words("name"),
            words("title"),
            words("opening"),
            words("closing"),
            words("words")
        ),
        "complaint" => format!("{}terms = []\ncodes = []\n\n[[case]]\ntext = \"\"\nmatches = true\n", words("name")),
        "phrase" => {
            let case = |matches: bool| format!("\n[[case]]\ntext = \"\"\nmatches = {matches}\n");
            format!("kind = \"data\"\nmeans = \"\"\nterms = []\n{}{}", case(true), case(false))
        }
        _ => return None,
    };
    Some(head + &body)
}

struct Lint<'k> {
    set: &'k Knowledge,
    /// Ids of the share-alike folder.
    odbl: BTreeSet<&'k str>,
    ontology: Ontology<'k>,
    problems: Vec<Problem>,
}

impl<'k> Lint<'k> {
    fn say(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Problem { path: path.into(), message: message.into() });
    }

    fn type_known(&mut self, path: &str, id: &str) {
        if self.ontology.get(id).is_none() {
            self.say(path, format!("unknown data type `{id}`"));
        }
    }

    fn one_of(&mut self, path: &str, what: &str, value: &str, allowed: &[&str]) {
        if !allowed.contains(&value) {
            self.say(path, format!("{what} is `{value}`, must be one of {}", allowed.join(", ")));
        }
    }

    fn data_types(&mut self) {
        let mut seen = BTreeSet::new();
        for t in &self.set.data_types {
            let path = format!("data/{}.toml", t.id);
            if !seen.insert(&t.id) {
                self.say(&path, format!("data type `{}` twice", t.id));
            }
            self.one_of(&path, "level", &t.level, &["leaf", "inner", "finer"]);
            // What policies and apps are held to has its classes; the vaguer nodes above have those of what lies below them.
            let classes = [("gbt35273", &t.gbt35273), ("gbt45574", &t.gbt45574), ("gdpr", &t.gdpr), ("dsl", &t.dsl)];
            for (law, class) in classes.into_iter().filter(|(_, c)| c.is_empty() == (t.level != "inner")) {
                self.say(&path, format!("{law} is `{class}`: leaves and finer nodes have a class, inner ones none"));
            }
            for other in t.parents.iter().chain(&t.satisfied_by).chain(&t.not_named_by) {
                self.type_known(&path, other);
            }
            if t.level == "finer" && self.ontology.leaf_of(&t.id).is_none() {
                self.say(&path, "a finer node needs its leaf among its parents");
            }
            if self.ontology.is_ancestor(&t.id, &t.id) {
                self.say(&path, "is its own ancestor");
            }
        }
    }

    /// Rows of files that hold several: their file is found by reading each file apart.
    fn rows(&mut self, files: &[SourceFile]) {
        let mut apis = BTreeMap::new();
        let mut permissions = BTreeMap::new();
        let mut signs = BTreeMap::new();
        for file in files.iter().filter(|f| f.path != VERSION_FILE) {
            let mut one = Knowledge::default();
            if let Err(e) = take(&mut one, file) {
                self.say(&e.path, e.message);
                continue;
            }
            for api in &one.apis {
                self.unique(&mut apis, &file.path, "collection sign", &api.id);
                self.api(&file.path, api);
            }
            for p in &one.permissions {
                self.unique(&mut permissions, &file.path, "permission", &p.name);
                self.one_of(&file.path, "kind", &p.kind, &["runtime", "special", "install"]);
                for t in &p.data_types {
                    self.type_known(&file.path, t);
                }
            }
            for s in &one.consent {
                self.unique(&mut signs, &file.path, "consent sign", &s.id);
                let kinds = ["call", "pre-init", "switch", "word", "start", "platform", "meta-data"];
                self.one_of(&file.path, "kind", &s.kind, &kinds);
                if !signature(&s.signature, true) {
                    self.say(&file.path, format!("{}: malformed `{}`", s.id, s.signature));
                }
                if s.signature.is_empty() == s.words.is_empty() {
                    self.say(&file.path, format!("{}: either a signature or words", s.id));
                }
            }
        }
    }

    fn unique(&mut self, seen: &mut BTreeMap<String, String>, path: &str, what: &str, id: &str) {
        if let Some(before) = seen.insert(id.to_owned(), path.to_owned()) {
            self.say(path, format!("{what} `{id}` twice, first in {before}"));
        }
    }

    fn api(&mut self, path: &str, api: &Api) {
        let id = &api.id;
        self.type_known(path, &api.data_type);
        if self.ontology.kind(&api.data_type).is_some_and(|kind| kind != Level::Leaf) {
            self.say(path, format!("{id}: `{}` is not a leaf", api.data_type));
        }
        if let Some(node) = &api.node
            && self.ontology.leaf_of(node).is_none_or(|leaf| leaf.id != api.data_type)
        {
            self.say(path, format!("{id}: node `{node}` does not lie below `{}`", api.data_type));
        }
        self.one_of(path, &format!("{id}: strength"), &api.strength, &["strong", "medium", "weak"]);
        for argument in &api.arguments {
            self.one_of(path, &format!("{id}: unknown"), &argument.unknown, &["match", "no"]);
        }
        for name in &api.permissions {
            if self.set.permission(name).is_none() && !name.ends_with('*') {
                self.say(path, format!("{id}: unknown permission `{name}`"));
            }
        }
        let text = matches!(api.kind, ApiKind::UriString | ApiKind::ConstString | ApiKind::Script);
        if (text && api.value.is_empty()) || (!text && !signature(&api.signature, api.kind == ApiKind::Intent)) {
            self.say(path, format!("{id}: malformed `{}{}`", api.signature, api.value));
        }
        if (api.kind == ApiKind::ConstString) == api.argument_of.is_empty() {
            self.say(path, format!("{id}: argument_of belongs to a constant, and a constant needs it"));
        }
        for call in &api.argument_of {
            if !signature(call, false) {
                self.say(path, format!("{id}: malformed `{call}`"));
            }
        }
    }

    fn categories(&mut self) {
        for c in &self.set.categories {
            let path = format!("category/{}.toml", c.id);
            for t in &c.data_types {
                self.type_known(&path, t);
            }
            for name in c.permissions_necessary.iter().chain(&c.permissions_plausible) {
                if self.set.permission(name).is_none() {
                    self.say(&path, format!("unknown permission `{name}`"));
                }
            }
            if c.none && !c.necessary.is_empty() {
                self.say(&path, "`none` and necessary information exclude each other");
            }
        }
    }

    fn laws(&mut self) {
        for law in &self.set.laws {
            let path = format!("law/{}.toml", law.id);
            let mut seen = BTreeSet::new();
            for article in &law.article {
                if !seen.insert(&article.id) {
                    self.say(&path, format!("article `{}` twice", article.id));
                }
                for code in &article.findings {
                    if self.set.code(code).is_none() {
                        self.say(&path, format!("article {}: unknown code `{code}`", article.id));
                    }
                }
                let known = ["", "decidable", "indicative", "not-static"];
                self.one_of(&path, &format!("article {}: static", article.id), &article.decidable, &known);
            }
        }
    }

    fn codes(&mut self) {
        for code in &self.set.codes {
            self.one_of(&format!("code/{}.toml", code.id), "level", &code.level, &["decidable", "indicative", "not-static"]);
        }
    }

    fn rules(&mut self) {
        for rule in &self.set.rules {
            let path = format!("rule/{}.toml", rule.id);
            if self.set.code(&rule.code).is_none() {
                self.say(&path, format!("unknown code `{}`", rule.code));
            }
            for reference in &rule.law {
                if self.set.law_article(reference).is_none() {
                    self.say(&path, format!("unknown law `{reference}`: an article is written `law#article`, as in `cn-pipl#14`"));
                }
            }
        }
    }

    fn notices(&mut self) {
        for style in &self.set.notices {
            let path = format!("notice/{}.toml", style.id);
            self.one_of(&path, "layout", &style.layout, &["table", "by-breach", "by-issue", "indicators"]);
            let mut seen = BTreeSet::new();
            for wording in &style.wording {
                if wording.words.zh.is_empty() || wording.words.en.is_empty() {
                    self.say(&path, format!("wording `{}` lacks a language", wording.id));
                }
                for (sdk, code) in wording.codes.iter().map(|c| (false, c)).chain(wording.sdk_codes.iter().map(|c| (true, c))) {
                    if self.set.code(code).is_none() {
                        self.say(&path, format!("wording `{}`: unknown code `{code}`", wording.id));
                    }
                    if style.layout != "indicators" && !seen.insert((sdk, code.as_str())) {
                        self.say(&path, format!("code `{code}` in two wordings: one act would be named twice"));
                    }
                }
            }
            for law in style.basis.iter().filter(|l| self.set.law(l).is_none()) {
                self.say(&path, format!("unknown law `{law}`"));
            }
            for case in &style.cases {
                let found = style.wording_of(&case.code, case.sdk).map_or("", |w| w.id.as_str());
                if found != case.expect {
                    self.say(&path, format!("case {}: `{found}`, expected `{}`", case.code, case.expect));
                }
            }
        }
    }

    fn complaints(&mut self) {
        for file in &self.set.complaints {
            let path = format!("complaint/{}.toml", file.id);
            for code in file.codes.iter().filter(|c| self.set.code(c).is_none()) {
                self.say(&path, format!("unknown code `{code}`"));
            }
            for id in file.data_types.iter().filter(|t| self.set.data_type(t).is_none()) {
                self.say(&path, format!("unknown data type `{id}`"));
            }
            for case in file.cases.iter().filter(|c| file.speaks_of(&c.text) != c.matches) {
                self.say(&path, format!("case `{}`: expected {}", case.text, case.matches));
            }
        }
    }

    /// What nobody can look up nobody can trust. SDKs are asked with their names.
    fn sources(&mut self) {
        let set = self.set;
        let of = |folder: &str, id: &str, source: &str| source.trim().is_empty().then(|| format!("{folder}/{id}.toml"));
        let rules = set.rules.iter().filter_map(|r| of("rule", &r.id, &r.source));
        let phrases = set.phrases.iter().filter_map(|p| of("phrase", &p.id, &p.source));
        let types = set.data_types.iter().filter_map(|t| of("data", &t.id, &t.source));
        let packers = set.packers.iter().filter_map(|p| of("packer", &p.id, &p.source));
        let empty: Vec<String> = rules.chain(phrases).chain(types).chain(packers).collect();
        for path in empty {
            self.say(path, "source must be filled in: a document, a binary, or that it is from memory");
        }
    }

    fn phrases(&mut self) {
        for phrase in self.set.phrases.iter().filter(|p| p.kind == "data") {
            self.type_known(&format!("phrase/{}.toml", phrase.id), &phrase.means);
        }
    }

    fn stores(&mut self) {
        for form in &self.set.stores {
            let path = format!("store/{}.toml", form.id);
            let mut seen = BTreeSet::new();
            for t in &form.types {
                if !seen.insert(&t.id) {
                    self.say(&path, format!("type `{}` twice", t.id));
                }
            }
            for t in &self.set.data_types {
                for id in t.play.iter().filter(|id| !seen.contains(id)) {
                    self.say(format!("data/{}.toml", t.id), format!("`{id}` is no type of the form `{}`", form.id));
                }
            }
        }
    }

    fn packers(&mut self) {
        for packer in &self.set.packers {
            let path = format!("packer/{}.toml", packer.id);
            self.one_of(&path, "kind", &packer.kind, &["packer", "hotfix", "dynamic-loading", "engine"]);
            if let Some(sdk) = packer.sdk.as_ref().filter(|id| self.set.sdk(id).is_none()) {
                self.say(&path, format!("unknown SDK `{sdk}`"));
            }
            if packer.native.is_empty() && packer.packages.is_empty() && packer.files.is_empty() {
                self.say(&path, "no sign to recognise it by");
            }
        }
    }

    fn fingerprints(&mut self) {
        let mut owners: BTreeMap<u64, &str> = BTreeMap::new();
        for f in &self.set.fingerprints {
            let path = format!("fingerprint/{}.toml", f.id);
            if self.set.sdk(&f.id).is_none() {
                self.say(&path, format!("unknown SDK `{}`", f.id));
            }
            for number in f.texts.iter().chain(&f.calls).chain(&f.shapes) {
                if let Some(other) = owners.insert(*number, &f.id) {
                    self.say(&path, format!("{number:016x} is also in `{other}`: it tells nothing"));
                }
            }
        }
    }

    fn sdk_path(&self, sdk: &Sdk) -> String {
        let folder = if self.odbl.contains(sdk.id.as_str()) { "sdk-odbl" } else { "sdk" };
        format!("{folder}/{}.toml", sdk.id)
    }

    fn sdks(&mut self) {
        let sdks = &self.set.sdks;
        let mut claims: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for sdk in sdks {
            let path = self.sdk_path(sdk);
            if let Some(p) = sdk.unverified.iter().find(|p| !sdk.packages.contains(p)) {
                self.say(&path, format!("`{p}` is unverified and no package"));
            }
            self.one_of(&path, "role", &sdk.role, &["sdk", "library"]);
            for category in &sdk.categories {
                self.one_of(&path, "categories", category, &SDK_CATEGORIES);
            }
            if sdk.source.is_empty() || (sdk.name.zh.is_empty() && sdk.name.en.is_empty()) {
                self.say(&path, "source and a name, Chinese or English, must be filled in");
            }
            for t in &sdk.states {
                self.type_known(&path, t);
            }
            for (what, names) in [("package", &sdk.packages), ("component", &sdk.components), ("meta-data key", &sdk.meta_data)] {
                for name in names {
                    if let Some(other) = claims.insert((what, name), &sdk.id) {
                        self.say(&path, format!("{what} `{name}` is claimed by `{other}` and `{}`", sdk.id));
                    }
                }
            }
            for call in sdk.init.iter().chain(&sdk.pre_init) {
                if !signature(call, true) {
                    self.say(&path, format!("malformed call `{call}`"));
                }
            }
            for name in sdk.packages.iter().chain(&sdk.broad_packages) {
                if name.ends_with('.') || name.contains('/') || name.is_empty() {
                    self.say(&path, format!("package `{name}`: labels with dots between them"));
                }
            }
            for word in sdk.version.iter().filter(|w| VersionSign::read(w).is_none()) {
                let forms = "`Lclass;->FIELD`, `Lclass;->*`, `Lclass;->method()`, `meta-data KEY` or `group:name`";
                self.say(&path, format!("malformed version `{word}`: {forms}"));
            }
            for (wanted, words) in [(true, "positive"), (false, "negative")] {
                if !sdk.cases.iter().any(|c| c.matches == wanted) {
                    self.say(&path, format!("no {words} case"));
                }
            }
        }
        let index = SdkIndex::new(sdks);
        for sdk in sdks {
            for case in &sdk.cases {
                if let Err(message) = run_case(&index, sdk, case) {
                    self.say(self.sdk_path(sdk), message);
                }
            }
        }
    }
}

/// Runs one case of an SDK through all SDKs of the index: a positive one must lead to this SDK and to no other.
pub fn run_case(index: &SdkIndex<'_>, sdk: &Sdk, case: &SdkCase) -> Result<(), String> {
    let asked = [&case.class, &case.component, &case.meta_data, &case.native, &case.host];
    let [Some(text)] = asked.iter().filter_map(|x| x.as_deref()).map(Some).collect::<Vec<_>>()[..] else {
        return Err("a case asks exactly one thing".into());
    };
    let found: Vec<&str> = if case.class.is_some() {
        match index.owner_of_class(text) {
            Claim::Nobody => Vec::new(),
            Claim::One(m) if m.broad => Vec::new(),
            Claim::One(m) => vec![&m.sdk.id],
            Claim::Ambiguous(all) => all.iter().map(|m| m.sdk.id.as_str()).collect(),
        }
    } else {
        let sdks = match case {
            SdkCase { component: Some(_), .. } => index.by_component(text).to_vec(),
            SdkCase { meta_data: Some(_), .. } => index.by_meta_data(text).to_vec(),
            SdkCase { native: Some(_), .. } => index.by_native(text),
            _ => index.by_host(text).to_vec(),
        };
        sdks.iter().map(|s| s.id.as_str()).collect()
    };
    match (case.matches, found.as_slice()) {
        (true, [one]) if *one == sdk.id => Ok(()),
        (true, []) => Err(format!("case `{text}` must be `{}`, nobody claims it", sdk.id)),
        (true, all) => Err(format!("case `{text}` must be `{}`, claimed by {}", sdk.id, all.join(", "))),
        (false, all) if all.contains(&sdk.id.as_str()) => Err(format!("case `{text}` must not be `{}`, but is", sdk.id)),
        (false, _) => Ok(()),
    }
}

/// `Lclass;->name(params)ret`, or `Lclass;->name` for a field or for any parameters; `*` stands for any name, parameters or result.
/// `empty`: none at all is right too (an intent may be a text alone).
fn signature(text: &str, empty: bool) -> bool {
    let Some((class, member)) = text.split_once("->") else { return empty && text.is_empty() };
    if !class.starts_with('L') || after_type(class) != Some("") {
        return false;
    }
    let Some((name, rest)) = member.split_once('(') else { return name_only(member) };
    let Some((params, result)) = rest.split_once(')') else { return false };
    name_only(name) && (params == "*" || only_types(params)) && (result == "*" || after_type(result) == Some(""))
}

fn name_only(name: &str) -> bool {
    !name.is_empty() && (name == "*" || name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '<' | '>')))
}

fn only_types(mut text: &str) -> bool {
    while !text.is_empty() {
        match after_type(text) {
            Some(rest) => text = rest,
            None => return false,
        }
    }
    true
}

/// What follows the first type descriptor.
fn after_type(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('[');
    match text.chars().next()? {
        'L' => {
            let (class, rest) = text.split_once(';')?;
            (class.len() > 1 && !class.contains(['.', '(', ')', '>'])).then_some(rest)
        }
        'V' | 'Z' | 'B' | 'S' | 'C' | 'I' | 'J' | 'F' | 'D' => text.get(1..),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn signatures() {
        for (text, empty, expected) in [
            ("La/B;->c(I[Ljava/lang/String;J)V", false, true),
            ("La/B$C;-><init>(*)V", false, true),
            ("La/B;->*(*)*", false, true),
            ("La/B;->FIELD", false, true),
            ("La/B;->c(I)", false, false),
            ("La/B;->c(I)V;La/B;", false, false),
            ("La/B;->c(X)V", false, false),
            ("La.B;->c()V", false, false),
            ("La/B->c()V", false, false),
            ("La/B;->", false, false),
            ("", true, true),
            ("", false, false),
        ] {
            assert_eq!(signature(text, empty), expected, "{text}");
        }
    }
}
