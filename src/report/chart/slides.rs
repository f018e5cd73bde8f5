//! The pictures of some results at the size of a slide with what they find, in one file.

use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::drawn::{Drawn, Sheet};
use super::picture::Picture;
use crate::experiment::Workers;
use crate::report::said::{Language, Text, said};

/// The name of the file.
pub const FILE: &str = "slides.zip";
/// What is found, of all pictures.
const FINDINGS: &str = "findings.md";
/// What the file says of its making, by which it is known.
pub const MARK: &str = "slides of launchsim";

/// The mark, and why a file without it stays.
pub const OURS: (&str, &str) = (MARK, "it holds no slides of launchsim");

/// The file: every picture as PNG and as SVG, and a page of what they find. The same pictures give the same bytes. What could
/// not be drawn is left out and named. Letters stay text in the SVG, or become outlines.
///
/// # Errors
/// In the words of the library at fault; there is no known cause.
pub fn pack(
    title: &Text,
    pictures: &[Drawn],
    (language, letters): (Language, bool),
    workers: &Workers,
) -> Result<(Vec<u8>, Vec<String>), String> {
    let sheets: Vec<(&str, &Sheet)> =
        pictures.iter().filter_map(|drawn| Some((drawn.name.as_str(), drawn.slide(language)?))).collect();
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    file.set_comment(MARK).map_err(|error| error.to_string())?;
    let mut left_out = Vec::new();
    let mut findings = format!("# {}\n", in_line(&title.told(language)));
    let mut number = 0;
    // As many at once as there are threads.
    for some in sheets.chunks(workers.count()) {
        let made = workers.each(some, |(_, sheet)| Picture::of_sheet(sheet, letters));
        for ((name, sheet), picture) in some.iter().zip(made) {
            let picture = match picture {
                Ok(picture) => picture,
                Err(reason) => {
                    left_out.push(super::left_out(name, &reason));
                    continue;
                }
            };
            number += 1;
            let name = format!("{number:02}_{name}");
            let add = |file: &mut ZipWriter<Cursor<Vec<u8>>>| -> Result<(), ZipError> {
                // Pixels are compressed already.
                written(file, &format!("{name}.png"), &picture.png, CompressionMethod::Stored)?;
                written(file, &format!("{name}.svg"), picture.svg.as_bytes(), CompressionMethod::Deflated)
            };
            add(&mut file).map_err(|error| error.to_string())?;
            findings.push_str(&finding(sheet, &name, language));
        }
    }
    written(&mut file, FINDINGS, findings.as_bytes(), CompressionMethod::Deflated)
        .and_then(|()| file.finish())
        .map(|bytes| (bytes.into_inner(), left_out))
        .map_err(|error| error.to_string())
}

/// One file, with no time of its own.
fn written(
    file: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    bytes: &[u8],
    method: CompressionMethod,
) -> Result<(), ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    file.start_file(name, options)?;
    file.write_all(bytes)?;
    Ok(())
}

/// What a picture finds, what it measures, its files, and where it comes from.
fn finding(sheet: &Sheet, name: &str, language: Language) -> String {
    let files = said!("Files: {png} and {svg}", png = format!("`{name}.png`"), svg = format!("`{name}.svg`"));
    let mut told = format!("\n## {}\n\n{}\n\n", in_line(&sheet.title), in_line(&sheet.measure));
    if !sheet.source.is_empty() {
        told.push_str(&in_line(&sheet.source));
        told.push_str("\n\n");
    }
    told.push_str(&files.told(language));
    told.push('\n');
    told
}

/// A text in one line in which nothing is markup.
fn in_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            letter if letter.is_control() => line.push(' '),
            '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '|' => line.extend(['\\', letter]),
            '&' => line.push_str("&amp;"),
            letter => line.push(letter),
        }
    }
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::report::chart::canvas::Canvas;
    use crate::report::chart::paper::Size;

    fn drawn(name: &str, title: &str) -> Drawn {
        let sheet = |size: Size| Sheet {
            size,
            language: Language::English,
            title: title.into(),
            measure: "Cash, yuan".into(),
            source: "launchsim 0".into(),
            alt: "A curve.".into(),
            svg: Canvas::new(1152.0, 648.0).svg().unwrap(),
        };
        Drawn { name: name.into(), sheets: vec![sheet(Size::Page), sheet(Size::Slide)] }
    }

    #[test]
    fn the_same_pictures_give_the_same_bytes_and_nothing_in_a_title_is_markup() {
        let pictures = [drawn("cash", "Cash *suffices* <b>\n# now"), drawn("profit", "It earns")];
        let packed = |threads: usize| {
            let workers = Workers::start(Some(threads)).unwrap();
            pack(&"Mi 1".into(), &pictures, (Language::English, false), &workers).unwrap()
        };
        let (bytes, left_out) = packed(1);
        assert!(left_out.is_empty());
        assert_eq!(packed(2).0, bytes);
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["01_cash.png", "01_cash.svg", "02_profit.png", "02_profit.svg", "findings.md"]);
        assert_eq!(archive.comment(), MARK.as_bytes());
        let mut findings = String::new();
        archive.by_name(FINDINGS).unwrap().read_to_string(&mut findings).unwrap();
        assert!(
            findings.contains("\n## Cash \\*suffices\\* \\<b\\> \\# now\n\nCash, yuan\n\nlaunchsim 0\n\n"),
            "{findings}"
        );
        assert!(findings.contains("`02_profit.png`"), "{findings}");
        let mut png = Vec::new();
        archive.by_name("01_cash.png").unwrap().read_to_end(&mut png).unwrap();
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        // 13.33 by 7.5 inches.
        assert!((f64::from(side(16)) / f64::from(side(20)) - 13.333 / 7.5).abs() < 0.01);
    }
}
