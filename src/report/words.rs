//! What the reports call things, in both languages. Words of law, data and SDKs come from the knowledge; here are the tool's own.
//!
//! Wording never exceeds evidence: 可由材料核实 / 代码证据链完整（疑似） / 线索, never 认定; without findings 未发现线索, never 合规.

use super::place;
use super::question::question;
use crate::detect::{
    ActKind, Answer, ComponentKind, Consent, Owner, PackageKind, PermissionKind, SdkConfidence, Sink, Strength, Tri, When,
};
use crate::evidence::EvidenceKind;
use crate::gap::{GapCode, Hides};
use crate::knowledge::{Knowledge, LawArticle};
use crate::policy::{Granularity, Party, Polarity};
use crate::rules::{CategoryOrigin, Certainty, Disclosure, Fact, ItemState, LawRef, PolicyOrigin, SdkListing, Severity};
use crate::words::Words;

/// Shorthand for the tables below.
pub fn w(zh: &str, en: &str) -> Words {
    Words::new(zh, en)
}

/// The same in both languages: a name, a number.
pub fn same(s: &str) -> Words {
    Words::new(s, s)
}

/// An enum of the report that has words.
pub trait Said {
    fn said(&self) -> Words;
}

macro_rules! said {
    ($type:ty { $($variant:pat => $zh:literal, $en:literal;)* }) => {
        impl Said for $type {
            fn said(&self) -> Words {
                match self { $($variant => w($zh, $en),)* }
            }
        }
    };
}

