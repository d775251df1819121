//! The verbs of a sentence: who does what, and whether it is denied.

use super::lexicon::{Action, Hit, Sense, Who};
use super::line::Line;

pub(super) struct Verb {
    pub start: usize,
    pub end: usize,
    pub clause: usize,
    pub action: Action,
    pub who: Option<Who>,
    pub negative: bool,
    /// A denial stands before it that is another verb's: neither done nor denied.
    pub void: bool,
    /// It only tells which data: "the amount of data transferred".
    pub modifier: bool,
    /// The first party and a third one.
    pub both: bool,
}

/// "which may include your address": what holds data is no actor.
fn holds(word: &str) -> bool {
    matches!(word, "include" | "includes" | "contain" | "contains" | "comprise" | "comprises")
}

impl Line {
    /// A third party that receives, or whose tool is used, does not act.
    fn acts(&self, actor: &Hit) -> bool {
        if actor.sense != Sense::Actor(Who::Third) {
            // "基于灯塔的服务": whose service it is.
            let owner = actor.sense == Sense::Actor(Who::First) && self.folded.text.get(actor.end..).is_some_and(|t| t.starts_with('的'));
            return !(self.chinese && owner);
        }
        // "libraries that use cookies": in a relative clause its antecedent acts, whatever it is in the main one.
        let rest = self.folded.text.get(actor.end..).unwrap_or_default();
        let relative = rest.split_whitespace().take(3).any(|w| matches!(w, "that" | "which" | "who"));
        if relative {
            return true;
        }
        // "从第三方获取": where something comes from; "微信昵称": whose it is.
        if self.chinese && (self.comes_from(actor) || self.owns(actor) || self.among_means(actor)) {
            return false;
        }
        self.just_before(actor.start, 30, Sense::Receiver).is_none() && self.just_before(actor.start, 12, Sense::Instrument).is_none()
    }

    /// "we and our partners", "我们与合作方": whoever acts, both do.
    fn both_act(&self, verb: &Hit) -> bool {
        let clause = self.clause(verb.start);
        let of = |who: Who| {
            self.hits.iter().filter(move |h| h.sense == Sense::Actor(who) && h.end <= verb.start && self.clause(h.start) == clause)
        };
        of(Who::First).any(|f| {
            // What joins them is short: no need to read what lies between distant ones.
            of(Who::Third).filter(|t| t.start >= f.end && t.start.saturating_sub(f.end) <= 32).any(|t| {
                let joint = self.folded.text.get(f.end..t.start).unwrap_or_default().trim();
                let joint =
                    ["our ", "our", "its", "their", "any", "other", "的", "我们的"].iter().fold(joint, |j, w| j.trim_end_matches(w)).trim();
                matches!(
                    joint,
                    "与" | "和"
                        | "及"
                        | "以及"
                        | "或"
                        | "或者"
                        | "、"
                        | "and"
                        | "or"
                        | "nor"
                        | "&"
                        | ", and"
                        | "及其"
                        | "及我们"
                        | "and/or"
                )
            })
        })
    }

    /// What a verb of more than one sense does here, and who does it.
    fn resolve(&self, verb: &Hit, action: Action, who: Option<Who>, own: Option<Who>) -> (Action, Option<Who>) {
        match action {
            // "never touches our servers"
            Action::Collect if !self.chinese && (self.word(verb).ends_with(" our") || self.word(verb).starts_with("never ")) => {
                (action, Some(Who::First))
            }
            // "stored with Backblaze", "hosted by our provider"
            Action::Store if !self.chinese && self.kept_with(verb) => (Action::Share, who),
            Action::Share if own != Some(Who::First) && self.shared_by_user(verb) => (Action::Supply, who),
            Action::Send => match self.destination(verb) {
                Some(Who::Third) => (Action::Share, who),
                Some(Who::User) if who != Some(Who::User) => (Action::Rights, who),
                _ if own == Some(Who::User) => (Action::Supply, who),
                _ => (Action::Collect, who),
            },
            // "We may provide certain data to bands, such as your zip code"
            Action::Supply if !self.chinese && self.we_provide(verb) && self.destination(verb) == Some(Who::Third) => (Action::Share, who),
            // "提供" is what users do, unless somebody else is given to.
            Action::Supply if self.chinese && own != Some(Who::User) && self.word(verb).starts_with("提供") => {
                // "我们不会提供您的手机号": what is yours is not ours to provide.
                let yours = ["您的", "你的"].iter().any(|w| self.word(verb).ends_with(w));
                let refused = self.just_before(verb.start, 12, Sense::Negation).is_some()
                    || (own == Some(Who::First)
                        && !self.folded.text.get(self.clause_at(verb.start).start..verb.start).is_some_and(|t| t.contains("要求")));
                match self.destination(verb) {
                    Some(Who::Third) => (Action::Share, who),
                    None if yours && refused => (Action::Share, who),
                    _ => (Action::Supply, who),
                }
            }
            Action::View => match own {
                Some(Who::User) => (Action::Rights, who),
                Some(w) => (Action::Collect, Some(w)),
                None => {
                    // "接诊医生可以看到…", "your manager sees ...": a subject that is nobody we know.
                    let range = self.clause_range(self.clause(verb.start));
                    let subject = self.folded.text.get(range.start..verb.start).unwrap_or_default();
                    let subject = subject.trim_matches(|c: char| c.is_whitespace() || "，、：；,;:".contains(c));
                    let bare = [
                        "可以", "会", "能", "将", "也", "才", "都", "可", "can", "may", "will", "also", "not", "never", "不", "它", "it",
                        "this", "which", "does", "do", "did", "that", "they", "we",
                    ];
                    let mut subject = subject;
                    loop {
                        let next = bare.iter().fold(subject, |t, w| t.trim_end_matches(w).trim_end()).trim_start_matches("并");
                        if next.len() == subject.len() {
                            break;
                        }
                        subject = next;
                    }
                    // "Nobody at Opal looks at your photos": nobody of ours.
                    if ["nobody", "no one", "没有人", "无人"].iter().any(|w| subject.starts_with(w)) {
                        return (Action::Collect, Some(Who::First));
                    }
                    if subject.chars().count() >= 2
                        && !self.data().any(|(d, _)| d.end <= verb.start && self.same_clause(d.start, verb.start))
                    {
                        (Action::Collect, Some(Who::Third))
                    } else {
                        (Action::Collect, who)
                    }
                }
            },
            _ => (action, who),
        }
    }

