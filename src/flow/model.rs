//! Models of library methods: what a call that is not the app's own does with the data it is given.
//!
//! A model is a few words in a file of `signatures/flow`, so that a reader can check it against the documentation of the method. This floor
//! knows the words, not the methods. Arguments are numbered with the receiver as 0 (in static methods the first parameter).

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::program::{MethodId, Program, TypeId};

/// Where data goes when it goes out of the program. The words are those of the report (`flows[].sink.kind`) and of the models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "SinkKind")]
pub enum Sink {
    Network,
    Sms,
    Log,
    File,
    Prefs,
    Db,
    Ipc,
    Reply,
    Other,
}

impl Sink {
    /// Every sink, in order: a sink kept as a number is found again by it.
    pub const ALL: [Sink; 9] =
        [Sink::Network, Sink::Sms, Sink::Log, Sink::File, Sink::Prefs, Sink::Db, Sink::Ipc, Sink::Reply, Sink::Other];

    pub fn parse(word: &str) -> Option<Sink> {
        Some(match word {
            "network" => Sink::Network,
            "sms" => Sink::Sms,
            "log" => Sink::Log,
            "file" => Sink::File,
            "prefs" => Sink::Prefs,
            "db" => Sink::Db,
            "ipc" => Sink::Ipc,
            "reply" => Sink::Reply,
            "other" => Sink::Other,
            _ => return None,
        })
    }
}

/// What an intent starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Activity,
    /// For a result.
    Asking,
    Service,
    /// A service, with the connection in the argument after the intent.
    Bound,
    Broadcast,
    /// The answer of a screen to the one that asked.
    Result,
}

