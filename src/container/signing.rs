//! APK signatures found: v1 (JAR), v2, v3, v3.1. Certificates are identified, contents are not verified here.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::der;
use super::oddity::{Oddities, Weight};
use super::package::Anomaly;
use super::record::SIGNING_MAGIC;
use super::zip::Archive;
use crate::budget::Budget;
use crate::bytes::{sha256_hex, u32_at, u64_at};

/// One signing certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    /// SHA-256 of the DER certificate.
    pub sha256: String,
    /// RFC 4514 style subject: `CN=Test, O=...`.
    pub subject: String,
    /// `v1`, `v2`, `v3`, `v3.1` in this order.
    pub schemes: Vec<String>,
    pub verified: Verified,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verified {
    Yes,
    No,
    NotChecked,
}

/// Signers of one archive, each certificate once, and what is odd about the signatures.
#[derive(Debug, Default)]
pub struct Signed {
    pub signers: Vec<Signer>,
    pub anomalies: Vec<Anomaly>,
}

const V2: u32 = 0x7109_871a;
const V3: u32 = 0xf053_68c0;
const V31: u32 = 0x1b93_ad61;
/// Ids that Google's own tools write: padding, source stamps, dependency list, Play's frosting.
const OFFICIAL: [u32; 5] = [0x4272_6577, 0x2b09_189e, 0x6dff_800d, 0x504b_4453, 0x2146_444e];

/// Bytes read of one signature; real ones have a few KB.
const MOST: u64 = 4 << 20;
const PAIRS: usize = 1000;
const SIGNERS: usize = 64;

/// Finds the signing certificates of an APK. Contents are not verified.
pub fn signers(archive: &Archive, budget: &mut Budget) -> Signed {
    let mut odd = Oddities::new(archive.label());
    let mut signers = Vec::new();
    v1(archive, &mut signers, &mut odd, budget);
    let block = block_pairs(archive, &mut odd);
    for (id, scheme) in [(V2, "v2"), (V3, "v3"), (V31, "v3.1")] {
        let mut pairs = block.iter().filter(|p| p.id == id);
        let Some(pair) = pairs.next() else { continue };
        let found = block_certificates(&archive.source().get(pair.at, pair.len.min(MOST)));
        for der in &found {
            add(&mut signers, der, scheme);
        }
        if found.is_empty() {
            odd.note(
                "signature-unreadable",
                Weight::Refused,
                None,
                pair.at,
                format!("the {scheme} signature has no certificate that can be read"),
            );
        }
        // Android takes the first pair of an id; other tools were deceived by a second one.
        if let Some(second) = pairs.next() {
            odd.note(
                "signing-block-duplicate",
                Weight::Odd,
                None,
                second.at,
                format!("a second {scheme} signature; Android takes the first"),
            );
        }
    }
    if block.iter().all(|p| ![V2, V3, V31].contains(&p.id)) {
        stripped(archive, &mut odd);
    }
    // Rotation (v3) changes the certificate; v1 and v2 must be by the same one.
    let by = |scheme: &str| signers.iter().filter(|s| s.schemes.iter().any(|x| x == scheme)).map(|s| s.sha256.as_str()).collect::<Vec<_>>();
    let (one, two) = (by("v1"), by("v2"));
    if !one.is_empty() && !two.is_empty() && one != two {
        odd.note("signers-differ-by-scheme", Weight::Odd, None, None, "the v1 and the v2 signature are by different certificates");
    }
    // The certificate of the newest scheme, which Android looks at, first.
    signers.sort_by_key(|s| std::cmp::Reverse(s.schemes.last().cloned()));
    let others: Vec<&Pair> = block.iter().filter(|p| ![V2, V3, V31].contains(&p.id) && !OFFICIAL.contains(&p.id)).collect();
    if let Some(first) = others.first() {
        let ids: Vec<String> = others.iter().take(8).map(|p| format!("{:#010x}", p.id)).collect();
        odd.note(
            "signing-block-other",
            Weight::Common,
            None,
            first.at,
            format!("the signing block holds other data ({}), as channel marks of stores do", ids.join(", ")),
        );
    }
    Signed { signers, anomalies: odd.list() }
}

fn add(signers: &mut Vec<Signer>, der: &[u8], scheme: &str) {
    let sha256 = sha256_hex(der);
    if let Some(s) = signers.iter_mut().find(|s| s.sha256 == sha256) {
        if !s.schemes.iter().any(|x| x == scheme) {
            s.schemes.push(scheme.into());
        }
    } else if signers.len() < SIGNERS {
        let subject = der::certificate(der).map(|c| c.subject).unwrap_or_default();
        signers.push(Signer { sha256, subject, schemes: vec![scheme.into()], verified: Verified::NotChecked });
    }
}

