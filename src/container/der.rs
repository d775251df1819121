//! The little of DER (X.690) and X.509 (RFC 5280) that names a signing certificate. Bounded, without recursion.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use crate::bytes::hex;

pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
pub(super) const INTEGER: u8 = 0x02;
const OID: u8 = 0x06;

/// One element: its tag, its contents, and the whole of it with the header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    pub tag: u8,
    pub body: &'a [u8],
    pub whole: &'a [u8],
}

/// The elements that follow one another in `bytes`, as far as they are well-formed.
#[derive(Clone)]
pub(super) struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    pub fn of(bytes: &'a [u8]) -> Elements<'a> {
        Elements(bytes)
    }

    /// The next element if it has this tag.
    pub fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        self.next().filter(|e| e.tag == tag)
    }

    /// The next element if it has this tag, else nothing is taken.
    pub fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        let mut ahead = self.clone();
        let e = ahead.expect(tag)?;
        *self = ahead;
        Some(e)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    /// Definite lengths of up to four bytes; long tags and indefinite lengths do not occur in what is read here.
    fn next(&mut self) -> Option<Element<'a>> {
        let all = self.0;
        let (&tag, rest) = all.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (len, body) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (digits.iter().fold(0usize, |n, &d| n << 8 | usize::from(d)), rest)
            }
            _ => return None,
        };
        let (body, after) = body.split_at_checked(len)?;
        let whole = all.get(..all.len().checked_sub(after.len())?)?;
        self.0 = after;
        Some(Element { tag, body, whole })
    }
}

/// What identifies a certificate: issuer and serial number as they stand, and the subject in words.
pub(super) struct Certificate<'a> {
    pub issuer: &'a [u8],
    pub serial: &'a [u8],
    pub subject: String,
}

/// Reads an X.509 certificate (RFC 5280 section 4.1).
pub(super) fn certificate(der: &[u8]) -> Option<Certificate<'_>> {
    let outer = Elements::of(der).expect(SEQUENCE)?;
    let mut tbs = Elements::of(Elements::of(outer.body).expect(SEQUENCE)?.body);
    tbs.optional(0xA0); // version
    let serial = tbs.expect(INTEGER)?.body;
    tbs.expect(SEQUENCE)?; // signature algorithm
    let issuer = tbs.expect(SEQUENCE)?.whole;
    tbs.expect(SEQUENCE)?; // validity
    let subject = name(tbs.expect(SEQUENCE)?.body);
    Some(Certificate { issuer, serial, subject })
}

/// A distinguished name in the order of RFC 4514 (last component first), with a blank after the comma as apksigner prints it.
fn name(body: &[u8]) -> String {
    const MOST: usize = 64;
    let mut rdns: Vec<String> = Elements::of(body)
        .take(MOST)
        .filter(|rdn| rdn.tag == SET)
        .map(|rdn| Elements::of(rdn.body).take(MOST).filter_map(attribute).collect::<Vec<_>>().join("+"))
        .filter(|s| !s.is_empty())
        .collect();
    rdns.reverse();
    rdns.join(", ")
}

/// `CN=Some One`. Unknown types keep their number, unknown encodings their hex (RFC 4514 section 2.4).
fn attribute(pair: Element) -> Option<String> {
    let mut parts = Elements::of(pair.body);
    let kind = parts.expect(OID)?.body;
    let value = parts.next()?;
    let label = match kind {
        [0x55, 0x04, 3] => "CN".into(),
        [0x55, 0x04, 4] => "SURNAME".into(),
        [0x55, 0x04, 5] => "SERIALNUMBER".into(),
        [0x55, 0x04, 6] => "C".into(),
        [0x55, 0x04, 7] => "L".into(),
        [0x55, 0x04, 8] => "ST".into(),
        [0x55, 0x04, 9] => "STREET".into(),
        [0x55, 0x04, 10] => "O".into(),
        [0x55, 0x04, 11] => "OU".into(),
        [0x55, 0x04, 12] => "T".into(),
        [0x55, 0x04, 42] => "GIVENNAME".into(),
        [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1] => "EMAILADDRESS".into(),
        [9, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 25] => "DC".into(),
        [9, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 1] => "UID".into(),
        other => oid(other)?,
    };
    let text = match value.tag {
        // UTF8String, NumericString, PrintableString, IA5String, VisibleString
        0x0C | 0x12 | 0x13 | 0x16 | 0x1A => String::from_utf8_lossy(value.body).into_owned(),
        // TeletexString, in practice Latin-1
        0x14 => value.body.iter().map(|&b| char::from(b)).collect(),
        // BMPString
        0x1E => {
            let units: Vec<u16> = value.body.chunks_exact(2).map(|c| c.iter().fold(0, |n, &b| n << 8 | u16::from(b))).collect();
            String::from_utf16_lossy(&units)
        }
        _ => return Some(format!("{label}=#{}", hex(value.whole))),
    };
    Some(format!("{label}={}", escaped(&text)))
}

/// RFC 4514 section 2.4.
fn escaped(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        let edge = c == ' ' && (i == 0 || i == last) || c == '#' && i == 0;
        if edge || matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';') {
            out.push('\\');
        }
        if c == '\0' { out.push_str("\\00") } else { out.push(c) }
    }
    out
}

/// Dotted decimal of an object identifier (X.690 section 8.19).
fn oid(body: &[u8]) -> Option<String> {
    let mut numbers = Vec::new();
    let mut n = 0u64;
    for &b in body.iter().take(64) {
        n = n.checked_mul(128)?.checked_add(u64::from(b & 0x7f))?;
        if b & 0x80 == 0 {
            if numbers.is_empty() {
                let first = (n / 40).min(2);
                numbers.push(first.to_string());
                n = n.saturating_sub(first.saturating_mul(40));
            }
            numbers.push(n.to_string());
            n = 0;
        }
    }
    Some(numbers.join("."))
}

/// The certificates that a PKCS #7 signature (RFC 2315 section 9) is made with: one for each signer, else all that are enclosed.
pub(super) fn pkcs7_signers(der: &[u8]) -> Option<Vec<&[u8]>> {
    const MOST: usize = 64;
    let mut content_info = Elements::of(Elements::of(der).expect(SEQUENCE)?.body);
    content_info.expect(OID)?;
    let explicit = content_info.expect(0xA0)?;
    let mut signed = Elements::of(Elements::of(explicit.body).expect(SEQUENCE)?.body);
    signed.expect(INTEGER)?; // version
    signed.expect(SET)?; // digest algorithms
    signed.expect(SEQUENCE)?; // contents
    let certificates: Vec<&[u8]> =
        Elements::of(signed.optional(0xA0)?.body).take(MOST).filter(|e| e.tag == SEQUENCE).map(|e| e.whole).collect();
    signed.optional(0xA1); // revocation lists
    let infos = signed.expect(SET).map_or(&[][..], |s| s.body);
    let mut out = Vec::new();
    for info in Elements::of(infos).take(MOST) {
        let mut fields = Elements::of(info.body);
        fields.expect(INTEGER)?;
        let Some(id) = fields.expect(SEQUENCE) else { continue };
        let mut id = Elements::of(id.body);
        let (Some(issuer), Some(serial)) = (id.expect(SEQUENCE), id.expect(INTEGER)) else { continue };
        let made_by = |c: &&&[u8]| certificate(c).is_some_and(|c| c.issuer == issuer.whole && c.serial == serial.body);
        if let Some(c) = certificates.iter().find(made_by)
            && !out.contains(c)
        {
            out.push(*c);
        }
    }
    Some(if out.is_empty() { certificates } else { out })
}
