//! The search on functions whose best point is known.

use super::goal::{Goal, Verdict};
use super::last::{Final, hold};
use super::ledger::{Answered, FRESH, Ledger, Luck, Oracle, Task};
use super::search::{Effort, search};
use super::space::tests::space;
use super::space::{Side, Space};
use crate::language::expression::{Condition, Expression};
use crate::stats::Sampled;
use crate::stats::made_luck::{normal, uniform};

/// A function under luck: `worth` and `risk` of the values of a point, with luck that all points share and luck of their own.
struct Made<'a> {
    space: &'a Space,
    goal: &'a Goal,
    worth: fn(&[f64]) -> f64,
    risk: fn(&[f64]) -> f64,
    luck: (f64, f64),
    asked: u64,
}

impl Oracle for Made<'_> {
    type Fault = ();

    fn simulate(&mut self, tasks: &[Task]) -> Result<Vec<Answered>, ()> {
        let answer = |task: &Task| {
            let place = task.place.clone().unwrap_or_else(|| vec![0; self.space.sides.len()]);
            let (values, number) = (self.space.values(&place), self.space.number(&place));
            let launch = |launch: u32, metric: &str| {
                let (shared, own) = (u64::from(launch), (number + 1) * 100_003 + u64::from(launch));
                match metric {
                    "insolvent" => f64::from(u8::from(uniform(shared * 31 + 7) < (self.risk)(&values))),
                    _ => (self.worth)(&values) + self.luck.0 * normal(shared) + self.luck.1 * normal(own << 20),
                }
            };
            let column = |metric: &str| -> Vec<f64> {
                (task.first..task.first + task.launches).map(|at| launch(at, metric)).collect()
            };
            Some(self.goal.wanted.iter().map(|wanted| column(&wanted.metric)).collect())
        };
        self.asked += tasks.iter().map(|task| u64::from(task.launches)).sum::<u64>();
        Ok(tasks.iter().map(answer).collect())
    }
}

struct Case {
    space: Space,
    worth: fn(&[f64]) -> f64,
    risk: fn(&[f64]) -> f64,
    luck: (f64, f64),
    budget: u64,
    conditions: &'static [&'static str],
}

impl Case {
    fn goal(&self) -> Goal {
        let conditions = self.conditions.iter().map(|text| Condition::parse(text).unwrap()).collect();
        Goal::new(Expression::parse("profit").unwrap(), false, conditions, (true, false, Sampled::Independently))
    }

    /// The best value of all that keep the condition, and that of the point found.
    fn solved(&self, limit: f64) -> (f64, f64, Vec<f64>, Final) {
        let goal = self.goal();
        let mut oracle =
            Made { space: &self.space, goal: &goal, worth: self.worth, risk: self.risk, luck: self.luck, asked: 0 };
        let mut ledger = Ledger::new(&self.space, &goal);
        let effort = Effort::new(self.budget, None, 1, false).unwrap();
        let finalists = search(&mut ledger, &mut oracle, &effort).unwrap();
        let found = hold(&mut ledger, &mut oracle, (&finalists, &effort), None).unwrap();
        assert!(ledger.spent == oracle.asked && ledger.spent <= self.budget, "{} launches", ledger.spent);
        let all = (0..self.space.size()).map(|number| self.space.values(&self.space.place(number)));
        let best = all.filter(|values| (self.risk)(values) <= limit).map(|values| (self.worth)(&values));
        let place = ledger.tried[found.best.unwrap()].place.clone().unwrap();
        let values = self.space.values(&place);
        (best.fold(f64::NEG_INFINITY, f64::max), (self.worth)(&values), values, found)
    }
}

fn no_risk(_: &[f64]) -> f64 {
    0.0
}

#[test]
fn the_top_of_a_noisy_quadratic_is_found() {
    let case = Case {
        space: space(&[41, 41]),
        worth: |x| 1000.0 - 0.5 * (x[0] - 27.0) * (x[0] - 27.0) - (x[1] - 11.0) * (x[1] - 11.0),
        risk: no_risk,
        luck: (200.0, 10.0),
        budget: 20_000,
        conditions: &[],
    };
    let (best, found, values, last) = case.solved(1.0);
    assert!(found >= best - last.delta.1.max(5.0), "{found} of {best} at {values:?}");
    // The flat part: half a point a step twice is a hundredth after four and a half steps.
    let held = &last.lines;
    assert!(held.iter().all(|line| line.len() >= 8), "{held:?}");
}

