//! Names of glyphs as Latin text fonts use them (Adobe Glyph List, the part that its Latin character sets hold).

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// Characters from U+0020 on, in order.
const ASCII: &str = "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen \
period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at A B C D E F G H I J K L M N O \
P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z \
braceleft bar braceright asciitilde";
/// Characters from U+00A0 on, in order.
const LATIN1: &str = "nbspace exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot \
sfthyphen registered macron degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla onesuperior ordmasculine \
guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute \
Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave \
Uacute Ucircumflex Udieresis Yacute Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute \
ecircumflex edieresis igrave iacute icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave \
uacute ucircumflex udieresis yacute thorn ydieresis";
const OTHERS: &[(&str, &str)] = &[
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotesinglbase", "‚"),
    ("quotedblbase", "„"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("endash", "–"),
    ("emdash", "—"),
    ("bullet", "•"),
    ("ellipsis", "…"),
    ("dagger", "†"),
    ("daggerdbl", "‡"),
    ("perthousand", "‰"),
    ("fraction", "⁄"),
    ("Euro", "€"),
    ("trademark", "™"),
    ("minus", "−"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ff", "ff"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("dotlessi", "ı"),
    ("OE", "Œ"),
    ("oe", "œ"),
    ("Scaron", "Š"),
    ("scaron", "š"),
    ("Zcaron", "Ž"),
    ("zcaron", "ž"),
    ("Ydieresis", "Ÿ"),
    ("Lslash", "Ł"),
    ("lslash", "ł"),
    ("florin", "ƒ"),
    ("circumflex", "ˆ"),
    ("tilde", "˜"),
    ("caron", "ˇ"),
    ("breve", "˘"),
    ("dotaccent", "˙"),
    ("ring", "˚"),
    ("hungarumlaut", "˝"),
    ("ogonek", "˛"),
    ("lessequal", "≤"),
    ("greaterequal", "≥"),
    ("notequal", "≠"),
    ("infinity", "∞"),
    ("nonbreakingspace", " "),
    ("middot", "·"),
    ("softhyphen", "\u{ad}"),
];

/// All names with what they stand for.
fn known() -> &'static FxHashMap<&'static str, String> {
    static KNOWN: OnceLock<FxHashMap<&'static str, String>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let row = |list: &'static str, first: u32| {
            (first..).zip(list.split_whitespace()).filter_map(|(c, n)| Some((n, char::from_u32(c)?.to_string())))
        };
        let others = OTHERS.iter().map(|(n, text)| (*n, (*text).to_owned()));
        row(LATIN1, 0xa0).chain(row(ASCII, 0x20)).chain(others).collect()
    })
}

/// The text of a glyph's name (AGL specification, section 2): known names, `uniXXXX`, `uXXXXXX`, joined by underscores, variants behind a dot.
pub(super) fn text(name: &str) -> Option<String> {
    let base = name.split('.').next().filter(|b| !b.is_empty())?;
    base.split('_').map(one).collect()
}

fn one(name: &str) -> Option<String> {
    if let Some(text) = known().get(name) {
        return Some(text.clone());
    }
    let code = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    if let Some(digits) = name.strip_prefix("uni").filter(|d| !d.is_empty() && d.len() % 4 == 0 && d.is_ascii()) {
        return (0..digits.len()).step_by(4).map(|i| code(digits.get(i..i.saturating_add(4))?)).collect();
    }
    let digits = name.strip_prefix('u').filter(|d| (4..=6).contains(&d.len()))?;
    code(digits).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs() {
        for (name, wanted) in [
            ("A", Some("A")),
            ("asciitilde", Some("~")),
            ("eacute", Some("é")),
            ("ydieresis", Some("ÿ")),
            ("f_i", Some("fi")),
            ("one.oldstyle", Some("1")),
            ("uni9690", Some("隐")),
            ("u20000", Some("\u{20000}")),
            ("g123", None),
            (".notdef", None),
        ] {
            assert_eq!(text(name).as_deref(), wanted, "{name}");
        }
    }
}
