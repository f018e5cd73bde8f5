//! What is said of a search: what is best, what cannot be told from it, and what all of that rests on.

use super::asked::{Asked, value_told};
use crate::experiment::optimize::answer::{Answer, Flat, Regret, State};
use crate::experiment::optimize::goal::Verdict;
use crate::experiment::optimize::last::Bound;
use crate::report::chart::scale::exact;
use crate::report::sweep::survey::price_moves_nobody;
use crate::report::words::begun;
use crate::units::{counted, thousands};

/// Points that are named one by one at most.
const NAMED: usize = 4;

/// Everything there is to say, a paragraph each.
#[must_use]
pub fn words(asked: &Asked, answer: &Answer) -> Vec<String> {
    let speaker = Speaker { asked, answer };
    let mut said: Vec<String> = Vec::new();
    if asked.price_moves_nobody {
        said.push(format!("{} What is said of the price below is said of that.", price_moves_nobody(&asked.choice)));
    }
    let Some(best) = answer.best else {
        said.push("No decision has a figure to go by: what was looked for applies in no launch.".into());
        return said;
    };
    said.push(speaker.best(best));
    said.extend(speaker.conditions(best));
    said.push(speaker.promise(best));
    said.extend(speaker.own());
    said.extend(speaker.other_rule());
    said.extend(speaker.ends());
    if answer.flat.iter().all(|flat| flat.line.is_empty()) {
        said.push(
            "The budget left no launches to see how flat the top is and what is safer; write a larger --budget.".into(),
        );
    }
    said.push(speaker.rests());
    said
}

/// How far a figure and its interval reach: "865 million yuan (843 million to 887 million)".
fn with_interval(asked: &Asked, value: f64, interval: Option<(f64, f64)>) -> String {
    match interval {
        Some((low, high)) if high > low => {
            let [low, high] = [low, high].map(|end| asked.objective.bare(end));
            format!("{} ({low} to {high} with 95 % confidence)", asked.objective.value(value))
        }
        _ => asked.objective.value(value),
    }
}

struct Speaker<'a> {
    asked: &'a Asked,
    answer: &'a Answer,
}

