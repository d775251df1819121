//! Forms that say yes or no behind a name of data.

use super::column::{is_no, is_yes};
use super::frame::Frame;
use super::lexicon::{Hit, Sense};
use super::line::{Line, described};

impl Line {
    /// "Precise location: No", "Photos/videos — yes": a form filled in.
    pub(super) fn filled_in(&self) -> Vec<Frame> {
        let answered = |(hit, data): (Hit, u16)| {
            let yes = self.answered(&hit)?;
            Some(Frame { data, negative: !yes, third: false, name: None, purpose: None, condition: None, local: false })
        };
        if self.chinese { Vec::new() } else { self.data().filter_map(answered).collect() }
    }

    /// "Email address: used to sign you in", also below "Contact info": what a label's data are for.
    pub(super) fn explained(&self) -> Vec<Frame> {
        let text = self.folded.text.as_str();
        let first = self.data().next().filter(|(h, _)| text.get(h.end..).and_then(|t| t.strip_prefix(':')).is_some_and(described));
        let frame =
            |(_, data)| Frame { data, negative: false, third: false, name: None, purpose: self.purpose(), condition: None, local: false };
        if self.chinese || self.has(Sense::Negation) { Vec::new() } else { first.map(frame).into_iter().collect() }
    }

    fn answered(&self, data: &Hit) -> Option<bool> {
        let text = self.folded.text.as_str();
        let from = text.get(..data.start)?.rfind(". ").map_or(0, |at| at.saturating_add(2));
        let rest = text.get(data.end..)?;
        let (at, mark) = [": ", " — ", " – ", " - ", " = "].iter().filter_map(|w| rest.find(w).map(|at| (at, w))).min_by_key(|f| f.0)?;
        let label = text.get(from..data.end.saturating_add(at))?;
        let acts = self.hits.iter().any(|h| {
            matches!(h.sense, Sense::Action(_))
                && h.start >= from
                && !(h.start >= data.start && h.end <= data.end)
                && h.end <= data.end.saturating_add(at)
        });
        if label.chars().count() > 40 || label.contains(['.', ';', '?']) || acts {
            return None;
        }
        let value = rest.get(at.saturating_add(mark.len())..)?.trim_start_matches(['*', '`', '"', '_']);
        let is = |word: &str| {
            value.strip_prefix(word).is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric() || c == ' ') || r.starts_with(" —"))
        };
        let no = ["no", "none", "never", "not collected", "not used", "not accessed", "not requested", "not collected or shared"];
        if no.iter().any(|w| is(w)) {
            return Some(false);
        }
        ["yes", "collected"].iter().any(|w| is(w)).then_some(true)
    }

    /// "Collected: Yes", "Shared: No" below a name of data: whether it is given to others, and the answer.
    pub(super) fn row_answer(&self) -> Option<(bool, bool)> {
        let text = self.folded.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let label = |words: &[&str]| words.iter().find_map(|w| text.strip_prefix(w)).map(|t| t.trim_start_matches([':', '?', ' ', '*']));
        let ours = label(&["collected", "is it collected", "collection"]).map(|v| (false, v));
        let theirs = || label(&["shared with third parties", "shared", "is it shared", "sharing"]).map(|v| (true, v));
        let (third, value) = ours.or_else(theirs)?;
        if self.chinese || self.data().next().is_some() {
            return None;
        }
        if is_yes(value) { Some((third, true)) } else { is_no(value).then_some((third, false)) }
    }
}
