//! What a denial reaches, and what it leaves alone: the reading of not, no, without and except.

use super::lexicon::{Action, Cue, Hit, Sense, Who};
use super::line::Line;
use super::verb::Verb;

/// What may stand between an English "not" and the verb that it denies, beside adverbs in -ly.
const PASSING: &str = "is are was were a an the your our their exact actual real precise full ad ads all allow also analytics and any app apps ask at attempt be been being by can circumstances contain could \
    course do does employ enable engage even ever for had has have in include intend interested it its itself just let \
    libraries may need of operate or otherwise ourselves permit plan run sdks seek servers shall should so tools that \
    themselves then they third party time to try under us use using want way we which will wish with would you";

impl Line {
    /// A word that takes the data after it away from what was said before: "but not X", "no X", "excluding X", 不包括X. Tells whether it
    /// is an exclusion rather than a plain negation.
    pub(super) fn barred(&self, data: &Hit, verb: Option<&Verb>) -> Option<bool> {
        let from = verb.filter(|v| v.end <= data.start).map_or(0, |v| v.end);
        let bar = self.hits.iter().rev().find(|n| {
            matches!(n.sense, Sense::Negation | Sense::Exclusion)
                && n.start >= from
                && n.end <= data.start
                && self.same_clause(n.start, data.start)
        })?;
        // "(not including names)": what is set apart in parentheses ends with them.
        if self.folded.text.get(bar.end..data.start).is_some_and(|t| t.contains([')', '）']) && !t.contains(['(', '（'])) {
            return None;
        }
        let between = |h: &Hit| h.start >= bar.end && h.end <= data.start;
        // What is excluded stays so: "other than numbers and names associated with such numbers".
        let on = |h: &Hit| bar.sense == Sense::Exclusion && h.sense == Sense::Action(Action::Link);
        let stops = |h: &Hit| matches!(h.sense, Sense::Action(_) | Sense::Adversative | Sense::Actor(_)) && !on(h);
        let free = !self.hits.iter().any(|h| between(h) && stops(h));
        // A plain negation reaches over a list of data, not over other words.
        let gap = self.hits.iter().rev().find(|h| matches!(h.sense, Sense::Data(_)) && between(h)).map_or(bar.end, |h| h.end);
        let listed = self.chinese && self.folded.text.get(gap..data.start).is_some_and(|t| t.contains('、') && t.len() <= 120);
        let near = listed || data.start.saturating_sub(gap) <= if self.chinese { 24 } else { 40 };
        (free && near).then_some(bar.sense == Sense::Exclusion)
    }

    /// "Our practices do not vary by location": a denial of a verb that we do not know, and nothing else is said.
    pub(super) fn unbound(&self, data: &Hit, verb: Option<&Verb>) -> bool {
        let here = self.clause(data.start);
        let denial = |h: &Hit| {
            let word = self.word(h);
            h.sense == Sense::Negation
                && (word.ends_with("not") || word.ends_with("n't"))
                && h.end <= data.start
                && self.clause(h.start) == here
        };
        if self.chinese || verb.is_some_and(|v| v.clause == here) {
            return false;
        }
        let first = self.data().find(|(d, _)| self.clause(d.start) == here).map_or(data.start, |(d, _)| d.start);
        self.hits.iter().rev().find(|h| denial(h)).is_some_and(|n| !self.passes(n, first.max(n.end)))
    }

    /// Data that the sentence itself sets apart: "除X外", "X以外的".
    pub(super) fn set_apart(&self, data: &Hit) -> bool {
        let after = self.folded.text.get(data.end..).unwrap_or_default();
        let before = self.folded.text.get(self.clause_range(self.clause(data.start)).start..data.start).unwrap_or_default();
        // "With the exception of crash logs, we collect no usage data."
        let opens = |h: &Hit| matches!(h.sense, Sense::Exclusion | Sense::Exception) && h.start <= 2 && h.end <= data.start;
        let comma = self.folded.text.find(", ").is_some_and(|at| at >= data.end);
        if !self.chinese && comma && self.hits.iter().any(opens) {
            return true;
        }
        let closes = after.find('外').is_some_and(|n| n <= 30);
        ["以外", "之外", "外的"].iter().any(|w| after.starts_with(w))
            || (self.chinese && closes && before.rfind('除').is_some_and(|n| before.len().saturating_sub(n) <= 60))
    }

