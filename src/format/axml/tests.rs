#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::arithmetic_side_effects)]
//! Each trick by name: a clean document, one change, and what must still be read. `refused` is what Android's own reader does.

use super::*;
use crate::budget::{Budget, Unit};
use crate::format::build::{Attr, Step, Val, Xml, chunk, name};

const SOURCE: Source = Source { place: "base.apk!AndroidManifest.xml", hides: &[Hides::Manifest] };

fn steps() -> Vec<Step> {
    vec![
        Step::Open("manifest", vec![Attr("package", 0, Val::Str("com.x")), Attr("versionCode", 0x0101_021b, Val::Raw(0x10, 7))]),
        Step::Open("uses-permission", vec![name("android.permission.CAMERA")]),
        Step::Close("uses-permission"),
        Step::Close("manifest"),
    ]
}

fn clean() -> Xml {
    Xml::new(&steps(), true)
}

fn tree(bytes: &[u8]) -> Tree {
    read(bytes, SOURCE, Keep::All, &mut Budget::default()).value
}

/// Package, version code and permission of the root, in short.
fn facts(tree: &Tree) -> Option<(String, i32, String)> {
    let root = tree.root.as_ref()?;
    let permission = root.named("uses-permission").next()?.android("name")?.as_str()?;
    Some((root.plain("package")?.into(), root.android("versionCode")?.as_int()?, permission.into()))
}

