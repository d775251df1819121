#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::format::build::{Shape, table, type_chunk};

const SOURCE: Source = Source { place: "base.apk!resources.arsc", hides: &[] };

fn sample(shape: Shape) -> Vec<u8> {
    let default = type_chunk(1, b"\0\0", b"\0\0", &[(0, 0, 3, 0), (5, 1, 1, 0x7f01_0000)], shape);
    let chinese = type_chunk(1, b"zh", b"CN", &[(0, 0, 3, 1)], shape);
    table(&["Torch", "手电筒"], &["string"], &["app_name", "alias"], &[default, chinese])
}

#[test]
fn entries_of_every_shape_are_found_by_id_and_by_walking() {
    for shape in [Shape::Plain, Shape::Short, Shape::Sparse, Shape::Compact] {
        let bytes = sample(shape);
        let read = Table::read(&bytes, SOURCE, &mut Budget::default());
        assert_eq!((read.gaps.len(), read.value.anomalies.len()), (0, 0), "{shape:?}");
        let table = read.value;
        let found: Vec<_> = table.lookup(0x7f01_0000, &mut Budget::default()).into_iter().map(|(c, v)| (c.locale.clone(), v)).collect();
        assert_eq!(found, [("".into(), Value::String("Torch".into())), ("zh-rCN".into(), Value::String("手电筒".into()))], "{shape:?}");
        let alias = table.lookup(0x7f01_0005, &mut Budget::default());
        assert_eq!(alias[0].1, Value::Reference(0x7f01_0000), "{shape:?}");
        assert!(table.lookup(0x7f01_0003, &mut Budget::default()).is_empty());
        let (_, chunks) = table.types().next().unwrap();
        let walked: Vec<_> = chunks[0].entries().map(|(i, e)| (i, table.key_name(&chunks[0], e.key).unwrap().into_owned())).collect();
        assert_eq!(walked, [(0, "app_name".into()), (5, "alias".into())], "{shape:?}");
    }
}

#[test]
fn damaged_tables_never_panic() {
    let bytes = sample(Shape::Plain);
    for at in 0..bytes.len() {
        for value in [0, 1, 0x7f, 0x80, 0xff] {
            let mut b = bytes.clone();
            b[at] = value;
            let table = Table::read(&b, SOURCE, &mut Budget::default()).value;
            for id in [0x7f01_0000, 0x7f01_0005] {
                let _ = table.lookup(id, &mut Budget::default());
            }
            let count: usize = table.types().flat_map(|(_, c)| c).map(|t| t.entries().count()).sum();
            assert!(count <= bytes.len(), "more entries than bytes");
        }
        let _ = Table::read(&bytes[..at], SOURCE, &mut Budget::default());
    }
}
