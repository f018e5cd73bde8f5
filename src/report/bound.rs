//! What bound sales, in words: whether the answer of a comparison of prices is one about demand or about supply.

use super::number::per_cent;
use crate::outcome::MetricId;

/// What can bind, in the order of the shares, and its words.
pub(super) const BOUNDS: [(MetricId, &str); 4] = [
    (MetricId::BoundByPlan, "the parts plan"),
    (MetricId::BoundByCapacity, "capacity"),
    (MetricId::BoundByPart, "a part that came late, was refused or is in no plan"),
    (MetricId::BoundByDemand, "demand"),
];

/// Told from this share of launches on that the plan bound at a price.
const MOST: f64 = 0.5;

/// What bound most launches at each price, and that the answer holds for one plan of parts where it bound most of them at
/// more than one price.
pub(super) fn at_prices(places: &[(String, [f64; 4])]) -> Option<String> {
    if places.len() < 2 || places.iter().any(|(_, shares)| shares.iter().any(|share| share.is_nan())) {
        return None;
    }
    let most = |shares: &[f64; 4]| (0..4).fold(0, |most, at| if shares[at] > shares[most] { at } else { most });
    let told: Vec<String> = places
        .iter()
        .map(|(place, shares)| {
            let at = most(shares);
            format!("at {place} {} in {} of launches", BOUNDS[at].1, per_cent(shares[at]))
        })
        .collect();
    let mut words = format!("What bound sales most: {}.", told.join("; "));
    if places.iter().filter(|(_, shares)| shares[0] >= MOST).count() > 1 {
        words += " So which price is best is answered for this plan of parts and who makes it only; `launchsim sweep` with the \
                  prices and --vary build_plan.scale=0.5..1.5:0.25 asks for price and plan together.";
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_hangs_on_the_plan_is_told_with_what_to_ask() {
        let at = |price: &str, shares: [f64; 4]| (price.to_owned(), shares);
        let dear = at("1,999 yuan", [0.625, 0.125, 0.0, 0.25]);
        let words = at_prices(&[at("1,499 yuan", [0.8125, 0.0, 0.0, 0.1875]), dear.clone()]).unwrap_or_default();
        assert!(
            words.starts_with(
                "What bound sales most: at 1,499 yuan the parts plan in 81 % of launches; at 1,999 yuan the parts plan in"
            ),
            "{words}"
        );
        assert!(words.contains("--vary build_plan.scale=0.5..1.5:0.25"), "{words}");
        let words = at_prices(&[at("2,999 yuan", [0.0, 0.0, 0.0, 1.0]), dear.clone()]).unwrap_or_default();
        assert!(words.contains("at 2,999 yuan demand in 100") && !words.contains("build_plan"), "{words}");
        assert_eq!(at_prices(&[dear]), None);
    }
}
