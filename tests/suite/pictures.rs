//! Pictures as they are seen: typical charts held to small ones that are kept, with room for rounding, and letters of every
//! chart of every command large enough to be read, in each size and language.
//!
//! `UPDATE_GOLDEN=1 cargo test --test suite -- pictures` draws those in `tests/golden/pictures` anew; look at each that changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::compare::SMALL;

/// How many pixels of a chart, on a side, become one of the picture that is kept.
const COARSE: usize = 4;
/// By how much two pixels may differ in a channel and be the same still.
const NEAR: i32 = 48;
/// How many pixels of a kept picture may differ: fewer than a short word has.
const FEW: usize = 8;

fn launchsim(home: &Path, typed: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_launchsim")).current_dir(home).args(typed).output().unwrap();
    assert!(output.status.success(), "{typed:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Pixels of three channels, row by row.
#[derive(Clone, Debug, PartialEq)]
struct Pixels {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Pixels {
    fn read(path: &Path) -> Self {
        let file = fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rgb).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgb, "{}", path.display());
        Self { width: info.width as usize, height: info.height as usize, rgb }
    }

    fn write(&self, path: &Path) {
        let file = std::io::BufWriter::new(fs::File::create(path).unwrap());
        let mut encoder = png::Encoder::new(file, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.write_header().unwrap().write_image_data(&self.rgb).unwrap();
    }

    fn at(&self, x: usize, y: usize) -> [i32; 3] {
        let at = 3 * (y * self.width + x);
        [0, 1, 2].map(|channel| i32::from(self.rgb[at + channel]))
    }

    /// The same with one pixel for several: their mean.
    fn coarse(&self) -> Self {
        let (width, height) = (self.width / COARSE, self.height / COARSE);
        let mut rgb = Vec::with_capacity(3 * width * height);
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            let of = (0..COARSE * COARSE).map(|at| self.at(x * COARSE + at % COARSE, y * COARSE + at / COARSE));
            let sum = of.fold([0; 3], |sum: [i32; 3], pixel| [0, 1, 2].map(|channel| sum[channel] + pixel[channel]));
            rgb.extend(sum.map(|sum| (sum / (COARSE * COARSE) as i32) as u8));
        }
        Self { width, height, rgb }
    }

    /// Whether a pixel of this, or one beside it, is like the one given: each channel lies between the least and the greatest of
    /// them, or near.
    fn has_near(&self, x: usize, y: usize, pixel: [i32; 3]) -> bool {
        let mut ends = [(i32::MAX, i32::MIN); 3];
        for beside_y in y.saturating_sub(1)..(y + 2).min(self.height) {
            for beside_x in x.saturating_sub(1)..(x + 2).min(self.width) {
                for (end, value) in ends.iter_mut().zip(self.at(beside_x, beside_y)) {
                    *end = (end.0.min(value), end.1.max(value));
                }
            }
        }
        ends.iter().zip(pixel).all(|((low, high), value)| value >= low - NEAR && value <= high + NEAR)
    }

    /// How many pixels of either have nothing like them at their place in the other; `None` where they differ in size.
    fn unlike(&self, other: &Self) -> Option<usize> {
        if (self.width, self.height) != (other.width, other.height) {
            return None;
        }
        let places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        let unlike = |(x, y): &(usize, usize)| {
            !self.has_near(*x, *y, other.at(*x, *y)) || !other.has_near(*x, *y, self.at(*x, *y))
        };
        Some(places.filter(unlike).count())
    }
}

/// Charts that are kept: what draws each, its folder and its name.
fn kept() -> Vec<(&'static str, Vec<&'static str>, Vec<&'static str>)> {
    let prices = "product.phone.price=1799,1999";
    let many = "product.phone.price=1599..2399:200";
    vec![
        ("run", vec!["run", "phone.toml", "-n", "100"], vec!["profit", "progress", "cash", "bookings"]),
        ("run_zh", vec!["run", "phone.toml", "-n", "100", "--lang", "zh"], vec!["profit"]),
        ("compare", vec!["compare", "phone.toml", "--vary", prices, "-n", "100"], vec!["choice"]),
        ("sweep", vec!["sweep", "phone.toml", "--vary", many, "-n", "50"], vec!["sweep"]),
        ("drivers", vec!["drivers", "phone.toml", "-n", "120", "--each", "16"], vec!["tornado"]),
    ]
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pictures")
}

#[test]
fn pictures_look_as_those_that_are_kept() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("phone.toml"), SMALL).unwrap();
    let mut changed = Vec::new();
    let mut names = Vec::new();
    for (folder, typed, charts) in kept() {
        launchsim(home.path(), &[&typed[..], &["-q", "-o", folder]].concat());
        for chart in charts {
            let drawn = Pixels::read(&home.path().join(format!("{folder}/charts/{chart}.png"))).coarse();
            let name = format!("{folder}_{chart}.png");
            let place = golden().join(&name);
            names.push(name.clone());
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                drawn.write(&place);
                continue;
            }
            match Pixels::read(&place).unlike(&drawn) {
                Some(pixels) if pixels <= FEW => {}
                Some(pixels) => changed.push(format!("{name}: {pixels} pixels")),
                None => changed.push(format!("{name}: its size")),
            }
        }
    }
    assert!(changed.is_empty(), "changed, UPDATE_GOLDEN=1 when it is meant: {changed:#?}");
    // Nothing lies about that no test looks at, and what is kept stays small.
    let files: Vec<_> = fs::read_dir(golden()).unwrap().map(|entry| entry.unwrap()).collect();
    let mut there: Vec<String> = files.iter().map(|file| file.file_name().into_string().unwrap()).collect();
    there.sort();
    names.sort();
    assert_eq!(there, names);
    let bytes: u64 = files.iter().map(|file| file.metadata().unwrap().len()).sum();
    assert!(bytes < 400_000, "{bytes} bytes are kept");
}

