//! What judging says beside findings, for the fictional app.

use crate::detect::*;
use crate::gap::GapCode;
use crate::report::Report;
use crate::rules::*;
use crate::words::Words;

/// Verdicts, items of the method, acts and the category's lists, in hostile words where they come from the app.
pub fn answer(report: &mut Report) {
    let owner = Owner::Sdk { id: "linge-stats".into() };
    let item = |item: &str, level: &str, state, certainty, findings: Vec<String>, gaps: &[GapCode]| ItemAnswer {
        item: item.into(),
        level: level.into(),
        state,
        certainty,
        findings,
        not_asked: if item == "M1.1" { vec!["POL-02".into()] } else { vec![] },
        gaps: gaps.to_vec(),
        reason: Words::new("逐一对照", "each against the policy"),
        left_open: Words::new("须运行确认", "run it"),
    };
    let of = |code: &str| report.findings.iter().filter(|f| f.code == code).map(|f| f.id.clone()).collect::<Vec<_>>();
    report.method = vec![
        item("M1.1", "decidable", ItemState::NotFound, None, vec![], &[GapCode::Policy]),
        item("M2.1", "decidable", ItemState::Found, Some(Certainty::Strong), of("DIS-01"), &[]),
        item("M3.7", "not-static", ItemState::NotExamined, None, vec![], &[]),
    ];
    let evidence = report.findings.iter().flat_map(|f| f.evidence.clone()).take(2).collect();
    report.disclosures = vec![Told { data_type: "android-id".into(), owner: owner.clone(), disclosure: Disclosure::VagueData, evidence }];
    report.listed = vec![SdkTold { sdk: "linge-stats".into(), answer: SdkListing::ListedWithFewer, missing: vec!["android-id".into()] }];
    report.necessity = NecessityView {
        categories: vec![CategoryInput { id: "ride-hailing".into(), origin: CategoryOrigin::Guessed }],
        necessary: vec![Words::new("乘车人出发地、到达地", "places of departure and destination")],
        rows: vec![NecessityRow { data_type: Some("android-id".into()), permission: None, necessary: false, plausible: true }],
    };
    report.acts = vec![Act {
        kind: ActKind::StartsOthers,
        owner,
        what: vec!["com.<b>other</b>\u{202e}".into()],
        reachable: Tri::Yes,
        when: When::AppStart,
        consent: Consent::Ungated,
        evidence: vec![],
    }];
}
