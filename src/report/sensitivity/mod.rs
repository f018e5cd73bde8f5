//! What the draws of a run say of what is asked, and what a design of its own found: in words, tables and files.

pub mod design;
pub mod discovery;
mod worth;

use serde_json::{Map, Value};

use self::design::Designed;
use super::page::Group;
use crate::experiment::sensitivity::discovery::Discovery;
use crate::stats::sensitivity::Worth;

/// What each box is called in drivers.json, and its file.
const WHERE: [(&str, &str); 3] = [("where", "boxes.csv"), ("where_2", "boxes_2.csv"), ("where_3", "boxes_3.csv")];
/// Boxes at most.
pub const MOST_BOXES: u32 = WHERE.len() as u32;

/// All that was asked for.
#[derive(Clone, Debug, Default)]
pub struct Sensitivity {
    /// A condition as it was written, and where it is true: each box outside of those before.
    pub discoveries: Vec<(String, Discovery)>,
    /// Inputs that would be known together, by their names, and what that is worth.
    pub worth: Vec<(String, Option<Worth>)>,
    /// What a design found.
    pub designed: Option<Designed>,
}

impl Sensitivity {
    /// The groups of the page.
    #[must_use]
    pub fn groups(&self, currency: &str) -> Vec<Group> {
        let boxes = self.discoveries.iter().enumerate();
        let boxes = boxes.map(|(at, (asked, found))| discovery::group(found, asked, WHERE[at], at > 0));
        let worth = (!self.worth.is_empty()).then(|| worth::group(&self.worth, currency));
        let designed = self.designed.iter().flat_map(|found| design::groups(found, currency));
        worth.into_iter().chain(boxes).chain(designed).collect()
    }

    /// What stands of it in drivers.json, by its name.
    #[must_use]
    pub fn json(&self) -> Map<String, Value> {
        let boxes = self.discoveries.iter().zip(WHERE);
        let boxes = boxes.map(|((asked, found), (name, _))| (name, discovery::json(found, asked)));
        let worth = (!self.worth.is_empty()).then(|| ("worth_together", worth::json(&self.worth)));
        let designed = self.designed.iter().map(|found| ("design", design::json(found)));
        boxes.chain(worth).chain(designed).map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The files beside it: each name and text.
    #[must_use]
    pub fn files(&self) -> Vec<(&'static str, String)> {
        let boxes = self.discoveries.iter().zip(WHERE).map(|((_, found), (_, file))| (file, discovery::csv(found)));
        let points = self.designed.iter().map(|found| ("design.csv", design::csv(found)));
        boxes.chain(points).collect()
    }
}