/// One thing that a call does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `sink KIND n..`: these arguments, and all they hold, go out; without numbers all arguments do.
    Sink(Sink, Vec<u8>),
    /// `copy FROM TO`: data of one argument gets into another (or `ret`).
    Copy(u8, Option<u8>),
    /// `alias n`: the result is that argument.
    Alias(u8),
    /// `put KEY VALUE`
    Put(u8, u8),
    /// `get KEY`
    Get(u8),
    /// `add VALUE`: at the end.
    Add(u8),
    /// `insert INDEX VALUE`
    Insert(u8, u8),
    /// `at INDEX`
    At(u8),
    /// `each`: any element.
    Each,
    /// `clear`
    Clear,
    /// `merge n`: all that the argument holds.
    Merge(u8),
    /// `set NAME n`: a named property of the receiver.
    Set(String, u8),
    /// `slot NAME`: the result is that property.
    Slot(String),
    /// `store KIND [n]`: the result is a storage of the device, by name where the argument says one.
    Store(String, Option<u8>),
    /// `channel KIND [n]`: the receiver reads from and writes to such a storage.
    Channel(String, Option<u8>),
    /// `open KIND`: what is written to the result goes out.
    Open(Sink),
    /// `wrap n`: the receiver passes on to the argument what is written, and from it what is read.
    Wrap(u8),
    /// `write n..`
    Write(Vec<u8>),
    /// `call n METHOD p..`: the framework will call that method of the argument, with these arguments.
    Call(u8, String, Vec<u8>),
    /// `start KIND n`
    Start(Start, u8),
    /// `listen n m`: a receiver of broadcasts and its filter.
    Listen(u8, u8),
    /// `provider n`: a content provider is asked under the address in the argument.
    Provider(u8),
    /// `text OPERATION`
    Text(TextOp),
    /// `class n`: the class of that name.
    Class(u8),
    /// `instance n`: a new object of that class.
    Instance(u8),
    /// `member n m`: the method of class n named m.
    Member(u8, u8),
    /// `reflect`: calls the method that the receiver stands for.
    Reflect,
    /// `view n`: the view with that id.
    View(u8),
    /// `input`: what a person typed into the receiver.
    Input,
    /// `intent`: the one that started the receiver.
    Intent,
    /// `field`: reads (one argument) or writes (two) the field that the receiver stands for.
    Field,
    /// `application`: the app's Application object.
    Application,
    /// `screen`: the screen that is running.
    Screen,
    /// `send n`: a message through a messenger.
    Send(u8),
    /// `keys`: the keys of the receiver.
    Keys,
    /// `classof`: the class of the receiver.
    ClassOf,
    /// `below n`: a number from 0 up to below the argument.
    Below(u8),
    /// `now n METHOD p..`: as `call`, and it may run at once.
    Now(u8, String, Vec<u8>),
    /// `clean`: the result says nothing of the arguments.
    Clean,
    /// `make`: the result is a new empty object each time.
    Make,
    /// `bridge n`: scripts of pages may call the marked methods of the argument; what these give goes to the page.
    Bridge(u8),
    /// `begin`: the receiver starts to read what it was set up for; where it was not told where to, the data is lost sight of.
    Begin,
    /// `members n`: an array of the methods of class n.
    Members(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOp {
    New,
    Append,
    Insert,
    String,
    Reverse,
    Concat,
    Substring,
    Replace,
    Lower,
    Upper,
    Trim,
    Equals,
    CharAt,
    Length,
}

/// Reads the words of one model: effects apart by `;`.
pub fn parse(words: &str) -> Result<Vec<Effect>, String> {
    words.split(';').map(|e| effect(e.trim()).ok_or_else(|| format!("no such effect: `{}`", e.trim()))).collect()
}

fn effect(text: &str) -> Option<Effect> {
    let mut w = text.split_ascii_whitespace();
    let verb = w.next()?;
    let rest: Vec<&str> = w.collect();
    let n = |i: usize| rest.get(i).and_then(|t| t.parse::<u8>().ok());
    let numbers = |from: usize| rest.get(from..)?.iter().map(|t| t.parse::<u8>().ok()).collect::<Option<Vec<u8>>>();
    let word = |i: usize| rest.get(i).map(|t| (*t).to_owned());
    Some(match verb {
        "sink" => Effect::Sink(Sink::parse(rest.first()?)?, numbers(1)?),
        "copy" => Effect::Copy(n(0)?, if rest.get(1) == Some(&"ret") { None } else { Some(n(1)?) }),
        "alias" => Effect::Alias(n(0)?),
        "put" => Effect::Put(n(0)?, n(1)?),
        "get" => Effect::Get(n(0)?),
        "add" => Effect::Add(n(0)?),
        "insert" => Effect::Insert(n(0)?, n(1)?),
        "at" => Effect::At(n(0)?),
        "each" => Effect::Each,
        "clear" => Effect::Clear,
        "merge" => Effect::Merge(n(0)?),
        "set" => Effect::Set(word(0)?, n(1)?),
        "slot" => Effect::Slot(word(0)?),
        "store" => Effect::Store(word(0)?, n(1)),
        "channel" => Effect::Channel(word(0)?, n(1)),
        "open" => Effect::Open(Sink::parse(rest.first()?)?),
        "wrap" => Effect::Wrap(n(0)?),
        "write" => Effect::Write(numbers(0)?),
        "call" => Effect::Call(n(0)?, word(1)?, numbers(2)?),
        "start" => Effect::Start(
            match *rest.first()? {
                "activity" => Start::Activity,
                "asking" => Start::Asking,
                "service" => Start::Service,
                "bound" => Start::Bound,
                "broadcast" => Start::Broadcast,
                "result" => Start::Result,
                _ => return None,
            },
            n(1)?,
        ),
        "listen" => Effect::Listen(n(0)?, n(1)?),
        "provider" => Effect::Provider(n(0)?),
        "text" => Effect::Text(match *rest.first()? {
            "new" => TextOp::New,
            "append" => TextOp::Append,
            "insert" => TextOp::Insert,
            "string" => TextOp::String,
            "reverse" => TextOp::Reverse,
            "concat" => TextOp::Concat,
            "substring" => TextOp::Substring,
            "replace" => TextOp::Replace,
            "lower" => TextOp::Lower,
            "upper" => TextOp::Upper,
            "trim" => TextOp::Trim,
            "equals" => TextOp::Equals,
            "char" => TextOp::CharAt,
            "length" => TextOp::Length,
            _ => return None,
        }),
        "class" => Effect::Class(n(0)?),
        "instance" => Effect::Instance(n(0)?),
        "member" => Effect::Member(n(0)?, n(1)?),
        "reflect" => Effect::Reflect,
        "view" => Effect::View(n(0)?),
        "input" => Effect::Input,
        "intent" => Effect::Intent,
        "field" => Effect::Field,
        "application" => Effect::Application,
        "screen" => Effect::Screen,
        "send" => Effect::Send(n(0)?),
        "keys" => Effect::Keys,
        "classof" => Effect::ClassOf,
        "below" => Effect::Below(n(0)?),
        "now" => Effect::Now(n(0)?, word(1)?, numbers(2)?),
        "clean" => Effect::Clean,
        "make" => Effect::Make,
        "bridge" => Effect::Bridge(n(0)?),
        "begin" => Effect::Begin,
        "members" => Effect::Members(n(0)?),
        _ => return None,
    })
}

struct Row {
    /// A descriptor, or the beginning of one before `*`.
    class: String,
    any: bool,
    /// Parameters where overloads differ.
    params: Option<String>,
    effects: usize,
}

/// The models, by method name.
#[derive(Default)]
pub struct Models {
    rows: FxHashMap<String, Vec<Row>>,
    effects: Vec<Vec<Effect>>,
}

/// Index of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelId(usize);

impl Models {
    /// Adds `Lclass;->name` or `Lclass;->name(params)`, class and name also as `Lpackage/*` and a name; with what it does.
    pub fn add(&mut self, method: &str, does: &str) -> Result<(), String> {
        let (class, rest) = method.split_once("->").ok_or_else(|| format!("no method: `{method}`"))?;
        let (name, params) = match rest.split_once('(') {
            Some((n, p)) => (n, Some(p.trim_end_matches(')').to_owned())),
            None => (rest, None),
        };
        let effects = parse(does)?;
        self.effects.push(effects);
        let (class, any) = match class.strip_suffix('*') {
            Some(c) => (c, true),
            None => (class, false),
        };
        self.rows.entry(name.to_owned()).or_default().push(Row { class: class.to_owned(), any, params, effects: self.effects.len() - 1 });
        Ok(())
    }

    pub fn effects(&self, id: ModelId) -> &[Effect] {
        self.effects.get(id.0).map_or(&[], |e| e)
    }

    /// The model of a method: of its class or the nearest above; one with parameters before one without.
    pub fn find(&self, program: &Program, method: MethodId) -> Option<ModelId> {
        let m = program.method(method);
        let rows = self.rows.get(&*program.method_name(method))?;
        let text = program.proto_text(m.proto);
        let params = text.get(1..text.rfind(')')?)?;
        let best = |class: &str| {
            rows.iter()
                .filter(|r| if r.any { class.starts_with(&r.class) } else { r.class == class })
                .filter(|r| r.params.as_deref().is_none_or(|p| p == params))
                .max_by_key(|r| (!r.any, r.params.is_some(), r.class.len()))
                .map(|r| ModelId(r.effects))
        };
        program.ancestors(m.class).into_iter().find_map(|t: TypeId| best(&program.descriptor(t)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_effects() {
        for (words, want) in [
            ("sink sms 3", vec![Effect::Sink(Sink::Sms, vec![3])]),
            ("put 1 2; alias 0", vec![Effect::Put(1, 2), Effect::Alias(0)]),
            ("copy 0 ret", vec![Effect::Copy(0, None)]),
            ("call 0 handleMessage 1", vec![Effect::Call(0, "handleMessage".into(), vec![1])]),
            ("store prefs", vec![Effect::Store("prefs".into(), None)]),
        ] {
            assert_eq!(parse(words), Ok(want), "{words}");
        }
        for words in ["", "sink", "sink moon 1", "copy 0", "dance"] {
            assert!(parse(words).is_err(), "{words}");
        }
    }
}
