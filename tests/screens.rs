//! The screens of corpus apps: what their layouts hold, and how `apksweep graph` draws them.

use std::path::Path;

use apksweep::app::App;
use apksweep::budget::Budget;
use apksweep::container::Package;
use apksweep::format::axml::Value;
use apksweep::knowledge::Knowledge;

fn dot(app: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/apps").join(app).join("app.apk");
    apksweep::screens::dot(&path, Knowledge::builtin()).expect("an app of the corpus")
}

/// The number that the drawing gives a screen, and its attributes.
fn screen<'d>(dot: &'d str, class: &str) -> (&'d str, &'d str) {
    let line = dot.lines().find(|l| l.contains(&format!("label=\"{class}"))).unwrap_or_else(|| panic!("{class} in {dot}"));
    line.trim().split_once(' ').expect("a node")
}

#[test]
fn a_list_opens_two_screens() {
    let drawn = dot("bonsai-shop");
    let [shop, login, privacy] =
        ["ShopActivity", "LoginActivity", "PrivacyActivity"].map(|c| screen(&drawn, &format!("com.penjing.shop.{c}")));
    assert!(shop.1.contains("style=bold") && shop.1.contains("color=blue"), "{}", shop.1);
    assert!(login.1.contains("login.xml") && login.1.contains("tooltip=\"1\"") && !login.1.contains("blue"), "{}", login.1);
    assert!(privacy.1.contains("color=blue"), "{}", privacy.1);
    for (from, to, there) in [(shop, login, true), (shop, privacy, true), (login, shop, false), (privacy, login, false)] {
        assert_eq!(drawn.contains(&format!("{} -> {} ", from.0, to.0)), there, "{drawn}");
    }
}

#[test]
fn every_app_has_a_launcher_and_the_drawing_is_the_same_twice() {
    for app in ["tide-map", "night-shelf", "plant-diary"] {
        let drawn = dot(app);
        assert!(drawn.starts_with("digraph {") && drawn.contains("style=bold"), "{drawn}");
        assert_eq!(drawn, dot(app));
    }
}

/// Layouts with what a person reads and does there: hints and labels of the string table, kinds of input, resource ids.
#[test]
fn a_log_in_layout() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/apps/bonsai-shop/app.apk");
    let mut budget = Budget::default();
    let package = Package::open(&path, &mut budget).expect("an app of the corpus");
    let app = App::load(&package, &mut budget).value;
    let layout = app.layouts.iter().find(|l| l.path.ends_with("login.xml")).expect("its layout");
    assert_eq!(layout.id >> 24, 0x7f);
    let shown: Vec<(String, Option<i32>, Option<String>)> = layout
        .root
        .children
        .iter()
        .map(|e| {
            let text = match e.android("hint").or_else(|| e.android("text")) {
                Some(Value::Reference(id)) => app.strings.iter().find(|s| s.id == *id).map(|s| s.value.clone()),
                other => other.and_then(|v| v.as_str()).map(str::to_owned),
            };
            (e.name.clone(), e.android("inputType").and_then(|v| v.as_int()), text)
        })
        .collect();
    let of = |name: &str, kind, text: &str| (name.to_owned(), kind, Some(text.to_owned()));
    // phone is class 3; text (1) with the variation of passwords (0x80)
    assert_eq!(shown[..2], [of("EditText", Some(3), "手机号"), of("EditText", Some(0x81), "密码")]);
    assert!(shown[2..].iter().all(|(name, kind, text)| name == "Button" && kind.is_none() && text.is_some()), "{shown:?}");
}
