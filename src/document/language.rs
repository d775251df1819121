//! The language of a text, from its scripts and commonest words. What is not Chinese or English is named, never read as either.

use super::Language;
use super::plain::is_han;

/// So many characters tell a language.
const REACH: usize = 60_000;

/// Characters that only simplified texts have, among the commonest of such texts.
fn is_hans(c: char) -> bool {
    matches!(
        c,
        '们' | '个'
            | '这'
            | '来'
            | '时'
            | '会'
            | '务'
            | '与'
            | '为'
            | '发'
            | '开'
            | '关'
            | '将'
            | '应'
            | '对'
            | '权'
            | '护'
            | '获'
            | '网'
            | '络'
            | '户'
            | '账'
            | '号'
            | '设'
            | '备'
            | '识'
            | '别'
            | '传'
            | '输'
            | '删'
            | '储'
            | '销'
            | '问'
            | '题'
            | '证'
            | '据'
            | '该'
            | '进'
            | '过'
            | '现'
            | '处'
    )
}

/// Characters that only traditional texts have.
fn is_hant(c: char) -> bool {
    matches!(
        c,
        '們' | '個'
            | '這'
            | '來'
            | '時'
            | '會'
            | '務'
            | '與'
            | '為'
            | '發'
            | '開'
            | '關'
            | '將'
            | '應'
            | '對'
            | '權'
            | '護'
            | '獲'
            | '網'
            | '絡'
            | '戶'
            | '帳'
            | '號'
            | '設'
            | '備'
            | '識'
            | '別'
            | '傳'
            | '輸'
            | '刪'
            | '儲'
            | '銷'
            | '問'
            | '題'
            | '資'
            | '訊'
            | '隱'
            | '證'
            | '據'
            | '該'
            | '進'
            | '過'
            | '現'
            | '處'
    )
}

/// Words that are common in one language and absent from English.
const WORDS: &[(&str, &[&str])] = &[
    ("German", &["der", "die", "das", "und", "wir", "sie", "von", "zu", "ist", "nicht", "ihre", "oder", "werden", "für"]),
    ("French", &["le", "les", "des", "vous", "nous", "et", "vos", "du", "est", "pour", "une", "dans", "données"]),
    ("Spanish", &["los", "las", "el", "que", "su", "para", "por", "una", "con", "usted", "datos", "y"]),
    ("Portuguese", &["os", "seu", "não", "uma", "para", "você", "dados", "ou", "são", "com", "que"]),
    ("Italian", &["di", "il", "che", "per", "dei", "della", "sono", "gli", "dati", "una", "nel"]),
    ("Dutch", &["een", "het", "van", "wij", "uw", "niet", "deze", "voor", "gegevens", "zijn"]),
    ("Swedish", &["och", "att", "vi", "som", "är", "för", "dina", "inte"]),
    ("Polish", &["nie", "na", "oraz", "się", "jest", "danych", "przez", "lub"]),
    ("Turkish", &["ve", "bir", "için", "veya", "bu", "kişisel", "ile"]),
    ("Indonesian", &["yang", "dan", "kami", "anda", "untuk", "dengan", "dari", "tidak"]),
    ("Vietnamese", &["của", "và", "chúng", "bạn", "không", "các", "thông", "được"]),
];

const ENGLISH: &[&str] = &[
    "the", "and", "of", "to", "your", "you", "we", "or", "our", "is", "not", "may", "this", "that", "any", "for", "with", "from", "by",
    "it", "are", "when", "which",
];
/// What stands in fact sheets and lists of SDKs, which have hardly a small word.
const ENGLISH_SHEET: &[&str] =
    &["privacy", "policy", "address", "collected", "purpose", "shared", "device", "phone", "settings", "account", "crash", "none"];

/// Scripts of one language, or nearly.
fn script(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{3040}'..='\u{30ff}' => "Japanese",
        '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}' => "Korean",
        '\u{400}'..='\u{52f}' => "Russian or another language in Cyrillic letters",
        '\u{370}'..='\u{3ff}' => "Greek",
        '\u{600}'..='\u{6ff}' => "Arabic or another language in its letters",
        '\u{590}'..='\u{5ff}' => "Hebrew",
        '\u{e00}'..='\u{e7f}' => "Thai",
        '\u{900}'..='\u{97f}' => "Hindi or another language in Devanagari",
        _ => return None,
    })
}

#[derive(Default)]
struct Counts {
    han: usize,
    letters: usize,
    hans: usize,
    hant: usize,
    /// By script, in the order met.
    scripts: Vec<(&'static str, usize)>,
}

impl Counts {
    fn of(text: &str) -> Counts {
        let mut n = Counts::default();
        for c in text.chars().take(REACH).map(narrow) {
            if c.is_ascii() {
                n.letters = n.letters.saturating_add(usize::from(c.is_ascii_alphabetic()));
            } else if is_han(c) {
                n.han = n.han.saturating_add(1);
                n.hans = n.hans.saturating_add(usize::from(is_hans(c)));
                n.hant = n.hant.saturating_add(usize::from(is_hant(c)));
            } else if let Some(script) = script(c) {
                match n.scripts.iter_mut().find(|s| s.0 == script) {
                    Some(s) => s.1 = s.1.saturating_add(1),
                    None => n.scripts.push((script, 1)),
                }
            } else if c.is_alphabetic() {
                n.letters = n.letters.saturating_add(1);
            }
        }
        n
    }

