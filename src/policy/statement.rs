//! Statements of a document: its sentences as frames, each in its section, each below its introduction.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::declared::{Granularity, Party, Polarity, Statement};
use super::frame::{Context, Frame, Line};
use super::lexicon::{Lexicon, Section, Sense, Who};
use super::sentence::sentences;
use crate::document::{BlockKind, Document};

/// Where Unicode scalar values are in bytes.
pub(super) struct Scalars(Vec<u32>);

impl Scalars {
    /// One entry a 64 bytes of text, so that a place costs at most a short count.
    pub fn new(text: &str) -> Scalars {
        let mut marks = Vec::with_capacity(text.len() / 64);
        let mut count = 0u32;
        for (at, byte) in text.bytes().enumerate() {
            if at.is_multiple_of(64) {
                marks.push(count);
            }
            count = count.saturating_add(u32::from(byte & 0xc0 != 0x80));
        }
        Scalars(marks)
    }

    pub fn at(&self, text: &str, byte: usize) -> usize {
        let mark = (byte / 64).min(self.0.len().saturating_sub(1));
        let base = self.0.get(mark).copied().unwrap_or(0) as usize;
        let rest = text.as_bytes().get(mark.saturating_mul(64)..byte).unwrap_or_default();
        base.saturating_add(rest.iter().filter(|b| **b & 0xc0 != 0x80).count())
    }
}

pub(super) struct Reader<'d> {
    pub document: &'d Document,
    pub lexicon: &'d Lexicon,
    pub index: usize,
    pub scalars: Scalars,
    sections: HashMap<usize, Option<Section>>,
    leads: HashMap<usize, Context>,
    seen: HashSet<(u16, bool, bool, Option<String>, usize, usize)>,
    pub statements: Vec<Statement>,
}

impl<'d> Reader<'d> {
    pub fn new(document: &'d Document, lexicon: &'d Lexicon, index: usize) -> Reader<'d> {
        Reader {
            document,
            lexicon,
            index,
            scalars: Scalars::new(&document.text),
            sections: HashMap::new(),
            leads: HashMap::new(),
            seen: HashSet::new(),
            statements: Vec::new(),
        }
    }

    pub fn text(&self, range: Range<usize>) -> &'d str {
        self.document.text.get(range).unwrap_or_default()
    }

    /// The section of a heading's own words: of several fitting words the first of the lexicon's order of precedence.
    fn section_of_heading(&mut self, block: usize) -> Option<Section> {
        if let Some(known) = self.sections.get(&block) {
            return *known;
        }
        let line = self.document.blocks.get(block).map(|b| Line::new(self.text(b.range.clone()), self.lexicon));
        let rank = |s: &Section| *s as usize;
        let found =
            line.and_then(|l| l.hits.iter().filter_map(|h| if let Sense::Section(s) = h.sense { Some(s) } else { None }).min_by_key(rank));
        self.sections.insert(block, found);
        found
    }

    pub fn section(&mut self, block: usize) -> Option<Section> {
        let headings = self.document.blocks.get(block)?.headings.clone();
        // The title names the document, not a section.
        headings.into_iter().rev().filter(|h| *h > 1).find_map(|h| self.section_of_heading(h))
    }

    fn lead(&mut self, block: usize) -> Context {
        if let Some(known) = self.leads.get(&block) {
            return *known;
        }
        let mut context = Context { listed: true, ..Context::default() };
        if let Some(b) = self.document.blocks.get(block) {
            let text = self.text(b.range.clone());
            if let BlockKind::ListItem { lead: Some(outer), .. } = b.kind
                && outer < block
                && let Some(known) = self.leads.get(&outer)
            {
                context = *known;
            }
            for s in sentences(text) {
                let line = Line::new(text.get(s).unwrap_or_default(), self.lexicon);
                // What happens to those who refuse introduces nothing.
                if !line.has(Sense::Hypothesis) {
                    context = line.context(context);
                }
            }
            // A denial holds for a list only where it is the list's own introduction.
            context.negative &= text.trim_end().ends_with(['：', ':']);
        }
        self.leads.insert(block, context);
        context
    }

    /// Reads every block that no list of SDKs has taken.
    pub fn read(&mut self, taken: &HashSet<usize>) {
        for (block, b) in self.document.blocks.iter().enumerate() {
            if taken.contains(&block) || matches!(b.kind, BlockKind::Heading(_) | BlockKind::Contents) {
                continue;
            }
            let section = self.section(block);
            let context = match b.kind {
                BlockKind::ListItem { lead: Some(lead), .. } => self.lead(lead),
                BlockKind::ListItem { .. } | BlockKind::Cell { .. } => Context { listed: true, ..Context::default() },
                _ => Context::default(),
            };
            self.read_block(b.range.clone(), section, context);
        }
    }

    pub fn read_block(&mut self, range: Range<usize>, section: Option<Section>, given: Context) {
        let text = self.text(range.clone());
        let mut context = given;
        let parts = sentences(text);
        for (n, s) in parts.iter().enumerate() {
            let line = Line::new(text.get(s.clone()).unwrap_or_default(), self.lexicon);
            if line.data().next().is_some() {
                let next_local = parts.get(n.saturating_add(1)).is_some_and(|r| {
                    let next = Line::new(text.get(r.clone()).unwrap_or_default(), self.lexicon);
                    next.has(Sense::Local)
                });
                for mut frame in line.frames(section, context) {
                    frame.local |= next_local && !frame.third && !frame.negative;
                    self.add(range.start.saturating_add(s.start)..range.start.saturating_add(s.end), &frame, None);
                }
            }
            // What an anaphor or an elliptical sentence continues.
            let after = line.context(given);
            context = Context { who: after.who.filter(|w| *w == Who::Third).or(given.who), ..given };
        }
    }

    pub fn add(&mut self, place: Range<usize>, frame: &Frame, name: Option<&str>) {
        let Some(named) = self.lexicon.types.get(frame.data as usize) else { return };
        let quote = self.text(place.clone());
        let sub = |r: &Option<Range<usize>>| r.clone().and_then(|r| quote.get(r)).map(clean).filter(|t| !t.is_empty());
        let third_party_name = name.map(str::to_owned).or_else(|| sub(&frame.name));
        if !self.seen.insert((frame.data, frame.negative, frame.third, third_party_name.clone(), place.start, place.end)) {
            return;
        }
        let granularity = match named.data_type.as_str() {
            "location-precise" if named.unspecified => Granularity::Unspecified,
            "location-precise" => Granularity::Precise,
            "location-coarse" => Granularity::Coarse,
            _ => Granularity::Unspecified,
        };
        self.statements.push(Statement {
            policy: self.index,
            data_type: named.data_type.clone(),
            node: named.node.clone(),
            granularity,
            polarity: if frame.negative { Polarity::DoesNotCollect } else { Polarity::Collects },
            party: if frame.third { Party::Third } else { Party::First },
            third_party_name,
            purpose: sub(&frame.purpose),
            condition: sub(&frame.condition),
            local_only: frame.local,
            quote: quote.to_owned(),
            start: self.scalars.at(&self.document.text, place.start),
            end: self.scalars.at(&self.document.text, place.end),
        });
    }
}

/// A phrase without the marks around it, short enough to print.
fn clean(words: &str) -> String {
    words.trim_matches(|c: char| c.is_whitespace() || "，。；：、,.;:".contains(c)).chars().take(120).collect()
}
