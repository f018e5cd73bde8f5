//! The parts of one sweep, which `merge` puts together.

use std::path::PathBuf;

use super::journal::{JournalError, Records};

/// Opens the journals of all parts of one sweep, in the order of the parts.
///
/// # Errors
/// When a part is missing, there twice, unfinished, or of another sweep.
pub fn open_parts(folders: &[PathBuf]) -> Result<Vec<Records>, JournalError> {
    let mut parts: Vec<(&PathBuf, Records)> = Vec::new();
    for folder in folders {
        parts.push((folder, Records::open(folder)?));
    }
    let foreign = |text: String| Err(JournalError::Foreign(text));
    let Some((first, of_first)) = parts.first() else { return foreign("name the folders of the parts".into()) };
    let (identity, of) = (of_first.identity().clone(), of_first.shard().of);
    for (folder, part) in &parts[1..] {
        if let Some(difference) = identity.difference(part.identity()) {
            return foreign(format!(
                "the parts do not belong together: {} holds {difference} as in {}",
                folder.display(),
                first.display()
            ));
        }
        if part.shard().of != of {
            let (other, theirs) = (folder.display(), part.shard().of);
            return foreign(format!(
                "the parts do not belong together: {other} is one of {theirs} and {} one of {of}",
                first.display()
            ));
        }
    }
    for number in 1..=of {
        let holding: Vec<&PathBuf> =
            parts.iter().filter(|(_, part)| part.shard().number == number).map(|(folder, _)| *folder).collect();
        match holding.as_slice() {
            [_] => {}
            [] => return foreign(format!("part {number}/{of} is missing; name its folder too")),
            [one, other, ..] => {
                return foreign(format!("{} and {} hold the same part {number}/{of}", one.display(), other.display()));
            }
        }
    }
    parts.sort_by_key(|(_, part)| part.shard().number);
    for (folder, part) in &parts {
        let mut counted = Records::open(folder)?;
        let mut done = 0;
        for point in counted.by_ref() {
            point?;
            done += 1;
        }
        let wanted = part.shard().points(identity.points);
        if done < wanted {
            let (folder, missing) = (folder.display(), wanted - done);
            return foreign(format!(
                "{folder} is not finished: {missing} of {wanted} points are missing; run its sweep again to go on"
            ));
        }
    }
    Ok(parts.into_iter().map(|(_, part)| part).collect())
}
