//! A workbook. Every cell is a string: `write_string` makes neither formula nor link of anything.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Block, Paper, Table, plain};
use crate::words::Lang;

/// Rows of a worksheet below Excel's limit of 1,048,576.
const MOST_ROWS: usize = 1_000_000;

pub fn write(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mark = paper.mark().unwrap_or_default();
    let mut about = DocProperties::new()
        .set_title(plain(&paper.title))
        .set_author(plain(&paper.author))
        .set_comment("apksweep")
        // No clock: the same paper is the same file.
        .set_creation_datetime(&ExcelDateTime::from_ymd(2020, 1, 1)?);
    if paper.draft {
        about = about.set_subject(mark).set_status(mark).set_keywords(mark);
    }
    book.set_properties(&about);
    let mut names: Vec<String> = Vec::new();
    for t in paper.tables() {
        let name = sheet_name(&t.name, &names);
        names.push(name.clone());
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        table(sheet, paper, &t)?;
    }
    let name = sheet_name(if paper.lang == Lang::Zh { "正文" } else { "Text" }, &names);
    let sheet = book.add_worksheet();
    sheet.set_name(&name)?;
    text(sheet, paper)?;
    book.save_to_buffer()
}

fn head_format() -> Format {
    grid().set_bold().set_background_color(Color::RGB(0xE9EDF2)).set_align(FormatAlign::Center)
}

fn grid() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xAAB2BB)).set_text_wrap().set_align(FormatAlign::Top)
}

fn mark_format() -> Format {
    Format::new().set_bold().set_font_color(Color::RGB(0xA8201A))
}

/// Paper, margins, and the draft mark on every printed page. `&` steers headers, so text in them is doubled.
fn set_up(sheet: &mut Worksheet, paper: &Paper, landscape: bool) {
    if landscape {
        sheet.set_landscape();
    }
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    let mark = paper.mark().unwrap_or_default().replace('&', "&&");
    sheet.set_header(format!("&C&B{mark}"));
    sheet.set_footer(format!("&L{mark}&R&P / &N"));
}

fn table(sheet: &mut Worksheet, paper: &Paper, t: &Table) -> Result<(), XlsxError> {
    let width: u32 = t.columns.iter().map(|c| u32::from(c.width)).sum();
    set_up(sheet, paper, width > 90);
    let mut row = 0u32;
    if let Some(mark) = paper.mark() {
        sheet.write_string_with_format(row, 0, mark, &mark_format())?;
        row += 1;
    }
    for (column, c) in (0u16..).zip(&t.columns) {
        sheet.set_column_width(column, f64::from(c.width))?;
        sheet.write_string_with_format(row, column, plain(&c.name), &head_format())?;
    }
    let head = row;
    let format = grid();
    for cells in t.rows.iter().take(MOST_ROWS) {
        row += 1;
        for (column, cell) in (0u16..).zip(cells) {
            sheet.write_string_with_format(row, column, plain(cell), &format)?;
        }
    }
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet.set_repeat_rows(0, head)?;
    if let Ok(last) = u16::try_from(t.columns.len().saturating_sub(1))
        && row > head
    {
        sheet.autofilter(head, 0, row, last)?;
    }
    Ok(())
}

fn text(sheet: &mut Worksheet, paper: &Paper) -> Result<(), XlsxError> {
    set_up(sheet, paper, false);
    sheet.set_column_width(0, 100.0)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = wrap.clone().set_bold();
    let mut row = 0u32;
    let mut line = |s: &str, format: &Format| -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, 0, plain(s), format)?;
        row += 1;
        Ok(())
    };
    if let Some(mark) = paper.mark() {
        line(mark, &mark_format())?;
    }
    line(&paper.title, &bold.clone().set_font_size(16).set_align(FormatAlign::Center))?;
    for s in &paper.subtitle {
        line(s, &wrap.clone().set_align(FormatAlign::Center))?;
    }
    for block in &paper.blocks {
        match block {
            Block::Heading(_, s) => line(s, &bold)?,
            Block::Text(s) => line(s, &wrap)?,
            Block::Signature(lines) => {
                for s in lines {
                    line(s, &wrap.clone().set_align(FormatAlign::Right))?;
                }
            }
            Block::Table(_) | Block::Bars(_) => {}
        }
    }
    Ok(())
}

/// Excel's rules: 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at an end, no two alike.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = plain(wanted).chars().map(|c| if "[]:*?/\\'\n".contains(c) { ' ' } else { c }).collect();
    let clean = if clean.trim().is_empty() { "Sheet".to_owned() } else { clean.trim().to_owned() };
    let fit = |suffix: &str| -> String {
        let mut out = String::new();
        for c in clean.chars() {
            if out.encode_utf16().count() + c.len_utf16() + suffix.len() > 31 {
                break;
            }
            out.push(c);
        }
        format!("{}{suffix}", out.trim_end())
    };
    let mut name = fit("");
    let mut n = 2;
    while taken.iter().any(|t| t.to_lowercase() == name.to_lowercase()) {
        name = fit(&format!(" {n}"));
        n += 1;
    }
    name
}
