//! Going through every number of a scenario.

use super::types::{
    BuildPolicy, Choice, Component, Demand, Effect, Factory, Market, Number, OrderPolicy, Path, Product, Quota,
    Scenario, Window, WindowKind,
};

impl Scenario {
    /// The scenario of one launch: every uncertain number takes the value drawn for its input.
    ///
    /// # Panics
    /// When there are fewer draws than inputs.
    #[must_use]
    pub fn with_inputs_fixed(&self, draws: &[f64]) -> Self {
        let mut fixed = self.clone();
        numbers_mut(&mut fixed, &mut |number| {
            if let Some(input) = number.input {
                *number = Number::certain(draws[input]);
            }
        });
        fixed.inputs.clear();
        fixed.correlations.clear();
        fixed
    }
}

type Visitor<'a> = dyn FnMut(&mut Number) + 'a;

/// Calls `visit` on every number of the scenario, in the order of its fields.
pub fn numbers_mut(scenario: &mut Scenario, visit: &mut Visitor<'_>) {
    let company = &mut scenario.company;
    for number in [
        &mut company.opening_cash,
        &mut company.credit_line,
        &mut company.interest_rate,
        &mut company.penalty_rate,
        &mut company.vat,
        &mut company.holding_rate,
        &mut company.tax_rate,
        &mut company.tax_payment_delay,
        &mut company.discount_rate,
    ] {
        visit(number);
    }
    company.margin_cap.iter_mut().for_each(&mut *visit);
    path(&mut company.running_cost, visit);
    scenario.fundings.iter_mut().for_each(|funding| visit(&mut funding.amount));
    scenario.expenses.iter_mut().for_each(|expense| visit(&mut expense.amount));
    for loan in &mut scenario.loans {
        for number in [&mut loan.amount, &mut loan.rate, &mut loan.term] {
            visit(number);
        }
    }
    for service in &mut scenario.services {
        for number in [
            &mut service.revenue_per_owner_per_month,
            &mut service.revenue_per_phone,
            &mut service.cost_share,
            &mut service.owner_share,
        ] {
            visit(number);
        }
    }
    scenario.products.iter_mut().for_each(|item| product(item, visit));
    for supplier in &mut scenario.suppliers {
        visit(&mut supplier.deposit);
        visit(&mut supplier.payment_terms);
        supplier.weekly_capacity.iter_mut().for_each(&mut *visit);
    }
    scenario.components.iter_mut().for_each(|item| component(item, visit));
    path(&mut scenario.build_plan, visit);
    path(&mut scenario.forecast.daily_orders, visit);
    scenario.factories.iter_mut().for_each(|item| factory(item, visit));
    scenario.market.iter_mut().for_each(|item| market(item, visit));
    for rival in &mut scenario.rivals {
        visit(&mut rival.quality);
        path(&mut rival.price, visit);
    }
    for pulse in &mut scenario.pulses {
        visit(&mut pulse.strength);
        visit(&mut pulse.half_life);
    }
    scenario.windows.iter_mut().for_each(|item| window(item, visit));
    for stream in &mut scenario.order_streams {
        if let Demand::Path(points) = &mut stream.demand {
            path(points, visit);
        }
        visit(&mut stream.net_price);
        visit(&mut stream.payment_terms);
        stream.allotment.iter_mut().for_each(&mut *visit);
    }
    for disruption in &mut scenario.disruptions {
        match &mut disruption.effect {
            Effect::Halt { .. } => {}
            Effect::Slow { remaining } => visit(remaining),
            Effect::Spoil { defect_rate } => visit(defect_rate),
        }
        visit(&mut disruption.length);
    }
}

fn path(points: &mut Path, visit: &mut Visitor<'_>) {
    points.iter_mut().for_each(|(_, number)| visit(number));
}

