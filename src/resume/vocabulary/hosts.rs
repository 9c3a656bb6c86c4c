//! What addresses lead to, by their hosts.

use serde::{Deserialize, Serialize};

/// Hosts by what they hold; a host stands for the hosts below it too.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Hosts {
    /// Code, where the address goes on after the host.
    pub(crate) code: Vec<String>,
    /// Pages that a host of code serves below a name of one's own.
    pub(crate) code_pages: Vec<String>,
    /// Paths on a host of code that are nobody's own.
    pub(crate) not_code: Vec<String>,
    /// Papers.
    pub(crate) publication: Vec<String>,
    /// Profiles on networks.
    pub(crate) profile: Vec<String>,
    /// Pages that verify a credential.
    pub(crate) verification: Vec<String>,
    /// In an address, say that it verifies a credential.
    pub(crate) verification_words: Vec<String>,
    /// With these, an address without a scheme is one.
    pub(crate) endings: Vec<String>,
    /// After the name of a host of code, no handle.
    pub(crate) not_handles: Vec<String>,
}

impl Hosts {
    /// Adds what another file says.
    pub(crate) fn add(&mut self, more: Hosts) {
        self.code.extend(more.code);
        self.code_pages.extend(more.code_pages);
        self.not_code.extend(more.not_code);
        self.publication.extend(more.publication);
        self.profile.extend(more.profile);
        self.verification.extend(more.verification);
        self.verification_words.extend(more.verification_words);
        self.endings.extend(more.endings);
        self.not_handles.extend(more.not_handles);
    }
}
