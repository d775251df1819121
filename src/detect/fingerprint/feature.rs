//! What of a class survives renaming, as numbers: its texts, what of the framework each of its methods uses, and the forms of its methods.
//!
//! R8 renames classes, methods and fields and moves them to other packages. It leaves texts alone, cannot rename the framework, and keeps
//! parameter types but for their names. The same numbers are taken from class files (to make fingerprints) and from DEX files (to match).

use rustc_hash::FxHashMap;

use crate::format::classfile::{ClassFile, Declared};
use crate::program::{ACC_STATIC, Class, FieldId, MethodId, Program, ProtoId, TypeId};

/// Shorter texts belong to everybody.
pub const SHORTEST: usize = 12;
/// Longer ones are data; the prefix would do, but then a copy of the data would too.
pub const LONGEST: usize = 512;
/// A method that uses less of the framework looks like too many others.
const LEAST_USES: usize = 4;
/// The like for the forms of methods.
const LEAST_METHODS: usize = 5;
const LEAST_FORMS: usize = 3;

/// FNV-1a of 64 bits: the numbers stand in files, so they may not depend on a crate's version. Collisions cost a little precision: one in
/// 10^9 for an app of 200,000 texts against 100,000 numbers.
#[derive(Clone, Copy)]
pub struct Hash(u64);

impl Default for Hash {
    fn default() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    pub fn with(mut self, bytes: &[u8]) -> Hash {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self
    }

    pub fn value(self) -> u64 {
        self.0
    }
}

/// The number of a text (modified UTF-8, as both formats hold it); `None` for one too short or too long to tell anything, and for the name of a
/// type, which renaming changes (half of a DEX file's strings).
pub fn text(bytes: &[u8]) -> Option<u64> {
    let of_type = bytes.starts_with(b"L") && bytes.ends_with(b";") && !bytes.contains(&b' ');
    ((SHORTEST..=LONGEST).contains(&bytes.len()) && !of_type).then(|| Hash::default().with(bytes).value())
}

/// Classes of the framework whose use says what a class is for; those of every second class (`java.lang`, collections) do not.
fn telling(class: &[u8]) -> bool {
    const YES: [&[u8]; 13] = [
        b"android/",
        b"dalvik/",
        b"java/io/",
        b"java/lang/reflect/",
        b"java/net/",
        b"java/nio/",
        b"java/security/",
        b"java/util/concurrent/",
        b"java/util/regex/",
        b"java/util/zip/",
        b"javax/",
        b"org/json/",
        b"org/apache/http/",
    ];
    class.starts_with_any(&YES) && !is_shipped(class)
}

/// Below `android/`, and yet shipped with the app, where it is renamed like all else.
fn is_shipped(class: &[u8]) -> bool {
    class.starts_with_any(&[b"android/support/", b"android/arch/", b"javax/inject/", b"javax/annotation/"])
}

/// Keeps its name.
fn is_framework(class: &[u8]) -> bool {
    class.starts_with_any(&[b"android/", b"dalvik/", b"java/", b"javax/", b"org/json/", b"org/xml/", b"org/w3c/", b"org/apache/http/"])
        && !is_shipped(class)
}

trait StartsWithAny {
    fn starts_with_any(&self, prefixes: &[&[u8]]) -> bool;
}

impl StartsWithAny for [u8] {
    fn starts_with_any(&self, prefixes: &[&[u8]]) -> bool {
        prefixes.iter().any(|p| self.starts_with(p))
    }
}

/// The number of one member of the framework, a method or a field; `None` for one that tells nothing. `class`: `android/os/Build`.
fn member(class: &[u8], name: &[u8], descriptor: &[u8]) -> Option<u64> {
    telling(class).then(|| Hash::default().with(class).with(b">").with(name).with(descriptor).value())
}

/// The set of members that one method uses. Of methods and not of classes, for a shrinker leaves few classes whole.
fn uses(mut all: Vec<u64>) -> Option<Uses> {
    all.sort_unstable();
    all.dedup();
    (all.len() >= LEAST_USES)
        .then(|| Uses { number: all.iter().fold(Hash::default(), |h, n| h.with(&n.to_le_bytes())).value(), size: all.len() })
}

/// `(ILcom/x/A;[J)V` as `(IX[J)V`: what is left of a descriptor when names are gone.
fn form(flags: u32, descriptor: &[u8]) -> u64 {
    let mut hash = Hash::default().with(if flags & ACC_STATIC == 0 { b"v" } else { b"s" });
    let mut rest = descriptor;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first != b'L' {
            hash = hash.with(&[*first]);
            continue;
        }
        let end = tail.iter().position(|b| *b == b';').unwrap_or(tail.len());
        let (class, after) = tail.split_at(end);
        rest = after.get(1..).unwrap_or(&[]);
        hash = if is_framework(class) { hash.with(class).with(b";") } else { hash.with(b"X") };
    }
    hash.value()
}

