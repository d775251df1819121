//! Who speaks in a policy: what the app and its operator call themselves.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;

use super::lexicon::{Lexicon, Sense, Who};
use super::line::Line;
use super::sentence::sentences;
use crate::document::{Document, Folded};

/// How far into the text a name must stand that the text goes on to speak of, in bytes: whoever speaks says so at the beginning.
const OPENING: usize = 4000;
/// Bytes of the text that are looked at for what a name does.
const LOOKED_AT: usize = 48 << 10;

/// What is said of whoever wrote an English policy, after the name.
const AFTER: &[&str] = &[
    " (\"we",
    " (“we",
    " (‘we",
    " ('we",
    " (we,",
    " (hereinafter",
    " (the \"company",
    " (the “company",
    " (\"us",
    " (“us",
    " respects your privacy",
    " is committed to",
    " takes your privacy",
    " values your privacy",
    " (collectively",
    " understands your privacy",
    " understands that",
];
/// And before it.
const BEFORE: &[&str] =
    &["At ", "We at ", "Welcome to ", "We, ", "operated by ", "privacy practices of ", "describes how ", "explains how "];
/// What an operator does again and again; a name that does is whoever speaks, if it stands at the beginning as well.
const DOES: &[&str] =
    &["does not", "may", "will", "collects", "uses", "processes", "reserves", "shares", "receives", "and its", "or its", "cannot", "has"];
/// Words with a capital letter that are no names.
const NO_NAMES: &str = "we our you your the this these that they us it if in any all no some users user cookies children visitors customers \
    parents companies partners personal information data privacy policy section such other each everyone anyone members \
    third parties advertisers service services app apps company site website websites by for to when as at an a i certain \
    most many what how who where why here there not and or european california eu law device devices browser browsers notice \
    recruitment full covers employee employees rights statement terms welcome overview summary introduction contact last \
    updated effective";

fn no_name(word: &str) -> bool {
    NO_NAMES.split_whitespace().any(|n| n == word)
}

/// The name that ends, or begins, a text: up to three words with capital letters.
fn name<'t>(words: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    words
        .take(3)
        .take_while(|w| {
            let bare = w.trim_matches(|c: char| !c.is_alphanumeric());
            bare.starts_with(|c: char| c.is_uppercase()) && !no_name(&bare.to_lowercase())
        })
        .collect()
}

/// What an English text calls the one who speaks: "At Wren, we", "Wren Labs Inc. ("we")", and who does one thing after the other.
fn called(document: &Document, lexicon: &Lexicon) -> Vec<String> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let mut opening = String::new();
    let mut looked = 0usize;
    let mut add = |words: Vec<&str>, weight: usize| {
        let name = words.join(" ");
        let name = name.split([',', '(']).next().unwrap_or_default();
        let name = name.trim_matches(|c: char| !c.is_alphanumeric()).trim_end_matches("'s").trim_end_matches("’s");
        let folded = Folded::new(name).text;
        if folded.len() >= 3 {
            let count = found.entry(folded).or_default();
            *count = count.saturating_add(weight);
        }
    };
    for block in &document.blocks {
        let text = document.text.get(block.range.clone()).unwrap_or_default();
        if opening.len() < OPENING {
            opening.push_str(&Folded::new(text).text);
            opening.push(' ');
        }
        let opens = looked < OPENING;
        looked = looked.saturating_add(text.len());
        if looked > LOOKED_AT {
            break;
        }
        for range in sentences(text) {
            // Capitals tell names, also in compatible letters.
            let sentence = text.get(range).unwrap_or_default();
            let plain = if sentence.is_ascii() { Cow::Borrowed(sentence) } else { Cow::Owned(sentence.nfkc().collect()) };
            let sentence: &str = &plain;
            if !sentence.is_ascii() && sentence.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
                continue;
            }
            for mark in AFTER.iter().filter(|_| opens) {
                let Some((before, _)) = sentence.split_once(*mark) else { continue };
                let mut words = name(before.split_whitespace().rev());
                words.reverse();
                add(words, 2);
            }
            for mark in BEFORE.iter().filter(|_| opens) {
                let Some((_, after)) = sentence.split_once(*mark) else { continue };
                let words = after.split_inclusive([',', '.', ';', '!', '(', ')']).next().unwrap_or_default();
                add(name(words.split_whitespace()), if *mark == "describes how " || *mark == "explains how " { 1 } else { 2 });
            }
            let words = name(sentence.split_whitespace());
            let rest = words.iter().fold(sentence, |s, w| s.strip_prefix(w).map_or(s, str::trim_start));
            if !words.is_empty() && DOES.iter().any(|d| rest.strip_prefix(d).is_some_and(|r| r.starts_with(' '))) {
                add(words, 1);
            }
        }
    }
    let known = |n: &str| {
        let line = Line::new(n, lexicon);
        !line.names.is_empty() || line.hits.iter().any(|h| matches!(h.sense, Sense::Actor(Who::Third) | Sense::Data(_) | Sense::Action(_)))
    };
    found.into_iter().filter(|(n, count)| *count >= 2 && opening.contains(n.as_str()) && !known(n)).map(|(n, _)| n).collect()
}

