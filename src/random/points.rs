//! Uncertain inputs of many launches as scrambled Sobol' points: spread evenly over what the inputs can be.
//!
//! E107: launch k belongs to replicate r = k mod R and is point i = k div R of it. A replicate is a sequence of its own: its
//! scrambling is drawn from (seed, r), so the R replicates are independent and each is evenly spread, whatever the number of
//! launches; a launch is still a pure function of its seed and its number.
//!
//! Where an input lies follows from its name alone. Inputs that every scenario calls the same way ([`FIRST`]) have a
//! dimension of the sequence each. Every other one takes the points of the first dimension in an order of its own, shuffled
//! by its name ("padding", Burley 2020, Journal of Computer Graphics Techniques 9:4), so that whatever meets whatever, each
//! input alone is spread as in a Latin hypercube, which is the least that is gained, and no two names can fall together.
//!
//! Scrambling is nested (Owen 1995): a bit is flipped by what lies above it. The flips are a hash of the bits above (Laine &
//! Karras 2011, "Stratified sampling for stochastic transparency"; constants of Vegdahl 2021), and a word of its own is added
//! bit by bit, so that each coordinate is exactly uniform and means are without bias whatever the hash is like.

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]

use super::philox::source_id;
use super::sobol::{BITS, directions};

/// Independent sequences among which launches are dealt. Frozen: released runs depend on it.
pub const REPLICATES: u32 = 32;

/// Inputs that every scenario calls the same way, by their dimension. Frozen but for what is added at the end: released runs
/// depend on it. The first dimensions fill space best together, so those come first that move most results.
pub const FIRST: [&str; 24] = [
    "market.reach",
    "market.imitation",
    "market.quality",
    "market.price_sensitivity",
    "market.innovation",
    "market.elasticity",
    "build_plan.scale",
    "market.fans.weight",
    "market.fans.ceiling",
    "market.fans.growth",
    "market.waiting_weight",
    "market.forgetting",
    "market.cancellation",
    "market.stay",
    "market.cancellation_delay",
    "market.fans.announcement_share",
    "demand.scale",
    "market.return_share",
    "market.noise",
    "market.ill_will",
    "company.credit_line",
    "company.running_cost",
    "company.holding_rate",
    "market.price_change_effect",
];

/// Where an input lies in the sequences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    directions: [u32; BITS],
    /// Whether its points come in an order of its own, and not in that of the launches.
    shuffled: bool,
    /// The bits of a word that are scrambled; those below are the same for all points of a block of that many.
    scrambled: u32,
    /// What its scrambling and its order are drawn from.
    source: u64,
}

impl Place {
    /// The place of an input by its address.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let source = source_id("point", name);
        let dimension = FIRST.iter().position(|first| *first == name);
        Self { directions: directions(dimension.unwrap_or(0)), shuffled: dimension.is_none(), scrambled: !0, source }
    }

    /// The place of a sample of so many lines by its name.
    ///
    /// Only as many bits are scrambled as tell lines apart; those below are shifted alike for all points of a block (a digital
    /// shift; L'Ecuyer & Lemieux 2002, "Recent advances in randomized quasi-Monte Carlo methods"). As many points as there are
    /// strata then take every line once and some twice; were each point anywhere in its stratum, how often a line is taken would
    /// be luck of its own, for strata and lines do not end together.
    #[must_use]
    pub fn of_lines(name: &str, lines: usize) -> Self {
        let bits = lines.max(2).next_power_of_two().ilog2();
        Self { scrambled: !(u32::MAX >> bits), ..Self::of(name) }
    }

    /// What its scrambling and its order are drawn from.
    #[must_use]
    pub fn source(&self) -> u64 {
        self.source
    }

    /// The word of point `index` of a replicate by its words: two for the scrambling, one for the order.
    #[inline(always)]
    #[must_use]
    pub fn word(&self, index: u32, words: [u32; 3]) -> u32 {
        let index = if self.shuffled { nested(index, words[2]) } else { index };
        let mut plain = 0;
        for (bit, direction) in self.directions.iter().enumerate() {
            // All ones where the bit is set.
            plain ^= direction & (index >> bit & 1).wrapping_neg();
        }
        (nested(plain, words[0]) & self.scrambled | plain & !self.scrambled) ^ words[1]
    }
}

