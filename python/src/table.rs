//! Results as Arrow: columns that move to pyarrow, polars and pandas without being copied.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch,
    RecordBatchIterator, StringArray,
};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{DataType, Field, Metadata, Schema};
use jiff::civil::Date;
use launchsim::library::{self, Columns};
use launchsim::stats::{Better, Sampled, Summary};
use launchsim::units::days_between;
use pyo3::exceptions::{PyKeyError, PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

/// What a row is.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A launch.
    Launches,
    /// A point of a sweep.
    Points,
    /// A day, counted from this one.
    Days(Date),
}

/// Columns of one length: numbers, each with its unit.
#[pyclass(frozen, module = "launchsim._core")]
pub struct Table {
    batch: RecordBatch,
    ids: Vec<String>,
    /// Whether each column is a result.
    results: Vec<bool>,
    /// How the rows were sampled.
    sampled: Sampled,
}

fn broken(fault: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(format!("{fault}; this is a fault of launchsim"))
}

/// The values as they are, with "does not apply" as null; nothing is copied.
fn numbers(values: Vec<f64>) -> Float64Array {
    let known = values.iter().any(|value| value.is_nan()).then(|| values.iter().map(|value| !value.is_nan()));
    let nulls = known.map(|known| NullBuffer::from(known.collect::<Vec<bool>>()));
    Float64Array::new(ScalarBuffer::from(values), nulls)
}

/// The words at their places; the dictionary has all of them, so that it is the same in every part of a sweep.
fn words(column: &library::Column) -> PyResult<ArrayRef> {
    let place = |value: &f64| (0.0..column.words.len() as f64).contains(value).then_some(*value as i32);
    let places: Int32Array = column.values.iter().map(place).collect();
    let words = StringArray::from_iter_values(&column.words);
    Ok(Arc::new(DictionaryArray::try_new(places, Arc::new(words)).map_err(broken)?))
}

impl Table {
    /// The columns of a result behind one that says which row it is.
    pub fn of(columns: Columns, kind: Kind) -> PyResult<Self> {
        let rows = Int64Array::from(columns.rows.iter().map(|row| *row as i64).collect::<Vec<i64>>());
        let (name, rows): (&str, ArrayRef) = match kind {
            Kind::Launches => ("launch", Arc::new(rows)),
            Kind::Points => ("point", Arc::new(rows)),
            Kind::Days(start) => {
                let first = days_between(Date::constant(1970, 1, 1), start);
                let days = rows.values().iter().map(|day| first as i32 + *day as i32);
                ("date", Arc::new(Date32Array::from(days.collect::<Vec<i32>>())))
            }
        };
        let mut ids = vec![name.to_owned()];
        let mut results = vec![false];
        let mut fields = vec![Field::new(name, rows.data_type().clone(), false)];
        let mut arrays = vec![rows];
        let sampled = columns.replicates.map_or(Sampled::Independently, Sampled::InReplicates);
        if let Some(replicates) = columns.replicates {
            let of = |row: &u64| (row % replicates as u64) as i64;
            ids.push("replicate".to_owned());
            results.push(false);
            fields.push(Field::new("replicate", DataType::Int64, false));
            arrays.push(Arc::new(Int64Array::from(columns.rows.iter().map(of).collect::<Vec<i64>>())));
        }
        for column in columns.columns {
            let named = [("unit".to_owned(), column.unit.clone()), ("title".to_owned(), column.title.clone())];
            ids.push(column.id.clone());
            results.push(!column.is_input);
            let name = column.name.clone();
            let array: ArrayRef =
                if column.words.is_empty() { Arc::new(numbers(column.values)) } else { words(&column)? };
            fields.push(
                Field::new(name, array.data_type().clone(), true)
                    .with_metadata(named.into_iter().collect::<Metadata>()),
            );
            arrays.push(array);
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(broken)?;
        Ok(Self { batch, ids, results, sampled })
    }

    fn place(&self, name: &str) -> PyResult<usize> {
        let schema = self.batch.schema_ref();
        let by_name = schema.fields().iter().position(|field| field.name() == name);
        by_name
            .or_else(|| self.ids.iter().position(|id| id == name))
            .ok_or_else(|| PyKeyError::new_err(name.to_owned()))
    }
}

#[pymethods]
impl Table {
    /// How many rows there are.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batch.num_rows()
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// The names of all columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.batch.schema_ref().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// What each column is measured in, by its name.
    #[getter]
    fn units<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.told(py, "unit")
    }

