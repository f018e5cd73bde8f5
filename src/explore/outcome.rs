//! What is seen of a state: in words, as figures, in pictures, and against what it is held.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use super::bench::{Bench, Simulated, Simulating};
use super::refusal::Refusal;
use super::state::Change;
use crate::experiment::compare::Runs;
use crate::experiment::compare::figures::Comparison;
use crate::experiment::demand::DemandCurve;
use crate::experiment::figures::Figures;
use crate::outcome::{Metric, MetricId, Unit, unit_text};
use crate::report::chart::compare::choice_of_two;
use crate::report::chart::drawn::Sheet;
use crate::report::chart::paper::{Paper, Size};
use crate::report::chart::{self, Charts, Material};
use crate::report::compare::verdict::verdict;
use crate::report::headline::{Launched, headline};
use crate::report::said::{Figure, Language, Shown, Text, said};

/// Launches at most; more are for `run`.
pub const MOST_LAUNCHES: u32 = 100_000;

/// The picture of a state beside what it is held against.
const CHOICE: &str = "choice";
/// Pictures of a state, in the order they are shown.
const PICTURES: [&str; 6] = ["profit", "cash", "progress", "waiting", "demand", "unit_cost"];

/// Metrics that are told as figures, where the scenario has them.
const TOLD: [MetricId; 11] = [
    MetricId::NetProfit,
    MetricId::NetProfitBridged,
    MetricId::NetProfitWoundUp,
    MetricId::Insolvent,
    MetricId::LowestCash,
    MetricId::Orders,
    MetricId::Shipped,
    MetricId::WaitMean,
    MetricId::Cancelled,
    MetricId::PhonesLeftOver,
    MetricId::FullUnitCost,
];

/// What is asked.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What was moved.
    pub changes: Vec<Change>,
    /// What it is held against; where nothing is pinned, the scenario as it was opened.
    #[serde(default)]
    pub pinned: Vec<Change>,
    /// Launches.
    pub launches: u32,
    /// The names of the pictures that are looked at; all of them where none is named.
    #[serde(default)]
    pub pictures: Vec<String>,
    /// The language of all that is said.
    #[serde(default)]
    pub language: Language,
}

/// What is seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// Launches simulated.
    pub launches: u32,
    /// What was set, as `--set` takes it.
    pub settings: Vec<String>,
    /// What happens, in words; HTML.
    pub says: String,
    /// What it is against what it is held, and whether that can be told from luck; paragraphs of sentences of HTML, none where
    /// it is the same.
    pub against: Vec<Vec<String>>,
    /// Figures.
    pub levels: Vec<Level>,
    /// Pictures.
    pub pictures: Vec<Picture>,
    /// What is probably not meant.
    pub warnings: Vec<String>,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Level {
    /// Its name in files: `net_profit_yuan`.
    pub name: String,
    /// Its title with its unit.
    pub title: String,
    /// Its mean, or the share of launches, as in `summary.json`.
    pub mean: f64,
    /// The same for people, with where nine launches in ten lie.
    pub told: String,
    /// Where nine launches in ten lie, for people; "" of shares.
    pub spread: String,
    /// What it is held against, for people; "" where nothing is.
    pub reference: String,
    /// By how much it differs; `None` where it is held against nothing.
    pub difference: Option<Change95>,
}

/// A mean difference under the same luck with its 95 % interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change95 {
    /// The difference.
    pub mean: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The three for people.
    pub told: String,
    /// Whether the interval leaves out zero, or every launch has the same difference.
    pub sure: bool,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Picture {
    /// Name of the chart.
    pub name: String,
    /// What it finds.
    pub title: String,
    /// What is measured.
    pub measure: String,
    /// What is drawn, for who does not see it.
    pub alt: String,
    /// The drawing.
    pub svg: String,
}

impl Picture {
    /// A chart as it is drawn for a page; `None` where drawing fails, for which no cause is known.
    #[must_use]
    pub fn of(figure: &chart::figure::Figure) -> Option<Self> {
        let drawn = catch_unwind(AssertUnwindSafe(|| Sheet::of(figure))).ok()?.ok()?;
        let Sheet { title, measure, alt, svg, .. } = drawn;
        Some(Self { name: figure.name.to_owned(), title, measure, alt, svg })
    }
}

/// A state on the way to what is seen of it.
#[derive(Debug)]
pub struct Seeing {
    asked: Asked,
    launches: u32,
    reference: Reference,
    now: Simulating,
}

/// What a state is held against.
#[derive(Debug)]
enum Reference {
    /// Nothing: it is the same.
    Same,
    /// Launches on their way.
    Coming(Box<Simulating>),
    /// Launches that are there.
    There(Arc<Simulated>),
}

