//! How the workbook of a scenario looks, and what it says of its use.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Height of a line of text.
pub(super) const LINE: f64 = 15.0;
/// Lines of a row at most; what is longer can be read in its cell.
const TALLEST: usize = 8;

/// Makes a row as high as its texts need in columns of these widths: not every program does so by itself.
pub(super) fn fit(sheet: &mut Worksheet, row: u32, cells: &[(&str, f64)]) -> Result<(), XlsxError> {
    let lines = cells.iter().map(|(text, width)| {
        // Letters outside ASCII may take the room of two, and words are not broken.
        let length: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        length.div_ceil((*width as usize).saturating_sub(3).max(1))
    });
    let lines = lines.max().unwrap_or(1).clamp(1, TALLEST);
    sheet.set_row_height(row, LINE * lines as f64)?;
    Ok(())
}

/// The formats of its cells.
pub(super) struct Formats {
    pub title: Format,
    pub head: Format,
    pub subject: Format,
    pub text: Format,
    pub answer: Format,
    pub date: Format,
    pub quiet: Format,
}

impl Formats {
    pub fn new() -> Self {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let answer = text
            .clone()
            .set_background_color(0x00FF_F8DC)
            .set_border(FormatBorder::Thin)
            .set_border_color(0x00C9_B458)
            .set_align(FormatAlign::Left);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            head: text.clone().set_bold().set_font_color(0x00FF_FFFF).set_background_color(0x001F_3864),
            subject: text.clone().set_bold().set_font_size(12).set_background_color(0x00DC_E6F1),
            date: answer.clone().set_num_format("yyyy-mm-dd"),
            quiet: text.clone().set_font_color(0x0059_5959),
            text,
            answer,
        }
    }
}

/// How the workbook is used.
pub(super) const START_LINES: &[&str] = &[
    "This workbook is a scenario of launchsim: it is filled in, saved, and run as it is.",
    "",
    "1. Answer the yellow cells of the sheet Questions. Each line has its unit, what is allowed, what holds if it is left empty, an example and what it means.",
    "2. List the parts on the sheet Parts and who makes them on the sheet Supplier. Point at the name of a column to read what it takes; add further columns by the names of their keys.",
    "3. The sheet More holds every other key of the scenario, and lists such as dated points. Add lines for more keys; docs/scenario.md has all of them.",
    "4. Save the workbook and run:",
    "        launchsim check THIS_FILE.xlsx        tells what is wrong, with sheet and cell",
    "        launchsim run THIS_FILE.xlsx --xlsx        simulates and writes results.xlsx",
    "",
    "Dates are dates: 2026-08-31. Lengths of time are text with a unit: 3 months, 2 weeks, 45 days, 36 hours.",
    "Shares and rates are numbers: 3 % is 0.03, or 3 % in a cell formatted as a percentage.",
    "A number that is not known is a distribution: { pert = { low = 160, mode = 185, high = 210 } }, or { normal = { mean = 220, sd = 10 } }.",
    "A number that changes with time is a list of dated points: [[2026-07-15, 300], [2026-09-01, 1000]].",
    "A cell may also hold a formula; what it yields is read.",
    "",
    "Sheets of your own are passed over if their name begins with Notes; columns called note hold remarks.",
    "launchsim convert THIS_FILE.xlsx -o scenario.toml writes the same scenario as text, and back.",
];
