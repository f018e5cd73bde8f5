//! Loading a scenario: files, overrides and lists into one tree, the tree into a validated scenario.

use std::sync::Arc;

use super::dated;
use super::files;
use super::held;
use super::joint;
use super::lists;
use super::setting::Setting;
use super::shape;
use super::tables;
use super::warnings;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::{Fault, FaultAtKey, Faults, LoadError};
use crate::language::files::{Beside, Files};
use crate::language::hidden::is_hidden;
use crate::language::hidden_text;
use crate::language::source::{Place, Source, Sources, Span};
use crate::language::tree::{Table, Value};
use crate::rooms::calendar::keys::Run;
use crate::scenario::Scenario;

/// A scenario that can be run.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The validated scenario.
    pub scenario: Scenario,
    /// What is probably not meant, though it can be run.
    pub warnings: Vec<Fault>,
    /// All texts it was read from.
    pub sources: Sources,
    /// Base and overrides merged, lines of CSV files included.
    pub(super) resolved: Table,
}

impl Loaded {
    /// Where the thing at an address is written: the name of a table, the value of a key; `None` for what is not written.
    #[must_use]
    pub fn place(&self, address: &str) -> Option<Span> {
        self.resolved.place(address)
    }
}

/// A scenario whose files have been read, of which variants can be made without reading them again.
#[derive(Clone, Debug)]
pub struct Template {
    place: Place,
    tree: Table,
    context: Context,
    /// Overrides so far, each "KEY=VALUE".
    sets: Vec<String>,
}

impl Template {
    /// Reads a scenario from the disk with its `--set` overrides, each "KEY=VALUE".
    ///
    /// # Errors
    /// As [`Template::read_from`].
    #[cfg(feature = "disk")]
    pub fn open(source: &Source, sets: &[String]) -> Result<Self, LoadError> {
        Self::read_from(source, sets, Arc::new(crate::language::disk::Disk))
    }

    /// Reads a scenario with its `--set` overrides, each "KEY=VALUE", and the files it names from where they are kept.
    /// Faults of its content appear with the variants.
    ///
    /// # Errors
    /// [`LoadError`] when there is nothing that could be varied.
    pub fn read_from(source: &Source, sets: &[String], files: Arc<dyn Files>) -> Result<Self, LoadError> {
        let (place, files) = match source {
            Source::File(path) => (Place::File(path.clone()), files),
            Source::BuiltIn(name) => (Place::BuiltIn((*name).to_owned()), files),
            Source::Text { name, text } => {
                let beside = Beside { path: name.clone(), text: text.clone(), others: files };
                (Place::File(name.clone()), Arc::new(beside) as Arc<dyn Files>)
            }
        };
        let mut context = Context::of(files);
        let tree = files::read_chain(place.clone(), &mut context);
        let settings: Vec<Setting> = sets.iter().filter_map(|set| Setting::parse(set, &mut context)).collect();
        let Some(mut tree) = tree else { return Err(refused(context)) };
        let (of_lists, others): (Vec<Setting>, Vec<Setting>) = settings.into_iter().partition(Setting::names_a_list);
        for setting in of_lists {
            setting.apply(&mut tree, &mut context);
        }
        lists::add(&mut tree, &mut context);
        // Points of a file can be set one by one, and a file be set in place of points.
        dated::add(&mut tree, &mut context);
        // What is set after that is no longer drawn from a sample.
        joint::add(&mut tree, &mut context);
        for setting in others {
            setting.apply(&mut tree, &mut context);
        }
        dated::add(&mut tree, &mut context);
        Ok(Self { place, tree, context, sets: sets.to_vec() })
    }

    /// The scenario with further overrides laid over those it was opened with; they cannot name other files.
    ///
    /// # Errors
    /// [`LoadError`] with every fault of the scenario at once.
    pub fn with(&self, sets: &[String]) -> Result<Loaded, LoadError> {
        self.varied(sets).read()
    }

    /// The scenario alone with further overrides, for a variant of one that has been loaded before: nobody is warned, and texts
    /// are not searched for what cannot be seen.
    ///
    /// # Errors
    /// As [`Template::with`].
    pub fn scenario_with(&self, sets: &[String]) -> Result<Scenario, LoadError> {
        self.varied(sets).valid().map(|(scenario, ..)| scenario)
    }

    /// The same with further overrides among those it was opened with. One that says what is read from a file is a fault of the
    /// variant: the file has been read.
    #[must_use]
    pub fn varied(&self, sets: &[String]) -> Self {
        let mut variant = self.clone();
        for set in sets {
            match Setting::parse(set, &mut variant.context) {
                // What it names is in the tree already, and would silently stay.
                Some(setting) if setting.names_a_list() => variant.context.fault(setting.too_late()),
                Some(setting) => setting.apply(&mut variant.tree, &mut variant.context),
                None => {}
            }
        }
        variant.sets.extend_from_slice(sets);
        variant
    }

    fn read(mut self) -> Result<Loaded, LoadError> {
        hidden_text::refuse(&self.tree, &mut self.context);
        let (scenario, tree, context) = self.valid()?;
        let warnings = warnings::find(&scenario, &tree);
        Ok(Loaded { scenario, warnings, sources: context.sources, resolved: tree })
    }

