//! Do lists load as other systems export them, with a table that says which column is which and without editing? And is what
//! could be read in two ways refused, with its place and a cure?

use std::path::Path;
use std::sync::Arc;

use launchsim::language::fault::LoadError;
use launchsim::language::files::InMemory;
use launchsim::language::source::Source;
use launchsim::scenario::{Loaded, Scenario, Template};
use rust_xlsxwriter::{Format, Formula, Workbook};

use crate::compare::SMALL;

/// A scenario in which the parts stand in a file.
fn phone(bom: &str, suppliers: &[&str]) -> String {
    let start = SMALL.find("parts = {").unwrap();
    let end = start + SMALL[start..].find('\n').unwrap();
    let text = SMALL.replace(&SMALL[start..end], "");
    let first = text.find("[supplier.one]").unwrap();
    let last = text.find("[factory.main]").unwrap();
    let tables: String = suppliers.iter().map(|name| format!("[supplier.{name}]\n")).collect();
    format!("{}{bom}\n{tables}{}", &text[..first], &text[last..])
}

fn load(text: &str, files: InMemory) -> Result<Loaded, LoadError> {
    let source = Source::Text { name: "phone.toml".into(), text: text.to_owned() };
    Template::read_from(&source, &[], Arc::new(files)).and_then(|template| template.with(&[]))
}

fn sound(text: &str, files: InMemory) -> Scenario {
    load(text, files).map_or_else(|faults| panic!("{faults}\nin\n{text}"), |loaded| loaded.scenario)
}

fn faults(text: &str, files: InMemory) -> String {
    match load(text, files) {
        Err(LoadError::Scenario(faults)) => faults.render(false),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("accepted:\n{text}"),
    }
}

/// Name, quantity per phone, cost and lead time of each part.
fn parts(scenario: &Scenario) -> Vec<(String, i32, f64, f64)> {
    let quantity =
        |at: usize| scenario.products[0].parts.iter().find(|(part, _)| *part == at).map_or(0, |(_, many)| *many);
    let components = scenario.components.iter().enumerate();
    components.map(|(at, part)| (part.name.clone(), quantity(at), part.unit_cost.value, part.lead_time.value)).collect()
}

/// As a purchasing system exports it: quoted, with inch marks, `$`, thousands, "Net 30", a line of totals and columns nobody
/// asked for.
const PURCHASING: &str = "\u{feff}Item ID,Part Number,Description,Vendor,Qty per System,Unit Price (USD),Extended,Lead Time (Days),Terms,Link\r\n\
1,\"DSP-4.0\"\"\",\"Display, 4.0\"\" IPS\",\"Acme Displays, Inc.\",1,\"$1,160.50\",\"$1,160.50\",45,Net 30,\"https://example.com/a,b\"\r\n\
2,SCR-001,\"Screw M2 x 4, black\",Bolt & Co,12,$0.02,$0.24,14,Net 60,\r\n\
,,,,,,,,,\r\n\
3,PCB 7,Main board,Bolt & Co,1,$ 88,$88.00,30,Net 30,\r\n\
,,,Total,,,\"$1,248.74\",,,\r\n";

const PURCHASING_READ: &str = r#"[product.phone.bom]
file = "bom_current.csv"
columns = { name = "Part Number", supplier = "Vendor", quantity = "Qty per System", unit_cost = "Unit Price (USD)", lead_time = "Lead Time (Days)" }
other_columns = "pass_over"
units = { lead_time = "days" }
decimal = "point"
sign = "$"
names = "clean"
nameless = "pass_over"
"#;

