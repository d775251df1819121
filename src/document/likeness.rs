//! Whether a text is a privacy policy at all. A user agreement or an error page served in its place is a fault of its own.

use super::{BlockKind, Document};

/// What kind of document the text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyLike {
    Policy,
    /// Terms of service in place of a policy.
    Agreement,
    /// A 404, a log-in page, a parked domain.
    ErrorPage,
    Empty,
    Other,
}

/// Words of titles.
const POLICY_TITLE: &[&str] = &[
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
    "privacy policy",
    "privacy notice",
    "privacy statement",
    "data policy",
    "privacy",
];
const AGREEMENT_TITLE: &[&str] = &[
    "用户协议",
    "服务协议",
    "使用协议",
    "许可协议",
    "服务条款",
    "使用条款",
    "用户条款",
    "terms of service",
    "terms of use",
    "terms and conditions",
    "user agreement",
    "eula",
];
const ERROR: &[&str] = &[
    "404 not found",
    "page not found",
    "页面不存在",
    "页面未找到",
    "无法访问",
    "找不到页面",
    "403 forbidden",
    "502 bad gateway",
    "500 internal server error",
    "access denied",
    "site not found",
    "域名已过期",
    "this domain is for sale",
    "server error",
    "请求的页面",
    "内容不存在",
    "链接已失效",
    "the page you",
];
/// Words of the practice itself.
const PRACTICE: &[&str] = &[
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
];
const CONTRACT: &[&str] = &[
    "知识产权",
    "违约",
    "免责",
    "账号封禁",
    "用户行为",
    "服务的变更",
    "争议",
    "许可",
    "liability",
    "warrant",
    "intellectual property",
    "indemn",
    "license",
    "terminate",
];

pub(super) fn of(document: &Document) -> PolicyLike {
    let text = document.text.to_lowercase();
    let size = text.chars().filter(|c| !c.is_whitespace()).count();
    if size < 20 {
        return PolicyLike::Empty;
    }
    let count = |words: &[&str]| words.iter().map(|w| text.matches(w).take(50).count()).sum::<usize>();
    let practice = count(PRACTICE);
    if size < 1500 && ERROR.iter().any(|w| text.contains(w)) && practice < 8 {
        return PolicyLike::ErrorPage;
    }
    let titles = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(n, b)| *n < 4 || matches!(b.kind, BlockKind::Heading(1)))
        .filter_map(|(_, b)| document.text.get(b.range.clone()))
        .filter(|t| t.chars().count() < 80)
        .map(str::to_lowercase)
        .collect::<Vec<_>>();
    let titled = |words: &[&str]| titles.iter().any(|t| words.iter().any(|w| t.contains(w)));
    let contract = count(CONTRACT);
    let policy_title = titled(POLICY_TITLE);
    if titled(AGREEMENT_TITLE) && !policy_title && contract.saturating_mul(2) > practice {
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
