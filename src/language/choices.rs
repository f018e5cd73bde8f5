//! Words that are none of the choices: what was probably meant.

use crate::language::catalogue::Key;
use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::language::nearest::nearest;
use crate::language::source::Span;

/// Words in quotes: "a", "b" or "c".
#[must_use]
pub fn quoted(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => quoted.concat(),
    }
}

/// What planners call a choice elsewhere: key, their word, our word.
const OTHER_WORDS: &[(&str, &str, &str)] = &[
    ("policy", "basestock", "order_up_to"),
    ("policy", "minmax", "s_S"),
    ("policy", "(s,s)", "s_S"),
    ("policy", "(r,q)", "reorder_point"),
    ("policy", "rq", "reorder_point"),
    ("policy", "rop", "reorder_point"),
    ("policy", "mto", "to_order"),
    ("policy", "maketoorder", "to_order"),
    ("policy", "lotforlot", "to_order"),
    ("build", "mto", "to_order"),
    ("build", "maketoorder", "to_order"),
    ("build", "mts", "to_stock"),
    ("build", "maketostock", "to_stock"),
    ("choice", "mnl", "logit"),
    ("choice", "multinomiallogit", "logit"),
    ("choice", "multinomial", "logit"),
    ("choice", "constantelasticity", "elasticity"),
    ("kind", "preorder", "reservation"),
    ("kind", "instock", "in_stock"),
    ("kind", "flashsale", "round"),
];

/// The choice that a word of other trades or programs stands for.
fn meant(key: &str, text: &str, choices: &[&'static str]) -> Option<&'static str> {
    let plain: String = text.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect();
    let (_, _, meant) = OTHER_WORDS.iter().find(|(of, word, _)| *of == key && *word == plain)?;
    choices.contains(meant).then_some(meant)
}

/// The fault of a word that is no choice.
#[must_use]
pub fn not_a_choice(key: &Key, text: &str, span: Span, choices: &[&'static str]) -> Fault {
    let fault = Fault::new(Code::NotAChoice, format!("`{}` cannot be \"{text}\"", key.name))
        .at(span, "none of the choices")
        .allowed(quoted(choices));
    match meant(key.name, text, choices).or_else(|| nearest(text, choices.iter().copied())) {
        Some(near) => fault.help(format!("did you mean \"{near}\"?")),
        None => fault,
    }
}
