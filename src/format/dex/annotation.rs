//! Annotations on classes and methods: only their types are of interest here (`@JavascriptInterface` and the like).

use super::class::ClassDef;
use super::header::DexFile;
use crate::bytes::{u32_at, uleb128_at};

/// (method index, annotation type index) of the methods of a class that carry annotations. `limit` bounds the items walked.
pub fn method_annotations(dex: &DexFile, class: &ClassDef, limit: &mut u32) -> Vec<(u32, u32)> {
    let mut out = Vec::new();
    let at = class.annotations as usize;
    if at == 0 {
        return out;
    }
    let u = |offset: usize| u32_at(dex.data, offset);
    let (Some(fields), Some(methods)) = (u(at + 4), u(at + 8)) else { return out };
    let first = at.saturating_add(16).saturating_add((fields as usize).saturating_mul(8));
    for row in 0..methods as usize {
        let at = first.saturating_add(row.saturating_mul(8));
        let (Some(method), Some(set)) = (u(at), u(at.saturating_add(4))) else { break };
        let set = set as usize;
        for i in 0..u(set).unwrap_or(0) as usize {
            let Some(left) = limit.checked_sub(1) else { return out };
            *limit = left;
            let Some(item) = u(set.saturating_add(4 + i * 4)) else { break };
            // annotation_item: visibility byte, then the encoded annotation, which begins with its type.
            if let Some((kind, _)) = uleb128_at(dex.data, (item as usize).saturating_add(1)) {
                out.push((method, kind));
            }
        }
    }
    out
}
