//! What deliveries cost that are paid in another currency.

use crate::lanes::Real;
use crate::rooms::currency::day::Exchange;
use crate::rooms::supply::day::under_way::Arrival;
use crate::rooms::supply::day::{Class, Delivery};
use crate::rooms::supply::plan::TermsPlan;

/// Of the deliveries of a day on the same terms in another currency, what is beside [`Delivery`].
#[derive(Clone, Copy, Default)]
pub struct Abroad<const L: usize> {
    /// Units of the currency that are paid at the rate of the day of payment, less deposits.
    pub owed: Real<L>,
    /// What the deposits of orders without a good unit have lost in home money since they were paid.
    pub lost: Real<L>,
}

/// When a delivery comes, and what a unit of its currency costs.
pub(super) struct Arrived<'a, const L: usize> {
    pub exchange: &'a Exchange<L>,
    pub day: usize,
    pub terms: TermsPlan,
}

impl<const L: usize> Class<L> {
    /// Takes what one launch receives of an order in another currency into a delivery; gives its value in home money.
    ///
    /// Of an order's value in foreign money (E78) the deposit D counts at the rate of the day of the order, and what is paid
    /// of the rest, value - D, at that of the day of receipt, as it is owed (IAS 21, paragraph 22, and IFRIC 22).
    pub(super) fn receive_abroad(
        &mut self,
        arrival: &Arrival,
        arrived: &Arrived<L>,
        (delivery, abroad): (&mut Delivery<L>, &mut Abroad<L>),
    ) -> f64 {
        let (exchange, currency, lane) = (arrived.exchange, arrived.terms.currency, arrival.lane());
        let then = exchange.owed_in_lane(currency, (arrival.day(), arrival.day()), lane);
        let now = exchange.owed_in_lane(currency, (arrived.day, arrived.day + arrived.terms.days), lane);
        let deposit = self.deposit_of(arrival);
        let gained = deposit * (then - now);
        let value = f64::from(self.inspection.paid_for(arrival.found)) * arrival.unit_cost;
        // Freight is asked in home money.
        let mut worth =
            self.inspection.receive(arrival.found, arrival.unit_cost * now, lane) + self.freight_of(arrival);
        // Where nothing of an order is good no part can bear what its deposit has lost.
        if arrival.found.good > 0 {
            worth += gained;
        } else {
            abroad.lost.0[lane] += gained;
        }
        let unhedged = currency.map_or(0.0, |at| exchange.unhedged(at).0[lane]);
        abroad.owed.0[lane] += (value - deposit) * unhedged;
        delivery.value.0[lane] += worth;
        delivery.deposit.0[lane] += deposit * then;
        worth
    }
}
