//! The language of a text, from its scripts and commonest words. What is not Chinese or English is named so, never read as either.

use super::Language;
use super::plain::is_han;

/// Characters that only one of the two Chinese scripts has, among the commonest of such texts.
const HANS_ONLY: &str = "们个这来时会务与为发开关将应对权护获网络户账号设备识别传输删除储销问题";
const HANT_ONLY: &str = "們個這來時會務與為發開關將應對權護獲網絡戶帳號設備識別傳輸刪除儲銷問題資訊隱";
const ENGLISH: &[&str] = &[
    "the", "and", "of", "to", "your", "you", "we", "or", "our", "is", "not", "may", "this", "that", "any", "for", "with", "from", "by",
    "it", "are", "when", "which",
];
/// What stands in fact sheets and lists of SDKs, which have hardly a small word.
const ENGLISH_SHEET: &[&str] =
    &["privacy", "policy", "address", "collected", "purpose", "shared", "device", "phone", "settings", "account", "crash", "none"];
/// Words of other languages in Latin script, all absent from English.
const OTHER: &[&str] = &[
    "der", "die", "das", "und", "wir", "sie", "von", "zu", "ist", "le", "la", "les", "des", "vous", "nous", "et", "vos", "du", "los",
    "las", "el", "que", "su", "para", "os", "seu", "di", "il", "che", "per", "dei", "della", "een", "het", "och", "att", "nie", "na", "ve",
    "bir", "yang", "dan",
];

pub(super) fn of(text: &str) -> Language {
    let (mut han, mut kana, mut letters, mut hans, mut hant, mut alien) = (0usize, 0usize, 0usize, 0usize, 0usize, 0usize);
    let mut budget = 200_000usize;
    for c in text.chars().map(narrow) {
        let Some(left) = budget.checked_sub(1) else { break };
        budget = left;
        if is_han(c) {
            han = han.saturating_add(1);
            hans = hans.saturating_add(usize::from(HANS_ONLY.contains(c) && !HANT_ONLY.contains(c)));
            hant = hant.saturating_add(usize::from(HANT_ONLY.contains(c) && !HANS_ONLY.contains(c)));
        } else if matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}') {
            kana = kana.saturating_add(1);
        } else if c.is_alphabetic() {
            letters = letters.saturating_add(1);
            alien = alien.saturating_add(usize::from(c as u32 > 0x24f));
        }
    }
    let all = han.saturating_add(kana).saturating_add(letters);
    if all < 10 {
        return if han > 0 { Language::ZhHans } else { Language::Other };
    }
    if kana.saturating_mul(10) > all || alien.saturating_mul(4) > all {
        return Language::Other;
    }
    let (english, other, words) = latin(text);
    let is_english = english.saturating_mul(8) > words && english > other.saturating_mul(2);
    // A Han character carries about as much as a short word.
    if han.saturating_mul(5) > all {
        let long_english = is_english && words > 300 && words.saturating_mul(2) > han;
        if long_english {
            return Language::Mixed;
        }
        return if hant > hans { Language::ZhHant } else { Language::ZhHans };
    }
    if han > 200 {
        return Language::Mixed;
    }
    if is_english { Language::En } else { Language::Other }
}

/// Full-width letters are letters.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32((c as u32).saturating_sub(0xfee0)).unwrap_or(c),
        _ => c,
    }
}

fn latin(text: &str) -> (usize, usize, usize) {
    let (mut english, mut other, mut words) = (0usize, 0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty() && w.chars().all(|c| narrow(c).is_ascii())).take(20_000) {
        words = words.saturating_add(1);
        let lower: String = word.chars().map(|c| narrow(c).to_ascii_lowercase()).collect();
        if ENGLISH.contains(&lower.as_str()) || ENGLISH_SHEET.contains(&lower.as_str()) {
            english = english.saturating_add(1);
        } else if OTHER.contains(&lower.as_str()) {
            other = other.saturating_add(1);
        }
    }
    (english, other, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (text, wanted) in [
            ("我们会收集您的设备信息，用于为您提供服务。", Language::ZhHans),
            ("我們會收集您的裝置資訊，為您提供服務，並保護個人資料。", Language::ZhHant),
            ("We collect the name and the address of your device, and you may ask us to delete it.", Language::En),
            ("Wir erheben die Daten und das Gerät, von dem Sie die Seite aufrufen, und zu welchem Zweck.", Language::Other),
            ("私たちはお客様の個人情報を収集します。よろしくお願いします。", Language::Other),
        ] {
            assert_eq!(of(text), wanted, "{text}");
        }
    }
}
