//! A finished chart as files: SVG whose text is outlines, and PNG made from the same drawing.

use std::io::Write as _;

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, PixelDimensions, Unit};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Indent, Options, Tree, WriteOptions};

use super::canvas::Canvas;
use super::drawn::Sheet;
use super::figure::Figure;
use super::font;
use super::typefaces;

/// Pixels of the PNG per unit of the sheet: 820 units become 1,640 pixels, 17 cm at 245 per inch.
const PNG_SCALE: f32 = 2.0;
/// Units from which on a sheet is tall: a comparison of many alternatives, where others are half as high.
const TALL: f64 = 2_000.0;
/// Units of a tall sheet that become pixels at once, whole ones.
const STRIP: f64 = 128.0;
/// Marks of a tall sheet that become outlines at once.
const PIECE: usize = 16;
/// How the group begins that holds a drawing, and how it ends.
const BEGINNING: &str = "<g transform=";
const END: &str = "</g></svg>";
/// Typefaces of a drawing whose letters stay text, the first that is installed.
const FAMILIES: &str = "Inter, 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', Arial, sans-serif";
/// Pixels of a metre at 245 per inch.
const PER_METRE: u32 = 9_647;

/// One chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Name of the files without their ending.
    pub name: String,
    /// The drawing with text as outlines: it looks the same wherever it is opened.
    pub svg: String,
    /// The same as pixels.
    pub png: Vec<u8>,
}

impl Picture {
    /// Makes both files of a drawing, whose letters stay text in the SVG or become outlines; the SVG tells screen readers its title and what stands for the picture.
    ///
    /// # Errors
    /// In the words of the library at fault; there is no known cause.
    pub fn of(name: &str, words: (&str, &str), canvas: &Canvas, letters: bool) -> Result<Self, String> {
        let name = name.to_owned();
        if canvas.height() > TALL {
            let svg = if letters { editable(&canvas.svg()?) } else { svg_in_pieces(canvas)? };
            return Ok(Self { name, svg: with_words(svg, words), png: png_in_strips(canvas)? });
        }
        Ok(Self { name, ..Self::drawn(&canvas.svg()?, words, letters)? })
    }

    /// The same of a drawing that was kept.
    ///
    /// # Errors
    /// As [`Self::of`], and when the drawing is damaged.
    pub fn of_sheet(sheet: &Sheet, letters: bool) -> Result<Self, String> {
        Self::drawn(&sheet.svg, (sheet.title.as_str(), sheet.alt.as_str()), letters)
    }

    fn drawn(svg: &str, words: (&str, &str), letters: bool) -> Result<Self, String> {
        let tree = tree(svg)?;
        let svg = if letters { editable(svg) } else { outlines(&tree) };
        Ok(Self { name: String::new(), svg: with_words(svg, words), png: pixels(&tree)? })
    }
}

impl Figure {
    /// The finished files.
    ///
    /// # Errors
    /// In the words of the drawing libraries; there is no known cause.
    pub fn picture(&self) -> Result<Picture, String> {
        Picture::of(self.name, (&self.title, &self.alt), &self.canvas, self.paper.letters)
    }
}

/// A drawing with its letters as text: in the typefaces of the charts where they are installed, else in others that most have.
fn editable(svg: &str) -> String {
    svg.replace(&format!("font-family=\"{}\"", font::FAMILY), &format!("font-family=\"{FAMILIES}\""))
}

fn tree(svg: &str) -> Result<Tree, String> {
    let options = Options {
        fontdb: typefaces::database(),
        font_family: font::FAMILY.into(),
        font_resolver: typefaces::resolver(),
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| error.to_string())
}

/// The drawing as SVG with text as outlines.
fn outlines(tree: &Tree) -> String {
    tree.to_string(&WriteOptions {
        coordinates_precision: 1,
        transforms_precision: 6,
        indent: Indent::None,
        attributes_indent: Indent::None,
        ..WriteOptions::default()
    })
}

