//! Purchase orders under way, by the day they arrive.

/// What one launch receives of one purchase order.
#[derive(Clone, Copy)]
pub(super) struct Arrival {
    class: u32,
    lane: u16,
    terms: u16,
    /// Units ordered.
    pub ordered: i32,
    /// Units that will pass inspection.
    pub good: i32,
    /// Cost of one unit, fixed at placement.
    pub unit_cost: f64,
    /// Deposit paid.
    pub deposit: f64,
}

impl Arrival {
    #[inline(always)]
    pub fn new(
        (class, lane, terms): (usize, usize, usize),
        (ordered, good): (i32, i32),
        unit_cost: f64,
        deposit: f64,
    ) -> Self {
        Self { class: class as u32, lane: lane as u16, terms: terms as u16, ordered, good, unit_cost, deposit }
    }

    #[inline(always)]
    pub fn class(&self) -> usize {
        self.class as usize
    }

    #[inline(always)]
    pub fn lane(&self) -> usize {
        self.lane as usize
    }

    /// Place of its terms of payment in `SupplyPlan::terms`.
    #[inline(always)]
    pub fn terms(&self) -> usize {
        self.terms as usize
    }
}

/// All arrivals to come, in the order in which they were ordered.
pub(super) struct UnderWay {
    /// By day; the last list is for all days beyond the timeline.
    days: Vec<Vec<Arrival>>,
    /// Emptied lists, to be filled again.
    spare: Vec<Vec<Arrival>>,
}

impl UnderWay {
    pub fn new(days: usize) -> Self {
        Self { days: vec![Vec::new(); days + 1], spare: Vec::new() }
    }

    #[inline(always)]
    pub fn add(&mut self, day: i32, arrival: Arrival) {
        let beyond = self.days.len() - 1;
        let list = &mut self.days[(day as usize).min(beyond)];
        if list.capacity() == 0 {
            *list = self.spare.pop().unwrap_or_else(|| Vec::with_capacity(64));
        }
        list.push(arrival);
    }

    /// Takes the arrivals of a day out.
    #[inline(always)]
    pub fn take(&mut self, day: usize) -> Vec<Arrival> {
        std::mem::take(&mut self.days[day])
    }

    /// Keeps the room of a list that was taken out.
    #[inline(always)]
    pub fn give_back(&mut self, mut list: Vec<Arrival>) {
        list.clear();
        self.spare.push(list);
    }

    /// Keeps of the arrivals on a day and later those for which `keep` says so.
    pub fn retain(&mut self, day: usize, mut keep: impl FnMut(&Arrival) -> bool) {
        self.days[day..].iter_mut().for_each(|list| list.retain(&mut keep));
    }

    /// All arrivals after a day.
    pub fn after(&self, day: usize) -> impl Iterator<Item = &Arrival> {
        self.days[day + 1..].iter().flatten()
    }
}
