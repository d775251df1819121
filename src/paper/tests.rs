//! Hostile text in every form of a paper, and hostile files read back.

use std::collections::BTreeMap;

use super::pack::{Limits, UnpackError, pack, unpack};
use super::*;

const LIMITS: Limits = Limits { files: 100, bytes: 1 << 26 };

/// What a label, a class name, an address or a policy may hold to do harm somewhere.
fn hostile() -> Vec<String> {
    let mut all: Vec<String> = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:r>",
        "]]></t><f>1+1</f>",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(\"http://evil.example\",\"x\")",
        "+1+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "＝1+1",
        "javascript:alert(1)",
        "https://evil.example/?q=1",
        "www.evil.example",
        "\\\\evil.example\\share",
        "file://evil.example/share",
        "::error file=a.rs::forged",
        "%0A::warning::forged",
        "##vso[task.setvariable]x",
        "abc\u{202e}gpj.exe",
        "a\u{2066}b",
        "x\u{0}y\u{1}\u{b}\u{c}\u{1f}\u{7f}\u{85}",
        "x\u{fffe}\u{ffff}y",
        "x\u{2028}y\u{2029}z",
        "\u{1b}[31mred",
        "_x0041_ _x000D_",
        "# heading\n- item\n> quote\n```\nfence",
        "| a | b |\n|---|---|",
        "[link](http://evil.example) ![i](http://evil.example/i.png) <http://evil.example>",
        "**bold** `code` ~~gone~~ [^1] $x$",
        "@everyone a@evil.example",
        "&lt;b&gt; &#60; &amp;",
        "<svg onload=alert(1)><a xlink:href=\"javascript:alert(1)\">x</a></svg>",
        "{authority} {basis} {{x}}",
        "&P &N &\"Comic Sans\" &Kff0000",
        "",
        " lead and trail ",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push("长".repeat(10_000));
    all.push("]".repeat(40_000));
    all
}

fn paper(draft: bool) -> Paper {
    let mut p = Paper::new(Lang::Zh, "标题 <b>&P");
    p.draft = draft;
    p.author = if draft { String::new() } else { "某局 <x>".into() };
    p.subtitle = vec!["=batch".into()];
    for h in hostile() {
        p.heading(1, h.clone());
        p.text(h);
    }
    let columns = vec![Column::new("=head", 20), Column::new("<b>", 40)];
    p.table(Table { name: "a/b[c]:*?\\'".into(), columns, rows: hostile().into_iter().map(|h| vec![h.clone(), h]).collect() });
    let bars = hostile().into_iter().map(|label| Bar { label, count: 1, of: 3 }).collect();
    p.blocks.push(Block::Bars(Bars { name: "=bars<".into(), what: "+what".into(), bars }));
    p.blocks.push(Block::Signature(hostile()));
    p
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let files = unpack(bytes, LIMITS).unwrap();
    files.into_iter().map(|(n, b)| (n, String::from_utf8(b).unwrap())).collect()
}

/// Well formed, and only characters that XML 1.0 allows.
fn well_formed(name: &str, xml: &str) {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(allowed), "{name}");
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(e) => panic!("{name}: {e}"),
        }
    }
}

#[test]
fn the_same_paper_is_the_same_file() {
    for form in [Form::Html, Form::Markdown, Form::Csv, Form::Xlsx, Form::Docx] {
        assert!(paper(true).write(form).unwrap() == paper(true).write(form).unwrap(), "{form:?}");
    }
}

#[test]
fn workbooks_hold_strings_only() {
    let bytes = paper(true).write(Form::Xlsx).unwrap();
    let mark = draft_mark(Lang::Zh);
    let mut sheets = 0;
    for (name, xml) in parts(&bytes) {
        well_formed(&name, &xml);
        assert!(!xml.contains("externalLink") && !xml.contains("TargetMode=\"External\""), "{name}");
        if name.starts_with("xl/worksheets/sheet") {
            sheets += 1;
            assert!(!xml.contains("<f>") && !xml.contains("<f ") && !xml.contains("<hyperlink"), "{name}");
            let cells: Vec<&str> = xml.split("<c ").skip(1).map(|c| c.split('>').next().unwrap()).collect();
            let strings = cells.iter().filter(|c| c.contains(" t=\"s\"")).count();
            assert!(strings > 60 && cells.iter().all(|c| c.contains(" t=\"s\"") || c.ends_with('/')), "{name}: a string or empty");
            assert_eq!(xml.matches(mark).count(), 2, "{name}: header and footer");
        }
        if name == "docProps/core.xml" {
            assert!(xml.contains(mark), "{name}");
        }
    }
    assert_eq!(sheets, 3);
    let back = read::tables(&bytes).unwrap();
    let cells: Vec<&String> = back[0].iter().skip(4).map(|r| &r[0]).collect();
    let wanted: Vec<String> = hostile().iter().map(|h| plain(h)).filter(|h| !h.is_empty()).collect();
    assert_eq!(cells, wanted.iter().collect::<Vec<_>>());
}

