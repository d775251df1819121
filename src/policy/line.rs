//! A sentence made ready: folded, with what was found in it and where its clauses lie.

use std::cell::OnceCell;

use super::lexicon::{Action, Cue, Hit, Lexicon, Sense, Who, bounded};
use super::sentence::clause_starts;
use super::verb::Verb;
use crate::document::Folded;

/// A sentence made ready: folded, with what was found in it.
pub(super) struct Line {
    pub folded: Folded,
    pub hits: Vec<Hit>,
    pub names: Vec<std::ops::Range<usize>>,
    pub clauses: Vec<usize>,
    pub chinese: bool,
    /// The data type of personal information as a whole.
    pub whole: Option<u16>,
    /// The data type of cookies, which are a means of collecting too.
    pub means: Option<u16>,
    /// Found when first asked for, once the hits stand; whoever changes them forgets these.
    pub verbs: OnceCell<Vec<Verb>>,
}

fn starts(text: &str, hit: &Hit, word: &str) -> bool {
    text.get(hit.start..).is_some_and(|t| t.starts_with(word))
}

/// "信用卡资料由甲科技处理": a company that we do not know acts. Not where the user or the app does, or where a service is provided by it.
fn agent(text: &str, hits: &[Hit]) -> Option<Hit> {
    let at = text.find('由')?.saturating_add('由'.len_utf8());
    let rest = text.get(at..)?;
    let verb = ["处理", "收集", "保管", "保存", "存储", "代收", "获取"].iter().filter_map(|w| rest.find(w)).min()?;
    let name = rest.get(..verb)?;
    let foreign = name.chars().next_back().is_some_and(|c| !"不会可您你我".contains(c))
        && !["您", "你", "我", "用户", "本", "系统", "设备", "手机", "于", "此", "，", "。", "来"].iter().any(|w| name.contains(w));
    let known =
        hits.iter().any(|h| matches!(h.sense, Sense::Actor(_) | Sense::Data(_)) && h.start >= at && h.start < at.saturating_add(verb));
    let width = name.chars().count();
    (foreign && !known && (2..=14).contains(&width)).then_some(Hit {
        start: at,
        end: at.saturating_add(verb),
        sense: Sense::Actor(Who::Third),
    })
}

/// "Device and advertising identifiers", "email and postal address": two kinds of data with one head, of which the words before "and" are
/// no phrase of their own.
fn shared_head(text: &str, lexicon: &Lexicon) -> Vec<Hit> {
    const HEADS: &[(&str, &str)] = &[
        ("device and advertising id", "device-id"),
        ("advertising and device id", "advertising-id"),
        ("device or advertising id", "device-id"),
        ("email and postal address", "email"),
        ("email and mailing address", "email"),
        ("email and physical address", "email"),
        ("email and home address", "email"),
        ("postal and email address", "address"),
        ("mailing and email address", "address"),
        ("physical and email address", "address"),
        ("home and email address", "address"),
        ("billing and email address", "address"),
    ];
    let hit = |(words, of): &(&str, &str)| {
        let start = text.find(words)?;
        let end = start.saturating_add(words.find(' ').unwrap_or(words.len()));
        Some(Hit { start, end, sense: Sense::Data(lexicon.type_of(of)?) })
    };
    HEADS.iter().filter_map(hit).collect()
}

/// Whether what stands behind a label tells of data rather than being an address: "used to sign you in".
pub(super) fn described(value: &str) -> bool {
    const WORDS: &str =
        "used required for to collected we when if needed optional only stored shared your yes no not so in allows helps provided";
    let first = value.split_whitespace().next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    WORDS.split(' ').any(|w| w == first) && !value.contains('@') && !value.trim_start().starts_with('[')
}

