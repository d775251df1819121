//! The network security config (developer.android.com, "Network security configuration").

use crate::format::axml::{Element, Value};

use super::NetworkSecurity;

/// What the file says about clear text. A nested domain inherits; debug overrides do not count for a released app.
pub(super) fn read(root: &Element, path: String) -> NetworkSecurity {
    let mut security = NetworkSecurity { path, ..NetworkSecurity::default() };
    security.base_cleartext = root.named("base-config").next().and_then(permitted);
    let mut open: Vec<(&Element, Option<bool>)> = root.named("domain-config").map(|c| (c, None)).collect();
    open.reverse();
    while let Some((config, inherited)) = open.pop() {
        let stated = permitted(config).or(inherited);
        if let Some(permitted) = stated {
            for domain in config.named("domain") {
                let name = domain.text.trim();
                if !name.is_empty() {
                    security.domains.push((name.to_owned(), permitted));
                }
            }
        }
        let at = open.len();
        open.extend(config.named("domain-config").map(|c| (c, stated)));
        if let Some(new) = open.get_mut(at..) {
            new.reverse();
        }
    }
    security
}

fn permitted(config: &Element) -> Option<bool> {
    let value: &Value = &config.attributes.iter().find(|a| a.name == "cleartextTrafficPermitted")?.value;
    value.as_bool()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use crate::format::axml::Source;

    #[test]
    fn domains_inherit_and_base_is_kept_apart() {
        let text = br#"<network-security-config><base-config cleartextTrafficPermitted="false"/>
            <domain-config cleartextTrafficPermitted="true"><domain includeSubdomains="true">a.com</domain>
              <domain-config><domain>b.a.com</domain></domain-config></domain-config>
            <domain-config><domain>c.com</domain></domain-config></network-security-config>"#;
        let root = crate::format::xml::read(text, Source { place: "x", hides: &[] }, &mut Budget::default()).value.root.unwrap_or_default();
        let read = read(&root, "res/xml/n.xml".into());
        assert_eq!(read.base_cleartext, Some(false));
        assert_eq!(read.domains, [("a.com".into(), true), ("b.a.com".into(), true)]);
    }
}
