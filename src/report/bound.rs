//! What bound sales, in words: whether the answer of a comparison of prices is one about demand or about supply.

use super::said::{Figure, Shown, Text};
use crate::outcome::MetricId;
use crate::report::said::said;

/// What can bind, in the order of the shares.
pub(super) const BOUNDS: [MetricId; 4] =
    [MetricId::BoundByPlan, MetricId::BoundByCapacity, MetricId::BoundByPart, MetricId::BoundByDemand];

/// Its words.
fn words(bound: MetricId) -> Text {
    match bound {
        MetricId::BoundByPlan => said!("the parts plan"),
        MetricId::BoundByCapacity => said!("capacity"),
        MetricId::BoundByPart => said!("a part that came late, was refused or is in no plan"),
        _ => said!("demand"),
    }
}

/// Told from this share of launches on that the plan bound at a price.
const MOST: f64 = 0.5;

/// What bound sales at a price.
#[derive(Clone, Debug)]
pub(super) struct AtPrice {
    /// The price.
    pub price: Text,
    /// Share of launches by what bound them.
    pub shares: [f64; 4],
    /// Where the shares stand in the files: what stands before the name of the metric and behind it.
    pub id: (String, &'static str),
}

/// What bound most launches at each price, and that the answer holds for one plan of parts where it bound most of them at
/// more than one price.
pub(super) fn at_prices(places: &[AtPrice]) -> Option<Text> {
    if places.len() < 2 || places.iter().any(|place| place.shares.iter().any(|share| share.is_nan())) {
        return None;
    }
    let most = |shares: &[f64; 4]| (0..4).fold(0, |most, at| if shares[at] > shares[most] { at } else { most });
    let told = places.iter().map(|AtPrice { price, shares, id }| {
        let at = most(shares);
        let id = format!("{}{}{}", id.0, BOUNDS[at].id(), id.1);
        said!(
            "at {price} {what} in {share} of launches",
            price = price.clone(),
            what = words(BOUNDS[at]),
            share = Figure::new(id, shares[at], Shown::PerCent)
        )
    });
    let told = said!("What bound sales most: {told}.", told = Text::joined(told, &said!("; ")));
    let again = places.iter().filter(|place| place.shares[0] >= MOST).count() > 1;
    let again = again.then(|| {
        said!(
            "So which price is best is answered for this plan of parts and who makes it only; {command} with the prices and \
             {option} asks for price and plan together.",
            command = "`launchsim sweep`",
            option = "--vary build_plan.scale=0.5..1.5:0.25"
        )
    });
    Some(Text::sentences(std::iter::once(told).chain(again)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_hangs_on_the_plan_is_told_with_what_to_ask() {
        let at = |price: &str, shares: [f64; 4]| AtPrice { price: price.into(), shares, id: (String::new(), "") };
        let at_prices = |places: &[AtPrice]| super::at_prices(places).map(|text| text.to_string());
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
