//! The identities of model.md section 8, checked on any day of any launch.

use crate::company::Observer;
use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::lanes::{Count, Mask, Real};
use crate::rooms::books::day::Account;

/// Checks every identity every day, and keeps the first that fails.
#[derive(Default)]
pub struct Identities {
    /// The first identity that did not hold: what, and on which day.
    pub broken: Option<String>,
    /// Cash of each lane on the morning of day 0.
    opening_cash: Vec<f64>,
}

/// Rounding allowed in the balance sheet, as a share of turnover.
const BALANCE_TOLERANCE: f64 = 1e-9;

impl Identities {
    fn hold<const L: usize>(&mut self, what: &str, day: usize, held: Mask<L>) {
        if self.broken.is_none()
            && let Some(lane) = held.0.iter().position(|&held| !held)
        {
            self.broken = Some(format!("{what} does not hold on day {day} in lane {lane}"));
        }
    }

    fn money<const L: usize>(&mut self, company: &Company<L>, day: usize) {
        let (imbalance, turnover) = company.books.ledger.imbalance();
        let held = imbalance.zip(turnover, |gap, turnover| gap.abs() <= BALANCE_TOLERANCE * turnover.max(1.0));
        self.hold("assets = liabilities + equity", day, held);
        let Some(flows) = company.books.ledger.flows() else { return };
        let mut gap = flows.iter().fold(company.books.cash(), |cash, &flow| cash - flow);
        gap.0.iter_mut().zip(&self.opening_cash).for_each(|(gap, opening)| *gap -= opening);
        let held = gap.zip(turnover, |gap, turnover| gap.abs() <= BALANCE_TOLERANCE * turnover.max(1.0));
        self.hold("change in cash = sum of flows", day, held);
    }
}

impl Identities {
    /// What stands in the books is what lies in the stores and what customers are owed.
    fn stocks_in_the_books<const L: usize>(&mut self, plan: &Plan, company: &Company<L>, day: usize) {
        let (books, supply, store) = (&company.books, &company.supply, &company.store);
        let (_, turnover) = books.ledger.imbalance();
        let near = |gap: Real<L>| gap.zip(turnover, |gap, turnover| gap.abs() <= BALANCE_TOLERANCE * turnover.max(1.0));
        let mut parts = Real::ZERO;
        for (at, class) in supply.classes.iter().enumerate() {
            parts += supply.stock(&plan.supply, at, company.assembly.started).real() * class.average_cost;
        }
        // Whoever is wound up has sold all stock, and may owe for what nobody waits for any more.
        let gone = books.wound_up;
        let held = gone | near(books.balance(Account::Parts) - parts);
        self.hold("parts in the books = stock at moving average", day, held);
        let settled = near(books.unpaid_debts()) | books.cash().le(Real::splat(0.005));
        let due = gone | near(books.balance(Account::Payables) - books.suppliers_due(day));
        self.hold("payables to suppliers = what falls due at the rates of today", day, due);
        self.hold("whoever is wound up owes nothing while there is cash", day, !gone | settled);
        for (what, account, number) in [
            ("nobody waiting has prepaid nothing", Account::Prepayments, store.market.waiting),
            ("an empty shelf is worth nothing", Account::Finished, store.finished),
            ("nothing in process is worth nothing", Account::WorkInProcess, company.assembly.in_process),
        ] {
            let owed = if account == Account::Prepayments { gone } else { Mask::splat(false) };
            let held = owed | number.gt(Count::ZERO) | near(books.balance(account));
            self.hold(what, day, held);
        }
    }
}

impl Identities {
    /// What a retailer got from us lies with it, went to its customers or came back.
    fn phones_at_retailers<const L: usize>(&mut self, company: &Company<L>, day: usize) {
        let store = &company.store;
        for (queue, retailer) in store.streams.iter().zip(&store.retailers) {
            let Some(retailer) = retailer else { continue };
            let accounted = retailer.stock + retailer.sold + retailer.returned;
            self.hold("shipped to a retailer = its stock + sold + returned", day, queue.shipped.is(accounted));
            self.hold("a retailer never holds a negative stock", day, Count::ZERO.le(retailer.stock));
        }
    }
}

