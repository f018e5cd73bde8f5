//! How cells look.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// The formats of a workbook.
pub(super) struct Formats {
    pub title: Format,
    pub heading: Format,
    pub head: Format,
    pub head_of_figures: Format,
    pub text: Format,
    pub wrapped: Format,
    /// Text among figures.
    pub leaning: Format,
    pub code: Format,
    figure: Format,
}

impl Formats {
    pub fn new() -> Self {
        let text = Format::new().set_align(FormatAlign::Top);
        let head =
            text.clone().set_bold().set_text_wrap().set_font_color(0x00FF_FFFF).set_background_color(0x001F_3864);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            heading: Format::new().set_bold().set_font_size(12).set_border_bottom(FormatBorder::Thin),
            head_of_figures: head.clone().set_align(FormatAlign::Right),
            head,
            wrapped: text.clone().set_text_wrap(),
            leaning: text.clone().set_text_wrap().set_align(FormatAlign::Right),
            code: text.clone().set_font_name("Consolas"),
            figure: text.clone().set_align(FormatAlign::Right),
            text,
        }
    }

    /// Of numbers in this format.
    pub fn number(&self, format: &str) -> Format {
        self.figure.clone().set_num_format(format)
    }
}

/// The height of a row whose texts stand in columns of these widths: not every program finds it by itself.
pub(super) fn height(texts: &[(&str, usize)]) -> f64 {
    let lines = texts.iter().map(|(text, width)| {
        // A letter of Chinese takes the room of two, and words are not broken.
        let length: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        length.div_ceil(width.saturating_sub(3).max(1))
    });
    15.5 * lines.max().unwrap_or(1).clamp(1, 12) as f64
}

/// With thousands and this many decimals.
pub(super) fn decimals(decimals: usize) -> String {
    if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals.min(15))) }
}

/// What a column of numbers looks best in.
pub(super) fn of_column(unit: &str, values: &[f64]) -> String {
    if unit == "share" {
        return "0.0 %".to_owned();
    }
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let whole = values.iter().all(|value| value.fract() == 0.0);
    match largest {
        _ if whole && largest < 1e15 => decimals(0),
        size if size >= 1000.0 => decimals(0),
        size if size >= 10.0 => decimals(2),
        size if size >= 0.01 => decimals(4),
        _ => "0.00E+00".to_owned(),
    }
}
