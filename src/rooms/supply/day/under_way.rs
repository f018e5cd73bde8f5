//! Purchase orders under way, by the day they arrive.

use crate::lanes::Real;
use crate::rooms::supply::day::Class;
use crate::rooms::supply::day::inspection::FoundOf;

/// What one launch receives of one purchase order.
///
/// Kept small, because all arrivals to come of sixteen launches hardly fit the cache: the deposit is worked out again.
#[derive(Clone, Copy)]
pub(crate) struct Arrival {
    class: u32,
    /// Day of the order; a timeline has 10,000 days at most.
    day: u16,
    lane: u8,
    /// Whether the second source took the order.
    pub from_second: bool,
    /// Units ordered.
    pub ordered: i32,
    /// What inspection will find.
    pub found: FoundOf,
    /// Cost of one unit, fixed at placement.
    pub unit_cost: f64,
}

impl Arrival {
    #[inline(always)]
    pub fn new(
        (class, lane): (usize, usize),
        (day, from_second): (usize, bool),
        (ordered, found): (i32, FoundOf),
        unit_cost: f64,
    ) -> Self {
        Self { class: class as u32, day: day as u16, lane: lane as u8, from_second, ordered, found, unit_cost }
    }

    #[inline(always)]
    pub fn class(&self) -> usize {
        self.class as usize
    }

    #[inline(always)]
    pub fn lane(&self) -> usize {
        self.lane as usize
    }

    /// Day on which it was ordered.
    #[inline(always)]
    pub fn day(&self) -> usize {
        self.day as usize
    }
}

/// Purchase orders of one class that are open when the launch or the company ends.
#[derive(Clone, Copy, Default)]
pub struct OpenOrders<const L: usize> {
    /// What they cost.
    pub value: Real<L>,
    /// What the units that will pass inspection cost.
    pub good: Real<L>,
    /// Freight of what will not go back.
    pub freight: Real<L>,
    /// Deposits that come back.
    pub deposit: Real<L>,
    /// What they have lost in home money since they were paid.
    pub lost: Real<L>,
}

impl<const L: usize> OpenOrders<L> {
    /// An order of a class, of whose currency a unit costs `now` and cost `then` when it was placed.
    pub(crate) fn add(&mut self, arrival: &Arrival, class: &Class<L>, (then, now): (f64, f64)) {
        let (lane, deposit) = (arrival.lane(), class.deposit_of(arrival));
        self.value.0[lane] += f64::from(arrival.ordered) * arrival.unit_cost * now;
        self.good.0[lane] += f64::from(arrival.found.good) * arrival.unit_cost * now;
        self.freight.0[lane] += class.freight_of(arrival);
        self.deposit.0[lane] += deposit * now;
        self.lost.0[lane] += deposit * (then - now);
    }
}

/// All arrivals to come, in the order in which they were ordered.
#[derive(Default)]
pub struct UnderWay {
    /// By day; the last list is for all days beyond the timeline.
    days: Vec<Vec<Arrival>>,
    /// Emptied lists, to be filled again.
    spare: Vec<Vec<Arrival>>,
}

impl UnderWay {
    /// Nothing under way in so many days, in the memory of earlier launches.
    #[must_use]
    pub(crate) fn anew(mut self, days: usize) -> Self {
        for day in 0..self.days.len() {
            let list = self.take(day);
            if list.capacity() > 0 {
                self.give_back(list);
            }
        }
        self.days.resize(days + 1, Vec::new());
        self
    }

    #[inline(always)]
    pub(crate) fn add(&mut self, day: i32, arrival: Arrival) {
        let beyond = self.days.len() - 1;
        let list = &mut self.days[(day as usize).min(beyond)];
        if list.len() == list.capacity() {
            make_room(list, &mut self.spare);
        }
        list.push(arrival);
    }

    /// Takes the arrivals of a day out.
    #[inline(always)]
    pub(crate) fn take(&mut self, day: usize) -> Vec<Arrival> {
        std::mem::take(&mut self.days[day])
    }

    /// Keeps the room of a list that was taken out.
    #[inline(always)]
    pub(crate) fn give_back(&mut self, mut list: Vec<Arrival>) {
        list.clear();
        self.spare.push(list);
    }

    /// Takes out what one launch would receive on a day of one class's order of another day.
    pub(crate) fn take_one(&mut self, day: i32, class: usize, lane: usize, placed: (i32, bool)) -> Option<Arrival> {
        let beyond = self.days.len() - 1;
        let list = &mut self.days[(day as usize).min(beyond)];
        let is_it = |arrival: &Arrival| {
            (arrival.class(), arrival.lane()) == (class, lane) && (arrival.day() as i32, arrival.from_second) == placed
        };
        list.iter().position(is_it).map(|at| list.remove(at))
    }

    /// Keeps of the arrivals on a day and later those for which `keep` says so.
    pub(crate) fn retain(&mut self, day: usize, mut keep: impl FnMut(&Arrival) -> bool) {
        self.days[day..].iter_mut().for_each(|list| list.retain(&mut keep));
    }

    /// All arrivals after a day.
    pub(crate) fn after(&self, day: usize) -> impl Iterator<Item = &Arrival> {
        self.days[day + 1..].iter().flatten()
    }
}

/// Makes room for another arrival, where there is none yet in a list that was emptied before.
#[cold]
fn make_room(list: &mut Vec<Arrival>, spare: &mut Vec<Vec<Arrival>>) {
    if list.is_empty()
        && let Some(emptied) = spare.pop()
    {
        *list = emptied;
    } else {
        list.reserve(64);
    }
}
