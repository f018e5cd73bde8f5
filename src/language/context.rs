//! What the reading of a scenario carries along: its texts, its faults, its uncertain inputs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::language::codes::Code;
use crate::language::fault::{Fault, SystemFault};
use crate::language::files::{Files, InMemory, MOST_BYTES, ReadError};
use crate::language::nearest::nearest;
use crate::language::quantity::{Input, Sample};
use crate::language::source::{FileId, Place, Sources, Span};

/// Uncertain inputs in the order they were read, found by their addresses.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    list: Vec<(Input, Span)>,
    at: BTreeMap<String, usize>,
}

impl Inputs {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing is uncertain.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The place of the input at an address.
    #[must_use]
    pub fn find(&self, address: &str) -> Option<usize> {
        self.at.get(address).copied()
    }

    /// Adds the input that stands at a span; gives its place.
    pub fn add(&mut self, input: Input, span: Span) -> usize {
        self.at.insert(input.key.clone(), self.list.len());
        self.list.push((input, span));
        self.list.len() - 1
    }

    /// Takes the last one out.
    pub fn pop(&mut self) -> Option<(Input, Span)> {
        let last = self.list.pop()?;
        self.at.remove(&last.0.key);
        Some(last)
    }

    /// All of them without their spans.
    #[must_use]
    pub fn take(&mut self) -> Vec<Input> {
        self.at.clear();
        std::mem::take(&mut self.list).into_iter().map(|(input, _)| input).collect()
    }
}

/// Everything found so far.
#[derive(Clone, Debug)]
pub struct Context {
    /// Where the files are that are named.
    pub files: Arc<dyn Files>,
    /// The texts read.
    pub sources: Sources,
    /// What is wrong with them.
    pub faults: Vec<Fault>,
    /// The first file that the system would not give.
    pub system: Option<SystemFault>,
    /// Uncertain inputs in the order they were read.
    pub inputs: Inputs,
    /// Samples of inputs that are drawn together, by their names.
    pub joints: BTreeMap<String, Sample>,
    /// Names of those from which nothing is drawn.
    pub joints_left: BTreeSet<String>,
    /// First and last day, once known.
    pub timeline: Option<(Date, Date)>,
    /// Keys that seem to be there under a misspelt name, so that they are not called missing as well.
    pub misspelt: BTreeSet<(String, String)>,
    /// Keys without effect because of a choice made in a later layer: table and key.
    pub ignored: Vec<(String, String)>,
    /// Some file could not be read, so that a key or name not found may well exist.
    pub blind: bool,
    /// Names compared so far with names that do not exist.
    compared: usize,
}

/// Names compared at most to suggest what was meant: each of many wrong names beside many right ones would take its time,
/// and only the first of many faults are read.
const MOST_COMPARED: usize = 200_000;

impl Default for Context {
    /// One that finds no file.
    fn default() -> Self {
        Self::of(Arc::new(InMemory::default()))
    }
}

impl Context {
    /// Nothing found yet, in files that are kept there.
    #[must_use]
    pub fn of(files: Arc<dyn Files>) -> Self {
        Self {
            files,
            sources: Sources::default(),
            faults: Vec::new(),
            system: None,
            inputs: Inputs::default(),
            joints: BTreeMap::new(),
            joints_left: BTreeSet::new(),
            timeline: None,
            misspelt: BTreeSet::new(),
            ignored: Vec::new(),
            blind: false,
            compared: 0,
        }
    }

