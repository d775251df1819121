//! One bench a floor, on the apps of the corpus taken together and on a big app made up here, with the physical floor beside them: what
//! inflating the DEX files alone costs. `cargo bench`; `cargo bench -- callgraph` for one.
//!
//! `APKSWEEP_HUGE_APK=/tmp/huge.apk cargo bench` only writes the app of 300 MB with 100 MB of DEX that docs/measured.md speaks of.

mod synthetic;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use apksweep::app::App;
use apksweep::budget::Budget;
use apksweep::callgraph::{CallGraph, Reach, entries, reflect};
use apksweep::container::Package;
use apksweep::detect;
use apksweep::document::Document;
use apksweep::format::dex::{Instructions, open};
use apksweep::knowledge::Knowledge;
use apksweep::policy::{self, Lexicon};
use apksweep::program::{Constants, Program, build::Source};
use apksweep::{Input, Options, check};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

/// Apps as bytes, with what each is called.
struct Apps {
    packages: Vec<(String, Vec<u8>)>,
    policies: Vec<(String, Vec<u8>)>,
}

fn corpus() -> &'static Apps {
    static APPS: OnceLock<Apps> = OnceLock::new();
    APPS.get_or_init(|| {
        let apps = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/apps");
        let mut files: Vec<PathBuf> = std::fs::read_dir(apps)
            .expect("the corpus")
            .flat_map(|app| std::fs::read_dir(app.expect("an app").path()).expect("a folder").map(|f| f.expect("a file").path()))
            .collect();
        files.sort();
        let stem = |f: &&PathBuf, wanted: &str| f.file_stem().is_some_and(|s| s == wanted) && f.is_file();
        let read = |wanted: &str| -> Vec<(String, Vec<u8>)> {
            let of = files.iter().filter(|f| stem(f, wanted));
            of.map(|f| (f.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(f).expect("a file"))).collect()
        };
        Apps { packages: read("app"), policies: read("policy") }
    })
}

fn made(size: synthetic::Size) -> Vec<u8> {
    let (name, base) = corpus().packages.iter().find(|(name, _)| name.ends_with(".apk")).expect("an app");
    let package = Package::from_bytes(base.clone(), name, &mut Budget::default()).expect("an app");
    let manifest = App::load(&package, &mut Budget::default()).value.manifest;
    let launcher = manifest.launchers().next().expect("a launcher").target.clone();
    synthetic::apk(size, base, &launcher)
}

fn big() -> &'static Apps {
    static APPS: OnceLock<Apps> = OnceLock::new();
    APPS.get_or_init(|| Apps { packages: vec![("big.apk".into(), made(synthetic::BIG))], policies: Vec::new() })
}

const INPUTS: [&str; 2] = ["corpus", "big"];

fn apps(input: &str) -> &'static Apps {
    if input == "big" { big() } else { corpus() }
}

fn packages(input: &str) -> Vec<Package> {
    apps(input).packages.iter().map(|(n, b)| Package::from_bytes(b.clone(), n, &mut Budget::default()).expect("an app")).collect()
}

fn loaded(input: &str) -> Vec<(Package, App)> {
    packages(input)
        .into_iter()
        .map(|p| {
            let app = App::load(&p, &mut Budget::default()).value;
            (p, app)
        })
        .collect()
}

/// All DEX bytes of an input: what throughput is counted in.
fn dex_bytes(apps: &[(Package, App)]) -> BytesCount {
    BytesCount::new(apps.iter().flat_map(|(_, a)| &a.dex).map(|d| d.bytes.len()).sum::<usize>())
}

fn sources(app: &App) -> Vec<Source<'_>> {
    app.dex.iter().map(|d| Source { path: &d.path, name: &d.name, bytes: &d.bytes }).collect()
}

/// The physical floor: the DEX files inflated into memory, and nothing else.
#[divan::bench(args = INPUTS)]
fn a_inflate_alone(bencher: Bencher, input: &str) {
    let streams: Vec<Vec<u8>> = loaded(input)
        .iter()
        .flat_map(|(_, a)| &a.dex)
        .map(|d| {
            let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
            std::io::Write::write_all(&mut encoder, &d.bytes).expect("memory");
            encoder.finish().expect("memory")
        })
        .collect();
    bencher.counter(dex_bytes(&loaded(input))).bench(|| {
        for stream in &streams {
            let mut out = Vec::new();
            std::io::copy(&mut flate2::read::DeflateDecoder::new(&stream[..]), &mut out).expect("a stream");
            black_box(out);
        }
    });
}

#[divan::bench(args = INPUTS)]
fn b_container(bencher: Bencher, input: &str) {
    let total: usize = apps(input).packages.iter().map(|(_, b)| b.len()).sum();
    bencher.counter(BytesCount::new(total)).bench(|| packages(input));
}

#[divan::bench(args = INPUTS)]
fn c_app(bencher: Bencher, input: &str) {
    let packages = packages(input);
    bencher.counter(dex_bytes(&loaded(input))).bench(|| {
        for p in &packages {
            black_box(App::load(p, &mut Budget::default()));
        }
    });
}

#[divan::bench(args = INPUTS)]
fn d_dex_instructions(bencher: Bencher, input: &str) {
    let apps = loaded(input);
    bencher.counter(dex_bytes(&apps)).bench(|| {
        let mut count = 0u64;
        for dex in apps.iter().flat_map(|(_, a)| &a.dex) {
            for file in open(&dex.bytes).expect("DEX").files {
                for class in (0..file.classes.len).filter_map(|i| file.class(i)) {
                    for code in class.members(&file).filter_map(|m| file.code(m.code)) {
                        count += Instructions::new(code.insns).count() as u64;
                    }
                }
            }
        }
        count
    });
}

