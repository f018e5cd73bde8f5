//! Overrides from the command line: `--set KEY=VALUE`, each a small file of its own.

use super::cursor::Cursor;
use super::held;
use super::merge::lay_over;
use super::shape;
use crate::language::catalogue::Kind;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::nearest::{listed, nearest};
use crate::language::parse;
use crate::language::source::{FileId, Place, Span};
use crate::language::tree::{Entry, Node, Table, Value};

/// A parsed override.
#[derive(Debug)]
pub struct Setting {
    segments: Vec<(String, Span)>,
    /// Number of the point the last segment picks out of a list: `ramp[2]`.
    point: Option<usize>,
    node: Node,
}

impl Setting {
    /// Parses `KEY=VALUE`; faults are recorded.
    pub fn parse(argument: &str, context: &mut Context) -> Option<Self> {
        let file = context.sources.add(Place::Argument, argument.to_owned());
        context.sources.set_layer(file, 1 + file.0 as i32);
        let whole = Span::new(file, 0..argument.len());
        let bad = |title: &str, span: Span, label: &str| {
            Fault::new(Code::BadArgument, title)
                .at(span, label)
                .help("write KEY=VALUE, for example product.mi1.price=1499")
        };
        let Some((key, value)) = argument.split_once('=') else {
            context.fault(bad("a --set argument needs a `=`", whole, "no `=` in it"));
            return None;
        };
        if key.trim().is_empty() {
            context.fault(bad("a --set argument needs a key before the `=`", whole, "no key in it"));
            return None;
        }
        let start = key.len() - key.trim_start().len();
        let Some((path, point)) = split_point(key.trim()) else {
            let span = Span::new(file, 0..key.len());
            let title = "the key of a --set argument cannot be read";
            context.fault(bad(title, span, "a number in [] is expected at its end"));
            return None;
        };
        let mut segments = Vec::new();
        let mut at = start;
        for segment in path.split('.') {
            segments.push((segment.to_owned(), Span::new(file, at..at + segment.len())));
            at += segment.len() + 1;
        }
        if let Some((_, span)) = segments.iter().find(|(name, _)| name.is_empty()) {
            context.fault(bad("the key of a --set argument has an empty part", *span, "nothing stands here"));
            return None;
        }
        let node = value_of(value, file, key.len() + 1, context)?;
        Some(Self { segments, point, node })
    }

    /// A value to be laid over the key at an address, all of which is said at one place; `None` where it cannot be an address.
    #[must_use]
    pub fn at(address: &str, span: Span, node: Node) -> Option<Self> {
        let (path, point) = split_point(address.trim())?;
        let segments: Vec<(String, Span)> = path.split('.').map(|segment| (segment.to_owned(), span)).collect();
        let is_one = segments.len() > 1 && segments.iter().all(|(segment, _)| !segment.is_empty());
        is_one.then_some(Self { segments, point, node })
    }

    /// Whether it names a list, or says how it is read, which must be known before that file is read.
    #[must_use]
    pub fn names_a_list(&self) -> bool {
        let part = |at: usize| self.segments.get(at).map_or("", |(key, _)| key.as_str());
        match part(0) {
            "supplier_list" | "observed_list" | "joint" => true,
            "demand" => ["past_sales", "part_worths"].contains(&part(1)),
            "product" => part(2) == "bom",
            _ => false,
        }
    }

    /// What is wrong with setting such a key when its file has been read.
    #[must_use]
    pub fn too_late(&self) -> Fault {
        let address: Vec<&str> = self.segments.iter().map(|(segment, _)| segment.as_str()).collect();
        Fault::new(Code::Useless, format!("`{}` says what is read from a file, which is read once", address.join(".")))
            .at(self.segments[0].1, "read already")
            .help("set it when the scenario is opened, with --set, or compare: launchsim compare FILE --vary KEY=ONE,OTHER reads the file for each")
    }

    /// Lays it over the tree; faults are recorded.
    pub fn apply(self, tree: &mut Table, context: &mut Context) {
        if !self.is_addressed(tree, context) {
            return;
        }
        let Some(point) = self.point else {
            let mut node = self.node;
            for (key, key_span) in self.segments.into_iter().rev() {
                let span = node.span;
                let mut table = Table::default();
                table.insert(Entry { key, key_span, node });
                node = Node { value: Value::Table(table), span };
            }
            if let Value::Table(table) = node.value {
                lay_over(tree, table, Cursor::Top);
            }
            return;
        };
        let last = self.segments.len() - 1;
        let span = self.segments[last].1;
        let mut table = Some(&mut *tree);
        for (key, _) in &self.segments[..last] {
            table = table.and_then(|table| match table.get_mut(key) {
                Some(Node { value: Value::Table(inner), .. }) => Some(inner),
                _ => None,
            });
        }
        if let Some(table) = table.as_deref_mut() {
            held::keep_laws(table, &self.segments[last].0);
        }
        let list = table.and_then(|table| table.get_mut(&self.segments[last].0));
        let Some(Node { value: Value::List(items), .. }) = list else {
            context
                .fault(Fault::new(Code::BadArgument, "this key holds no list of points").at(span, "not a list here"));
            return;
        };
        let count = items.len();
        let Some(item) = items.get_mut(point) else {
            context.fault(
                Fault::new(Code::BadArgument, format!("there is no point number {point}"))
                    .at(span, format!("has {count} points"))
                    .help(format!("points are counted from 0: the last one is [{}]", count.saturating_sub(1))),
            );
            return;
        };
        match &mut item.value {
            Value::List(pair) if pair.len() == 2 && !matches!(self.node.value, Value::List(_)) => pair[1] = self.node,
            _ => *item = self.node,
        }
    }

