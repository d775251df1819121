//! The index of a sweep: one row an app, and what it says at the end.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::{Kind, Plan, Task};
use crate::gap::GapCode;
use crate::report::html::index::{IndexRow, index};
use crate::report::{Report, SCHEMA, sanitize};
use crate::rules::{CategoryOrigin, Certainty, Severity};
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
    /// Findings with a complete chain or verifiable.
    pub strong: usize,
    /// Of those the verifiable ones.
    pub established: usize,
    /// Of those of a complete chain or more the ones of high severity.
    pub serious: usize,
    /// Codes of the findings with a complete chain or more.
    pub codes: Vec<String>,
    pub store: Option<String>,
    pub category: Option<String>,
    pub gaps: Vec<String>,
    /// Why there is no report.
    pub error: Option<String>,
    /// The report itself, for `--format jsonl`.
    #[serde(skip)]
    line: Option<String>,
    #[serde(skip)]
    unseen: Vec<GapCode>,
}

impl Row {
    pub fn of(task: &Task, report: &Report, line: Option<String>) -> Row {
        let findings: Vec<_> = report.findings.iter().filter(|f| f.waived.is_none()).collect();
        let firm: Vec<_> = findings.iter().filter(|f| f.certainty >= Certainty::Strong).collect();
        let mut codes: Vec<String> = firm.iter().map(|f| f.code.clone()).collect();
        codes.sort();
        codes.dedup();
        let mut unseen: Vec<GapCode> = report.gaps.iter().map(|g| g.code).collect();
        unseen.sort();
        unseen.dedup();
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
            strong: firm.len(),
            established: firm.iter().filter(|f| f.certainty == Certainty::Established).count(),
            serious: firm.iter().filter(|f| f.severity == Severity::High).count(),
            codes,
            store: report.inputs.listing.store.clone(),
            category: report.inputs.categories.first().filter(|c| c.origin != CategoryOrigin::None).map(|c| c.id.clone()),
            gaps: unseen.iter().map(|g| g.as_str().to_owned()).collect(),
            error: None,
            line,
            unseen,
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
            established: 0,
            serious: 0,
            codes: Vec::new(),
            store: None,
            category: None,
            gaps: Vec::new(),
            error: Some(error),
            line: Some(line),
            unseen: Vec::new(),
        }
    }
}

impl Row {
    fn shown(&self) -> IndexRow {
        IndexRow {
            link: self.error.is_none().then(|| format!("apps/{}.html", self.sha256)),
            label: self.label.clone().unwrap_or_default(),
            file: self.name.clone(),
            package: self.package.clone(),
            version: self.version_name.clone().unwrap_or_default(),
            store: self.store.clone(),
            category: self.category.clone(),
            established: self.established,
            strong: self.strong - self.established,
            leads: self.findings - self.strong,
            serious: self.serious,
            codes: self.codes.clone(),
            gaps: self.unseen.clone(),
            error: self.error.clone(),
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
        let shown: Vec<IndexRow> = rows.iter().map(Row::shown).collect();
        super::put(&plan.out.join("index.html"), &index(&shown, plan.knowledge, plan.lang))?;
    }
    Ok(())
}
