//! Spells: stretches of days on which the same thing held assembly up.

use crate::company::record::DayRecord;

/// Days without the constraint that do not end its spell: a holiday, or a day on which another part was scarcer.
const GAP: i32 = 7;

/// A stretch of days on which one thing held assembly up.
#[derive(Clone, Debug, PartialEq)]
pub struct Spell {
    /// Index into the constraints of the layout, never demand.
    pub constraint: usize,
    /// First day.
    pub from: i32,
    /// Last day.
    pub to: i32,
    /// Days on which it bound; up to a week without it lie within a spell.
    pub days: i32,
    /// Of them, days on which customers were left waiting.
    pub days_waiting: i32,
    /// Phones wanted and not started on the worst of them.
    pub most_short: i32,
    /// That day.
    pub worst_day: i32,
    /// Customers waiting on the day when most were.
    pub most_waiting: i32,
    /// Customers waiting, summed over its days.
    pub customer_days: i64,
    /// Phones started on its days.
    pub started: i64,
}

/// All spells of a launch, in the order of their first days.
#[must_use]
pub fn spells(days: &[DayRecord]) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    for (day, record) in days.iter().enumerate().filter(|(_, record)| record.binding > 0) {
        let day = day as i32;
        let goes_on = |spell: &&mut Spell| spell.constraint == record.binding && day - spell.to <= GAP + 1;
        let spell = match spells.iter_mut().rev().find(goes_on) {
            Some(spell) => spell,
            None => {
                spells.push(Spell {
                    constraint: record.binding,
                    from: day,
                    to: day,
                    days: 0,
                    days_waiting: 0,
                    most_short: -1,
                    worst_day: day,
                    most_waiting: 0,
                    customer_days: 0,
                    started: 0,
                });
                let last = spells.len() - 1;
                &mut spells[last]
            }
        };
        let short = record.wanted - record.started;
        spell.to = day;
        spell.days += 1;
        spell.days_waiting += i32::from(record.waiting > 0);
        if short > spell.most_short {
            (spell.most_short, spell.worst_day) = (short, day);
        }
        spell.most_waiting = spell.most_waiting.max(record.waiting);
        spell.customer_days += i64::from(record.waiting);
        spell.started += i64::from(record.started);
    }
    spells
}

/// Days from which on a spell is worth telling though nobody waited.
const LONG: i32 = 7;

/// The spells that matter most, in the order of their days: where most customers waited longest, then the longest, if
/// they lasted a week. Where nothing is that grave, the gravest alone.
#[must_use]
pub fn foremost(spells: &[Spell], most: usize) -> Vec<usize> {
    let mut ranked: Vec<usize> = (0..spells.len()).collect();
    ranked.sort_by_key(|&at| (-spells[at].customer_days, -spells[at].days, at));
    let grave = |at: &usize| spells[*at].customer_days > 0 || spells[*at].days >= LONG;
    let worth = ranked.iter().take_while(|at| grave(at)).count().max(1);
    ranked.truncate(most.min(worth));
    ranked.sort_unstable();
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn short_gaps_do_not_end_a_spell_and_long_ones_do() {
        let found = spells(&days(&[0, 2, 2, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2]));
        let brief: Vec<_> = found.iter().map(|spell| (spell.constraint, spell.from, spell.to, spell.days)).collect();
        assert_eq!(brief, [(2, 1, 6, 3), (1, 3, 3, 1), (2, 15, 15, 1)]);
        assert_eq!((found[0].most_short, found[0].worst_day, found[0].days_waiting), (36, 6, 3));
        assert_eq!(found[0].customer_days, 15);
        assert_eq!(found.iter().map(|spell| spell.days).sum::<i32>(), 5, "each bound day is in one spell");
    }

    #[test]
    fn the_foremost_are_those_in_which_most_waited() {
        let found = spells(&days(&[1, 1, 1, 1, 1, 1, 1, 0, 0, 2]));
        assert_eq!(foremost(&found, 1), [1]);
        assert_eq!(foremost(&found, 9), [0, 1]);
        let found = spells(&days(&[1, 1, 0, 0, 2]));
        assert_eq!(foremost(&found, 9), [1], "two days on which nobody waited are not worth telling");
        assert_eq!(foremost(&spells(&days(&[1, 0])), 9), [0], "but where there is nothing else they are");
    }
}
