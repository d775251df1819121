//! What an earlier run already answered: the same bytes, the same policies, the same tool and signatures, the same options.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Answered, Kind, Plan, Task};
use crate::bytes::hex;
use crate::report::Report;

/// The report of an earlier run, if it still answers the same question.
pub fn earlier(plan: &Plan, task: &Task, answered: &Answered) -> Option<Report> {
    let sha256 = digest(&task.app)?;
    let base = plan.out.join("apps").join(&sha256);
    if plan.kind == Kind::Html && !base.with_extension("html").exists() {
        return None;
    }
    let report = Report::from_json(&std::fs::read_to_string(base.with_extension("json")).ok()?).ok()?;
    let given: Vec<Option<String>> = task.policies.iter().map(|p| digest(p)).collect();
    let had: Vec<Option<String>> =
        report.inputs.policies.iter().filter(|p| p.origin == crate::rules::PolicyOrigin::Given).map(|p| Some(p.sha256.clone())).collect();
    let same = report.tool.version == env!("CARGO_PKG_VERSION")
        && report.tool.signatures == plan.knowledge.digest
        && report.inputs.app.name == task.app.file_name()?.to_string_lossy()
        && given == had
        && answered(task, &report);
    same.then_some(report)
}

fn digest(path: &Path) -> Option<String> {
    if !path.is_file() {
        return None;
    }
    let mut file = std::fs::File::open(path).ok()?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0u8; 1 << 16];
    loop {
        match file.read(&mut buffer).ok()? {
            0 => return Some(hex(&hash.finalize())),
            n => hash.update(buffer.get(..n)?),
        }
    }
}
