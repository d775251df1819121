//! Floor 4: all classes of the app as one numbered world, with the hierarchy and every site of interest in the code.
//!
//! Types, methods and fields of all DEX files get one number each; where two DEX files define a class, the first one counts, as the class
//! loader has it. Holds no signature and no law.

pub mod build;
pub mod constant;
pub mod framework;
pub mod hierarchy;
pub mod intern;
pub mod sites;

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::format::dex::{ClassDef, CodeItem, DexFile, string, value};
pub use constant::Constants;
pub use intern::{Interner, Symbol};
pub use sites::{Site, SiteKind};

macro_rules! number {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
    )*};
}
number! {
    /// A type of the app or one that it names.
    TypeId
    /// A method defined in the app or one that it calls.
    MethodId
    FieldId
    ProtoId
}

/// One DEX of the app with its local numbers translated.
pub struct Dex<'a> {
    /// `base.apk!classes.dex`
    pub path: &'a str,
    /// `classes.dex`
    pub name: &'a str,
    pub file: DexFile<'a>,
    types: Vec<TypeId>,
    methods: Vec<MethodId>,
    fields: Vec<FieldId>,
}

#[derive(Clone, Debug)]
pub struct Type {
    pub descriptor: Symbol,
    /// Index into `classes` where the app defines it.
    pub class: Option<u32>,
}

/// A class that the app defines.
#[derive(Clone, Debug)]
pub struct Class {
    pub id: TypeId,
    pub dex: u32,
    /// Row of `class_defs`.
    pub row: u32,
    pub flags: u32,
    /// Methods it defines, in file order: a range of `Program::defined`.
    methods: std::ops::Range<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Proto {
    pub ret: TypeId,
    pub params: Box<[TypeId]>,
}

pub const ACC_STATIC: u32 = 0x8;
pub const ACC_INTERFACE: u32 = 0x200;
pub const ACC_ABSTRACT: u32 = 0x400;
pub const ACC_NATIVE: u32 = 0x100;
pub const ACC_PRIVATE: u32 = 0x2;

#[derive(Clone, Copy, Debug)]
pub struct Method {
    pub class: TypeId,
    pub name: Symbol,
    pub proto: ProtoId,
    pub flags: u32,
    /// Offset of its code item; 0 for none.
    code: u32,
    /// The app defines it (in its class's DEX).
    pub defined: bool,
    /// Listed among the virtual methods.
    pub is_virtual: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub class: TypeId,
    pub name: Symbol,
    pub kind: TypeId,
}

/// The app's code as one world.
pub struct Program<'a> {
    pub dex: Vec<Dex<'a>>,
    pub names: Interner<'a>,
    pub classes: Vec<Class>,
    types: Vec<Type>,
    type_of: FxHashMap<Symbol, TypeId>,
    protos: Vec<Proto>,
    methods: Vec<Method>,
    method_of: FxHashMap<(TypeId, Symbol, ProtoId), MethodId>,
    fields: Vec<Field>,
    /// Methods of the classes, class by class.
    defined: Vec<MethodId>,
    supers: Vec<Option<TypeId>>,
    interfaces: hierarchy::Lists<TypeId>,
    children: hierarchy::Lists<TypeId>,
    sites: sites::Sites,
    /// Methods marked `@JavascriptInterface`.
    scripted: FxHashSet<MethodId>,
}

impl<'a> Program<'a> {
    /// Scripts of a page may call the method, once an object of its class is given to a web view.
    pub fn is_scripted(&self, id: MethodId) -> bool {
        self.scripted.contains(&id)
    }

    // ---- types ----

    pub fn type_count(&self) -> usize {
        self.types.len()
    }

    pub fn type_by_descriptor(&self, descriptor: &str) -> Option<TypeId> {
        self.type_of.get(&self.names.get(descriptor.as_bytes())?).copied()
    }

