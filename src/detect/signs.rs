//! Small signs of screens and settings: policy words, log-in, closing an account, clear text, background location, children.

use rustc_hash::FxHashMap;

use super::artefact::Artefact;
use super::observed::{Owner, Sign, Signs, Tri};
use super::owner::Owners;
use super::policy_in_app::{is_policy_address, is_policy_name};
use super::terms::Terms;
use crate::app::{App, StringResource};
use crate::evidence::{EvidenceId, EvidenceKind, EvidenceSet};
use crate::format::axml::{Element, Value};
use crate::knowledge::Knowledge;
use crate::program::{MethodId, Program};

fn sign(answer: bool, evidence: Vec<EvidenceId>) -> Sign {
    Sign { answer: if answer { Tri::Yes } else { Tri::No }, evidence }
}

/// Whether a text of a screen or of code speaks of the policy or leads to it.
pub fn speaks_of_policy(knowledge: &Knowledge) -> impl Fn(&str) -> bool {
    let words = Terms::new(knowledge, &["policy-words"]);
    let leads = |t: &str| is_policy_address(t) || (t.starts_with("file:///android_asset/") && is_policy_name(t));
    move |text: &str| text.len() < 4000 && (words.hold(text) || leads(text))
}

/// What is looked at. `hidden` says that screens may be drawn by what was not read.
pub struct Screens<'s, 'a> {
    pub program: &'s Program<'a>,
    pub app: &'s App,
    pub knowledge: &'s Knowledge,
    pub owners: &'s Owners,
    pub reached: &'s dyn Fn(MethodId) -> bool,
    pub hidden: bool,
    pub here: Artefact<'s>,
}

/// Looks at layouts, string resources, texts in the app's own reached code, and the manifest.
pub fn find(s: &Screens, out: &mut EvidenceSet) -> Signs {
    let seen = |found: Option<EvidenceId>| match found {
        Some(id) => sign(true, vec![id]),
        // What is not seen is absent only where the screens were there to look at.
        None if s.hidden || (s.app.layouts.is_empty() && s.app.strings.is_empty()) => Sign::default(),
        None => sign(false, Vec::new()),
    };
    let meanings = MEANINGS.map(|means| Terms::new(s.knowledge, &[means]));
    let texts = Texts::read(s);
    let [policy, closing, login, switch, withdrawal, lists, verification] = &meanings;
    let mut said = |words: &Terms| seen(texts.layout(words, out).or_else(|| texts.resource(words, out)).or_else(|| texts.code(words, out)));
    let (policy_words, account_closing) = (said(policy), said(closing));
    let (recommendation_switch, withdrawal) = (said(switch), said(withdrawal));
    let (two_lists, other_verification) = (said(lists), said(verification));
    Signs {
        policy_words,
        account_closing,
        // Libraries bring their own "sign in" texts; only what a layout shows, or a screen named so, is a log-in.
        login: seen(password_input(s.app, s.here, out).or_else(|| texts.layout(login, out)).or_else(|| s.named_screen(out))),
        cleartext: cleartext(s.app, s.here, out),
        background_location: background_location(s.app, s.here, out),
        for_children: for_children(s.app, s.knowledge, s.here, out),
        // Found over the graph of screens, once that is known.
        policy_far: Sign::default(),
        recommendation_switch,
        withdrawal,
        two_lists,
        other_verification,
    }
}

/// Every text of the app that holds a word of any of these meanings: the app's texts are passed once, the few that remain are asked each
/// question.
struct Texts<'t, 's, 'a> {
    of: &'t Screens<'s, 'a>,
    resources: Vec<&'t StringResource>,
    by_id: FxHashMap<u32, Vec<&'t str>>,
    /// (DEX, string, text)
    code: Vec<(usize, u32, String)>,
}

/// What is asked of the texts, in the order in which `find` takes it up.
const MEANINGS: [&str; 7] =
    ["policy-words", "account-closing", "login", "recommendation-switch", "withdrawal", "two-lists", "other-verification"];

