//! Chinese words that name data elsewhere and do not where they stand: the channel of a notice, a service in a list of services, the title
//! of a law, the hole of a template, the room on a disk.

use super::lexicon::{Action, Cue, Hit, Sense};
use super::line::Line;

/// What follows 等 (and so on) where the list before it is one of services: 提供定位、搜索等服务.
const SERVICES: &[&str] = &["服务", "功能", "业务", "场景", "操作", "活动", "环节", "模块", "入口"];

/// The same of a list of ways to reach somebody: 以短信、邮件等方式.
const WAYS: &[&str] = &["方式", "形式", "渠道", "途径", "手段"];

/// What may stand between 等 and its noun.
const MODIFIERS: &[&str] = &[
    "的",
    "相关",
    "各种",
    "各类",
    "多种",
    "多项",
    "其他",
    "其它",
    "增值",
    "一系列",
    "核心",
    "基本",
    "基础",
    "扩展",
    "附加",
    "具体",
    "个性化",
    "第三方",
];

/// Things of the device that are themselves called functions: 相机、麦克风等功能.
const PARTS: &[&str] = &["相机", "摄像头", "麦克风", "通讯录", "相册", "蓝牙", "日历", "剪", "传感器"];

/// What a channel is for.
const REACH: &[&str] = &["接收", "通知", "联系", "告知", "推送", "沟通", "发送", "回复", "答复", "提醒", "反馈", "送达"];

/// Longest list that is followed to its end, and longest title, in bytes.
const LIST: usize = 150;
const TITLE: usize = 150;

impl Line {
    /// Drops the words that only look like data.
    pub(super) fn without_semblances(&mut self, is: impl Fn(Sense, &[&str]) -> bool) {
        if !self.chinese {
            return;
        }
        let kept: Vec<bool> = self.hits.iter().map(|h| !matches!(h.sense, Sense::Data(_)) || !self.seems(h, &is)).collect();
        let mut kept = kept.into_iter();
        self.hits.retain(|_| kept.next().unwrap_or(true));
    }

    fn seems(&self, hit: &Hit, is: &impl Fn(Sense, &[&str]) -> bool) -> bool {
        let reach = is(hit.sense, &["email", "phone", "sms"]);
        self.within(hit, '《', '》')
            || self.within_hole(hit)
            || self.listed_as(hit, reach)
            || (reach && self.channel_of(hit))
            || self.room(hit)
            || self.depended_on(hit)
            || self.found_out(hit)
            || self.feature(hit)
            || self.kind_of_network(hit)
            || self.spared_step(hit)
            || (is(hit.sense, &["crash-diagnostics"]) && (self.remedied(hit) || self.bettered(hit)))
            || self.computer(hit)
    }

    /// 《互联网用户账号信息管理规定》: a title.
    fn within(&self, hit: &Hit, open: char, close: char) -> bool {
        let text = self.folded.text.as_str();
        let before = text.get(..hit.start).unwrap_or_default();
        let after = text.get(hit.end..).unwrap_or_default();
        let opened = before.rfind(open).filter(|at| before.rfind(close).is_none_or(|c| c < *at));
        let closed = after.find(close).filter(|at| after.find(open).is_none_or(|o| o > *at));
        opened.zip(closed).is_some_and(|(o, c)| hit.start.saturating_sub(o).saturating_add(c) <= TITLE)
    }

    /// {{联系邮箱}}: what the author was to fill in.
    fn within_hole(&self, hit: &Hit) -> bool {
        let text = self.folded.text.as_str();
        let before = text.get(..hit.start).unwrap_or_default();
        let after = text.get(hit.end..).unwrap_or_default();
        if ["：{{", ":{{", "：【", "：[", "：xx"].iter().any(|w| after.starts_with(w)) && self.has(Sense::Cue(Cue::Placeholder)) {
            return true;
        }
        let opened = before.rfind("{{").filter(|at| before.rfind("}}").is_none_or(|c| c < *at));
        opened.is_some() && after.find("}}").is_some_and(|c| after.find("{{").is_none_or(|o| o > c))
    }

