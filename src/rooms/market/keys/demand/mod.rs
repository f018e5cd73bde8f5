//! Demand as people know it: what is expected at some prices, what people say they would pay, part-worths of a conjoint
//! study, past prices and sales. The curve of [market] is fitted to all of it at once.

mod evidence;
mod fit;
mod line;
mod sales;
mod tables;

use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::quantity::{Input, Number};
use crate::language::reader::Section;
use crate::language::source::Span;
use crate::language::tree::{Table, Value};
use crate::random::distribution::Distribution;
use crate::rooms::market::keys::competition;
use evidence::{Answers, Evidence, Expected, Worth};
use fit::Curve;
use line::Form;
use sales::PastSales;
use tables::at_table;
pub use tables::{DEMAND, EXPECTATION, Expectation, PART_WORTH, PAST_SALE, PartWorth, PastSale, Reading};

/// All that was stated of demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// How it is read.
    pub reading: Reading,
    /// What is expected at some prices.
    pub expectations: Vec<Expectation>,
    /// Past prices and sales, in the order of time.
    pub past_sales: Vec<PastSale>,
    /// Part-worths.
    pub part_worths: Vec<PartWorth>,
}

impl Stated {
    /// What is written; `None` when nothing is.
    pub(crate) fn read(_: &Section<'_>, tree: &Table, context: &mut Context) -> Option<Self> {
        let section = Section::single(tree, &DEMAND);
        let stated = Self {
            reading: tables::reading(tree, context),
            expectations: tables::expectations(tree, context),
            past_sales: tables::past_sales(tree, context),
            part_worths: tables::part_worths(tree, context),
        };
        if stated.is_empty() {
            if section.is_written() {
                let fault = Fault::new(Code::Useless, "[demand] says how to read what is not there");
                context.fault(at_table(fault, &section).help("write an [expectation.NAME], or take [demand] out"));
            }
            return None;
        }
        stated.check(&section, context);
        Some(stated)
    }

    fn is_empty(&self) -> bool {
        self.expectations.is_empty() && self.is_only_expected()
    }

    fn is_only_expected(&self) -> bool {
        self.reading.willingness_to_pay.is_empty() && self.past_sales.is_empty() && self.part_worths.is_empty()
    }

    /// What is written beside what calls for it.
    fn check(&self, section: &Section<'_>, context: &mut Context) {
        let without = |keys: &[&str], missing: bool, what: &str, context: &mut Context| {
            if missing {
                section.useless(context, keys, &section.chosen(keys[0], format!("without {what}")), "");
            }
        };
        let answers = section.chosen("willingness_to_pay", "for what people say they would pay");
        if self.reading.willingness_to_pay.is_empty() {
            without(&["overstatement"], true, "`willingness_to_pay`", context);
        } else if !section.has("overstatement") {
            let why = format!(
                " {}: what they say over what they pay, 1.21 over many studies (Schmidt & Bijmolt 2020); 1 if asked with \
                 real money",
                answers.because
            );
            section.missing_beside(context, "overstatement", &why, answers.span);
        }
        without(&["range_holds", "agreement"], self.expectations.is_empty(), "an [expectation.NAME]", context);
        without(&["profile", "scale"], self.part_worths.is_empty(), "a [part_worth.NAME]", context);
    }

    /// Fits the curve `exp(level - slope x)` of the odds (x the price) or of the share (x its logarithm).
    fn fit(&self, form: &Form, reach: Option<f64>, place: Span, context: &mut Context) -> Option<Curve> {
        let refused = |context: &mut Context, title: &str, help: &str| {
            context.fault(Fault::new(Code::StatedDemand, title).at(place, "stated here").help(help.to_owned()));
            None
        };
        let of_people = !self.reading.willingness_to_pay.is_empty() || !self.part_worths.is_empty();
        if of_people && *form == Form::Elasticity {
            return refused(
                context,
                "answers and part-worths are fitted to choice = \"logit\" only",
                "write choice = \"logit\" in [market]",
            );
        }
        let mut evidence: Vec<Evidence> = Vec::new();
        if !self.expectations.is_empty() {
            let reach = match (reach, self.expectations.iter().any(|stated| stated.buyers.is_some())) {
                (None, true) => {
                    return refused(
                        context,
                        "`buyers` are out of a reach that is uncertain",
                        "write `share` in place of `buyers`, or `reach` as one number",
                    );
                }
                (reach, _) => reach.unwrap_or(1.0),
            };
            match Expected::of(&self.expectations, &self.reading, reach, form) {
                Ok(expected) if expected.lacks_range(self.is_only_expected()) => {
                    return refused(
                        context,
                        "nothing is said of how sure the expectations are",
                        "write `low` and `high` beside one of them at least",
                    );
                }
                Ok(expected) => evidence.push(Evidence::Expected(expected)),
                Err(name) => {
                    return refused(
                        context,
                        &format!(
                            "expectation `{name}` is beyond what can be: its share and range must lie between 0 and 1"
                        ),
                        "write fewer `buyers` than `reach`, and a range on both sides of what is expected",
                    );
                }
            }
        }
        if !self.reading.willingness_to_pay.is_empty() {
            evidence.push(Evidence::Answers(Answers::of(&self.reading)));
        }
        if !self.part_worths.is_empty() {
            match Worth::of(&self.part_worths, &self.reading) {
                Some(worth) => evidence.push(Evidence::Worth(worth)),
                None => {
                    return refused(
                        context,
                        "part-worths need those of two prices or more, and the `profile` of the phone",
                        "write `price` in two [part_worth.NAME] or more, and [demand] profile = [\"NAME\", ..]",
                    );
                }
            }
        }
        if !self.past_sales.is_empty() {
            match PastSales::of(&self.past_sales) {
                Some(sales) => evidence.push(Evidence::Sales(sales)),
                None => {
                    return refused(
                        context,
                        "past sales need eight periods or more, and prices that moved",
                        "write more lines, or leave past sales out",
                    );
                }
            }
        }
        match fit::fit(form, evidence) {
            Ok(curve) => Some(curve),
            Err(fit::Unknown::Curve) => refused(
                context,
                "what is stated does not say both how many would choose the phone and how that changes with its price",
                "write a second [expectation.NAME] at another price",
            ),
            Err(fit::Unknown::Rising) => refused(
                context,
                "as stated, more people would choose the phone the dearer it is",
                "look at prices and numbers of what is stated; write choice = \"none\" where the price is not the question",
            ),
        }
    }
}

