//! Hosts and addresses in the code's strings and the string table, with the owner of the class that loads them.

use std::collections::BTreeMap;

use super::artefact::Artefact;
use super::observed::{Endpoint, Owner};
use super::owner::Owners;
use crate::app::App;
use crate::evidence::{EvidenceId, EvidenceKind, EvidenceSet};
use crate::program::Program;

/// An address cut into what matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub host: String,
    pub url: String,
    /// Clear text to a host that the outside can see.
    pub cleartext: bool,
}

/// Names of XML vocabularies and licences: they look like addresses and nobody connects to them.
const NAMES_ONLY: [&str; 14] = [
    "schemas.android.com",
    "w3.org",
    "xml.org",
    "xmlpull.org",
    "apache.org",
    "schemas.xmlsoap.org",
    "schemas.microsoft.com",
    "ns.adobe.com",
    "purl.org",
    "xml.apache.org",
    "relaxng.org",
    "json-schema.org",
    "java.sun.com",
    "opensource.org",
];

fn below(host: &str, name: &str) -> bool {
    host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Loopback, private and placeholder hosts: no clear text that leaves the network.
pub fn is_local(host: &str) -> bool {
    if let Ok(ip) = host.parse::<std::net::Ipv4Addr>() {
        return ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || ip.is_broadcast();
    }
    ["localhost", "local", "example.com", "example.org", "example.net", "test", "invalid", "example"].iter().any(|n| below(host, n))
}

/// The first address of a text.
pub fn parse(text: &str) -> Option<Address> {
    let at = text.find("://")?;
    let head = text.get(..at)?;
    let start = head
        .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '+')
        .map_or(0, |i| i + head.get(i..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8));
    let scheme = head.get(start..)?.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "ws" | "wss" | "mqtt" | "ftp") {
        return None;
    }
    let rest = text.get(at + 3..)?;
    let authority =
        rest.split(|c: char| matches!(c, '/' | '?' | '#' | '\\') || c.is_whitespace() || c == '"' || c == '\'' || c == '<').next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches('.').to_ascii_lowercase();
    let plausible = host.len() <= 253
        && host
            .split('.')
            .all(|l| !l.is_empty() && l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
        && (host == "localhost" || host.contains('.'));
    if !plausible || NAMES_ONLY.iter().any(|n| below(&host, n)) {
        return None;
    }
    let url: String =
        text.get(start..)?.split(|c: char| c.is_whitespace() || c == '"' || c == '\'' || c == '<').next()?.chars().take(500).collect();
    let cleartext = matches!(scheme.as_str(), "http" | "ws" | "ftp" | "mqtt") && !is_local(&host);
    Some(Address { host, url, cleartext })
}

/// One entry per (host, owner), in that order; an address in clear text is kept before one that is not.
pub fn find(program: &Program, app: &App, owners: &Owners, artefact: Artefact, out: &mut EvidenceSet) -> Vec<Endpoint> {
    let mut found: BTreeMap<(String, Owner), (Address, Vec<EvidenceId>)> = BTreeMap::new();
    let mut note = |owner: Owner, a: Address, id: EvidenceId| {
        let (kept, ids) = found.entry((a.host.clone(), owner)).or_insert_with(|| (a.clone(), Vec::new()));
        if a.cleartext && !kept.cleartext {
            *kept = a;
            ids.insert(0, id);
        } else if ids.len() < 4 && !ids.contains(&id) {
            ids.push(id);
        }
    };
    for (n, dex) in program.dex.iter().enumerate() {
        for string in 0..dex.file.strings.len {
            let Some(bytes) = dex.file.string_bytes(string).filter(|b| b.len() < 65_536) else { continue };
            if memchr::memmem::find(bytes, b"://").is_none() {
                continue;
            }
            let Some(address) = parse(&crate::format::dex::string::decode(bytes)) else { continue };
            for site in program.string_sites(n, string).take(64) {
                let owner = owners.of_method(program, site.method).clone();
                let id = artefact.code(program, site.method, site.pc(), format!("const-string {}", address.url), None, out);
                note(owner, address.clone(), id);
            }
        }
    }
    for s in app.strings.iter().filter(|s| s.value.len() < 65_536) {
        if let Some(address) = parse(&s.value) {
            let id = artefact.add(
                out,
                EvidenceKind::Resource,
                "base.apk!resources.arsc",
                format!("string {:#010x} [{}]", s.id, s.locale),
                &*s.value,
                None,
            );
            note(Owner::Unknown, address, id);
        }
    }
    found.into_iter().map(|((host, owner), (a, evidence))| Endpoint { host, url: a.url, owner, cleartext: a.cleartext, evidence }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, want) in [
            ("https://log.x.com/u?a=1", Some(("log.x.com", "https://log.x.com/u?a=1", false))),
            ("see HTTP://User@Api.X.cn:8080/v1 now", Some(("api.x.cn", "HTTP://User@Api.X.cn:8080/v1", true))),
            ("http://192.168.1.1/set", Some(("192.168.1.1", "http://192.168.1.1/set", false))),
            ("http://localhost:8080", Some(("localhost", "http://localhost:8080", false))),
            ("上报http://a.b.cn", Some(("a.b.cn", "http://a.b.cn", true))),
            ("http://schemas.android.com/apk/res/android", None),
            ("http://www.w3.org/2000/svg", None),
            ("content://sms/inbox", None),
            ("http://%s/path", None),
            ("://", None),
            ("https://", None),
            ("none", None),
        ] {
            let got = parse(text);
            assert_eq!(got.as_ref().map(|a| (a.host.as_str(), a.url.as_str(), a.cleartext)), want, "{text}");
        }
    }
}
