//! The built-in set: counts, cases, and that the packed blob is the folder.

use std::path::{Path, PathBuf};

use super::lint;
use super::read::digest;
use super::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("signatures")
}

fn source_files() -> Vec<SourceFile> {
    files(&folder()).expect("the folder reads")
}

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.into(), text: text.into() }
}

#[test]
fn blob_equals_folder() {
    let packed = Knowledge::builtin();
    let read = Knowledge::load(&folder()).expect("the folder loads");
    assert_eq!(packed.digest, read.digest);
    assert_eq!(format!("{packed:?}"), format!("{read:?}"));
}

#[test]
fn no_problems() {
    let files = source_files();
    let mut whole = assemble(&files).expect("the set");
    whole.join(assemble_odbl(&files).expect("the share-alike set"));
    let problems = lint::check(&whole, &files);
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(shown.is_empty(), "{} problems\n{}", shown.len(), shown.join("\n"));
}

#[test]
fn counts() {
    let k = Knowledge::builtin();
    let level = |l: &str| k.data_types.iter().filter(|t| t.level == l).count();
    assert_eq!((level("leaf"), level("inner")), (37, 11));
    assert!(level("finer") >= 40);
    assert!(k.apis.len() >= 345);
    assert_eq!(k.law("cn-method-2019").map(|l| l.article.len()), Some(31));
    assert_eq!(k.categories.iter().filter(|c| c.number.is_some()).count(), 39);
    assert_eq!(k.categories.iter().filter(|c| c.number.is_some() && c.none).count(), 13);
}

#[test]
fn every_row_of_the_facts_is_there() {
    let k = Knowledge::builtin();
    for number in 1..=345 {
        assert!(k.api(&format!("API{number:03}")).is_some(), "API{number:03}");
    }
    for number in 1..=29 {
        let id = format!("GATE{number:02}");
        assert!(k.consent.iter().any(|s| s.id == id), "{id}");
    }
    for code in ["LIM-01", "LIM-09", "POL-13", "PHE-02", "DIS-10"] {
        assert!(k.code(code).is_some(), "{code}");
    }
    assert!(k.permissions.len() >= 100 && k.packers.len() >= 80 && k.sdks.len() >= 400);
}

/// Facts that detection rests on, looked up the way it looks them up.
#[test]
fn owners() {
    let k = Knowledge::builtin();
    let index = SdkIndex::new(&k.sdks);
    for (class, expected) in [
        ("com.umeng.analytics.MobclickAgent", Some(("umeng-analytics", false))),
        ("com.umeng.message.PushAgent", Some(("umeng-push", false))),
        ("com.umengx.Foo", None),
        ("com.facebook.shimmer.ShimmerFrameLayout", Some(("facebook-shimmer", false))),
        ("com.facebook.FacebookSdk", Some(("facebook-core", false))),
        ("com.facebook.unknown.A", None),
        ("com.google.android.gms.ads.AdView", Some(("google-admob", false))),
        ("com.google.android.gms.ads.identifier.AdvertisingIdClient", Some(("google-advertising-id", false))),
        ("com.google.android.gms.internal.zzabc", Some(("google-gms-base", true))),
        ("com.mob.unknown.A", Some(("mobtech-core", true))),
        ("androidx.core.content.ContextCompat", Some(("androidx", false))),
        ("androidx.media3.exoplayer.ExoPlayer", Some(("exoplayer", false))),
        ("okhttp3.OkHttpClient", Some(("okhttp", false))),
    ] {
        let found = index.owner_of_class(class).one().map(|m| (m.sdk.id.as_str(), m.broad));
        assert_eq!(found, expected, "{class}");
    }
    assert_eq!(index.by_meta_data("UMENG_APPKEY").iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["umeng-analytics"]);
    assert!(index.by_native("libjiagu.so").iter().any(|s| s.id == "qihoo-jiagu"));
    assert!(k.sdk("facebook-shimmer").is_some_and(|s| s.role == "library"));
}

/// `cargo test --lib knowledge::tests::cost -- --ignored --nocapture` prints what opening the built-in set costs.
#[test]
#[ignore = "prints figures, checks nothing"]
fn cost() {
    let resident = || {
        let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        pages.split(' ').nth(1).and_then(|p| p.parse::<u64>().ok()).unwrap_or(0) * 4
    };
    let before = resident();
    let start = std::time::Instant::now();
    let k = Knowledge::builtin();
    let decoded = start.elapsed();
    let index = SdkIndex::new(&k.sdks);
    let indexed = start.elapsed() - decoded;
    let kept = resident() - before;
    println!("decode {decoded:?}, index {indexed:?}, {kept} kB, {} SDKs", k.sdks.len());
    assert!(index.owner_of_class("x").one().is_none());
}

