//! Order streams of the plan: certain series, paths that differ between launches, and laws of the day.

use crate::language::quantity::{Number, Path};
use crate::random::luck::Source;
use crate::random::sampler::Sampler;
use crate::rooms::calendar::plan::MOST_UNITS;
use crate::rooms::calendar::plan::compiler::{Compiler, interpolate};
use crate::rooms::calendar::plan::curve::{Curve, Shape};
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::store::keys::{DailyLaw, Demand, Followed, OrderStream, PriceResponse, RetailStock, StreamPrice};
use crate::scenario::Scenario;

/// Faulty deliveries.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderErrorPlan {
    /// Share of shipments before any rehearsal.
    pub rate: Param,
    /// Share of them refunded.
    pub refund: Param,
    /// Rehearsals.
    pub rehearsals: Param,
    /// Share of the errors one rehearsal finds.
    pub rehearsal_effect: Param,
    /// Draws of the errors, and of those refunded.
    pub sources: (Source, Source),
}

/// What an order stream pays per phone.
#[derive(Clone, Debug, PartialEq)]
pub enum StreamPricePlan {
    /// The same always, net of VAT.
    Net(Param),
    /// The shelf price net of VAT, less this share of it.
    Margin(Param),
}

/// Demand that does not come from the market.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamPlan {
    /// Name of the table.
    pub name: String,
    /// Orders of each day.
    pub orders: OrdersPlan,
    /// What it pays per phone.
    pub price: StreamPricePlan,
    /// Days from shipment to payment.
    pub terms: usize,
    /// Share of each day's finished phones it may take first.
    pub allotment: Option<Param>,
    /// Whether its owners spread the word.
    pub talks: bool,
    /// The stock it holds, where it holds one.
    pub retail: Option<RetailPlan>,
}

/// The stock of a retailer.
#[derive(Clone, Debug, PartialEq)]
pub struct RetailPlan {
    /// Days of demand up to which it orders.
    pub days: usize,
    /// Days on which it first orders, and on which its first customers may come.
    pub first: (usize, usize),
    /// Share of a fall of its price that it is credited.
    pub protection: Param,
    /// Days on which its price may fall while it is protected.
    pub cuts: Vec<usize>,
    /// Share of what it holds at the end that comes back.
    pub returnable: Param,
}

/// Orders of each day.
#[derive(Clone, Debug, PartialEq)]
pub enum OrdersPlan {
    /// Certain whole numbers.
    Series(Vec<i32>),
    /// Rates that differ between launches or follow a price, cumulated and floored by the engine.
    Rate(Curve, Box<FollowedPlan>),
    /// Drawn anew each day.
    Law(Box<LawPlan>),
}

/// Orders drawn anew each day.
#[derive(Clone, Debug, PartialEq)]
pub struct LawPlan {
    /// What is drawn.
    pub sampler: Sampler,
    /// One word a day.
    pub source: Source,
    /// First and last day.
    pub span: (i32, i32),
    /// Factor of each day's draw.
    pub factor: Curve,
    /// How the price moves it.
    pub followed: FollowedPlan,
}

/// A price that moves orders.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowedPlan {
    /// How it does.
    pub response: ResponsePlan,
    /// The price.
    pub price: Curve,
    /// Days on which it may change, day 0 among them.
    pub changes: Vec<usize>,
}

/// How a price moves the orders of a day.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponsePlan {
    /// Not at all.
    None,
    /// Orders lost for each unit of price above the reference price: slope and reference.
    Linear(Param, Param),
    /// By a constant elasticity: elasticity and reference.
    Elastic(Param, Param),
}

