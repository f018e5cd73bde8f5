//! `launchsim explore`: the figures of `run`, faults at their controls, and a server that answers its own page alone.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::compare::SMALL;

/// A server that ends with the test.
struct Served {
    process: Child,
    port: u16,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Served {
    fn start(home: &Path, typed: &[&str]) -> Self {
        let mut process = Command::new(assert_cmd::cargo::cargo_bin("launchsim"))
            .current_dir(home)
            .args(["explore", "--no-open"])
            .args(typed)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let (port, token) = address.trim().strip_prefix("http://127.0.0.1:").unwrap().split_once("/?t=").unwrap();
        Self { process, port: port.parse().unwrap(), token: token.to_owned() }
    }

    /// What comes back for a request: all of it, "" where the server hangs up.
    fn raw(&self, request: &[u8]) -> String {
        self.sent(request, false)
    }

    /// The same for bytes that are sent as they are, after which nothing more is sent where it is said so.
    fn sent(&self, request: &[u8], ends: bool) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_mins(2))).unwrap();
        // Whoever is refused early may not be read to the end.
        let _ = stream.write_all(request);
        if ends {
            let _ = stream.shutdown(std::net::Shutdown::Write);
        }
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn request(&self, path: &str, host: &str, more: &[&str], body: &str) -> (u16, String) {
        let more: String = more.iter().map(|line| format!("{line}\r\n")).collect();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n{more}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = self.raw(request.as_bytes());
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, body.to_owned())
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let token = format!("X-Launchsim-Token: {}", self.token);
        let (status, text) = self.request(path, &self.host(), &[&token], &body.to_string());
        // Answers of unknown length come in pieces.
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }
}

fn run(home: &Path, typed: &[&str]) -> Value {
    let output =
        Command::new(assert_cmd::cargo::cargo_bin("launchsim")).current_dir(home).args(typed).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&fs::read(home.join("out/summary.json")).unwrap()).unwrap()
}

fn scenario(home: &Path) {
    fs::write(home.join("phone.toml"), SMALL).unwrap();
}

fn level<'a>(seen: &'a Value, name: &str) -> &'a Value {
    seen["levels"].as_array().unwrap().iter().find(|level| level["name"] == name).unwrap_or_else(|| panic!("{seen}"))
}

#[test]
fn figures_are_those_of_a_run_with_the_same_settings_bit_for_bit() {
    let home = tempfile::tempdir().unwrap();
    scenario(home.path());
    let served = Served::start(home.path(), &["phone.toml"]);
    let changes = json!([{ "key": "product.phone.price", "number": 1777.0 }]);
    let (status, seen) = served.post("/api/outcome", &json!({ "changes": changes, "launches": 80 }));
    assert_eq!(status, 200, "{seen}");
    assert_eq!(seen["settings"], json!(["product.phone.price=1777"]));
    let set = ["run", "phone.toml", "--set", "product.phone.price=1777", "-n", "80", "-q", "--no-charts", "-o", "out"];
    let summary = run(home.path(), &set);
    let levels = seen["levels"].as_array().unwrap();
    assert!(levels.len() > 5);
    for level in levels {
        let name = level["name"].as_str().unwrap();
        let of = |kind: &str| summary[kind][name].clone();
        let metric = if of("metrics").is_null() { of("probabilities") } else { of("metrics") };
        // Of what happens or not the chance is told.
        let figure = metric["mean"].as_f64().or(metric["value"].as_f64());
        assert!(figure.is_some() && level["mean"].as_f64() == figure, "{name}: {level} {metric}");
    }
    // Held against the scenario as it was opened: the difference is that of the means, with an interval around it.
    let price = ["run", "phone.toml", "-n", "80", "-q", "--no-charts", "-o", "out"];
    let opened = run(home.path(), &price);
    let shipped = level(&seen, "shipped");
    let expected = shipped["mean"].as_f64().unwrap() - opened["metrics"]["shipped"]["mean"].as_f64().unwrap();
    let difference = &shipped["difference"];
    assert!((difference["mean"].as_f64().unwrap() - expected).abs() < 1e-6 * expected.abs().max(1.0), "{difference}");
    assert!(
        difference["low"].as_f64() <= difference["mean"].as_f64()
            && difference["mean"].as_f64() <= difference["high"].as_f64()
    );
    assert_eq!(seen["pictures"][0]["name"], "choice");
    // More launches of the same state are those of a longer run.
    let (_, more) = served.post("/api/outcome", &json!({ "changes": changes, "launches": 130 }));
    let set = ["run", "phone.toml", "--set", "product.phone.price=1777", "-n", "130", "-q", "--no-charts", "-o", "out"];
    let longer = run(home.path(), &set);
    assert_eq!(level(&more, "shipped")["mean"].as_f64(), longer["metrics"]["shipped"]["mean"].as_f64());
    let other = Served::start(home.path(), &["phone.toml"]);
    let (_, at_once) = other.post("/api/outcome", &json!({ "changes": changes, "launches": 130 }));
    assert_eq!(more, at_once, "pictures and all");
    // Held against itself there is no difference to tell.
    let (_, same) = served.post("/api/outcome", &json!({ "changes": changes, "pinned": changes, "launches": 80 }));
    assert!(same["levels"].as_array().unwrap().iter().all(|level| level["difference"].is_null()));
    assert_eq!(same["against"], json!([]));
}

