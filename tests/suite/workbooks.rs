//! Is a scenario in a workbook the same as in a text, there and back without loss? Do its faults name sheet and cell, and is
//! nothing in a workbook of results a formula?

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use launchsim::language::fault::LoadError;
use launchsim::language::files::InMemory;
use launchsim::language::source::Source;
use launchsim::scenario::{Loaded, Template, book, load};
use rust_xlsxwriter::Workbook;

use crate::compare::SMALL;

use crate::support::program;

fn launchsim(home: &Path, typed: &[&str]) -> Output {
    Command::new(program()).current_dir(home).args(typed).output().unwrap()
}

fn done(home: &Path, typed: &[&str]) -> String {
    let Output { status, stdout, stderr } = launchsim(home, typed);
    assert!(status.success(), "{typed:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

/// A workbook as a scenario.
fn of_bytes(name: &str, bytes: Vec<u8>) -> Result<Loaded, LoadError> {
    let files = Arc::new(InMemory::default().with(name, bytes));
    Template::read_from(&Source::File(name.into()), &[], files).and_then(|template| template.with(&[]))
}

fn of_text(text: &str) -> Loaded {
    let source = Source::Text { name: "phone.toml".into(), text: text.to_owned() };
    Template::read_from(&source, &[], Arc::new(InMemory::default()))
        .and_then(|template| template.with(&[]))
        .unwrap_or_else(|fault| panic!("{fault}\nin\n{text}"))
}

fn scenarios() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["scenarios", "scenarios/patterns", "scenarios/bench"] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() > 35, "{found:?}");
    found
}

/// There and back: what a text says, the workbook of it says, and so does the text of the workbook.
fn there_and_back(loaded: &Loaded, name: &str) {
    let bytes = book::write(loaded, false).unwrap();
    assert!(bytes == book::write(loaded, false).unwrap(), "{name}: not the same bytes twice");
    let again = match of_bytes(name, bytes) {
        Ok(again) => again,
        Err(faults) => panic!("{name}: {faults}"),
    };
    assert_eq!(again.resolved_toml(), loaded.resolved_toml(), "{name}");
    assert_eq!(again.scenario, loaded.scenario, "{name}");
    let text = of_text(&again.annotated_toml());
    assert_eq!(text.resolved_toml(), loaded.resolved_toml(), "{name}: back as a text");
}

#[test]
fn every_scenario_is_the_same_in_a_workbook_and_back() {
    for path in scenarios() {
        let loaded = load(&Source::File(path.clone()), &[]).unwrap_or_else(|fault| panic!("{fault}"));
        there_and_back(&loaded, &path.with_extension("xlsx").display().to_string());
    }
}

#[test]
fn what_a_cell_cannot_hold_survives() {
    // More characters than a cell has room for, numbers beyond those of a spreadsheet, words that look like something else.
    let past: Vec<String> = (0..9_000).map(|at| format!("{}", 80.0 + f64::from(at) / 7.0)).collect();
    let text = SMALL
        .replace("assembly_fee = 80", &format!("assembly_fee = {{ empirical = {{ values = [{}] }} }}", past.join(", ")))
        .replace("[timeline]\n", "title = \"=1+1\"\n[run]\nseed = 9223372036854775807\nlaunches = 20\n[timeline]\n");
    let hostile = [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\\\"quoted\\\"",
        " blank at the ends ",
        "2011",
        "2026-01-01",
        "true",
        "[1, 2]",
        "{ a = 1 }",
        "3 %",
    ];
    for title in hostile {
        let loaded = of_text(&text.replace("title = \"=1+1\"", &format!("title = \"{title}\"")));
        there_and_back(&loaded, "hostile.xlsx");
    }
    let bytes = book::write(&of_text(&text), false).unwrap();
    assert!(!sheets_of(&bytes).contains("<f>"), "a formula");
    // Parts in another order than the components, tables without a key, several products' worth of keys.
    let other = SMALL.replace("parts = { screen = 1, chip = 2 }", "parts = { chip = 2, screen = 1 }");
    there_and_back(&of_text(&other), "order.xlsx");
    let second = format!(
        "{SMALL}[component.screen.second_source]\nsupplier = \"two\"\nuse = \"share\"\nshare = 0.25\n[supplier.two]\n[returns]\nshare = 0.08\n"
    );
    there_and_back(&of_text(&second), "second.xlsx");
}

/// The XML of all sheets.
fn sheets_of(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut zip = zip_entries(bytes);
    zip.sort();
    for (name, content) in zip {
        if name.starts_with("xl/worksheets/") {
            text.push_str(&content);
        }
    }
    assert!(text.contains("<sheetData"), "no sheets");
    text
}

