use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::*;
use crate::report::sample;

const VOID: [&str; 4] = ["meta", "input", "br", "img"];

type Attributes = Vec<(String, String)>;

/// What a browser's tokenizer sees: tags, their attributes, text, errors; and whether every element is closed where it was opened.
#[derive(Default)]
struct Seen {
    tags: RefCell<Vec<(String, Attributes)>>,
    open: RefCell<Vec<String>>,
    text: RefCell<String>,
    errors: RefCell<Vec<String>>,
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(Tag { kind, name, attrs, .. }) => {
                let name = name.to_string();
                match kind {
                    TagKind::StartTag => {
                        let attributes = attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                        self.tags.borrow_mut().push((name.clone(), attributes));
                        if !VOID.contains(&name.as_str()) {
                            self.open.borrow_mut().push(name.clone());
                        }
                        match name.as_str() {
                            "style" => return TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::Rawtext),
                            "script" => return TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::ScriptData),
                            "title" => return TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::Rcdata),
                            _ => {}
                        }
                    }
                    TagKind::EndTag => {
                        let top = self.open.borrow_mut().pop();
                        if top.as_deref() != Some(name.as_str()) {
                            self.errors.borrow_mut().push(format!("</{name}> closes {top:?}"));
                        }
                        if name == "script" {
                            return TokenSinkResult::Continue;
                        }
                    }
                }
            }
            Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
            Token::ParseError(error) => self.errors.borrow_mut().push(Cow::into_owned(error)),
            Token::CommentToken(text) => self.errors.borrow_mut().push(format!("comment {text}")),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn parse(page: &str) -> Seen {
    let tokenizer = Tokenizer::new(Seen::default(), TokenizerOpts { exact_errors: true, ..Default::default() });
    let queue = BufferQueue::default();
    queue.push_back(page.into());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink
}

fn page(report: &Report, lang: Lang) -> String {
    html(report, &[("yunshan-privacy.html".into(), sample::POLICY.into())], &sample::knowledge(), lang)
}

fn pages() -> Vec<String> {
    let mut all = Vec::new();
    for report in [sample::rich(), sample::without_policy(), sample::clean()] {
        all.extend([Lang::Zh, Lang::En].map(|lang| page(&report, lang)));
    }
    all.push(html(&sample::rich(), &[], &Knowledge::default(), Lang::En));
    all
}

#[test]
fn the_markup_is_well_formed() {
    for page in pages() {
        let seen = parse(&page);
        assert!(seen.errors.borrow().is_empty(), "{:?}", seen.errors.borrow());
        assert!(seen.open.borrow().is_empty(), "{:?}", seen.open.borrow());
    }
}

