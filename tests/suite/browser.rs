//! `report.html` in a browser: no error, no request to anywhere, nothing that sticks out of a narrow screen, names for all that is
//! seen, and a print. Needs Chromium, so it runs where it is asked for:
//! `cargo test --test suite -- --ignored browser`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::compare::SMALL;

use crate::support::program;

/// What a page says of itself, measured within it.
const PROBE: &str = r#"<script>
addEventListener("load", () => setTimeout(async () => {
  const root = document.documentElement;
  const seen = { width: innerWidth, scroll: root.scrollWidth, errors: window.__errors, figures: document.querySelectorAll("figure svg").length };
  // The browser has requests of its own; these are those of the page.
  seen.asked = performance.getEntriesByType("resource").map((e) => e.name).filter((name) => !/^(data|blob):/.test(name));
  seen.unnamed = [...document.querySelectorAll("svg, button, a, table")].filter((e) => !(e.textContent.trim() || e.getAttribute("aria-label"))).length;
  seen.pictures = [...document.querySelectorAll("figure svg")].map((svg) => [svg.querySelector("title")?.textContent, svg.querySelector("desc")?.textContent]);
  seen.heights = [...document.querySelectorAll("figure svg")].map((svg) => svg.getBoundingClientRect().height);
  seen.letters = await Promise.all([400, 600].map((weight) => document.fonts.load(weight + " 12px Inter").then((faces) => faces.length)));
  const heading = document.querySelector("main th button");
  if (heading) {
    const column = () => [...heading.closest("table").tBodies[0].rows].map((row) => row.cells[heading.closest("th").cellIndex].textContent);
    const before = column();
    heading.click();
    const sorted = column();
    seen.sorts = sorted.length === before.length && [...before].sort().join() === [...sorted].sort().join() && heading.closest("th").getAttribute("aria-sort") === "ascending";
  }
  if (window.axe) {
    const found = await axe.run(document, { resultTypes: ["violations"] });
    seen.axe = found.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html + " " + (n.failureSummary || "")).join(" | "));
  }
  const told = document.createElement("script");
  told.type = "application/json";
  told.id = "told";
  told.textContent = JSON.stringify(seen);
  document.body.append(told);
  if (parent !== window) parent.postMessage(seen, "*");
}, 50));
</script>"#;

/// Counts the faults of scripts before any runs.
const WATCH: &str = "<script>window.__errors = []; addEventListener('error', (e) => __errors.push(e.message)); addEventListener('securitypolicyviolation', (e) => __errors.push(e.violatedDirective + ' ' + e.blockedURI));</script>";

fn chromium() -> Command {
    let program = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok())
        .expect("Chromium is installed: apt-get install chromium");
    let mut command = Command::new(program);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--virtual-time-budget=8000",
    ]);
    command
}

/// The page with the probe in it, as wide as asked, and what it says of itself.
fn probed(home: &Path, html: &str, width: u32) -> Value {
    let page = home.join("probed.html");
    let axe = std::env::var("AXE").ok().map(|path| fs::read_to_string(path).expect("AXE names axe.min.js"));
    let axe = axe.map_or_else(String::new, |text| format!("<script>{text}</script>"));
    let watched = html.replacen("<meta charset=\"utf-8\">", &format!("<meta charset=\"utf-8\">{WATCH}"), 1);
    fs::write(&page, watched.replace("</body>", &format!("{axe}{PROBE}</body>"))).unwrap();
    // A window is never narrower than 500 pixels, a frame is.
    let frame = format!(
        "<!doctype html><body style='margin:0'><iframe src='probed.html' style='border:0;width:{width}px;height:900px'></iframe>\
         <script>addEventListener('message', (e) => {{ const s = document.createElement('script'); s.type = 'application/json'; \
         s.id = 'told'; s.textContent = JSON.stringify(e.data); document.body.append(s); }});</script></body>"
    );
    fs::write(home.join("frame.html"), frame).unwrap();
    let output = chromium()
        .arg(format!("--user-data-dir={}", home.join("profile").display()))
        .args(["--window-size=1500,1000", "--dump-dom"])
        .arg(format!("file://{}", home.join("frame.html").display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = dom.split("id=\"told\">").nth(1).unwrap_or_else(|| {
        panic!("the page said nothing: {}\n{}", String::from_utf8_lossy(&output.stderr), dom.get(..500).unwrap_or(&dom))
    });
    serde_json::from_str(told.split("</script>").next().unwrap()).unwrap()
}

/// What a page says on the console of the browser while it is printed to a file.
fn printed(home: &Path, page: &Path, pdf: &Path) -> String {
    let output = chromium()
        .arg(format!("--user-data-dir={}", home.join("printing").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg("--enable-logging=stderr")
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    said.lines().filter(|line| line.contains("CONSOLE")).collect::<Vec<_>>().join("\n")
}

fn launchsim(home: &Path, typed: &[&str]) {
    let output = Command::new(program()).current_dir(home).args(typed).output().unwrap();
    assert!(output.status.success(), "{typed:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Reports of the commands, by their names.
fn reports(home: &Path) -> Vec<(&'static str, PathBuf)> {
    fs::write(home.join("phone.toml"), SMALL).unwrap();
    let of = |name: &'static str, typed: &[&str]| {
        launchsim(home, &[typed, &["-o", name, "-q"]].concat());
        (name, home.join(name).join("report.html"))
    };
    vec![
        of("run", &["run", "phone.toml", "-n", "200"]),
        of("compare", &["compare", "phone.toml", "--vary", "product.phone.price=1799,1999", "-n", "200"]),
        of("sweep", &["sweep", "phone.toml", "--vary", "product.phone.price=1599..2399:200", "-n", "100"]),
        of("drivers", &["drivers", "phone.toml", "-n", "200"]),
        of("explain", &["explain", "phone.toml", "-n", "200", "--launch", "worst:net_profit_yuan"]),
    ]
}

#[test]
#[ignore = "needs Chromium"]
fn reports_hold_in_a_browser() {
    let home = tempfile::tempdir().unwrap();
    for (name, path) in reports(home.path()) {
        let html = fs::read_to_string(&path).unwrap();
        for width in [360, 1400] {
            let seen = probed(home.path(), &html, width);
            assert_eq!(seen["errors"], serde_json::json!([]), "{name} at {width}");
            assert_eq!(seen["asked"], serde_json::json!([]), "{name} asks for something");
            assert!(seen["scroll"].as_u64() <= seen["width"].as_u64(), "{name} sticks out at {width}: {seen}");
            assert_eq!(seen["unnamed"], 0, "{name}: {seen}");
            assert_eq!(seen["letters"], serde_json::json!([1, 1]), "{name}");
            assert!(seen["figures"].as_u64() > Some(0), "{name} has no picture");
            assert_ne!(seen["sorts"], Value::Bool(false), "{name}: a table lost rows");
            for picture in seen["pictures"].as_array().unwrap() {
                assert!(
                    picture.as_array().unwrap().iter().all(|text| text.as_str().is_some_and(|text| !text.is_empty()))
                );
            }
            if let Some(violations) = seen["axe"].as_array() {
                assert!(violations.is_empty(), "{name} at {width}: {violations:#?}");
            }
        }
        let pdf = home.path().join("page.pdf");
        assert_eq!(printed(home.path(), &path, &pdf), "", "{name}");
        assert!(fs::metadata(&pdf).unwrap().len() > 10_000, "{name} prints");
    }
}