/// Names and texts of what a zip holds, by the program that every system has for it.
fn zip_entries(bytes: &[u8]) -> Vec<(String, String)> {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("book.zip");
    fs::write(&path, bytes).unwrap();
    let python = "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist():\n b=z.read(n)\n sys.stdout.buffer.write(('%s\\t%d\\n'%(n,len(b))).encode()+b)";
    let output = Command::new("python3").args(["-c", python]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut rest = output.stdout.as_slice();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap();
        let head = String::from_utf8(rest[..end].to_vec()).unwrap();
        let (name, length) = head.split_once('\t').unwrap();
        let length: usize = length.parse().unwrap();
        let content = &rest[end + 1..][..length];
        found.push((name.to_owned(), String::from_utf8_lossy(content).into_owned()));
        rest = &rest[end + 1 + length..];
    }
    found
}

#[test]
fn a_workbook_that_is_filled_in_runs_to_the_same_bytes_as_its_text() {
    let home = tempfile::tempdir().unwrap();
    done(home.path(), &["init", "--xlsx", "launch.xlsx"]);
    let again = launchsim(home.path(), &["init", "--xlsx", "launch.xlsx"]);
    assert_eq!(again.status.code(), Some(1), "an existing file is not replaced");
    done(home.path(), &["convert", "launch.xlsx", "-o", "launch.toml"]);
    done(home.path(), &["convert", "launch.toml", "-o", "again.xlsx"]);
    let run = |file: &str, out: &str| {
        done(
            home.path(),
            &["run", file, "-n", "64", "--no-charts", "--no-planners", "--no-drivers", "--xlsx", "-o", out, "-q"],
        );
    };
    run("launch.xlsx", "a");
    run("launch.toml", "b");
    run("again.xlsx", "c");
    for name in ["launches.parquet", "summary.json", "daily.csv", "monthly.csv", "cost_audit.csv", "scenario.toml"] {
        let of = |folder: &str| fs::read(home.path().join(folder).join(name)).unwrap();
        assert!(of("a") == of("b"), "{name} of the workbook and of its text differ");
        assert!(of("a") == of("c"), "{name} of the text and of its workbook differ");
    }
    // A number that is filled in, in the cell that asks for it.
    let checked = launchsim(home.path(), &["check", "launch.xlsx", "--set", "product.phone.price=1499"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}

#[test]
fn the_workbook_to_start_from_asks_about_thirty_questions() {
    let home = tempfile::tempdir().unwrap();
    let said = done(home.path(), &["init", "--xlsx"]);
    assert!(said.contains("launch.xlsx"), "{said}");
    let bytes = fs::read(home.path().join("launch.xlsx")).unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
    assert_eq!(book.sheet_names()[..4], ["Start", "Questions", "Parts", "Supplier"]);
    let questions = book.worksheet_range("Questions").unwrap();
    let asked = questions.rows().skip(1).filter(|row| !row[8].to_string().is_empty()).count();
    assert!((28..=40).contains(&asked), "{asked} questions");
    for row in questions.rows().skip(1).filter(|row| !row[8].to_string().is_empty()) {
        for (column, what) in [(0, "question"), (2, "unit"), (5, "example"), (6, "meaning")] {
            assert!(!row[column].to_string().is_empty(), "no {what} for {}", row[8]);
        }
    }
    let price = questions.rows().find(|row| row[8] == Data::String("product.phone.price".into())).unwrap();
    assert_eq!(price[1], Data::Float(1999.0));
    let sheets = sheets_of(&bytes);
    assert!(sheets.matches("<dataValidation ").count() >= 5, "lists to choose from");
    assert!(!sheets.contains("<f>"));
}

/// A workbook of one sheet of keys and one of parts.
fn small(keys: &[(&str, &str)], numbers: &[(&str, f64)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("More").unwrap();
    sheet.write(0, 0, "Key").unwrap();
    sheet.write(0, 1, "Value").unwrap();
    for (row, (key, value)) in keys.iter().enumerate() {
        sheet.write_string(row as u32 + 2, 0, *key).unwrap();
        sheet.write_string(row as u32 + 2, 1, *value).unwrap();
    }
    for (row, (key, value)) in numbers.iter().enumerate() {
        sheet.write_string((row + keys.len()) as u32 + 2, 0, *key).unwrap();
        sheet.write_number((row + keys.len()) as u32 + 2, 1, *value).unwrap();
    }
    let sheet = book.add_worksheet().set_name("Parts").unwrap();
    for (column, name) in ["name", "supplier", "quantity", "unit_cost [yuan]", "lead_time"].iter().enumerate() {
        sheet.write_string(0, column as u16, *name).unwrap();
    }
    for (column, value) in ["screen", "one", "", "", "2 weeks"].iter().enumerate() {
        sheet.write_string(1, column as u16, *value).unwrap();
    }
    sheet.write_number(1, 2, 1.5).unwrap();
    sheet.write_number(1, 3, -400.0).unwrap();
    let sheet = book.add_worksheet().set_name("Suppliers").unwrap();
    sheet.write(0, 0, "name").unwrap();
    sheet.write(1, 0, "one").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn faults_name_the_sheet_and_the_cell() {
    let faults = |bytes: Vec<u8>| match of_bytes("book.xlsx", bytes) {
        Err(LoadError::Scenario(faults)) => faults,
        other => panic!("{:?}", other.map(|loaded| loaded.scenario.name)),
    };
    let keys = [
        ("timeline.start", "2026-01-01"),
        ("timeline.horizon", "4 moons"),
        ("product.phone.build", "to_sock"),
        ("market.price", "{ pert = 3"),
        ("market.reach", "{ pert = { low = 1, "),
        ("product.phone.price", ""),
    ];
    let found = faults(small(&keys, &[("company.vat", 17.0), ("company.vat", 0.17)]));
    let said = found.render(false);
    for (cell, what) in [
        ("sheet More, cell B4", "4 moons"),
        ("sheet More, cell B5", "did you mean \"to_stock\"?"),
        ("sheet More, cell B7", "not valid TOML"),
        ("sheet More, cell B10", "`company.vat` is answered twice"),
        ("sheet Parts, cell C2", "1.5"),
        ("sheet Parts, cell D2", "`unit_cost` is out of range: -400"),
    ] {
        assert!(said.contains(&format!("book.xlsx, {cell}")) && said.contains(what), "{cell}: {what}\n{said}");
    }
    let labels = found.to_json().to_string();
    assert!(labels.contains("\"cell\":\"D2\"") && labels.contains("\"sheet\":\"Parts\""), "{labels}");
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Part").unwrap().write(0, 0, "name").unwrap();
    book.add_worksheet().set_name("Notes of mine").unwrap().write(0, 0, "whatever").unwrap();
    book.add_worksheet().set_name("Questions").unwrap().write(0, 0, "whatever").unwrap();
    let said = faults(book.save_to_buffer().unwrap()).render(false);
    assert!(said.contains("there is no sheet `Part`") && said.contains("did you mean `Parts`?"), "{said}");
    assert!(said.contains("the sheet Questions has no line that names its columns"), "{said}");
    assert!(!said.contains("Notes of mine`"), "{said}");
    let Err(LoadError::Scenario(old)) = of_bytes("old.xlsx", vec![0xD0, 0xCF, 0x11, 0xE0, 0, 0]) else {
        panic!("read")
    };
    assert!(old.render(false).contains("protected by a password"), "{old}");
}

#[test]
fn notes_are_the_sources_of_assumptions_and_survive() {
    let text = SMALL.replace("opening_cash = 2_000_000", "opening_cash = 2_000_000 # the bank, in May");
    let bytes = book::write(&of_text(&text), false).unwrap();
    let again = of_bytes("noted.xlsx", bytes).unwrap_or_else(|faults| panic!("{faults}"));
    let span = again.place("company.opening_cash").unwrap();
    assert_eq!(again.remark(span), "the bank, in May");
    assert!(again.annotated_toml().contains("opening_cash = 2000000 # the bank, in May"), "{}", again.annotated_toml());
}

#[test]
fn results_are_numbers_with_units_and_no_text_is_a_formula() {
    let home = tempfile::tempdir().unwrap();
    // Names of metrics and titles may begin like formulas.
    let text =
        format!("title = \"=cmd|' /C calc'!A0\"\n{SMALL}[observed.fact]\nmetric = \"shipped_total\"\nvalue = 4000\n")
            .replace("opening_cash = 2_000_000", "opening_cash = 2_000_000 # =HYPERLINK(\"http://x\")")
            .replace("[observed.fact]\nmetric = \"shipped_total\"\nvalue = 4000\n", "");
    fs::write(home.path().join("phone.toml"), text).unwrap();
    let typed = ["run", "phone.toml", "-n", "40", "--no-charts", "--no-planners", "--xlsx", "-q", "-o"];
    for out in ["one", "two"] {
        done(home.path(), &typed.iter().copied().chain([out]).collect::<Vec<_>>());
    }
    let read = |out: &str| fs::read(home.path().join(out).join("results.xlsx")).unwrap();
    let bytes = read("one");
    let entries = |bytes: &[u8]| {
        let mut entries = zip_entries(bytes);
        // How it was made names the folder.
        entries.retain(|(name, _)| name != "xl/sharedStrings.xml");
        entries
    };
    assert!(entries(&bytes) == entries(&read("two")), "not the same bytes");
    assert!(!sheets_of(&bytes).contains("<f>"), "a formula");
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
    let names = book.sheet_names();
    for sheet in [
        "Answer",
        "Levels",
        "Statements",
        "Assumptions",
        "Metrics",
        "Daily",
        "Monthly",
        "Yearly",
        "Cost audit",
        "Charts",
    ] {
        assert!(names.contains(&sheet.to_owned()), "{sheet} is missing in {names:?}");
    }
    // Figures are those of the files, to the last bit.
    let daily = book.worksheet_range("Daily").unwrap();
    let header: Vec<String> = daily.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let cash = header.iter().position(|name| name == "cash_yuan_p50 [yuan]").unwrap();
    let file = fs::read_to_string(home.path().join("one/daily.csv")).unwrap();
    let column = file.lines().next().unwrap().split(',').position(|name| name == "cash_yuan_p50").unwrap();
    for (row, line) in daily.rows().skip(1).zip(file.lines().skip(1)) {
        let value: f64 = line.split(',').nth(column).unwrap().parse().unwrap();
        assert_eq!(row[cash], Data::Float(value));
        assert!(matches!(row[1], Data::DateTime(_)), "{:?}", row[1]);
    }
    let assumed = book.worksheet_range("Assumptions").unwrap();
    let opening = assumed.rows().find(|row| row[0] == Data::String("company.opening_cash".into())).unwrap();
    assert_eq!(opening[1], Data::Float(2e6));
    assert_eq!(opening[4], Data::String("=HYPERLINK(\"http://x\")".into()));
    let charts = zip_entries(&bytes).into_iter().filter(|(name, _)| name.starts_with("xl/charts/chart")).count();
    assert!(charts >= 2, "{charts} charts");
    // Other commands leave theirs.
    done(
        home.path(),
        &[
            "compare",
            "phone.toml",
            "--vary",
            "product.phone.price=1799,1999",
            "-n",
            "40",
            "--no-charts",
            "--xlsx",
            "-q",
            "-o",
            "pair",
        ],
    );
    done(
        home.path(),
        &[
            "sweep",
            "phone.toml",
            "--vary",
            "product.phone.price=1799,1999",
            "-n",
            "20",
            "--no-charts",
            "--xlsx",
            "-q",
            "-o",
            "swept",
        ],
    );
    for (out, sheet) in [("pair", "Comparison"), ("swept", "Points")] {
        let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(read(out))).unwrap();
        assert!(book.sheet_names().contains(&sheet.to_owned()), "{out}: {:?}", book.sheet_names());
        assert!(book.worksheet_range(sheet).unwrap().rows().count() > 2);
    }
}

#[test]
fn a_scenario_starts_from_a_bill_of_materials() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
    write(
        "bom.csv",
        "Parts of May;;;\n#;Part No.;Vendor;Qty;Unit Price;Lead Time (weeks)\n1;Screen 4\";Sharp & Co;1;1.180,50 €;12\n2;Chip;one;2;0,65 €;6\n;;Total;;1.181,80 €;\n",
    );
    done(home.path(), &["init", "--from", "bom.csv", "phone.toml"]);
    let text = fs::read_to_string(home.path().join("phone.toml")).unwrap();
    for line in [
        "name = \"Part No.\"",
        "decimal = \"comma\"",
        "sign = \"€\"",
        "names = \"clean\"",
        "[supplier.Sharp_Co]",
        "units = { lead_time = \"weeks\" }",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    write("plain.csv", "name,supplier,quantity,unit_cost,lead_time\nscreen,sharp,1,220,3 months\n");
    done(home.path(), &["init", "--from", "plain.csv", "plain.toml"]);
    done(home.path(), &["check", "plain.toml"]);
    done(home.path(), &["init", "--xlsx", "--from", "plain.csv", "plain.xlsx"]);
    done(home.path(), &["check", "plain.xlsx"]);
    let said = launchsim(home.path(), &["init", "--from", "phone.toml", "x.toml"]);
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("looks like the names of columns"));
}
