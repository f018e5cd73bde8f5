//! Prices that move nobody, and reference prices that move with the price.

use super::at;
use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::language::quantity::Number;
use crate::language::tree::Table;
use crate::rooms::market::keys::{Choice, Market, PriceEffect};
use crate::rooms::store::keys::{Demand, Followed, OrderStream, PriceResponse};
use crate::scenario::Scenario;

/// Warnings about the way from the price to demand.
pub fn find(scenario: &Scenario, tree: &Table, warnings: &mut Vec<Fault>) {
    let Some(market) = &scenario.market else { return };
    let place = |key: &str| tree.place(&format!("market.{key}")).or_else(|| tree.place("market"));
    let price = scenario.products[0].price.as_slice();
    if !price_moves_somebody(scenario) && !is_left_alone(scenario, market, tree) {
        let fault = Fault::new(Code::PriceMovesNobody, format!("the price moves nobody: {}", reason(market)));
        warnings.push(at(fault, place("choice"), "as many would buy at any price").help(
            "write choice = \"logit\" with `quality` and `price_sensitivity`, or choice = \"elasticity\" with \
                 `elasticity` and `reference_price`; where the price is not the question, write choice = \"none\" out",
        ));
    }
    if market.price_effect == PriceEffect::Market
        && matches!(market.choice, Choice::Elasticity { .. })
        && moves(market)
        && market.stated.is_none()
        && tree.place("market.reference_share").is_none()
    {
        let title = "a price below the reference opens nobody: `reference_share` is left out, and so 1";
        warnings.push(
            at(
                Fault::new(Code::LowerPriceOpensNobody, title),
                place("choice"),
                "everybody in reach would choose the phone",
            )
            .help(
                "write in [market] the share of those in reach who would choose the phone at `reference_price`, \
                     such as reference_share = 0.3; write 1 out where all of them would",
            ),
        );
    }
    for (address, elasticity) in elasticities(scenario, market) {
        let least = match elasticity.input {
            Some(input) => scenario.inputs[input].distribution.quantile(0.05),
            None => elasticity.value,
        };
        if least <= 1.0 && !is_zero(elasticity) {
            let often = if elasticity.value <= 1.0 { "" } else { "in some launches " };
            let fault = Fault::new(
                Code::DearerIsBetter,
                format!("{often}the dearest price brings the most: `{address}` is 1 or less"),
            );
            let place = tree.place(&address).or_else(|| tree.place("market"));
            warnings.push(at(fault, place, "revenue never falls as the price rises").help(
                "write an elasticity above 1, also at the low end of its range, or choice = \"logit\", whose elasticity grows with the price",
            ));
        }
    }
    if matches!(market.choice, Choice::Logit { .. })
        && market.reference_price.is_none()
        && market.imitation != Number::certain(0.0)
    {
        let title = "the reference price is the price itself, so it moves with every price that is tried";
        let today = price.first().map_or(1999.0, |(_, price)| price.value);
        warnings.push(
            at(Fault::new(Code::ReferenceFollowsPrice, title), place("choice"), "word of mouth is scaled by it")
                .help(format!("write in [market]: reference_price = {today}, the price at which `imitation` holds")),
        );
    }
}

/// Whether the shelf price has any way to demand: to the market's, or to that of a stream.
#[must_use]
pub fn price_moves_somebody(scenario: &Scenario) -> bool {
    scenario.market.as_ref().is_some_and(moves) || scenario.order_streams.iter().any(follows)
}

/// Constant elasticities by which the shelf price moves demand, with their addresses.
fn elasticities(scenario: &Scenario, market: &Market) -> Vec<(String, Number)> {
    let of_market = match (market.price_effect, market.choice) {
        (PriceEffect::Rate { elasticity }, _) => Some(("market.rate_elasticity".to_owned(), elasticity)),
        (PriceEffect::Market, Choice::Elasticity { elasticity, .. }) => {
            Some(("market.elasticity".to_owned(), elasticity))
        }
        _ => None,
    };
    let of_stream = |stream: &OrderStream| match followed(stream)?.response {
        PriceResponse::Elastic { elasticity, .. } if follows(stream) => {
            Some((format!("order_stream.{}.price_elasticity", stream.name), elasticity))
        }
        _ => None,
    };
    of_market.into_iter().chain(scenario.order_streams.iter().filter_map(of_stream)).collect()
}

/// How a price moves the orders of a stream.
fn followed(stream: &OrderStream) -> Option<&Followed> {
    match &stream.demand {
        Demand::Law(law) => Some(&law.followed),
        Demand::Path(_, followed) => Some(followed),
        Demand::Series { .. } => None,
    }
}

fn is_zero(number: Number) -> bool {
    number == Number::certain(0.0)
}

/// Whether the price has a way to the market's demand.
fn moves(market: &Market) -> bool {
    match market.price_effect {
        // The choice counts only while the price acts on the market's size.
        PriceEffect::Market => match market.choice {
            Choice::None => false,
            Choice::Logit { sensitivity, .. } => !is_zero(sensitivity),
            Choice::Elasticity { elasticity, .. } => !is_zero(elasticity),
        },
        PriceEffect::Rate { elasticity } => !is_zero(elasticity),
        PriceEffect::Change { effect } => !is_zero(effect),
    }
}

fn reason(market: &Market) -> &'static str {
    match (market.price_effect, market.choice) {
        (PriceEffect::Rate { .. }, _) => "`rate_elasticity` is 0",
        (PriceEffect::Change { .. }, _) => "`price_change_effect` is 0",
        (PriceEffect::Market, Choice::None) => "`choice` is \"none\"",
        (PriceEffect::Market, Choice::Logit { .. }) => "`price_sensitivity` is 0",
        (PriceEffect::Market, Choice::Elasticity { .. }) => "`elasticity` is 0",
    }
}

/// Whether a stream's orders follow the shelf price.
fn follows(stream: &OrderStream) -> bool {
    followed(stream).is_some_and(|followed| followed.shelf && followed.response != PriceResponse::None)
}

/// Whether the planner wrote choice = "none" out, and nothing varies the price: then the price is not the question.
fn is_left_alone(scenario: &Scenario, market: &Market, tree: &Table) -> bool {
    let price = &scenario.products[0].price;
    let steady =
        price.windows(2).all(|pair| pair[0].1 == pair[1].1) && price.iter().all(|(_, level)| level.input.is_none());
    let address = format!("product.{}.price", scenario.products[0].name);
    let swept = scenario.sweep.vary.iter().any(|vary| vary.trim_start().starts_with(&address));
    let listed = scenario.sweep.list.as_ref().is_some_and(|list| list.names(&address));
    let chosen = market.choice == Choice::None && tree.place("market.choice").is_some();
    chosen && steady && !swept && !listed
}
