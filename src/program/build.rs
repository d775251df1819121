//! Building the numbered world from the DEX files.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::sites::{Site, Sites, scan};
use super::{
    Class, Dex, Field, FieldId, Interner, Method, MethodId, Program, Proto, ProtoId, Symbol, Type, TypeId, framework, hierarchy::Lists,
};
use crate::budget::{Budget, Unit};
use crate::format::dex::annotation::method_annotations;
use crate::format::dex::class::MemberKind;
use crate::format::dex::{DexFile, open};
use crate::gap::{Gap, Hides, Read};

/// A DEX file given to [`Program::build`].
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub path: &'a str,
    pub name: &'a str,
    pub bytes: &'a [u8],
}

const HIDES: [Hides; 3] = [Hides::Calls, Hides::Sdks, Hides::Flows];

impl<'a> Program<'a> {
    /// Numbers the classes of all files and finds the sites in their code. Errs never: what cannot be read is a gap.
    pub fn build(sources: &[Source<'a>], budget: &mut Budget) -> Read<Program<'a>> {
        let mut gaps = Vec::new();
        let mut b = Builder::default();
        let total: u64 = sources.iter().map(|s| s.bytes.len() as u64).sum();
        // Names may overlap in a hostile file: what is hashed stays within a multiple of the file.
        b.name_bytes = total.saturating_mul(4).saturating_add(1 << 20);
        for (i, s) in sources.iter().enumerate() {
            // The same file under two names defines nothing new.
            if sources.iter().take(i).any(|o| o.bytes == s.bytes) {
                continue;
            }
            let Some(headers) = open(s.bytes) else {
                gaps.push(Gap::unreadable("not a DEX file", s.path, &HIDES));
                continue;
            };
            for file in headers.files {
                b.add(s.path, s.name, file, &mut gaps);
            }
        }
        b.finish(total, budget, gaps)
    }
}

#[derive(Default)]
struct Builder<'a> {
    names: Interner<'a>,
    types: Vec<Type>,
    type_of: FxHashMap<Symbol, TypeId>,
    protos: Vec<Proto>,
    proto_of: FxHashMap<Proto, ProtoId>,
    methods: Vec<Method>,
    method_of: FxHashMap<(TypeId, Symbol, ProtoId), MethodId>,
    fields: Vec<Field>,
    field_of: FxHashMap<(TypeId, Symbol, TypeId), FieldId>,
    classes: Vec<Class>,
    defined: Vec<MethodId>,
    dex: Vec<Dex<'a>>,
    supers: Vec<Option<TypeId>>,
    interfaces: Vec<Vec<TypeId>>,
    name_bytes: u64,
    names_cut: bool,
}

impl<'a> Builder<'a> {
    /// Spends from the name budget. A hole (bad offset) becomes a name of its own that equals nothing in the table.
    fn name(&mut self, bytes: Option<&'a [u8]>) -> Symbol {
        match bytes {
            Some(bytes) if self.name_bytes >= bytes.len() as u64 => {
                self.name_bytes -= bytes.len() as u64;
                self.names.intern(bytes)
            }
            Some(_) => {
                self.names_cut = true;
                self.names.intern(b"\xff")
            }
            None => self.names.intern(b"\xff"),
        }
    }

    fn type_named(&mut self, descriptor: Symbol) -> TypeId {
        *self.type_of.entry(descriptor).or_insert_with(|| {
            self.types.push(Type { descriptor, class: None });
            TypeId(self.types.len() as u32 - 1)
        })
    }