    /// Records a fault.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// The name nearest to what is written, as long as suggestions do not take long; the names are asked for only then.
    pub fn meant<'n, N: IntoIterator<Item = &'n str>>(
        &mut self,
        written: &str,
        names: impl FnOnce() -> N,
    ) -> Option<&'n str> {
        if self.compared > MOST_COMPARED {
            return None;
        }
        let compared = &mut self.compared;
        nearest(written, names().into_iter().inspect(|_| *compared += 1))
    }

    /// Reads a text file and returns its number; faults are recorded. `named` is where the file's name is written.
    pub fn read_text(&mut self, place: &Place, named: Option<Span>) -> Option<FileId> {
        let bytes = self.read_bytes(place, named)?;
        self.add_text(place, named, bytes)
    }

    /// Reads a file; faults are recorded. `named` is where its name is written.
    pub fn read_bytes(&mut self, place: &Place, named: Option<Span>) -> Option<Vec<u8>> {
        match place.read(&*self.files) {
            Ok(bytes) => return Some(bytes),
            Err(ReadError::System(error)) => {
                self.system.get_or_insert(SystemFault::reading(place, &error));
            }
            Err(ReadError::NotAFile(kind)) => {
                let fault = Fault::new(Code::NotAFile, format!("{} is {kind}, not a file", place.shown()));
                let fault = fault.allowed("a file").help("save what it gives to a file and name that");
                self.fault(at_name(fault, named, kind));
            }
            Err(ReadError::TooLarge(size)) => {
                let most = MOST_BYTES / 1_000_000;
                let size = size.map_or_else(|| format!("more than {most}"), |bytes| (bytes / 1_000_000).to_string());
                let fault = Fault::new(Code::TooLarge, format!("{} is too large: {size} MB", place.shown()));
                let fault = fault
                    .allowed(format!("up to {most} MB"))
                    .help("is this the file you mean? leave out the lines and columns that are not needed");
                self.fault(at_name(fault, named, "too large"));
            }
            Err(reason) => {
                let folder = matches!(reason, ReadError::Folder);
                let shown = place.shown();
                let written = named.map_or(shown.as_str(), |span| self.sources.slice(span).trim_matches(['"', '\'']));
                let neighbours = || place.neighbours(&*self.files);
                let fault = missing_file(place, named, (written, folder), neighbours);
                self.fault(fault);
            }
        }
        None
    }

    /// Takes the bytes of a file as text and returns its number; faults are recorded.
    pub fn add_text(&mut self, place: &Place, named: Option<Span>, bytes: Vec<u8>) -> Option<FileId> {
        match String::from_utf8(bytes) {
            Ok(text) => Some(self.sources.add(place.clone(), text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                self.fault(not_text(place, named, &error.into_bytes(), at));
                None
            }
        }
    }
}

/// A fault of a file at the place where its name is written, if it is.
fn at_name(fault: Fault, named: Option<Span>, text: &str) -> Fault {
    match named {
        Some(span) => fault.at(span, text),
        None => fault,
    }
}

/// The path `written` with another last part.
fn beside(written: &str, name: &str) -> String {
    match written.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

/// The fault of a file that is not there; `written` is its path as it was written, `folder` whether a folder is.
fn missing_file(
    place: &Place,
    named: Option<Span>,
    (written, folder): (&str, bool),
    neighbours: impl FnOnce() -> Vec<String>,
) -> Fault {
    let name = place.shown();
    let title = if folder { format!("{name} is a folder, not a file") } else { format!("there is no file {name}") };
    let mut fault = Fault::new(Code::MissingFile, title);
    if let Some(span) = named {
        fault = fault.at(span, if folder { "a folder" } else { "no such file" });
    }
    if folder {
        return fault.help("write the name of a file in it");
    }
    let path = name.trim_end_matches(" (built in)");
    let (_, last) = path.rsplit_once('/').unwrap_or(("", path));
    let neighbours = neighbours();
    let with_ending = neighbours.iter().map(String::as_str).find(|name| {
        name.rsplit_once('.')
            .is_some_and(|(stem, ending)| stem == last && matches!(ending, "toml" | "csv" | "parquet" | "xlsx"))
    });
    match (with_ending.or_else(|| nearest(last, neighbours.iter().map(String::as_str))), named) {
        (Some(near), _) => fault.help(format!("did you mean `{}`?", beside(written, near))),
        (None, Some(_)) => fault.help("write the path relative to the file it stands in"),
        (None, None) => fault.help("`launchsim init` writes a scenario to start from"),
    }
}

fn not_text(place: &Place, named: Option<Span>, bytes: &[u8], at: usize) -> Fault {
    let line = String::from_utf8_lossy(&bytes[..at]).lines().count().max(1);
    let fault = Fault::new(
        Code::NotText,
        format!("{} is not UTF-8 text: line {line} holds the byte 0x{:02X}", place.shown(), bytes[at]),
    )
    .help("save the file again with the encoding UTF-8");
    at_name(fault, named, "this file")
}
