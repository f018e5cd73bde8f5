//! Lists in Parquet, as Python and R write them, told as the CSV that says the same.

use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::source::{Place, Span};

/// With what such a file begins.
const MAGIC: &[u8] = b"PAR1";

/// Whether bytes are those of a Parquet file.
#[must_use]
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// The list as CSV: commas, decimal points, the names of the columns first. Faults are recorded.
pub fn as_csv(place: &Place, bytes: Vec<u8>, named: Option<Span>, context: &mut Context) -> Option<Vec<u8>> {
    let why = match read(bytes) {
        Ok(text) => return Some(text.into_bytes()),
        Err(why) => why,
    };
    let why = why.lines().next().unwrap_or("").trim_end_matches('.');
    let fault = Fault::new(Code::CsvShape, format!("{} cannot be read as Parquet: {why}", place.shown()))
        .help("write flat columns of numbers and texts, as pandas and polars do, or save the list as CSV");
    context.fault(match named {
        Some(span) => fault.at(span, "cannot be read"),
        None => fault,
    });
    None
}

#[cfg(not(feature = "report"))]
fn read(_: Vec<u8>) -> Result<String, String> {
    Err("this build reads CSV alone".into())
}

#[cfg(feature = "report")]
fn read(bytes: Vec<u8>) -> Result<String, String> {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::Field;

    /// Cells at most: a small file may hold very many.
    const MOST_CELLS: i64 = 20_000_000;

    fn quoted(text: &str) -> String {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).map_err(|error| error.to_string())?;
    let metadata = reader.metadata().file_metadata();
    let columns = metadata.schema_descr().root_schema().get_fields();
    if metadata.num_rows().saturating_mul(columns.len() as i64) > MOST_CELLS {
        return Err(format!("it has more than {MOST_CELLS} cells"));
    }
    if let Some(nested) = columns.iter().find(|column| !column.is_primitive()) {
        return Err(format!("its column {} holds lists or records", nested.name()));
    }
    let mut text = columns.iter().map(|column| quoted(column.name())).collect::<Vec<_>>().join(",");
    text.push('\n');
    for row in reader.get_row_iter(None).map_err(|error| error.to_string())? {
        let row = row.map_err(|error| error.to_string())?;
        let mut cells = Vec::with_capacity(columns.len());
        for (_, field) in row.get_column_iter() {
            cells.push(match field {
                Field::Null => String::new(),
                Field::Bool(value) => value.to_string(),
                Field::Byte(value) => value.to_string(),
                Field::Short(value) => value.to_string(),
                Field::Int(value) => value.to_string(),
                Field::Long(value) => value.to_string(),
                Field::UByte(value) => value.to_string(),
                Field::UShort(value) => value.to_string(),
                Field::UInt(value) => value.to_string(),
                Field::ULong(value) => value.to_string(),
                Field::Float(value) => value.to_string(),
                Field::Double(value) => value.to_string(),
                Field::Str(value) => quoted(value),
                other => quoted(&other.to_string()),
            });
        }
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    Ok(text)
}
