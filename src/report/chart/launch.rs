//! The charts of an explained launch.

use super::orders::orders;
use super::paper::Paper;
use super::timeline::{subtitle, timeline};
use super::{Charts, Material, cash};
use crate::experiment::Workers;
use crate::experiment::explain::Explained;
use crate::experiment::explain::story::Story;
use crate::experiment::figures::{ColumnSource, Figures, days};
use crate::outcome::{Inflow, Layout};

/// The timeline, the orders and the cash of a launch.
#[must_use]
pub fn draw(paper: &Paper, explained: &Explained, workers: &Workers) -> Charts {
    let story = &explained.story;
    let mut charts = Charts { figures: Vec::new(), warnings: super::unwritten(&story.layout).into_iter().collect() };
    charts.add("timeline", || Some(timeline(paper, explained)));
    charts.add("orders", || orders(paper, story, subtitle(story)));
    charts.add("cash", || cash_of(paper, story, workers));
    charts
}

/// The metrics of one launch as columns.
struct One<'a>(&'a [f64]);

impl ColumnSource for One<'_> {
    type Fault = std::convert::Infallible;

    fn metric(&self, metric: usize) -> Result<Vec<f64>, Self::Fault> {
        Ok(vec![self.0[metric]])
    }
}

/// The cash of one launch, with the money that came in.
fn cash_of(paper: &Paper, story: &Story, workers: &Workers) -> Option<super::Figure> {
    let record = &story.record;
    let inflow = |funding: &crate::company::record::Funding| {
        let planned = story.layout.inflows.iter().find(|inflow| inflow.name.rsplit('.').next() == Some(&funding.name));
        let name = planned.map_or_else(|| funding.name.clone(), |inflow| inflow.name.clone());
        Inflow { name, day: funding.day, amount: funding.amount }
    };
    let layout = Layout {
        inflows: record.fundings.iter().map(inflow).collect(),
        opening_cash: story.opening_cash(),
        ..story.layout.clone()
    };
    let Ok(figures) = Figures::of(&layout, &One(&story.metrics), story.seed, 1, workers);
    let material = Material {
        paper,
        layout: &layout,
        daily: &record.daily,
        bands: &days::bands(&record.daily, workers),
        figures: &figures,
        profit: &[],
        insolvency_day: &[],
        credit_line: Some(record.credit_line),
        price: None,
        vat: None,
        demand: None,
        bookings: None,
    };
    cash::cash(&material)
}
