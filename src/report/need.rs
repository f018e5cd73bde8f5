//! The need of cash as it stands in `summary.json`.

use serde_json::{Value, json};

use super::number;
use crate::experiment::figures::Probability;
use crate::experiment::figures::need::{End, Need, Profit};
use crate::outcome::{Layout, MetricId};
use crate::stats::Summary;
use crate::units::date_of_day;

impl Need {
    /// As it stands in `summary.json`.
    #[must_use]
    pub fn json(&self, layout: &Layout) -> Value {
        let currency = &layout.currency;
        let levels = |values: &[Option<f64>; 3]| {
            let [p50, p95, p99] = values.map(|value| value.map_or(Value::Null, number::json));
            json!({"p50": p50, "p95": p95, "p99": p99})
        };
        let date = |day: f64| date_of_day(layout.start, day.floor() as i64).to_string();
        let [by_50, by_95, by_99] = self.by.map(|day| day.map_or(Value::Null, |day| Value::from(date(day))));
        let end = |end: &End| {
            json!({
                "inflows": end.inflows,
                "date": end.day.map(|day| date(f64::from(day))),
                "share": number::json(end.share),
            })
        };
        let profit = |profit: &Profit| {
            let Summary { mean, p5, p50, p95, cvar5, .. } = profit.summary;
            let [mean, p5, p50, p95, cvar5] = [mean, p5, p50, p95, cvar5].map(number::json);
            let losing = number::json(profit.losing);
            json!({"mean": mean, "p5": p5, "p50": p50, "p95": p95, "cvar5": cvar5, "losing": losing})
        };
        let Probability { value, low, high } = self.chance;
        json!({
            "launches_short": self.short,
            "chance": {"value": number::json(value), "low": number::json(low), "high": number::json(high)},
            (MetricId::CashGap.name(currency)): levels(&self.gap),
            "cash_gap_days": levels(&self.days),
            "needed_by": {"p50": by_50, "p95": by_95, "p99": by_99},
            "ended_by": self.ends.iter().map(end).collect::<Vec<_>>(),
            "open_at_the_end": number::json(self.open),
            (format!("credit_line_that_covers_{currency}")): levels(&self.line),
            (MetricId::NetProfit.name(currency)): {
                "bridged": profit(&self.bridged),
                "wound_up": profit(&self.wound_up),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Inflow;
    use crate::report::synthetic;

    fn layout() -> Layout {
        let inflow = |name: &str, day| Inflow { name: name.into(), day, amount: 1.0 };
        let inflows = vec![inflow("funding.a", 10), inflow("loan.b", 20), inflow("funding.c", 20)];
        Layout { inflows, ..synthetic::layout() }
    }

    /// A hundred launches of which every second is short: launch i by i yuan, for i/10 days from day i on.
    fn need() -> Need {
        let of = |f: fn(f64) -> f64| (0..100).map(|at| f(f64::from(at))).collect::<Vec<_>>();
        let columns = [
            of(|at| at % 2.0),
            of(|at| at * (at % 2.0)),
            of(|at| at / 10.0),
            of(|at| at),
            of(|at| {
                if at < 80.0 {
                    20.0
                } else if at < 90.0 {
                    33.0
                } else {
                    f64::NAN
                }
            }),
            of(|at| at),
            of(|at| at - 10.0),
            of(|at| at - 50.0),
        ];
        let chance = Probability { value: 0.5, low: 0.4, high: 0.6 };
        Need::new(&layout(), &columns, chance)
    }

    #[test]
    fn a_need_is_that_of_the_short_launches_and_a_line_that_of_all() {
        let need = need();
        assert_eq!((need.short, need.launches), (50, 100));
        // Odd numbers from 1 to 99; fifty of them do not carry their 99 % quantile, a hundred launches do.
        assert_eq!(need.gap, [Some(50.0), Some(94.1), None]);
        let near = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 1e-9);
        assert!(near(need.days[1], 9.41) && near(need.line[2], 98.01), "{need:?}");
        assert!(near(need.by[0], 50.0) && near(need.by[1], 5.9) && need.by[2].is_none(), "{:?}", need.by);
        assert_eq!((need.bridged.losing, need.wound_up.losing), (0.1, 0.5));
    }

    #[test]
    fn gaps_are_ended_by_the_money_of_their_last_day_by_receipts_or_not_at_all() {
        let need = need();
        let told: Vec<(String, Option<i32>, f64)> =
            need.ends.iter().map(|end| (end.inflows.join("+"), end.day, end.share)).collect();
        assert_eq!(told, [("loan.b+funding.c".to_owned(), Some(20), 0.8), (String::new(), None, 0.1)]);
        assert_eq!(need.open, 0.1);
        let json = need.json(&layout());
        assert_eq!(json["ended_by"][0]["date"], "2010-11-21");
        assert!(json["ended_by"][1]["date"].is_null() && json["cash_gap_yuan"]["p99"].is_null());
        assert_eq!(json["needed_by"]["p95"], "2010-11-06");
    }
}
