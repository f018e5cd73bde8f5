//! The frame of every chart: the finding as its title, what is measured, legend, note, and where it comes from.

use super::canvas::{Anchor, Canvas, Label};
use super::font::{self, LABEL_SIZE, Weight};
use super::palette::{Ink, QUIET, TEXT};
use super::paper::Paper;
use crate::report::said::{Text, said};

/// Space left and right of titles.
pub const MARGIN: f64 = 24.0;
/// Where panels may begin, below title, subtitle and legend.
pub const HEAD: f64 = 92.0;

const TITLE_SIZE: f64 = 20.0;
/// Height of a further line of the title.
const TITLE_LINE: f64 = 25.0;
/// Lines of a title at most.
const TITLE_LINES: usize = 3;
const SUBTITLE_SIZE: f64 = 13.0;
/// Height of a further line of the subtitle, and lines of it at most.
const SUBTITLE_LINE: f64 = 17.0;
const SUBTITLE_LINES: usize = 2;
const NOTE_SIZE: f64 = 12.0;
/// Width of a key beside its text with the gap behind both, and that gap.
const KEY: f64 = 50.0;
const KEY_GAP: f64 = 22.0;
/// From a row of keys to the next.
const KEY_LINE: f64 = 17.0;
/// Height of the line that says where the chart comes from.
const SOURCE: f64 = 22.0;

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

/// What a chart says in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// What it finds: its title.
    pub finding: Text,
    /// What is measured, in which unit, of what and how often: its subtitle.
    pub measure: Text,
    /// What is drawn, for those who cannot see it: "A histogram of net profit."
    pub drawn: Text,
}

/// A chart in the making.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of the files without their ending.
    pub name: &'static str,
    /// What it finds.
    pub title: String,
    /// What it finds and what is drawn, in the place of the picture.
    pub alt: String,
    /// What is drawn on.
    pub canvas: Canvas,
    /// What is measured.
    pub measure: String,
    /// The sheet.
    pub paper: Paper,
}

impl Figure {
    /// A sheet; title, subtitle and source come with [`Self::finished`].
    #[must_use]
    pub fn new(name: &'static str, paper: &Paper, words: Words, height: f64) -> Self {
        let mut canvas = Canvas::new(paper.width(), height);
        (canvas.language, canvas.naming) = (paper.language, paper.naming.clone());
        let (finding, measure) = (paper.told(words.finding), paper.told(words.measure));
        let ended = finding.ends_with(['.', '?', '!', '\u{2026}', '\u{3002}']);
        let mut sentences = vec![Text::name(finding.clone())];
        if !ended {
            sentences[0] = said!("{sentence}.", sentence = finding.clone());
        }
        sentences.extend([said!("{sentence}.", sentence = measure.clone()), words.drawn]);
        let alt = paper.told(Text::sentences(sentences));
        Self { name, title: finding, alt, canvas, measure, paper: paper.clone() }
    }

    /// The whole sheet: the title above in as many lines as it takes, the source at the foot, in the shape of its size.
    #[must_use]
    pub fn finished(mut self) -> Self {
        let room = self.canvas.width() - 2.0 * MARGIN;
        let title = in_lines(&self.title, (TITLE_SIZE, Weight::SemiBold), room, TITLE_LINES);
        let subtitle = in_lines(&self.measure, (SUBTITLE_SIZE, Weight::Regular), room, SUBTITLE_LINES);
        let below = TITLE_LINE * (title.len() as f64 - 1.0);
        self.canvas.lower(below + SUBTITLE_LINE * (subtitle.len() as f64 - 1.0));
        let mut write = |lines: Vec<String>, (top, apart): (f64, f64), (size, weight): (f64, Weight), ink: Ink| {
            for (number, text) in lines.into_iter().enumerate() {
                let y = top + apart * number as f64;
                self.canvas.label(Label { text, x: MARGIN, y, size, weight, ink, anchor: Anchor::Start });
            }
        };
        write(title, (36.0, TITLE_LINE), (TITLE_SIZE, Weight::SemiBold), TEXT);
        write(subtitle, (57.0 + below, SUBTITLE_LINE), (SUBTITLE_SIZE, Weight::Regular), QUIET);
        let source = self.paper.told(self.paper.source.clone());
        if !source.is_empty() {
            self.canvas.extend(SOURCE);
        }
        if let Some(shape) = self.paper.size.shape() {
            self.canvas.grow((self.canvas.width() / shape).floor() - self.canvas.height());
            self.canvas.fit(shape);
        }
        let text = shortened(&source, NOTE_SIZE, Weight::Regular, self.canvas.width() - 2.0 * MARGIN);
        let (y, size) = (self.canvas.height() - 12.0, NOTE_SIZE);
        let (weight, ink, anchor) = (Weight::Regular, QUIET, Anchor::Start);
        self.canvas.label(Label { text, x: MARGIN, y, size, weight, ink, anchor });
        self
    }