    /// `Lcom/x/A;`, as raw bytes.
    pub fn descriptor_bytes(&self, id: TypeId) -> &'a [u8] {
        self.types.get(id.0 as usize).map(|t| self.names.bytes(t.descriptor)).unwrap_or(b"")
    }

    pub fn descriptor(&self, id: TypeId) -> Cow<'a, str> {
        string::decode(self.descriptor_bytes(id))
    }

    /// The class, where the app defines it.
    pub fn class(&self, id: TypeId) -> Option<&Class> {
        self.classes.get(self.types.get(id.0 as usize)?.class? as usize)
    }

    pub fn is_defined(&self, id: TypeId) -> bool {
        self.class(id).is_some()
    }

    pub fn class_def(&self, class: &Class) -> Option<ClassDef<'a>> {
        self.dex.get(class.dex as usize)?.file.class(class.row)
    }

    pub fn class_methods(&self, class: &Class) -> &[MethodId] {
        self.defined.get(class.methods.start as usize..class.methods.end as usize).unwrap_or(&[])
    }

    // ---- methods ----

    pub fn method_count(&self) -> usize {
        self.methods.len()
    }

    pub fn method_ids(&self) -> impl Iterator<Item = MethodId> + use<> {
        (0..self.methods.len() as u32).map(MethodId)
    }

    pub fn method(&self, id: MethodId) -> &Method {
        &self.methods[id.0 as usize]
    }

    pub fn find_method(&self, class: TypeId, name: Symbol, proto: ProtoId) -> Option<MethodId> {
        self.method_of.get(&(class, name, proto)).copied()
    }

    pub fn method_name(&self, id: MethodId) -> Cow<'a, str> {
        string::decode(self.names.bytes(self.method(id).name))
    }

    pub fn proto(&self, id: ProtoId) -> &Proto {
        &self.protos[id.0 as usize]
    }

    /// `(ILjava/lang/String;)V`
    pub fn proto_text(&self, id: ProtoId) -> String {
        let p = self.proto(id);
        let mut s = String::from("(");
        for t in &p.params {
            s.push_str(&self.descriptor(*t));
        }
        s.push(')');
        s.push_str(&self.descriptor(p.ret));
        s
    }

    /// `f(I)V`, as reports name a method within its class.
    pub fn method_text(&self, id: MethodId) -> String {
        format!("{}{}", self.method_name(id), self.proto_text(self.method(id).proto))
    }

    /// `Lcom/x/A;->f(I)V`
    pub fn signature(&self, id: MethodId) -> String {
        format!("{}->{}", self.descriptor(self.method(id).class), self.method_text(id))
    }

    /// The code of a method and the DEX it stands in.
    pub fn code(&self, id: MethodId) -> Option<(CodeItem<'a>, &Dex<'a>)> {
        let m = self.method(id);
        let dex = self.dex.get(self.class(m.class)?.dex as usize)?;
        Some((dex.file.code(m.code)?, dex))
    }

    /// The DEX that defines a method's class.
    pub fn dex_of(&self, id: MethodId) -> Option<&Dex<'a>> {
        self.dex.get(self.class(self.method(id).class)?.dex as usize)
    }

    // ---- fields ----

    pub fn field_count(&self) -> usize {
        self.fields.len()
    }

    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.0 as usize]
    }

    pub fn field_name(&self, id: FieldId) -> Cow<'a, str> {
        string::decode(self.names.bytes(self.field(id).name))
    }

    /// `Landroid/os/Build;->SERIAL`
    pub fn field_text(&self, id: FieldId) -> String {
        format!("{}->{}", self.descriptor(self.field(id).class), self.field_name(id))
    }

    /// The initial value of a static field of the app that the file states (constants; others are set in `<clinit>`).
    pub fn static_value(&self, id: FieldId) -> Option<value::Value> {
        use crate::format::dex::class::MemberKind;
        let class = self.class(self.field(id).class)?;
        let dex = self.dex.get(class.dex as usize)?;
        let def = dex.file.class(class.row)?;
        let nth =
            def.members(&dex.file).take_while(|m| m.kind == MemberKind::StaticField).position(|m| dex.field_id(m.index) == Some(id))?;
        value::array(&dex.file, def.static_values, &mut 65_536).get(nth).copied()
    }

    // ---- sites ----

    /// The sites of interest in a method, in order of code unit.
    pub fn sites(&self, id: MethodId) -> &[Site] {
        self.sites.of(id)
    }

    pub fn all_sites(&self) -> &[Site] {
        self.sites.all()
    }

    /// Sites that call (or pass) this method reference itself, overrides not looked at.
    pub fn callers(&self, id: MethodId) -> impl Iterator<Item = &Site> {
        self.sites.callers(id)
    }

    /// Sites that load a string of a DEX, by its index there.
    pub fn string_sites(&self, dex: usize, string: u32) -> impl Iterator<Item = &Site> {
        self.sites.loading(dex, string)
    }

    /// Sites that read or write a field.
    pub fn field_sites(&self, id: FieldId) -> impl Iterator<Item = &Site> {
        self.sites.all().iter().filter(move |s| s.kind().is_field() && s.target() == id.0)
    }

    /// The text that a `ConstString` site loads.
    pub fn string_at(&self, site: &Site) -> Option<Cow<'a, str>> {
        (site.kind() == SiteKind::ConstString).then(|| self.dex_of(site.method)?.file.string(site.target())).flatten()
    }
}

impl Dex<'_> {
    pub fn type_id(&self, index: u32) -> Option<TypeId> {
        self.types.get(index as usize).copied()
    }

    pub fn method_id(&self, index: u32) -> Option<MethodId> {
        self.methods.get(index as usize).copied()
    }

    pub fn field_id(&self, index: u32) -> Option<FieldId> {
        self.fields.get(index as usize).copied()
    }
}