/// What the app calls itself, from the title: "Wren Privacy Policy", 《灯下隐私政策》. Folded.
pub(super) fn own_names(document: &Document, lexicon: &Lexicon) -> Vec<String> {
    let mut out: Vec<String> = called(document, lexicon);
    let titles = document.blocks.iter().take(4).filter_map(|b| document.text.get(b.range.clone()));
    for title in titles.filter(|t| t.chars().count() <= 60) {
        let folded = Folded::new(title).text;
        const KINDS: &[&str] = &[
            "隐私政策",
            "隐私权政策",
            "隐私保护政策",
            "隐私保护指引",
            "隐私协议",
            "隐私声明",
            "隐私条款",
            "个人信息保护政策",
            "privacy policy",
            "privacy notice",
            "privacy statement",
        ];
        let Some((at, kind)) = KINDS.iter().find_map(|k| folded.find(k).map(|at| (at, k))) else { continue };
        let before = folded.get(..at).unwrap_or_default();
        let after = folded.get(at.saturating_add(kind.len())..).unwrap_or_default();
        for side in [before, after] {
            let mut name = side.trim_matches(|c: char| !c.is_alphanumeric());
            for word in ["for the", "for", "of the", "of", "the", "用户", "app", "应用", "软件", "mobile"] {
                let at_word = |rest: &str| !word.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
                name = name.strip_prefix(word).filter(|r| at_word(r)).unwrap_or(name).trim();
                name = name
                    .strip_suffix(word)
                    .filter(|r| !word.is_ascii() || !r.ends_with(|c: char| c.is_ascii_alphanumeric()))
                    .unwrap_or(name)
                    .trim();
            }
            let name = name.split(['—', '–', '|', ':', '：', '《', '》', ',', '，', '(', '（']).next().unwrap_or_default().trim();
            let width = name.chars().count();
            let words = name.split_whitespace().count();
            // "Osprey" for "Osprey Launcher".
            let first = name.split_whitespace().next().unwrap_or_default();
            const ORDINARY: &[&str] =
                &["mobile", "smart", "super", "free", "online", "photo", "music", "game", "this", "your", "google", "android", "kids"];
            if words > 1 && words <= 3 && first.len() >= 5 && !ORDINARY.contains(&first) {
                out.push(first.to_owned());
            }
            if (2..=24).contains(&width) && words <= 3 && !name.chars().all(|c| c.is_ascii_digit()) && (width >= 4 || !name.is_ascii()) {
                out.push(name.to_owned());
            }
        }
    }
    out.retain(|n| !n.split_whitespace().all(no_name));
    out.extend(quoted_names(document));
    out.sort();
    out.dedup();
    out
}

/// What the app is called in quotation marks: “语音导出”软件, 《甲》App. Its words are no data.
fn quoted_names(document: &Document) -> Vec<String> {
    const KINDS: &[&str] =
        &["软件", "app", "应用", "客户端", "小程序", "平台", "游戏", "产品", "手机应用", "手机软件", "及相关服务", "及服务"];
    let mut seen: HashMap<String, usize> = HashMap::new();
    for block in document.blocks.iter().take(40) {
        let folded = Folded::new(document.text.get(block.range.clone()).unwrap_or_default()).text;
        for (open, close) in [('“', '”'), ('"', '"'), ('「', '」'), ('《', '》'), ('【', '】')] {
            let mut rest = folded.as_str();
            while let Some((_, after)) = rest.split_once(open) {
                let Some((name, tail)) = after.split_once(close) else { break };
                let named = KINDS.iter().any(|k| tail.starts_with(k));
                if named && (2..=12).contains(&name.chars().count()) && !name.contains(['，', '。', '、']) {
                    let count = seen.entry(name.to_owned()).or_default();
                    *count = count.saturating_add(1);
                }
                rest = tail;
            }
        }
    }
    let title =
        document.blocks.iter().take(3).filter_map(|b| document.text.get(b.range.clone())).map(|t| Folded::new(t).text).collect::<String>();
    seen.into_iter().filter(|(n, count)| *count >= 2 || title.contains(n.as_str())).map(|(n, _)| n).collect()
}
