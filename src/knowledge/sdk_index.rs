//! Whose class, component, key, library or host something is: the look-ups that `detect` and the cross checks share.

use rustc_hash::FxHashMap;

use super::schema::Sdk;

/// An SDK that claims something. `broad`: by a prefix that names the vendor but no product.
#[derive(Clone, Copy, Debug)]
pub struct Match<'k> {
    pub sdk: &'k Sdk,
    pub broad: bool,
}

/// Who claims a class.
#[derive(Clone, Debug)]
pub enum Claim<'k> {
    Nobody,
    One(Match<'k>),
    /// The longest prefix belongs to several.
    Ambiguous(Vec<Match<'k>>),
}

impl<'k> Claim<'k> {
    pub fn one(&self) -> Option<Match<'k>> {
        match self {
            Claim::One(m) => Some(*m),
            _ => None,
        }
    }
}

/// Built once a set; every look-up costs the labels of the name, not the number of SDKs (but for library patterns with `*`).
#[derive(Clone, Debug)]
pub struct SdkIndex<'k> {
    prefixes: FxHashMap<&'k str, Vec<Match<'k>>>,
    components: FxHashMap<&'k str, Vec<&'k Sdk>>,
    meta_data: FxHashMap<&'k str, Vec<&'k Sdk>>,
    native: FxHashMap<&'k str, Vec<&'k Sdk>>,
    native_patterns: Vec<(&'k str, &'k Sdk)>,
    hosts: FxHashMap<&'k str, Vec<&'k Sdk>>,
}

impl<'k> SdkIndex<'k> {
    pub fn new(sdks: &'k [Sdk]) -> SdkIndex<'k> {
        let mut index = SdkIndex {
            prefixes: FxHashMap::with_capacity_and_hasher(sdks.len().saturating_mul(3), Default::default()),
            components: FxHashMap::default(),
            meta_data: FxHashMap::default(),
            native: FxHashMap::default(),
            native_patterns: Vec::new(),
            hosts: FxHashMap::default(),
        };
        for sdk in sdks {
            for (names, broad) in [(&sdk.packages, false), (&sdk.broad_packages, true)] {
                for name in names {
                    index.prefixes.entry(name.as_str()).or_default().push(Match { sdk, broad });
                }
            }
            for name in &sdk.components {
                index.components.entry(name.as_str()).or_default().push(sdk);
            }
            for name in &sdk.meta_data {
                index.meta_data.entry(name.as_str()).or_default().push(sdk);
            }
            for name in &sdk.native {
                if name.contains('*') {
                    index.native_patterns.push((name, sdk));
                } else {
                    index.native.entry(name.as_str()).or_default().push(sdk);
                }
            }
            for name in &sdk.hosts {
                index.hosts.entry(name.as_str()).or_default().push(sdk);
            }
        }
        index
    }

    /// `com.umeng.analytics.MobclickAgent`. The longest prefix that ends at a label wins; at one prefix a certain claim beats broad ones.
    pub fn owner_of_class(&self, class: &str) -> Claim<'k> {
        let mut end = class.len();
        loop {
            if let Some(claims) = class.get(..end).and_then(|prefix| self.prefixes.get(prefix)) {
                let broad = claims.iter().all(|m| m.broad);
                let mut chosen = claims.iter().copied().filter(|m| m.broad == broad);
                return match (chosen.next(), chosen.next()) {
                    (Some(one), None) => Claim::One(one),
                    _ => Claim::Ambiguous(claims.iter().copied().filter(|m| m.broad == broad).collect()),
                };
            }
            match class.get(..end).and_then(|rest| rest.rfind(['.', '$'])) {
                Some(at) => end = at,
                None => return Claim::Nobody,
            }
        }
    }

    /// `Lcom/umeng/analytics/MobclickAgent;`
    pub fn owner_of_descriptor(&self, descriptor: &str) -> Claim<'k> {
        let inner = descriptor.strip_prefix('L').and_then(|d| d.strip_suffix(';')).unwrap_or(descriptor);
        self.owner_of_class(&inner.replace('/', "."))
    }

    pub fn by_component(&self, class: &str) -> &[&'k Sdk] {
        self.components.get(class).map_or(&[], Vec::as_slice)
    }

    pub fn by_meta_data(&self, key: &str) -> &[&'k Sdk] {
        self.meta_data.get(key).map_or(&[], Vec::as_slice)
    }

    /// By file name: `libBaiduMapSDK_base_v7_5_4.so`.
    pub fn by_native(&self, file_name: &str) -> Vec<&'k Sdk> {
        let exact = self.native.get(file_name).map_or(&[][..], Vec::as_slice).iter().copied();
        let by_pattern = self.native_patterns.iter().filter(|(p, _)| wildcard(p, file_name)).map(|(_, sdk)| *sdk);
        let mut found: Vec<&'k Sdk> = Vec::new();
        for sdk in exact.chain(by_pattern) {
            if !found.iter().any(|known| known.id == sdk.id) {
                found.push(sdk);
            }
        }
        found
    }

    /// The nearest host above wins: `api.x.com` before `x.com`. ASCII case does not count.
    pub fn by_host(&self, host: &str) -> &[&'k Sdk] {
        let lower = host.to_ascii_lowercase();
        let mut rest = lower.as_str();
        loop {
            if let Some(found) = self.hosts.get(rest) {
                return found;
            }
            match rest.split_once('.') {
                Some((_, above)) => rest = above,
                None => return &[],
            }
        }
    }
}

/// `*` stands for any run of characters. Every piece is taken at its first place, so the work is at most quadratic in the shorter text.
pub fn wildcard(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else { return rest.is_empty() };
    for piece in pieces {
        match rest.find(piece).and_then(|at| rest.get(at.saturating_add(piece.len())..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}
