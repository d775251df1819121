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
    PolicyGiven: "已提供隐私政策文本，或在应用内找到", "a policy text was supplied or found inside the app";
    PolicyAddress: "应用或商店信息中有隐私政策地址", "the app or its listing holds the address of a policy";
    ListingWithoutPolicy: "商店信息注明未公布隐私政策", "the listing says that no policy is published";
    PolicyWords: "启动界面可到达的界面上有隐私政策字样", "a screen that the launcher can reach has policy words";
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
    PermissionDeclared: "清单文件声明了该权限", "the manifest declares the permission";
    PermissionGuarded: "需运行时授权或在特殊页面授权", "granted at run time or on a special screen";
    PermissionCollects: "该权限可取得个人信息", "the permission gives access to personal data";
    PermissionUsed: "代码、组件或SDK使用该权限", "code, components or SDKs use the permission";
    UseMayHide: "未见使用，或可能使用它的代码未能看到", "no code shows its use, or code that could use it was not seen";
    PermissionMentioned: "隐私政策提到该权限或其信息", "the policy names the permission or its data";
    PermissionNecessary: "该权限的信息属该类应用所必要", "its data are necessary for this category of app";
    PermissionPlausible: "用户在该类应用中启用的功能可能需要（本工具的判断）", "a function of this category that the user starts may need it (our judgement)";
    SdkEmbedded: "已识别出该SDK，且代码可达", "the SDK was recognised and can run";
    SdkNamed: "隐私政策写明该SDK或其公司", "the policy names the product or its company";
    SdkEntryBare: "隐私政策列出该SDK，但未写目的和信息种类", "the SDK's entry states neither purpose nor kinds of data";
    SdkCollects: "该SDK自身代码读取个人信息", "the SDK's own code reads personal data";
    SdkStartedBeforeConsent: "应用启动时即启动该SDK或其代码读取信息，路径上未见同意判断", "it is started, or its code reads data, at app start with no consent check on the path";
    SdkStartedAtLaunch: "首个界面上即启动该SDK或其代码读取信息，路径上未见同意判断", "it is started, or its code reads data, on the first screen with no consent check on the path";
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
