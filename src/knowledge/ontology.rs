//! The ontology of personal information: leaves (the closed list of reports), vaguer nodes above, finer ones below.

use std::collections::{BTreeSet, HashMap};

use super::schema::DataType;
use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// In the closed list; findings speak of these.
    Leaf,
    /// Vaguer: 设备信息.
    Inner,
    /// Below one leaf: `device-id/imei`.
    Finer,
}

/// Look-ups over the data types of a set.
#[derive(Clone, Debug)]
pub struct Ontology<'k> {
    types: &'k [DataType],
    by_id: HashMap<&'k str, usize>,
}

impl<'k> Ontology<'k> {
    pub fn new(types: &'k [DataType]) -> Ontology<'k> {
        Ontology { types, by_id: types.iter().enumerate().map(|(i, t)| (t.id.as_str(), i)).collect() }
    }

    pub fn get(&self, id: &str) -> Option<&'k DataType> {
        self.types.get(*self.by_id.get(id)?)
    }

    pub fn words(&self, id: &str) -> Option<&'k Words> {
        Some(&self.get(id)?.words)
    }

    pub fn kind(&self, id: &str) -> Option<Level> {
        match self.get(id)?.level.as_str() {
            "leaf" => Some(Level::Leaf),
            "inner" => Some(Level::Inner),
            "finer" => Some(Level::Finer),
            _ => None,
        }
    }

    /// All leaves, in order of id.
    pub fn leaves(&self) -> impl Iterator<Item = &'k DataType> + '_ {
        self.types.iter().filter(|t| t.level == "leaf")
    }

    /// The leaf itself, or the leaf above a finer node. An inner node has none.
    pub fn leaf_of(&self, id: &str) -> Option<&'k DataType> {
        let node = self.get(id)?;
        match self.kind(id)? {
            Level::Leaf => Some(node),
            Level::Inner => None,
            Level::Finer => node.parents.iter().find_map(|p| self.get(p).filter(|t| t.level == "leaf")),
        }
    }

    /// Every node above, nearest first; without the node itself.
    pub fn ancestors(&self, id: &str) -> Vec<&'k DataType> {
        let mut seen = BTreeSet::from([id]);
        let mut out = Vec::new();
        let mut level: Vec<&'k str> = self.get(id).map(parents).unwrap_or_default();
        while !level.is_empty() {
            let mut next = Vec::new();
            for node in level.into_iter().filter_map(|p| self.get(p)) {
                if seen.insert(&node.id) {
                    out.push(node);
                    next.extend(parents(node));
                }
            }
            level = next;
        }
        out
    }

    /// `a` lies above `b`.
    pub fn is_ancestor(&self, a: &str, b: &str) -> bool {
        self.ancestors(b).iter().any(|t| t.id == a)
    }

    /// The types whose mention counts as a clear one for `id`: itself first.
    pub fn satisfied_by(&self, id: &str) -> Vec<&'k DataType> {
        let Some(node) = self.get(id) else { return Vec::new() };
        std::iter::once(node).chain(node.satisfied_by.iter().filter_map(|s| self.get(s))).collect()
    }
}

fn parents(node: &DataType) -> Vec<&str> {
    node.parents.iter().map(String::as_str).collect()
}
