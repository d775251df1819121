//! The questions that rules ask, as the reports print them. Which questions there are is for the rules to say; a new one does not compile without words.

use super::words::w;
use crate::rules::Fact;
use crate::words::Words;

macro_rules! questions {
    ($($fact:ident: $zh:literal, $en:literal;)*) => {
        /// What was asked, so that 是 / 否 / 未知 before it is the answer.
        pub fn question(fact: Fact) -> Words {
            match fact { $(Fact::$fact => w($zh, $en),)* }
        }
    };
}

questions! {
    TargetBelow23: "targetSdkVersion已知且低于23（权限在安装时全部授予）", "the target level is below 23: all permissions are granted at install";
    AsksGuardedPermission: "清单声明了须由用户授予的权限", "the manifest asks for a permission that newer Android asks the user for";
    PolicyGiven: "已提供隐私政策文本，或在应用内找到", "a policy text was supplied or found inside the app";
    PolicyAddress: "应用或商店信息中有隐私政策地址", "the app or its listing holds the address of a policy";
    ListingWithoutPolicy: "商店信息注明未公布隐私政策", "the listing says that no policy is published";
    PolicyWords: "启动界面可到达的界面上有隐私政策字样", "a screen that the launcher can reach has policy words";
    PolicyFar: "从启动界面到显示隐私政策的最近界面超过4次跳转", "the nearest screen that shows the policy is more than four screens from the launcher";
    Login: "可登录或注册", "people can log in or register";
    AccountClosingInApp: "应用内有注销账号的文字或界面", "the app has words or a screen for closing an account";
    ForChildren: "面向儿童（据应用或商店信息）", "the app is made for children, by its own words or its listing";
    BackgroundLocation: "申请后台定位权限，或有定位类前台服务", "background location permission, or a foreground service for location";
    CleartextAllowed: "允许明文传输", "clear-text traffic is allowed";
    Internet: "可以联网", "the app may use the network";
    Tampering: "安装包有普通打包工具不会留下的异常", "the file has an oddity that ordinary build tools do not leave";
    CollectsAnything: "可达代码中有读取个人信息的调用", "code that can run reads personal data";
    OfferedInChina: "面向中国境内用户（应用名称为中文）", "the app addresses people in mainland China: its label is Chinese";
    CategoryKnown: "应用类型已指定或来自商店信息", "the category was given or comes from the store";
    CategoryOpen: "应用类型为兜底类，无法列出必要信息范围", "the category is a catch-all without a list of necessary data";
    PublicHealth: "应用类型为公共卫生与接触追踪（本工具自设类型）", "the category is public health and contact tracing (our own)";
    SeveralPermissionsAtLaunch: "用户操作前一次性申请两组以上可收集个人信息的权限，路径上未见同意判断", "before any input it asks for two or more groups of permissions in one call, with no consent check on the path";
    QuitsWhenRefused: "拒绝权限后的分支退出界面或进程", "the denied side of a request ends the screen or the process";
    AsksAgain: "拒绝权限后的分支再次申请，或每次回到界面都申请", "the denied side of a request asks again, or a request stands in onResume";
    ConsentTicked: "隐私政策文字旁的勾选框默认已勾选", "a check box beside policy words is ticked from the start";
    ConsentImplied: "文字将登录或继续使用视为同意", "a text takes logging in or going on for consent";
    SelfStarts: "有随系统事件（开机、解锁、电源、网络、安装）唤醒的接收器", "a receiver wakes at boot, on unlocking, or on changes of power, network or packages";
    StartsOthers: "代码启动或绑定其他应用的组件，或SDK开放被其他应用唤醒的组件", "code starts or binds components of another package, or an SDK lets other apps wake this one";
    InstallsApps: "代码将安装包交给系统安装器", "code hands a package to the installer";
    HidesIcon: "代码停用启动图标，或应用名称为空白", "the launcher entry is switched off in code, or shows no name";
    ResistsRemoval: "应用为设备管理器，须先停用才能卸载", "the app is a device administrator, to be switched off before it can be removed";
    EmbedsSdk: "集成了可达的第三方SDK", "an SDK of a vendor that can run is embedded";
    TargetingSdk: "集成了可达的广告SDK", "an advertising SDK that can run is embedded";
    RecommendationSwitchInApp: "应用内有关闭个性化推荐或定向广告的文字", "the app has words for switching off recommendations or targeted advertising";
    WithdrawalInApp: "应用内有撤回同意的文字", "the app has words for withdrawing consent";
    TwoListsInApp: "应用内有已收集或已共享个人信息清单的文字", "the app has words for a list of data collected or shared";
    FaceVerification: "读取人脸，或集成人脸核验SDK", "faces are read, or an SDK that verifies faces is embedded";
    OtherVerification: "应用或隐私政策提到验证码、密码等其他验证方式", "the app or the policy speaks of verifying in another way than the face";
    ConsentPlatform: "集成了同意管理平台", "a consent management platform is embedded";
    ExposureApi: "使用系统的接触通知接口", "the app takes part in exposure notifications";
    LocationAsked: "清单声明了位置权限", "the manifest asks for location";
    TargetFrom31: "targetSdkVersion为31以上（扫描蓝牙不需要位置权限）", "the target level is 31 or above: scanning Bluetooth needs no location permission";
    ListingGiven: "已提供商店信息", "what the store says was supplied";
    ListingIncomplete: "商店信息中开发者为空，或没有隐私政策及其地址", "the listing shows no developer, or neither a policy nor its address";
    FormGiven: "已提供数据安全表", "an exported Data safety form was supplied";
    FormSaysEncrypted: "数据安全表称传输时加密", "the form says that data are encrypted in transit";
    FormDeletionLink: "数据安全表有账号删除链接", "the form holds a link for deleting the account";
    EarlierGiven: "已提供旧版本的报告", "a report of an earlier version was supplied";
    PolicyUnchanged: "隐私政策文本与旧版本完全相同", "the policy text is that of the earlier report, to the letter";
    PolicyReadable: "至少一份文本是所用语言可分析的隐私政策", "at least one text is a privacy policy in a language that is read here";
    NotAPolicy: "所提供的文本有一份不是隐私政策", "a text was supplied that is no privacy policy";
    SimplifiedChinese: "隐私政策有简体中文文本", "a Simplified Chinese text is among the policies";
    CollectionStated: "隐私政策说明收集至少一类信息", "the policy says of at least one kind of data that it is collected";
    DenialStated: "隐私政策声明不收集某类信息或任何信息", "the policy says that something, or anything, is not collected";
    OperatorNamed: "写明运营者名称", "the operator is named";
    ContactStated: "写明联系方式", "a way to reach the operator is given";
    RetentionStated: "写明保存期限或其确定方法", "the retention period, or how it is determined, is stated";
    DateStated: "写明生效或更新日期", "an effective or update date is stated";
    ComplaintChannelStated: "公布投诉举报渠道", "a channel for complaints is published";
    RightsStated: "说明查询、更正、删除的方法", "access, correction and deletion are explained";
    AccountClosingStated: "说明注销账号的方法", "the policy says how an account is closed";
    ChildrenClause: "有未成年人或儿童个人信息规则", "the policy has rules for children";
    ReplyDaysOver15: "承诺的答复时限超过15个工作日", "the promised time for an answer is longer than 15 working days";
    ContradictsItself: "同一类信息既称收集又称不收集", "one kind of data is said to be collected and, elsewhere, not to be";
    TemplateLeftOpen: "模板有未填写之处", "places of a template were left open";
    NamesAnotherApp: "标题是另一应用，且未出现本应用名称或开发者", "the title names another app, and neither this app nor its developer occurs";
    RecommendationSwitchStated: "隐私政策说明如何关闭个性化推荐或定向广告", "the policy says how recommendations or targeted advertising are switched off";
    WithdrawalStated: "隐私政策说明如何撤回同意", "the policy says how consent is withdrawn";
    SeparateConsentStated: "隐私政策说明敏感个人信息的单独同意", "the policy speaks of separate consent for sensitive data";
    CrossBorderStated: "隐私政策说明是否向境外提供", "the policy says whether data leave the country";
    TwoListsStated: "隐私政策有“双清单”或其链接", "the policy has the two lists, or links to them";
    ThirdPartyStated: "隐私政策提到向某第三方提供或由其收集", "the policy speaks of some third party that receives or collects data";
    ThirdPartiesDenied: "隐私政策称不向第三方提供", "the policy says that nothing goes to third parties";
    OpenList: "收集语句以“等”或“包括但不限于”概括", "a sentence on collecting ends its list with a general word";
    OnlyImprovement: "某类信息仅以改善服务、研发或定向推送为目的", "for some kind of data only improving, researching or targeting is given as purpose";
    ClosingDemandsMore: "注销账号需提供身份证照片、人脸或纸质材料", "closing an account demands an identity document, a face or paper";
    HardToRead: "文本冗长而无标题，或句子过长（阈值为本工具所定）", "the text is long without headings, or its sentences are very long (our thresholds)";
    Reachable: "调用可由系统入口到达", "an entry point that the system can call reaches the call";
    Personal: "可达调用为强或中等迹象，且非用户主动选择", "a call that can run is a strong or medium sign, and not the user's own choice";
    UngatedAtAppStart: "应用启动时即可执行，路径上未见同意判断", "it runs at app start with no consent check on the path";
    UngatedAtLaunch: "首个界面上、用户操作前即可执行，路径上未见同意判断", "it runs from the first screen, before any input, with no consent check on the path";
    GrantFree: "上述调用不需要运行时权限，或权限在安装时已授予", "that early call needs no run-time permission, or has it since install";
    LeavesDevice: "数据流向网络、短信或其他应用", "the value flows to the network, an SMS or another app";
    StaysOnDevice: "各处均已追踪到底，数据留在设备上", "every place was followed to its end and the value stays on the device";
    Disclosed: "隐私政策已就该主体说明此类信息或其上位类别", "the policy states this kind of data, or one that includes it, for this owner";
    VagueData: "隐私政策仅有更笼统的类别", "the policy states only a vaguer kind";
    VagueParty: "隐私政策仅就其他主体或未具名的合作方说明", "the policy states it only for somebody else or for unnamed partners";
    Ambiguous: "隐私政策对此类信息既有说明又有否认", "the policy both states and denies this kind of data";
    Contradicted: "隐私政策否认收集此类信息，且无处说明", "the policy denies this kind of data and nowhere states it";
    SaidLocal: "隐私政策称信息留在设备上，而代码中有流出", "the policy says that the data stay on the device, and a flow leaves it";
    Redundant: "隐私政策说明了此类信息，但应用中既无调用也无权限", "the policy states this kind of data, and the app has neither call nor permission for it";
    CodeHidden: "可能有调用、SDK或清单内容未能看到", "calls, SDKs or manifest entries may be hidden from the analysis";
    UnchangeableId: "属用户不能重置的标识（IMEI、IMSI、序列号、MAC地址等）", "an identifier that the user cannot reset (IMEI, IMSI, serial number, MAC address, ...)";
    NecessaryForCategory: "属该类应用的必要个人信息", "necessary for this category of app";
    MissingFromSdkEntry: "隐私政策的SDK清单列了该SDK的信息种类，但没有此类", "the SDK's entry in the policy names kinds of data, and not this one";
    NeedsGrant: "各调用均需运行时权限，用户可以拒绝", "every such call needs a run-time permission, so that the user can refuse it";
    SensitiveData: "属当日有效标准所列的敏感个人信息", "sensitive by the standard in force on the day";
    SpecialCategory: "属GDPR特殊类别", "of a special category under the GDPR";
    ReadsPeriodically: "以不超过一小时的固定周期读取", "read again and again at a constant period of an hour or less";
    HandedToOtherApp: "数据流入本应用以外的组件", "the value flows into a component outside this package";
    OwnerTracks: "归属广告、统计或归因SDK", "the owner is an SDK for advertising, analytics or attribution";
    Identifier: "属设备标识", "the kind identifies a device";
    LocationData: "属位置信息", "the kind is a location";
    FixedIdentifier: "属硬件标识、Android ID或手机号", "a hardware identifier, the Android ID or the phone number";
    InForm: "数据安全表已列出涵盖该信息的类型", "the Data safety form names a type that covers it";
    NewSinceEarlier: "旧版本中该主体未读取此类信息", "the earlier version did not read it for this owner";
    PermissionDeclared: "清单文件声明了该权限", "the manifest declares the permission";
    PermissionGuarded: "需运行时授权或在特殊页面授权", "granted at run time or on a special screen";
    PermissionCollects: "该权限可取得个人信息", "the permission gives access to personal data";
    PermissionUsed: "代码、组件或SDK使用该权限", "code, components or SDKs use the permission";
    UseMayHide: "未见使用，或可能使用它的代码未能看到", "no code shows its use, or code that could use it was not seen";
    PermissionMentioned: "隐私政策提到该权限或其信息", "the policy names the permission or its data";
    PermissionNecessary: "该权限的信息属该类应用所必要", "its data are necessary for this category of app";
    PermissionPlausible: "用户在该类应用中启用的功能可能需要（本工具的判断）", "a function of this category that the user starts may need it (our judgement)";
    AskedBeforeConsent: "用户操作前即申请该权限，路径上未见同意判断", "it is asked for before any input, with no consent check on the path";
    AskedWithoutReason: "申请处附近未见向用户说明目的的文字", "nothing near the request tells the user why";
    RestrictedByStore: "商店仅允许特定用途使用该权限", "the store restricts it to listed uses";
    SdkEmbedded: "已识别出该SDK，且代码可达", "the SDK was recognised and can run";
    SdkNamed: "隐私政策写明该SDK或其公司", "the policy names the product or its company";
    SdkEntryBare: "隐私政策列出该SDK，但未写目的和信息种类", "the SDK's entry states neither purpose nor kinds of data";
    SdkCollects: "该SDK自身代码读取个人信息", "the SDK's own code reads personal data";
    SdkStartedBeforeConsent: "应用启动时即启动该SDK或其代码读取信息，路径上未见同意判断", "it is started, or its code reads data, at app start with no consent check on the path";
    SdkStartedAtLaunch: "首个界面上即启动该SDK或其代码读取信息，路径上未见同意判断", "it is started, or its code reads data, on the first screen with no consent check on the path";
    SdkForeign: "该SDK的公司在境外", "its vendor sits outside mainland China";
    SdkShakeJump: "其传感器回调可打开界面", "a sensor callback in its code can open a screen";
    SdkNewSinceEarlier: "旧版本未集成该SDK", "the earlier version did not have it";
    EndpointCleartext: "地址为明文传输地址", "the address is a clear-text one";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_has_words_of_its_own() {
        let mut seen: Vec<Words> = Vec::new();
        for fact in Fact::ALL {
            let words = question(*fact);
            assert!(!words.zh.is_ascii(), "{}", fact.name());
            assert!(words.en.contains(' ') && words.en.is_ascii(), "{}", fact.name());
            assert!(!words.zh.contains("认定") && !words.zh.contains("合规"));
            assert!(!seen.contains(&words), "{}", fact.name());
            seen.push(words);
        }
    }
}
