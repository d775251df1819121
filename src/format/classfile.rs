//! Java class files (JVM specification, chapter 4), as far as a fingerprint needs them: texts, the methods' descriptors, and what they use.
//!
//! SDKs are handed out as JAR and AAR; what their classes hold is compared with what the DEX files of apps hold. Texts stand in the constant
//! pool; which method calls what says its code, of which only the instructions that name a member are looked at.

/// A member reference of the pool: class (internal name, `android/os/Build`), name, descriptor.
pub type Reference<'a> = (&'a [u8], &'a [u8], &'a [u8]);

/// A method that the class declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared<'a> {
    pub flags: u16,
    pub name: &'a [u8],
    pub descriptor: &'a [u8],
    /// Methods called and fields touched, in order of code.
    pub uses: Vec<Reference<'a>>,
}

/// One class file. Names are modified UTF-8 as in DEX.
#[derive(Clone, Debug, Default)]
pub struct ClassFile<'a> {
    /// `com/x/A`
    pub name: &'a [u8],
    /// Texts that the code loads, and values of constant fields.
    pub strings: Vec<&'a [u8]>,
    pub methods: Vec<Declared<'a>>,
}

/// Constants by number; only what is looked up later.
#[derive(Clone, Copy)]
enum Constant<'a> {
    Text(&'a [u8]),
    Class(u16),
    String(u16),
    NameAndType(u16, u16),
    Member(u16, u16),
    Other,
}

const MAGIC: u32 = 0xcafe_babe;

/// Reads forward through bytes; `None` at their end.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.rest.split_at_checked(n)?;
        self.rest = tail;
        Some(head)
    }

    fn u1(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn u2(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    fn u4(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    /// Attributes of a field or method.
    fn skip_attributes(&mut self) -> Option<()> {
        for _ in 0..self.u2()? {
            self.u2()?;
            let length = self.u4()?;
            self.take(length as usize)?;
        }
        Some(())
    }
}

struct Pool<'a>(Vec<Constant<'a>>);

impl<'a> Pool<'a> {
    fn read(c: &mut Cursor<'a>) -> Option<Pool<'a>> {
        let count = c.u2()?;
        // Entry 0 does not exist; two-word constants take the place behind them (4.4.5).
        let mut all = vec![Constant::Other];
        while all.len() < usize::from(count) {
            let constant = match c.u1()? {
                1 => {
                    let length = c.u2()?;
                    Constant::Text(c.take(length.into())?)
                }
                3 | 4 => c.take(4).map(|_| Constant::Other)?,
                5 | 6 => {
                    c.take(8)?;
                    all.push(Constant::Other);
                    Constant::Other
                }
                7 => Constant::Class(c.u2()?),
                8 => Constant::String(c.u2()?),
                9..=11 => Constant::Member(c.u2()?, c.u2()?),
                12 => Constant::NameAndType(c.u2()?, c.u2()?),
                15 => c.take(3).map(|_| Constant::Other)?,
                16 | 19 | 20 => c.take(2).map(|_| Constant::Other)?,
                17 | 18 => c.take(4).map(|_| Constant::Other)?,
                _ => return None,
            };
            all.push(constant);
        }
        Some(Pool(all))
    }

    fn at(&self, index: u16) -> Constant<'a> {
        self.0.get(usize::from(index)).copied().unwrap_or(Constant::Other)
    }

    fn text(&self, index: u16) -> Option<&'a [u8]> {
        if let Constant::Text(t) = self.at(index) { Some(t) } else { None }
    }

    fn class(&self, index: u16) -> Option<&'a [u8]> {
        if let Constant::Class(name) = self.at(index) { self.text(name) } else { None }
    }

    fn member(&self, index: u16) -> Option<Reference<'a>> {
        let Constant::Member(class, what) = self.at(index) else { return None };
        let Constant::NameAndType(name, descriptor) = self.at(what) else { return None };
        Some((self.class(class)?, self.text(name)?, self.text(descriptor)?))
    }
}

impl<'a> ClassFile<'a> {
    /// `None` for what is no class file, or one that breaks off before the end of its methods.
    pub fn read(bytes: &'a [u8]) -> Option<ClassFile<'a>> {
        let mut c = Cursor { rest: bytes };
        if c.u4()? != MAGIC {
            return None;
        }
        c.take(4)?;
        let pool = Pool::read(&mut c)?;
        c.u2()?;
        let name = pool.class(c.u2()?)?;
        c.u2()?;
        let interfaces = c.u2()?;
        c.take(usize::from(interfaces).checked_mul(2)?)?;
        for _ in 0..c.u2()? {
            c.take(6)?;
            c.skip_attributes()?;
        }
        let mut methods = Vec::new();
        for _ in 0..c.u2()? {
            let (flags, name, descriptor) = (c.u2()?, c.u2()?, c.u2()?);
            let mut uses = Vec::new();
            for _ in 0..c.u2()? {
                let (attribute, length) = (c.u2()?, c.u4()?);
                let body = c.take(length as usize)?;
                if pool.text(attribute) == Some(b"Code") {
                    uses.extend(members(body).filter_map(|index| pool.member(index)));
                }
            }
            if let (Some(name), Some(descriptor)) = (pool.text(name), pool.text(descriptor)) {
                methods.push(Declared { flags, name, descriptor, uses });
            }
        }
        let mut found = ClassFile { name, methods, ..ClassFile::default() };
        for constant in &pool.0 {
            if let Constant::String(text) = *constant {
                found.strings.extend(pool.text(text));
            }
        }
        Some(found)
    }
}

/// Pool numbers of the fields and methods that a `Code` attribute (JVM specification, 4.7.3) names, in order; ends early in broken code.
fn members(attribute: &[u8]) -> impl Iterator<Item = u16> {
    let mut head = Cursor { rest: attribute };
    let length = head.take(4).and_then(|_| head.u4()).unwrap_or(0);
    let code = head.take(length as usize).unwrap_or(&[]);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let opcode = *code.get(at)?;
            let begin = at;
            at = at.checked_add(instruction(code, at)?)?;
            if (0xb2..=0xb9).contains(&opcode) {
                let index = code.get(begin.checked_add(1)?..begin.checked_add(3)?)?;
                return Some(u16::from_be_bytes(index.try_into().ok()?));
            }
        }
    })
}