    fn alien(&self) -> Option<(&'static str, usize)> {
        self.scripts.iter().copied().max_by_key(|s| s.1)
    }
}

pub(super) fn of(text: &str) -> Language {
    let n = Counts::of(text);
    let alien = n.alien().map_or(0, |s| s.1);
    let all = n.han.saturating_add(n.letters).saturating_add(alien);
    if all < 10 {
        return if n.han > 0 { Language::ZhHans } else { Language::Other };
    }
    // Japanese mixes Han and kana; a tenth of kana is never Chinese.
    if alien.saturating_mul(if n.han > 0 { 10 } else { 4 }) > all {
        return Language::Other;
    }
    let words = latin(text);
    let is_english = words.english.saturating_mul(8) > words.all && words.english > words.other.map_or(0, |o| o.1).saturating_mul(2);
    // A Han character carries about as much as a short word.
    if n.han.saturating_mul(5) > all {
        let long_english = is_english && words.all > 300 && words.all.saturating_mul(2) > n.han;
        let both_scripts = n.hans.min(n.hant).saturating_mul(4) > n.hans.max(n.hant) && n.hans.min(n.hant) > 20;
        if long_english || both_scripts {
            return Language::Mixed;
        }
        return if n.hant > n.hans { Language::ZhHant } else { Language::ZhHans };
    }
    if n.han > 200 {
        return Language::Mixed;
    }
    if is_english { Language::En } else { Language::Other }
}

/// The name of a language that is not read, where its script or words tell it.
pub(super) fn name(text: &str) -> Option<&'static str> {
    let n = Counts::of(text);
    let words = latin(text);
    match (n.alien(), words.other) {
        (Some((script, count)), _) if count.saturating_mul(10) > n.letters.saturating_add(n.han) => Some(script),
        (_, Some((language, count))) if count.saturating_mul(20) > words.all => Some(language),
        _ => None,
    }
}

/// Full-width letters are letters.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32((c as u32).saturating_sub(0xfee0)).unwrap_or(c),
        _ => c,
    }
}

struct Words {
    all: usize,
    english: usize,
    other: Option<(&'static str, usize)>,
}

fn latin(text: &str) -> Words {
    let (mut all, mut english) = (0usize, 0usize);
    let mut others = [0usize; WORDS.len()];
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty() && !w.starts_with(is_han)).take(5_000) {
        all = all.saturating_add(1);
        if word.len() > 36 {
            continue;
        }
        let lower: String = word.chars().map(narrow).flat_map(char::to_lowercase).collect();
        if ENGLISH.contains(&lower.as_str()) || ENGLISH_SHEET.contains(&lower.as_str()) {
            english = english.saturating_add(1);
            continue;
        }
        for (count, (_, words)) in others.iter_mut().zip(WORDS) {
            *count = count.saturating_add(usize::from(words.contains(&lower.as_str())));
        }
    }
    let best = others.iter().zip(WORDS).max_by_key(|(n, _)| **n).filter(|(n, _)| **n > 0);
    Words { all, english, other: best.map(|(n, (name, _))| (*name, *n)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (text, wanted, named) in [
            ("我们会收集您的设备信息，用于为您提供服务。", Language::ZhHans, None),
            ("我們會收集您的裝置資訊，為您提供服務，並保護個人資料。", Language::ZhHant, None),
            ("We collect the name and the address of your device, and you may ask us to delete it.", Language::En, None),
            ("Wir erheben die Daten und das Gerät, von dem Sie die Seite aufrufen, und zu welchem Zweck.", Language::Other, Some("German")),
            ("Nous collectons les données que vous nous fournissez, et vos choix sont dans le menu.", Language::Other, Some("French")),
            ("私たちはお客様の個人情報を収集します。よろしくお願いします。", Language::Other, Some("Japanese")),
            ("우리는 귀하의 개인정보를 수집합니다.", Language::Other, Some("Korean")),
            ("Мы собираем ваши данные.", Language::Other, Some("Russian or another language in Cyrillic letters")),
        ] {
            assert_eq!(of(text), wanted, "{text}");
            assert_eq!(name(text).filter(|_| wanted == Language::Other), named, "{text}");
        }
        let both = "我们会收集您的设备信息，为您开发与发送时间对应的服务。".repeat(6)
            + &"我們會收集您的設備資訊，為您開發與發送時間對應的服務。".repeat(6);
        assert_eq!(of(&both), Language::Mixed);
    }
}
