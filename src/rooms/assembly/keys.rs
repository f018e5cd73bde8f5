//! Where phones are assembled: factories, some of which are decided on and built, and shifts added to them.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Value, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::fault::Fault;
use crate::language::quantity::{Number, Path};
use crate::language::ranges::{ANYWHERE, COUNT, INSIDE, MONEY, NOUGHT, ONE, SHARE, whole_days};
use crate::language::reader::Section;
use crate::language::scale::plain;
use crate::language::tree::Table;

/// The latest day of a ramp, counted from the opening: a hundred years.
const LATEST: f64 = 36_500.0;

table! {
    /// Where phones are assembled; capacities add up.
    FACTORY = "factory.*", named Factory {
        /// The assembler: its signature gates the start and its terms pay the assembly fee.
        supplier: Option<usize> = Kind::Reference("supplier"), Words("none"), r#""inventec""#;
        /// Its name for people, in tables and sentences; files and addresses keep NAME.
        label: String = Kind::Text, Words("NAME"), r#""Inventec, Nanjing""#;
        /// Region a disruption may hit.
        region: String = Kind::Text, Value(r#""""#), r#""china""#;
        /// First working day.
        opens: Option<Date> = ANYWHERE, Words("the start"), "2026-07-01";
        /// Last working day.
        closes: Option<Date> = ANYWHERE, Words("the end"), "2026-12-31";
        /// Day on which it is decided on, instead of `opens`: it opens after `time_to_build`.
        decided: Option<Date> = INSIDE, Words("built from the start"), "2026-05-01";
        /// Time from the decision to the first working day.
        time_to_build: Number = whole_days(0.0, 3650.0), Value(r#""0 days""#), r#""60 days""#, "days, whole";
        /// Cost of building it, net of VAT, paid on the day it is decided on; tooling, and so part of the loaded unit cost.
        build_cost: Number = Kind::Number(MONEY), NOUGHT, "8_000_000", "money";
        /// Cost of every day from the first working day to the last, whether or not anything is started; a running cost.
        running_cost: Number = Kind::Number(MONEY), NOUGHT, "30_000", "money per day";
        /// Whether there is such a factory; with false nothing else of the table counts, nor do its shifts.
        built: bool = Kind::Flag, Value("true"), "false";
        /// Nameplate capacity, linear between points, level outside them; fractions of a phone are carried to the next day.
        ramp: Path = Kind::Path(COUNT), Words("unlimited"), "[[2026-07-01, 500], [2026-10-01, 3_000]]", "[date, phones per day]";
        /// The same by days since it opened, instead of `ramp`, so that it moves with the decision.
        ramp_days: Vec<(f64, Number)> = Kind::Steps(COUNT), Words("`ramp`"), "[[0, 500], [60, 8_000]]", "[days, phones per day]";
        /// Share of nameplate that is effective: one number, or dated steps.
        utilisation: Path = Kind::NumberOrPath(Range::closed(0.0, 2.0)), ONE, "0.9", "share";
        /// Weekly rest days.
        rest_days: Vec<u8> = Kind::Weekdays, Value("[]"), r#"["sunday"]"#;
        /// Closed from first to last day, or on single dates.
        holidays: Vec<(Date, Date)> = Kind::Holidays, Value("[]"), "[[2026-10-01, 2026-10-07]]";
        /// Share of started phones that are good.
        yield_share: Number = Kind::Number(SHARE), ONE, "0.98", "share";
        /// Day-to-day standard deviation of the yield; with 0 good phones are drawn one by one.
        yield_sd: Number = Kind::Number(SHARE), NOUGHT, "0.02", "share";
        /// Time from start to finished.
        throughput_time: Number = whole_days(0.0, 365.0), Value(r#""0 days""#), r#""2 days""#, "days, whole";
        /// Whether phones are also finished on its rest days and holidays; else those due then are finished on its next working day.
        finishes_on_closed_days: bool = Kind::Flag, Value("false"), "true";
        /// Yield of the first phone, and the phones started after which its gap to the mature yield has shrunk to 1/e; both or neither.
        learning: Option<(Number, Number)> => learning {
            /// Yield of the first phone; it approaches `yield_share` with the phones started.
            yield_start = Kind::Number(SHARE), Words("`yield_share`"), "0.8", "share";
            /// Phones started after which the gap to the mature yield has shrunk to 1/e.
            yield_learning = Kind::Number(Range::above(0.0, 2e9)), Words("required with `yield_start`"), "5_000", "phones";
        }
    }
}

table! {
    /// A shift added to a factory: of its capacity so much more, while it works; several add up.
    SHIFT = "shift.*", named Shift {
        /// The factory it works in.
        factory: usize = Kind::Reference("factory"), Required, r#""main""#;
        /// Day on which it is decided on: it begins after `time_to_build`.
        decided: Option<Date> = INSIDE, Words("none"), "2026-08-15";
        /// Time from the decision to its first day: hiring and training.
        time_to_build: Number = whole_days(0.0, 3650.0), Value(r#""0 days""#), r#""30 days""#, "days, whole";
        /// First day, instead of `decided`.
        from: Option<Date> = INSIDE, Words("none"), "2026-09-15";
        /// Last day.
        until: Option<Date> = ANYWHERE, Words("the end"), "2026-12-31";
        /// What it adds, as a share of the effective capacity of the factory without shifts.
        adds: Number = Kind::Number(Range::closed(0.0, 10.0)), Required, "0.5", "share";
        /// Cost once, net of VAT, paid on the day it is decided on, else on its first day; tooling, and so part of the loaded unit cost.
        cost: Number = Kind::Number(MONEY), NOUGHT, "500_000", "money";
        /// Cost of every day from the first to the last, whether or not anything is started; a running cost.
        cost_per_day: Number = Kind::Number(MONEY), NOUGHT, "20_000", "money per day";
        /// Whether there is such a shift; with false nothing else of the table counts.
        built: bool = Kind::Flag, Value("true"), "false";
    }
}

impl Factory {
    /// Whether it has a ramp, of dates or of days; without one its capacity is unlimited.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        !self.ramp.is_empty() || !self.ramp_days.is_empty()
    }
}

pub(crate) fn factories(tree: &Table, context: &mut Context) -> Vec<Factory> {
    Section::each(tree, &FACTORY, |name, section| {
        section.ascending(context, "opens", "closes");
        section.ascending(context, "decided", "closes");
        if section.has("decided") {
            let cure = "take `opens` out: it opens `time_to_build` after `decided`";
            section.useless(context, &["opens"], &section.chosen("decided", "beside `decided`"), cure);
        } else {
            let cure = "write `decided` too, the day of the decision, or take `KEY` out";
            let alone = section.chosen("decided", "without `decided`");
            section.useless(context, &["time_to_build", "build_cost"], &alone, cure);
        }
        if section.has("ramp_days") {
            let cure = "take one of `ramp` and `ramp_days` out: one goes by dates, the other by days since it opened";
            section.useless(context, &["ramp"], &section.chosen("ramp_days", "beside `ramp_days`"), cure);
        }
        let factory = Factory::of(name, section, tree, context);
        if let Some((days, _)) = factory.ramp_days.iter().find(|(days, _)| days.fract() != 0.0)
            && let Some(node) = section.node("ramp_days")
        {
            let fault =
                Fault::new(Code::NotWhole, format!("a point of `ramp_days` lies {days} days after the opening"));
            context
                .fault(fault.at(node.span, "not whole days").help("write whole days, as in [[0, 500], [60, 8_000]]"));
        }
        if let Some((days, _)) = factory.ramp_days.iter().find(|(days, _)| *days > LATEST)
            && let Some(node) = section.node("ramp_days")
        {
            let title = format!("a point of `ramp_days` lies {} days after the opening", plain(*days));
            let fault = Fault::new(Code::OutOfRange, title).at(node.span, "no timeline reaches it");
            context.fault(fault.allowed("up to 36,500 days").help("take the point out, or write an earlier day"));
        }
        factory
    })
}

pub(crate) fn shifts(factories: &[Factory], tree: &Table, context: &mut Context) -> Vec<Shift> {
    Section::each(tree, &SHIFT, |name, section| {
        match (section.has("decided"), section.has("from")) {
            (false, false) => section.missing(context, "decided", " or the key `from`"),
            (true, true) => {
                let cure = "take `from` out: it begins `time_to_build` after `decided`";
                section.useless(context, &["from"], &section.chosen("decided", "beside `decided`"), cure);
            }
            (false, true) => {
                let cure = "write `decided` instead of `from`, or take `KEY` out";
                section.useless(context, &["time_to_build"], &section.chosen("from", "beside `from`"), cure);
            }
            (true, false) => {}
        }
        section.ascending(context, "decided", "until");
        section.ascending(context, "from", "until");
        let shift = Shift::of(name, section, tree, context);
        if let Some(factory) = factories.get(shift.factory)
            && !factory.is_limited()
            && let Some(node) = section.node("factory")
        {
            let title =
                format!("the shift adds nothing to the factory `{}`, whose capacity is unlimited", factory.name);
            let cure = format!("write a `ramp` into [factory.{}], or take the shift out", factory.name);
            context.fault(Fault::new(Code::Useless, title).at(node.span, "a factory without a ramp").help(cure));
        }
        shift
    })
}

/// Yield of the first phone and how many phones teach; both or neither.
fn learning(section: &Section<'_>, _: &Table, context: &mut Context) -> Option<(Number, Number)> {
    for (one, other) in [("yield_start", "yield_learning"), ("yield_learning", "yield_start")] {
        if section.has(one) {
            section.needs(context, other, &section.chosen(one, format!("beside `{one}`")));
        }
    }
    Some((section.number_opt(context, "yield_start")?, section.number_opt(context, "yield_learning")?))
}
