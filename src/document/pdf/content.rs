//! Content streams (ISO 32000-1, 9.4): what is shown, where, how large.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::file::{File, Page};
use super::font::{Font, Fonts};
use super::object::{Dict, Lexer, Object, is_space};
use crate::budget::{Budget, Unit};

/// Graphics states saved inside each other, and forms inside forms.
const DEEPEST: usize = 64;

/// A string as shown: its place in points, from the lower left corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub text: String,
    pub bold: bool,
}

/// What a file shows, counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub glyphs: usize,
    /// Glyphs of which the file does not say what they are.
    pub unknown: usize,
    /// Glyphs drawn in the invisible mode: the text layer of a scan, or text to be found but not seen.
    pub invisible: usize,
    pub images: usize,
    pub vertical: bool,
    pub cut: bool,
}

type Matrix = [f64; 6];

const ONE: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn product(a: Matrix, b: Matrix) -> Matrix {
    let [a0, a1, a2, a3, a4, a5] = a;
    let [b0, b1, b2, b3, b4, b5] = b;
    [a0 * b0 + a1 * b2, a0 * b1 + a1 * b3, a2 * b0 + a3 * b2, a2 * b1 + a3 * b3, a4 * b0 + a5 * b2 + b4, a4 * b1 + a5 * b3 + b5]
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    invisible: bool,
}

/// A stream being read: the page's own, or a form's.
struct Frame {
    bytes: Rc<Vec<u8>>,
    at: usize,
    resources: Rc<Dict>,
    /// Resolved when first asked for.
    fonts: Option<Rc<Dict>>,
    saved: usize,
}

/// A form's dictionary and content.
type Form = (Dict, Rc<Vec<u8>>);

/// Text that stands for what is drawn inside a marked part of the content.
enum Marked {
    Plain,
    /// Headers, footers, page numbers.
    Furniture,
    Actual(Option<String>),
}

pub(super) struct Reader<'f, 'b> {
    file: &'f File<'b>,
    fonts: Fonts,
    /// Forms decoded so far.
    forms: BTreeMap<u32, Option<Form>>,
    pub shown: Shown,
    runs: Vec<Run>,
    state: State,
    stack: Vec<State>,
    frames: Vec<Frame>,
    marked: Vec<Marked>,
    text: Matrix,
    line: Matrix,
}

impl<'f, 'b> Reader<'f, 'b> {
    pub fn new(file: &'f File<'b>) -> Reader<'f, 'b> {
        let state = State {
            ctm: ONE,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            invisible: false,
        };
        Reader {
            file,
            fonts: Fonts::default(),
            forms: BTreeMap::new(),
            shown: Shown::default(),
            runs: Vec::new(),
            state,
            stack: Vec::new(),
            frames: Vec::new(),
            marked: Vec::new(),
            text: ONE,
            line: ONE,
        }
    }

    /// All that a page shows, in the order of its content.
    pub fn page(&mut self, page: &Page, budget: &mut Budget) -> Vec<Run> {
        let parts = match page.dict.get(b"Contents".as_slice()) {
            Some(Object::Array(parts)) => parts.clone(),
            Some(one) => match self.file.resolve(one) {
                Object::Array(parts) => parts,
                _ => vec![one.clone()],
            },
            None => Vec::new(),
        };
        let mut bytes = Vec::new();
        for part in parts {
            match self.file.stream(&part, budget) {
                Some((_, data)) => {
                    bytes.extend_from_slice(&data);
                    bytes.push(b'\n');
                }
                None => self.shown.cut = true,
            }
        }
        let resources = Rc::new(page.resources.as_ref().and_then(|r| self.file.dict(r)).unwrap_or_default());
        let fresh = Reader::new(self.file);
        self.state = fresh.state;
        self.stack.clear();
        self.marked.clear();
        self.frames = vec![Frame { bytes: Rc::new(bytes), at: 0, resources, fonts: None, saved: 0 }];
        self.run(budget);
        std::mem::take(&mut self.runs)
    }

    fn run(&mut self, budget: &mut Budget) {
        let mut operands: Vec<Object> = Vec::new();
        while let Some(frame) = self.frames.last_mut() {
            let bytes = frame.bytes.clone();
            let mut lexer = Lexer::new(&bytes, frame.at);
            let object = lexer.object();
            frame.at = lexer.at;
            match object {
                None => {
                    let saved = frame.saved;
                    self.frames.pop();
                    // A form leaves the state as it found it.
                    self.stack.truncate(saved);
                    if let Some(state) = self.stack.pop() {
                        self.state = state;
                    }
                    operands.clear();
                }
                Some(Object::Word(word)) => {
                    if !budget.take(Unit::Nodes, 1) {
                        self.shown.cut = true;
                        self.frames.clear();
                        return;
                    }
                    self.operator(&word, &operands, budget);
                    operands.clear();
                }
                Some(operand) if operands.len() < 64 => operands.push(operand),
                Some(_) => {}
            }
        }
    }

