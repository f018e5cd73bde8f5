//! What a launch comes to in a few sentences.

use super::text::Sheet;
use super::words::{counted, number};
use crate::experiment::explain::Counterfactual;
use crate::outcome::{MetricId, Rule};
use crate::report::measure::with_unit;
use crate::report::page::Group;
use crate::report::said::{Figure, Shown, Text, said};

impl Sheet<'_> {
    /// Phones, money, the draw and the disruptions that mattered.
    pub(super) fn headline(&self) -> Group {
        let (story, words) = (self.words.story, self.words);
        let value = |metric: MetricId| story.metric(metric).unwrap_or(0.0);
        let profit = value(MetricId::NetProfit);
        let ordered = counted(self.id(MetricId::Orders), value(MetricId::Orders), "phone");
        let shipped = number(self.id(MetricId::Shipped), value(MetricId::Shipped));
        let amount = words.amount(self.id(MetricId::NetProfit), profit);
        let mut sentences = vec![if profit < 0.0 {
            said!(
                "{phones} are ordered and {shipped} shipped; the launch loses {amount}.",
                phones = ordered,
                shipped = shipped,
                amount = amount
            )
        } else {
            said!(
                "{phones} are ordered and {shipped} shipped; the launch earns {amount}.",
                phones = ordered,
                shipped = shipped,
                amount = amount
            )
        }];
        let line = || words.money("cash.credit_line", story.record.credit_line);
        let lowest = self.money_of(MetricId::LowestCash);
        let low_day = words.date(self.id(MetricId::LowestCashDay), value(MetricId::LowestCashDay) as i32);
        sentences.push(match story.metric(MetricId::InsolvencyDay) {
            Some(day) => self.short_of_cash(day as i32, line(), lowest, low_day),
            None if value(MetricId::LowestCash) < 0.0 => said!(
                "Cash falls to {lowest} on {date} and stays within the credit line of {line}.",
                lowest = lowest,
                date = low_day,
                line = line()
            ),
            None if value(MetricId::LowestCash) < story.opening_cash() => {
                said!("Cash is never below {lowest} ({date}).", lowest = lowest, date = low_day)
            }
            None => said!(
                "Cash is never below the {amount} it begins with.",
                amount = words.money("cash.flow.opening_cash", story.opening_cash())
            ),
        });
        sentences.extend(self.left_over());
        sentences.extend(self.largest_draw());
        if let Some(together) = &self.explained.together {
            let otherwise = self.otherwise("disruptions_together", together);
            sentences.push(said!("Without any of its disruptions it would have {otherwise}.", otherwise = otherwise));
        }
        Group::said(Text::sentences(sentences))
    }

    /// Cash below the credit line, what the launch earns under the other rule, and what it takes to go on.
    fn short_of_cash(&self, day: i32, line: Text, lowest: Text, low_day: Text) -> Text {
        let story = self.words.story;
        let profit = story.otherwise(MetricId::NetProfit).unwrap_or(0.0);
        let id = format!("under_other_rule.{}", MetricId::NetProfit.name(&story.layout.currency));
        let amount = self.words.amount(id, profit);
        let earned = if profit < 0.0 {
            said!("lose {amount}", amount = amount)
        } else {
            said!("earn {amount}", amount = amount)
        };
        let date = self.words.date(self.id(MetricId::InsolvencyDay), day);
        let days = story.metric(MetricId::CashGapDays).unwrap_or(0.0);
        let days = counted(self.id(MetricId::CashGapDays), days, "day");
        let gap = self.money_of(MetricId::CashGap);
        match story.layout.rule {
            Rule::GoOn => said!(
                "Cash falls below the credit line of {line} on {date} and to {lowest} on {low_day}: it is short of {gap} at the worst, on {days}, counted as if the gap is bridged at the penalty rate. Wound up instead, the launch would {earned}.",
                line = line,
                date = date,
                lowest = lowest,
                low_day = low_day,
                gap = gap,
                days = days,
                earned = earned
            ),
            Rule::WindUp => said!(
                "Cash falls below the credit line of {line} on {date} and the company is wound up. With the gap bridged at the penalty rate, {gap} at the worst, on {days}, the launch would {earned}.",
                line = line,
                date = date,
                gap = gap,
                days = days,
                earned = earned
            ),
        }
    }

    /// What was bought or built and not sold, when it weighs.
    fn left_over(&self) -> Option<Text> {
        let story = self.words.story;
        story.metric(MetricId::WriteDown).filter(|lost| *lost > 0.0)?;
        let phones = story.metric(MetricId::PhonesLeftOver).unwrap_or(0.0);
        let bought = story.record.parts_for.map(|phones| {
            said!("Parts of {phones} were bought.", phones = counted("parts_for_phones", phones, "phone"))
        });
        let (worth, lost) = (self.money_of(MetricId::PartsLeftOver), self.money_of(MetricId::WriteDown));
        let left = if phones > 0.0 {
            said!(
                "{phones} and parts worth {worth} are left over, at a loss of {lost}.",
                phones = counted(self.id(MetricId::PhonesLeftOver), phones, "phone"),
                worth = worth,
                lost = lost
            )
        } else {
            said!("Parts worth {worth} are left over, at a loss of {lost}.", worth = worth, lost = lost)
        };
        Some(Text::sentences(bought.into_iter().chain([left])))
    }

    /// The draw that moved the profit most, where it moved it more than all disruptions together.
    fn largest_draw(&self) -> Option<Text> {
        let explained = self.explained;
        let story = &explained.story;
        let costs = story.inputs.iter().zip(&explained.inputs).enumerate();
        let (at, drawn, cost) = costs
            .filter_map(|(at, (drawn, cost))| Some((at, drawn, (*cost)?)))
            .max_by(|a, b| a.2.net_profit.abs().total_cmp(&b.2.net_profit.abs()))?;
        let disrupted = explained.together.map_or(0.0, |cost| cost.net_profit.abs());
        if cost.net_profit.abs() <= disrupted {
            return None;
        }
        let id = |what: &str| format!("inputs.{at}.{what}");
        let digits = |what: &str, value: f64| Figure::new(id(what), value, Shown::Digits);
        let below = drawn.share_below;
        let side = if drawn.value < drawn.median {
            let share = Figure::new(id("share_below"), below, Shown::PerCent);
            said!("{share} of all draws are lower", share = share)
        } else {
            let share = Figure::new(format!("1 - {}", id("share_below")), 1.0 - below, Shown::PerCent);
            said!("{share} of all draws are higher", share = share)
        };
        Some(said!(
            "Its weightiest draw is {input} at {value} ({side}): at the median of {median} it would have {otherwise}.",
            input = &drawn.key,
            value = with_unit(digits("value", drawn.value), self.words.unit(drawn)),
            side = side,
            median = digits("median", drawn.median),
            otherwise = self.otherwise(&id("cost"), &cost)
        ))
    }

    /// What would have been otherwise, told from the other side of a difference; `id` is where the difference stands.
    fn otherwise(&self, id: &str, cost: &Counterfactual) -> Text {
        let mut parts = Vec::new();
        let whole = |what: &str, value: f64| Figure::new(format!("{id}.{what}"), value, Shown::AmountTo(0));
        if cost.shipped != 0.0 {
            let number = whole("shipped_phones", cost.shipped);
            parts.push(if cost.shipped < 0.0 {
                said!("shipped {number} more phones", number = number)
            } else {
                said!("shipped {number} fewer phones", number = number)
            });
        }
        if cost.days_short != 0.0 {
            let number = whole("short_days", cost.days_short);
            parts.push(match (cost.days_short < 0.0, cost.days_short.abs() == 1.0) {
                (true, true) => said!("left customers waiting on {number} more day", number = number),
                (true, false) => said!("left customers waiting on {number} more days", number = number),
                (false, true) => said!("left customers waiting on {number} fewer day", number = number),
                (false, false) => said!("left customers waiting on {number} fewer days", number = number),
            });
        }
        if cost.net_profit != 0.0 {
            let amount = self.words.amount(format!("{id}.net_profit"), cost.net_profit);
            parts.push(if cost.net_profit < 0.0 {
                said!("earned {amount} more", amount = amount)
            } else {
                said!("earned {amount} less", amount = amount)
            });
        }
        if parts.is_empty() { said!("been the same") } else { Text::listed(parts) }
    }
}
