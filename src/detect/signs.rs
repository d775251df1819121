//! Small signs of screens and settings: policy words, log-in, closing an account, clear text, background location, children.

use super::artefact::Artefact;
use super::observed::{Sign, Signs, Tri};
use crate::app::App;
use crate::evidence::{EvidenceId, EvidenceKind, EvidenceSet};
use crate::format::axml::{Element, Value};
use crate::knowledge::Knowledge;
use crate::program::Program;

/// Words of one meaning, lower case, from `signatures/phrase/*/sign-*`.
fn words(knowledge: &Knowledge, means: &str) -> Vec<String> {
    let files = knowledge.phrases.iter().filter(|f| f.kind == "sign" && f.means == means);
    files.flat_map(|f| f.terms.iter().map(|t| t.to_lowercase())).collect()
}

fn sign(answer: bool, evidence: Vec<EvidenceId>) -> Sign {
    Sign { answer: if answer { Tri::Yes } else { Tri::No }, evidence }
}

/// Looks at layouts, string resources, texts in code and the manifest. `hidden` says that screens may be drawn by what was not read.
pub fn find(program: &Program, app: &App, knowledge: &Knowledge, hidden: bool, here: Artefact, out: &mut EvidenceSet) -> Signs {
    let texts = Texts { program, app, here };
    let seen = |means: &str, out: &mut EvidenceSet| -> Sign {
        let list = words(knowledge, means);
        match texts.first(&list, out) {
            Some(id) => sign(true, vec![id]),
            // What is not seen is absent only where the screens were there to look at.
            None if hidden || (app.layouts.is_empty() && app.strings.is_empty()) => Sign::default(),
            None => sign(false, Vec::new()),
        }
    };
    let policy_words = seen("policy-words", out);
    let account_closing = seen("account-closing", out);
    let login = match password_input(app, here, out) {
        Some(id) => sign(true, vec![id]),
        None => seen("login", out),
    };
    Signs {
        policy_words,
        login,
        account_closing,
        cleartext: cleartext(app, here, out),
        background_location: background_location(app, here, out),
        for_children: for_children(app, knowledge, here, out),
    }
}

struct Texts<'t, 'a> {
    program: &'t Program<'a>,
    app: &'t App,
    here: Artefact<'t>,
}

impl Texts<'_, '_> {
    /// The first text that holds one of the words: in resources, in layouts, in code.
    fn first(&self, words: &[String], out: &mut EvidenceSet) -> Option<EvidenceId> {
        if words.is_empty() {
            return None;
        }
        let holds = |text: &str| {
            let lower = text.to_lowercase();
            words.iter().any(|w| bounded(&lower, w))
        };
        if let Some(s) = self.app.strings.iter().find(|s| s.value.len() < 20_000 && holds(&s.value)) {
            let locator =
                format!("{:#010x} string/{}{}", s.id, s.name, if s.locale.is_empty() { String::new() } else { format!(" ({})", s.locale) });
            return Some(self.here.add(out, EvidenceKind::Resource, "base.apk!resources.arsc", locator, s.value.clone(), None));
        }
        for layout in &self.app.layouts {
            let mut stack = vec![&layout.root];
            while let Some(e) = stack.pop() {
                stack.extend(&e.children);
                let text =
                    e.attributes.iter().filter(|a| matches!(a.name.as_str(), "text" | "hint" | "title")).find_map(|a| match &a.value {
                        Value::String(s) if holds(s) => Some(s.clone()),
                        _ => None,
                    });
                if let Some(t) = text {
                    return Some(self.here.add(out, EvidenceKind::Resource, &layout.path, format!("@{:#x}", e.offset), t, None));
                }
            }
        }
        for (n, dex) in self.program.dex.iter().enumerate() {
            for i in 0..dex.file.strings.len {
                let Some(bytes) = dex.file.string_bytes(i).filter(|b| (2..4000).contains(&b.len())) else { continue };
                let text = crate::format::dex::string::decode(bytes);
                if !holds(&text) {
                    continue;
                }
                if let Some(site) = self.program.string_sites(n, i).next() {
                    return Some(self.here.code(self.program, site.method, site.pc(), text, None, out));
                }
            }
        }
        None
    }
}

/// The word in the text, at word boundaries where it is written in Latin letters.
fn bounded(text: &str, word: &str) -> bool {
    let latin = word.is_ascii();
    text.match_indices(word).any(|(at, w)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + w.len()..).and_then(|t| t.chars().next());
        !latin || (!before.is_some_and(|c| c.is_ascii_alphanumeric()) && !after.is_some_and(|c| c.is_ascii_alphanumeric()))
    })
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
        let open: Vec<&str> = n.domains.iter().filter(|d| d.1).map(|d| d.0.as_str()).collect();
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
    let list = words(knowledge, "children");
    let m = &app.manifest;
    let label = [&m.label.zh, &m.label.default].into_iter().flatten().find(|l| list.iter().any(|w| bounded(&l.to_lowercase(), w)));
    let package = m.package.split('.').any(|part| list.iter().any(|w| w == part));
    match label {
        Some(l) => sign(true, vec![here.add(out, EvidenceKind::Manifest, &m.path, "/manifest/application@label".into(), l.clone(), None)]),
        None if package => {
            sign(true, vec![here.add(out, EvidenceKind::Manifest, &m.path, "/manifest@package".into(), m.package.clone(), None)])
        }
        None => sign(false, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::bounded;

    #[test]
    fn words_are_whole() {
        for (text, word, want) in [
            ("read our privacy policy", "privacy policy", true),
            ("baby steps", "baby", true),
            ("babylon", "baby", false),
            ("宝宝识字", "宝宝", true),
            ("skids", "kids", false),
        ] {
            assert_eq!(bounded(text, word), want, "{text} {word}");
        }
    }
}