#[divan::bench(args = INPUTS)]
fn e_program(bencher: Bencher, input: &str) {
    let apps = loaded(input);
    bencher.counter(dex_bytes(&apps)).bench(|| {
        for (_, app) in &apps {
            black_box(Program::build(&sources(app), &mut Budget::default()));
        }
    });
}

#[divan::bench(args = INPUTS)]
fn f_callgraph(bencher: Bencher, input: &str) {
    let apps = loaded(input);
    let programs: Vec<(&App, Program)> = apps.iter().map(|(_, a)| (a, Program::build(&sources(a), &mut Budget::default()).value)).collect();
    bencher.counter(dex_bytes(&apps)).bench_local(|| {
        for (app, program) in &programs {
            let constants = Constants::new(program);
            let graph = CallGraph::build(program, &constants, &Default::default(), &reflect::calls(program, &constants));
            black_box(Reach::walk(program, &graph, &entries(app, program), &Default::default()));
        }
    });
}

/// Everything that an app does, call graph and walks included, data not followed.
#[divan::bench(args = INPUTS)]
fn g_detect(bencher: Bencher, input: &str) {
    let knowledge = Knowledge::builtin();
    let apps = loaded(input);
    let programs: Vec<(&Package, &App, Program)> =
        apps.iter().map(|(p, a)| (p, a, Program::build(&sources(a), &mut Budget::default()).value)).collect();
    bencher.counter(dex_bytes(&apps)).bench_local(|| {
        for (package, app, program) in &programs {
            black_box(detect::observe(package, app, program, Vec::new(), knowledge, None, &mut Budget::default()));
        }
    });
}

#[divan::bench]
fn h_document(bencher: Bencher) {
    let policies = &corpus().policies;
    bencher.counter(BytesCount::new(policies.iter().map(|p| p.1.len()).sum::<usize>())).bench(|| {
        for (name, bytes) in policies {
            black_box(Document::read(name, bytes, &mut Budget::default()).expect("a policy"));
        }
    });
}

#[divan::bench]
fn i_policy(bencher: Bencher) {
    let lexicon = Lexicon::new(Knowledge::builtin());
    let policies = &corpus().policies;
    let documents: Vec<Document> =
        policies.iter().map(|(name, bytes)| Document::read(name, bytes, &mut Budget::default()).expect("a policy").value).collect();
    bencher.counter(BytesCount::new(policies.iter().map(|p| p.1.len()).sum::<usize>())).bench(|| {
        for document in &documents {
            black_box(policy::read(document, 0, &lexicon));
        }
    });
}

/// One page of 20 MB: paragraphs, lists and tables of text like a policy's.
fn page_of_20_mb() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| {
        let mut page = String::from("<html><body><h1>隐私政策</h1>");
        for n in 0.. {
            if page.len() >= 20 << 20 {
                break;
            }
            page.push_str(&format!(
                "<h2>{n} 我们收集的信息</h2><p>当您注册账号时，我们会收集您的手机号码和第{n}号设备的识别码，用于登录。我们不会读取您的通讯录。</p>\
                 <ul><li>IP address and device model</li><li>our partner {n}</li></ul>\
                 <table><tr><th>SDK名称</th><th>目的</th><th>收集信息</th></tr><tr><td>甲{n}SDK</td><td>推送</td><td>IMEI、MAC地址</td></tr></table>"
            ));
        }
        page
    })
}

/// The physical floor of the next: its bytes looked at once, for UTF-8.
#[divan::bench(sample_count = 10)]
fn k_page_of_20_mb_alone(bencher: Bencher) {
    let page = page_of_20_mb().as_bytes();
    bencher.counter(BytesCount::new(page.len())).bench(|| black_box(std::str::from_utf8(black_box(page))).is_ok());
}

/// A page of 20 MB read and understood: 2 seconds and 200 MB of memory are its limits.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn l_page_of_20_mb(bencher: Bencher) {
    let lexicon = Lexicon::builtin();
    let page = page_of_20_mb();
    bencher.counter(BytesCount::new(page.len())).bench(|| {
        let document = Document::read("page.html", page.as_bytes(), &mut Budget::default()).expect("a page").value;
        black_box(policy::read(&document, 0, &lexicon))
    });
}

/// From files to reports, without policies.
#[divan::bench(args = INPUTS)]
fn j_check(bencher: Bencher, input: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let knowledge = Knowledge::builtin();
    let inputs: Vec<Input> = apps(input)
        .packages
        .iter()
        .enumerate()
        .map(|(i, (name, bytes))| {
            let app = folder.path().join(format!("{i}-{name}"));
            std::fs::write(&app, bytes).expect("a temporary file");
            Input { app, ..Input::default() }
        })
        .collect();
    bencher.counter(dex_bytes(&loaded(input))).bench(|| {
        for input in &inputs {
            black_box(check(input, knowledge, &Options::default()).expect("a report"));
        }
    });
}

fn main() {
    if let Some(file) = std::env::var_os("APKSWEEP_HUGE_APK") {
        std::fs::write(&file, made(synthetic::HUGE)).expect("the file asked for");
        return;
    }
    divan::main();
}
