//! Android binary XML (AXML) to an element tree. The same tree is built from protobuf XML (AAB) and from text (decoded trees).

/// A typed attribute value (ResourceTypes.h, `Res_value`).
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    String(String),
    /// `@0x7f0b0001`: a resource id to be resolved against the table.
    Reference(u32),
    /// `?0x7f0b0001`: a theme attribute.
    Attribute(u32),
    Int(i32),
    Bool(bool),
    Float(f32),
    /// Any other type: (type byte, data).
    Other(u8, u32),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Framework or app attribute id where the file states one; it decides over the name (the name may lie).
    pub id: Option<u32>,
    pub name: String,
    pub value: Value,
}

/// An element. `offset` is the byte offset of its start chunk (0 for text sources).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Element>,
    pub text: String,
    pub offset: u64,
}