impl<const L: usize> Observer<L> for Identities {
    fn begin(&mut self, _: &Plan, company: &mut Company<L>, _: &[Real<L>]) {
        company.books.ledger.note_bookings();
        self.opening_cash = company.books.cash().0.to_vec();
    }

    fn day(&mut self, plan: &Plan, company: &Company<L>, day: usize) {
        let (store, assembly) = (&company.store, &company.assembly);
        let outcome = assembly.finished_good + assembly.scrapped + assembly.in_process;
        self.hold("started = finished good + scrapped + in process", day, assembly.started.is(outcome));
        let shelf = store.shipped() + store.finished;
        self.hold("finished good = shipped + finished stock", day, assembly.finished_good.is(shelf));
        self.hold("nothing is negative on the shelf", day, Count::ZERO.le(store.finished));
        let on_its_way = company.supply.on_its_way(day);
        for (at, &on_its_way) in on_its_way.iter().enumerate() {
            let stock = company.supply.stock(&plan.supply, at, assembly.started);
            self.hold("stock of a part is never negative", day, Count::ZERO.le(stock));
            let open = company.supply.open(&plan.supply, at);
            self.hold("ordered = received good + rejected + open", day, Count::ZERO.le(open));
            let class = &plan.supply.classes[at];
            if class.gated {
                let second = class.second.as_ref().map(|second| second.source.supplier);
                let sources = std::iter::once(class.source.supplier).chain(second);
                let signed = sources.map(|supplier| company.world.contracts.has_signed(supplier, day));
                let any = signed.fold(Mask::splat(false), |any, signed| any | signed);
                let bought = company.supply.classes[at].ordered;
                self.hold("nothing is bought before a signature", day, any | bought.is(Count::ZERO));
            }
            self.hold("open orders are those on their way", day, open.is(on_its_way));
            if let Some(due) = &company.supply.classes[at].due {
                // Whoever is wound up has cancelled all orders, and plans no more.
                let held = company.books.wound_up | open.is(due.still_to_come(day as i32));
                self.hold("open orders are those that are due some day", day, held);
            }
        }
        for queue in std::iter::once(&store.market).chain(&store.streams) {
            let accounted = queue.shipped + queue.cancelled + queue.waiting;
            self.hold("ordered = shipped + cancelled + waiting", day, queue.ordered.is(accounted));
            self.hold("nobody waits a negative time", day, Count::ZERO.le(queue.waiting));
        }
        if let Some(returns) = &company.returns {
            self.hold(
                "sent back = in refurbishing + sold again",
                day,
                returns.returned.is(returns.in_refurbishing + returns.resold),
            );
            let kept = store.market.shipped - returns.returned - returns.pending;
            self.hold("shipped = kept + sent back", day, Count::ZERO.le(kept));
            for phones in [returns.returned, returns.pending, returns.in_refurbishing] {
                self.hold("nothing is negative of what is sent back", day, Count::ZERO.le(phones));
            }
        }
        self.phones_at_retailers(company, day);
        if let Some(market) = &company.market {
            let left = market.direct_orders + market.reserved_to_date + market.forgotten + market.turned_away;
            let held = (market.interest + market.back_in_pool).is(left + market.priced_out + market.interested);
            self.hold("interest entered = ordered + reserved + forgotten + lost + priced out + interested", day, held);
            let tickets = market.converted + market.lapsed + market.reserved;
            self.hold("reserved = converted + lapsed + in the queue", day, market.reserved_to_date.is(tickets));
            let ordered = market.direct_orders + market.converted;
            self.hold("orders = direct + converted", day, store.market.ordered.is(ordered));
            self.hold("nobody is interested a negative time", day, Count::ZERO.le(market.interested));
        }
        self.money(company, day);
        self.stocks_in_the_books(plan, company, day);
    }

    fn end(&mut self, plan: &Plan, company: &Company<L>) {
        self.money(company, plan.days);
        self.phones_at_retailers(company, plan.days);
        let books = &company.books;
        let equity = books.balance(Account::PaidIn) + books.ledger.net_profit();
        let (_, turnover) = books.ledger.imbalance();
        let gap = books.cash() - equity;
        let held =
            books.wound_up | gap.zip(turnover, |gap, turnover| gap.abs() <= BALANCE_TOLERANCE * turnover.max(1.0));
        self.hold("after the settlement cash = equity", plan.days, held);
    }
}
