//! Many apps: parallel, resumable; one bad app is a row, never the end.
