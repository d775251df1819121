//! Starting by itself, starting others, installing others, hiding: what users cannot see coming.

use std::collections::BTreeSet;

use super::{Act, ActKind, Stage, invoked};
use crate::app::{Component, ComponentKind};
use crate::detect::api::descriptor;
use crate::detect::observed::{Owner, Tri, When};
use crate::evidence::{EvidenceKind, EvidenceSet};
use crate::program::constant::{Constant, Value};
use crate::program::{MethodId, SiteKind};

pub fn find(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let mut acts = self_start(stage, out);
    acts.extend(starts_others(stage, out));
    acts.extend(wake_up(stage, out));
    acts.extend(installs(stage, out));
    acts.extend(hides(stage, out));
    acts.extend(blank_label(stage, out));
    acts.extend(admin(stage, out));
    acts.extend(jumps(stage, out));
    acts
}

fn of_class(stage: &Stage, class: &str) -> Owner {
    stage.owners.of_name(stage.program(), class, stage.index)
}

/// Receivers that the system wakes without the user: at boot, on unlocking, on changes of power, network or packages.
fn self_start(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let wanted = stage.terms("self-start-action");
    let mut acts = Vec::new();
    for c in stage.app.manifest.components.iter().filter(|c| c.kind == ComponentKind::Receiver && c.enabled) {
        let actions: BTreeSet<&str> =
            c.filters.iter().flat_map(|f| &f.actions).map(String::as_str).filter(|a| wanted.contains(a)).collect();
        if actions.is_empty() {
            continue;
        }
        let what = actions.into_iter().map(str::to_owned).collect();
        let evidence = vec![stage.here.component(c, None, out)];
        acts.push(stage.shown(ActKind::SelfStart, of_class(stage, &c.target), what, When::Background, evidence));
    }
    acts
}

/// An explicit component of another package, in a body that starts or binds a service or sends a broadcast.
fn starts_others(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    const STARTS: [&str; 6] =
        ["startService", "startForegroundService", "bindService", "sendBroadcast", "sendOrderedBroadcast", "startInstrumentation"];
    let p = stage.program();
    let own = stage.app.manifest.package.as_str();
    let mut acts = Vec::new();
    let holder = |class: &[u8]| class == b"Landroid/content/ComponentName;" || class == b"Landroid/content/Intent;";
    for (method, pc, callee) in stage.calls_in(&["setClassName", "setComponent", "<init>"], holder) {
        let params: Vec<&[u8]> = p.proto(p.method(callee).proto).params.iter().map(|t| p.descriptor_bytes(*t)).collect();
        if params != [b"Ljava/lang/String;", b"Ljava/lang/String;"]
            || !invoked(p, method).any(|(_, c)| STARTS.contains(&&*p.method_name(c)))
        {
            continue;
        }
        let possible = stage.constants.argument(method, pc, 1);
        let Some(Constant::Text(package)) = possible.only() else { continue };
        if package == own || !package.contains('.') || package.starts_with("com.android.") || package == "android" {
            continue;
        }
        let act = stage.at(ActKind::StartsOthers, vec![package.clone()], (method, pc), format!("starts or binds {package}"), out);
        acts.extend(Some(act).filter(|a| a.reachable == Tri::Yes && !matches!(a.owner, Owner::Library { .. })));
    }
    acts
}

/// Open components of an SDK whose name says that other apps wake the app through them.
fn wake_up(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let terms = stage.terms("wake-up-component");
    let fits = |c: &&Component| {
        let short = c.target.rsplit('.').next().unwrap_or_default().to_lowercase();
        c.enabled && c.exported && c.permission.is_none() && terms.iter().any(|t| short.contains(t))
    };
    let mut acts = Vec::new();
    for c in stage.app.manifest.components.iter().filter(fits) {
        let owner = of_class(stage, &c.target);
        if matches!(owner, Owner::Sdk { .. }) {
            let evidence = vec![stage.here.component(c, None, out)];
            acts.push(stage.shown(ActKind::StartsOthers, owner, vec![c.name.clone()], When::Background, evidence));
        }
    }
    acts
}

/// The permission to install packages, and code that hands a package to the installer.
fn installs(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let p = stage.program();
    let asked = stage.app.manifest.permissions.iter().any(|x| x.name == "android.permission.REQUEST_INSTALL_PACKAGES");
    if !asked && stage.app.manifest.target_sdk >= 26 {
        return Vec::new();
    }
    let mut places: Vec<(MethodId, u32, String)> = Vec::new();
    for (n, dex) in p.dex.iter().enumerate() {
        for i in 0..dex.file.strings.len {
            if let Some(bytes) = dex.file.string_bytes(i)
                && matches!(bytes, b"application/vnd.android.package-archive" | b"android.intent.action.INSTALL_PACKAGE")
            {
                let text = String::from_utf8_lossy(bytes).into_owned();
                places.extend(p.string_sites(n, i).map(|s| (s.method, s.pc(), text.clone())));
            }
        }
    }
    for (method, pc, callee) in stage.calls_of(&["commit"]) {
        if p.descriptor_bytes(p.method(callee).class) == b"Landroid/content/pm/PackageInstaller$Session;" {
            places.push((method, pc, "PackageInstaller.Session.commit".into()));
        }
    }
    let found = places.into_iter().map(|(m, pc, what)| stage.at(ActKind::InstallsApps, Vec::new(), (m, pc), what, out));
    found.filter(|a| a.reachable == Tri::Yes && !matches!(a.owner, Owner::Library { .. })).collect()
}

