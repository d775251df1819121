//! Abstract values: what a register may point to, which sources it comes from, and the constant it is.

use rustc_hash::FxHashMap;

use super::taint::{CLEAN, Taint, Taints};
use crate::program::{MethodId, Symbol, TypeId};

/// An abstract object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Obj(pub u32);

/// Interned text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(pub u32);

/// Where an abstract object comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Nothing.
    None,
    /// The static fields of a class.
    Statics(TypeId),
    /// Made by an instruction, under a call string.
    New(MethodId, u32, u32),
    /// What an unknown call returned.
    Returned(MethodId, u32, u32),
    /// An instance that the system makes: activity, service, application ...
    Component(TypeId),
    /// A parameter nobody is seen to hand over.
    Parameter(MethodId, u16),
    /// What stands in a place of an object that was never seen written.
    Part(Obj, Place),
    /// A view by its resource id.
    View(i64),
    /// A storage of the device under a name: preferences, a file.
    Store(Text, Text),
    /// The intent that starts a component.
    Intent(TypeId),
    /// The saved state of a screen.
    SavedState(TypeId),
    /// A method or class looked up by name.
    Member(TypeId, Text),
}

/// A place inside an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// An instance field, by name: a reference through a subclass is the same place.
    Field(Symbol),
    /// A static field of the class that declares it.
    Static(TypeId, Symbol),
    /// Under a constant key or name: map entries, extras, preferences.
    Key(Text),
    /// Under a constant index.
    Index(u32),
    /// Any element.
    Element,
    /// What a library object holds inside.
    Inner,
    /// Number of elements.
    Length,
    /// The stream or object that this one wraps.
    Wrapped,
    /// A named property that the models speak of (`class` and `action` of an intent, `channel` of a stream).
    Slot(Text),
    /// A parameter of a callback, known before the framework calls it: (callback's name, position).
    Hook(Text, u8),
    /// The class was initialised.
    Initialised,
}

/// A set of objects, interned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Objs(u32);

