//! Spells: stretches of days on which the same thing held assembly up.

use jiff::civil::Date;
use serde::Serialize;

use crate::company::record::{DayRecord, Stretch};

/// Days without the constraint that do not end its spell: a holiday, or a day on which another part was scarcer.
const GAP: i32 = 7;

/// A stretch of days on which one thing held assembly up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spell {
    /// Index into the constraints of the layout, never demand.
    #[serde(skip)]
    pub binding: usize,
    /// Its name.
    pub constraint: String,
    /// First and last day.
    #[serde(flatten)]
    pub days: Stretch,
    /// Days on which it bound; up to a week without it lie within a spell.
    pub bound_days: i32,
    /// Of them, days on which customers were left waiting.
    pub waiting_days: i32,
    /// Phones wanted and not started on the worst of them.
    pub most_short_phones: i32,
    /// That day.
    pub most_short_day: i32,
    /// Customers waiting on the day when most were.
    pub most_waiting_customers: i32,
    /// Customers waiting, summed over its days.
    pub customer_days: i64,
    /// Phones started on its days.
    pub started_phones: i64,
}

/// All spells of a launch, in the order of their first days; constraints by their names.
#[must_use]
pub fn spells(days: &[DayRecord], start: Date, names: &[String]) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    for (day, record) in days.iter().enumerate().filter(|(_, record)| record.binding > 0) {
        let day = day as i32;
        let goes_on = |spell: &&mut Spell| spell.binding == record.binding && day - spell.days.to_day <= GAP + 1;
        let spell = match spells.iter_mut().rev().find(goes_on) {
            Some(spell) => spell,
            None => {
                spells.push(Spell {
                    binding: record.binding,
                    constraint: names[record.binding].clone(),
                    days: Stretch::of_day(start, day),
                    bound_days: 0,
                    waiting_days: 0,
                    most_short_phones: -1,
                    most_short_day: day,
                    most_waiting_customers: 0,
                    customer_days: 0,
                    started_phones: 0,
                });
                let last = spells.len() - 1;
                &mut spells[last]
            }
        };
        let short = record.wanted - record.started;
        spell.days.extend(start, day);
        spell.bound_days += 1;
        spell.waiting_days += i32::from(record.waiting > 0);
        if short > spell.most_short_phones {
            (spell.most_short_phones, spell.most_short_day) = (short, day);
        }
        spell.most_waiting_customers = spell.most_waiting_customers.max(record.waiting);
        spell.customer_days += i64::from(record.waiting);
        spell.started_phones += i64::from(record.started);
    }
    spells
}

/// Days from which on a spell is worth telling though nobody waited.
const LONG: i32 = 7;

/// The spells that matter most, in the order of their days: where most customers waited longest, then the longest, if
/// they lasted a week. Where nothing is that grave, the gravest alone. What stands beside a spell does not weigh.
#[must_use]
pub fn foremost<C>(spells: &[(Spell, C)], most: usize) -> Vec<usize> {
    let mut ranked: Vec<usize> = (0..spells.len()).collect();
    let weight = |at: usize| (spells[at].0.customer_days, spells[at].0.bound_days);
    ranked.sort_by_key(|&at| (std::cmp::Reverse(weight(at)), at));
    let grave = |at: &usize| weight(*at).0 > 0 || weight(*at).1 >= LONG;
    let worth = ranked.iter().take_while(|at| grave(at)).count().max(1);
    ranked.truncate(most.min(worth));
    ranked.sort_unstable();
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::explain::cause::Cause;

    fn days(binding: &[usize]) -> Vec<DayRecord> {
        let day = |(at, &binding): (usize, &usize)| DayRecord {
            wanted: 100,
            started: if binding == 0 { 100 } else { 100 - 6 * at as i32 },
            binding,
            waiting: if binding == 2 { 5 } else { 0 },
            cancelled: 0,
            cancelled_by_stop: 0,
            cancelled_for_delay: 0.0,
            judged_wait: 0.0,
            share_ordered: None,
        };
        binding.iter().enumerate().map(day).collect()
    }

    fn told(binding: &[usize]) -> Vec<(Spell, Cause)> {
        let names = ["demand", "capacity", "screen"].map(str::to_owned);
        let found = spells(&days(binding), Date::constant(2026, 1, 1), &names);
        found.into_iter().map(|spell| (spell, Cause::Rest)).collect()
    }

    #[test]
    fn short_gaps_do_not_end_a_spell_and_long_ones_do() {
        let found = told(&[0, 2, 2, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
        let brief = |(spell, _): &(Spell, Cause)| {
            (spell.constraint.clone(), spell.days.from_day, spell.days.to_day, spell.bound_days)
        };
        let brief: Vec<_> = found.iter().map(brief).collect();
        assert_eq!(brief, [("screen".into(), 1, 6, 3), ("capacity".into(), 3, 3, 1), ("screen".into(), 15, 15, 1)]);
        let first = &found[0].0;
        assert_eq!((first.most_short_phones, first.most_short_day, first.waiting_days), (36, 6, 3));
        assert_eq!((first.customer_days, first.days.to_date), (15, Date::constant(2026, 1, 7)));
        assert_eq!(found.iter().map(|(spell, _)| spell.bound_days).sum::<i32>(), 5, "each bound day is in one spell");
    }

    #[test]
    fn the_foremost_are_those_in_which_most_waited() {
        let found = told(&[1, 1, 1, 1, 1, 1, 1, 0, 0, 2]);
        assert_eq!(foremost(&found, 1), [1]);
        assert_eq!(foremost(&found, 9), [0, 1]);
        let found = told(&[1, 1, 0, 0, 2]);
        assert_eq!(foremost(&found, 9), [1], "two days on which nobody waited are not worth telling");
        assert_eq!(foremost(&told(&[1, 0]), 9), [0], "but where there is nothing else they are");
    }
}
