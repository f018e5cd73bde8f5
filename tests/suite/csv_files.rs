//! Is every CSV file read by the same rules? A bill of materials, a list of suppliers, the points of a sweep, named on the
//! command line or in the scenario, and the column of an empirical distribution.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::compare::SMALL;

use crate::support::program;

/// A kind of file: its name, its header, a sound line, and the command that reads it.
struct Kind {
    file: &'static str,
    header: &'static str,
    line: &'static str,
    scenario: String,
    typed: &'static [&'static str],
}

fn kinds() -> Vec<Kind> {
    let check: &[&str] = &["check", "phone.toml"];
    vec![
        Kind {
            file: "parts.csv",
            header: "name,supplier,quantity,unit_cost,lead_time,note",
            line: "box,one,1,5,1 week,",
            scenario: SMALL.replace("[product.phone]", "[product.phone]\nbom = \"parts.csv\""),
            typed: check,
        },
        Kind {
            file: "makers.csv",
            header: "name,region,deposit,note",
            line: "two,japan,0.3,",
            scenario: format!(
                "supplier_list = \"makers.csv\"\n{SMALL}[component.box]\nsupplier = \"two\"\nunit_cost = 1\nlead_time = \"1 week\"\n"
            ),
            typed: check,
        },
        Kind {
            file: "points.csv",
            header: "product.phone.price,market.imitation",
            line: "1999,2",
            scenario: SMALL.to_owned(),
            typed: &["sweep", "phone.toml", "--list", "points.csv", "-n", "2", "--no-charts", "-o", "out", "--fresh"],
        },
        Kind {
            file: "listed.csv",
            header: "product.phone.price,market.imitation",
            line: "1999,2",
            scenario: format!("{SMALL}\n[sweep]\nlist = \"listed.csv\"\n"),
            typed: &["sweep", "phone.toml", "-n", "2", "--no-charts", "-o", "out", "--fresh"],
        },
        Kind {
            file: "past.csv",
            header: "fee,day",
            line: "80,1",
            scenario: SMALL.replace(
                "assembly_fee = 80",
                "assembly_fee = { empirical = { file = \"past.csv\", column = \"fee\" } }",
            ),
            typed: check,
        },
    ]
}

fn read(home: &Path, kind: &Kind, text: &str) -> (Option<i32>, String) {
    fs::write(home.join("phone.toml"), &kind.scenario).unwrap();
    fs::write(home.join(kind.file), text).unwrap();
    let mut command = Command::new(program());
    let Output { status, stderr, .. } = command.current_dir(home).args(kind.typed).output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[test]
fn every_csv_file_is_read_by_the_same_rules() {
    let home = tempfile::tempdir().unwrap();
    for kind in kinds() {
        let Kind { file, header, line, .. } = &kind;
        for sound in [
            format!("{header}\n{line}\n"),
            format!("\u{feff}{header}\r\n{line}\r\n"),
            format!("{header}\r# a remark with \"one quote\r{line}\r"),
            format!("# a remark\n\n{header},,\n{line},,\n,,\n"),
            format!("sep=;\n{}\n{}\n", header.replace(',', ";"), line.replace(',', ";")),
            format!("{}\n{}\n", header.replace(',', "\t"), line.replace(',', "\t")),
        ] {
            let (status, said) = read(home.path(), &kind, &sound);
            assert_eq!(status, Some(0), "{file}: {sound:?}\n{said}");
        }
        let (first, rest) = line.split_once(',').unwrap();
        let first_name = header.split(',').next().unwrap();
        for (faulty, code, place) in [
            // Two stray quotes would make one cell of what lies between them.
            (format!("{header}\n\"{first},{rest}\n{line}\n{line}\"x\n"), "E601", ":4:"),
            (format!("{header}\n\"{first}\"0,{rest}\n"), "E601", ":2:"),
            (format!("{header}\n\"{first},{rest}\n"), "E601", ":2:1"),
            (format!("{header}\n{line},more\n"), "E601", ":2:"),
            (format!("{header},{first_name}\n{line}\n"), "E602", ":1:"),
            (format!("{header}\n{first}\u{1b}[2J,{rest}\n"), "E114", ":2:"),
            (format!("{header}\n{first},{rest}\n# \u{202e}\n{first}\u{202e},{rest}\n"), "E114", ":4:"),
            (String::new(), "E601", ":1:1"),
        ] {
            let (status, said) = read(home.path(), &kind, &faulty);
            assert_eq!(status, Some(2), "{file}: {faulty:?}\n{said}");
            let named = said.contains(&format!("error[{code}]")) && said.contains(&format!("{file}{place}"));
            assert!(named, "{file}: {faulty:?}: {code} at {place}\n{said}");
        }
        assert!(matches!(read(home.path(), &kind, &format!("{header}\n{line}\n")), (Some(0), _)), "{file}");
    }
}

#[test]
fn a_list_cannot_change_what_is_the_same_at_every_point() {
    let home = tempfile::tempdir().unwrap();
    let kind = kinds().swap_remove(2);
    for (key, value) in
        [("run.seed", "1"), ("run.launches", "20"), ("timeline.horizon", "60 days"), ("company.currency", "euro")]
    {
        let (status, said) = read(home.path(), &kind, &format!("{key}\n{value}\n"));
        assert_eq!(status, Some(2), "{key}: {said}");
        assert!(said.contains(&format!("`{key}` cannot be varied")), "{said}");
    }
}
