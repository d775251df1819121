//! Manifests, layouts and XML resources as text: decoded trees such as apktool's, and source trees. Gives the same element tree.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::budget::Budget;
use crate::format::axml::{Attribute, Builder, Element, Source, Tree, Value, attr};
use crate::gap::Read;

/// Reads a document. Entities that a document type declares are not followed: no Android tool writes them.
pub fn read(bytes: &[u8], source: Source, budget: &mut Budget) -> Read<Tree> {
    let mut tree = Builder::new(source);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    loop {
        let at = reader.buffer_position();
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                tree.gap(&format!("damaged XML text: {error}"));
                break;
            }
        };
        if matches!(event, Event::Eof) || !tree.spend(budget) {
            break;
        }
        match event {
            Event::Start(start) => {
                let element = element(&start, at, &mut tree);
                tree.start(element);
            }
            Event::Empty(start) => {
                let element = element(&start, at, &mut tree);
                tree.start(element);
                tree.end(at);
            }
            Event::End(_) => tree.end(at),
            Event::Text(text) => tree.characters(&text),
            Event::CData(text) => tree.characters(&text),
            Event::GeneralRef(name) => tree.characters(&unescape(&format!("&{};", &*name))),
            _ => {}
        }
    }
    if !tree.started() {
        tree.gap("no XML element");
    }
    tree.finish()
}

fn element(start: &BytesStart, at: u64, tree: &mut Builder) -> Element {
    let name = tree.text(start.name().as_ref());
    let mut element = Element { name, offset: at, ..Element::default() };
    for found in start.attributes().with_checks(false) {
        let Ok(found) = found else {
            tree.gap("a damaged attribute");
            continue;
        };
        let key: &str = found.key.as_ref();
        if key.starts_with("xmlns") {
            continue;
        }
        // The prefix is `android` in every tool's output and in all sources; a prefix map would only serve to mislead.
        let (id, name) = match key.strip_prefix("android:") {
            Some(name) => (attr::id_of(name), name),
            None => (None, key.rsplit(':').next().unwrap_or_default()),
        };
        let text = tree.text(&unescape(&found.value));
        element.attributes.push(Attribute {
            id,
            name: name.to_owned(),
            value: if id.is_some() { typed(text) } else { Value::String(text) },
        });
    }
    element
}

/// Predefined entities and character references; others stay as written.
fn unescape(raw: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

/// What aapt would make of an attribute's text.
fn typed(text: String) -> Value {
    let hex = |digits: &str| u32::from_str_radix(digits, 16).ok();
    match text.as_str() {
        "true" => return Value::Bool(true),
        "false" => return Value::Bool(false),
        _ => {}
    }
    if let Ok(number) = text.parse::<i32>() {
        return Value::Int(number);
    }
    if let Some(value) = text.strip_prefix("0x").and_then(hex) {
        return Value::Int(value.cast_signed());
    }
    if let Some(id) = text.strip_prefix("@0x").and_then(hex) {
        return Value::Reference(id);
    }
    Value::String(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    const SOURCE: Source = Source { place: "AndroidManifest.xml", hides: &[] };

    #[test]
    fn a_decoded_manifest_is_the_same_tree() {
        let text = r#"<?xml version="1.0"?><manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.x" android:versionCode="7">
            <uses-permission android:name="android.permission.CAMERA"/><!-- n --><application android:label="A &amp; B" android:debuggable="true"/></manifest>"#;
        let root = read(text.as_bytes(), SOURCE, &mut Budget::default()).value.root.unwrap();
        assert_eq!((root.plain("package"), root.android("versionCode")), (Some("com.x"), Some(&Value::Int(7))));
        assert_eq!(root.children[0].android("name").unwrap().as_str(), Some("android.permission.CAMERA"));
        assert_eq!(root.children[1].android("label").unwrap().as_str(), Some("A & B"));
        assert_eq!(root.children[1].android("debuggable"), Some(&Value::Bool(true)));
    }

    #[test]
    fn entities_of_the_document_are_not_followed() {
        let text = r#"<!DOCTYPE x [<!ENTITY a "bbbb">]><manifest package="&a;">&a;</manifest>"#;
        let root = read(text.as_bytes(), SOURCE, &mut Budget::default()).value.root.unwrap();
        assert_eq!((root.plain("package"), root.text.as_str()), (Some("&a;"), "&a;"));
    }
}
