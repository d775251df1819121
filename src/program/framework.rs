//! The framework as far as a call graph needs it: who extends whom, and which methods the framework calls back.
//!
//! Class hierarchy analysis sees only the app's classes; the framework is open world. This table (`framework.txt`) closes the part that
//! decides: `MainActivity.startService` is `Context.startService`, and `Runnable.run` is called by somebody although no app code calls it.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What is known of a framework class.
#[derive(Debug, Default)]
pub struct FrameworkClass {
    /// Descriptors (`Landroid/app/Activity;`).
    pub superclass: Option<&'static str>,
    pub interfaces: Vec<&'static str>,
    callbacks: &'static str,
}

impl FrameworkClass {
    /// The framework calls a method of this name when an app class overrides it.
    pub fn calls_back(&self, method: &str) -> bool {
        self.callbacks.split(',').any(|m| m == method)
    }
}

/// The table, by descriptor.
pub fn table() -> &'static HashMap<&'static str, FrameworkClass> {
    static TABLE: OnceLock<HashMap<&'static str, FrameworkClass>> = OnceLock::new();
    TABLE.get_or_init(|| include_str!("framework.txt").lines().filter(|l| !l.starts_with('#')).filter_map(line).collect())
}

fn line(line: &'static str) -> Option<(&'static str, FrameworkClass)> {
    let mut words = line.split(' ');
    let (name, superclass, interfaces, callbacks) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let list = |text: &'static str| text.split(',').filter(|w| *w != "-").collect();
    Some((name, FrameworkClass { superclass: Some(superclass).filter(|s| *s != "-"), interfaces: list(interfaces), callbacks }))
}

/// Looks up a class by descriptor (`Landroid/app/Activity;`).
pub fn by_descriptor(descriptor: &str) -> Option<&'static FrameworkClass> {
    table().get(descriptor)
}

/// Packages that belong to the platform: a class here is never third-party code, whether or not the table knows it.
pub fn is_platform(descriptor: &[u8]) -> bool {
    const PREFIXES: [&[u8]; 14] = [
        b"Landroid/",
        b"Ljava/",
        b"Ljavax/crypto/",
        b"Ljavax/net/",
        b"Ljavax/security/",
        b"Ljavax/xml/",
        b"Ljavax/sql/",
        b"Ldalvik/",
        b"Llibcore/",
        b"Lorg/json/",
        b"Lorg/xml/sax/",
        b"Lorg/w3c/dom/",
        b"Lorg/xmlpull/v1/",
        b"Lorg/apache/http/",
    ];
    PREFIXES.iter().any(|p| descriptor.starts_with(p))
        && !descriptor.starts_with(b"Landroid/support/")
        && !descriptor.starts_with(b"Landroid/arch/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_usual_classes() {
        let activity = by_descriptor("Landroid/app/Activity;").expect("Activity");
        assert_eq!(activity.superclass, Some("Landroid/view/ContextThemeWrapper;"));
        for (class, method, want) in [
            ("Landroid/app/Activity;", "onCreate", true),
            ("Landroid/app/Activity;", "helper", false),
            ("Ljava/lang/Runnable;", "run", true),
            ("Landroid/os/AsyncTask;", "doInBackground", true),
            ("Landroid/view/View$OnClickListener;", "onClick", true),
            ("Ljava/util/TimerTask;", "run", true),
            ("Landroid/os/Handler;", "handleMessage", true),
            ("Landroid/location/LocationListener;", "onLocationChanged", true),
        ] {
            assert_eq!(by_descriptor(class).is_some_and(|c| c.calls_back(method)), want, "{class} {method}");
        }
    }
}
