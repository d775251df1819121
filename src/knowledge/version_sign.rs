//! Where an SDK states its version, as a word of its file says it.

/// One entry of [`super::Sdk::version`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionSign<'k> {
    /// `Lclass;->FIELD`: a constant.
    Field { class: &'k str, name: &'k str },
    /// `Lclass;->*`: the only version among the class's constants, where the vendor renames the field with each release.
    AnyField { class: &'k str },
    /// `Lclass;->name()`: the only version among the texts that the method loads, whatever its parameters. `*` for all methods of the class.
    Method { class: &'k str, name: &'k str },
    /// `meta-data KEY`: the value of the manifest's key.
    MetaData { key: &'k str },
    /// `group:name`: a file of the archive, or a text of the code, that states the version of the library with these Maven coordinates.
    Library { coordinates: &'k str },
}

impl<'k> VersionSign<'k> {
    /// `None` for a word of none of these forms.
    pub fn read(word: &'k str) -> Option<VersionSign<'k>> {
        if let Some((class, name)) = word.split_once("->") {
            let inner = class.strip_prefix('L')?.strip_suffix(';')?;
            let well = !inner.is_empty() && !inner.contains(['.', ';', ' ']) && !name.is_empty();
            return match name.strip_suffix("()") {
                _ if !well => None,
                Some(name) if !name.is_empty() && !name.contains('(') => Some(VersionSign::Method { class, name }),
                None if name == "*" => Some(VersionSign::AnyField { class }),
                None if !name.contains(['(', ')', ':', ' ']) => Some(VersionSign::Field { class, name }),
                _ => None,
            };
        }
        if let Some(key) = word.strip_prefix("meta-data ") {
            return (!key.is_empty() && !key.contains(' ')).then_some(VersionSign::MetaData { key });
        }
        let (group, name) = word.split_once(':')?;
        let well = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        (well(group) && well(name)).then_some(VersionSign::Library { coordinates: word })
    }
}

#[cfg(test)]
mod tests {
    use super::VersionSign::{self, *};

    #[test]
    fn forms() {
        for (word, want) in [
            ("La/B;->VERSION", Some(Field { class: "La/B;", name: "VERSION" })),
            ("La/B;->*", Some(AnyField { class: "La/B;" })),
            ("La/B;->getVersion()", Some(Method { class: "La/B;", name: "getVersion" })),
            ("La/B;-><clinit>()", Some(Method { class: "La/B;", name: "<clinit>" })),
            ("meta-data com.x.sdk_version", Some(MetaData { key: "com.x.sdk_version" })),
            ("com.google.firebase:firebase-analytics", Some(Library { coordinates: "com.google.firebase:firebase-analytics" })),
            ("La/B;->get(I)V", None),
            ("La/B;->", None),
            ("La.B;->V", None),
            ("a.B->V", None),
            ("La/B;->V:Ljava/lang/String;", None),
            ("firebase-analytics", None),
            ("a:b:c", None),
            ("meta-data ", None),
        ] {
            assert_eq!(VersionSign::read(word), want, "{word}");
        }
    }
}
