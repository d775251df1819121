//! Dalvik executables.
