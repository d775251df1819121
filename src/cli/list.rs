//! `apksweep list`

use super::args::{List, What};
use super::{Outcome, output};
use crate::report::screen;

pub fn run(a: &List) -> Outcome {
    let k = a.shared.knowledge()?;
    let lang = a.shared.lang();
    let rows: Vec<[String; 3]> = match a.what {
        What::Categories => k.categories.iter().map(|c| [c.id.clone(), c.name.get(lang).into(), c.function.get(lang).into()]).collect(),
        What::Codes => k.codes.iter().map(|c| [c.id.clone(), c.level.clone(), c.name.get(lang).into()]).collect(),
        What::Sdks => k
            .sdks
            .iter()
            .map(|s| {
                [
                    s.id.clone(),
                    if s.role == "sdk" { s.categories.join(",") } else { "library".into() },
                    format!("{}  {}", s.name.get(lang), s.vendor.get(lang)),
                ]
            })
            .collect(),
        What::Types => k.data_types.iter().map(|t| [t.id.clone(), t.level.clone(), t.words.get(lang).into()]).collect(),
        What::Laws => k.laws.iter().map(|l| [l.id.clone(), l.in_force.clone(), l.name.get(lang).into()]).collect(),
    };
    let wanted = a.filter.as_deref().map(str::to_lowercase);
    let rows: Vec<_> =
        rows.into_iter().filter(|r| wanted.as_deref().is_none_or(|w| r.iter().any(|c| c.to_lowercase().contains(w)))).collect();
    let column = |i: usize| rows.iter().map(|r| screen::width(&r[i])).max().unwrap_or(0);
    let (first, second) = (column(0), column(1).min(40));
    let pad = |s: &str, to: usize| format!("{s}{}", " ".repeat(to.saturating_sub(screen::width(s))));
    let text: String = rows.iter().map(|[a, b, c]| format!("{}  {}  {c}\n", pad(a, first), pad(b, second))).collect();
    output::print(&text)
}
