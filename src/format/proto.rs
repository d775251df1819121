//! The protobuf forms of an Android App Bundle (aapt2's `Resources.proto`): `XmlNode` of manifests and layouts, `ResourceTable` of
//! `resources.pb`. A hand-written walker over varints: the two messages need twenty fields, and generated code would give no offsets.

use std::collections::BTreeMap;

use crate::budget::{Budget, Unit};
use crate::format::arsc::Config;
use crate::format::axml::{Attribute, Builder, Element, Keep, Source, Tree, Value};
use crate::gap::{Gap, Read};

/// Messages inside messages: `XmlNode` and `XmlElement` alternate, so twice the depth of elements.
const DEPTH: usize = 1200;

/// One field: its number and what it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wire<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    Fixed32(u32),
    Fixed64(u64),
}

/// The fields of one message in file order. Ends at the first malformed one.
struct Fields<'a> {
    rest: &'a [u8],
    broken: bool,
}

impl<'a> Fields<'a> {
    fn of(message: &'a [u8]) -> Fields<'a> {
        Fields { rest: message, broken: false }
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, len: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(len).ok()?)?;
        self.rest = rest;
        Some(taken)
    }

    fn field(&mut self) -> Option<(u64, Wire<'a>)> {
        let tag = self.varint()?;
        let wire = match tag & 7 {
            0 => Wire::Varint(self.varint()?),
            1 => Wire::Fixed64(u64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            2 => {
                let len = self.varint()?;
                Wire::Bytes(self.take(len)?)
            }
            5 => Wire::Fixed32(u32::from_le_bytes(self.take(4)?.try_into().ok()?)),
            _ => return None,
        };
        Some((tag >> 3, wire))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Wire<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.broken = true;
            self.rest = &[];
        }
        field
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// First value of a field that holds a message or a string.
fn inner(message: &[u8], number: u64) -> Option<&[u8]> {
    Fields::of(message).find_map(|(n, w)| match w {
        Wire::Bytes(b) if n == number => Some(b),
        _ => None,
    })
}

fn number(message: &[u8], number: u64) -> Option<u64> {
    Fields::of(message).find_map(|(n, w)| match w {
        Wire::Varint(v) if n == number => Some(v),
        _ => None,
    })
}

/// Reads an `XmlNode` document. `offset` of an element is where its message begins.
pub fn read_xml(bytes: &[u8], source: Source, keep: Keep, budget: &mut Budget) -> Read<Tree> {
    let mut tree = Builder::new(source);
    let at = |message: &[u8]| (message.as_ptr() as usize).saturating_sub(bytes.as_ptr() as usize) as u64;
    // What is still to do, last first: a node to open, or an element to close.
    enum Step<'a> {
        Node(&'a [u8]),
        End,
    }
    let mut steps = vec![Step::Node(bytes)];
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::End => {
                tree.end(0);
                continue;
            }
            Step::Node(node) => node,
        };
        if !tree.spend(budget) {
            break;
        }
        if let Some(characters) = inner(node, 2) {
            tree.characters(&text(characters));
        }
        let Some(message) = inner(node, 1) else { continue };
        let mut element = Element { offset: at(message), ..Element::default() };
        let mut children = Vec::new();
        let mut fields = Fields::of(message);
        for (n, wire) in fields.by_ref() {
            match (n, wire) {
                (3, Wire::Bytes(name)) => element.name = tree.text(&text(name)),
                (4, Wire::Bytes(attribute)) => {
                    if !tree.spend(budget) {
                        break;
                    }
                    element.attributes.extend(attribute_of(attribute, keep, &mut tree));
                }
                (5, Wire::Bytes(child)) => children.push(Step::Node(child)),
                _ => {}
            }
        }
        if fields.broken {
            tree.gap("damaged protobuf XML");
        }
        tree.start(element);
        if steps.len() > DEPTH.saturating_mul(1000) {
            tree.gap("more elements than are read of one document");
            break;
        }
        steps.push(Step::End);
        steps.extend(children.into_iter().rev());
    }
    if !tree.started() {
        tree.gap("no protobuf XML");
    }
    tree.finish()
}

fn attribute_of(message: &[u8], keep: Keep, tree: &mut Builder) -> Option<Attribute> {
    let id = number(message, 5).and_then(|id| u32::try_from(id).ok()).filter(|id| *id != 0);
    if !keep.takes(id) {
        return None;
    }
    let known = id.and_then(crate::format::axml::attr::name_of);
    let name = match known {
        Some(known) => known.to_owned(),
        None => tree.text(&text(inner(message, 2).unwrap_or(&[]))),
    };
    let value = match inner(message, 6).and_then(item) {
        Some(value) => value,
        None => Value::String(tree.text(&text(inner(message, 3).unwrap_or(&[])))),
    };
    Some(Attribute { id, name, value })
}

