//! Unit cost over cumulative volume: loaded, marginal, and the price.

use super::Material;
use super::canvas::Anchor;
use super::fans::fan;
use super::figure::{Figure, HEAD, MARGIN, WIDTH};
use super::palette::{BLUE, GREEN, TEXT, VERMILLION};
use super::panel::{Panel, direct};
use super::scale::Scale;
use crate::report::daily::Bands;
use crate::stats;

const HEIGHT: f64 = 540.0;
/// Points along the axis of volume.
const POINTS: usize = 160;
/// The axis begins at the earliest at this share of the volume it ends at.
const FIRST_SHARE: f64 = 1.0 / 300.0;

/// Loaded and marginal unit cost as fans over the number of phones shipped.
pub fn unit_cost(material: &Material) -> Option<Figure> {
    let layout = material.layout;
    let volume = layout.series("shipped_cumulative")?;
    let loaded = layout.series(&format!("loaded_unit_cost_{}", layout.currency))?;
    let marginal = layout.series(&format!("marginal_unit_cost_{}", layout.currency))?;
    let last_day = layout.days.checked_sub(1)?;
    let finals: Vec<f64> = material.daily.values[volume].at(last_day).collect();
    // Beyond the median of the final volumes fewer than half of the launches would speak.
    let highest = *stats::quantiles(&finals, &[0.5]).first()?;
    if !(highest.is_finite() && highest >= 10.0) {
        return None;
    }
    let whole = grid(highest * FIRST_SHARE, highest);
    let end = |bands: &Bands| bands.p50.last().copied().unwrap_or(f64::NAN);
    let last = [highest];
    // Like is shown with like: the price and the loaded cost hold the tax, so the marginal cost is shown with it too.
    let tax = 1.0 + material.vat.unwrap_or(0.0);
    let with_tax = |grid: &[f64]| scaled(over_volume(material, volume, marginal, grid), tax);
    let loaded_at_last = end(&over_volume(material, volume, loaded, &last));
    let marginal_at_last = end(&with_tax(&last));
    let price = material.price.filter(|price| *price > 0.0);
    let dear = [price.unwrap_or(0.0) * 2.0, loaded_at_last * 2.0, marginal_at_last * 1.3];
    let dear = dear.into_iter().filter(|value| value.is_finite()).fold(0.0, f64::max);
    if dear <= 0.0 {
        return None;
    }
    // The axis begins a little before the loaded cost comes down into the picture.
    let enters = over_volume(material, volume, loaded, &whole).p50.iter().position(|cost| *cost <= dear).unwrap_or(0);
    let lowest = whole[enters.saturating_sub(POINTS / 12)];
    let x = Scale::Logarithmic { low: lowest, high: highest };
    let grid = grid(lowest, highest);
    let loaded = over_volume(material, volume, loaded, &grid);
    let marginal = with_tax(&grid);
    let mut figure = Figure::new(
        "unit_cost",
        "Cost of a phone, loaded and marginal, as volume grows",
        &material.daily_subtitle(),
        HEIGHT,
    );
    figure.legend(&super::fans::keys(super::palette::QUIET, loaded.spread() || marginal.spread()));
    let panel = Panel {
        left: 74.0,
        top: HEAD + 44.0,
        right: WIDTH - 150.0,
        bottom: HEIGHT - 100.0,
        x,
        y: Scale::round(0.0, dear, 6),
    };
    let canvas = &mut figure.canvas;
    panel.header(canvas, "Cost of a phone", &layout.currency, MARGIN);
    panel.y_axis(canvas, 6);
    fan(&panel, canvas, &grid, &marginal, GREEN);
    fan(&panel, canvas, &grid, &loaded, BLUE);
    panel.x_axis(canvas, "Phones shipped so far", "logarithmic scale", 8);
    let said = |name: &str, value: f64| format!("{name} {}", super::scale::figure(value));
    let mut labels = vec![
        (end(&loaded), direct(&said("loaded", end(&loaded)), 0.0, 0.0, Anchor::Start, BLUE)),
        (end(&marginal), direct(&said("marginal", end(&marginal)), 0.0, 0.0, Anchor::Start, GREEN)),
    ];
    if let Some(price) = price {
        let y = panel.at_y(price);
        canvas.dashes((panel.left, y), (panel.right, y), VERMILLION, 1.6);
        labels.push((price, direct(&said("price", price), 0.0, 0.0, Anchor::Start, VERMILLION)));
        mark_break_even(&panel, &mut figure, &grid, &loaded, price);
    }
    panel.right_labels(&mut figure.canvas, labels);
    let taxed = match material.vat {
        Some(vat) if vat > 0.0 => "one more phone, VAT included.",
        Some(_) => "one more phone.",
        None => "one more phone, net of VAT, which is drawn for each launch.",
    };
    figure.note(&format!(
        "Loaded: parts, assembly, licences, logistics and warranty with research, tooling and one-off engineering spread \
         over the phones shipped so far, VAT included as in the price. Marginal: {taxed} \
         At each volume: the launches that reach it."
    ));
    Some(figure)
}

