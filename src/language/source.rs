//! The texts a scenario was read from, kept so that a fault can show the line it stands on.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::language::builtin;
use crate::language::files::{Files, ReadError, tidy_path};
use crate::language::hidden::shown_in_line;

/// Where a scenario is to be read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file on disk.
    File(PathBuf),
    /// A scenario inside the program, by its file name: `mi1.toml`.
    BuiltIn(&'static str),
    /// A text at hand, read as if it stood in a file of this name; what it names is looked for beside that.
    Text {
        /// Path of the file it stands for; its stem names the scenario.
        name: PathBuf,
        /// What it says.
        text: String,
    },
}

/// How the value of a `--set` argument is called in messages.
pub const ARGUMENT: &str = "--set";

/// A place a text can be read from: what [`Source`] names, and what `extends` and `bom` name relative to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A file, on disk or wherever [`Files`] are kept.
    File(PathBuf),
    /// A file inside the program, by its path below `scenarios/`.
    BuiltIn(String),
    /// The value of a `--set` argument; files it names are relative to the current folder.
    Argument,
}

impl Place {
    /// The place a scenario file calls `name`, relative to its own folder.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        match self {
            Self::File(path) => {
                let folder = path.parent().unwrap_or(Path::new(""));
                Self::File(folder.join(name))
            }
            Self::BuiltIn(path) => {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                Self::BuiltIn(tidy(folder, name))
            }
            Self::Argument => Self::File(PathBuf::from(name)),
        }
    }

    /// How the place is called in messages.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => shown_in_line(&tidy_path(path).display().to_string()).into_owned(),
            Self::BuiltIn(path) => format!("{path} (built in)"),
            Self::Argument => ARGUMENT.into(),
        }
    }

    /// Its name without folder and extension.
    #[must_use]
    pub fn stem(&self) -> String {
        let path = match self {
            Self::File(path) => path.as_path(),
            Self::BuiltIn(path) => Path::new(path),
            Self::Argument => Path::new("scenario"),
        };
        path.file_stem().map_or_else(|| "scenario".into(), |stem| stem.to_string_lossy().into_owned())
    }

    /// The same file by its one true path, so that two ways of writing it are equal; itself where it has none.
    #[must_use]
    pub fn file(&self, files: &dyn Files) -> Self {
        match self {
            Self::File(path) => Self::File(files.true_path(path)),
            other => other.clone(),
        }
    }

    /// Reads the bytes.
    ///
    /// # Errors
    /// When there is no such file, it is no file or too large, or the system refuses.
    pub fn read(&self, files: &dyn Files) -> Result<Vec<u8>, ReadError> {
        match self {
            Self::File(path) => files.read(path),
            Self::BuiltIn(path) => builtin::text(path).map(|text| text.as_bytes().to_vec()).ok_or(ReadError::Missing),
            Self::Argument => Err(ReadError::Missing),
        }
    }

    /// Names of the files in the same folder, for "did you mean".
    #[must_use]
    pub fn neighbours(&self, files: &dyn Files) -> Vec<String> {
        let mut names = match self {
            Self::File(path) => files.neighbours(path),
            Self::BuiltIn(_) => builtin::names().map(ToOwned::to_owned).collect(),
            Self::Argument => Vec::new(),
        };
        names.sort_unstable();
        names
    }
}

/// Joins a folder and a relative name with `/`, resolving `.` and `..`.
fn tidy(folder: &str, name: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Number of a text within [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A stretch of one of the texts, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Which text.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// A stretch of a text.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: range.start as u32, end: range.end as u32 }
    }
}

/// One text with its name.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// Where it was read from.
    pub place: Place,
    /// How it is called in messages.
    pub name: String,
    /// What it says.
    pub text: String,
    /// Which text overrides which: lists lie lowest, then base files, the scenario itself, and overrides on top.
    pub layer: i32,
    /// Bytes at which its lines start.
    lines: Vec<u32>,
    /// Of a sheet of a workbook: where its cells start.
    sheet: Option<Cells>,
}

/// Where the cells of a sheet start in its text, row by row.
#[derive(Clone, Debug)]
struct Cells {
    name: String,
    starts: Vec<u32>,
    width: usize,
    /// The column of remarks, from zero.
    notes: Option<usize>,
}

/// A cell of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// The name of its sheet.
    pub sheet: String,
    /// Its row, from one.
    pub row: usize,
    /// Its column, from one.
    pub column: usize,
}

impl CellPlace {
    /// What a spreadsheet calls it: C7.
    #[must_use]
    pub fn reference(&self) -> String {
        let mut letters = String::new();
        let mut left = self.column;
        while left > 0 {
            letters.insert(0, char::from(b'A' + ((left - 1) % 26) as u8));
            left = (left - 1) / 26;
        }
        format!("{letters}{}", self.row)
    }
}

/// Where a line of a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineStart {
    /// Its number, from one.
    pub line: usize,
    /// Its first byte.
    pub offset: usize,
}

/// Layer of CSV files.
pub const LISTS: i32 = i32::MIN;

