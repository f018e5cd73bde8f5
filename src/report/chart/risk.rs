//! Gain against risk of many choices, with those that none beats in both.

use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN, Words, shortened_inside};
use super::font::{LABEL_SIZE, Weight};
use super::palette::{BLUE, Ink, TEXT, VERMILLION};
use super::panel::{Panel, direct, quiet};
use super::paper::Paper;
use super::scale::Scale;
use super::words::{amount, share};
use crate::experiment::efficient::efficient;
use crate::report::said::{Text, said};
use crate::report::words::begun;

/// Dots that are named at most.
const NAMED: usize = 12;

/// A choice: how likely it goes wrong, what it brings on average, and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Share of launches.
    pub risk: f64,
    /// Mean gain.
    pub gain: f64,
    /// What it is called.
    pub name: String,
    /// Its colour where it has one of its own.
    pub ink: Option<Ink>,
}

/// What the axes say.
#[derive(Clone, Debug)]
pub struct Axes {
    /// "Net profit".
    pub gain: Text,
    /// Its unit.
    pub unit: Text,
    /// What goes wrong.
    pub risk: Risk,
    /// What it is of, for the subtitle.
    pub about: Text,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    /// A launch is short of cash.
    Short,
    /// It loses money.
    Losing,
}

/// A dot for each choice; `None` where fewer than three have figures, or none is ever at risk.
pub fn risk(paper: &Paper, choices: &[Choice], axes: &Axes) -> Option<Figure> {
    let known: Vec<&Choice> =
        choices.iter().filter(|choice| choice.risk.is_finite() && choice.gain.is_finite()).collect();
    if known.len() < 3 || known.iter().all(|choice| choice.risk == 0.0) {
        return None;
    }
    let set = efficient(&known.iter().map(|choice| (choice.risk, choice.gain)).collect::<Vec<_>>());
    let (safest, best) = (known[*set.first()?], known[*set.last()?]);
    let told = |choice: &Choice, name: &str| {
        let gain = said!("{amount} {currency}", amount = amount(choice.gain), currency = axes.unit.clone());
        let risk = share(choice.risk);
        match axes.risk {
            Risk::Short => said!("{name}: {gain}, short of cash in {share}", name = name, gain = gain, share = risk),
            Risk::Losing => said!("{name}: {gain}, losing money in {share}", name = name, gain = gain, share = risk),
        }
    };
    let finding = if set.len() == 1 {
        said!("Most gain and least risk together: {best}", best = told(best, &best.name))
    } else {
        said!(
            "{best}. Safest of those not beaten is {safest}",
            best = told(best, &begun(&best.name)),
            safest = told(safest, &safest.name)
        )
    };
    let gain = Text::term(paper_case(&axes.gain));
    let measure = match axes.risk {
        Risk::Short => said!("Mean {gain} against the share of launches short of cash", gain = gain),
        Risk::Losing => said!("Mean {gain} against the share of launches losing money", gain = gain),
    };
    let words = Words {
        finding,
        measure: super::dotted([measure, axes.about.clone()]),
        drawn: said!("A dot for each choice, its gain over its risk; a line joins those that none beats in both."),
    };
    let height = paper.height(480.0);
    let mut sheet = Figure::new("risk", paper, words, height);
    let mut keys =
        vec![(Key::Dot(VERMILLION), said!("most gain")), (Key::Line(BLUE), said!("none beats these in both"))];
    if set.len() < known.len() {
        keys.push((Key::Dot(BLUE.tint(0.4)), said!("beaten in both")));
    }
    sheet.legend(&keys);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for choice in &known {
        (low, high) = (low.min(choice.gain), high.max(choice.gain));
    }
    let most = known.iter().map(|choice| choice.risk).fold(0.0, f64::max);
    let x = Scale::round(0.0, (most * 100.0).min(100.0), 8);
    let panel = Panel {
        left: 90.0,
        top: HEAD + 44.0,
        right: paper.width() - 40.0,
        bottom: height - 52.0,
        x,
        y: Scale::round(low, high, 6),
    };
    let canvas = &mut sheet.canvas;
    panel.scaled_header(canvas, axes.gain.clone(), axes.unit.clone(), MARGIN);
    panel.y_axis(canvas, 6);
    let at = |choice: &Choice| (panel.at_x(choice.risk * 100.0), panel.at_y(choice.gain));
    let mut steps: Vec<(f64, f64)> = Vec::new();
    for &one in &set {
        let choice = known[one];
        steps.extend(steps.last().map(|&(_, gain)| (choice.risk * 100.0, gain)));
        steps.push((choice.risk * 100.0, choice.gain));
    }
    panel.line(canvas, &steps, BLUE, 1.3);
    let mut taken: Vec<(f64, f64, f64, f64)> = Vec::new();
    for (place, choice) in known.iter().enumerate() {
        let kept = set.contains(&place);
        let ink = choice.ink.unwrap_or(match (std::ptr::eq(*choice, best), kept) {
            (true, _) => VERMILLION,
            (_, true) => BLUE,
            _ => BLUE.tint(0.4),
        });
        let (x, y) = at(choice);
        let radius = if std::ptr::eq(*choice, best) {
            6.0
        } else if kept {
            4.2
        } else {
            3.2
        };
        canvas.dot((x, y), radius, ink);
        taken.push((x - radius, y - radius, x + radius, y + radius));
    }
    let mut order: Vec<usize> = vec![*set.last()?, *set.first()?];
    order.extend(set.iter().copied().chain(0..known.len()));
    let named = name_dots(&panel, canvas, (&known, &order), taken);
    let title = match axes.risk {
        Risk::Short => said!("Launches short of cash"),
        Risk::Losing => said!("Launches losing money"),
    };
    panel.x_axis(canvas, title, "%", 8);
    if named < known.len() {
        let rest = known.len() - named;
        let text = canvas.told(said!("{some} not named", some = rest.to_string()));
        canvas.label(quiet(&text, panel.right, panel.top - 15.0, Anchor::End));
    }
    Some(sheet)
}

