//! The report's JSON Schema, generated from its types, and reading a report back.

use super::model::{Report, SCHEMA};

/// Why a text is not a report this version can read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("not JSON: {0}")]
    NotJson(serde_json::Error),
    #[error("not a report: it names no \"schema\" (expected \"{SCHEMA}\")")]
    NoSchema,
    #[error("a report of another version: \"{0}\" (this program reads \"{SCHEMA}\")")]
    OtherSchema(String),
    #[error("not a complete report of \"{SCHEMA}\": {0}")]
    Incomplete(serde_json::Error),
}

impl Report {
    /// Reads what [`Report::to_json`] wrote. The version is looked at before anything else, so that a later report is
    /// refused by its name and not by the first field that happens to differ. Fields added within version 1 are skipped.
    pub fn from_json(text: &str) -> Result<Report, ReadError> {
        let value: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(ReadError::NotJson)?;
        match value.get("schema").and_then(serde_json::Value::as_str) {
            None => Err(ReadError::NoSchema),
            Some(SCHEMA) => serde_json::from_value(value).map_err(ReadError::Incomplete),
            Some(other) => Err(ReadError::OtherSchema(super::sanitize::line(other))),
        }
    }
}

/// The contents of `report.schema.json`.
pub fn json_schema() -> String {
    let mut schema = schemars::schema_for!(Report);
    schema.insert("title".into(), SCHEMA.into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    /// `APKSWEEP_UPDATE_SCHEMA=1 cargo test published_schema` rewrites the file after a change of the types.
    #[test]
    fn published_schema_is_that_of_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report.schema.json");
        if std::env::var_os("APKSWEEP_UPDATE_SCHEMA").is_some() {
            std::fs::write(path, json_schema()).unwrap();
        }
        let published = std::fs::read_to_string(path).unwrap();
        assert!(published == json_schema(), "report.schema.json is behind the types: run with APKSWEEP_UPDATE_SCHEMA=1");
    }

    #[test]
    fn a_report_survives_the_round_trip() {
        for report in [sample::rich(), sample::without_policy(), sample::clean()] {
            let json = report.to_json();
            let back = Report::from_json(&json).unwrap();
            assert_eq!(back.seal, report.seal_of());
            assert_eq!(Report { seal: String::new(), ..back.clone() }, report);
            assert_eq!(back.to_json(), json);
        }
    }

    #[test]
    fn fields_added_later_do_not_stop_a_reader() {
        let json = sample::clean().to_json().replacen('{', "{ \"added_later\": [1],", 1);
        assert!(Report::from_json(&json).is_ok());
    }

    #[test]
    fn what_cannot_be_read_is_said_plainly() {
        for (text, expected) in [
            ("PK\u{3}\u{4}", "not JSON"),
            ("{}", "names no \"schema\""),
            ("{\"schema\": 1}", "names no \"schema\""),
            ("{\"schema\": \"apksweep.report/2\"}", "another version: \"apksweep.report/2\""),
            ("{\"schema\": \"apksweep.report/1\"}", "missing field"),
        ] {
            let error = Report::from_json(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
