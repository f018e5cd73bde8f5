//! Curves as straight lines: the log odds of the share over the price, or its logarithm over that of the price; and what
//! evidence says of such a line.

/// The form of the curve.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// The odds against everything else fall exponentially with the price; quality and price of each rival.
    Logit(Vec<(f64, f64)>),
    /// The share falls with a constant elasticity.
    Elasticity,
}

/// Where prices are measured from, and by what, so that level and slope are about one and nearly independent.
#[derive(Clone, Debug)]
pub struct Frame<'f> {
    /// The form.
    pub form: &'f Form,
    /// The price, or its logarithm, at which the level is meant.
    pub centre: f64,
    /// What the slope is meant by.
    pub unit: f64,
}

/// Level and slope in a frame.
pub type Line = [f64; 2];

/// Derivatives by level and slope.
pub type Slant = [f64; 2];

impl Frame<'_> {
    /// The place of a price.
    pub fn x(&self, price: f64) -> f64 {
        let at = match self.form {
            Form::Logit(_) => price,
            Form::Elasticity => libm::log(price),
        };
        (at - self.centre) / self.unit
    }

    /// Log odds of the share at a price (logit), or its logarithm, with its derivatives by level and slope.
    pub fn predicted(&self, [level, slope]: Line, price: f64) -> (f64, Slant) {
        let x = self.x(price);
        let (others, by_slope) = self.others(slope);
        (level - slope * x - others, [1.0, -x - by_slope])
    }

    /// Logarithm of the share at a price with its derivatives.
    pub fn log_share(&self, line: Line, price: f64) -> (f64, Slant) {
        let (value, slant) = self.predicted(line, price);
        match self.form {
            Form::Elasticity => (value, slant),
            Form::Logit(_) => {
                let log_share = -libm::log1p(libm::exp(-value.abs())) + value.min(0.0);
                let rest = -libm::expm1(log_share);
                (log_share, slant.map(|by| rest * by))
            }
        }
    }

    /// `ln(1 + sum exp(q_r - b P_r))` of the rivals with its derivative by the slope.
    fn others(&self, slope: f64) -> (f64, f64) {
        let Form::Logit(rivals) = self.form else { return (0.0, 0.0) };
        let utilities: Vec<(f64, f64)> =
            rivals.iter().map(|&(quality, price)| (quality - slope * price / self.unit, price / self.unit)).collect();
        let greatest = utilities.iter().fold(0.0f64, |greatest, &(utility, _)| greatest.max(utility));
        let (mut sum, mut moved) = (libm::exp(-greatest), 0.0);
        for (utility, by) in utilities {
            let weight = libm::exp(utility - greatest);
            sum += weight;
            moved -= by * weight;
        }
        (greatest + libm::log(sum), moved / sum)
    }
}

/// What a piece of evidence says of a line: the score, which is the slope of its log likelihood, and the information.
#[derive(Clone, Copy, Debug, Default)]
pub struct Says {
    /// The score.
    pub score: [f64; 2],
    /// The information: by level twice, by level and slope, by slope twice.
    pub information: [f64; 3],
}

impl Says {
    /// Adds a residual over its variance that moves with the line, and the weight of that movement.
    pub fn add(&mut self, pull: f64, weight: f64, slant: Slant) {
        self.score[0] += pull * slant[0];
        self.score[1] += pull * slant[1];
        self.information[0] += weight * slant[0] * slant[0];
        self.information[1] += weight * slant[0] * slant[1];
        self.information[2] += weight * slant[1] * slant[1];
    }

    /// The same with its weight divided.
    pub fn over(self, by: f64) -> Self {
        Self { score: self.score.map(|score| score / by), information: self.information.map(|entry| entry / by) }
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            score: [0, 1].map(|at| self.score[at] + other.score[at]),
            information: [0, 1, 2].map(|at| self.information[at] + other.information[at]),
        }
    }

    /// The covariance it leaves; `None` when it says nothing of level or slope.
    pub fn covariance(&self) -> Option<[f64; 3]> {
        let [level, both, slope] = self.information;
        let determinant = level * slope - both * both;
        (determinant > 1e-10 * level * slope).then(|| [slope / determinant, -both / determinant, level / determinant])
    }
}