/// A sheet as charts are: a panel with a bar, a line and a row of strokes like those of letters.
fn sheet(shift: usize, of: impl Fn(usize, usize) -> Option<[u8; 3]>) -> Pixels {
    let (width, height) = (400, 240);
    let mut rgb = Vec::new();
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        let x = x - shift.min(x);
        let ink = of(x, y).unwrap_or(match (x, y) {
            (40..=120, 60..=180) => [0, 114, 178],
            (40..=360, 181..=183) => [27, 31, 36],
            (200..=260, 30..=50) if x % 6 < 2 => [27, 31, 36],
            _ => [255; 3],
        });
        rgb.extend(ink);
    }
    Pixels { width, height, rgb }
}

#[test]
fn rounding_is_no_change_of_a_picture_and_what_is_moved_or_missing_is_one() {
    let white = Some([255; 3]);
    let kept = sheet(0, |_, _| None).coarse();
    let unlike = |other: Pixels| kept.unlike(&other.coarse()).unwrap();
    assert_eq!(unlike(sheet(0, |_, _| None)), 0);
    assert!(unlike(sheet(1, |_, _| None)) <= FEW, "all one pixel to the right: {}", unlike(sheet(1, |_, _| None)));
    let cases: [(&str, Pixels); 5] = [
        ("all moved", sheet(12, |_, _| None)),
        ("a word missing", sheet(0, |x, y| white.filter(|_| (200..=260).contains(&x) && (30..=50).contains(&y)))),
        ("an axis missing", sheet(0, |_, y| white.filter(|_| (181..=183).contains(&y)))),
        ("a bar shorter", sheet(0, |x, y| white.filter(|_| (40..=120).contains(&x) && (60..=72).contains(&y)))),
        (
            "another colour",
            sheet(0, |x, y| ((40..=120).contains(&x) && (60..=180).contains(&y)).then_some([213, 94, 0])),
        ),
    ];
    for (what, picture) in cases {
        assert!(unlike(picture) > FEW, "{what} is not seen");
    }
    let higher = Pixels {
        height: kept.height - 1,
        rgb: kept.rgb[..3 * kept.width * (kept.height - 1)].to_vec(),
        ..kept.clone()
    };
    assert_eq!(kept.unlike(&higher), None);
}

