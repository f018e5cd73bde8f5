//! Contracts of the plan: how each supplier comes to sign, and what the launch waits for.

use std::collections::BTreeSet;

use crate::random::luck::Source;
use crate::rooms::calendar::keys::Slip;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::contract::keys::Contract;
use crate::rooms::market::keys::window::WindowKind;
use crate::scenario::Scenario;
use crate::units::{Days, date_of_day};

/// How one supplier comes to sign.
#[derive(Clone, Debug, PartialEq)]
pub enum SignaturePlan {
    /// On this day, in every launch.
    Dated(i32),
    /// Differently in each launch.
    Approached(Box<ApproachPlan>),
}

/// Approaches, negotiation and changes before a signature.
#[derive(Clone, Debug, PartialEq)]
pub struct ApproachPlan {
    /// a0; `None` when it needs no approach.
    pub acceptance: Option<Param>,
    /// a1.
    pub endorsed: Option<Param>,
    /// Chance with a prepayment.
    pub prepaid: Option<Param>,
    /// Suppliers that must have signed for a1 to hold.
    pub endorsers: Vec<usize>,
    /// Days between approaches.
    pub interval: Param,
    /// Days from acceptance to signature.
    pub negotiation: Param,
    /// Changes asked for.
    pub renegotiations: Param,
    /// Days each of them takes.
    pub renegotiation_time: Param,
    /// The draw of the approach that is accepted.
    pub source: Source,
}

/// All contracts.
#[derive(Clone, Debug, PartialEq)]
pub struct ContractsPlan {
    /// One per supplier of the scenario.
    pub suppliers: Vec<SignaturePlan>,
    /// What is paid to a supplier at its signature.
    pub prepayments: Vec<Option<Param>>,
    /// Suppliers in an order in which endorsers come first.
    pub order: Vec<usize>,
    /// Suppliers whose signature differs between launches, with their names.
    pub uncertain: Vec<(usize, String)>,
    /// For everything the launch cannot do without: the suppliers of which one must have signed.
    pub needed: Vec<Vec<usize>>,
    /// Day by which the plan reckons with all of [`ContractsPlan::needed`].
    pub planned_day: i32,
    /// Whether the sale waits for late contracts.
    pub sale_waits: bool,
}

impl ContractsPlan {
    /// Whether the day of a signature differs between launches.
    #[must_use]
    pub fn is_uncertain(&self, supplier: usize) -> bool {
        matches!(self.suppliers[supplier], SignaturePlan::Approached(_))
    }
}