    fn operator(&mut self, word: &[u8], operands: &[Object], budget: &mut Budget) {
        let n = |i: usize| operands.get(i).and_then(Object::number).filter(|n| n.abs() < 1e9).unwrap_or(0.0);
        let matrix = || [n(0), n(1), n(2), n(3), n(4), n(5)];
        match word {
            b"q" if self.stack.len() < DEEPEST => self.stack.push(self.state.clone()),
            b"Q" if self.stack.len() > self.frames.last().map_or(0, |f| f.saved) => {
                if let Some(state) = self.stack.pop() {
                    self.state = state;
                }
            }
            b"cm" => self.state.ctm = product(matrix(), self.state.ctm),
            b"BT" => (self.text, self.line) = (ONE, ONE),
            b"Tf" => {
                let fonts = self.font_names();
                let font = operands.first().and_then(Object::name).and_then(|name| fonts.get(name).cloned());
                self.state.font = font.and_then(|f| self.fonts.get(self.file, &f, budget));
                self.state.size = n(1);
            }
            b"Tc" => self.state.char_space = n(0),
            b"Tw" => self.state.word_space = n(0),
            b"Tz" => self.state.stretch = n(0) / 100.0,
            b"TL" => self.state.leading = n(0),
            b"Ts" => self.state.rise = n(0),
            b"Tr" => self.state.invisible = n(0) == 3.0,
            b"Td" => self.move_line(n(0), n(1)),
            b"TD" => {
                self.state.leading = -n(1);
                self.move_line(n(0), n(1));
            }
            b"Tm" => {
                self.text = matrix();
                self.line = self.text;
            }
            b"T*" => self.move_line(0.0, -self.state.leading),
            b"Tj" => self.show(operands.first(), budget),
            b"'" => {
                self.move_line(0.0, -self.state.leading);
                self.show(operands.first(), budget);
            }
            b"\"" => {
                self.state.word_space = n(0);
                self.state.char_space = n(1);
                self.move_line(0.0, -self.state.leading);
                self.show(operands.get(2), budget);
            }
            b"TJ" => {
                for item in operands.first().and_then(Object::array).unwrap_or_default() {
                    match item {
                        Object::Number(shift) => self.advance(-shift / 1000.0 * self.state.size * self.state.stretch),
                        _ => self.show(Some(item), budget),
                    }
                }
            }
            b"Do" => self.draw(operands.first(), budget),
            b"BI" => self.skip_image(),
            b"BMC" => self.marked.push(Marked::Plain),
            b"BDC" => self.mark(operands),
            b"EMC" => {
                self.marked.pop();
            }
            _ => {}
        }
    }

    fn resources(&self) -> Rc<Dict> {
        self.frames.last().map(|f| f.resources.clone()).unwrap_or_default()
    }

