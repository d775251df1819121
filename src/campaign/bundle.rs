//! A bundle: report, inputs, and the extracts behind every finding, in one archive with a manifest of SHA-256, so that the other side can
//! check it years later. Who vouches for it signs `manifest.json`; the place for the signature or time stamp is `signature/`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::bytes::sha256_hex;
use crate::knowledge::Knowledge;
use crate::paper::pack::{Limits, UnpackError, pack, unpack};
use crate::paper::{Column, Form, Paper, PaperError, Table};
use crate::report::words::Said;
use crate::report::{Report, Style, ToolInfo, explain, html};
use crate::words::{Lang, Words};

pub const SCHEMA: &str = "apksweep.bundle/1";
const MANIFEST: &str = "manifest.json";
const REPORT: &str = "report.json";
const SIGNATURES: &str = "signature/";
/// Bytes of a bundle and of all that comes out of it: an archive that inflates to more is no bundle of ours. Leave larger inputs out.
pub const MAX_FILE: u64 = 1 << 30;
const LIMITS: Limits = Limits { files: 20_000, bytes: MAX_FILE };

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub schema: String,
    pub tool: ToolInfo,
    pub app: Input,
    pub policies: Vec<Input>,
    /// Every other file of the archive but this one and those below `signature/`.
    pub files: Vec<File>,
}

/// An input of the report. Its own name stands here only: no file is ever written under a name that came with the material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    pub name: String,
    pub sha256: String,
    /// File of the archive; absent where the input was left out.
    pub file: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

/// What goes in. `app` and `policies` are the bytes of the inputs, or `None` to leave them out.
pub struct Content<'a> {
    pub report: &'a Report,
    pub app: Option<Vec<u8>>,
    /// In the order of the given policies of the report, with their printed texts for the page.
    pub policies: Option<Vec<Vec<u8>>>,
    pub documents: &'a [(String, String)],
    pub knowledge: &'a Knowledge,
    pub lang: Lang,
}

pub fn write(c: Content) -> Result<Vec<u8>, PaperError> {
    let report = c.report;
    let mut files: Vec<(String, Vec<u8>)> = vec![(REPORT.into(), report.to_json().into_bytes())];
    files.push(("report.html".into(), html(report, c.documents, c.knowledge, c.lang).into_bytes()));
    for f in &report.findings {
        if let Some(text) = explain(report, &f.id, c.knowledge, &Default::default(), c.lang, Style::default()) {
            files.push((format!("evidence/{}.txt", safe(&f.id)), text.into_bytes()));
        }
    }
    files.push(("evidence/index.csv".into(), index(report, c.lang).write(Form::Csv)?));
    let mut app = Input { name: report.inputs.app.name.clone(), sha256: report.inputs.app.sha256.clone(), file: None };
    if let Some(bytes) = c.app {
        app.file = Some("inputs/app".into());
        files.push(("inputs/app".into(), bytes));
    }
    let given = report.inputs.policies.iter().filter(|p| p.origin == crate::rules::PolicyOrigin::Given);
    let mut policies: Vec<Input> = given.map(|p| Input { name: p.name.clone(), sha256: p.sha256.clone(), file: None }).collect();
    for (i, (input, bytes)) in policies.iter_mut().zip(c.policies.into_iter().flatten()).enumerate() {
        let name = format!("inputs/policy-{}", i + 1);
        input.file = Some(name.clone());
        files.push((name, bytes));
    }
    files.push(("README.txt".into(), README.as_bytes().to_vec()));
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let listed = files.iter().map(|(name, b)| File { name: name.clone(), bytes: b.len() as u64, sha256: sha256_hex(b) }).collect();
    let manifest = Manifest { schema: SCHEMA.into(), tool: report.tool.clone(), app, policies, files: listed };
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    files.insert(0, (MANIFEST.into(), text.into_bytes()));
    files.push((format!("{SIGNATURES}README.txt"), SIGNATURE.as_bytes().to_vec()));
    pack(&files)
}

fn safe(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect()
}

fn index(report: &Report, lang: Lang) -> Paper {
    let say = |zh: &str, en: &str| Words::new(zh, en).get(lang).to_owned();
    let mut paper = Paper::new(lang, &say("证据索引", "Index of evidence"));
    let columns = [
        ("证据编号", "Evidence"),
        ("类别", "Kind"),
        ("文件SHA-256", "Artefact"),
        ("文件", "File"),
        ("位置", "Place"),
        ("内容", "What stands there"),
    ];
    paper.table(Table {
        name: say("证据索引", "Index of evidence"),
        columns: columns.iter().map(|(zh, en)| Column::new(&say(zh, en), 20)).collect(),
        rows: report
            .evidence
            .0
            .iter()
            .map(|(id, e)| {
                vec![
                    id.0.clone(),
                    e.kind.said().get(lang).to_owned(),
                    e.artefact.clone(),
                    e.path.clone(),
                    e.locator.clone(),
                    e.excerpt.clone(),
                ]
            })
            .collect(),
    });
    paper
}

