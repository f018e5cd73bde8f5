//! The sentences above the tables: how many phones, what is earned, whether the cash suffices.

use super::chart::scale::figure;
use super::number::per_cent;
use super::summary::{MetricSummary, Probability};
use super::writer::RunSummary;
use crate::stats::Summary;
use crate::units::thousands;

fn metric<'r>(run: &'r RunSummary, name: &str) -> Option<&'r MetricSummary> {
    run.figures.metric(&name.replace("CUR", &run.layout.currency))
}

/// The summary of a metric that applies to some launch.
fn summary<'r>(run: &'r RunSummary, name: &str) -> Option<&'r Summary> {
    metric(run, name).map(|metric| &metric.summary).filter(|summary| summary.count > 0)
}

/// What happens in a sentence or three: one figure when all launches agree, else the median and nine in ten.
#[must_use]
pub fn headline(run: &RunSummary, width: u16) -> String {
    let mut sentences = Vec::new();
    if let Some(shipped) = summary(run, "shipped") {
        sentences.push(if shipped.min < shipped.max {
            format!(
                "Half of the launches ship more than {} phones, nine in ten ship between {} and {}.",
                figure(shipped.p50),
                figure(shipped.p5),
                figure(shipped.p95)
            )
        } else {
            format!("{} phones are shipped.", thousands(shipped.p50, 0))
        });
    }
    sentences.extend(profit_sentence(run));
    sentences.extend(insolvency_sentence(run));
    wrap(&sentences.join(" "), usize::from(width))
}

fn profit_sentence(run: &RunSummary) -> Option<String> {
    let profit = summary(run, "net_profit_CUR")?;
    let currency = &run.layout.currency;
    if profit.min >= profit.max {
        let verb = if profit.p50 < 0.0 { "loses" } else { "earns" };
        return Some(format!("The launch {verb} {} {currency}.", thousands(profit.p50.abs(), 0)));
    }
    let verb = if profit.p50 < 0.0 { "lose" } else { "earn" };
    let middle = figure(profit.p50.abs());
    let range = format!("nine in ten between {} and {}", figure(profit.p5), figure(profit.p95));
    let losing = match run.figures.losing {
        Some(share) if profit.p50 >= 0.0 && share > 0.0 => format!("; {} lose money", per_cent(share)),
        _ => String::new(),
    };
    Some(format!("In the middle they {verb} {middle} {currency}, {range}{losing}."))
}

fn insolvency_sentence(run: &RunSummary) -> Option<String> {
    let Probability { value, low, high } = metric(run, "insolvent")?.probability?;
    let lowest = summary(run, "lowest_cash_CUR")?;
    let currency = &run.layout.currency;
    if run.figures.launches == 1 {
        let end = if value > 0.5 { "which is insolvency" } else { "and it stays solvent" };
        return Some(format!("Cash falls to {} {currency} at the lowest, {end}.", figure(lowest.p50)));
    }
    let deepest = format!("The lowest cash is {} {currency} in the middle", figure(lowest.p50));
    // The interval is about a percentage point wide, so all three get the same digits.
    if value == 0.0 {
        return Some(format!("{deepest}; none is insolvent (a chance below {}).", per_cent(high)));
    }
    let [value, low, high] = [value, low, high].map(|share| format!("{:.1}", share * 100.0));
    Some(format!("{deepest}; insolvent in {value} % ({low} % to {high} %)."))
}

/// Breaks a text at spaces so that no line is longer than `width` characters; per cent signs stay with their number.
#[must_use]
pub fn wrap(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.replace(" %", "\u{a0}%").split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n").replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces() {
        assert_eq!(wrap("aa bb cc", 5), "aa bb\ncc");
        assert_eq!(wrap("in 4.1 % of", 7), "in\n4.1 %\nof");
    }
}
