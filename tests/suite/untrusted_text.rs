//! What text of others can do: a scenario, a list or the name of a file may hold anything, and nothing of it may reach
//! a terminal or a spreadsheet as more than text.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use launchsim::language::hidden::is_hidden;

use crate::compare::SMALL;

use crate::support::program;

fn launchsim(home: &Path, typed: &[&str]) -> Output {
    Command::new(program()).current_dir(home).args(typed).output().unwrap()
}

/// Both streams of a command, which may hold no control character but line feeds and tabs.
fn said(output: &Output, what: &str) -> String {
    let text =
        format!("{}{}", std::str::from_utf8(&output.stdout).unwrap(), std::str::from_utf8(&output.stderr).unwrap());
    let found = text.chars().find(|&c| is_hidden(c) && !matches!(c, '\n' | '\t'));
    assert!(found.is_none(), "{what}: {found:?} in\n{text:?}");
    text
}

/// Colours a terminal, names its window, erases it, goes back to the line's start, turns the direction of text.
const HOSTILE: [&str; 6] =
    ["\u{1b}[31mred", "\u{1b}]0;hello\u{7}", "\u{9b}2J", "a\rb", "\u{202e}evird", "\u{61c}\u{7f}"];

#[test]
fn no_text_of_a_scenario_reaches_a_terminal_as_a_command() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("phone.toml"), SMALL).unwrap();
    let part = SMALL.replace("parts = { screen = 1, chip = 2 }", "bom = \"parts.csv\"");
    for hostile in HOSTILE {
        let escaped: String = hostile.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
        let region = SMALL.replace("[supplier.one]", &format!("[supplier.one]\nregion = \"{escaped}\""));
        for (what, text) in [
            ("title", format!("title = \"{escaped}\"\n{SMALL}")),
            ("region", region),
            ("key", SMALL.replace("[window.shop]", &format!("[window.\"{escaped}\"]"))),
            ("name", format!("name = \"{escaped}\"\n{SMALL}")),
        ] {
            fs::write(home.path().join("hostile.toml"), text).unwrap();
            for typed in [
                &["run", "hostile.toml", "-n", "2"][..],
                &["check", "hostile.toml"],
                &["check", "hostile.toml", "--format", "json"],
            ] {
                let output = launchsim(home.path(), typed);
                let text = said(&output, &format!("{what} {typed:?}"));
                assert_eq!(output.status.code(), Some(2), "{what} {hostile:?}: {text}");
                assert!(text.contains("E114") && !text.contains("E113") && !text.contains("E103"), "{what}: {text}");
            }
        }
        // In a cell, the name of a column, an override and a value of a comparison.
        let cells = format!("name,supplier,quantity,unit_cost,lead_time,note\nscreen,one,1,400,2 weeks,x{hostile}y\n");
        fs::write(home.path().join("parts.csv"), cells).unwrap();
        fs::write(home.path().join("parts.toml"), &part).unwrap();
        let setting = format!("title={hostile}x");
        let vary = format!("supplier.one.region=japan,{hostile}x");
        for typed in [
            &["run", "parts.toml"][..],
            &["run", "phone.toml", "--set", &setting],
            &["compare", "phone.toml", "--vary", &vary],
            &["sweep", "phone.toml", "--vary", &vary],
        ] {
            let output = launchsim(home.path(), &[typed, &["-n", "2"]].concat());
            let text = said(&output, &format!("{typed:?}"));
            assert_eq!(output.status.code(), Some(2), "{typed:?}: {text}");
            assert!(text.contains("E114") || typed[0] == "run" && hostile.contains('\r'), "{typed:?}: {text}");
        }
        // What is typed wrongly is said again.
        for typed in [
            &["run", "phone.toml", hostile][..],
            &["run", "-n", hostile],
            &["sweep", "phone.toml", "--vary", hostile],
            &["merge", hostile, "-o", "x"],
            &["explain", "-l", hostile],
        ] {
            let output = launchsim(home.path(), typed);
            said(&output, &format!("{typed:?}"));
            assert!(!output.status.success(), "{typed:?}");
        }
    }
    assert!(!home.path().join("output").exists());
}

