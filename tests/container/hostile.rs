//! One trick a test, made by patching a clean app: all contents must still be read, and the oddity must be named.
//! `refused` says whether Android's own reader refuses the file for it.

use apksweep::budget::{Budget, Unit};
use apksweep::container::{ContainerError, Package};

use crate::forge::*;

const ODD: bool = false;
const REFUSED: bool = true;

fn open(bytes: Vec<u8>) -> Package {
    Package::open_bytes(bytes)
}

trait Opened {
    fn open_bytes(bytes: Vec<u8>) -> Package;
    fn data(&self, name: &str) -> Vec<u8>;
    fn oddities(&self) -> Vec<(String, bool)>;
}

impl Opened for Package {
    fn open_bytes(bytes: Vec<u8>) -> Package {
        Package::from_bytes(bytes, "x.apk", &mut Budget::default()).expect("an app")
    }

    fn data(&self, name: &str) -> Vec<u8> {
        let part = &self.parts[0];
        part.entry(name).map(|e| part.read(e, &mut Budget::default()).value).unwrap_or_default()
    }

    fn oddities(&self) -> Vec<(String, bool)> {
        let mut all: Vec<_> = self.all_anomalies().into_iter().map(|a| (a.id, a.refused)).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// Every entry of the clean app reads as before, without a gap, and exactly these oddities are noted.
#[track_caller]
fn reads_as_before(bytes: Vec<u8>, oddities: &[(&str, bool)]) {
    let package = open(bytes);
    for name in NAMES {
        assert!(package.data(name) == contents(name), "contents of {name}");
    }
    assert_eq!(package.gaps, vec![]);
    let expected: Vec<(String, bool)> = oddities.iter().map(|(id, r)| (id.to_string(), *r)).collect();
    assert_eq!(package.oddities(), expected);
}

#[track_caller]
fn patched(patch: impl FnOnce(&mut Zip), oddities: &[(&str, bool)]) {
    let mut zip = clean();
    patch(&mut zip);
    reads_as_before(zip.bytes(), oddities);
}

fn all_stored() -> Zip {
    Zip::of(NAMES.iter().map(|n| stored(n, &contents(n))).collect())
}

#[test]
fn a_clean_app_has_no_oddity() {
    patched(|_| {}, &[]);
}

#[test]
fn unknown_method_in_the_local_header_only() {
    patched(|z| z.named(MANIFEST).lmethod = 0x1c1c, &[("local-method-differs", ODD)]);
}

#[test]
fn unknown_method_in_both_headers_data_stored() {
    let mut z = all_stored();
    for name in NAMES {
        let e = z.named(name);
        (e.method, e.lmethod) = (0x1c5d, 0x1c5d);
    }
    reads_as_before(z.bytes(), &[("method-unknown", ODD)]);
}

#[test]
fn unknown_method_in_both_headers_data_stored_compressed_size_lies() {
    let mut z = all_stored();
    for name in NAMES {
        let e = z.named(name);
        (e.method, e.lmethod, e.csize, e.lcsize) = (0x1c5d, 0x1c5d, e.size / 3, e.size / 3);
    }
    reads_as_before(z.bytes(), &[("method-unknown", ODD)]);
}

#[test]
fn unknown_method_in_both_headers_data_deflated() {
    patched(
        |z| {
            for name in [MANIFEST, DEX] {
                let e = z.named(name);
                (e.method, e.lmethod) = (0x1234, 0x1234);
            }
        },
        &[("method-unknown", ODD)],
    );
}

#[test]
fn stored_is_stated_data_deflated() {
    patched(|z| z.named(MANIFEST).method = 0, &[("local-method-differs", ODD), ("stored-sizes-differ", REFUSED)]);
}

#[test]
fn deflate_is_stated_data_stored() {
    patched(|z| z.named(ARSC).method = 8, &[("local-method-differs", ODD)]);
}

#[test]
fn encrypted_flag_in_both_headers() {
    patched(|z| (z.named(MANIFEST).flag, z.named(MANIFEST).lflag) = (1, 1), &[("encrypted-flag", ODD)]);
}

#[test]
fn encrypted_flag_in_one_header() {
    patched(|z| z.entries.iter_mut().for_each(|e| e.flag = 1), &[("encrypted-flag", ODD)]);
    patched(|z| z.entries.iter_mut().for_each(|e| e.lflag = 1), &[("encrypted-flag", ODD)]);
}

#[test]
fn local_name_differs() {
    patched(|z| z.named(MANIFEST).lname = b"AndroidManifest.xmX".to_vec(), &[("local-name-differs", REFUSED)]);
    patched(|z| z.named(MANIFEST).lname = b"short".to_vec(), &[("local-name-differs", REFUSED)]);
    patched(|z| z.named(ASSET).lname = b"other".to_vec(), &[("local-name-differs", ODD)]);
}

#[test]
fn local_sizes_lie() {
    patched(|z| (z.named(MANIFEST).lcsize, z.named(MANIFEST).lsize) = (0x7fff_ffff, 0x7fff_ffff), &[("local-sizes-differ", REFUSED)]);
    patched(|z| (z.named(MANIFEST).lcsize, z.named(MANIFEST).lsize) = (0, 0), &[("local-sizes-differ", REFUSED)]);
}

#[test]
fn central_size_of_two_gigabytes() {
    patched(|z| z.named(MANIFEST).size = 0x7fff_fff0, &[("local-sizes-differ", REFUSED), ("size-differs", REFUSED)]);
}

#[test]
fn central_compressed_size_lies() {
    let both = |z: &mut Zip, n: u32| (z.named(MANIFEST).csize, z.named(MANIFEST).lcsize) = (n, n);
    patched(|z| both(z, 7), &[]);
    patched(|z| both(z, 0x7fff_ffff), &[("size-beyond-file", REFUSED)]);
}

#[test]
fn directory_entry_of_the_same_name() {
    patched(|z| z.entries.push(stored("AndroidManifest.xml/", b"")), &[("directory-lookalike", ODD)]);
}

#[test]
fn duplicate_manifest_junk_first() {
    patched(|z| z.entries.insert(0, deflated(MANIFEST, b"not a manifest")), &[("duplicate-entry", REFUSED)]);
}

#[test]
fn duplicate_manifest_junk_last() {
    patched(|z| z.entries.push(deflated(MANIFEST, b"not a manifest")), &[("duplicate-entry", REFUSED)]);
}

#[test]
fn duplicates_are_all_kept_preferred_first() {
    let mut z = clean();
    z.entries.insert(0, deflated(DEX, b"junk"));
    z.entries.push(deflated(ASSET, b"second"));
    let package = open(z.bytes());
    let read = |name: &str| -> Vec<Vec<u8>> {
        let archive = &package.parts[0].archive;
        archive.entries_named(name).map(|e| archive.read(e, &mut Budget::default()).value).collect()
    };
    assert_eq!(read(DEX), [contents(DEX), b"junk".to_vec()]);
    assert_eq!(read(ASSET), [b"hello".to_vec(), b"second".to_vec()]);
    assert_eq!(package.parts[0].archive.entries().len(), 6);
}

#[test]
fn path_traversal_is_only_a_name() {
    for name in ["../../../../x", "assets/..\\..\\evil", "/abs.txt", "C:\\x.txt"] {
        patched(|z| z.entries.push(deflated(name, b"x")), &[("name-traversal", ODD)]);
    }
}

#[test]
fn very_long_names() {
    patched(|z| z.entries.push(deflated(format!("assets/{}x", "a/".repeat(1500)), b"x")), &[("name-long", ODD)]);
    patched(|z| z.entries.push(deflated(format!("assets/{}", "n".repeat(60_000)), b"x")), &[("name-long", ODD)]);
}

#[test]
fn name_that_is_not_utf8_or_has_a_nul() {
    patched(|z| z.entries.push(deflated(b"assets/\xff\xfe", b"x")), &[("name-invalid", REFUSED)]);
    patched(|z| z.entries.push(deflated(b"assets/\0nul", b"x")), &[("name-invalid", REFUSED)]);
}

#[test]
fn raw_bytes_decide_whether_names_are_equal() {
    // Both decode to the same replacement characters.
    patched(
        |z| {
            z.entries.push(deflated(b"assets/\xff", b"x"));
            z.entries.push(deflated(b"assets/\xfe", b"y"));
        },
        &[("name-invalid", REFUSED)],
    );
}

#[test]
fn broken_extra_fields() {
    patched(|z| z.named(MANIFEST).extra = vec![1, 0, 0xff, 0xff], &[("extra-field", ODD)]);
    patched(|z| z.named(MANIFEST).lextra = b"\xca\xfe\xff\xffzzzzzzz".to_vec(), &[]);
}

#[test]
fn local_extra_length_beyond_the_file() {
    patched(|z| z.named(MANIFEST).lextra_len = Some(0xffff), &[("local-extra-length", REFUSED)]);
}

#[test]
fn bytes_before_the_first_entry() {
    patched(|z| z.prefix = vec![b'J'; 3000], &[("leading-bytes", REFUSED)]);
}

#[test]
fn bytes_before_the_first_entry_offsets_relative() {
    patched(|z| (z.prefix, z.relative) = (vec![b'J'; 3000], true), &[("central-directory-offset", REFUSED), ("leading-bytes", REFUSED)]);
}

#[test]
fn dex_and_archive_at_once() {
    patched(|z| z.prefix = [&b"dex\n035\0"[..], &[7; 3000]].concat(), &[("dex-before-archive", REFUSED)]);
}

#[test]
fn bytes_between_entries() {
    patched(|z| z.named(MANIFEST).after = b"PK\x03\x04 and some junk".to_vec(), &[]);
}

#[test]
fn comment_length_lies() {
    let lie = |n: u16| clean().with_end(|e| e.comment_len = n);
    reads_as_before(lie(0xffff), &[("eocd-comment-length", REFUSED)]);
    reads_as_before(lie(1), &[("eocd-comment-length", REFUSED)]);
}

#[test]
fn longest_comment() {
    patched(|z| z.comment = vec![b'c'; 0xffff], &[]);
}

#[test]
fn trailing_junk() {
    patched(|z| z.trailing = vec![b'T'; 100], &[("trailing-bytes", REFUSED)]);
    patched(|z| z.trailing = vec![b'T'; 200_000], &[("trailing-bytes", REFUSED)]);
}

#[test]
fn second_end_record_inside_the_comment() {
    let fake = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    patched(|z| z.comment = fake, &[("eocd-several", REFUSED)]);
}

#[test]
fn comment_full_of_end_signatures() {
    patched(|z| z.comment = b"PK\x05\x06".repeat(400), &[("eocd-several", REFUSED)]);
}

#[test]
fn end_record_counts_too_few() {
    let mut z = clean();
    z.entries.push(deflated("assets/last", b"x"));
    reads_as_before(z.with_end(|e| e.count -= 1), &[("eocd-entry-count", ODD)]);
    reads_as_before(clean().with_end(|e| e.count = 1), &[("entry-beyond-count", REFUSED), ("eocd-entry-count", ODD)]);
}

#[test]
fn end_record_counts_too_many() {
    reads_as_before(clean().with_end(|e| e.count = 60_000), &[("eocd-entry-count", REFUSED)]);
}

#[test]
fn directory_size_lies() {
    reads_as_before(clean().with_end(|e| e.size = 0), &[("central-directory-size", REFUSED)]);
    reads_as_before(clean().with_end(|e| e.size += 1000), &[("central-directory-size", REFUSED)]);
    reads_as_before(clean().with_end(|e| e.size = u32::MAX), &[("central-directory-size", REFUSED)]);
}

#[test]
fn directory_offset_lies() {
    let odd = [("central-directory-offset", REFUSED), ("central-directory-size", REFUSED)];
    reads_as_before(clean().with_end(|e| e.offset = 0xffff_fff0), &odd);
    reads_as_before(clean().with_end(|e| e.offset = 3), &[("central-directory-offset", REFUSED)]);
}

#[test]
fn directory_size_and_offset_lie() {
    reads_as_before(clean().with_end(|e| (e.size, e.offset) = (3, 3)), &[("eocd-broken", REFUSED)]);
}

#[test]
fn disk_numbers_lie() {
    reads_as_before(clean().with_end(|e| (e.disk, e.directory_disk) = (0x1234, 0x4321)), &[("eocd-disk-number", ODD)]);
}

#[test]
fn gap_before_the_end_record() {
    patched(|z| z.after_directory = vec![b'G'; 5000], &[("central-directory-gap", ODD)]);
}

#[test]
fn junk_inside_the_directory() {
    let mut bytes = clean().bytes();
    let at = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes.splice(at..at, *b"junk");
    reads_as_before(bytes, &[("central-directory-broken", REFUSED), ("central-directory-size", REFUSED)]);
}

#[test]
fn wrong_checksum_keeps_the_contents() {
    patched(|z| (z.named(MANIFEST).crc, z.named(MANIFEST).lcrc) = (0xdead_beef, 0xdead_beef), &[("crc-wrong", ODD)]);
}

#[test]
fn data_descriptors_true_false_and_absent() {
    let flagged = |after: &'static [u8]| {
        patched(
            |z| {
                for e in &mut z.entries {
                    (e.flag, e.lflag, e.lcrc, e.lcsize, e.lsize, e.after) = (8, 8, 0, 0, 0, after.to_vec());
                }
            },
            &[],
        )
    };
    flagged(b"");
    flagged(b"PK\x07\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
}

#[test]
fn zip64_end_record() {
    patched(|z| z.zip64 = true, &[("zip64", ODD)]);
}

#[test]
fn zip64_extra_field() {
    patched(
        |z| {
            let e = z.named(MANIFEST);
            let (size, csize) = (u64::from(e.size), u64::from(e.csize));
            e.extra = [&[1u8, 0, 24, 0][..], &size.to_le_bytes(), &csize.to_le_bytes(), &0u64.to_le_bytes()].concat();
            (e.size, e.csize, e.offset) = (u32::MAX, u32::MAX, Some(u32::MAX));
        },
        &[],
    );
}

#[test]
fn more_entries_than_sixteen_bits_count() {
    let many = |z: &mut Zip| z.entries.extend((0..70_000).map(|i| stored(format!("assets/{i}"), b"")));
    patched(|z| (many(z), z.zip64 = true).1, &[("zip64", ODD)]);
    patched(many, &[]);
}

#[test]
fn offset_beyond_the_end_is_searched_by_name() {
    patched(|z| z.named(MANIFEST).offset = Some(0x7fff_ffff), &[("local-header-missing", REFUSED)]);
    patched(|z| z.named(DEX).offset = Some(9), &[("local-header-missing", REFUSED)]);
    patched(|z| z.named(ASSET).offset = Some(9), &[("local-header-missing", ODD)]);
}

#[test]
fn names_that_differ_in_case_only() {
    patched(|z| z.entries.push(deflated("androidmanifest.xml", b"junk")), &[("case-lookalike", ODD)]);
}

#[test]
fn symbolic_link() {
    patched(
        |z| {
            let mut link = stored("assets/link", b"/etc/passwd");
            (link.made_by, link.external) = (3, 0xa1ff_0000);
            z.entries.push(link);
        },
        &[("symlink", ODD)],
    );
}

#[test]
fn padding_that_zipalign_leaves_is_no_oddity() {
    patched(|z| (z.named(ARSC).lextra, z.named(ARSC).extra) = (vec![0; 3], vec![0; 3]), &[]);
}

#[test]
fn no_end_record() {
    let bytes = clean().bytes();
    reads_as_before(bytes[..bytes.len() - 22].to_vec(), &[("eocd-missing", REFUSED)]);
}

#[test]
fn no_central_directory() {
    let bytes = clean().bytes();
    let at = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let package = open(bytes[..at].to_vec());
    for name in NAMES {
        assert!(package.data(name) == contents(name), "contents of {name}");
    }
    assert_eq!(package.oddities(), [("eocd-missing".to_string(), REFUSED)]);
    assert_eq!(package.gaps.len(), 1, "what stands behind the cut is unknown");
}

#[test]
fn no_central_directory_and_no_sizes() {
    let mut z = clean();
    for e in &mut z.entries {
        (e.lflag, e.lcsize, e.lsize) = (8, 0, 0);
    }
    let bytes = z.bytes();
    let at = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let package = open(bytes[..at].to_vec());
    for name in [MANIFEST, DEX, ASSET] {
        assert!(package.data(name) == contents(name), "contents of {name}");
    }
}

#[test]
fn only_a_central_directory() {
    let bytes = clean().bytes();
    let at = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let package = open(bytes[at..].to_vec());
    let part = &package.parts[0];
    let read = part.read(part.entry(DEX).unwrap(), &mut Budget::default());
    assert_eq!((read.value.len(), read.gaps.len()), (0, 1));
    assert!(package.installable().why.iter().any(|w| w.starts_with("local-header-missing")));
}

#[test]
fn cut_deflate_stream_gives_what_is_there_and_a_gap() {
    let mut z = Zip::of(vec![deflated(MANIFEST, &contents(MANIFEST)), deflated(DEX, &contents(DEX))]);
    let dex = z.named(DEX);
    dex.raw.truncate(dex.raw.len() / 2);
    let package = open(z.bytes());
    let part = &package.parts[0];
    let read = part.read(part.entry(DEX).unwrap(), &mut Budget::default());
    assert!(read.value.len() > 1000 && contents(DEX).starts_with(&read.value));
    assert_eq!(read.gaps.len(), 1);
    assert_eq!(read.gaps[0].place, "base.apk!classes.dex");
    assert!(package.oddities().contains(&("contents-damaged".to_string(), REFUSED)));
}

#[test]
fn bomb_stops_at_the_budget() {
    let mut z = clean();
    z.entries.push(deflated("assets/bomb", &vec![0; 20 << 20]));
    let package = open(z.bytes());
    let part = &package.parts[0];
    let mut budget = Budget::default().with(Unit::Inflated, 1 << 20);
    let read = part.read(part.entry("assets/bomb").unwrap(), &mut budget);
    assert_eq!((read.value.len(), read.gaps.len(), budget.left(Unit::Inflated)), (1 << 20, 1, 0));
    let next = part.read(part.entry(DEX).unwrap(), &mut budget);
    assert_eq!((next.value.len(), next.gaps.len()), (0, 1));
}

#[test]
fn entries_that_share_contents_are_noted_and_counted_once_listed() {
    let mut z = clean();
    z.entries.push(deflated("assets/o0", &[0; 10_000]));
    for i in 1..1000 {
        let base = z.entries[4].clone();
        z.entries.push(Forged { name: format!("assets/o{i}").into_bytes(), share: Some(4), ..base });
    }
    let package = open(z.bytes());
    let all = package.all_anomalies();
    assert_eq!(all.iter().filter(|a| a.id == "shared-contents").count(), 1);
    assert_eq!(all.iter().filter(|a| a.id == "local-name-differs").count(), 21);
    assert_eq!(all.iter().find(|a| a.what.ends_with("more places of this oddity")).unwrap().what, "979 more places of this oddity");
}

#[test]
fn entries_beyond_the_budget_are_a_gap() {
    let mut budget = Budget::default().with(Unit::Entries, 2);
    let package = Package::from_bytes(clean().bytes(), "x.apk", &mut budget).unwrap();
    assert_eq!((package.parts[0].archive.entries().len(), package.gaps.len()), (2, 1));
}

#[test]
fn what_is_no_app_says_why() {
    let why = |bytes: &[u8]| match Package::from_bytes(bytes.to_vec(), "x.apk", &mut Budget::default()) {
        Err(ContainerError::NotAnApp { name, why }) => (name == "x.apk").then_some(why).unwrap(),
        _ => panic!("taken for an app"),
    };
    assert_eq!(why(b""), "the file is empty");
    assert!(why(b"dex\n035\0................").contains("bare DEX"));
    assert!(why(b"\x1f\x8b\x08 gzip").contains("gzip"));
    for junk in [
        &b"P"[..],
        b"PK\x03\x04",
        b"hello\n",
        b"GIF89a",
        &[0; 100_000],
        &b"PK\x05\x06".repeat(16_384),
        &[&b"PK\x05\x06"[..], &[0; 18]].concat(),
    ] {
        assert!(why(junk).contains("no ZIP archive"), "{junk:?}");
    }
    assert!(
        why(&Zip::of(vec![deflated("org/x/A.class", b"x"), deflated("META-INF/MANIFEST.MF", b"x")]).bytes())
            .contains("without AndroidManifest.xml")
    );
}

#[test]
fn code_without_a_manifest_is_readable_with_a_gap() {
    let package = open(Zip::of(vec![deflated(DEX, &contents(DEX))]).bytes());
    assert!(package.data(DEX) == contents(DEX));
    assert_eq!(package.gaps.len(), 1);
}
