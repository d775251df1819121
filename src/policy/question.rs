//! Questions in a policy: "Do you read my messages? No." The one who asks is the user, and only the answer claims anything.

use std::borrow::Cow;

use super::frame::{Context, Frame};
use super::lexicon::{Section, Sense, Who};
use super::line::Line;

/// What a sentence is to the one after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// No question.
    No,
    /// Yes or no answers it; by itself it claims nothing.
    Polar,
    /// "Why do you read my messages?" takes for granted that they are read.
    Open,
}

const AUXILIARY: &[&str] =
    &["do", "does", "did", "will", "would", "can", "could", "is", "are", "was", "were", "may", "should", "has", "have", "am", "must"];

/// Longest answer of one word with what softens it, in characters: 不会的, "no, never".
const WORD: usize = 6;

/// Without the letter or word that says who speaks: "Q:", 答：.
fn spoken(text: &str) -> &str {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let cut = ["q", "a", "问", "答", "問", "question", "answer"].into_iter().find_map(|w| {
        let rest = bare.strip_prefix(w)?;
        rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix([':', '：', '.', '、'])
    });
    cut.unwrap_or(bare).trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// A question of the user's in the words of the operator, of the same length: "do you read my messages?" as "do we  read".
pub(super) fn said(text: &str) -> Cow<'_, str> {
    let asks = text.trim_end().ends_with('?') && text.is_ascii();
    let words = || text.split(|c: char| !c.is_alphabetic());
    if asks && words().any(|w| w == "you") && words().any(|w| matches!(w, "my" | "I" | "me")) {
        Cow::Owned(text.replace(" you ", " we  "))
    } else {
        Cow::Borrowed(text)
    }
}

impl Line {
    pub fn asked(&self) -> Asked {
        let text = self.folded.text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’」）)*_".contains(c));
        let Some(text) = text.strip_suffix(['?', '？']) else { return Asked::No };
        let polar = if self.chinese {
            text.trim_end().ends_with(['吗', '么', '嗎', '麼']) && !text.ends_with("什么") && !text.ends_with("怎么")
                || ["是否", "会不会", "要不要", "能不能", "有没有", "需不需要"].iter().any(|w| text.contains(w))
        } else {
            AUXILIARY.contains(&spoken(text).split_whitespace().next().unwrap_or_default())
        };
        if polar { Asked::Polar } else { Asked::Open }
    }

    /// Whether the sentence begins with yes or no.
    pub fn answers(&self) -> Option<bool> {
        let text = spoken(&self.folded.text);
        let first = text.split(['，', ',', '。', '.', '！', '!', '；', ';', '：', ':', ' ', '—', '-']).next().unwrap_or_default();
        if !self.chinese {
            return match first {
                "yes" => Some(true),
                "no" | "never" => Some(false),
                _ => None,
            };
        }
        if first.chars().count() > WORD {
            return None;
        }
        if first.starts_with(['不', '没', '否', '無', '无', '從', '从', '沒', '绝']) {
            return Some(false);
        }
        ["会", "會", "是", "需要", "有", "对", "可以"].iter().any(|w| first.starts_with(w)).then_some(true)
    }

    /// The same in Chinese: 你们 are the operator, 我 the user.
    pub fn turn_round(&mut self) {
        self.verbs.take();
        let text = self.folded.text.as_str();
        if self.chinese && text.contains('我') && !text.contains("我们") {
            self.hits.retain(|h| h.sense != Sense::Actor(Who::First));
            for h in &mut self.hits {
                if h.sense == Sense::Actor(Who::User) {
                    h.sense = Sense::Actor(Who::First);
                }
            }
        }
    }

    /// What the question is about, as the answer settles it.
    pub fn settled(&self, section: Option<Section>, context: Context, yes: bool) -> Vec<Frame> {
        let context = Context { hypothesis: false, definition: false, negative: false, ..context };
        let frames = self.frames(section, context).into_iter().filter(|f| yes || !f.negative);
        frames.map(|f| Frame { negative: !yes, ..f }).collect()
    }
}
