//! A sentence as typed frames: who does, or does not do, what with which data. Every decision is local and named, so that it can be argued with.

use super::lexicon::{Action, Cue, Hit, Lexicon, Section, Sense, Who};
use super::sentence::clause_starts;
use crate::document::Folded;

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

/// A sentence made ready: folded, with what was found in it.
pub(super) struct Line {
    pub folded: Folded,
    pub hits: Vec<Hit>,
    pub names: Vec<std::ops::Range<usize>>,
    clauses: Vec<usize>,
}

struct Verb {
    start: usize,
    end: usize,
    clause: usize,
    action: Action,
    who: Option<Who>,
    negative: bool,
}

impl Line {
    pub fn new(text: &str, lexicon: &Lexicon) -> Line {
        let folded = Folded::new(text);
        let chinese = folded.text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let mut hits = lexicon.hits(&folded.text, chinese);
        let mut names = Vec::new();
        for name in lexicon.names(&folded.text) {
            let range = name.range;
            let printed = text.get(folded.source(range.clone())).unwrap_or_default();
            // An ordinary word that is also a product's name stands in lower case.
            let proper = !printed.is_ascii() || printed.chars().any(char::is_uppercase);
            let inside = hits.iter().any(|h| matches!(h.sense, Sense::Data(_)) && h.start <= range.start && h.end >= range.end);
            if proper && !inside {
                names.push(range);
            }
        }
        for n in &names {
            hits.retain(|h| !(h.sense == Sense::Actor(Who::First) && h.start >= n.start && h.end <= n.end));
            hits.push(Hit { start: n.start, end: n.end, sense: Sense::Actor(Who::Third) });
        }
        hits.sort_by_key(|h| (h.start, h.end));
        let clauses = clause_starts(&folded.text, chinese);
        Line { folded, hits, names, clauses }
    }

    pub fn has(&self, sense: Sense) -> bool {
        self.hits.iter().any(|h| h.sense == sense)
    }

