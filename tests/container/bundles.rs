//! Files and directories that hold an app in several parts.

use apksweep::budget::{Budget, Unit};
use apksweep::container::{ContainerError, Package, PackageKind};

use crate::forge::*;
use crate::signing::{block, certificate, v2_value};

fn apk(cn: &str) -> Vec<u8> {
    let mut z = clean();
    z.before_directory = block(&[(0x7109_871a, v2_value(&certificate(cn)))]);
    z.bytes()
}

fn opened(entries: Vec<Forged>) -> Package {
    Package::from_bytes(Zip::of(entries).bytes(), "x.zip", &mut Budget::default()).unwrap()
}

fn parts(package: &Package) -> Vec<&str> {
    package.parts.iter().map(|p| p.name.as_str()).collect()
}

#[track_caller]
fn all_readable(package: &Package) {
    for part in &package.parts {
        for name in NAMES {
            assert!(part.read(part.entry(name).unwrap(), &mut Budget::default()).value == contents(name), "{} {name}", part.name);
        }
    }
}

#[test]
fn apks_takes_the_splits_base_first() {
    let p = opened(vec![
        stored("splits/base-xxhdpi.apk", &apk("T")),
        deflated("splits/base-master.apk", &apk("T")),
        stored("splits/base-master_2.apk", &apk("T")),
        stored("splits/shop-master.apk", &apk("T")),
        stored("standalones/standalone.apk", &apk("T")),
        deflated("toc.pb", b"x"),
    ]);
    assert_eq!(p.kind, PackageKind::Apks);
    assert_eq!(parts(&p), ["splits/base-master.apk", "splits/base-xxhdpi.apk", "splits/shop-master.apk"]);
    assert_eq!(p.gaps.len(), 1, "the variant is named as not read");
    all_readable(&p);
    assert_eq!(p.signers.len(), 1);
    assert_eq!(p.anomalies, vec![]);
}

#[test]
fn apks_of_standalones_takes_one() {
    let p = opened(vec![
        stored("standalones/standalone-b.apk", &apk("T")),
        stored("standalones/standalone-a.apk", &apk("T")),
        deflated("toc.pb", b"x"),
    ]);
    assert_eq!(parts(&p), ["standalones/standalone-a.apk"]);
}

#[test]
fn xapk_names_its_base() {
    let json =
        br#"{"package_name":"com.x","split_apks":[{"file":"config.arm64_v8a.apk","id":"config.arm64_v8a"},{"file":"zz.apk","id":"base"}]}"#;
    let p = opened(vec![
        stored("config.arm64_v8a.apk", &apk("T")),
        stored("zz.apk", &apk("T")),
        deflated("manifest.json", json),
        stored("Android/obb/com.x/main.obb", b"x"),
    ]);
    assert_eq!(p.kind, PackageKind::Xapk);
    assert_eq!(parts(&p), ["zz.apk", "config.arm64_v8a.apk"]);
    assert_eq!(p.gaps[0].place, "x.zip!Android/obb/com.x/main.obb");
    all_readable(&p);
}

#[test]
fn apkm_has_an_info_file() {
    let p = opened(vec![stored("split_config.de.apk", &apk("T")), stored("base.apk", &apk("T")), deflated("info.json", b"{}")]);
    assert_eq!(p.kind, PackageKind::Apkm);
    assert_eq!(parts(&p), ["base.apk", "split_config.de.apk"]);
}

#[test]
fn split_of_another_signer() {
    let p = opened(vec![stored("base.apk", &apk("A")), stored("split_config.de.apk", &apk("B"))]);
    let differ: Vec<_> = p.anomalies.iter().map(|a| (a.id.as_str(), a.place.as_str(), a.refused)).collect();
    assert_eq!(differ, [("signers-differ", "split_config.de.apk", true)]);
    assert_eq!(p.signers[0].subject, "CN=A, C=CN");
}

