//! Consent that is ticked before the user has seen it, and texts that take going on for a yes.

use rustc_hash::FxHashMap;

use super::{Act, ActKind, Stage, invoked};
use crate::detect::observed::{Owner, Tri, When};
use crate::detect::terms::Terms;
use crate::evidence::{EvidenceKind, EvidenceSet};
use crate::format::axml::{Element, Value};
use crate::program::constant::Value as Held;
use crate::program::{MethodId, Program};

pub fn find(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let policy = Terms::new(stage.knowledge, &["policy-words", "agreement-words"]);
    let implied = Terms::new(stage.knowledge, &["implied-consent"]);
    let mut acts = layouts(stage, &policy, &implied, out);
    acts.extend(strings(stage, &implied, out));
    acts.extend(code(stage, &policy, out));
    acts
}

/// What an element shows: written there, or a string resource in any language.
fn shown<'l>(e: &'l Element, strings: &FxHashMap<u32, Vec<&'l str>>) -> Vec<&'l str> {
    let texts = e.attributes.iter().filter(|a| matches!(a.name.as_str(), "text" | "hint" | "title" | "contentDescription"));
    texts
        .flat_map(|a| match &a.value {
            Value::String(s) => vec![s.as_str()],
            Value::Reference(id) => strings.get(id).cloned().unwrap_or_default(),
            _ => Vec::new(),
        })
        .collect()
}

fn layouts(stage: &Stage, policy: &Terms, implied: &Terms, out: &mut EvidenceSet) -> Vec<Act> {
    let mut acts = Vec::new();
    let mut strings: FxHashMap<u32, Vec<&str>> = FxHashMap::default();
    for s in &stage.app.strings {
        strings.entry(s.id).or_default().push(&s.value);
    }
    for layout in &stage.app.layouts {
        let (mut ticked, mut words, mut said): (Option<&Element>, bool, Option<(&Element, &str)>) = (None, false, None);
        let mut stack = vec![&layout.root];
        while let Some(e) = stack.pop() {
            stack.extend(e.children.iter().rev());
            let checked = e.android("checked").and_then(|v| v.as_bool()) == Some(true);
            if checked && e.name.rsplit('.').next().is_some_and(|n| n.contains("CheckBox")) {
                ticked = ticked.or(Some(e));
            }
            for text in shown(e, &strings) {
                words |= policy.may_hold(text.as_bytes());
                if implied.may_hold(text.as_bytes()) {
                    said = said.or(Some((e, text)));
                }
            }
        }
        if let (Some(e), true) = (ticked, words) {
            let id = stage.here.add(
                out,
                EvidenceKind::Resource,
                &layout.path,
                format!("@{:#x}", e.offset),
                format!("{} checked=\"true\" beside policy words", e.name),
                None,
            );
            acts.push(stage.shown(ActKind::ConsentTicked, Owner::App, Vec::new(), When::Unknown, vec![id]));
        }
        if let Some((e, text)) = said {
            let id = stage.here.add(out, EvidenceKind::Resource, &layout.path, format!("@{:#x}", e.offset), text, None);
            acts.push(stage.shown(ActKind::ConsentImplied, Owner::App, Vec::new(), When::Unknown, vec![id]));
        }
    }
    acts
}

/// Texts of the resources that the app's own screens may show.
fn strings(stage: &Stage, implied: &Terms, out: &mut EvidenceSet) -> Option<Act> {
    let s = stage.app.strings.iter().find(|s| s.value.len() < 400 && implied.may_hold(s.value.as_bytes()))?;
    let locale = if s.locale.is_empty() { String::new() } else { format!(" ({})", s.locale) };
    let id = stage.here.add(
        out,
        EvidenceKind::Resource,
        "base.apk!resources.arsc",
        format!("{:#010x} string/{}{locale}", s.id, s.name),
        s.value.clone(),
        None,
    );
    Some(stage.shown(ActKind::ConsentImplied, Owner::App, Vec::new(), When::Unknown, vec![id]))
}

/// `box.setChecked(true)` on a check box, in a class whose texts name the policy.
fn code(stage: &Stage, policy: &Terms, out: &mut EvidenceSet) -> Vec<Act> {
    let p = stage.program();
    let mut acts = Vec::new();
    for (method, pc, callee) in stage.calls_of(&["setChecked"]) {
        if !p.descriptor(p.method(callee).class).contains("CheckBox;") || !matches!(stage.owner(method), Owner::App | Owner::Unknown) {
            continue;
        }
        let facts = stage.constants.facts(method);
        let always = facts.call(pc).and_then(|c| c.args.get(1).copied()) == Some(Held::Int(1));
        if always && names_policy(p, method, policy) && !restores(p, method) {
            let act = stage.at(ActKind::ConsentTicked, Vec::new(), (method, pc), "setChecked(true) beside policy words".into(), out);
            acts.extend(Some(act).filter(|a| a.reachable == Tri::Yes));
        }
    }
    acts
}

fn names_policy(p: &Program, method: MethodId, policy: &Terms) -> bool {
    let Some(class) = p.class(p.method(method).class) else { return false };
    p.class_methods(class).iter().flat_map(|m| p.sites(*m)).filter_map(|s| p.string_at(s)).any(|t| policy.may_hold(t.as_bytes()))
}

/// The method runs after a click or shows again what the user had chosen: no tick of the app's own.
fn restores(p: &Program, method: MethodId) -> bool {
    crate::callgraph::reach::is_input_handler(p, method)
        || invoked(p, method).any(|(_, c)| matches!(&*p.method_name(c), "getBoolean" | "isChecked" | "decodeBool"))
}
