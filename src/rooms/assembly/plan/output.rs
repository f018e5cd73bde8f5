//! What a factory is planned to put out, by the day its phones are finished.

/// Good phones a day of a factory without limit, as in E40.
const WITHOUT_LIMIT: f64 = 1e9;

/// The planned output of one factory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutputPlan {
    /// Good phones of the starts before each day; `None` without limit.
    before: Option<Vec<f64>>,
    /// For each day, the last start that is finished by it; -1 where there is none.
    last_start: Vec<i32>,
}

impl OutputPlan {
    /// Of the output of each day of a start, the days it works and the days on which what is started then is finished.
    pub(crate) fn new(daily: Option<&[f64]>, works: &[bool], finished_on: &[usize]) -> Self {
        let mut total = 0.0;
        let sums = |daily: &[f64]| {
            let through = daily.iter().map(|today| {
                total += today;
                total
            });
            std::iter::once(0.0).chain(through).collect()
        };
        let mut last_start = vec![-1; works.len()];
        for (day, &finished) in finished_on.iter().enumerate().filter(|(day, _)| works[*day]) {
            if let Some(last) = last_start.get_mut(finished) {
                *last = day as i32;
            }
        }
        for day in 1..last_start.len() {
            last_start[day] = last_start[day].max(last_start[day - 1]);
        }
        Self { before: daily.map(sums), last_start }
    }

    /// The last day of a start that is finished by a day of the timeline.
    #[must_use]
    pub fn last_start(&self, by: i32) -> i32 {
        self.last_start[by as usize]
    }

    /// Planned good phones of the starts from a day on that are finished by another, both days of the timeline.
    #[must_use]
    pub fn started_from(&self, day: i32, by: i32) -> f64 {
        let last = self.last_start(by);
        match &self.before {
            _ if last < day => 0.0,
            Some(before) => before[last as usize + 1] - before[day as usize],
            None => WITHOUT_LIMIT,
        }
    }
}
