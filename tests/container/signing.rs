//! Signing certificates, on certificates and signatures put together here.

use apksweep::budget::Budget;
use apksweep::bytes::sha256_hex;
use apksweep::container::{Package, Signer};

use crate::forge::*;

fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let mut out = vec![tag];
    match body.len() {
        n @ 0..=0x7f => out.push(n as u8),
        n => out.extend([0x82, (n >> 8) as u8, n as u8]),
    }
    out.extend(body);
    out
}

fn name(pairs: &[(&[u8], u8, &[u8])]) -> Vec<u8> {
    let sets: Vec<Vec<u8>> =
        pairs.iter().map(|(oid, tag, text)| der(0x31, &[&der(0x30, &[&der(6, &[oid]), &der(*tag, &[text])])])).collect();
    der(0x30, &sets.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn certificate_of(subject: &[u8]) -> Vec<u8> {
    let algorithm = der(0x30, &[&der(6, &[&[0x2a, 3]])]);
    let tbs =
        der(0x30, &[&der(0xa0, &[&der(2, &[&[2]])]), &der(2, &[&[7]]), &algorithm, subject, &der(0x30, &[]), subject, &der(0x30, &[])]);
    der(0x30, &[&tbs, &algorithm, &der(3, &[&[0]])])
}

const C: &[u8] = &[0x55, 4, 6];
const O: &[u8] = &[0x55, 4, 10];
const CN: &[u8] = &[0x55, 4, 3];
const EMAIL: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1];

pub fn certificate(cn: &str) -> Vec<u8> {
    certificate_of(&name(&[(C, 0x13, b"CN"), (CN, 0x0c, cn.as_bytes())]))
}

fn pkcs7(certificates: &[&[u8]], signer: &str) -> Vec<u8> {
    let issuer = name(&[(C, 0x13, b"CN"), (CN, 0x0c, signer.as_bytes())]);
    let info = der(0x30, &[&der(2, &[&[1]]), &der(0x30, &[&issuer, &der(2, &[&[7]])])]);
    let signed = der(0x30, &[&der(2, &[&[1]]), &der(0x31, &[]), &der(0x30, &[]), &der(0xa0, certificates), &der(0x31, &[&info])]);
    der(0x30, &[&der(6, &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]]), &der(0xa0, &[&signed])])
}

fn prefixed(b: &[u8]) -> Vec<u8> {
    [&(b.len() as u32).to_le_bytes()[..], b].concat()
}

/// The value of a v2 or v3 block: signers, each with signed data of digests and certificates.
pub fn v2_value(certificate: &[u8]) -> Vec<u8> {
    let signed_data = [prefixed(b""), prefixed(&prefixed(certificate)), prefixed(b"")].concat();
    prefixed(&prefixed(&prefixed(&signed_data)))
}

/// An APK signing block of these pairs.
pub fn block(pairs: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let body: Vec<u8> = pairs.iter().flat_map(|(id, v)| [&(v.len() as u64 + 4).to_le_bytes()[..], &id.to_le_bytes(), v].concat()).collect();
    let size = (body.len() as u64 + 24).to_le_bytes();
    [&size[..], &body, &size, b"APK Sig Block 42"].concat()
}

fn opened(z: &Zip) -> Package {
    Package::from_bytes(z.bytes(), "x.apk", &mut Budget::default()).unwrap()
}

fn signers(package: &Package) -> Vec<(String, String)> {
    let row = |s: &Signer| (s.subject.clone(), s.schemes.join(" "));
    package.signers.iter().map(row).collect()
}

fn rows(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
}

fn ids(package: &Package) -> Vec<String> {
    package.all_anomalies().into_iter().map(|a| a.id).collect()
}

#[test]
fn one_certificate_in_all_schemes_is_one_signer() {
    let cert = certificate("Test");
    let mut z = clean();
    z.entries.push(deflated("META-INF/CERT.RSA", &pkcs7(&[&certificate("Other"), &cert], "Test")));
    z.before_directory = block(&[(0x7109_871a, v2_value(&cert)), (0xf053_68c0, v2_value(&cert)), (0x1b93_ad61, v2_value(&cert))]);
    let package = opened(&z);
    assert_eq!(signers(&package), rows(&[("CN=Test, C=CN", "v1 v2 v3 v3.1")]));
    assert_eq!(package.signers[0].sha256, sha256_hex(&cert));
    assert_eq!(ids(&package), Vec::<String>::new());
    assert_eq!(package.installable().why, Vec::<String>::new());
}

#[test]
fn rotation_names_the_newest_first() {
    let mut z = clean();
    z.before_directory = block(&[(0x7109_871a, v2_value(&certificate("Old"))), (0xf053_68c0, v2_value(&certificate("New")))]);
    assert_eq!(signers(&opened(&z)), rows(&[("CN=New, C=CN", "v3"), ("CN=Old, C=CN", "v2")]));
}