/// The forms of all methods of one class.
fn shape(mut forms: Vec<u64>) -> Option<u64> {
    forms.sort_unstable();
    let mut distinct = forms.clone();
    distinct.dedup();
    (forms.len() >= LEAST_METHODS && distinct.len() >= LEAST_FORMS)
        .then(|| forms.iter().fold(Hash::default().with(b"#"), |h, n| h.with(&n.to_le_bytes())).value())
}

/// What one method uses of the framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uses {
    pub number: u64,
    /// Members.
    pub size: usize,
}

/// What one class has beside its texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// Of its methods.
    pub uses: Vec<Uses>,
    pub shape: Option<u64>,
}

pub fn of_class_file(c: &ClassFile) -> Traits {
    let of = |m: &Declared| uses(m.uses.iter().filter_map(|(class, name, descriptor)| member(class, name, descriptor)).collect());
    let forms = c.methods.iter().filter(|m| m.name != b"<clinit>").map(|m| form(u32::from(m.flags), m.descriptor)).collect();
    Traits { uses: c.methods.iter().filter_map(of).collect(), shape: shape(forms) }
}

/// Takes traits from the classes of a program; each member of the framework is hashed once.
#[derive(Default)]
pub struct Traiter {
    methods: FxHashMap<MethodId, Option<u64>>,
    fields: FxHashMap<FieldId, Option<u64>>,
    forms: FxHashMap<(bool, ProtoId), u64>,
}

impl Traiter {
    pub fn of(&mut self, p: &Program, class: &Class) -> Traits {
        let mut forms = Vec::new();
        let mut of_methods = Vec::new();
        for m in p.class_methods(class) {
            let method = p.method(*m);
            if p.names.bytes(method.name) != b"<clinit>" {
                let of = (method.flags & ACC_STATIC != 0, method.proto);
                forms.push(*self.forms.entry(of).or_insert_with(|| form(method.flags, p.proto_text(method.proto).as_bytes())));
            }
            let mut made = Vec::new();
            for site in p.sites(*m) {
                if let Some(callee) = site.callee() {
                    made.extend(*self.methods.entry(callee).or_insert_with(|| of_method(p, callee)));
                } else if let Some(field) = site.field() {
                    made.extend(*self.fields.entry(field).or_insert_with(|| of_field(p, field)));
                }
            }
            of_methods.extend(uses(made));
        }
        Traits { uses: of_methods, shape: shape(forms) }
    }
}

fn of_method(p: &Program, callee: MethodId) -> Option<u64> {
    let m = p.method(callee);
    let class = internal(p, m.class)?;
    telling(class).then(|| member(class, p.names.bytes(m.name), p.proto_text(m.proto).as_bytes())).flatten()
}

fn of_field(p: &Program, field: FieldId) -> Option<u64> {
    let f = p.field(field);
    member(internal(p, f.class)?, p.names.bytes(f.name), p.descriptor_bytes(f.kind))
}

/// `com/x/A` for `Lcom/x/A;`
pub fn internal<'a>(p: &Program<'a>, class: TypeId) -> Option<&'a [u8]> {
    p.descriptor_bytes(class).strip_prefix(b"L")?.strip_suffix(b";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        assert_eq!(text(b"short"), None);
        assert_eq!(text(b"Lcom/vendor/Main;"), None);
        assert!(text(b"Lost the connection;").is_some());
        // FNV-1a's published value for "foobar", so that the files stay readable for ever.
        assert_eq!(Hash::default().with(b"foobar").value(), 0x8594_4171_f739_67e8);
        assert_ne!(text(b"twelve bytes"), text(b"twelve byteS"));
    }

    #[test]
    fn forms_forget_names() {
        let of = |d: &str| form(0, d.as_bytes());
        assert_eq!(of("(Lcom/x/A;I)V"), of("(La/b;I)V"));
        assert_eq!(of("(Landroid/support/v4/A;)V"), of("(La;)V"));
        assert_ne!(of("(Landroid/content/Context;)V"), of("(La/b;)V"));
        assert_ne!(of("([La/b;)V"), of("(La/b;)V"));
        assert_ne!(form(0, b"()V"), form(ACC_STATIC, b"()V"));
        // Broken descriptors end, they do not loop.
        of("(Lx");
    }

    #[test]
    fn uses_are_a_set() {
        let all: Vec<u64> = [b"get1", b"get2", b"get3", b"get4"].iter().filter_map(|n| member(b"android/os/Build", *n, b"()V")).collect();
        let twice: Vec<u64> = all.iter().rev().chain(&all).copied().collect();
        assert!(uses(all.clone()).is_some());
        assert_eq!(uses(all.clone()), uses(twice));
        assert_eq!(uses(all[..3].to_vec()), None);
        assert_eq!(member(b"java/lang/String", b"length", b"()I"), None);
        assert_eq!(member(b"android/support/v4/A", b"x", b"()I"), None);
    }
}