said!(Severity {
    Severity::High => "高", "high";
    Severity::Medium => "中", "medium";
    Severity::Low => "低", "low";
});
said!(Certainty {
    Certainty::Established => "可由材料核实", "verifiable from the material";
    Certainty::Strong => "代码证据链完整（疑似）", "complete chain in the code (suspected)";
    Certainty::Indicative => "线索", "lead";
});
said!(Disclosure {
    Disclosure::Omitted => "未见说明", "not mentioned";
    Disclosure::VagueData => "仅有笼统表述", "only in vaguer words";
    Disclosure::VagueParty => "未指明第三方", "third party not named";
    Disclosure::Ambiguous => "表述不明确", "ambiguous";
    Disclosure::Contradicted => "与声明不一致", "contrary to a statement";
    Disclosure::Redundant => "已声明，未在应用中发现", "declared, not found in the app";
    Disclosure::Clear => "已明示", "clear";
});
said!(ItemState {
    ItemState::Found => "发现线索", "found";
    ItemState::NotFound => "所检查范围内未发现线索", "no lead within what was examined";
    ItemState::NotExamined => "未检查", "not examined";
});
said!(SdkListing {
    SdkListing::Listed => "已列明", "listed";
    SdkListing::ListedWithFewer => "已列明，所列信息种类少于实际", "listed with fewer kinds of data than it reads";
    SdkListing::NotListed => "未列明", "not listed";
    SdkListing::Unknown => "未知（可能列于未提供的页面）", "unknown (perhaps on a page that was not supplied)";
});
said!(ActKind {
    ActKind::AsksPermission => "申请权限", "asks for permissions";
    ActKind::AsksUnexplained => "申请权限，附近未见说明", "asks for permissions with no reason near by";
    ActKind::AsksAgain => "拒绝后再次申请", "asks again after a refusal";
    ActKind::QuitsWhenRefused => "拒绝后退出", "ends when refused";
    ActKind::SelfStart => "随系统事件启动", "woken by the system";
    ActKind::StartsOthers => "关联启动", "starts others or is woken by them";
    ActKind::InstallsApps => "交由系统安装应用", "hands apps to the installer";
    ActKind::HidesIcon => "隐藏图标或名称", "hides icon or name";
    ActKind::ResistsRemoval => "注册为设备管理器", "is a device administrator";
    ActKind::ShakeJump => "传感器触发跳转", "opens screens on sensor events";
    ActKind::ReadsPeriodically => "周期性读取", "reads again and again";
    ActKind::ConsentTicked => "同意框默认勾选", "consent ticked from the start";
    ActKind::ConsentImplied => "以登录或使用视为同意", "takes going on for consent";
});
said!(Tri {
    Tri::Yes => "是", "yes";
    Tri::No => "否", "no";
    Tri::Unknown => "未知", "unknown";
});
said!(Answer {
    Answer::Yes => "是", "yes";
    Answer::No => "否", "no";
    Answer::Unknown => "未知", "unknown";
});
said!(When {
    When::AppStart => "应用启动", "app start";
    When::Launch => "首个界面", "first screen";
    When::Background => "后台", "background";
    When::Interaction => "用户操作后", "after user input";
    When::Unknown => "未知", "unknown";
});
said!(Consent {
    Consent::Ungated => "未见同意判断", "no consent check on the path";
    Consent::Gated => "在同意判断之后", "behind a consent check";
    Consent::Unknown => "未知", "unknown";
});
said!(Strength {
    Strength::Strong => "强", "strong";
    Strength::Medium => "中", "medium";
    Strength::Weak => "弱", "weak";
});
said!(SdkConfidence {
    SdkConfidence::Certain => "确定", "certain";
    SdkConfidence::Likely => "较可能", "likely";
    SdkConfidence::Hint => "迹象", "hint";
});
said!(PermissionKind {
    PermissionKind::Runtime => "运行时权限", "run-time";
    PermissionKind::Special => "特殊权限", "special";
    PermissionKind::Install => "安装时授予", "install-time";
    PermissionKind::Unknown => "未知", "unknown";
});
said!(ComponentKind {
    ComponentKind::Activity => "界面（Activity）", "activity";
    ComponentKind::Service => "服务（Service）", "service";
    ComponentKind::Receiver => "广播接收器（Receiver）", "receiver";
    ComponentKind::Provider => "内容提供者（Provider）", "provider";
});
said!(Sink {
    Sink::Network => "网络", "network";
    Sink::Sms => "短信", "SMS";
    Sink::Log => "日志", "log";
    Sink::File => "文件", "file";
    Sink::Prefs => "偏好存储", "preferences";
    Sink::Db => "数据库", "database";
    Sink::Ipc => "组件间传递", "another component";
    Sink::Reply => "返回给调用方", "reply to a caller";
    Sink::Other => "其他", "other";
});
said!(EvidenceKind {
    EvidenceKind::Code => "代码", "code";
    EvidenceKind::Manifest => "清单文件", "manifest";
    EvidenceKind::Resource => "资源", "resource";
    EvidenceKind::Archive => "安装包结构", "archive";
    EvidenceKind::Policy => "隐私政策原文", "policy quote";
    EvidenceKind::Absence => "检索未见", "searched, not found";
    EvidenceKind::Signature => "签名", "signature";
});
said!(Polarity {
    Polarity::Collects => "收集", "collects";
    Polarity::DoesNotCollect => "声明不收集", "says it does not collect";
});
said!(Party {
    Party::First => "应用运营者", "the operator";
    Party::Third => "第三方", "a third party";
});
said!(Granularity {
    Granularity::Precise => "精确", "precise";
    Granularity::Coarse => "粗略", "coarse";
    Granularity::Unspecified => "未指明精度", "precision not stated";
});
said!(PolicyOrigin {
    PolicyOrigin::Given => "送检材料", "supplied";
    PolicyOrigin::Asset => "应用内文件", "file inside the app";
    PolicyOrigin::Resource => "应用内资源", "resource inside the app";
});
said!(CategoryOrigin {
    CategoryOrigin::Given => "指定", "given";
    CategoryOrigin::Store => "商店信息", "store listing";
    CategoryOrigin::Guessed => "推测", "guessed";
    CategoryOrigin::None => "未知", "none";
});
said!(PackageKind {
    PackageKind::Apk => "APK", "APK";
    PackageKind::Xapk => "XAPK", "XAPK";
    PackageKind::Apks => "APKS", "APKS";
    PackageKind::Apkm => "APKM", "APKM";
    PackageKind::Aab => "AAB", "AAB";
    PackageKind::Directory => "目录", "directory";
});
said!(GapCode {
    GapCode::Packed => "代码加固，结果仅覆盖外壳", "packed or encrypted code: the result covers the loader only";
    GapCode::DynamicCode => "动态加载代码未分析", "dynamically loaded code not analysed";
    GapCode::Script => "网页、脚本或引擎内容未分析", "web, script or engine content not analysed";
    GapCode::Native => "原生代码未分析", "native code not analysed";
    GapCode::Reflection => "反射目标未知", "reflection with unknown targets";
    GapCode::Splits => "缺少拆分包", "split APKs missing";
    GapCode::Policy => "隐私政策未取得或不完整", "policy text not obtained or only in part";
    GapCode::Category => "应用类型未知或为推测", "category unknown or guessed";
    GapCode::Dates => "隐私政策与应用版本可能不对应", "policy and app version may not belong together";
    GapCode::Unreadable => "部分内容损坏或超出分析限额，未读取", "a part is damaged or over the limits and was not read";
});
said!(Hides {
    Hides::Calls => "归属不明的调用", "calls of unknown owner";
    Hides::CallsOfSdk => "所列SDK自身的调用", "calls of the SDK named";
    Hides::Sdks => "嵌入的SDK", "embedded SDKs";
    Hides::Manifest => "清单文件内容", "manifest facts";
    Hides::Resources => "资源与界面", "resources and screens";
    Hides::Flows => "数据流向", "data flows";
    Hides::Statements => "隐私政策的表述", "statements of the policy";
    Hides::SdkList => "隐私政策所列SDK清单", "SDK list of the policy";
    Hides::Category => "所适用的必要信息范围", "the necessary information that applies";
    Hides::Versions => "版本对应关系", "whether the versions match";
});