/// All curves of some bands by a factor.
fn scaled(mut bands: Bands, factor: f64) -> Bands {
    for curve in [&mut bands.p5, &mut bands.p25, &mut bands.p50, &mut bands.p75, &mut bands.p95] {
        for value in curve.iter_mut() {
            *value *= factor;
        }
    }
    bands
}

/// Volumes from one end to the other, in equal ratios.
fn grid(lowest: f64, highest: f64) -> Vec<f64> {
    let lowest = lowest.max(1.0);
    (0..POINTS).map(|at| lowest * libm::pow(highest / lowest, at as f64 / (POINTS - 1) as f64)).collect()
}

/// Where the median loaded cost falls below the price.
fn mark_break_even(panel: &Panel, figure: &mut Figure, grid: &[f64], loaded: &Bands, price: f64) {
    let above = loaded.p50.iter().rposition(|cost| *cost > price);
    let Some(at) = above.map(|at| at + 1).filter(|at| *at < grid.len()) else { return };
    let (from, to) = (loaded.p50[at - 1], loaded.p50[at]);
    let volume = grid[at - 1] + (grid[at] - grid[at - 1]) * (from - price) / (from - to);
    let (x, y) = (panel.at_x(volume), panel.at_y(price));
    figure.canvas.dot((x, y), 4.5, TEXT);
    // Two digits are as many as the chart can tell.
    let unit = libm::pow(10.0, libm::floor(libm::log10(volume)) - 1.0);
    let text = format!("below the price from {} phones", super::scale::figure((volume / unit).round() * unit));
    let mut label = direct(&text, x + 8.0, y - 10.0, Anchor::Start, TEXT);
    if label.bounds().2 > panel.right {
        label.x = x - 8.0;
        label.y = y + 20.0;
        label.anchor = Anchor::End;
    }
    figure.canvas.label(label);
}

/// Quantiles over launches of a series read at volumes instead of days.
fn over_volume(material: &Material, volume: usize, cost: usize, grid: &[f64]) -> Bands {
    let launches = material.daily.launches;
    let series = |which: usize, launch: usize| material.daily.values[which].of(launch).collect::<Vec<f64>>();
    let mut values = vec![f64::NAN; grid.len() * launches];
    for launch in 0..launches {
        let (volumes, costs) = (series(volume, launch), series(cost, launch));
        for (at, wanted) in grid.iter().enumerate() {
            values[at * launches + launch] = read(&volumes, &costs, *wanted);
        }
    }
    Bands::over(values.chunks_exact(launches.max(1)).map(<[f64]>::to_vec))
}

/// The cost when the volume is reached, linear between the two days around it; NaN when it never is.
fn read(volumes: &[f64], costs: &[f64], wanted: f64) -> f64 {
    let day = volumes.partition_point(|volume| *volume < wanted);
    if day == volumes.len() {
        return f64::NAN;
    }
    let Some(before) = day.checked_sub(1).filter(|before| costs[*before].is_finite()) else { return costs[day] };
    let share = (wanted - volumes[before]) / (volumes[day] - volumes[before]);
    costs[before] + share * (costs[day] - costs[before])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_read_between_days_and_not_beyond_the_last() {
        let volumes = [0.0, 0.0, 100.0, 300.0];
        let costs = [f64::NAN, f64::NAN, 20.0, 10.0];
        assert_eq!(read(&volumes, &costs, 200.0), 15.0);
        assert_eq!(read(&volumes, &costs, 50.0), 20.0);
        assert_eq!(read(&volumes, &costs, 300.0), 10.0);
        assert!(read(&volumes, &costs, 301.0).is_nan());
    }
}
