//! `class_def_item` and `class_data_item`.

use super::header::{DexFile, TypeList};
use crate::bytes::{u32_at, uleb128_at};

/// The index that means "none".
pub const NO_INDEX: u32 = 0xffff_ffff;

#[derive(Clone, Copy, Debug)]
pub struct ClassDef<'a> {
    pub class: u32,
    pub flags: u32,
    pub superclass: Option<u32>,
    pub interfaces: TypeList<'a>,
    /// Offset of the annotations directory, 0 for none.
    pub annotations: u32,
    data: u32,
    /// Offset of the encoded array of static values, 0 for none.
    pub static_values: u32,
}

/// A field or method of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodedMember {
    /// Row of `field_ids` or `method_ids`.
    pub index: u32,
    pub flags: u32,
    /// Offset of the code item; 0 for fields, abstract and native methods.
    pub code: u32,
    pub kind: MemberKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberKind {
    StaticField,
    InstanceField,
    /// Static, private or constructor.
    DirectMethod,
    VirtualMethod,
}

impl<'a> ClassDef<'a> {
    pub(super) fn read(dex: &DexFile<'a>, at: usize) -> Option<ClassDef<'a>> {
        let u = |field: usize| u32_at(dex.data, at + field);
        Some(ClassDef {
            class: u(0)?,
            flags: u(4)?,
            superclass: Some(u(8)?).filter(|s| *s != NO_INDEX),
            interfaces: dex.type_list(u(12)?),
            annotations: u(20)?,
            data: u(24)?,
            static_values: u(28)?,
        })
    }

    /// Fields and methods, in file order. Ends early where the data ends.
    pub fn members(&self, dex: &DexFile<'a>) -> Members<'a> {
        let mut m = Members { data: dex.data, at: self.data as usize, counts: [0; 4], section: 0, previous: 0 };
        if m.at == 0 {
            return m;
        }
        for slot in 0..4 {
            match uleb128_at(m.data, m.at) {
                Some((n, next)) => {
                    m.counts[slot] = n;
                    m.at = next;
                }
                None => {
                    m.counts = [0; 4];
                    break;
                }
            }
        }
        m
    }
}

/// Walks a `class_data_item`. Every step consumes bytes, so a forged count ends with the file.
#[derive(Clone, Debug)]
pub struct Members<'a> {
    data: &'a [u8],
    at: usize,
    counts: [u32; 4],
    section: usize,
    previous: u32,
}

impl Iterator for Members<'_> {
    type Item = EncodedMember;

    fn next(&mut self) -> Option<EncodedMember> {
        while self.section < 4 && self.counts[self.section] == 0 {
            self.section += 1;
            self.previous = 0;
        }
        let kind = match self.section {
            0 => MemberKind::StaticField,
            1 => MemberKind::InstanceField,
            2 => MemberKind::DirectMethod,
            3 => MemberKind::VirtualMethod,
            _ => return None,
        };
        let step = || -> Option<(EncodedMember, usize)> {
            let (diff, at) = uleb128_at(self.data, self.at)?;
            let (flags, at) = uleb128_at(self.data, at)?;
            let (code, at) = if self.section >= 2 { uleb128_at(self.data, at)? } else { (0, at) };
            Some((EncodedMember { index: self.previous.wrapping_add(diff), flags, code, kind }, at))
        };
        match step() {
            Some((member, at)) => {
                self.counts[self.section] -= 1;
                self.previous = member.index;
                self.at = at;
                Some(member)
            }
            None => {
                self.section = 4;
                None
            }
        }
    }
}