/// The SVG of a tall sheet, a piece after the other: the outlines of all its letters at once take a hundred times its size.
fn svg_in_pieces(canvas: &Canvas) -> Result<String, String> {
    let mut whole = String::new();
    let mut head = 0;
    for piece in canvas.pieces(PIECE) {
        let text = outlines(&tree(&piece?)?);
        if whole.is_empty() {
            head = text.find(BEGINNING).map(|at| at + BEGINNING.len()).ok_or("the drawing has no head")?;
            head += text[head..].find('>').ok_or("the drawing has no group")? + 1;
            whole.push_str(&text[..head]);
        }
        // Every piece is one group of the same scale in the same frame.
        let body = text.strip_prefix(&whole[..head]).and_then(|body| body.strip_suffix(END));
        whole.push_str(body.ok_or("the pieces of the drawing do not fit")?);
    }
    whole.push_str(END);
    Ok(whole)
}

/// The pixels of a tall sheet, a strip after the other: all at once would take more memory than what they show.
fn png_in_strips(canvas: &Canvas) -> Result<Vec<u8>, String> {
    let mut file = Vec::new();
    let (width, height) = ((canvas.width() as f32 * PNG_SCALE) as u32, (canvas.height() as f32 * PNG_SCALE) as u32);
    let mut writer = encoder(&mut file, width, height).write_header().map_err(|error| error.to_string())?;
    let mut rows = writer.stream_writer().map_err(|error| error.to_string())?;
    let mut top = 0.0;
    while top < canvas.height() {
        let bottom = (top + STRIP).min(canvas.height());
        let pixmap = strip(&tree(&canvas.strip(top, bottom)?)?, width, (top, bottom))?;
        rows.write_all(&opaque(&pixmap)).map_err(|error| error.to_string())?;
        top = bottom;
    }
    rows.finish().map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(file)
}

/// usvg drops titles and descriptions; screen readers want them.
fn with_words(mut svg: String, (title, alt): (&str, &str)) -> String {
    let safe = |text: &str| {
        // A character that no XML file may hold says nothing to a reader either.
        let allowed: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
        allowed.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    };
    if let Some(end) = svg.find('>') {
        let words = format!(" role=\"img\"><title>{}</title><desc>{}</desc>", safe(title), safe(alt));
        svg.replace_range(end..=end, &words);
    }
    svg
}

fn pixels(tree: &Tree) -> Result<Vec<u8>, String> {
    let size = tree.size().to_int_size();
    let (width, height) = (size.width() as f32 * PNG_SCALE, size.height() as f32 * PNG_SCALE);
    let mut pixmap = Pixmap::new(width as u32, height as u32).ok_or("the picture has no size")?;
    resvg::render(tree, Transform::from_scale(PNG_SCALE, PNG_SCALE), &mut pixmap.as_mut());
    encoded(&pixmap).map_err(|error| error.to_string())
}

/// The pixels of a drawing from one height to another.
fn strip(tree: &Tree, width: u32, (top, bottom): (f64, f64)) -> Result<Pixmap, String> {
    let mut pixmap = Pixmap::new(width, ((bottom - top) as f32 * PNG_SCALE) as u32).ok_or("a strip has no size")?;
    let place = Transform::from_scale(PNG_SCALE, PNG_SCALE).post_translate(0.0, -(top as f32) * PNG_SCALE);
    resvg::render(tree, place, &mut pixmap.as_mut());
    Ok(pixmap)
}

/// The pixels as a PNG file.
fn encoded(pixmap: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    let encoder = encoder(&mut file, pixmap.width(), pixmap.height());
    encoder.write_header()?.write_image_data(&opaque(pixmap))?;
    Ok(file)
}

/// Nothing shines through a sheet, so its pixels need no fourth channel.
fn opaque(pixmap: &Pixmap) -> Vec<u8> {
    pixmap.data().as_chunks::<4>().0.iter().flat_map(|&[red, green, blue, _]| [red, green, blue]).collect()
}

