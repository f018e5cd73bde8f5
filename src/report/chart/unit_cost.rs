//! Unit cost over cumulative volume: loaded, variable, and the price.

use super::Material;
use super::canvas::{Anchor, Canvas};
use super::fans::{Fan, keys, legend};
use super::figure::{Figure, HEAD, MARGIN};
use super::findings;
use super::font::Weight;
use super::histogram::FEW;
use super::palette::{BLUE, GREEN, QUIET, TEXT, VERMILLION};
use super::panel::{Panel, direct};
use super::scale::Scale;
use super::words;
use crate::experiment::figures::days::{OverVolume, median_of_all_shipped};
use crate::outcome::{MetricId, SeriesId};
use crate::report::said::{Text, said};
use crate::stats::bands::Bands;

const HEIGHT: f64 = 490.0;
/// Points along the axis of volume.
const POINTS: usize = 160;
/// The axis begins at the earliest at this share of the volume it ends at.
const FIRST_SHARE: f64 = 1.0 / 300.0;

/// Loaded and variable unit cost as fans over the number of phones shipped.
pub fn unit_cost(material: &Material) -> Option<Figure> {
    let layout = material.layout;
    let volume = layout.series_at(SeriesId::ShippedToDate)?;
    let loaded = layout.series_at(SeriesId::LoadedUnitCost)?;
    let variable = layout.series_at(SeriesId::AverageVariableCost)?;
    // Beyond the median of the final volumes fewer than half of the launches would speak.
    let highest = median_of_all_shipped(layout, material.daily)?;
    if !(highest.is_finite() && highest >= 10.0) {
        return None;
    }
    let whole = grid(highest * FIRST_SHARE, highest);
    let end = |curve: &OverVolume| curve.bands.p50.last().copied().unwrap_or(f64::NAN);
    let last = [highest];
    let of_loaded = |grid: &[f64]| OverVolume::of(material.daily, volume, loaded, grid, 1.0);
    let of_variable = |grid: &[f64]| OverVolume::of(material.daily, volume, variable, grid, 1.0);
    let ends = [end(&of_loaded(&last)), end(&of_variable(&last))];
    let price = material.price.filter(|price| *price > 0.0);
    let axis = Axis::of(price, ends)?;
    // The axis begins a little before the loaded cost comes down into the picture.
    let enters = of_loaded(&whole).bands.p50.iter().position(|cost| *cost <= axis.high).unwrap_or(0);
    let lowest = whole[enters.saturating_sub(POINTS / 12)];
    let x = Scale::Logarithmic { low: lowest, high: highest };
    let grid = grid(lowest, highest);
    let (loaded, variable) = (of_loaded(&grid), of_variable(&grid));
    let one = alike(&loaded, &variable);
    let title = if one {
        said!("Cost of a phone as volume grows, {currency}", currency = material.currency())
    } else {
        said!("Cost of a phone, loaded and variable, as volume grows, {currency}", currency = material.currency())
    };
    // The figures of the page where there are such, so that one quantity has one number.
    let told = |id: MetricId, drawn: f64| {
        let metric = material.figures.metric(id);
        metric.map(|metric| metric.summary.p50).filter(|cost| cost.is_finite()).unwrap_or(drawn)
    };
    let told_of_loaded = told(MetricId::LoadedUnitCost, end(&loaded));
    let heading = material.daily_words(
        findings::unit_cost(told_of_loaded, price, material.figures.launches, &layout.currency),
        title,
        said!("Curves of the cost of a phone over the number shipped, with the price as a dashed line."),
    );
    let height = material.paper.height(HEIGHT);
    let mut figure = Figure::new("unit_cost", material.paper, heading, height);
    let spread = loaded.bands.spread() || variable.bands.spread();
    legend(&mut figure, &keys(QUIET, spread, material.daily.launches));
    let y = Scale::round(axis.low, axis.high, 6);
    let panel =
        Panel { left: 74.0, top: HEAD + 44.0, right: figure.canvas.width() - 170.0, bottom: height - 50.0, x, y };
    let canvas = &mut figure.canvas;
    panel.header(canvas, said!("Cost of a phone"), material.currency(), MARGIN);
    panel.y_axis(canvas, 6);
    if !one {
        fan(&variable).draw(&panel, canvas, &grid, GREEN);
    }
    fan(&loaded).draw(&panel, canvas, &grid, BLUE);
    panel.x_axis(canvas, said!("Phones shipped so far"), said!("logarithmic scale"), 8);
    let language = material.paper.language;
    let written =
        |name: Text, value: f64| said!("{name} {value}", name = name, value = words::amount(value)).told(language);
    let end_of_loaded = written(if one { said!("loaded = variable") } else { said!("loaded") }, told_of_loaded);
    let mut labels = vec![(end(&loaded), direct(&end_of_loaded, 0.0, 0.0, Anchor::Start, BLUE))];
    if !one {
        let text = written(said!("variable"), told(MetricId::AverageVariableCost, end(&variable)));
        labels.push((end(&variable), direct(&text, 0.0, 0.0, Anchor::Start, GREEN)));
    }
    if let Some(price) = price {
        let text = written(said!("price"), price);
        if y.low() <= price && price <= y.high() {
            let at = panel.at_y(price);
            canvas.dashes((panel.left, at), (panel.right, at), VERMILLION, 1.6);
            labels.push((price, direct(&text, 0.0, 0.0, Anchor::Start, VERMILLION)));
            mark_crossing(&panel, &mut figure, &grid, &loaded.bands, price);
        } else {
            price_beyond(&panel, canvas, &text, price > y.high());
        }
    }
    panel.right_labels(&mut figure.canvas, labels);
    figure.foot(note(material, spread));
    Some(figure)
}

