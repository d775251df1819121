//! Where data go: to us, to the user, to somebody else.

use super::lexicon::{Hit, Sense, Who};
use super::line::Line;
use super::verb::Verb;

impl Line {
    /// Whether what a verb gives goes to us: up to the next verb, "with us".
    pub(super) fn to_us(&self, verb: &Verb) -> bool {
        let next = self.hits.iter().find(|h| matches!(h.sense, Sense::Action(_)) && h.start >= verb.end).map_or(usize::MAX, |h| h.start);
        let end = next.min(self.clause_range(verb.clause).end);
        let after = self.folded.text.get(verb.end..end.max(verb.end)).unwrap_or_default();
        [" with us", " to us"].iter().any(|w| after.find(w).is_some_and(|at| !after.get(at..).is_some_and(|t| t.starts_with(" to use"))))
    }

    /// "You provide your card number directly to our payment processor".
    pub(super) fn straight_to_another(&self, data: &Hit) -> bool {
        let end = self.clause_range(self.clause(data.start)).end;
        let after = self.folded.text.get(data.end..end.max(data.end)).unwrap_or_default();
        let Some(at) = after.find(" to ").filter(|at| *at <= 60 && !after.get(..*at).is_some_and(|t| t.ends_with("limited"))) else {
            return false;
        };
        let at = data.end.saturating_add(at).saturating_add(4);
        self.hits.iter().any(|h| h.sense == Sense::Actor(Who::Third) && h.start >= at && h.start.saturating_sub(at) <= 10)
    }

    /// "Our partners may share your number with us".
    pub(super) fn told_us(&self, verb: &Verb) -> bool {
        if self.folded.text.get(verb.start..verb.end).is_some_and(|w| w.contains(" us")) {
            return true;
        }
        let clause = self.clause_range(verb.clause);
        let text = self.folded.text.get(clause).unwrap_or_default();
        ["与我们共享", "与我们分享", "向我们提供", "向我们分享", "向我们共享", "共享给我们", "提供给我们", "分享给我们"]
            .iter()
            .any(|w| text.contains(w))
            || (!self.chinese && [" with us", " to us"].iter().any(|w| self.folded.text.get(verb.end..).unwrap_or_default().contains(w)))
    }

    /// Whether other users are who acts.
    pub(super) fn by_users(&self, verb: &Verb) -> bool {
        let actor = self.hits.iter().rev().find(|h| matches!(h.sense, Sense::Actor(_)) && h.end <= verb.start);
        actor.is_some_and(|h| matches!(self.word(h), "其他用户" | "其他会员" | "other users" | "other members" | "friends"))
    }

    /// "第三方可能会要求您提供": what is handed over at another's demand.
    pub(super) fn demanded(&self, verb: &Verb) -> bool {
        let range = self.clause_range(verb.clause);
        let before = self.folded.text.get(range.start..verb.start).unwrap_or_default();
        ["要求", "请求", "需要您", "ask", "require", "request"].iter().any(|w| before.contains(w))
    }

