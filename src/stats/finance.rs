//! The mathematics of finance: present value, internal rates of return, annuities.
//!
//! Cash flows come at equal intervals and the first one now, so that it is not discounted; a spreadsheet's NPV
//! discounts the first one too. Amounts received are positive, amounts paid negative. Definitions are those of
//! numpy-financial, which the test suite reproduces.

/// `growth^periods` for a whole or broken number of periods.
fn power(growth: f64, periods: f64) -> f64 {
    libm::pow(growth, periods)
}

/// Net present value, `sum c_t / (1 + r)^t`.
#[must_use]
pub fn npv(rate: f64, cash_flows: &[f64]) -> f64 {
    // Horner's scheme from the last flow back.
    cash_flows.iter().rev().fold(0.0, |value, &flow| value / (1.0 + rate) + flow)
}

/// Its derivative by the rate.
fn npv_slope(rate: f64, cash_flows: &[f64]) -> f64 {
    let terms = cash_flows.iter().enumerate().skip(1);
    terms.map(|(period, &flow)| -(period as f64) * flow / power(1.0 + rate, period as f64 + 1.0)).sum()
}

/// Internal rate of return, `npv(irr) = 0`; of several the one nearest to zero, as numpy-financial chooses.
///
/// Not a number when the flows have no change of sign, or no rate above -100 % makes their value zero.
#[must_use]
pub fn irr(cash_flows: &[f64]) -> f64 {
    let has = |sign: f64| cash_flows.iter().any(|&flow| flow * sign > 0.0);
    if !has(1.0) || !has(-1.0) {
        return f64::NAN;
    }
    // In ln(1 + r) rates are evenly spread over losses and gains; every change of sign brackets a root.
    let rate = |at: i32| libm::expm1(f64::from(at) * GRID_STEP);
    let nearest = |found: Option<f64>, root: f64| match found {
        Some(other) if libm::fabs(other) <= libm::fabs(root) => Some(other),
        _ => Some(root),
    };
    let mut found = None;
    for at in -GRID_POINTS..GRID_POINTS {
        let (low, high) = (rate(at), rate(at + 1));
        let (value, next) = (npv(low, cash_flows), npv(high, cash_flows));
        if value == 0.0 {
            found = nearest(found, low);
        } else if value * next < 0.0 {
            found = nearest(found, root_between(low, high, cash_flows));
        }
    }
    found.unwrap_or(f64::NAN)
}

/// Rates searched: ln(1 + r) in steps of this, so many to both sides: -99.99 % to 1,000,000 %.
const GRID_STEP: f64 = 0.01;
const GRID_POINTS: i32 = 921;

/// The root in a bracket: Newton's steps, bisected when they leave it.
fn root_between(mut low: f64, mut high: f64, cash_flows: &[f64]) -> f64 {
    let rising = npv(low, cash_flows) < 0.0;
    let mut rate = 0.5 * (low + high);
    for _ in 0..200 {
        let value = npv(rate, cash_flows);
        if value == 0.0 {
            return rate;
        }
        if (value < 0.0) == rising {
            low = rate;
        } else {
            high = rate;
        }
        let newton = rate - value / npv_slope(rate, cash_flows);
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if libm::fabs(next - rate) <= 1e-15 * libm::fabs(1.0 + rate) {
            return next;
        }
        rate = next;
    }
    rate
}

/// Modified internal rate of return,
/// `(value of receipts / -value of payments)^(1/(n-1)) (1 + reinvest) - 1`, receipts discounted at the rate of
/// reinvestment and payments at that of finance. Not a number without both.
#[must_use]
pub fn mirr(cash_flows: &[f64], finance_rate: f64, reinvest_rate: f64) -> f64 {
    let receipts: Vec<f64> = cash_flows.iter().map(|flow| flow.max(0.0)).collect();
    let payments: Vec<f64> = cash_flows.iter().map(|flow| flow.min(0.0)).collect();
    let (received, paid) = (npv(reinvest_rate, &receipts), -npv(finance_rate, &payments));
    if received <= 0.0 || paid <= 0.0 {
        return f64::NAN;
    }
    power(received / paid, 1.0 / (cash_flows.len() as f64 - 1.0)) * (1.0 + reinvest_rate) - 1.0
}

/// Payment at the end of each period that turns `present` into `future`:
/// `present (1 + r)^n + payment ((1 + r)^n - 1)/r + future = 0`.
#[must_use]
pub fn payment(rate: f64, periods: f64, present: f64, future: f64) -> f64 {
    if rate == 0.0 {
        return -(present + future) / periods;
    }
    let growth = power(1.0 + rate, periods);
    -(present * growth + future) * rate / (growth - 1.0)
}

/// Number of periods that solves the same equation.
#[must_use]
pub fn periods(rate: f64, payment: f64, present: f64, future: f64) -> f64 {
    if rate == 0.0 {
        return -(present + future) / payment;
    }
    let perpetual = payment / rate;
    libm::log((perpetual - future) / (perpetual + present)) / libm::log1p(rate)
}

/// Rate that solves the same equation for a whole number of periods; not a number when none does.
#[must_use]
pub fn rate(periods: usize, payment: f64, present: f64, future: f64) -> f64 {
    let mut flows = vec![payment; periods + 1];
    flows[0] = present;
    flows[periods] += future;
    irr(&flows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn present_value_leaves_the_first_flow_undiscounted() {
        let flows = [-15_000.0, 1_500.0, 2_500.0, 3_500.0, 4_500.0, 6_000.0];
        assert_eq!(npv(0.0, &flows), 3_000.0);
    }

    #[test]
    fn flows_of_one_sign_have_no_internal_rate() {
        assert!(irr(&[1.0, 2.0]).is_nan() && irr(&[-1.0, -2.0]).is_nan() && irr(&[]).is_nan());
        assert!(irr(&[-1.0, 3.0, -2.5]).is_nan(), "its value is negative at every rate");
    }

    #[test]
    fn there_is_no_modified_rate_without_payments() {
        assert!(mirr(&[1.0, 2.0], 0.1, 0.1).is_nan());
    }

    #[test]
    fn without_interest_payments_add_up() {
        assert_eq!(payment(0.0, 12.0, 1_200.0, 0.0), -100.0);
        assert_eq!(periods(0.0, -100.0, 1_200.0, 0.0), 12.0);
    }
}