/// What loaded and variable hold, and what they leave out.
fn note(material: &Material, spread: bool) -> Text {
    let taxed = match material.vat {
        Some(vat) if vat <= 0.0 => said!("Variable: what came with each phone, in the average so far."),
        _ => said!("Variable: what came with each phone, in the average so far, VAT included."),
    };
    let which = match material.daily.launches < FEW {
        _ if !spread => Text::default(),
        true => said!("Figures at the right: median of the launches, each at its own last volume."),
        false => said!(
            "At each volume: the launches that reach it. Figures at the right: median of all launches, each at its own last volume."
        ),
    };
    let price = match (material.layout.prices.len(), crate::report::price::words(material.layout)) {
        (2.., Some(price)) => said!("The price drawn is the first: {price}.", price = price),
        _ => Text::default(),
    };
    let loaded = said!(
        "Loaded: parts, assembly, licences, logistics and warranty with research, tooling and one-off engineering spread over the phones shipped so far, VAT included as in the price. Running cost, marketing, write-down, interest and tax on profit are in neither cost, so a cost below the price is not yet a profit."
    );
    Text::sentences([loaded, taxed, which, price])
}

/// The costs the picture holds.
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    /// From somewhat below the lower of the costs to twice the higher; the price too unless it is far from both.
    fn of(price: Option<f64>, ends: [f64; 2]) -> Option<Self> {
        let [loaded, variable] = ends;
        let finite = |value: &f64| value.is_finite() && *value > 0.0;
        let cheapest = ends.into_iter().filter(finite).reduce(f64::min)?;
        let dearest = [loaded * 2.0, variable * 1.3].into_iter().filter(finite).reduce(f64::max)?;
        let near = price.filter(|price| (0.4 * cheapest..=2.0 * dearest).contains(price));
        let low = 0.85 * near.map_or(cheapest, |price| price.min(cheapest));
        Some(Self { low, high: near.map_or(dearest, |price| dearest.max(price * 1.3)) })
    }
}

/// A cost over the volume as a fan.
fn fan(cost: &OverVolume) -> Fan {
    Fan::over(cost.bands.clone(), if cost.paths.len() < FEW { cost.paths.clone() } else { Vec::new() })
}

/// Whether two curves cannot be told from each other on paper.
fn alike(one: &OverVolume, other: &OverVolume) -> bool {
    one.bands.p50.iter().zip(&other.bands.p50).all(|(a, b)| a.is_nan() || b.is_nan() || (a - b).abs() <= 2e-3 * a)
}

/// An arrow to a price that the axis does not hold.
fn price_beyond(panel: &Panel, canvas: &mut Canvas, text: &str, above: bool) {
    let (x, tip, way) =
        if above { (panel.left + 14.0, panel.top + 3.0, 1.0) } else { (panel.left + 14.0, panel.bottom - 3.0, -1.0) };
    canvas.line(vec![(x, tip + 16.0 * way), (x, tip)], VERMILLION, 1.5);
    canvas.area(vec![(x, tip), (x - 4.0, tip + 6.0 * way), (x + 4.0, tip + 6.0 * way)], VERMILLION);
    let text = canvas.told(if above {
        said!("{what}, far above this axis", what = text)
    } else {
        said!("{what}, far below this axis", what = text)
    });
    panel.on_paper(canvas, direct(&text, x + 10.0, tip + 8.0 * way + 4.5, Anchor::Start, VERMILLION));
}

/// Volumes from one end to the other, in equal ratios.
fn grid(lowest: f64, highest: f64) -> Vec<f64> {
    let lowest = lowest.max(1.0);
    (0..POINTS).map(|at| lowest * libm::pow(highest / lowest, at as f64 / (POINTS - 1) as f64)).collect()
}

/// Where the median loaded cost falls below the price, which is no break-even: the running cost is not in it.
fn mark_crossing(panel: &Panel, figure: &mut Figure, grid: &[f64], loaded: &Bands, price: f64) {
    let above = loaded.p50.iter().rposition(|cost| *cost > price);
    let Some(at) = above.map(|at| at + 1).filter(|at| *at < grid.len()) else { return };
    let (from, to) = (loaded.p50[at - 1], loaded.p50[at]);
    let volume = grid[at - 1] + (grid[at] - grid[at - 1]) * (from - price) / (from - to);
    let (x, y) = (panel.at_x(volume), panel.at_y(price));
    figure.canvas.dot((x, y), 4.5, TEXT);
    // Two digits are as many as the chart can tell.
    let unit = libm::pow(10.0, libm::floor(libm::log10(volume)) - 1.0);
    let volume = words::amount((volume / unit).round() * unit);
    let text = figure.canvas.told(said!("loaded cost below the price from {volume} phones:", volume = volume));
    let not_yet = figure.canvas.told(said!("parts, assembly and development, not yet a profit"));
    let mut lines = [
        direct(&text, x + 10.0, y - 27.0, Anchor::Start, TEXT),
        direct(&not_yet, x + 10.0, y - 10.0, Anchor::Start, TEXT),
    ];
    if lines[1].bounds().2 > panel.right {
        for (line, label) in lines.iter_mut().enumerate() {
            (label.x, label.y, label.anchor) = (x - 10.0, y + 22.0 + 17.0 * line as f64, Anchor::End);
        }
    }
    lines[1].weight = Weight::Regular;
    for label in lines {
        panel.on_paper(&mut figure.canvas, label);
    }
}