/// Bytes of the instruction at `at` (JVM specification, 6.5).
fn instruction(code: &[u8], at: usize) -> Option<usize> {
    let number = |from: usize| Some(u32::from_be_bytes(code.get(from..from.checked_add(4)?)?.try_into().ok()?));
    Some(match *code.get(at)? {
        0x10 | 0x12 | 0x15..=0x19 | 0x36..=0x3a | 0xa9 | 0xbc => 2,
        0x11 | 0x13 | 0x14 | 0x84 | 0x99..=0xa8 | 0xb2..=0xb8 | 0xbb | 0xbd | 0xc0 | 0xc1 | 0xc6 | 0xc7 => 3,
        0xc5 => 4,
        0xb9 | 0xba | 0xc8 | 0xc9 => 5,
        // `wide`; twice as wide before `iinc`.
        0xc4 => {
            if code.get(at.checked_add(1)?) == Some(&0x84) {
                6
            } else {
                4
            }
        }
        // The operands of the two switches begin at a multiple of four.
        switch @ (0xaa | 0xab) => {
            let operands = at.checked_add(4)? & !3;
            let rows = if switch == 0xaa {
                let (low, high) = (number(operands.checked_add(4)?)?.cast_signed(), number(operands.checked_add(8)?)?.cast_signed());
                let count = i64::from(high).checked_sub(low.into())?.checked_add(1)?;
                usize::try_from(count).ok()?.checked_mul(4)?.checked_add(12)?
            } else {
                (number(operands.checked_add(4)?)? as usize).checked_mul(8)?.checked_add(8)?
            };
            operands.checked_add(rows)?.checked_sub(at)?
        }
        _ => 1,
    })
}

#[cfg(test)]
#[allow(clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    fn class() -> Vec<u8> {
        let mut b = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52];
        let text = |t: &str| [&[1, 0, t.len() as u8][..], t.as_bytes()].concat();
        b.extend([0, 15]);
        b.extend(text("a/B")); // 1
        b.extend([7, 0, 1]); // 2
        b.extend(text("hello world")); // 3
        b.extend([8, 0, 3]); // 4
        b.extend(text("android/os/X")); // 5
        b.extend([7, 0, 5]); // 6
        b.extend(text("get")); // 7
        b.extend(text("()I")); // 8
        b.extend([12, 0, 7, 0, 8]); // 9
        b.extend([10, 0, 6, 0, 9]); // 10
        b.extend([5, 0, 0, 0, 0, 0, 0, 0, 1]); // 11 and 12
        b.extend([7, 0, 99]); // 13: a name that is not there
        b.extend(text("Code")); // 14
        b.extend([0, 1, 0, 2, 0, 0, 0, 0, 0, 0]); // flags, this, super, no interfaces, no fields
        b.extend([0, 1, 0, 8, 0, 7, 0, 8, 0, 1]); // one method with one attribute
        let code = [
            &[0xaa, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0][..], // a table of two
            &[0xab, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0xb8, 0, 10, 0][..],         // a look-up of one
            &[0xc4, 0x84, 0xb8, 0, 10, 0][..],                                                // a wide increment
            &[0xb8, 0, 10, 0xb1][..],                                                         // the call, the return
        ]
        .concat();
        b.extend(
            [&[0, 14][..], &(12 + code.len() as u32).to_be_bytes(), &[0, 1, 0, 1], &(code.len() as u32).to_be_bytes(), &code, &[0; 4]]
                .concat(),
        );
        b
    }

    #[test]
    fn a_class() {
        let bytes = class();
        let c = ClassFile::read(&bytes).expect("a class");
        assert_eq!((c.name, c.strings.as_slice()), (&b"a/B"[..], &[&b"hello world"[..]][..]));
        let uses = vec![(&b"android/os/X"[..], &b"get"[..], &b"()I"[..])];
        assert_eq!(c.methods, [Declared { flags: 8, name: b"get", descriptor: b"()I", uses }]);
    }

    #[test]
    fn cut_anywhere() {
        let bytes = class();
        for n in 0..bytes.len() {
            assert!(ClassFile::read(&bytes[..n]).is_none(), "{n}");
        }
        assert!(ClassFile::read(b"PK\x03\x04").is_none());
    }
}