/// Whether anything is stated of demand.
pub(crate) fn is_stated(tree: &Table) -> bool {
    STATEMENTS.iter().any(|root| tree.get(root).is_some())
}

/// Where something is stated of demand.
pub(crate) fn place(tree: &Table) -> Option<Span> {
    let of = |root: &&str| match &tree.get(root)?.value {
        Value::Table(things) => things.entries().first().map(|first| first.key_span),
        _ => None,
    };
    STATEMENTS.iter().find_map(of)
}

/// Roots of the tables in which demand is stated.
const STATEMENTS: [&str; 4] = ["expectation", "demand", "past_sale", "part_worth"];

/// What the market's rule makes of it: the level at a price, and how it falls with the price, independent of each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StatedCurve {
    /// `quality`, or the share at the price.
    pub level: Number,
    /// `price_sensitivity`, or `elasticity`.
    pub slope: Number,
    /// The price.
    pub at: f64,
}

/// The curve that is stated, with its inputs; `None` when nothing is stated or it cannot be fitted (with its fault).
/// `slope` is what is written of the slope itself: it holds in place of the fitted one.
pub(crate) fn curve(
    market: &Section<'_>,
    tree: &Table,
    context: &mut Context,
    slope: Option<Number>,
    logit: bool,
) -> Option<StatedCurve> {
    // What is wrong with it is told where it is read for good.
    let mut scratch = context.clone();
    let before = scratch.faults.len();
    let stated = Stated::read(market, tree, &mut scratch)?;
    let place = place(tree)?;
    let rivals = if logit { on_sale_with_us(market, tree, &mut scratch) } else { Vec::new() };
    let reach = market.number(&mut scratch, "reach");
    if scratch.faults.len() > before {
        return None;
    }
    let form = if logit { Form::Logit(rivals) } else { Form::Elasticity };
    let reach = reach.input.is_none().then_some(reach.value);
    let curve = stated.fit(&form, reach, place, context)?;
    let mut uncertain = |key: &str, law: Distribution| {
        let declared = market.key(key);
        let address = market.address(key, None).to_string();
        let value = law.median();
        let input = Input { key: address, unit: declared.unit, distribution: law, believed: None, drawn: None };
        Number { value, input: Some(context.inputs.add(input, place)) }
    };
    let (level, fall) = if logit { ("quality", "price_sensitivity") } else { ("reference_share", "elasticity") };
    Some(StatedCurve {
        level: match curve.level_law() {
            Some(law) => uncertain(level, law),
            None => Number::certain(curve.level()),
        },
        slope: match (slope, curve.slope_law()) {
            (Some(written), _) => written,
            (None, Some(law)) => uncertain(fall, law),
            (None, None) => Number::certain(curve.slope()),
        },
        at: curve.at(),
    })
}

/// Quality and price of the rivals on sale when the phone is announced, as planned.
fn on_sale_with_us(market: &Section<'_>, tree: &Table, scratch: &mut Context) -> Vec<(f64, f64)> {
    let opening = market.date(scratch, "announced").or(scratch.timeline.map(|(start, _)| start));
    let Some(opening) = opening else { return Vec::new() };
    competition::rivals(tree, scratch)
        .iter()
        .filter(|rival| rival.from.is_none_or(|from| from <= opening) && rival.to.is_none_or(|to| opening <= to))
        .filter_map(|rival| {
            let price = rival.price.iter().rev().find(|(day, _)| *day <= opening).or_else(|| rival.price.first())?;
            Some((rival.quality.value, price.1.value))
        })
        .collect()
}
