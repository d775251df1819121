//! Tables drawn with bars but without a frame, as programs that turn pages into text leave them: a row of heads, `---|---`, and rows whose
//! cells may run over several lines. Only the count of bars tells where a row ends.

/// A part of a text: lines, or the rows of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Table(Vec<Vec<String>>),
}

/// Columns of such a table.
const COLUMNS: usize = 20;
/// Lines of the last cell of a row: what goes on longer is no cell.
const LINES: usize = 30;

/// Splits a text at its tables.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    if !text.contains("---|") && !text.contains("--- |") {
        return vec![Piece::Text(text)];
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut starts = Vec::with_capacity(lines.len());
    let mut at = 0usize;
    for l in &lines {
        starts.push(at);
        at = at.saturating_add(l.len());
    }
    let start = |line: usize| starts.get(line).copied().unwrap_or(text.len());
    let mut out = Vec::new();
    let mut done = 0usize;
    let mut line = 0usize;
    while let Some(l) = lines.get(line) {
        let columns = ruled(l);
        let head = columns.and_then(|n| heads(&lines, done, line, n));
        let (Some(columns), Some((from, head))) = (columns, head) else {
            line = line.saturating_add(1);
            continue;
        };
        let (rows, next) = body(&lines, line.saturating_add(1), columns);
        if let Some(before) = text.get(start(done)..start(from)).filter(|t| !t.is_empty()) {
            out.push(Piece::Text(before));
        }
        out.push(Piece::Table(std::iter::once(head).chain(rows).collect()));
        done = next;
        line = next;
    }
    if let Some(rest) = text.get(start(done)..).filter(|t| !t.is_empty()) {
        out.push(Piece::Text(rest));
    }
    out
}

/// The number of columns that a line rules off: `---|---|---`. Framed ones are read line by line elsewhere.
fn ruled(line: &str) -> Option<usize> {
    let line = line.trim();
    let dashes = |c: &str| c.trim().len() >= 3 && c.trim().bytes().all(|b| matches!(b, b'-' | b':'));
    let columns = line.split('|').count();
    ((2..=COLUMNS).contains(&columns) && !line.starts_with('|') && line.split('|').all(dashes)).then_some(columns)
}

/// The row of heads above the rule: as many lines as hold its bars. Gives the first of those lines.
fn heads(lines: &[&str], least: usize, rule: usize, columns: usize) -> Option<(usize, Vec<String>)> {
    let wanted = columns.saturating_sub(1);
    let mut bars = 0usize;
    let mut from = rule;
    while bars < wanted && from > least && rule.saturating_sub(from) < columns.saturating_mul(4) {
        from = from.saturating_sub(1);
        bars = bars.saturating_add(lines.get(from)?.matches('|').count());
    }
    if bars != wanted {
        return None;
    }
    // A line that begins with a bar has its first cell above it.
    while lines.get(from)?.trim_start().starts_with('|') || lines.get(from)?.trim().is_empty() {
        from = from.checked_sub(1).filter(|f| *f >= least)?;
    }
    let head = lines.get(from..rule)?.concat();
    Some((from, head.split('|').map(cell).collect()))
}

fn cell(text: &str) -> String {
    text.split('\n').map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The rows below the rule, and the line after the last of them.
fn body(lines: &[&str], from: usize, columns: usize) -> (Vec<Vec<String>>, usize) {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    // The lines of the cell at hand, with their numbers.
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut next = from;
    let mut at = from;
    while let Some(line) = lines.get(at) {
        if ruled(line).is_some() {
            break;
        }
        let mut words = line.split('|');
        if let Some(first) = words.next().map(str::trim).filter(|w| !w.is_empty()) {
            open.push((at, first));
        }
        for after in words {
            let last = row.len().saturating_add(1) == columns;
            if last {
                // The bar belongs to the next row, and so does the line before it.
                let first = open.pop().map_or("", |(_, w)| w);
                row.push(joined(&open));
                rows.push(std::mem::take(&mut row));
                row.push(first.to_owned());
            } else {
                row.push(joined(&open));
            }
            open.clear();
            if !after.trim().is_empty() {
                open.push((at, after.trim()));
            }
            next = at.saturating_add(1);
        }
        let running = if row.len().saturating_add(1) == columns { open.len() } else { open.len().saturating_add(at.saturating_sub(next)) };
        if running > LINES {
            break;
        }
        at = at.saturating_add(1);
    }
    if !row.is_empty() {
        // Nothing says where the very last cell ends; its first line is surely in it.
        if let Some((line, words)) = open.first() {
            row.push((*words).to_owned());
            next = next.max(line.saturating_add(1));
        }
        rows.push(row);
    }
    (rows, next)
}

fn joined(lines: &[(usize, &str)]) -> String {
    lines.iter().map(|(_, w)| *w).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Vec<Vec<String>> {
        pieces(text).into_iter().find_map(|p| if let Piece::Table(rows) = p { Some(rows) } else { None }).unwrap_or_default()
    }

    #[test]
    fn rows_end_where_their_bars_are_spent() {
        for (text, wanted) in [
            ("a | b\n---|---\nc | d\ne | f\n", "a,b;c,d;e,f"),
            ("before\na| b| c\n---|---|---\nd| e|\nf g\nh| i| k\nafter", "a,b,c;d,e,f g;h,i,k"),
            ("名称\n|\n目的\n---|---\n甲SDK\n|\n登录\n乙SDK\n|\n分享\n之后", "名称,目的;甲SDK,登录;乙SDK,分享"),
            ("no table | here\n", ""),
        ] {
            let got: Vec<String> = table(text).iter().map(|r| r.join(",").replace('\n', " ")).collect();
            assert_eq!(got.join(";"), wanted, "{text}");
        }
        let all = pieces("eins\na | b\n---|---\nc | d\nzwei\n");
        assert_eq!((all.first(), all.last()), (Some(&Piece::Text("eins\n")), Some(&Piece::Text("zwei\n"))));
    }
}