/// The language of a policy, as the report's tags say it.
pub fn language(tag: &str) -> Words {
    match tag {
        "zh-Hans" => w("简体中文", "Simplified Chinese"),
        "zh-Hant" => w("繁体中文", "Traditional Chinese"),
        "en" => w("英文", "English"),
        "mixed" => w("多种语言", "several languages"),
        "other" => w("其他语言", "another language"),
        other => same(other),
    }
}

/// What an SDK is for, by the ids of the signatures.
pub fn sdk_kind(id: &str) -> Words {
    match id {
        "library" => w("公共库", "library"),
        "advertising" => w("广告", "advertising"),
        "analytics" => w("统计分析", "analytics"),
        "login-share" => w("登录与分享", "login and sharing"),
        "push" => w("消息推送", "push"),
        "dynamic-code" => w("动态加载代码", "dynamic code"),
        "crash" => w("崩溃监测", "crash reports"),
        "service" => w("云服务", "service"),
        "payment" => w("支付", "payment"),
        "messaging" => w("通信与客服", "messaging"),
        "identity" => w("身份核验", "identity"),
        "security" => w("安全风控", "security"),
        "map" => w("地图与定位", "maps"),
        "attribution" => w("归因", "attribution"),
        "device-id" => w("设备标识", "device id"),
        "game" => w("游戏", "games"),
        "storage" => w("存储", "storage"),
        "consent" => w("同意管理", "consent"),
        "health" => w("健康", "health"),
        other => same(other),
    }
}

/// `1 finding`, `2 findings`.
pub fn many(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// The code families in the order of the articles of the 2019 method, then ours. Findings are grouped by them.
pub fn families() -> Vec<(&'static str, Words)> {
    vec![
        ("POL", w("公开收集使用规则", "Publishing the rules")),
        ("DIS", w("明示目的、方式和范围", "Stating what, why and how")),
        ("CON", w("用户同意", "Consent")),
        ("NEC", w("必要原则", "Necessity")),
        ("SHR", w("向他人提供与传输", "Sharing and transmission")),
        ("RGT", w("更正、删除与投诉", "Correction, deletion, complaints")),
        ("CHD", w("未成年人保护", "Children")),
        ("USR", w("用户权益（自启动、广告、安装）", "User rights (self-start, ads, installs)")),
        ("STO", w("应用商店信息", "Store listing")),
        ("EU", w("欧盟规则", "EU rules")),
        ("PHE", w("公共卫生应用", "Public health apps")),
        ("TMP", w("安装包结构", "File structure")),
    ]
}

/// The facts of a policy, and the questions of a finding's proof.
pub fn fact(name: &str) -> Words {
    match name {
        "operator_named" => w("运营者名称", "operator named"),
        "contact_channel" => w("联系方式", "contact"),
        "account_deletion" => w("账号注销", "account deletion"),
        "third_party_sdk_list" => w("第三方SDK清单", "list of third-party SDKs"),
        "children_clause" => w("未成年人条款", "clause on children"),
        "retention_period" => w("保存期限", "retention period"),
        "cross_border" => w("跨境提供", "transfer abroad"),
        "update_or_effective_date" => w("更新或生效日期", "update or effective date"),
        "complaint_channel" => w("投诉举报渠道", "complaint channel"),
        "reply_days" => w("答复时限", "time limit for replies"),
        "blanket_no_collection" => w("笼统声明不收集", "blanket “we collect nothing”"),
        "third_parties_denied" => w("声明不向第三方提供", "says that nothing goes to third parties"),
        "user_rights" => w("用户权利", "rights of users"),
        "separate_consent" => w("单独同意", "separate consent"),
        "recommendation_switch" => w("个性化推荐关闭选项", "switch for recommendations"),
        "withdraw_consent" => w("撤回同意", "withdrawing consent"),
        "copy_of_information" => w("个人信息副本", "copy of one's information"),
        "template_placeholder" => w("未填写的模板占位", "template left unfilled"),
        "hidden_text" => w("隐藏文本", "hidden text"),
        "identifiers_not_personal" => w("称标识符不属于个人信息", "calls identifiers non-personal"),
        other => Fact::parse(other).map_or_else(|| same(other), question),
    }
}

/// Words that the knowledge holds, by id; the id itself where a word is missing.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    pub knowledge: &'a Knowledge,
}

