//! Words become an expression: `or` binds less than `and`, then `not`, comparisons, sums, products, signs and powers.

use std::ops::Range;

use super::fault::ExpressionFault;
use super::mean::each_name_is_a_mean;
use super::node::{self, Called, Comparison, Figure, Function, Node};
use super::words::{Placed, Sign, Word, words};

/// Parentheses, functions, signs and powers within each other at most.
const DEEPEST: usize = 64;

/// An expression and the metrics it names.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The whole of it.
    pub root: Node,
    /// Each metric once, in the order of their first places.
    pub variables: Vec<String>,
    /// Every place at which one is named: which, and where.
    pub names: Vec<(usize, Range<usize>)>,
    /// Whether a figure over launches is in it.
    pub figures: bool,
    /// Where the comparison stands that is all of it; `None` where it is something else, or in parentheses.
    pub comparison: Option<Range<usize>>,
}

/// Parses a text.
///
/// # Errors
/// At the first thing that cannot be meant.
pub fn parse(text: &str) -> Result<Parsed, ExpressionFault> {
    let words = words(text)?;
    let end = text.trim_end().len();
    if words.is_empty() {
        let help = "write one, as in net_profit - 0.02 * revenue";
        return Err(ExpressionFault::new("an expression that says nothing", 0..end, help));
    }
    let found =
        Parsed { root: Node::Number(0.0), variables: Vec::new(), names: Vec::new(), figures: false, comparison: None };
    let mut parser = Parser { text, words: &words, end, at: 0, depth: 0, within: None, found };
    parser.found.root = parser.any()?;
    if let Some(rest) = parser.next() {
        return Err(parser.not_expected(rest));
    }
    if parser.found.figures {
        each_name_is_a_mean(&parser.found.root).map_err(|name| parser.of_one_launch(name))?;
    }
    Ok(parser.found)
}

struct Parser<'a> {
    text: &'a str,
    words: &'a [Placed],
    /// Where the text ends.
    end: usize,
    /// The next word.
    at: usize,
    depth: usize,
    /// The figure whose launches are looked at.
    within: Option<&'a str>,
    found: Parsed,
}

