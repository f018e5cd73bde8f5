//! Does the planner expect what was ordered on the day it is due, whatever luck draws?

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};

use crate::limits::date;
use crate::support;

/// A hundred parts a week from day 0 on, ten days on their way and two in inspection.
fn weekly(keys: &str) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {}\nhorizon = \"60 days\"\n[company]\nopening_cash = 1e9\n\
         [product.phone]\nprice = 1000\nparts = {{ chip = 1 }}\n[factory.line]\n[supplier.maker]\n[supplier.other]\n\
         [component.chip]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"10 days\"\ninspection_time = \"2 days\"\n\
         policy = \"reorder_point\"\nreorder_level = 1e9\norder_quantity = 100\nreview = \"1 week\"\nopening_stock = 7\n{keys}",
        date(0)
    )
}

/// What is due by each of some days, asked on the mornings of others.
struct Asked<const L: usize>(Vec<(usize, i32)>, Vec<[i32; L]>);

impl<const L: usize> Observer<L> for Asked<L> {
    fn day(&mut self, plan: &Plan, company: &Company<L>, day: usize) {
        for &(_, by) in self.0.iter().filter(|(morning, _)| *morning == day + 1) {
            self.1.push(company.supply.due_by(&plan.supply, 0, by, day as i32 + 1).0);
        }
    }
}

fn due<const L: usize>(text: &str, asked: &[(usize, i32)]) -> Vec<[i32; L]> {
    let mut plan = support::plan(text);
    plan.supply.keep_due();
    let mut answers = Asked(asked.to_vec(), Vec::new());
    simulate::<L>(&plan, 0, &mut answers);
    assert_eq!(answers.1.len(), asked.len(), "days are asked in order, from day 1 on");
    answers.1
}

#[track_caller]
fn is_due(keys: &str, expected: &[(usize, i32, i32)]) {
    let asked: Vec<_> = expected.iter().map(|&(morning, by, _)| (morning, by)).collect();
    let got: Vec<i32> = due::<1>(&weekly(keys), &asked).iter().map(|answer| answer[0]).collect();
    let wanted: Vec<i32> = expected.iter().map(|&(_, _, units)| units).collect();
    assert_eq!(got, wanted, "{asked:?}");
}

#[test]
fn an_order_is_due_its_planned_lead_time_and_inspection_after_its_day() {
    // Ordered on days 0, 7, 14, ..., in stock on 12, 19, 26, ...; on the morning of an arrival it is due and not there.
    is_due(
        "",
        &[
            (8, 11, 7),
            (8, 12, 107),
            (8, 18, 107),
            (8, 19, 207),
            (8, 50, 207),
            (12, 11, 7),
            (12, 12, 107),
            (13, 12, 107),
        ],
    );
    // Of what has not come the planned good share is expected, in whole parts of all that is due: of 112 ordered in place of
    // 100 they are 100.8, of 224 they are 201.6.
    is_due("defect_rate = 0.1", &[(8, 12, 107), (8, 19, 208)]);
    is_due("defect_rate = 0.2", &[(8, 12, 107), (8, 19, 207), (20, 19, 207), (20, 26, 307)]);
}

#[test]
fn each_source_has_its_own_lead_time() {
    // Half of each order comes five days after it.
    let second = "[component.chip.second_source]\nsupplier = \"other\"\nlead_time = \"3 days\"\nshare = 0.5\n";
    is_due(second, &[(1, 4, 7), (1, 5, 57), (1, 11, 57), (1, 12, 107), (8, 11, 57), (8, 12, 157), (8, 19, 207)]);
}

#[test]
fn an_order_that_is_late_stays_due_until_it_comes() {
    let quake = format!(
        "[disruption.quake]\ncomponent = \"chip\"\neffect = \"halt\"\nstops = \"deliveries\"\nfrom = {}\nlength = \"20 days\"\n",
        date(5)
    );
    // Nobody foresees when the halt ends: the order of day 0 is due on day 12 and every day after.
    is_due(&quake, &[(8, 11, 7), (8, 12, 107), (15, 15, 107), (15, 18, 107), (15, 19, 207)]);
}

#[test]
fn luck_is_seen_when_it_comes_and_not_before() {
    let once = weekly(&format!("lead_time_cv = 0.5\nlast_order = {}\n", date(0))).replace("deterministic = true", "");
    let asked = [(1, 11), (1, 12), (9, 11), (9, 12), (13, 12)];
    let [before, due, at_nine, late, after] = self::due::<16>(&once, &asked).try_into().expect("five answers");
    assert_eq!((before, due, late, after), ([7; 16], [107; 16], [107; 16], [107; 16]));
    // What came by the ninth day is in stock, in some launches and not in others.
    assert!(at_nine.contains(&107) && at_nine.contains(&7) && at_nine.iter().all(|&units| units == 7 || units == 107));
}
