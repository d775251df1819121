//! Sentences about the data of the one before: "it is not shared", 我们将其提交.

use super::frame::Frame;
use super::lexicon::{Action, Cue, Sense, Who};
use super::line::Line;
use super::verb::Verb;

/// How a sentence begins whose subject is the data of the one before.
const SPOKEN_OF: &[&str] = &[
    "it is ",
    "it will ",
    "it may ",
    "it can ",
    "it does ",
    "they are ",
    "they will ",
    "they may ",
    "this data ",
    "this information ",
    "these data ",
    "such information ",
    "such data ",
    "that information ",
    "this is ",
    "these are ",
    "the data is ",
    "the data are ",
    "the information is ",
];

impl Line {
    /// Whether the sentence begins with the data of the one before.
    pub(super) fn goes_on(&self) -> bool {
        SPOKEN_OF.iter().any(|w| self.folded.text.starts_with(w))
    }

    /// "我们将其提交至认证系统", "we do not share them", "we never store this data": given to others, or denied, by a pronoun. Where the
    /// pronoun stands, the denial, and whether others are meant.
    pub(super) fn anaphor(&self) -> Option<(usize, bool, bool)> {
        let text = self.folded.text.as_str();
        let verbs = self.verbs();
        let (at, verb) = if self.chinese {
            let at = ["将其", "把其", "将它", "把它", "将该等信息", "将上述信息", "将这些信息", "将此类信息", "将该信息"]
                .iter()
                .filter_map(|w| text.find(w))
                .min()?;
            (at, verbs.iter().find(|v| v.start > at && v.clause == self.clause(at))?)
        } else {
            let object = |v: &&Verb| {
                let rest = text.get(v.end..).unwrap_or_default();
                let whole = |r: &str| !r.starts_with(|c: char| c.is_alphanumeric());
                let short = [" it", " them"].iter().any(|w| rest.strip_prefix(w).is_some_and(whole));
                let long = [
                    " this data",
                    " this information",
                    " that information",
                    " such information",
                    " such data",
                    " these data",
                    " that data",
                ];
                (short && v.action == Action::Share) || (v.negative && long.iter().any(|w| rest.strip_prefix(w).is_some_and(whole)))
            };
            // "It is not stored or shared with others", "this information may be sent to Strava": what was spoken of before.
            let subject = self.goes_on() && self.has(Sense::Actor(Who::Third));
            let passive = |v: &&Verb| {
                let word = text.get(v.start..v.end).unwrap_or_default();
                v.action == Action::Share && (word.ends_with("ed") || word == "sent" || word == "sold")
            };
            match verbs.iter().find(object) {
                Some(verb) => (verb.start, verb),
                None => (0, verbs.iter().find(passive).filter(|_| subject)?),
            }
        };
        let own = self.data().any(|(d, _)| d.start >= at && self.same_clause(d.start, at));
        let limited = verb.negative && (self.has(Sense::Exception) || self.has(Sense::Cue(Cue::OtherUse)));
        let ours = verb.who != Some(Who::User) && verb.who != Some(Who::Third);
        let to_others = verb.action == Action::Share;
        // That we do not collect it says it of ourselves; what is collected was said before.
        let named = self.data().next().is_some();
        let kept = verb.negative && !self.chinese && !verb.void && !named && matches!(verb.action, Action::Collect | Action::Store);
        ((to_others || kept) && ours && !own && !limited && !self.has(Sense::Hypothesis)).then_some((at, verb.negative, to_others))
    }

    /// What is claimed of the kinds of data that a pronoun means.
    pub(super) fn given_on(&self, data: &[u16], negative: bool, to_others: bool) -> Vec<Frame> {
        let name = self.third_name(0).filter(|_| to_others);
        let frame = |d: &u16| Frame {
            data: *d,
            negative,
            third: to_others,
            name: name.clone(),
            purpose: self.span(Sense::Purpose, |h| h.end),
            condition: self.span(if negative { Sense::Exception } else { Sense::Condition }, |h| h.start),
            local: false,
        };
        data.iter().map(frame).collect()
    }
}
