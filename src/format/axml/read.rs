//! The reader of binary XML: it takes what the platform takes (ResourceTypes.cpp, `ResXMLTree::setTo`, `ResXMLParser::nextNode`),
//! not what the format description says. The platform looks at little; every further demand would be a way around us. Where the
//! platform refuses, the reading goes on as well as it can and the anomaly says `refused`.

use super::node::Builder;
use super::{Attribute, Element, Source, Tree, Value, attr};
use crate::budget::Budget;
use crate::bytes::{u8_at, u16_at, u32_at};
use crate::format::pool::Pool;
use crate::gap::Read;

const XML: u16 = 0x0003;
const STRING_POOL: u16 = 0x0001;
const START_NAMESPACE: u16 = 0x0100;
const START_ELEMENT: u16 = 0x0102;
const END_ELEMENT: u16 = 0x0103;
const CDATA: u16 = 0x0104;
const LAST_NODE: u16 = 0x017f;
const RESOURCE_MAP: u16 = 0x0180;

/// `ResChunk_header`, `ResXMLTree_node`, `ResXMLTree_attrExt`, `ResXMLTree_attribute`.
const CHUNK: usize = 8;
const NODE: usize = 16;
const START_EXT: usize = 20;
const ATTRIBUTE: usize = 20;
const NOTHING: u32 = u32::MAX;

/// Which attributes are kept. Layouts carry ten times more about looks than about meaning.
#[derive(Clone, Copy, Debug)]
pub enum Keep<'k> {
    All,
    /// These ids and all attributes without one.
    Only(&'k [u32]),
}

impl Keep<'_> {
    pub(crate) fn takes(self, id: Option<u32>) -> bool {
        match (self, id) {
            (Keep::All, _) | (_, None) => true,
            (Keep::Only(ids), Some(id)) => ids.contains(&id),
        }
    }
}

/// Reads a document. Always gives what could be read.
pub fn read(bytes: &[u8], source: Source, keep: Keep, budget: &mut Budget) -> Read<Tree> {
    let mut reader = Reader { bytes, end: bytes.len(), pool: Pool::default(), ids: Vec::new(), keep, tree: Builder::new(source) };
    reader.run(budget);
    reader.tree.finish()
}

struct Reader<'a, 's, 'k> {
    bytes: &'a [u8],
    /// End of the document as the platform sees it.
    end: usize,
    pool: Pool<'a>,
    /// Resource map: the id of each name, and the framework's own name for it.
    ids: Vec<(u32, Option<&'static str>)>,
    keep: Keep<'k>,
    tree: Builder<'s>,
}

/// A chunk whose bounds were checked.
#[derive(Clone, Copy)]
struct Chunk {
    at: usize,
    kind: u16,
    header: usize,
    end: usize,
}

impl<'a> Reader<'a, '_, '_> {
    fn run(&mut self, budget: &mut Budget) {
        let Some(mut at) = self.header() else {
            self.tree.gap("no binary XML");
            return;
        };
        let mut nodes = false;
        // setTo stops before the last eight bytes; nextNode goes to the end.
        while at.saturating_add(CHUNK) <= self.end {
            if !self.tree.spend(budget) {
                return;
            }
            let chunk = match self.chunk(at, if nodes { NODE } else { CHUNK }) {
                Some(chunk) => chunk,
                None if self.tree.complete() => {
                    // The platform has stopped reading by now.
                    self.tree.odd("chunk-size", "a chunk behind the last element states a size that cannot be", at as u64, false, false);
                    return;
                }
                None => {
                    self.tree.odd("chunk-size", "a chunk states a size that cannot be", at as u64, true, false);
                    if u16_at(self.bytes, at) == Some(STRING_POOL) && !nodes {
                        self.string_pool(at, self.end);
                    }
                    match self.next_plausible(at) {
                        Some(next) => {
                            at = next;
                            continue;
                        }
                        None => {
                            self.tree.gap("damaged binary XML: nothing readable after a chunk of impossible size");
                            return;
                        }
                    }
                }
            };
            match chunk.kind {
                STRING_POOL if !nodes => {
                    if !self.pool.is_empty() {
                        self.tree.odd("second-pool", "a second string pool, which replaces the first", at as u64, false, false);
                    }
                    self.string_pool(at, chunk.end);
                }
                RESOURCE_MAP if !nodes => self.resource_map(chunk),
                START_NAMESPACE..=LAST_NODE => {
                    nodes = true;
                    self.node(chunk, budget);
                }
                _ => self.tree.odd("unknown-chunk", "a chunk of a type that means nothing here", at as u64, false, false),
            }
            at = chunk.end;
        }
        if !self.tree.started() {
            self.tree.odd("no-element", "binary XML without any element", at as u64, true, false);
            self.tree.gap("binary XML without any element");
        }
    }

