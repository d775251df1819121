//! Which splits belong to the app, and which are missing.
