//! The name of each opcode (source.android.com, "Dalvik bytecode"), spelled as the specification and `dexdump` spell it.

/// `invoke-virtual`. Opcodes without a meaning are `unused-3e`; a payload is named by [`payload`].
pub fn mnemonic(op: u8) -> &'static str {
    NAMES.get(usize::from(op)).copied().unwrap_or("unused")
}

/// The name of a payload by its first code unit, `None` for another `nop`.
pub fn payload(ident: u16) -> Option<&'static str> {
    match ident {
        0x0100 => Some("packed-switch-data"),
        0x0200 => Some("sparse-switch-data"),
        0x0300 => Some("array-data"),
        _ => None,
    }
}

#[rustfmt::skip]
static NAMES: [&str; 256] = [
    // 00
    "nop", "move", "move/from16", "move/16", "move-wide", "move-wide/from16", "move-wide/16", "move-object",
    "move-object/from16", "move-object/16", "move-result", "move-result-wide", "move-result-object", "move-exception", "return-void", "return",
    // 10
    "return-wide", "return-object", "const/4", "const/16", "const", "const/high16", "const-wide/16", "const-wide/32",
    "const-wide", "const-wide/high16", "const-string", "const-string/jumbo", "const-class", "monitor-enter", "monitor-exit", "check-cast",
    // 20
    "instance-of", "array-length", "new-instance", "new-array", "filled-new-array", "filled-new-array/range", "fill-array-data", "throw",
    "goto", "goto/16", "goto/32", "packed-switch", "sparse-switch", "cmpl-float", "cmpg-float", "cmpl-double",
    // 30
    "cmpg-double", "cmp-long", "if-eq", "if-ne", "if-lt", "if-ge", "if-gt", "if-le",
    "if-eqz", "if-nez", "if-ltz", "if-gez", "if-gtz", "if-lez", "unused-3e", "unused-3f",
    // 40
    "unused-40", "unused-41", "unused-42", "unused-43", "aget", "aget-wide", "aget-object", "aget-boolean",
    "aget-byte", "aget-char", "aget-short", "aput", "aput-wide", "aput-object", "aput-boolean", "aput-byte",
    // 50
    "aput-char", "aput-short", "iget", "iget-wide", "iget-object", "iget-boolean", "iget-byte", "iget-char",
    "iget-short", "iput", "iput-wide", "iput-object", "iput-boolean", "iput-byte", "iput-char", "iput-short",
    // 60
    "sget", "sget-wide", "sget-object", "sget-boolean", "sget-byte", "sget-char", "sget-short", "sput",
    "sput-wide", "sput-object", "sput-boolean", "sput-byte", "sput-char", "sput-short", "invoke-virtual", "invoke-super",
    // 70
    "invoke-direct", "invoke-static", "invoke-interface", "unused-73", "invoke-virtual/range", "invoke-super/range", "invoke-direct/range", "invoke-static/range",
    "invoke-interface/range", "unused-79", "unused-7a", "neg-int", "not-int", "neg-long", "not-long", "neg-float",
    // 80
    "neg-double", "int-to-long", "int-to-float", "int-to-double", "long-to-int", "long-to-float", "long-to-double", "float-to-int",
    "float-to-long", "float-to-double", "double-to-int", "double-to-long", "double-to-float", "int-to-byte", "int-to-char", "int-to-short",
    // 90
    "add-int", "sub-int", "mul-int", "div-int", "rem-int", "and-int", "or-int", "xor-int",
    "shl-int", "shr-int", "ushr-int", "add-long", "sub-long", "mul-long", "div-long", "rem-long",
    // a0
    "and-long", "or-long", "xor-long", "shl-long", "shr-long", "ushr-long", "add-float", "sub-float",
    "mul-float", "div-float", "rem-float", "add-double", "sub-double", "mul-double", "div-double", "rem-double",
    // b0
    "add-int/2addr", "sub-int/2addr", "mul-int/2addr", "div-int/2addr", "rem-int/2addr", "and-int/2addr", "or-int/2addr", "xor-int/2addr",
    "shl-int/2addr", "shr-int/2addr", "ushr-int/2addr", "add-long/2addr", "sub-long/2addr", "mul-long/2addr", "div-long/2addr", "rem-long/2addr",
    // c0
    "and-long/2addr", "or-long/2addr", "xor-long/2addr", "shl-long/2addr", "shr-long/2addr", "ushr-long/2addr", "add-float/2addr", "sub-float/2addr",
    "mul-float/2addr", "div-float/2addr", "rem-float/2addr", "add-double/2addr", "sub-double/2addr", "mul-double/2addr", "div-double/2addr", "rem-double/2addr",
    // d0
    "add-int/lit16", "rsub-int", "mul-int/lit16", "div-int/lit16", "rem-int/lit16", "and-int/lit16", "or-int/lit16", "xor-int/lit16",
    "add-int/lit8", "rsub-int/lit8", "mul-int/lit8", "div-int/lit8", "rem-int/lit8", "and-int/lit8", "or-int/lit8", "xor-int/lit8",
    // e0
    "shl-int/lit8", "shr-int/lit8", "ushr-int/lit8", "unused-e3", "unused-e4", "unused-e5", "unused-e6", "unused-e7",
    "unused-e8", "unused-e9", "unused-ea", "unused-eb", "unused-ec", "unused-ed", "unused-ee", "unused-ef",
    // f0
    "unused-f0", "unused-f1", "unused-f2", "unused-f3", "unused-f4", "unused-f5", "unused-f6", "unused-f7",
    "unused-f8", "unused-f9", "invoke-polymorphic", "invoke-polymorphic/range", "invoke-custom", "invoke-custom/range", "const-method-handle", "const-method-type",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::dex::insn::{Format, format};

    #[test]
    fn the_name_and_the_format_speak_of_the_same_instruction() {
        for op in 0..=255u8 {
            let (name, format) = (mnemonic(op), format(op));
            let expected: &[Format] = match name {
                n if n.ends_with("/2addr") => &[Format::F12x],
                n if n.ends_with("/lit8") => &[Format::F22b],
                n if n.ends_with("/lit16") || n == "rsub-int" => &[Format::F22s],
                n if n.ends_with("/from16") => &[Format::F22x],
                n if n.starts_with("move") && n.ends_with("/16") => &[Format::F32x],
                n if n.ends_with("/high16") => &[Format::F21h],
                n if n.starts_with("if-") && n.ends_with('z') => &[Format::F21t],
                n if n.starts_with("if-") => &[Format::F22t],
                n if n.starts_with("aget") || n.starts_with("aput") || n.starts_with("cmp") => &[Format::F23x],
                n if n.starts_with("iget") || n.starts_with("iput") => &[Format::F22c],
                n if n.starts_with("sget") || n.starts_with("sput") => &[Format::F21c],
                n if n.starts_with("invoke-polymorphic") => &[Format::F45cc, Format::F4rcc],
                n if n.starts_with("invoke-") && n.ends_with("/range") => &[Format::F3rc],
                n if n.starts_with("invoke-") => &[Format::F35c],
                n if n.starts_with("unused") => {
                    assert_eq!(n, format!("unused-{op:02x}"));
                    &[Format::F10x]
                }
                _ => continue,
            };
            assert!(expected.contains(&format), "{op:02x} {name}: {format:?}");
        }
    }

    #[test]
    fn no_name_stands_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for name in NAMES {
            assert!(seen.insert(name), "{name}");
        }
    }
}
