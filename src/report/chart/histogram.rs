//! Bars of equal width over the launches, whatever their values: never more than a sheet can hold.

use super::canvas::Canvas;
use super::palette::Ink;
use super::panel::Panel;
use super::scale::{Scale, round_step};
use crate::experiment::figures::curves::all_but;
pub use crate::stats::bands::FEW;

/// Bars from the lowest to the highest value at most, roughly; up to twice as many when zero is shown beside them.
const BARS: usize = 60;
/// Bars of few launches, and how their number grows with the root of the launches: more would show chance.
const FEWEST_BARS: f64 = 20.0;
const BY_ROOT: f64 = 2.0;
/// Values that differ by less than this share of their size differ by the rounding of sums only: a hundred thousand terms
/// of sixteen digits.
pub const DUST: f64 = 1e-11;

/// The value all launches share but for rounding, where they do; `size` is the size of what was added up to it.
#[must_use]
pub fn shared(values: &[f64], size: f64) -> Option<f64> {
    let low = values.iter().copied().reduce(f64::min)?;
    let high = values.iter().copied().reduce(f64::max)?;
    let dust = (DUST * size.abs().max(low.abs()).max(high.abs())).max(1e-100);
    (high - low <= dust).then_some(low + 0.5 * (high - low))
}

/// Where the bars stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bars {
    /// Left edge of the first bar.
    pub low: f64,
    /// Width of each.
    pub width: f64,
    /// How many there are.
    pub count: usize,
}

impl Bars {
    /// Bars for finite values that differ. A few launches far out must not squeeze the others into one bar, so the ends
    /// are cut; zero is on the axis unless the values lie farther from it than they lie apart.
    #[must_use]
    pub fn over(values: &[f64]) -> Self {
        let tame = |value: f64| value.clamp(-1e300, 1e300);
        let bars = (BY_ROOT * (values.len() as f64).sqrt()).clamp(FEWEST_BARS, BARS as f64);
        let (low, high) = all_but(0.001, values);
        let mut ends = [tame(low), tame(high)];
        if values.len() < FEW || ends[1] - ends[0] <= DUST * ends[0].abs().max(ends[1].abs()) {
            ends = [
                values.iter().copied().fold(f64::INFINITY, f64::min).max(-1e300),
                values.iter().copied().fold(f64::NEG_INFINITY, f64::max).min(1e300),
            ];
        }
        let width = round_step(((ends[1] - ends[0]) / bars).max(1e-100));
        let (mut low, mut high) = ((ends[0] / width).floor() * width, (ends[1] / width).ceil() * width);
        let apart = (high - low).max(width);
        if low > 0.0 && low <= apart {
            low = 0.0;
        } else if high < 0.0 && -high <= apart {
            high = 0.0;
        }
        Self { low, width, count: ((high - low) / width).round().clamp(1.0, 2.0 * BARS as f64 + 5.0) as usize }
    }

    /// Right edge of the last bar.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.low + self.count as f64 * self.width
    }

    /// The axis below them.
    #[must_use]
    pub fn scale(&self) -> Scale {
        Scale::Linear { low: self.low, high: self.high() }
    }

    /// How many of some values fall into each bar; the last bar holds its upper end too.
    pub fn counts(&self, values: impl Iterator<Item = f64>) -> Vec<usize> {
        let mut counts = vec![0; self.count];
        for value in values.filter(|value| self.holds(*value)) {
            counts[(((value - self.low) / self.width) as usize).min(self.count - 1)] += 1;
        }
        counts
    }

    /// Whether a value lies between the ends of the axis.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high()).contains(&value)
    }

    /// Draws bars one kind on top of the other, as shares of so many launches.
    pub fn draw(&self, panel: &Panel, canvas: &mut Canvas, kinds: &[(Vec<usize>, Ink)], launches: usize) {
        for bar in 0..self.count {
            let from = self.low + bar as f64 * self.width;
            let (left, right) = (panel.at_x(from) + 0.4, panel.at_x(from + self.width) - 0.4);
            let mut below = 0;
            for (counts, ink) in kinds.iter().filter(|(counts, _)| counts[bar] > 0) {
                let share = |count: usize| panel.at_y(count as f64 / launches as f64);
                canvas.rectangle(left, share(below + counts[bar]), right, share(below), *ink);
                below += counts[bar];
            }
        }
    }
}

