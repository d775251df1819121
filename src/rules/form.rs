//! The Play Console's Data safety form as an exported CSV (RFC 4180): which types it names, and the answers that code can speak to.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The first line of an export. A newer Console may add columns; the first three keep their places.
pub const HEADER: [&str; 5] = [
    "Question ID (machine readable)",
    "Response ID (machine readable)",
    "Response value",
    "Answer requirement",
    "Human-friendly question label",
];

/// What the form says, as far as an app can be held against it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DataSafety {
    /// `PSL_...` of the types said to be collected or shared.
    pub types: BTreeSet<String>,
    /// Is all of it encrypted in transit? `None`: not answered.
    pub encrypted: Option<bool>,
    /// A link for deleting the account is given.
    pub deletion_link: bool,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    #[error("no Data safety form: the first line must begin with \"{}\"", HEADER[0])]
    Header,
    #[error("line {0}: a quote is not closed")]
    Quote(usize),
    #[error("more than {0} bytes")]
    TooLong(usize),
}

/// An export has some 800 lines.
const LONGEST: usize = 4 << 20;

impl DataSafety {
    pub fn parse(text: &str) -> Result<DataSafety, FormError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut rows = rows(text)?.into_iter();
        let header = rows.next().unwrap_or_default();
        if header.first().map(|c| c.trim()) != Some(HEADER[0]) {
            return Err(FormError::Header);
        }
        let mut form = DataSafety::default();
        for row in rows {
            let cell = |n: usize| row.get(n).map_or("", |c| c.trim());
            let (question, response, value) = (cell(0), cell(1), cell(2));
            let yes = value.eq_ignore_ascii_case("true");
            if question.starts_with("PSL_DATA_TYPES_") && yes {
                form.types.insert(response.to_owned());
            } else if question == "PSL_DATA_COLLECTION_ENCRYPTED_IN_TRANSIT" && !value.is_empty() {
                form.encrypted = Some(yes);
            } else if question == "PSL_ACCOUNT_DELETION_URL" && !value.is_empty() {
                form.deletion_link = true;
            }
        }
        Ok(form)
    }
}

/// The cells of every line. A cell in quotes may hold commas, line breaks and doubled quotes.
pub fn rows(text: &str) -> Result<Vec<Vec<String>>, FormError> {
    if text.len() > LONGEST {
        return Err(FormError::TooLong(LONGEST));
    }
    let mut out = Vec::new();
    let (mut row, mut cell, mut quoted, mut line) = (Vec::new(), String::new(), false, 1);
    let mut opened = 1;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\n' {
            line += 1;
        }
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => {
                quoted = true;
                opened = line;
            }
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                out.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    if quoted {
        return Err(FormError::Quote(opened));
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        out.push(row);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(lines: &str) -> Result<DataSafety, FormError> {
        DataSafety::parse(&format!("\u{feff}{},x\r\n{lines}", HEADER[0]))
    }

    #[test]
    fn answers_of_an_export() {
        let read = form(
            "PSL_DATA_COLLECTION_ENCRYPTED_IN_TRANSIT,,TRUE,MAYBE_REQUIRED,\"Is all, or \"\"some\"\", encrypted?\"\r\n\
             PSL_DATA_TYPES_LOCATION,PSL_APPROX_LOCATION,true,MULTIPLE_CHOICE,a\r\n\
             PSL_DATA_TYPES_LOCATION,PSL_PRECISE_LOCATION,,MULTIPLE_CHOICE,b\r\n\
             PSL_ACCOUNT_DELETION_URL,,https://x.example/delete,MAYBE_REQUIRED,c\r\n",
        )
        .unwrap();
        assert_eq!(read.types, BTreeSet::from(["PSL_APPROX_LOCATION".to_owned()]));
        assert_eq!((read.encrypted, read.deletion_link), (Some(true), true));
        assert_eq!(form("PSL_DATA_COLLECTION_ENCRYPTED_IN_TRANSIT,,false,,").unwrap().encrypted, Some(false));
        assert_eq!(form("").unwrap(), DataSafety::default());
    }

    #[test]
    fn what_is_no_form_is_refused() {
        assert_eq!(DataSafety::parse(""), Err(FormError::Header));
        assert_eq!(DataSafety::parse("name,price\n1,2\n"), Err(FormError::Header));
        assert_eq!(form("a,\"b\nc\n"), Err(FormError::Quote(2)));
    }

    #[test]
    fn cells_with_commas_quotes_and_line_breaks() {
        assert_eq!(rows("a,\"b,\"\"c\"\"\nd\",e\nf").unwrap(), [vec!["a", "b,\"c\"\nd", "e"], vec!["f"]]);
    }
}
