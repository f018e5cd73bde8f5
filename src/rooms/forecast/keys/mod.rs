//! The planner's forecast.

pub mod planner;

use crate::language::catalogue::Fallback::{Value, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, word, words};
use crate::language::quantity::{Number, Path};
use crate::language::ranges::{COUNT, ONE};
use crate::language::reader::Section;
use crate::language::tree::Table;

words! {
    /// How the forecast follows what happens.
    pub enum Method {
        /// It does not: the planner's own curve.
        Curve = "curve",
        /// Exponential smoothing of new interest.
        Smoothing = "smoothing",
        /// The curve times a size of the market learned from new interest.
        Bayes = "bayes",
    }
}

/// How the forecast follows what happens, with what that takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ForecastMethod {
    /// It does not: the planner's own curve.
    Curve,
    /// Exponential smoothing of new interest.
    Smoothing {
        /// `smoothing`.
        weight: Number,
    },
    /// The curve times a size of the market learned from new interest.
    Bayes {
        /// `prior_mean`.
        mean: Number,
        /// `prior_cv`.
        cv: Number,
        /// `overdispersion`.
        overdispersion: Number,
    },
}

table! {
    /// The planner's forecast, for policy = "order_up_to" and `stock_cover`.
    FORECAST = "forecast", Forecast {
        /// How the forecast follows what happens.
        method: ForecastMethod => method {
            /// The planner's own curve; smoothed new interest once announced; or the curve times a market size learned from new interest.
            method = Kind::Choice(Method::ALL), Value(r#""curve""#), r#""curve""#;
            /// Weight of the newest day, with method = "smoothing".
            smoothing = Kind::Number(Range::above(0.0, 1.0)), Value("0.1"), "0.1", "share";
            /// Market size believed at first in multiples of the curve, with method = "bayes".
            prior_mean = Kind::Number(Range::above(0.0, 1e6)), ONE, "1", "ratio";
            /// Coefficient of variation of that belief, with method = "bayes".
            prior_cv = Kind::Number(Range::above(0.0, 5.0)), Value("0.5"), "0.5", "ratio";
            /// Variance of a day's interest over its mean, with method = "bayes"; 1 is Poisson, more makes it learn slower.
            overdispersion = Kind::Number(Range::closed(1.0, 1e9)), ONE, "50", "ratio";
        }
        /// Multiplies `daily_orders`, so that what is expected can be swept, drawn or decided as a whole.
        scale: Number = Kind::Number(Range::closed(0.0, 1000.0)), ONE, "1.2", "ratio";
        /// Expected orders per day, linear between points, zero outside them.
        daily_orders: Path = Kind::Path(COUNT), Words("none"), "[[2026-08-01, 500], [2026-12-31, 1_000]]", "[date, phones per day]";
    }
}

pub(crate) fn forecast(tree: &Table, context: &mut Context) -> Forecast {
    Forecast::of(&Section::single(tree, &FORECAST), tree, context)
}

fn method(section: &Section<'_>, _: &Table, context: &mut Context) -> ForecastMethod {
    let method: Method = word(section, "method", context);
    let chosen = section.chosen("method", format!("with method = \"{}\"", method.word()));
    if method != Method::Smoothing {
        section.useless(context, &["smoothing"], &chosen, "");
    }
    if method != Method::Bayes {
        section.useless(context, &["prior_mean", "prior_cv", "overdispersion"], &chosen, "");
    }
    match method {
        Method::Curve => ForecastMethod::Curve,
        Method::Smoothing => ForecastMethod::Smoothing { weight: section.number(context, "smoothing") },
        Method::Bayes => ForecastMethod::Bayes {
            mean: section.number(context, "prior_mean"),
            cv: section.number(context, "prior_cv"),
            overdispersion: section.number(context, "overdispersion"),
        },
    }
}
