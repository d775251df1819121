//! The same words in disguise: what a policy says must not change with how it is written down.

use std::fs;

use encoding_rs::{BIG5, GB18030};

/// A policy as text, before it is disguised.
pub struct Source {
    pub name: String,
    pub text: String,
}

impl Source {
    pub fn is_html(&self) -> bool {
        self.text.trim_start().starts_with('<')
    }

    /// Those that are UTF-8, of `corpus/policy` and of the apps.
    pub fn all() -> Vec<Source> {
        let corpus = crate::truth::folder();
        let corpus = corpus.parent().expect("corpus");
        let mut paths = Vec::new();
        for folder in ["policy/zh", "policy/en"] {
            let entries = fs::read_dir(corpus.join(folder)).expect("corpus/policy").map(|e| e.expect("an entry").path());
            paths.extend(entries.filter(|p| p.extension().is_some_and(|e| e != "toml")));
        }
        for app in fs::read_dir(corpus.join("apps")).expect("corpus/apps") {
            let app = app.expect("an entry").path();
            paths.extend(["md", "txt", "html"].map(|e| app.join(format!("policy.{e}"))).into_iter().filter(|p| p.exists()));
        }
        paths.sort();
        let source = |p: &std::path::PathBuf| {
            let name = p.strip_prefix(corpus).unwrap_or(p).to_string_lossy().into_owned();
            fs::read_to_string(p).ok().map(|text| Source { name, text })
        };
        paths.iter().filter_map(source).collect()
    }
}

/// `change` for every letter of the printed text: not in tags, entities, scripts and addresses.
fn letters(source: &Source, change: impl Fn(char) -> String) -> String {
    let (mut out, mut tag, mut entity, mut silent) = (String::new(), false, false, false);
    let chars: Vec<(usize, char)> = source.text.char_indices().collect();
    for (at, c) in chars {
        let rest = &source.text[at..];
        if source.is_html() {
            tag |= c == '<';
            silent |= rest.starts_with("<script") || rest.starts_with("<style");
            silent &= !(rest.starts_with("</script") || rest.starts_with("</style"));
            entity |= c == '&' && rest.chars().take(9).any(|c| c == ';');
        } else {
            // A link's address and what stands before the colon of front matter.
            tag |= rest.starts_with("](") || rest.starts_with("<http") || rest.starts_with("http");
        }
        let plain = !tag && !entity && !silent;
        if plain && c.is_alphabetic() {
            out.push_str(&change(c))
        } else {
            out.push(c)
        }
        if source.is_html() {
            tag &= c != '>';
        } else {
            tag &= !(c == ')' || c == '>' || c.is_whitespace());
        }
        entity &= c != ';';
    }
    out
}

/// Puts an invisible character after every letter.
fn with_invisible(source: &Source, invisible: char) -> String {
    letters(source, |c| format!("{c}{invisible}"))
}

