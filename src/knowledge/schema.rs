//! The forms of the files in `signatures/`. Unknown keys are errors; `status` and `source` are required everywhere.
//!
//! | folder | form |
//! |---|---|
//! | `data/` | [`DataType`]: a leaf, inner or finer node of the ontology |
//! | `api/` | [`ApiFile`]: calls, fields, addresses, constants that collect |
//! | `permission/` | [`PermissionFile`] |
//! | `sdk/` | [`Sdk`], one file an SDK or library |
//! | `sdk-odbl/` | the like under ODbL 1.0, a set of its own behind the cargo feature `odbl` |
//! | `fingerprint/` | [`Fingerprint`]: how the SDK of the same id is known without its names; made by a tool |
//! | `consent/` | [`ConsentFile`]: consent calls of SDKs, words of consent flags |
//! | `packer/` | [`Packer`] |
//! | `category/` | [`Category`]: the 39 app types and our own |
//! | `law/` | [`Law`] |
//! | `code/` | [`Code`]: the finding codes with their levels and words |
//! | `rule/` | [`Rule`] |
//! | `store/` | [`StoreForm`]: a store's form on data |
//! | `phrase/zh`, `phrase/en` | [`PhraseFile`] |
//! | `notice/` | [`NoticeStyle`]: how one authority words its notices |
//! | `complaint/` | [`ComplaintFile`]: what people complain of, and the findings that would bear it out |

mod notice;

use serde::{Deserialize, Serialize};

use crate::words::Words;
pub use notice::*;

/// How sure a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Compared with the source named.
    Reviewed,
    /// From a source, not yet compared by a second reader.
    #[default]
    Draft,
    /// From memory, unverified: never the base of an established finding.
    FromMemory,
}

// ---- ontology -------------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataType {
    /// `android-id`; a finer node is `device-id/imei`.
    pub id: String,
    pub status: Status,
    pub source: String,
    pub words: Words,
    /// Inner nodes above it; the leaf for a finer node.
    #[serde(default)]
    pub parents: Vec<String>,
    /// Other types whose mention also counts as a clear one for this.
    #[serde(default)]
    pub satisfied_by: Vec<String>,
    /// Inner nodes above it whose plain word does not tell people of it: nobody who reads 设备信息 thinks of the list of their apps. A statement
    /// in that word alone is no mention of this type, not even a vague one.
    #[serde(default)]
    pub not_named_by: Vec<String>,
    /// `leaf`, `inner` or `finer`.
    pub level: String,
    /// GB/T 35273-2020 class: `sensitive`, `general`, ... as in the facts.
    #[serde(default)]
    pub gbt35273: String,
    #[serde(default)]
    pub gbt45574: String,
    #[serde(default)]
    pub gdpr: String,
    /// Data Security Law, article 21, by GB/T 43697-2024: `general`, or `may-be-important` where contents (not only number) can make it important.
    #[serde(default)]
    pub dsl: String,
    /// Play Data safety ids.
    #[serde(default)]
    pub play: Vec<String>,
}

// ---- collection APIs ------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiFile {
    pub id: String,
    pub status: Status,
    pub source: String,
    #[serde(default)]
    pub api: Vec<Api>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApiKind {
    /// A framework method that is called. Matched by class, name and parameter types, through subclasses and overrides.
    Method,
    /// A method of a third-party SDK that the app calls.
    ThirdParty,
    /// A method that the app overrides and the framework calls back.
    Callback,
    /// A field that is read.
    Field,
    /// A content URI: the field that holds it, and its text.
    Uri,
    /// A content URI as text only.
    UriString,
    /// An intent action (or permission) as text: a receiver's filter, an `Intent` constant.
    Intent,
    /// A constant that means something only as an argument of the calls in `argument_of`.
    ConstString,
    /// A call of a script framework, as its text stands in scripts: `plus.device.getInfo`.
    Script,
}

