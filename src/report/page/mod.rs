//! A page for people: a title, and groups of blocks below it.
//!
//! A command says what stands on its page; [`Page::terminal`] and [`Page::markdown`] say how it looks, `report::html` makes
//! a report of it, and as JSON it is what it is.

mod grid;
mod markdown;
mod terminal;

use serde::{Deserialize, Serialize};

use crate::outcome::Naming;
use crate::report::said::Text;

pub use terminal::{room, wrap};

/// A page; its first group stands right below the title and says what was run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// What it is about.
    pub title: Text,
    /// What stands on it, in this order.
    pub groups: Vec<Group>,
}

/// Blocks that belong together: no blank line parts them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// What stands above them, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Text>,
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// Sentences, broken where the page ends.
    Paragraph {
        /// The sentences.
        text: Text,
    },
    /// Things that are told one by one.
    Facts {
        /// The things.
        facts: Vec<Fact>,
        /// How they are set.
        #[serde(skip)]
        list: List,
    },
    /// Figures in columns.
    Table(Table),
    /// What stands as it is written, such as a command to type.
    Note {
        /// Its lines.
        text: Text,
    },
    /// Charts beside the page, of which a terminal shows nothing.
    Charts {
        /// Names of the pictures in the folder of the page.
        names: Vec<String>,
    },
}

/// One thing: what or when, what is said of it, and what is to be added.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What or when.
    pub label: Text,
    /// What is said of it.
    pub value: Text,
    /// What is to be added; may be empty.
    pub remark: Text,
}

/// How facts are set on a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum List {
    /// Dates in a column to the left.
    Dated,
    /// Indented, each line within the page.
    #[default]
    Named,
    /// Indented, a line that goes on by two characters more.
    Hanging,
}

/// Rows of cells, as many in each as there are columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The columns; the title of the first is that of the table.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Text>>,
    /// What becomes of it where the page is narrow.
    #[serde(skip)]
    pub fit: Fit,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its title, in lines where it is to be broken.
    pub title: Text,
    /// Unit of its figures; may be empty.
    pub unit: Text,
    /// To which side its cells lean.
    pub align: Align,
}

/// A side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Names.
    Left,
    /// Figures.
    Right,
}

/// How a table is made to fit a narrow page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// Cells are broken into lines.
    Folded {
        /// Whether the second column stands below that of the tables above.
        in_line: bool,
        /// Whether figures stay whole.
        whole: bool,
    },
    /// Columns that do not fit follow in a further block.
    #[default]
    Blocks,
    /// Names are cut.
    Cut,
}

impl Page {
    /// A page with what is said right below its title.
    #[must_use]
    pub fn new(title: impl Into<Text>, about: Group) -> Self {
        Self { title: title.into(), groups: vec![about] }
    }

    /// The same with names for people, and of what is sold.
    #[must_use]
    pub fn named(self, naming: &Naming) -> Self {
        if naming.is_usual() {
            return self;
        }
        Self {
            // What a scenario is called is its own.
            title: self.title,
            groups: self.groups.into_iter().map(|group| group.named(naming)).collect(),
        }
    }

    /// The same with a further group, if there is one.
    #[must_use]
    pub fn with(mut self, group: impl Into<Option<Group>>) -> Self {
        self.groups.extend(group.into());
        self
    }
}

impl Group {
    /// Some blocks.
    #[must_use]
    pub fn of(blocks: impl IntoIterator<Item = Block>) -> Self {
        Self { heading: None, blocks: blocks.into_iter().collect() }
    }

    /// Paragraphs, one for each line of a text.
    #[must_use]
    pub fn text(lines: &str) -> Self {
        Self::of(lines.lines().map(|line| Block::Paragraph { text: line.into() }))
    }

    /// One paragraph.
    #[must_use]
    pub fn said(text: impl Into<Text>) -> Self {
        Self::of([Block::Paragraph { text: text.into() }])
    }

    /// What stands as it is written; nothing where there is nothing to say.
    #[must_use]
    pub fn note(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::of([Block::Note { text: text.into() }]))
    }

    /// The same with names for people, and of what is sold.
    #[must_use]
    pub fn named(self, naming: &Naming) -> Self {
        if naming.is_usual() { self } else { self.each(&|text| text.named(naming)) }
    }

    /// The same with each of its texts changed.
    #[must_use]
    pub fn each(self, change: &dyn Fn(Text) -> Text) -> Self {
        let blocks = self.blocks.into_iter().map(|block| block.each(change)).collect();
        Self { heading: self.heading.map(change), blocks }
    }

    /// The same below a heading.
    #[must_use]
    pub fn below(self, heading: impl Into<Text>) -> Self {
        Self { heading: Some(heading.into()), ..self }
    }

    /// The same with further blocks.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.blocks.extend(more.blocks);
        self
    }
}

impl Block {
    fn each(self, change: &dyn Fn(Text) -> Text) -> Self {
        match self {
            Self::Paragraph { text } => Self::Paragraph { text: change(text) },
            Self::Note { text } => Self::Note { text: change(text) },
            Self::Charts { names } => Self::Charts { names },
            Self::Facts { facts, list } => {
                let fact = |Fact { label, value, remark }: Fact| {
                    let [label, value, remark] = [label, value, remark].map(change);
                    Fact { label, value, remark }
                };
                Self::Facts { facts: facts.into_iter().map(fact).collect(), list }
            }
            Self::Table(Table { columns, rows, fit }) => {
                let column =
                    |Column { title, unit, align }: Column| Column { title: change(title), unit: change(unit), align };
                let columns = columns.into_iter().map(column).collect();
                let rows = rows.into_iter().map(|row: Vec<Text>| row.into_iter().map(change).collect()).collect();
                Self::Table(Table { columns, rows, fit })
            }
        }
    }
}

impl Table {
    /// A table of names to the left and figures to the right.
    #[must_use]
    pub fn new<C: Into<Column>>(names: impl Into<Column>, figures: impl IntoIterator<Item = C>, fit: Fit) -> Self {
        let names = Column { align: Align::Left, ..names.into() };
        let columns = std::iter::once(names).chain(figures.into_iter().map(Into::into)).collect();
        Self { columns, rows: Vec::new(), fit }
    }

    /// The same with these rows, in a group of its own.
    #[must_use]
    pub fn rows<R: IntoIterator<Item: Into<Text>>>(mut self, rows: impl IntoIterator<Item = R>) -> Group {
        self.rows = rows.into_iter().map(|row| row.into_iter().map(Into::into).collect()).collect();
        Group::of([Block::Table(self)])
    }
}

impl Column {
    /// Figures in a unit.
    #[must_use]
    pub fn of(title: impl Into<Text>, unit: impl Into<Text>) -> Self {
        Self { title: title.into(), unit: unit.into(), align: Align::Right }
    }
}

impl Column {
    /// Names or sentences in place of figures.
    #[must_use]
    pub fn left(title: impl Into<Text>) -> Self {
        Self { title: title.into(), unit: Text::default(), align: Align::Left }
    }
}

impl From<&str> for Column {
    fn from(title: &str) -> Self {
        Self::of(title, "")
    }
}

impl From<String> for Column {
    fn from(title: String) -> Self {
        Self::of(title, "")
    }
}

impl From<Text> for Column {
    fn from(title: Text) -> Self {
        Self::of(title, "")
    }
}
