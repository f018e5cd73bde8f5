//! Charts as they are left: letters that can be read at every size, Chinese without English, text that can be edited, and
//! pictures that look as they did.
//!
//! When pictures change on purpose, run these tests with `UPDATE_GOLDEN=1` and look at each.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::compare::SMALL;
use crate::support::{on_all_cores, program};

fn launchsim(home: &Path, typed: &[&str]) {
    let output = Command::new(program()).current_dir(home).args(typed).output().unwrap();
    assert!(output.status.success(), "{typed:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Commands that leave charts, and how many of them at least.
const COMMANDS: [(&[&str], usize); 8] = [
    (&["run", "phone.toml", "-n", "60"], 10),
    (&["compare", "phone.toml", "--vary", "product.phone.price=1499,1999,2499", "-n", "60"], 4),
    (&["sweep", "phone.toml", "--vary", "product.phone.price=1499..2499:250", "-n", "40"], 1),
    (
        &[
            "sweep",
            "phone.toml",
            "--vary",
            "product.phone.price=1499..2499:250",
            "--vary",
            "company.opening_cash=0..4_000_000:1_000_000",
            "-n",
            "24",
        ],
        1,
    ),
    (
        &[
            "sweep",
            "phone.toml",
            "--vary",
            "product.phone.price=1499..2499",
            "--vary",
            "component.screen.lead_time=1 week..6 weeks",
            "--vary",
            "market.innovation=0.2..0.9",
            "--vary",
            "company.opening_cash=0..4_000_000",
            "--design",
            "sobol",
            "--points",
            "32",
            "-n",
            "16",
        ],
        1,
    ),
    (&["drivers", "phone.toml", "-n", "120", "--each", "16"], 1),
    (&["explain", "phone.toml", "-l", "3"], 2),
    (
        &[
            "optimize",
            "phone.toml",
            "--decide",
            "product.phone.price=1499..2499:100",
            "--decide",
            "company.credit_line=0..30_000_000:10_000_000",
            "--budget",
            "2000",
        ],
        // Which charts there are hangs on how many points are left.
        0,
    ),
];

/// Sizes by their names, with the points that a sheet is wide where it is shown, and the smallest letters that can be read there.
const SIZES: [(&str, f64, f64); 3] =
    [("page", 170.0 / 25.4 * 72.0, 7.0), ("slide", 960.0, 10.0), ("square", 170.0 / 25.4 * 72.0, 7.0)];

/// The number of an attribute.
fn number(tag: &str, name: &str) -> f64 {
    let begins = tag.find(&format!(" {name}=\"")).unwrap_or_else(|| panic!("no {name} in {tag}")) + name.len() + 3;
    tag[begins..].split('"').next().unwrap().parse().unwrap()
}

/// Words of Latin letters, from three letters on; what is left of a word that was cut is none.
fn latin(text: &str) -> BTreeSet<String> {
    let letter = |letter: char| letter.is_ascii_alphabetic();
    let pieces: Vec<&str> = text.split('\u{2026}').collect();
    let whole = |(at, piece): (usize, &&str)| {
        let piece = if at > 0 { piece.trim_start_matches(letter) } else { piece };
        if at + 1 < pieces.len() { piece.trim_end_matches(letter) } else { piece }.to_owned()
    };
    let pieces: Vec<String> = pieces.iter().enumerate().map(whole).collect();
    let words = pieces.iter().flat_map(|piece| piece.split(|c: char| !letter(c))).filter(|word| word.len() > 2);
    words.map(str::to_lowercase).collect()
}

/// What is written in a drawing, a line of text after the other.
fn written(svg: &str) -> Vec<String> {
    svg.split("<text")
        .skip(1)
        .map(|piece| piece.split('>').nth(1).unwrap().split('<').next().unwrap().trim().to_owned())
        .collect()
}

/// Holds a sheet as it is kept for reports: how large its letters are, its shape, and in Chinese that nothing is said in English.
fn hold(sheet: &Value, known: &BTreeSet<String>, what: &str) {
    let svg = sheet["svg"].as_str().unwrap();
    let size = sheet["size"].as_str().unwrap();
    let &(_, points, legible) = SIZES.iter().find(|(name, ..)| *name == size).unwrap();
    let head = svg.split('>').next().unwrap();
    let (width, height) = (number(head, "width"), number(head, "height"));
    match size {
        "slide" => assert!((width / height - 16.0 / 9.0).abs() < 0.01, "{what}: {width} by {height}"),
        "square" => assert!((width / height - 1.0).abs() < 0.01, "{what}: {width} by {height}"),
        // A page of A4 is 25.7 cm high between its margins.
        _ => assert!(height / width < 257.0 / 170.0, "{what}: {width} by {height}"),
    }
    for tag in svg.split("<text").skip(1) {
        let letters = number(tag, "font-size") / 10.0 * points / width;
        assert!(letters > legible - 1e-6, "{what}: {letters:.2} points in {tag:.80}");
    }
    if sheet["language"] == "zh" {
        for text in written(svg).iter().map(String::as_str).chain([sheet["alt"].as_str().unwrap()]) {
            let english: Vec<String> = latin(text).difference(known).cloned().collect();
            assert!(english.is_empty(), "{what} says {text:?}");
        }
    }
}

/// Every sheet of a folder of results with the name of its chart.
fn sheets(folder: &Path) -> Vec<(String, Value)> {
    let report: Value = serde_json::from_slice(&fs::read(folder.join("report.json")).unwrap()).unwrap();
    let mut found = Vec::new();
    for section in report["sections"].as_array().unwrap() {
        for picture in section["pictures"].as_array().unwrap() {
            for sheet in picture["sheets"].as_array().unwrap() {
                found.push((picture["name"].as_str().unwrap().to_owned(), sheet.clone()));
            }
        }
    }
    found
}

#[test]
fn letters_of_every_command_can_be_read_at_every_size_and_in_every_language() {
    // Names of the scenario, and what is typed.
    let known = latin(&format!("{SMALL} launchsim scenario_names share days money"));
    on_all_cores(&COMMANDS, |_, (typed, least)| {
        let known: BTreeSet<String> = known.union(&latin(&typed.join(" "))).cloned().collect();
        // Slides are kept beside sheets of any size.
        for size in ["page", "square"] {
            let home = tempfile::tempdir().unwrap();
            fs::write(home.path().join("phone.toml"), SMALL).unwrap();
            launchsim(home.path(), &[typed, &["--size", size, "-q", "-o", "out"][..]].concat());
            let sheets = sheets(&home.path().join("out"));
            for language in ["en", "zh"] {
                for size in [size, "slide"] {
                    let of = sheets.iter().filter(|(_, sheet)| sheet["language"] == language && sheet["size"] == size);
                    assert!(of.count() >= *least, "{typed:?} {size} {language}");
                }
            }
            for (name, sheet) in &sheets {
                hold(sheet, &known, &format!("{typed:?} {} {name} in {}", sheet["size"], sheet["language"]));
            }
        }
    });
}

#[test]
fn letters_stay_text_on_request_and_nothing_in_them_is_markup() {
    let home = tempfile::tempdir().unwrap();
    let hostile =
        "<script>alert(1)</script> \" onload=\\\"x\\\" & 'so' \u{5c0f}\u{7c73}".replace("\" onload", "\\\" onload");
    fs::write(home.path().join("phone.toml"), format!("title = \"{hostile}\"\n{SMALL}")).unwrap();
    launchsim(home.path(), &["run", "phone.toml", "-n", "60", "-q", "-o", "outlines"]);
    launchsim(home.path(), &["run", "phone.toml", "-n", "60", "-q", "-o", "text", "--svg-text", "--slides"]);
    let read =
        |folder: &str, file: &str| fs::read_to_string(home.path().join(folder).join("charts").join(file)).unwrap();
    for file in ["profit.svg", "cash.svg", "record.svg"] {
        if !home.path().join("text/charts").join(file).exists() {
            continue;
        }
        let (outlines, text) = (read("outlines", file), read("text", file));
        assert!(!outlines.contains("<text") && text.contains("<text") && text.len() < outlines.len(), "{file}");
        assert!(text.contains("font-family=\"Inter, 'Noto Sans CJK SC', "), "{file}");
        assert!(!text.contains("<script"), "{file}");
        assert!(text.contains("&lt;script&gt;") && text.contains("小米"), "{file}");
        assert!(text.contains("role=\"img\"><title>"), "{file}");
        // It is XML: a browser and an editor read it.
        let read = resvg::usvg::roxmltree::Document::parse(&text).unwrap();
        assert!(read.descendants().all(|node| node.attribute("onload").is_none()), "{file}");
    }
    // The pixels are the same, and so are the slides' letters.
    let png = |folder: &str| fs::read(home.path().join(folder).join("charts/profit.png")).unwrap();
    assert!(png("outlines") == png("text"));
    let slides = fs::read(home.path().join("text/slides.zip")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(slides)).unwrap();
    let mut svg = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("01_profit.svg").unwrap(), &mut svg).unwrap();
    assert!(svg.contains("<text") && !svg.contains("<script"), "{svg:.400}");
    // From the results on the disk too.
    launchsim(home.path(), &["report", "outlines", "--slides", "--svg-text"]);
    assert!(
        fs::read(home.path().join("slides.zip")).unwrap() == fs::read(home.path().join("text/slides.zip")).unwrap()
    );
}

/// Pixels of the kept pictures, across, roughly.
const WIDTH: usize = 410;
/// A channel that differs by more is another colour, not another rounding [of 255].
const COLOUR: u8 = 72;
/// Pixels of another colour that are forgiven: edges that fall between two pixels.
const FORGIVEN: usize = 12;

/// A picture in RGB.
#[derive(Clone, PartialEq)]
struct Pixels {
    width: usize,
    rgb: Vec<u8>,
}

impl Pixels {
    fn read(file: &[u8]) -> Self {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rgb).unwrap();
        assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Rgb, png::BitDepth::Eight));
        Self { width: info.width as usize, rgb }
    }

    fn height(&self) -> usize {
        self.rgb.len() / 3 / self.width
    }

    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let at = 3 * (y * self.width + x);
        [self.rgb[at], self.rgb[at + 1], self.rgb[at + 2]]
    }

    /// The same with so many pixels across, each the mean of those it stands for.
    fn small(&self) -> Self {
        let block = self.width / WIDTH;
        let mut rgb = Vec::new();
        for y in 0..self.height() / block {
            for x in 0..self.width / block {
                for channel in 0..3 {
                    let all =
                        (0..block * block).map(|at| self.at(x * block + at % block, y * block + at / block)[channel]);
                    rgb.push((all.map(u32::from).sum::<u32>() / (block * block) as u32) as u8);
                }
            }
        }
        Self { width: self.width / block, rgb }
    }

    fn write(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width as u32, self.height() as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        encoder.write_header().unwrap().write_image_data(&self.rgb).unwrap();
        file
    }

    /// How many pixels are another colour than all around their place in the other picture.
    fn strange_to(&self, other: &Self) -> usize {
        let (width, height) = (self.width, self.height());
        let strange = |(x, y): (usize, usize)| {
            let of = self.at(x, y);
            let near = |(x, y): (usize, usize)| other.at(x, y).iter().zip(of).all(|(a, b)| a.abs_diff(b) <= COLOUR);
            let around = (y.saturating_sub(1)..(y + 2).min(height))
                .flat_map(|y| (x.saturating_sub(1)..(x + 2).min(width)).map(move |x| (x, y)));
            !around.into_iter().any(near)
        };
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).filter(|place| strange(*place)).count()
    }

    /// Whether two pictures show the same.
    fn looks_like(&self, other: &Self) -> Result<(), String> {
        if (self.width, self.height()) != (other.width, other.height()) {
            return Err(format!(
                "{} by {} pixels, not {} by {}",
                self.width,
                self.height(),
                other.width,
                other.height()
            ));
        }
        let (here, there) = (self.strange_to(other), other.strange_to(self));
        if here.max(there) > FORGIVEN { Err(format!("{here} pixels are new and {there} are gone")) } else { Ok(()) }
    }
}