#[test]
fn look_ups() {
    let k = Knowledge::builtin();
    let (law, article) = k.law_article("cn-method-2019#M2.1").expect("there");
    assert_eq!((law.id.as_str(), article.id.as_str()), ("cn-method-2019", "M2.1"));
    assert!(k.law_article("cn-method-2019#M9.9").is_none());
    assert!(k.code("DIS-01").is_some() && k.code("LIM-10").is_some() && k.category("utility").is_some());
}

#[test]
fn ontology() {
    let k = Knowledge::builtin();
    let o = Ontology::new(&k.data_types);
    let ids = |v: Vec<&DataType>| v.iter().map(|t| t.id.clone()).collect::<Vec<_>>();
    assert_eq!(o.leaf_of("device-id/imei").map(|t| t.id.as_str()), Some("device-id"));
    assert_eq!(o.leaf_of("android-id").map(|t| t.id.as_str()), Some("android-id"));
    assert!(o.leaf_of("device-data").is_none());
    assert_eq!(ids(o.ancestors("device-id/imei")), ["device-id", "device-identifiers", "device-data", "personal-information"]);
    assert!(o.is_ancestor("device-data", "android-id") && !o.is_ancestor("android-id", "device-data"));
    assert_eq!(ids(o.satisfied_by("location-coarse")), ["location-coarse", "location-precise"]);
    assert_eq!(o.kind("location"), Some(Level::Inner));
}

#[test]
fn errors_name_file_line_and_key() {
    let cases = [
        ("sdk/a.toml", "id = \"a\"\nstatus = \"draft\"\nbroken = 1\n", "sdk/a.toml:3: unknown field `broken`"),
        ("sdk/a.toml", "status = \"draft\"\n\nid = \"b\"\n", "missing field"),
        ("code/X.toml", "id = \"X\"\nstatus = \"sure\"\n", "code/X.toml:2: unknown variant `sure`"),
        (
            "code/X.toml",
            "id = \"X\"\nstatus = \"draft\"\nsource = \"s\"\nname = { zh = \"\", en = \"\", de = \"\" }\nlevel = \"decidable\"\n",
            "code/X.toml:4: unknown field `de`",
        ),
        (
            "code/X.toml",
            "\nid = \"Y\"\nstatus = \"draft\"\nsource = \"s\"\nname = { zh = \"\", en = \"\" }\nlevel = \"decidable\"\n",
            "code/X.toml:2: id is `Y`, by its path it must be `X`",
        ),
        ("odd/X.toml", "", "odd/X.toml: unknown folder `odd`"),
        ("code/X.txt", "", "code/X.txt: not a .toml file"),
        ("VERSION", "date = \"tomorrow\"", "VERSION:1: `tomorrow` is not a date"),
    ];
    for (path, text, expected) in cases {
        let e = assemble(&[file(path, text)]).expect_err(path).to_string();
        assert!(e.contains(expected), "{path}: {e}");
    }
    let e = assemble(&[]).expect_err("no version").to_string();
    assert!(e.starts_with("VERSION: missing"), "{e}");
}

#[test]
fn the_share_alike_set_stays_apart() {
    let files = source_files();
    let own = assemble(&files).expect("the set");
    let more = assemble_odbl(&files).expect("the share-alike set");
    assert!(own.sdks.len() >= 800 && own.sdks.iter().filter(|s| s.role == "sdk").count() >= 400, "{}", own.sdks.len());
    assert!(more.sdks.len() >= 400, "{}", more.sdks.len());
    assert!(more.sdks.iter().all(|s| s.source.ends_with("under ODbL 1.0") && s.status == Status::Draft));
    let without: Vec<SourceFile> = files.into_iter().filter(|f| !f.path.starts_with("sdk-odbl/")).collect();
    assert_eq!(assemble(&without).expect("the set").digest, own.digest);
    assert_eq!(Knowledge::builtin().odbl.is_empty(), !cfg!(feature = "odbl"));
}

#[test]
fn digest_depends_on_names_and_contents() {
    let one = digest([&file("a", "b")]);
    assert_ne!(one, digest([&file("ab", "")]));
    assert_ne!(one, digest([&file("a", "c")]));
    assert!(one.starts_with("sha256:") && one.len() == 71);
}

fn sdk(id: &str, packages: &[&str], broad: &[&str]) -> Sdk {
    let list = |x: &[&str]| format!("{x:?}");
    let text = format!(
        "id = \"{id}\"\nstatus = \"draft\"\nsource = \"test\"\nname = {{ zh = \"\", en = \"{id}\" }}\nrole = \"sdk\"\npackages = {}\nbroad_packages = {}\nnative = [\"lib{id}*.so\"]\nhosts = [\"{id}.com\"]\n",
        list(packages),
        list(broad)
    );
    toml::from_str(&text).expect("well-formed")
}