#[test]
fn a_narrow_ridge_is_climbed() {
    let case = Case {
        space: space(&[41, 41]),
        worth: |x| {
            let (along, across) = (x[0] + x[1] - 50.0, x[0] - x[1] - 6.0);
            1000.0 - 0.2 * along * along - 6.0 * across * across
        },
        risk: no_risk,
        luck: (100.0, 20.0),
        budget: 20_000,
        conditions: &[],
    };
    let (best, found, values, _) = case.solved(1.0);
    assert!(found >= 0.99 * best, "{found} of {best} at {values:?}");
}

#[test]
fn a_choice_and_a_number_are_decided_together() {
    let words = Side { values: vec![0.0, 1.0, 2.0, 3.0], words: true };
    let numbers = Side { values: (0..31).map(|at| 100.0 + 10.0 * f64::from(at)).collect(), words: false };
    let case = Case {
        space: Space { sides: vec![words, numbers] },
        worth: |x| {
            let top = [180.0, 350.0, 260.0, 140.0][x[0] as usize];
            let high = [500.0, 520.0, 560.0, 480.0][x[0] as usize];
            high - 0.01 * (x[1] - top) * (x[1] - top)
        },
        risk: no_risk,
        luck: (50.0, 15.0),
        budget: 8_000,
        conditions: &[],
    };
    let (best, found, values, _) = case.solved(1.0);
    assert!(values[0] == 2.0 && found >= 0.99 * best, "{found} of {best} at {values:?}");
}

#[test]
fn a_best_that_breaks_the_condition_is_passed_over() {
    let case = Case {
        space: space(&[31, 31]),
        worth: |x| 1000.0 - (x[0] - 25.0) * (x[0] - 25.0) - (x[1] - 15.0) * (x[1] - 15.0),
        // Above 18 of the first the chance of running short rises.
        risk: |x| (0.02 + 0.03 * (x[0] - 18.0)).clamp(0.02, 1.0),
        luck: (100.0, 5.0),
        budget: 40_000,
        conditions: &["insolvent <= 5 %"],
    };
    let (best, found, values, last) = case.solved(0.05);
    assert!(found >= 0.97 * best && (case.risk)(&values) <= 0.05, "{found} of {best} at {values:?}");
    let of = |at: Option<usize>| last.finalists.iter().find(|one| Some(one.at) == at).unwrap();
    assert_eq!(of(last.best).verdict, Verdict::Met);
    assert!(last.efficient.len() > 1);
}

#[test]
fn what_cannot_be_kept_is_said() {
    let case = Case {
        space: space(&[11, 11]),
        worth: |x| x[0] + x[1] + 100.0,
        risk: |x| 0.2 + 0.01 * x[0],
        luck: (10.0, 1.0),
        budget: 8_000,
        conditions: &["insolvent <= 5 %"],
    };
    let (_, _, values, last) = case.solved(1.0);
    assert!(last.finalists.iter().all(|one| one.verdict == Verdict::Broken));
    assert!(values[0] <= 3.0, "the least broken of the finalists: {values:?}");
}

#[test]
fn three_decisions_take_a_tenth_of_the_launches_of_their_grid() {
    let case = Case {
        space: space(&[11, 11, 5]),
        // As a firm earns: what is sold is the least of demand, plan and capacity.
        worth: |x| {
            let price = 1499.0 + 100.0 * x[0];
            let demand = 9.0 * libm::pow(price / 1999.0, -2.2);
            let (plan, line) = (2.0 + x[1], 4.0 + 1.5 * x[2]);
            let sold = demand.min(plan).min(line);
            sold * (price - 1300.0) - 150.0 * (plan - sold) - 30.0 * line + 2000.0
        },
        risk: no_risk,
        luck: (1500.0, 120.0),
        budget: 60_500,
        conditions: &[],
    };
    let (best, found, values, _) = case.solved(1.0);
    assert!(found >= 0.99 * best, "{found} of {best} at {values:?}");
}

