//! Declaring what may be written, once: a table of a scenario with its keys, or the words of a choice.
//!
//! `table!` makes of one list the struct, what reads it, and its entry in the catalogue, from which come the checks, the
//! schema, the reference, the starter, `--set` and `--vary`. Keys are read in the order in which they are declared, which is
//! also that of the uncertain inputs.

use jiff::civil::Date;

use crate::language::catalogue::{Fallback, Key, Kind};
use crate::language::context::Context;
use crate::language::quantity::{Number, Path};
use crate::language::reader::{NO_DATE, Section};
use crate::language::tree::Table;

/// A value that is read as the catalogue says of its key.
pub trait Read: Sized {
    /// Reads it; faults are recorded, and something stands in for what cannot be used.
    fn read(section: &Section<'_>, key: &str, tree: &Table, context: &mut Context) -> Self;
}

/// The words of a choice.
pub trait Word: Sized + Copy + 'static {
    /// The words, in the order of the reference.
    const ALL: &'static [&'static str];

    /// What a word means; `None` for any other.
    fn of(word: &str) -> Option<Self>;

    /// The word.
    fn word(self) -> &'static str;

    /// What stands in for a word that is none, beside its fault: the first one.
    const FIRST: Self;
}

macro_rules! read {
    ($($type:ty: |$section:ident, $key:ident, $tree:ident, $context:ident| $read:expr;)*) => {
        $(impl Read for $type {
            fn read($section: &Section<'_>, $key: &str, $tree: &Table, $context: &mut Context) -> Self {
                $read
            }
        })*
    };
}

read! {
    Number: |section, key, _tree, context| section.number(context, key);
    Option<Number>: |section, key, _tree, context| section.number_opt(context, key);
    Date: |section, key, _tree, context| section.date(context, key).unwrap_or(NO_DATE);
    Option<Date>: |section, key, _tree, context| section.date(context, key);
    bool: |section, key, _tree, context| section.flag(context, key);
    String: |section, key, _tree, context| section.text(context, key).unwrap_or_default();
    usize: |section, key, tree, context| section.reference(context, key, tree).unwrap_or(0);
    Option<usize>: |section, key, tree, context| section.reference(context, key, tree);
    Vec<usize>: |section, key, tree, context| section.references(context, key, tree);
    u32: |section, key, _tree, context| section.whole(context, key) as Self;
    u64: |section, key, _tree, context| section.whole(context, key) as Self;
    i32: |section, key, _tree, context| section.whole(context, key) as Self;
    Option<i32>: |section, key, _tree, context| section.has(key).then(|| section.whole(context, key) as i32);
    Vec<u8>: |section, key, _tree, context| section.weekdays(context, key);
    Vec<(Date, Date)>: |section, key, _tree, context| section.holidays(context, key);
    Vec<(f64, Number)>: |section, key, _tree, context| section.steps(context, key);
    Path: |section, key, _tree, context| path(section, key, context);
}

/// Factors are one where nothing is written.
impl<const N: usize> Read for [f64; N] {
    fn read(section: &Section<'_>, key: &str, _: &Table, context: &mut Context) -> Self {
        section.weights(context, key).unwrap_or([1.0; N])
    }
}

/// Dated points, or one number from the first day on; nothing where a path that need not be written is not.
fn path(section: &Section<'_>, key: &str, context: &mut Context) -> Path {
    let declared = section.key(key);
    if let Kind::NumberOrPath(_) = declared.kind {
        let start = context.timeline.map_or(NO_DATE, |(start, _)| start);
        return section.number_or_path(context, key, start);
    }
    if section.has(key) || declared.fallback == Fallback::Required { section.path(context, key) } else { Path::new() }
}

/// Reads the word of a choice.
pub fn word<W: Word>(section: &Section<'_>, key: &str, context: &mut Context) -> W {
    section.choice(context, key).and_then(W::of).unwrap_or(W::FIRST)
}

/// How many keys there are in a row of lists.
#[must_use]
pub const fn count(lists: &[&[Key]]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < lists.len() {
        count += lists[at].len();
        at += 1;
    }
    count
}