/// The launcher's own entry is switched off in code, and none is switched on beside it (that would be a change of the icon).
fn hides(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    const DISABLED: i64 = 2;
    let p = stage.program();
    let launchers: Vec<&str> = stage.app.manifest.launchers().flat_map(|c| [c.name.as_str(), c.target.as_str()]).collect();
    let states = |m: MethodId| -> Vec<Option<i64>> {
        let facts = stage.constants.facts(m);
        let calls = facts.calls.iter().filter(|c| p.names.bytes(p.method(c.method).name) == b"setComponentEnabledSetting");
        calls.map(|c| if let Some(Value::Int(i)) = c.args.get(2) { Some(*i) } else { None }).collect()
    };
    let mut acts = Vec::new();
    for (method, pc, _) in stage.calls_of(&["setComponentEnabledSetting"]) {
        let all = states(method);
        // Any other state, or one not known, may switch an entry on.
        if all.is_empty() || all.iter().any(|s| *s != Some(DISABLED)) {
            continue;
        }
        let names_launcher = p.sites(method).iter().any(|s| match s.kind() {
            SiteKind::ConstClass => {
                launchers.iter().any(|l| p.descriptor_bytes(crate::program::TypeId(s.target())) == descriptor(l).as_bytes())
            }
            SiteKind::ConstString => p.string_at(s).is_some_and(|t| launchers.contains(&&*t)),
            _ => {
                s.callee().is_some_and(|c| p.names.bytes(p.method(c).name) == b"getComponentName")
                    && launchers.iter().any(|l| p.descriptor_bytes(p.method(method).class) == descriptor(l).as_bytes())
            }
        });
        if names_launcher {
            let act = stage.at(ActKind::HidesIcon, Vec::new(), (method, pc), "switches its launcher entry off".into(), out);
            acts.extend(Some(act).filter(|a| a.reachable == Tri::Yes));
        }
    }
    acts
}

/// A label that shows nothing under the icon.
fn blank_label(stage: &Stage, out: &mut EvidenceSet) -> Option<Act> {
    let m = &stage.app.manifest;
    m.launchers().next()?;
    let label = m.label.default.as_deref()?;
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{3164}' | '\u{115f}' | '\u{1160}')
    };
    if !label.chars().all(unseen) {
        return None;
    }
    let id = stage.here.add(out, EvidenceKind::Manifest, &m.path, "/manifest/application@label".into(), "the label shows nothing", None);
    Some(stage.shown(ActKind::HidesIcon, Owner::App, vec!["label".into()], When::Unknown, vec![id]))
}

/// A device administrator cannot be uninstalled before it is switched off in the settings.
fn admin(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let is_admin = |c: &&Component| {
        c.kind == ComponentKind::Receiver && c.enabled && c.permission.as_deref() == Some("android.permission.BIND_DEVICE_ADMIN")
    };
    let found = stage.app.manifest.components.iter().filter(is_admin);
    found
        .map(|c| {
            let evidence = vec![stage.here.component(c, None, out)];
            stage.shown(ActKind::ResistsRemoval, of_class(stage, &c.target), Vec::new(), When::Unknown, evidence)
        })
        .collect()
}

/// A sensor callback in an advertising SDK from which a start of a screen can be reached.
fn jumps(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let p = stage.program();
    let advertises = |o: &Owner| match o {
        Owner::Sdk { id } => stage.knowledge.sdk(id).is_some_and(|s| s.categories.iter().any(|c| c == "advertising")),
        _ => false,
    };
    let starts: BTreeSet<MethodId> = stage.calls_of(&["startActivity"]).into_iter().map(|(m, _, _)| m).collect();
    if starts.is_empty() {
        return Vec::new();
    }
    let listeners = p.method_ids().filter(|m| p.method(*m).defined && p.names.bytes(p.method(*m).name) == b"onSensorChanged");
    let mut acts = Vec::new();
    for m in listeners.filter(|m| advertises(&stage.owner(*m)) && stage.is_a(p.method(*m).class, "Landroid/hardware/SensorEventListener;"))
    {
        let mut reached = None;
        stage.ahead(m, &mut |body| {
            if starts.contains(&body) {
                reached = Some(body);
            }
            reached.is_some()
        });
        if let Some(body) = reached {
            let act = stage.at(ActKind::ShakeJump, Vec::new(), (m, 0), format!("from here {} can start a screen", p.signature(body)), out);
            acts.extend(Some(act).filter(|a| a.reachable == Tri::Yes));
        }
    }
    acts
}
