//! The page as it grows: one state machine for HTML, Markdown and plain text, so that the same structure means the same in all three.

use std::collections::HashMap;

use super::{Block, BlockKind, bars, disguise, style};
use crate::budget::{Budget, Unit};

/// Elements that begin and end a block.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "td",
    "th",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "section",
    "article",
    "header",
    "footer",
    "pre",
    "blockquote",
    "dt",
    "dd",
    "dl",
    "ul",
    "ol",
    "hr",
    "title",
    "body",
    "form",
    "fieldset",
    "center",
    "address",
    "main",
    "aside",
    "figure",
    "figcaption",
    "summary",
    "details",
    "caption",
    "html",
    "head",
];
/// Elements whose content is no text of the page.
const SILENT: &[&str] = &["script", "style", "template", "svg", "nav", "select", "iframe", "object", "button", "math", "canvas"];
/// Elements without an end tag (HTML Standard, "void elements").
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "basefont", "frame"];
/// Elements that hold words of a line, and icons of a font whose glyphs are named by words.
const INLINE: &[&str] = &["span", "i", "b", "em", "strong", "a", "sup", "sub", "small", "font", "label", "u"];
/// Spans wider than this are lies or layout.
const SPAN_MAX: u32 = 64;
/// Elements open at a time; browsers flatten what is nested deeper than 512.
const DEEPEST: usize = 4096;
/// What a block costs of the text budget beside its characters: it takes that much room.
const BLOCK_COST: u64 = 32;
/// Columns of a table.
const COLUMNS: usize = 256;
/// Pieces of hidden text kept.
const HIDDEN_MAX: usize = 1000;
/// A cell with more characters than this is layout, not data.
const CELL_MAX: usize = 4000;

struct Open {
    name: Box<str>,
    silent: bool,
    hidden: bool,
    /// Inside `noscript`: shown only where scripts do not run.
    scriptless: bool,
    colours: style::Colours,
    link: Option<(usize, String)>,
}

struct Table {
    id: u32,
    row: u32,
    column: u32,
    width: u32,
    in_head: bool,
    header: bool,
    in_cell: bool,
    layout: bool,
    /// For each column, how many more rows a cell of an earlier row covers.
    covered: Vec<u32>,
    started: bool,
}

struct List {
    lead: Option<usize>,
}

/// Bytes of text of one document that are read: tens of times the longest policy that was met, and read within two seconds.
const LONGEST: usize = 4 << 20;

pub(super) struct Page<'b> {
    budget: &'b mut Budget,
    /// What is left of `LONGEST`.
    room: usize,
    pub exhausted: bool,
    pub text: String,
    pub blocks: Vec<Block>,
    pub hidden: Vec<String>,
    pending: String,
    pending_links: Vec<(String, String)>,
    hidden_pending: String,
    open: Vec<Open>,
    /// Elements that are open but not on the stack, because it is full.
    beyond: usize,
    open_count: HashMap<Box<str>, usize>,
    silent: usize,
    concealed: usize,
    scriptless: usize,
    /// What is said to those without scripts: the page's only words where nothing else is there.
    without_scripts: String,
    pre: usize,
    heading: Option<u8>,
    lists: Vec<List>,
    items: usize,
    tables: Vec<Table>,
    table_count: u32,
}