    fn add(&mut self, path: &'a str, name: &'a str, file: DexFile<'a>, gaps: &mut Vec<Gap>) {
        let mut bad = 0u32;
        let types: Vec<TypeId> = (0..file.types.len)
            .map(|i| {
                let bytes = file.type_bytes(i);
                bad += u32::from(bytes.is_none());
                let symbol = self.name(bytes);
                self.type_named(symbol)
            })
            .collect();
        let none = {
            let s = self.names.intern(b"\xff");
            self.type_named(s)
        };
        let at = |i: u32| types.get(i as usize).copied().unwrap_or(none);
        let mut params_left = 16 * u64::from(file.protos.len) + 65_536;
        let protos: Vec<ProtoId> = (0..file.protos.len)
            .map(|i| {
                let (ret, params) = match file.proto(i) {
                    Some((ret, list)) => {
                        let params: Box<[TypeId]> = list.iter().take(255).take(params_left.min(255) as usize).map(at).collect();
                        params_left = params_left.saturating_sub(params.len() as u64);
                        (at(ret), params)
                    }
                    None => (none, Box::default()),
                };
                let proto = Proto { ret, params };
                match self.proto_of.get(&proto) {
                    Some(id) => *id,
                    None => {
                        let id = ProtoId(self.protos.len() as u32);
                        self.protos.push(proto.clone());
                        self.proto_of.insert(proto, id);
                        id
                    }
                }
            })
            .collect();
        let no_proto = protos.first().copied().unwrap_or_else(|| {
            self.protos.push(Proto { ret: none, params: Box::default() });
            ProtoId(self.protos.len() as u32 - 1)
        });
        // Member names repeat: intern each string of the DEX once.
        let mut symbols: FxHashMap<u32, Symbol> = FxHashMap::default();
        self.methods.reserve(file.methods.len as usize / 2);
        let methods: Vec<MethodId> = (0..file.methods.len)
            .map(|i| {
                let Some(m) = file.method(i) else { return self.method_named(none, Symbol(0), no_proto) };
                let name = *symbols.entry(m.name).or_insert_with(|| {
                    let bytes = file.string_bytes(m.name);
                    bad += u32::from(bytes.is_none());
                    self.name(bytes)
                });
                self.method_named(at(m.class), name, protos.get(m.proto as usize).copied().unwrap_or(no_proto))
            })
            .collect();
        let fields: Vec<FieldId> = (0..file.fields.len)
            .map(|i| {
                let (class, kind, name) = file.field(i).unwrap_or((u32::MAX, u32::MAX, u32::MAX));
                let name = *symbols.entry(name).or_insert_with(|| self.name(file.string_bytes(name)));
                let key = (at(class), name, at(kind));
                *self.field_of.entry(key).or_insert_with(|| {
                    self.fields.push(Field { class: key.0, name, kind: key.2 });
                    FieldId(self.fields.len() as u32 - 1)
                })
            })
            .collect();
        if bad > 0 {
            gaps.push(Gap::unreadable(format!("{bad} names outside the file"), path, &HIDES));
        }
        self.dex.push(Dex { path, name, file, types, methods, fields });
        self.add_classes(gaps);
    }

    fn method_named(&mut self, class: TypeId, name: Symbol, proto: ProtoId) -> MethodId {
        *self.method_of.entry((class, name, proto)).or_insert_with(|| {
            self.methods.push(Method { class, name, proto, flags: 0, code: 0, defined: false, is_virtual: false });
            MethodId(self.methods.len() as u32 - 1)
        })
    }

    /// Classes of the DEX added last.
    fn add_classes(&mut self, gaps: &mut Vec<Gap>) {
        let Some(dex) = self.dex.last() else { return };
        let number = self.dex.len() as u32 - 1;
        let file = dex.file;
        // A class that states the data of another one again and again cannot have more members than there are ids.
        let mut members_left = 4 * (u64::from(file.methods.len) + u64::from(file.fields.len)) + 4096;
        self.supers.resize(self.types.len(), None);
        self.interfaces.resize(self.types.len(), Vec::new());
        for row in 0..file.classes.len {
            let Some(def) = file.class(row) else { continue };
            let Some(id) = dex.type_id(def.class) else { continue };
            let slot = &mut self.types[id.0 as usize];
            if slot.class.is_some() {
                continue;
            }
            slot.class = Some(self.classes.len() as u32);
            self.supers[id.0 as usize] = def.superclass.and_then(|s| dex.type_id(s)).filter(|s| *s != id);
            self.interfaces[id.0 as usize] = def.interfaces.iter().take(1024).filter_map(|t| dex.type_id(t)).collect();
            let first = self.defined.len() as u32;
            for member in def.members(&file) {
                match members_left.checked_sub(1) {
                    Some(left) => members_left = left,
                    None => break,
                }
                if !matches!(member.kind, MemberKind::DirectMethod | MemberKind::VirtualMethod) {
                    continue;
                }
                let Some(m) = dex.method_id(member.index) else { continue };
                let method = &mut self.methods[m.0 as usize];
                if method.class != id || method.defined {
                    continue;
                }
                method.defined = true;
                method.flags = member.flags;
                method.code = member.code;
                method.is_virtual = member.kind == MemberKind::VirtualMethod;
                self.defined.push(m);
            }
            self.classes.push(Class { id, dex: number, row, flags: def.flags, methods: first..self.defined.len() as u32 });
        }
        if members_left == 0 {
            gaps.push(Gap::unreadable("class data overlap; members beyond the limit were not read", dex.path, &HIDES));
        }
    }

