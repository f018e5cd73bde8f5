//! The head of docs/validation.md: what is on the page by kind, in a table and in one picture.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::validated::CHAPTERS;
use super::validation::Kind;

/// The rows of the page, by kind and test.
pub type Rows = BTreeMap<(Kind, String), Vec<String>>;

/// The cells of a row without the bars.
fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split(" | ").map(str::trim).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(f64::NAN)
}

/// What was expected and what was got of every row that has both, and of estimates how many standard errors lie between.
fn pairs(rows: &Rows) -> Vec<(Kind, f64, f64, f64)> {
    let of = |(kind, row): (Kind, &String)| {
        let cells = cells(row);
        match kind {
            Kind::Traces => None,
            Kind::Figures => Some((kind, number(cells[4]), number(cells[5]), f64::NAN)),
            Kind::Simulated => Some((kind, number(cells[4]), number(cells[5]), number(cells[7]))),
        }
    };
    rows.iter().flat_map(|((kind, _), rows)| rows.iter().map(move |row| (*kind, row))).filter_map(of).collect()
}

/// The table of the head.
pub fn table(rows: &Rows) -> String {
    let mut text = String::from(
        "## At a glance\n\n\
         ![Every expected figure of this page against what the program got, and how far estimates by simulation lie from what \
         was expected](pictures/validation.svg)\n\n\
         | chapter | tests | sources | cases | how near |\n|---|---:|---:|---:|---|\n",
    );
    for chapter in CHAPTERS {
        let of: Vec<Vec<&str>> = chapter
            .tests
            .iter()
            .filter_map(|test| rows.get(&(chapter.kind, test.name.to_owned())))
            .flatten()
            .map(|row| cells(row))
            .collect();
        let sources: BTreeSet<&str> = chapter.tests.iter().map(|test| test.source).collect();
        let near = match chapter.kind {
            Kind::Traces => {
                let compared: f64 = of.iter().map(|cells| number(cells[3])).sum();
                let largest = of.iter().map(|cells| number(cells[4])).fold(0.0, f64::max);
                format!("{compared} cells, none off by more than {largest:e}")
            }
            Kind::Figures => {
                let exact = of.iter().filter(|cells| cells[4] == cells[5]).count();
                format!("{exact} to every digit shown, the others within their tolerances")
            }
            Kind::Simulated => {
                let z: Vec<f64> = of.iter().map(|cells| number(cells[7])).collect();
                let beyond = z.iter().filter(|z| z.abs() > 1.96).count();
                let root = (z.iter().map(|z| z * z).sum::<f64>() / z.len() as f64).sqrt();
                format!(
                    "{beyond} beyond 1.96 standard errors ({:.0} would be expected of chance); root mean square \
                     {root:.2}",
                    0.05 * z.len() as f64
                )
            }
        };
        writeln!(text, "| {} | {} | {} | {} | {near} |", chapter.title, chapter.tests.len(), sources.len(), of.len())
            .expect("text grows");
    }
    text.push_str(
        "\nStandard errors are those of independent launches. A root mean square below 1 says that they are wider than they need \
         be, or that cases were kept which came out well.\n",
    );
    text
}

/// Ends of the axes: decimal powers.
const DECADES: (i32, i32) = (-4, 10);

