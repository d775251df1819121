//! The resource tables of all modules as one: a language split holds the Chinese texts of the base's labels.

use crate::budget::Budget;
use crate::format::axml::Value;
use crate::format::{arsc, proto};

use super::manifest::Label;

/// References to references; the platform follows twenty (`ResTable::resolveReference`).
const CHAIN: usize = 20;

pub(super) enum Table<'a> {
    Binary(arsc::Table<'a>),
    Proto(proto::Table),
}

/// One table a module, in order of modules.
#[derive(Default)]
pub(super) struct Resources<'a> {
    pub tables: Vec<Table<'a>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Speech {
    Default,
    Chinese,
}

impl Resources<'_> {
    /// The best value of an id for a language, and whether that language had one of its own.
    fn best(&self, id: u32, speech: Speech, budget: &mut Budget) -> Option<(Value, bool)> {
        let mut best: Option<((u8, u32, u16), Value, bool)> = None;
        for table in &self.tables {
            let found = match table {
                Table::Binary(t) => t.lookup(id, budget),
                Table::Proto(t) => t.lookup(id),
            };
            for (config, value) in found {
                let chinese = config.chinese().filter(|_| speech == Speech::Chinese);
                let language = match chinese {
                    Some(rank) => rank,
                    None if config.locale.is_empty() => 8,
                    // A text in another language only is better than none.
                    None => 9,
                };
                let rank = (language, config.special, config.sdk);
                if best.as_ref().is_none_or(|b| rank < b.0) {
                    best = Some((rank, value, chinese.is_some()));
                }
            }
        }
        best.map(|(_, value, own)| (value, own))
    }

    fn resolve(&self, value: &Value, speech: Speech, budget: &mut Budget) -> (Option<Value>, bool) {
        let (mut value, mut own) = (value.clone(), false);
        for _ in 0..CHAIN {
            let Value::Reference(id) = value else { return (Some(value), own) };
            match self.best(id, speech, budget) {
                Some((next, chinese)) => {
                    value = next;
                    own |= chinese;
                }
                None => return (None, own),
            }
        }
        (None, own)
    }

    /// The value behind references; `None` where they lead nowhere, in a circle, or into the framework.
    pub fn value(&self, value: &Value, budget: &mut Budget) -> Option<Value> {
        self.resolve(value, Speech::Default, budget).0
    }

    /// As text, in the default language.
    pub fn text(&self, value: &Value, budget: &mut Budget) -> Option<String> {
        self.value(value, budget).and_then(|v| written(&v))
    }

    /// As text in Chinese where there is one, else as [`Resources::text`].
    pub fn chinese_first(&self, value: &Value, budget: &mut Budget) -> Option<String> {
        self.resolve(value, Speech::Chinese, budget).0.and_then(|v| written(&v))
    }

    /// The text by language; `zh` only where the app has one of its own.
    pub fn label(&self, value: &Value, budget: &mut Budget) -> Label {
        let (chinese, own) = self.resolve(value, Speech::Chinese, budget);
        Label { default: self.text(value, budget), zh: chinese.filter(|_| own).and_then(|v| written(&v)) }
    }

    pub fn bool(&self, value: Option<&Value>, budget: &mut Budget) -> Option<bool> {
        self.value(value?, budget)?.as_bool()
    }

    pub fn int(&self, value: Option<&Value>, budget: &mut Budget) -> Option<i32> {
        self.value(value?, budget)?.as_int()
    }
}

/// A resolved value as text; references and theme attributes are none.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Int(i) => Some(i.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        Value::Float(f) => Some(f.to_string()),
        Value::Reference(_) | Value::Attribute(_) | Value::Other(..) => None,
    }
}

/// As [`written`], with references that lead nowhere as `@0x7f0b0001`.
pub(super) fn as_written(value: &Value) -> String {
    match value {
        Value::Reference(id) => format!("@0x{id:08x}"),
        Value::Attribute(id) => format!("?0x{id:08x}"),
        Value::Other(_, data) => format!("0x{data:08x}"),
        other => written(other).unwrap_or_default(),
    }
}
