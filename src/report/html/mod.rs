//! A report: one file of HTML with everything in it, for a screen, a telephone and paper.
//!
//! A [`Report`] is built as data, in no language; a template says how it looks. Nothing is fetched from anywhere: styles,
//! letters, pictures and what little moves stand in the file, and without scripts nothing is missing.

mod assumptions;
mod letters;
mod page;
mod record;
mod run;
mod secrets;
pub mod statements;

use std::sync::Arc;

use super::chart::drawn::{Drawn, Sheet};
use super::chart::{font, slides};
use super::error::ReportError;
use super::folder::RunFolder;
use super::page::{Align, Block, Column, Fact, Group, Table};
use super::said::{Language, Text, escaped};
use crate::experiment::Workers;
use crate::report::said::said;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{Environment, Template, UndefinedBehavior, Value, context};
use serde::{Deserialize, Serialize};

use crate::outcome::Naming;
use letters::Letters;

pub use assumptions::{Assumption, Assumptions};
pub use page::leave;
pub use record::Made;
pub use run::{Beside, report};
pub use secrets::Secrets;

/// The name of the file.
pub const FILE: &str = "report.html";

/// How the anchor of the assumptions ends.
const ASSUMPTIONS: &str = "assumptions";

/// The same as data, from which `launchsim report` makes it again.
pub const STORED: &str = "report.json";

/// What a report says of its making, by which it is known.
pub const MARK: &str = "<meta name=\"generator\" content=\"launchsim\">";

/// The mark of a report, and why a file without it stays.
pub const OURS: (&str, &str) = (MARK, "it is no report of launchsim");

/// The template that is used where no other is named.
const TEMPLATE: &str = include_str!("../../../assets/report/report.html.j2");
const STYLE: &str = include_str!("../../../assets/report/report.css");
const SCRIPT: &str = include_str!("../../../assets/report/report.js");

/// How a report looks and what it leaves out.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own that is typed")]
#[derive(Clone, Debug, Default)]
pub struct Looks {
    /// Its language.
    pub language: Language,
    /// A template of the user's own: its name and its text.
    pub template: Option<Arc<(String, String)>>,
    /// Whether suppliers and sources are left out.
    pub confidential: bool,
    /// Whether the pictures are wanted as slides too.
    pub slides: bool,
    /// Whether the results are written as a workbook, too.
    pub xlsx: bool,
    /// Whether letters stay letters in the SVG of charts and slides.
    pub letters: bool,
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment
}

impl Looks {
    /// Does something with the template; what is wrong with it in words, with its line.
    fn of_template<T>(
        &self,
        environment: &Environment<'_>,
        then: impl FnOnce(Template<'_, '_>) -> Result<T, minijinja::Error>,
    ) -> Result<T, String> {
        let (name, text) = self.template.as_ref().map_or((FILE, TEMPLATE), |own| (own.0.as_str(), own.1.as_str()));
        environment.template_from_named_str(FILE, text).and_then(then).map_err(|error| {
            let reason =
                error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
            match error.line() {
                Some(line) => format!("{name}, line {line}: {reason}"),
                None => format!("{name}: {reason}"),
            }
        })
    }

    /// Whether a template of the user's own can be read and asks for nothing that a report does not have.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn check(&self) -> Result<(), String> {
        Report::default().html(self).map(drop)
    }
}

/// A report in no language yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What it is about.
    pub title: Text,
    /// What was run.
    pub about: Text,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// What a confidential report does not say.
    #[serde(default, skip_serializing_if = "Secrets::is_empty")]
    pub secrets: Secrets,
}

/// A question and what answers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its anchor.
    pub id: String,
    /// What it is about.
    pub heading: Text,
    /// What is said.
    pub groups: Vec<Group>,
    /// Pictures below it.
    pub pictures: Vec<Drawn>,
}

impl Report {
    /// The same with a further section, where it says anything.
    #[must_use]
    pub fn with(mut self, id: &'static str, heading: Text, groups: Vec<Group>, pictures: Vec<Drawn>) -> Self {
        if !groups.is_empty() || !pictures.is_empty() {
            self.sections.push(Section { id: id.to_owned(), heading, groups, pictures });
        }
        self
    }

    /// The same with names for people, and of what is sold; what a scenario assumes stands by its addresses.
    #[must_use]
    pub fn named(self, naming: &Naming) -> Self {
        if naming.is_usual() {
            return self;
        }
        let section = |section: Section| {
            let groups = section.groups.into_iter();
            let groups = if section.id == ASSUMPTIONS {
                groups.collect()
            } else {
                groups.map(|group| group.named(naming)).collect()
            };
            Section { heading: section.heading.named(naming), groups, ..section }
        };
        Self {
            title: self.title,
            about: self.about.named(naming),
            sections: self.sections.into_iter().map(section).collect(),
            secrets: self.secrets,
        }
    }

