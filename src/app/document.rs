//! One door to the three forms of an XML document inside an app: binary, protobuf, text.

use crate::budget::Budget;
use crate::format::axml::{self, Keep, Source, Tree};
use crate::format::{proto, xml};
use crate::gap::Read;

/// Reads a document in the form that its bytes show. Text is what decoded trees have; Android itself takes binary XML only, a bundle
/// protobuf only.
pub(super) fn read(bytes: &[u8], bundle: bool, source: Source, keep: Keep, budget: &mut Budget) -> Read<Tree> {
    if is_text(bytes) {
        return xml::read(bytes, source, budget);
    }
    if bundle { proto::read_xml(bytes, source, keep, budget) } else { axml::read(bytes, source, keep, budget) }
}

/// The first character that is not white space opens a tag.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.iter().take(256).find(|b| !b.is_ascii_whitespace()) == Some(&b'<')
}