/// The picture of the head: expected against got on two logarithmic axes, and the deviations of estimates beside the normal law.
pub fn picture(rows: &Rows) -> String {
    let all = pairs(rows);
    let (low, high) = DECADES;
    let (left, top, side) = (70.0, 60.0, 360.0);
    let place = |value: f64| (libm::log10(value) - f64::from(low)) / f64::from(high - low) * side;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 860 490\" font-family=\"sans-serif\" font-size=\"14\" fill=\"#1a1a1a\">\n\
         <rect width=\"860\" height=\"490\" fill=\"#fff\"/>\n",
    );
    let mut line = |text: String| {
        svg.push_str(&text);
        svg.push('\n');
    };
    line("<text x=\"70\" y=\"32\" font-size=\"18\" font-weight=\"bold\">Got what was expected</text>".into());
    for power in (low..=high).step_by(2) {
        let at = place(libm::pow(10.0, f64::from(power)));
        let (x, y) = (left + at, top + side - at);
        line(format!(
            "<path d=\"M{x:.1} {top}V{:.1}M{left} {y:.1}H{:.1}\" stroke=\"#e2e2e2\"/>",
            top + side,
            left + side
        ));
        let label = |x: f64, y: f64, anchor: &str| {
            format!(
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"#595959\">10<tspan dy=\"-6\" font-size=\"10\">{power}</tspan></text>"
            )
        };
        line(label(x, top + side + 20.0, "middle"));
        line(label(left - 8.0, y + 5.0, "end"));
    }
    line(format!("<path d=\"M{left} {}L{} {top}\" stroke=\"#787878\"/>", top + side, left + side));
    for wanted in [Kind::Figures, Kind::Simulated] {
        for (kind, expected, got, _) in
            all.iter().filter(|(kind, expected, got, _)| *kind == wanted && *expected > 0.0 && *got > 0.0)
        {
            let ink = if *kind == Kind::Figures { "#0072b2" } else { "#d55e00" };
            line(format!(
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\" fill=\"{ink}\" fill-opacity=\"0.6\"/>",
                left + place(*expected),
                top + side - place(*got)
            ));
        }
    }
    let count = |wanted: Kind| {
        all.iter().filter(|(kind, expected, got, _)| *kind == wanted && *expected > 0.0 && *got > 0.0).count()
    };
    line(format!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"#0072b2\"/><text x=\"{}\" y=\"{}\">{} figures without luck</text>",
        left + 20.0,
        top + 20.0,
        left + 32.0,
        top + 25.0,
        count(Kind::Figures)
    ));
    line(format!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"#d55e00\"/><text x=\"{}\" y=\"{}\">{} estimates by simulation</text>",
        left + 20.0,
        top + 42.0,
        left + 32.0,
        top + 47.0,
        count(Kind::Simulated)
    ));
    line(format!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#595959\">expected</text>",
        left + side / 2.0,
        top + side + 46.0
    ));
    line(format!(
        "<text x=\"22\" y=\"{0}\" text-anchor=\"middle\" fill=\"#595959\" transform=\"rotate(-90 22 {0})\">got</text>",
        top + side / 2.0
    ));
    errors(&all, &mut line);
    svg.push_str("</svg>\n");
    svg
}

/// The deviations of estimates: bars of half a standard error, and the normal law.
fn errors(all: &[(Kind, f64, f64, f64)], line: &mut dyn FnMut(String)) {
    let (left, width, top, side) = (500.0, 330.0, 60.0, 360.0);
    let z: Vec<f64> = all.iter().filter(|(kind, ..)| *kind == Kind::Simulated).map(|(.., z)| *z).collect();
    let mut bars = [0_usize; 12];
    for z in &z {
        bars[(((z + 3.0) * 2.0).floor().clamp(0.0, 11.0)) as usize] += 1;
    }
    let normal = |at: f64| libm::exp(-0.5 * at * at) / 2.506_628_274_631 * 0.5 * z.len() as f64;
    let highest = bars.iter().copied().max().unwrap_or(1).max(1) as f64 * 1.15;
    let x = |z: f64| left + (z + 3.0) / 6.0 * width;
    let y = |count: f64| top + side - count / highest * side;
    line(format!(
        "<text x=\"{left}\" y=\"32\" font-size=\"18\" font-weight=\"bold\">How far estimates lie from it</text>"
    ));
    for (at, count) in bars.iter().enumerate() {
        let from = x(at as f64 * 0.5 - 3.0);
        line(format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#d55e00\" fill-opacity=\"0.6\"/>",
            from + 1.0,
            y(*count as f64),
            width / 12.0 - 2.0,
            top + side - y(*count as f64)
        ));
    }
    let curve: Vec<String> =
        (0..=60).map(|at| f64::from(at) / 10.0 - 3.0).map(|z| format!("{:.1} {:.1}", x(z), y(normal(z)))).collect();
    line(format!("<path d=\"M{}\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"2\"/>", curve.join("L")));
    for z in -3..=3 {
        line(format!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#595959\">{z}</text>",
            x(f64::from(z)),
            top + side + 20.0
        ));
    }
    line(format!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#595959\">standard errors; the line is the normal law</text>",
        left + width / 2.0,
        top + side + 46.0
    ));
}
