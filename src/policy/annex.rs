//! Lists of third parties that the policy keeps on another page, linked or only named.

use super::declared::{Annex, SdkListed};
use super::lexicon::{Cue, Sense};
use super::statement::{Part, Reader};
use crate::document::{BlockKind, Folded};

#[derive(Default)]
pub(super) struct Annexes {
    linked: Vec<Annex>,
    /// Named without a link: title, and the block that names it.
    named: Vec<(Annex, usize)>,
    /// Headings and first lines, folded: a list that has its heading here is no annex.
    headings: Vec<String>,
}

impl Annexes {
    pub fn see(&mut self, reader: &Reader, block: usize, parts: &[Part]) {
        let Some(b) = reader.document.blocks.get(block) else { return };
        let title = block < 2
            && reader.text(b.range.clone()).chars().count() <= 30
            && !parts.iter().any(|p| p.line.has(Sense::Cue(Cue::AnnexLead)));
        if matches!(b.kind, BlockKind::Heading(_)) || title {
            self.headings.push(Folded::new(reader.text(b.range.clone())).text);
        }
        let of_list = |title: &str| {
            let folded = Folded::new(title).text;
            let list = ["清单", "目录", "列表", "名单", "清單", "目錄", "list"].iter().any(|w| folded.contains(w));
            let third = ["sdk", "第三方", "third part", "共享", "合作", "partner", "vendor", "processor", "provider"];
            list && third.iter().any(|w| folded.contains(w)) && !folded.contains("收集个人信息清单")
        };
        for (range, href) in &b.links {
            let title = reader.text(range.clone()).trim().to_owned();
            if of_list(&title) && !href.starts_with('#') && !self.linked.iter().any(|a| a.title == title) {
                self.linked.push(Annex { policy: reader.index, title, link: Some(href.clone()), supplied: false });
            }
        }
        if matches!(b.kind, BlockKind::Heading(_)) {
            return;
        }
        for part in parts {
            let raw = reader.text(part.range.clone());
            let quoted = raw.split('《').skip(1).filter_map(|t| t.split_once('》')).map(|(t, _)| t.trim()).find(|t| of_list(t));
            let has = |c: Cue| part.line.hits.iter().find(|h| h.sense == Sense::Cue(c));
            let title = match quoted {
                Some(title) => title.to_owned(),
                None => {
                    let (Some(annex), Some(_)) = (has(Cue::Annex), has(Cue::AnnexLead)) else { continue };
                    let here = ["如下", "以下", "下表", "下列", "below", "following", "as follows"];
                    if here.iter().any(|w| part.line.folded.text.contains(w)) {
                        continue;
                    }
                    raw.get(part.line.printed(annex.start..annex.end)).unwrap_or_default().trim().to_owned()
                }
            };
            if !self.named.iter().any(|(a, _)| a.title == title) {
                self.named.push((Annex { policy: reader.index, title, link: None, supplied: false }, block));
            }
        }
    }

    /// The annexes; those only named count where the document neither links to them nor holds them.
    pub fn finish(self, reader: &mut Reader, list: &[SdkListed]) -> Vec<Annex> {
        let mut out = self.linked;
        for (annex, block) in self.named {
            let title = Folded::new(&annex.title).text;
            let same = |other: &str| other.contains(&title) || (other.chars().count() >= 4 && title.contains(other));
            let held = self.headings.iter().any(|h| same(h));
            let linked = out.iter().any(|a| same(&Folded::new(&a.title).text));
            // A list of several rows that follows the words is what they speak of.
            let end = reader.document.blocks.get(block).map_or(0, |b| reader.scalar(b.range.end));
            let follows = list.iter().filter(|l| l.start >= end && l.data.is_some()).count() >= 2;
            if !held && !linked && !follows {
                out.push(annex);
            }
        }
        out
    }
}
