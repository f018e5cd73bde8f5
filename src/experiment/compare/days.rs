//! What a comparison keeps of the days of an alternative: the bands its charts show, and not each launch.

use crate::outcome::{Daily, Layout, Paths, SeriesId};
use crate::stats::bands::{Bands, FEW};

/// Series shown of each alternative.
pub const SHOWN: [SeriesId; 3] = [SeriesId::ShippedToDate, SeriesId::Waiting, SeriesId::Cash];

/// The days of the first launches of an alternative.
#[derive(Clone, Debug, Default)]
pub struct ShownDays {
    /// How many launches they are of.
    pub launches: usize,
    series: [Option<Shown>; SHOWN.len()],
}

/// One series.
#[derive(Clone, Debug)]
struct Shown {
    bands: Bands,
    /// Each launch, where they are few.
    paths: Paths,
}

impl ShownDays {
    /// Of days whose bands are known, those of each series of the layout in its place.
    #[must_use]
    pub fn of(daily: &Daily, layout: &Layout, bands: &[Bands]) -> Self {
        let shown = |name| {
            let at = layout.series_at(name).filter(|_| daily.launches > 0)?;
            let paths = if daily.launches < FEW { daily.values.get(at)?.clone() } else { Paths::default() };
            Some(Shown { bands: bands.get(at)?.clone(), paths })
        };
        Self { launches: daily.launches, series: SHOWN.map(shown) }
    }

    /// The bands of one of the series of [`SHOWN`]; `None` where the alternative has no such series or no launch.
    #[must_use]
    pub fn bands(&self, shown: usize) -> Option<&Bands> {
        self.series[shown].as_ref().map(|series| &series.bands)
    }

    /// The launches one by one, where they are fewer than [`FEW`]; else none.
    #[must_use]
    pub fn paths(&self, shown: usize) -> Option<&Paths> {
        self.series[shown].as_ref().map(|series| &series.paths)
    }
}

/// The days of an alternative while its first launches are simulated.
#[derive(Debug, Default)]
pub struct Gathered {
    launches: usize,
    series: [Option<Paths>; SHOWN.len()],
}

impl Gathered {
    /// Of the days of some launches, the series that are shown.
    #[must_use]
    pub fn of(daily: Daily, layout: &Layout) -> Self {
        let Daily { launches, mut values, .. } = daily;
        let series = SHOWN.map(|name| {
            let at = layout.series_at(name)?;
            values.get_mut(at).map(std::mem::take)
        });
        Self { launches, series }
    }

    /// Adds the days of the launches that follow.
    pub fn append(&mut self, further: Self) {
        if self.launches == 0 {
            *self = further;
            return;
        }
        self.launches += further.launches;
        for (paths, more) in self.series.iter_mut().zip(further.series) {
            if let (Some(paths), Some(more)) = (paths, more) {
                paths.append(more);
            }
        }
    }

    /// What is kept of them.
    #[must_use]
    pub fn reduced(self) -> ShownDays {
        let few = self.launches < FEW;
        let shown = |paths: Paths| Shown { bands: paths.bands(), paths: if few { paths } else { Paths::default() } };
        let launches = self.launches;
        let series = self.series.map(|paths| paths.filter(|_| launches > 0).map(shown));
        ShownDays { launches, series }
    }
}