/// One row of the table of collection signs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Unique, never reused.
    pub id: String,
    pub kind: ApiKind,
    /// `Lclass;->name(params)ret` for methods, `Lclass;->name` for fields. `*` for any name, `(*)*` for any parameters.
    #[serde(default)]
    pub signature: String,
    /// The constant's text, for URIs, intents and constants.
    #[serde(default)]
    pub value: String,
    pub data_type: String,
    /// Finer node, such as `device-id/imei`.
    #[serde(default)]
    pub node: Option<String>,
    /// Permissions of which any suffices: `any = ["..."]`. Empty: none needed.
    #[serde(default)]
    pub permissions: Vec<String>,
    #[serde(default)]
    pub since: Option<u32>,
    /// From this API level on the call gives an ordinary app nothing.
    #[serde(default)]
    pub blocked_from_api: Option<u32>,
    /// `strong`, `medium`, `weak`.
    pub strength: String,
    #[serde(default)]
    pub user_mediated: bool,
    /// The call gives a way to the data and not the data: a folder, a sensor, an intent. Where that goes says nothing of the data.
    #[serde(default)]
    pub handle: bool,
    /// The call means something only with one of these arguments.
    #[serde(default)]
    pub arguments: Vec<Argument>,
    /// For `const-string`: signatures of the calls that take it.
    #[serde(default)]
    pub argument_of: Vec<String>,
    #[serde(default)]
    pub note: String,
    /// How the descriptor was checked, from the facts.
    #[serde(default)]
    pub verified: String,
    /// Of this row, where it differs from its file's; the loader fills it in.
    #[serde(default)]
    pub status: Option<Status>,
}

/// A condition on an argument, looked at backwards from the call. An argument that cannot be decided makes the match medium at best.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Argument {
    /// Position among the declared parameters, from 0; the receiver does not count.
    pub index: u8,
    /// Any of these strings.
    #[serde(default)]
    pub strings: Vec<String>,
    /// Begins with any of these.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Any of these numbers.
    #[serde(default)]
    pub ints: Vec<i64>,
    /// A number with all of these bits set in any of these masks.
    #[serde(default)]
    pub bits: Vec<i64>,
    /// Must not be the null constant.
    #[serde(default)]
    pub not_null: bool,
    /// What an undecidable argument means: `match` (still a match) or `no` (no match).
    pub unknown: String,
}

// ---- permissions ----------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionFile {
    pub id: String,
    pub status: Status,
    pub source: String,
    #[serde(default)]
    pub permission: Vec<PermissionInfo>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionInfo {
    pub name: String,
    /// `runtime`, `special`, `install`.
    pub kind: String,
    #[serde(default)]
    pub data_types: Vec<String>,
    #[serde(default)]
    pub since: Option<u32>,
    #[serde(default)]
    pub removed: Option<u32>,
    #[serde(default)]
    pub protection: String,
    /// Name people use for it, in policies: 读取电话状态权限.
    #[serde(default)]
    pub words_zh: Vec<String>,
    #[serde(default)]
    pub words_en: Vec<String>,
    #[serde(default)]
    pub note: String,
    /// Further signs that it is used, beside the collection APIs that name it: method signatures (`Lc;->n` any parameters),
    /// intent actions, content authorities, or a prefix of any of them. A package may be written `com.x.*`, as an import is.
    #[serde(default, deserialize_with = "signs_of_use")]
    pub used_by: Vec<String>,
    /// No code shows its use, so it is never called unused (INTERNET, WAKE_LOCK in services, FOREGROUND_SERVICE ...).
    #[serde(default)]
    pub use_not_decidable: bool,
}

/// `com.x.*` is kept as the prefix of descriptors that it means, `Lcom/x/`.
fn signs_of_use<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let written: Vec<String> = Vec::deserialize(from)?;
    let kept = |sign: String| match sign.strip_suffix(".*") {
        Some(package) => format!("L{}/", package.replace('.', "/")),
        None => sign,
    };
    Ok(written.into_iter().map(kept).collect())
}