#[test]
fn documents_hold_text_only() {
    let bytes = paper(true).write(Form::Docx).unwrap();
    let files = parts(&bytes);
    let mark = draft_mark(Lang::Zh);
    for (name, xml) in &files {
        well_formed(name, xml);
        assert!(!xml.contains("External") && !xml.contains("<w:hyperlink") && !xml.contains("<w:instrText"), "{name}");
    }
    for name in ["word/header1.xml", "word/footer1.xml", "docProps/core.xml"] {
        assert!(files[name].contains(mark), "{name}");
    }
    assert_eq!(files["word/footer1.xml"].matches("fldSimple w:instr").count(), 1);
    assert!(!files["word/document.xml"].contains("fldSimple"));
    let issued = parts(&paper(false).write(Form::Docx).unwrap());
    assert!(issued.values().all(|xml| !xml.contains(mark)));
}

#[test]
fn pages_hold_no_script_no_link_and_no_foreign_element() {
    let page = String::from_utf8(paper(true).write(Form::Html).unwrap()).unwrap();
    assert!(page.contains("default-src &#39;none&#39;; style-src &#39;sha256-") && page.contains("script-src &#39;none&#39;"));
    let known = [
        "html", "head", "meta", "title", "style", "body", "div", "main", "h1", "h2", "h3", "p", "bdi", "span", "table", "caption",
        "colgroup", "col", "thead", "tbody", "tr", "th", "td", "svg", "rect",
    ];
    let body = page.split("</style>").nth(1).unwrap();
    for tag in body.split('<').skip(1).map(|t| t.split('>').next().unwrap()) {
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        assert!(known.contains(&name), "{tag}");
        for word in [" on", "href", "src", "style", "javascript"] {
            assert!(!tag.replace("role=\"note\"", "").replace("scope=", "").contains(word), "{tag}");
        }
    }
    let mark = draft_mark(Lang::Zh);
    assert!(page.contains(&format!("<meta name=\"description\" content=\"{mark}\">")) && page.contains("class=\"mark\""));
    assert!(!String::from_utf8(paper(false).write(Form::Html).unwrap()).unwrap().contains(mark));
}

#[test]
fn markdown_holds_our_structure_only() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let text = String::from_utf8(paper(true).write(Form::Markdown).unwrap()).unwrap();
    let headings = 1 + hostile().len() + 1;
    let mut seen = 0;
    for event in Parser::new_ext(&text, Options::all()) {
        match event {
            Event::Start(Tag::Heading { .. }) => seen += 1,
            Event::Start(Tag::Paragraph | Tag::Strong | Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell) => {}
            Event::Start(tag) => panic!("{tag:?}"),
            Event::InlineHtml(html) => assert_eq!(&*html, "<br>"),
            Event::Html(html) => panic!("{html}"),
            Event::Code(code) => panic!("{code}"),
            Event::Text(t) => assert!(!t.contains('@'), "{t}"),
            _ => {}
        }
    }
    assert_eq!(seen, headings);
    assert!(text.starts_with("**检测线索汇总（草稿，非行政通报）**") && text.trim_end().ends_with("**检测线索汇总（草稿，非行政通报）**"));
    assert!(!text.contains("://") && !text.contains("www."));
}

#[test]
fn csv_holds_no_formula() {
    let bytes = paper(true).write(Form::Csv).unwrap();
    assert!(bytes.starts_with("\u{feff}\"检测线索汇总（草稿，非行政通报）\"".as_bytes()));
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[3..]);
    let mut cells = 0;
    for record in reader.records() {
        for cell in &record.unwrap() {
            cells += 1;
            assert!(!cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{cell:?}");
        }
    }
    assert!(cells > 200);
}

#[test]
fn what_is_too_long_is_cut_and_said() {
    assert_eq!(plain(&"x".repeat(LONGEST + 5)).chars().count(), LONGEST + "… (+5)".chars().count());
    assert!(plain(&"x".repeat(LONGEST + 5)).ends_with("… (+5)"));
    assert_eq!(short("a\u{202e}b\n", 60), "a\\u{202e}b");
    assert_eq!(short("长长长", 2), "长长…");
}

#[test]
fn lines_for_a_terminal_hold_nothing_unseen() {
    for draft in [true, false] {
        let text = String::from_utf8(paper(draft).write(Form::Text).unwrap()).unwrap();
        assert!(text.chars().all(|c| c == '\n' || !crate::report::sanitize::is_unseen(c)));
        assert_eq!(text.starts_with(draft_mark(Lang::Zh)), draft);
        assert!(text.contains("=cmd|' /C calc'!A0"), "a terminal runs no formula: the text stands as it is");
    }
}