#[test]
fn what_can_be_moved_is_found_and_told_with_its_unit_and_range() {
    let home = tempfile::tempdir().unwrap();
    scenario(home.path());
    let served = Served::start(home.path(), &["phone.toml"]);
    let (_, start) = served.post("/api/start", &json!({}));
    let keys: Vec<&str> =
        start["controls"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap()).collect();
    assert!(keys.iter().any(|key| key.starts_with("product.phone.price")), "{keys:?}");
    let (_, found) = served.post("/api/find", &json!({ "text": "lead time" }));
    let lead =
        found.as_array().unwrap().iter().find(|one| one["key"].as_str().unwrap().ends_with(".lead_time")).unwrap();
    assert!(["number", "law"].contains(&lead["kind"].as_str().unwrap()), "{lead}");
    assert!(lead["low"].as_f64() < lead["now"].as_f64() && lead["now"].as_f64() < lead["high"].as_f64(), "{lead}");
    // What is not written has its default.
    let (_, found) = served.post("/api/find", &json!({ "text": "company.penalty_rate" }));
    assert_eq!(found[0]["key"], "company.penalty_rate", "{found}");
    let (_, none) = served.post("/api/find", &json!({ "text": "no such thing anywhere" }));
    assert_eq!(none, json!([]));
    let (_, chinese) = served.post("/api/start", &json!({ "language": "zh" }));
    assert_ne!(chinese["words"]["save"], start["words"]["save"]);
    assert_ne!(chinese["controls"][0]["about"], start["controls"][0]["about"]);
}

#[test]
fn a_law_is_moved_by_its_middle_and_its_width() {
    let home = tempfile::tempdir().unwrap();
    scenario(home.path());
    let served = Served::start(home.path(), &["phone.toml"]);
    // Uniform from 90 to 110: the middle to 120, and half as wide.
    let changes = json!([{ "key": "component.chip.unit_cost", "middle": 120.0, "width": 0.5 }]);
    let (status, seen) = served.post("/api/outcome", &json!({ "changes": changes, "launches": 80 }));
    assert_eq!(status, 200, "{seen}");
    assert_eq!(seen["settings"], json!(["component.chip.unit_cost={ uniform = { low = 115, high = 125 } }"]));
    let set = seen["settings"][0].as_str().unwrap();
    let typed = ["run", "phone.toml", "--set", set, "-n", "80", "-q", "--no-charts", "-o", "out"];
    let summary = run(home.path(), &typed);
    let name = "full_unit_cost_yuan";
    assert_eq!(level(&seen, name)["mean"].as_f64(), summary["metrics"][name]["mean"].as_f64());
}

