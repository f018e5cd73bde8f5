//! Statistics that know no phone.
