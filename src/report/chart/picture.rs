//! A finished chart as files: SVG whose text is outlines, and PNG made from the same drawing.

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, PixelDimensions, Unit};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Indent, Options, Tree, WriteOptions};

use super::canvas::Canvas;
use super::font;

/// Pixels of the PNG per unit of the sheet: 900 units become 1,800 pixels, 15 cm at 300 per inch.
const PNG_SCALE: f32 = 2.0;
/// Pixels of a metre at 300 per inch.
const PER_METRE: u32 = 11_811;

/// One chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Name of the files without their ending.
    pub name: &'static str,
    /// The drawing with text as outlines: it looks the same wherever it is opened.
    pub svg: String,
    /// The same as pixels.
    pub png: Vec<u8>,
}

impl Picture {
    /// Makes both files of a drawing; `title` is what the SVG tells screen readers.
    ///
    /// # Errors
    /// In the words of the library at fault; there is no known cause.
    pub fn of(name: &'static str, title: &str, canvas: &Canvas) -> Result<Self, String> {
        let options = Options { fontdb: font::database(), font_family: font::FAMILY.into(), ..Options::default() };
        let tree = Tree::from_str(&canvas.svg()?, &options).map_err(|error| error.to_string())?;
        let writing = WriteOptions {
            coordinates_precision: 1,
            transforms_precision: 6,
            indent: Indent::None,
            attributes_indent: Indent::None,
            ..WriteOptions::default()
        };
        Ok(Self { name, svg: with_title(&tree.to_string(&writing), title), png: pixels(&tree)? })
    }
}

/// usvg drops titles; screen readers want one.
fn with_title(svg: &str, title: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    match svg.split_once('>') {
        Some((open, rest)) => format!("{open} role=\"img\"><title>{title}</title>{rest}"),
        None => svg.to_owned(),
    }
}

fn pixels(tree: &Tree) -> Result<Vec<u8>, String> {
    let size = tree.size().to_int_size();
    let (width, height) = (size.width() as f32 * PNG_SCALE, size.height() as f32 * PNG_SCALE);
    let mut pixmap = Pixmap::new(width as u32, height as u32).ok_or("the picture has no size")?;
    resvg::render(tree, Transform::from_scale(PNG_SCALE, PNG_SCALE), &mut pixmap.as_mut());
    encoded(&pixmap).map_err(|error| error.to_string())
}

/// The pixels as a PNG file that knows its size in print; nothing shines through a sheet, so they need no fourth channel.
fn encoded(pixmap: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let opaque: Vec<u8> =
        pixmap.data().as_chunks::<4>().0.iter().flat_map(|&[red, green, blue, _]| [red, green, blue]).collect();
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, pixmap.width(), pixmap.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: PER_METRE, yppu: PER_METRE, unit: Unit::Meter }));
    encoder.write_header()?.write_image_data(&opaque)?;
    Ok(file)
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
        let empty = Picture::of("empty", "Nothing", &canvas).unwrap();
        canvas.label(label("Waiting"));
        let written = Picture::of("written", "Phones & people", &canvas).unwrap();
        assert!(!written.svg.contains("<text") && !written.svg.contains("font-family"));
        assert!(written.svg.contains("<title>Phones &amp; people</title>"));
        assert!(written.svg.matches("<path").count() > empty.svg.matches("<path").count());
        assert_ne!(written.png, empty.png);
        assert_eq!(&written.png[1..4], b"PNG");
    }
}