    /// One report of several, each a part of it.
    #[must_use]
    pub fn of_parts(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 {
            return parts.remove(0);
        }
        let title = Text::joined(parts.iter().map(|part| part.title.clone()), &Text::name(" \u{b7} "));
        let secrets = Secrets::together(parts.iter().map(|part| part.secrets.clone()));
        let mut sections = Vec::new();
        for (at, part) in parts.into_iter().enumerate() {
            let begins = format!("part{}-", at + 1);
            let about = if part.about.is_empty() { Vec::new() } else { vec![Group::said(part.about)] };
            let mut first = Some((part.title, about));
            for mut section in part.sections {
                // The first section of a part says which part begins.
                if let Some((title, mut about)) = first.take() {
                    section.heading = said!("{part}: {section}", part = title, section = section.heading);
                    about.append(&mut section.groups);
                    section.groups = about;
                }
                section.id = format!("{begins}{}", section.id);
                section.pictures.iter_mut().for_each(|drawn| drawn.name = format!("{begins}{}", drawn.name));
                sections.push(section);
            }
        }
        Self { title, about: Text::default(), sections, secrets }
    }

    /// As a file of HTML.
    ///
    /// # Errors
    /// When the template asks for what a report does not have; in words, with its line.
    pub fn html(&self, looks: &Looks) -> Result<String, String> {
        let environment = environment();
        let seen = self.seen(looks);
        let context = |letters: &Letters| seen.context(looks.language, letters);
        // What stands in the page says which letters it needs.
        let rendered =
            |letters: &Letters| looks.of_template(&environment, |template| template.render(context(letters)));
        let page = rendered(&Letters::default())?;
        let letters = Letters::of(&page);
        if letters == Letters::default() { Ok(page) } else { rendered(&letters) }
    }

    /// All its pictures, in their order.
    pub fn pictures(&self) -> impl Iterator<Item = &Drawn> {
        self.sections.iter().flat_map(|section| &section.pictures)
    }

    /// Its pictures as slides, with what they find; what could not be drawn is named.
    ///
    /// # Errors
    /// In the words of the library at fault; there is no known cause.
    pub fn slides(&self, looks: &Looks, workers: &Workers) -> Result<(Vec<u8>, Vec<String>), String> {
        let seen = self.seen(looks);
        let pictures: Vec<Drawn> = seen.pictures().cloned().collect();
        slides::pack(&seen.title, &pictures, (looks.language, looks.letters), workers)
    }

    fn context(&self, language: Language, letters: &Letters) -> Value {
        // Tables and pictures are numbered throughout, so that no two of them have one name.
        let mut number = 0;
        let sections: Vec<Value> =
            self.sections.iter().map(|section| of_section(section, language, &mut number)).collect();
        let words = |text: Text| safe(text.html(language));
        context! {
            lang => language.html_tag(),
            title => safe(self.title.html(language)),
            plain_title => self.title.told(language),
            about => safe(self.about.html(language)),
            sections,
            style => Value::from_safe_string(STYLE.to_owned()),
            script => Value::from_safe_string(SCRIPT.to_owned()),
            regular => Value::from_safe_string(STANDARD.encode(font::REGULAR)),
            semi_bold => Value::from_safe_string(STANDARD.encode(font::SEMI_BOLD)),
            chinese => Value::from_safe_string(STANDARD.encode(&letters.regular)),
            chinese_bold => Value::from_safe_string(STANDARD.encode(&letters.bold)),
            words => context! {
                contents => words(said!("Contents")),
                skip => words(said!("To the report")),
                save => words(said!("Save picture")),
                sort => words(said!("Sort by this column")),
            },
        }
    }
}

/// Writes a report into a folder, and its slides where they are wanted; gives warnings where a template of the user's own does
/// not do, which is then not used, or a slide could not be drawn.
///
/// # Errors
/// When a file cannot be written.
pub fn write(
    folder: &mut RunFolder,
    report: &Report,
    looks: &Looks,
    workers: &Workers,
) -> Result<Vec<String>, ReportError> {
    let (html, warning) = match report.html(looks) {
        Ok(html) => (html, None),
        Err(why) => {
            let usual = Looks { template: None, ..looks.clone() };
            // The built-in template holds for every report: tests try it.
            let html = report.html(&usual).unwrap_or_default();
            (html, Some(format!("{FILE} has its usual looks, since the template does not hold: {why}")))
        }
    };
    folder.write(FILE, html.as_bytes())?;
    // Compact: it is read by programs, and holds all pictures.
    folder.write(STORED, &serde_json::to_vec(report).unwrap_or_default())?;
    let mut warnings = Vec::from_iter(warning);
    if looks.slides {
        match report.slides(looks, workers) {
            Ok((file, left_out)) => {
                folder.write(slides::FILE, &file)?;
                warnings.extend(left_out);
            }
            Err(why) => warnings.push(format!("{} is left out, all other results are complete: {why}", slides::FILE)),
        }
    }
    Ok(warnings)
}

