//! The closed list of questions that rules may ask. Each is answered yes, no or unknown for one subject.
//!
//! There is no expression language: what a rule needs and cannot say with `all`, `any` and `none` becomes a fact here, with a test.

use crate::detect::Tri;
use crate::evidence::EvidenceId;
use crate::gap::{GapCode, Hides};

/// What one answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectKind {
    App,
    Policy,
    /// All calls that read one data type for one owner.
    Collection,
    Permission,
    Sdk,
    Endpoint,
}

impl SubjectKind {
    pub fn parse(word: &str) -> Option<SubjectKind> {
        Some(match word {
            "app" => SubjectKind::App,
            "policy" => SubjectKind::Policy,
            "collection" => SubjectKind::Collection,
            "permission" => SubjectKind::Permission,
            "sdk" => SubjectKind::Sdk,
            "endpoint" => SubjectKind::Endpoint,
            _ => return None,
        })
    }

    /// Facts of the app and of the policy may be asked of any subject.
    pub fn may_ask(self, fact: Fact) -> bool {
        let about = fact.about();
        about == self || about == SubjectKind::App || about == SubjectKind::Policy
    }
}

/// One answered fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub tri: Tri,
    pub evidence: Vec<EvidenceId>,
    /// Why it is unknown. An unknown without a gap says nothing and makes no finding.
    pub gaps: Vec<GapCode>,
}

impl Answer {
    pub fn yes(evidence: Vec<EvidenceId>) -> Answer {
        Answer { tri: Tri::Yes, evidence, gaps: Vec::new() }
    }

    pub fn no(evidence: Vec<EvidenceId>) -> Answer {
        Answer { tri: Tri::No, evidence, gaps: Vec::new() }
    }

    pub fn unknown(evidence: Vec<EvidenceId>, gaps: Vec<GapCode>) -> Answer {
        Answer { tri: Tri::Unknown, evidence, gaps }
    }

    /// Yes or no, with evidence for a yes.
    pub fn of(holds: bool, evidence: Vec<EvidenceId>) -> Answer {
        if holds { Answer::yes(evidence) } else { Answer::no(Vec::new()) }
    }
}

