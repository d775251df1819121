//! The class hierarchy: the app's classes as defined, the framework's as far as `framework.txt` knows it.

use super::{MethodId, Program, ProtoId, Symbol, TypeId, framework};

/// Lists by row, compressed.
pub struct Lists<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Lists<T> {
        Lists { starts: vec![0], items: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    pub(super) fn from_rows(rows: &[Vec<T>]) -> Lists<T> {
        let mut out = Lists::default();
        for row in rows {
            out.items.extend_from_slice(row);
            out.starts.push(out.items.len() as u32);
        }
        out
    }

    pub fn row(&self, row: usize) -> &[T] {
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(a), Some(b)) => &self.items[*a as usize..*b as usize],
            _ => &[],
        }
    }
}

impl Program<'_> {
    pub fn superclass(&self, id: TypeId) -> Option<TypeId> {
        self.supers.get(id.0 as usize).copied().flatten()
    }

    pub fn interfaces(&self, id: TypeId) -> &[TypeId] {
        self.interfaces.row(id.0 as usize)
    }

    /// Direct subclasses, implementers and subinterfaces that the app defines.
    pub fn children(&self, id: TypeId) -> &[TypeId] {
        self.children.row(id.0 as usize)
    }

    /// The type itself and all above it: superclasses first, then interfaces. Cycles of hostile files end.
    pub fn ancestors(&self, id: TypeId) -> Vec<TypeId> {
        let mut out = Vec::with_capacity(8);
        let mut chain = Some(id);
        while let Some(t) = chain {
            if out.contains(&t) || out.len() > 512 {
                break;
            }
            out.push(t);
            chain = self.superclass(t);
        }
        let mut i = 0;
        while i < out.len() && out.len() < 2048 {
            for t in self.interfaces(out[i]) {
                if !out.contains(t) {
                    out.push(*t);
                }
            }
            i += 1;
        }
        out
    }

    pub fn is_subtype(&self, id: TypeId, of: TypeId) -> bool {
        let mut chain = Some(id);
        for _ in 0..512 {
            let Some(t) = chain else { break };
            if t == of {
                return true;
            }
            chain = self.superclass(t);
        }
        // Beside the superclasses stand interfaces only.
        self.class(of).is_none_or(|c| c.flags & super::ACC_INTERFACE != 0) && self.ancestors(id).contains(&of)
    }

    /// The type and everything below it that the app defines, at most `limit`.
    pub fn descendants(&self, id: TypeId, limit: usize) -> Vec<TypeId> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut out = vec![id];
        seen.insert(id);
        let mut i = 0;
        while i < out.len() && out.len() < limit {
            for t in self.children(out[i]) {
                if seen.insert(*t) {
                    out.push(*t);
                }
            }
            i += 1;
        }
        out
    }

    /// The method that a call on this class runs: defined here or above (JVMS 5.4.3.3, superclasses before interfaces).
    pub fn resolve(&self, class: TypeId, name: Symbol, proto: ProtoId) -> Option<MethodId> {
        // The common case first: no list of ancestors needed.
        let mut chain = Some(class);
        for _ in 0..64 {
            let Some(t) = chain else { break };
            if let Some(m) = self.find_method(t, name, proto).filter(|m| self.method(*m).defined) {
                return Some(m);
            }
            chain = self.superclass(t);
        }
        self.ancestors(class).into_iter().find_map(|t| self.find_method(t, name, proto).filter(|m| self.method(*m).defined))
    }

    /// Does the framework (or code that is not in the app) call this method when an instance of its class exists?
    pub fn is_callback(&self, id: MethodId, class_ancestors: &[TypeId]) -> bool {
        let m = self.method(id);
        if !m.is_virtual || m.flags & super::ACC_STATIC != 0 {
            return false;
        }
        let name = self.method_name(id);
        class_ancestors.iter().any(|t| {
            if self.is_defined(*t) {
                return false;
            }
            let descriptor = self.descriptor(*t);
            match framework::by_descriptor(&descriptor) {
                Some(f) => f.calls_back(&name),
                // A platform class that the table does not list: its callbacks follow the naming custom.
                None if framework::is_platform(descriptor.as_bytes()) => {
                    descriptor != "Ljava/lang/Object;"
                        && (name.starts_with("on") || matches!(&*name, "run" | "call" | "accept" | "apply" | "invoke"))
                }
                // A class that is in no part of the app: whatever it declares may be called, so every override counts.
                None => true,
            }
        })
    }
}

impl Program<'_> {
    /// Objects of the class may come from a stream or a parser that writes fields by name.
    pub fn is_serialised(&self, id: TypeId) -> bool {
        self.ancestors(id).iter().any(|t| matches!(self.descriptor_bytes(*t), b"Ljava/io/Serializable;" | b"Landroid/os/Parcelable;"))
    }
}
