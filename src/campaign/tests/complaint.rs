use super::*;
use crate::campaign::complaint::{Support, join};
use crate::campaign::queue::queue;
use crate::knowledge::Knowledge;
use crate::paper::read::Rows;

fn rows(lines: &[[&str; 3]]) -> Rows {
    lines.iter().map(|l| l.iter().map(|c| (*c).to_owned()).collect()).collect()
}

#[test]
fn complaints_are_joined_and_only_counted() {
    let mut record = record();
    record.gaps.clear();
    let complaints = rows(&[
        ["应用名称", "类别", "投诉内容"],
        ["com.yunshan.ride", "隐私", "读取我的通讯录，我叫王五，电话13900000000"],
        ["《Yunshan Ride》", "", "偷看 通讯录"],
        ["com.yunshan.ride", "", "自动读取剪贴板"],
        ["com.yunshan.ride", "", "配色难看"],
        ["com.elsewhere", "", "读取通讯录"],
    ]);
    let joined = join(&complaints, std::slice::from_ref(&record), Knowledge::builtin()).unwrap();
    assert_eq!((joined.read, joined.other_apps, joined.other_topics), (5, 1, 1));
    let topics: Vec<(&str, usize, Support)> =
        joined.apps[&record.app_sha256].iter().map(|t| (t.id.as_str(), t.complaints, t.support)).collect();
    assert_eq!(topics, [("clipboard", 1, Support::Contradicted), ("contacts", 2, Support::Supported)]);
    assert!(!format!("{joined:?}").contains("王五") && !format!("{joined:?}").contains("1390"));
    // Hidden code: what was not seen is not contradicted.
    record.gaps.insert(crate::gap::GapCode::Packed);
    let joined = join(&complaints, std::slice::from_ref(&record), Knowledge::builtin()).unwrap();
    assert_eq!(joined.apps[&record.app_sha256][0].support, Support::NotSeen);
}

#[test]
fn complaints_order_the_queue_and_change_no_finding() {
    let record = record();
    let mut lines = vec![["app", "category", "text"]];
    lines.extend(std::iter::repeat_n(["com.yunshan.ride", "", "reads my sms"], 40));
    let joined = join(&rows(&lines), std::slice::from_ref(&record), Knowledge::builtin()).unwrap();
    let (review, records) = (Review::new(), [record]);
    let plain: Vec<String> = queue(&records, &review, None).iter().map(|i| i.finding.code.clone()).collect();
    let ordered = queue(&records, &review, Some(&joined));
    assert_ne!(plain[0], "DIS-02");
    assert_eq!((ordered[0].finding.code.as_str(), ordered[0].complaints), ("DIS-02", 40));
    assert_eq!(ordered[0].finding, records[0].findings.iter().find(|f| f.code == "DIS-02").unwrap());
}

#[test]
fn files_without_the_columns_are_refused() {
    for lines in [&[][..], &[["a", "b", "c"]], &[["应用", "类别", "备注"]]] {
        assert!(join(&rows(lines), &[], Knowledge::builtin()).is_err());
    }
}
