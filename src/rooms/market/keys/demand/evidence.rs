//! What each kind of statement says of a curve.

use crate::random::normal::normal_quantile;
use crate::rooms::market::keys::demand::line::{Form, Frame, Line, Says};
use crate::rooms::market::keys::demand::sales::PastSales;
use crate::rooms::market::keys::demand::tables::{Expectation, PartWorth, Reading};
use crate::stats::special::gamma_regularised;

/// One kind of statement.
pub enum Evidence {
    /// What is expected at some prices.
    Expected(Expected),
    /// What people say they would pay.
    Answers(Answers),
    /// Part-worths.
    Worth(Worth),
    /// Past prices and sales.
    Sales(PastSales),
}

impl Evidence {
    /// What it says near a line.
    pub fn says(&self, frame: &Frame<'_>, line: Line) -> Says {
        match self {
            Self::Expected(expected) => expected.says(frame, line).over(expected.doubt),
            Self::Answers(answers) => answers.says(frame, line),
            Self::Worth(worth) => worth.says(frame, line),
            Self::Sales(sales) => sales.says(frame, line),
        }
    }

    /// The prices it speaks of.
    pub fn prices(&self) -> Vec<f64> {
        match self {
            Self::Expected(expected) => expected.points.iter().map(|point| point.price).collect(),
            Self::Answers(answers) => answers.pay.iter().copied().filter(|&pay| pay > 0.0).collect(),
            Self::Worth(worth) => vec![worth.centre],
            Self::Sales(sales) => sales.prices(),
        }
    }

    /// Weighs it less as far as it contradicts the line beyond chance; `alone` when the line was made by it alone.
    pub fn doubt(&mut self, frame: &Frame<'_>, line: Line, alone: bool) {
        match self {
            Self::Expected(expected) => expected.doubt = expected.misfit(frame, line, alone),
            Self::Sales(sales) => sales.doubt(frame, line),
            Self::Answers(_) | Self::Worth(_) => {}
        }
    }

    /// Whether it leaves no doubt.
    pub fn is_certain(&self) -> bool {
        matches!(self, Self::Expected(expected) if expected.certain)
    }
}

/// By how much a sum of squares is greater than its degrees of freedom, where chance alone would hardly make it so (one in
/// twenty); else 1 (Birge 1932).
pub fn excess(squares: f64, freedom: f64) -> f64 {
    let chance = if freedom > 0.0 { gamma_regularised(freedom / 2.0, squares / 2.0).1 } else { 1.0 };
    if chance < 0.05 { squares / freedom } else { 1.0 }
}

/// What is expected at a price: the log odds of its share, or its logarithm, with a standard deviation.
#[derive(Clone, Copy)]
pub struct Point {
    /// The price.
    pub price: f64,
    value: f64,
    sd: f64,
}

/// What is expected at some prices, with errors of one correlation.
pub struct Expected {
    points: Vec<Point>,
    agreement: f64,
    /// Nothing is said of how sure any of it is.
    certain: bool,
    doubt: f64,
}

impl Expected {
    /// The expectations as shares of those in reach; the name of one that is no share.
    pub fn of(stated: &[Expectation], reading: &Reading, reach: f64, form: &Form) -> Result<Self, String> {
        let z = normal_quantile(f64::midpoint(1.0, reading.range_holds.value));
        let value = |share: f64| match form {
            Form::Logit(_) if share > 0.0 && share < 1.0 => Some(libm::log(share) - libm::log1p(-share)),
            Form::Elasticity if share > 0.0 && share <= 1.0 => Some(libm::log(share)),
            _ => None,
        };
        let points = stated.iter().map(|stated| {
            let whole = if stated.buyers.is_some() { reach } else { 1.0 };
            let at = |number: f64| value(number / whole).ok_or_else(|| stated.name.clone());
            let middle = stated.buyers.or(stated.share).map_or(0.0, |number| number.value);
            let sd = match (stated.low, stated.high) {
                (Some(low), Some(high)) => Some((at(high.value)? - at(low.value)?) / (2.0 * z)),
                _ => None,
            };
            Ok((stated.price.value, at(middle)?, sd))
        });
        let points: Vec<(f64, f64, Option<f64>)> = points.collect::<Result<_, String>>()?;
        let widest = points.iter().filter_map(|point| point.2).fold(0.0f64, f64::max);
        let certain = widest <= 0.0;
        let sd = |sd: Option<f64>| if certain { 1.0 } else { sd.unwrap_or(widest) };
        let points = points.into_iter().map(|(price, value, range)| Point { price, value, sd: sd(range) }).collect();
        Ok(Self { points, agreement: reading.agreement.value, certain, doubt: 1.0 })
    }