/// A title within a sentence.
fn paper_case(title: &Text) -> String {
    title.to_string().to_lowercase()
}

/// Names dots in an order where there is room beside them, the ends of the set before the rest; gives how many.
fn name_dots(
    panel: &Panel,
    canvas: &mut Canvas,
    (known, order): (&[&Choice], &[usize]),
    mut taken: Vec<(f64, f64, f64, f64)>,
) -> usize {
    let mut named: Vec<usize> = Vec::new();
    for &place in order {
        if named.contains(&place) || named.len() >= NAMED {
            continue;
        }
        let choice = known[place];
        let text = shortened_inside(&choice.name, LABEL_SIZE + 1.0, Weight::SemiBold, 240.0);
        let ink = choice.ink.unwrap_or(TEXT);
        let (x, y) = (panel.at_x(choice.risk * 100.0), panel.at_y(choice.gain));
        let places = [
            (9.0, 4.5, Anchor::Start),
            (-9.0, 4.5, Anchor::End),
            (0.0, -10.0, Anchor::Middle),
            (0.0, 20.0, Anchor::Middle),
        ];
        let label =
            places.into_iter().map(|(dx, dy, anchor)| direct(&text, x + dx, y + dy, anchor, ink)).find(|label| {
                let (left, top, right, bottom) = label.bounds();
                let inside =
                    left > panel.left && right < panel.right + 30.0 && top > panel.top - 4.0 && bottom < panel.bottom;
                inside
                    && taken.iter().all(|other| right < other.0 || left > other.2 || bottom < other.1 || top > other.3)
            });
        if let Some(label) = label {
            taken.push(label.bounds());
            named.push(place);
            panel.on_paper(canvas, label);
        }
    }
    named.len()
}
