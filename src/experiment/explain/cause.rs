//! Why a spell was: who had not signed, what came late, what struck the factories.

use jiff::civil::Date;
use serde::Serialize;

use super::spells::Spell;
use crate::company::plan::Plan;
use crate::company::record::LaunchRecord;
use crate::rooms::assembly::day::{BOUND_BY_CALENDAR, BOUND_BY_CAPACITY, BOUND_BY_FIRST_PART};

/// Why a spell was; serialised it is what is told beside [`Cause::word`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cause {
    /// Who was to deliver, or to assemble, had not signed on its first day.
    Unsigned {
        /// Supplier.
        supplier: String,
        /// When it signed, if ever.
        signed_day: Option<i32>,
        /// The date of that.
        signed_date: Option<Date>,
    },
    /// Deliveries were late.
    Late {
        /// The latest first: places in [`LaunchRecord::purchases`].
        late_orders: Vec<usize>,
    },
    /// No delivery was late: too little had been ordered in time.
    TooLittle {
        /// Parts rejected before, in those of so many phones.
        rejected_phones: f64,
    },
    /// Factories were disrupted.
    Disrupted {
        /// Names of the disruptions.
        disruptions: Vec<String>,
    },
    /// Every factory that is open had a rest day or a holiday.
    Rest,
    /// No factory worked on any of its days.
    Closed,
    /// Customers or plan wanted more than the factories can do.
    Capacity,
}

impl Cause {
    /// Its name in files.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unsigned { .. } => "unsigned",
            Self::Late { .. } => "late_delivery",
            Self::TooLittle { .. } => "too_little_ordered",
            Self::Disrupted { .. } => "disrupted",
            Self::Rest => "rest_day",
            Self::Closed => "closed",
            Self::Capacity => "capacity",
        }
    }

    /// The cause of a spell of a launch of this plan.
    pub(super) fn of(spell: &Spell, plan: &Plan, record: &LaunchRecord) -> Self {
        match spell.binding.checked_sub(BOUND_BY_FIRST_PART as usize) {
            Some(class) => of_parts(spell, class, plan, record),
            None if spell.binding == BOUND_BY_CALENDAR as usize => Self::Rest,
            None => {
                debug_assert_eq!(spell.binding, BOUND_BY_CAPACITY as usize);
                of_capacity(spell, plan, record)
            }
        }
    }

    fn unsigned(record: &LaunchRecord, supplier: usize, day: i32) -> Option<Self> {
        let signature = &record.signatures[supplier];
        let missing = signature.day.is_none_or(|signed| signed > day);
        let (signed_day, signed_date) = (signature.day, signature.date);
        missing.then(|| Self::Unsigned { supplier: signature.supplier.clone(), signed_day, signed_date })
    }
}

/// A supplier that had not signed; else the deliveries that were missing, due by the end of the spell, not there on
/// its first day, and late; else too little had been ordered.
fn of_parts(spell: &Spell, at: usize, plan: &Plan, record: &LaunchRecord) -> Cause {
    let class = &plan.supply.classes[at];
    let (from, to) = (spell.days.from_day, spell.days.to_day);
    let unsigned = |supplier: usize| Cause::unsigned(record, supplier, from);
    let signed_by_none = class.second.as_ref().is_none_or(|second| unsigned(second.source.supplier).is_some());
    if signed_by_none && let Some(cause) = unsigned(class.source.supplier) {
        return cause;
    }
    let orders = || record.purchases.iter().enumerate().filter(|(_, order)| order.class == at);
    let there = |day: Option<i32>| day.is_some_and(|arrival| arrival <= from);
    let missing =
        orders().filter(|(_, order)| order.late_days > 0 && order.planned_day <= to && !there(order.arrival_day));
    let mut late_orders: Vec<usize> = missing.map(|(at, _)| at).collect();
    if !late_orders.is_empty() {
        late_orders.sort_by_key(|&at| (-record.purchases[at].late_days, at));
        return Cause::Late { late_orders };
    }
    let before = orders().filter(|(_, order)| there(order.arrival_day));
    Cause::TooLittle { rejected_phones: before.map(|(_, order)| order.rejected_phones).sum() }
}

fn of_capacity(spell: &Spell, plan: &Plan, record: &LaunchRecord) -> Cause {
    let exposures = || plan.factories.iter().map(|factory| &factory.exposure);
    let can_hit = |at: usize| {
        exposures().any(|exposure| exposure.halts.contains(&at) || exposure.slows.iter().any(|slow| slow.0 == at))
    };
    let struck =
        record.disruptions.iter().enumerate().filter(|(at, disruption)| {
            can_hit(*at) && disruption.is_active_within(spell.days.from_day, spell.days.to_day)
        });
    let disruptions: Vec<String> = struck.map(|(_, disruption)| disruption.name.clone()).collect();
    if !disruptions.is_empty() {
        return Cause::Disrupted { disruptions };
    }
    if spell.started_phones > 0 {
        return Cause::Capacity;
    }
    // No factory works because of contracts only where none of them has its contract.
    let gates = plan.factories.iter().map(|factory| Cause::unsigned(record, factory.gate?, spell.days.from_day));
    let unsigned: Option<Vec<Cause>> = gates.collect();
    unsigned.and_then(|unsigned| unsigned.into_iter().next()).unwrap_or(Cause::Closed)
}
