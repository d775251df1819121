//! Whether a text is a privacy policy at all. What is served in its place, a user agreement or an error page, is a fault of its own.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::{BlockKind, Document};

/// What kind of document the text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyLike {
    Policy,
    /// Terms of service in place of a policy.
    Agreement,
    /// A 404, a parked domain.
    ErrorPage,
    /// A page that asks to log in.
    LogIn,
    /// A page that asks to prove that one is human.
    Challenge,
    /// A page that only scripts fill.
    Shell,
    Empty,
    Other,
}

/// What words of a document speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    PolicyTitle,
    AgreementTitle,
    /// Words of the practice itself.
    Practice,
    Contract,
    Error,
    LogIn,
    Challenge,
    Shell,
}

const SIGNS: &[(Sign, &[&str])] = &[
    (
        Sign::PolicyTitle,
        &[
            "隐私政策",
            "隐私权政策",
            "隐私条款",
            "隐私声明",
            "隐私协议",
            "隐私保护",
            "隐私指引",
            "隐私说明",
            "个人信息保护",
            "个人信息处理",
            "隱私",
            "私隱",
            "共享个人信息清单",
            "第三方sdk",
            "信息共享清单",
            "个人信息收集清单",
            "privacy",
            "data policy",
        ],
    ),
    (
        Sign::AgreementTitle,
        &[
            "用户协议",
            "服务协议",
            "使用协议",
            "许可协议",
            "注册协议",
            "服务条款",
            "使用条款",
            "用户条款",
            "用戶協議",
            "服務條款",
            "使用條款",
            "terms of service",
            "terms of use",
            "terms and conditions",
            "terms & conditions",
            "user agreement",
            "license agreement",
            "eula",
        ],
    ),
    (
        Sign::Practice,
        &[
            "收集",
            "个人信息",
            "隐私",
            "共享",
            "第三方",
            "权限",
            "设备信息",
            "個人資料",
            "隱私",
            "collect",
            "personal information",
            "personal data",
            "privacy",
            "third part",
            "share",
            "cookies",
            "sdk",
        ],
    ),
    (
        Sign::Contract,
        &[
            "知识产权",
            "违约",
            "免责",
            "账号封禁",
            "用户行为",
            "服务的变更",
            "争议",
            "许可",
            "不得利用",
            "本协议",
            "智慧財產權",
            "liability",
            "warrant",
            "intellectual property",
            "indemn",
            "license",
            "terminate",
        ],
    ),
    (
        Sign::Error,
        &[
            "404 not found",
            "404错误",
            "error 404",
            "page not found",
            "not be found",
            "页面不存在",
            "页面未找到",
            "页面找不到",
            "頁面不存在",
            "无法访问",
            "无法显示",
            "找不到页面",
            "找不到您",
            "您访问的页面",
            "403 forbidden",
            "502 bad gateway",
            "503 service",
            "504 gateway",
            "500 internal server error",
            "access denied",
            "site not found",
            "域名已过期",
            "域名出售",
            "this domain is for sale",
            "buy this domain",
            "server error",
            "请求的页面",
            "内容不存在",
            "内容已被删除",
            "链接已失效",
            "已停止访问",
            "网站维护",
            "the page you",
            "nosuchkey",
            "no longer available",
        ],
    ),
    (
        Sign::LogIn,
        &[
            "请登录",
            "立即登录",
            "登录后",
            "忘记密码",
            "扫码登录",
            "获取验证码",
            "请输入手机号",
            "请输入密码",
            "没有账号",
            "記住我",
            "sign in",
            "log in",
            "forgot password",
            "forgot your password",
            "create an account",
            "remember me",
        ],
    ),
    (
        Sign::Challenge,
        &[
            "安全验证",
            "人机验证",
            "滑动验证",
            "完成验证",
            "拖动滑块",
            "环境异常",
            "访问过于频繁",
            "verify you are human",
            "are you a robot",
            "not a robot",
            "checking your browser",
            "captcha",
            "unusual traffic",
            "just a moment",
        ],
    ),
    (
        Sign::Shell,
        &[
            "enable javascript",
            "启用javascript",
            "启用 javascript",
            "开启javascript",
            "without javascript",
            "javascript is required",
            "javascript is disabled",
            "requires javascript",
            "正在加载",
            "加载中",
            "loading...",
            "loading…",
        ],
    ),
];

