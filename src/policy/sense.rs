//! What a phrase of `signatures/phrase` means to the reader.

use serde::{Deserialize, Serialize};

/// What a verb of the text does with data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    Collect,
    Use,
    Store,
    Share,
    /// The user hands it over.
    Supply,
    /// It goes somewhere: where to decides what that means.
    Send,
    /// Looking at data: what it means depends on who looks.
    View,
    /// Joining data, telling people by them; a denial of it denies nothing else.
    Link,
    /// What users may do with their data: no practice of the operator.
    Rights,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    First,
    Third,
    User,
}

/// The sections of a policy: a prior for every sentence in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    Definitions,
    Sdk,
    Sharing,
    Permissions,
    Cookies,
    Retention,
    Cancellation,
    Rights,
    Children,
    CrossBorder,
    Security,
    Contact,
    Change,
    #[serde(rename = "law-exceptions")]
    Exceptions,
    Collection,
}

/// What a column of a table or a labelled line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    Name,
    Company,
    Purpose,
    Data,
    Link,
    Permission,
    /// Whether it is collected at all: yes or no.
    Answer,
    /// Manner, remarks, number: part of a record, but nothing that is asked for.
    Other,
}

/// Words that the readers of facts look for beside the fact files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cue {
    /// Endings of the names of companies and workshops.
    Company,
    /// What is said of the one who runs the app.
    Operator,
    /// What the operator is called from there on: 以下简称“我们”, ("we").
    Called,
    /// A sentence that by itself names the operator, in whatever words: "built the ... app".
    OperatorNamed,
    /// Whose name this is not: suppliers, authorities.
    Supplier,
    /// What a date is the date of.
    Dated,
    /// A date of another thing: founding, a law.
    OtherDate,
    /// Answering a request.
    Reply,
    /// Getting in touch.
    Contact,
    /// Getting in touch with the operator.
    ContactUs,
    /// Agreeing, allowing.
    Consent,
    /// A named place or way that needs no number.
    ContactPlace,
    /// A number follows.
    ContactNumber,
    /// A heading that speaks of complaints.
    Complaint,
    /// Keeping or deleting data.
    Kept,
    /// A period that is not one of keeping.
    NotKept,
    /// Children and those who care for them.
    Minors,
    /// What keeps a denial of collecting from being about everything.
    Limited,
    /// What keeps a denial of sharing from being about everybody.
    DenialLimited,
    /// Whose rights are explained.
    Entitled,
    RightAccess,
    RightCorrect,
    RightDelete,
    /// Holes that an author forgot to fill.
    Placeholder,
    /// A list of third parties on another page, by its name.
    Annex,
    /// Where a list of that name is to be found.
    AnnexLead,
    /// Using, embedding, sharing with an SDK.
    Embedding,
    /// A product is named, but not as one that gets anything: trademarks, compatibility.
    Mere,
    /// What no product's name contains, so that it begins after it: 第三方, 使用, 的.
    NameBreak,
    /// What an SDK does, as no name: 统计SDK.
    SdkKind,
    /// An ordinary word that is a product's name too.
    CommonWord,
    /// What introduces a list of the names of SDKs or services.
    ListLead,
}

/// What a phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sense {
    /// Index of a data type.
    Data(u16),
    /// A longer word that only looks like one of its layer.
    Guard,
    Action(Action),
    Actor(Who),
    Negation,
    Exception,
    /// What takes a part out of what was said: excluding, 不包括.
    Exclusion,
    Adversative,
    Hypothesis,
    Condition,
    Purpose,
    Receiver,
    Instrument,
    Local,
    Advice,
    Channel,
    Definition,
    Include,
    Permission,
    Legal,
    Section(Section),
    Column(Column),
    Cue(Cue),
    /// A group of words of a fact file; see `FactRule`.
    Word(u16),
}

/// Phrases of one layer exclude each other: the leftmost, then the longest stands. Layers do not see one another.
pub type Layer = u8;

/// The layer in which every occurrence stands.
pub const WORDS: Layer = 63;
