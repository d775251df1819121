//! The campaign file: who acts, under which title and batch, by which day. A small TOML that a person writes.

use serde::Deserialize;

use super::review::is_date;
use crate::words::{Lang, Words};

/// ```toml
/// authority = "某省通信管理局"      # without it everything is a draft
/// title = "..."                     # default: that of the style
/// batch = "2026年第4批，总第60批"
/// number = "某通信管罚〔2026〕1号"   # of an order
/// date = "2026-11-24"
/// deadline = "2026-12-01"
/// contact = "..."
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Charter {
    pub authority: Option<String>,
    pub title: Option<String>,
    pub batch: Option<String>,
    pub number: Option<String>,
    pub date: Option<String>,
    pub deadline: Option<String>,
    pub contact: Option<String>,
}

impl Charter {
    pub fn parse(text: &str) -> Result<Charter, String> {
        let charter: Charter = toml::from_str(text).map_err(|e| e.message().to_owned())?;
        for (name, day) in [("date", &charter.date), ("deadline", &charter.deadline)] {
            if let Some(day) = day
                && !is_date(day)
            {
                return Err(format!("{name} = \"{day}\": not a date of the form YYYY-MM-DD"));
            }
        }
        if let (Some(from), Some(to)) = (&charter.date, &charter.deadline)
            && to < from
        {
            return Err(format!("the deadline {to} lies before the date {from}"));
        }
        Ok(charter)
    }

    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref().map(str::trim).filter(|a| !a.is_empty())
    }
}

/// `2026-12-01` as a notice writes it: 2026年12月1日.
pub fn day(date: &str, lang: Lang) -> String {
    let mut parts = date.split('-');
    match (lang, parts.next(), parts.next(), parts.next()) {
        (Lang::Zh, Some(y), Some(m), Some(d)) => format!("{y}年{}月{}日", m.trim_start_matches('0'), d.trim_start_matches('0')),
        _ => date.to_owned(),
    }
}

/// Fills `{name}` places of a sentence. What is filled in is not looked at again, so a value cannot bring places of its own.
pub fn fill(words: &Words, lang: Lang, values: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = words.get(lang);
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let hit = values.iter().find_map(|(name, value)| Some((value, from.strip_prefix('{')?.strip_prefix(name)?.strip_prefix('}')?)));
        match hit {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}