impl Compiler<'_> {
    /// Shipments that go wrong.
    pub fn order_errors(&mut self) -> OrderErrorPlan {
        let product = &self.scenario.products[0];
        OrderErrorPlan {
            rate: product.order_error_rate.into(),
            refund: product.order_error_refund.into(),
            rehearsals: product.rehearsals.into(),
            rehearsal_effect: product.rehearsal_effect.into(),
            sources: (
                self.daily_source("order_error", &product.name),
                self.daily_source("order_refund", &product.name),
            ),
        }
    }

    pub fn streams(&mut self) -> Vec<StreamPlan> {
        let streams = &self.scenario.order_streams;
        streams.iter().map(|stream| self.stream(stream)).collect()
    }

    fn stream(&mut self, stream: &OrderStream) -> StreamPlan {
        let orders = match &stream.demand {
            Demand::Series { from, orders } => {
                let mut series = vec![0; self.days];
                let first = self.day(*from);
                for (offset, &number) in orders.iter().enumerate() {
                    if let Some(slot) = series.get_mut((first + offset as i32) as usize) {
                        *slot = number;
                    }
                }
                OrdersPlan::Series(series)
            }
            Demand::Path(path, followed)
                if followed.response == PriceResponse::None && path.iter().all(|(_, value)| value.input.is_none()) =>
            {
                OrdersPlan::Series(self.whole_orders(path))
            }
            Demand::Path(path, followed) => {
                OrdersPlan::Rate(self.curve(path, Shape::LinearElseZero), Box::new(self.followed(followed, stream)))
            }
            Demand::Law(law) => OrdersPlan::Law(Box::new(self.law(law, stream))),
        };
        let retail = stream.retail.as_ref().and_then(|stock| self.retail(stock, stream, &orders));
        StreamPlan {
            name: stream.name.clone(),
            retail,
            orders,
            price: match stream.price {
                StreamPrice::Net(price) => StreamPricePlan::Net(price.into()),
                StreamPrice::Margin(share) => StreamPricePlan::Margin(share.into()),
            },
            terms: self.whole_days(stream.payment_terms).max(0) as usize,
            allotment: stream.allotment.map(Param::from),
            talks: stream.talks,
        }
    }

    /// The whole orders of each day along a certain path.
    fn whole_orders(&mut self, path: &Path) -> Vec<i32> {
        let points = self.fixed_path(path);
        let mut cumulative = 0.0_f64;
        let whole = (0..self.days as i32).map(|day| {
            let whole = |orders: f64| (orders + 1e-9).floor();
            let before = whole(cumulative);
            cumulative += interpolate(&points, day, 0.0, 0.0);
            (whole(cumulative) - before) as i32
        });
        whole.collect()
    }

    fn followed(&self, followed: &Followed, stream: &OrderStream) -> FollowedPlan {
        let shelf_price = &self.scenario.products[0].price;
        let (price, price_changes) = if followed.shelf {
            let mut changes: Vec<usize> = vec![0];
            changes.extend(self.price_changes());
            (self.curve(shelf_price, Shape::Step), changes)
        } else {
            (self.curve(&vec![(self.scenario.timeline.start, own_price(stream))], Shape::Step), vec![0])
        };
        FollowedPlan {
            response: match followed.response {
                PriceResponse::None => ResponsePlan::None,
                PriceResponse::Linear { slope, reference } => ResponsePlan::Linear(slope.into(), reference.into()),
                PriceResponse::Elastic { elasticity, reference } => {
                    ResponsePlan::Elastic(elasticity.into(), reference.into())
                }
            },
            price,
            changes: price_changes,
        }
    }

    /// Days after the first on which the shelf price may change.
    fn price_changes(&self) -> impl Iterator<Item = usize> {
        let dates = self.scenario.products[0].price.iter().map(|&(date, _)| self.day(date));
        dates.filter(|day| (1..self.days as i32).contains(day)).map(|day| day as usize)
    }

    fn retail(&mut self, stock: &RetailStock, stream: &OrderStream, orders: &OrdersPlan) -> Option<RetailPlan> {
        let days = self.whole_days(stock.days).max(0) as usize;
        if days == 0 {
            return None;
        }
        let first = match (orders, &stream.demand) {
            (OrdersPlan::Series(series), _) => series.iter().position(|&orders| orders > 0).unwrap_or(series.len()),
            (OrdersPlan::Law(law), _) => (law.span.0.max(0) as usize).min(self.days),
            (OrdersPlan::Rate(..), Demand::Path(path, _)) => {
                let points: Vec<(i32, f64)> = path.iter().map(|&(date, rate)| (self.day(date), rate.value)).collect();
                let mut days = 0..self.days as i32;
                days.find(|&day| interpolate(&points, day, 0.0, 0.0) > 0.0).map_or(self.days, |day| day as usize)
            }
            (OrdersPlan::Rate(..), _) => self.days,
        };
        let opens = if first < self.days { first.saturating_sub(days) } else { self.days };
        let protection = Param::from(stock.protection);
        let cuts = if protection.is_zero() { Vec::new() } else { self.price_changes().collect() };
        Some(RetailPlan { days, first: (opens, first), protection, cuts, returnable: stock.returnable.into() })
    }

    fn law(&mut self, law: &DailyLaw, stream: &OrderStream) -> LawPlan {
        LawPlan {
            sampler: Sampler::new(&law.law),
            source: self.source("daily_orders", &stream.name),
            span: (self.day_or(law.from, 0), self.day_or(law.to, self.last_day())),
            factor: self.curve(&law.factor, Shape::Linear),
            followed: self.followed(&law.followed, stream),
        }
    }
}