impl Seeing {
    /// Nothing simulated yet.
    ///
    /// # Errors
    /// [`Refusal`] where the state, or what it is held against, is wrong.
    pub fn begin(bench: &Bench, asked: Asked) -> Result<Self, Refusal> {
        let launches = asked.launches.clamp(1, MOST_LAUNCHES);
        let settings = bench.settings(&asked.changes)?;
        let pinned = bench.settings(&asked.pinned)?;
        let reference = match bench.kept(&pinned, launches) {
            _ if settings == pinned => Reference::Same,
            Some(found) => Reference::There(found),
            None => Reference::Coming(Box::new(bench.afresh(pinned, launches)?)),
        };
        Ok(Self { now: bench.begin(settings, launches)?, asked, launches, reference })
    }

    /// Simulates so many further launches, and says whether all are there.
    ///
    /// # Errors
    /// [`Refusal`] where the state is wrong, or the flag was raised.
    pub fn further(&mut self, bench: &Bench, more: u32, stop: &AtomicBool) -> Result<bool, Refusal> {
        self.reference = match std::mem::replace(&mut self.reference, Reference::Same) {
            Reference::Coming(mut coming) => {
                if !bench.further(&mut coming, more, stop)? {
                    self.reference = Reference::Coming(coming);
                    return Ok(false);
                }
                Reference::There(bench.hold(bench.ended(*coming)))
            }
            other => other,
        };
        bench.further(&mut self.now, more, stop)
    }

    /// What is seen, once all launches are there.
    ///
    /// # Errors
    /// [`Refusal::Stopped`] when the flag was raised.
    pub fn seen(self, bench: &Bench, stop: &AtomicBool) -> Result<Outcome, Refusal> {
        let Self { asked, launches, reference, now } = self;
        let now = bench.ended(now);
        let reference = if let Reference::There(reference) = reference { Some(reference) } else { None };
        let seen = seen(bench, &asked, (reference.as_deref(), &now), launches, stop);
        bench.keep(now);
        seen
    }
}

/// What is seen of a state.
///
/// # Errors
/// [`Refusal`] where the state is wrong, or the flag was raised.
pub fn outcome(bench: &Bench, asked: Asked, stop: &AtomicBool) -> Result<Outcome, Refusal> {
    let launches = asked.launches;
    let mut seeing = Seeing::begin(bench, asked)?;
    while !seeing.further(bench, launches.max(1), stop)? {}
    seeing.seen(bench, stop)
}

fn seen(
    bench: &Bench,
    asked: &Asked,
    (reference, now): (Option<&Simulated>, &Simulated),
    launches: u32,
    stop: &AtomicBool,
) -> Result<Outcome, Refusal> {
    let seed = now.plan.seed;
    let layout = &now.plan.layout;
    let (figures, compared) = bench
        .workers
        .both(|| bench.figures(now), || reference.map(|reference| compared(bench, (reference, now), asked.language)));
    let paper = Paper::of(Size::Page, env!("CARGO_PKG_VERSION"), &[&layout.scenario], Some(seed), &now.settings)
        .calling(&layout.naming)
        .within(asked.language);
    let pictures = pictures(bench, now, (&figures, &paper, &asked.pictures), compared.as_ref(), stop)?;
    let levels = levels(now, &figures, compared.as_ref().map(|(_, comparison)| comparison), &paper);
    let against = compared.map_or_else(Vec::new, |(_, comparison)| {
        let told = |sentence: Text| sentence.named(&layout.naming).html(asked.language);
        verdict(&comparison, None).into_iter().map(|sentences| sentences.into_iter().map(told).collect()).collect()
    });
    let warnings = now.loaded.warnings.iter().map(|warning| warning.title.clone()).collect();
    let says = headline(Launched { layout, figures: &figures }).named(&layout.naming).html(asked.language);
    Ok(Outcome { launches, settings: now.settings.clone(), says, against, levels, pictures, warnings })
}

/// A state held against another.
fn compared(bench: &Bench, (reference, now): (&Simulated, &Simulated), language: Language) -> (Runs, Comparison) {
    let named = |of: &Simulated, name: Text| {
        let mut alternative = of.alternative.clone();
        alternative.name = name.told(language);
        alternative
    };
    let first = if reference.settings.is_empty() {
        said!("\u{201c}as opened\u{201d}")
    } else {
        said!("\u{201c}pinned\u{201d}")
    };
    let alternatives = vec![named(reference, first), named(now, said!("\u{201c}now\u{201d}"))];
    let runs = Runs { seed: now.plan.seed, launches: now.launches, alternatives };
    let comparison = Comparison::of(&runs, &bench.workers);
    (runs, comparison)
}