pub const NOTHING: Objs = Objs(0);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Constant {
    /// Not assigned yet.
    #[default]
    None,
    /// A number, a boolean, or `null` (0).
    Int(i64),
    Text(Text),
    Class(TypeId),
    /// Some object: not `null`.
    Object,
    /// A number from 0 up to below this one.
    Below(i64),
    Unknown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Value {
    pub objs: Objs,
    pub taint: Taint,
    pub constant: Constant,
}

impl Value {
    pub const UNKNOWN: Value = Value { objs: NOTHING, taint: CLEAN, constant: Constant::Unknown };

    pub fn int(i: i64) -> Value {
        Value { constant: Constant::Int(i), ..Value::default() }
    }

    pub fn of(constant: Constant) -> Value {
        Value { constant, ..Value::default() }
    }

    pub fn tainted(taint: Taint) -> Value {
        Value { taint, ..Value::UNKNOWN }
    }

    pub fn as_int(&self) -> Option<i64> {
        match self.constant {
            Constant::Int(i) if self.objs == NOTHING => Some(i),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<Text> {
        if let Constant::Text(t) = self.constant { Some(t) } else { None }
    }
}

/// A set above this keeps its lowest members.
const MAX_OBJECTS: usize = 16;

/// What is known of an object.
#[derive(Clone, Copy, Debug)]
pub struct ObjectInfo {
    pub origin: Origin,
    /// Its class, or what it was declared or cast to.
    pub class: Option<TypeId>,
}

impl ObjectInfo {
    /// Its class is exactly that.
    pub fn is_exact(&self) -> bool {
        matches!(self.origin, Origin::New(..) | Origin::Component(_))
    }
}

/// All objects, sets, texts and taints of one analysis.
pub struct Pool {
    objects: Vec<ObjectInfo>,
    object_ids: FxHashMap<Origin, Obj>,
    sets: Vec<Box<[Obj]>>,
    set_ids: FxHashMap<Box<[Obj]>, Objs>,
    unions: FxHashMap<(Objs, Objs), Objs>,
    texts: Vec<Box<str>>,
    text_ids: FxHashMap<Box<str>, Text>,
    pub taints: Taints,
}

impl Default for Pool {
    fn default() -> Pool {
        let empty: Box<[Obj]> = Box::new([]);
        Pool {
            objects: vec![ObjectInfo { origin: Origin::None, class: None }],
            object_ids: [(Origin::None, Obj(0))].into_iter().collect(),
            set_ids: [(empty.clone(), NOTHING)].into_iter().collect(),
            sets: vec![empty],
            unions: FxHashMap::default(),
            texts: Vec::new(),
            text_ids: FxHashMap::default(),
            taints: Taints::default(),
        }
    }
}

impl Pool {
    pub fn object(&mut self, origin: Origin, class: Option<TypeId>) -> Obj {
        if let Some(o) = self.object_ids.get(&origin) {
            return *o;
        }
        let o = Obj(self.objects.len() as u32);
        self.objects.push(ObjectInfo { origin, class });
        self.object_ids.insert(origin, o);
        o
    }

    /// The holder of a class's static fields.
    pub fn statics(&mut self, class: TypeId) -> Obj {
        self.object(Origin::Statics(class), None)
    }

    pub fn info(&self, o: Obj) -> ObjectInfo {
        self.objects.get(o.0 as usize).copied().unwrap_or(ObjectInfo { origin: Origin::None, class: None })
    }

    /// A cast or a declaration says more of the class.
    pub fn refine(&mut self, o: Obj, class: TypeId) {
        if let Some(i) = self.objects.get_mut(o.0 as usize) {
            i.class = Some(class);
        }
    }

    pub fn members(&self, set: Objs) -> &[Obj] {
        self.sets.get(set.0 as usize).map_or(&[], |s| s)
    }

    pub fn set(&mut self, mut members: Vec<Obj>) -> Objs {
        members.sort_unstable();
        members.dedup();
        members.truncate(MAX_OBJECTS);
        let members = members.into_boxed_slice();
        if let Some(s) = self.set_ids.get(&members) {
            return *s;
        }
        let s = Objs(self.sets.len() as u32);
        self.sets.push(members.clone());
        self.set_ids.insert(members, s);
        s
    }

    pub fn one(&mut self, o: Obj) -> Value {
        Value { objs: self.set(vec![o]), taint: CLEAN, constant: Constant::Object }
    }

    fn union(&mut self, a: Objs, b: Objs) -> Objs {
        if a == b || b == NOTHING {
            return a;
        }
        if a == NOTHING {
            return b;
        }
        let key = (a.min(b), a.max(b));
        if let Some(s) = self.unions.get(&key) {
            return *s;
        }
        let all = self.members(a).iter().chain(self.members(b)).copied().collect();
        let s = self.set(all);
        self.unions.insert(key, s);
        s
    }

    /// What a register holds where two paths meet.
    pub fn join(&mut self, a: Value, b: Value) -> Value {
        if a == b {
            return a;
        }
        let constant = match (a.constant, b.constant) {
            (Constant::None, c) | (c, Constant::None) => c,
            (x, y) if x == y => x,
            (Constant::Object | Constant::Text(_) | Constant::Class(_), Constant::Object | Constant::Text(_) | Constant::Class(_)) => {
                Constant::Object
            }
            _ => Constant::Unknown,
        };
        Value { objs: self.union(a.objs, b.objs), taint: self.taints.union(a.taint, b.taint), constant }
    }

    pub fn text(&mut self, s: &str) -> Text {
        if let Some(t) = self.text_ids.get(s) {
            return *t;
        }
        let t = Text(self.texts.len() as u32);
        self.texts.push(s.into());
        self.text_ids.insert(s.into(), t);
        t
    }

    pub fn str(&self, t: Text) -> &str {
        self.texts.get(t.0 as usize).map_or("", |s| s)
    }
}