    /// "Anything other than your name is optional": nobody says whether the rest is taken.
    pub(super) fn left_open(&self, hit: &Hit) -> bool {
        let before = |h: &Hit| h.sense == Sense::Exclusion && h.end <= hit.start;
        !self.chinese && self.folded.text.contains("optional") && self.hits.iter().any(before) && !self.has(Sense::Negation)
    }

    /// "We never scan your messages for advertising purposes", "Bluetooth is not used for tracking": one use is denied.
    pub(super) fn only_for(&self, data: &Hit, verb: &Verb) -> bool {
        let word = self.folded.text.get(verb.start..verb.end).unwrap_or_default();
        let uses = verb.action == Action::Use || matches!(word, "scan" | "scans" | "read" | "monitor" | "track");
        let from = verb.end.max(data.end);
        let after = self.folded.text.get(from..self.clause_range(verb.clause).end.max(from)).unwrap_or_default();
        let after_verb = self.folded.text.get(verb.end..).unwrap_or_default();
        // "We do not use cookies to retrieve other information"
        let means = self.means.is_some_and(|m| data.sense == Sense::Data(m)) && verb.end <= data.start && after.starts_with(" to ");
        let passive = means || verb.start >= data.end && (after_verb.starts_with(" for ") || after_verb.starts_with(" to "));
        let purposes = after.contains(" for ") && after.contains("purpose");
        uses && (passive || purposes)
    }

    /// A denial that is of something else than having the data: "no access to or control over these cookies", "nothing is stored in
    /// cookies", "cookies are not used to run programs".
    pub(super) fn beside_the_data(&self, hit: &Hit, data: u16, verb: &Verb) -> bool {
        if self.chinese {
            return false;
        }
        let text = self.folded.text.as_str();
        let clause = text.get(self.clause_range(self.clause(hit.start))).unwrap_or_default();
        if [
            "control over",
            "control of",
            "control or access",
            "control the information",
            "control how",
            "responsib",
            " govern",
            "plain text",
            "plaintext",
            "clear text",
            "unencrypted",
        ]
        .iter()
        .any(|w| clause.contains(w))
        {
            return true;
        }
        // Cookies are a means too: "stored in these cookies or pixels".
        if self.means != Some(data) {
            return false;
        }
        let first = self.data().find(|(d, of)| *of == data && self.same_clause(d.start, hit.start)).map_or(*hit, |(d, _)| d);
        let words: Vec<&str> = text.get(..first.start).unwrap_or_default().split_whitespace().rev().take(2).collect();
        let determiner = |w: &&&str| matches!(**w, "the" | "these" | "those" | "such" | "our" | "this" | "any" | "its");
        let last = words.iter().find(|w| !determiner(w)).copied().unwrap_or_default();
        let gone = words.first().is_some_and(|w| determiner(&w));
        let inside = matches!(last, "in" | "on" | "through" | "by" | "via" | "with" | "from" | "of" | "within" | "using" | "into");
        // "These cookies do not gather names": what they take is denied, not they.
        let active = verb.start >= hit.end && !text.get(verb.start..verb.end).is_some_and(|w| w.ends_with("ed") || w == "set");
        let used_to =
            active || verb.start >= hit.end && text.get(verb.end..).is_some_and(|t| t.starts_with(" to ") || t.starts_with(" for "));
        (inside && (last != "of" || gone)) || used_to
    }