/// A dot for each value, piled up where they would cover each other.
pub fn piles(panel: &Panel, canvas: &mut Canvas, values: &[(f64, Ink)]) {
    const RADIUS: f64 = 5.0;
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    // The last dot of each layer.
    let mut layers: Vec<f64> = Vec::new();
    let mut places: Vec<(f64, usize, Ink)> = Vec::new();
    for (value, ink) in sorted {
        let x = panel.at_x(value);
        let layer = layers.iter().position(|last| *last <= x - 2.0 * RADIUS).unwrap_or(layers.len());
        layers.resize(layers.len().max(layer + 1), x);
        layers[layer] = x;
        places.push((x, layer, ink));
    }
    let room = panel.bottom - panel.top - 4.0 * RADIUS;
    let step = (2.2 * RADIUS).min(room / layers.len() as f64);
    for (x, layer, ink) in places {
        canvas.dot((x, panel.bottom - 1.4 * RADIUS - step * layer as f64), RADIUS, ink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_within_the_ends_is_counted_once() {
        let bars = Bars { low: 0.0, width: 1.0, count: 2 };
        assert_eq!(bars.counts([-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 9.0].into_iter()), [2, 3]);
    }

    #[test]
    fn there_are_never_more_bars_than_a_sheet_can_hold() {
        let tiny = 5e-324;
        let nasty: [&[f64]; 9] = [
            &[-1.2e9, -1.2e9 + 1.0],
            &[1e15, 1e15 + 4.0],
            &[-1e15, 1.0],
            &[0.0, 1e-12, 1e15],
            &[1.0, 1e308],
            &[-1e308, 1e308],
            &[0.0, tiny],
            &[1.5e6, 1.5e6 + 1e-3],
            &[3.0, 3.0 + 1e-8],
        ];
        for values in nasty {
            let bars = Bars::over(values);
            assert!((1..=125).contains(&bars.count), "{values:?}: {bars:?}");
            assert!(bars.width > 0.0 && bars.high() > bars.low, "{values:?}: {bars:?}");
            let mut many = vec![values[0]; 5_000];
            many[17] = values[values.len() - 1];
            assert!(Bars::over(&many).count <= 125, "{values:?}");
        }
    }

    #[test]
    fn zero_is_on_the_axis_unless_it_is_far_away() {
        let ends = |values: &[f64]| (Bars::over(values).low, Bars::over(values).high());
        assert_eq!(ends(&[10.0, 70.0]).0, 0.0);
        assert_eq!(ends(&[-70.0, -10.0]).1, 0.0);
        assert!(ends(&[-70.1e6, -69.9e6]).1 < 0.0);
        assert!(ends(&[1_000.0, 1_010.0]).0 > 900.0);
    }

    #[test]
    fn rounding_is_no_spread() {
        let dust: Vec<f64> = (0..100).map(|at| 1.5e6 + f64::from(at) * 1e-9).collect();
        let value = shared(&dust, 2.8e9);
        assert!(value.is_some_and(|value| (value - 1.5e6).abs() < 1e-5), "{value:?}");
        assert_eq!(shared(&[0.0, 1e-320], 0.0), Some(5e-321));
        assert_eq!((shared(&[], 1.0), shared(&[1.0, 1.1], 1.0)), (None, None));
        assert!(shared(&[1.0, 1.1], 1e12).is_some());
        // A yuan in a billion is no rounding.
        assert_eq!(shared(&[-1.2e9, -1.2e9 + 1.0], 0.0), None);
    }
}