    pub fn data(&self) -> impl Iterator<Item = (Hit, u16)> + '_ {
        self.hits.iter().filter_map(|h| if let Sense::Data(d) = h.sense { Some((*h, d)) } else { None })
    }

    /// Whether anyone but its owner does something here.
    pub fn acts_on_data(&self) -> bool {
        self.hits.iter().any(|h| matches!(h.sense, Sense::Action(a) if a != Action::Rights && a != Action::Supply))
    }

    /// Data that a list names, without what it says is not taken.
    pub fn named_data(&self) -> Vec<u16> {
        let denied =
            |d: &Hit| self.hits.iter().any(|n| n.sense == Sense::Negation && n.end <= d.start && self.same_clause(n.start, d.start));
        self.data().filter(|(h, _)| !denied(h)).map(|(_, d)| d).collect()
    }

    fn clause(&self, at: usize) -> usize {
        self.clauses.partition_point(|s| *s <= at).saturating_sub(1)
    }

    fn clause_range(&self, clause: usize) -> std::ops::Range<usize> {
        let start = self.clauses.get(clause).copied().unwrap_or(0);
        let end = self.clauses.get(clause.saturating_add(1)).copied().unwrap_or(self.folded.text.len());
        start..end.max(start)
    }

    /// The range of the sentence as printed for one of it as folded.
    pub fn printed(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.folded.source(range)
    }

    /// Whether two places of the folded sentence lie in one clause.
    pub fn same_clause(&self, a: usize, b: usize) -> bool {
        self.clause(a) == self.clause(b)
    }

    /// The clause around a place.
    pub fn clause_at(&self, at: usize) -> std::ops::Range<usize> {
        self.clause_range(self.clause(at))
    }

    /// Whether of all cues about dates, the nearest before `at` is this one.
    pub fn nearest_before(&self, at: usize, among: &[Cue]) -> Option<Cue> {
        self.hits.iter().rev().filter(|h| h.start < at).find_map(|h| match h.sense {
            Sense::Cue(c) if among.contains(&c) => Some(c),
            _ => None,
        })
    }

    /// Whether a hit stands shortly before `at` in the same clause with nothing done in between.
    fn just_before(&self, at: usize, window: usize, sense: Sense) -> Option<Hit> {
        let clause = self.clause(at);
        let hit = self.hits.iter().rev().find(|h| h.sense == sense && h.end <= at && self.clause(h.start) == clause)?;
        let between = self.hits.iter().any(|h| matches!(h.sense, Sense::Action(_) | Sense::Data(_)) && h.start >= hit.end && h.end <= at);
        (at.saturating_sub(hit.end) <= window && !between).then_some(*hit)
    }

    /// A third party that receives, or whose tool is used, does not act.
    fn acts(&self, actor: &Hit) -> bool {
        if actor.sense != Sense::Actor(Who::Third) {
            return true;
        }
        // "libraries that use cookies": in a relative clause its antecedent acts, whatever it is in the main one.
        let rest = self.folded.text.get(actor.end..).unwrap_or_default();
        let relative = rest.split_whitespace().take(3).any(|w| matches!(w, "that" | "which" | "who"));
        if relative {
            return true;
        }
        self.just_before(actor.start, 30, Sense::Receiver).is_none() && self.just_before(actor.start, 12, Sense::Instrument).is_none()
    }

    fn verbs(&self) -> Vec<Verb> {
        let mut verbs: Vec<Verb> = Vec::new();
        for h in &self.hits {
            let Sense::Action(action) = h.sense else { continue };
            if self.hits.iter().any(|d| matches!(d.sense, Sense::Data(_)) && d.start <= h.start && d.end >= h.end) {
                continue;
            }
            let clause = self.clause(h.start);
            let own = self
                .hits
                .iter()
                .rev()
                .filter(|a| a.end <= h.start && self.clause(a.start) == clause && self.acts(a))
                .find_map(|a| if let Sense::Actor(w) = a.sense { Some((a.start, w)) } else { None });
            // "collected by third parties"
            let by = self.hits.iter().find(|a| {
                a.sense == Sense::Actor(Who::Third)
                    && a.start >= h.end
                    && a.start.saturating_sub(h.end) < 40
                    && self.folded.text.get(h.end..a.start).is_some_and(|t| t.trim_start().starts_with("by "))
            });
            let inherited = verbs.last().and_then(|v| v.who).filter(|w| *w != Who::User).or_else(|| {
                self.hits
                    .iter()
                    .rev()
                    .filter(|a| a.end <= h.start && self.acts(a))
                    .find_map(|a| if let Sense::Actor(w) = a.sense { Some(w) } else { None })
                    .filter(|w| *w != Who::User)
            });
            let who = if by.is_some() { Some(Who::Third) } else { own.map(|o| o.1).or(inherited) };
            let negative = self.negated(h, clause, own.is_some(), verbs.last());
            verbs.push(Verb { start: h.start, end: h.end, clause, action, who, negative });
        }
        verbs
    }

    fn negated(&self, verb: &Hit, clause: usize, own_actor: bool, previous: Option<&Verb>) -> bool {
        let breaks = |from: usize, to: usize| {
            self.hits.iter().any(|h| {
                h.start >= from && h.end <= to && (h.sense == Sense::Adversative || matches!(h.sense, Sense::Actor(Who::First | Who::User)))
            })
        };
        let in_clause =
            self.hits.iter().rev().find(|n| n.sense == Sense::Negation && n.start <= verb.start && self.clause(n.start) == clause);
        if let Some(n) = in_clause {
            return !breaks(n.end.min(verb.start), verb.start);
        }
        if own_actor {
            return false;
        }
        // "not, without your consent, collect": a negation that is still waiting for its verb.
        let Some(before) = clause.checked_sub(1) else { return false };
        self.hits.iter().any(|n| {
            n.sense == Sense::Negation
                && self.clause(n.start) == before
                && !breaks(n.end, verb.start)
                && previous.is_none_or(|v| v.end <= n.start)
        })
    }

    /// The context that this sentence gives to what follows it.
    pub fn context(&self, above: Context) -> Context {
        let verbs = self.verbs();
        let verb = verbs.iter().rev().find(|v| v.action != Action::Use).or(verbs.last());
        let negative = match verb {
            Some(v) => v.negative,
            None => self.has(Sense::Negation),
        };
        Context {
            action: verb.map(|v| v.action).or(above.action),
            who: verb.and_then(|v| v.who).or(above.who),
            negative,
            definition: self.has(Sense::Definition),
            hypothesis: self.has(Sense::Hypothesis),
            listed: true,
        }
    }

    /// The claims of the sentence.
    pub fn frames(&self, section: Option<Section>, context: Context) -> Vec<Frame> {
        use Section as S;
        if matches!(section, Some(S::Definitions | S::Contact | S::Exceptions)) || self.has(Sense::Advice) {
            return Vec::new();
        }
        let verbs = self.verbs();
        let claims = verbs.iter().any(|v| v.action != Action::Rights && matches!(v.who, Some(Who::First | Who::Third)));
        if (self.has(Sense::Definition) && !claims) || context.definition {
            return Vec::new();
        }
        let strict = matches!(section, Some(S::Rights | S::Cancellation | S::Security | S::Change | S::Children));
        let mut out = Vec::new();
        for (hit, data) in self.data() {
            let clause = self.clause(hit.start);
            let here = |sense: Sense| self.hits.iter().any(|h| h.sense == sense && self.clause(h.start) == clause);
            if here(Sense::Hypothesis) || here(Sense::Channel) {
                continue;
            }
            let verb = verbs
                .iter()
                .rev()
                .find(|v| v.clause == clause && v.end <= hit.start)
                .or_else(|| verbs.iter().find(|v| v.clause == clause && v.start >= hit.end))
                .or_else(|| verbs.iter().rev().find(|v| v.end <= hit.start))
                .or_else(|| verbs.iter().find(|v| v.start >= hit.end));
            // What data may be used for only describes them: "share data that can be used to identify you, such as ...".
            let verb = verb.map(|v| {
                let main = |m: &&Verb| m.clause == v.clause && m.end <= v.start && matches!(m.action, Action::Share | Action::Collect);
                let describes = v.action == Action::Use && v.who != Some(Who::User) && v.end <= hit.start;
                if describes { verbs.iter().rev().find(main).unwrap_or(v) } else { v }
            });
            let explicit = verb.is_some_and(|v| {
                v.clause == clause
                    && matches!(v.action, Action::Collect | Action::Share | Action::Supply)
                    && v.who.is_some_and(|w| w != Who::User || v.action == Action::Supply)
            });
            if strict && !explicit {
                continue;
            }
            let Some((mut negative, third)) = self.decide(verb, section, context, here(Sense::Permission)) else { continue };
            // A clause with its own denial and no verb that we know: "used for the torch, never to take pictures".
            if verb.is_some_and(|v| v.clause != clause) {
                negative |= self.hits.iter().any(|h| h.sense == Sense::Negation && h.end <= hit.start && self.clause(h.start) == clause);
            }
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
            if let Some(m) = joined
                && !matches!(m.who, Some(Who::User | Who::Third))
            {
                out.push(Frame {
                    data,
                    negative,
                    third: false,
                    name: None,
                    purpose: None,
                    condition: self.span(if negative { Sense::Exception } else { Sense::Condition }, |h| h.start),
                    local: false,
                });
            }
            out.push(Frame {
                data,
                negative,
                third,
                name: if third { self.third_name(hit.start) } else { None },
                purpose: self.span(Sense::Purpose, |h| h.end),
                condition: self.span(if negative { Sense::Exception } else { Sense::Condition }, |h| h.start),
                local: !third && self.has(Sense::Local),
            });
        }
        out
    }

    fn decide(&self, verb: Option<&Verb>, section: Option<Section>, context: Context, permission: bool) -> Option<(bool, bool)> {
        let Some(v) = verb else {
            if context.hypothesis {
                return None;
            }
            let negative = context.negative || (self.has(Sense::Negation) && context.listed);
            return match (context.action, section) {
                (Some(Action::Rights), _) => None,
                (Some(Action::Share), _) => Some((negative, true)),
                (Some(_), _) if context.who == Some(Who::Third) => Some((negative, true)),
                (Some(Action::Supply), _) if context.negative => None,
                (Some(_), _) => Some((negative, false)),
                (None, Some(Section::Permissions)) => Some((negative, false)),
                (None, Some(Section::Sdk)) if context.listed || !self.names.is_empty() => Some((negative, true)),
                (None, Some(Section::Collection | Section::Cookies)) if context.listed || self.has(Sense::Include) => {
                    Some((negative, false))
                }
                (None, _) if permission && self.has(Sense::Purpose) => Some((negative, false)),
                _ => None,
            };
        };
        // An introduction such as "we never:" holds for items that name no actor of their own.
        let negative = v.negative || (context.negative && context.action.is_none_or(|a| a != Action::Supply) && v.who.is_none());
        match v.action {
            Action::Rights => None,
            Action::Share if v.who == Some(Who::User) => None,
            Action::Share => Some((negative, true)),
            Action::Supply => (!negative).then_some((false, v.who == Some(Who::Third) && context.who == Some(Who::Third))),
            _ if v.who == Some(Who::User) => None,
            _ if v.who == Some(Who::Third) => Some((negative, true)),
            _ if v.who.is_none() && context.who == Some(Who::Third) => Some((negative, true)),
            _ if v.who.is_none() && section == Some(Section::Sdk) => Some((negative, true)),
            _ => Some((negative, false)),
        }
    }

    fn third_name(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let nearest = |all: Vec<std::ops::Range<usize>>| all.iter().rev().find(|r| r.end <= at).or(all.first()).cloned();
        let named = nearest(self.names.clone());
        let kind = || nearest(self.hits.iter().filter(|h| h.sense == Sense::Actor(Who::Third)).map(|h| h.start..h.end).collect());
        named.or_else(kind).map(|r| self.printed(r))
    }

    /// What for, in the words of the sentence.
    pub fn purpose(&self) -> Option<std::ops::Range<usize>> {
        self.span(Sense::Purpose, |h| h.end)
    }

    /// The words from a cue to the end of its clause.
    fn span(&self, sense: Sense, from: impl Fn(&Hit) -> usize) -> Option<std::ops::Range<usize>> {
        let hit = self.hits.iter().find(|h| h.sense == sense)?;
        let end = self.clause_range(self.clause(hit.start)).end;
        let start = from(hit).min(end);
        (start < end).then(|| self.printed(start..end))
    }
}