/// The keys of a row of lists.
///
/// # Panics
/// When there are not `N` of them, while the program is compiled.
#[must_use]
pub const fn joined<const N: usize>(lists: &[&[Key]]) -> [Key; N] {
    let mut keys = [Key::new("", Kind::Flag, Fallback::Required, "", ""); N];
    let (mut list, mut filled) = (0, 0);
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            keys[filled] = lists[list][at];
            filled += 1;
            at += 1;
        }
        list += 1;
    }
    assert!(filled == N, "as many keys as were counted");
    keys
}

/// Declares the words of a choice: an enum, and what reads it.
///
/// ```text
/// words! {
///     /// How a loan is paid back.
///     pub enum Repayment {
///         /// All of it at the end, interest every month.
///         Bullet = "bullet",
///     }
/// }
/// ```
macro_rules! words {
    ($(#[$meta:meta])* pub enum $Name:ident { $($(#[$about:meta])* $Word:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $Name { $($(#[$about])* $Word,)+ }

        impl $crate::language::declare::Word for $Name {
            const ALL: &'static [&'static str] = &[$($word),+];
            const FIRST: Self = [$(Self::$Word),+][0];

            fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$Word),)+ _ => None }
            }

            fn word(self) -> &'static str {
                match self { $(Self::$Word => $word,)+ }
            }
        }

        impl $crate::language::declare::Read for $Name {
            fn read(
                section: &$crate::language::reader::Section<'_>,
                key: &str,
                _: &$crate::language::tree::Table,
                context: &mut $crate::language::context::Context,
            ) -> Self {
                $crate::language::declare::word(section, key, context)
            }
        }
    };
}

