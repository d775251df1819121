//! What stands in the code: calls, instantiations, class and string constants, accesses to fields of the framework and to static fields.
//! Found in one pass over the instructions; twelve bytes each.

use super::{Dex, FieldId, MethodId, Program};
use crate::budget::{Budget, Unit};
use crate::format::dex::insn::op;
use crate::program::framework;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum SiteKind {
    InvokeVirtual,
    InvokeSuper,
    InvokeDirect,
    InvokeStatic,
    InvokeInterface,
    InvokePolymorphic,
    /// Target is the method that the call site's method handle names.
    InvokeCustom,
    NewInstance,
    ConstClass,
    ConstString,
    StaticGet,
    StaticPut,
    InstanceGet,
    InstancePut,
}

impl SiteKind {
    const ALL: [SiteKind; 14] = [
        SiteKind::InvokeVirtual,
        SiteKind::InvokeSuper,
        SiteKind::InvokeDirect,
        SiteKind::InvokeStatic,
        SiteKind::InvokeInterface,
        SiteKind::InvokePolymorphic,
        SiteKind::InvokeCustom,
        SiteKind::NewInstance,
        SiteKind::ConstClass,
        SiteKind::ConstString,
        SiteKind::StaticGet,
        SiteKind::StaticPut,
        SiteKind::InstanceGet,
        SiteKind::InstancePut,
    ];

    pub fn is_invoke(self) -> bool {
        self <= SiteKind::InvokeCustom
    }

    pub fn is_field(self) -> bool {
        self >= SiteKind::StaticGet
    }
}

/// One site. `target` is a `MethodId`, `TypeId`, `FieldId` or a string index of the DEX, as the kind says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    pub method: MethodId,
    /// Code unit and kind, packed: a site table of a 100 MB DEX holds some three million rows.
    packed: u32,
    target: u32,
}

const KIND_BITS: u32 = 4;

impl Site {
    fn new(method: MethodId, pc: u32, kind: SiteKind, target: u32) -> Site {
        Site { method, packed: pc << KIND_BITS | kind as u32, target }
    }

    /// Code unit within the method.
    pub fn pc(&self) -> u32 {
        self.packed >> KIND_BITS
    }

    /// Byte offset within the method's instructions, as evidence prints it.
    pub fn offset(&self) -> u32 {
        self.pc() * 2
    }

    pub fn kind(&self) -> SiteKind {
        SiteKind::ALL[(self.packed & 0xf).min(13) as usize]
    }

    pub fn target(&self) -> u32 {
        self.target
    }

    pub fn callee(&self) -> Option<MethodId> {
        self.kind().is_invoke().then_some(MethodId(self.target))
    }

    pub fn field(&self) -> Option<FieldId> {
        self.kind().is_field().then_some(FieldId(self.target))
    }
}

/// All sites in order of method, with the indices that later floors ask for.
#[derive(Default)]
pub struct Sites {
    all: Vec<Site>,
    /// Per method: where its sites begin.
    starts: Vec<u32>,
    /// Invoke sites by callee.
    by_callee: Csr,
    /// String sites by (DEX, string index).
    by_string: Vec<Csr>,
}

