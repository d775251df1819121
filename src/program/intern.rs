//! Numbers for names: each distinct byte string gets one `u32` for the whole app.

use std::collections::HashMap;

/// A numbered byte string (raw MUTF-8: equal strings have equal bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// The strings are chosen by the attacker, so the map keeps the standard library's keyed hash; its order is never looked at.
#[derive(Default)]
pub struct Interner<'a> {
    map: HashMap<&'a [u8], Symbol>,
    list: Vec<&'a [u8]>,
}

impl<'a> Interner<'a> {
    pub fn intern(&mut self, bytes: &'a [u8]) -> Symbol {
        if let Some(s) = self.map.get(bytes) {
            return *s;
        }
        let symbol = Symbol(self.list.len() as u32);
        self.list.push(bytes);
        self.map.insert(bytes, symbol);
        symbol
    }

    pub fn get(&self, bytes: &[u8]) -> Option<Symbol> {
        self.map.get(bytes).copied()
    }

    pub fn bytes(&self, symbol: Symbol) -> &'a [u8] {
        self.list.get(symbol.0 as usize).copied().unwrap_or(b"")
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
