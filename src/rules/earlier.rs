//! What an earlier version did: taken from its report, to see whether the policy kept up with the app.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The part of an earlier report that "changed without telling" needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Earlier {
    /// (data type, owner key) that code could read.
    pub collections: BTreeSet<(String, String)>,
    /// Reachable SDKs.
    pub sdks: BTreeSet<String>,
    /// Digests of the policies' printed texts.
    pub policies: BTreeSet<String>,
}
