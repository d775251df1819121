//! Saved pages: MHTML (RFC 2557), which is a mail message (RFC 5322, 2045, 2046) with a page inside.

/// A part of the message that is text, its transfer encoding undone.
pub(super) struct Part {
    pub bytes: Vec<u8>,
    /// As its header says; the bytes may know better.
    pub charset: Option<String>,
    pub is_html: bool,
}

/// Boundaries inside boundaries; more is no page.
const DEEPEST: usize = 8;

/// Header fields by name, in lower case, unfolded.
type Fields = Vec<(String, String)>;

/// The header, and where the body begins.
fn headers(bytes: &[u8]) -> Option<(Fields, usize)> {
    let mut out = Fields::new();
    let mut at = 0usize;
    loop {
        let rest = bytes.get(at..)?;
        let length = memchr::memchr(b'\n', rest)?;
        let line = rest.get(..length)?;
        at = at.saturating_add(length).saturating_add(1);
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned();
        if line.is_empty() {
            return Some((out, at));
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = out.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
            continue;
        }
        // A line that is no field: this is no message.
        let (name, value) = line.split_once(':').filter(|(n, _)| !n.is_empty() && !n.contains(char::is_whitespace))?;
        if out.len() >= 256 {
            return None;
        }
        out.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn field<'h>(headers: &'h [(String, String)], name: &str) -> &'h str {
    headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
}

/// `name=value` behind a field's main value; the value may be quoted.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|p| {
        let (n, v) = p.split_once('=')?;
        n.trim().eq_ignore_ascii_case(name).then(|| v.trim().trim_matches('"').to_owned())
    })
}

/// The text parts of a saved page, the page first and then its frames; `None` where the bytes are no message.
pub(super) fn parts(bytes: &[u8]) -> Option<Vec<Part>> {
    let head = bytes.get(..bytes.len().min(16_384))?.to_ascii_lowercase();
    memchr::memmem::find(&head, b"mime-version:")?;
    let (fields, body) = headers(bytes)?;
    let kind = field(&fields, "content-type").to_owned();
    let mut out = Vec::new();
    let mut open: Vec<(Fields, &[u8], usize)> = vec![(fields, bytes.get(body..)?, 0)];
    let multipart = |kind: &str| kind.to_ascii_lowercase().starts_with("multipart/");
    if !multipart(&kind) && !kind.to_ascii_lowercase().starts_with("text/") {
        return None;
    }
    while let Some((fields, body, depth)) = open.pop() {
        let kind = field(&fields, "content-type");
        if multipart(kind) {
            let Some(boundary) = parameter(kind, "boundary").filter(|b| !b.is_empty() && depth < DEEPEST) else { continue };
            let inner = split(body, boundary.as_bytes());
            open.extend(inner.into_iter().rev().filter_map(|part| {
                let (fields, at) = headers(part)?;
                Some((fields, part.get(at..)?, depth.saturating_add(1)))
            }));
            continue;
        }
        let lower = kind.to_ascii_lowercase();
        let is_html = lower.starts_with("text/html") || lower.starts_with("application/xhtml");
        if is_html || lower.starts_with("text/plain") {
            let bytes = match field(&fields, "content-transfer-encoding").to_ascii_lowercase().as_str() {
                "quoted-printable" => quoted_printable(body),
                "base64" => base64(body),
                _ => body.to_vec(),
            };
            out.push(Part { bytes, charset: parameter(kind, "charset"), is_html });
        }
    }
    // A plain version beside a page says the same.
    if out.iter().any(|p| p.is_html) {
        out.retain(|p| p.is_html);
    }
    Some(out)
}

/// The parts between lines of `--boundary`.
fn split<'b>(body: &'b [u8], boundary: &[u8]) -> Vec<&'b [u8]> {
    let mark = [b"--", boundary].concat();
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    for at in memchr::memmem::find_iter(body, &mark) {
        if at > 0 && body.get(at.saturating_sub(1)) != Some(&b'\n') {
            continue;
        }
        if let Some(part) = start.and_then(|s| body.get(s..at)) {
            out.push(part);
        }
        let after = at.saturating_add(mark.len());
        let rest = body.get(after..).unwrap_or_default();
        if rest.starts_with(b"--") {
            return out;
        }
        start = memchr::memchr(b'\n', rest).map(|n| after.saturating_add(n).saturating_add(1));
    }
    // Cut off: the last part goes to the end.
    if let Some(part) = start.and_then(|s| body.get(s..)) {
        out.push(part);
    }
    out
}

fn hex(b: Option<&u8>) -> Option<u8> {
    char::from(*b?).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// RFC 2045, 6.7. What is no code stays as it is.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0usize;
    while let Some(b) = body.get(at) {
        at = at.saturating_add(1);
        if *b != b'=' {
            out.push(*b);
            continue;
        }
        let rest = body.get(at..).unwrap_or_default();
        if let (Some(h), Some(l)) = (hex(rest.first()), hex(rest.get(1))) {
            out.push(h << 4 | l);
            at = at.saturating_add(2);
            continue;
        }
        // A soft line break, which may have white space before it.
        let blank = rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        if rest.get(blank) == Some(&b'\n') {
            at = at.saturating_add(blank).saturating_add(1);
        } else {
            out.push(b'=');
        }
    }
    out
}

/// RFC 2045, 6.8. Characters outside the alphabet are passed over.
fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut have) = (0u32, 0u32);
    for b in body {
        let value = match b {
            b'A'..=b'Z' => b.saturating_sub(b'A'),
            b'a'..=b'z' => b.saturating_sub(b'a').saturating_add(26),
            b'0'..=b'9' => b.saturating_sub(b'0').saturating_add(52),
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        have = have.saturating_add(6);
        if have >= 8 {
            have = have.saturating_sub(8);
            out.push(u8::try_from(bits >> have & 255).unwrap_or(0));
            bits &= (1 << have) - 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(message: &str) -> Option<Vec<String>> {
        parts(message.replace('\n', "\r\n").as_bytes())
            .map(|all| all.into_iter().map(|p| String::from_utf8_lossy(&p.bytes).into_owned()).collect())
    }

    #[test]
    fn pages_are_taken_out_of_messages() {
        for (message, wanted) in [
            (
                "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=\"text/html\";\n\tboundary=\"--B--\"\n\n\
                 ----B--\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>=E9=9A=90=E7=A7=81 a=\nb=3Dc\n\
                 ----B--\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBO\n----B----\n",
                Some(vec!["<p>隐私 ab=c\r\n"]),
            ),
            (
                "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: multipart/alternative; boundary=y\n\n\
                 --y\nContent-Type: text/plain\n\nplain\n--y\nContent-Type: text/html; charset=gbk\nContent-Transfer-Encoding: base64\n\nPHA+\nYQ==\n--y--\n--x--\n",
                Some(vec!["<p>a"]),
            ),
            ("MIME-Version: 1.0\nContent-Type: text/html\n\n<p>x", Some(vec!["<p>x"])),
            ("MIME-Version: 1.0\nContent-Type: image/png\n\nx", None),
            ("a text\nabout mime-version: 1.0\n\n", None),
        ] {
            assert_eq!(texts(message), wanted.map(|w| w.into_iter().map(String::from).collect()), "{message}");
        }
    }
}
