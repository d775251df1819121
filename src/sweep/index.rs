//! The index of a sweep: one row an app, and what it says at the end.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::{Kind, Plan, Task};
use crate::report::{Report, SCHEMA, sanitize};
use crate::rules::{Certainty, Severity};
use crate::words::Lang;

/// A row, ordered by (package, version code, SHA-256, name).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    pub package: String,
    pub version_code: u64,
    pub sha256: String,
    pub name: String,
    pub label: Option<String>,
    pub version_name: Option<String>,
    pub policies: usize,
    pub collections: usize,
    pub sdks: usize,
    pub findings: usize,
    pub high: usize,
    pub strong: usize,
    pub gaps: Vec<String>,
    /// Why there is no report.
    pub error: Option<String>,
    /// The report itself, for `--format jsonl`.
    #[serde(skip)]
    line: Option<String>,
}

impl Row {
    pub fn of(task: &Task, report: &Report, line: Option<String>) -> Row {
        let findings: Vec<_> = report.findings.iter().filter(|f| f.waived.is_none()).collect();
        let mut gaps: Vec<String> = report.gaps.iter().map(|g| g.code.as_str().to_owned()).collect();
        gaps.sort();
        gaps.dedup();
        Row {
            package: report.app.package.clone(),
            version_code: report.app.version_code,
            sha256: report.inputs.app.sha256.clone(),
            name: name(task),
            label: report.app.label.zh.clone().or_else(|| report.app.label.default.clone()),
            version_name: report.app.version_name.clone(),
            policies: report.inputs.policies.len(),
            collections: report.collections.len(),
            sdks: report.sdks.len(),
            findings: findings.len(),
            high: findings.iter().filter(|f| f.severity == Severity::High).count(),
            strong: findings.iter().filter(|f| f.certainty >= Certainty::Strong).count(),
            gaps,
            error: None,
            line,
        }
    }

    pub fn failed(task: &Task, error: String) -> Row {
        let name = name(task);
        // The contract's readers find the row by schema and name.
        let line = serde_json::json!({ "schema": SCHEMA, "inputs": { "app": { "name": name } }, "error": error }).to_string();
        Row {
            package: String::new(),
            version_code: 0,
            sha256: String::new(),
            name,
            label: None,
            version_name: None,
            policies: 0,
            collections: 0,
            sdks: 0,
            findings: 0,
            high: 0,
            strong: 0,
            gaps: Vec::new(),
            error: Some(error),
            line: Some(line),
        }
    }
}

fn name(task: &Task) -> String {
    task.app.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What a sweep ended in.
pub struct Done {
    pub rows: Vec<Row>,
}

impl Done {
    /// A few lines for the terminal.
    pub fn summary(&self, lang: Lang, out: &Path) -> String {
        let failed: Vec<&Row> = self.rows.iter().filter(|r| r.error.is_some()).collect();
        let with = self.rows.iter().filter(|r| r.findings > 0).count();
        let (total, findings) = (self.rows.len(), self.rows.iter().map(|r| r.findings).sum::<usize>());
        let out = sanitize::terminal(&out.display().to_string());
        let mut s = match lang {
            Lang::Zh => format!("已检测应用 {total} 个；{with} 个有线索，共 {findings} 条；未能读取 {} 个。\n结果：{out}\n", failed.len()),
            Lang::En => format!(
                "{total} apps checked: {with} with findings, {findings} findings in all; {} could not be read.\nResults: {out}\n",
                failed.len()
            ),
        };
        for r in failed.iter().take(20) {
            s.push_str(&format!("  {}: {}\n", sanitize::terminal(&r.name), sanitize::terminal(r.error.as_deref().unwrap_or_default())));
        }
        s
    }
}

pub fn write(plan: &Plan, rows: &[Row]) -> Result<()> {
    let mut text = String::new();
    for r in rows {
        match (&r.line, plan.kind) {
            (Some(line), Kind::Jsonl) => text.push_str(line),
            _ => text.push_str(&serde_json::to_string(r)?),
        }
        text.push('\n');
    }
    if plan.kind == Kind::Jsonl {
        if let Some(dir) = plan.out.parent().filter(|d| !d.as_os_str().is_empty()) {
            std::fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
        }
        return super::put(plan.out, &text);
    }
    super::put(&plan.out.join("index.jsonl"), &text)?;
    if plan.kind == Kind::Html {
        super::put(&plan.out.join("index.html"), &page(rows))?;
    }
    Ok(())
}

/// A plain table with a link to each report; no script, nothing from the network.
fn page(rows: &[Row]) -> String {
    let mut s = String::from(
        "<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>apksweep</title><style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color-scheme:light dark}\
         table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #8884;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}.high{color:#b3261e;font-weight:600}</style></head><body>\
         <h1>检测结果 · Sweep</h1><table><thead><tr><th>应用 App</th><th>包名 Package</th><th>版本 Version</th><th>线索 Findings</th><th>高 High</th><th>未见 Gaps</th></tr></thead><tbody>",
    );
    for r in rows {
        let shown = sanitize::html(r.label.as_deref().filter(|l| !l.is_empty()).unwrap_or(&r.name));
        let first = if r.error.is_some() { shown } else { format!("<a href=\"apps/{}.html\">{shown}</a>", r.sha256) };
        let last = match &r.error {
            Some(e) => sanitize::html(e),
            None => r.gaps.join(" "),
        };
        s.push_str(&format!(
            "<tr><td><bdi>{first}</bdi></td><td><bdi>{}</bdi></td><td><bdi>{}</bdi></td><td class=\"n\">{}</td><td class=\"n{}\">{}</td><td>{last}</td></tr>",
            sanitize::html(&r.package),
            sanitize::html(r.version_name.as_deref().unwrap_or_default()),
            r.findings,
            if r.high > 0 { " high" } else { "" },
            r.high
        ));
    }
    s.push_str("</tbody></table></body></html>\n");
    s
}
