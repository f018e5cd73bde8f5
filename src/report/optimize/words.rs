//! What is said of a search: what is best, what cannot be told from it, and what all of that rests on.

use super::asked::Asked;
use crate::experiment::optimize::answer::{Answer, Flat, Regret, State};
use crate::experiment::optimize::goal::{Standing, Verdict};
use crate::experiment::optimize::last::Bound;
use crate::report::price::price_moves_nobody;
use crate::report::said::{Figure, Shown, Text, said};

/// Points that are named one by one at most.
const NAMED: usize = 4;

/// Everything there is to say, a paragraph each.
#[must_use]
pub fn words(asked: &Asked, answer: &Answer) -> Vec<Text> {
    let speaker = Speaker { asked, answer };
    let mut said: Vec<Text> = Vec::new();
    if asked.price_moves_nobody {
        let why = price_moves_nobody(&asked.choice);
        said.push(said!("{why} What is said of the price below is said of that.", why = why));
    }
    let Some(best) = answer.best else {
        said.push(said!("No decision has a figure to go by: what was looked for applies in no launch."));
        return said;
    };
    said.push(speaker.best(best));
    said.extend(speaker.conditions(best));
    said.push(speaker.promise(best));
    said.extend(speaker.own());
    said.extend(speaker.other_rule());
    said.extend(speaker.ends());
    if answer.flat.iter().all(|flat| flat.line.is_empty()) {
        said.push(said!(
            "The budget left no launches to see how flat the top is and what is safer; write a larger {option}.",
            option = "--budget"
        ));
    }
    said.push(speaker.rests());
    said
}

/// A number of things; `id` is where it stands in `optimize.json`.
pub(super) fn many(id: &str, number: f64, what: &'static str) -> Text {
    Figure::new(id, number, Shown::counted(what)).into()
}

struct Speaker<'a> {
    asked: &'a Asked,
    answer: &'a Answer,
}

