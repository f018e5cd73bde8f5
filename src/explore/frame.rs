//! The page as its server gives it: its frame, its typefaces, and what it may load.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::report::chart::font;

const PAGE: &str = include_str!("../../assets/explore/explore.html");
const STYLE: &str = include_str!("../../assets/explore/explore.css");
const FACES: &str = include_str!("../../assets/explore/faces.css");

/// The parts of the script, which share their names and nobody else's; `$answers` is the part that is asked.
macro_rules! script {
    ($answers:literal) => {
        concat!(
            "(() => {\n\"use strict\";\n",
            include_str!("../../assets/explore/page.js"),
            include_str!(concat!("../../assets/explore/", $answers)),
            include_str!("../../assets/explore/levers.js"),
            include_str!("../../assets/explore/seen.js"),
            include_str!("../../assets/explore/explore.js"),
            "})();\n"
        )
    };
}

/// The script of the page that a server answers.
const SERVED: &str = script!("server.js");
/// The script of the page that carries the engine.
pub(super) const ALONE: &str = script!("engine.js");

/// The page with what stands in its head, its typefaces, and its script with what it reads.
pub(super) fn page(head: &str, faces: &str, script: &str, data: &str) -> String {
    let parts =
        [("{{head}}", head), ("{{faces}}", faces), ("{{style}}", STYLE), ("{{data}}", data), ("{{script}}", script)];
    let mut whole = String::with_capacity(PAGE.len() + STYLE.len() + script.len() + data.len());
    let mut rest = PAGE;
    // Each stands there once, in this order.
    for (place, part) in parts {
        let (before, after) = rest.split_once(place).unwrap_or((rest, ""));
        whole.push_str(before);
        whole.push_str(part);
        rest = after;
    }
    whole + rest
}

/// The page with the token of its server.
#[must_use]
pub fn html(token: &str) -> String {
    let head = format!("<meta name=\"launchsim-token\" content=\"{token}\">");
    page(&head, &FACES.replace("{{token}}", token), SERVED, "")
}

/// The sum by which a policy knows a script.
pub(super) fn sum(script: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script.as_bytes())))
}

/// What the page may load: its own script, what stands in it, and answers of its server.
#[must_use]
pub fn security() -> String {
    let script = sum(SERVED);
    format!(
        "default-src 'none'; script-src {script}; style-src 'unsafe-inline'; img-src data: blob:; \
         font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// A typeface of the pictures.
#[must_use]
pub fn face(name: &str) -> Option<&'static [u8]> {
    match name {
        "regular" => Some(font::REGULAR),
        "bold" => Some(font::SEMI_BOLD),
        "chinese" => Some(font::CHINESE),
        "chinese_bold" => Some(font::CHINESE_BOLD),
        _ => None,
    }
}