    /// Whether the words of an English sentence let a "not" reach a verb: "do not vary by the data collected" denies no collection.
    pub(super) fn reaches(&self, not: &Hit, verb: &Hit) -> bool {
        let word = self.word(not);
        if !(word.ends_with("not") || word.ends_with("n't") || matches!(word, "never" | "cannot")) {
            // "No data held, counts visits": an active verb after a comma has another object.
            let over = self.folded.text.get(not.end..verb.start).is_some_and(|t| t.contains(", "));
            return word != "no" || !over || self.word(verb).ends_with("ed") || !self.word(verb).ends_with('s');
        }
        // The first verb after it is denied, and those that are joined to it.
        let first = self.hits.iter().filter(|h| matches!(h.sense, Sense::Action(_)) && h.start >= not.start).map(|h| h.start).min();
        let to = first.unwrap_or(verb.start).min(verb.start);
        self.passes(not, to)
    }

    /// "If we cannot read your contacts, ...": nothing is denied.
    pub(super) fn supposed(&self, not: &Hit) -> bool {
        let before = self.folded.text.get(self.clause_range(self.clause(not.start)).start..not.start).unwrap_or_default();
        let here = before.rsplit([',', ':', '(']).next().unwrap_or_default();
        let opens = self.word(not) == "without" && not.start <= 2;
        // "Since the app does not require registration, the number is used": a reason is no statement of data.
        let reason =
            !before.contains(',') && ["since ", "because ", "as the ", "as we "].iter().any(|w| before.trim_start().starts_with(w));
        opens || reason || (here.split_whitespace().take(3).any(|w| w == "if") && !here.contains(" then "))
    }

    /// Whether only words that carry a denial on stand between it and a place.
    pub(super) fn passes(&self, not: &Hit, to: usize) -> bool {
        let between = self.folded.text.get(not.end..to.max(not.end)).unwrap_or_default();
        let mut words: Vec<&str> = Vec::new();
        let mut at = not.end;
        for word in between.split_inclusive(' ') {
            // "not allow service providers to collect"
            let acts = |h: &Hit| {
                matches!(h.sense, Sense::Actor(_) | Sense::Data(_)) && h.start < at.saturating_add(word.trim_end().len()) && h.end > at
            };
            if !word.trim().is_empty() && !self.hits.iter().any(acts) {
                words.push(word.trim_end());
            }
            at = at.saturating_add(word.len());
        }
        let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let passes = |w: &str| {
            let w = bare(w);
            w.is_empty() || w.ends_with("ly") || PASSING.split_whitespace().any(|p| p == w)
        };
        // "not decrypt or otherwise access": joined to a verb that we do not know. "not, without your consent, collect": what is set apart
        // stands between commas.
        let joined = words.iter().rev().find(|w| !matches!(**w, "otherwise" | "even" | "in" | "any" | "way") && !w.ends_with("ly"));
        joined.is_some_and(|w| w.ends_with(',') || matches!(*w, "or" | "nor" | "and")) || words.iter().all(|w| passes(w))
    }

    /// Whether a verb is denied; nothing where the denial is that of a verb which says nothing of data.
    pub(super) fn negated(&self, verb: &Hit, clause: usize, own_actor: bool, previous: Option<&Verb>) -> Option<bool> {
        // "at no time do we read", "neither we nor our partners collect": the subject stands after its negation.
        let inverted = |h: &Hit| {
            let before = self.folded.text.get(..h.start).unwrap_or_default();
            before.split_whitespace().next_back().is_some_and(|w| matches!(w, "do" | "does" | "did" | "will" | "neither" | "nor" | "shall"))
        };
        // "does not ask visitors to provide their names"
        let asked = |h: &Hit, from: usize| {
            let between = self.folded.text.get(from..h.start).unwrap_or_default();
            let before = self.folded.text.get(..from).unwrap_or_default();
            let demands = [" ask ", " require ", " request ", " oblige ", " force ", " want ", " need ", " invite "];
            !self.chinese
                && h.sense == Sense::Actor(Who::User)
                && (demands.iter().any(|w| between.starts_with(w)) || demands.iter().any(|w| before.ends_with(w.trim_end())))
        };
        let breaks = |from: usize, to: usize| {
            self.hits.iter().any(|h| {
                h.start >= from
                    && h.end <= to
                    && (h.sense == Sense::Adversative
                        || (matches!(h.sense, Sense::Actor(Who::First | Who::User))
                            && !inverted(h)
                            && !self.received_by(h)
                            && !asked(h, from)))
            })
        };
        let mut here =
            self.hits.iter().rev().filter(|n| n.sense == Sense::Negation && n.start <= verb.start && self.clause(n.start) == clause);
        if let Some(n) = here.next() {
            if !self.chinese && self.supposed(n) {
                return None;
            }
            if breaks(n.end.min(verb.start), verb.start) || (!self.chinese && n.end <= verb.start && self.modifies(verb)) {
                return Some(false);
            }
            // "cannot verify you without collecting": two make none.
            let cancelled = self.word(n) == "without" && here.next().is_some();
            return if self.chinese || self.reaches(n, verb) { Some(!cancelled) } else { None };
        }
        if own_actor {
            return Some(false);
        }
        // "not, without your consent, collect": a negation that is still waiting for its verb.
        let Some(before) = clause.checked_sub(1) else { return Some(false) };
        let waits = self.hits.iter().any(|n| {
            n.sense == Sense::Negation
                && self.clause(n.start) == before
                && !breaks(n.end, verb.start)
                && previous.is_none_or(|v| v.end <= n.start)
        });
        Some(waits)
    }

