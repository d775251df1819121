//! Android binary XML (AXML) to an element tree. The same tree is built from protobuf XML (AAB) and from text (decoded trees).

pub mod attr;
mod node;
mod read;

use crate::container::Anomaly;
use crate::gap::Hides;

pub(crate) use node::Builder;
pub use read::{Keep, read};

/// A typed attribute value (ResourceTypes.h, `Res_value`).
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    String(String),
    /// `@0x7f0b0001`: a resource id to be resolved against the table.
    Reference(u32),
    /// `?0x7f0b0001`: a theme attribute.
    Attribute(u32),
    Int(i32),
    Bool(bool),
    Float(f32),
    /// Any other type: (type byte, data).
    Other(u8, u32),
}

impl Value {
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(s) => Some(s),
            _ => None,
        }
    }

    /// A number, also one written as text (decoded trees, some obfuscators).
    pub fn as_int(&self) -> Option<i32> {
        match self {
            Value::Int(i) => Some(*i),
            Value::Bool(b) => Some(i32::from(*b)),
            Value::String(s) => s.parse().ok(),
            _ => None,
        }
    }

    /// A truth value; `TypedArray.getBoolean` takes any number but 0 for true.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            Value::Int(i) => Some(*i != 0),
            Value::String(s) if s == "true" => Some(true),
            Value::String(s) if s == "false" => Some(false),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Framework or app attribute id where the file states one; it decides over the name (the name may lie).
    pub id: Option<u32>,
    pub name: String,
    pub value: Value,
}

/// An element. `offset` is the byte offset of its start chunk (0 for text sources).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Element>,
    pub text: String,
    pub offset: u64,
}

impl Element {
    /// `android:name` and its like: found by resource id, as the platform finds it, never by what the file calls it.
    pub fn android(&self, name: &str) -> Option<&Value> {
        let id = attr::id_of(name)?;
        self.attributes.iter().find(|a| a.id == Some(id)).map(|a| &a.value)
    }

    /// An attribute without namespace, such as `package` or `split`.
    pub fn plain(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.id.is_none() && a.name == name).and_then(|a| a.value.as_str())
    }

    /// The children of one name.
    pub fn named<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |c| c.name == name)
    }
}

/// What a document is for: where it was met, and what is hidden when it cannot be read.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// `base.apk!AndroidManifest.xml`
    pub place: &'a str,
    pub hides: &'a [Hides],
}

/// A document as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub root: Option<Element>,
    /// Each kind of oddity once, at the place where it was met first.
    pub anomalies: Vec<Anomaly>,
}

#[cfg(test)]
mod tests;