    fn valid(self) -> Result<(Scenario, Table, Context), LoadError> {
        let Self { place, mut tree, mut context, sets } = self;
        held::put_back(&mut tree, &context.joints);
        shape::check(&tree, &mut context);
        let mut scenario = tables::scenario(&tree, &place, &mut context);
        if context.system.is_some() || !context.faults.is_empty() {
            return Err(refused(context));
        }
        for (path, key) in &context.ignored {
            forget(&mut tree, path, key);
        }
        scenario.title = titled(&scenario, &sets);
        Ok((scenario, tree, context))
    }
}

impl Loaded {
    /// The same as it is simulated: with this seed and so many launches, whatever it says itself.
    #[must_use]
    pub fn as_simulated(&self, seed: u64, launches: u32) -> Self {
        let mut simulated = self.clone();
        let mut context = Context::default();
        let Run { seed: own_seed, launches: own_launches, .. } = self.scenario.run;
        let seed_differs = (seed != own_seed).then(|| format!("run.seed={seed}"));
        let launches_differ = (launches != own_launches).then(|| format!("run.launches={launches}"));
        for set in [seed_differs, launches_differ].iter().flatten() {
            if let Some(setting) = Setting::parse(set, &mut context) {
                setting.apply(&mut simulated.resolved, &mut context);
            }
        }
        (simulated.scenario.run.seed, simulated.scenario.run.launches) = (seed, launches);
        simulated
    }

    /// Faults found only after loading, with the texts they stand in; each at the key or the table of an address, and of a key
    /// with text at a stretch of it, where one is named.
    #[must_use]
    pub fn at_keys(&self, faults: Vec<FaultAtKey>) -> Faults {
        let placed = faults.into_iter().map(|FaultAtKey { fault, address, label, within }| {
            match self.place_of(&address, within.as_ref()) {
                Some(span) => fault.at(span, label),
                None => fault,
            }
        });
        Faults::new(placed.collect(), self.sources.clone())
    }

    /// Where a key or a table stands, or a stretch of its text.
    fn place_of(&self, address: &str, within: Option<&std::ops::Range<usize>>) -> Option<Span> {
        let mut table = Some(&self.resolved);
        let mut span = None;
        for part in address.split('.') {
            let Some(entry) = table.and_then(|table| table.entry(part)) else { break };
            table = match &entry.node.value {
                Value::Table(inner) => Some(inner),
                _ => None,
            };
            // Where a later file overrides a value, the place is there.
            let (key, value) = (entry.key_span, entry.node.span);
            span = Some(match (&entry.node.value, within) {
                (Value::Text(text), Some(range)) => self.sources.within(value, text, range.clone()),
                _ if table.is_some() && key.file == value.file => key,
                _ => value,
            });
        }
        span
    }
}

/// Loads a scenario from the disk with `--set` overrides, each "KEY=VALUE".
///
/// # Errors
/// [`LoadError::Scenario`] with every fault of the scenario at once, or [`LoadError::System`] when a file that
/// exists cannot be read.
#[cfg(feature = "disk")]
pub fn load(source: &Source, sets: &[String]) -> Result<Loaded, LoadError> {
    Template::open(source, sets)?.read()
}

/// The title with what was set from the command line, so that no heading claims what does not hold; the resolved file
/// carries it on. Launches, seed and sweep do not count, for every heading says them by itself.
fn titled(scenario: &Scenario, sets: &[String]) -> String {
    let title = scenario.title.trim();
    let mut said: Vec<(&str, String)> = Vec::new();
    for (key, value) in sets.iter().filter_map(|set| set.split_once('=')) {
        let key = key.trim();
        if key.starts_with("run.") || key.starts_with("sweep.") || ["title", "name"].contains(&key) {
            continue;
        }
        // The last of several holds.
        said.retain(|(earlier, _)| *earlier != key);
        let value: String = value.chars().filter(|&letter| !is_hidden(letter)).collect();
        said.push((key, value.trim().to_owned()));
    }
    if said.is_empty() {
        return scenario.title.clone();
    }
    let said: Vec<String> = said.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    let title = if title.is_empty() { &scenario.name } else { title };
    format!("{title}, with {} (set)", said.join(", "))
}

/// Takes a key without effect out of the tree, so that the resolved file says only what holds.
fn forget(tree: &mut Table, path: &str, key: &str) {
    let mut table = Some(tree);
    for part in path.split('.') {
        table = table.and_then(|table| match table.get_mut(part).map(|node| &mut node.value) {
            Some(Value::Table(inner)) => Some(inner),
            _ => None,
        });
    }
    if let Some(table) = table {
        table.remove(key);
    }
}

/// Faults that can only be told when every file was read: what seems missing may stand in the unread one.
const NEEDS_ALL_FILES: &[Code] =
    &[Code::MissingKey, Code::NeedsKey, Code::Useless, Code::UnknownName, Code::Products, Code::Correlation];

fn refused(context: Context) -> LoadError {
    if let Some(system) = context.system {
        return LoadError::System(system);
    }
    let mut faults = context.faults;
    hidden_text::leave_causes(&mut faults);
    if context.blind {
        faults.retain(|fault| !NEEDS_ALL_FILES.contains(&fault.code));
    }
    LoadError::Scenario(Faults::new(faults, context.sources))
}