#[test]
fn a_list_of_a_purchasing_system_loads_without_editing() {
    let files = || InMemory::default().with("bom_current.csv", PURCHASING);
    let scenario = sound(&phone(PURCHASING_READ, &["Acme_Displays_Inc", "Bolt_Co"]), files());
    let expected = [("DSP-4_0", 1, 1160.5, 45.0), ("SCR-001", 12, 0.02, 14.0), ("PCB_7", 1, 88.0, 30.0)];
    let found = parts(&scenario);
    let found: Vec<_> = found.iter().map(|(name, many, cost, days)| (name.as_str(), *many, *cost, *days)).collect();
    assert_eq!(found, expected);
    // Each thing that is not said is a fault of its own, with its line and column and what to write.
    for (without, title, cure) in [
        ("sign = \"$\"\n", "`unit_cost`: $1,160.50 has a sign of money", "sign = \"$\""),
        ("units = { lead_time = \"days\" }\n", "`lead_time` is a length of time and needs a unit", "45 days"),
        ("names = \"clean\"\n", "cannot be used as a name", "names = \"clean\""),
        ("nameless = \"pass_over\"\n", "this line has no name", "nameless = \"pass_over\""),
        ("other_columns = \"pass_over\"\n", "there is no column `Extended`", "other_columns = \"pass_over\""),
    ] {
        let said = faults(&phone(&PURCHASING_READ.replace(without, ""), &["Acme_Displays_Inc", "Bolt_Co"]), files());
        assert!(said.contains(title) && said.contains(cure), "without {without}{said}");
        assert!(said.contains("bom_current.csv:"), "{said}");
    }
}

/// As a board's designer exports it with semicolons: `sep=`, a title, a header that begins with `#`, a row for each place on the
/// board, and neither supplier nor lead time.
const DESIGNER: &str = "sep=;\n;Watch, revision C;;;\n;;;;\n#;Designator;;Value;Price EUR;Mouser link\n\
1;R1;;10k;0,012 €;https://a/b;\n2;R2;;10k;0,012 €;\n;;;;;\n3;U1;;SoC, 64 MB;1.234,50 €;http://c,d\n#4;C1;;100n;0,02 €;\n";

const DESIGNER_READ: &str = r##"[product.phone.bom]
file = "bom.csv"
columns = { note = "#", name = "Value", unit_cost = "Price EUR" }
values = { supplier = "house", quantity = 1, lead_time = "8 weeks" }
other_columns = "pass_over"
decimal = "comma"
sign = "€"
names = "clean"
repeated = "add_up"
"##;

#[test]
fn a_list_of_a_designer_loads_without_editing() {
    let files = || InMemory::default().with("bom.csv", DESIGNER);
    let scenario = sound(&phone(DESIGNER_READ, &["house"]), files());
    let expected = [("n_10k", 2, 0.012, 56.0), ("SoC_64_MB", 1, 1234.5, 56.0), ("n_100n", 1, 0.02, 56.0)];
    let found = parts(&scenario);
    let found: Vec<_> = found.iter().map(|(name, many, cost, days)| (name.as_str(), *many, *cost, *days)).collect();
    assert_eq!(found, expected, "a line that begins with # is a part here");
    for (without, title, cure) in [
        ("repeated = \"add_up\"\n", "`n_10k` stands on two lines", "repeated = \"add_up\""),
        ("decimal = \"comma\"\nsign = \"€\"\n", "0,012 € has a sign of money", "sign = \"€\""),
        (
            "values = { supplier = \"house\", quantity = 1, lead_time = \"8 weeks\" }\n",
            "are missing",
            "values = { supplier = .. }",
        ),
    ] {
        let said = faults(&phone(&DESIGNER_READ.replace(without, ""), &["house"]), files());
        assert!(said.contains(title) && said.contains(cure), "without {without}{said}");
    }
    let differs = DESIGNER.replace("2;R2;;10k;0,012", "2;R2;;10k;0,013");
    let said = faults(&phone(DESIGNER_READ, &["house"]), InMemory::default().with("bom.csv", differs));
    assert!(said.contains("two lines with different unit_cost"), "{said}");
}