/// `Item`.
fn item(message: &[u8]) -> Option<Value> {
    let (field, wire) = Fields::of(message).find(|(n, _)| (1..=7).contains(n))?;
    let Wire::Bytes(message) = wire else { return None };
    match field {
        1 => {
            // Reference: by id where aapt2 knew one, else by name.
            let attribute = number(message, 1) == Some(1);
            match number(message, 2).and_then(|id| u32::try_from(id).ok()).filter(|id| *id != 0) {
                Some(id) if attribute => Some(Value::Attribute(id)),
                Some(id) => Some(Value::Reference(id)),
                None => Some(Value::String(format!("@{}", text(inner(message, 3).unwrap_or(&[]))))),
            }
        }
        // String, raw string, styled string, file reference: their text is field 1.
        2..=5 => Some(Value::String(text(inner(message, 1).unwrap_or(&[])))),
        7 => primitive(message),
        _ => None,
    }
}

/// `Primitive`.
fn primitive(message: &[u8]) -> Option<Value> {
    let (field, wire) = Fields::of(message).next()?;
    Some(match (field, wire) {
        (3, Wire::Fixed32(bits)) => Value::Float(f32::from_bits(bits)),
        // int32 is written as a 64-bit varint when negative.
        (6 | 7, Wire::Varint(v)) => Value::Int((v as u32).cast_signed()),
        (8, Wire::Varint(v)) => Value::Bool(v != 0),
        (f, Wire::Varint(v)) => Value::Other(f as u8, v as u32),
        (f, _) => Value::Other(f as u8, 0),
    })
}

/// A resource of `resources.pb`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// `string`, `layout` ...
    pub kind: String,
    pub name: String,
    pub values: Vec<(Config, Value)>,
    /// Texts of arrays and plurals.
    pub texts: Vec<(Config, String)>,
}

/// `ResourceTable` by resource id.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub resources: BTreeMap<u32, Resource>,
}

impl Table {
    /// Reads a whole table.
    pub fn read(bytes: &[u8], source: Source, budget: &mut Budget) -> Read<Table> {
        let mut table = Table::default();
        let mut whole = true;
        for package in repeated(bytes, 2) {
            let package_id = inner(package, 1).and_then(|m| number(m, 1)).unwrap_or(0x7f) as u32;
            for kind in repeated(package, 3) {
                let kind_id = inner(kind, 1).and_then(|m| number(m, 1)).unwrap_or(0) as u32;
                let kind_name = text(inner(kind, 2).unwrap_or(&[]));
                for entry in repeated(kind, 3) {
                    whole &= budget.take(Unit::Nodes, 1);
                    if !whole {
                        break;
                    }
                    let entry_id = inner(entry, 1).and_then(|m| number(m, 1)).unwrap_or(0) as u32;
                    let id = (package_id & 0xff) << 24 | (kind_id & 0xff) << 16 | (entry_id & 0xffff);
                    let name = text(inner(entry, 2).unwrap_or(&[]));
                    let resource = table.resources.entry(id).or_default();
                    (resource.kind, resource.name) = (kind_name.clone(), name);
                    for configured in repeated(entry, 6) {
                        whole &= budget.take(Unit::Nodes, 1);
                        resource.add(configured);
                    }
                }
            }
        }
        let mut gaps = Vec::new();
        if table.resources.is_empty() || !whole {
            gaps.push(Gap::unreadable("the resource table could not be read in full", source.place, source.hides));
        }
        Read { value: table, gaps }
    }

    /// Every value of a resource id with its configuration.
    pub fn lookup(&self, id: u32) -> Vec<(&Config, Value)> {
        self.resources.get(&id).map_or_else(Vec::new, |r| r.values.iter().map(|(c, v)| (c, v.clone())).collect())
    }
}