/// A word each of whose bits is flipped by a hash of those above it.
#[inline(always)]
fn nested(word: u32, seed: u32) -> u32 {
    let mut x = word.reverse_bits();
    // Each step moves bits upwards only.
    x ^= x.wrapping_mul(0x3d20_adea);
    x = x.wrapping_add(seed);
    x = x.wrapping_mul((seed >> 16) | 1);
    x ^= x.wrapping_mul(0x0552_6c56);
    x ^= x.wrapping_mul(0x53a2_2864);
    x.reverse_bits()
}

/// The replicate of a launch, and which of its points it is.
#[inline(always)]
#[must_use]
pub fn replicate_of(launch: u32) -> (u32, u32) {
    (launch % REPLICATES, launch / REPLICATES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::philox::word;

    fn share(place: &Place, seed: u64, launch: u32) -> f64 {
        let (replicate, index) = replicate_of(launch);
        let words = [0, 1, 2].map(|at| word(seed, replicate, place.source(), at));
        (f64::from(place.word(index, words)) + 0.5) / 4_294_967_296.0
    }

    /// The launches of the points `from..to` of a replicate.
    fn points(replicate: u32, range: std::ops::Range<u32>) -> impl Iterator<Item = u32> {
        range.map(move |index| index * REPLICATES + replicate)
    }

    #[test]
    fn every_stretch_of_a_power_of_two_fills_every_stratum() {
        for name in ["market.reach", "market.fans.weight", "component.screen.unit_cost", "supplier.sharp.deposit"] {
            let place = Place::of(name);
            for replicate in [0, 5, 31] {
                for from in [0, 64, 192] {
                    let mut seen = [0; 64];
                    points(replicate, from..from + 64)
                        .for_each(|launch| seen[(share(&place, 7, launch) * 64.0) as usize] += 1);
                    assert_eq!(seen, [1; 64], "{name}, replicate {replicate}, from {from}");
                }
            }
        }
    }

    #[test]
    fn the_first_inputs_together_stay_a_net() {
        let (x, y) = (Place::of("market.reach"), Place::of("market.imitation"));
        for replicate in 0..4 {
            for (columns, rows) in [(1, 64), (2, 32), (4, 16), (8, 8), (16, 4), (32, 2), (64, 1)] {
                let mut counts = [0; 64];
                for launch in points(replicate, 0..64) {
                    let column = (share(&x, 3, launch) * f64::from(columns)) as usize;
                    let row = (share(&y, 3, launch) * f64::from(rows)) as usize;
                    counts[column * rows as usize + row] += 1;
                }
                assert_eq!(counts, [1; 64], "{columns} x {rows}");
            }
        }
    }

    #[test]
    fn replicates_are_independent_and_each_word_is_uniform() {
        // The first points of many replicates and seeds: a sample of the uniform law by itself.
        let place = Place::of("supplier.sharp.deposit");
        let values: Vec<f64> = (0..200)
            .flat_map(|seed| (0..REPLICATES).map(move |launch| (seed, launch)))
            .map(|(s, k)| share(&place, s, k))
            .collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let square = values.iter().map(|value| (value - 0.5) * (value - 0.5)).sum::<f64>() / n;
        // Four standard errors of each.
        assert!((mean - 0.5).abs() < 4.0 / (12.0 * n).sqrt(), "{mean}");
        assert!((square - 1.0 / 12.0).abs() < 4.0 * (1.0 / 180.0 / n).sqrt(), "{square}");
        let pairs = values.windows(2).map(|pair| (pair[0] - 0.5) * (pair[1] - 0.5)).sum::<f64>() / n;
        assert!(pairs.abs() < 4.0 / 12.0 / n.sqrt(), "{pairs}");
    }

    #[test]
    fn every_line_of_a_sample_is_taken_once_before_many_are_taken_twice() {
        for lines in [500, 400, 257, 3, 1] {
            let place = Place::of_lines("joint.posterior", lines);
            let strata = lines.max(2).next_power_of_two() as u32;
            let mut all = vec![0_u32; lines];
            for (seed, replicate) in (0..40).flat_map(|seed| [0, 9, 31].map(|replicate| (seed, replicate))) {
                let mut counts = vec![0; lines];
                points(replicate, 0..strata)
                    .for_each(|launch| counts[(share(&place, seed, launch) * lines as f64) as usize] += 1);
                let (least, most) = (strata / lines as u32, (strata - 1) / lines as u32 + 1);
                assert!(counts.iter().all(|count| (least..=most).contains(count)), "{lines} lines: {counts:?}");
                all.iter_mut().zip(&counts).for_each(|(all, count)| *all += count);
            }
            // Which are taken twice is drawn: over many replicates each is taken as often, within five deviations of a binomial.
            let mean = f64::from(120 * strata) / lines as f64;
            let twice = f64::from(strata) / lines as f64 % 1.0;
            let error = (120.0 * twice * (1.0 - twice)).sqrt();
            assert!(all.iter().all(|count| (f64::from(*count) - mean).abs() <= 5.0 * error), "{lines} lines: {all:?}");
        }
    }

    #[test]
    fn few_points_lie_anywhere_in_their_strata() {
        // The first 64 of 500 lines: one in each 64th, and where in it is drawn for each, so that the strata of the next
        // 64ths are filled as if by chance.
        let place = Place::of_lines("joint.posterior", 500);
        let mut seen = [0; 8];
        for replicate in 0..32 {
            points(replicate, 0..64).for_each(|launch| seen[(share(&place, 3, launch) * 512.0) as usize % 8] += 1);
        }
        let mean = 32.0 * 64.0 / 8.0;
        assert!(seen.iter().all(|count| (f64::from(*count) - mean).abs() < 5.0 * f64::sqrt(mean)), "{seen:?}");
        let alike = (0..32).filter(|replicate| {
            let mut eighths = points(*replicate, 0..64).map(|launch| (share(&place, 3, launch) * 512.0) as usize % 8);
            let first = eighths.next();
            eighths.all(|eighth| Some(eighth) == first)
        });
        assert_eq!(alike.count(), 0);
    }

    #[test]
    fn two_names_meet_as_if_by_chance() {
        // Of two neighbouring points of an order both change halves or neither does, so halves of two names agree in 32
        // pairs of points by chance each: of 64 points with a variance of two, where names that fall together have 64.
        let names: Vec<Place> = (0..80).map(|at| Place::of(&format!("component.part_{at}.unit_cost"))).collect();
        let mut squares = 0.0;
        let pairs = || (0..names.len()).map(|at| (at, (at * 7 + 1) % names.len())).filter(|(one, other)| one != other);
        for (one, other) in pairs() {
            for replicate in 0..32 {
                let mut agree = 0.0;
                for launch in points(replicate, 0..64) {
                    let [x, y] = [one, other].map(|at| share(&names[at], 5, launch) > 0.5);
                    agree += if x == y { 1.0 } else { -1.0 };
                }
                squares += agree * agree / 64.0;
            }
        }
        let mean = squares / (pairs().count() * 32) as f64;
        assert!((1.8..2.2).contains(&mean), "{mean}");
    }

    /// The words of released runs: they never change.
    #[test]
    fn the_words_are_frozen() {
        let words: Vec<u32> = ["market.reach", "component.screen.unit_cost"]
            .iter()
            .flat_map(|name| {
                [0, 1, 33, 1000].map(|launch| (share(&Place::of(name), 1, launch) * 4_294_967_296.0) as u32)
            })
            .collect();
        // Worked out by another program.
        let expected = [
            4_084_993_637,
            548_365_688,
            2_688_806_277,
            1_432_884_793,
            1_115_526_149,
            3_317_357_424,
            254_939_246,
            2_747_887_514,
        ];
        assert_eq!(words, expected);
    }
}