fn of_section(section: &Section, language: Language, number: &mut usize) -> Value {
    let groups: Vec<Value> = section.groups.iter().map(|group| of_group(group, language, number)).collect();
    let pictures: Vec<Value> =
        section.pictures.iter().filter_map(|drawn| of_picture(drawn, language, number)).collect();
    context! { id => section.id.as_str(), heading => safe(section.heading.html(language)), groups, pictures }
}

fn of_group(group: &Group, language: Language, number: &mut usize) -> Value {
    let blocks: Vec<Value> = group.blocks.iter().filter_map(|block| of_block(block, language, number)).collect();
    context! { heading => group.heading.as_ref().map(|heading| safe(heading.html(language))), blocks }
}

fn of_block(block: &Block, language: Language, number: &mut usize) -> Option<Value> {
    let html = |text: &Text| safe(text.html(language));
    Some(match block {
        Block::Paragraph { text } => context! { kind => "paragraph", text => html(text) },
        Block::Facts { facts, .. } => {
            let of = |Fact { label, value, remark }: &Fact| {
                let remark = (!remark.is_empty()).then(|| html(remark));
                context! { label => html(label), value => html(value), remark }
            };
            context! { kind => "facts", facts => facts.iter().map(of).collect::<Vec<_>>() }
        }
        Block::Table(table) => of_table(table, language, number),
        Block::Note { text } => context! { kind => "note", text => html(text) },
        Block::Charts { .. } => return None,
    })
}

fn of_table(Table { columns, rows, .. }: &Table, language: Language, number: &mut usize) -> Value {
    let side = |align: Align| if align == Align::Left { "name" } else { "figure" };
    let column = |Column { title, unit, align }: &Column| {
        let unit = (!unit.is_empty()).then(|| safe(unit.html(language)));
        context! { title => safe(title.html(language).replace('\n', " ")), unit, side => side(*align) }
    };
    // Two spaces at the beginning of a name say that it is part of the row above.
    let cell = |text: &Text| {
        let told = text.told(language);
        let depth = (told.len() - told.trim_start_matches(' ').len()) / 2;
        context! { text => safe(text.html(language)), depth }
    };
    let rows: Vec<Vec<Value>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    // A unit that all figures have is said once.
    let figures = columns.iter().filter(|column| column.align == Align::Right);
    let unit = figures.clone().next().map(|column| &column.unit).filter(|unit| !unit.is_empty());
    let common = unit.filter(|unit| columns.len() > 2 && figures.clone().all(|column| column.unit == **unit)).cloned();
    let column = |(at, of): (usize, &Column)| {
        let unit = match &common {
            Some(unit) if at == 0 && of.unit.is_empty() => unit.clone(),
            Some(_) if at > 0 => Text::default(),
            _ => of.unit.clone(),
        };
        column(&Column { unit, ..of.clone() })
    };
    *number += 1;
    let title = columns.first().map(|column| column.title.clone()).filter(|title| !title.is_empty());
    let label = match title {
        Some(title) => said!("Table {number}: {title}", number = number.to_string(), title = title),
        None => said!("Table {number}", number = number.to_string()),
    };
    let label = label.told(language);
    context! { kind => "table", label, columns => columns.iter().enumerate().map(column).collect::<Vec<_>>(), rows }
}

fn of_picture(drawn: &Drawn, language: Language, number: &mut usize) -> Option<Value> {
    let sheet = drawn.page(language)?;
    *number += 1;
    let label = said!("Picture {number}: {title}", number = number.to_string(), title = &sheet.title).told(language);
    Some(context! {
        name => drawn.name.as_str(),
        title => sheet.title.as_str(),
        label,
        alt => sheet.alt.as_str(),
        svg => safe(inline(&drawn.name, sheet)),
    })
}

/// A drawing as it stands within a page: in the width there is, with its alternative text.
fn inline(name: &str, sheet: &Sheet) -> String {
    let begins = sheet.svg.find("<svg").unwrap_or(0);
    let svg = &sheet.svg[begins..];
    let Some(end) = svg.find('>') else { return String::new() };
    let view = svg[..end].split("viewBox=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0 0 900 500");
    let (name, title, alt) = (escaped(name), escaped(&sheet.title), escaped(&sheet.alt));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{view}\" stroke-linejoin=\"round\" role=\"img\" \
         aria-labelledby=\"{name}-title {name}-alt\"><title id=\"{name}-title\">{title}</title><desc id=\"{name}-alt\">{alt}</desc>{}",
        &svg[end + 1..]
    )
}

fn safe(html: String) -> Value {
    Value::from_safe_string(html)
}
