use super::*;
use crate::campaign::dossier::{by_app, dossier};
use crate::campaign::notice::{Draft, notice};
use crate::campaign::order::order;
use crate::campaign::select::{Choice, Why, select};
use crate::campaign::statistics::Statistics;
use crate::detect::{SdkConfidence, Tri};
use crate::knowledge::Knowledge;
use crate::paper::{Block, Form, Paper, draft_mark};
use crate::words::Lang;

const STYLES: [&str; 5] = ["miit", "cverc", "mps", "cac", "gpen"];

/// Everything readable of a paper, cells apart by bars.
fn text(p: &Paper) -> String {
    let mut out = vec![p.title.clone()];
    out.extend(p.subtitle.clone());
    for b in &p.blocks {
        match b {
            Block::Heading(_, t) | Block::Text(t) | Block::Address(t) => out.push(t.clone()),
            Block::Table(t) => out.extend(t.rows.iter().map(|r| r.join(" | "))),
            Block::Bars(b) => out.extend(b.bars.iter().map(|b| b.label.clone())),
            Block::Signature(lines) => out.extend(lines.clone()),
        }
    }
    out.join("\n")
}

struct World {
    records: Vec<Record>,
    review: Option<Review>,
    charter: Charter,
    choice: Choice,
    lang: Lang,
}

impl World {
    fn new(codes: &[&str]) -> World {
        let record = record();
        let review = Some(confirmed(&record, codes));
        World { records: vec![record], review, charter: charter(), choice: Choice::default(), lang: Lang::Zh }
    }

    fn with<T>(&self, style: &str, f: impl FnOnce(&Draft) -> T) -> T {
        let knowledge = Knowledge::builtin();
        f(&Draft {
            records: &self.records,
            review: self.review.as_ref(),
            charter: &self.charter,
            style: knowledge.notice(style).unwrap(),
            knowledge,
            choice: self.choice,
            lang: self.lang,
        })
    }

    fn notice(&self, style: &str) -> Paper {
        self.with(style, notice)
    }

    fn dossier(&self) -> Paper {
        self.with("miit", |d| {
            let selection = d.select();
            let record = &self.records[0];
            dossier(d, record, &report(), &by_app(&selection)[record.app_sha256.as_str()]).unwrap()
        })
    }

    fn why(&self, code: &str) -> Option<Why> {
        let knowledge = Knowledge::builtin();
        let review = self.review.clone().unwrap_or_else(Review::new);
        let s = select(&self.records, &review, knowledge.notice("miit").unwrap(), knowledge, self.choice);
        s.held.iter().find(|h| h.finding.code == code).map(|h| h.why)
    }
}

#[test]
fn only_confirmed_findings_enter() {
    let none = World::new(&[]);
    assert!(text(&none.notice("miit")).contains("没有可列入的事项"));
    assert_eq!(none.why("DIS-01"), Some(Why::NotReviewed));
    let one = World::new(&["DIS-01"]).notice("miit");
    let row = text(&one).lines().find(|l| l.starts_with("1 | ")).unwrap().to_owned();
    assert!(row.contains("云杉（杭州）出行科技有限公司 | example store | 2.4.1 | 违规收集个人信息"), "{row}");
    assert!(!row.contains("疑似") && row.contains("\\u{202e}"), "{row}");
}

#[test]
fn rejected_rectified_and_earlier_ones_do_not() {
    let mut w = World::new(&["DIS-01"]);
    let (r, id) = (w.records[0].clone(), id(&w.records[0], "DIS-01"));
    for (state, why) in [(State::Rejected, Why::Rejected), (State::Rectified, Why::Rectified)] {
        let mut review = confirmed(&r, &["DIS-01"]);
        review.add(&r, &id, step(state)).unwrap();
        w.review = Some(review);
        assert_eq!(w.why("DIS-01"), Some(why));
        w.choice.suspected = true;
        assert_eq!(w.why("DIS-01"), Some(why), "not even into a draft");
        w.choice.suspected = false;
    }
    let mut w = World::new(&["DIS-01"]);
    w.records[0].app_sha256 = "0".repeat(64);
    assert_eq!(w.why("DIS-01"), Some(Why::ConfirmedEarlier));
}

#[test]
fn a_draft_says_so_and_has_no_batch_number() {
    let confirmed = World::new(&["DIS-01"]);
    let issued = confirmed.notice("miit");
    assert!(
        !issued.draft
            && issued.author == "某省通信管理局"
            && text(&issued).contains("2026年第4批")
            && text(&issued).contains("2026年12月1日")
    );
    let mut drafts = vec![];
    let mut w = World::new(&["DIS-01"]);
    w.choice.suspected = true;
    drafts.push(w);
    let mut w = World::new(&["DIS-01"]);
    w.charter = Charter { authority: None, ..charter() };
    drafts.push(w);
    let mut w = World::new(&[]);
    w.review = None;
    drafts.push(w);
    for w in &mut drafts {
        for style in STYLES {
            for lang in [Lang::Zh, Lang::En] {
                w.lang = lang;
                let p = w.notice(style);
                assert!(p.draft && p.author.is_empty() && p.title == draft_mark(lang), "{style}");
                for word in ["现予以通报", "应按有关规定", "are hereby named", "shall be put right", "2026年12月1日"] {
                    assert!(!text(&p).contains(word), "{style}: a draft orders nobody: {word}");
                }
                assert!(!text(&p).contains("2026年第4批") && !text(&p).contains("某省通信管理局"), "{style}");
                let md = String::from_utf8(p.write(Form::Markdown).unwrap()).unwrap();
                assert!(md.contains(&draft_mark(lang).replace('(', "\\(").replace(')', "\\)")), "{style}");
            }
        }
    }
}

