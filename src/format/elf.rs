//! Native libraries: what their ELF headers and strings say. Code is not read.

use object::read::elf::{Dyn, FileHeader, ProgramHeader, SectionHeader, Sym};
use object::{Endianness, elf};

use crate::budget::{Budget, Unit};

/// Names of one library, more than any real one has.
const NAMES: usize = 4096;
/// Symbols looked at.
const SYMBOLS: usize = 1 << 20;

/// What the dynamic linker reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// `DT_NEEDED`
    pub needed: Vec<String>,
    /// Exported `Java_*`, `JNI_OnLoad`, `JNI_OnUnload`.
    pub jni_exports: Vec<String>,
}

/// Reads the dynamic section and the dynamic symbols; `None` for bytes that are no ELF file.
pub fn read(bytes: &[u8]) -> Option<Library> {
    match class(bytes)? {
        elf::ELFCLASS64 => of_class(elf::FileHeader64::<Endianness>::parse(bytes).ok()?, bytes),
        elf::ELFCLASS32 => of_class(elf::FileHeader32::<Endianness>::parse(bytes).ok()?, bytes),
        _ => None,
    }
}

fn class(bytes: &[u8]) -> Option<elf::FileClass> {
    bytes.strip_prefix(b"\x7fELF")?.first().copied().map(elf::FileClass)
}

fn of_class<H: FileHeader<Endian = Endianness>>(header: &H, bytes: &[u8]) -> Option<Library> {
    let endian = header.endian().ok()?;
    let mut library = Library::default();
    // Section headers are what strippers and packers damage; the program headers are what the linker uses.
    needed(header, endian, bytes, &mut library);
    if let Ok(sections) = header.sections(endian, bytes)
        && let Ok(symbols) = sections.symbols(endian, bytes, elf::SHT_DYNSYM)
    {
        let exported = symbols.iter().take(SYMBOLS).filter(|s| s.st_shndx(endian) != elf::SHN_UNDEF);
        let names = exported.filter_map(|s| s.name(endian, symbols.strings()).ok());
        let jni = names.filter(|n| n.starts_with(b"Java_") || *n == b"JNI_OnLoad" || *n == b"JNI_OnUnload").take(NAMES);
        library.jni_exports = jni.map(|n| String::from_utf8_lossy(n).into_owned()).collect();
    }
    library.jni_exports.sort_unstable();
    library.jni_exports.dedup();
    Some(library)
}

fn needed<H: FileHeader<Endian = Endianness>>(header: &H, endian: Endianness, bytes: &[u8], library: &mut Library) -> Option<()> {
    let segments = header.program_headers(endian, bytes).ok()?;
    let dynamic = segments.iter().find_map(|s| s.dynamic(endian, bytes).ok().flatten())?;
    let value = |tag| dynamic.iter().find(|d| d.tag(endian) == tag).map(|d| d.val(endian));
    let table: u64 = value(elf::DT_STRTAB)?;
    let strings = segments.iter().find_map(|s| {
        let (at, len): (u64, u64) = (s.p_vaddr(endian).into(), s.p_filesz(endian).into());
        let inside = table.checked_sub(at).filter(|d| s.p_type(endian) == elf::PT_LOAD && *d < len)?;
        let offset: u64 = s.p_offset(endian).into();
        bytes.get(usize::try_from(offset.checked_add(inside)?).ok()?..)
    })?;
    for entry in dynamic.iter().take_while(|d| d.tag(endian) != elf::DT_NULL).take(NAMES) {
        if entry.tag(endian) == elf::DT_NEEDED {
            let at = entry.val(endian);
            let name = strings.get(usize::try_from(at).ok()?..)?;
            let end = name.iter().take(256).position(|b| *b == 0)?;
            library.needed.push(String::from_utf8_lossy(name.get(..end)?).into_owned());
        }
    }
    Some(())
}

/// Printable ASCII strings of at least six characters of `.rodata`, or of the whole file where there is no such section.
pub fn strings(bytes: &[u8], budget: &mut Budget) -> Vec<String> {
    let region = rodata(bytes).unwrap_or(bytes);
    let mut out = Vec::new();
    if !budget.take(Unit::Nodes, (region.len() / 64) as u64) {
        return out;
    }
    for run in region.split(|b| !matches!(b, 0x20..=0x7e | b'\t')) {
        if run.len() >= 6 {
            out.push(String::from_utf8_lossy(run).into_owned());
        }
    }
    out
}

fn rodata(bytes: &[u8]) -> Option<&[u8]> {
    fn of<'a, H: FileHeader<Endian = Endianness>>(header: &H, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let endian = header.endian().ok()?;
        let sections = header.sections(endian, bytes).ok()?;
        let (_, section) = sections.section_by_name(endian, b".rodata")?;
        section.data(endian, bytes).ok()
    }
    match class(bytes)? {
        elf::ELFCLASS64 => of(elf::FileHeader64::<Endianness>::parse(bytes).ok()?, bytes),
        elf::ELFCLASS32 => of(elf::FileHeader32::<Endianness>::parse(bytes).ok()?, bytes),
        _ => None,
    }
}