    /// Checks the file header; gives the place of the first chunk.
    fn header(&mut self) -> Option<usize> {
        let len = self.bytes.len();
        let (kind, header, size) = (u16_at(self.bytes, 0)?, usize::from(u16_at(self.bytes, 2)?), u32_at(self.bytes, 4)? as usize);
        if kind != XML {
            self.tree.odd("type", "the first type field is not that of binary XML; Android does not look at it", 0, false, false);
        }
        let mut start = header;
        if header < CHUNK || header > size.min(len) {
            self.tree.odd("header-size", "the file header states a size that cannot be", 2, true, false);
            start = CHUNK;
        } else if header != CHUNK {
            self.tree.odd("header-size", "the file header is longer than the format's", 2, false, false);
        }
        if size > len {
            self.tree.odd("file-size", "the file states more bytes than it has", 4, true, false);
        } else if size < len {
            self.tree.odd("trailing", "bytes behind the stated end of the file", size as u64, false, false);
            // An end before any chunk would hide the document from us only: Android refuses such a file.
            if size > start.saturating_add(CHUNK) {
                self.end = size;
            }
        }
        Some(start)
    }

    /// `validate_chunk` of the platform.
    fn chunk(&self, at: usize, least: usize) -> Option<Chunk> {
        let (kind, header, size) = (
            u16_at(self.bytes, at)?,
            usize::from(u16_at(self.bytes, at.checked_add(2)?)?),
            u32_at(self.bytes, at.checked_add(4)?)? as usize,
        );
        let end = at.checked_add(size)?;
        let fits = header >= least && header <= size && (header | size) & 3 == 0 && end <= self.end && size >= CHUNK;
        fits.then_some(Chunk { at, kind, header, end })
    }

    /// The next place that looks like a node or a resource map. Goes forward only, so all searches together are linear.
    fn next_plausible(&self, from: usize) -> Option<usize> {
        let mut at = from.checked_add(4)?;
        while at.checked_add(CHUNK)? <= self.end {
            let (kind, header) = (u16_at(self.bytes, at)?, u16_at(self.bytes, at.checked_add(2)?)?);
            let known = match kind {
                RESOURCE_MAP => usize::from(header) == CHUNK,
                START_NAMESPACE..=CDATA => usize::from(header) == NODE,
                _ => false,
            };
            if known && self.chunk(at, CHUNK).is_some() {
                return Some(at);
            }
            at = at.checked_add(4)?;
        }
        None
    }

    fn string_pool(&mut self, at: usize, end: usize) {
        let (pool, faults) = Pool::read(self.bytes.get(at..end).unwrap_or(&[]));
        for fault in faults {
            self.tree.odd(fault.id, fault.what, at as u64, fault.refused, false);
        }
        self.pool = pool;
    }

    fn resource_map(&mut self, chunk: Chunk) {
        let body = chunk.at.saturating_add(chunk.header);
        let words = self.bytes.get(body..chunk.end).unwrap_or(&[]).chunks_exact(4);
        // No more ids than names: a map of junk is not worth its memory.
        let ids = words.filter_map(|w| Some(u32::from_le_bytes(w.try_into().ok()?))).take(self.pool.len().max(1024));
        self.ids = ids.map(|id| (id, attr::name_of(id))).collect();
    }

    fn node(&mut self, chunk: Chunk, budget: &mut Budget) {
        let body = chunk.at.saturating_add(chunk.header);
        match chunk.kind {
            START_ELEMENT => {
                if let Some(element) = self.element(chunk, body, budget) {
                    self.tree.start(element);
                }
            }
            END_ELEMENT => self.tree.end(chunk.at as u64),
            CDATA => {
                if let Some(text) = u32_at(self.bytes, body).and_then(|i| self.pool.get(i)) {
                    self.tree.characters(&text);
                }
            }
            _ => {}
        }
    }