impl<'b> Page<'b> {
    pub fn new(budget: &'b mut Budget) -> Page<'b> {
        Page {
            budget,
            room: LONGEST,
            exhausted: false,
            text: String::new(),
            blocks: Vec::new(),
            hidden: Vec::new(),
            pending: String::new(),
            pending_links: Vec::new(),
            hidden_pending: String::new(),
            open: Vec::new(),
            beyond: 0,
            open_count: HashMap::new(),
            silent: 0,
            concealed: 0,
            scriptless: 0,
            without_scripts: String::new(),
            pre: 0,
            heading: None,
            lists: Vec::new(),
            items: 0,
            tables: Vec::new(),
            table_count: 0,
        }
    }

    pub fn open(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        match name {
            "br" => return self.line_break(),
            "img" | "wbr" => return,
            "hr" => return self.flush(),
            _ if VOID.contains(&name) => return,
            // Tags that HTML closes by itself when the next one opens.
            "li" => self.close_within(&["li"], &["ul", "ol"]),
            "td" | "th" => self.close_within(&["td", "th"], &["table"]),
            "tr" => self.close_within(&["tr"], &["table"]),
            "p" => self.close_within(&["p"], &["table", "td", "li", "div"]),
            "dt" | "dd" => self.close_within(&["dt", "dd"], &["dl"]),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.begin_block(name);
        }
        if self.open.len() >= DEEPEST {
            self.beyond = self.beyond.saturating_add(1);
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.demote_cell();
                self.heading = name.get(1..).and_then(|n| n.parse().ok());
            }
            "title" => self.heading = Some(1),
            "ul" | "ol" => {
                let lead = self.lead_for_list();
                self.lists.push(List { lead });
            }
            "li" => self.items = self.items.saturating_add(1),
            "pre" => self.pre = self.pre.saturating_add(1),
            "table" => {
                self.demote_cell();
                let id = self.table_count;
                self.table_count = self.table_count.saturating_add(1);
                self.tables.push(Table {
                    id,
                    row: 0,
                    column: 0,
                    width: 1,
                    in_head: false,
                    header: false,
                    in_cell: false,
                    layout: false,
                    covered: Vec::new(),
                    started: false,
                });
            }
            "thead" => self.with_table(|t| t.in_head = true),
            "tr" => self.with_table(Table::next_row),
            "td" | "th" => {
                let number = |a: &str| attribute(a).and_then(|v| v.trim().parse::<u32>().ok()).unwrap_or(1).clamp(1, SPAN_MAX);
                let (across, down) = (number("colspan"), number("rowspan"));
                self.with_table(|t| t.next_cell(name == "th", across, down));
            }
            _ => {}
        }
        let silent = SILENT.contains(&name);
        let scriptless = name == "noscript";
        let look = style::look(&attribute, self.open.last().map(|o| o.colours).unwrap_or_default());
        // What only screen readers pass over is still seen: a page behind a dialog is marked so as a whole, icons are marked one by one.
        let unspoken = INLINE.contains(&name) && attribute("aria-hidden").is_some_and(|v| v == "true");
        let hidden = look.hidden || unspoken || attribute("hidden").is_some_and(|v| !v.eq_ignore_ascii_case("until-found"));
        self.silent = self.silent.saturating_add(usize::from(silent));
        self.concealed = self.concealed.saturating_add(usize::from(hidden));
        self.scriptless = self.scriptless.saturating_add(usize::from(scriptless));
        let link = if name == "a" { attribute("href").map(|h| (self.pending.len(), h)) } else { None };
        *self.open_count.entry(name.into()).or_default() += 1;
        self.open.push(Open { name: name.into(), silent, hidden, scriptless, colours: look.colours, link });
    }

    /// Closes the innermost element of that name and everything inside it. Each element is popped once, so the walk is linear.
    pub fn close(&mut self, name: &str) {
        if name == "br" {
            return self.line_break();
        }
        if self.beyond > 0 {
            self.beyond = self.beyond.saturating_sub(1);
            return if BLOCKS.contains(&name) {
                self.end_block(name)
            };
        }
        if self.open_count.get(name).copied().unwrap_or(0) == 0 {
            return;
        }
        while let Some(top) = self.open.pop() {
            let found = &*top.name == name;
            self.closed(top);
            if found {
                break;
            }
        }
    }

    /// Closes an open element of `names` unless one of `walls` is opened inside it.
    fn close_within(&mut self, names: &[&str], walls: &[&str]) {
        if names.iter().all(|n| self.open_count.get(*n).copied().unwrap_or(0) == 0) {
            return;
        }
        // Only as far as the walls: inline elements in between are few; the bound keeps hostile depth linear.
        let found =
            self.open.iter().rev().take(64).find(|o| names.contains(&&*o.name) || walls.contains(&&*o.name)).map(|o| o.name.clone());
        if let Some(name) = found
            && names.contains(&&*name)
        {
            self.close(&name);
        }
    }

    fn closed(&mut self, element: Open) {
        let name = &*element.name;
        if let Some(n) = self.open_count.get_mut(name) {
            *n = n.saturating_sub(1);
        }
        if let Some((start, href)) = element.link
            && let Some(words) = self.pending.get(start..).filter(|w| !w.trim().is_empty())
        {
            self.pending_links.push((words.to_owned(), href));
        }
        if BLOCKS.contains(&name) {
            self.end_block(name);
        }
        self.silent = self.silent.saturating_sub(usize::from(element.silent));
        self.scriptless = self.scriptless.saturating_sub(usize::from(element.scriptless));
        if element.hidden {
            self.concealed = self.concealed.saturating_sub(1);
            if self.concealed == 0 {
                self.flush_hidden();
            }
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title" => self.heading = None,
            "ul" | "ol" => {
                self.lists.pop();
            }
            "li" => self.items = self.items.saturating_sub(1),
            "pre" => self.pre = self.pre.saturating_sub(1),
            "table" => {
                self.tables.pop();
            }
            "thead" => self.with_table(|t| t.in_head = false),
            _ => {}
        }
    }