    /// E82: `y_i = line(P_i) + e_i`, errors normal with the standard deviation of their range and one correlation.
    fn says(&self, frame: &Frame<'_>, line: Line) -> Says {
        let (free, shared) = self.weights();
        let mut says = Says::default();
        let mut sum = (0.0, [0.0, 0.0]);
        for point in &self.points {
            let (predicted, slant) = frame.predicted(line, point.price);
            let (off, slant) = ((point.value - predicted) / point.sd, slant.map(|by| by / point.sd));
            says.add(free * off, free, slant);
            sum = (sum.0 + off, [sum.1[0] + slant[0], sum.1[1] + slant[1]]);
        }
        says.add(-free * shared * sum.0, -free * shared, sum.1);
        says
    }

    /// The inverse of a matrix of equal correlations is `free (1 - shared 11')`.
    fn weights(&self) -> (f64, f64) {
        let (correlation, n) = (self.agreement, self.points.len() as f64);
        (1.0 / (1.0 - correlation), correlation / (1.0 + (n - 1.0) * correlation))
    }

    fn misfit(&self, frame: &Frame<'_>, line: Line, alone: bool) -> f64 {
        if self.certain {
            return 1.0;
        }
        let (free, shared) = self.weights();
        let off = self.points.iter().map(|point| (point.value - frame.predicted(line, point.price).0) / point.sd);
        let (sum, squares) = off.fold((0.0, 0.0), |(sum, squares), off| (sum + off, squares + off * off));
        let lost = if alone { 2.0 } else { 0.0 };
        excess(free * (squares - shared * sum * sum), self.points.len() as f64 - lost)
    }

    /// Whether no range is written, though more than two numbers must agree.
    pub fn lacks_range(&self, alone: bool) -> bool {
        self.certain && !(alone && self.points.len() == 2)
    }
}

/// The most that people say they would pay, over what they would.
pub struct Answers {
    pay: Vec<f64>,
    /// Variance of the logarithm of the overstatement.
    doubt: f64,
}

impl Answers {
    /// What they would pay, by the median of the overstatement.
    pub fn of(reading: &Reading) -> Self {
        let law = &reading.overstatement;
        let over = law.median();
        let spread = libm::log(law.quantile(0.9)) - libm::log(law.quantile(0.1));
        let sd = spread / (2.0 * normal_quantile(0.9));
        Self { pay: reading.willingness_to_pay.iter().map(|pay| pay / over).collect(), doubt: sd * sd }
    }

    /// E83: who would pay more than the price chooses the phone, so the answers have the density of the curve,
    /// `b p(v) (1 - p(v))`, and those who would not have it at all the chance `1 - p(0)`.
    fn says(&self, frame: &Frame<'_>, line: Line) -> Says {
        let mut says = Says::default();
        for &pay in &self.pay {
            let (log_odds, slant) = frame.predicted(line, pay);
            let share = 1.0 / (1.0 + libm::exp(-log_odds));
            if pay > 0.0 {
                says.add(1.0 - 2.0 * share, 2.0 * share * (1.0 - share), slant);
                says.add(1.0 / line[1], 1.0 / (line[1] * line[1]), [0.0, 1.0]);
            } else {
                says.add(-share, share * (1.0 - share), slant);
            }
        }
        self.overstated(says, frame, line)
    }