/// All texts of a scenario: files, `--set` arguments, bills of materials.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: Vec<SourceText>,
}

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, place: Place, text: String) -> FileId {
        let name = place.shown();
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        self.texts.push(SourceText { place, name, text, layer: LISTS, lines, sheet: None });
        FileId((self.texts.len() - 1) as u32)
    }

    /// Adds a sheet of a workbook as a text: a line for each row, and where each of its cells starts, all rows of one width.
    pub fn add_sheet(&mut self, place: Place, sheet: &str, text: String, starts: Vec<u32>, width: usize) -> FileId {
        let file = self.add(place, text);
        let source = &mut self.texts[file.0 as usize];
        let sheet = shown_in_line(sheet).into_owned();
        source.sheet = Some(Cells { name: sheet, starts, width, notes: None });
        file
    }

    /// The cell of a workbook that a span stands in; `None` where it stands in no workbook.
    #[must_use]
    pub fn cell(&self, span: Span) -> Option<CellPlace> {
        let Cells { name, starts, width, .. } = self.get(span.file).sheet.as_ref()?;
        let at = starts.partition_point(|&start| start <= span.start).max(1) - 1;
        Some(CellPlace { sheet: name.clone(), row: at / width.max(&1) + 1, column: at % width.max(&1) + 1 })
    }

    /// Says which column of a sheet, from zero, holds remarks.
    pub fn set_notes(&mut self, file: FileId, column: usize) {
        if let Some(cells) = &mut self.texts[file.0 as usize].sheet {
            cells.notes = Some(column);
        }
    }

    /// The remark in the row of a sheet that a span stands in; `None` where it stands in no workbook.
    #[must_use]
    pub fn note(&self, span: Span) -> Option<&str> {
        let SourceText { text, sheet, .. } = self.get(span.file);
        let Cells { starts, width, notes, .. } = sheet.as_ref()?;
        let note = notes.and_then(|notes| {
            let row = self.cell(span)?.row - 1;
            let start = *starts.get(row * width + notes)? as usize;
            let line = text.get(start..)?.lines().next()?;
            let end = starts.get(row * width + notes + 1).filter(|_| notes + 1 < *width);
            // Before the next cell stands what separates the two.
            Some(end.map_or(line, |end| &line[..*end as usize - start - 3]))
        });
        Some(note.unwrap_or("").trim())
    }

    /// Where a span begins, for people: `phone.toml:4:12`, or `parts.xlsx, sheet Parts, cell C7`.
    #[must_use]
    pub fn shown_place(&self, span: Span) -> String {
        let name = &self.get(span.file).name;
        match self.cell(span) {
            Some(cell) => format!("{name}, sheet {}, cell {}", cell.sheet, cell.reference()),
            None => {
                let (line, column) = Positions::of(self).position(span);
                format!("{name}:{line}:{column}")
            }
        }
    }

    /// Says which layer a text belongs to.
    pub fn set_layer(&mut self, id: FileId, layer: i32) {
        self.texts[id.0 as usize].layer = layer;
    }

    /// The text with this number.
    #[must_use]
    pub fn get(&self, id: FileId) -> &SourceText {
        &self.texts[id.0 as usize]
    }

    /// The names of all texts, in the order they were read.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| text.name.as_str())
    }

    /// The files among them.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.texts.iter().filter_map(|text| match &text.place {
            Place::File(path) => Some(path.as_path()),
            Place::BuiltIn(_) | Place::Argument => None,
        })
    }

    /// What stands at a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// A stretch of a text in quotes that stands at a span; all of it where it is written with escapes.
    #[must_use]
    pub fn within(&self, span: Span, text: &str, range: Range<usize>) -> Span {
        let begins = self.slice(span).find(text).filter(|_| !text.is_empty());
        begins.map_or(span, |begins| {
            let start = span.start as usize + begins;
            Span::new(span.file, start + range.start..start + range.end)
        })
    }

    /// The stretch of a text that holds all these places and some lines around them.
    #[must_use]
    pub fn lines_around(
        &self,
        file: FileId,
        places: impl Iterator<Item = Span> + Clone,
        around: usize,
    ) -> (LineStart, usize) {
        let SourceText { text, lines, .. } = self.get(file);
        let line_of = |at: u32| lines.partition_point(|&start| start <= at).max(1) - 1;
        let first = places.clone().map(|span| line_of(span.start)).min().unwrap_or(0).saturating_sub(around);
        let last = places.map(|span| line_of(span.end.max(span.start))).max().unwrap_or(0) + around;
        let end = lines.get(last + 1).map_or(text.len(), |&end| end as usize);
        (LineStart { line: first + 1, offset: lines[first] as usize }, end)
    }
}

/// Lines and columns of many places, each line counted through once where they come in order.
pub struct Positions<'s> {
    sources: &'s Sources,
    /// Per text: the line last asked for, how far its characters are counted, and how many they are.
    counted: BTreeMap<FileId, (usize, usize, usize)>,
}

impl<'s> Positions<'s> {
    /// None asked for yet.
    #[must_use]
    pub fn of(sources: &'s Sources) -> Self {
        Self { sources, counted: BTreeMap::new() }
    }

    /// Line and column of the first character of a span, both from one.
    pub fn position(&mut self, span: Span) -> (usize, usize) {
        let SourceText { text, lines, .. } = self.sources.get(span.file);
        let line = lines.partition_point(|&start| start <= span.start).max(1);
        let (begin, at) = (lines[line - 1] as usize, span.start as usize);
        let counted = self.counted.entry(span.file).or_insert((line, begin, 0));
        if counted.0 != line || counted.1 > at {
            *counted = (line, begin, 0);
        }
        counted.2 += text.get(counted.1..at).unwrap_or("").chars().count();
        counted.1 = at;
        (line, counted.2 + 1)
    }
}