impl Speaker<'_> {
    fn decision(&self, at: usize) -> String {
        self.asked.decision(&self.answer.points[at].values)
    }

    /// Some points by their values, without the keys; no more than a few.
    fn named(&self, places: &[usize]) -> String {
        let one = |at: &usize| {
            let values = self.asked.axes.iter().zip(&self.answer.points[*at].values);
            let values: Vec<String> = values.map(|(axis, value)| value_told(axis, *value)).collect();
            if values.len() == 1 { values.concat() } else { format!("({})", values.join(", ")) }
        };
        let mut named: Vec<String> = places.iter().take(NAMED).map(one).collect();
        if places.len() > NAMED {
            named.push(format!("{} more", places.len() - NAMED));
        }
        match named.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    fn best(&self, best: usize) -> String {
        let (asked, point) = (self.asked, &self.answer.points[best]);
        let way = if self.answer.tried == self.answer.size { "all" } else { "those tried" };
        let of = if point.verdict == Verdict::Broken { "Nearest to the conditions of" } else { "Best of" };
        let told = with_interval(asked, point.objective, point.interval);
        let title = &asked.objective.title;
        let launches = if self.answer.certain {
            ", exactly: there is no luck".to_owned()
        } else {
            format!(", in {} that were not used to find it", counted(f64::from(point.fresh), "launch"))
        };
        format!("{of} {way}: {}. There {title} is {told}{launches}.", self.decision(best))
    }

    /// What becomes of the conditions at the best, and what would be better if they were kept.
    fn conditions(&self, best: usize) -> Vec<String> {
        let (asked, answer) = (self.asked, self.answer);
        let mut said = Vec::new();
        for (held, standing) in asked.conditions.iter().zip(&answer.points[best].conditions) {
            let told = held.left.value(standing.value);
            let range = if standing.high > standing.low && standing.low.is_finite() {
                format!(" ({} to {})", held.left.bare(standing.low), held.left.bare(standing.high))
            } else {
                String::new()
            };
            let words = held.words();
            said.push(match standing.verdict {
                Verdict::Met => format!("It keeps {words}: {told}{range}."),
                Verdict::Unknown => format!(
                    "Whether it keeps {words} these launches cannot tell: {told}{range}. More of them may, with {}.",
                    self.more()
                ),
                Verdict::Broken => format!("It breaks {words}: {told}{range}."),
            });
        }
        let all_broken = answer.finalists.iter().all(|(at, _)| answer.points[*at].verdict == Verdict::Broken);
        if !asked.conditions.is_empty() && all_broken {
            said.push("No finalist keeps the conditions; loosen them, or decide something else too.".into());
        }
        if !answer.better_if_kept.is_empty() {
            let many = counted(answer.better_if_kept.len() as f64, "finalist");
            said.push(format!(
                "{many} would be better, and whether the conditions hold there cannot be told: {}.",
                self.named(&answer.better_if_kept)
            ));
        }
        said
    }

    /// The option that gives each finalist more launches.
    fn more(&self) -> &'static str {
        match self.answer.bound {
            Bound::Finalist => "a larger -n",
            Bound::Budget => "a larger --budget",
        }
    }

    /// The finalists among which the best was chosen, in words: those of which all conditions hold beyond doubt, or may.
    fn among(&self, best: Verdict) -> String {
        let answer = self.answer;
        if self.asked.conditions.is_empty() {
            return format!("the {}", counted(answer.finalists.len() as f64, "finalist"));
        }
        let alike = answer.finalists.iter().filter(|(at, _)| answer.points[*at].verdict == best).count();
        let many = counted(alike as f64, "finalist");
        match best {
            Verdict::Met => format!("the {many} that keep the conditions beyond doubt"),
            _ => format!("the {many} that may keep the conditions"),
        }
    }

    /// What is promised of the finalists, and which cannot be told apart.
    fn promise(&self, best: usize) -> String {
        let (asked, answer) = (self.asked, self.answer);
        let of_state = |state: State| -> Vec<usize> {
            let all = answer.finalists.iter().map(|(at, _)| *at);
            all.filter(|at| answer.points[*at].state == state).collect()
        };
        let (alike, worse) = (of_state(State::Alike), of_state(State::Worse));
        if answer.certain {
            let tied = if alike.is_empty() { String::new() } else { format!(" As good: {}.", self.named(&alike)) };
            return format!("Every other decision tried is no better, exactly: there is no luck.{tied}");
        }
        let verdict = answer.points[best].verdict;
        if verdict == Verdict::Broken {
            let finalists = counted(answer.finalists.len() as f64, "finalist");
            return format!(
                "Of the {finalists} it comes nearest to the conditions by its means; of {} nothing is promised.",
                asked.objective.title
            );
        }
        let (wanted, reached) = answer.delta;
        let broken = !of_state(State::Broken).is_empty();
        let mut said = Vec::new();
        if alike.len() + worse.len() == 0 {
            said.push(if broken {
                "Every other finalist breaks a condition, so there is none to hold it against.".to_owned()
            } else {
                "It is the only finalist that could be compared, so nothing is promised of it.".to_owned()
            });
        } else if reached.is_finite() {
            let beyond = if reached > wanted * (1.0 + 1e-9) {
                let launches = thousands(f64::from(answer.launches.1), 0);
                format!(
                    " ({} was asked for; {launches} launches of each do not reach it, {} may)",
                    asked.objective.value(wanted),
                    self.more()
                )
            } else {
                String::new()
            };
            said.push(format!(
                "With 95 % confidence it is the best of {}, or within {} of the best{beyond}.",
                self.among(verdict),
                asked.objective.value(reached)
            ));
            if verdict == Verdict::Unknown {
                said.push("None of them keeps the conditions beyond doubt.".to_owned());
            }
        } else {
            said.push(format!("So few launches of each finalist promise nothing; write {}.", self.more()));
        }
        match alike.len() {
            0 if !worse.is_empty() => {
                let others =
                    if broken { "Every other finalist that may keep the conditions" } else { "Every other finalist" };
                said.push(format!("{others} is worse beyond sampling error, if the inputs hold."));
            }
            0 => {}
            many => said.push(format!(
                "{} cannot be told from it (95 % over all finalists): {}.",
                begun(&counted(many as f64, "finalist")),
                self.named(&alike)
            )),
        }
        said.join(" ")
    }

    fn own(&self) -> Option<String> {
        let (asked, answer) = (self.asked, self.answer);
        let Regret { level, mean, low, high } = answer.own_regret?;
        let own = &answer.points[answer.own?];
        let told = asked.objective.value(level);
        let size = asked.objective.value(mean.abs());
        let range = if low.is_finite() && high > low {
            let (low, high) = if mean < 0.0 { (-high, -low) } else { (low, high) };
            format!(" ({} to {})", asked.objective.bare(low), asked.objective.bare(high))
        } else {
            String::new()
        };
        let kept = match own.verdict {
            Verdict::Broken => " It breaks the conditions.",
            _ => "",
        };
        Some(match () {
            () if mean == 0.0 && low == high => format!("The scenario as it is written is as good: {told}."),
            () if low <= 0.0 && high >= 0.0 => format!(
                "The scenario as it is written, {told}, cannot be told from it: the difference is {}{range}.{kept}",
                asked.objective.value(mean)
            ),
            () if mean > 0.0 => {
                format!("The scenario as it is written reaches {told} and gives {size}{range} away.{kept}")
            }
            () => format!(
                "The scenario as it is written reaches {told}, {size}{range} better than the best of the grid: its own decision is none of the values asked about.{kept}"
            ),
        })
    }

    fn other_rule(&self) -> Option<String> {
        let other = self.answer.other_best?;
        let what = if self.asked.winds_up { "its gap were bridged" } else { "it were wound up" };
        Some(format!(
            "What becomes of a company short of cash matters: if {what}, {} would be the best of the finalists.",
            self.decision(other)
        ))
    }

    /// Where the best lies at the end of what may be decided.
    fn ends(&self) -> Option<String> {
        let of = |(axis, flat): (usize, &Flat)| {
            let end = match flat.at_end {
                // Where all of it is as good, nothing calls for more.
                _ if flat.open == [true; 2] => return None,
                [true, false] => "low",
                [false, true] => "high",
                _ => return None,
            };
            Some(format!("the {end} end of {}", self.asked.axes[axis].key))
        };
        let ends: Vec<String> = self.answer.flat.iter().enumerate().filter_map(of).collect();
        (!ends.is_empty())
            .then(|| format!("It lies at {}; better may lie beyond. Widen what may be decided.", ends.join(" and at ")))
    }

    /// What all of it rests on.
    fn rests(&self) -> String {
        let answer = self.answer;
        let left = answer.size - answer.tried - answer.impossible.min(answer.size - answer.tried);
        let mut said = Vec::new();
        if left > 0 {
            said.push(format!(
                "{} of the grid were not tried: that none of them is better is what the {} tried suggest, not what is promised.",
                begun(&counted(left as f64, "decision")),
                thousands(answer.tried as f64, 0)
            ));
        }
        if answer.impossible > 0 {
            let many = counted(answer.impossible as f64, "decision");
            said.push(format!("{} make no valid scenario and were passed over.", begun(&many)));
        }
        said.push(
            "Values between those of the grid were not looked at. The intervals speak of luck; what is not known of the inputs is in them only as far as the scenario draws it."
                .to_owned(),
        );
        said.join(" ")
    }
}

