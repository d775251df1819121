//! Statements of a document: its sentences as frames, each in its section, each below its introduction.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::declared::{Granularity, Party, Polarity, PolicyFact, Statement};
use super::frame::{Context, Frame};
use super::lexicon::{Action, Lexicon, Section, Sense, Who};
use super::line::Line;
use super::operator::company;
use super::question::{Asked, said};
use super::sentence::sentences;
use super::speaker::own_names;
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

/// Blocks of a section that defines words.
const GLOSSARY: usize = 40;

/// A sentence of a block and where it stands in the text.
pub(super) struct Part {
    pub range: Range<usize>,
    pub line: Line,
}

struct Heading {
    section: Option<Section>,
    senses: Vec<Sense>,
    /// It names a known product or company of somebody else.
    named: bool,
    /// What its words hand on: "What we do not collect".
    context: Context,
}

/// Bytes of the longest line that is a label for the answers below it, and of the longest question in a cell.
const LABEL: usize = 120;
const QUESTION: usize = 300;

pub(super) struct Reader<'d> {
    pub document: &'d Document,
    pub lexicon: &'d Lexicon,
    pub index: usize,
    scalars: Scalars,
    /// What the app calls itself, folded.
    own: Vec<String>,
    headings: HashMap<usize, Heading>,
    leads: HashMap<usize, Context>,
    /// Tables of questions and answers.
    asking: HashSet<u32>,
    /// The title that an unmarked line is for the lines below it, and what it hands on.
    title: Context,
    /// The third party spoken of last, for "they" and "it", and the block it was named in.
    last: Option<(usize, Vec<String>)>,
    /// Whether the sentence stands in a paragraph that opened with a third party's product.
    product: bool,
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
            own: own_names(document, lexicon),
            headings: HashMap::new(),
            leads: HashMap::new(),
            asking: asking(document, lexicon),
            title: Context::default(),
            last: None,
            product: false,
            seen: HashSet::new(),
            statements: Vec::new(),
        }
    }

    pub fn text(&self, range: Range<usize>) -> &'d str {
        self.document.text.get(range).unwrap_or_default()
    }

    /// The sentences of a block, made ready.
    pub fn parts(&self, block: usize) -> Vec<Part> {
        let Some(b) = self.document.blocks.get(block) else { return Vec::new() };
        let text = self.text(b.range.clone());
        let part = |s: Range<usize>| {
            let raw = text.get(s.clone()).unwrap_or_default();
            let mut line = Line::new(&said(raw), self.lexicon);
            line.speaker(&self.own);
            if line.asked() != Asked::No {
                line.turn_round();
            }
            Part { line, range: b.range.start.saturating_add(s.start)..b.range.start.saturating_add(s.end) }
        };
        sentences(text).into_iter().map(part).collect()
    }

    /// A stated fact at a place of the text.
    pub fn fact(&self, value: Option<String>, place: Range<usize>) -> PolicyFact {
        PolicyFact {
            stated: true,
            value,
            policy: Some(self.index),
            start: Some(self.scalar(place.start)),
            end: Some(self.scalar(place.end)),
        }
    }

    /// The first address that a range of the text links to or prints.
    pub fn address(&self, place: &Range<usize>) -> Option<String> {
        let blocks = self.document.blocks.partition_point(|b| b.range.end <= place.start);
        let near = self.document.blocks.iter().skip(blocks).take_while(|b| b.range.start < place.end);
        let linked = near.flat_map(|b| &b.links).find(|(r, href)| {
            r.start >= place.start
                && r.end <= place.end
                && !href.starts_with('#')
                && !href.starts_with("mailto:")
                && !href.starts_with("javascript:")
        });
        linked.map(|(_, href)| href.clone()).or_else(|| printed_address(self.text(place.clone())))
    }

    /// Data types by their names, sorted.
    pub fn data_types(&self, found: &[u16]) -> Vec<String> {
        let mut names: Vec<String> =
            found.iter().filter_map(|d| self.lexicon.types().get(usize::from(*d))).map(|t| t.data_type.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// A byte of the text in Unicode scalar values.
    pub fn scalar(&self, byte: usize) -> usize {
        self.scalars.at(&self.document.text, byte)
    }

    fn heading(&mut self, block: usize) -> &Heading {
        let (document, lexicon, own) = (self.document, self.lexicon, &self.own);
        self.headings.entry(block).or_insert_with(|| {
            let text = document.blocks.get(block).and_then(|b| document.text.get(b.range.clone())).unwrap_or_default();
            let mut line = Line::new(text, lexicon);
            line.speaker(own);
            let senses: Vec<Sense> = line.hits.iter().map(|h| h.sense).collect();
            // Of several fitting words the first of the order of precedence.
            let sections = senses.iter().filter_map(|s| if let Sense::Section(s) = s { Some(*s) } else { None });
            let section = sections.min_by_key(|s| *s as usize);
            let named = !line.names.is_empty() && !line.has(Sense::Actor(Who::First));
            let context = if line.topics() { Context::default() } else { line.context(Context::default()) };
            Heading { section, senses, named, context }
        })
    }

    /// Whether a heading holds words of that sense.
    pub fn heading_has(&mut self, block: usize, sense: Sense) -> bool {
        self.heading(block).senses.contains(&sense)
    }

    pub fn section(&mut self, block: usize) -> Option<Section> {
        let headings = self.document.blocks.get(block)?.headings.clone();
        // The title names the document, not a section.
        let last = headings.last().copied();
        let mut found = headings.into_iter().rev().filter(|h| *h > 1).filter_map(|h| {
            let section = self.heading(h).section?;
            // A glossary is what stands right below its heading, and it is short: a table of contents whose heading has stayed above all
            // that follows silences nothing.
            let glossary = section == Section::Definitions;
            (!glossary || (last == Some(h) && block.saturating_sub(h) <= GLOSSARY)).then_some((section, h))
        });
        let (section, heading) = found.next()?;
        let outer: Vec<Section> = found.map(|(s, _)| s).collect();
        // "我们收集哪些信息 > 保障账号安全", "> 客服与争议处理": what is collected for the sake of it.
        let within = matches!(section, Section::Security | Section::Contact) && outer.contains(&Section::Collection);
        let text = self.document.blocks.get(heading).map(|b| self.text(b.range.clone())).unwrap_or_default();
        Some(if within && text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) { Section::Collection } else { section })
    }

    /// What the nearest heading that tells what is done hands on to a block without another introduction: "Information we collect" over
    /// "Account". A heading between them that opens a section of another kind ends it.
    fn above(&mut self, block: usize) -> Context {
        let Some(headings) = self.document.blocks.get(block).map(|b| b.headings.clone()) else { return Context::default() };
        for heading in headings.into_iter().rev() {
            let (c, section) = (self.heading(heading).context, self.heading(heading).section);
            let processing = c.action == Some(Action::Use) && section == Some(Section::Collection);
            // "Data you enter"
            let entered = c.action == Some(Action::Supply) && section == Some(Section::Collection);
            let does = matches!(c.action, Some(Action::Collect | Action::Share | Action::Store | Action::Send));
            // Only headings that say what is done: "Data we do not collect", "Who receives what".
            if (processing || entered || does) && !c.definition {
                // "Advertising – Google AdMob" over "What data may be processed?"
                let theirs = c.who.is_none() && !entered && self.under_a_name(block);
                return Context { listed: false, hypothesis: false, who: if theirs { Some(Who::Third) } else { c.who }, ..c };
            }
            if c.definition || !matches!(section, None | Some(Section::Collection)) {
                break;
            }
        }
        Context::default()
    }

    /// Whether a heading above a block, below the title, names a product of somebody else.
    fn under_a_name(&mut self, block: usize) -> bool {
        let headings = self.document.blocks.get(block).map(|b| b.headings.clone()).unwrap_or_default();
        headings.into_iter().filter(|h| *h > 1).any(|h| self.heading(h).named)
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
            let mut below = false;
            for s in sentences(text) {
                let mut line = Line::new(text.get(s).unwrap_or_default(), self.lexicon);
                line.speaker(&self.own);
                // What happens to those who refuse introduces nothing, nor does what comes after "the services listed below."
                let introduced = below && !line.introduces();
                below |= line.introduces();
                if !line.has(Sense::Hypothesis) && !introduced {
                    context = line.context(context);
                }
                // "用户不得从事下列行为：": what users must not do.
                let forbidden = ["下列行为", "以下行为", "用户不得", "您不得", "严禁"];
                context.definition |= line.chinese && forbidden.iter().any(|w| line.folded.text.contains(w));
                // "We share nothing, except:": the items are exceptions, and claim nothing.
                if context.negative && (line.has(Sense::Exception) || line.has(Sense::Adversative)) {
                    context.definition = true;
                }
            }
            // A denial holds for a list only where it is the list's own introduction.
            let text = text.trim_end();
            let opens = text.ends_with(['：', ':', '…']) || text.ends_with("...");
            context.negative &= matches!(b.kind, BlockKind::Heading(_)) || opens;
            // What a paragraph before the next number defines is nothing of that number's: "这类信息不视为个人信息。" before "3、".
            context.definition &= opens || !text.ends_with('。');
        }
        self.leads.insert(block, context);
        context
    }

    /// A short line without data that tells what is done is the title of the lines below it, whatever its markup: "■ 我们不会收集的信息".
    fn titled(&mut self, block: usize, parts: &[Part]) {
        let Some(b) = self.document.blocks.get(block) else { return };
        let text = self.text(b.range.clone()).trim_end_matches(['*', '_', ' ']);
        let [part] = parts else {
            if matches!(b.kind, BlockKind::Heading(_) | BlockKind::Paragraph) {
                self.title = Context::default();
            }
            return;
        };
        let line = &part.line;
        let sentence = text.ends_with(['。', '.', '；', ';', '！', '!', '，', ',']);
        let short = text.chars().count() <= if line.chinese { 24 } else { 60 };
        if short && !sentence && line.data().next().is_none() {
            let c = line.context(Context::default());
            let tells = matches!(c.action, Some(Action::Collect | Action::Share | Action::Store | Action::Send));
            let tells = tells && !line.topics() && !c.definition && !c.hypothesis && line.asked() == Asked::No;
            self.title = if tells { c } else { Context::default() };
        } else if matches!(b.kind, BlockKind::Heading(_)) || (sentence && matches!(b.kind, BlockKind::Paragraph)) {
            self.title = Context::default();
        }
    }

    /// A heading, or the cell before in the row, that asks, right above a block whose first sentence answers.
    fn heading_asks(&self, block: usize) -> Option<Part> {
        let above = block.checked_sub(1)?;
        let row = |b: usize| match self.document.blocks.get(b).map(|b| &b.kind) {
            Some(BlockKind::Cell { table, row, .. }) => Some((*table, *row)),
            _ => None,
        };
        let heading = matches!(self.document.blocks.get(above)?.kind, BlockKind::Heading(_));
        (heading || (row(block).is_some() && row(block) == row(above))).then_some(())?;
        let mut parts = self.parts(above);
        let last = parts.pop()?;
        (last.line.asked() == Asked::Polar).then_some(last)
    }

    /// The data that a short line names, which stands above its answers: "Approximate location".
    fn labelled_data(&self, block: usize) -> Vec<u16> {
        let text = self.document.blocks.get(block).map(|b| self.text(b.range.clone())).unwrap_or_default();
        if text.len() > LABEL { Vec::new() } else { Line::new(text, self.lexicon).data().map(|(_, d)| d).collect() }
    }

    /// Whether a cell stands in a row that asks and answers: what its other cells name are titles of the question.
    fn questioned(&self, block: usize) -> bool {
        matches!(self.document.blocks.get(block).map(|b| &b.kind), Some(BlockKind::Cell { table, .. }) if self.asking.contains(table))
    }

    /// Reads the statements of a block.
    pub fn read(&mut self, block: usize, parts: &[Part]) {
        let Some(b) = self.document.blocks.get(block) else { return };
        let title = self.title;
        self.titled(block, parts);
        let or_title = |c: Context, listed: bool| if c.action.is_none() { Context { listed, ..title } } else { c };
        let given = match b.kind {
            BlockKind::Heading(_) | BlockKind::Contents => return,
            BlockKind::ListItem { lead: Some(lead), .. } => {
                let c = self.lead(lead);
                // An introduction without a verb ("Account:") leaves the word to the headings.
                let plain = c.action.is_none() && c.who.is_none() && !c.definition && !c.hypothesis && !c.negative;
                let heading = matches!(self.document.blocks.get(lead).map(|b| &b.kind), Some(BlockKind::Heading(_)));
                if plain {
                    Context { listed: true, ..self.above(block) }
                } else if heading && c.who.is_none() && c.action != Some(Action::Supply) && self.under_a_name(block) {
                    Context { who: Some(Who::Third), ..c }
                } else {
                    c
                }
            }
            BlockKind::ListItem { .. } | BlockKind::Cell { .. } => or_title(Context { listed: true, ..self.above(block) }, true),
            BlockKind::Paragraph => or_title(self.above(block), false),
        };
        let section = self.section(block);
        let mut context = given;
        let mut inline: Option<Context> = None;
        let product = parts.len() > 1 && parts.first().is_some_and(|p| p.line.opens_with_product());
        let asked = if parts.first().is_some_and(|p| p.line.answers().is_some()) { self.heading_asks(block) } else { None };
        for (n, part) in parts.iter().enumerate() {
            self.product = product && n > 0 && !part.line.has(Sense::Actor(Who::First));
            if self.product {
                context = Context { action: Some(Action::Collect), who: Some(Who::Third), listed: true, ..Context::default() };
            }
            let question = n.checked_sub(1).and_then(|before| parts.get(before)).or(asked.as_ref());
            if let Some(question) = question.filter(|q| q.line.asked() == Asked::Polar)
                && let Some(yes) = part.line.answers()
            {
                let place = question.range.start..part.range.end;
                for frame in question.line.settled(section, context, yes) {
                    self.claim(block, place.clone(), &question.line, frame);
                }
            }
            if let (Some((third, yes)), BlockKind::ListItem { lead: Some(lead), .. }) = (part.line.row_answer(), &b.kind) {
                for data in self.labelled_data(*lead) {
                    let frame = Frame { data, negative: !yes, third, name: None, purpose: None, condition: None, local: false };
                    self.claim(block, part.range.clone(), &part.line, frame);
                }
            }
            if part.line.data().next().is_some() && part.line.asked() != Asked::Polar && !self.questioned(block) {
                let next_local = parts.get(n.saturating_add(1)).is_some_and(|next| next.line.has(Sense::Local));
                for mut frame in part.line.frames(section, context) {
                    frame.local |= next_local && !frame.third && !frame.negative;
                    self.claim(block, part.range.clone(), &part.line, frame);
                }
            }
            if let Some((at, negative, to_others)) =
                part.line.anaphor().filter(|_| !matches!(section, Some(Section::Definitions | Section::Contact)))
            {
                // What was named before it in the sentence, or else in the one before.
                let here: Vec<u16> = part.line.data().filter(|(h, _)| h.end <= at).map(|(_, d)| d).collect();
                // Or in the one before that, if it too only said "this data".
                let said = |back: usize| n.checked_sub(back).and_then(|b| parts.get(b)).map(|p| p.line.named_data()).unwrap_or_default();
                let on = |back: usize| n.checked_sub(back).and_then(|b| parts.get(b)).is_some_and(|p| p.line.goes_on());
                let before = || {
                    let named = said(1);
                    if named.is_empty() && on(1) { said(2) } else { named }
                };
                let mut meant = if here.is_empty() { before() } else { here };
                meant.sort_unstable();
                meant.dedup();
                if meant.len() <= 6 {
                    for frame in part.line.given_on(&meant, negative, to_others) {
                        self.claim(block, part.range.clone(), &part.line, frame);
                    }
                }
            }
            if !part.line.names.is_empty() {
                let raw = self.text(part.range.clone());
                let names = part.line.names.iter().filter_map(|r| raw.get(part.line.printed(r.clone()))).map(clean).collect();
                self.last = Some((block, names));
            }
            // What an anaphor or an elliptical sentence continues; one that begins with what is the user's begins anew.
            let after = part.line.context(given);
            let anew = parts.get(n.saturating_add(1)).is_some_and(|next| {
                let text = next.line.folded.text.as_str();
                let own = ["您的", "你的", "用户的", "your ", "我们", "we "].iter().any(|w| text.starts_with(w));
                // English goes on about somebody by a pronoun.
                let on = [
                    "they",
                    "it",
                    "these",
                    "those",
                    "such",
                    "this",
                    "both",
                    "each",
                    "also",
                    "in addition",
                    "their",
                    "its",
                    "some",
                    "may",
                    "for example",
                ];
                own || !(next.line.chinese || on.iter().any(|w| text.starts_with(w)))
            });
            context = Context { who: after.who.filter(|w| *w == Who::Third && !anew).or(given.who), ..given };
            if part.line.chinese {
                inline = self.inline_lead(&part.line, given, inline);
                if let Some(lead) = inline {
                    context = lead;
                } else if parts.get(n.saturating_add(1)).is_some_and(|next| continues(&next.line))
                    && !after.negative
                    && after.action.is_some()
                {
                    context = Context { listed: true, ..after };
                }
            }
        }
    }

    /// The introduction of a list that goes on within a paragraph: "我们会收集：手机号码；头像；……。"
    fn inline_lead(&self, line: &Line, given: Context, inline: Option<Context>) -> Option<Context> {
        let text = line.folded.text.as_str();
        if !text.ends_with(['；', ';']) {
            return None;
        }
        inline.or_else(|| {
            let (lead, _) = text.split_once('：')?;
            let context = Line::new(lead, self.lexicon).context(given);
            let tells = matches!(context.action, Some(Action::Collect | Action::Share)) && context.who == Some(Who::First);
            (tells && !context.definition && !context.hypothesis).then_some(Context { listed: true, ..context })
        })
    }

    /// Gives a frame its third party's name and its place.
    fn claim(&mut self, block: usize, place: Range<usize>, line: &Line, frame: Frame) {
        if !frame.third {
            self.add(place, &frame, None);
            return;
        }
        let raw = self.text(place.clone());
        // "They may also set cookies": who was named last.
        let pronoun = line.names.is_empty() && (line.pronoun() || self.product);
        let near = self.last.clone().filter(|(at, _)| pronoun && block.saturating_sub(*at) <= 4);
        let names: Vec<String> = match near {
            Some((_, names)) => names,
            // A company that is no known product is named by its ending, or by its capital letter where it receives.
            None if line.names.is_empty() => {
                company(raw, line).or_else(|| if line.chinese { given_to(raw) } else { receiver(raw) }).into_iter().collect()
            }
            None => Vec::new(),
        };
        if names.is_empty() {
            let all = if line.names.is_empty() { Vec::new() } else { line.joined_names(frame.name.as_ref()) };
            for name in &all {
                self.add(place.clone(), &Frame { name: Some(name.clone()), ..frame.clone() }, None);
            }
            if all.is_empty() {
                self.add(place.clone(), &frame, None);
            }
        }
        for name in names {
            self.add(place.clone(), &frame, Some(&name));
        }
    }

    pub fn add(&mut self, place: Range<usize>, frame: &Frame, name: Option<&str>) {
        let Some(named) = self.lexicon.types().get(frame.data as usize) else { return };
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
            start: self.scalar(place.start),
            end: self.scalar(place.end),
        });
    }
}