/// Look-alikes that normalisation undoes: Kangxi radicals, compatibility ideographs, full-width letters.
fn compatible(c: char) -> char {
    match c {
        '用' => '\u{2f64}',
        '手' => '\u{2f3f}',
        '日' => '\u{2f47}',
        '人' => '\u{2f08}',
        '身' => '\u{2f9d}',
        '行' => '\u{2f8f}',
        '文' => '\u{2f42}',
        '不' => '\u{f967}',
        'a'..='z' | 'A'..='Z' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Letters of other scripts that look the same, in small words that deny.
fn look_alike(source: &Source) -> String {
    let mut text = source.text.clone();
    for (word, disguised) in [
        (" not ", " n\u{43e}t "),
        (" no ", " n\u{43e} "),
        ("No ", "N\u{43e} "),
        (" never ", " n\u{435}ver "),
        ("n't ", "\u{578}'t "),
        ("neither ", "neith\u{435}r "),
    ] {
        text = text.replace(word, disguised);
    }
    text
}

fn entities(source: &Source) -> String {
    letters(source, |c| format!("&#x{:x};", c as u32))
}

/// Lines of a paragraph broken as they are in text taken out of PDF.
fn wrapped(source: &Source) -> String {
    let width = if source.name.contains("/en/") { 62 } else { 28 };
    let mut out = String::new();
    for line in source.text.lines() {
        let (mut column, han) = (0, source.name.contains("/zh/"));
        for c in line.chars() {
            column += 1;
            if column > width && (c == ' ' || (han && c.is_alphabetic() && !c.is_ascii())) {
                out.push('\n');
                column = 0;
                if c == ' ' {
                    continue;
                }
            }
            out.push(c);
        }
        out.push('\n');
    }
    out
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
}

fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Option<Vec<u8>> {
    let (bytes, _, lossy) = encoding.encode(text);
    (!lossy).then(|| bytes.into_owned())
}

/// The name of a disguise and what it makes of a policy; nothing where it does not apply.
pub type Disguise = (&'static str, fn(&Source) -> Option<Vec<u8>>);

pub const DISGUISES: [Disguise; 15] = [
    ("zero-width spaces", |s| Some(with_invisible(s, '\u{200b}').into_bytes())),
    ("soft hyphens", |s| Some(with_invisible(s, '\u{ad}').into_bytes())),
    ("direction marks", |s| Some(with_invisible(s, '\u{202a}').into_bytes())),
    ("grapheme joiners", |s| Some(with_invisible(s, '\u{34f}').into_bytes())),
    ("variation selectors", |s| Some(with_invisible(s, '\u{fe0e}').into_bytes())),
    ("look-alike letters", |s| s.name.contains("/en/").then(|| look_alike(s).into_bytes())),
    ("compatible letters", |s| Some(letters(s, |c| compatible(c).to_string()).into_bytes())),
    ("capitals", |s| (s.is_html() && s.name.contains("/en/")).then(|| letters(s, |c| c.to_uppercase().to_string()).into_bytes())),
    ("entities", |s| s.is_html().then(|| entities(s).into_bytes())),
    ("odd spaces", |s| {
        (!s.is_html() && !s.text.contains('|')).then(|| s.text.replace(" a", "\u{a0}a").replace(" y", "\u{2003}y").into_bytes())
    }),
    ("carriage returns", |s| Some(s.text.replace('\n', "\r\n").into_bytes())),
    ("byte-order mark", |s| Some(format!("\u{feff}{}", s.text).into_bytes())),
    ("UTF-16", |s| Some(utf16(&s.text, s.text.len() % 2 == 0))),
    ("national encoding", |s| {
        let han = s.text.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count() > 100;
        let encoding = if s.text.contains('們') || s.text.contains('資') { BIG5 } else { GB18030 };
        han.then(|| encoded(&s.text, encoding)).flatten()
    }),
    ("broken lines", |s| (s.name.ends_with(".txt") && s.name.contains("policy/")).then(|| wrapped(s).into_bytes())),
];

/// Ways to keep text in a page that no reader sees; `{}` is where it stands. A class that a style sheet hides is none of them: chapters that
/// fold away are made so, and a reader opens them.
pub const HIDING: [&str; 14] = [
    "<p style=\"display:none\">{}</p>",
    "<p style=\"visibility: hidden\">{}</p>",
    "<p hidden>{}</p>",
    "<p style=\"font-size:0\">{}</p>",
    "<p style=\"font-size:1px\">{}</p>",
    "<p style=\"opacity:0\">{}</p>",
    "<p style=\"color:#fff;background:#ffffff\">{}</p>",
    "<p style=\"position:absolute;left:-9999px\">{}</p>",
    "<p style=\"text-indent:-9999px\">{}</p>",
    "<p style=\"height:0;overflow:hidden\">{}</p>",
    "<p style=\"color:transparent\">{}</p>",
    "<div style=\"display:none\"><div><p>{}</p></div></div>",
    "<template><p>{}</p></template>",
    "<p style=\"transform:scale(0)\">{}</p>",
];