impl StreamPlan {
    /// The first day on which it may order.
    #[must_use]
    pub fn first_orders(&self) -> usize {
        if let Some(retail) = &self.retail {
            return retail.first.0;
        }
        match &self.orders {
            OrdersPlan::Series(series) => series.iter().position(|&orders| orders > 0).unwrap_or(series.len()),
            OrdersPlan::Rate(..) => 0,
            OrdersPlan::Law(law) => law.span.0.max(0) as usize,
        }
    }

    /// Orders in one launch that are never passed; infinite where there is no such number.
    pub(crate) fn most_orders(&self, stream: &OrderStream, scenario: &Scenario, days: usize) -> f64 {
        let support = |number: Number| match number.input {
            None => (number.value, number.value),
            Some(input) => scenario.inputs[input].distribution.reach(),
        };
        let highest = |number: Number| support(number).1.min(MOST_UNITS * 10.0);
        let of_path = |path: &Path| path.iter().map(|&(_, value)| highest(value)).fold(0.0, f64::max);
        // What the price makes of a day's orders at most: times this, plus that.
        let moved = |followed: &Followed| {
            let shelf = scenario.products[0].price.iter().map(|&(_, price)| support(price).0);
            let lowest =
                if followed.shelf { shelf.fold(f64::INFINITY, f64::min) } else { support(own_price(stream)).0 };
            match followed.response {
                PriceResponse::None => (1.0, 0.0),
                PriceResponse::Linear { slope, reference } => {
                    (1.0, (highest(slope) * (highest(reference) - lowest)).max(0.0))
                }
                PriceResponse::Elastic { elasticity, reference } => {
                    let ratio = lowest / highest(reference);
                    let (least, most) = support(elasticity);
                    (libm::pow(ratio, if ratio < 1.0 { -most } else { -least }), 0.0)
                }
            }
        };
        // In all, and on one day.
        let (all, of_a_day) = match (&self.orders, &stream.demand) {
            (OrdersPlan::Series(series), _) => {
                let day = series.iter().copied().max().unwrap_or(0);
                (series.iter().map(|&orders| f64::from(orders)).sum(), f64::from(day))
            }
            (OrdersPlan::Law(plan), Demand::Law(law)) => {
                let (scale, more) = moved(&law.followed);
                let open = (plan.span.1.min(days as i32 - 1) - plan.span.0.max(0) + 1).max(0);
                let of_a_day = plan.sampler.largest().max(0.0) * of_path(&law.factor) * scale + more;
                ((of_a_day + 1.0) * f64::from(open), of_a_day + 1.0)
            }
            (_, Demand::Path(path, followed)) => {
                let (scale, more) = moved(followed);
                let of_a_day = of_path(path) * scale + more;
                (of_a_day * days as f64, of_a_day)
            }
            _ => (0.0, 0.0),
        };
        // A retailer orders no more than its customers take and its stock at its highest.
        self.retail.as_ref().map_or(all, |retail| all + (of_a_day + 1.0) * retail.days as f64)
    }
}

/// The price of a stream that moves its own orders; one with a margin looks at the shelf price, and no law at this.
fn own_price(stream: &OrderStream) -> Number {
    match stream.price {
        StreamPrice::Net(price) => price,
        StreamPrice::Margin(_) => Number::certain(0.0),
    }
}
