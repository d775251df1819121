//! Where knowledge comes from: the built-in blob or a private folder.

use std::path::Path;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::read::{Knowledge, KnowledgeError, assemble, assemble_odbl, files};
use super::schema::*;

/// `signatures/` as `build.rs` packed it.
static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/signatures.bin"));

/// The share-alike set, in a blob of its own.
#[cfg(feature = "odbl")]
static ODBL_BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/odbl.bin"));

fn open<T: DeserializeOwned>(blob: &[u8]) -> T {
    match postcard::from_bytes(blob) {
        Ok(set) => set,
        // Both ends are made in one build; a test opens the blob.
        Err(e) => unreachable!("the packed signatures do not fit their own types: {e}"),
    }
}

impl Knowledge {
    /// The built-in set. Decoded once a process.
    pub fn builtin() -> &'static Knowledge {
        static SET: OnceLock<Knowledge> = OnceLock::new();
        SET.get_or_init(|| {
            #[cfg_attr(not(feature = "odbl"), allow(unused_mut))]
            let mut set: Knowledge = open(BLOB);
            #[cfg(feature = "odbl")]
            set.join(open(ODBL_BLOB));
            set
        })
    }

    /// A private set in the form of `signatures/`, in place of the built-in one. Its share-alike part counts where the tool was built with it.
    pub fn load(dir: &Path) -> Result<Knowledge, KnowledgeError> {
        let files = files(dir)?;
        let mut set = assemble(&files)?;
        if cfg!(feature = "odbl") {
            set.join(assemble_odbl(&files)?);
        }
        Ok(set)
    }

    pub fn data_type(&self, id: &str) -> Option<&DataType> {
        self.data_types.iter().find(|x| x.id == id)
    }

    pub fn api(&self, id: &str) -> Option<&Api> {
        self.apis.iter().find(|x| x.id == id)
    }

    pub fn sdk(&self, id: &str) -> Option<&Sdk> {
        self.sdks.iter().find(|x| x.id == id)
    }

    pub fn code(&self, id: &str) -> Option<&Code> {
        self.codes.iter().find(|x| x.id == id)
    }

    pub fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|x| x.id == id)
    }

    /// By full name. A name ending in `*` in the set stands for all that begin so (Health Connect).
    pub fn permission(&self, name: &str) -> Option<&PermissionInfo> {
        self.permissions
            .iter()
            .find(|x| x.name == name)
            .or_else(|| self.permissions.iter().find(|x| x.name.strip_suffix('*').is_some_and(|prefix| name.starts_with(prefix))))
    }

    pub fn notice(&self, id: &str) -> Option<&NoticeStyle> {
        self.notices.iter().find(|x| x.id == id)
    }

    pub fn law(&self, id: &str) -> Option<&Law> {
        self.laws.iter().find(|x| x.id == id)
    }

    /// `cn-method-2019#M2.1`
    pub fn law_article(&self, reference: &str) -> Option<(&Law, &LawArticle)> {
        let (law, article) = reference.split_once('#')?;
        let law = self.law(law)?;
        law.article.iter().find(|x| x.id == article).map(|article| (law, article))
    }
}
