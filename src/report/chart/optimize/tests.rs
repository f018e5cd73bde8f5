//! What pictures of a search must hold whatever was decided.

use super::*;
use crate::experiment::optimize::answer::PointFigures;
use crate::experiment::optimize::goal::Verdict;
use crate::report::chart::paper::Size;
use crate::report::optimize::asked::Told;
use crate::report::said::Language;
use crate::report::sweep::identity::AxisName;

fn axis(key: &str, unit: &str, words: &[&str]) -> AxisName {
    let words = words.iter().map(|&word| word.to_owned()).collect();
    AxisName { key: key.into(), unit: unit.into(), lasts: unit == "days", dated: unit == "date", words }
}

fn asked(axes: Vec<AxisName>) -> Asked {
    let objective = Told { text: "net_profit".into(), title: "net profit".into(), unit: "yuan".into(), share: false };
    Asked {
        version: "0".into(),
        scenario: "phone".into(),
        title: "A phone of which much is to be decided and little is known before it is made".into(),
        currency: "yuan".into(),
        winds_up: false,
        price_moves_nobody: false,
        choice: "logit".into(),
        certain: false,
        scenario_fingerprint: String::new(),
        fingerprint: String::new(),
        seed: 1,
        budget: 20_000,
        axes,
        objective,
        least: false,
        conditions: Vec::new(),
        columns: 1,
    }
}

/// So many decisions of eleven values, the best in the middle; of words as many as there are.
fn answer(asked: &Asked, short: bool) -> Answer {
    let values: Vec<f64> = asked.axes.iter().map(|axis| if axis.has_words() { 1.0 } else { 15_005.0 }).collect();
    let point = |state: State| PointFigures {
        place: vec![5; asked.axes.len()],
        values: if state == State::Own { Vec::new() } else { values.clone() },
        state,
        searched: 64,
        fresh: 256,
        objective: 8.9e8,
        interval: Some((8.7e8, 9.1e8)),
        other_rule: 8.8e8,
        bad_luck: 1e8,
        short: 0.01,
        conditions: Vec::new(),
        verdict: Verdict::Met,
    };
    let flat = |axis: &AxisName| {
        let all = if axis.has_words() { axis.words.len() as u32 } else { 11 };
        let first = if axis.has_words() { 0.0 } else { 15_000.0 };
        let at = |at: u32| first + f64::from(at);
        let mean = |step: u32| 8.9e8 - 6e7 * (f64::from(step) - 5.0) * (f64::from(step) - 5.0);
        let line = (0..all).map(|step| (at(step), mean(step), (mean(step) - 1e6, mean(step) + 1e6))).collect();
        let within = if axis.has_words() { vec![1.0] } else { vec![at(4), at(5), at(6)] };
        Flat { line, within, open: [false; 2], at_end: [false; 2] }
    };
    let one = |at: usize, gain: f64, risk: f64| Efficient { at, gain, risk };
    let risks = if short { [0.001, 0.01, 0.03] } else { [3e8, 2e8, 1e8] };
    Answer {
        points: [State::Best, State::Around, State::Around, State::Own].map(point).to_vec(),
        best: Some(0),
        own: Some(3),
        finalists: Vec::new(),
        own_regret: None,
        better_if_kept: Vec::new(),
        other_best: None,
        delta: (4e6, 4e6),
        flat: asked.axes.iter().map(flat).collect(),
        efficient: vec![one(1, 7.9e8, risks[0]), one(2, 8.5e8, risks[1]), one(0, 8.9e8, risks[2])],
        others: vec![one(1, 7.5e8, risks[1])],
        own_among: Some(one(3, 7.8e8, risks[1])),
        risk_is_short: short,
        line_launches: 256,
        launches: (256, 512),
        bound: crate::experiment::optimize::last::Bound::Finalist,
        first_fresh: 1024,
        spent: [9000, 4000, 3000],
        size: 1331,
        tried: 120,
        impossible: 0,
        certain: false,
    }
}

#[test]
fn no_label_is_cut_off_and_no_two_collide() {
    let price = || axis("product.phone.price", "yuan", &[]);
    let words = ["\"learning\"", "\"fixed, whatever is learned of demand\"", "\"clairvoyant\""];
    let cases = [
        vec![price()],
        vec![price(), axis("planner.kind", "", &words)],
        vec![price(), axis("factory.a_very_long_name_of_a_factory.ramp[4]", "phones per day", &[]), price()],
        vec![price(), axis("funding.seed.date", "date", &[]), axis("component.screen.lead_time", "days", &[]), price()],
    ];
    let cases = cases.into_iter().flat_map(|case| [(case.clone(), true), (case, false)]);
    let sheets = Size::ALL.into_iter().flat_map(|size| Language::ALL.map(|language| (size, language)));
    let sheets: Vec<(Size, Language)> = sheets.collect();
    for ((case, short), (size, language)) in
        cases.flat_map(|case| sheets.iter().map(move |sheet| (case.clone(), *sheet)))
    {
        let asked = asked(case);
        let paper = Paper::default().at(size).within(language);
        let charts = draw(&paper, &asked, &answer(&asked, short));
        assert!(charts.figures.len() == 2 && charts.warnings.is_empty(), "{:?}", charts.warnings);
        for figure in charts.figures {
            let letters = figure.smallest_letters();
            assert!(letters >= size.legible() - 1e-9, "{size:?} {}: {letters:.2} points", figure.name);
            let labels: Vec<_> = figure.canvas.labels().collect();
            for (number, label) in labels.iter().enumerate() {
                let (left, top, right, bottom) = label.bounds();
                let (width, height) = (figure.canvas.width(), figure.canvas.height());
                let inside = left >= 0.0 && top >= 0.0 && right <= width && bottom <= height;
                assert!(inside, "{}: {label:?} is cut off", figure.name);
                for other in &labels[..number] {
                    let (l, t, r, b) = other.bounds();
                    let apart = right <= l || left >= r || bottom <= t || top >= b;
                    assert!(apart, "{}: {:?} over {:?}", figure.name, label.text, other.text);
                }
            }
        }
    }
}
