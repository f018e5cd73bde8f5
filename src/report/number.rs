//! Numbers as files carry them: the shortest text that reads back to the same bits.

/// The shortest decimal text of a value; empty when it does not apply.
#[must_use]
pub fn shortest(value: f64) -> String {
    if value.is_nan() {
        return String::new();
    }
    let size = value.abs();
    // Display never uses an exponent; beyond these sizes it would write hundreds of zeros.
    if value.is_finite() && size != 0.0 && !(1e-7..1e17).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// The value as JSON: whole numbers without ".0", null when it is not finite.
#[must_use]
pub fn json(value: f64) -> serde_json::Value {
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < WHOLE {
        return serde_json::Value::from(value as i64);
    }
    serde_json::Number::from_f64(value).map_or(serde_json::Value::Null, serde_json::Value::Number)
}

/// What is derived as JSON, its numbers written as [`json`] writes them.
///
/// # Panics
/// When a key of a map is no text, which no type of this program has.
#[must_use]
pub fn plain(what: &impl serde::Serialize) -> serde_json::Value {
    use serde_json::Value;
    fn walk(value: &mut Value) {
        match value {
            Value::Number(number) if number.is_f64() => *value = json(number.as_f64().unwrap_or(f64::NAN)),
            Value::Array(items) => items.iter_mut().for_each(walk),
            Value::Object(fields) => fields.values_mut().for_each(walk),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(what).expect("keys are texts");
    walk(&mut value);
    value
}

/// A share in per cent with the digits it deserves, for people.
#[must_use]
pub fn per_cent(share: f64) -> String {
    let size = share.abs();
    let decimals = match size {
        _ if size == 0.0 || size == 1.0 => 0,
        _ if size < 0.001 => 2,
        _ if size < 0.1 || (size > 0.9 && size < 1.0) => 1,
        _ => 0,
    };
    super::words::minus(&format!("{:.decimals$} %", share * 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_keep_what_they_deserve() {
        let written = [0.0, 0.0005, 0.041, 0.5, 0.999, 1.0, -0.33].map(per_cent);
        assert_eq!(written, ["0 %", "0.05 %", "4.1 %", "50 %", "99.9 %", "100 %", "\u{2212}33 %"]);
    }

    #[test]
    fn numbers_read_back_to_the_same_bits() {
        for value in [0.0, 0.1, -1.0 / 3.0, 300_000.0, 1e-300, 1e300, f64::MAX, 5e-324, 123_456_789.123] {
            assert_eq!(shortest(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
            let read: f64 = serde_json::from_str(&json(value).to_string()).unwrap();
            assert_eq!(read, value);
        }
        assert_eq!(shortest(f64::NAN), "");
        assert_eq!(shortest(f64::INFINITY).parse::<f64>(), Ok(f64::INFINITY));
        assert!(json(f64::INFINITY).is_null() && json(f64::NAN).is_null());
        assert_eq!(json(-150_300_000.0).to_string(), "-150300000");
    }
}