    /// Adds the framework types above everything that is named, so that the hierarchy reaches them.
    fn close_upwards(&mut self) {
        let mut i = 0;
        while i < self.types.len() {
            let id = TypeId(i as u32);
            i += 1;
            if self.types[id.0 as usize].class.is_some() {
                continue;
            }
            let Ok(descriptor) = std::str::from_utf8(self.names.bytes(self.types[id.0 as usize].descriptor)) else { continue };
            let Some(known) = framework::by_descriptor(descriptor) else { continue };
            let mut up = |d: &'static str| {
                let s = self.names.intern(d.as_bytes());
                self.type_named(s)
            };
            let superclass = known.superclass.map(&mut up);
            let interfaces: Vec<TypeId> = known.interfaces.iter().map(|d| up(d)).collect();
            self.supers.resize(self.types.len(), None);
            self.interfaces.resize(self.types.len(), Vec::new());
            self.supers[id.0 as usize] = superclass;
            self.interfaces[id.0 as usize] = interfaces;
        }
        self.supers.resize(self.types.len(), None);
        self.interfaces.resize(self.types.len(), Vec::new());
    }

    fn finish(mut self, total: u64, budget: &mut Budget, mut gaps: Vec<Gap>) -> Read<Program<'a>> {
        if self.names_cut {
            gaps.push(Gap::unreadable("names overlap; beyond four times the file size they were not read", "DEX", &HIDES));
        }
        self.close_upwards();
        let mut children: Vec<Vec<TypeId>> = vec![Vec::new(); self.types.len()];
        for c in &self.classes {
            let above = self.supers[c.id.0 as usize].iter().chain(&self.interfaces[c.id.0 as usize]);
            for t in above {
                children[t.0 as usize].push(c.id);
            }
        }
        drop(self.proto_of);
        drop(self.field_of);
        let mut program = Program {
            dex: self.dex,
            names: self.names,
            classes: self.classes,
            types: self.types,
            type_of: self.type_of,
            protos: self.protos,
            methods: self.methods,
            method_of: self.method_of,
            fields: self.fields,
            defined: self.defined,
            supers: self.supers,
            interfaces: Lists::from_rows(&self.interfaces),
            children: Lists::from_rows(&children),
            sites: Sites::default(),
            scripted: FxHashSet::default(),
        };
        program.scripted = scripted(&program);
        // Each code offset is walked once; overlapping items stay within a small multiple of the file.
        let limit = (total * 2).saturating_add(1 << 16).min(budget.left(Unit::CodeUnits));
        let scanned: Vec<(Vec<Site>, bool)> = (0..program.dex.len())
            .into_par_iter()
            .map(|n| {
                let dex = &program.dex[n];
                let mut own = Budget::default().with(Unit::CodeUnits, limit.min(4 * dex.file.data.len() as u64 + 4096));
                let mut out = Vec::new();
                let mut seen = FxHashSet::default();
                let mut whole = true;
                for class in program.classes.iter().filter(|c| c.dex as usize == n) {
                    for m in program.class_methods(class) {
                        let code = program.method(*m).code;
                        // R8 shares code items between methods: walk again, but only while that is cheap.
                        if code != 0 && (seen.insert(code) || own.take(Unit::CodeUnits, 64)) && whole {
                            whole = scan(&program, dex, *m, code, &mut out, &mut own);
                        }
                    }
                }
                out.shrink_to_fit();
                (out, whole)
            })
            .collect();
        let mut all = Vec::with_capacity(scanned.iter().map(|(s, _)| s.len()).sum());
        let mut ranges = Vec::new();
        for (n, (sites, whole)) in scanned.into_iter().enumerate() {
            let start = all.len();
            all.extend(sites);
            ranges.push((program.dex[n].file.strings.len as usize, start..all.len()));
            if !whole {
                gaps.push(Gap::unreadable("code items overlap; instructions beyond the limit were not read", program.dex[n].path, &HIDES));
            }
        }
        budget.take(Unit::CodeUnits, all.len() as u64);
        program.sites = Sites::new(all, program.methods.len(), &ranges);
        Read { value: program, gaps }
    }
}

/// Methods that carry `@JavascriptInterface` (android.webkit: since API 17 scripts see no others).
fn scripted(program: &Program) -> FxHashSet<MethodId> {
    let mut out = FxHashSet::default();
    let Some(mark) = program.type_by_descriptor("Landroid/webkit/JavascriptInterface;") else { return out };
    let mut limit = 1 << 20;
    for class in &program.classes {
        let (Some(dex), Some(def)) = (program.dex.get(class.dex as usize), program.class_def(class)) else { continue };
        for (method, kind) in method_annotations(&dex.file, &def, &mut limit) {
            if dex.type_id(kind) == Some(mark) {
                out.extend(dex.method_id(method));
            }
        }
    }
    out
}
