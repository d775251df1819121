//! A workbook. Every cell is a string: `write_string` makes neither formula nor link of anything.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

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
    Format::new()
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0xAAB2BB))
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
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
    let last = u16::try_from(t.columns.len().saturating_sub(1)).unwrap_or(0);
    let mut row = 0u32;
    if let Some(mark) = paper.mark() {
        sheet.write_string_with_format(row, 0, mark, &mark_format())?;
        row += 1;
    }
    let title = Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    let below = Format::new().set_align(FormatAlign::Center);
    for (i, line) in std::iter::once(&paper.title).chain(&paper.subtitle).enumerate() {
        let format = if i == 0 { &title } else { &below };
        if last > 0 {
            sheet.merge_range(row, 0, row, last, "", format)?;
        }
        sheet.write_string_with_format(row, 0, plain(line), format)?;
        sheet.set_row_height(row, if i == 0 { 28.0 } else { LINE })?;
        row += 1;
    }
    for (column, c) in (0u16..).zip(&t.columns) {
        sheet.set_column_width(column, f64::from(c.width))?;
    }
    if t.headless() {
        let format = grid();
        for cells in &t.rows {
            sheet.set_row_height(row, height(cells.iter().map(String::as_str), t))?;
            for (column, cell) in (0u16..).zip(cells) {
                sheet.write_string_with_format(row, column, plain(cell), &format)?;
            }
            row += 1;
        }
        return Ok(());
    }
    for (column, c) in (0u16..).zip(&t.columns) {
        sheet.write_string_with_format(row, column, plain(&c.name), &head_format())?;
    }
    let head = row;
    sheet.set_row_height(head, height(t.columns.iter().map(|c| c.name.as_str()), t))?;
    let format = grid();
    for cells in t.rows.iter().take(MOST_ROWS) {
        row += 1;
        sheet.set_row_height(row, height(cells.iter().map(String::as_str), t))?;
        for (column, cell) in (0u16..).zip(cells) {
            sheet.write_string_with_format(row, column, plain(cell), &format)?;
        }
    }
    for (column, c) in (0u16..).zip(&t.columns).filter(|(_, c)| !c.choices.is_empty()) {
        if row > head {
            let list = DataValidation::new().allow_list_strings(&c.choices)?;
            sheet.add_data_validation(head + 1, column, row, column, &list)?;
        }
    }
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet.set_repeat_rows(0, head)?;
    if row > head {
        sheet.autofilter(head, 0, row, last)?;
    }
    Ok(())
}

/// Points of one line.
const LINE: f64 = 15.0;

/// Programs differ in whether they fit a row to wrapped text when they open a file, so the height is set: as many lines as the fullest cell needs.
fn height<'a>(cells: impl Iterator<Item = &'a str>, t: &Table) -> f64 {
    let lines = |(cell, column): (&str, &super::Column)| -> usize {
        // Wrapping leaves gaps at the ends of lines, more of them in narrow columns.
        let width = usize::from(column.width.max(5)) - 3;
        plain(cell).split('\n').map(|l| crate::report::screen::width(l).div_ceil(width).max(1)).sum()
    };
    let most = cells.zip(&t.columns).map(lines).max().unwrap_or(1);
    // Excel's highest row is 409 points.
    LINE * f64::from(u32::try_from(most.min(27)).unwrap_or(27)) + 3.0
}

fn text(sheet: &mut Worksheet, paper: &Paper) -> Result<(), XlsxError> {
    set_up(sheet, paper, false);
    sheet.set_column_width(0, 88.0)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = wrap.clone().set_bold();
    let mut row = 0u32;
    let mut line = |s: &str, format: &Format| -> Result<(), XlsxError> {
        let s = plain(s);
        let lines: usize = s.split('\n').map(|l| crate::report::screen::width(l).div_ceil(84).max(1)).sum();
        sheet.set_row_height(row, LINE * f64::from(u32::try_from(lines.min(27)).unwrap_or(27)) + 4.0)?;
        sheet.write_string_with_format(row, 0, s, format)?;
        row += 1;
        Ok(())
    };
    if let Some(mark) = paper.mark() {
        line(mark, &mark_format())?;
    }
    line(&paper.title, &bold.clone().set_font_size(14).set_align(FormatAlign::Center))?;
    for s in &paper.subtitle {
        line(s, &wrap.clone().set_align(FormatAlign::Center))?;
    }
    for block in &paper.blocks {
        match block {
            Block::Heading(_, s) => line(s, &bold)?,
            Block::Text(s) | Block::Address(s) => line(s, &wrap)?,
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