#[test]
fn a_fault_stands_at_its_control_and_a_wrong_key_is_refused() {
    let home = tempfile::tempdir().unwrap();
    scenario(home.path());
    let served = Served::start(home.path(), &["phone.toml"]);
    let ask = |changes: Value| served.post("/api/outcome", &json!({ "changes": changes, "launches": 20 }));
    let (status, told) = ask(json!([{ "key": "product.phone.price", "number": -5 }]));
    assert_eq!((status, &told["faults"][0]["key"]), (422, &json!("product.phone.price")), "{told}");
    assert!(!told["faults"][0]["message"].as_str().unwrap().is_empty());
    for key in ["product.phone.colour", "nowhere", "run.seed", "", "product.phone.price[99]", "a.b[", "x=1;y"] {
        let (status, told) = ask(json!([{ "key": key, "number": 1.0 }]));
        assert_eq!(status, 422, "{key}: {told}");
    }
    let many: Vec<Value> = (0..300).map(|at| json!({ "key": format!("k{at}"), "number": 1 })).collect();
    assert_eq!(ask(json!(many)).0, 422);
    // It goes on.
    assert_eq!(ask(json!([])).0, 200);
}

#[test]
fn only_the_page_itself_is_answered() {
    let home = tempfile::tempdir().unwrap();
    scenario(home.path());
    let served = Served::start(home.path(), &["phone.toml"]);
    let token = format!("X-Launchsim-Token: {}", served.token);
    let ask = |host: &str, more: &[&str]| served.request("/api/start", host, more, "{}").0;
    let own = served.host();
    assert_eq!(ask(&own, &[&token]), 200);
    assert_eq!(ask(&format!("localhost:{}", served.port), &[&token]), 200);
    assert_eq!(ask(&own, &[&token, &format!("Origin: http://{own}")]), 200);
    for host in ["evil.example", "127.0.0.1:1", "launchsim.local", ""] {
        assert_eq!(ask(host, &[&token]), 403, "{host}");
    }
    for origin in ["http://evil.example", "null", "https://127.0.0.1", &format!("https://{own}"), "http://localhost:1"]
    {
        assert_eq!(ask(&own, &[&token, &format!("Origin: {origin}")]), 403, "{origin}");
    }
    assert_eq!(ask(&own, &[&token, "Sec-Fetch-Site: cross-site"]), 403);
    assert_eq!(ask(&own, &[]), 401);
    assert_eq!(ask(&own, &["X-Launchsim-Token: 0123456789abcdef0123456789abcdef"]), 401);
    let page = served.raw(format!("GET / HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n").as_bytes());
    assert!(page.starts_with("HTTP/1.1 401"), "{}", page.get(..100).unwrap_or(&page));
    let page =
        served.raw(format!("GET /?t={} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n", served.token).as_bytes());
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("content-security-policy: default-src 'none'"));
}