fn product(product: &mut Product, visit: &mut Visitor<'_>) {
    if let BuildPolicy::ToStock { target, cover } = &mut product.build {
        visit(target);
        visit(cover);
    }
    for number in [
        &mut product.price,
        &mut product.assembly_fee,
        &mut product.licence_fee,
        &mut product.logistics_cost,
        &mut product.warranty_cost,
        &mut product.warranty_period,
        &mut product.payment_fee,
        &mut product.holding_cost_per_day,
        &mut product.backorder_cost_per_day,
        &mut product.salvage,
    ] {
        visit(number);
    }
}

fn component(component: &mut Component, visit: &mut Visitor<'_>) {
    for number in [
        &mut component.unit_cost,
        &mut component.lead_time,
        &mut component.lead_time_cv,
        &mut component.defect_rate,
        &mut component.learning_rate,
        &mut component.learning_from,
        &mut component.learning_floor,
        &mut component.erosion_per_quarter,
        &mut component.salvage,
        &mut component.cancellation_fee,
        &mut component.holding_cost_per_day,
    ] {
        visit(number);
    }
    component.fair_price.iter_mut().for_each(&mut *visit);
    component.volume_factors.iter_mut().for_each(|(_, factor)| visit(factor));
    let ordering = &mut component.ordering;
    visit(&mut ordering.review);
    visit(&mut ordering.safety_time);
    match &mut ordering.policy {
        OrderPolicy::None => {}
        OrderPolicy::OrderUpTo { level } => level.iter_mut().for_each(visit),
        OrderPolicy::MinMax { reorder, up_to: other } | OrderPolicy::ReorderPoint { reorder, quantity: other } => {
            visit(reorder);
            visit(other);
        }
    }
}

fn factory(factory: &mut Factory, visit: &mut Visitor<'_>) {
    path(&mut factory.ramp, visit);
    path(&mut factory.utilisation, visit);
    visit(&mut factory.yield_share);
    visit(&mut factory.yield_sd);
    visit(&mut factory.throughput_time);
}

fn market(market: &mut Market, visit: &mut Visitor<'_>) {
    match &mut market.choice {
        Choice::None => {}
        Choice::Logit { quality, sensitivity } => {
            visit(quality);
            visit(sensitivity);
        }
        Choice::Elasticity { elasticity } => visit(elasticity),
    }
    market.reference_price.iter_mut().for_each(&mut *visit);
    for number in [
        &mut market.reach,
        &mut market.innovation,
        &mut market.imitation,
        &mut market.waiting_weight,
        &mut market.noise,
        &mut market.noise_correlation,
        &mut market.forgetting,
        &mut market.return_share,
        &mut market.stay,
        &mut market.cancellation,
        &mut market.cancellation_delay,
        &mut market.promise,
        &mut market.planned_conversion,
    ] {
        visit(number);
    }
    if let Some(fans) = &mut market.fans {
        for number in
            [&mut fans.start, &mut fans.growth, &mut fans.ceiling, &mut fans.weight, &mut fans.announcement_share]
        {
            visit(number);
        }
    }
}

fn window(window: &mut Window, visit: &mut Visitor<'_>) {
    match &mut window.kind {
        WindowKind::Open | WindowKind::InStock => {}
        WindowKind::Reservation { limit, pay, pay_decay, invite_every, invite_ahead, .. } => {
            limit.iter_mut().for_each(&mut *visit);
            for number in [pay, pay_decay, invite_every, invite_ahead] {
                visit(number);
            }
        }
        WindowKind::Round { quota, delivery_within } => {
            if let Quota::Units(units) = quota {
                visit(units);
            }
            delivery_within.iter_mut().for_each(&mut *visit);
        }
    }
    for number in [
        &mut window.opening_hour,
        &mut window.rush,
        &mut window.attendance,
        &mut window.throughput_cv,
    ] {
        visit(number);
    }
    for number in [&mut window.hours, &mut window.every, &mut window.throughput] {
        number.iter_mut().for_each(&mut *visit);
    }
}
