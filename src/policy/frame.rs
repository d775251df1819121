//! A sentence as typed frames: who does, or does not do, what with which data. Every decision is local and named, so that it can be argued with.

use super::lexicon::{Action, Hit, Section, Sense, Who};
use super::line::Line;
use super::verb::Verb;

/// One claim of a sentence, before it is given its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// Index into the lexicon's types.
    pub data: u16,
    pub negative: bool,
    pub third: bool,
    /// Range of the third party's name in the sentence as printed.
    pub name: Option<std::ops::Range<usize>>,
    pub purpose: Option<std::ops::Range<usize>>,
    pub condition: Option<std::ops::Range<usize>>,
    pub local: bool,
}

/// What is said of one kind of data.
struct Said {
    data: u16,
    negative: bool,
    third: bool,
}

/// What an introduction or an earlier sentence hands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Context {
    pub action: Option<Action>,
    pub who: Option<Who>,
    pub negative: bool,
    pub definition: bool,
    pub hypothesis: bool,
    /// The sentence stands in a list, a table or after a label, where naming data is enough.
    pub listed: bool,
}

impl Line {
    /// "The courier: name, address": the label is a receiver and nothing else.
    fn labelled_third(&self) -> bool {
        let Some(at) = self.label() else { return false };
        let head = self.folded.text.get(..at).unwrap_or_default();
        let from = head.len().saturating_sub(head.trim_start_matches(|c: char| !c.is_alphabetic()).len());
        let to = head.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        self.hits.iter().any(|h| h.sense == Sense::Actor(Who::Third) && h.start <= from.saturating_add(4) && h.end >= to)
    }

    /// Whether data begin the sentence: "Your location, so that you see people nearby."
    fn opens_with_data(&self) -> bool {
        let text = self.folded.text.as_str();
        let bare = text.trim_start_matches(|c: char| !c.is_alphabetic());
        let bare =
            ["your ", "the ", "a ", "an ", "您的", "你的", "您", "用户的", "用户"].iter().fold(bare, |t, w| t.strip_prefix(w).unwrap_or(t));
        let from = text.len().saturating_sub(bare.len());
        self.data().next().is_some_and(|(h, _)| h.start <= from)
    }

    /// "Cookie 是…", "An IP address is a number": what the word means.
    fn defines(&self) -> bool {
        let Some((first, _)) = self.data().next() else { return false };
        let rest = self.folded.text.get(first.end..).unwrap_or_default();
        let rest = rest.strip_prefix('（').and_then(|r| r.split_once('）')).map_or(rest, |(_, r)| r);
        let chinese = rest.starts_with('是') && !rest.starts_with("是否") && !rest.starts_with("是我们") && !rest.starts_with("是为");
        first.start <= 4
            && (chinese
                || [" is a ", " is an ", " are small", " are text", " are files", " are pieces"].iter().any(|w| rest.starts_with(w)))
    }

    /// Whether the sentence is a list of data rather than a statement about them.
    fn list_like(&self) -> bool {
        let covered: usize = self.data().map(|(h, _)| h.end.saturating_sub(h.start)).sum();
        // One kind of data alone is a heading that runs into its paragraph: "Location. We may ...".
        let several = self.data().nth(1).is_some() || self.folded.text.contains(['：', ':']);
        several && covered.saturating_mul(10) >= self.folded.text.len().saturating_mul(3)
    }

    /// Whether data are shared in aggregate only: "aggregated demographic information".
    fn summed_up(&self, data: &Hit) -> bool {
        let text = self.folded.text.as_str();
        let before = text.get(self.clause_at(data.start).start..data.start).unwrap_or_default();
        let near =
            ["aggregate ", "aggregated ", "statistical "].iter().filter_map(|w| before.rfind(w)).max().and_then(|at| before.get(at..));
        near.is_some_and(|t| t.len() <= 40 && !t.contains([',', ';']))
            || text.contains("in aggregate form")
            || text.contains("in aggregated form")
    }