#[test]
#[cfg(unix)]
fn names_of_files_reach_a_terminal_as_pictures_and_commands_can_still_be_copied() {
    let home = tempfile::tempdir().unwrap();
    for hostile in HOSTILE {
        let (file, out) = (format!("{hostile}.toml"), format!("out{hostile}"));
        fs::write(home.path().join(&file), format!("name = \"phone\"\n{SMALL}")).unwrap();
        fs::write(home.path().join("broken.toml"), format!("bom = 1\nextends = {file:?}\n[")).unwrap();
        for (typed, status) in [
            (&["run", &file, "-n", "2", "--no-charts", "-o", &out][..], 0),
            (&["check", &file], 0),
            (&["check", &file, "--format", "json"], 0),
            (&["explain", &file, "-l", "0", "--no-charts", "-o", &out], 0),
            (&["compare", &file, &file, "-n", "2", "--no-charts", "-o", &out], 0),
            (&["run", &format!("{hostile}.tml"), "-n", "2"], 2),
            (&["run", "broken.toml"], 2),
            (&["run", &file, "-n", "2", "-o", &file], 2),
            (&["init", &file], 1),
        ] {
            let output = launchsim(home.path(), typed);
            let text = said(&output, &format!("{typed:?}"));
            assert_eq!(output.status.code(), Some(status), "{typed:?}: {text}");
            // The last line is a command for a shell.
            if let (0, Some(command)) = (status, text.lines().last().filter(|line| line.starts_with("  launchsim "))) {
                let words = format!("set -- {command}; printf '%s' \"$3\"");
                let heard = Command::new("bash").args(["-c", &words]).env("LC_ALL", "C.UTF-8").output().unwrap();
                assert_eq!(String::from_utf8(heard.stdout).unwrap(), file, "{command}");
            }
        }
        let record: serde_json::Value =
            serde_json::from_slice(&fs::read(home.path().join(&out).join("run.json")).unwrap()).unwrap();
        assert!(record["command"].as_array().unwrap().iter().any(|word| word == file.as_str()));
    }
}

#[test]
fn a_title_of_any_script_is_read_and_printed_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    for title in ["方案一：小米", "Прайс €1 999", "خطة الإطلاق", "می‌خواهم", "👩\u{200d}🔬 naïve \u{feff}x", "प्रक्षेपण"]
    {
        fs::write(home.path().join("phone.toml"), format!("title = \"{title}\"\n{SMALL}")).unwrap();
        let output = launchsim(home.path(), &["run", "phone.toml", "-n", "2"]);
        let text = said(&output, title);
        assert!(output.status.success() && text.contains(title.split(' ').next().unwrap()), "{text}");
    }
}

#[test]
fn no_table_holds_a_formula() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("phone.toml"), SMALL).unwrap();
    let vary = "supplier.one.region==cmd|' /C calc'!A0,+1+1,-1+1,@SUM(1),japan";
    let output = launchsim(home.path(), &["sweep", "phone.toml", "--vary", vary, "-n", "2", "-o", "swept"]);
    assert!(output.status.success(), "{}", said(&output, "sweep"));
    let output = launchsim(home.path(), &["compare", "phone.toml", "--vary", vary, "-n", "2", "-o", "compared"]);
    assert!(output.status.success(), "{}", said(&output, "compare"));
    let output = launchsim(home.path(), &["run", "phone.toml", "--set", "title==1+1", "--csv", "-n", "2", "-o", "ran"]);
    assert!(output.status.success(), "{}", said(&output, "run"));
    let output = launchsim(home.path(), &["explain", "phone.toml", "-l", "0", "-o", "told"]);
    assert!(output.status.success(), "{}", said(&output, "explain"));
    let mut tables = 0;
    for folder in ["swept", "compared", "ran", "told"] {
        for entry in fs::read_dir(home.path().join(folder)).unwrap().flatten() {
            if entry.path().extension().is_none_or(|ending| ending != "csv") {
                continue;
            }
            tables += 1;
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(entry.path()).unwrap();
            for record in reader.records() {
                for cell in &record.unwrap() {
                    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
                    assert!(!formula, "{}: {cell:?}", entry.path().display());
                }
            }
        }
    }
    assert!(tables >= 8, "{tables} tables");
    let points = fs::read_to_string(home.path().join("swept/points.csv")).unwrap();
    assert!(
        points.contains("'=cmd|' /C calc'!A0,") && points.contains("'-1+1,") && points.contains(",japan,"),
        "{points}"
    );
}