#[test]
fn a_word_taken_out_of_a_chart_is_seen() {
    for entry in fs::read_dir(golden()).unwrap() {
        let path = entry.unwrap().path();
        let kept = Pixels::read(&path);
        assert_eq!(kept.unlike(&kept), Some(0));
        // The first two words of its title.
        let mut without = kept.clone();
        for (y, x) in (4..20).flat_map(|y| (5..60).map(move |x| (y, x))) {
            let at = 3 * (y * kept.width + x);
            without.rgb[at..at + 3].fill(255);
        }
        assert!(kept.unlike(&without) > Some(FEW), "{}", path.display());
    }
}

/// What draws every chart there is but those of searches, which are held where they are drawn.
fn all_commands() -> Vec<Vec<&'static str>> {
    vec![
        vec!["run", "phone.toml", "-n", "60"],
        vec!["compare", "phone.toml", "--vary", "product.phone.price=1799,1999", "-n", "60"],
        vec!["compare", "phone.toml", "--vary", "product.phone.price=1499..2399:150", "-n", "30"],
        vec!["sweep", "phone.toml", "--vary", "product.phone.price=1599..2399:200", "-n", "20"],
        vec![
            "sweep",
            "phone.toml",
            "--vary",
            "product.phone.price=1599..2399:200",
            "--vary",
            "company.opening_cash=0..6_000_000:1_000_000",
            "-n",
            "20",
        ],
        vec!["drivers", "phone.toml", "-n", "120", "--each", "16"],
        vec!["explain", "phone.toml", "-l", "3", "--all"],
    ]
}

#[test]
fn letters_of_every_chart_can_be_read_in_each_size_and_language() {
    // Width on paper or on the wall and the smallest letters there, in points.
    let inches_17 = 170.0 / 25.4 * 72.0;
    let sizes = [("page", inches_17, 7.0), ("slide", 13.333 * 72.0, 10.0), ("square", inches_17, 7.0)];
    let cases: Vec<_> = all_commands().into_iter().flat_map(|typed| sizes.map(|size| (typed.clone(), size))).collect();
    let names = std::sync::Mutex::new(std::collections::BTreeSet::new());
    let faults = std::sync::Mutex::new(Vec::new());
    crate::support::on_all_cores(&cases, |_, (typed, (size, ..))| {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("phone.toml"), SMALL).unwrap();
        launchsim(home.path(), &[&typed[..], &["--size", *size, "-q", "-o", "out"]].concat());
        let report: Value = serde_json::from_slice(&fs::read(home.path().join("out/report.json")).unwrap()).unwrap();
        let sections = report["sections"].as_array().unwrap().iter();
        let pictures = sections.flat_map(|section| section["pictures"].as_array().unwrap());
        for picture in pictures {
            let name = picture["name"].as_str().unwrap();
            let mut seen = Vec::new();
            for sheet in picture["sheets"].as_array().unwrap() {
                let (of, language) = (sheet["size"].as_str().unwrap(), sheet["language"].as_str().unwrap());
                let (_, points, least) = sizes.into_iter().find(|(size, ..)| *size == of).unwrap();
                let svg = sheet["svg"].as_str().unwrap();
                let behind = |text: &str, before: &str| -> Option<f64> {
                    text.split(before).nth(1)?.split(['"', ' ']).next()?.parse().ok()
                };
                let width = behind(svg, "viewBox=\"0 0 ").unwrap();
                let letters: Vec<f64> =
                    svg.split("<text ").skip(1).map(|text| behind(text, "font-size=\"").unwrap()).collect();
                assert!(letters.len() > 3, "{typed:?} {name} at {of} says nothing");
                let smallest = letters.into_iter().fold(f64::INFINITY, f64::min) * points / width;
                if smallest < least - 0.01 {
                    let fault = format!("{typed:?} {name}, {of}, {language}: {smallest:.2} points");
                    faults.lock().unwrap().push(fault);
                }
                seen.push((of.to_owned(), language.to_owned()));
            }
            for language in ["en", "zh"] {
                assert!(seen.contains(&((*size).to_owned(), language.to_owned())), "{typed:?} {name}: {seen:?}");
            }
            names.lock().unwrap().insert(name.to_owned());
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{faults:#?}");
    let names = names.into_inner().unwrap();
    for name in ["sweep", "tornado", "orders", "timeline", "choice", "profit"] {
        assert!(names.contains(name), "{name} is not among {names:?}");
    }
}
