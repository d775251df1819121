//! Packs `signatures/` into one blob. The schema and the reader are those of the library, so a file that builds is a file that loads.
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

fn main() {
    println!("cargo::rerun-if-changed=signatures");
    println!("cargo::rerun-if-changed=src/knowledge");
    if let Err(message) = pack() {
        println!("cargo::error={message}");
        std::process::exit(1);
    }
}

fn pack() -> Result<(), String> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    let out = PathBuf::from(std::env::var("OUT_DIR").map_err(|e| e.to_string())?);
    let files = knowledge::read::files(&root.join("signatures")).map_err(|e| format!("signatures/{e}"))?;
    let set = knowledge::read::assemble(&files).map_err(|e| format!("signatures/{e}"))?;
    let blob = postcard::to_stdvec(&set).map_err(|e| e.to_string())?;
    std::fs::write(out.join("signatures.bin"), blob).map_err(|e| e.to_string())?;
    if cfg!(feature = "odbl") {
        let more = knowledge::read::assemble_odbl(&files).map_err(|e| format!("signatures/{e}"))?;
        let blob = postcard::to_stdvec(&more).map_err(|e| e.to_string())?;
        std::fs::write(out.join("odbl.bin"), blob).map_err(|e| e.to_string())?;
    }
    Ok(())
}