// ---- SDKs -----------------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sdk {
    pub id: String,
    pub status: Status,
    pub source: String,
    pub name: Words,
    /// Other names policies use for it: 友盟统计, U-App, com.umeng.analytics ...
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub vendor: Words,
    #[serde(default)]
    pub country: String,
    /// `sdk` or `library` (no vendor who could receive data; never accused).
    pub role: String,
    #[serde(default)]
    pub categories: Vec<String>,
    /// Certain: enough alone. Label-bounded class prefixes with dots.
    #[serde(default)]
    pub packages: Vec<String>,
    /// Prefixes of the vendor or shared by several products: they say whose code it is, and name no product.
    #[serde(default)]
    pub broad_packages: Vec<String>,
    /// Those of `packages` that nobody has seen: an SDK that only these show counts as from memory.
    #[serde(default)]
    pub unverified: Vec<String>,
    /// Full class names of components.
    #[serde(default)]
    pub components: Vec<String>,
    /// Keys of `<meta-data>`.
    #[serde(default)]
    pub meta_data: Vec<String>,
    /// File names of native libraries; `*` stands for any run of characters.
    #[serde(default)]
    pub native: Vec<String>,
    /// Hosts, matched with their subdomains. A hint alone.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Initialisation calls: `Lclass;->name`. Reaching one starts the SDK.
    #[serde(default)]
    pub init: Vec<String>,
    /// Calls allowed before consent: `preInit`.
    #[serde(default)]
    pub pre_init: Vec<String>,
    /// Components that start it without a call of the app.
    #[serde(default)]
    pub auto_start: Vec<String>,
    /// Places that state its version, the surest first, in the forms of [`super::VersionSign`]. Constants of the usual names (`SDK_VERSION`,
    /// `VERSION_NAME` ...) are tried without.
    #[serde(default)]
    pub version: Vec<String>,
    /// What changed with a version.
    #[serde(default)]
    pub advice: Vec<Advice>,
    /// What the vendor says it collects.
    #[serde(default)]
    pub states: Vec<String>,
    #[serde(default)]
    pub website: String,
    #[serde(default)]
    pub policy_url: String,
    #[serde(default, rename = "case")]
    pub cases: Vec<SdkCase>,
}

/// What to know of versions up to one, after which the vendor changed what the SDK does.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// The newest version known to be so: `2.0.2`.
    pub up_to: String,
    pub words: Words,
    pub source: String,
}

/// A class, component, key, library or host that must (not) be recognised as this SDK.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SdkCase {
    #[serde(default)]
    pub class: Option<String>,
    #[serde(default)]
    pub component: Option<String>,
    #[serde(default)]
    pub meta_data: Option<String>,
    #[serde(default)]
    pub native: Option<String>,
    #[serde(default)]
    pub host: Option<String>,
    /// `true`: this SDK; `false`: not this SDK.
    pub matches: bool,
}

/// Numbers (64-bit FNV-1a) of what renaming leaves of an SDK and no other SDK holds. `apksweep signatures fingerprint` makes them from the
/// vendor's binaries; what they stand for is in no file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fingerprint {
    /// Of the SDK.
    pub id: String,
    pub status: Status,
    /// The binaries, with their versions.
    pub source: String,
    /// Text constants of twelve bytes and more.
    #[serde(default, with = "numbers")]
    pub texts: Vec<u64>,
    /// Sets of the framework's methods and fields that one method uses.
    #[serde(default, with = "numbers")]
    pub calls: Vec<u64>,
    /// Forms of all methods of one class.
    #[serde(default, with = "numbers")]
    pub shapes: Vec<u64>,
}