/// A workbook with a title, a blank column and row, real numbers, a formula and another sheet.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let money = Format::new().set_num_format("$#,##0.00");
    let sheet = book.add_worksheet().set_name("Cover").unwrap();
    sheet.write(0, 0, "Glasses, issued 2026").unwrap();
    let sheet = book.add_worksheet().set_name("Parts list").unwrap();
    sheet.write(0, 1, "Bill of materials").unwrap();
    for (column, name) in
        [(1, "Part\nName"), (3, "Maker"), (4, "#"), (5, "Price"), (6, "LT [weeks]"), (7, "Share of bad")]
    {
        sheet.write(3, column, name).unwrap();
    }
    for (row, name, many, price, weeks, bad) in [
        (4, "Lens Ö", 2.0, 3.25, 6.0, 0.05),
        (6, "Frame, blue", 1.0, 1234.5, 4.0, 0.0),
        (7, "=1+1", 3.0, 1.0, 2.0, 0.01),
    ] {
        sheet.write_string(row, 1, name).unwrap();
        sheet.write(row, 3, "maker").unwrap();
        sheet.write(row, 4, many).unwrap();
        sheet.write_with_format(row, 5, price, &money).unwrap();
        sheet.write(row, 6, weeks).unwrap();
        sheet.write(row, 7, bad).unwrap();
    }
    sheet.write_formula(4, 5, Formula::new("=3+0.25").set_result("3.25")).unwrap();
    sheet.write(9, 9, "a remark beside the table").unwrap();
    book.save_to_buffer().unwrap()
}

const WORKBOOK_READ: &str = r##"[product.phone.bom]
file = "glasses.xlsx#Parts list"
columns = { name = "Part Name", supplier = "Maker", quantity = "#", unit_cost = "Price", lead_time = "LT [weeks]", defect_rate = "Share of bad" }
other_columns = "pass_over"
units = { lead_time = "weeks" }
names = "clean"
nameless = "pass_over"
"##;

#[test]
fn a_sheet_of_a_workbook_loads_without_editing_and_its_faults_name_the_cell() {
    let files = || InMemory::default().with("glasses.xlsx", workbook());
    let scenario = sound(&phone(WORKBOOK_READ, &["maker"]), files());
    let expected = [("Lens_Oe", 2, 3.25, 42.0), ("Frame_blue", 1, 1234.5, 28.0), ("n_1_1", 3, 1.0, 14.0)];
    let found = parts(&scenario);
    let found: Vec<_> = found.iter().map(|(name, many, cost, days)| (name.as_str(), *many, *cost, *days)).collect();
    assert_eq!(found, expected);
    let said = faults(
        &phone(
            &WORKBOOK_READ.replace("defect_rate =", "yield =").replace("glasses.xlsx#Parts list", "glasses.xlsx"),
            &["maker"],
        ),
        files(),
    );
    assert!(said.contains("glasses.xlsx has several sheets") && said.contains("\"glasses.xlsx#Cover\""), "{said}");
    assert!(said.contains("no column of this list can hold `yield`"), "{said}");
    let said = faults(
        &phone(&WORKBOOK_READ.replace("unit_cost = \"Price\", ", "").replace("#Parts list", "#Part list"), &["maker"]),
        files(),
    );
    assert!(said.contains("no sheet `Part list`") && said.contains("glasses.xlsx#Parts list"), "{said}");
    let said = faults(
        &phone(
            &WORKBOOK_READ.replace("defect_rate = \"Share of bad\"", "order_multiple = \"Share of bad\""),
            &["maker"],
        ),
        files(),
    );
    assert!(said.contains("--> glasses.xlsx, sheet Parts list, cell H5"), "{said}");
    let said = faults(&phone(&WORKBOOK_READ.replace("names = \"clean\"\n", ""), &["maker"]), files());
    assert!(said.contains("cell B5") && said.contains("cell B7") && said.contains("Frame, blue"), "{said}");
    let damaged = InMemory::default().with("glasses.xlsx", workbook()[..500].to_vec());
    let said = faults(&phone(WORKBOOK_READ, &["maker"]), damaged);
    assert!(said.contains("error[E604]") && said.contains("phone.toml:"), "{said}");
}