    /// What each column is, in words.
    #[getter]
    fn titles<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.told(py, "title")
    }

    /// Each result over the rows, as text in JSON.
    fn levels(&self, py: Python<'_>) -> String {
        py.detach(|| {
            let fields = self.batch.schema_ref().fields().iter().zip(self.batch.columns());
            let all = fields.zip(&self.results).filter(|(_, is_result)| **is_result);
            let level = |((field, array), _): ((&Arc<Field>, &ArrayRef), &bool)| {
                let values = array.as_any().downcast_ref::<Float64Array>()?;
                let of = Summary::sampled(values.values(), Better::More, self.sampled);
                // What is no number is null.
                let number = |value: f64| value.is_finite().then_some(value);
                let told = |what: &str| field.metadata().get(what).cloned().unwrap_or_default();
                Some(serde_json::json!({
                    "name": field.name(), "title": told("title"), "unit": told("unit"), "count": of.count,
                    "mean": number(of.mean), "se": number(of.se),
                    "p5": number(of.p5), "p50": number(of.p50), "p95": number(of.p95),
                }))
            };
            serde_json::Value::Array(all.filter_map(level).collect()).to_string()
        })
    }

    /// A column of numbers by its name, or by its name without a currency.
    fn column(&self, name: &str) -> PyResult<Column> {
        let at = self.place(name)?;
        let array = Arc::clone(self.batch.column(at));
        let numbers = array.as_any();
        if !numbers.is::<Float64Array>() && !numbers.is::<Int64Array>() {
            return Err(PyTypeError::new_err(format!(
                "`{name}` has no numbers; .to_pandas() and .to_polars() have it"
            )));
        }
        Ok(Column { array, name: self.batch.schema_ref().field(at).name().clone() })
    }

    /// The stream of the Arrow C data interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A consumer that asks for other types casts by itself, as the interface allows.
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
    }

    /// The schema of the Arrow C data interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.batch.schema_ref().as_ref()).map_err(broken)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }
}

impl Table {
    fn told<'py>(&self, py: Python<'py>, what: &str) -> PyResult<Bound<'py, PyDict>> {
        let told = PyDict::new(py);
        for field in self.batch.schema_ref().fields() {
            if let Some(text) = field.metadata().get(what) {
                told.set_item(field.name(), text)?;
            }
        }
        Ok(told)
    }
}

/// One column of numbers; `numpy.asarray` sees its values where they lie, with NaN where they do not apply.
#[pyclass(frozen, module = "launchsim._core")]
pub struct Column {
    array: ArrayRef,
    /// Its name.
    #[pyo3(get)]
    name: String,
}

#[pymethods]
impl Column {
    fn __len__(&self) -> usize {
        self.array.len()
    }

    /// Where the values lie, as numpy asks for it.
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let numbers = self.array.as_any();
        let (address, kind) = match (numbers.downcast_ref::<Float64Array>(), numbers.downcast_ref::<Int64Array>()) {
            (Some(floats), _) => (floats.values().as_ptr() as usize, "<f8"),
            (_, Some(integers)) => (integers.values().as_ptr() as usize, "<i8"),
            _ => return Err(broken("a column without numbers")),
        };
        let told = PyDict::new(py);
        told.set_item("shape", (self.array.len(),))?;
        told.set_item("typestr", kind)?;
        told.set_item("data", (address, true))?;
        told.set_item("version", 3)?;
        Ok(told)
    }
}
