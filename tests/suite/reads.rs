//! Reading ends: only files are read, and no more of them than memory should hold.

use std::fs;
use std::path::Path;

use crate::until::launchsim;

/// The message with which `words` are refused for a place that is no file.
fn refused(words: &[&str]) -> String {
    let output = launchsim(words);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
    said
}

fn sweep_of_list<'w>(list: &'w str, out: &'w str) -> Vec<&'w str> {
    vec!["sweep", "scenarios/bench/b1_small.toml", "--list", list, "--out", out, "-n", "2"]
}

/// Every way in which a file is named: as a scenario, and by a scenario.
fn every_way(home: &Path, place: &str, code: &str) {
    let scenario = home.join("names_it.toml").to_string_lossy().into_owned();
    let out = home.join("out").to_string_lossy().into_owned();
    for words in [&["check"][..], &["run"], &["explain", "--launch", "0"], &["sweep", "--vary", "company.tax_rate=0,1"]]
    {
        let said = refused(&[words, &[place]].concat());
        assert!(said.contains(code) && said.contains(place), "{said}");
    }
    assert!(refused(&sweep_of_list(place, &out)).contains(code));
    let base = fs::canonicalize("scenarios/bench/b1_small.toml").unwrap();
    let base = base.to_string_lossy();
    for text in [
        format!("extends = \"{place}\"\n"),
        format!("extends = \"{base}\"\nsupplier_list = \"{place}\"\n"),
        format!("extends = \"{base}\"\n[product.phone]\nbom = \"{place}\"\n"),
        format!("extends = \"{base}\"\n[sweep]\nlist = \"{place}\"\n"),
        format!(
            "extends = \"{base}\"\n[company]\nrunning_cost = {{ empirical = {{ file = \"{place}\", column = \"x\" }} }}\n"
        ),
    ] {
        fs::write(&scenario, &text).unwrap();
        let said = refused(&["check", &scenario]);
        assert!(said.contains(code) && said.contains("names_it.toml:"), "{text}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_refused_without_waiting_for_its_writer() {
    let home = tempfile::tempdir().unwrap();
    let pipe = home.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    every_way(home.path(), pipe.to_str().unwrap(), "error[E006]");
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_and_a_socket_are_refused() {
    let home = tempfile::tempdir().unwrap();
    every_way(home.path(), "/dev/zero", "error[E006]");
    assert!(refused(&["run", "/dev/random"]).contains("is a device, not a file"));
    let socket = home.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    assert!(refused(&["run", socket.to_str().unwrap()]).contains("is a socket, not a file"));
    assert!(refused(&["run", home.path().to_str().unwrap()]).contains("is a folder, not a file"));
}

#[test]
fn a_file_too_large_is_refused_before_it_is_read() {
    let home = tempfile::tempdir().unwrap();
    let large = home.path().join("large.csv");
    // A hole: it takes no room on the disk, and in memory it would take all there is.
    fs::File::create(&large).unwrap().set_len(1 << 42).unwrap();
    every_way(home.path(), large.to_str().unwrap(), "error[E007]");
    let said = refused(&["run", large.to_str().unwrap()]);
    assert!(said.contains("large.csv is too large: 4398046 MB") && said.contains("up to 100 MB"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_handed_over_is_read_and_bounded_too() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out").to_string_lossy().into_owned();
    let run = |file: &str, input: &str| {
        let program = assert_cmd::cargo::cargo_bin("launchsim");
        let script = format!("{input} \"{}\" run {file} -n 2 --no-charts --out {out}", program.display());
        let mut command = assert_cmd::Command::new("bash");
        command.current_dir(env!("CARGO_MANIFEST_DIR")).timeout(std::time::Duration::from_mins(1));
        command.args(["-c", &script]).output().unwrap()
    };
    let scenario = "scenarios/text_1999.toml";
    for (file, input) in [
        ("/dev/stdin".to_owned(), format!("cat {scenario} |")),
        ("/dev/fd/0".to_owned(), format!("cat {scenario} |")),
        (format!("/dev/stdin < {scenario}"), String::new()),
        (format!("<(cat {scenario})"), String::new()),
    ] {
        let output = run(&file, &input);
        assert!(output.status.success(), "{file}: {output:?}");
    }
    for (file, input) in [("/dev/stdin", "cat /dev/zero |"), ("/dev/stdin < /dev/zero", ""), ("<(cat /dev/zero)", "")] {
        let output = run(file, input);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains("too large: more than 100 MB"), "{file}: {said}");
    }
}