    /// Where something goes: to ourselves, to the user, to somebody else.
    pub(super) fn destination(&self, verb: &Hit) -> Option<Who> {
        let text = self.folded.text.as_str();
        let range = self.clause_range(self.clause(verb.start));
        let own = |t: &str| {
            ["我们", "本公司", "我司", "服务器", "伺服器", "平台", "云端", "后台", "本app", "客服", "系统"].iter().any(|w| t.contains(w))
                && !t.contains("第三方")
        };
        if self.chinese {
            let user = |t: &str| t.starts_with(['您', '你']) || t.starts_with("用户") || t.is_empty();
            let place = |at: usize, t: &str| {
                let named = |h: &Hit| h.sense == Sense::Actor(Who::First) && h.start >= at && h.end <= at.saturating_add(t.len());
                if own(t) || self.hits.iter().any(named) {
                    Who::First
                } else if user(t) {
                    Who::User
                } else {
                    Who::Third
                }
            };
            let before = text.get(range.start..verb.start).unwrap_or_default();
            if let Some(at) = before.rfind(['向', '给']) {
                let from = at.saturating_add('向'.len_utf8());
                let object = before.get(from..).unwrap_or_default();
                if object.chars().count() <= 24 && !object.is_empty() {
                    return Some(place(range.start.saturating_add(from), object));
                }
            }
            let word = text.get(verb.start..verb.end).unwrap_or_default();
            let after = text.get(verb.end..range.end).unwrap_or_default();
            let opens = word.ends_with(['给', '至', '到', '予', '向']);
            let rest = if opens { Some(after) } else { ["给", "至", "到", "予"].iter().find_map(|w| after.strip_prefix(w)) }?;
            let from = range.end.saturating_sub(rest.len());
            let object = rest.split(['，', '。', '、', '；', '的', '用', '进']).next().unwrap_or_default();
            // "传输至我们的第三方服务商": theirs, whatever "our".
            let theirs = ["第三方", "合作", "服务商", "供应商", "关联", "广告"];
            if rest.strip_prefix("我们的").is_some_and(|r| theirs.iter().any(|w| r.starts_with(w))) {
                return Some(Who::Third);
            }
            // The server of somebody else: "发送到甲公司的服务器".
            return Some(place(from, object));
        }
        // "show other users your number"
        let beside = |h: &Hit| h.sense == Sense::Actor(Who::Third) && h.start >= verb.end && h.start.saturating_sub(verb.end) <= 5;
        if self.hits.iter().any(beside) {
            return Some(Who::Third);
        }
        let next = self.hits.iter().find(|h| matches!(h.sense, Sense::Action(_)) && h.start > verb.end).map_or(range.end, |h| h.start);
        let window = text.get(verb.end..next.max(verb.end).min(verb.end.saturating_add(160)).min(text.len())).unwrap_or_default();
        let mut from = 0usize;
        while let Some(at) = window.get(from..).and_then(|w| w.find(" to ").or_else(|| w.find(" with "))) {
            let at = from.saturating_add(at);
            let place = verb.end.saturating_add(at).saturating_add(1);
            let object = window.get(at..).and_then(|w| w.trim_start().split_once(' ')).map(|(_, o)| o).unwrap_or_default();
            // "to provide": no place but a purpose.
            let purpose = self.hits.iter().any(|h| h.sense == Sense::Purpose && h.start == place);
            if !purpose {
                let is =
                    |words: &[&str]| words.iter().any(|w| object.strip_prefix(w).is_some_and(|r| !r.starts_with(char::is_alphanumeric)));
                let ours = |h: &Hit| h.sense == Sense::Actor(Who::First) && h.start >= place && h.start.saturating_sub(place) <= 9;
                return Some(
                    if self.hits.iter().any(ours)
                        || is(&["us", "our", "me", "my", "the app", "the server", "servers", "the cloud", "a server", "the service"])
                    {
                        Who::First
                    } else if is(&["you", "your"]) {
                        Who::User
                    } else {
                        Who::Third
                    },
                );
            }
            from = at.saturating_add(4);
        }
        None
    }

    /// "We may provide": with nobody asked to in between.
    pub(super) fn we_provide(&self, verb: &Hit) -> bool {
        let first = self.hits.iter().rev().find(|h| matches!(h.sense, Sense::Actor(_)) && h.end <= verb.start);
        let near = first.filter(|h| h.sense == Sense::Actor(Who::First)).and_then(|h| self.folded.text.get(h.end..verb.start));
        const MODALS: &[&str] = &["", "may", "will", "can", "also", "might", "must", "do", "not", "only", "never", "sometimes"];
        let word = self.word(verb);
        word.starts_with("provide") && !word.ends_with(" us") && near.is_some_and(|t| t.split(' ').all(|w| MODALS.contains(&w)))
    }

    /// Whether a third party stands right after "stored with", "hosted by".
    pub(super) fn kept_with(&self, verb: &Hit) -> bool {
        let after = self.folded.text.get(verb.end..).unwrap_or_default();
        let Some(word) = [" with ", " by "].iter().find(|w| after.starts_with(**w)) else { return false };
        let at = verb.end.saturating_add(word.len());
        self.hits.iter().any(|h| h.sense == Sense::Actor(Who::Third) && h.start >= at && h.start.saturating_sub(at) <= 8)
    }
}
