//! Every quote is the printed text at its offsets, and damaged documents end in an answer: on the policies of the corpus, in all their forms.
//!
//! `APKSWEEP_DOCUMENTS=DIR` adds the files below a folder to the first; `APKSWEEP_MUTATIONS=N` sets how many damaged documents are read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use apksweep::budget::Budget;
use apksweep::document::{BlockKind, Document};
use apksweep::knowledge::Knowledge;
use apksweep::policy::{Declared, Lexicon, read};

fn files_below(root: &Path) -> Vec<PathBuf> {
    let mut folders = vec![root.to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

const FORMS: [&str; 7] = ["html", "htm", "md", "txt", "pdf", "mhtml", "mht"];

fn documents(root: &Path) -> Vec<(String, Vec<u8>)> {
    let ending = |p: &PathBuf| p.extension().is_some_and(|e| FORMS.iter().any(|f| e == *f));
    files_below(root).into_iter().filter(ending).map(|p| (p.display().to_string(), fs::read(&p).expect("a file"))).collect()
}

/// The corpus: policies beside apps and policies alone, without its own README files.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut all = documents(&root);
    all.retain(|(name, _)| !name.ends_with("README.md"));
    assert!(all.len() > 40, "only {} documents", all.len());
    all
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::new(Knowledge::builtin()))
}

/// What does not fit: quotes, ranges, blocks, links.
fn faults(document: &Document, declared: &Declared) -> Vec<String> {
    let chars: Vec<char> = document.text.chars().collect();
    let mut out = Vec::new();
    for s in &declared.statements {
        let printed: Option<String> = chars.get(s.start..s.end).map(|c| c.iter().collect());
        if printed.as_ref() != Some(&s.quote) || s.quote.is_empty() {
            out.push(format!("quote {}..{}: {:?} is {printed:?}", s.start, s.end, s.quote));
        }
    }
    let rows = declared.sdk_list.iter().map(|r| (r.start, r.end));
    let facts = declared.facts.values().filter_map(|f| Some((f.start?, f.end?)));
    out.extend(rows.chain(facts).filter(|(a, b)| chars.get(*a..*b).is_none_or(<[char]>::is_empty)).map(|r| format!("range {r:?}")));
    let mut end = 0;
    for (n, b) in document.blocks.iter().enumerate() {
        let text = document.text.get(b.range.clone());
        if text.is_none_or(str::is_empty) || b.range.start < end {
            out.push(format!("block {n}: {:?}", b.range));
        }
        end = b.range.end;
        if b.headings.iter().any(|h| *h >= n || !matches!(document.blocks[*h].kind, BlockKind::Heading(_))) {
            out.push(format!("block {n}: headings {:?}", b.headings));
        }
        if let BlockKind::ListItem { lead: Some(lead), .. } = b.kind
            && lead >= n
        {
            out.push(format!("block {n}: lead {lead}"));
        }
        out.extend(b.links.iter().filter(|(r, _)| document.text.get(r.clone()).is_none()).map(|l| format!("block {n}: link {l:?}")));
    }
    out
}

fn check(name: &str, bytes: &[u8], budget: &mut Budget) -> Option<String> {
    let document = Document::read(name, bytes, budget).ok()?.value;
    let declared = read(&document, 0, lexicon()).value;
    faults(&document, &declared).first().map(|f| format!("{name}: {f}"))
}

/// The page as a browser saves it.
fn saved(page: &[u8]) -> Vec<u8> {
    let mut out =
        b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            .to_vec();
    out.extend(page.iter().flat_map(|b| format!("={b:02X}").into_bytes()));
    out.extend_from_slice(b"\r\n--b--\r\n");
    out
}

