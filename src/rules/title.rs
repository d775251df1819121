//! Fills the words of a rule: `{data} {api} {owner} {permission} {sdk} {host} {value}`, each in the language of the text.

use super::about_policy;
use super::about_wording;
use super::fact::Fact;
use super::hearing::Hearing;
use super::necessity::short;
use super::subject::About;
use crate::detect::{ActKind, Owner};
use crate::words::Words;

/// Placeholders that a rule's words may hold.
#[cfg(test)]
pub const PLACEHOLDERS: [&str; 7] = ["{data}", "{api}", "{owner}", "{permission}", "{sdk}", "{host}", "{value}"];

pub struct Filling {
    pairs: Vec<(&'static str, Words)>,
}

impl Filling {
    pub fn of(h: &Hearing, about: &About, facts: &[Fact]) -> Filling {
        let mut pairs = Vec::new();
        match about {
            About::App | About::Policy => {}
            About::Collection(c) => {
                let node = c.node().and_then(|n| h.ontology.words(n));
                let words = node.or_else(|| h.ontology.words(&c.data_type)).cloned();
                pairs.push(("{data}", words.unwrap_or_else(|| Words::new(&c.data_type, &c.data_type))));
                let api = c.telling().next().or_else(|| c.rows.first()).map(|row| readable_api(&row.api)).unwrap_or_default();
                pairs.push(("{api}", Words::new(api.clone(), api)));
                pairs.push(("{owner}", owner(h, &c.owner)));
                if let Owner::Sdk { id } = &c.owner {
                    pairs.push(("{sdk}", sdk(h, id)));
                }
                if facts.contains(&Fact::ReadsPeriodically)
                    && let Some(seconds) = super::about_acts::period(h, &c.data_type, &c.owner)
                {
                    pairs.push(("{value}", Words::new(seconds, seconds)));
                }
            }
            About::Permission(p) => {
                let known = super::about_permission::info(h, &p.name);
                let zh = known
                    .and_then(|i| i.words_zh.first())
                    .map_or(short(&p.name).to_string(), |w| format!("{}（{}）", short(&p.name), w.trim_end_matches("权限")));
                pairs.push(("{permission}", Words::new(zh, short(&p.name))));
            }
            About::Sdk(s) => pairs.push(("{sdk}", sdk(h, &s.id))),
            About::Endpoint(e) => {
                pairs.push(("{host}", Words::new(&e.host, &e.host)));
                pairs.push(("{owner}", owner(h, &e.owner)));
            }
        }
        if let Some(words) = facts.iter().find_map(|f| value(h, *f)) {
            pairs.push(("{value}", words));
        }
        Filling { pairs }
    }

    pub fn fill(&self, words: &Words) -> Words {
        let mut out = words.clone();
        for (place, value) in &self.pairs {
            out.zh = out.zh.replace(place, &value.zh);
            out.en = out.en.replace(place, &value.en);
        }
        out
    }
}

/// What a fact measured: the day count promised, the level targeted, the other app's name ...
fn value(h: &Hearing, fact: Fact) -> Option<Words> {
    let same = |text: String| Some(Words::new(text.clone(), text));
    match fact {
        Fact::ReplyDaysOver15 => same(about_policy::reply_days(h)?.to_string()),
        Fact::TargetBelow23 => same(h.case.observed.app.target_sdk.to_string()),
        Fact::NamesAnotherApp => same(about_policy::other_name(h)?.0),
        Fact::ContradictsItself => {
            let types = about_policy::contradicted_types(h);
            let words: Vec<Words> = types.iter().map(|t| h.ontology.words(t).cloned().unwrap_or_else(|| Words::new(t, t))).collect();
            Some(joined(&words))
        }
        Fact::HardToRead => about_wording::hardness(h),
        Fact::OnlyImprovement => {
            let statements = about_wording::improvement_only(h);
            let words: Vec<Words> = statements
                .iter()
                .map(|s| h.ontology.words(&s.data_type).cloned().unwrap_or_else(|| Words::new(&s.data_type, &s.data_type)))
                .collect();
            Some(joined(&words))
        }
        Fact::SelfStarts => act(h, ActKind::SelfStart),
        Fact::StartsOthers => act(h, ActKind::StartsOthers),
        Fact::SeveralPermissionsAtLaunch => {
            let all = super::about_acts::asked_at_launch(h);
            same(all.iter().map(|p| short(p)).collect::<Vec<_>>().join(", "))
        }
        Fact::Tampering => {
            let mut ids: Vec<&str> = h.case.observed.anomalies.iter().filter(|a| !a.common).map(|a| a.id.as_str()).collect();
            ids.dedup();
            same(ids.join(", "))
        }
        _ => None,
    }
}

fn joined(words: &[Words]) -> Words {
    let join = |pick: fn(&Words) -> &str, by: &str| words.iter().map(pick).collect::<Vec<_>>().join(by);
    Words::new(join(|w| &w.zh, "、"), join(|w| &w.en, ", "))
}

/// What the acts of a kind are about, without the long beginnings of the platform's names.
fn act(h: &Hearing, kind: ActKind) -> Option<Words> {
    let acts = h.case.observed.acts.iter().filter(|a| a.kind == kind && !matches!(a.owner, Owner::Library { .. }));
    let mut names: Vec<&str> = acts.flat_map(|a| &a.what).map(|w| w.strip_prefix("android.intent.action.").unwrap_or(w)).collect();
    names.sort_unstable();
    names.dedup();
    let shown = names.iter().take(6).copied().collect::<Vec<_>>().join(", ");
    (!shown.is_empty()).then(|| Words::new(shown.clone(), shown))
}

/// Never "the app" for code whose owner is not known, and never a library's name (those are not accused).
fn owner(h: &Hearing, owner: &Owner) -> Words {
    match owner {
        Owner::App => Words::new("应用", "the app"),
        Owner::Sdk { id } => sdk(h, id),
        Owner::Unknown | Owner::Library { .. } => Words::new("应用或其集成的第三方代码", "the app or third-party code in it"),
    }
}

fn sdk(h: &Hearing, id: &str) -> Words {
    let known = h.case.knowledge.sdks.iter().find(|s| s.id == id).map(|s| s.name.clone());
    let found = h.case.observed.sdks.iter().find(|s| s.id == id).map(|s| s.name.clone()).filter(|n| !n.is_empty());
    let fallback = found.unwrap_or_else(|| id.to_string());
    let words = known.unwrap_or_default();
    let or = |text: String| if text.is_empty() { fallback.clone() } else { text };
    Words::new(or(words.zh), or(words.en))
}

/// `Landroid/provider/Settings$Secure;->getString(...)` → `Settings.Secure.getString`; addresses and constants stay.
pub fn readable_api(api: &str) -> String {
    let Some((class, member)) = api.strip_prefix('L').and_then(|a| a.split_once(";->")) else {
        return api.chars().take(80).collect();
    };
    let class = class.rsplit('/').next().unwrap_or(class).replace('$', ".");
    let member = member.split(['(', ':']).next().unwrap_or(member);
    if member == "<init>" { format!("new {class}") } else { format!("{class}.{member}") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn interfaces_are_readable() {
        for (api, want) in [
            ("Landroid/provider/Settings$Secure;->getString", "Settings.Secure.getString"),
            ("Landroid/telephony/TelephonyManager;->getDeviceId(I)Ljava/lang/String;", "TelephonyManager.getDeviceId"),
            ("content://call_log/calls", "content://call_log/calls"),
            ("Landroid/media/AudioRecord;-><init>(IIIII)V", "new AudioRecord"),
        ] {
            assert_eq!(super::readable_api(api), want);
        }
    }
}