    /// The verbs of the sentence, in order.
    pub fn verbs(&self) -> &[Verb] {
        self.verbs.get_or_init(|| self.find_verbs())
    }

    fn find_verbs(&self) -> Vec<Verb> {
        let mut verbs: Vec<Verb> = Vec::new();
        for h in &self.hits {
            let Sense::Action(action) = h.sense else { continue };
            if self.hits.iter().any(|d| matches!(d.sense, Sense::Data(_)) && d.start <= h.start && d.end >= h.end) {
                continue;
            }
            let clause = self.clause(h.start);
            if self.mere_attribute(h, clause) {
                continue;
            }
            let own = self
                .hits
                .iter()
                .rev()
                .filter(|a| a.end <= h.start && self.clause(a.start) == clause && self.acts(a))
                .find_map(|a| if let Sense::Actor(w) = a.sense { Some(w) } else { None })
                .or_else(|| self.antecedent(clause).filter(|_| !holds(self.word(h))));
            // "collected by third parties"
            let by = self.hits.iter().find(|a| {
                a.sense == Sense::Actor(Who::Third)
                    && a.start >= h.end
                    && a.start.saturating_sub(h.end) < 40
                    && self.folded.text.get(h.end..a.start).is_some_and(|t| t.trim_start().starts_with("by "))
            });
            // "由支付机构处理，茶舍不会获得": a subject of its own takes nothing over.
            let fresh = self.chinese && own.is_none() && self.subject(clause, h);
            let inherited = verbs.last().and_then(|v| v.who).filter(|w| *w != Who::User).or_else(|| {
                self.hits
                    .iter()
                    .rev()
                    .filter(|a| a.end <= h.start && self.acts(a))
                    .find_map(|a| if let Sense::Actor(w) = a.sense { Some(w) } else { None })
                    .filter(|w| *w != Who::User)
            });
            let inherited = inherited.filter(|w| !(fresh && *w == Who::Third));
            // "We use vendors to handle card payments": the instrument acts.
            let for_us = !self.chinese
                && matches!(self.word(h), "handle" | "process")
                && self.hits.iter().any(|a| {
                    a.sense == Sense::Actor(Who::Third)
                        && self.folded.text.get(a.end..h.start).is_some_and(|t| matches!(t, " to " | " to securely "))
                });
            // "All payments are processed by the App Store": no third party elsewhere, where things are downloaded from it.
            let store = self.folded.text.get(h.end..).is_some_and(|t| {
                let t =
                    [" entirely", " directly", " securely", " solely", " exclusively"].iter().find_map(|w| t.strip_prefix(w)).unwrap_or(t);
                [" by apple", " by google", " by the app store", " by the google", " by the apple"].iter().any(|w| t.starts_with(w))
            });
            let who = if by.is_some() || store || for_us { Some(Who::Third) } else { own.or(inherited) };
            // "Messages that you send to other users": who stands right before the verb acts.
            let before = self.folded.text.get(..h.start).unwrap_or_default();
            let users =
                [" you ", " you may ", " you can ", " you choose to ", " users may ", " users "].iter().any(|w| before.ends_with(w));
            let by_user = users && !self.chinese && by.is_none() && matches!(action, Action::Send | Action::Share);
            let who = if by_user || (own.is_none() && self.elliptical(clause, h)) { Some(Who::User) } else { who };
            let own = if by_user { Some(Who::User) } else { own };
            let (action, who) = self.resolve(h, action, who, own);
            let denied = self.negated(h, clause, own.is_some(), verbs.last());
            let (negative, void) = (denied == Some(true), denied.is_none());
            let both = !matches!(action, Action::Share | Action::Rights | Action::Supply) && self.both_act(h);
            // "use your location": the words of the verb reach into those of the data.
            let begins = |d: &&Hit| matches!(d.sense, Sense::Data(_)) && d.start > h.start && d.start < h.end;
            let end = self.hits.iter().find(begins).map_or(h.end, |d| d.start);
            verbs.push(Verb {
                start: h.start,
                end,
                clause,
                action,
                who,
                negative,
                void,
                modifier: !self.chinese && self.modifies(h),
                both,
            });
        }
        verbs
    }