#[test]
fn nothing_is_loaded_and_only_our_own_script_runs() {
    for page in pages() {
        let seen = parse(&page);
        for (tag, attributes) in seen.tags.borrow().iter() {
            assert!(!["img", "link", "iframe", "object", "embed", "form", "base", "svg"].contains(&tag.as_str()), "{tag}");
            for (name, value) in attributes {
                assert!(!name.starts_with("on") && !["src", "style", "action", "srcset"].contains(&name.as_str()), "{tag} {name}");
                assert!(name != "href" || value.starts_with('#'), "{value}");
            }
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
        assert_eq!(seen.tags.borrow().iter().filter(|(t, _)| t == "script").count(), 1);
    }
}

#[test]
fn the_content_policy_names_exactly_what_stands_in_the_page() {
    let page = page(&sample::rich(), Lang::Zh);
    let between = |from: &str, to: &str| page.split_once(from).unwrap().1.split_once(to).unwrap().0.to_string();
    let seen = parse(&page);
    let tags = seen.tags.borrow();
    let policy = tags.iter().find(|(_, a)| a.iter().any(|(_, v)| v == "Content-Security-Policy")).unwrap();
    let content = &policy.1.iter().find(|(n, _)| n == "content").unwrap().1;
    assert!(content.starts_with("default-src 'none';"));
    for (directive, source) in [("style-src", between("<style>", "</style>")), ("script-src", between("<script>", "</script>"))] {
        assert!(content.contains(&format!("{directive} 'sha256-{}'", base64(&Sha256::digest(source.as_bytes())))), "{directive}");
    }
    assert!(!content.contains("unsafe"));
}

#[test]
fn every_finding_and_its_evidence_stand_in_the_page() {
    let report = sample::rich();
    let seen = parse(&page(&report, Lang::En));
    let (tags, text) = (seen.tags.borrow(), seen.text.borrow());
    let has_id = |id: &str| tags.iter().any(|(_, a)| a.iter().any(|(n, v)| n == "id" && v == id));
    for f in &report.findings {
        assert!(has_id(&f.id) && text.contains(&f.id));
        for part in [&f.title, &f.why, &f.remedy, &f.to_check] {
            assert!(text.contains(&part.zh) && text.contains(&part.en), "{part:?}");
        }
        for id in &f.evidence {
            let excerpt = sanitize::lines(&report.evidence.get(id).unwrap().excerpt).join("\n");
            assert!(has_id(&id.0) && text.contains(&excerpt), "{excerpt}");
        }
    }
    for gap in &report.gaps {
        assert!(text.contains(&gap.what));
    }
}

#[test]
fn ids_are_unique_and_every_link_arrives() {
    for page in pages() {
        let seen = parse(&page);
        let tags = seen.tags.borrow();
        let values = |wanted: &str| -> Vec<String> {
            tags.iter().flat_map(|(_, a)| a).filter(|(n, _)| n == wanted).map(|(_, v)| v.clone()).collect()
        };
        let mut ids = values("id");
        ids.sort();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
        for link in values("href") {
            assert!(ids.binary_search(&link[1..].to_string()).is_ok(), "{link}");
        }
    }
}

#[test]
fn a_hostile_label_stays_text() {
    let seen = parse(&page(&sample::rich(), Lang::Zh));
    assert!(seen.text.borrow().contains("云杉<script>alert(1)</script>出行\\u{202e}gpj."));
    assert!(!seen.tags.borrow().iter().any(|(tag, _)| tag == "b" || tag == "img"));
    for page in pages() {
        assert!(page.chars().all(|c| c == '\n' || !sanitize::is_unseen(c)));
    }
}

#[test]
fn quotes_stand_in_their_surroundings_only_where_the_text_agrees() {
    let report = sample::rich();
    let page_of = |text: &str| html(&report, &[("yunshan-privacy.html".into(), text.into())], &sample::knowledge(), Lang::Zh);
    assert!(page_of(sample::POLICY).contains("class=\"around\""));
    assert!(!page_of(&sample::POLICY.replace("设备", "装置")[3..]).contains("class=\"around\""));
    assert!(!page_of("").contains("class=\"around\""));
}

#[test]
fn without_a_policy_the_page_says_what_to_do() {
    let text = parse(&page(&sample::without_policy(), Lang::En)).text.into_inner();
    assert!(text.contains("No policy to compare with") && text.contains("--policy policy.html"));
    let text = parse(&page(&sample::clean(), Lang::En)).text.into_inner();
    assert!(text.contains("未发现线索。这不等于应用没有问题") && !text.contains("合规"));
}

#[test]
fn a_very_large_app_keeps_a_page_that_opens() {
    let report = sample::huge();
    let page = page(&report, Lang::En);
    assert!(page.len() < 8 << 20, "{} bytes", page.len());
    assert!(report.findings.iter().all(|f| page.contains(&f.id)));
    assert!(parse(&page).text.borrow().contains("2704 more in the JSON report"));
}

#[test]
fn base64_is_that_of_the_rfc() {
    for (input, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
        assert_eq!(base64(input.as_bytes()), expected);
    }
}

/// `cargo test pages_for_the_eye -- --ignored` writes the sample pages to the target folder, to be looked at in a browser.
#[test]
#[ignore = "writes files to look at"]
fn pages_for_the_eye() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/target/pages"));
    std::fs::create_dir_all(folder).unwrap();
    for (name, report) in
        [("rich", sample::rich()), ("without-policy", sample::without_policy()), ("clean", sample::clean()), ("huge", sample::huge())]
    {
        for (tag, lang) in [("zh", Lang::Zh), ("en", Lang::En)] {
            std::fs::write(folder.join(format!("{name}-{tag}.html")), page(&report, lang)).unwrap();
            let text = crate::report::terminal(&report, &sample::knowledge(), lang, crate::report::Style { color: true, width: 100 });
            std::fs::write(folder.join(format!("{name}-{tag}.txt")), text).unwrap();
        }
    }
}