/// A PDF file that shows these lines in a font of the character set GBK.
fn printed(text: &str) -> Vec<u8> {
    let mut content = b"BT /F 10 Tf 14 TL 40 800 Td\n".to_vec();
    for line in text.lines().take(60) {
        let (bytes, _, _) = encoding_rs::GBK.encode(line);
        content.push(b'<');
        content.extend(bytes.iter().flat_map(|b| format!("{b:02x}").into_bytes()));
        content.extend_from_slice(b"> '\n");
    }
    content.extend_from_slice(b"ET");
    let font = "<</Subtype/Type0/BaseFont/F/Encoding/GBK-EUC-H/DescendantFonts[<</DW 1000>>]>>";
    let page = format!("<</Type/Page/Parent 2 0 R/Resources<</Font<</F {font}>>>>/Contents 4 0 R>>");
    let head = format!("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj{page}endobj ");
    let mut out = format!("{head}4 0 obj<</Length {}>>stream\n", content.len()).into_bytes();
    out.extend_from_slice(&content);
    out.extend_from_slice(b"\nendstream endobj trailer<</Root 1 0 R>>");
    out
}

/// Every corpus document, and some of them in the forms that the corpus does not hold.
fn forms() -> Vec<(String, Vec<u8>)> {
    let mut all = corpus();
    let more: Vec<(String, Vec<u8>)> = all
        .iter()
        .step_by(5)
        .flat_map(|(name, bytes)| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [("mhtml", saved(bytes)), ("pdf", printed(&text)), ("utf16", utf16)].map(|(form, bytes)| (format!("{name} as {form}"), bytes))
        })
        .collect();
    all.extend(more);
    all
}

#[test]
fn every_quote_is_the_printed_text() {
    let mut all = forms();
    if let Some(more) = std::env::var_os("APKSWEEP_DOCUMENTS") {
        all.extend(documents(Path::new(&more)));
    }
    let wrong: Vec<String> = all.iter().filter_map(|(name, bytes)| check(name, bytes, &mut Budget::default())).collect();
    println!("{} documents", all.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Numbers that are the same on every machine (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    }
}

const PIECES: [&[u8]; 22] = [
    b"<table><tr><td colspan=99999 rowspan=99999>",
    b"</table></div></p>",
    b"<ul><li><ol><li>",
    b"<!--",
    b"<script>",
    b"<p style='display:none'>",
    b"<h2>",
    b"|a|b|\n|-|-|\n",
    b"\n- \n  - ",
    b"[a](",
    b"\xe2\x80\x8b",
    b"\xff\xfe",
    b"\x00",
    b"&#x10ffff;&#0;&amp;nbsp;",
    b"\n1\xe3\x80\x81",
    b"\xef\xbc\x9a\n",
    b"%PDF-1.7\n1 0 obj<<",
    b"endstream endobj",
    b">>] Tj ET",
    b"--b\r\n",
    b"=?=3D",
    b"\xf0\x9f\x91\xa8\xe2\x80\x8d",
];

fn damaged(all: &[(String, Vec<u8>)], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = all[numbers.below(all.len())].1.clone();
    for _ in 0..1 + numbers.below(8) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + numbers.below(200)).min(bytes.len());
        match numbers.below(7) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = PIECES[numbers.below(PIECES.len())].repeat(1 + numbers.below(40));
                bytes.splice(at..at, piece);
            }
            3 => {
                let copy = bytes[at..end].repeat(1 + numbers.below(20));
                bytes.splice(at..at, copy);
            }
            4 => {
                let other = &all[numbers.below(all.len())].1;
                let from = numbers.below(other.len() + 1);
                let part = other[from..(from + numbers.below(2000)).min(other.len())].to_vec();
                bytes.splice(at..end, part);
            }
            5 => bytes[at..end].iter_mut().for_each(|b| *b = b.wrapping_add(1 + numbers.below(255) as u8)),
            _ => {
                if let Some(b) = bytes.get_mut(at) {
                    *b = numbers.below(256) as u8;
                }
            }
        }
    }
    bytes
}

#[test]
fn damaged_documents_end_in_an_answer() {
    let all = forms();
    let count = std::env::var("APKSWEEP_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(500u64);
    for n in 0..count {
        let bytes = damaged(&all, &mut Numbers((n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let outcome = std::panic::catch_unwind(|| check(&format!("mutation {n}"), &bytes, &mut Budget::default()));
        match outcome {
            Ok(None) => {}
            Ok(Some(fault)) => panic!("{fault}"),
            Err(_) => panic!("mutation {n} panics"),
        }
    }
}