impl Compiler<'_> {
    pub fn contracts(&mut self) -> ContractsPlan {
        let scenario = self.scenario;
        let suppliers: Vec<SignaturePlan> = (0..scenario.suppliers.len()).map(|at| self.signature(at)).collect();
        let uncertain = |at: &usize| matches!(suppliers[*at], SignaturePlan::Approached(_));
        let needed = self.needed_suppliers();
        let reckoned = needed.iter().map(|any| any.iter().map(|&at| self.planned_signature(at)).min().unwrap_or(0));
        let latest = reckoned.max().unwrap_or(0);
        ContractsPlan {
            prepayments: scenario
                .suppliers
                .iter()
                .map(|supplier| supplier.contract.prepayment.map(Param::from))
                .collect(),
            order: self.endorsers_first(),
            uncertain: (0..suppliers.len())
                .filter(uncertain)
                .map(|at| (at, scenario.suppliers[at].name.clone()))
                .collect(),
            needed,
            planned_day: self.day_or(scenario.timeline.planned_signature, latest),
            sale_waits: scenario.timeline.slip == Slip::Wait,
            suppliers,
        }
    }

    fn signature(&mut self, at: usize) -> SignaturePlan {
        let supplier = &self.scenario.suppliers[at];
        let contract = &supplier.contract;
        let times = [contract.negotiation_time, contract.renegotiations, contract.renegotiation_time];
        if contract.acceptance.is_none() && times.iter().all(|number| number.input.is_none()) {
            return SignaturePlan::Dated(self.day_or(supplier.signed, self.planned_signature(at)));
        }
        SignaturePlan::Approached(Box::new(ApproachPlan {
            acceptance: contract.acceptance.map(Param::from),
            endorsed: contract.acceptance_endorsed.map(Param::from),
            prepaid: contract.acceptance_prepaid.map(Param::from),
            endorsers: contract.endorsed_by.clone(),
            interval: contract.approach_every.into(),
            negotiation: contract.negotiation_time.into(),
            renegotiations: contract.renegotiations.into(),
            renegotiation_time: contract.renegotiation_time.into(),
            source: self.source("signature", &supplier.name),
        }))
    }

    /// The day the planner reckons with: its date, or what comes of accepting the first approach, at the medians.
    pub fn planned_signature(&self, at: usize) -> i32 {
        let supplier = &self.scenario.suppliers[at];
        let Contract { acceptance, approach_every, negotiation_time, renegotiations, renegotiation_time, .. } =
            &supplier.contract;
        let whole = |value: f64| Days(value).rounded_half_up();
        let approach = if acceptance.is_some() { whole(approach_every.value) } else { 0 };
        let changes = whole(renegotiations.value) * whole(renegotiation_time.value);
        self.day_or(supplier.signed, approach + whole(negotiation_time.value) + changes)
    }

    /// For each part of the product and for assembly as a whole: the suppliers of which one must have signed.
    fn needed_suppliers(&self) -> Vec<Vec<usize>> {
        let scenario = self.scenario;
        let mut needed: Vec<Vec<usize>> = Vec::new();
        let mut known = BTreeSet::new();
        let parts = scenario.products.iter().flat_map(|product| &product.parts);
        for &(component, _) in parts {
            let component = &scenario.components[component];
            let second = component.second_source.map(|second| second.supplier);
            let sources: Vec<usize> = std::iter::once(component.supplier).chain(second).collect();
            if known.insert(sources.clone()) {
                needed.push(sources);
            }
        }
        let built = || scenario.factories.iter().filter(|factory| factory.built);
        let assemblers: Vec<usize> = built().filter_map(|factory| factory.supplier).collect();
        if !assemblers.is_empty() && assemblers.len() == built().count() {
            needed.push(assemblers);
        }
        needed
    }

    /// Depth first along `endorsed_by`, as deep as a chain may be; the reader has refused rings.
    fn endorsers_first(&self) -> Vec<usize> {
        let suppliers = &self.scenario.suppliers;
        let mut seen = vec![false; suppliers.len()];
        let mut order = Vec::with_capacity(suppliers.len());
        for start in 0..suppliers.len() {
            // Suppliers on the way, each with how many of its endorsers were visited.
            let mut way = if seen[start] { Vec::new() } else { vec![(start, 0)] };
            seen[start] = true;
            while let Some((at, visited)) = way.last_mut() {
                match suppliers[*at].contract.endorsed_by.get(*visited) {
                    Some(&endorser) => {
                        *visited += 1;
                        if !std::mem::replace(&mut seen[endorser], true) {
                            way.push((endorser, 0));
                        }
                    }
                    None => {
                        order.push(*at);
                        way.pop();
                    }
                }
            }
        }
        order
    }
}

/// The scenario of a launch whose sale waits: announcement, windows and pulses move by `days`; whatever was planned and
/// whatever others do keeps its civil date.
pub(crate) fn with_sale_moved(scenario: &Scenario, days: i32) -> Scenario {
    let later = |date: jiff::civil::Date| date_of_day(date, i64::from(days));
    let mut moved = scenario.clone();
    if let Some(market) = &mut moved.market {
        market.announced = Some(later(market.announced.unwrap_or(scenario.timeline.start)));
    }
    for window in &mut moved.windows {
        window.opens = later(window.opens);
        window.closes = window.closes.map(later);
        window.until = window.until.map(later);
        if let WindowKind::Reservation { invite_from, .. } = &mut window.kind {
            *invite_from = invite_from.map(later);
        }
    }
    moved.pulses.iter_mut().for_each(|pulse| pulse.date = later(pulse.date));
    moved
}
