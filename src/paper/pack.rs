//! ZIP archives of our own making, and reading those that come back: bundles and workbooks may have been through anybody's hands.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::PaperError;

/// Files in the order given, all of one date (there is no clock here), so the same files give the same bytes.
pub fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, PaperError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in files {
        // An app is compressed already; deflating it again costs time and gains nothing.
        let options = if name.starts_with("inputs/app") { options.compression_method(CompressionMethod::Stored) } else { options };
        let options = options.large_file(bytes.len() as u64 >= u64::from(u32::MAX));
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// What may come out of an archive at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub files: usize,
    /// Bytes really inflated, all files together. What the archive states of sizes is not asked.
    pub bytes: u64,
}

/// Why an archive was not taken.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    #[error("not a readable ZIP archive: {0}")]
    NotAnArchive(#[from] zip::result::ZipError),
    #[error("more than {0} files")]
    TooMany(usize),
    #[error("more than {0} bytes inside")]
    TooLarge(u64),
    #[error("two files are named {0}")]
    Twice(String),
    #[error("{0}: {1}")]
    Damaged(String, std::io::Error),
}

/// All files by name. Nothing is written to disk.
pub fn unpack(bytes: &[u8], limits: Limits) -> Result<BTreeMap<String, Vec<u8>>, UnpackError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes))?;
    if zip.len() > limits.files {
        return Err(UnpackError::TooMany(limits.files));
    }
    let mut left = limits.bytes;
    let mut out = BTreeMap::new();
    for i in 0..zip.len() {
        let mut file = zip.by_index(i)?;
        let name = crate::report::sanitize::line(&file.name()?);
        if file.is_dir() {
            continue;
        }
        let mut data = Vec::new();
        file.by_ref().take(left.saturating_add(1)).read_to_end(&mut data).map_err(|e| UnpackError::Damaged(name.clone(), e))?;
        left = left.checked_sub(data.len() as u64).ok_or(UnpackError::TooLarge(limits.bytes))?;
        if out.insert(name.clone(), data).is_some() {
            return Err(UnpackError::Twice(name));
        }
    }
    Ok(out)
}