    /// The context that this sentence gives to what follows it.
    pub fn context(&self, above: Context) -> Context {
        let verbs = self.verbs();
        let verb = verbs.iter().rev().find(|v| v.action != Action::Use).or(verbs.last());
        let negative = match verb {
            Some(v) => v.negative,
            None => self.has(Sense::Negation),
        };
        // "Information you share" is what users hand over.
        let handed = |v: &Verb| {
            let last = self.hits.iter().rev().find(|h| h.sense == Sense::Actor(Who::User) && h.end <= v.start);
            let near = last.is_some_and(|h| self.folded.text.get(h.end..v.start).is_some_and(|t| !t.contains(',')));
            v.action == Action::Share && v.who == Some(Who::User) && (self.chinese || near)
        };
        let action = |v: &Verb| if handed(v) { Action::Supply } else { v.action };
        // "Things we never touch": denied of us, whatever the verb.
        let refused = || (self.has(Sense::Negation) && self.has(Sense::Actor(Who::First))).then_some(Action::Collect);
        Context {
            action: verb.map(action).or(above.action).or_else(refused),
            who: verb.and_then(|v| v.who).or(above.who),
            negative,
            // "日志信息，指我们收集的…，包括：" defines and claims.
            definition: self.has(Sense::Definition) && !(self.chinese && self.claims(verbs)),
            hypothesis: self.has(Sense::Hypothesis),
            listed: true,
        }
    }

    /// Whether the operator or another does something with data here.
    fn claims(&self, verbs: &[Verb]) -> bool {
        verbs.iter().any(|v| v.action != Action::Rights && matches!(v.who, Some(Who::First | Who::Third)))
    }