impl Resource {
    /// `ConfigValue`.
    fn add(&mut self, configured: &[u8]) {
        let config = inner(configured, 1).unwrap_or(&[]);
        let mut read = Config::of_tag(&text(inner(config, 3).unwrap_or(&[])));
        for (n, wire) in Fields::of(config) {
            match (n, wire) {
                (24, Wire::Varint(sdk)) => read.sdk = sdk as u16,
                (3, _) => {}
                _ => read.special = read.special.saturating_add(1),
            }
        }
        let Some(value) = inner(configured, 2) else { return };
        if let Some(value) = inner(value, 4).and_then(item) {
            self.values.push((read, value));
        } else if let Some(compound) = inner(value, 5) {
            // CompoundValue: array = 4, plural = 5; their elements are field 1, the items field 3 of these.
            for list in [inner(compound, 4), inner(compound, 5)].into_iter().flatten() {
                for element in repeated(list, 1) {
                    if let Some(Value::String(text)) = inner(element, 3).or_else(|| inner(element, 4)).and_then(item) {
                        self.texts.push((read.clone(), text));
                    }
                }
            }
        }
    }
}

/// All values of a field that holds messages.
fn repeated(message: &[u8], number: u64) -> impl Iterator<Item = &[u8]> {
    Fields::of(message).filter_map(move |(n, w)| match w {
        Wire::Bytes(b) if n == number => Some(b),
        _ => None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    fn varint(mut v: u64) -> Vec<u8> {
        let mut out = Vec::new();
        while v > 0x7f {
            out.push(v as u8 | 0x80);
            v >>= 7;
        }
        out.push(v as u8);
        out
    }

    fn n(field: u64, v: u64) -> Vec<u8> {
        [varint(field << 3), varint(v)].concat()
    }

    fn m(field: u64, parts: &[Vec<u8>]) -> Vec<u8> {
        let body = parts.concat();
        [varint(field << 3 | 2), varint(body.len() as u64), body].concat()
    }

    fn s(field: u64, text: &str) -> Vec<u8> {
        m(field, &[text.as_bytes().to_vec()])
    }

    const SOURCE: Source = Source { place: "base!m", hides: &[] };

    #[test]
    fn a_manifest_in_protobuf_is_the_same_tree() {
        let permission =
            m(5, &[m(1, &[s(3, "uses-permission"), m(4, &[s(2, "name"), s(3, "android.permission.CAMERA"), n(5, 0x0101_0003)])])]);
        let code = m(4, &[s(2, "versionCode"), s(3, "7"), n(5, 0x0101_021b), m(6, &[m(7, &[n(6, 7)])])]);
        let label = m(4, &[s(2, "label"), n(5, 0x0101_0001), m(6, &[m(1, &[n(2, 0x7f01_0000)])])]);
        let doc = m(1, &[s(3, "manifest"), m(4, &[s(2, "package"), s(3, "com.x")]), code, label, permission]);
        let root = read_xml(&doc, SOURCE, Keep::All, &mut Budget::default()).value.root.unwrap();
        assert_eq!((root.name.as_str(), root.plain("package")), ("manifest", Some("com.x")));
        assert_eq!(root.android("versionCode"), Some(&Value::Int(7)));
        assert_eq!(root.android("label"), Some(&Value::Reference(0x7f01_0000)));
        assert_eq!(root.children[0].android("name"), Some(&Value::String("android.permission.CAMERA".into())));
    }

    #[test]
    fn a_table_gives_values_by_id_and_language() {
        let value = |locale: &str, t: &str| m(6, &[m(1, &[s(3, locale)]), m(2, &[m(4, &[m(2, &[s(1, t)])])])]);
        let entry = m(3, &[m(1, &[n(1, 2)]), s(2, "app_name"), value("", "Torch"), value("zh-CN", "手电筒")]);
        let table = m(2, &[m(1, &[n(1, 0x7f)]), m(3, &[m(1, &[n(1, 1)]), s(2, "string"), entry])]);
        let table = Table::read(&table, SOURCE, &mut Budget::default()).value;
        let found: Vec<_> = table.lookup(0x7f01_0002).into_iter().map(|(c, v)| (c.locale.clone(), v)).collect();
        assert_eq!(found, [("".into(), Value::String("Torch".into())), ("zh-rCN".into(), Value::String("手电筒".into()))]);
    }

    #[test]
    fn damaged_and_endless_messages_end() {
        for bytes in [&[0x0a, 0xff, 0xff, 0xff, 0x7f][..], &[0xff; 40], &[0x0b], b"", &[0x0a, 2, 0x0a]] {
            let read = read_xml(bytes, SOURCE, Keep::All, &mut Budget::default());
            assert!(read.value.root.is_none_or(|r| r.name.is_empty()), "{bytes:?}");
        }
        let mut nested = s(3, "x");
        for _ in 0..2000 {
            nested = [s(3, "x"), m(5, &[m(1, &[nested])])].concat();
        }
        let read = read_xml(&m(1, &[nested]), SOURCE, Keep::All, &mut Budget::default());
        assert!(read.value.root.is_some() && !read.gaps.is_empty());
    }
}