/// A PNG file that knows its size in print.
fn encoder(file: &mut Vec<u8>, width: u32, height: u32) -> Encoder<'_, &mut Vec<u8>> {
    let mut encoder = Encoder::new(file, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: PER_METRE, yppu: PER_METRE, unit: Unit::Meter }));
    encoder
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::canvas::{Anchor, Label};
    use crate::report::chart::font::Weight;
    use crate::report::chart::palette::TEXT;

    #[test]
    fn text_becomes_outlines_and_pixels() {
        let mut canvas = Canvas::new(120.0, 40.0);
        let label = |text: &str| Label {
            text: text.into(),
            x: 10.0,
            y: 25.0,
            size: 14.0,
            weight: Weight::SemiBold,
            ink: TEXT,
            anchor: Anchor::Start,
        };
        let empty = Picture::of("empty", ("Nothing", ""), &canvas, false).unwrap();
        canvas.label(label("Waiting"));
        let written = Picture::of("written", ("Phones & people", "Phones < people."), &canvas, false).unwrap();
        assert!(!written.svg.contains("<text") && !written.svg.contains("font-family"));
        assert!(written.svg.contains("<title>Phones &amp; people</title><desc>Phones &lt; people.</desc>"));
        assert!(written.svg.matches("<path").count() > empty.svg.matches("<path").count());
        assert_ne!(written.png, empty.png);
        assert_eq!(&written.png[1..4], b"PNG");
    }

    /// The pixels that are darker than half of a line of text.
    fn ink(text: &str, weight: Weight) -> (f64, f64) {
        let mut canvas = Canvas::new(400.0, 40.0);
        let (x, y, size) = (10.0, 28.0, 20.0);
        canvas.label(Label { text: text.into(), x, y, size, weight, ink: TEXT, anchor: Anchor::Start });
        let (width, _, pixels) = rows(&Picture::of("ink", ("", ""), &canvas, false).unwrap().png);
        let dark = |column: usize| pixels.chunks(width as usize * 3).filter(|row| row[column * 3] < 128).count();
        let columns: Vec<usize> = (0..width as usize).filter(|column| dark(*column) > 0).collect();
        (columns[0] as f64 / 2.0, *columns.last().unwrap() as f64 / 2.0)
    }

    #[test]
    fn chinese_letters_are_drawn_as_wide_as_they_are_measured() {
        for weight in [Weight::Regular, Weight::SemiBold] {
            for text in ["净利润和现金", "Mi 1 小米的销量", "骁龙 8 万台"] {
                let (first, last) = ink(text, weight);
                let measured = font::width(text, 20.0, weight);
                assert!((8.0..14.0).contains(&first), "{text} begins at {first}");
                assert!((last - 10.0 - measured).abs() < 3.0, "{text} ends at {last}, measured {measured}");
            }
            // Letters with ink of their own, not the box of a letter that is missing.
            assert_ne!(ink("一", weight), ink("口", weight));
        }
    }

    /// A sheet of so many units with marks of every kind across the edges of strips and pieces.
    fn sheet(height: f64) -> Canvas {
        let mut canvas = Canvas::new(300.0, height);
        for at in 0..(height / 7.0) as usize {
            let y = 7.0 * at as f64;
            canvas.rectangle(5.0, y, 60.0, y + 5.5, TEXT.tint(0.3));
            canvas.line(vec![(0.0, y), (150.0, y + 90.25), (300.0, y)], TEXT, 1.3);
            canvas.dot((250.0, y), 4.5, TEXT);
            let text = format!("gÄ {at}");
            canvas.label(Label {
                text,
                x: 70.0,
                y,
                size: 12.0,
                weight: Weight::Regular,
                ink: TEXT,
                anchor: Anchor::Start,
            });
        }
        canvas
    }

    fn rows(file: &[u8]) -> (u32, u32, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        (info.width, info.height, bytes)
    }

    #[test]
    fn a_tall_sheet_is_the_same_in_pieces_and_strips_as_at_once() {
        let canvas = sheet(TALL + 333.0);
        let at_once = tree(&canvas.svg().unwrap()).unwrap();
        assert!(svg_in_pieces(&canvas).unwrap() == outlines(&at_once), "the pieces differ from the whole");
        let (width, height, strips) = rows(&png_in_strips(&canvas).unwrap());
        assert_eq!((width, height), (600, 2 * (TALL as u32 + 333)));
        // Whatever reaches into a strip is drawn in it: all of the sheet, drawn there, gives the same pixels.
        for (at, shown) in strips.chunks(600 * 3 * 2 * STRIP as usize).enumerate() {
            let top = at as f64 * STRIP;
            let all = strip(&at_once, width, (top, (top + STRIP).min(canvas.height()))).unwrap();
            assert!(opaque(&all) == shown, "the strip from {top} on");
        }
    }
}
