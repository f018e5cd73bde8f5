//! What a scenario says of sweeps. Keys and values are read by the sweep itself, not here.

use crate::language::catalogue::Fallback::{Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, words};
use crate::language::point_list::ListFile;
use crate::language::reader::{Section, wrong_type};
use crate::language::tree::{Table, Value};
use crate::language::workbook;

words! {
    /// How points fill the space.
    pub enum DesignWord {
        /// Every combination of the values.
        Grid = "grid",
        /// A Latin hypercube.
        LatinHypercube = "lhs",
        /// Scrambled Sobol' points.
        Sobol = "sobol",
    }
}

table! {
    /// What `launchsim sweep` does when nothing else is said on the command line; a run takes no notice.
    SWEEP = "sweep" {
        /// Keys and their values, as after --vary: of a date for example `"funding.seed.date=2011-11-15..2012-01-15:15 days"`.
        vary = Kind::Texts, Words("none"), r#"["product.mi1.price=1499..1999:100"]"#;
        /// How points fill the space: every combination, a Latin hypercube, or scrambled Sobol' points.
        design = Kind::Choice(DesignWord::ALL), Default(r#""grid""#), r#""sobol""#;
        /// Number of points of lhs and sobol; of a grid, the steps of a range without a step.
        points = Kind::Whole(Range::closed(2.0, 4e9)), Words("none"), "256";
        /// A CSV or a sheet of a workbook with points in place of `vary`: a column per key, a line per point.
        list = Kind::File, Words("none"), r#""points.csv""#;
        /// Launches at each point.
        launches = Kind::Whole(Range::closed(1.0, 1e7)), Words("1000"), "200";
        /// The metric to look for more of.
        maximize = Kind::Metric, Words("net profit"), r#""net_profit_yuan""#;
        /// The metric to look for less of, instead of `maximize`.
        minimize = Kind::Metric, Words("none"), r#""wait_mean_days""#;
    }
}

/// What the command line may say instead.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SweepTable {
    /// `vary`: "KEY=VALUES" each.
    pub vary: Vec<String>,
    /// `design`, where it is written.
    pub design: Option<DesignWord>,
    /// `points`.
    pub points: Option<u64>,
    /// `list`: a file of points.
    pub list: Option<ListFile>,
    /// `launches` at each point.
    pub launches: Option<u32>,
    /// `maximize`: a metric.
    pub maximize: Option<String>,
    /// `minimize`: a metric.
    pub minimize: Option<String>,
}

pub(super) fn sweep(tree: &Table, context: &mut Context) -> SweepTable {
    let section = Section::single(tree, &SWEEP);
    if !section.is_written() {
        return SweepTable::default();
    }
    section.conflict(context, "maximize", "minimize");
    for other in ["vary", "design", "points"] {
        section.conflict(context, "list", other);
    }
    let mut vary = Vec::new();
    let items = if section.has("vary") { section.list(context, "vary", "a list of texts in quotes") } else { None };
    for item in items.unwrap_or_default() {
        match &item.value {
            Value::Text(text) => vary.push(text.clone()),
            _ => context.fault(wrong_type(section.key("vary"), item, "KEY=VALUES in quotes")),
        }
    }
    let mut whole = |name: &str| section.has(name).then(|| section.whole(context, name) as u64);
    let (points, launches) = (whole("points"), whole("launches").map(|launches| launches as u32));
    SweepTable {
        vary,
        design: section.has("design").then(|| section.choice(context, "design")).flatten().and_then(DesignWord::of),
        points,
        list: if section.has("list") { list(&section, context) } else { None },
        launches,
        maximize: if section.has("maximize") { section.text(context, "maximize") } else { None },
        minimize: if section.has("minimize") { section.text(context, "minimize") } else { None },
    }
}

/// The file of points.
fn list(section: &Section, context: &mut Context) -> Option<ListFile> {
    let name = section.text(context, "list")?;
    let span = section.node("list")?.span;
    let place = context.sources.get(span.file).place.beside(&name);
    let (file, _) = workbook::named(&place);
    let bytes = context.read_bytes(&file, Some(span))?;
    // What a scenario was read from is known by its texts.
    if workbook::is_one(&bytes) {
        context.sources.add(file, String::new());
    } else {
        context.add_text(&file, Some(span), bytes.clone())?;
    }
    Some(ListFile { place, bytes })
}