#[test]
fn different_certificates_in_v1_and_v2() {
    let mut z = clean();
    z.entries.push(deflated("META-INF/A.EC", &pkcs7(&[&certificate("A")], "A")));
    z.before_directory = block(&[(0x7109_871a, v2_value(&certificate("B")))]);
    assert_eq!(ids(&opened(&z)), ["signers-differ-by-scheme"]);
}

#[test]
fn a_second_signature_of_one_scheme_is_not_believed() {
    let mut z = clean();
    z.before_directory = block(&[(0x7109_871a, v2_value(&certificate("First"))), (0x7109_871a, v2_value(&certificate("Second")))]);
    let package = opened(&z);
    assert_eq!(signers(&package), rows(&[("CN=First, C=CN", "v2")]));
    assert_eq!(ids(&package), ["signing-block-duplicate"]);
}

#[test]
fn channel_marks_are_common_and_padding_is_nothing() {
    let mut z = clean();
    z.before_directory =
        block(&[(0x4272_6577, vec![0; 4000]), (0x7109_871a, v2_value(&certificate("T"))), (0x7177_7777, b"store".to_vec())]);
    let package = opened(&z);
    assert_eq!(ids(&package), ["signing-block-other"]);
    assert!(package.anomalies[0].common && !package.anomalies[0].refused);
    assert_eq!(signers(&package), rows(&[("CN=T, C=CN", "v2")]));
}

#[test]
fn unsigned_does_not_install() {
    assert_eq!(opened(&clean()).installable().why, ["not signed: no APK signature was found"]);
}

#[test]
fn newer_signatures_taken_away() {
    let mut z = clean();
    z.entries.push(deflated("META-INF/A.SF", b"Signature-Version: 1.0\r\nX-Android-APK-Signed: 2, 3\r\n\r\nName: a\r\n"));
    z.entries.push(deflated("META-INF/A.RSA", &pkcs7(&[&certificate("A")], "A")));
    let package = opened(&z);
    assert_eq!(ids(&package), ["signature-stripped"]);
    assert_eq!(package.installable().why.len(), 1);
    z.before_directory = block(&[(0x7109_871a, v2_value(&certificate("A")))]);
    assert_eq!(ids(&opened(&z)), Vec::<String>::new());
}

#[test]
fn gap_before_the_end_record_breaks_newer_signatures() {
    let mut z = clean();
    z.after_directory = vec![b'G'; 50];
    z.before_directory = block(&[(0x7109_871a, v2_value(&certificate("A")))]);
    assert_eq!(ids(&opened(&z)), ["central-directory-gap"]);
    assert!(opened(&z).anomalies[0].refused);
}

#[test]
fn broken_signatures_are_named() {
    let mut z = clean();
    z.entries.push(deflated("META-INF/CERT.RSA", b"not DER"));
    z.before_directory = block(&[(0x7109_871a, vec![0xff; 64])]);
    let package = opened(&z);
    assert_eq!(ids(&package), ["signature-unreadable", "signature-unreadable"]);
    assert_eq!(signers(&package), vec![]);

    let mut short = block(&[(0x7109_871a, v2_value(&certificate("T")))]);
    let at = short.len() - 24;
    short[at] ^= 1;
    let mut z = clean();
    z.before_directory = short;
    assert_eq!(ids(&opened(&z)), ["signing-block-size"]);

    let mut z = clean();
    z.before_directory = block(&[(0x7109_871a, v2_value(&certificate("T")))]);
    z.before_directory[8..16].copy_from_slice(&u64::MAX.to_le_bytes());
    assert_eq!(ids(&opened(&z)), ["signing-block-broken"]);
}

#[test]
fn subjects_of_all_encodings() {
    let subject = |pairs: &[(&[u8], u8, &[u8])]| {
        let mut z = clean();
        z.before_directory = block(&[(0x7109_871a, v2_value(&certificate_of(&name(pairs))))]);
        opened(&z).signers[0].subject.clone()
    };
    assert_eq!(
        subject(&[(C, 0x13, b"DE"), (O, 0x0c, "Müller, Söhne".as_bytes()), (CN, 0x14, b"M\xfcller")]),
        "CN=Müller, O=Müller\\, Söhne, C=DE"
    );
    assert_eq!(subject(&[(CN, 0x1e, &[0x5f, 0x20, 0x4e, 0x09])]), "CN=张三");
    assert_eq!(subject(&[(EMAIL, 0x16, b"a@b.c")]), "EMAILADDRESS=a@b.c");
    assert_eq!(subject(&[(&[0x2a, 3, 4], 0x0c, b" x ")]), "1.2.3.4=\\ x\\ ");
    assert_eq!(subject(&[(CN, 0x04, b"\x01")]), "CN=#040101");
}