    pub fn characters(&mut self, text: &str) {
        if self.silent > 0 {
            return;
        }
        let mut cut = text.len().min(self.room);
        while !text.is_char_boundary(cut) {
            cut = cut.saturating_sub(1);
        }
        self.exhausted |= cut < text.len();
        let text = text.get(..cut).unwrap_or_default();
        self.room = self.room.saturating_sub(cut);
        if !self.budget.take(Unit::Text, text.len() as u64) {
            self.exhausted = true;
            return;
        }
        if self.concealed > 0 {
            push_collapsed(&mut self.hidden_pending, text, false);
            return;
        }
        if self.scriptless > 0 {
            if self.without_scripts.len() < 4000 {
                push_collapsed(&mut self.without_scripts, text, false);
            }
            return;
        }
        let room = HIDDEN_MAX.saturating_sub(self.hidden.len());
        self.hidden.extend(disguise::words(text).take(room).map(|w| w.chars().take(200).collect()));
        push_collapsed(&mut self.pending, text, self.pre > 0);
    }

    /// A line that ends inside a block: `<br>`, a soft break of Markdown.
    pub fn line_break(&mut self) {
        if self.silent > 0 || self.concealed > 0 || self.scriptless > 0 {
            return;
        }
        self.pending.truncate(self.pending.trim_end_matches(' ').len());
        self.pending.push('\n');
    }

    fn with_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn in_cell(&self) -> bool {
        self.tables.last().is_some_and(|t| t.in_cell && !t.layout)
    }

    /// Headings and tables inside a cell say that the outer table is layout.
    fn demote_cell(&mut self) {
        if self.in_cell() {
            self.with_table(|t| t.layout = true);
            self.flush();
        }
    }

    fn begin_block(&mut self, name: &str) {
        if self.in_cell() && !matches!(name, "td" | "th" | "tr" | "table") {
            if !self.pending.is_empty() {
                self.line_break();
            }
        } else {
            self.flush();
        }
    }

    fn end_block(&mut self, name: &str) {
        if matches!(name, "td" | "th") {
            self.flush();
            self.with_table(|t| t.in_cell = false);
        } else {
            self.begin_block(name);
        }
    }

    fn lead_for_list(&self) -> Option<usize> {
        let last = self.blocks.len().checked_sub(1)?;
        if self.items > 0 {
            return Some(last);
        }
        // A list right after a list belongs to the same introduction.
        match self.blocks.last().map(|b| &b.kind) {
            Some(BlockKind::ListItem { lead, .. }) => *lead,
            Some(BlockKind::Cell { .. }) | None => None,
            Some(_) => Some(last),
        }
    }

    fn flush_hidden(&mut self) {
        let text = std::mem::take(&mut self.hidden_pending);
        let text = text.trim();
        if !text.is_empty() && self.hidden.len() < HIDDEN_MAX {
            self.hidden.push(text.to_owned());
        }
    }

    fn kind(&self) -> BlockKind {
        if let Some(level) = self.heading {
            return BlockKind::Heading(level);
        }
        if let Some(t) = self.tables.last().filter(|t| t.in_cell && !t.layout) {
            if self.pending.len() > CELL_MAX {
                return BlockKind::Paragraph;
            }
            return BlockKind::Cell { table: t.id, row: t.row, column: t.column, header: t.header };
        }
        if self.items > 0 {
            let depth = u8::try_from(self.lists.len().max(1)).unwrap_or(u8::MAX);
            return BlockKind::ListItem { depth, lead: self.lists.last().and_then(|l| l.lead) };
        }
        BlockKind::Paragraph
    }

    /// Ends the pending text: one block a line in running text, one block in all in headings, list items and cells.
    pub fn flush(&mut self) {
        let pending = super::plain::without_entities(std::mem::take(&mut self.pending));
        let links = std::mem::take(&mut self.pending_links);
        if pending.trim().is_empty() {
            return;
        }
        let kind = self.kind();
        let first = self.blocks.len();
        if kind == BlockKind::Paragraph {
            for piece in bars::pieces(&pending) {
                match piece {
                    bars::Piece::Text(text) => {
                        for line in &super::plain::lines(text) {
                            if !self.pipe_row(line) {
                                self.push_block(kind.clone(), std::slice::from_ref(line));
                            }
                        }
                    }
                    bars::Piece::Table(rows) => self.drawn(&rows),
                }
            }
        } else {
            self.push_block(kind, &super::plain::lines(&pending));
        }
        // Links come in the order of their words: each is looked for where the last one was found, and not far.
        let mut from = first;
        let mut reach = pending.len().saturating_mul(8);
        for (words, href) in links {
            self.place_link(&mut from, &mut reach, words.trim(), href);
        }
    }

