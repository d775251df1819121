//! Constants of registers within a method.