/// Compressed adjacency: row → indices into the site table.
#[derive(Default)]
struct Csr {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Csr {
    fn build(rows: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Csr {
        let mut starts = vec![0u32; rows + 1];
        for (row, _) in pairs.clone() {
            if let Some(n) = starts.get_mut(row as usize + 1) {
                *n += 1;
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut items = vec![0u32; starts.last().copied().unwrap_or(0) as usize];
        for (row, item) in pairs {
            if (row as usize) < rows {
                items[next[row as usize] as usize] = item;
                next[row as usize] += 1;
            }
        }
        Csr { starts, items }
    }

    fn row(&self, row: usize) -> &[u32] {
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(a), Some(b)) => &self.items[*a as usize..*b as usize],
            _ => &[],
        }
    }
}

impl Sites {
    pub(super) fn new(all: Vec<Site>, methods: usize, dexes: &[(usize, std::ops::Range<usize>)]) -> Sites {
        let mut starts = vec![0u32; methods + 1];
        for s in &all {
            starts[s.method.0 as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        // `all` is in order of (DEX, class, method), not of method number: bring it there.
        let mut next = starts.clone();
        let mut sorted = vec![Site::new(MethodId(0), 0, SiteKind::InvokeVirtual, 0); all.len()];
        let mut dex_rows: Vec<(usize, Vec<u32>)> = dexes.iter().map(|(strings, _)| (*strings, Vec::new())).collect();
        for ((_, rows), (_, range)) in dex_rows.iter_mut().zip(dexes) {
            for s in &all[range.clone()] {
                let at = &mut next[s.method.0 as usize];
                sorted[*at as usize] = *s;
                if s.kind() == SiteKind::ConstString {
                    rows.push(*at);
                }
                *at += 1;
            }
        }
        drop(all);
        let by_string =
            dex_rows.iter().map(|(strings, rows)| Csr::build(*strings, rows.iter().map(|i| (sorted[*i as usize].target, *i)))).collect();
        let invokes = sorted.iter().enumerate().filter(|(_, s)| s.kind().is_invoke()).map(|(i, s)| (s.target, i as u32));
        let by_callee = Csr::build(methods, invokes);
        Sites { all: sorted, starts, by_callee, by_string }
    }

    pub fn all(&self) -> &[Site] {
        &self.all
    }

    pub fn of(&self, id: MethodId) -> &[Site] {
        match (self.starts.get(id.0 as usize), self.starts.get(id.0 as usize + 1)) {
            (Some(a), Some(b)) => &self.all[*a as usize..*b as usize],
            _ => &[],
        }
    }

    pub fn callers(&self, id: MethodId) -> impl Iterator<Item = &Site> {
        self.by_callee.row(id.0 as usize).iter().map(|i| &self.all[*i as usize])
    }

    pub fn loading(&self, dex: usize, string: u32) -> impl Iterator<Item = &Site> {
        self.by_string.get(dex).map_or(&[][..], |c| c.row(string as usize)).iter().map(|i| &self.all[*i as usize])
    }
}

/// Walks one method. `false` when the budget is spent.
pub(super) fn scan(program: &Program, dex: &Dex, method: MethodId, code: u32, out: &mut Vec<Site>, budget: &mut Budget) -> bool {
    let Some(item) = dex.file.code(code) else { return true };
    if !budget.take(Unit::CodeUnits, u64::from(item.units()) + 8) {
        return false;
    }
    for insn in item.instructions() {
        if insn.pc >= 1 << (32 - KIND_BITS) {
            break;
        }
        let mut push = |kind: SiteKind, target: Option<u32>| {
            if let Some(t) = target {
                out.push(Site::new(method, insn.pc, kind, t));
            }
        };
        match insn.op {
            op::INVOKE_VIRTUAL..=op::INVOKE_INTERFACE | 0x74..=0x78 | 0xfa | 0xfb => {
                let kind = match insn.invoke_kind() {
                    op::INVOKE_VIRTUAL => SiteKind::InvokeVirtual,
                    op::INVOKE_SUPER => SiteKind::InvokeSuper,
                    op::INVOKE_DIRECT => SiteKind::InvokeDirect,
                    op::INVOKE_STATIC => SiteKind::InvokeStatic,
                    op::INVOKE_INTERFACE => SiteKind::InvokeInterface,
                    _ => SiteKind::InvokePolymorphic,
                };
                push(kind, dex.method_id(insn.index()).map(|m| m.0));
            }
            0xfc | 0xfd => push(SiteKind::InvokeCustom, custom_target(dex, insn.index()).map(|m| m.0)),
            // const-method-handle: the method may be called through it.
            0xfe => push(SiteKind::InvokeCustom, handle_target(dex, insn.index()).map(|m| m.0)),
            op::NEW_INSTANCE => push(SiteKind::NewInstance, dex.type_id(insn.index()).map(|t| t.0)),
            op::CONST_CLASS => push(SiteKind::ConstClass, dex.type_id(insn.index()).map(|t| t.0)),
            op::CONST_STRING | op::CONST_STRING_JUMBO => {
                push(SiteKind::ConstString, Some(insn.index()).filter(|i| *i < dex.file.strings.len))
            }
            op::SGET..=0x66 => push(SiteKind::StaticGet, dex.field_id(insn.index()).map(|f| f.0)),
            op::SPUT..=op::SPUT_SHORT => push(SiteKind::StaticPut, dex.field_id(insn.index()).map(|f| f.0)),
            op::IGET..=0x5f => {
                // Fields of the framework may be data; booleans of the app may be switches. The rest is looked at on demand.
                if let Some(f) = dex.field_id(insn.index())
                    && (matches!(insn.op, 0x55 | 0x5c) || framework::is_platform(program.descriptor_bytes(program.field(f).class)))
                {
                    push(if insn.op < op::IPUT { SiteKind::InstanceGet } else { SiteKind::InstancePut }, Some(f.0));
                }
            }
            _ => {}
        }
    }
    true
}

/// The implementation behind an `invoke-custom` (the third argument of a lambda's bootstrap, else the first method handle).
fn custom_target(dex: &Dex, call_site: u32) -> Option<MethodId> {
    use crate::format::dex::value::{Value, array};
    let values = array(&dex.file, dex.file.call_site(call_site)?, &mut 256);
    // 0 is the bootstrap method itself, 1 the name, 2 the type.
    values.iter().skip(3).find_map(|v| if let Value::MethodHandle(h) = v { handle_target(dex, *h) } else { None })
}

fn handle_target(dex: &Dex, handle: u32) -> Option<MethodId> {
    let (kind, index) = dex.file.method_handle(handle)?;
    // 4..=8 are the invoking kinds; 0..=3 read and write fields.
    (4..=8).contains(&kind).then(|| dex.method_id(index)).flatten()
}