macro_rules! facts {
    ($( $about:ident { $( $(#[doc = $doc:literal])+ $fact:ident = $name:literal [$($hides:ident),*] )+ } )+) => {
        /// A question. The name in rule files is [`Fact::name`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fact { $( $( $(#[doc = $doc])+ $fact, )+ )+ }

        impl Fact {
            pub const ALL: &[Fact] = &[$( $( Fact::$fact, )+ )+];

            pub fn name(self) -> &'static str {
                match self { $( $( Fact::$fact => $name, )+ )+ }
            }

            /// The subject it is a question about.
            pub fn about(self) -> SubjectKind {
                match self { $( $( Fact::$fact => SubjectKind::$about, )+ )+ }
            }

            /// What a gap must hide to be able to turn a `no` into a `yes`.
            pub fn hidden_by(self) -> &'static [Hides] {
                match self { $( $( Fact::$fact => &[$(Hides::$hides),*], )+ )+ }
            }

            /// What the question is, in words.
            pub fn meaning(self) -> &'static str {
                match self { $( $( Fact::$fact => concat!($($doc),+), )+ )+ }
            }
        }
    };
}

facts! {
    App {
        /// `targetSdkVersion` is known and below 23: every permission is granted at install.
        TargetBelow23 = "target-below-23" [Manifest]
        /// The manifest asks for a permission that Android 6 and above would ask the user for.
        AsksGuardedPermission = "asks-guarded-permission" []
        /// A policy text was supplied or found inside the app.
        PolicyGiven = "policy-given" []
        /// The app, or its listing, holds the address of a policy.
        PolicyAddress = "policy-address" [Resources]
        /// The listing says that no policy is published.
        ListingWithoutPolicy = "listing-without-policy" []
        /// Policy words stand on a screen that the launcher can reach.
        PolicyWords = "policy-words" [Resources]
        /// The nearest screen that shows the policy is more than four screens from the launcher.
        PolicyFar = "policy-far" []
        /// People can log in or register.
        Login = "login" [Resources]
        /// The app has words or a screen for closing an account.
        AccountClosingInApp = "account-closing-in-app" [Resources]
        /// The app is made for children, by its own words or its listing.
        ForChildren = "for-children" [Resources]
        /// Background location permission, or a foreground service of type location.
        BackgroundLocation = "background-location" [Manifest]
        /// Clear-text traffic is allowed by manifest, network security config or target level.
        CleartextAllowed = "cleartext-allowed" [Manifest]
        /// The app may open network connections at all.
        Internet = "internet" [Manifest]
        /// The archive or a file in it has an oddity that ordinary build tools do not leave behind.
        Tampering = "tampering" []
        /// Some reachable code of the app or its SDKs reads personal data.
        CollectsAnything = "collects-anything" [Calls, CallsOfSdk]
        /// The app addresses people in mainland China: its label is Chinese.
        OfferedInChina = "offered-in-china" []
        /// The category was given or comes from the store.
        CategoryKnown = "category-known" [Category]
        /// The category is a catch-all for which no list of permissions or data can be drawn up.
        CategoryOpen = "category-open" []
        /// The category is that of public health and contact tracing (our own).
        PublicHealth = "public-health" []
        /// Before any input, without a consent gate, the app asks for personal data permissions of two or more groups in one call.
        SeveralPermissionsAtLaunch = "several-permissions-at-launch" []
        /// The denied side of a permission request ends the screen or the process.
        QuitsWhenRefused = "quits-when-refused" []
        /// The denied side of a permission request asks again, or a request stands in `onResume` without anything remembered.
        AsksAgain = "asks-again-after-refusal" []
        /// A check box beside policy words is ticked from the start.
        ConsentTicked = "consent-ticked" []
        /// A text of the app takes logging in or going on for consent.
        ConsentImplied = "consent-implied" []
        /// A receiver of the app or of an SDK wakes at boot, on unlocking, or on changes of power, network or packages.
        SelfStarts = "self-starts" []
        /// Code starts or binds components of another package, or an SDK lets other apps wake this one.
        StartsOthers = "starts-others" []
        /// Code hands a package to the installer.
        InstallsApps = "installs-apps" []
        /// The launcher entry is switched off in code, or shows no name.
        HidesIcon = "hides-icon" []
        /// The app is a device administrator.
        ResistsRemoval = "resists-removal" []
        /// A reachable SDK of a vendor who could receive data is embedded.
        EmbedsSdk = "embeds-sdk" [Sdks]
        /// A reachable advertising SDK is embedded.
        TargetingSdk = "targeting-sdk" []
        /// The app has words for switching off recommendations or targeted advertising.
        RecommendationSwitchInApp = "recommendation-switch-in-app" [Resources]
        /// The app has words for withdrawing consent.
        WithdrawalInApp = "withdrawal-in-app" [Resources]
        /// The app has words for a list of data collected or of data shared.
        TwoListsInApp = "two-lists-in-app" [Resources]
        /// Faces are read, or an SDK for verifying faces is embedded.
        FaceVerification = "face-verification" []
        /// The app or the policy speaks of verifying by a code, a password or in another way.
        OtherVerification = "other-verification" [Resources, Statements]
        /// A consent management platform is embedded.
        ConsentPlatform = "consent-platform" [Sdks]
        /// The app takes part in the platform's exposure notifications.
        ExposureApi = "exposure-api" []
        /// The manifest asks for location.
        LocationAsked = "location-asked" []
        /// The target level is 31 or above: scanning for Bluetooth devices needs no location permission.
        TargetFrom31 = "target-from-31" []
        /// What the store says of the app was supplied.
        ListingGiven = "listing-given" []
        /// The listing supplied says that it shows no developer, or no policy and no address of one: the field is there and blank, or `policy_published` is false.
        ListingIncomplete = "listing-incomplete" []
        /// An exported Data safety form was supplied.
        FormGiven = "form-given" []
        /// The form says that data are encrypted in transit.
        FormSaysEncrypted = "form-says-encrypted" []
        /// The form holds a link for deleting the account.
        FormDeletionLink = "form-deletion-link" []
        /// A report of an earlier version was supplied.
        EarlierGiven = "earlier-given" []
        /// The policy text is the one of the earlier report, to the letter.
        PolicyUnchanged = "policy-unchanged" []
    }
    Policy {
        /// At least one document is a privacy policy in a language that is read here.
        PolicyReadable = "policy-readable" []
        /// A document was supplied that is no privacy policy: another agreement, an error page, an empty page.
        NotAPolicy = "not-a-policy" []
        /// A Simplified Chinese text is among the policies.
        SimplifiedChinese = "simplified-chinese" []
        /// The policy says of at least one kind of data that it is collected.
        CollectionStated = "collection-stated" [Statements]
        /// The policy says that nothing, or something, is not collected.
        DenialStated = "denial-stated" [Statements]
        /// The operator is named.
        OperatorNamed = "operator-named" [Statements]
        /// A way to reach the operator is given.
        ContactStated = "contact-stated" [Statements]
        /// The retention period, or how it is determined, is stated.
        RetentionStated = "retention-stated" [Statements, SdkList]
        /// An effective or update date is stated.
        DateStated = "date-stated" [Statements]
        /// A channel for complaints is published.
        ComplaintChannelStated = "complaint-channel-stated" [Statements]
        /// Access, correction and deletion are explained.
        RightsStated = "rights-stated" [Statements]
        /// The policy says how an account is closed.
        AccountClosingStated = "account-closing-stated" [Statements]
        /// The policy has rules for children.
        ChildrenClause = "children-clause" [Statements]
        /// The promised time for an answer is longer than 15 working days.
        ReplyDaysOver15 = "reply-days-over-15" []
        /// One kind of data is said to be collected and, elsewhere, not to be.
        ContradictsItself = "contradicts-itself" []
        /// Places of a template were left open.
        TemplateLeftOpen = "template-left-open" []
        /// The policy's title names another app, and neither this app's label nor its developer occurs.
        NamesAnotherApp = "names-another-app" []
        /// The policy says how recommendations or targeted advertising are switched off.
        RecommendationSwitchStated = "recommendation-switch-stated" [Statements]
        /// The policy says how consent is withdrawn.
        WithdrawalStated = "withdrawal-stated" [Statements]
        /// The policy speaks of separate consent for sensitive data.
        SeparateConsentStated = "separate-consent-stated" [Statements]
        /// The policy says whether data leave the country.
        CrossBorderStated = "cross-border-stated" [Statements]
        /// The policy has the two lists, of data collected and of data shared, or links to them.
        TwoListsStated = "two-lists-stated" [Statements, SdkList]
        /// The policy says of some third party that it receives or collects data, or lists one.
        ThirdPartyStated = "third-party-stated" [Statements, SdkList]
        /// The policy says that nothing goes to third parties.
        ThirdPartiesDenied = "third-parties-denied" []
        /// A sentence on collecting ends its list with a general word (等, "including but not limited to").
        OpenList = "open-list" []
        /// For some kind of data only improving, researching or targeting is given as purpose.
        OnlyImprovement = "only-improvement-purpose" []
        /// Closing an account demands an identity document, a face or paper.
        ClosingDemandsMore = "closing-demands-more" []
        /// The text is long without headings, or its sentences are very long.
        HardToRead = "hard-to-read" []
    }
    Collection {
        /// An entry point that the system can call reaches a call. Code whose reachability is unknown is printed among the collections and makes no finding.
        Reachable = "reachable" []
        /// One of the reachable calls is a strong or medium sign and not driven by the user's own choice (picker, share sheet).
        Personal = "personal" []
        /// Such a call runs from a provider, initialiser or Application without a consent gate.
        UngatedAtAppStart = "ungated-at-app-start" []
        /// Such a call runs from the launcher activity, before any input, without a consent gate.
        UngatedAtLaunch = "ungated-at-launch" []
        /// That early call needs no run-time permission, or the target level grants all at install.
        GrantFree = "grant-free" []
        /// The value flows to the network, an SMS or another package.
        LeavesDevice = "leaves-device" [Flows]
        /// Every site was followed to its end and the value stays.
        StaysOnDevice = "stays-on-device" []
        /// The policy states the kind of data, or one that includes it, for this owner.
        Disclosed = "disclosed" [Statements, Versions]
        /// The policy states only a vaguer kind (设备信息 for the IMEI).
        VagueData = "vague-data" [Statements, Versions]
        /// The policy states the kind only for somebody else or for unnamed partners.
        VagueParty = "vague-party" [Statements, Versions]
        /// The policy states and denies the kind.
        Ambiguous = "ambiguous" []
        /// The policy denies the kind and nowhere states it.
        Contradicted = "contradicted" []
        /// The policy says that the data stay on the device, and a flow shows that they leave it.
        SaidLocal = "said-local" []
        /// The policy states a kind that only device interfaces give, and the app has neither call nor permission for it.
        Redundant = "redundant" []
        /// Calls, SDKs or manifest entries may be hidden from the analysis.
        CodeHidden = "code-hidden" []
        /// IMEI, MEID, IMSI, ICCID, serial number or MAC address: cannot be reset by the user.
        UnchangeableId = "unchangeable-id" []
        /// The kind is necessary for the category, or belongs to a permission that is necessary or plausible there.
        NecessaryForCategory = "necessary-for-category" []
        /// The owner is an SDK whose entry in the policy's list names kinds of data, and not this one.
        MissingFromSdkEntry = "missing-from-sdk-entry" []
        /// Every telling call needs a run-time permission: the user can refuse it.
        NeedsGrant = "needs-grant" []
        /// The kind is sensitive by the standard in force on the day.
        SensitiveData = "sensitive-data" []
        /// The kind belongs to a special category of the GDPR.
        SpecialCategory = "special-category" []
        /// A timer, worker, executor or location request with a constant period of an hour or less reads it.
        ReadsPeriodically = "reads-periodically" []
        /// The value flows into a component outside this package.
        HandedToOtherApp = "handed-to-other-app" [Flows]
        /// The owner is an SDK for advertising, analytics or attribution.
        OwnerTracks = "owner-tracks" []
        /// The kind identifies a device.
        Identifier = "identifier" []
        /// The kind is a location.
        LocationData = "location-data" []
        /// A hardware identifier, the Android ID or the phone number.
        FixedIdentifier = "fixed-identifier" []
        /// The Data safety form names a type that covers it.
        InForm = "in-form" []
        /// The earlier version did not read it for this owner.
        NewSinceEarlier = "new-since-earlier" []
    }
    Permission {
        /// The manifest declares it.
        PermissionDeclared = "permission-declared" []
        /// It is granted at run time or by a special screen.
        PermissionGuarded = "permission-guarded" []
        /// It gives access to personal data.
        PermissionCollects = "permission-collects" []
        /// Code, components or SDKs use it.
        PermissionUsed = "permission-used" [Calls]
        /// No code shows its use, or code that could use it was not seen: it is never called unused.
        UseMayHide = "use-may-hide" []
        /// The policy names the permission or its data.
        PermissionMentioned = "permission-mentioned" [Statements, Versions]
        /// Its data are necessary for the category.
        PermissionNecessary = "permission-necessary" []
        /// A function of the category that the user starts may ask for it (our judgement, not the rule's).
        PermissionPlausible = "permission-plausible" []
        /// It is asked for before any input, without a consent gate on the path.
        AskedBeforeConsent = "asked-before-consent" []
        /// It is asked for, and nothing near the request tells the user why.
        AskedWithoutReason = "asked-without-reason" []
        /// The store restricts it to listed uses.
        RestrictedByStore = "restricted-by-store" []
    }
    Sdk {
        /// Third-party code with a vendor, certainly or likely recognised, and reachable.
        SdkEmbedded = "sdk-embedded" []
        /// The policy names the product or its company.
        SdkNamed = "sdk-named" [Statements, SdkList, Versions]
        /// The SDK's entry states neither purpose nor kinds of data.
        SdkEntryBare = "sdk-entry-bare" []
        /// Its own code reads personal data.
        SdkCollects = "sdk-collects-by-itself" []
        /// It is started, or its code reads personal data, from a provider, initialiser or Application without a consent gate.
        SdkStartedBeforeConsent = "sdk-started-before-consent" []
        /// The same from the launcher activity.
        SdkStartedAtLaunch = "sdk-started-at-launch" []
        /// Its vendor sits outside mainland China.
        SdkForeign = "sdk-foreign" []
        /// A sensor callback in its code can open a screen.
        SdkShakeJump = "sdk-shake-jump" []
        /// The earlier version did not have it.
        SdkNewSinceEarlier = "sdk-new-since-earlier" []
    }
    Endpoint {
        /// The address is a clear-text one.
        EndpointCleartext = "endpoint-cleartext" []
    }
}

impl Fact {
    pub fn parse(name: &str) -> Option<Fact> {
        Fact::ALL.iter().copied().find(|f| f.name() == name)
    }
}
