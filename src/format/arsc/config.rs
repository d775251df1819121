//! The configuration a resource value is for (ResourceTypes.h, `ResTable_config`): its locale, and how special it is otherwise.

use crate::bytes::{slice_at, u8_at, u16_at, u32_at};

/// Locale as written in resource folders (`""`, `zh`, `zh-rCN`, `b+zh+Hans`), and how much else the configuration asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Config {
    pub locale: String,
    /// Bytes of the configuration that are set, locale and platform version aside: 0 fits every device.
    pub special: u32,
    /// `-v21`.
    pub sdk: u16,
}

impl Config {
    /// Reads a configuration of the size it states, as far as bytes exist.
    pub fn read(bytes: &[u8]) -> Config {
        let size = u32_at(bytes, 0).map_or(0, |s| s as usize).clamp(4, 64).min(bytes.len());
        let bytes = bytes.get(..size).unwrap_or(&[]);
        let language = packed(bytes, 8, b'a');
        let country = packed(bytes, 10, b'0');
        let script = plain(bytes, 36, 4);
        let variant = plain(bytes, 40, 8);
        let set = |from: usize, to: usize| bytes.get(from..to.min(bytes.len())).unwrap_or(&[]).iter().filter(|b| **b != 0).count();
        let special = [(4, 8), (12, 24), (28, 36), (48, 52)].iter().map(|(a, b)| set(*a, *b)).sum::<usize>();
        Config { locale: folder_name(&language, &country, &script, &variant), special: special as u32, sdk: u16_at(bytes, 24).unwrap_or(0) }
    }

    /// From a BCP 47 tag (`zh-Hans-CN`), as the protobuf table has it.
    pub fn of_tag(tag: &str) -> Config {
        let (mut language, mut country, mut script, mut variant) = (String::new(), String::new(), String::new(), String::new());
        for (i, part) in tag.split(['-', '_']).take(4).enumerate() {
            match part.len() {
                _ if i == 0 => language = part.to_ascii_lowercase(),
                4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => script = part.into(),
                2 | 3 => country = part.to_ascii_uppercase(),
                _ => variant = part.into(),
            }
        }
        Config { locale: folder_name(&language, &country, &script, &variant), special: 0, sdk: 0 }
    }

    /// How well this suits a device set to Chinese as in mainland China, best first; `None` for other languages.
    pub fn chinese(&self) -> Option<u8> {
        Some(match self.locale.as_str() {
            "zh-rCN" | "b+zh+Hans+CN" | "b+zh+Hans" => 0,
            "zh" => 1,
            "zh-rTW" | "zh-rHK" | "zh-rMO" => 4,
            l if l.starts_with("b+zh+Hant") => 3,
            l if l.starts_with("zh-") || l.starts_with("b+zh+") => 2,
            _ => return None,
        })
    }
}

/// Two letters, or three letters packed in 15 bits (`ResTable_config::unpackLanguageOrRegion`).
fn packed(bytes: &[u8], at: usize, base: u8) -> String {
    let (Some(a), Some(b)) = (u8_at(bytes, at), u8_at(bytes, at.saturating_add(1))) else { return String::new() };
    if a & 0x80 != 0 {
        let letters = [b & 0x1f, (b >> 5) | ((a & 0x03) << 3), (a & 0x7c) >> 2];
        return letters.iter().map(|l| char::from(base.saturating_add(*l))).filter(char::is_ascii_alphanumeric).collect();
    }
    [a, b].iter().filter(|c| c.is_ascii_alphanumeric()).map(|c| char::from(*c)).collect()
}

fn plain(bytes: &[u8], at: usize, len: usize) -> String {
    slice_at(bytes, at, len).unwrap_or(&[]).iter().filter(|c| c.is_ascii_alphanumeric()).map(|c| char::from(*c)).collect()
}

fn folder_name(language: &str, country: &str, script: &str, variant: &str) -> String {
    if language.is_empty() {
        return String::new();
    }
    if script.is_empty() && variant.is_empty() {
        return if country.is_empty() { language.into() } else { format!("{language}-r{country}") };
    }
    let parts = [language, script, country, variant];
    parts.iter().filter(|p| !p.is_empty()).fold(String::from("b"), |s, p| s + "+" + p)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(language: &[u8; 2], country: &[u8; 2], script: &[u8; 4]) -> Config {
        let mut b = vec![0u8; 64];
        b.splice(0..4, 64u32.to_le_bytes());
        b.splice(8..10, *language);
        b.splice(10..12, *country);
        b.splice(36..40, *script);
        Config::read(&b)
    }

    #[test]
    fn locales_read_as_folder_names() {
        let none = b"\0\0\0\0";
        for (language, country, script, expect, chinese) in [
            (b"\0\0", b"\0\0", none, "", None),
            (b"zh", b"\0\0", none, "zh", Some(1)),
            (b"zh", b"CN", none, "zh-rCN", Some(0)),
            (b"zh", b"TW", none, "zh-rTW", Some(4)),
            (b"zh", b"\0\0", b"Hans", "b+zh+Hans", Some(0)),
            (b"zh", b"HK", b"Hant", "b+zh+Hant+HK", Some(3)),
            (b"en", b"US", none, "en-rUS", None),
            (b"\xad\x05", b"\0\0", none, "fil", None),
        ] {
            let c = config(language, country, script);
            assert_eq!((c.locale.as_str(), c.chinese(), c.special), (expect, chinese, 0));
        }
    }

    #[test]
    fn tags_read_the_same() {
        for (tag, expect) in
            [("", ""), ("zh", "zh"), ("zh-CN", "zh-rCN"), ("zh-Hans", "b+zh+Hans"), ("zh-Hans-CN", "b+zh+Hans+CN"), ("fil", "fil")]
        {
            assert_eq!(Config::of_tag(tag).locale, expect);
        }
    }
}
