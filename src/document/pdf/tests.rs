//! Files are written by the test: a PDF is a few lines of text.

use super::*;

/// A file of one page with these fonts (name, dictionary) and this content.
fn file(fonts: &[(&str, &str)], content: &[u8], more: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n".to_vec();
    let fonts: String = fonts.iter().map(|(n, d)| format!("/{n} {d}")).collect();
    out.extend(
        format!("3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<<{fonts}>>>>/Contents 4 0 R>> endobj\n").bytes(),
    );
    out.extend(format!("4 0 obj <</Length {}>> stream\n", content.len()).bytes());
    out.extend_from_slice(content);
    out.extend(b"\nendstream endobj\n");
    out.extend(more.bytes());
    out.extend(b"trailer <</Root 1 0 R>>\n%%EOF");
    out
}

const LATIN: (&str, &str) = ("F1", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");

fn chinese(cmap: &str) -> String {
    format!("<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/{cmap}/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/DW 1000>>]>>")
}

/// A content stream of lines from the top, each shown with font F1.
fn content(size: u32, lines: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut out = format!("BT /F1 {size} Tf ").into_bytes();
    let mut last = 0i64;
    for (y, text) in lines {
        out.extend(format!("{} {} Td <", if last == 0 { 50 } else { 0 }, i64::from(*y) - last).bytes());
        out.extend(text.iter().flat_map(|b| format!("{b:02x}").into_bytes()));
        out.extend(b"> Tj ");
        last = i64::from(*y);
    }
    out.extend(b"ET");
    out
}

fn texts(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let layer = read(bytes, &mut Budget::default());
    (layer.paragraphs.into_iter().map(|p| p.text).collect(), layer.doubts)
}

#[test]
fn chinese_by_the_predefined_cmaps() {
    let text = "我们会收集您的手机号。";
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (cmap, bytes) in [("GBK-EUC-H", gbk.clone()), ("GBKp-EUC-H", gbk), ("UniGB-UCS2-H", utf16.clone()), ("UniGB-UTF16-H", utf16)] {
        let font = chinese(cmap);
        assert_eq!(texts(&file(&[("F1", &font)], &content(12, &[(700, bytes)]), "")), (vec![text.to_owned()], vec![]), "{cmap}");
    }
}

#[test]
fn glyph_numbers_need_a_table() {
    let table = "5 0 obj <</Length 1>> stream\n1 begincodespacerange <0000><ffff> endcodespacerange 1 beginbfrange <0001><0003> [<4E0D><6536><96C6>] endbfrange\nendstream endobj\n";
    let with = "<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[<</DW 1000>>]>>";
    let line = content(12, &[(700, vec![0, 1, 0, 2, 0, 3])]);
    assert_eq!(texts(&file(&[("F1", with)], &line, table)).0, ["不收集"]);
    let (text, doubts) = texts(&file(&[("F1", &chinese("Identity-H"))], &line, ""));
    assert!(text.is_empty() && doubts.len() == 1 && doubts[0].contains("3 of its 3"), "{doubts:?}");
}

#[test]
fn what_cannot_be_read_is_said() {
    let image = "4 0 obj <</Length 0>> stream\nendstream endobj\n";
    let scan = b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 ID x EI Q".to_vec();
    for (bytes, word) in [
        (file(&[LATIN], &scan, ""), "images"),
        (b"%PDF-1.7\ntrailer <</Root 1 0 R/Encrypt 5 0 R>>".to_vec(), "encrypted"),
        (b"%PDF-1.7\n".to_vec(), "no pages"),
        (file(&[LATIN], b"", image), ""),
    ] {
        let (text, doubts) = texts(&bytes);
        let said = doubts.iter().any(|d| d.contains(word));
        assert_eq!((text.len(), said), (0, !word.is_empty()), "{word}: {doubts:?}");
    }
}

#[test]
fn lines_become_paragraphs_and_larger_ones_headings() {
    let long = "We collect the name and the address that you give us when you open an ac-".bytes().collect::<Vec<u8>>();
    let full = "count with us, and we keep both of them for as long as you are a member of".bytes().collect::<Vec<u8>>();
    let lines =
        [(700, long), (686, full), (672, b"our club.".to_vec()), (640, b"1. Sharing".to_vec()), (626, b"We share nothing.".to_vec())];
    let mut page = content(20, &[(760, b"Privacy".to_vec())]);
    page.push(b'\n');
    page.extend(content(10, &lines));
    let layer = read(&file(&[LATIN], &page, ""), &mut Budget::default());
    let got: Vec<(Option<u8>, &str)> = layer.paragraphs.iter().map(|p| (p.heading, p.text.as_str())).collect();
    let joined = "We collect the name and the address that you give us when you open an ac-count with us, and we keep both of them for as long as you are a member of our club.";
    assert_eq!(got, [(Some(1), "Privacy"), (None, joined), (None, "1. Sharing"), (None, "We share nothing.")]);
}

#[test]
fn spaces_come_from_gaps() {
    let page = b"BT /F1 10 Tf 50 700 Td [(We) -300 (do) -20 (n't) -278 (sell)] TJ ET".to_vec();
    assert_eq!(texts(&file(&[LATIN], &page, "")).0, ["We don't sell"]);
}

#[test]
fn hostile_files_end() {
    let loops = "3 0 obj <</Type/Page/Resources<</XObject<</X 5 0 R>>>>/Contents 5 0 R>> endobj\n5 0 obj <</Subtype/Form/Resources<</XObject<</X 5 0 R>>>>/Length 9>> stream\n/X Do /X Do\nendstream endobj\n";
    let kids = "2 0 obj <</Kids[2 0 R 2 0 R 3 0 R]>> endobj\n9 0 obj 9 0 R endobj\n";
    let strings = format!("%PDF-1.7\n{}", "1 0 obj (".repeat(200_000));
    let depth = format!("%PDF-1.7\n1 0 obj {}", "[<<".repeat(200_000));
    let budget = || Budget::default().with(crate::budget::Unit::Nodes, 200_000);
    for bytes in [file(&[], b"", loops), file(&[], b"", kids), strings.into_bytes(), depth.into_bytes()] {
        read(&bytes, &mut budget());
    }
    let sound = file(&[LATIN], &content(12, &[(700, b"We collect your name.".to_vec())]), "");
    for n in 0..sound.len() {
        read(&sound[..n], &mut budget());
    }
}