/// Remembers what was asked.
struct Watched<'a>(Made<'a>, Vec<Task>);
impl Oracle for Watched<'_> {
    type Fault = ();
    fn simulate(&mut self, tasks: &[Task]) -> Result<Vec<Answered>, ()> {
        self.1.extend(tasks.iter().cloned());
        self.0.simulate(tasks)
    }
}

#[test]
fn fresh_launches_are_none_that_were_chosen_by() {
    let case = Case {
        space: space(&[9, 9]),
        worth: |x| 50.0 - (x[0] - 4.0) * (x[0] - 4.0) + x[1],
        risk: no_risk,
        luck: (10.0, 3.0),
        budget: 4_000,
        conditions: &[],
    };
    let goal = case.goal();
    let made = Made { space: &case.space, goal: &goal, worth: case.worth, risk: case.risk, luck: case.luck, asked: 0 };
    let mut oracle = Watched(made, Vec::new());
    let mut ledger = Ledger::new(&case.space, &goal);
    let effort = Effort::new(case.budget, None, 1, false).unwrap();
    let finalists = search(&mut ledger, &mut oracle, &effort).unwrap();
    assert!(oracle.1.iter().all(|task| task.first + task.launches <= FRESH));
    let searched = oracle.1.len();
    let found = hold(&mut ledger, &mut oracle, (&finalists, &effort), None).unwrap();
    assert!(oracle.1[searched..].iter().all(|task| task.first >= FRESH));
    let best = found.best.unwrap();
    assert!(ledger.tried[best].launches(Luck::Fresh) >= found.first);
    // No launch of a point was simulated twice.
    let mut met: Vec<(Option<Vec<usize>>, u32)> = Vec::new();
    for task in &oracle.1 {
        met.extend((task.first..task.first + task.launches).map(|launch| (task.place.clone(), launch)));
    }
    let all = met.len();
    met.sort();
    met.dedup();
    assert_eq!(met.len(), all);
}

#[test]
fn too_small_a_budget_is_refused_with_what_to_write() {
    // Parts of 64 launches take more of each finalist.
    assert!(Effort::new(5_000, None, 64, false).unwrap_err().contains("--budget 8192"));
    assert!(Effort::new(500, None, 1, false).unwrap_err().contains("--budget 1000"));
    assert!(Effort::new(5_000, Some(2_000), 1, false).unwrap_err().contains("--budget 16000"));
    assert_eq!(Effort::new(60_500, None, 1, false).map(|effort| (effort.first, effort.finalists)), Ok((64, 8)));
}

#[test]
fn intervals_of_probabilities_stay_between_0_and_1() {
    let rare = Case {
        space: space(&[5]),
        worth: |x| x[0],
        risk: |x| 0.001 * x[0],
        luck: (1.0, 1.0),
        budget: 2_000,
        conditions: &["probability(profit > 100) <= 50 %"],
    };
    let conditions = || rare.conditions.iter().map(|text| Condition::parse(text).unwrap()).collect();
    for objective in ["insolvent", "probability(insolvent)", "mean(insolvent)"] {
        let goal =
            Goal::new(Expression::parse(objective).unwrap(), true, conditions(), (true, false, Sampled::Independently));
        let mut made =
            Made { space: &rare.space, goal: &goal, worth: rare.worth, risk: rare.risk, luck: rare.luck, asked: 0 };
        for point in 0..5 {
            let task = Task { place: Some(vec![point]), first: 0, launches: 256 };
            let columns = made.simulate(&[task]).unwrap().remove(0).unwrap();
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let (low, high) = goal.interval(&columns, 0.95).unwrap();
            let value = goal.objective(&columns);
            assert!(0.0 <= low && low <= value && value < high && high <= 1.0, "{objective}: {low} {value} {high}");
            let held = goal.standing(0, &columns, 0.95);
            assert!(held.low == 0.0 && held.high > 0.0 && held.high < 0.05, "{held:?}");
        }
    }
}
