//! The file as objects. Cross-reference tables are not trusted: all definitions are found by looking, and the last one of a number stands
//! (ISO 32000-1, 7.5.6), which reads sound files and damaged ones alike.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::filter;
use super::object::{Dict, Lexer, Object, is_space, object_number, stream_range};
use crate::budget::{Budget, Unit};

/// Where an object is defined.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// Right behind `obj`, at this offset.
    Offset(usize),
    /// In the unpacked object stream of this index, at this offset.
    Packed(usize, usize),
}

pub(super) struct File<'b> {
    bytes: &'b [u8],
    places: BTreeMap<u32, Place>,
    packed: Vec<Rc<Vec<u8>>>,
    pub root: Option<u32>,
    pub encrypted: bool,
    /// Streams that could not be unpacked within the budget.
    pub cut: bool,
    /// Objects read so far, with the bytes that reading each took.
    parsed: RefCell<BTreeMap<u32, (Object, usize)>>,
    /// Bytes of objects that may still be read or copied: strings that never close, or one large object used again and again, would
    /// otherwise cost the square of the file's size.
    work: Cell<usize>,
}

/// The page attributes that children inherit (7.7.3.4).
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub dict: Dict,
    pub resources: Option<Object>,
    pub size: Option<Object>,
}

impl<'b> File<'b> {
    pub fn read(bytes: &'b [u8], budget: &mut Budget) -> File<'b> {
        let mut file = File {
            bytes,
            places: BTreeMap::new(),
            packed: Vec::new(),
            root: None,
            encrypted: false,
            cut: false,
            parsed: RefCell::new(BTreeMap::new()),
            work: Cell::new(bytes.len().saturating_mul(16).saturating_add(1 << 20)),
        };
        file.find(budget);
        file
    }

    /// One pass over the bytes; the inside of streams is skipped where their length is right.
    fn find(&mut self, budget: &mut Budget) {
        let mut at = 0usize;
        let mut containers: Vec<(usize, Dict, Range<usize>)> = Vec::new();
        while let Some(found) = self.bytes.get(at..).and_then(next_mark).map(|(n, is_obj)| (at.saturating_add(n), is_obj)) {
            let (mark, is_obj) = found;
            if !budget.take(Unit::Nodes, 1) {
                self.cut = true;
                break;
            }
            if !is_obj {
                at = mark.saturating_add(b"trailer".len());
                if let Some((Object::Dict(d), _)) = self.object(self.bytes, at) {
                    self.trailer(&d);
                }
                continue;
            }
            let body = mark.saturating_add(3);
            at = body;
            let Some(number) = number_before(self.bytes, mark) else { continue };
            self.places.insert(number, Place::Offset(body));
            let Some((Object::Dict(dict), end)) = self.object(self.bytes, body) else { continue };
            let length = dict.get(b"Length".as_slice()).and_then(Object::number).and_then(object_number);
            let Some(range) = stream_range(self.bytes, end, length.map(|l| l as usize)) else {
                at = end.max(body);
                continue;
            };
            at = range.end;
            match dict.get(b"Type".as_slice()).and_then(Object::name) {
                Some(b"XRef") => self.trailer(&dict),
                Some(b"ObjStm") => containers.push((body, dict, range)),
                _ => {}
            }
        }
        if self.encrypted {
            return;
        }
        for (body, dict, range) in containers {
            self.unpack(body, &dict, range, budget);
        }
    }

    fn spend(&self, n: usize) -> bool {
        let left = self.work.get();
        self.work.set(left.saturating_sub(n));
        left >= n
    }

    /// The object at a place, and where it ends.
    fn object(&self, bytes: &[u8], at: usize) -> Option<(Object, usize)> {
        let window = bytes.get(..at.saturating_add(self.work.get()).min(bytes.len()))?;
        let mut lexer = Lexer::new(window, at);
        let object = lexer.object()?;
        self.spend(lexer.at.saturating_sub(at));
        Some((object, lexer.at))
    }

    fn trailer(&mut self, dict: &Dict) {
        if let Some(Object::Reference(n)) = dict.get(b"Root".as_slice()) {
            self.root = Some(*n);
        }
        self.encrypted |= dict.get(b"Encrypt".as_slice()).is_some_and(|o| *o != Object::Null);
    }

    /// An object stream (7.5.7): pairs of number and offset, then the objects.
    fn unpack(&mut self, body: usize, dict: &Dict, range: Range<usize>, budget: &mut Budget) {
        let raw = self.bytes.get(range).unwrap_or_default();
        let Some(data) = filter::decode(dict, raw, &|o| self.resolve(o), budget) else {
            self.cut = true;
            return;
        };
        let first = dict.get(b"First".as_slice()).and_then(Object::number).and_then(object_number).unwrap_or(0) as usize;
        let index = self.packed.len();
        let mut lexer = Lexer::new(data.get(..first).unwrap_or(&data), 0);
        let mut pairs = Vec::new();
        while let (Some(Object::Number(n)), Some(Object::Number(offset))) = (lexer.object(), lexer.object()) {
            if let (Some(n), Some(offset)) = (object_number(n), object_number(offset)) {
                pairs.push((n, first.saturating_add(offset as usize)));
            }
        }
        for (n, offset) in pairs {
            // A later plain definition of the same number stands.
            let newer = matches!(self.places.get(&n), Some(Place::Offset(o)) if *o > body);
            if !newer {
                self.places.insert(n, Place::Packed(index, offset));
            }
        }
        self.packed.push(Rc::new(data));
    }

    /// The object of a number; a reference to a reference is followed a few steps.
    pub fn resolve(&self, object: &Object) -> Object {
        let mut object = object.clone();
        for _ in 0..8 {
            let Object::Reference(n) = object else { return object };
            if let Some((known, cost)) = self.parsed.borrow().get(&n) {
                if !self.spend(*cost) {
                    return Object::Null;
                }
                object = known.clone();
                continue;
            }
            let (bytes, at) = match self.places.get(&n) {
                Some(Place::Offset(at)) => (self.bytes, *at),
                Some(Place::Packed(index, at)) => (self.packed.get(*index).map_or(&[][..], |data| data), *at),
                None => (&[][..], 0),
            };
            let (read, end) = self.object(bytes, at).unwrap_or((Object::Null, at));
            self.parsed.borrow_mut().insert(n, (read.clone(), end.saturating_sub(at)));
            object = read;
        }
        Object::Null
    }

    pub fn get(&self, dict: &Dict, key: &[u8]) -> Object {
        dict.get(key).map_or(Object::Null, |o| self.resolve(o))
    }

    pub fn dict(&self, object: &Object) -> Option<Dict> {
        if let Object::Dict(d) = self.resolve(object) { Some(d) } else { None }
    }

    /// The bytes of a stream, decoded.
    pub fn stream(&self, object: &Object, budget: &mut Budget) -> Option<(Dict, Vec<u8>)> {
        let Object::Reference(n) = object else { return None };
        // A reference may lead to another one.
        let mut n = *n;
        for _ in 0..8 {
            let Some(Place::Offset(at)) = self.places.get(&n) else { return None };
            match self.object(self.bytes, *at)? {
                (Object::Reference(next), _) => n = next,
                (Object::Dict(dict), end) => {
                    let length = self.get(&dict, b"Length").number().and_then(object_number);
                    let range = stream_range(self.bytes, end, length.map(|l| l as usize))?;
                    if !self.spend(range.len()) {
                        return None;
                    }
                    let data = filter::decode(&dict, self.bytes.get(range)?, &|o| self.resolve(o), budget)?;
                    return Some((dict, data));
                }
                _ => return None,
            }
        }
        None
    }

    /// The pages in reading order. Without a page tree, in the order of their numbers.
    pub fn pages(&self, budget: &mut Budget) -> Vec<Page> {
        let mut out = Vec::new();
        let catalog = self.root.map(Object::Reference).or_else(|| self.of_type(b"Catalog").next());
        let root = catalog.and_then(|c| self.dict(&c)).and_then(|c| c.get(b"Pages".as_slice()).cloned());
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let mut stack: Vec<(Object, Page)> = root.into_iter().map(|r| (r, Page::default())).collect();
        while let Some((object, above)) = stack.pop() {
            if !budget.take(Unit::Nodes, 1) {
                break;
            }
            if let Object::Reference(n) = object
                && !seen.insert(n)
            {
                continue;
            }
            let Some(dict) = self.dict(&object) else { continue };
            let inherit = |key: &[u8], from: Option<Object>| dict.get(key).cloned().or(from);
            let page = Page {
                resources: inherit(b"Resources", above.resources),
                size: inherit(b"CropBox", None).or_else(|| inherit(b"MediaBox", above.size)),
                dict: Dict::new(),
            };
            match self.get(&dict, b"Kids") {
                Object::Array(kids) => stack.extend(kids.into_iter().rev().map(|k| (k, page.clone()))),
                _ => out.push(Page { dict, ..page }),
            }
        }
        if out.is_empty() {
            for object in self.of_type(b"Page") {
                let Some(dict) = self.dict(&object) else { continue };
                let of = |key: &[u8]| dict.get(key).cloned();
                out.push(Page { resources: of(b"Resources"), size: of(b"MediaBox"), dict });
            }
        }
        out
    }

    fn of_type<'a>(&'a self, name: &'static [u8]) -> impl Iterator<Item = Object> + 'a {
        let all = self.places.keys().map(|n| Object::Reference(*n));
        all.filter(move |o| self.dict(o).is_some_and(|d| self.get(&d, b"Type").name() == Some(name)))
    }
}

/// The next `obj` or `trailer`.
fn next_mark(bytes: &[u8]) -> Option<(usize, bool)> {
    let obj = memchr::memmem::find(bytes, b"obj");
    let reach = obj.unwrap_or(bytes.len());
    match memchr::memmem::find(bytes.get(..reach)?, b"trailer") {
        Some(at) => Some((at, false)),
        None => obj.map(|at| (at, true)),
    }
}

/// The object number in `12 0 obj`, read backwards from `obj`.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let head = bytes.get(at.saturating_sub(40)..at)?;
    let back = |s: &[u8], ok: &dyn Fn(u8) -> bool| s.iter().rev().take_while(|b| ok(**b)).count();
    let cut = |s: &'_ [u8], n: usize| s.len().saturating_sub(n);
    let head = head.get(..cut(head, back(head, &is_space)))?;
    let generation = back(head, &|b| b.is_ascii_digit());
    let head = head.get(..cut(head, generation))?;
    let spaces = back(head, &is_space);
    let head = head.get(..cut(head, spaces))?;
    let digits = back(head, &|b| b.is_ascii_digit());
    if generation == 0 || spaces == 0 || digits == 0 {
        return None;
    }
    std::str::from_utf8(head.get(cut(head, digits)..)?).ok()?.parse().ok()
}