/// Pictures that are kept: the command with its options, and the chart.
const KEPT: [(&[&str], &str, &str); 8] = [
    (&["run", "phone.toml", "-n", "200"], "profit", "profit"),
    (&["run", "phone.toml", "-n", "200", "--lang", "zh"], "profit", "profit_zh"),
    (&["run", "phone.toml", "-n", "200"], "cash", "cash"),
    (&["run", "phone.toml", "-n", "200", "--size", "slide"], "funnel", "funnel_slide"),
    (&["compare", "phone.toml", "--vary", "product.phone.price=1499,1999", "-n", "200"], "choice", "choice"),
    (COMMANDS[3].0, "sweep", "sweep"),
    (COMMANDS[5].0, "tornado", "tornado"),
    (COMMANDS[6].0, "timeline", "timeline"),
];

#[test]
fn pictures_look_as_they_did() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pictures");
    on_all_cores(&KEPT, |_, (typed, chart, name)| {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("phone.toml"), SMALL).unwrap();
        launchsim(home.path(), &[typed, &["-q", "-o", "out", "--seed", "1"][..]].concat());
        let file = fs::read(home.path().join(format!("out/charts/{chart}.png"))).unwrap();
        let now = Pixels::read(&file).small();
        let path = kept.join(format!("{name}.png"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(&kept).unwrap();
            // A picture that looks as it did keeps its bytes.
            if fs::read(&path).is_ok_and(|file| Pixels::read(&file).looks_like(&now).is_ok()) {
                return;
            }
            fs::write(&path, now.write()).unwrap();
            return;
        }
        let before = Pixels::read(&fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display())));
        now.looks_like(&before).unwrap_or_else(|how| {
            let seen = std::env::temp_dir().join(format!("launchsim_{name}.png"));
            fs::write(&seen, now.write()).unwrap();
            panic!(
                "{name} does not look as it did: {how}. It is {} now, and was {}; if that is meant, run with UPDATE_GOLDEN=1",
                seen.display(),
                path.display()
            )
        });
    });
    let all: u64 = fs::read_dir(&kept).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
    assert!(all < 400_000, "the kept pictures have {all} bytes");
}