/// One automaton over all signs, and what each of its patterns is a sign of.
fn signs() -> Option<&'static (AhoCorasick, Vec<Sign>)> {
    static BUILT: OnceLock<Option<(AhoCorasick, Vec<Sign>)>> = OnceLock::new();
    let build = || {
        let all = || SIGNS.iter().flat_map(|(sign, words)| words.iter().map(|w| (*w, *sign)));
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(all().map(|(w, _)| w)).ok()?;
        Some((automaton, all().map(|(_, s)| s).collect()))
    };
    BUILT.get_or_init(build).as_ref()
}

/// How often each sign stands in a text; every word counts a limited number of times.
struct Counts(Vec<(Sign, usize)>);

impl Counts {
    fn of(text: &str) -> Counts {
        let Some((automaton, means)) = signs() else { return Counts(Vec::new()) };
        let mut words = vec![0usize; means.len()];
        for m in automaton.find_overlapping_iter(text) {
            if let Some(n) = words.get_mut(m.pattern().as_usize()) {
                *n = n.saturating_add(1).min(50);
            }
        }
        Counts(means.iter().copied().zip(words).collect())
    }

    fn get(&self, sign: Sign) -> usize {
        self.0.iter().filter(|(s, _)| *s == sign).map(|(_, n)| n).sum()
    }
}

/// What a document that is no policy was known by: a title, or a word of its text, as printed.
pub(super) fn telling(document: &Document, kind: PolicyLike) -> Option<String> {
    let (automaton, means) = signs()?;
    let wanted = match kind {
        PolicyLike::Agreement => [Sign::AgreementTitle, Sign::Contract],
        PolicyLike::ErrorPage => [Sign::Error; 2],
        PolicyLike::LogIn => [Sign::LogIn; 2],
        PolicyLike::Challenge => [Sign::Challenge; 2],
        PolicyLike::Shell => [Sign::Shell; 2],
        PolicyLike::Policy | PolicyLike::Empty | PolicyLike::Other => return None,
    };
    wanted.into_iter().find_map(|sign| {
        let found = automaton.find_overlapping_iter(&document.text).find(|m| means.get(m.pattern().as_usize()) == Some(&sign))?;
        document.text.get(found.range()).map(str::to_owned)
    })
}

/// A page of this many characters or fewer states no rules.
const SHORT: usize = 1500;
/// Text under the titles that is shorter than this says nothing.
const NOTHING: usize = 60;

pub(super) fn of(document: &Document) -> PolicyLike {
    let size = document.text.chars().filter(|c| !c.is_whitespace()).count();
    let text = |b: &super::Block| document.text.get(b.range.clone()).unwrap_or_default();
    let all = Counts::of(&document.text);
    let practice = all.get(Sign::Practice);
    if size < SHORT && practice < 8 {
        for (sign, kind, least) in [
            (Sign::Challenge, PolicyLike::Challenge, 1),
            (Sign::Shell, PolicyLike::Shell, 1),
            (Sign::Error, PolicyLike::ErrorPage, 1),
            (Sign::LogIn, PolicyLike::LogIn, 2),
        ] {
            if all.get(sign) >= least {
                return kind;
            }
        }
    }
    let titles = document.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Heading(_) | BlockKind::Contents));
    let titled: usize = titles.map(|b| text(b).chars().filter(|c| !c.is_whitespace()).count()).sum();
    if size < 20 || size.saturating_sub(titled) < NOTHING.min(size / 2) {
        return PolicyLike::Empty;
    }
    let heads = document.blocks.iter().enumerate().filter(|(n, b)| *n < 4 || matches!(b.kind, BlockKind::Heading(1)));
    let heads: String = heads.map(|(_, b)| text(b)).filter(|t| t.chars().count() < 80).flat_map(|t| [t, "\n"]).collect();
    let heads = Counts::of(&heads);
    let contract = all.get(Sign::Contract);
    let policy_title = heads.get(Sign::PolicyTitle) > 0;
    if heads.get(Sign::AgreementTitle) > 0 && !policy_title && contract.saturating_mul(2) > practice {
        return PolicyLike::Agreement;
    }
    if policy_title || practice.saturating_mul(400) > size && practice >= 3 {
        return PolicyLike::Policy;
    }
    if contract > practice && contract > 5 {
        return PolicyLike::Agreement;
    }
    PolicyLike::Other
}
