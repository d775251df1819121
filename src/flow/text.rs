//! Texts that are constants: buffers, slices and comparisons are worked out, so that keys, names and addresses put together at run time
//! are known.

use super::call::DEEP;
use super::effect::Call;
use super::engine::Engine;
use super::heap::Heap;
use super::model::TextOp;
use super::taint::Taint;
use super::value::{Constant, NOTHING, Place, Value};
use crate::program::MethodId;

impl Engine<'_, '_> {
    /// What a text or a buffer reads as.
    pub fn content(&mut self, v: Value, heap: &Heap) -> Option<Value> {
        if matches!(v.constant, Constant::Text(_)) || v.objs == NOTHING {
            return Some(v);
        }
        let objs = self.pool.members(v.objs).to_vec();
        let inner = self.read(heap, &objs, Place::Inner)?;
        Some(Value { taint: self.pool.taints.union(inner.taint, v.taint), ..inner })
    }

    pub fn text_operation(&mut self, t: TextOp, c: &Call, heap: &mut Heap) -> Option<Value> {
        let objs = self.pool.members(c.arg(0).objs).to_vec();
        let own = self.content(c.arg(0), heap).unwrap_or(Value::UNKNOWN);
        let own_text = self.text_of(own);
        let number = |n: u8| c.arg(n).as_int();
        let built = |e: &mut Self, s: Option<String>, taint: Taint| {
            let constant = match s {
                Some(s) if s.len() <= 4096 => Constant::Text(e.pool.text(&s)),
                _ => Constant::Object,
            };
            Value { objs: NOTHING, taint: e.pool.taints.moved(taint, c.frame.method, c.pc), constant }
        };
        match t {
            TextOp::New => {
                let v = match c.args.get(1) {
                    Some(a) => {
                        let a = self.content(*a, heap).unwrap_or(*a);
                        let taint = heap.deep(c.arg(1), DEEP, &mut self.pool);
                        // A capacity is no text.
                        if a.as_int().is_some() {
                            built(self, Some(String::new()), Default::default())
                        } else {
                            let s = self.text_of(a);
                            built(self, s, taint)
                        }
                    }
                    None => built(self, Some(String::new()), Default::default()),
                };
                for o in &objs {
                    heap.write(*o, Place::Inner, v, &mut self.pool);
                }
                None
            }
            TextOp::Append => {
                let more = self.content(c.arg(1), heap).unwrap_or(Value::UNKNOWN);
                let text = match more.constant {
                    Constant::Text(t) => Some(self.pool.str(t).to_owned()),
                    Constant::Int(i) if c.args.len() == 2 => self.as_appended(c.callee, i),
                    _ => None,
                };
                let deep = self.deep_of(c, &(1..c.args.len() as u8).collect::<Vec<_>>(), heap);
                let taint = self.pool.taints.union(own.taint, deep);
                let v = built(self, own_text.zip(text).map(|(a, b)| a + &b), taint);
                for o in &objs {
                    if objs.len() == 1 {
                        heap.write(*o, Place::Inner, v, &mut self.pool)
                    } else {
                        heap.add(*o, Place::Inner, v, &mut self.pool)
                    }
                }
                Some(c.arg(0))
            }
            TextOp::Insert => {
                let more = self.content(c.arg(2), heap).unwrap_or(Value::UNKNOWN);
                let deep = self.deep_of(c, &[2], heap);
                let taint = self.pool.taints.union(own.taint, deep);
                let at = number(1).and_then(|i| usize::try_from(i).ok());
                let text = own_text.zip(self.text_of(more)).zip(at).and_then(|((mut into, what), at)| {
                    into.is_char_boundary(at).then(|| {
                        into.insert_str(at, &what);
                        into
                    })
                });
                let v = built(self, text, taint);
                for o in &objs {
                    heap.write(*o, Place::Inner, v, &mut self.pool);
                }
                Some(c.arg(0))
            }
            TextOp::String => Some(match own.constant {
                Constant::Text(_) => Value { objs: NOTHING, ..own },
                _ => {
                    let taint = heap.deep(c.arg(0), DEEP, &mut self.pool);
                    built(self, None, taint)
                }
            }),
            TextOp::Reverse => {
                let v = built(self, own_text.map(|s| s.chars().rev().collect()), own.taint);
                for o in &objs {
                    heap.write(*o, Place::Inner, v, &mut self.pool);
                }
                Some(c.arg(0))
            }
            TextOp::Concat => {
                let more = self.content(c.arg(1), heap).unwrap_or(Value::UNKNOWN);
                let taint = self.pool.taints.union(own.taint, more.taint);
                let text = own_text.zip(self.text_of(more)).map(|(a, b)| a + &b);
                Some(built(self, text, taint))
            }
            TextOp::Substring => {
                let text = own_text.and_then(|s| {
                    let chars: Vec<char> = s.chars().collect();
                    let from = usize::try_from(number(1)?).ok()?;
                    let to = if c.args.len() > 2 { usize::try_from(number(2)?).ok()? } else { chars.len() };
                    chars.get(from..to).map(|c| c.iter().collect())
                });
                Some(built(self, text, own.taint))
            }
            TextOp::Replace => {
                let (a, b) = (self.content(c.arg(1), heap), self.content(c.arg(2), heap));
                let deep = self.deep_of(c, &[0, 2], heap);
                let text = own_text.and_then(|s| Some(s.replace(&self.text_of(a?)?, &self.text_of(b?)?)));
                Some(built(self, text, deep))
            }
            TextOp::Lower => Some(built(self, own_text.map(|s| s.to_lowercase()), own.taint)),
            TextOp::Upper => Some(built(self, own_text.map(|s| s.to_uppercase()), own.taint)),
            TextOp::Trim => {
                let taint = heap.deep(c.arg(0), DEEP, &mut self.pool);
                Some(built(self, own_text.map(|s| s.trim().to_owned()), taint))
            }
            TextOp::Equals => {
                let other = self.content(c.arg(1), heap).unwrap_or(Value::UNKNOWN);
                match (own.constant, other.constant) {
                    (Constant::Text(a), Constant::Text(b)) => Some(Value::int(i64::from(a == b))),
                    _ => Some(Value::UNKNOWN),
                }
            }
            TextOp::CharAt => {
                let ch = own_text.and_then(|s| s.chars().nth(usize::try_from(number(1)?).ok()?));
                Some(Value {
                    objs: NOTHING,
                    taint: own.taint,
                    constant: ch.map_or(Constant::Unknown, |c| Constant::Int(i64::from(c as u32))),
                })
            }
            TextOp::Length => Some(match own.constant {
                Constant::Text(t) => Value::int(self.pool.str(t).chars().count() as i64),
                _ => Value::UNKNOWN,
            }),
        }
    }

    /// A number as `StringBuilder.append` writes it.
    pub fn as_appended(&self, callee: MethodId, i: i64) -> Option<String> {
        let p = self.q.program;
        let param = p.proto(p.method(callee).proto).params.first()?;
        match p.descriptor_bytes(*param) {
            b"C" => u32::try_from(i).ok().and_then(char::from_u32).map(String::from),
            b"Z" => Some((i != 0).to_string()),
            b"I" | b"J" => Some(i.to_string()),
            _ => None,
        }
    }
}