/// Sixteen hexadecimal digits each with blanks between them in a file, plain numbers in the blob.
mod numbers {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub fn serialize<S: Serializer>(all: &[u64], s: S) -> Result<S::Ok, S::Error> {
        // Fixed width: the blob's variable-length numbers would be longer.
        all.iter().map(|n| n.to_le_bytes()).collect::<Vec<[u8; 8]>>().serialize(s)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<u64>, D::Error> {
        if !d.is_human_readable() {
            return Ok(Vec::<[u8; 8]>::deserialize(d)?.into_iter().map(u64::from_le_bytes).collect());
        }
        let text = String::deserialize(d)?;
        let number = |word: &str| u64::from_str_radix(word, 16).ok().filter(|_| word.len() == 16);
        text.split_whitespace()
            .map(|word| number(word).ok_or_else(|| D::Error::custom(format!("`{word}`: not sixteen hexadecimal digits"))))
            .collect()
    }
}

// ---- consent, packers -----------------------------------------------------------------------------------------------

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentFile {
    pub id: String,
    pub status: Status,
    pub source: String,
    #[serde(default)]
    pub sign: Vec<ConsentSign>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentSign {
    pub id: String,
    /// `call` (an SDK told that the user agreed), `pre-init` (allowed before consent), `start` (begins collection), `switch` (a data switch),
    /// `platform` (a consent platform is there), `meta-data` (a key that switches collection), `word` (a part of keys, classes or methods of a stored consent).
    pub kind: String,
    #[serde(default)]
    pub signature: String,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub vendor: String,
    #[serde(default)]
    pub meaning: String,
    #[serde(default)]
    pub verified: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packer {
    pub id: String,
    pub status: Status,
    pub source: String,
    pub name: Words,
    /// `packer`, `hotfix`, `dynamic-loading`, `engine` (script or game engine).
    pub kind: String,
    #[serde(default)]
    pub native: Vec<String>,
    /// Class prefixes.
    #[serde(default)]
    pub packages: Vec<String>,
    /// Entry names, `*` allowed.
    #[serde(default)]
    pub files: Vec<String>,
    /// SDK id, where it is also one.
    #[serde(default)]
    pub sdk: Option<String>,
}

// ---- law ------------------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub id: String,
    pub status: Status,
    pub source: String,
    /// Number in the 2021 provisions, absent for our own.
    #[serde(default)]
    pub number: Option<u32>,
    pub name: Words,
    pub function: Words,
    /// Words in a label or package that let the category be guessed where nobody gave it. A guess is said to be one and judges nothing.
    #[serde(default)]
    pub words: Vec<String>,
    /// The rule names no necessary information at all.
    #[serde(default)]
    pub none: bool,
    #[serde(default)]
    pub necessary: Vec<Words>,
    #[serde(default)]
    pub data_types: Vec<String>,
    /// Ours, not the rule's.
    #[serde(default)]
    pub permissions_necessary: Vec<String>,
    /// Ours, not the rule's: a function that the user starts may ask for these.
    #[serde(default)]
    pub permissions_plausible: Vec<String>,
    #[serde(default)]
    pub play_categories: Vec<String>,
    #[serde(default)]
    pub fdroid_categories: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    pub id: String,
    pub status: Status,
    pub source: String,
    pub name: Words,
    #[serde(default)]
    pub jurisdiction: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub date: String,
    #[serde(default)]
    pub in_force: String,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub article: Vec<LawArticle>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawArticle {
    /// `44`, or `M2.1` for the items of the 2019 method.
    pub id: String,
    /// Our own short rendering. `zh` may be empty where the facts have none.
    pub words: Words,
    /// Finding codes that bear on it.
    #[serde(default)]
    pub findings: Vec<String>,
    /// `decidable`, `indicative`, `not-static` or empty.
    #[serde(default, rename = "static")]
    pub decidable: String,
    #[serde(default)]
    pub note: String,
    /// Wording from memory: printed with 条文待核, never in a notice.
    #[serde(default)]
    pub from_memory: bool,
    /// Permissions that the article restricts (store rules).
    #[serde(default)]
    pub permissions: Vec<String>,
    /// What is looked at to answer the article (items of the 2019 method).
    #[serde(default)]
    pub looked_at: Words,
    /// What the material cannot settle, or why the article cannot be answered from it at all.
    #[serde(default)]
    pub left_open: Words,
}

/// A store's form on data, as its console exports and imports it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreForm {
    pub id: String,
    pub status: Status,
    pub source: String,
    pub name: Words,
    /// Beginning of the questions on one type's use: `{usage}:{type}:...`.
    pub usage: String,
    #[serde(default)]
    pub question: Vec<FormQuestion>,
    #[serde(default)]
    pub purpose: Vec<FormQuestion>,
    #[serde(default, rename = "type")]
    pub types: Vec<FormType>,
}

/// A question with its answers, in the form's own words (English only there).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormQuestion {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub responses: Vec<String>,
}

/// A type of data that the form knows; `play` of the data types names it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormType {
    pub id: String,
    pub category: String,
    pub label: String,
}

