//! What the draws of a run say of what is asked, and what a design of its own found: in words, tables and files.

pub mod design;
pub mod discovery;

use serde_json::{Map, Value};

use self::design::Designed;
use super::page::Group;
use crate::experiment::sensitivity::discovery::Discovery;

/// All that was asked for.
#[derive(Clone, Debug, Default)]
pub struct Sensitivity {
    /// A condition as it was written, and where it is true.
    pub discovery: Option<(String, Discovery)>,
    /// What a design found.
    pub designed: Option<Designed>,
}

impl Sensitivity {
    /// The groups of the page.
    #[must_use]
    pub fn groups(&self, currency: &str) -> Vec<Group> {
        let discovery = self.discovery.iter().map(|(asked, found)| discovery::group(found, asked));
        let designed = self.designed.iter().flat_map(|found| design::groups(found, currency));
        discovery.chain(designed).collect()
    }

    /// What stands of it in drivers.json, by its name.
    #[must_use]
    pub fn json(&self) -> Map<String, Value> {
        let discovery = self.discovery.iter().map(|(asked, found)| ("where", discovery::json(found, asked)));
        let designed = self.designed.iter().map(|found| ("design", design::json(found)));
        discovery.chain(designed).map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The files beside it: each name and text.
    #[must_use]
    pub fn files(&self) -> Vec<(&'static str, String)> {
        let boxes = self.discovery.iter().map(|(_, found)| ("boxes.csv", discovery::csv(found)));
        let points = self.designed.iter().map(|found| ("design.csv", design::csv(found)));
        boxes.chain(points).collect()
    }
}