    /// "You may give your age; disclose your gender": a clause that begins with its verb goes on with who came before, here the user; and
    /// "Disclosing your location is optional" is theirs as well.
    fn elliptical(&self, clause: usize, verb: &Hit) -> bool {
        let range = self.clause_range(clause);
        let before = self.folded.text.get(range.start..verb.start).unwrap_or_default();
        let bare = before.trim_matches(|c: char| !c.is_alphanumeric());
        if self.chinese || !matches!(bare, "" | "and" | "or" | "may" | "and may" | "can") {
            return false;
        }
        if clause == 0 {
            let after = self.folded.text.get(verb.end..range.end).unwrap_or_default();
            return self.word(verb).ends_with("ing") && after.contains("optional");
        }
        let last = self.hits.iter().rev().find(|a| a.end <= verb.start && matches!(a.sense, Sense::Actor(_)) && self.acts(a));
        last.is_some_and(|a| a.sense == Sense::Actor(Who::User))
    }

    /// Whether a Chinese clause begins with a subject that we do not know: a short word before 不会, 将 and the like.
    fn subject(&self, clause: usize, verb: &Hit) -> bool {
        const OPENERS: &[&str] = &[
            "并", "且", "同时", "用于", "以", "为", "会", "将", "可", "还", "也", "仅", "此", "另", "其", "该", "它", "如", "若", "当",
            "在", "对", "通过", "从", "向", "进而", "具体", "包括", "需", "主要", "自动", "部分", "由", "与", "和", "及", "但", "不", "未",
            "这", "上述", "所", "即", "因", "则", "都", "均", "再", "只", "一旦", "或", "而", "绝", "并不", "没有", "除",
        ];
        let range = self.clause_range(clause);
        let before = self.folded.text.get(range.start..verb.start).unwrap_or_default();
        let before = before.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(end) = ["不会", "不", "未", "会", "将", "没有", "绝不"].iter().filter_map(|w| before.find(w)).min() else {
            return false;
        };
        let subject = before.get(..end).unwrap_or_default();
        (2..=8).contains(&subject.chars().count())
            && !OPENERS.iter().any(|w| subject.starts_with(w))
            && !self.data().any(|(d, _)| d.start >= range.start && d.end <= verb.start)
    }

    /// Who acts in a clause that begins with "which": the third party named last before it.
    fn antecedent(&self, clause: usize) -> Option<Who> {
        let range = self.clause_range(clause);
        let text = self.folded.text.get(range.clone())?.trim_start_matches([',', ' ']);
        if self.chinese || !["which ", "that ", "who "].iter().any(|w| text.starts_with(w)) {
            return None;
        }
        self.hits
            .iter()
            .rev()
            .filter(|h| h.end <= range.start)
            .find_map(|h| if let Sense::Actor(w) = h.sense { Some(w) } else { None })
            .filter(|w| *w == Who::Third)
    }

    /// "information collected through cookies": a participle right after a noun tells which one, and takes no denial over.
    pub(super) fn modifies(&self, verb: &Hit) -> bool {
        let word = self.word(verb);
        let participle = word.ends_with("ed") || matches!(word, "kept" | "sent" | "shown" | "given" | "sold" | "held");
        let before = self.folded.text.get(..verb.start).unwrap_or_default().trim_end();
        let last = before.rsplit([' ', '(']).next().unwrap_or_default();
        const NOUNS: &[&str] = &[
            "information",
            "data",
            "content",
            "details",
            "identifiers",
            "addresses",
            "address",
            "cookies",
            "technologies",
            "those",
            "that",
            "material",
            "materials",
            "files",
            "records",
            "anything",
            "everything",
            "numbers",
            "number",
        ];
        participle && NOUNS.contains(&last) && !before.ends_with("is that")
    }
}