#[test]
fn longest_prefix_wins_at_labels() {
    let sdks = [
        sdk("a", &["com.x"], &[]),
        sdk("b", &["com.x.y"], &["com.z"]),
        sdk("c", &["com.z"], &["com.w"]),
        sdk("d", &["com.x.y.q"], &["com.w"]),
    ];
    let index = SdkIndex::new(&sdks);
    let owner = |class: &str| match index.owner_of_class(class) {
        Claim::Nobody => "-".to_owned(),
        Claim::One(m) => format!("{}{}", m.sdk.id, if m.broad { " broad" } else { "" }),
        Claim::Ambiguous(all) => all.iter().map(|m| m.sdk.id.as_str()).collect::<Vec<_>>().join("|"),
    };
    for (class, expected) in [
        ("com.x.A", "a"),
        ("com.x.y.A", "b"),
        ("com.x.yy.A", "a"),
        ("com.xx.A", "-"),
        ("com.x.y.q.A$B", "d"),
        ("com.z.A", "c"),
        ("com.w.A", "c|d"),
        ("com", "-"),
        ("", "-"),
    ] {
        assert_eq!(owner(class), expected, "{class}");
    }
    assert_eq!(index.owner_of_descriptor("Lcom/x/y/A;").one().map(|m| m.sdk.id.as_str()), Some("b"));
    assert_eq!(index.by_native("liba-v7.so").len(), 1);
    assert!(index.by_native("libz.so").is_empty());
    assert_eq!(index.by_host("api.A.com").len(), 1);
    assert!(index.by_host("ba.com").is_empty());
}

#[test]
fn wildcards() {
    use super::sdk_index::wildcard;
    for (pattern, text, expected) in [
        ("lib*.so", "libx.so", true),
        ("lib*.so", "libx.soo", false),
        ("libx.so", "libx.so", true),
        ("*", "", true),
        ("a*b*c", "aXbYc", true),
        ("a*b*c", "acb", false),
        ("ab*ba", "aba", false),
    ] {
        assert_eq!(wildcard(pattern, text), expected, "{pattern} {text}");
    }
}

#[test]
fn lint_names_both_claimants() {
    let text = |id: &str| {
        format!(
            "id = \"{id}\"\nstatus = \"draft\"\nsource = \"test\"\nname = {{ zh = \"\", en = \"\" }}\nrole = \"sdk\"\ncategories = [\"puhs\"]\npackages = [\"com.x\"]\nversion = [\"acme\"]\nstates = [\"nothing\"]\n[[case]]\nclass = \"com.x.A\"\nmatches = true\n[[case]]\nclass = \"com.xx.A\"\nmatches = false\n"
        )
    };
    let files = [file("VERSION", "date = \"2026-01-01\""), file("sdk/a.toml", &text("a")), file("sdk/b.toml", &text("b"))];
    let set = assemble(&files).expect("well-formed");
    let shown: Vec<String> = lint::check(&set, &files).iter().map(ToString::to_string).collect();
    for expected in [
        "sdk/b.toml: package `com.x` is claimed by `a` and `b`",
        "sdk/a.toml: case `com.x.A` must be `a`, claimed by a, b",
        "sdk/a.toml: unknown data type `nothing`",
        "sdk/a.toml: source and a name, Chinese or English, must be filled in",
    ] {
        assert!(shown.iter().any(|s| s == expected), "{expected} not in {shown:#?}");
    }
    for begun in
        ["sdk/a.toml: categories is `puhs`, must be one of advertising,", "sdk/a.toml: malformed version `acme`: `Lclass;->FIELD`,"]
    {
        assert!(shown.iter().any(|s| s.starts_with(begun)), "{begun} not in {shown:#?}");
    }
}

#[test]
fn a_file_without_a_source_is_told() {
    for kind in ["data", "packer", "phrase", "rule"] {
        let path = format!("{kind}/x.toml");
        let files = [file("VERSION", "date = \"2026-01-01\""), file(&path, &lint::template(kind, "x").expect(kind))];
        let shown: Vec<String> = lint::check(&assemble(&files).expect(kind), &files).iter().map(ToString::to_string).collect();
        assert!(shown.iter().any(|s| s.starts_with(&format!("{path}: source must be filled in"))), "{shown:#?}");
    }
}

#[test]
fn templates_load() {
    let id = "x";
    for kind in ["data", "api", "permission", "sdk", "consent", "packer", "category", "law", "code", "rule", "phrase", "store"] {
        let text = lint::template(kind, id).expect(kind);
        let files = [file("VERSION", "date = \"2026-01-01\""), file(&format!("{kind}/x.toml"), &text)];
        assemble(&files).unwrap_or_else(|e| panic!("{e}\n{text}"));
    }
    assert!(lint::template("nothing", id).is_none());
}

#[test]
fn a_package_may_be_written_as_an_import() {
    let jobs = Knowledge::builtin().permission("android.permission.RECEIVE_BOOT_COMPLETED").expect("a permission of the set");
    assert!(jobs.used_by.contains(&["Landroidx", "work", ""].join("/")), "{:?}", jobs.used_by);
    assert!(jobs.used_by.iter().all(|s| !s.ends_with(".*")), "{:?}", jobs.used_by);
}