    /// "短信、支付等服务" lists services, "短信、邮件等方式" ways.
    fn listed_as(&self, hit: &Hit, reach: bool) -> bool {
        let text = self.folded.text.as_str();
        let clause = self.clause_at(hit.start);
        let rest = text.get(hit.end..clause.end).unwrap_or_default();
        let Some(at) =
            rest.match_indices('等').map(|(at, _)| at).find(|at| !rest.get(..*at).unwrap_or_default().ends_with(['平', '对', '同']))
        else {
            return false;
        };
        let between = rest.get(..at).unwrap_or_default();
        let joined = between.is_empty() || between.starts_with(['、', '和', '与', '及', '或', '/']) || between.starts_with("以及");
        let acts = self
            .hits
            .iter()
            .any(|h| matches!(h.sense, Sense::Action(_) | Sense::Negation) && h.start >= hit.end && h.end <= hit.end.saturating_add(at));
        if at > LIST || !joined || acts || between.contains(['（', '(', '。']) {
            return false;
        }
        let mut noun = rest.get(at.saturating_add('等'.len_utf8())..).unwrap_or_default();
        while let Some(shorter) = MODIFIERS.iter().find_map(|m| noun.strip_prefix(m)) {
            noun = shorter;
        }
        let of = |all: &[&str]| {
            all.iter()
                .find_map(|w| noun.strip_prefix(w))
                .is_some_and(|r| !["权限", "信息", "数据", "记录"].iter().any(|w| r.starts_with(w)))
        };
        let part = PARTS.iter().any(|p| self.word(hit).contains(p));
        (of(SERVICES) && !part) || (reach && of(WAYS))
    }

    /// "通过短信、电话接收通知": how somebody is reached.
    fn channel_of(&self, hit: &Hit) -> bool {
        let text = self.folded.text.as_str();
        let clause = self.clause_at(hit.start);
        let before = text.get(clause.start..hit.start).unwrap_or_default();
        let by = ["通过", "以", "经由", "借助"].iter().filter_map(|w| before.rfind(w).map(|at| at.saturating_add(w.len()))).max();
        let Some(by) = by else { return false };
        let list = before.get(by..).unwrap_or_default();
        let plain = list.len() <= 60
            && !self
                .hits
                .iter()
                .any(|h| matches!(h.sense, Sense::Action(_)) && h.start >= clause.start.saturating_add(by) && h.end <= hit.start);
        let list_only = list.is_empty() || list.ends_with(['、', '和', '与', '及', '或', '的']);
        let after = text.get(hit.end..clause.end).unwrap_or_default();
        let near: String = after.chars().take(24).collect();
        plain && list_only && REACH.iter().any(|w| near.contains(w)) && !near.contains("验证码")
    }

    /// "定位崩溃问题": a fault is located, not a person.
    fn found_out(&self, hit: &Hit) -> bool {
        let rest = self.folded.text.get(hit.end..).unwrap_or_default();
        let next: String = rest.chars().take_while(|c| !"，。；：、,".contains(*c)).take(10).collect();
        self.word(hit) == "定位" && ["问题", "故障", "原因", "错误", "异常", "bug", "缺陷"].iter().any(|w| next.contains(w))
    }

    /// "便于您使用扫一扫功能", "等传感器技术": a feature, unless it is what is asked for.
    fn feature(&self, hit: &Hit) -> bool {
        let rest = self.folded.text.get(hit.end..).unwrap_or_default();
        let clause = self.clause_at(hit.start);
        let acts = |h: &Hit| h.sense == Sense::Action(Action::Collect) && h.start >= clause.start && h.end <= hit.start;
        let part = PARTS.iter().any(|p| self.word(hit).contains(p));
        (rest.starts_with("功能") && !part && !rest.starts_with("功能权限") && !self.hits.iter().any(acts))
            || (self.word(hit) == "传感器" && rest.starts_with("技术"))
    }