fn put(bytes: &mut [u8], at: usize, value: u32) {
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

#[test]
fn tricks_change_nothing_and_are_said() {
    type Trick = (&'static str, fn(Xml) -> Vec<u8>, &'static str, bool);
    let tricks: &[Trick] = &[
        (
            "first type 0",
            |x| {
                let mut b = x.bytes();
                b[0] = 0;
                b
            },
            "axml-type",
            false,
        ),
        (
            "first type 1",
            |x| {
                let mut b = x.bytes();
                b[0] = 1;
                b
            },
            "axml-type",
            false,
        ),
        (
            "file size too big",
            |x| {
                let mut b = x.bytes();
                let n = b.len() as u32 * 3;
                put(&mut b, 4, n);
                b
            },
            "axml-file-size",
            true,
        ),
        (
            "trailing garbage",
            |x| {
                let mut b = x.bytes();
                b.extend([0xaa; 512]);
                b
            },
            "axml-trailing",
            false,
        ),
        (
            "string count huge",
            |x| {
                let mut b = x.bytes();
                let n = crate::bytes::u32_at(&b, 16).unwrap() + 0x2000_0000;
                put(&mut b, 16, n);
                b
            },
            "axml-pool-string-count",
            true,
        ),
        (
            "style count huge",
            |x| {
                let mut b = x.bytes();
                put(&mut b, 20, 0x0fff_ffff);
                b
            },
            "axml-pool-style-start",
            true,
        ),
        (
            "junk chunk after the pool",
            |mut x| {
                x.map = [chunk(0x7777, &[], &[0x55; 24]), x.map].concat();
                x.bytes()
            },
            "axml-unknown-chunk",
            false,
        ),
        (
            "junk chunk before the pool",
            |mut x| {
                x.pool = [chunk(0x7777, &[], &[0x55; 24]), x.pool].concat();
                x.bytes()
            },
            "axml-unknown-chunk",
            false,
        ),
        (
            "unknown node",
            |mut x| {
                x.nodes.insert(1, chunk(0x7777, &[0; 8], &[0; 8]));
                x.bytes()
            },
            "axml-unknown-chunk",
            false,
        ),
        (
            "zero-size end namespace",
            |mut x| {
                let mut n = chunk(0x0101, &[0; 8], &[0; 8]);
                put(&mut n, 4, 0);
                x.nodes.push(n);
                x.bytes()
            },
            "axml-chunk-size",
            false,
        ),
        (
            "chunk of impossible size inside",
            |mut x| {
                let mut n = chunk(0x0101, &[0; 8], &[0; 8]);
                put(&mut n, 4, 0);
                x.nodes.insert(1, n);
                x.bytes()
            },
            "axml-chunk-size",
            true,
        ),
    ];
    for (trick, make, id, refused) in tricks {
        let read = tree(&make(clean()));
        assert_eq!(facts(&read), Some(("com.x".into(), 7, "android.permission.CAMERA".into())), "{trick}");
        let odd = read.anomalies.iter().find(|a| a.id == *id);
        assert_eq!(odd.map(|a| a.refused), Some(*refused), "{trick}: {:?}", read.anomalies);
    }
}

#[test]
fn a_clean_document_has_no_oddity_in_either_encoding() {
    for utf8 in [true, false] {
        let read = tree(&Xml::new(&steps(), utf8).bytes());
        assert_eq!((facts(&read).is_some(), read.anomalies), (true, vec![]));
    }
}

#[test]
fn attributes_may_start_later_and_be_longer() {
    let mut shifted = clean();
    for node in &mut shifted.nodes {
        if node[0] == 2 {
            node.splice(36..36, [0x99; 8]);
            let size = node.len() as u32;
            put(node, 4, size);
            node[24] = 28;
        }
    }
    let mut longer = clean();
    for node in &mut longer.nodes {
        if node[0] == 2 {
            let mut out = node[..36].to_vec();
            node[36..].chunks(20).for_each(|a| out.extend([a, &[0x77; 4]].concat()));
            let size = out.len() as u32;
            put(&mut out, 4, size);
            out[26] = 24;
            *node = out;
        }
    }
    for (x, id) in [(shifted, "axml-attribute-start"), (longer, "axml-attribute-size")] {
        let read = tree(&x.bytes());
        assert!(facts(&read).is_some() && read.anomalies.iter().any(|a| a.id == id && !a.refused), "{id}");
    }
}

#[test]
fn the_resource_id_decides_over_the_name() {
    let lying = [
        Step::Open("manifest", vec![Attr("package", 0, Val::Str("com.x")), Attr("qqq", 0x0101_021b, Val::Raw(0x10, 7))]),
        Step::Open(
            "uses-permission",
            vec![Attr("label", 0x0101_0003, Val::Str("android.permission.CAMERA")), Attr("name", 0, Val::Str("a decoy"))],
        ),
    ];
    let read = tree(&Xml::new(&lying, true).bytes());
    assert_eq!(facts(&read), Some(("com.x".into(), 7, "android.permission.CAMERA".into())));
    assert!(read.anomalies.iter().any(|a| a.id == "axml-attribute-name" && !a.common));
}

#[test]
fn deep_and_wide_documents_are_bounded_and_what_follows_is_still_read() {
    for depth in [600, 20_000] {
        let mut x = clean();
        let (open, close) = (x.nodes[1].clone(), x.nodes[2].clone());
        let nested = [vec![open; depth], vec![close; depth]].concat();
        x.nodes.splice(1..1, nested);
        let read = read(&x.bytes(), SOURCE, Keep::All, &mut Budget::default());
        let root = read.value.root.unwrap();
        assert_eq!((root.children.len(), read.gaps.len()), (2, 1), "{depth}");
    }
    let few = read(&clean().bytes(), SOURCE, Keep::All, &mut Budget::default().with(Unit::Nodes, 4));
    assert!(!few.gaps.is_empty());
}

#[test]
fn damaged_bytes_never_panic() {
    let bytes = clean().bytes();
    let mut seed = 1u32;
    let mut random = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 8
    };
    for _ in 0..2000 {
        let mut b = bytes.clone();
        for _ in 0..1 + random() % 6 {
            let at = random() as usize % b.len();
            b[at] = [0, 1, 0x7f, 0x80, 0xff, random() as u8][random() as usize % 6];
        }
        if random() % 4 == 0 {
            b.truncate(random() as usize % b.len());
        }
        let read = read(&b, SOURCE, Keep::All, &mut Budget::default());
        assert!(read.value.root.is_some() || !read.gaps.is_empty(), "neither a tree nor a gap");
    }
}