    /// The smallest letters on the sheet, as large as they are where it is shown [points of 1/72 inch].
    #[must_use]
    pub fn smallest_letters(&self) -> f64 {
        let smallest = self.canvas.labels().map(|label| label.size).fold(f64::INFINITY, f64::min);
        smallest * self.paper.size.points() / self.canvas.width()
    }

    /// Keys below the subtitle, from the left, in a second row where one does not hold them.
    pub fn legend(&mut self, keys: &[(Key, Text)]) {
        let texts: Vec<String> = keys.iter().map(|(_, text)| self.paper.told(text.clone())).collect();
        let room = |keys: usize| (self.canvas.width() - 2.0 * MARGIN - KEY * keys as f64 + KEY_GAP).max(0.0);
        let width = |texts: &[String]| texts.iter().map(|text| key_width(text)).sum::<f64>();
        let first = (1..=keys.len()).rev().find(|&some| width(&texts[..some]) <= room(some)).unwrap_or(keys.len());
        let rows =
            [(0, first), (first, keys.len())].map(|(from, to)| (from, fitting(&texts[from..to], room(to - from))));
        for ((from, texts), y) in rows.into_iter().zip([80.0, 80.0 + KEY_LINE]) {
            self.row_of_keys(&keys[from..from + texts.len()], texts, y);
        }
    }

    fn row_of_keys(&mut self, keys: &[(Key, Text)], texts: Vec<String>, y: f64) {
        let mut x = MARGIN;
        for ((key, _), text) in keys.iter().zip(texts) {
            let middle = y - 4.0;
            match *key {
                Key::Line(ink) => self.canvas.line(vec![(x, middle), (x + 22.0, middle)], ink, 2.5),
                Key::Patch(ink) => self.canvas.rectangle(x, middle - 6.0, x + 22.0, middle + 6.0, ink),
                Key::Bar(ink) => self.canvas.rectangle(x + 9.5, middle - 8.0, x + 12.5, middle + 8.0, ink),
                Key::Dot(ink) => self.canvas.dot((x + 11.0, middle), 4.5, ink),
            }
            x += KEY - KEY_GAP;
            let width = key_width(&text);
            let (size, weight, ink, anchor) = (LABEL_SIZE, Weight::Regular, QUIET, Anchor::Start);
            self.canvas.label(Label { text, x, y, size, weight, ink, anchor });
            x += width + KEY_GAP;
        }
    }

    /// A remark below everything drawn so far: the sheet grows by the lines it needs.
    pub fn foot(&mut self, text: impl Into<Text>) {
        let text = &self.paper.told(text);
        if text.trim().is_empty() {
            return;
        }
        let lines = wrapped(text, NOTE_SIZE, self.canvas.width() - 2.0 * MARGIN).len();
        self.canvas.extend(15.0 * lines as f64 + 16.0);
        self.note(text);
    }