/// The pictures there is data for.
fn pictures(
    bench: &Bench,
    now: &Simulated,
    (figures, paper, wanted): (&Figures, &Paper, &[String]),
    compared: Option<&(Runs, Comparison)>,
    stop: &AtomicBool,
) -> Result<Vec<Picture>, Refusal> {
    let (layout, workers) = (&now.plan.layout, &bench.workers);
    let column = |id: MetricId| now.alternative.column(id).unwrap_or(&[]);
    let looked_at = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    let demand = if looked_at("demand") { DemandCurve::of(&now.loaded.scenario, &now.plan) } else { None };
    let material = Material {
        paper,
        layout,
        daily: &now.daily,
        bands: &now.bands,
        figures,
        profit: column(MetricId::NetProfit),
        insolvency_day: column(MetricId::InsolvencyDay),
        credit_line: None,
        price: now.alternative.price,
        vat: now.alternative.vat,
        demand: demand.as_ref(),
        bookings: None,
    };
    if stop.load(std::sync::atomic::Ordering::Relaxed) {
        return Err(Refusal::Stopped);
    }
    let two = compared.filter(|_| looked_at(CHOICE));
    let names: Vec<&str> = PICTURES.into_iter().filter(|name| looked_at(name)).collect();
    let (mut charts, others) = workers.both(
        || two.map_or_else(Charts::default, |(runs, comparison)| choice_of_two(paper, runs, comparison)),
        || chart::some(&material, &names, workers),
    );
    charts.figures.extend(others.figures);
    Ok(workers.each(&charts.figures, Picture::of).into_iter().flatten().collect())
}

/// The figures, each against what it is held.
fn levels(now: &Simulated, figures: &Figures, comparison: Option<&Comparison>, paper: &Paper) -> Vec<Level> {
    let layout = &now.plan.layout;
    let short = figures.metric(MetricId::Insolvent).is_some_and(|short| short.summary.mean > 0.0);
    let wanted = |metric: &Metric| match metric.id {
        MetricId::NetProfit => !short,
        MetricId::NetProfitBridged | MetricId::NetProfitWoundUp => short,
        MetricId::Own => true,
        id => TOLD.contains(&id),
    };
    let mut levels: Vec<(usize, Level)> = Vec::new();
    for summary in figures.metrics.iter().filter(|summary| wanted(&summary.metric) && summary.summary.count > 0) {
        let metric = &summary.metric;
        let share = matches!(metric.unit, Unit::YesNo | Unit::Share);
        let shown = if share { Shown::PerCent } else { Shown::Rounded };
        let tell = |value: f64| Figure::new("", value, shown.clone()).told(paper.language);
        let of = comparison.and_then(|comparison| comparison.metrics.iter().find(|of| of.metric.name == metric.name));
        let reference =
            of.and_then(|of| of.sides.first()?.as_ref()).map_or_else(String::new, |side| tell(side.summary.mean));
        let difference = of.and_then(|of| of.differences.first()?.as_ref()).map(|difference| {
            let (mean, low, high) = (difference.paired.summary.mean, difference.low, difference.high);
            let points = |value: f64| Figure::new("", 100.0 * value, Shown::Decimals(1)).told(paper.language);
            let told = match (share, low < high) {
                (true, true) => said!(
                    "{mean} points ({low} to {high})",
                    mean = points(mean),
                    low = points(low),
                    high = points(high)
                ),
                (true, false) => said!("{mean} points", mean = points(mean)),
                (false, true) => {
                    said!("{mean} ({low} to {high})", mean = tell(mean), low = tell(low), high = tell(high))
                }
                (false, false) => Text::name(tell(mean)),
            };
            let sure = low > 0.0 || high < 0.0 || (low == high && mean != 0.0);
            Change95 { mean, low, high, told: paper.told(told), sure }
        });
        let spread = if share || summary.summary.min == summary.summary.max {
            String::new()
        } else {
            paper.told(said!("{low} to {high}", low = tell(summary.summary.p5), high = tell(summary.summary.p95)))
        };
        let title = crate::report::title(&metric.title);
        let unit = if share { String::new() } else { unit_text(metric.unit, &layout.currency) };
        let title =
            if unit.is_empty() { title } else { said!("{title}, {unit}", title = title, unit = Text::term(unit)) };
        let told = tell(summary.summary.mean);
        let place = TOLD.iter().position(|id| *id == metric.id).unwrap_or(TOLD.len());
        let mean = summary.summary.mean;
        let level =
            Level { name: metric.name.clone(), title: paper.told(title), mean, told, spread, reference, difference };
        levels.push((place, level));
    }
    levels.sort_by_key(|(place, _)| *place);
    levels.into_iter().map(|(_, level)| level).collect()
}
