//! Which line of a sample a launch takes.

use super::normal::uniform;

/// The lines of a sample, each with its chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    count: usize,
    /// The weights of all lines up to each, where they differ.
    up_to: Option<Vec<f64>>,
}

impl Lines {
    /// Lines that are as likely, or as likely as their weights say.
    #[must_use]
    pub fn new(count: usize, weights: Option<&[f64]>) -> Self {
        let summed = |weights: &[f64]| {
            let add = |sum: &mut f64, weight: &f64| {
                *sum += weight;
                Some(*sum)
            };
            weights.iter().scan(0.0, add).collect()
        };
        Self { count, up_to: weights.map(summed) }
    }

    /// The line of a word.
    ///
    /// E110: with u = (word + 1/2) / 2^32 the line floor(u n) of n lines, or with weights w the first r with
    /// `w_0 + .. + w_r > u W`, W their sum (inversion; Devroye 1986, "Non-uniform random variate generation", III.2). It is
    /// monotone in u, so that neighbouring lines should be alike: then evenly spread points spread over what they say.
    #[must_use]
    pub fn at(&self, word: u32) -> usize {
        match &self.up_to {
            None => ((u64::from(word) * self.count as u64) >> 32) as usize,
            Some(up_to) => {
                let target = uniform(word) * up_to.last().copied().unwrap_or(0.0);
                up_to.partition_point(|sum| *sum <= target).min(self.count - 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often each line is taken by words that are spread evenly.
    fn counts(lines: &Lines) -> Vec<usize> {
        let mut counts = vec![0; lines.count];
        (0..1_u32 << 16).for_each(|at| counts[lines.at((at << 16) | 0x8000)] += 1);
        counts
    }

    #[test]
    fn lines_are_as_likely_as_their_weights() {
        let even = counts(&Lines::new(5, None));
        assert!(even.iter().all(|count| (13_107..=13_108).contains(count)), "{even:?}");
        assert_eq!(counts(&Lines::new(4, Some(&[1.0, 0.0, 2.0, 1.0]))), [16_384, 0, 32_768, 16_384]);
        assert_eq!(counts(&Lines::new(2, Some(&[0.0, 0.5]))), [0, 65_536]);
        assert_eq!(counts(&Lines::new(2, Some(&[3.0, 0.0]))), [65_536, 0]);
    }

    #[test]
    fn the_ends_are_the_first_and_the_last_line() {
        for lines in [Lines::new(7, None), Lines::new(7, Some(&[0.3; 7]))] {
            assert_eq!([lines.at(0), lines.at(u32::MAX)], [0, 6]);
        }
    }
}