impl<'a> Parser<'a> {
    fn next(&self) -> Option<&'a Placed> {
        self.words.get(self.at)
    }

    fn is_sign(&self, sign: Sign) -> bool {
        self.next().is_some_and(|next| next.word == Word::Sign(sign))
    }

    fn is_word(&self, word: &str) -> bool {
        self.next().is_some_and(|next| next.word == Word::Name && &self.text[next.place.clone()] == word)
    }

    /// Takes a sign if it is next.
    fn took(&mut self, sign: Sign) -> bool {
        let there = self.is_sign(sign);
        self.at += usize::from(there);
        there
    }

    fn any(&mut self) -> Result<Node, ExpressionFault> {
        let mut terms = vec![self.all()?];
        while self.is_word("or") {
            self.at += 1;
            terms.push(self.all()?);
        }
        Ok(alone(terms, Node::Any))
    }

    fn all(&mut self) -> Result<Node, ExpressionFault> {
        let mut terms = vec![self.negation()?];
        while self.is_word("and") {
            self.at += 1;
            terms.push(self.negation()?);
        }
        Ok(alone(terms, Node::All))
    }

    fn negation(&mut self) -> Result<Node, ExpressionFault> {
        if !self.is_word("not") {
            return self.comparison();
        }
        self.at += 1;
        self.deeper(|parser| Ok(Node::Not(Box::new(parser.negation()?))))
    }

    fn comparison(&mut self) -> Result<Node, ExpressionFault> {
        let left = self.sum()?;
        let Some((which, place)) = self.compares() else { return Ok(left) };
        self.at += 1;
        let right = self.sum()?;
        if let Some((_, again)) = self.compares() {
            let help = "join two by `and`: 0 < orders and orders < 10k";
            return Err(ExpressionFault::new("a comparison of a comparison", again, help));
        }
        if self.depth == 0 {
            self.found.comparison = Some(place);
        }
        Ok(Node::Compare(which, Box::new([left, right])))
    }

    fn compares(&self) -> Option<(Comparison, Range<usize>)> {
        let next = self.next()?;
        let which = match next.word {
            Word::Sign(Sign::Below) => Comparison::Below,
            Word::Sign(Sign::AtMost) => Comparison::AtMost,
            Word::Sign(Sign::Above) => Comparison::Above,
            Word::Sign(Sign::AtLeast) => Comparison::AtLeast,
            Word::Sign(Sign::Equal) => Comparison::Equal,
            Word::Sign(Sign::Unequal) => Comparison::Unequal,
            _ => return None,
        };
        Some((which, next.place.clone()))
    }

    fn sum(&mut self) -> Result<Node, ExpressionFault> {
        let mut terms = vec![(false, self.product()?)];
        loop {
            let minus = self.is_sign(Sign::Minus);
            if !minus && !self.is_sign(Sign::Plus) {
                return Ok(first_alone(terms, Node::Sum));
            }
            self.at += 1;
            terms.push((minus, self.product()?));
        }
    }

    fn product(&mut self) -> Result<Node, ExpressionFault> {
        let mut factors = vec![(false, self.signed()?)];
        loop {
            let over = self.is_sign(Sign::Over);
            if !over && !self.is_sign(Sign::Times) {
                return Ok(first_alone(factors, Node::Product));
            }
            self.at += 1;
            factors.push((over, self.signed()?));
        }
    }

    /// `-x ^ 2` is `-(x ^ 2)`.
    fn signed(&mut self) -> Result<Node, ExpressionFault> {
        if self.took(Sign::Minus) {
            return self.deeper(|parser| Ok(Node::Negative(Box::new(parser.signed()?))));
        }
        if self.took(Sign::Plus) {
            return self.deeper(Self::signed);
        }
        let base = self.atom()?;
        if !self.took(Sign::Power) {
            return Ok(base);
        }
        // Powers of powers bind from the right, and an exponent may have a sign.
        self.deeper(|parser| Ok(Node::Power(Box::new([base, parser.signed()?]))))
    }

    fn atom(&mut self) -> Result<Node, ExpressionFault> {
        let Some(next) = self.next() else {
            let help = "write a number, a metric or a parenthesis";
            return Err(ExpressionFault::new("an expression that breaks off", self.end..self.end, help));
        };
        let place = next.place.clone();
        let written = &self.text[place.clone()];
        match next.word {
            Word::Number(value) => {
                self.at += 1;
                Ok(Node::Number(value))
            }
            Word::Quoted => {
                self.at += 1;
                Ok(self.metric(&written[1..written.len() - 1], place))
            }
            Word::Name if matches!(written, "and" | "or") => Err(self.not_expected(next)),
            Word::Name => {
                self.at += 1;
                if self.took(Sign::Open) { self.call(written, place) } else { Ok(self.metric(written, place)) }
            }
            Word::Sign(Sign::Open) => {
                self.at += 1;
                let inner = self.deeper(Self::any)?;
                self.close(&place)?;
                Ok(inner)
            }
            Word::Sign(_) => Err(self.not_expected(next)),
        }
    }

    fn metric(&mut self, name: &str, place: Range<usize>) -> Node {
        let known = self.found.variables.iter().position(|known| known == name);
        let variable = known.unwrap_or_else(|| {
            self.found.variables.push(name.to_owned());
            self.found.variables.len() - 1
        });
        self.found.names.push((variable, place));
        Node::Name(self.found.names.len() - 1)
    }

    /// What stands between the parentheses of a function or a figure.
    fn call(&mut self, name: &'a str, place: Range<usize>) -> Result<Node, ExpressionFault> {
        let Some(called) = node::called(name) else {
            let what = format!("there is no function `{name}`");
            return Err(ExpressionFault::new(what, place, node::instead_of(name)));
        };
        let opened = place.start..self.words[self.at - 1].place.end;
        let outer = self.within;
        if let (Called::Figure(_), Some(outer)) = (called, outer) {
            let help = format!("`{outer}` already takes all launches; leave one of them out");
            return Err(ExpressionFault::new(format!("`{name}` within `{outer}`"), place, help));
        }
        let named_before = self.found.names.len();
        if matches!(called, Called::Figure(_)) {
            self.within = Some(name);
        }
        let mut arguments = Vec::new();
        if !self.is_sign(Sign::Close) {
            loop {
                arguments.push(self.deeper(Self::any)?);
                if !self.took(Sign::Comma) {
                    break;
                }
            }
        }
        self.within = outer;
        let whole = place.start..self.close(&opened)?;
        let wanted = match called {
            Called::Function(Function::Min | Function::Max) => 2..=usize::MAX,
            Called::Function(Function::If) => 3..=3,
            _ => 1..=1,
        };
        if !wanted.contains(&arguments.len()) {
            return Err(wrong_number(name, arguments.len(), whole));
        }
        match called {
            Called::Function(function) => Ok(Node::Call(function, arguments)),
            Called::Figure(figure) => {
                self.found.figures = true;
                let inner = arguments.swap_remove(0);
                if self.found.names.len() == named_before {
                    let what = format!("`{name}` of what is the same in every launch");
                    let help = format!("name a metric in it, as in {}", node::example(name));
                    return Err(ExpressionFault::new(what, whole, help));
                }
                if figure == Figure::Probability && !may_hold(&inner) {
                    let help = "write a condition in it, as in probability(net_profit < 0)";
                    return Err(ExpressionFault::new("the probability of a number", whole, help));
                }
                Ok(Node::Over(figure, Box::new(inner)))
            }
        }
    }

    /// Takes the parenthesis that closes what was opened at a place; gives where it ends.
    fn close(&mut self, opened: &Range<usize>) -> Result<usize, ExpressionFault> {
        match self.next() {
            Some(next) if next.word == Word::Sign(Sign::Close) => {
                self.at += 1;
                Ok(next.place.end)
            }
            Some(next) => Err(self.not_expected(next)),
            None => {
                Err(ExpressionFault::new("a parenthesis that is never closed", opened.clone(), "write `)` at its end"))
            }
        }
    }

    /// One level further down.
    fn deeper(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Result<Node, ExpressionFault>,
    ) -> Result<Node, ExpressionFault> {
        if self.depth == DEEPEST {
            let place = self.next().map_or(self.end..self.end, |next| next.place.clone());
            let what = format!("more than {DEEPEST} parentheses, functions, signs and powers within each other");
            return Err(ExpressionFault::new(what, place, "write it as several metrics of your own"));
        }
        self.depth += 1;
        let node = parse(self);
        self.depth -= 1;
        node
    }

    /// A metric of one launch beside a figure, where its mean is not certainly meant.
    fn of_one_launch(&self, name: usize) -> ExpressionFault {
        let place = self.found.names[name].1.clone();
        let written = &self.text[place.clone()];
        let what = format!("`{written}` is of one launch, and what stands beside it of all launches");
        let help =
            format!("write mean({written}) where its mean is meant, or put all that is of one launch into mean(...)");
        ExpressionFault::new(what, place, help)
    }

    /// A word where another belongs.
    fn not_expected(&self, next: &Placed) -> ExpressionFault {
        let written = &self.text[next.place.clone()];
        let before = self.at.checked_sub(1).and_then(|before| self.words.get(before));
        let after_value = before.is_some_and(|before| {
            let word = &self.text[before.place.clone()];
            !matches!(before.word, Word::Sign(sign) if sign != Sign::Close) && !matches!(word, "and" | "or" | "not")
        });
        let help = match next.word {
            Word::Sign(Sign::Close) if after_value => "it closes nothing; leave it out".into(),
            Word::Sign(Sign::Comma) if after_value => "thousands are grouped by _: 1_000".into(),
            _ if after_value => match (before.map(|before| before.word), written) {
                (Some(Word::Number(_)), "k" | "K" | "M" | "bn") => {
                    format!("write it right behind the number: 100{written}")
                }
                _ => "an operator is missing before it: + - * / ^, a comparison, `and` or `or`".into(),
            },
            _ => "a number, a metric or a parenthesis is missing before it".into(),
        };
        ExpressionFault::new(format!("`{written}` cannot stand here"), next.place.clone(), help)
    }
}

