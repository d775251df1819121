//! What only Chinese sentences need: whose act it is without inflection, denials that come after what they deny, advice and lists.

use super::lexicon::{Action, Hit, Sense, Who};
use super::line::Line;
use super::verb::Verb;

impl Line {
    /// A denial that has data of its own says nothing of those before it: "购买信息：包括交易号，不保存卡号".
    pub(super) fn busy(&self, verb: &Verb) -> bool {
        self.chinese && verb.negative && self.data().any(|(d, _)| d.start >= verb.end && self.clause(d.start) == verb.clause)
    }

    /// "我们自动接收您的信息，包括但不限于IP地址": the clause only lists what the one before it speaks of.
    pub(super) fn enumerated(&self, verb: &Verb, clause: usize) -> bool {
        let range = self.clause_range(clause);
        self.chinese
            && verb.clause < clause
            && verb.action == Action::Collect
            && verb.who == Some(Who::First)
            && (self.hits.iter().any(|h| h.sense == Sense::Include && h.start >= range.start && h.start <= range.start.saturating_add(6))
                || self.folded.text.get(range).is_some_and(|t| ["以及", "及", "和", "还有"].iter().any(|w| t.starts_with(w))))
    }

    /// "如您发现密码泄露，请…": what is told of a mishap, to the end of the sentence.
    pub(super) fn mishap(&self) -> bool {
        let found = |h: &&Hit| h.sense == Sense::Hypothesis && self.word(h).ends_with("发现");
        self.chinese && self.hits.iter().find(found).is_some_and(|h| h.start <= 6)
    }

    /// Told to the reader. A clause of its own that only asks for attention leaves the rest as it is: "请注意，我们会收集…".
    pub(super) fn advises(&self) -> bool {
        const ATTENTION: &[&str] = &["您理解", "请您注意", "请注意", "提醒您"];
        let first = self.clause_range(0);
        self.hits.iter().filter(|h| h.sense == Sense::Advice).any(|h| {
            // "注册时您应当准确填写手机号": what is asked for.
            let asked = self.chinese && self.word(h).starts_with("您应") && {
                let after: String = self.folded.text.get(h.end..).unwrap_or_default().chars().take(40).collect();
                ["填写", "提供", "提交", "上传"].iter().any(|w| after.contains(w)) && !self.has(Sense::Negation)
            };
            let attention = asked || self.chinese && ATTENTION.contains(&self.word(h)) && h.end <= first.end && self.clauses.len() > 1;
            !attention
        })
    }

    /// A denial of collecting what was named before it in the sentence: "不会收集这些信息". Where the denial begins. What stays on the
    /// device is there all the same.
    pub(super) fn denied_back(&self, verbs: &[Verb]) -> Option<usize> {
        const WHICH: &[&str] = &["这些", "上述", "该等", "此类", "该类", "这类", "以上", "前述", "此等", "该", "此"];
        let text = self.folded.text.as_str();
        if !self.chinese || self.has(Sense::Local) {
            return None;
        }
        let points = |v: &&Verb| {
            let after = text.get(v.end..).unwrap_or_default().trim_start_matches(['您', '你', '的', '任', '何']);
            let what = WHICH.iter().find_map(|w| after.strip_prefix(w)).unwrap_or_default();
            v.negative
                && matches!(v.action, Action::Collect | Action::View)
                && v.who != Some(Who::User)
                && v.who != Some(Who::Third)
                && (what.starts_with("信息") || what.starts_with("数据") || what.starts_with("内容"))
        };
        verbs.iter().find(points).map(|v| self.clause_range(v.clause).start)
    }

