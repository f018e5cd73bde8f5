//! Charts that Excel draws from the sheet of days.

use rust_xlsxwriter::{
    Chart, ChartAxisDateUnitType, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartType,
    Workbook, XlsxError,
};

use super::sheet_name;
use super::tables::Table;
use crate::outcome::{Layout, unit_text};

/// Series that are drawn, where there are any, with their titles.
const DRAWN: [(&str, &str); 4] = [
    ("cash", "Cash"),
    ("shipped_cumulative", "Phones shipped to date"),
    ("shipped", "Phones shipped a day"),
    ("waiting", "Customers waiting"),
];

/// Lines of a chart: the figure, what it is called, its colour and whether it is dashed.
const LINES: [(&str, &str, u32, bool); 5] = [
    ("p5", "5 %", 0x008F_AADC, true),
    ("p25", "25 %", 0x005B_82C7, true),
    ("p50", "median", 0x001F_3864, false),
    ("p75", "75 %", 0x005B_82C7, true),
    ("p95", "95 %", 0x008F_AADC, true),
];

/// Draws the series on a sheet of charts.
pub(super) fn write(
    book: &mut Workbook,
    daily: &Table,
    layout: &Layout,
    names: &mut Vec<String>,
) -> Result<(), XlsxError> {
    let last = daily.rows.len() as u32;
    if last == 0 {
        return Ok(());
    }
    let column = |name: &str| daily.columns.iter().position(|(column, _)| column == name).map(|at| at as u16);
    let sheet = book.add_worksheet().set_name(sheet_name("Charts", names))?;
    sheet.set_screen_gridlines(false).set_landscape().set_print_fit_to_pages(1, 0);
    let mut place = 0;
    for (series, title) in DRAWN {
        let Some(unit) = layout
            .series
            .iter()
            .find(|known| known.name == series)
            .map(|known| unit_text(known.unit, &layout.currency))
        else {
            continue;
        };
        let mut chart = Chart::new(ChartType::Line);
        let mut drawn = false;
        for (ending, name, colour, dashed) in LINES {
            let Some(at) = column(&format!("{series}_{ending}")) else { continue };
            let dash = if dashed { ChartLineDashType::Dash } else { ChartLineDashType::Solid };
            let mut line = ChartLine::new();
            line.set_color(colour).set_width(if dashed { 1.25 } else { 2.25 }).set_dash_type(dash);
            let mut format = ChartFormat::new();
            format.set_line(&line);
            chart
                .add_series()
                .set_name(name)
                .set_categories((daily.title.as_str(), 1, 1, last, 1))
                .set_values((daily.title.as_str(), 1, at, last, at))
                .set_format(&mut format);
            drawn = true;
        }
        if !drawn {
            continue;
        }
        chart.title().set_name(format!("{title} [{unit}]: median, half and nine in ten of the launches").as_str());
        let mut font = ChartFont::new();
        font.set_size(12);
        chart.title().set_font(&font);
        chart
            .x_axis()
            .set_major_unit(1)
            .set_major_unit_date_type(ChartAxisDateUnitType::Months)
            .set_date_axis(true)
            .set_num_format("mmm yyyy")
            .set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
        chart.y_axis().set_name(unit.as_str()).set_num_format("#,##0");
        chart.legend().set_position(ChartLegendPosition::Bottom);
        chart.set_width(860).set_height(400);
        sheet.insert_chart(1 + place * 22, 1, &chart)?;
        place += 1;
    }
    Ok(())
}