/// Tables of which three cells or more ask for yes or no.
fn asking(document: &Document, lexicon: &Lexicon) -> HashSet<u32> {
    let mut asked: HashMap<u32, u32> = HashMap::new();
    for b in &document.blocks {
        let BlockKind::Cell { table, .. } = b.kind else { continue };
        let text = document.text.get(b.range.clone()).unwrap_or_default();
        if text.ends_with(['?', '？']) && text.len() < QUESTION && Line::new(text, lexicon).asked() == Asked::Polar {
            let count = asked.entry(table).or_default();
            *count = count.saturating_add(1);
        }
    }
    asked.into_iter().filter(|(_, count)| *count >= 3).map(|(table, _)| table).collect()
}

/// Whether a sentence only gives examples of what the one before it says.
fn continues(line: &Line) -> bool {
    let text = line.folded.text.as_str();
    ["例如", "比如", "包括", "具体包括", "其中包括", "主要包括", "可能包括", "如：", "诸如"].iter().any(|w| text.starts_with(w))
}

/// A phrase without the marks around it, short enough to print.
fn clean(words: &str) -> String {
    words.trim_matches(|c: char| c.is_whitespace() || "，。；：、,.;:".contains(c)).chars().take(120).collect()
}

/// A name with a capital letter that something is given to: "sent to Strava", "with Mailwren, our newsletter provider".
fn receiver(text: &str) -> Option<String> {
    const NONE: &[&str] =
        &["We", "Our", "You", "Your", "The", "This", "These", "They", "Us", "I", "It", "If", "Section", "Article", "European"];
    [" to ", " with ", " by "].iter().flat_map(|w| text.match_indices(w)).find_map(|(at, w)| {
        let rest = text.get(at.saturating_add(w.len())..)?;
        let proper = |w: &&str| w.starts_with(char::is_uppercase) && w.chars().nth(1).is_some_and(char::is_lowercase);
        let mut end = 0usize;
        for word in rest.split_inclusive(' ').take(3) {
            let bare = word.trim_end();
            if !proper(&bare) || (end == 0 && NONE.contains(&bare.trim_end_matches(|c: char| !c.is_alphanumeric()))) {
                break;
            }
            end = end.saturating_add(word.len());
            if bare.ends_with(|c: char| !c.is_alphanumeric()) {
                break;
            }
        }
        rest.get(..end).map(clean).filter(|n| n.len() >= 3)
    })
}

