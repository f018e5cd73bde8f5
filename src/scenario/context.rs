//! What the reading of a scenario carries along: its texts, its faults, its uncertain inputs.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::codes::Code;
use super::fault::{Fault, SystemFault};
use super::source::{Place, ReadError, Sources, Span};
use super::types::Input;

/// Everything found so far.
#[derive(Debug, Default)]
pub struct Context {
    /// The texts read.
    pub sources: Sources,
    /// What is wrong with them.
    pub faults: Vec<Fault>,
    /// The first file that the system would not give.
    pub system: Option<SystemFault>,
    /// Uncertain inputs in the order they were read, with where they stand.
    pub inputs: Vec<(Input, Span)>,
    /// First and last day, once known.
    pub timeline: Option<(Date, Date)>,
    /// Keys that seem to be there under a misspelt name, so that they are not called missing as well.
    pub misspelt: BTreeSet<(String, String)>,
    /// A file of names could not be read, so that a name not found may well exist.
    pub blind: bool,
}

impl Context {
    /// Records a fault.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Reads a text file and returns its number; faults are recorded. `named` is where the file's name is written.
    pub fn read_text(&mut self, place: &Place, named: Option<Span>) -> Option<super::source::FileId> {
        let bytes = match place.read() {
            Ok(bytes) => bytes,
            Err(ReadError::System(error)) => {
                self.system.get_or_insert(SystemFault::reading(place, &error));
                return None;
            }
            Err(reason) => {
                let folder = matches!(reason, ReadError::Folder);
                self.fault(missing_file(place, named, folder));
                return None;
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) if text.len() < u32::MAX as usize => Some(self.sources.add(place.clone(), text)),
            Ok(_) => {
                self.fault(Fault::new(Code::NotText, format!("{} is larger than 4 GB", place.shown())));
                None
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                self.fault(not_text(place, named, &error.into_bytes(), at));
                None
            }
        }
    }
}

fn missing_file(place: &Place, named: Option<Span>, folder: bool) -> Fault {
    let name = place.shown();
    let title = if folder { format!("{name} is a folder, not a file") } else { format!("there is no file {name}") };
    let mut fault = Fault::new(Code::MissingFile, title);
    if let Some(span) = named {
        fault = fault.at(span, if folder { "a folder" } else { "no such file" });
    }
    let written = name.trim_end_matches(" (built in)");
    let written = written.rsplit('/').next().unwrap_or(written);
    let neighbours = place.neighbours();
    let near = super::nearest::nearest(written, neighbours.iter().map(String::as_str));
    match (near, named) {
        (Some(near), _) => fault.help(format!("did you mean `{near}`?")),
        (None, Some(_)) => fault.help("write the path relative to the file it stands in"),
        (None, None) => fault.help("`launchsim init` writes a scenario to start from"),
    }
}

fn not_text(place: &Place, named: Option<Span>, bytes: &[u8], at: usize) -> Fault {
    let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let fault = Fault::new(
        Code::NotText,
        format!("{} is not UTF-8 text: line {line} holds the byte 0x{:02X}", place.shown(), bytes[at]),
    )
    .help("save the file again with the encoding UTF-8");
    match named {
        Some(span) => fault.at(span, "this file"),
        None => fault,
    }
}
