//! What the analysis could not see of this app: code that is loaded, native code, scripts and open reflection.
//!
//! A gap on every app would make the word worthless, and a missing one makes a false certainty. So only what can run counts, libraries
//! without a vendor never do, and an SDK's own hidden code hides the calls of that SDK and nobody else's.

use std::collections::BTreeMap;

use super::artefact::Artefact;
use super::moment::Moments;
use super::observed::Owner;
use super::owner::{Owners, dotted};
use super::{dynamic, native, packer, reflection, script};
use crate::app::App;
use crate::budget::Budget;
use crate::container::Package;
use crate::evidence::{EvidenceId, EvidenceSet};
use crate::gap::Gap;
use crate::knowledge::{Claim, Knowledge, SdkIndex};
use crate::program::{Constants, MethodId, Program, Site, TypeId};

/// Everything the search looks at.
pub struct Ground<'g, 'a> {
    pub package: &'g Package,
    pub app: &'g App,
    pub program: &'g Program<'a>,
    pub knowledge: &'g Knowledge,
    pub index: &'g SdkIndex<'g>,
    pub owners: &'g Owners,
    pub constants: &'g Constants<'g, 'a>,
    pub moments: &'g Moments,
    pub artefact: Artefact<'g>,
}

/// Places that a gap shows; the count says how many there are.
pub(super) const SHOWN: usize = 6;

/// Whose gap something is. An SDK by the name to print.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    App,
    Unknown,
    Sdk(String),
    /// A library without a vendor: it makes no gap.
    Library,
}

impl Share {
    /// The app's, as far as anybody can tell.
    pub fn own(&self) -> bool {
        matches!(self, Share::App | Share::Unknown)
    }
}

impl Ground<'_, '_> {
    /// Calls of framework methods (class descriptor, name) that something can run, in order of place.
    pub(super) fn calls(&self, wanted: &[(&str, &str)]) -> Vec<Site> {
        let program = self.program;
        let targets = program.method_ids().filter(|m| {
            let method = program.method(*m);
            !method.defined
                && wanted.iter().any(|(class, name)| {
                    program.descriptor_bytes(method.class) == class.as_bytes() && program.names.bytes(method.name) == name.as_bytes()
                })
        });
        let mut sites: Vec<Site> = targets.flat_map(|m| program.callers(m).copied()).filter(|s| self.runs(s.method, s.pc())).collect();
        sites.sort_by_key(|s| (s.method, s.pc()));
        sites
    }

    pub(super) fn runs(&self, method: MethodId, pc: u32) -> bool {
        self.moments.at(method, pc).reachable
    }

    /// Whose gap it is that a class makes. Code below a vendor's name without a product (`com.google.android.gms.internal`) has an unknown
    /// owner, and yet it is not the app's.
    pub(super) fn share(&self, class: TypeId) -> Share {
        match self.owners.of(class) {
            Owner::Sdk { id } => Share::Sdk(self.sdk_name(id)),
            Owner::Library { .. } => Share::Library,
            Owner::App => Share::App,
            Owner::Unknown => {
                let claims = match self.index.owner_of_class(&dotted(self.program, class)) {
                    Claim::Nobody => Vec::new(),
                    Claim::One(m) => vec![m.sdk],
                    Claim::Ambiguous(all) => all.into_iter().map(|m| m.sdk).collect(),
                };
                match claims.iter().find(|s| s.role == "sdk") {
                    Some(s) => Share::Sdk(format!("an SDK of {}", if s.vendor.en.is_empty() { &s.vendor.zh } else { &s.vendor.en })),
                    None if claims.is_empty() => Share::Unknown,
                    None => Share::Library,
                }
            }
        }
    }

    pub(super) fn share_of(&self, site: &Site) -> Share {
        self.share(self.program.method(site.method).class)
    }

    pub(super) fn by_share(&self, sites: Vec<Site>) -> BTreeMap<Share, Vec<Site>> {
        let mut out: BTreeMap<Share, Vec<Site>> = BTreeMap::new();
        for site in sites {
            out.entry(self.share_of(&site)).or_default().push(site);
        }
        out
    }

    /// `Lcom/x/A;->f()V` of a site, as the place of a gap.
    pub(super) fn place(&self, site: &Site) -> String {
        self.program.signature(site.method)
    }

    /// Evidence for the first calls of a list.
    pub(super) fn evidence(&self, sites: &[Site], sign: &str, out: &mut EvidenceSet) -> Vec<EvidenceId> {
        let shown = sites.iter().take(SHOWN).filter_map(|s| {
            let callee = self.program.signature(s.callee()?);
            Some(self.artefact.code(self.program, s.method, s.pc(), format!("invoke {callee}"), Some(sign.to_owned()), out))
        });
        shown.collect()
    }

    pub(super) fn sdk_name(&self, id: &str) -> String {
        self.knowledge
            .sdks
            .iter()
            .find(|s| s.id == id)
            .map_or(id, |s| if s.name.en.is_empty() { &s.name.zh } else { &s.name.en })
            .to_owned()
    }
}

/// All gaps that this floor can tell. `below`: those of the floors below, which say whether the code could be read.
pub fn find(ground: &Ground, below: &[Gap], out: &mut EvidenceSet, budget: &mut Budget) -> Vec<Gap> {
    let frameworks = packer::find(ground, below, out);
    let mut gaps = dynamic::gaps(ground, out, budget);
    gaps.extend(native::gaps(ground, &frameworks, out));
    gaps.extend(reflection::gap(ground, out));
    gaps.extend(script::gaps(ground, &frameworks, out, budget));
    gaps.extend(frameworks.into_iter().map(|f| f.gap));
    gaps.extend(packer::missing_splits(ground.app));
    gaps
}

/// `a, b, c and 4 more`
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str> + Clone) -> String {
    let shown: Vec<&str> = names.clone().take(SHOWN).collect();
    match names.count().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// `1 file`, `2 files`
pub(super) fn counted(n: usize, noun: &str, nouns: &str) -> String {
    format!("{n} {}", if n == 1 { noun } else { nouns })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut_and_counted() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        assert_eq!(listed(names[..3].iter().copied()), "a, b, c");
        assert_eq!(listed(names.iter().copied()), "a, b, c, d, e, f and 2 more");
        assert_eq!(counted(1, "library", "libraries"), "1 library");
        assert_eq!(counted(0, "library", "libraries"), "0 libraries");
    }
}