/// A bundle that was read and whose files are those of its manifest.
pub struct Bundle {
    pub manifest: Manifest,
    pub report: String,
    pub files: BTreeMap<String, Vec<u8>>,
    /// Files below `signature/` but our own note.
    pub signatures: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    #[error("{0}")]
    Archive(#[from] UnpackError),
    #[error("not a bundle: no {0} inside")]
    Missing(&'static str),
    #[error("not a bundle of \"{SCHEMA}\": {0}")]
    Manifest(String),
}

/// Reads a bundle. The second value lists what was changed since it was made.
pub fn read(bytes: &[u8]) -> Result<(Bundle, Vec<Words>), BundleError> {
    let mut files = unpack(bytes, LIMITS)?;
    let text = files.remove(MANIFEST).ok_or(BundleError::Missing(MANIFEST))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|e| BundleError::Manifest(e.to_string()))?;
    if manifest.schema != SCHEMA {
        return Err(BundleError::Manifest(crate::report::sanitize::line(&manifest.schema)));
    }
    let mut faults = Vec::new();
    let mut listed: BTreeMap<&str, &File> = BTreeMap::new();
    for f in &manifest.files {
        if listed.insert(&f.name, f).is_some() {
            faults.push(Words::new(format!("{}：清单中重复", f.name), format!("{}: twice in the manifest", f.name)));
        }
        match files.get(&f.name) {
            None => faults.push(Words::new(format!("{}：缺失", f.name), format!("{}: missing", f.name))),
            Some(b) if sha256_hex(b) != f.sha256 || b.len() as u64 != f.bytes => {
                faults.push(Words::new(format!("{}：内容已改动（SHA-256不符）", f.name), format!("{}: changed (another SHA-256)", f.name)));
            }
            Some(_) => {}
        }
    }
    for name in files.keys().filter(|n| !listed.contains_key(n.as_str()) && !n.starts_with(SIGNATURES)) {
        faults.push(Words::new(format!("{name}：清单未列"), format!("{name}: not in the manifest")));
    }
    let own = format!("{SIGNATURES}README.txt");
    let signatures = files.keys().filter(|n| n.starts_with(SIGNATURES) && **n != own).cloned().collect();
    let report = files.get(REPORT).ok_or(BundleError::Missing(REPORT))?;
    let report = String::from_utf8(report.clone()).map_err(|_| BundleError::Manifest("report.json is not UTF-8".into()))?;
    Ok((Bundle { manifest, report, files, signatures }, faults))
}

/// Manifest and report must speak of the same inputs and the same tool.
pub fn agreement(m: &Manifest, r: &Report) -> Vec<Words> {
    let mut faults = Vec::new();
    let mut check = |same: bool, zh: &str, en: &str| {
        if !same {
            faults.push(Words::new(format!("清单与报告不符：{zh}"), format!("manifest and report differ: {en}")));
        }
    };
    check(m.tool == r.tool, "工具或特征库版本", "tool or signatures");
    check(m.app.name == r.inputs.app.name && m.app.sha256 == r.inputs.app.sha256, "安装包", "app");
    let given: Vec<(&str, &str)> = r
        .inputs
        .policies
        .iter()
        .filter(|p| p.origin == crate::rules::PolicyOrigin::Given)
        .map(|p| (p.name.as_str(), p.sha256.as_str()))
        .collect();
    let listed: Vec<(&str, &str)> = m.policies.iter().map(|p| (p.name.as_str(), p.sha256.as_str())).collect();
    check(given == listed, "隐私政策", "policies");
    faults
}

const README: &str = "\
apksweep bundle / 检测案卷

report.json      the report; every statement in it rests on the inputs named in manifest.json
report.html      the same to read
evidence/        what stands behind each finding, and an index of all evidence
inputs/          the app and the policies examined, unless left out (manifest.json has their names and SHA-256)
manifest.json    SHA-256 of every file
signature/       place for a detached signature or time stamp over manifest.json

apksweep verify BUNDLE.zip     derives the report again from the inputs and compares it value by value

report.json      检测报告
report.html      便于阅读的报告
evidence/        每条线索的证据摘录及索引
inputs/          送检的安装包和隐私政策（名称和SHA-256见manifest.json；可能未随附）
manifest.json    各文件的SHA-256
signature/       manifest.json的分离签名或时间戳存放处
";

const SIGNATURE: &str = "\
Put a detached signature or time stamp over manifest.json here (manifest.json.sig, manifest.json.p7s, manifest.json.tsr).
apksweep lists what lies here and does not check it: whom you trust is yours to decide.

请将manifest.json的分离签名或时间戳放在此处。apksweep列出此处的文件，但不验证签名。
";
