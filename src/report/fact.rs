//! A fact on record in words.

use super::said::{Text, said};
use crate::outcome::Says;

/// A value on record as it is known: a bound, or with its error.
pub(in crate::report) fn written(says: Says, value: Text, error: Option<Text>) -> Text {
    let value = match error {
        Some(error) => said!("{value} ± {error}", value = value, error = error),
        None => value,
    };
    match says {
        Says::Exactly => value,
        Says::AtLeast => said!("{value} or more", value = value),
        Says::AtMost => said!("{value} or less", value = value),
    }
}