#[test]
fn whatever_is_sent_the_server_goes_on() {
    let home = tempfile::tempdir().unwrap();
    scenario(home.path());
    let served = Served::start(home.path(), &["phone.toml"]);
    let token = format!("X-Launchsim-Token: {}", served.token);
    let paths = [
        "/api/outcome",
        "/api/find",
        "/api/start",
        "/api/weights",
        "/api/save",
        "/api/command",
        "/api/report",
        "/api/hand_in",
    ];
    let bodies = [
        "",
        "{",
        "[]",
        "null",
        "{}",
        "\"x\"",
        "{\"changes\":7,\"launches\":1}",
        "{\"changes\":[],\"launches\":-1}",
        "{\"changes\":[],\"launches\":1e300}",
        "{\"changes\":[{\"key\":\"product.phone.price\"}],\"launches\":1}",
        "{\"changes\":[],\"launches\":1,\"more\":2}",
        "{\"text\":{}}",
        "\u{0}\u{1}\u{2}",
    ];
    for path in paths {
        for body in bodies {
            let (status, told) = served.request(path, &served.host(), &[&token], body);
            let fine = path == "/api/start" && ["{}", "[]"].contains(&body);
            assert!((400..500).contains(&status) || fine && status == 200, "{path} {body}: {status} {told}");
        }
    }
    let huge = format!("{{\"text\":\"{}\"}}", "x".repeat(1_000_000));
    assert_eq!(served.request("/api/find", &served.host(), &[&token], &huge).0, 413);
    // Bytes drawn from a seed, in place of a request and behind the head of one.
    let mut word = 88_172_645_463_325_252_u64;
    let mut next = || {
        word ^= word << 13;
        word ^= word >> 7;
        word ^= word << 17;
        word
    };
    for round in 0..150 {
        let bytes: Vec<u8> = (0..next() % 400).map(|_| next() as u8).collect();
        let mut request = Vec::new();
        if round % 2 == 0 {
            request = format!(
                "POST {} HTTP/1.1\r\nHost: {}\r\n{token}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                paths[round % paths.len()],
                served.host(),
                bytes.len()
            )
            .into_bytes();
        }
        request.extend(bytes);
        served.sent(&request, true);
    }
    let (status, _) = served.post("/api/outcome", &json!({ "changes": [], "launches": 20 }));
    assert_eq!(status, 200);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "nothing is written unless it is asked for");
}

#[test]
fn what_is_kept_is_the_state_and_nothing_is_replaced() {
    let home = tempfile::tempdir().unwrap();
    scenario(home.path());
    let served = Served::start(home.path(), &["phone.toml", "--set", "run.seed=7"]);
    let changes = json!([{ "key": "product.phone.price", "number": 1650.0 }]);
    let (status, saved) = served.post("/api/save", &json!({ "changes": changes, "name": "dearer" }));
    assert_eq!(status, 200, "{saved}");
    let text = fs::read_to_string(home.path().join("dearer.toml")).unwrap();
    assert!(text.starts_with("extends = \"phone.toml\"\n"), "{text}");
    let (_, seen) = served.post("/api/outcome", &json!({ "changes": changes, "launches": 40 }));
    let summary = run(home.path(), &["run", "dearer.toml", "-n", "40", "-q", "--no-charts", "-o", "out"]);
    let profit = level(&seen, "shipped")["mean"].as_f64();
    assert_eq!(profit, summary["metrics"]["shipped"]["mean"].as_f64());
    assert_eq!(served.post("/api/save", &json!({ "changes": [], "name": "dearer" })).0, 422);
    assert_eq!(fs::read_to_string(home.path().join("dearer.toml")).unwrap(), text);
    for name in ["../out", "a/b", "", ".hidden", "con\u{0}", "x\\y", "C:evil", &"n".repeat(200)] {
        assert_eq!(served.post("/api/save", &json!({ "changes": [], "name": name })).0, 422, "{name:?}");
    }
    let (_, command) = served.post("/api/command", &json!({ "changes": changes, "launches": 40 }));
    assert_eq!(command["told"], "launchsim run phone.toml --set run.seed=7 --set product.phone.price=1650 -n 40");
    let (status, report) = served.post("/api/report", &json!({ "changes": changes, "launches": 40 }));
    assert_eq!(status, 200, "{report}");
    let written: Value = serde_json::from_slice(
        &fs::read(home.path().join(report["told"].as_str().unwrap()).with_file_name("summary.json")).unwrap(),
    )
    .unwrap();
    assert_eq!(profit, written["metrics"]["shipped"]["mean"].as_f64());
}