    /// A remark at the foot, in as many lines as it needs; the last line stands on the lower margin.
    fn note(&mut self, text: &str) {
        let lines = wrapped(text, NOTE_SIZE, self.canvas.width() - 2.0 * MARGIN);
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
}

/// Width of the text of a key.
fn key_width(text: &str) -> f64 {
    font::width(text, LABEL_SIZE, Weight::Regular)
}

/// Texts of a legend in so much room together: the longest are cut to one length.
fn fitting(texts: &[String], room: f64) -> Vec<String> {
    let mut most = texts.iter().map(|text| key_width(text)).fold(0.0, f64::max);
    while most > 10.0 && texts.iter().map(|text| key_width(text).min(most)).sum::<f64>() > room {
        most -= 1.0;
    }
    texts.iter().map(|text| shortened_inside(text, LABEL_SIZE, Weight::Regular, most)).collect()
}

/// A text in so many lines at most, each as wide as there is room.
fn in_lines(text: &str, (size, weight): (f64, Weight), room: f64, most: usize) -> Vec<String> {
    let mut lines = wrapped_in(text, size, weight, room);
    if lines.len() > most {
        let last = lines.split_off(most - 1).join(" ");
        lines.push(last);
    }
    // A name without a space may be wider than the sheet.
    lines.iter().map(|line| shortened(line, size, weight, room)).collect()
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
    wrapped_in(text, size, Weight::Regular, room)
}

fn wrapped_in(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    // A number keeps its unit.
    let mut words: Vec<(bool, String)> = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_end_matches([',', ';', '.', ':']);
        let number = words.last().is_some_and(|(_, last)| last.ends_with(|c: char| c.is_ascii_digit()));
        let unit =
            ["%", "million", "billion"].contains(&bare) || word.starts_with(|c: char| is_ideograph(c) || c == '%');
        for (at, piece) in pieces(word).into_iter().enumerate() {
            match words.last_mut() {
                Some((_, last)) if at == 0 && number && unit => {
                    last.push(' ');
                    last.push_str(piece);
                }
                _ => words.push((at == 0, piece.to_owned())),
            }
        }
    }
    for (spaced, word) in &words {
        let Some(line) = lines.last_mut() else { break };
        let between = if *spaced && !line.is_empty() { " " } else { "" };
        let candidate = format!("{line}{between}{word}");
        if font::width(&candidate, size, weight) <= room || line.is_empty() {
            *line = candidate;
        } else {
            lines.push(word.clone());
        }
    }
    lines
}

/// A letter of a script that is written without spaces.
fn is_ideograph(letter: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&letter) && !('\u{3000}'..='\u{303f}').contains(&letter)
}

/// A word in pieces between which a line may end: around each letter that is a word by itself, but before no closing and behind
/// no opening mark.
fn pieces(word: &str) -> Vec<&str> {
    const CLOSING: &str = "\u{ff0c}\u{3002}\u{3001}\u{ff1b}\u{ff1a}\u{ff1f}\u{ff01}\u{ff09}\u{300b}\u{300d}\u{201d}\u{ff05}\u{ff5e}%),.;:?!\u{2026}";
    const OPENING: &str = "\u{ff08}\u{300a}\u{300c}\u{201c}(";
    let mut found = Vec::new();
    let mut from = 0;
    let mut before: Option<char> = None;
    for (at, letter) in word.char_indices() {
        if let Some(before) = before {
            let beside = is_ideograph(before) || is_ideograph(letter) || CLOSING.contains(before) && !before.is_ascii();
            if beside && !CLOSING.contains(letter) && !OPENING.contains(before) {
                found.push(&word[from..at]);
                from = at;
            }
        }
        before = Some(letter);
    }
    found.push(&word[from..]);
    found
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
        assert_eq!(pieces("million,"), ["million,"]);
        assert_eq!(pieces("现金（最低）。"), ["现", "金", "（最", "低）。"]);
        let lines = wrapped("净利润介于 3.69 亿～12.2 亿元，0.5 % 的模拟亏损", 12.0, 100.0);
        assert!(lines.iter().all(|line| font::width(line, 12.0, Weight::Regular) <= 100.0), "{lines:?}");
        assert!(!lines.iter().any(|line| line.starts_with(['，', '亿', '%', '～'])), "{lines:?}");
        let lines = wrapped(&long, 11.5, 300.0);
        assert!(lines.len() > 3 && lines.iter().all(|line| font::width(line, 11.5, Weight::Regular) <= 300.0));
    }
}
