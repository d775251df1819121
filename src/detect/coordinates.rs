//! Libraries that files of the archive name with their versions. The build copies such files from libraries into the app, and no shrinker
//! renames them:
//!
//! | file | writes it | contents |
//! |---|---|---|
//! | `META-INF/androidx.core_core.version` | Android libraries of Google | `1.13.1` |
//! | `META-INF/maven/GROUP/NAME/pom.properties` | Maven | `version=`, `groupId=`, `artifactId=` |
//! | `firebase-analytics.properties` | Play services, Firebase | `version=`, `client=` |
//! | `assets/sentry-external-modules.txt` | Sentry's build plugin | `GROUP:NAME:VERSION`, a line for each library of the app |
//!
//! They say what was built in, not that any of it is still there. One that cannot be read hides no behaviour, so it makes no gap.

use crate::app::App;
use crate::budget::Budget;
use crate::container::Package;

/// A version and a few names; longer files are something else.
const BYTES: u64 = 4 << 10;
/// A list of all libraries.
const LIST: &str = "assets/sentry-external-modules.txt";
const LIST_BYTES: u64 = 256 << 10;
/// Apps have some two hundred.
const LIBRARIES: usize = 2_000;

/// Maven coordinates of a library and the file that states them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coordinates {
    /// `androidx.core`; empty where the file does not tell.
    pub group: String,
    /// `core`
    pub name: String,
    pub version: String,
    /// `base.apk!META-INF/androidx.core_core.version`
    pub path: String,
}

impl Coordinates {
    /// `group:name:version`, as builds write it.
    pub fn of_line(line: &str) -> Option<Coordinates> {
        // One vendor writes an invisible space before the version.
        let (rest, version) = line.rsplit_once(':')?;
        let version = version.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
        let (group, name) = rest.split_once(':')?;
        let well = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        let (group, name) = (group.trim(), name.trim());
        (well(group) && well(name) && is_version(version)).then(|| Coordinates {
            group: group.into(),
            name: name.into(),
            version: version.into(),
            path: String::new(),
        })
    }

    /// Is it `group:name`. A file that tells no group is asked for the name alone.
    pub fn is(&self, wanted: &str) -> bool {
        wanted.split_once(':').is_some_and(|(group, name)| name == self.name && (self.group.is_empty() || group == self.group))
    }
}

/// Is the text a version number, as `9.9.1` or `4.2.0-beta2`. All zeros is what builds write where nobody set one.
pub fn is_version(text: &str) -> bool {
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    text.len() <= 24
        && number.contains('.')
        && number.split('.').take(2).all(|p| !p.is_empty() && p.len() <= 5)
        && number.bytes().any(|b| matches!(b, b'1'..=b'9'))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
}

/// What all such files say, in order of path.
pub fn read(package: &Package, app: &App, budget: &mut Budget) -> Vec<Coordinates> {
    let mut found = Vec::new();
    for file in app.files.iter().filter(|f| f.size <= BYTES || (f.name == LIST && f.size <= LIST_BYTES)) {
        // Bundles keep them below a folder of their own.
        let name = file.name.strip_prefix("root/").unwrap_or(&file.name);
        let Some(named) = of_name(name) else { continue };
        let Some(part) = package.parts.get(file.part) else { continue };
        let Some(entry) = part.entry(&file.name) else { continue };
        let bytes = part.archive.read_at_most(entry, LIST_BYTES, budget).value;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let told = of_text(named, &text).into_iter().map(|told| Coordinates { path: file.path.clone(), ..told });
        found.extend(told.take(LIBRARIES.saturating_sub(found.len())));
        if found.len() >= LIBRARIES {
            break;
        }
    }
    found.sort_by(|a, b| (&a.path, &a.group, &a.name).cmp(&(&b.path, &b.group, &b.name)));
    found
}

enum Named<'n> {
    Version { group: &'n str, name: &'n str },
    Pom { group: &'n str, name: &'n str },
    Properties { name: &'n str },
    List,
}

fn of_name(path: &str) -> Option<Named<'_>> {
    if path == LIST {
        return Some(Named::List);
    }
    if let Some(rest) = path.strip_prefix("META-INF/maven/") {
        let (group, name) = rest.strip_suffix("/pom.properties")?.split_once('/')?;
        return (!name.contains('/')).then_some(Named::Pom { group, name });
    }
    if let Some(rest) = path.strip_prefix("META-INF/") {
        let stem = rest.strip_suffix(".version").filter(|s| !s.contains('/'))?;
        // `kotlinx_coroutines_core` has no group: a group has dots.
        let (group, name) = stem.split_once('_').filter(|(group, _)| group.contains('.')).unwrap_or(("", stem));
        return Some(Named::Version { group, name });
    }
    path.strip_suffix(".properties").filter(|s| !s.contains('/')).map(|name| Named::Properties { name })
}