    /// A table drawn with bars.
    fn drawn(&mut self, rows: &[Vec<String>]) {
        let table = self.table_count;
        self.table_count = self.table_count.saturating_add(1);
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u32..).zip(cells) {
                let lines: Vec<&str> = cell.split('\n').filter(|l| !l.is_empty()).collect();
                if !lines.is_empty() {
                    self.push_block(BlockKind::Cell { table, row, column, header: row == 0 }, &lines);
                }
            }
        }
    }

    /// A row of a table drawn with bars, in a text that is not Markdown or in a block of code.
    fn pipe_row(&mut self, line: &str) -> bool {
        let Some(inner) = line.trim().strip_prefix('|').map(|l| l.trim_end_matches('|')) else { return false };
        let cells: Vec<&str> = inner.split('|').map(str::trim).take(SPAN_MAX as usize).collect();
        if cells.len() < 2 {
            return false;
        }
        if cells.iter().all(|c| c.chars().all(|c| matches!(c, '-' | ':' | ' '))) {
            return true;
        }
        let (table, row) = match self.blocks.last().map(|b| &b.kind) {
            Some(BlockKind::Cell { table, row, .. }) => (*table, row.saturating_add(1)),
            _ => {
                self.table_count = self.table_count.saturating_add(1);
                (self.table_count.saturating_sub(1), 0)
            }
        };
        for (column, cell) in (0u32..).zip(&cells) {
            if !cell.is_empty() {
                self.push_block(BlockKind::Cell { table, row, column, header: row == 0 }, std::slice::from_ref(cell));
            }
        }
        true
    }

    fn push_block(&mut self, kind: BlockKind, lines: &[&str]) {
        if !self.budget.take(Unit::Text, BLOCK_COST) {
            self.exhausted = true;
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let begin = self.text.len();
        for (n, line) in lines.iter().enumerate() {
            if n > 0 {
                self.text.push('\n');
            }
            push_joined(&mut self.text, line);
        }
        let range = begin..self.text.len();
        self.blocks.push(Block { kind, range, headings: Vec::new(), links: Vec::new() });
    }

    /// Finds the link's words in the blocks just made, from `first` on; `reach` is how many bytes may still be looked through.
    fn place_link(&mut self, first: &mut usize, reach: &mut usize, words: &str, href: String) {
        if words.is_empty() {
            return;
        }
        for (n, block) in self.blocks.iter_mut().enumerate().skip(*first).take(64) {
            let from = block.links.last().map_or(block.range.start, |(r, _)| r.end);
            let Some(text) = self.text.get(from..block.range.end).filter(|t| t.len() <= *reach) else { return };
            let found = text.find(words);
            *reach = reach.saturating_sub(found.unwrap_or(text.len()));
            let Some(at) = found else { continue };
            let start = from.saturating_add(at);
            block.links.push((start..start.saturating_add(words.len()), href));
            *first = n;
            return;
        }
    }

    /// Closes all that is open.
    pub fn finish(&mut self) {
        while let Some(top) = self.open.pop() {
            self.closed(top);
        }
        self.flush();
        self.flush_hidden();
        if self.text.len() < 200 && !self.without_scripts.trim().is_empty() {
            self.pending = std::mem::take(&mut self.without_scripts);
            self.flush();
        }
    }
}

impl Table {
    fn next_row(&mut self) {
        if self.started {
            self.row = self.row.saturating_add(1);
        }
        self.started = true;
        self.column = 0;
        self.width = 0;
        self.in_cell = false;
        for rows in &mut self.covered {
            *rows = rows.saturating_sub(1);
        }
    }

    fn next_cell(&mut self, th: bool, across: u32, down: u32) {
        if !self.started {
            self.next_row();
        }
        self.column = self.column.saturating_add(self.width);
        while self.covered.get(self.column as usize).is_some_and(|rows| *rows > 0) {
            self.column = self.column.saturating_add(1);
        }
        self.width = across;
        self.in_cell = true;
        self.header = th || self.in_head;
        if down > 1 {
            let (from, to) = (self.column as usize, (self.column.saturating_add(across) as usize).min(COLUMNS));
            if self.covered.len() < to {
                self.covered.resize(to, 0);
            }
            self.covered.get_mut(from..to).unwrap_or_default().fill(down);
        }
    }
}

/// Adds text with runs of white space as one space; in preformatted text line ends stay.
fn push_collapsed(out: &mut String, text: &str, pre: bool) {
    for c in text.chars() {
        if (!c.is_ascii() && disguise::is_invisible(c)) || (c.is_control() && !c.is_whitespace()) || c == '\u{fffc}' {
            continue;
        }
        if pre && c == '\n' {
            out.push('\n');
        } else if c.is_whitespace() {
            if !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
}

fn push_joined(out: &mut String, body: &str) {
    let mut rest = body.split('\n').map(str::trim).filter(|l| !l.is_empty());
    if let Some(first) = rest.next() {
        out.push_str(first);
    }
    for line in rest {
        let han = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
        if !(han(out.chars().next_back()) && han(line.chars().next())) {
            out.push(' ');
        }
        out.push_str(line);
    }
}