#[test]
fn suspicions_in_a_draft_are_marked() {
    let mut w = World::new(&["DIS-02"]);
    w.choice.suspected = true;
    for (style, mark) in [("miit", "疑似违规收集个人信息"), ("cverc", "（疑似）"), ("cac", "（疑似）"), ("gpen", "待核实（")]
    {
        assert!(text(&w.notice(style)).contains(mark), "{style}");
    }
    let cverc = text(&w.notice("cverc"));
    let told = cverc.split("未向用户明示申请的全部隐私权限").nth(1).unwrap().lines().nth(1).unwrap();
    assert!(!told.contains("疑似"), "confirmed: {told}");
}

#[test]
fn acts_of_sdks_and_silence_of_the_app_are_kept_apart() {
    let w = World::new(&["SHR-01", "DIS-03", "DIS-10"]);
    let p = w.notice("miit");
    let tables: Vec<_> = p.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).collect();
    assert_eq!(tables.len(), 2);
    assert_eq!(tables[1].rows, [["1", "林鸽统计", "林鸽（北京）科技有限公司", "3.2.0", "违规收集个人信息"]]);
    let only_act = World::new(&["SHR-01"]).notice("miit");
    let apps = only_act.blocks.iter().find_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).unwrap();
    assert!(apps.rows.is_empty(), "what an SDK does by itself is not held against the app");
    let d = w.dossier();
    let all = text(&d);
    let (app, sdk) = all.split_once("二、SDK自身的行为（SDK自行收集）").unwrap();
    assert!(app.contains("一、应用运营者应当告知") && app.contains("DIS-03") && !app.contains("SHR-01"));
    assert!(sdk.contains("SHR-01") && !sdk.contains("DIS-03"));
}

#[test]
fn an_sdk_row_needs_certainty_version_developer_and_reach() {
    let cases: [(&str, Spoil<Record>, Why); 5] = [
        ("confidence", |r| r.sdks[0].confidence = SdkConfidence::Likely, Why::SdkNotCertain),
        ("reach", |r| r.sdks[0].reachable = Tri::Unknown, Why::SdkNotReachable),
        ("version", |r| r.sdks[0].version = None, Why::SdkVersionUnknown),
        ("blank version", |r| r.sdks[0].version = Some(" ".into()), Why::SdkVersionUnknown),
        ("developer", |r| r.sdks[0].vendor.clear(), Why::SdkDeveloperUnknown),
    ];
    for (name, spoil, why) in cases {
        let mut w = World::new(&["SHR-01"]);
        spoil(&mut w.records[0]);
        assert_eq!(w.why("SHR-01"), Some(why), "{name}");
        let d = w.dossier();
        assert!(text(&d).contains(&why.words().zh), "{name}: it stays in the app's dossier");
    }
}

#[test]
fn an_unlisted_sdk_must_be_reachable() {
    for (reachable, why) in [(Tri::Yes, None), (Tri::No, Some(Why::SdkNotReachable)), (Tri::Unknown, Some(Why::SdkNotReachable))] {
        let mut w = World::new(&["DIS-03"]);
        w.records[0].sdks.iter_mut().for_each(|s| s.reachable = reachable);
        assert_eq!(w.why("DIS-03"), why, "{reachable:?}");
    }
}

#[test]
fn law_from_memory_is_refused_or_marked() {
    let mut w = World::new(&["DIS-01"]);
    let unverified = |r: &mut Record| r.findings.iter_mut().flat_map(|f| &mut f.rules).for_each(|l| l.unverified = true);
    unverified(&mut w.records[0]);
    assert_eq!(w.why("DIS-01"), Some(Why::LawFromMemory));
    w.choice.unverified_law = true;
    assert!(text(&w.notice("miit")).contains("违规收集个人信息（条文待核）"));
    let mut w = World::new(&["DIS-01"]);
    w.records[0].findings.iter_mut().for_each(|f| f.rules.clear());
    assert_eq!(w.why("DIS-01"), Some(Why::LawFromMemory), "no law at all is no law either");
    // One line that was read is enough, and the others are not printed.
    let d = World::new(&["DIS-01"]);
    let paper = d.dossier();
    assert!(!text(&paper).contains("条文待核"));
}

