//! One sanitiser a sink. App labels, class names, addresses and policy text are written by the party under examination:
//! nothing of them may steer a terminal, a page, a spreadsheet or a SARIF viewer, and nothing invisible may stay invisible.

use std::fmt::Write;

/// A character that the eye does not see or that rearranges its neighbours: controls, bidirectional formatting (UAX #9),
/// zero-width and filler characters, line separators, tags. Variation selectors stay: emoji need them and they move nothing.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
        // Noncharacters: XML 1.0 forbids the first two, and no reader shows any.
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// The visible form of an unseen character: `\n`, `\t`, `\r`, else `\u{202e}`.
pub fn visible(c: char) -> String {
    match c {
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        c => format!("\\u{{{:x}}}", u32::from(c)),
    }
}

/// One line of plain text: every unseen character is written out.
pub fn line(s: &str) -> String {
    s.chars().fold(String::with_capacity(s.len()), |mut out, c| {
        if is_unseen(c) {
            out.push_str(&visible(c))
        } else {
            out.push(c)
        }
        out
    })
}

/// Several lines of plain text: newlines stay, a carriage return before one goes, a tab is four spaces.
pub fn lines(s: &str) -> Vec<String> {
    s.split('\n').map(|l| line(&l.strip_suffix('\r').unwrap_or(l).replace('\t', "    "))).collect()
}

/// A terminal line: no escape sequence, no bell, no reordering, no second line can come out of it, and no command to what reads the
/// log of a build: `::error::` and `##[error]` (GitHub), `##vso[` (Azure), `##teamcity[`. Wrapping may put any word first, so they go everywhere.
pub fn terminal(s: &str) -> String {
    let mut last = ' ';
    line(s).chars().fold(String::with_capacity(s.len()), |mut out, c| {
        if c == last && matches!(c, ':' | '#') {
            out.push('\\');
        }
        last = c;
        out.push(c);
        out
    })
}

/// The text of an HTML element. Newlines stay (they are white space there), other unseen characters are marked.
pub fn html(s: &str) -> String {
    escape(s, |out, c| {
        let _ = write!(out, "<span class=\"esc\">{}</span>", visible(c));
    })
}

/// The value of a quoted HTML attribute, or the text of an element that takes no markup, such as `title`.
pub fn attribute(s: &str) -> String {
    escape(s, |out, c| out.push_str(&visible(c)))
}

fn escape(s: &str, unseen: impl Fn(&mut String, char)) -> String {
    s.chars().fold(String::with_capacity(s.len() + s.len() / 8), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if is_unseen(c) => unseen(&mut out, c),
            c => out.push(c),
        }
        out
    })
}

/// A cell of a spreadsheet or CSV: what a program could take for a formula gets an apostrophe in front (OWASP, "CSV injection").
/// Full-width signs count too: spreadsheet programs fold them.
pub fn cell(s: &str) -> String {
    let formula = s.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = lines(s).join("\n");
    if formula { format!("'{text}") } else { text }
}

/// The text of a SARIF message: brackets would be an embedded link, braces a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6).
pub fn sarif(s: &str) -> String {
    lines(s).join("\n").chars().fold(String::new(), |mut out, c| {
        match c {
            '\\' | '[' | ']' => {
                out.push('\\');
                out.push(c);
            }
            '{' => out.push_str("{{"),
            '}' => out.push_str("}}"),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_shows_what_would_steer_it() {
        for (input, expected) in [
            ("普通 name", "普通 name"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("abc\u{202e}gpj.exe", "abc\\u{202e}gpj.exe"),
            ("a\u{2066}b\u{2069}", "a\\u{2066}b\\u{2069}"),
            ("隐\u{200b}私", "隐\\u{200b}私"),
            ("one\nF-0 forged\r\n", "one\\nF-0 forged\\r\\n"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("x\u{2028}y", "x\\u{2028}y"),
            ("tag\u{e0041}", "tag\\u{e0041}"),
            ("\u{ffff}\u{fdd0}", "\\u{ffff}\\u{fdd0}"),
            ("::error file=a::forged%0A::warning::x", ":\\:error file=a:\\:forged%0A:\\:warning:\\:x"),
            (":::x", ":\\:\\:x"),
            ("a ##[error]b ##vso[task]", "a #\\#[error]b #\\#vso[task]"),
        ] {
            assert_eq!(terminal(input), expected);
        }
    }

    #[test]
    fn html_text_cannot_become_markup() {
        for (input, expected) in [
            ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"),
            ("a\u{202e}b", "a<span class=\"esc\">\\u{202e}</span>b"),
            ("two\nlines", "two\nlines"),
            ("\u{0}", "<span class=\"esc\">\\u{0}</span>"),
        ] {
            assert_eq!(html(input), expected);
        }
        assert_eq!(attribute("\" onload=x\u{202e}"), "&quot; onload=x\\u{202e}");
    }

    #[test]
    fn spreadsheet_formulas_become_text() {
        for (input, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM", "'@SUM"),
            ("\t=1", "'    =1"),
            ("\r=1", "'\\r=1"),
            ("  =1", "'  =1"),
            ("＝1", "'＝1"),
            ("com.x", "com.x"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(cell(input), expected, "{input:?}");
        }
    }

    #[test]
    fn sarif_messages_hold_no_links_and_no_placeholders() {
        assert_eq!(sarif("[x](http://y) {0} \\"), "\\[x\\](http://y) {{0}} \\\\");
        assert_eq!(sarif("a\u{202e}"), "a\\\\u{{202e}}");
    }
}