#[test]
fn prices_orders_and_actuals_are_read_from_files() {
    let text = SMALL.replace(
        "price = 1999\nparts",
        "price = { file = \"prices.csv\", columns = { date = \"Monat\", value = \"Preis\" }, dates = \"day-month-year\", decimal = \"comma\", sign = \"€\" }\nparts",
    ) + "[order_stream.systems]\nnet_price = 1700\nseries = { file = \"orders.csv\", columns = { date = \"Installation Date\", value = \"quantity\" }, dates = \"month-day-year\", other_columns = \"pass_over\" }\n";
    let text = format!("observed_list = \"actuals.csv\"\n{text}");
    let files = || {
        InMemory::default()
            .with("prices.csv", "Monat;Preis\n01.03.2026;1.799,00 €\n01.01.26;1.999,00 €\n")
            .with("orders.csv", "System SN,Installation Date,quantity\nA1,02/03/26,3\nA2,01/30/26,1\nA3,02/03/26,4\n")
            .with("actuals.csv", "metric,value,date\nshipped_total,4000,\nshipped_cumulative,900,2026-02-28\n")
    };
    let loaded = match load(&text, files()) {
        Ok(loaded) => loaded,
        Err(faults) => panic!("{faults}"),
    };
    let again = loaded.resolved_toml();
    for written in ["price = [[2026-01-01, 1999], [2026-03-01, 1799]]", "series = [1, 0, 0, 0, 7]", "from = 2026-01-30"]
    {
        assert!(again.contains(written), "{written}\n{again}");
    }
    assert_eq!(loaded.scenario.observed.len(), 2);
    assert_eq!(loaded.scenario.observed[1].value, 900.0);
    // What is resolved is read alike, without any file.
    assert_eq!(sound(&again, InMemory::default()).order_streams, loaded.scenario.order_streams);
    let said = faults(&text.replace(", dates = \"month-day-year\"", ""), files());
    assert!(said.contains("orders.csv:2:4") && said.contains("dates = \"day-month-year\""), "{said}");
    let said = faults(&text.replace("value = \"Preis\"", "value = \"Price\""), files());
    assert!(said.contains("no column holds the value; the columns are `Monat` and `Preis`"), "{said}");
    let twice = files().with("prices.csv", "Monat;Preis\n01.03.2026;1.799,00 €\n01.03.26;1.999,00 €\n");
    let said = faults(&text, twice);
    assert!(said.contains("two lines give a value of 2026-03-01"), "{said}");
}

#[test]
fn how_a_list_is_read_can_be_set_and_is_checked() {
    let files = Arc::new(InMemory::default().with("bom.csv", DESIGNER));
    let source = Source::Text {
        name: "phone.toml".into(),
        text: phone(&DESIGNER_READ.replace("decimal = \"comma\"\n", ""), &["house"]),
    };
    let open = |set: &str| {
        Template::read_from(&source, &[set.to_owned()], files.clone()).and_then(|template| template.with(&[]))
    };
    assert!(open("product.phone.bom.decimal=comma").is_ok());
    for (set, said) in [
        ("product.phone.bom.decimal=dot", "\"point\" or \"comma\""),
        ("product.phone.bom.colums={}", "did you mean `columns`?"),
        (
            "product.phone.bom.units={ lead_time = \"fortnights\" }",
            "\"hours\", \"days\", \"weeks\", \"months\" or \"years\"",
        ),
        ("product.phone.bom.columns={ unit_price = \"Price EUR\" }", "no column of this list can hold `unit_price`"),
    ] {
        let Err(found) = open(set) else { panic!("{set} is accepted") };
        assert!(found.to_string().contains(said), "{set}: {found}");
    }
    assert!(Path::new("tests/bad/list_read_badly.toml").exists());
}