#[test]
fn narrow_tables_stand_side_by_side_and_wide_ones_row_by_row() {
    let table = |rows: &[[&str; 2]]| Table {
        name: "t".into(),
        columns: vec![Column::new("名称", 10), Column::new("数", 5)],
        rows: rows.iter().map(|r| r.map(str::to_owned).to_vec()).collect(),
    };
    let text = |t: Table| {
        let mut p = Paper::new(Lang::Zh, "题");
        p.table(t);
        String::from_utf8(p.write(Form::Text).unwrap()).unwrap()
    };
    assert_eq!(text(table(&[["驿角", "1"], ["ab", "22"]])), "题\n\n名称  数\n驿角  1\nab    22\n");
    let long = "长".repeat(60);
    assert_eq!(text(table(&[[&long, "1"]])), format!("题\n\n- {long}\n  数: 1\n"));
}

#[test]
fn shares_are_exact() {
    for (count, of, share) in [(1, 3, "33.3%"), (2, 3, "66.7%"), (0, 5, "0.0%"), (5, 5, "100.0%"), (1, 0, "100.0%"), (1, 8, "12.5%")] {
        assert_eq!(Bar { label: String::new(), count, of: if of == 0 { 1 } else { of } }.share(), share);
    }
}

// ---- hostile files read back ----------------------------------------------------------------------------------------

/// A workbook of one sheet with these rows in place of its own.
fn forged(rows: &str) -> Vec<u8> {
    let mut p = Paper::new(Lang::En, "x");
    p.text("x");
    let mut files = unpack(&p.write(Form::Xlsx).unwrap(), LIMITS).unwrap();
    let sheet = String::from_utf8(files["xl/worksheets/sheet1.xml"].clone()).unwrap();
    let (from, to) = (sheet.find("<sheetData>").unwrap(), sheet.find("</sheetData>").unwrap());
    let forged = format!("{}<sheetData>{rows}{}", &sheet[..from], &sheet[to..]);
    files.insert("xl/worksheets/sheet1.xml".into(), forged.into_bytes());
    pack(&files.into_iter().collect::<Vec<_>>()).unwrap()
}

#[test]
fn a_cell_in_the_far_corner_allocates_nothing() {
    let corner = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
    assert!(matches!(read::tables(&forged(corner)), Err(read::SheetError::TooLarge(_))));
}

#[test]
fn formulas_read_as_what_they_show() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><f>1+1</f><v>two</v></c><c r=\"B1\"><v>2</v></c></row>";
    assert_eq!(read::tables(&forged(rows)).unwrap()[0], [["two", "2"]]);
}

#[test]
fn bombs_and_rubbish_are_refused() {
    let bomb = pack(&[("xl/workbook.xml".to_owned(), vec![b' '; 16 << 20])]).unwrap();
    assert!(bomb.len() < 1 << 17);
    assert!(matches!(unpack(&bomb, Limits { files: 1, bytes: 1 << 20 }), Err(UnpackError::TooLarge(_))));
    let many: Vec<(String, Vec<u8>)> = (0..2001).map(|n| (format!("f{n}"), Vec::new())).collect();
    assert!(matches!(read::tables(&pack(&many).unwrap()), Err(read::SheetError::Archive(UnpackError::TooMany(_)))));
    assert!(read::tables(b"PK\x03\x04rubbish").is_err());
    assert!(read::tables(&pack(&[("a".to_owned(), b"b".to_vec())]).unwrap()).is_err());
    assert!(read::tables(&[0xff, 0xfe, 0x00]).is_err());
    let whole = paper(true).write(Form::Xlsx).unwrap();
    for cut in (0..whole.len()).step_by(whole.len() / 12) {
        let _ = read::tables(&whole[..cut]);
    }
    let many: Vec<(String, Vec<u8>)> = (0..200).map(|n| (format!("f{n}"), Vec::new())).collect();
    assert!(matches!(unpack(&pack(&many).unwrap(), LIMITS), Err(UnpackError::TooMany(100))));
}

#[test]
fn csv_comes_in_the_encodings_of_spreadsheet_programs() {
    let (gb, ..) = encoding_rs::GB18030.encode("应用,内容\r\n甲,\"含,逗号\r\n和换行\"\r\n");
    for bytes in [gb.to_vec(), "\u{feff}应用,内容\n甲,\"含,逗号\r\n和换行\"\n".as_bytes().to_vec()] {
        assert_eq!(read::csv(&bytes).unwrap(), [["应用", "内容"], ["甲", "含,逗号\r\n和换行"]]);
    }
    let guarded = "\"'=1\",\"'quoted\"\n";
    assert_eq!(read::csv(guarded.as_bytes()).unwrap(), [["=1", "'quoted"]]);
}