impl<'t, 's, 'a> Texts<'t, 's, 'a> {
    fn read(of: &'t Screens<'s, 'a>) -> Texts<'t, 's, 'a> {
        let any = Terms::new(of.knowledge, &MEANINGS);
        let resources: Vec<&StringResource> =
            of.app.strings.iter().filter(|s| s.value.len() < 20_000 && any.may_hold(s.value.as_bytes())).collect();
        let mut by_id: FxHashMap<u32, Vec<&str>> = FxHashMap::default();
        for s in &resources {
            by_id.entry(s.id).or_default().push(&s.value);
        }
        let mut code = Vec::new();
        for (n, dex) in of.program.dex.iter().enumerate() {
            for i in 0..dex.file.strings.len {
                let bytes = dex.file.string_bytes(i).filter(|b| (2..4000).contains(&b.len()) && any.may_hold(b));
                code.extend(bytes.map(|b| (n, i, crate::format::dex::string::decode(b).into_owned())));
            }
        }
        Texts { of, resources, by_id, code }
    }

    fn resource(&self, words: &Terms, out: &mut EvidenceSet) -> Option<EvidenceId> {
        let s = self.resources.iter().find(|s| words.hold(&s.value))?;
        let locale =
            format!("{:#010x} string/{}{}", s.id, s.name, if s.locale.is_empty() { String::new() } else { format!(" ({})", s.locale) });
        Some(self.of.here.add(out, EvidenceKind::Resource, "base.apk!resources.arsc", locale, s.value.clone(), None))
    }

    /// On a screen: written there, or a string resource that it names.
    fn layout(&self, words: &Terms, out: &mut EvidenceSet) -> Option<EvidenceId> {
        for layout in &self.of.app.layouts {
            let mut stack = vec![&layout.root];
            while let Some(e) = stack.pop() {
                stack.extend(&e.children);
                if let Some(t) = self.shown(e, words) {
                    return Some(self.of.here.add(out, EvidenceKind::Resource, &layout.path, format!("@{:#x}", e.offset), t, None));
                }
            }
        }
        None
    }

    /// The text of an element that a person reads and that holds one of the words.
    fn shown<'e>(&'e self, e: &'e Element, words: &Terms) -> Option<&'e str> {
        let shown = e.attributes.iter().filter(|a| matches!(a.name.as_str(), "text" | "hint" | "title"));
        shown
            .flat_map(|a| match &a.value {
                Value::Reference(id) => self.by_id.get(id).map_or(&[][..], Vec::as_slice).to_vec(),
                v => v.as_str().into_iter().collect(),
            })
            .find(|t| words.hold(t))
    }

    /// Texts in code that is not an SDK's or a library's and can run.
    fn code(&self, words: &Terms, out: &mut EvidenceSet) -> Option<EvidenceId> {
        let of = self.of;
        let own = |m: MethodId| matches!(of.owners.of_method(of.program, m), Owner::App | Owner::Unknown) && (of.reached)(m);
        self.code.iter().filter(|(_, _, text)| words.hold(text)).find_map(|(n, i, text)| {
            let site = of.program.string_sites(*n, *i).find(|s| own(s.method))?;
            Some(of.here.code(of.program, site.method, site.pc(), text.clone(), None, out))
        })
    }
}

impl Screens<'_, '_> {
    /// A screen of the app that is named after logging in: `LoginActivity`, `SignInActivity`.
    fn named_screen(&self, out: &mut EvidenceSet) -> Option<EvidenceId> {
        let c = self.app.manifest.components.iter().find(|c| {
            let short = c.target.rsplit('.').next().unwrap_or_default().to_lowercase();
            c.kind == crate::app::ComponentKind::Activity
                && c.target.starts_with(self.app.manifest.package.as_str())
                && ["login", "signin", "signup", "register"].iter().any(|w| short.starts_with(w))
        })?;
        Some(self.here.component(c, None, out))
    }
}

/// An input for a password: `android:inputType` with a password variation, or `android:password`.
fn password_input(app: &App, here: Artefact, out: &mut EvidenceSet) -> Option<EvidenceId> {
    for layout in &app.layouts {
        let mut stack: Vec<&Element> = vec![&layout.root];
        while let Some(e) = stack.pop() {
            stack.extend(&e.children);
            let kind = e.android("inputType").and_then(|v| v.as_int());
            // TYPE_CLASS_TEXT (1) with variations 0x80, 0x90, 0xe0; TYPE_CLASS_NUMBER (2) with 0x10.
            let hides =
                kind.is_some_and(|k| (k & 0xf == 1 && matches!(k & 0xff0, 0x80 | 0x90 | 0xe0)) || (k & 0xf == 2 && k & 0xff0 == 0x10));
            if hides || e.android("password").and_then(|v| v.as_bool()) == Some(true) {
                return Some(here.add(
                    out,
                    EvidenceKind::Resource,
                    &layout.path,
                    format!("@{:#x}", e.offset),
                    format!("{}: password input", e.name),
                    None,
                ));
            }
        }
    }
    None
}

/// Clear text is allowed by what the manifest or the network security config says, else by default below API 28.
fn cleartext(app: &App, here: Artefact, out: &mut EvidenceSet) -> Sign {
    let m = &app.manifest;
    if let Some(n) = &app.network_security {
        let open: Vec<&str> = n.domains.iter().filter(|d| d.1 && !super::endpoint::is_local(&d.0)).map(|d| d.0.as_str()).collect();
        let base = n.base_cleartext.unwrap_or(m.target_sdk < 28);
        if base || !open.is_empty() {
            let what = if base {
                "cleartextTrafficPermitted for all hosts".to_owned()
            } else {
                format!("cleartextTrafficPermitted for {}", open.join(", "))
            };
            return sign(true, vec![here.add(out, EvidenceKind::Resource, &n.path, "/network-security-config".into(), what, None)]);
        }
        return sign(false, Vec::new());
    }
    match m.cleartext {
        Some(false) => sign(false, Vec::new()),
        stated => {
            let allowed = stated == Some(true) || (m.target_sdk > 0 && m.target_sdk < 28);
            if m.target_sdk == 0 && stated.is_none() {
                return Sign::default();
            }
            let what = if stated == Some(true) {
                "usesCleartextTraffic=\"true\"".to_owned()
            } else {
                format!("targetSdkVersion {}: allowed by default below 28", m.target_sdk)
            };
            let evidence = if allowed {
                vec![here.add(out, EvidenceKind::Manifest, &m.path, "/manifest/application@usesCleartextTraffic".into(), what, None)]
            } else {
                Vec::new()
            };
            sign(allowed, evidence)
        }
    }
}

fn background_location(app: &App, here: Artefact, out: &mut EvidenceSet) -> Sign {
    let m = &app.manifest;
    let asked = m.permissions.iter().find(|p| !p.implied && p.name == "android.permission.ACCESS_BACKGROUND_LOCATION");
    let served = m.components.iter().find(|c| c.foreground_types.iter().any(|t| t == "location"));
    let mut evidence = Vec::new();
    evidence.extend(asked.map(|p| here.add(out, EvidenceKind::Manifest, &p.path, p.locator.clone(), p.name.clone(), None)));
    evidence.extend(served.map(|c| here.component(c, None, out)));
    sign(!evidence.is_empty(), evidence)
}

/// The label or the package names children.
fn for_children(app: &App, knowledge: &Knowledge, here: Artefact, out: &mut EvidenceSet) -> Sign {
    let terms = Terms::new(knowledge, &["children"]);
    let m = &app.manifest;
    let label = [&m.label.zh, &m.label.default].into_iter().flatten().find(|l| terms.hold(l));
    let package = m.package.split('.').any(|part| terms.words().iter().any(|w| w == part));
    match label {
        Some(l) => sign(true, vec![here.add(out, EvidenceKind::Manifest, &m.path, "/manifest/application@label".into(), l.clone(), None)]),
        None if package => {
            sign(true, vec![here.add(out, EvidenceKind::Manifest, &m.path, "/manifest@package".into(), m.package.clone(), None)])
        }
        None => sign(false, Vec::new()),
    }
}