impl Speaker<'_> {
    fn decision(&self, at: usize) -> Text {
        self.asked.decided(&self.answer.points[at].values)
    }

    /// Some points by their values, without the keys; no more than a few.
    fn named(&self, places: &[usize]) -> Text {
        let one = |at: &usize| {
            let values = self.asked.axes.iter().zip(&self.answer.points[*at].values);
            let mut values: Vec<Text> = values.map(|(axis, value)| axis.said_with_unit(*value)).collect();
            if values.len() == 1 {
                values.remove(0)
            } else {
                said!("({place})", place = Text::joined(values, &said!(", ")))
            }
        };
        let more = (places.len() > NAMED).then(|| {
            let more = Figure::new("", (places.len() - NAMED) as f64, Shown::Bare);
            said!("{number} more", number = more)
        });
        Text::listed(places.iter().take(NAMED).map(one).chain(more))
    }

    fn best(&self, best: usize) -> Text {
        let (asked, point) = (self.asked, &self.answer.points[best]);
        let (decision, title) = (self.decision(best), asked.objective.name());
        let place = match (point.verdict == Verdict::Broken, self.answer.tried == self.answer.size) {
            (false, true) => said!("Best of all: {decision}.", decision = decision),
            (false, false) => said!("Best of those tried: {decision}.", decision = decision),
            (true, true) => said!("Nearest to the conditions of all: {decision}.", decision = decision),
            (true, false) => said!("Nearest to the conditions of those tried: {decision}.", decision = decision),
        };
        // How far the figure and its interval reach: "865 million yuan (843 million to 887 million)".
        let of = |what: &str| format!("best.objective.{what}");
        let value = asked.objective.said(of("value"), point.objective);
        let told = match point.interval {
            Some((low, high)) if high > low => said!(
                "{value} ({low} to {high} with 95 % confidence)",
                value = value,
                low = asked.objective.bare(of("low"), low),
                high = asked.objective.bare(of("high"), high)
            ),
            _ => value,
        };
        let level = if self.answer.certain {
            said!("There {title} is {told}, exactly: there is no luck.", title = title, told = told)
        } else {
            said!(
                "There {title} is {told}, in {launches} that were not used to find it.",
                title = title,
                told = told,
                launches = many("best.launches_fresh", f64::from(point.fresh), "launch")
            )
        };
        Text::sentences([place, level])
    }

    /// What becomes of the conditions at the best, and what would be better if they were kept.
    fn conditions(&self, best: usize) -> Vec<Text> {
        let (asked, answer) = (self.asked, self.answer);
        let all = asked.conditions.iter().zip(&answer.points[best].conditions).enumerate();
        let mut said: Vec<Text> = all
            .map(|(at, (held, Standing { value, low, high, verdict }))| {
                let id = |what: &str| format!("best.conditions.{at}.{what}");
                let value = held.left.said(id("value"), *value);
                let told = if high > low && low.is_finite() {
                    let (low, high) = (held.left.bare(id("low"), *low), held.left.bare(id("high"), *high));
                    said!("{value} ({low} to {high})", value = value, low = low, high = high)
                } else {
                    value
                };
                let words = held.words(at);
                match verdict {
                    Verdict::Met => said!("It keeps {condition}: {told}.", condition = words, told = told),
                    Verdict::Unknown => said!(
                        "Whether it keeps {condition} these launches cannot tell: {told}. More of them may, with {option}.",
                        condition = words,
                        told = told,
                        option = self.more()
                    ),
                    Verdict::Broken => said!("It breaks {condition}: {told}.", condition = words, told = told),
                }
            })
            .collect();
        let all_broken = answer.finalists.iter().all(|(at, _)| answer.points[*at].verdict == Verdict::Broken);
        if !asked.conditions.is_empty() && all_broken {
            said.push(said!("No finalist keeps the conditions; loosen them, or decide something else too."));
        }
        if !answer.better_if_kept.is_empty() {
            said.push(said!(
                "{finalists} would be better, and whether the conditions hold there cannot be told: {points}.",
                finalists = many("better_if_conditions_hold.length", answer.better_if_kept.len() as f64, "finalist"),
                points = self.named(&answer.better_if_kept)
            ));
        }
        said
    }

    /// The option that gives each finalist more launches.
    fn more(&self) -> Text {
        match self.answer.bound {
            Bound::Finalist => said!("a larger {option}", option = "-n"),
            Bound::Budget => said!("a larger {option}", option = "--budget"),
        }
    }

    /// The finalists among which the best was chosen, in words: those of which all conditions hold beyond doubt, or may.
    fn among(&self, best: Verdict) -> Text {
        let answer = self.answer;
        if self.asked.conditions.is_empty() {
            let all = many("finalists.length", answer.finalists.len() as f64, "finalist");
            return said!("the {finalists}", finalists = all);
        }
        let alike = answer.finalists.iter().filter(|(at, _)| answer.points[*at].verdict == best).count();
        let alike = many("", alike as f64, "finalist");
        match best {
            Verdict::Met => said!("the {finalists} that keep the conditions beyond doubt", finalists = alike),
            _ => said!("the {finalists} that may keep the conditions", finalists = alike),
        }
    }

    /// What is promised of the finalists, and which cannot be told apart.
    fn promise(&self, best: usize) -> Text {
        let (asked, answer) = (self.asked, self.answer);
        let of_state = |state: State| -> Vec<usize> {
            let all = answer.finalists.iter().map(|(at, _)| *at);
            all.filter(|at| answer.points[*at].state == state).collect()
        };
        let (alike, worse) = (of_state(State::Alike), of_state(State::Worse));
        if answer.certain {
            let tied = (!alike.is_empty()).then(|| said!("As good: {points}.", points = self.named(&alike)));
            let exactly = said!("Every other decision tried is no better, exactly: there is no luck.");
            return Text::sentences(std::iter::once(exactly).chain(tied));
        }
        let verdict = answer.points[best].verdict;
        if verdict == Verdict::Broken {
            return said!(
                "Of the {finalists} it comes nearest to the conditions by its means; of {title} nothing is promised.",
                finalists = many("finalists.length", answer.finalists.len() as f64, "finalist"),
                title = asked.objective.name()
            );
        }
        let broken = !of_state(State::Broken).is_empty();
        let mut said = Vec::new();
        if alike.len() + worse.len() == 0 {
            said.push(if broken {
                said!("Every other finalist breaks a condition, so there is none to hold it against.")
            } else {
                said!("It is the only finalist that could be compared, so nothing is promised of it.")
            });
        } else if answer.delta.1.is_finite() {
            said.push(self.within(verdict));
            if verdict == Verdict::Unknown {
                said.push(said!("None of them keeps the conditions beyond doubt."));
            }
        } else {
            said.push(said!("So few launches of each finalist promise nothing; write {option}.", option = self.more()));
        }
        match alike.len() {
            0 if !worse.is_empty() => said.push(if broken {
                said!(
                    "Every other finalist that may keep the conditions is worse beyond sampling error, if the inputs hold."
                )
            } else {
                said!("Every other finalist is worse beyond sampling error, if the inputs hold.")
            }),
            0 => {}
            number => said.push(said!(
                "{finalists} cannot be told from it (95 % over all finalists): {points}.",
                finalists = many("", number as f64, "finalist"),
                points = self.named(&alike)
            )),
        }
        Text::sentences(said)
    }

    /// How near to the best of the finalists it is beyond doubt.
    fn within(&self, verdict: Verdict) -> Text {
        let (asked, answer) = (self.asked, self.answer);
        let (wanted, reached) = answer.delta;
        let within = asked.objective.said("final.indifference_reached", reached);
        if reached > wanted * (1.0 + 1e-9) {
            return said!(
                "With 95 % confidence it is the best of {finalists}, or within {within} of the best ({asked} was asked for; {launches} launches of each do not reach it, {option} may).",
                finalists = self.among(verdict),
                within = within,
                asked = asked.objective.said("final.indifference_asked", wanted),
                launches = Figure::new("final.second_stage", f64::from(answer.launches.1), Shown::Decimals(0)),
                option = self.more()
            );
        }
        said!(
            "With 95 % confidence it is the best of {finalists}, or within {within} of the best.",
            finalists = self.among(verdict),
            within = within
        )
    }

    /// How far the scenario as it is written lies from the best.
    fn own(&self) -> Option<Text> {
        let (asked, answer) = (self.asked, self.answer);
        let Regret { level, mean, low, high } = answer.own_regret?;
        let own = &answer.points[answer.own?];
        let id = |what: &str| format!("scenario_as_written.regret.{what}");
        let told = asked.objective.said(id("level"), level);
        let ranged = |size: Text, ends: [(&str, f64); 2], amounts: bool| {
            if !low.is_finite() || high <= low {
                return size;
            }
            let end = |(what, end): (&str, f64)| {
                let shown = match (asked.objective.share, amounts) {
                    (true, true) => Shown::LessPerCent,
                    (true, false) => Shown::PerCent,
                    (false, true) => Shown::Less,
                    (false, false) => Shown::Rounded,
                };
                Text::from(Figure::new(id(what), end, shown))
            };
            said!("{value} ({low} to {high})", value = size, low = end(ends[0]), high = end(ends[1]))
        };
        let (up, down) = ([("low", low), ("high", high)], [("high", high), ("low", low)]);
        let said = match () {
            () if mean == 0.0 && low == high => {
                return Some(said!("The scenario as it is written is as good: {told}.", told = told));
            }
            () if low <= 0.0 && high >= 0.0 => said!(
                "The scenario as it is written, {told}, cannot be told from it: the difference is {difference}.",
                told = told,
                difference = ranged(asked.objective.said(id("mean"), mean), up, false)
            ),
            () if mean > 0.0 => said!(
                "The scenario as it is written reaches {told} and gives {size} away.",
                told = told,
                size = ranged(asked.objective.amount(id("mean"), mean), up, false)
            ),
            () => said!(
                "The scenario as it is written reaches {told}, {size} better than the best of the grid: its own decision is none of the values asked about.",
                told = told,
                size = ranged(asked.objective.amount(id("mean"), mean), down, true)
            ),
        };
        let broken = (own.verdict == Verdict::Broken).then(|| said!("It breaks the conditions."));
        Some(Text::sentences(std::iter::once(said).chain(broken)))
    }

    fn other_rule(&self) -> Option<Text> {
        let decision = self.decision(self.answer.other_best?);
        Some(if self.asked.winds_up {
            said!(
                "What becomes of a company short of cash matters: if its gap were bridged, {decision} would be the best of the finalists.",
                decision = decision
            )
        } else {
            said!(
                "What becomes of a company short of cash matters: if it were wound up, {decision} would be the best of the finalists.",
                decision = decision
            )
        })
    }

    /// Where the best lies at the end of what may be decided.
    fn ends(&self) -> Option<Text> {
        let of = |(axis, flat): (usize, &Flat)| {
            let key = &self.asked.axes[axis].key;
            match flat.at_end {
                // Where all of it is as good, nothing calls for more.
                _ if flat.open == [true; 2] => None,
                [true, false] => Some(said!("the low end of {key}", key = key)),
                [false, true] => Some(said!("the high end of {key}", key = key)),
                _ => None,
            }
        };
        let ends: Vec<Text> = self.answer.flat.iter().enumerate().filter_map(of).collect();
        (!ends.is_empty()).then(|| {
            said!(
                "It lies at {ends}; better may lie beyond. Widen what may be decided.",
                ends = Text::joined(ends, &said!(" and at "))
            )
        })
    }

    /// What all of it rests on.
    fn rests(&self) -> Text {
        let answer = self.answer;
        let left = answer.not_tried();
        let mut said = Vec::new();
        if left > 0 {
            said.push(said!(
                "{decisions} of the grid were not tried: that none of them is better is what the {tried} tried suggest, not what is promised.",
                decisions = many("points.not_tried", left as f64, "decision"),
                tried = Figure::new("points.tried", answer.tried as f64, Shown::Decimals(0))
            ));
        }
        if answer.impossible > 0 {
            said.push(said!(
                "{decisions} make no valid scenario and were passed over.",
                decisions = many("points.impossible", answer.impossible as f64, "decision")
            ));
        }
        said.push(said!(
            "Values between those of the grid were not looked at. The intervals speak of luck; what is not known of the inputs is in them only as far as the scenario draws it."
        ));
        Text::sentences(said)
    }
}