/// "within 1 %: 2,199 to 2,399 yuan", and where that may go on.
#[must_use]
pub fn flat_words(asked: &Asked, axis: usize, flat: &Flat) -> String {
    let name = &asked.axes[axis];
    match flat.within.as_slice() {
        [] => String::new(),
        [only] => format!("{} alone", value_told(name, *only)),
        words if name.has_words() => words.iter().map(|word| value_told(name, *word)).collect::<Vec<_>>().join(", "),
        [low, .., high] => {
            let more = match flat.open {
                [true, true] => ", all that may be decided",
                [true, false] => ", down to the low end",
                [false, true] => ", up to the high end",
                [false, false] => "",
            };
            format!("{} to {}{more}", name.told(*low), value_told(name, *high))
        }
    }
}

/// "product.mi1.price from 1,499 to 2,499 yuan (11 values)" of what may be decided.
#[must_use]
pub fn range_words(asked: &Asked, axis: usize, values: &[f64]) -> String {
    let name = &asked.axes[axis];
    match values {
        [low, _, _, _, .., high] if !name.has_words() => {
            let count = exact(values.len() as f64, 0.5);
            format!("{} from {} to {} ({count} values)", name.key, name.told(*low), value_told(name, *high))
        }
        few => {
            let few: Vec<String> = few.iter().map(|value| value_told(name, *value)).collect();
            format!("{} = {}", name.key, few.join(", "))
        }
    }
}