#[test]
fn an_exercise_moves_what_it_names_and_takes_an_answer() {
    let home = tempfile::tempdir().unwrap();
    let served = Served::start(home.path(), &["--exercise", "newsvendor"]);
    let (_, start) = served.post("/api/start", &json!({}));
    assert_eq!(start["controls"].as_array().unwrap().len(), 1, "{start}");
    assert_eq!(start["controls"][0]["key"], "build_plan.scale");
    assert!(start["exercise"]["task"].as_str().unwrap().contains("10,000"));
    assert_eq!(served.post("/api/find", &json!({ "text": "price" })).1, json!([]));
    let changes = json!([{ "key": "build_plan.scale", "number": 1.18 }]);
    let body = json!({ "changes": changes, "launches": 200, "who": "Ada", "answer": "11,800" });
    let (status, handed) = served.post("/api/hand_in", &body);
    assert_eq!(status, 200, "{handed}");
    let text = fs::read_to_string(home.path().join("newsvendor_Ada.answer.toml")).unwrap();
    let answer: toml::Table = text.parse().unwrap();
    assert_eq!(answer["settings"].as_array().unwrap()[0].as_str(), Some("build_plan.scale=1.18"));
    let (_, seen) = served.post("/api/outcome", &json!({ "changes": changes, "launches": 200 }));
    let name = "net_profit_yuan";
    assert_eq!(answer["mean"][name].as_float(), level(&seen, name)["mean"].as_f64());
    assert_eq!(served.post("/api/hand_in", &json!({ "changes": [], "launches": 10, "answer": " " })).0, 422);
    // It has no file that a command could name.
    for path in ["/api/command", "/api/report"] {
        assert_eq!(served.post(path, &json!({ "changes": changes, "launches": 20 })).0, 422);
    }
    let (status, _) = served.post("/api/save", &json!({ "changes": changes, "name": "mine" }));
    assert_eq!(status, 200);
    let summary = run(home.path(), &["run", "mine.toml", "-n", "200", "-q", "--no-charts", "-o", "out"]);
    assert_eq!(summary["metrics"][name]["mean"].as_f64(), level(&seen, name)["mean"].as_f64());
    for exercise in ["base_stock", "bass", "price_and_quantity", "cash", "disruption", "bullwhip", "mi1_price"] {
        let served = Served::start(home.path(), &["--exercise", exercise]);
        let (_, start) = served.post("/api/start", &json!({ "language": "zh" }));
        assert!(!start["controls"].as_array().unwrap().is_empty(), "{exercise}");
        let (status, seen) = served.post("/api/outcome", &json!({ "changes": [], "launches": 16 }));
        assert_eq!(status, 200, "{exercise}: {seen}");
    }
}

#[test]
fn an_input_of_a_sample_stands_at_its_median_and_is_moved_to_one_number() {
    let home = tempfile::tempdir().unwrap();
    let served = Served::start(home.path(), &["--set", "run.launches=64"]);
    let (_, start) = served.post("/api/start", &json!({}));
    let controls = start["controls"].as_array().unwrap();
    let of =
        |key: &str| controls.iter().find(|control| control["key"] == key).unwrap_or_else(|| panic!("{key}: {start}"));
    let scale = of("build_plan.scale");
    assert!(scale["kind"] == "law" && scale["wide"] == false, "{scale}");
    assert!((0.5..1.5).contains(&scale["now"].as_f64().unwrap()), "{scale}");
    let found = served.post("/api/find", &json!({ "text": "factory.inventec.ramp" })).1;
    assert!(found.as_array().unwrap().iter().any(|control| control["key"] == "factory.inventec.ramp[3]"), "{found}");
    let changes = json!([{ "key": "build_plan.scale", "middle": 0.9, "width": 1 }]);
    let (status, seen) = served.post("/api/outcome", &json!({ "changes": changes, "launches": 64 }));
    assert_eq!(status, 200, "{seen}");
    let summary =
        run(home.path(), &["run", "--set", "build_plan.scale=0.9", "-n", "64", "-q", "--no-charts", "-o", "out"]);
    let name = "net_profit_yuan";
    assert_eq!(summary["metrics"][name]["mean"].as_f64(), level(&seen, name)["mean"].as_f64());
}