/// JAR signatures: a PKCS #7 file for each signer in META-INF, beside its .SF file.
fn v1(archive: &Archive, signers: &mut Vec<Signer>, odd: &mut Oddities, budget: &mut Budget) {
    for entry in archive.entries().iter().filter(|e| e.name.len() < 256 && in_meta_inf(&e.name, &[".RSA", ".DSA", ".EC"])).take(SIGNERS) {
        let bytes = archive.read_at_most(entry, MOST, budget).value;
        match der::pkcs7_signers(&bytes) {
            Some(certificates) if !certificates.is_empty() => {
                for der in certificates {
                    add(signers, der, "v1");
                }
            }
            _ => odd.note("signature-unreadable", Weight::Odd, Some(&entry.name), entry.offset, "not a PKCS #7 signature that can be read"),
        }
    }
}

/// A v1 signature says in its .SF file by which newer schemes the APK was signed too; Android 7 and later refuse an APK from which those were taken.
fn stripped(archive: &Archive, odd: &mut Oddities) {
    const HEADER: &str = "x-android-apk-signed:";
    for entry in archive.entries().iter().filter(|e| e.name.len() < 256 && in_meta_inf(&e.name, &[".SF"])).take(SIGNERS) {
        let text = String::from_utf8_lossy(&archive.head(entry, 4096)).to_ascii_lowercase();
        // The main section ends at the first empty line.
        let header = text.lines().take_while(|l| !l.is_empty()).find_map(|l| l.strip_prefix(HEADER));
        if let Some(schemes) = header.map(str::trim).filter(|s| s.split(',').any(|n| matches!(n.trim(), "2" | "3"))) {
            odd.note(
                "signature-stripped",
                Weight::Refused,
                Some(&entry.name),
                entry.offset,
                format!("says that the APK has signatures of scheme {schemes}; there are none"),
            );
        }
    }
}

/// A file of META-INF itself with one of these endings.
fn in_meta_inf(name: &str, endings: &[&str]) -> bool {
    let upper = name.to_ascii_uppercase();
    let file = upper.strip_prefix("META-INF/").filter(|f| !f.contains('/'));
    file.is_some_and(|f| endings.iter().any(|e| f.ends_with(e)))
}

/// An id and the place of its value.
struct Pair {
    id: u32,
    at: u64,
    len: u64,
}

/// The APK signing block (source.android.com, "APK Signature Scheme v2", "APK Signing Block"): size, pairs, size, magic, right before the central directory.
fn block_pairs(archive: &Archive, odd: &mut Oddities) -> Vec<Pair> {
    let source = archive.source();
    let end = archive.directory_offset();
    let Some(tail_at) = end.checked_sub(24) else { return Vec::new() };
    let tail = source.get(tail_at, 24);
    if !tail.ends_with(SIGNING_MAGIC) {
        return Vec::new();
    }
    // The size counts everything but its own first copy.
    let size = u64_at(&tail, 0).unwrap_or(0);
    let start = end.checked_sub(size).and_then(|s| s.checked_sub(8)).filter(|_| size >= 24);
    let Some(start) = start.filter(|&s| u64_at(&source.get(s, 8), 0) == Some(size)) else {
        odd.note(
            "signing-block-size",
            Weight::Refused,
            None,
            tail_at,
            format!("the signing block is stated to have {size} bytes and does not begin there"),
        );
        return Vec::new();
    };
    let mut pairs = Vec::new();
    let mut at = start.saturating_add(8);
    while at < tail_at {
        let head = source.get(at, 12);
        let fields = (u64_at(&head, 0), u32_at(&head, 8));
        let (Some(len), Some(id)) = fields else { break };
        let value_at = at.saturating_add(12);
        let next = at.saturating_add(8).saturating_add(len);
        if len < 4 || next > tail_at || pairs.len() >= PAIRS {
            odd.note("signing-block-broken", Weight::Refused, None, at, "the pairs of the signing block do not add up");
            break;
        }
        pairs.push(Pair { id, at: value_at, len: len.saturating_sub(4) });
        at = next;
    }
    pairs
}

/// A value with its length of four bytes before it, and what follows.
fn prefixed(b: &[u8]) -> Option<(&[u8], &[u8])> {
    let len = usize::try_from(u32_at(b, 0)?).ok()?;
    b.get(4..)?.split_at_checked(len)
}

/// The first certificate of every signer of a v2 or v3 block: both begin `signers [ signer { signed data { digests, certificates [..] ..`.
fn block_certificates(value: &[u8]) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    let mut signers = prefixed(value).map_or(&[][..], |(s, _)| s);
    while let Some((signer, rest)) = prefixed(signers).filter(|_| out.len() < SIGNERS) {
        let certificate = || {
            let (signed_data, _) = prefixed(signer)?;
            let (_digests, after) = prefixed(signed_data)?;
            let (certificates, _) = prefixed(after)?;
            let (first, _) = prefixed(certificates)?;
            der::certificate(first).map(|_| first.to_vec())
        };
        out.extend(certificate());
        signers = rest;
    }
    out
}