    /// The verb that has the data.
    fn verb_of<'v>(&self, verbs: &'v [Verb], hit: &Hit, clause: usize) -> Option<&'v Verb> {
        let after = |v: &&Verb| v.clause == clause && v.start >= hit.end;
        let before = |v: &&Verb| v.clause == clause && v.end <= hit.start;
        // "we process the data transferred, and the operating system"; but "collected through cookies".
        let by = |v: &Verb| {
            let after = self.folded.text.get(v.end..hit.start).unwrap_or_default();
            [" through", " via", " by", " from", " using", " with", " in ", " on "].iter().any(|w| after.starts_with(w))
                && !after.contains(',')
        };
        let verb = verbs
            .iter()
            .rev()
            .filter(before)
            .find(|v| !v.modifier || by(v))
            .or_else(|| verbs.iter().rev().find(before))
            // "用户输入一律不收集": what is done to it rather than who typed it.
            .or_else(|| verbs.iter().filter(after).find(|v| v.action != Action::Supply))
            .or_else(|| verbs.iter().find(after))
            .filter(|v| self.chinese || v.end <= hit.start || self.takes_before(v))
            .or_else(|| verbs.iter().rev().find(|v| v.end <= hit.start))
            .or_else(|| verbs.iter().find(|v| v.start >= hit.end).filter(|v| !self.busy(v)))?;
        // What data may be used for only describes them: "share data that can be used to identify you, such as ...".
        let main = |m: &&Verb| m.clause == verb.clause && m.end <= verb.start && matches!(m.action, Action::Share | Action::Collect);
        // "删除我们收集的手机号": what is done is the deleting.
        let relative = self.chinese && verb.end <= hit.start && self.folded.text.get(verb.end..).is_some_and(|t| t.starts_with('的'));
        if relative && let Some(main) = verbs.iter().find(|m| m.clause == verb.clause && m.end <= verb.start && m.action == Action::Rights)
        {
            return Some(main);
        }
        let describes = matches!(verb.action, Action::Use | Action::Link) && verb.who != Some(Who::User) && verb.end <= hit.start;
        Some(if describes { verbs.iter().rev().find(main).unwrap_or(verb) } else { verb })
    }

    /// Whether an English verb may have an object that stands before it: a participle, or one without data after it.
    fn takes_before(&self, verb: &Verb) -> bool {
        let word = self.folded.text.get(verb.start..verb.end).unwrap_or_default();
        // "calls and messages without sharing numbers"
        if self.folded.text.get(..verb.start).is_some_and(|t| t.ends_with("without ")) || word.starts_with("without ") {
            return false;
        }
        let end = self.clause_range(verb.clause).end;
        let own = self.data().find(|(d, _)| d.start >= verb.end && d.end <= end);
        let near = own.is_some_and(|(d, _)| d.start.saturating_sub(verb.end) <= 40);
        word.ends_with("ed") || matches!(word, "kept" | "sent" | "shown" | "given" | "sold" | "held" | "taken" | "read" | "set") || !near
    }

    /// Whether the sentence as a whole claims nothing: told to the reader, about the document, a title, a definition.
    fn claims_nothing(&self, verbs: &[Verb]) -> bool {
        // "Do not send account numbers by e-mail": told to the reader. "By default": it may be otherwise.
        let text = self.folded.text.as_str();
        if !self.chinese
            && (["do not ", "don't ", "never "].iter().any(|w| text.starts_with(w))
                || (self.has(Sense::Negation) && text.contains("by default")))
        {
            return true;
        }
        // What a document is about is no claim of it.
        let about = ["this privacy", "this policy", "this statement", "this notice"].iter().any(|w| text.starts_with(w))
            && [" describes ", " explains ", " applies ", " covers ", " sets out ", " informs ", " governs ", " outlines ", " sets forth "]
                .iter()
                .any(|w| text.get(..160).unwrap_or(text).contains(w));
        // "Sharing your content." runs into its paragraph: a title.
        let gerund = |h: &Hit| matches!(h.sense, Sense::Action(_)) && h.start <= 2 && self.word(h).ends_with("ing");
        let title = self.hits.iter().any(gerund) && text.split_whitespace().count() <= 6;
        if about || (title && !self.chinese && !self.hits.iter().any(|h| matches!(h.sense, Sense::Actor(_)))) {
            return true;
        }
        (self.has(Sense::Definition) && !self.claims(verbs)) || self.defines()
    }

    /// The claims of the sentence.
    pub fn frames(&self, section: Option<Section>, context: Context) -> Vec<Frame> {
        use Section as S;
        let mut out = self.filled_in();
        let contact = section == Some(S::Contact) && !self.chinese;
        if contact && out.is_empty() {
            return self.explained();
        }
        if !out.is_empty() || matches!(section, Some(S::Definitions | S::Exceptions)) || self.advises() {
            return out;
        }
        let verbs = self.verbs();
        if self.claims_nothing(verbs) || context.definition {
            return Vec::new();
        }
        let strict = matches!(section, Some(S::Rights | S::Cancellation | S::Security | S::Change | S::Children | S::Contact));
        let attention = self.chinese && self.hits.iter().any(|h| h.sense == Sense::Advice && !self.word(h).starts_with("您应"));
        let back = self.denied_back(verbs);
        for (hit, data) in self.data() {
            let clause = self.clause(hit.start);
            let here = |sense: Sense| self.hits.iter().any(|h| h.sense == sense && self.clause(h.start) == clause);
            // "We need your address to send you what you bought": what comes before the channel is not it.
            let channel = |h: &Hit| h.sense == Sense::Channel && self.clause(h.start) == clause && (self.chinese || h.start < hit.end);
            if here(Sense::Hypothesis) || self.mishap() || self.hits.iter().any(channel) || self.set_apart(&hit) {
                continue;
            }
            // "The SMS permission only serves to fill in the code; we do not read other messages."
            let permission = here(Sense::Permission);
            let verb = self.verb_of(verbs, &hit, clause).filter(|v| !permission || self.chinese || v.clause == clause);
            // "We do not collect: information that identifies a child": the item tells which.
            let tells = |v: &&Verb| v.action == Action::Link && v.end <= hit.start && v.who != Some(Who::First);
            let verb = verb.filter(|v| !(context.listed && context.action.is_some() && !self.chinese && tells(v)));
            if verb.is_some_and(|v| v.void) || self.left_open(&hit) {
                continue;
            }
            // An item below "we collect:" is as explicit as that.
            let led = context.listed && context.who == Some(Who::First) && matches!(context.action, Some(Action::Collect | Action::Share));
            // "密码提示以及用于验证的信息" below "we collect:": what an item is for takes nothing from it.
            let aside = |v: &&Verb| {
                v.start >= hit.end
                    && (v.clause == clause || v.who == Some(Who::User))
                    && !v.negative
                    && matches!(v.action, Action::Use | Action::Link | Action::View)
            };
            let verb = verb.filter(|v| !(self.chinese && led && aside(v)));
            // "The statistics contain your name": what contains is no kind of data that is taken.
            let contains =
                |v: &Verb| matches!(self.folded.text.get(v.start..v.end), Some("contain" | "contains" | "include" | "includes" | "包含"));
            if verb.is_some_and(|v| v.start >= hit.end && v.clause == clause && contains(v)) {
                continue;
            }
            let explicit = led && verb.is_none()
                || verb.is_some_and(|v| {
                    v.clause == clause
                        && matches!(v.action, Action::Collect | Action::Share | Action::Supply)
                        && v.who.is_some_and(|w| w != Who::User || v.action == Action::Supply)
                }) && !contact
                || verb.is_some_and(|v| self.enumerated(v, clause) && !contact)
                || verb.is_some_and(|v| v.clause == clause && v.action == Action::Collect && v.who == Some(Who::First));
            if strict && !explicit {
                continue;
            }
            if self.unbound(&hit, verb) {
                continue;
            }
            // "Statistics in aggregate form" are nobody's.
            let joint = |h: &Verb| h.action == Action::Share && !h.negative;
            if verb.is_some_and(joint) && !self.chinese && self.summed_up(&hit) {
                continue;
            }
            let ours = |v: &Verb| v.who == Some(Who::First) && matches!(v.action, Action::Collect | Action::Share | Action::Store);
            if attention && !verb.is_some_and(|v| ours(v) && (v.clause == clause || self.enumerated(v, clause))) {
                continue;
            }
            // "用户会留下账号信息，我们不会收集这些信息": the denial comes after what it denies.
            if back.is_some_and(|b| hit.end <= b) && !verb.is_some_and(|v| ours(v) && !v.negative) {
                out.push(Frame { data, negative: true, third: false, name: None, purpose: None, condition: None, local: false });
                continue;
            }
            let Some((negative, third)) = self.decide(verb, section, context, &hit, permission) else { continue };
            let weighed = verb.map_or(Some(negative), |v| self.weighed(v, verbs, &hit, data, negative));
            let Some(negative) = weighed else { continue };
            self.spread(verb, verbs, &hit, Said { data, negative, third }, &mut out);
        }
        out
    }

    /// One claim for each party that it holds for: "we and our partners", "not stored or shared with anyone".
    fn spread(&self, verb: Option<&Verb>, verbs: &[Verb], hit: &Hit, said: Said, out: &mut Vec<Frame>) {
        let Said { data, negative, third } = said;
        // "collect, store or share": one object of several verbs, of which the last alone stands next to it.
        let joined = verb.filter(|v| v.action == Action::Share).and_then(|v| {
            verbs.iter().find(|m| {
                m.clause == v.clause
                    && m.action == Action::Collect
                    && m.negative == v.negative
                    && m.end <= v.start
                    && v.start.saturating_sub(m.end) <= 40
                    && !self.data().any(|(d, _)| d.start >= m.end && d.end <= v.start)
            })
        });
        let first_too = joined.is_some_and(|m| m.both || !matches!(m.who, Some(Who::User | Who::Third))) || verb.is_some_and(|v| v.both);
        // "is not stored or shared with anyone": the second verb of one subject.
        let shared_too = verb.filter(|v| !third && v.start >= hit.end && v.action != Action::Share && !self.chinese).is_some_and(|v| {
            let joint = |t: &str| t.len() <= 24 && [" or ", " and ", ", "].iter().any(|w| t.contains(w)) && !t.contains("not ");
            let on = |m: &&Verb| {
                m.clause == v.clause
                    && m.start >= v.end
                    && m.action == Action::Share
                    && self.folded.text.get(v.end..m.start).is_some_and(joint)
            };
            let word = |m: &Verb| self.folded.text.get(m.start..m.end).is_some_and(|w| w.ends_with("ed") || w == "sold" || w == "sent");
            self.has(Sense::Actor(Who::Third)) && verbs.iter().find(on).is_some_and(word)
        });
        let condition = || self.span(if negative { Sense::Exception } else { Sense::Condition }, |h| h.start);
        if first_too {
            out.push(Frame { data, negative, third: false, name: None, purpose: None, condition: condition(), local: false });
        }
        // "third-party cookies"
        let theirs = self.means == Some(data) && self.folded.text.get(..hit.start).is_some_and(|t| t.ends_with("third party "));
        if shared_too {
            out.push(Frame {
                data,
                negative,
                third: true,
                name: self.third_name(hit.start),
                purpose: None,
                condition: condition(),
                local: false,
            });
        }
        let third = third || theirs || verb.is_some_and(|v| v.both);
        out.push(Frame {
            data,
            negative,
            third,
            name: if third { self.third_name(hit.start) } else { None },
            purpose: self.span(Sense::Purpose, |h| h.end),
            condition: condition(),
            local: !third && self.has(Sense::Local),
        });
    }

    fn decide(
        &self,
        verb: Option<&Verb>,
        section: Option<Section>,
        context: Context,
        data: &Hit,
        permission: bool,
    ) -> Option<(bool, bool)> {
        let Some(v) = verb else {
            if context.hypothesis {
                return None;
            }
            // "Anything other than your email is optional": without a verb what is excluded is not denied.
            let barred = self.barred(data, None).is_some_and(|exclusion| !exclusion || self.chinese || context.action.is_some());
            let negative = context.negative || barred;
            let others = self.hits.iter().any(|h| h.sense == Sense::Actor(Who::Third) && h.end <= data.start);
            return match (context.action, section) {
                (Some(Action::Rights), _) => None,
                (Some(Action::Share), _) => Some((negative, true)),
                (Some(_), _) if context.who == Some(Who::Third) => Some((negative, true)),
                (Some(_), _) if context.listed || self.list_like() || self.opens_with_data() || self.of_contents() => {
                    Some((negative, false))
                }
                (_, Some(Section::Permissions)) => Some((negative, false)),
                (_, Some(Section::Sdk)) if context.listed || !self.names.is_empty() => Some((negative, true)),
                (_, Some(Section::Sharing)) if others && (context.listed || self.list_like()) => Some((negative, true)),
                (_, Some(Section::Collection | Section::Cookies)) if context.listed || self.list_like() || self.has(Sense::Include) => {
                    Some((negative, false))
                }
                // "The app doesn't have the camera permission."
                (_, _) if permission && !self.chinese && self.has(Sense::Negation) && self.lacks(data) => Some((true, false)),
                (_, _) if permission && (self.has(Sense::Purpose) || self.serves(data)) => Some((negative, false)),
                // "Call log — to display your recent calls."
                (_, None | Some(Section::Collection)) if self.opens_with_data() && self.serves(data) => Some((negative, false)),
                // "Device: model, IMEI"; "The courier: name, address".
                (_, None | Some(Section::Collection)) if self.list_like() && self.label().is_some_and(|at| at <= data.start) => {
                    Some((negative, self.labelled_third()))
                }
                // "No location."
                (_, None) if barred && (self.list_like() || self.folded.text.starts_with("no ")) => Some((true, false)),
                _ => None,
            };
        };
        // An introduction such as "we never:" holds for items that name no actor of their own.
        let negative =
            v.negative || (context.negative && context.listed && context.action.is_none_or(|a| a != Action::Supply) && v.who.is_none());
        match v.action {
            Action::Rights => None,
            // "ask you to share your location with us"
            Action::Share if !self.chinese && v.who != Some(Who::Third) && self.to_us(v) => Some((negative, false)),
            Action::Share if v.who == Some(Who::User) => None,
            // What others tell us is ours; what users tell each other is nobody's practice.
            Action::Share if v.who == Some(Who::Third) && self.told_us(v) => Some((negative, false)),
            Action::Share if v.who == Some(Who::Third) && !negative && self.by_users(v) => None,
            Action::Share => Some((negative, true)),
            // Whoever enters it, we get it; unless another asks for it.
            Action::Supply if !self.chinese && self.straight_to_another(data) => Some((negative, true)),
            Action::Supply => Some((negative, v.who == Some(Who::Third) && self.demanded(v))),
            _ if v.who == Some(Who::User) => None,
            _ if v.who == Some(Who::Third) => Some((negative, true)),
            _ if v.who.is_none() && context.who == Some(Who::Third) => Some((negative, true)),
            _ if v.who.is_none() && section == Some(Section::Sdk) => Some((negative, true)),
            _ => Some((negative, false)),
        }
    }

    /// "doesn't have the camera permission"
    fn lacks(&self, data: &Hit) -> bool {
        let before = self.folded.text.get(..data.start).unwrap_or_default();
        let have = ["have ", "has ", "hold ", "holds ", "declare ", "declares "];
        have.iter().any(|w| before.trim_end_matches("the ").trim_end_matches("any ").trim_end_matches("a ").ends_with(w))
    }

    /// "Calendar permission: to add reminders", "the SMS permission only serves to fill in the code": what data are for, in any words.
    fn serves(&self, data: &Hit) -> bool {
        let after = self.folded.text.get(data.end..self.clause_range(self.clause(data.start)).end.max(data.end)).unwrap_or_default();
        !self.chinese
            && [": to ", " is for ", ": for ", "serves to ", " lets ", " allows ", " – to ", " - to ", " — to "]
                .iter()
                .any(|w| after.contains(w))
    }

    pub(super) fn third_name(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let nearest = |all: Vec<std::ops::Range<usize>>| all.iter().rev().find(|r| r.end <= at).or(all.first()).cloned();
        let named = nearest(self.names.clone());
        let kind = || nearest(self.hits.iter().filter(|h| h.sense == Sense::Actor(Who::Third)).map(|h| h.start..h.end).collect());
        named.or_else(kind).map(|r| self.printed(r))
    }
}