    /// Whether a claim about data is a denial, once all that stands round it is weighed; nothing where the sentence then claims nothing.
    pub(super) fn weighed(&self, v: &Verb, verbs: &[Verb], hit: &Hit, data: u16, mut negative: bool) -> Option<bool> {
        let clause = self.clause(hit.start);
        // A clause with its own denial and no verb that we know: "used for the torch, never to take pictures".
        if v.clause != clause {
            let no =
                |h: &Hit| matches!(h.sense, Sense::Negation | Sense::Exclusion) && h.end <= hit.start && self.clause(h.start) == clause;
            negative |= self.hits.iter().any(no);
        } else {
            negative = match self.barred(hit, Some(v)) {
                // "nothing except X"
                Some(true) => !negative,
                Some(false) => true,
                // "not X, only Y"
                None => negative && !self.hits.iter().any(|h| h.sense == Sense::Adversative && h.start >= v.end && h.end <= hit.start),
            };
        }
        // After the user has switched something off, that it then stops is no denial of what was done before.
        let off = |r: &Verb| r.action == Action::Rights && r.end <= v.start && !matches!(r.who, Some(Who::First | Who::Third));
        if negative && verbs.iter().any(off) {
            return None;
        }
        // What a refusal leads to: "不提供手机号码将无法注册", "您不填写生日也可以注册".
        let leads = [
            "无法",
            "也可以",
            "即可",
            "仍可",
            "就可以",
            "也能",
            "亦可",
            "不影响",
            "将不能",
            "unable",
            "you cannot",
            "still use",
            "not be able",
        ];
        if negative && v.action == Action::Supply && leads.iter().any(|w| self.folded.text.get(hit.end..).unwrap_or_default().contains(w)) {
            return None;
        }
        if negative && (self.whole == Some(data) && self.momentary(v) || self.not_for(v, hit)) {
            return None;
        }
        // "以便您无需重复输入": what the user is spared; "不填写也不影响订单": what stays as it is.
        if negative && self.chinese && self.spared(v, hit) {
            return None;
        }
        // "for no other purpose" says what it is for; "(不含个人信息)" says of what kind the rest is.
        let excluded = || self.whole == Some(data) && self.barred(hit, Some(v)) == Some(true);
        if (negative && self.has(Sense::Cue(Cue::OtherUse))) || excluded() {
            return None;
        }
        // "We collect nothing, unless you send a crash report."
        let spared = |h: &Hit| h.sense == Sense::Exception && h.end <= hit.start && self.word(h) == "unless";
        if negative && !self.chinese && self.hits.iter().any(spared) {
            return None;
        }
        if negative && !self.chinese && self.only_for(hit, v) {
            return None;
        }
        if negative && self.beside_the_data(hit, data, v) {
            return None;
        }
        // That data are not linked or do not identify says nothing of their being collected.
        if negative && v.action == Action::Link {
            return None;
        }
        Some(negative)
    }
}