impl<'a> Names<'a> {
    pub fn new(knowledge: &'a Knowledge) -> Names<'a> {
        Names { knowledge }
    }

    pub fn data_type(&self, id: &str) -> Words {
        self.knowledge.data_types.iter().find(|t| t.id == id).map_or_else(|| same(id), |t| filled(&t.words, id))
    }

    /// The data type, narrowed by its finer node where one is known.
    pub fn data(&self, data_type: &str, node: Option<&str>) -> Words {
        let base = self.data_type(data_type);
        match node.filter(|n| *n != data_type) {
            None => base,
            Some(node) => {
                let finer = self.data_type(node);
                w(&format!("{}（{}）", base.zh, finer.zh), &format!("{} ({})", base.en, finer.en))
            }
        }
    }

    pub fn sdk(&self, id: &str) -> Words {
        self.knowledge.sdks.iter().find(|s| s.id == id).map_or_else(|| same(id), |s| filled(&s.name, id))
    }

    pub fn owner(&self, owner: &Owner) -> Words {
        match owner {
            Owner::App => w("应用自身", "the app itself"),
            Owner::Sdk { id } => {
                let name = self.sdk(id);
                w(&format!("SDK：{}", name.zh), &format!("SDK: {}", name.en))
            }
            Owner::Library { id } => {
                let name = self.sdk(id);
                w(&format!("公共库：{}", name.zh), &format!("library: {}", name.en))
            }
            Owner::Unknown => w("应用或其集成的第三方代码", "the app or third-party code inside it"),
        }
    }

    pub fn category(&self, id: &str) -> Words {
        self.knowledge.categories.iter().find(|c| c.id == id).map_or_else(|| same(id), |c| filled(&c.name, id))
    }

    pub fn code(&self, id: &str) -> Words {
        self.knowledge.codes.iter().find(|c| c.id == id).map_or_else(|| same(id), |c| filled(&c.name, id))
    }

    /// What static analysis leaves open for a code.
    pub fn limits(&self, code: &str) -> Option<Words> {
        self.knowledge.codes.iter().find(|c| c.id == code).map(|c| filled(&c.limits, "")).filter(|l| !l.en.is_empty())
    }

    /// `《认定方法》第二条第1项`: the name of the law and the place in it.
    pub fn law(&self, reference: &LawRef) -> Words {
        let (name, place) = (self.law_name(&reference.law), self.law_place(reference));
        let mark = if name.zh.ends_with('》') || place.zh.is_empty() { "" } else { "，" };
        let en = if place.en.is_empty() { name.en } else { format!("{}, {}", name.en, place.en) };
        w(&format!("{}{mark}{}", name.zh, place.zh), &en)
    }

    pub fn law_name(&self, id: &str) -> Words {
        let law = self.knowledge.laws.iter().find(|l| l.id == id);
        let name = law.map_or_else(|| same(id), |l| filled(&l.name, id));
        // A name without Chinese letters is no Chinese title and takes no title marks.
        let title = name.zh.chars().any(|c| c >= '\u{3000}');
        w(&if title { format!("《{}》", name.zh.trim_matches(['《', '》'])) } else { name.zh }, &name.en)
    }

    pub fn law_place(&self, reference: &LawRef) -> Words {
        let law = self.knowledge.laws.iter().find(|l| l.id == reference.law);
        let named = self.article(reference).map(|a| &a.words);
        place::of(&reference.item, law.map_or("", |l| l.kind.as_str()), named)
    }

    /// Several places, each law named once: 《网络安全法》第24条第3款、第43条；《认定方法》第二条第1项. `mark` stands behind places that nobody compared.
    pub fn citations(&self, references: &[&LawRef], mark: &Words) -> Words {
        let mut laws: Vec<(&str, Vec<Words>)> = Vec::new();
        for r in references {
            let mut place = self.law_place(r);
            if r.unverified {
                place = w(&format!("{}{}", place.zh, mark.zh), &format!("{}{}", place.en, mark.en));
            }
            match laws.iter_mut().find(|(law, _)| *law == r.law) {
                Some((_, places)) => places.push(place),
                None => laws.push((&r.law, vec![place])),
            }
        }
        let joined = |pick: fn(&Words) -> &str, between: &str, by: &str, end: &str| {
            let one = |(law, places): &(&str, Vec<Words>)| {
                let name = self.law_name(law);
                let places: Vec<&str> = places.iter().map(pick).filter(|p| !p.is_empty()).collect();
                let between = if places.is_empty() || end == "；" && pick(&name).ends_with('》') { "" } else { between };
                format!("{}{between}{}", pick(&name), places.join(by))
            };
            laws.iter().map(one).collect::<Vec<_>>().join(end)
        };
        w(&joined(|p| &p.zh, "，", "、", "；"), &joined(|p| &p.en, ", ", ", ", "; "))
    }

    /// Our rendering of the article, and whether it or its law is from memory.
    pub fn article(&self, reference: &LawRef) -> Option<&'a LawArticle> {
        let law = self.knowledge.laws.iter().find(|l| l.id == reference.law)?;
        law.article.iter().find(|a| a.id == reference.item)
    }

