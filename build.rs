//! Packs `signatures/` into one blob, and its phrases into another, ready to be looked up. The schema and the reader are those of the library, so a file that builds is a file that loads.
use std::path::PathBuf;

/// The text of `src/words.rs` without its JSON schema: the same two fields in the same order (a test opens the blob and compares).
mod words {
    #[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Words {
        pub zh: String,
        pub en: String,
    }
}

#[allow(dead_code)]
#[path = "src/knowledge"]
mod knowledge {
    pub mod read;
    pub mod schema;
}

/// `policy::compile` folds words as `document` does; `is_han` repeats that of `src/document/plain.rs` (a test compares what was stored).
#[allow(dead_code)]
#[path = "src/document"]
mod document {
    mod plain {
        pub(super) fn is_han(c: char) -> bool {
            matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
        }
    }
    mod disguise;
    mod folded;
    mod simplified;
    pub use folded::Folded;
}

#[allow(dead_code)]
#[path = "src/policy"]
mod policy {
    pub mod compile;
    pub mod sense;
    pub mod trie;
}

fn main() {
    println!("cargo::rerun-if-changed=signatures");
    for source in [
        "knowledge",
        "document/disguise.rs",
        "document/folded.rs",
        "document/simplified.rs",
        "policy/compile.rs",
        "policy/sense.rs",
        "policy/trie.rs",
    ] {
        println!("cargo::rerun-if-changed=src/{source}");
    }
    if let Err(message) = pack() {
        println!("cargo::error={message}");
        std::process::exit(1);
    }
}

fn pack() -> Result<(), String> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    let out = PathBuf::from(std::env::var("OUT_DIR").map_err(|e| e.to_string())?);
    let files = knowledge::read::files(&root.join("signatures")).map_err(|e| format!("signatures/{e}"))?;
    let mut set = knowledge::read::assemble(&files).map_err(|e| format!("signatures/{e}"))?;
    let blob = postcard::to_stdvec(&set).map_err(|e| e.to_string())?;
    std::fs::write(out.join("signatures.bin"), blob).map_err(|e| e.to_string())?;
    if cfg!(feature = "odbl") {
        let more = knowledge::read::assemble_odbl(&files).map_err(|e| format!("signatures/{e}"))?;
        let blob = postcard::to_stdvec(&more).map_err(|e| e.to_string())?;
        std::fs::write(out.join("odbl.bin"), blob).map_err(|e| e.to_string())?;
        // The names of its SDKs are looked up in policies too.
        set.join(more);
    }
    println!("cargo::rustc-env=APKSWEEP_SIGNATURES={} {}", set.date, set.digest);
    println!("cargo::rustc-env=APKSWEEP_SHARE_ALIKE={}", set.odbl);
    let lexicon = postcard::to_stdvec(&policy::compile::Compiled::new(&set)).map_err(|e| e.to_string())?;
    std::fs::write(out.join("lexicon.bin"), lexicon).map_err(|e| e.to_string())
}