    /// What users need not do, told as a benefit, and what their refusal leaves alone.
    pub(super) fn spared(&self, verb: &Verb, hit: &Hit) -> bool {
        const SO_THAT: &[&str] = &["以方便", "以便", "便于", "方便", "从而", "使您", "让您", "避免", "省去", "帮助您"];
        let range = self.clause_range(verb.clause);
        let before = self.folded.text.get(range.start..verb.start).unwrap_or_default();
        let between = self.folded.text.get(verb.end..hit.start).unwrap_or_default();
        // "不会永久存储": for a time it is kept.
        (verb.action == Action::Store && ["永久", "长期", "无限期"].iter().any(|w| before.ends_with(w)))
            || (verb.action == Action::Supply && SO_THAT.iter().any(|w| before.contains(w)))
            || ["不影响", "不会影响", "无法", "并不妨碍"].iter().any(|w| between.contains(w))
    }

    /// "从第三方", "自合作伙伴处".
    pub(super) fn comes_from(&self, actor: &Hit) -> bool {
        let clause = self.clause_at(actor.start);
        let before = self.folded.text.get(clause.start..actor.start).unwrap_or_default();
        let object = before.rfind('从').or_else(|| before.rfind("来自")).map(|at| before.get(at..).unwrap_or_default());
        object.is_some_and(|o| {
            o.chars().count() <= 12
                && !o.starts_with("从事")
                && !o.starts_with("从而")
                && !self
                    .hits
                    .iter()
                    .any(|h| matches!(h.sense, Sense::Action(_)) && h.end <= actor.start && h.start >= actor.start.saturating_sub(o.len()))
        })
    }

    /// "通过 Cookie、SDK、接口": one of several means.
    pub(super) fn among_means(&self, actor: &Hit) -> bool {
        let clause = self.clause_at(actor.start);
        let means = self.hits.iter().rev().find(|h| h.sense == Sense::Instrument && h.start >= clause.start && h.end <= actor.start);
        means.is_some_and(|m| {
            let list = self.folded.text.get(m.end..actor.start).unwrap_or_default();
            let acts = |h: &Hit| {
                matches!(h.sense, Sense::Action(_) | Sense::Actor(Who::First | Who::User)) && h.start >= m.end && h.end <= actor.start
            };
            list.len() <= 60 && list.ends_with(['、', '和', '或', '及', '与', '/']) && !self.hits.iter().any(acts)
        })
    }

    /// A product's name right before data: 支付宝账号.
    pub(super) fn owns(&self, actor: &Hit) -> bool {
        if !self.names.contains(&(actor.start..actor.end)) {
            return false;
        }
        // "微信或支付宝账号": through the names beside it.
        let mut end = actor.end;
        for name in self.names.iter().filter(|n| n.start >= actor.end) {
            if matches!(self.folded.text.get(end..name.start), Some("或" | "和" | "、" | "与" | "/")) {
                end = name.end;
            }
        }
        self.hits.iter().any(|h| matches!(h.sense, Sense::Data(_)) && (h.start == end || h.start == actor.end))
    }

    /// "向本应用的服务器": the operator as a receiver, who is not whose act it is.
    pub(super) fn received_by(&self, actor: &Hit) -> bool {
        // "在自己的服务器上": a place.
        let place = self.folded.text.get(actor.end..).is_some_and(|t| t.starts_with(['上', '中', '内', '里']));
        self.chinese && (place || self.just_before(actor.start, 30, Sense::Receiver).is_some())
    }

    /// "包括IP地址、使用的语言", "提供您准备使用的手机号": it tells which, not what is done.
    pub(super) fn mere_attribute(&self, verb: &Hit, clause: usize) -> bool {
        let range = self.clause_range(clause);
        let text = self.folded.text.as_str();
        let before = text.get(range.start..verb.start).unwrap_or_default();
        let after = text.get(verb.end..).unwrap_or_default();
        let lists = ["包括", "例如", "比如"].iter().any(|w| before.starts_with(w));
        // "包括浏览、查询、收藏": names of acts.
        let actor = |h: &Hit| matches!(h.sense, Sense::Actor(_)) && h.start >= range.start && h.end <= verb.start;
        if self.chinese && lists && after.starts_with(['、', '等']) && !self.hits.iter().any(actor) {
            return true;
        }
        if !self.chinese || !after.starts_with('的') {
            return false;
        }
        let governed = |h: &Hit| {
            matches!(h.sense, Sense::Action(Action::Collect | Action::Supply | Action::Share))
                && h.start >= range.start
                && h.end <= verb.start
        };
        match self.word(verb) {
            "使用" => lists || before.ends_with('、') || self.hits.iter().any(governed),
            "请求" | "访问" | "浏览" => lists && before.ends_with(['您', '你', '户']),
            _ => false,
        }
    }