    /// Whether every part of the key exists; a typo must not make a new table.
    fn is_addressed(&self, tree: &Table, context: &mut Context) -> bool {
        let mut cursor = Cursor::Top;
        let mut here = Some(tree);
        let mut path = String::new();
        for (number, (segment, span)) in self.segments.iter().enumerate() {
            if let Cursor::Names(kind) = cursor
                && here.is_none_or(|names| names.get(segment).is_none())
            {
                context.fault(no_such_thing(kind.root(), segment, *span, here));
                return false;
            }
            let inner = cursor.step(segment);
            if let Cursor::Leaf(key) = inner {
                let deeper = self.segments.len() - number - 1;
                let most = match key.kind {
                    Kind::Parts(_) => 3,
                    // How it is read: `bom.columns.name`.
                    Kind::File if self.names_a_list() => 2,
                    _ if key.may_be_uncertain() => 2,
                    _ => 0,
                };
                if key.name == "extends" {
                    context.fault(
                        Fault::new(Code::BadArgument, "`extends` cannot be set from the command line")
                            .at(*span, "only a file can extend another")
                            .help("write it in a scenario file, or run the other file"),
                    );
                    return false;
                }
                if deeper > most {
                    let (_, next) = self.segments[number + 1];
                    context.fault(
                        Fault::new(Code::UnknownKey, format!("`{segment}` has no keys of its own"))
                            .at(next, "nothing can stand here")
                            .help(format!("write --set {path}{segment}={}", key.sample)),
                    );
                    return false;
                }
                return true;
            }
            if matches!(inner, Cursor::Free) {
                context.fault(shape::unknown(cursor, &path, segment, *span));
                return false;
            }
            path.push_str(segment);
            path.push('.');
            here = here.and_then(|table| table.table(segment));
            cursor = inner;
        }
        true
    }
}

fn no_such_thing(root: &str, name: &str, span: Span, names: Option<&Table>) -> Fault {
    let names: Vec<&str> =
        names.map_or_else(Vec::new, |table| table.entries().iter().map(|entry| entry.key.as_str()).collect());
    let fault =
        Fault::new(Code::UnknownName, format!("there is no {root} `{name}`")).at(span, "no such name in the scenario");
    match nearest(name, names.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None if names.is_empty() => {
            fault.help(format!("the scenario has no {root}; write one in a file: [{root}.{name}]"))
        }
        None if names.len() <= 12 => fault.help(format!("the scenario has {}", listed(names.iter().copied()))),
        None => fault.help(format!("write a new one in a file: [{root}.{name}]")),
    }
}

/// Splits `ramp[2]` into `ramp` and 2.
fn split_point(key: &str) -> Option<(&str, Option<usize>)> {
    let Some(open) = key.find('[') else {
        return Some((key, None));
    };
    let number = key[open + 1..].strip_suffix(']').and_then(|text| text.parse().ok())?;
    Some((&key[..open], Some(number)))
}

/// The value: TOML, or a bare word or length of time as text.
fn value_of(text: &str, file: FileId, offset: usize, context: &mut Context) -> Option<Node> {
    let trimmed = text.trim();
    let start = offset + (text.len() - text.trim_start().len());
    let span = Span::new(file, start..start + trimmed.len());
    if trimmed.is_empty() {
        context.fault(
            Fault::new(Code::BadArgument, "a --set argument needs a value after the `=`")
                .at(span, "nothing stands here")
                .help("write KEY=VALUE, for example product.mi1.price=1499"),
        );
        return None;
    }
    match parse::parse_value(trimmed, file, start) {
        Ok(node) => Some(node),
        Err(error) if trimmed.starts_with(['{', '[', '"', '\'']) => {
            let range = error.span().unwrap_or(0..trimmed.len());
            let at = Span::new(file, range.start + start..range.end + start);
            let message = error.message().lines().next().unwrap_or("cannot be read").to_owned();
            context.fault(
                Fault::new(Code::Syntax, format!("this value is not valid TOML: {message}"))
                    .at(at, "the value cannot be read from here on"),
            );
            None
        }
        Err(_) => Some(Node { value: Value::Text(trimmed.to_owned()), span }),
    }
}