    /// Is `wide` an inner node above `narrow`? The ontology is small; the walk is bounded by its size.
    pub fn is_above(&self, wide: &str, narrow: &str) -> bool {
        let mut open = vec![narrow];
        let mut seen: Vec<&str> = Vec::new();
        while let Some(id) = open.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            for parent in self.knowledge.data_types.iter().filter(|t| t.id == id).flat_map(|t| &t.parents) {
                if parent == wide {
                    return true;
                }
                open.push(parent);
            }
        }
        false
    }
}

/// Words with no hole: the other language, else the id.
pub fn filled(words: &Words, id: &str) -> Words {
    let or = |a: &str, b: &str| {
        if !a.is_empty() {
            a.to_string()
        } else if !b.is_empty() {
            b.to_string()
        } else {
            id.to_string()
        }
    };
    Words { zh: or(&words.zh, &words.en), en: or(&words.en, &words.zh) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_is_named_once_with_all_its_places() {
        let knowledge = Knowledge::builtin();
        let names = Names::new(knowledge);
        let at = |law: &str, item: &str| LawRef { law: law.into(), item: item.into(), unverified: item == "issue-1" };
        let all = [at("cn-csl", "24(3)"), at("cn-miit-337", "issue-1"), at("cn-csl", "43"), at("gpen-2014", "5")];
        let words = names.citations(&all.iter().collect::<Vec<_>>(), &w("（条文待核）", " (text to be verified)"));
        assert_eq!(
            words.zh,
            "《中华人民共和国网络安全法》第24条第3款、第43条；《关于开展APP侵害用户权益专项整治工作的通知》第1项问题（条文待核）；GPEN privacy sweep 2014 (mobile apps)，指标5"
        );
        assert!(words.en.starts_with("Cybersecurity Law, article 24(3), article 43; "), "{}", words.en);
    }

    #[test]
    fn ids_stand_where_words_are_missing() {
        let knowledge = Knowledge::default();
        let names = Names::new(&knowledge);
        assert_eq!(names.data_type("android-id"), same("android-id"));
        assert_eq!(names.owner(&Owner::Sdk { id: "x".into() }).en, "SDK: x");
        assert_eq!(filled(&w("", "only English"), "id").zh, "only English");
    }
}
