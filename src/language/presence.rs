//! Keys that must be there, and keys that must not: missing ones, useless ones, ones that exclude each other.

use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::reader::Section;
use crate::language::source::{FileId, Span};

/// A choice that gives other keys a meaning, or takes it from them.
#[derive(Clone, Debug)]
pub struct Condition {
    /// In words: `with kind = "round"`.
    pub because: String,
    /// Where it is written; `None` when it is a default.
    pub span: Option<Span>,
}

impl Section<'_> {
    /// Records that a key is missing, unless it seems to be there under a misspelt name.
    pub fn missing(&self, context: &mut Context, name: &str, why: &str) {
        self.missing_beside(context, name, why, None);
    }

    /// Records that a key is missing which the one written at `beside` calls for.
    pub fn missing_beside(&self, context: &mut Context, name: &str, why: &str, beside: Option<Span>) {
        if context.misspelt.contains(&(self.path.clone(), name.to_owned())) {
            return;
        }
        let code = if why.is_empty() { Code::MissingKey } else { Code::NeedsKey };
        let table = if self.path.is_empty() { "the scenario".to_owned() } else { format!("[{}]", self.path) };
        let fault = Fault::new(code, format!("{table} needs the key `{name}`{why}"))
            .help(format!("write for example: {name} = {}", self.key(name).sample));
        context.fault(match (beside, self.span) {
            (Some(span), _) => fault.at(span, format!("`{name}` is missing beside this")),
            (None, Some(span)) => fault.at(span, format!("`{name}` is missing here")),
            (None, None) => fault.at(Span::new(FileId(0), 0..0), format!("{table} is missing in this file")),
        });
    }

    /// The fault of a key that a choice calls for: `pay` with kind = "reservation".
    pub fn needs(&self, context: &mut Context, name: &str, choice: &Condition) {
        if !self.has(name) {
            self.missing_beside(context, name, &format!(" {}", choice.because), choice.span);
        }
    }

    /// Records keys that have no effect beside a choice. Where the choice was made in a later layer than the key, the
    /// key is passed over: whoever extends a file cannot take its keys out.
    pub fn useless(&self, context: &mut Context, names: &[&str], choice: &Condition, help: &str) {
        for name in names {
            let (Some(node), Some(span)) = (self.node(name), self.key_span(name)) else {
                continue;
            };
            let layer = |span: Span| context.sources.get(span.file).layer;
            if choice.span.is_some_and(|chosen| layer(chosen) > layer(node.span)) {
                context.ignored.push((self.path.clone(), (*name).to_owned()));
                continue;
            }
            let fault = Fault::new(Code::Useless, format!("`{name}` has no effect {}", choice.because))
                .at(span, "does nothing here");
            let cure = if help.is_empty() { format!("take `{name}` out") } else { help.replace("KEY", name) };
            context.fault(fault.help(cure));
        }
    }

    /// A choice written under `name`, for [`Section::needs`] and [`Section::useless`].
    #[must_use]
    pub fn chosen(&self, name: &str, because: impl Into<String>) -> Condition {
        Condition { because: because.into(), span: self.node(name).map(|node| node.span) }
    }

    /// Records keys that exclude each other.
    pub fn conflict(&self, context: &mut Context, one: &str, other: &str) {
        if let (Some(first), Some(second)) = (self.key_span(one), self.key_span(other)) {
            context.fault(
                Fault::new(Code::Conflict, format!("`{one}` and `{other}` exclude each other"))
                    .at(second, "either this")
                    .at(first, "or this")
                    .help("take one of them out"),
            );
        }
    }
}
