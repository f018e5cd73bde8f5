//! The test suite: one binary, one module per question.
mod mechanisms_books;
