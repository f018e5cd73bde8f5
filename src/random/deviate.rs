//! Normal deviates of the daily draws: the quantile of a word to seven digits, in half the width of the exact one.

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]

use super::normal::tail_quantile;

/// Numerator and denominator of [`central`], constant term first.
const NUMERATOR: [f32; 8] = [
    7.883_728_5,
    37_483.656,
    27_613_680.0,
    4_934_808_064.0,
    242_231_934_976.0,
    3_204_550_230_016.0,
    9_451_852_529_664.0,
    2_952_840_871_936.0,
];
const DENOMINATOR: [f32; 8] = [
    1.0,
    5_679.640_6,
    4_859_983.0,
    1_020_718_144.0,
    61_009_776_640.0,
    1_053_002_694_656.0,
    4_693_328_658_432.0,
    3_623_657_930_752.0,
];

/// Cells between a word and the middle, and minus one for a word below it.
#[inline(always)]
fn from_the_middle(word: u32) -> (i32, i32) {
    let x = (word ^ 0x8000_0000) as i32;
    let sign = x >> 31;
    (x ^ sign, sign)
}

/// The standard normal deviate of a word that [`is_beyond`] does not name, within 8e-7 of its size.
///
/// With u the share of the smaller tail and q = 1/2 - u it is `q N(s)/D(s)`, `s = u (1 - u)`: a rational function of degree 7
/// over 7, whose own error is below 7e-8; the rest is rounding. All coefficients are positive and so is s, so nothing
/// cancels, and u is taken from its own end of the word, so that it keeps its digits in the tails.
#[inline(always)]
pub(super) fn central(word: u32) -> f32 {
    const CELL: f32 = 1.0 / 4_294_967_296.0;
    let (distance, sign) = from_the_middle(word);
    let q = (distance as f32 + 0.5) * CELL;
    let u = ((i32::MAX - distance) as f32 + 0.5) * CELL;
    let s = u * (1.0 - u);
    let (mut numerator, mut denominator) = (NUMERATOR[7], DENOMINATOR[7]);
    let mut power = 7;
    while power > 0 {
        power -= 1;
        numerator = numerator * s + NUMERATOR[power];
        denominator = denominator * s + DENOMINATOR[power];
    }
    f32::from_bits((q * (numerator / denominator)).to_bits() ^ (sign as u32 & 0x8000_0000))
}

/// Whether a word is beyond the reach of [`central`]: two in a thousand are.
#[inline(always)]
pub(super) fn is_beyond(word: u32) -> bool {
    const REACH: i32 = 2_143_188_680;
    from_the_middle(word).0 > REACH
}

/// The deviate of a word in the tails.
#[inline(always)]
pub(super) fn tail(word: u32) -> f32 {
    tail_quantile(word) as f32
}

/// A standard normal deviate, between -6.34 and 6.34: that of [`normal`](super::normal::normal) within 8e-7 of its size.
///
/// It never falls as the word grows, but for words so near to each other that their deviates differ in the last digit.
#[inline(always)]
#[must_use]
pub fn of(word: u32) -> f32 {
    if is_beyond(word) { tail(word) } else { central(word) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Lanes;
    use crate::random::normal::{normal, normal_quantile, uniform};
    use crate::random::philox::word;

    /// Words at the ends, in the middle, at the seams and anywhere.
    fn words() -> impl Iterator<Item = u32> {
        let seams = [0.001, 0.999].map(|share| (share * 4_294_967_296.0) as u32);
        let around = seams.into_iter().chain([1 << 31]).flat_map(|seam| seam - 2_000..seam + 2_000);
        let ends = (0..2_000).chain(u32::MAX - 2_000..=u32::MAX);
        (0..400_000).map(|index| word(3, 0, 9, index)).chain(around).chain(ends)
    }

    #[test]
    fn a_deviate_is_the_quantile_of_its_word_to_seven_digits_and_antisymmetric() {
        let (mut worst, mut sum, mut count) = (0.0_f64, 0.0, 0.0);
        for w in words() {
            let exact = normal_quantile(uniform(w));
            let error = (f64::from(of(w)) - exact) / exact;
            worst = worst.max(error.abs());
            sum += error;
            count += 1.0;
            assert_eq!(of(!w), -of(w), "{w}");
        }
        assert!(worst <= 8e-7, "{worst:e}");
        // Errors of single words cancel: what is left moves a standard deviation by less.
        assert!((sum / count).abs() <= 5e-8, "{:e}", sum / count);
        assert!(of(0) > -6.34 && of(0) < -6.33);
    }

    #[test]
    fn deviates_rise_with_the_word_but_for_the_last_digit() {
        let mut highest = f32::NEG_INFINITY;
        for w in (0..=u32::MAX).step_by(9973) {
            let z = of(w);
            // A step of the words is at least 5.8e-6 of a deviate, more than its error but in the tails.
            assert!(z > highest, "{w}");
            highest = z;
        }
        for pair in words().collect::<Vec<u32>>().windows(2).filter(|pair| pair[0] < pair[1]) {
            assert!(f64::from(of(pair[1]) - of(pair[0])) >= -2e-6, "{pair:?}");
        }
    }

    #[test]
    fn launches_side_by_side_draw_the_deviates_of_their_words() {
        for first in (0..40_000).step_by(16) {
            let words = Lanes::<u32, 16>(std::array::from_fn(|lane| word(3, first + lane as u32, 9, 0)));
            for (&z, &w) in words.deviate().0.iter().zip(&words.0) {
                assert_eq!(z.to_bits(), of(w).to_bits());
            }
        }
    }

    #[test]
    fn deviates_have_the_moments_of_those_to_the_last_digit() {
        let (mut means, mut squares, mut fourths) = ([0.0; 2], [0.0; 2], [0.0; 2]);
        let n = 1_000_000_u32;
        for w in (0..n).map(|index| word(11, index, 5, 0)) {
            for (at, z) in [f64::from(of(w)), normal(w)].into_iter().enumerate() {
                means[at] += z;
                squares[at] += z * z;
                fourths[at] += z * z * z * z;
            }
        }
        let off = |[ours, theirs]: [f64; 2]| ((ours - theirs) / f64::from(n)).abs();
        assert!(off(means) < 1e-8 && off(squares) < 1e-7 && off(fourths) < 1e-6, "{means:?} {squares:?} {fourths:?}");
    }
}