#[test]
fn what_cannot_be_explored_is_said() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("phone.toml"), format!("{SMALL}\n[explore]\ncontrols = [\"product.phone.colour\"]\n"))
        .unwrap();
    let said = |typed: &[&str]| {
        let output = Command::new(assert_cmd::cargo::cargo_bin("launchsim"))
            .current_dir(home.path())
            .arg("explore")
            .args(typed)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{typed:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(said(&["phone.toml", "--no-open"]).contains("product.phone.colour"));
    assert!(said(&["--exercise", "chess", "--no-open"]).contains("newsvendor"));
    assert!(said(&["nowhere.toml", "--no-open"]).contains("nowhere.toml"));
}

/// What `explore --file` says against it, "" where it wrote the page.
fn written(home: &Path, typed: &[&str]) -> String {
    let output = Command::new(assert_cmd::cargo::cargo_bin("launchsim"))
        .current_dir(home)
        .arg("explore")
        .args(typed)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    match output.status.code() {
        Some(0) => String::new(),
        Some(2) => said,
        _ => panic!("{typed:?}: {said}"),
    }
}

#[test]
fn a_page_carries_the_scenario_with_its_files_and_without_the_folders_above() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("secret_client/plan");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("base.toml"), SMALL).unwrap();
    fs::write(folder.join("phone.toml"), "extends = \"base.toml\"\nproduct.phone.price = 1500\n").unwrap();
    // What the program looks for in a module; what the module does is tested where it can be made (tests/explore/page.mjs).
    let module = format!("\0asm{}", launchsim::explore::packed::ENGINE);
    fs::write(home.path().join("engine.wasm"), module).unwrap();
    let page = |file: &str, more: &[&str]| {
        let typed = [&[file, "--file", "page.html", "--engine", "engine.wasm"], more].concat();
        assert_eq!(written(home.path(), &typed), "");
        let page = fs::read_to_string(home.path().join("page.html")).unwrap();
        let (_, scenario) = page.split_once("id=\"scenario\">").unwrap();
        let packed: launchsim::explore::packed::Packed =
            serde_json::from_str(scenario.split_once("</script>").unwrap().0).unwrap();
        (page, packed)
    };
    let (text, packed) = page("secret_client/plan/phone.toml", &["--set", "company.opening_cash=5e8"]);
    assert!(text.contains("default-src 'none'") && text.contains("'wasm-unsafe-eval'") && !text.contains("{{"));
    assert!(!text.contains("secret_client"), "folders are nobody's business");
    assert_eq!(packed.main, "phone.toml");
    assert_eq!(packed.files.keys().map(String::as_str).collect::<Vec<_>>(), ["base.toml", "phone.toml"]);
    let opened = packed.open().unwrap().bench.opened.scenario;
    assert_eq!(opened.products[0].price[0].1.value, 1500.0);
    // A base above the scenario keeps its place beside it.
    fs::rename(folder.join("base.toml"), folder.join("../base.toml")).unwrap();
    fs::write(folder.join("phone.toml"), "extends = \"../base.toml\"\n").unwrap();
    let (_, packed) = page("secret_client/plan/phone.toml", &[]);
    assert!(packed.files.len() == 2 && packed.open().is_ok(), "{:?}", packed.files.keys());
}

#[test]
fn a_page_without_a_server_needs_the_engine() {
    let home = tempfile::tempdir().unwrap();
    scenario(home.path());
    let none = written(home.path(), &["phone.toml", "--file", "page.html", "--engine", "nowhere.wasm"]);
    assert!(none.contains("nowhere.wasm") && none.contains("just page"), "{none}");
    fs::write(home.path().join("other.wasm"), b"\0asm of another version").unwrap();
    let other = written(home.path(), &["phone.toml", "--file", "page.html", "--engine", "other.wasm"]);
    assert!(other.contains("other.wasm is not the engine"), "{other}");
    assert!(written(home.path(), &["phone.toml", "--engine", "other.wasm"]).contains("--file"));
    assert!(!home.path().join("page.html").exists());
}