#[test]
fn oddities_of_the_outer_file_refuse_nothing() {
    let mut z = Zip::of(vec![stored("base.apk", &apk("T")), deflated("info.json", b"{}")]);
    z.prefix = vec![b'J'; 10];
    let p = Package::from_bytes(z.bytes(), "x.apkm", &mut Budget::default()).unwrap();
    let odd: Vec<_> = p.anomalies.iter().map(|a| (a.id.as_str(), a.place.as_str(), a.refused)).collect();
    assert_eq!(odd, [("leading-bytes", "x.apkm", false)]);
    assert_eq!(p.installable().why, Vec::<String>::new());
}

#[test]
fn inner_apks_that_are_none_are_gaps() {
    let p = opened(vec![stored("base.apk", &apk("A")), stored("split_x.apk", b"junk")]);
    assert_eq!(parts(&p), ["base.apk"]);
    assert_eq!(p.gaps[0].place, "x.zip!split_x.apk");
    let none = Package::from_bytes(Zip::of(vec![stored("a.apk", b"junk")]).bytes(), "x.zip", &mut Budget::default());
    assert!(matches!(none, Err(ContainerError::NotAnApp { .. })));
}

#[test]
fn inner_bomb_is_held_by_the_budget() {
    let z = Zip::of(vec![stored("base.apk", &apk("A")), deflated("split_bomb.apk", &vec![0; 8 << 20])]);
    let mut budget = Budget::default().with(Unit::Inflated, 1 << 20);
    let p = Package::from_bytes(z.bytes(), "x.zip", &mut budget).unwrap();
    assert_eq!(parts(&p), ["base.apk"]);
    assert!(p.gaps.iter().any(|g| g.what.contains("budget")));
}

#[test]
fn aab_gives_a_part_a_module() {
    let p = opened(vec![
        deflated("BundleConfig.pb", b"x"),
        deflated("shop/manifest/AndroidManifest.xml", b"shop"),
        deflated("shop/dex/classes.dex", &contents(DEX)),
        deflated("base/manifest/AndroidManifest.xml", b"base"),
        deflated("base/assets/a.txt", b"hello"),
    ]);
    assert_eq!(p.kind, PackageKind::Aab);
    assert_eq!(parts(&p), ["base", "shop"]);
    let names = |i: usize| p.parts[i].archive.entries().iter().map(|e| e.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names(0), ["manifest/AndroidManifest.xml", "assets/a.txt"]);
    assert_eq!(names(1), ["manifest/AndroidManifest.xml", "dex/classes.dex"]);
    let shop = &p.parts[1];
    assert!(shop.read(shop.entry("dex/classes.dex").unwrap(), &mut Budget::default()).value == contents(DEX));
    assert_eq!(p.gaps, vec![]);
}

#[test]
fn directory_of_splits() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("app");
    std::fs::create_dir_all(folder.join("inner")).unwrap();
    for (name, bytes) in [("split_config.de.apk", apk("T")), ("base.apk", apk("T")), ("note.txt", vec![]), ("inner/other.apk", apk("T"))] {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let p = Package::open(&folder, &mut Budget::default()).unwrap();
    assert_eq!((p.kind, p.name.as_str()), (PackageKind::Directory, "app"));
    assert_eq!(parts(&p), ["base.apk", "split_config.de.apk"]);
    assert_eq!(p.bytes, 2 * apk("T").len() as u64);
    all_readable(&p);
    let empty = dir.path().join("empty.apk");
    std::fs::create_dir(&empty).unwrap();
    assert!(matches!(Package::open(&empty, &mut Budget::default()), Err(ContainerError::NotAnApp { .. })));
    assert!(matches!(Package::open(&dir.path().join("absent.apk"), &mut Budget::default()), Err(ContainerError::Io { .. })));
}

#[test]
fn a_file_on_disk_reads_like_bytes_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.apk");
    std::fs::write(&path, apk("T")).unwrap();
    let p = Package::open(&path, &mut Budget::default()).unwrap();
    assert_eq!((p.kind, p.name.as_str(), p.sha256), (PackageKind::Apk, "x.apk", apksweep::bytes::sha256_hex(&apk("T"))));
    assert_eq!(p.parts[0].name, "base.apk");
}
