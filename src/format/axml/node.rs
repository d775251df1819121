//! Growing an element tree from start and end events, within bounds. Used by all three forms of XML.

use super::{Element, Source, Tree};
use crate::budget::{Budget, Unit};
use crate::container::Anomaly;
use crate::gap::{Gap, Read};

/// Deeper elements become children of the element at this depth: a tree of this depth can be walked and dropped by plain recursion.
const DEPTH: usize = 512;
/// Elements and attributes of one document. The largest manifests of app stores have some 20,000.
const NODES: usize = 1_000_000;
/// Bytes of text of one document, in total: one long string may be referred to from every attribute.
const TEXT: usize = 32 << 20;

/// Takes events, gives a [`Tree`]. The first root element is the document, as the platform's manifest parser has it.
pub(crate) struct Builder<'s> {
    source: Source<'s>,
    open: Vec<Element>,
    /// Open elements below `DEPTH`, which were put flat.
    flat: usize,
    root: Option<Element>,
    anomalies: Vec<Anomaly>,
    gaps: Vec<Gap>,
    nodes_left: usize,
    text_left: usize,
}

impl<'s> Builder<'s> {
    pub fn new(source: Source<'s>) -> Builder<'s> {
        Builder {
            source,
            open: Vec::new(),
            flat: 0,
            root: None,
            anomalies: Vec::new(),
            gaps: Vec::new(),
            nodes_left: NODES,
            text_left: TEXT,
        }
    }

    /// The document's root element has ended.
    pub fn complete(&self) -> bool {
        self.root.is_some()
    }

    pub fn started(&self) -> bool {
        self.complete() || !self.open.is_empty()
    }

    /// Spends one node; `false` ends the reading.
    pub fn spend(&mut self, budget: &mut Budget) -> bool {
        if self.nodes_left == 0 || !budget.take(Unit::Nodes, 1) {
            self.gap("more elements than are read of one document");
            return false;
        }
        self.nodes_left = self.nodes_left.saturating_sub(1);
        true
    }

    /// The text as it may be kept: empty once the document's texts grow beyond all measure.
    pub fn text(&mut self, text: &str) -> String {
        if text.len() > self.text_left {
            self.gap("more text than is read of one document");
            self.text_left = 0;
            return String::new();
        }
        self.text_left = self.text_left.saturating_sub(text.len());
        text.to_owned()
    }

    pub fn start(&mut self, element: Element) {
        if self.open.len() < DEPTH {
            self.open.push(element);
            return;
        }
        self.flat = self.flat.saturating_add(1);
        self.odd("nesting", "elements nested deeper than any screen or manifest needs", element.offset, false, false);
        self.gap("elements nested more than 512 deep are read without their nesting");
        if let Some(parent) = self.open.last_mut() {
            parent.children.push(element);
        }
    }

    pub fn end(&mut self, offset: u64) {
        if self.flat > 0 {
            self.flat = self.flat.saturating_sub(1);
            return;
        }
        let Some(element) = self.open.pop() else {
            self.odd("end-without-start", "an element ends that never began", offset, !self.complete(), false);
            return;
        };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None if self.root.is_none() => self.root = Some(element),
            None => {}
        }
    }

    pub fn characters(&mut self, text: &str) {
        let text = self.text(text);
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(&text);
        }
    }

    /// Records an oddity, once a kind.
    pub fn odd(&mut self, kind: &str, what: &str, offset: u64, refused: bool, common: bool) {
        let id = format!("axml-{kind}");
        if self.anomalies.iter().all(|a| a.id != id) {
            let (what, place) = (what.to_owned(), self.source.place.to_owned());
            self.anomalies.push(Anomaly { id, what, place, offset: Some(offset), refused, common });
        }
    }

    /// Records a gap, once a wording.
    pub fn gap(&mut self, what: &str) {
        if self.gaps.iter().all(|g| g.what != what) {
            self.gaps.push(Gap::unreadable(what, self.source.place, self.source.hides));
        }
    }

    /// The tree; elements still open are closed.
    pub fn finish(mut self) -> Read<Tree> {
        if !self.open.is_empty() && self.root.is_none() {
            self.gap("the document ends within an element");
            self.flat = 0;
            while !self.open.is_empty() {
                self.end(0);
            }
        }
        Read { value: Tree { root: self.root, anomalies: self.anomalies }, gaps: self.gaps }
    }
}