/// "2,199 to 2,399 yuan", and where that may go on.
#[must_use]
pub fn flat_said(asked: &Asked, axis: usize, flat: &Flat) -> Text {
    let name = &asked.axes[axis];
    match flat.within.as_slice() {
        [] => Text::default(),
        [only] => said!("{value} alone", value = name.said_with_unit(*only)),
        words if name.has_words() => Text::joined(words.iter().map(|word| name.said_with_unit(*word)), &said!(", ")),
        [low, .., high] => {
            let (low, high) = (name.said(*low), name.said_with_unit(*high));
            match flat.open {
                [true, true] => said!("{low} to {high}, all that may be decided", low = low, high = high),
                [true, false] => said!("{low} to {high}, down to the low end", low = low, high = high),
                [false, true] => said!("{low} to {high}, up to the high end", low = low, high = high),
                [false, false] => said!("{low} to {high}", low = low, high = high),
            }
        }
    }
}

/// The same in English, for pictures.
#[must_use]
pub fn flat_words(asked: &Asked, axis: usize, flat: &Flat) -> String {
    flat_said(asked, axis, flat).to_string()
}

/// "product.mi1.price from 1,499 to 2,499 yuan (11 values)" of what may be decided.
#[must_use]
pub(super) fn range(asked: &Asked, axis: usize, values: &[f64]) -> Text {
    let name = &asked.axes[axis];
    match values {
        [low, _, _, _, .., high] if !name.has_words() => said!(
            "{key} from {low} to {high} ({number} values)",
            key = &name.key,
            low = name.said(*low),
            high = name.said_with_unit(*high),
            number = Figure::new("", values.len() as f64, Shown::Decimals(0))
        ),
        few => name.is(Text::joined(few.iter().map(|value| name.said_with_unit(*value)), &said!(", "))),
    }
}
