//! The forms of the files in `signatures/`. Unknown keys are errors; `status` and `source` are required everywhere.
//!
//! | folder | form |
//! |---|---|
//! | `data/` | [`DataType`]: a leaf, inner or finer node of the ontology |
//! | `api/` | [`ApiFile`]: calls, fields, addresses, constants that collect |
//! | `permission/` | [`PermissionFile`] |
//! | `sdk/` | [`Sdk`], one file an SDK or library |
//! | `consent/` | [`ConsentFile`]: consent calls of SDKs, words of consent flags |
//! | `packer/` | [`Packer`] |
//! | `category/` | [`Category`]: the 39 app types and our own |
//! | `law/` | [`Law`] |
//! | `code/` | [`Code`]: the finding codes with their levels and words |
//! | `rule/` | [`Rule`] |
//! | `phrase/zh`, `phrase/en` | [`PhraseFile`] |
//! | `notice/` | [`NoticeStyle`]: how one authority words its notices |
//! | `complaint/` | [`ComplaintFile`]: what people complain of, and the findings that would bear it out |

use serde::{Deserialize, Serialize};

use crate::words::Words;

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
    /// `leaf`, `inner` or `finer`.
    pub level: String,
    /// GB/T 35273-2020 class: `sensitive`, `general`, ... as in the facts.
    #[serde(default)]
    pub gbt35273: String,
    #[serde(default)]
    pub gbt45574: String,
    #[serde(default)]
    pub gdpr: String,
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
    /// intent actions, content authorities, or a prefix of any of them.
    #[serde(default)]
    pub used_by: Vec<String>,
    /// No code shows its use, so it is never called unused (INTERNET, WAKE_LOCK in services, FOREGROUND_SERVICE ...).
    #[serde(default)]
    pub use_not_decidable: bool,
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
    #[serde(default)]
    pub limits: String,
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

// ---- notices --------------------------------------------------------------------------------------------------------

/// How one kind of authority writes its notices: a layout and a closed list of wordings. What has no wording here enters no notice of this style.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeStyle {
    pub id: String,
    pub status: Status,
    pub source: String,
    pub name: Words,
    /// `table` (a row an app), `by-breach` (numbered sentences, apps behind each), `by-issue` (headings, apps below), `indicators` (an answer an app).
    pub layout: String,
    /// Title where the campaign file gives none.
    pub title: Words,
    /// First paragraph: `{authority} {basis} {apps} {found}` are filled in; `{found}` is the number of apps and, where there are any, of SDKs.
    pub opening: Words,
    /// Last paragraph: `{deadline}` is filled in.
    pub closing: Words,
    /// The same where no deadline is given.
    #[serde(default)]
    pub closing_without_deadline: Words,
    /// Laws that the opening names, by id; those from memory are left out of a notice.
    #[serde(default)]
    pub basis: Vec<String>,
    /// Heads of the table of apps, in the order of the layout.
    #[serde(default)]
    pub columns: Vec<Words>,
    /// Heads of the table of SDKs.
    #[serde(default)]
    pub sdk_columns: Vec<Words>,
    /// Between several issues in one cell.
    #[serde(default)]
    pub join: Words,
    #[serde(default)]
    pub wording: Vec<Wording>,
    #[serde(default, rename = "case")]
    pub cases: Vec<WordingCase>,
}

/// One entry of a closed list. A code stands in one wording of a style at most: one act is not held against anybody twice.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub id: String,
    pub words: Words,
    /// Codes that the operator of the app answers for.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Codes that are an SDK's own act (SDK自行收集); never held against the app.
    #[serde(default)]
    pub sdk_codes: Vec<String>,
    /// Where the wording was met.
    #[serde(default)]
    pub seen: String,
    /// The words themselves are from memory or ours: kept out of notices like a law from memory.
    #[serde(default)]
    pub from_memory: bool,
}

/// What a finding of this code becomes in the style.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingCase {
    pub code: String,
    /// The act of an SDK itself.
    #[serde(default)]
    pub sdk: bool,
    /// Id of the wording; empty: the style has none.
    pub expect: String,
}

/// Words of complaints. A complaint is never evidence; it says where to look first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintFile {
    pub id: String,
    pub status: Status,
    pub source: String,
    pub name: Words,
    /// Any of these in the text.
    pub terms: Vec<String>,
    /// Findings that would bear it out.
    pub codes: Vec<String>,
    /// Only where the finding is about one of these data types; empty: any.
    #[serde(default)]
    pub data_types: Vec<String>,
    #[serde(default, rename = "case")]
    pub cases: Vec<PhraseCase>,
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

impl NoticeStyle {
    /// The wording of a code, for the app's operator or for the act of an SDK itself.
    pub fn wording_of(&self, code: &str, sdk: bool) -> Option<&Wording> {
        self.wording.iter().find(|w| if sdk { &w.sdk_codes } else { &w.codes }.iter().any(|c| c == code))
    }
}

impl ComplaintFile {
    /// Whether a complaint's text, in lower case or not, is about this.
    pub fn speaks_of(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.terms.iter().any(|t| text.contains(&t.to_lowercase()))
    }
}