    /// The overstatement is not known for sure: what moves with its logarithm is taken out of what the answers say, but for
    /// what is known of it.
    fn overstated(&self, says: Says, frame: &Frame<'_>, line: Line) -> Says {
        if self.doubt <= 0.0 {
            return says;
        }
        let along = [-line[1] * frame.centre / frame.unit, line[1]];
        let [level, both, slope] = says.information;
        let moved = [level * along[0] + both * along[1], both * along[0] + slope * along[1]];
        let whole = moved[0] * along[0] + moved[1] * along[1] + 1.0 / self.doubt;
        let pull = (along[0] * says.score[0] + along[1] * says.score[1]) / whole;
        let mut left = says;
        left.add(-pull, -1.0 / whole, moved);
        left
    }
}

/// Utility of the phone above that of buying nothing, as a line of the price.
pub struct Worth {
    centre: f64,
    /// Utility at the centre, and how it falls per unit of price.
    level: f64,
    fall: f64,
    variances: [f64; 2],
}

impl Worth {
    /// E84: part-worths of prices lie on a line, fitted by weighted least squares; those of the profile less that of nothing
    /// are added. `None` with fewer than two prices, or without a profile.
    pub fn of(worths: &[PartWorth], reading: &Reading) -> Option<Self> {
        let variance = |worth: &PartWorth| worth.standard_error.value * worth.standard_error.value;
        let priced: Vec<(f64, f64, f64)> = worths
            .iter()
            .filter_map(|worth| worth.price.map(|price| (price.value, worth.utility.value, 1.0 / variance(worth))))
            .collect();
        let mean = |of: fn(&(f64, f64, f64)) -> f64| {
            priced.iter().map(|point| point.2 * of(point)).sum::<f64>()
                / priced.iter().map(|point| point.2).sum::<f64>()
        };
        let (centre, middle) = (mean(|point| point.0), mean(|point| point.1));
        let spread: f64 = priced.iter().map(|(price, _, weight)| weight * (price - centre) * (price - centre)).sum();
        if priced.len() < 2
            || spread.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater)
            || reading.profile.is_empty()
        {
            return None;
        }
        let fall =
            -priced.iter().map(|(price, utility, weight)| weight * (price - centre) * utility).sum::<f64>() / spread;
        let squares = priced.iter().map(|(price, utility, weight)| {
            let off = utility - (middle - fall * (price - centre));
            weight * off * off
        });
        let doubt = excess(squares.sum(), priced.len() as f64 - 2.0);
        let weight: f64 = priced.iter().map(|point| point.2).sum();
        let has = reading.profile.iter().map(|&at| &worths[at]);
        let nothing = worths.iter().filter(|worth| worth.nothing);
        let others: Vec<(f64, f64)> = has
            .map(|worth| (worth.utility.value, variance(worth)))
            .chain(nothing.map(|worth| (-worth.utility.value, variance(worth))))
            .collect();
        let scale = reading.scale.value;
        let level = middle + others.iter().map(|other| other.0).sum::<f64>();
        let level_variance = doubt / weight + others.iter().map(|other| other.1).sum::<f64>();
        Some(Self {
            centre,
            level: scale * level,
            fall: scale * fall,
            variances: [scale * scale * level_variance, scale * scale * doubt / spread],
        })
    }

    fn says(&self, frame: &Frame<'_>, [level, slope]: Line) -> Says {
        let mut says = Says::default();
        let x = frame.x(self.centre);
        says.add((self.level - (level - slope * x)) / self.variances[0], 1.0 / self.variances[0], [1.0, -x]);
        let fall = self.fall * frame.unit;
        let variance = self.variances[1] * frame.unit * frame.unit;
        says.add((fall - slope) / variance, 1.0 / variance, [0.0, 1.0]);
        says
    }
}