/// Whether other data stand right before or after a hit in a list, and no other device does.
fn beside(text: &str, hit: &Hit, data: &[Hit]) -> bool {
    let joint = |t: &str| {
        let t = t.trim();
        t.len() <= 12 && (t.starts_with([',', '/', '&']) || t.starts_with("and") || t.starts_with("or") || t.ends_with(','))
    };
    let near = |d: &Hit| {
        (d.start >= hit.end && text.get(hit.end..d.start).is_some_and(joint))
            || (d.end <= hit.start && text.get(d.end..hit.start).is_some_and(joint))
    };
    let before = text.get(..hit.start).unwrap_or_default().trim_end();
    let device = ["computer,", "computer or", "computer or your", "tablet or", "tablet,", "device,", "device or", "devices, such as"];
    data.iter().any(near) && !device.iter().any(|w| before.ends_with(w))
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
            // "微信服务器" is not ours.
            let theirs =
                |h: &Hit| h.start == n.end && matches!(folded.text.get(h.start..h.end), Some("服务器" | "平台" | "公司" | "客户端"));
            hits.retain(|h| !(h.sense == Sense::Actor(Who::First) && (h.start >= n.start && h.end <= n.end || theirs(h))));
            hits.push(Hit { start: n.start, end: n.end, sense: Sense::Actor(Who::Third) });
        }
        // A part of an address or of the name of a package is no word: com.example.medical.
        let dotted = |at: usize| {
            let before = folded.text.get(..at).unwrap_or_default();
            !before.ends_with("android.permission.")
                && before.strip_suffix('.').is_some_and(|b| b.ends_with(|c: char| c.is_ascii_alphanumeric()))
        };
        // "电话400-1071-666": a number to call, no kind of data.
        let numbered = |h: &Hit| {
            let rest = folded.text.get(h.end..).unwrap_or_default().trim_start_matches([':', '：', ' ', '为', '是', '(', '+']);
            rest.bytes().take(12).filter(u8::is_ascii_digit).count() >= 5 && rest.starts_with(|c: char| c.is_ascii_digit())
        };
        // "[Your email]": a hole of a template.
        let hole = |h: &Hit| {
            let open = folded.text.get(..h.start).unwrap_or_default().rfind('[');
            let close = folded.text.get(h.end..).unwrap_or_default().find(']');
            let words = ["your ", "insert", "enter", "dpo", "company", "app ", "contact", "add ", "developer", "support", "the "];
            let asks = |at: usize| folded.text.get(at.saturating_add(1)..).is_some_and(|t| words.iter().any(|w| t.starts_with(w)));
            open.is_some_and(|at| {
                asks(at) && h.start.saturating_sub(at) <= 30 && !folded.text.get(at..h.start).unwrap_or_default().contains(']')
            }) && close.is_some_and(|n| n <= 30)
        };
        // "Email: a@b.example" is where to write to; "Email: used to sign you in" is data.
        let addressed = |h: &Hit| {
            let after = folded.text.get(h.end..).unwrap_or_default();
            let ways = lexicon.types().get(usize::from(if let Sense::Data(d) = h.sense { d } else { u16::MAX }));
            let way = ways.is_some_and(|t| matches!(t.data_type.as_str(), "email" | "phone" | "address"));
            way && !chinese && after.strip_prefix(':').is_some_and(|v| !described(v))
        };
        hits.retain(|h| !(matches!(h.sense, Sense::Data(_)) && (dotted(h.start) || numbered(h) || addressed(h) || hole(h))));
        // "为没有头像的联系人": those who have none; "不写入日志": a place.
        let data: Vec<Hit> = hits.iter().filter(|h| matches!(h.sense, Sense::Data(_))).copied().collect();
        hits.retain(|h| match h.sense {
            Sense::Negation => !data.iter().any(|d| {
                let after = folded.text.get(d.end..).unwrap_or_default();
                let having = matches!(folded.text.get(h.start..h.end), Some("没有" | "无" | "未"));
                d.start == h.end && having && after.starts_with('的') && !after.starts_with("的权限")
            }),
            Sense::Data(_) => {
                let before = folded.text.get(..h.start).unwrap_or_default();
                !(starts(&folded.text, h, "日志") && ["写入", "记入", "计入"].iter().any(|w| before.ends_with(w)))
            }
            _ => true,
        });
        // "Our systems log information like": a verb where somebody acts and has no other.
        let logs: Vec<Hit> =
            hits.iter().filter(|h| matches!(h.sense, Sense::Data(_)) && starts(&folded.text, h, "log ")).copied().collect();
        for log in logs {
            let acts = |h: &Hit| matches!(h.sense, Sense::Action(_)) && h.end <= log.start;
            let who = |h: &Hit| h.sense == Sense::Actor(Who::First) && h.end <= log.start;
            if hits.iter().any(who) && !hits.iter().any(acts) {
                hits.retain(|h| *h != log);
            }
        }
        // "Your computer or mobile phone", "PC and Mac": such words are data only among other data.
        let bare = |h: &Hit| {
            matches!(h.sense, Sense::Data(_))
                && matches!(folded.text.get(h.start..h.end), Some("mobile phone" | "telephone" | "phone" | "phones" | "mac"))
        };
        if !chinese && hits.iter().any(bare) {
            let data: Vec<Hit> = hits.iter().filter(|h| matches!(h.sense, Sense::Data(_)) && !bare(h)).copied().collect();
            let label = |h: &Hit| folded.text.get(h.end..).is_some_and(|t| t.starts_with(':'));
            hits.retain(|h| !bare(h) || label(h) || beside(&folded.text, h, &data));
        }
        // "Address, state, postal code, city": parts of an address.
        let type_of = |h: &Hit, t: &str| lexicon.type_of(t).is_some_and(|d| h.sense == Sense::Data(d));
        if !chinese && hits.iter().any(|h| type_of(h, "address")) {
            const PARTS: &[&str] = &["city", "country", "region", "town", "city and state", "city, state"];
            hits.retain(|h| !(type_of(h, "location-coarse") && folded.text.get(h.start..h.end).is_some_and(|w| PARTS.contains(&w))));
        }
        if !chinese {
            hits.extend(shared_head(&folded.text, lexicon));
        }
        if chinese {
            hits.extend(agent(&folded.text, &hits));
        }
        hits.sort_by_key(|h| (h.start, h.end));
        let clauses = clause_starts(&folded.text, chinese);
        let mut line = Line {
            folded,
            hits,
            names,
            clauses,
            chinese,
            whole: lexicon.type_of("personal-information"),
            means: lexicon.type_of("cookies"),
            verbs: OnceCell::new(),
        };
        let named = |sense: Sense, of: &[&str]| matches!(sense, Sense::Data(d) if lexicon.types().get(usize::from(d)).is_some_and(|t| of.contains(&t.data_type.as_str())));
        line.without_semblances(named);
        line.means_of_locating(lexicon);
        line
    }

    /// "through GPS, Wi-Fi or cell towers": Wi-Fi and Bluetooth as means tell a place, and are not themselves what is taken.
    fn means_of_locating(&mut self, lexicon: &Lexicon) {
        let of = |t: &str| lexicon.type_of(t).map(Sense::Data);
        let Some(coarse) = of("location-coarse") else { return };
        let located = |s: Sense| matches!(s, Sense::Data(d) if lexicon.types().get(usize::from(d)).is_some_and(|t| t.data_type.starts_with("location")));
        let places: Vec<usize> = self.hits.iter().filter(|h| located(h.sense)).map(|h| h.start).collect();
        if places.is_empty() {
            return;
        }
        let means = [of("wifi-info"), of("bluetooth")];
        let bare: Vec<Hit> = ["wifi", "wi fi", "wi-fi", "wlan", "基站", "cell tower", "cell towers"]
            .iter()
            .flat_map(|w| self.folded.text.match_indices(w))
            .filter_map(|(at, w)| Some(Hit { start: at, end: bounded(&self.folded.text, at, at.saturating_add(w.len()))?, sense: coarse }))
            .filter(|n| !self.hits.iter().any(|h| matches!(h.sense, Sense::Data(_)) && h.start < n.end && h.end > n.start))
            .collect();
        let through: Vec<usize> = self
            .hits
            .iter()
            .filter(|h| {
                let by = matches!(self.word(h), "通过" | "利用" | "借助" | "through" | "via" | "using" | "by means of" | "by using");
                h.sense == Sense::Instrument && by
            })
            .map(|h| h.end)
            .collect();
        let clauses = self.clauses.clone();
        let clause = |at: usize| clauses.partition_point(|s| *s <= at);
        let used = |at: usize| through.iter().any(|t| *t <= at && clause(*t) == clause(at) && at.saturating_sub(*t) <= 40);
        self.hits.extend(bare.into_iter().filter(|n| used(n.start)));
        self.hits.sort_by_key(|h| (h.start, h.end));
        let named = |h: &Hit| {
            let after = self.folded.text.get(h.end..).unwrap_or_default();
            after.starts_with(" data") || after.starts_with(" information")
        };
        let named: Vec<usize> = self.hits.iter().filter(|h| named(h)).map(|h| h.start).collect();
        // "location, which we determine through your IP address"
        let derived = [
            "through your ip",
            "from your ip",
            "based on your ip",
            "based on ip",
            "from the ip",
            "through the ip",
            "using your ip",
            "by ip",
            "from ip",
            "via ip",
        ];
        let unspecified = |s: Sense| matches!(s, Sense::Data(d) if lexicon.types().get(usize::from(d)).is_some_and(|t| t.data_type == "location-precise" && t.unspecified));
        // "your IP address to determine the region": the other way round.
        let shows =
            ["ip address to determine", "ip address to estimate", "ip address to infer", "ip address to identify", "ip address to derive"];
        let before: Vec<usize> = shows.iter().filter_map(|w| self.folded.text.find(w)).collect();
        let coarse_at: Vec<usize> = self.hits.iter().filter(|h| h.sense == coarse).map(|h| h.start).collect();
        let ip: Vec<usize> = derived.iter().filter_map(|w| self.folded.text.find(w)).collect();
        for h in self.hits.iter_mut().filter(|h| unspecified(h.sense)) {
            // "Location: approximate (city level)"
            let labelled = self.folded.text.get(h.end..).is_some_and(|t| t.starts_with(':')) && coarse_at.iter().any(|at| *at > h.end);
            let after = labelled || before.iter().any(|at| *at <= h.start && h.start.saturating_sub(*at) <= 110);
            if after || ip.iter().any(|at| *at >= h.end && at.saturating_sub(h.end) <= 60) {
                h.sense = coarse;
            }
        }
        // "对位置进行定位，这些技术包括WiFi接入点、蓝牙和基站".
        let techniques = self.folded.text.find("技术包括");
        let technique = |at: usize| techniques.is_some_and(|t| t <= at && clause(t) == clause(at));
        for h in &mut self.hits {
            if means.contains(&Some(h.sense)) && technique(h.start) && !places.is_empty() {
                h.sense = coarse;
            }
            // A name of its own ("WiFi列表", SSID, "Bluetooth data") is data.
            let plain = h.end.saturating_sub(h.start) <= 9 && !named.contains(&h.start);
            if means.contains(&Some(h.sense)) && plain && used(h.start) {
                h.sense = coarse;
            }
        }
    }

    /// Takes what the app calls itself for the first party.
    pub fn speaker(&mut self, names: &[String]) {
        self.verbs.take();
        for name in names {
            let found: Vec<usize> = self.folded.text.match_indices(name.as_str()).map(|(at, _)| at).collect();
            for start in found {
                let Some(end) = bounded(&self.folded.text, start, start.saturating_add(name.len())) else { continue };
                // "Thistle Notes" is no note; but data may hold the name of the app.
                self.hits.retain(|h| !(matches!(h.sense, Sense::Data(_) | Sense::Actor(_)) && h.start >= start && h.end <= end));
                let taken = |h: &Hit| matches!(h.sense, Sense::Data(_)) && h.start < end && h.end > start;
                if !self.hits.iter().any(taken) {
                    self.hits.push(Hit { start, end, sense: Sense::Actor(Who::First) });
                }
            }
        }
        self.hits.sort_by_key(|h| (h.start, h.end));
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

    pub fn clause(&self, at: usize) -> usize {
        self.clauses.partition_point(|s| *s <= at).saturating_sub(1)
    }

    pub fn clause_range(&self, clause: usize) -> std::ops::Range<usize> {
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
    pub fn just_before(&self, at: usize, window: usize, sense: Sense) -> Option<Hit> {
        let clause = self.clause(at);
        let hit = self.hits.iter().rev().find(|h| h.sense == sense && h.end <= at && self.clause(h.start) == clause)?;
        let between = self.hits.iter().any(|h| matches!(h.sense, Sense::Action(_) | Sense::Data(_)) && h.start >= hit.end && h.end <= at);
        (at.saturating_sub(hit.end) <= window && !between).then_some(*hit)
    }

    pub fn word(&self, hit: &Hit) -> &str {
        self.folded.text.get(hit.start..hit.end).unwrap_or_default()
    }

    /// Whether the sentence points to a list after it: "the services listed below."
    pub fn introduces(&self) -> bool {
        let text = self.folded.text.trim_end();
        let words = [" below.", " below:", "the following:", "as follows:", "as follows.", "如下：", "如下。", "以下：", "下列："];
        words.iter().any(|w| text.ends_with(w)) || text.ends_with(" below")
    }

    /// Whether the sentence begins with a word for whoever was spoken of last.
    pub fn pronoun(&self) -> bool {
        let text = self.folded.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let english = ["they ", "it ", "both ", "each of them "];
        let chinese = ["它们", "它", "其会", "其可能", "其将", "其收集"];
        english.iter().chain(&chinese).any(|w| text.starts_with(w))
    }

    /// The names that stand together with this one: "AdMob and Unity Ads". As printed.
    pub fn joined_names(&self, name: Option<&std::ops::Range<usize>>) -> Vec<std::ops::Range<usize>> {
        let Some(name) = name else { return Vec::new() };
        let printed: Vec<_> = self.names.iter().map(|n| (n.clone(), self.printed(n.clone()))).collect();
        let Some(at) = printed.iter().position(|(_, p)| p == name) else { return Vec::new() };
        let joint = |a: usize, b: usize| {
            let (Some((a, _)), Some((b, _))) = (printed.get(a), printed.get(b)) else { return false };
            let between = self.folded.text.get(a.end..b.start).unwrap_or("-").trim_matches([' ', ',', '，']);
            let between = between.trim_start_matches("sdk").trim();
            matches!(between, "" | "、" | "和" | "与" | "及" | "以及" | "或" | "and" | "or" | "&" | ", and" | "/")
        };
        let mut from = at;
        while let Some(before) = from.checked_sub(1).filter(|b| joint(*b, from)) {
            from = before;
        }
        let mut to = at;
        while joint(to, to.saturating_add(1)) {
            to = to.saturating_add(1);
        }
        printed.into_iter().skip(from).take(to.saturating_sub(from).saturating_add(1)).map(|(_, p)| p).collect()
    }

    /// Where the value of a short label begins: "设备信息：型号、IMEI". Not one that names a class of personal information, as annexes of
    /// the standard do, nor one with its own denial.
    pub fn label(&self) -> Option<usize> {
        let text = self.folded.text.as_str();
        let at = text.char_indices().take(40).find(|(_, c)| matches!(c, '：' | ':')).map(|(at, _)| at)?;
        let head = text.get(..at)?.trim_start_matches(|c: char| !c.is_alphabetic());
        let value = text.get(at..)?.trim_start_matches(['：', ':', ' ', '*']);
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let class = head.starts_with("个人") || head.contains("敏感") || head.starts_with("personal") || head.contains("sensitive");
        let plain = !head.contains(['，', ',', '。', '；']) && !class && !value.contains('@') && !value.starts_with("//") && digits < 6;
        // "No camera: ...", and where to write to.
        let other = |h: &Hit| matches!(h.sense, Sense::Negation | Sense::Cue(Cue::Contact | Cue::ContactUs | Cue::ContactPlace));
        let denied = self.hits.iter().any(|h| h.start < at && other(h));
        (plain && !denied).then_some(at)
    }

    /// What for, in the words of the sentence.
    pub fn purpose(&self) -> Option<std::ops::Range<usize>> {
        self.span(Sense::Purpose, |h| h.end)
    }

    /// The words from a cue to the end of its clause.
    pub fn span(&self, sense: Sense, from: impl Fn(&Hit) -> usize) -> Option<std::ops::Range<usize>> {
        let hit = self.hits.iter().find(|h| h.sense == sense)?;
        let end = self.clause_range(self.clause(hit.start)).end;
        let start = from(hit).min(end);
        (start < end).then(|| self.printed(start..end))
    }
}