#[test]
fn a_picture_that_moves_by_a_rounding_looks_the_same_and_one_that_lacks_something_does_not() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("phone.toml"), SMALL).unwrap();
    launchsim(home.path(), &["run", "phone.toml", "-n", "200", "-q", "-o", "out", "--svg-text"]);
    let whole = Pixels::read(&fs::read(home.path().join("out/charts/cash.png")).unwrap());
    let small = whole.small();
    // A pixel to the side of four times as many, and every colour a little paler.
    let moved = Pixels { rgb: [&whole.rgb[3..], &[255, 255, 255]].concat(), ..whole.clone() };
    let paler = Pixels { rgb: whole.rgb.iter().map(|value| value.saturating_add(9)).collect(), ..whole.clone() };
    for same in [&whole, &moved, &paler] {
        assert_eq!(same.small().looks_like(&small), Ok(()));
    }
    // A dot, a word, a line or a colour that is missing or elsewhere.
    let painted = |from: (usize, usize), to: (usize, usize), ink: [u8; 3]| {
        let mut other = whole.clone();
        for (x, y) in (from.1..to.1).flat_map(|y| (from.0..to.0).map(move |x| (x, y))) {
            let at = 3 * (y * other.width + x);
            other.rgb[at..at + 3].copy_from_slice(&ink);
        }
        other.small().looks_like(&small)
    };
    assert!(painted((48, 140), (160, 175), [255; 3]).is_err(), "a key of the legend is missing");
    assert!(painted((900, 330), (925, 355), [0; 3]).is_err(), "a dot is too many");
    let lower = 40 * 3 * whole.width;
    let elsewhere =
        Pixels { rgb: [&vec![255; lower], &whole.rgb[..whole.rgb.len() - lower]].concat(), ..whole.clone() };
    assert!(elsewhere.small().looks_like(&small).is_err(), "all of it lies lower");
    let swapped =
        Pixels { rgb: whole.rgb.chunks(3).flat_map(|rgb| [rgb[2], rgb[1], rgb[0]]).collect(), ..whole.clone() };
    assert!(swapped.small().looks_like(&small).is_err(), "blue is orange");
    let cut = Pixels { rgb: whole.rgb[..whole.rgb.len() - 40 * 3 * whole.width].to_vec(), ..whole.clone() };
    assert!(cut.small().looks_like(&small).is_err(), "the foot is cut off");
}