/// Whether it can be true or false.
fn may_hold(node: &Node) -> bool {
    matches!(node, Node::Compare(..) | Node::All(_) | Node::Any(_) | Node::Not(_) | Node::Name(_))
        || matches!(node, Node::Call(Function::Applies | Function::If, _))
}

fn wrong_number(name: &str, found: usize, place: Range<usize>) -> ExpressionFault {
    let example = node::example(name);
    let (what, help) = match (name, found) {
        ("min" | "max", 1) => {
            let over = if name == "min" { "lowest" } else { "highest" };
            let help = format!("write {example}; over launches it is {}", node::example(over));
            (format!("`{name}` of one value"), help)
        }
        (_, 0) => (format!("`{name}` of nothing"), format!("write for example {example}")),
        ("if", _) => (
            format!("`if` takes a condition and two values, not {found} of them"),
            format!("write for example {example}"),
        ),
        _ => (format!("`{name}` takes one value, not {found}"), format!("write for example {example}")),
    };
    ExpressionFault::new(what, place, help)
}

fn alone(mut terms: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    if terms.len() == 1 { terms.swap_remove(0) } else { join(terms) }
}

fn first_alone(mut terms: Vec<(bool, Node)>, join: fn(Vec<(bool, Node)>) -> Node) -> Node {
    if terms.len() == 1 { terms.swap_remove(0).1 } else { join(terms) }
}
