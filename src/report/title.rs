//! Titles of metrics and series in no language yet: those of one thing of several hold its name.

use super::said::{Text, said};
use super::words::within;
use crate::outcome::SeriesId;

/// Titles with the name of a part, a window, a supplier, a currency or a retailer; of two that fit, the longer first.
const FAMILIES: [&str; 18] = [
    "Days customers waited for {name}",
    "Sales bound by {name} beside the plan",
    "Bullwhip ratio of {name}",
    "Purchase orders of {name}",
    "Parts expedited of {name}",
    "Hours until {name} sold out",
    "Day {name} signed",
    "Credited to {name} because the price fell",
    "Phones {name} holds at the end",
    "Phones sold by {name}",
    "Customers {name} had no phone for",
    "Phones given back by {name} at the end",
    "Fill rate of {name}",
    "Stock of {name}",
    "Rate of the {name}",
    "Ordered by {name}",
    "Sold by {name}",
    "Phones {name} holds",
];

/// A title at the beginning of a sentence or within one.
#[must_use]
pub fn title(title: &str) -> Text {
    let of_family = FAMILIES.into_iter().flat_map(|form| [form.to_owned(), within(form)]).find_map(|form| {
        let (begins, ends) = form.split_once("{name}")?;
        let name = title.strip_prefix(begins)?.strip_suffix(ends).filter(|name| !name.is_empty())?.to_owned();
        Some(Text::said(form, vec![("name", Text::name(name))]))
    });
    of_family.or_else(|| on_a_day(title)).unwrap_or_else(|| Text::term(title.to_owned()))
}

/// The title of a series on the day of a fact on record: "shipped cumulative on 2011-12-20".
fn on_a_day(title: &str) -> Option<Text> {
    let (what, date) = title.rsplit_once(" on ")?;
    date.parse::<jiff::civil::Date>().ok()?;
    let known = SeriesId::ALL.iter().any(|series| series.id().replace('_', " ") == what.to_lowercase());
    known.then(|| said!("{series} on {date}", series = Text::term(what.to_owned()), date = date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::said::Language;

    #[test]
    fn a_title_with_a_name_is_known_in_each_language_and_keeps_the_name() {
        for form in FAMILIES {
            for form in [form.to_owned(), within(form)] {
                let written = form.replace("{name}", "Phones by X");
                let text = title(&written);
                assert_eq!(text.to_string(), written);
                let chinese = text.told(Language::Chinese);
                assert!(chinese.contains("Phones by X") && chinese != written, "{chinese}");
            }
        }
        let day = title("shipped cumulative on 2011-12-20");
        assert_eq!(day.to_string(), "shipped cumulative on 2011-12-20");
        assert_eq!(day.told(Language::Chinese), "2011-12-20 的累计出货量");
        assert_eq!(title("A walk on 2011-12-20").told(Language::Chinese), "A walk on 2011-12-20");
    }
}