    fn font_names(&mut self) -> Rc<Dict> {
        let file = self.file;
        let Some(frame) = self.frames.last_mut() else { return Rc::default() };
        let resources = frame.resources.clone();
        frame.fonts.get_or_insert_with(|| Rc::new(file.dict(&file.get(&resources, b"Font")).unwrap_or_default())).clone()
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.line = product([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn advance(&mut self, x: f64) {
        self.text = product([1.0, 0.0, 0.0, 1.0, x, 0.0], self.text);
    }

    fn show(&mut self, operand: Option<&Object>, budget: &mut Budget) {
        let Some(Object::Text(bytes)) = operand else { return };
        if !budget.take(Unit::Nodes, bytes.len() as u64) {
            self.shown.cut = true;
            self.frames.clear();
            return;
        }
        let Some(font) = self.state.font.clone() else {
            self.shown.glyphs = self.shown.glyphs.saturating_add(bytes.len());
            self.shown.unknown = self.shown.unknown.saturating_add(bytes.len());
            return;
        };
        let (mut text, mut along) = (String::new(), 0.0);
        for glyph in font.glyphs(bytes) {
            self.shown.glyphs = self.shown.glyphs.saturating_add(1);
            match &glyph.text {
                Some(t) => text.push_str(t),
                None => {
                    self.shown.unknown = self.shown.unknown.saturating_add(1);
                    text.push('\u{fffd}');
                }
            }
            let space = if glyph.is_space { self.state.word_space } else { 0.0 };
            along += (glyph.width * self.state.size + self.state.char_space + space) * self.state.stretch;
        }
        if self.state.invisible {
            self.shown.invisible = self.shown.invisible.saturating_add(text.chars().count());
        }
        self.shown.vertical |= font.vertical && !text.trim().is_empty();
        let place = product(product([1.0, 0.0, 0.0, 1.0, 0.0, self.state.rise], self.text), self.state.ctm);
        self.advance(along);
        match self.marked.iter_mut().rev().find(|m| !matches!(m, Marked::Plain)) {
            Some(Marked::Furniture) => return,
            Some(Marked::Actual(instead)) => text = instead.take().unwrap_or_default(),
            _ => {}
        }
        let [a, b, c, d, x, y] = place;
        let (reach, height) = (a.hypot(b), c.hypot(d));
        // Text that runs up or down the sheet is read along its own direction.
        let (x, y) = if b.abs() > a.abs() { (y * b.signum(), -x * b.signum()) } else { (x, y) };
        let run = Run { x, y, width: along * reach, size: (self.state.size * height).abs(), text, bold: font.bold };
        if [run.x, run.y, run.width, run.size].iter().all(|v| v.is_finite()) && !run.text.is_empty() {
            self.runs.push(run);
        }
    }

    fn draw(&mut self, operand: Option<&Object>, budget: &mut Budget) {
        let Some(name) = operand.and_then(Object::name) else { return };
        let resources = self.resources();
        let objects = self.file.dict(&self.file.get(&resources, b"XObject")).unwrap_or_default();
        let Some(object) = objects.get(name) else { return };
        let Some(dict) = self.file.dict(object) else { return };
        match self.file.get(&dict, b"Subtype").name() {
            Some(b"Image") => self.shown.images = self.shown.images.saturating_add(1),
            Some(b"Form") if self.frames.len() < DEEPEST && self.stack.len() < DEEPEST => {
                let Object::Reference(number) = object else { return };
                let known = match self.forms.get(number) {
                    Some(known) => known.clone(),
                    None => {
                        let read = self.file.stream(object, budget).map(|(d, data)| (d, Rc::new(data)));
                        self.forms.insert(*number, read.clone());
                        read
                    }
                };
                let Some((dict, bytes)) = known else {
                    self.shown.cut = true;
                    return;
                };
                let saved = self.stack.len();
                self.stack.push(self.state.clone());
                if let Object::Array(m) = self.file.get(&dict, b"Matrix") {
                    let n = |i: usize| m.get(i).map(|o| self.file.resolve(o)).and_then(|o| o.number()).unwrap_or(0.0);
                    self.state.ctm = product([n(0), n(1), n(2), n(3), n(4), n(5)], self.state.ctm);
                }
                let own = self.file.dict(&self.file.get(&dict, b"Resources"));
                let resources = own.map_or(resources, Rc::new);
                self.frames.push(Frame { bytes, at: 0, resources, fonts: None, saved: saved.saturating_add(1) });
            }
            _ => {}
        }
    }

    /// An inline image ends at `EI` between white space.
    fn skip_image(&mut self) {
        self.shown.images = self.shown.images.saturating_add(1);
        let Some(frame) = self.frames.last_mut() else { return };
        let rest = frame.bytes.get(frame.at..).unwrap_or_default();
        let end = memchr::memmem::find_iter(rest, b"EI").find(|at| {
            let before = at.checked_sub(1).and_then(|i| rest.get(i)).copied();
            let after = rest.get(at.saturating_add(2)).copied();
            before.is_some_and(is_space) && after.is_none_or(is_space)
        });
        frame.at = frame.at.saturating_add(end.map_or(rest.len(), |e| e.saturating_add(2)));
    }

    fn mark(&mut self, operands: &[Object]) {
        let tag = operands.first().and_then(Object::name).unwrap_or_default();
        let properties = match operands.get(1) {
            Some(Object::Dict(d)) => Some(d.clone()),
            Some(Object::Name(n)) => {
                let resources = self.resources();
                let all = self.file.dict(&self.file.get(&resources, b"Properties"));
                all.and_then(|all| self.file.dict(all.get(n.as_slice())?))
            }
            _ => None,
        };
        let properties = properties.unwrap_or_default();
        let is = |key: &[u8], name: &[u8]| self.file.get(&properties, key).name() == Some(name);
        self.marked.push(if tag == b"Artifact" && is(b"Type", b"Pagination") {
            Marked::Furniture
        } else if let Object::Text(t) = self.file.get(&properties, b"ActualText") {
            Marked::Actual(Some(text_string(&t)))
        } else {
            Marked::Plain
        });
        if self.marked.len() > 4096 {
            self.marked.clear();
        }
    }
}

/// A text string (7.9.2.2): UTF-16 or UTF-8 by its mark, else PDFDocEncoding, which is Latin for what matters here.
fn text_string(bytes: &[u8]) -> String {
    let encoding = encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::WINDOWS_1252, |(e, _)| e);
    encoding.decode(bytes).0.into_owned()
}