fn of_text(named: Named, text: &str) -> Vec<Coordinates> {
    let value =
        |key: &str| text.lines().find_map(|l| l.trim().strip_prefix(key)?.trim_start().strip_prefix('=').map(|v| v.trim().to_owned()));
    let told = match named {
        Named::List => return text.lines().filter_map(Coordinates::of_line).collect(),
        Named::Version { group, name } => Some((group.to_owned(), name.to_owned(), text.trim().to_owned())),
        // What the file says of itself and what its folder says are the same, unless somebody moved it.
        Named::Pom { group, name } => value("version").map(|v| (group.to_owned(), name.to_owned(), v)),
        Named::Properties { name } => value("version").map(|v| (String::new(), value("client").unwrap_or_else(|| name.to_owned()), v)),
    };
    let told = told.filter(|(_, _, version)| is_version(version));
    told.into_iter().map(|(group, name, version)| Coordinates { group, name, version, path: String::new() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_name_a_library() {
        for (path, text, want) in [
            ("META-INF/androidx.core_core-ktx.version", "1.13.1\n", Some("androidx.core core-ktx 1.13.1")),
            ("META-INF/androidx.core_core.version", "task ':core:writeVersionFile' property 'version'", None),
            ("META-INF/kotlinx_coroutines_core.version", "1.7.3", Some(" kotlinx_coroutines_core 1.7.3")),
            ("META-INF/maven/com.google.code.gson/gson/pom.properties", "#x\r\nversion=2.8.6\r\n", Some("com.google.code.gson gson 2.8.6")),
            ("META-INF/maven/a/b/c/pom.properties", "version=1.2", None),
            ("firebase-analytics.properties", "version = 21.5.0\nclient=firebase-analytics", Some(" firebase-analytics 21.5.0")),
            ("play-services-ads.properties", "version=22.0.0", Some(" play-services-ads 22.0.0")),
            ("log4j.properties", "log4j.rootCategory=WARN\nversions=1.2", None),
            ("res/x.properties", "version=1.0", None),
            ("META-INF/services/x", "1.0", None),
            ("assets/sentry-external-modules.txt", "io.sentry:sentry:6.1.0\nx\na.b:c:1.2", Some("io.sentry sentry 6.1.0; a.b c 1.2")),
        ] {
            let told: Vec<Coordinates> = of_name(path).map(|n| of_text(n, text)).unwrap_or_default();
            let told: Vec<String> = told.iter().map(|c| format!("{} {} {}", c.group, c.name, c.version)).collect();
            assert_eq!(told.join("; "), want.unwrap_or(""), "{path}");
        }
    }

    #[test]
    fn lines_of_coordinates() {
        for (line, want) in [
            ("com.x:y:1.2.3", Some("com.x y 1.2.3")),
            ("com.x:y:\u{200b}1.2.3", Some("com.x y 1.2.3")),
            ("com.x:y:", None),
            ("com.x:y:z:1.2", None),
            ("y:1.2", None),
            ("http://x:1.2", None),
        ] {
            let told = Coordinates::of_line(line).map(|c| format!("{} {} {}", c.group, c.name, c.version));
            assert_eq!(told.as_deref(), want, "{line}");
        }
    }

    #[test]
    fn coordinates_are_compared_whole() {
        let of = |group: &str| Coordinates { group: group.into(), name: "core".into(), ..Coordinates::default() };
        for (group, wanted, is) in [
            ("a.b", "a.b:core", true),
            ("a.b", "a.c:core", false),
            ("", "a.c:core", true),
            ("", "a.c:core-ktx", false),
            ("", "core", false),
        ] {
            assert_eq!(of(group).is(wanted), is, "{group} {wanted}");
        }
    }

    #[test]
    fn version_numbers() {
        for (text, want) in
            [("9.9.1", true), ("4.2.0-beta2", true), ("1", false), ("HTTP/1.1", false), ("", false), (".5", false), ("0.0.0", false)]
        {
            assert_eq!(is_version(text), want, "{text}");
        }
    }
}