    /// "网络类型（WiFi、4G）": a kind of network, not which one.
    fn kind_of_network(&self, hit: &Hit) -> bool {
        const KINDS: &[&str] = &["2g", "3g", "4g", "5g", "蜂窝", "移动网络", "移动数据", "有线", "以太网", "数据网络", "数据流量"];
        let text = self.folded.text.as_str();
        let separators: &[char] = &['/', '、', '或', '和', '与', '及', ',', ' '];
        let after = text.get(hit.end..).unwrap_or_default().trim_start_matches(separators);
        let before = text.get(..hit.start).unwrap_or_default().trim_end_matches(separators);
        matches!(self.word(hit), "wifi" | "wi fi" | "wlan") && KINDS.iter().any(|k| after.starts_with(k) || before.ends_with(k))
    }

    /// "省去重复填写表单、输入搜索内容的步骤": what cookies spare the user.
    fn spared_step(&self, hit: &Hit) -> bool {
        let clause = self.clause_at(hit.start);
        self.folded.text.get(clause.start..hit.start).is_some_and(|t| t.contains("省去"))
    }

    /// "排查崩溃、延迟的相关异常情况": what is to be mended.
    fn remedied(&self, hit: &Hit) -> bool {
        const MENDED: &[&str] = &["排查", "避免", "防止", "减少", "降低", "解决", "修复", "应对"];
        let before = self.folded.text.get(self.clause_at(hit.start).start..hit.start).unwrap_or_default();
        let before = ["app", "应用", "程序"].iter().fold(before, |t, w| t.trim_end_matches(w));
        MENDED.iter().any(|w| before.ends_with(w)) && matches!(self.word(hit), "崩溃" | "闪退" | "卡顿" | "anr")
    }

    /// "用于优化应用性能": an end, not what is measured.
    fn bettered(&self, hit: &Hit) -> bool {
        const BETTER: &[&str] = &["优化", "提升", "改善", "改进", "提高", "增强"];
        let before = self.folded.text.get(self.clause_at(hit.start).start..hit.start).unwrap_or_default();
        self.word(hit) == "应用性能" && BETTER.iter().any(|w| before.ends_with(w))
    }

    /// "iPhone、iPad 或 Mac": a computer.
    fn computer(&self, hit: &Hit) -> bool {
        const OTHERS: &[&str] = &["iphone", "ipad", "windows", "电脑", "linux", "pc"];
        let text = self.folded.text.as_str();
        let marks: &[char] = &['、', '或', '和', '与', '及', '/', ' ', ','];
        let after = text.get(hit.end..).unwrap_or_default().trim_start_matches(marks);
        let before = text.get(..hit.start).unwrap_or_default().trim_end_matches(marks);
        self.word(hit) == "mac" && OTHERS.iter().any(|o| before.ends_with(o) || after.starts_with(o))
    }

    /// Room for data is no data, unless leave to use it is asked for.
    fn room(&self, hit: &Hit) -> bool {
        let text = self.folded.text.as_str();
        matches!(self.word(hit), "存储空间" | "外部存储空间")
            && text.chars().count() > 12
            && !["权限", "授权", "访问", "读取", "读写", "写入", "开启", "申请"].iter().any(|w| text.contains(w))
    }

    /// "我们收集的数据取决于您的位置": what something depends on.
    fn depended_on(&self, hit: &Hit) -> bool {
        let clause = self.clause_at(hit.start);
        self.folded.text.get(clause.start..hit.start).is_some_and(|t| t.contains("取决于"))
            || (self
                .folded
                .text
                .get(..hit.start)
                .is_some_and(|t| t.rfind("取决于").is_some_and(|at| !t.get(at..).unwrap_or_default().contains("收集"))))
    }
}
