//! What past prices and sales of a comparable phone say of a curve.

use crate::rooms::market::keys::demand::line::{Frame, Line, Says};
use crate::rooms::market::keys::demand::tables::PastSale;

/// Periods needed: a scale, a trend, a level and a slope are made of them, and their errors are to be judged.
const FEWEST: usize = 8;

/// Prices and the logarithms of what was sold, in the order of time.
pub struct PastSales {
    prices: Vec<f64>,
    log_sold: Vec<f64>,
    doubt: f64,
}

impl PastSales {
    /// The sales; `None` when they are too few or the price never moved.
    pub fn of(sales: &[PastSale]) -> Option<Self> {
        let prices: Vec<f64> = sales.iter().map(|sale| sale.price.value).collect();
        let moved = prices.iter().any(|&price| (price - prices[0]).abs() > 0.0);
        let log_sold = sales.iter().map(|sale| libm::log(sale.sold.value)).collect();
        (sales.len() >= FEWEST && moved).then_some(Self { prices, log_sold, doubt: 1.0 })
    }

    /// The prices.
    pub fn prices(&self) -> Vec<f64> {
        self.prices.clone()
    }

    fn freedom(&self) -> f64 {
        self.log_sold.len() as f64 - 4.0
    }

    /// E85: `ln sold_t = c + d t + ln s(P_t) + e_t`: the comparable phone is chosen as ours would be, by an unknown number
    /// of people a period that grows or falls evenly. What c and d explain is taken out of both sides; the variance of the
    /// errors is that of what is left.
    pub fn says(&self, frame: &Frame<'_>, line: Line) -> Says {
        let (left, slants) = self.left(frame, line);
        let squares: f64 = left.iter().map(|off| off * off).sum();
        let weight = self.freedom() / squares.max(1e-12) / self.doubt;
        let mut says = Says::default();
        for (at, off) in left.iter().enumerate() {
            says.add(weight * off, weight, [slants[0][at], slants[1][at]]);
        }
        says
    }

    /// What is left of sales, and of their derivatives by level and slope, when a mean and a trend are taken out.
    fn left(&self, frame: &Frame<'_>, line: Line) -> (Vec<f64>, [Vec<f64>; 2]) {
        let at: Vec<(f64, [f64; 2])> = self.prices.iter().map(|&price| frame.log_share(line, price)).collect();
        let off = without_trend(self.log_sold.iter().zip(&at).map(|(sold, (share, _))| sold - share).collect());
        let slants = [0, 1].map(|by| without_trend(at.iter().map(|(_, slant)| slant[by]).collect()));
        (off, slants)
    }

    /// The variance is itself estimated, and errors that follow each other say less than as many that do not: the first
    /// autocorrelation counts where chance would hardly make it (one in twenty), by the effective number of periods
    /// `n (1 - r)/(1 + r)` (Bartlett 1946).
    pub fn doubt(&mut self, frame: &Frame<'_>, line: Line) {
        let (left, _) = self.left(frame, line);
        let squares: f64 = left.iter().map(|off| off * off).sum();
        let follow = left.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / squares.max(1e-12);
        let beyond_chance = follow > 1.645 / libm::sqrt(left.len() as f64);
        let serial = if beyond_chance { (1.0 + follow) / (1.0 - follow).max(0.05) } else { 1.0 };
        self.doubt = serial * self.freedom() / (self.freedom() - 2.0);
    }
}

/// Residuals of a regression on the number of the period.
fn without_trend(values: Vec<f64>) -> Vec<f64> {
    let n = values.len() as f64;
    let (middle, mean) = ((n - 1.0) / 2.0, values.iter().sum::<f64>() / n);
    let time = |at: usize| at as f64 - middle;
    let spread: f64 = (0..values.len()).map(|at| time(at) * time(at)).sum();
    let trend = values.iter().enumerate().map(|(at, value)| time(at) * value).sum::<f64>() / spread;
    values.into_iter().enumerate().map(|(at, value)| value - mean - trend * time(at)).collect()
}