/// A finding code: what static analysis can say at best.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    pub id: String,
    pub status: Status,
    pub source: String,
    pub name: Words,
    /// `decidable` (established allowed), `indicative` (at most strong), `not-static` (never emitted).
    pub level: String,
    #[serde(default)]
    pub inputs: Vec<String>,
    #[serde(default)]
    pub evidence: String,
    /// What static analysis leaves open for this code.
    #[serde(default)]
    pub limits: Words,
}

/// A rule: when its facts hold for a subject, a finding is made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Equals the path below `signatures/rule/`: `cn/undisclosed-collection`.
    pub id: String,
    pub status: Status,
    pub source: String,
    pub code: String,
    /// What one answer is about: `app`, `policy`, `collection`, `permission`, `sdk`, `endpoint`.
    pub subject: String,
    #[serde(default)]
    pub all: Vec<String>,
    #[serde(default)]
    pub any: Vec<String>,
    #[serde(default)]
    pub none: Vec<String>,
    pub severity: String,
    /// A lower ceiling than the code's level gives: `strong` or `indicative`.
    #[serde(default)]
    pub ceiling: Option<String>,
    /// The finding says that something is absent: it drops one step under a gap that could hide the thing.
    #[serde(default)]
    pub absence: bool,
    /// `law#article`.
    #[serde(default)]
    pub law: Vec<String>,
    /// Profiles it belongs to: `cn`, `eu`, `play`, `gpen`. Empty: all.
    #[serde(default)]
    pub profiles: Vec<String>,
    pub title: Words,
    pub why: Words,
    pub remedy: Words,
    pub to_check: Words,
    #[serde(default, rename = "case")]
    pub cases: Vec<RuleCase>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleCase {
    pub name: String,
    /// Fact → `yes`, `no`, `unknown`. Facts not named are `no`.
    pub given: std::collections::BTreeMap<String, String>,
    /// `established`, `strong`, `indicative`, `silent`.
    pub expect: String,
}

// ---- phrases --------------------------------------------------------------------------------------------------------

/// A list of words or patterns of one kind, in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseFile {
    /// Equals the path below `signatures/phrase/`: `zh/data/android-id`.
    pub id: String,
    pub status: Status,
    pub source: String,
    /// `data`, `action`, `negation`, `actor`, `condition`, `purpose`, `channel`, `section`, `fact`, ... : the kinds `policy` knows.
    pub kind: String,
    /// What the words mean: a data type id for `data`, a section for `section`, a fact for `fact` ...
    #[serde(default)]
    pub means: String,
    #[serde(default)]
    pub terms: Vec<String>,
    /// Longer words that contain a term and do not mean it (健康发展 for 健康).
    #[serde(default)]
    pub not: Vec<String>,
    /// Of a fact: further groups, of each of which a word must stand in the same sentence. There `not` is what may not stand in it.
    #[serde(default)]
    pub with: Vec<Vec<String>>,
    /// Of a fact: its value where these words settle it.
    #[serde(default)]
    pub value: String,
    /// Of a fact: a heading settles it too.
    #[serde(default)]
    pub heading: bool,
    #[serde(default, rename = "case")]
    pub cases: Vec<PhraseCase>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseCase {
    pub text: String,
    pub matches: bool,
}

/// A file of `signatures/flow`: what methods of libraries do with data.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowFile {
    pub id: String,
    pub status: String,
    pub source: String,
    pub method: Vec<FlowMethod>,
}

/// One method and its effects, in the words of `src/flow/model.rs`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowMethod {
    /// `Lclass;->name`, with `(parameters)` where overloads differ. Holds for classes below, too.
    pub name: String,
    pub does: String,
}
