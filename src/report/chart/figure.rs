//! The frame of every chart: title, subtitle, legend, note.

use super::canvas::{Anchor, Canvas, Label};
use super::font::{self, LABEL_SIZE, Weight};
use super::palette::{Ink, QUIET, TEXT};
use super::picture::Picture;

/// Width of every chart.
pub const WIDTH: f64 = 900.0;
/// Space left and right of titles.
pub const MARGIN: f64 = 24.0;
/// Where panels may begin, below title, subtitle and legend.
pub const HEAD: f64 = 92.0;

const TITLE_SIZE: f64 = 20.0;
const SUBTITLE_SIZE: f64 = 13.0;
const NOTE_SIZE: f64 = 11.5;

/// What a legend shows beside a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    /// A stroke.
    Line(Ink),
    /// A patch of colour.
    Patch(Ink),
    /// A dot.
    Dot(Ink),
    /// An upright bar.
    Bar(Ink),
}

/// A chart in the making.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of the files without their ending.
    pub name: &'static str,
    title: String,
    /// What is drawn on.
    pub canvas: Canvas,
}

impl Figure {
    /// A sheet with its title and subtitle.
    #[must_use]
    pub fn new(name: &'static str, title: &str, subtitle: &str, height: f64) -> Self {
        let mut canvas = Canvas::new(WIDTH, height);
        let mut write = |text: &str, y: f64, size: f64, weight: Weight, ink: Ink| {
            let text = shortened(text, size, weight, WIDTH - 2.0 * MARGIN);
            canvas.label(Label { text, x: MARGIN, y, size, weight, ink, anchor: Anchor::Start });
        };
        write(title, 36.0, TITLE_SIZE, Weight::SemiBold, TEXT);
        write(subtitle, 57.0, SUBTITLE_SIZE, Weight::Regular, QUIET);
        Self { name, title: title.into(), canvas }
    }

    /// A row of keys below the subtitle, from the left.
    pub fn legend(&mut self, keys: &[(Key, &str)]) {
        let y = 80.0;
        let mut x = MARGIN;
        let room = (WIDTH - 2.0 * MARGIN - 50.0 * keys.len() as f64 + 22.0).max(0.0);
        let texts: Vec<&str> = keys.iter().map(|(_, text)| *text).collect();
        for ((key, _), text) in keys.iter().zip(fitting(&texts, room)) {
            let middle = y - 4.0;
            match *key {
                Key::Line(ink) => self.canvas.line(vec![(x, middle), (x + 22.0, middle)], ink, 2.5),
                Key::Patch(ink) => self.canvas.rectangle(x, middle - 6.0, x + 22.0, middle + 6.0, ink),
                Key::Bar(ink) => self.canvas.rectangle(x + 9.5, middle - 8.0, x + 12.5, middle + 8.0, ink),
                Key::Dot(ink) => self.canvas.dot((x + 11.0, middle), 4.5, ink),
            }
            x += 28.0;
            let width = font::width(&text, LABEL_SIZE, Weight::Regular);
            let (size, weight, ink, anchor) = (LABEL_SIZE, Weight::Regular, QUIET, Anchor::Start);
            self.canvas.label(Label { text, x, y, size, weight, ink, anchor });
            x += width + 22.0;
        }
    }

    /// A remark below everything drawn so far: the sheet grows by the lines it needs.
    pub fn foot(&mut self, text: &str) {
        let lines = wrapped(text, NOTE_SIZE, WIDTH - 2.0 * MARGIN).len();
        self.canvas.extend(15.0 * lines as f64 + 16.0);
        self.note(text);
    }

    /// A remark at the foot, in as many lines as it needs; the last line stands on the lower margin.
    pub fn note(&mut self, text: &str) {
        let lines = wrapped(text, NOTE_SIZE, WIDTH - 2.0 * MARGIN);
        let first = self.canvas.height() - 14.0 - 15.0 * (lines.len() as f64 - 1.0);
        for (number, line) in lines.into_iter().enumerate() {
            let y = first + 15.0 * number as f64;
            self.canvas.label(Label {
                text: line,
                x: MARGIN,
                y,
                size: NOTE_SIZE,
                weight: Weight::Regular,
                ink: QUIET,
                anchor: Anchor::Start,
            });
        }
    }

    /// What is found in it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What is drawn, for who does not see it.
    #[must_use]
    pub fn alt(&self) -> &str {
        &self.title
    }

    /// The finished files.
    ///
    /// # Errors
    /// In the words of the drawing libraries; there is no known cause.
    pub fn picture(&self) -> Result<Picture, String> {
        Picture::of(self.name, &self.title, &self.canvas)
    }
}

/// Texts of a legend in so much room together: the longest are cut to one length.
fn fitting(texts: &[&str], room: f64) -> Vec<String> {
    let width = |text: &str| font::width(text, LABEL_SIZE, Weight::Regular);
    let mut most = texts.iter().map(|text| width(text)).fold(0.0, f64::max);
    while most > 10.0 && texts.iter().map(|text| width(text).min(most)).sum::<f64>() > room {
        most -= 1.0;
    }
    texts.iter().map(|text| shortened_inside(text, LABEL_SIZE, Weight::Regular, most)).collect()
}

/// The text, cut with an ellipsis when it is wider than there is room.
#[must_use]
pub fn shortened(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if font::width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    loop {
        kept.pop();
        let candidate = format!("{}\u{2026}", kept.iter().collect::<String>().trim_end());
        if kept.is_empty() || font::width(&candidate, size, weight) <= room {
            return candidate;
        }
    }
}

/// The text, cut in its middle when it is wider than there is room: the ends tell names of keys and values apart.
#[must_use]
pub fn shortened_inside(text: &str, size: f64, weight: Weight, room: f64) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut kept = letters.len();
    let mut candidate = text.to_owned();
    while font::width(&candidate, size, weight) > room && kept > 1 {
        kept -= 1;
        // The end holds the value, so it keeps the larger half.
        let (head, tail) = (&letters[..kept / 2], &letters[letters.len() - kept.div_ceil(2)..]);
        candidate = format!("{}\u{2026}{}", head.iter().collect::<String>(), tail.iter().collect::<String>());
    }
    candidate
}

/// The text in lines that fit.
#[must_use]
pub fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        let candidate = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if font::width(&candidate, size, Weight::Regular) <= room || line.is_empty() {
            *line = candidate;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_titles_are_cut_and_long_notes_wrapped() {
        let long = "a very long title of a scenario ".repeat(10);
        let cut = shortened(&long, 13.0, Weight::Regular, 300.0);
        assert!(cut.ends_with('\u{2026}') && font::width(&cut, 13.0, Weight::Regular) <= 300.0, "{cut}");
        let inside = shortened_inside("internet_revenue_per_owner_per_month_5.67", 13.0, Weight::Regular, 150.0);
        assert!(inside.starts_with("int") && inside.ends_with("5.67") && inside.contains('\u{2026}'), "{inside}");
        assert!(font::width(&inside, 13.0, Weight::Regular) <= 150.0, "{inside}");
        assert_eq!(shortened_inside("short", 13.0, Weight::Regular, 300.0), "short");
        assert_eq!(shortened("short", 13.0, Weight::Regular, 300.0), "short");
        let lines = wrapped(&long, 11.5, 300.0);
        assert!(lines.len() > 3 && lines.iter().all(|line| font::width(line, 11.5, Weight::Regular) <= 300.0));
    }
}