#[test]
fn wordings_from_memory_are_refused_too() {
    let mut w = World::new(&["DIS-02"]);
    w.records[0].findings.iter_mut().filter(|f| f.code == "DIS-02").for_each(|f| f.code = "NEC-02".into());
    let held = |w: &World| w.with("mps", |d| d.select().held.iter().find(|h| h.finding.code == "NEC-02").map(|h| h.why));
    assert_eq!(held(&w), Some(Why::WordingFromMemory));
    w.choice.unverified_law = true;
    assert_eq!(held(&w), None);
}

#[test]
fn breaches_are_numbered_and_apps_grouped() {
    let mut w = World::new(&["DIS-01", "DIS-02", "SHR-04"]);
    let mut twin = w.records[0].clone();
    twin.app_sha256 = "1".repeat(64);
    twin.label_zh = Some("乙".into());
    twin.listing.store = None;
    let mut review = w.review.take().unwrap();
    review.add(&twin, &id(&twin, "DIS-01"), step(State::Confirmed)).unwrap();
    w.review = Some(review);
    w.records.push(twin);
    let cverc = text(&w.notice("cverc"));
    assert!(cverc.contains("1、未向用户明示申请的全部隐私权限。涉及1款移动应用如下："), "{cverc}");
    assert!(cverc.contains("2、隐私政策未逐一列出") && cverc.contains("涉及2款移动应用如下："), "{cverc}");
    assert!(cverc.contains("（版本2.4.1，example store）、《乙》（版本2.4.1）。"), "{cverc}");
    let cac = text(&w.notice("cac"));
    assert!(cac.contains("（一）未按照个人信息收集使用规则处理个人信息") && cac.contains("、乙（2.4.1）。"), "{cac}");
}

#[test]
fn an_order_tells_one_operator_what_to_put_right() {
    let w = World::new(&["DIS-01", "SHR-04", "SHR-01"]);
    let p = w.with("miit", |d| order(d, "云杉（杭州）出行科技有限公司")).unwrap();
    let all = text(&p);
    for part in ["责令整改通知书", "违规收集个人信息", "整改要求：在隐私政策", "陈述、申辩", "2026年12月1日前", "某省通信管理局"]
    {
        assert!(all.contains(part), "{part}");
    }
    assert!(all.contains("明文传输"), "told in an order although the ministry's list has no word for it");
    assert!(!all.contains("自行收集"), "an SDK's act is not ordered away at the app");
    let mut draft = World::new(&["DIS-01"]);
    draft.choice.suspected = true;
    let p = draft.with("miit", |d| order(d, "com.yunshan.ride")).unwrap();
    assert!(p.draft && p.title == draft_mark(Lang::Zh) && !text(&p).contains("前完成整改"));
    assert!(w.with("miit", |d| order(d, "没有这家")).is_err());
    assert!(World::new(&[]).with("miit", |d| order(d, "com.yunshan.ride")).is_err(), "nothing confirmed, nothing to order");
}

#[test]
fn indicators_never_take_silence_for_a_clean_bill() {
    let w = World::new(&["DIS-02"]);
    let p = w.notice("gpen");
    let Some(Block::Table(t)) = p.blocks.iter().find(|b| matches!(b, Block::Table(_))) else { panic!("a table") };
    let answer = |id: &str| {
        let at = t.columns.iter().position(|c| c.name.starts_with(id)).unwrap();
        t.rows[0][at].clone()
    };
    assert_eq!(answer("2014.2"), "有（DIS-02）");
    assert!(answer("2014.5").starts_with("待核实（") && answer("2014.5").ends_with("总评待核实"));
    assert!(text(&p).contains("未检查"), "an indicator that no rule looks at says so");
}

#[test]
fn figures_count_apps_not_findings() {
    let mut figures = Statistics::default();
    let r = record();
    figures.add(&r, None);
    figures.add(&Record::of(&crate::report::sample::clean()), None);
    figures.failed();
    for lang in [Lang::Zh, Lang::En] {
        let p = figures.paper(Knowledge::builtin(), lang);
        let bars: Vec<_> = p.blocks.iter().filter_map(|b| if let Block::Bars(b) = b { Some(b) } else { None }).collect();
        assert!(bars.iter().all(|b| b.bars.iter().all(|b| b.count <= b.of && b.of <= 2)));
        let codes = &bars[0].bars;
        assert!(codes.iter().any(|b| b.label.starts_with("DIS-01") && (b.count, b.of) == (1, 2)));
        for form in [Form::Html, Form::Csv, Form::Xlsx, Form::Docx, Form::Markdown] {
            p.write(form).unwrap();
        }
    }
}

#[test]
fn charters_are_checked() {
    for (text, good) in [
        ("authority = \"a\"", true),
        ("date = \"2026-11-24\"\ndeadline = \"2026-12-01\"", true),
        ("date = \"2026-11-24\"\ndeadline = \"2026-11-01\"", false),
        ("deadline = \"soon\"", false),
        ("autority = \"a\"", false),
    ] {
        assert_eq!(Charter::parse(text).is_ok(), good, "{text}");
    }
    use crate::campaign::charter::fill;
    let words = crate::words::Words::new("依据{basis}，{authority}{x}", "");
    assert_eq!(fill(&words, Lang::Zh, &[("basis", "{authority}".into()), ("authority", "某局".into())]), "依据{authority}，某局{x}");
}
