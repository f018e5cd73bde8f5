//! `cost_audit.csv`: what each line of the bill of materials costs over the life, the most overpaid first.

use super::cell::cell;
use super::number::shortest;
use crate::outcome::AuditLine;

/// A line of the audit, mean over the traced launches.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow<'a> {
    /// Its component.
    pub component: &'a str,
    /// Who sells it.
    pub supplier: &'a str,
    /// Parts in one phone.
    pub per_phone: i32,
    /// Parts bought.
    pub units: f64,
    /// What they cost.
    pub money: f64,
    /// Share of what all parts cost.
    pub share: f64,
    /// What they would have cost fairly; not a number without a fair price.
    pub fair_money: f64,
    /// Freight paid for them.
    pub freight: f64,
}

impl AuditRow<'_> {
    /// Paid beyond the fair price; not a number without one.
    #[must_use]
    pub fn overpaid(&self) -> f64 {
        self.money - self.fair_money
    }
}

/// The lines by what was overpaid, then those without a fair price by what they cost.
#[must_use]
pub fn rows(lines: &[AuditLine], launches: usize) -> Vec<AuditRow<'_>> {
    let mean = |sum: f64| sum / launches.max(1) as f64;
    let all: f64 = lines.iter().map(|line| line.money).sum();
    let mut rows: Vec<AuditRow> = Vec::with_capacity(lines.len());
    for line in lines {
        rows.push(AuditRow {
            component: &line.component,
            supplier: &line.supplier,
            per_phone: line.per_phone,
            units: mean(line.units),
            money: mean(line.money),
            share: if all > 0.0 { line.money / all } else { 0.0 },
            fair_money: line.fair_money.map_or(f64::NAN, mean),
            freight: mean(line.freight),
        });
    }
    let rank = |row: &AuditRow| if row.overpaid().is_nan() { f64::NEG_INFINITY } else { row.overpaid() };
    rows.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then(b.money.total_cmp(&a.money)));
    rows
}

/// The text of `cost_audit.csv`.
#[must_use]
pub fn csv(lines: &[AuditLine], launches: usize, currency: &str) -> String {
    let mut text = format!(
        "component,supplier,quantity_per_phone,units_bought,unit_cost_{currency},cost_{currency},share_of_bill,\
         fair_price_{currency},times_fair_price,overpaid_{currency},cost_of_1_percent_more_{currency},\
         cost_of_5_times_the_price_{currency},freight_{currency}\n"
    );
    for row in rows(lines, launches) {
        let per_unit = |money: f64| if row.units > 0.0 { money / row.units } else { f64::NAN };
        let times = if row.fair_money > 0.0 { row.money / row.fair_money } else { f64::NAN };
        let figures = [
            row.units,
            per_unit(row.money),
            row.money,
            row.share,
            per_unit(row.fair_money),
            times,
            row.overpaid(),
            row.money * 0.01,
            row.money * 4.0,
            row.freight,
        ];
        let figures: Vec<String> = figures.into_iter().map(written).collect();
        let (component, supplier) = (cell(row.component), cell(row.supplier));
        let line = [component, supplier, row.per_phone.to_string(), figures.join(",")].join(",");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// A mean as a person writes it: ten digits, more than any sum of money is known to.
fn written(value: f64) -> String {
    if !value.is_finite() {
        return shortest(value);
    }
    shortest(format!("{value:.9e}").parse().unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(component: &str, units: f64, money: f64, fair_money: Option<f64>) -> AuditLine {
        AuditLine {
            component: component.into(),
            supplier: "s".into(),
            per_phone: 1,
            units,
            money,
            fair_money,
            freight: 0.0,
        }
    }

    #[test]
    fn the_most_overpaid_line_stands_first() {
        // Screws at five times the price cost more than a slightly dear screen.
        let lines = [
            line("chip", 200.0, 20_000.0, None),
            line("screen", 200.0, 44_000.0, Some(43_000.0)),
            line("screw", 2_400.0, 3_000.0, Some(600.0)),
            line("battery", 200.0, 9_000.0, Some(9_500.0)),
        ];
        let order: Vec<&str> = rows(&lines, 2).iter().map(|row| row.component).collect();
        assert_eq!(order, ["screw", "screen", "battery", "chip"]);
        let text = csv(&lines, 2, "yuan");
        let screw = text.lines().nth(1);
        assert_eq!(screw, Some("screw,s,1,1200,1.25,1500,0.03947368421,0.25,5,1200,15,6000,0"));
        let sums = [line("glue", 3.0, 3.0 * 225.590_000_000_000_03, None), line("box", 3.0, 1.0, None)];
        let text = csv(&sums, 3, "yuan");
        assert!(text.contains("glue,s,1,1,225.59,225.59,") && text.contains("box,s,1,1,0.3333333333,"), "{text}");
        assert!(text.lines().all(|line| line.split(',').count() == 13), "{text}");
    }
}
