//! Scenario files inside the program, so that the flagship runs without a file.

/// A file of `scenarios/` with its text.
macro_rules! file {
    ($path:literal) => {
        ($path, include_str!(concat!("../../scenarios/", $path)))
    };
}

/// Path below `scenarios/` and text of every built-in file.
const FILES: &[(&str, &str)] = &[
    file!("mi1.toml"),
    file!("mi1_1499.toml"),
    file!("mi1_1999.toml"),
    file!("mi1_fixed_plan.toml"),
    file!("mi1_founders_fear.toml"),
    file!("mi1_prior.toml"),
    file!("mi1_posterior.csv"),
    file!("text_1499.toml"),
    file!("text_1999.toml"),
    file!("bom/mi1.csv"),
    file!("bom/mi1_suppliers.csv"),
    file!("patterns/earthquake.toml"),
    file!("exercises/newsvendor.toml"),
    file!("exercises/base_stock.toml"),
    file!("exercises/bass.toml"),
    file!("exercises/price_and_quantity.toml"),
    file!("exercises/cash.toml"),
    file!("exercises/disruption.toml"),
    file!("exercises/bullwhip.toml"),
    file!("exercises/mi1_price.toml"),
];

/// The text of a built-in file.
#[must_use]
pub fn text(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

/// Paths of all built-in files, the flagship first.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