    fn element(&mut self, chunk: Chunk, body: usize, budget: &mut Budget) -> Option<Element> {
        let offset = chunk.at as u64;
        if chunk.end.saturating_sub(body) < START_EXT {
            self.tree.odd("element-size", "an element too short for its own fields", offset, true, false);
        }
        let name = self.name(u32_at(self.bytes, body.checked_add(4)?)?, offset).unwrap_or_default();
        let mut element = Element { name, offset, ..Element::default() };
        let field = |at: usize| u16_at(self.bytes, body.saturating_add(at)).map_or(0, usize::from);
        let (start, size, stated) = (field(8), field(10), field(12));
        if start != START_EXT {
            self.tree.odd("attribute-start", "attributes do not start where the format puts them", offset, false, false);
        }
        if size != ATTRIBUTE && stated > 0 {
            self.tree.odd("attribute-size", "attributes are not of the format's size", offset, false, false);
        }
        let first = body.saturating_add(start);
        let room = chunk.end.saturating_sub(first);
        if size.saturating_mul(stated) > room {
            self.tree.odd("attribute-count", "an element states more attributes than it has bytes for", offset, true, false);
        }
        // Attributes smaller than the format's overlap; no more of them than bytes could hold.
        let count = stated.min(room / ATTRIBUTE);
        for i in 0..count {
            let at = first.saturating_add(size.saturating_mul(i));
            if at.saturating_add(ATTRIBUTE) > chunk.end || !self.tree.spend(budget) {
                break;
            }
            if let Some(attribute) = self.attribute(at) {
                element.attributes.push(attribute);
            }
        }
        Some(element)
    }

    fn attribute(&mut self, at: usize) -> Option<Attribute> {
        let word = |n: usize| u32_at(self.bytes, at.saturating_add(n));
        let (namespace, name, raw, data) = (word(0)?, word(4)?, word(8)?, word(16)?);
        let kind = u8_at(self.bytes, at.saturating_add(15))?;
        let offset = at as u64;
        let (stated, known) = self.ids.get(name as usize).copied().unwrap_or((0, None));
        let mut id = (stated != 0).then_some(stated);
        if !self.keep.takes(id) && !self.ids.is_empty() {
            return None;
        }
        let name = match (known, self.pool.get(name)) {
            (Some(known), written) => {
                if written.as_deref() != Some(known) {
                    // Shrinkers empty the names, which Android never reads; another name is there to mislead.
                    let emptied = written.as_deref().is_none_or(str::is_empty);
                    self.tree.odd(
                        "attribute-name",
                        "an attribute's name is not that of its resource id; the id decides",
                        offset,
                        false,
                        emptied,
                    );
                }
                known.to_owned()
            }
            (None, _) => {
                let written = self.name(name, offset).unwrap_or_default();
                if id.is_none() && namespace != NOTHING {
                    if self.ids.is_empty() {
                        // No resource map at all: Android sees no such attribute, we take it by name.
                        self.tree.odd("no-resource-map", "attributes without resource ids", offset, false, false);
                        id = attr::id_of(written.strip_prefix("android:").unwrap_or(&written));
                    } else if attr::id_of(&written).is_some() {
                        self.tree.odd(
                            "attribute-without-id",
                            "a framework attribute by name only, which Android does not see",
                            offset,
                            false,
                            true,
                        );
                    }
                }
                written
            }
        };
        let value = self.value(kind, data, raw, id.is_none(), offset);
        Some(Attribute { id, name, value })
    }

    fn value(&mut self, kind: u8, data: u32, raw: u32, plain: bool, offset: u64) -> Value {
        // Attributes without id are asked for by name, and then the raw string comes first (ResXMLParser::getAttributeStringValue).
        if plain
            && raw != NOTHING
            && let Some(text) = self.string(raw, offset)
        {
            return Value::String(text);
        }
        match kind {
            0x01 | 0x07 => Value::Reference(data),
            0x02 | 0x08 => Value::Attribute(data),
            0x03 => match self.string(data, offset).or_else(|| self.string(raw, offset)) {
                Some(text) => Value::String(text),
                None => {
                    self.tree.odd("string-missing", "a value refers to a string that is not there", offset, false, false);
                    Value::Other(kind, data)
                }
            },
            0x04 => Value::Float(f32::from_bits(data)),
            0x10 | 0x11 => Value::Int(data.cast_signed()),
            0x12 => Value::Bool(data != 0),
            _ => Value::Other(kind, data),
        }
    }

    fn string(&mut self, index: u32, offset: u64) -> Option<String> {
        let text = self.pool.text(index)?;
        if text.unterminated {
            self.tree.odd("string-unterminated", "a string without its closing NUL", offset, false, false);
        }
        if text.broken {
            self.tree.odd("string-encoding", "a string that is no text in the pool's encoding", offset, false, false);
        }
        Some(self.tree.text(&text.value))
    }

    /// A name of an element or attribute, exactly as written: Android compares it so.
    fn name(&mut self, index: u32, offset: u64) -> Option<String> {
        let name = self.string(index, offset)?;
        if name.chars().any(|c| c.is_control() || c.is_whitespace()) {
            self.tree.odd("name-characters", "a name with control or white-space characters", offset, false, false);
        } else if name.starts_with("android:") {
            self.tree.odd("name-prefix", "a name that carries its namespace prefix", offset, false, false);
        }
        Some(name)
    }
}