/// Who receives in a Chinese sentence: "提供给铁路客票系统", "与助贷机构共享", "向甲银行提供".
fn given_to(text: &str) -> Option<String> {
    const VERBS: &[&str] = &["提供", "共享", "披露", "发送", "传输", "转让", "分享", "报送", "提交"];
    let mut out: Option<&str> = None;
    for verb in VERBS {
        for (at, _) in text.match_indices(verb) {
            let after = text.get(at.saturating_add(verb.len())..).unwrap_or_default();
            let before = text.get(..at).unwrap_or_default();
            let object = match ["给", "至", "到"].iter().find_map(|w| after.strip_prefix(w)) {
                Some(rest) => rest.split(['，', '。', '、', '；', '（', ',', '用', '进', '以', '的', '和', '与']).next(),
                None => before.rsplit(['，', '。', '；', '、']).next().and_then(|c| c.rsplit_once(['向', '与'])).map(|(_, o)| o),
            };
            out = out.or(object);
        }
    }
    let name = out.map(|n| n.trim_start_matches(['您', '所', '选', '的', '该', '其', '任', '何']))?;
    let plain = (2..=14).contains(&name.chars().count())
        && !name.ends_with('的')
        && !name.starts_with(['为', '将', '把'])
        && !["我们", "您", "你", "用户", "第三方", "信息", "本", "任何", "会", "不"].iter().any(|w| name.contains(w));
    plain.then(|| clean(name))
}

/// A web address that stands in the text.
fn printed_address(text: &str) -> Option<String> {
    let at = ["http://", "https://", "www."].iter().filter_map(|s| text.find(s)).min()?;
    let rest = text.get(at..)?;
    let end = rest.find(|c: char| c.is_whitespace() || !c.is_ascii() || "<>\"'()[]|".contains(c)).unwrap_or(rest.len());
    rest.get(..end).map(|a| a.trim_end_matches(['.', ',', ';', ':', '*', '_']).to_owned()).filter(|a| a.len() > 8)
}