    /// "您上传的头像、分享的动态": shared with whom is not said, so it is what users hand over.
    pub(super) fn shared_by_user(&self, verb: &Hit) -> bool {
        let range = self.clause_range(self.clause(verb.start));
        let text = self.folded.text.as_str();
        self.chinese
            && matches!(self.word(verb), "分享" | "共享" | "共用")
            && text.get(verb.end..).is_some_and(|t| t.starts_with('的'))
            && !self.hits.iter().any(|h| h.sense == Sense::Receiver && h.start >= range.start && h.end <= verb.start)
    }

    /// A denial about all personal information that holds for one function or one moment: "浏览时无需提供个人信息", "同意之前不收集任何信息".
    pub(super) fn momentary(&self, verb: &Verb) -> bool {
        const FUNCTIONS: &[&str] = &["浏览", "观看", "查看", "收听", "试用", "游客", "阅读", "试听"];
        const MOMENTS: &[&str] = &["之前", "该过程", "此过程", "该功能", "此功能", "该项功能", "情况下", "同意前"];
        let text = self.folded.text.as_str();
        let before = text.get(..verb.start).unwrap_or_default();
        self.chinese
            && (MOMENTS.iter().any(|w| before.contains(w))
                || (verb.action == Action::Supply && (FUNCTIONS.iter().any(|w| text.contains(w)) || text.contains("情况下"))))
    }

    /// "不会使用您的照片投放广告": what data are not used for says nothing of their being there.
    pub(super) fn not_for(&self, verb: &Verb, hit: &Hit) -> bool {
        const TO: &[&str] = &["用于", "来", "以便", "进行", "做", "投放", "推送"];
        const ENDS: &[&str] = &["广告", "营销", "推销", "推广", "画像", "训练"];
        let after = self.folded.text.get(hit.end..).unwrap_or_default();
        let to = TO.iter().filter_map(|w| after.find(w)).min();
        self.chinese
            && verb.action == Action::Use
            && to.is_some_and(|at| ENDS.iter().any(|w| after.get(at..).unwrap_or_default().contains(w)))
    }

    /// "“甲推送”：由甲公司提供，用于…。需要收集的信息包括：…": a paragraph that opens with a product is about it.
    pub(super) fn opens_with_product(&self) -> bool {
        let text = self.folded.text.as_str();
        self.chinese
            && self.names.first().is_some_and(|n| n.start <= 30)
            && ["提供", "sdk", "插件"].iter().any(|w| text.contains(w))
            && !self.has(Sense::Actor(Who::First))
    }

    /// A heading that only names topics: "保存、安全和共享". What one of them is about holds for nothing below the others.
    pub(super) fn topics(&self) -> bool {
        let actions: Vec<Action> = self.hits.iter().filter_map(|h| if let Sense::Action(a) = h.sense { Some(a) } else { None }).collect();
        let speaks = |h: &Hit| matches!(h.sense, Sense::Actor(_) | Sense::Negation) || matches!(self.word(h), "向" | "给");
        self.chinese
            && actions.contains(&Action::Share)
            && actions.iter().any(|a| matches!(a, Action::Store | Action::Collect | Action::Use))
            && !self.hits.iter().any(speaks)
    }

    /// "内容：姓名、性别": a label that says that what follows is the data.
    pub(super) fn of_contents(&self) -> bool {
        const HEADS: &[&str] = &["内容", "收集内容", "信息内容", "数据内容", "收集信息", "信息类型", "数据类型", "收集范围", "涉及信息"];
        let text = self.folded.text.trim_start_matches(|c: char| !c.is_alphabetic());
        self.chinese && text.split_once(['：', ':']).is_some_and(|(head, _)| HEADS.contains(&head.trim()))
    }
}