/// A list of keys with what is said of each.
macro_rules! keys {
    ($($(#[doc = $doc:literal])+ $key:ident = $kind:expr, $fallback:expr, $sample:literal $(, $unit:literal)?;)*) => {
        &[$($crate::language::catalogue::Key::new(
            stringify!($key), $kind, $fallback, $sample, concat!($($doc),+).trim_ascii_start(),
        )$(.unit($unit))?,)*]
    };
}

/// Declares a table: a struct with a field for each key, what reads it, and its entry in the catalogue.
///
/// An entry is a key with its type, kind, what holds when it is not written, a sample and its unit; or a field that a rule
/// makes of several keys; or keys that stand elsewhere. A table that the planner names has a field `name`. A `part` has keys
/// of a table, but no table of its own. A table without a struct is read by rules alone.
///
/// ```text
/// table! {
///     /// Money put in by owners.
///     FUNDING = "funding.*", named Funding {
///         /// How much.
///         amount: Number = Kind::Number(MONEY), Required, "100_000_000", "money";
///         /// From when to when.
///         days: (Date, Date) => payment_days {
///             /// First day of payment.
///             from = INSIDE, Words("none"), "2026-01-01";
///         }
///     }
/// }
/// ```
macro_rules! table {
    ($(#[doc = $doc:literal])+ $CONST:ident = $path:literal, named $Name:ident { $($body:tt)* }) => {
        table!(@ (section tree context) [$CONST $path $Name ($($doc)+) (name)] [] [] [] $($body)*);
    };
    // A table that rules read.
    ($(#[doc = $doc:literal])+ $CONST:ident = $path:literal { $($made_of:tt)* } $($more:path)?) => {
        table!(* ($($doc)+) $CONST $path [keys! { $($made_of)* }, $($more,)?]);
    };
    (* ($($doc:literal)+) $CONST:ident $path:literal [$($keys:tt)*]) => {
        $(#[doc = $doc])+
        pub const $CONST: $crate::language::catalogue::TableKind = {
            const LISTS: &[&[$crate::language::catalogue::Key]] = &[$($keys)*];
            const KEYS: [$crate::language::catalogue::Key; $crate::language::declare::count(LISTS)] =
                $crate::language::declare::joined(LISTS);
            $crate::language::catalogue::TableKind {
                path: $path,
                doc: concat!($($doc),+).trim_ascii_start(),
                keys: &KEYS,
            }
        };
    };
    ($(#[doc = $doc:literal])+ part $Name:ident { $($body:tt)* }) => {
        table!(@ (section tree context) [part $Name ($($doc)+)] [] [] [] $($body)*);
    };
    ($(#[doc = $doc:literal])+ $CONST:ident = $path:literal, $Name:ident { $($body:tt)* }) => {
        table!(@ (section tree context) [$CONST $path $Name ($($doc)+) ()] [] [] [] $($body)*);
    };
    // A key that is a field.
    (@ ($section:ident $tree:ident $context:ident) $head:tt [$($keys:tt)*] [$($fields:tt)*] [$($reads:tt)*]
        $(#[doc = $doc:literal])+ $key:ident: $type:ty = $kind:expr, $fallback:expr, $sample:literal $(, $unit:literal)?;
        $($rest:tt)*
    ) => {
        table!(@ ($section $tree $context) $head
            [$($keys)* keys! { $(#[doc = $doc])+ $key = $kind, $fallback, $sample $(, $unit)?; },]
            [$($fields)* $(#[doc = $doc])+ $(#[doc = concat!(" [", $unit, "]")])? pub $key: $type,]
            [$($reads)* $key: <$type as $crate::language::declare::Read>::read($section, stringify!($key), $tree, $context),]
            $($rest)*);
    };
    // A field that a rule makes of keys.
    (@ ($section:ident $tree:ident $context:ident) $head:tt [$($keys:tt)*] [$($fields:tt)*] [$($reads:tt)*]
        $(#[doc = $doc:literal])+ $field:ident: $type:ty => $rule:path { $($made_of:tt)* }
        $($rest:tt)*
    ) => {
        table!(@ ($section $tree $context) $head
            [$($keys)* keys! { $($made_of)* },]
            [$($fields)* $(#[doc = $doc])+ pub $field: $type,]
            [$($reads)* $field: $rule($section, $tree, $context),]
            $($rest)*);
    };
    // Keys that are declared elsewhere.
    (@ $names:tt $head:tt [$($keys:tt)*] $fields:tt $reads:tt keys $list:path; $($rest:tt)*) => {
        table!(@ $names $head [$($keys)* $list,] $fields $reads $($rest)*);
    };
    (@ ($section:ident $tree:ident $context:ident) [part $Name:ident ($($doc:literal)+)]
        [$($keys:tt)*] [$($fields:tt)*] [$($reads:tt)*]
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq)]
        pub struct $Name {
            $($fields)*
        }

        impl $Name {
            /// Its keys, which stand in the table it is a part of.
            pub const KEYS: &'static [$crate::language::catalogue::Key] = {
                const LISTS: &[&[$crate::language::catalogue::Key]] = &[$($keys)*];
                const KEYS: [$crate::language::catalogue::Key; $crate::language::declare::count(LISTS)] =
                    $crate::language::declare::joined(LISTS);
                &KEYS
            };

            pub(crate) fn of(
                $section: &$crate::language::reader::Section<'_>,
                $tree: &$crate::language::tree::Table,
                $context: &mut $crate::language::context::Context,
            ) -> Self {
                Self { $($reads)* }
            }
        }
    };
    (@ ($section:ident $tree:ident $context:ident) [$CONST:ident $path:literal $Name:ident ($($doc:literal)+) ($($name:ident)?)]
        [$($keys:tt)*] [$($fields:tt)*] [$($reads:tt)*]
    ) => {
        $(#[doc = $doc])+
        #[doc = concat!(" `[", $path, "]`")]
        #[derive(Clone, Debug, PartialEq)]
        pub struct $Name {
            $(/// Name of the table.
            pub $name: String,)?
            $($fields)*
        }

        impl $Name {
            #[allow(unused_variables, reason = "not every table names others")]
            fn of(
                $($name: &str,)?
                $section: &$crate::language::reader::Section<'_>,
                $tree: &$crate::language::tree::Table,
                $context: &mut $crate::language::context::Context,
            ) -> Self {
                Self { $($name: $name.to_owned(),)? $($reads)* }
            }
        }

        table!(* ($($doc)+) $CONST $path [$($keys)*]);
    };
}

pub(crate) use {keys, table, words};
