//! The place in a law as a lawyer writes it. The ids of articles are ours; none of them is printed where it is not a number of the text itself.

use super::words::w;
use crate::words::Words;

/// Longer wordings are not quoted beside the name of the law.
const QUOTED: usize = 60;

/// `kind` is that of the law's file, `words` those of the article.
pub fn of(item: &str, kind: &str, words: Option<&Words>) -> Words {
    method(item).or_else(|| numbered(item, kind)).unwrap_or_else(|| quoted(words))
}

/// `M2.1` is the first item of article 2 of the 2019 method.
fn method(item: &str) -> Option<Words> {
    let (article, number) = item.strip_prefix('M')?.split_once('.')?;
    let article = ["一", "二", "三", "四", "五", "六"].get(article.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some(w(&format!("第{article}条第{number}项（{item}）"), &format!("item {item}")))
}

fn numbered(item: &str, kind: &str) -> Option<Words> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if let Some(issue) = item.strip_prefix("issue-") {
        return digits(issue).then(|| w(&format!("第{issue}项问题"), &format!("issue {issue}")));
    }
    let bounds = item.split_once('-').filter(|(a, b)| digits(a) && digits(b));
    let paragraph = item.strip_suffix(')').and_then(|s| s.split_once('(')).filter(|(a, p)| digits(a) && digits(p));
    let section = item.contains('.') && item.split('.').all(digits);
    Some(match (kind, bounds, paragraph) {
        ("sweep", ..) if digits(item) => w(&format!("指标{item}"), &format!("indicator {item}")),
        ("guidelines", ..) if digits(item) => w(&format!("第{item}段"), &format!("paragraph {item}")),
        ("group and industry standards" | "practice guide", ..) => w(&format!("（{item}）"), &format!("({item})")),
        ("national standard", ..) if item.len() == 1 && item.bytes().all(|b| b.is_ascii_uppercase()) => {
            w(&format!("附录{item}"), &format!("annex {item}"))
        }
        ("national standard", ..) if digits(item) || section => w(&format!("第{item}条"), &format!("section {item}")),
        (_, Some((from, to)), _) => w(&format!("第{from}条至第{to}条"), &format!("articles {from} to {to}")),
        (_, _, Some((article, p))) => w(&format!("第{article}条第{p}款"), &format!("article {article}({p})")),
        _ if section => w(&format!("第{item}节"), &format!("section {item}")),
        _ if digits(item) => w(&format!("第{item}条"), &format!("article {item}")),
        _ => return None,
    })
}

/// An item without a number is cited by its words, where they are short enough to stand in a line.
fn quoted(words: Option<&Words>) -> Words {
    let quote = |s: &str, open: char, close: char| {
        let s = s.trim_end_matches(['.', '。']);
        if s.is_empty() || s.chars().count() > QUOTED { String::new() } else { format!("{open}{s}{close}") }
    };
    words.map_or_else(|| w("", ""), |s| w(&quote(&s.zh, '“', '”'), &quote(&s.en, '“', '”')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_laws_read_as_citations() {
        let words = w("未逐一列出收集使用个人信息的SDK", "SDKs that collect are not listed one by one.");
        for (item, kind, zh, en) in [
            ("M2.1", "", "第二条第1项（M2.1）", "item M2.1"),
            ("44", "law", "第44条", "article 44"),
            ("24(3)", "law", "第24条第3款", "article 24(3)"),
            ("17-20", "", "第17条至第20条", "articles 17 to 20"),
            ("8.4.1", "national standard", "第8.4.1条", "section 8.4.1"),
            ("A", "national standard", "附录A", "annex A"),
            ("3", "sweep", "指标3", "indicator 3"),
            ("40", "guidelines", "第40段", "paragraph 40"),
            ("1798.100", "statute", "第1798.100节", "section 1798.100"),
            ("4177.4", "group and industry standards", "（4177.4）", "(4177.4)"),
            ("issue-3", "", "第3项问题", "issue 3"),
            ("issue-app-sdk-list", "", "“未逐一列出收集使用个人信息的SDK”", "“SDKs that collect are not listed one by one”"),
            ("annex", "", "“未逐一列出收集使用个人信息的SDK”", "“SDKs that collect are not listed one by one”"),
            ("M9.1", "", "“未逐一列出收集使用个人信息的SDK”", "“SDKs that collect are not listed one by one”"),
        ] {
            assert_eq!(of(item, kind, Some(&words)), w(zh, en), "{item}");
        }
        assert_eq!(of("issue-x", "", Some(&w(&"长".repeat(61), ""))), w("", ""));
        assert_eq!(of("issue-x", "", None), w("", ""));
    }
}
