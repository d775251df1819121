//! Characters that a reader does not see, or takes for others: zero-width characters inside words, letters of another script that look like
//! Latin ones, radicals in place of the characters they look like. Such a word is found by the eye and missed by a search.

/// Characters that print nothing (Unicode, DerivedCoreProperties: Default_Ignorable_Code_Point).
pub(super) fn is_invisible(c: char) -> bool {
    splits_words(c)
        || matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fff8}' | '\u{e0100}'..='\u{e01ef}')
}

/// Those with no business inside a word. Variation selectors have: they choose between two forms of a character.
fn splits_words(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{ad}' | '\u{34f}' | '\u{61c}')
        || matches!(c, '\u{180e}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// The Latin letter that a Cyrillic or Greek one looks like (Unicode TS 39, confusables).
pub(super) fn latin(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ҽ' => 'e',
        'һ' => 'h',
        'і' | 'ι' | 'ı' => 'i',
        'ј' | 'ϳ' => 'j',
        'ӏ' => 'l',
        'ո' => 'n',
        'о' | 'ο' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'к' => 'k',
        'τ' | 'т' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'Ү' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        _ => return None,
    })
}

/// The character that a radical of the CJK Radicals Supplement looks like. Those of the Kangxi block are NFKC's business; these have no
/// decomposition (Unicode, EquivalentUnifiedIdeograph.txt), but fonts of some systems put them into PDF files.
pub(super) fn radical(c: char) -> Option<char> {
    Some(match c {
        '⺁' => '厂',
        '⺂' => '乛',
        '⺄' => '乙',
        '⺅' => '亻',
        '⺈' => '刀',
        '⺉' => '刂',
        '⺊' => '卜',
        '⺋' => '㔾',
        '⺌' | '⺍' => '小',
        '⺒' => '巳',
        '⺓' => '幺',
        '⺔' => '彑',
        '⺖' => '忄',
        '⺗' => '心',
        '⺘' => '扌',
        '⺙' => '攵',
        '⺛' => '旡',
        '⺜' => '日',
        '⺝' => '月',
        '⺟' => '母',
        '⺠' => '民',
        '⺡' => '氵',
        '⺣' => '灬',
        '⺤' => '爫',
        '⺦' => '丬',
        '⺧' => '牛',
        '⺨' => '犭',
        '⺩' => '王',
        '⺪' => '疋',
        '⺫' => '目',
        '⺬' => '示',
        '⺭' => '礻',
        '⺮' => '竹',
        '⺯' => '糹',
        '⺰' => '纟',
        '⺳' | '⺲' => '罒',
        '⺶' => '羊',
        '⺷' => '羊',
        '⺹' => '耂',
        '⺻' => '聿',
        '⺼' => '月',
        '⺽' => '臼',
        '⺾' | '⺿' | '⻀' => '艹',
        '⻁' => '虎',
        '⻂' => '衤',
        '⻃' => '覀',
        '⻄' => '西',
        '⻅' => '见',
        '⻆' => '角',
        '⻇' => '角',
        '⻈' => '讠',
        '⻉' => '贝',
        '⻊' => '足',
        '⻋' => '车',
        '⻌' | '⻍' | '⻎' => '辶',
        '⻏' | '⻖' => '阝',
        '⻐' => '钅',
        '⻑' | '⻒' => '镸',
        '⻓' => '长',
        '⻔' => '门',
        '⻗' => '雨',
        '⻘' => '青',
        '⻙' => '韦',
        '⻚' => '页',
        '⻛' => '风',
        '⻜' => '飞',
        '⻝' | '⻞' | '⻟' => '食',
        '⻠' => '饣',
        '⻢' => '马',
        '⻣' => '骨',
        '⻤' => '鬼',
        '⻥' => '鱼',
        '⻦' => '鸟',
        '⻧' => '卤',
        '⻨' => '麦',
        '⻩' => '黄',
        '⻪' => '黾',
        '⻬' => '齐',
        '⻭' => '齿',
        '⻮' => '齿',
        '⻯' => '龙',
        '⻰' => '龙',
        '⻱' | '⻲' => '龟',
        '⻳' => '龟',
        _ => return None,
    })
}

/// The words of a text that are not what they seem, as written.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let telling = !text.is_ascii() && text.chars().any(|c| !c.is_ascii() && (splits_words(c) || latin(c).is_some()));
    let words = if telling { text } else { "" };
    words.split(|c: char| !(c.is_alphanumeric() || is_invisible(c))).filter(|w| is_disguised(w))
}

fn is_disguised(word: &str) -> bool {
    // A joiner inside an emoji or at the end of a word is ordinary; between two letters it splits a word from search.
    let inner = word.trim_matches(splits_words);
    let letters = inner.chars().filter(|c| c.is_alphanumeric() && !is_invisible(*c)).take(2).count();
    if letters >= 2 && inner.chars().any(splits_words) {
        return true;
    }
    let mut last: Option<char> = None;
    inner.chars().any(|c| {
        let mixed =
            last.is_some_and(|l| (l.is_ascii_alphabetic() && latin(c).is_some()) || (c.is_ascii_alphabetic() && latin(l).is_some()));
        last = Some(c);
        mixed
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_not_what_they_seem() {
        for (text, wanted) in [
            ("我们不\u{200b}会收集", vec!["我们不\u{200b}会收集"]),
            ("we do nоt sell", vec!["nоt"]),
            ("we do n\u{2060}ot sell", vec!["n\u{2060}ot"]),
            ("we do not sell\u{200b} it", vec![]),
            ("👨\u{200d}👩\u{200d}👧 family", vec![]),
            ("IP-адрес и данные", vec![]),
            ("Größe, naïve, α particle", vec![]),
        ] {
            assert_eq!(words(text).collect::<Vec<_>>(), wanted, "{text}");
        }
    }
}
