//! Text cells of CSV files: quoted where it must be, and never a formula to a spreadsheet.

use std::borrow::Cow;

/// A text that no spreadsheet takes for a formula: one that begins like a formula and is no number stands behind `'`.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err() {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// The same as it stands between commas (RFC 4180), for files that are put together line by line.
#[must_use]
pub fn cell(text: &str) -> String {
    let text = harmless(text);
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_and_numbers_stay_numbers() {
        for formula in ["=1+1", "+A1", "-A1", "@SUM(1)", "\t=1", "\r=1", "=", "--5", "-5 days"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for plain in ["", "-5", "+1.5", "-1e-300", "price_1499", "2011-12-01", "a=b", "'=1"] {
            assert_eq!(harmless(plain), plain);
        }
    }

    #[test]
    fn cells_are_read_back_as_they_were() {
        for text in ["plain", "a, b", "4.0\" screen", "two\nlines", "=cmd|' /C calc'!A0,\""] {
            let line = format!("{},{}\n", cell(text), cell("next"));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            assert_eq!((&record[0], &record[1]), (harmless(text).as_ref(), "next"));
        }
    }
}
