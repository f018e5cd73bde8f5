//! Sixteen launches side by side: a quantity of the simulated company is a [`Lanes`], an array over launches.
//!
//! A mechanism is written once and reads like the scalar equation, `let shipped = waiting.min(finished)`;
//! a mask and [`Mask::select`] stand where one launch alone would branch.
//! The width is generic: the one-lane instance of the same code is the reference.
//!
//! Operations are counted loops of a fixed length, which the compiler turns into vector instructions (it is quicker
//! with them than with ranges); they are always inlined, because a function that stays out of line does not take on the caller's instruction set.
//! That holds for iterators too: in what is done every day a loop stands where `fold` or `map_or` would hand lanes on.

#![expect(clippy::inline_always, reason = "what becomes vector code is written here")]

use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, Mul, Neg, Not, Sub, SubAssign};

/// How many launches the engine runs side by side.
pub const WIDTH: usize = 16;

/// One value for each of `L` launches.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct Lanes<T, const L: usize>(pub [T; L]);

/// Whole phones, parts or people of each launch.
pub type Count<const L: usize> = Lanes<i32, L>;
/// Money of each launch, and all that is to be exact.
pub type Real<const L: usize> = Lanes<f64, L>;
/// Chances and luck of each launch, of which seven digits are enough: hazards, deviates and what is made of them alone.
pub type Single<const L: usize> = Lanes<f32, L>;
/// A yes or no for each launch.
pub type Mask<const L: usize> = Lanes<bool, L>;

/// A value for each launch: a counted loop without closures or ranges, of which the compiler has less to clear away.
macro_rules! each {
    ($lane:ident => $value:expr) => {{
        let mut values = [Default::default(); L];
        let mut $lane = 0;
        while $lane < L {
            values[$lane] = $value;
            $lane += 1;
        }
        Lanes(values)
    }};
}

impl<T: Copy, const L: usize> Lanes<T, L> {
    /// The same value in every launch.
    #[inline(always)]
    pub const fn splat(value: T) -> Self {
        Self([value; L])
    }

    /// `f` of each launch's value.
    #[inline(always)]
    pub fn map<U: Copy + Default>(self, f: impl Fn(T) -> U) -> Lanes<U, L> {
        each!(lane => f(self.0[lane]))
    }

    /// `f` of both values of each launch.
    #[inline(always)]
    pub fn zip<U: Copy, V: Copy + Default>(self, other: Lanes<U, L>, f: impl Fn(T, U) -> V) -> Lanes<V, L> {
        each!(lane => f(self.0[lane], other.0[lane]))
    }
}

macro_rules! arithmetic {
    ($type:ty, $($operator:ident $method:ident $symbol:tt),+) => {$(
        impl<const L: usize> $operator for Lanes<$type, L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                each!(lane => self.0[lane] $symbol other.0[lane])
            }
        }
        impl<const L: usize> $operator<$type> for Lanes<$type, L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: $type) -> Self {
                each!(lane => self.0[lane] $symbol other)
            }
        }
    )+
        impl<const L: usize> AddAssign for Lanes<$type, L> {
            #[inline(always)]
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }
        impl<const L: usize> SubAssign for Lanes<$type, L> {
            #[inline(always)]
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }
        impl<const L: usize> Neg for Lanes<$type, L> {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                each!(lane => -self.0[lane])
            }
        }
        impl<const L: usize> Default for Lanes<$type, L> {
            #[inline(always)]
            fn default() -> Self {
                Self::ZERO
            }
        }
        impl<const L: usize> Lanes<$type, L> {
            /// The smaller of both, launch by launch.
            #[inline(always)]
            pub fn min(self, other: Self) -> Self {
                each!(lane => if other.0[lane] < self.0[lane] { other.0[lane] } else { self.0[lane] })
            }
            /// The larger of both, launch by launch.
            #[inline(always)]
            pub fn max(self, other: Self) -> Self {
                each!(lane => if other.0[lane] > self.0[lane] { other.0[lane] } else { self.0[lane] })
            }
            /// No less than `floor`.
            #[inline(always)]
            pub fn at_least(self, floor: $type) -> Self {
                self.max(Self::splat(floor))
            }
            /// No more than `ceiling`.
            #[inline(always)]
            pub fn at_most(self, ceiling: $type) -> Self {
                self.min(Self::splat(ceiling))
            }
            /// Where this is less than `other`.
            #[inline(always)]
            pub fn lt(self, other: Self) -> Mask<L> {
                each!(lane => self.0[lane] < other.0[lane])
            }
            /// Where this is more than `other`.
            #[inline(always)]
            pub fn gt(self, other: Self) -> Mask<L> {
                each!(lane => self.0[lane] > other.0[lane])
            }
            /// Where this is `other` or less.
            #[inline(always)]
            pub fn le(self, other: Self) -> Mask<L> {
                each!(lane => self.0[lane] <= other.0[lane])
            }
            /// Where both are the same.
            #[inline(always)]
            pub fn is(self, other: Self) -> Mask<L> {
                each!(lane => self.0[lane] == other.0[lane])
            }
        }
    };
}

arithmetic!(i32, Add add +, Sub sub -, Mul mul *);
arithmetic!(f64, Add add +, Sub sub -, Mul mul *, Div div /);
arithmetic!(f32, Add add +, Sub sub -, Mul mul *, Div div /);

impl<const L: usize> Single<L> {
    /// Nothing in every launch.
    pub const ZERO: Self = Self::splat(0.0);

    /// The same number with room for more digits.
    #[inline(always)]
    pub fn real(self) -> Real<L> {
        each!(lane => f64::from(self.0[lane]))
    }
}

impl<const L: usize> Count<L> {
    /// Nothing in every launch.
    pub const ZERO: Self = Self::splat(0);

    /// The same number as a real one.
    #[inline(always)]
    pub fn real(self) -> Real<L> {
        each!(lane => f64::from(self.0[lane]))
    }

    /// The nearest number of seven digits.
    #[inline(always)]
    pub fn single(self) -> Single<L> {
        each!(lane => self.0[lane] as f32)
    }

    /// Whether any launch has something.
    #[inline(always)]
    pub fn any(self) -> bool {
        let mut some = false;
        let mut lane = 0;
        while lane < L {
            some |= self.0[lane] != 0;
            lane += 1;
        }
        some
    }
}

impl<const L: usize> Real<L> {
    /// Nothing in every launch.
    pub const ZERO: Self = Self::splat(0.0);

    /// Whether any launch has something.
    #[inline(always)]
    pub fn any(self) -> bool {
        let mut some = false;
        let mut lane = 0;
        while lane < L {
            some |= self.0[lane] != 0.0;
            lane += 1;
        }
        some
    }

    /// The nearest number of seven digits.
    #[inline(always)]
    pub fn single(self) -> Single<L> {
        each!(lane => self.0[lane] as f32)
    }

    /// Without its sign.
    #[inline(always)]
    pub fn abs(self) -> Self {
        each!(lane => self.0[lane].abs())
    }

    /// Square root.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        each!(lane => self.0[lane].sqrt())
    }

    /// The whole number at or below; values beyond +-2e9 are held there.
    #[inline(always)]
    pub fn floor_count(self) -> Count<L> {
        each!(lane => {
            let (whole, excess) = nearest(self.0[lane]);
            whole - i32::from(excess > 0.0)
        })
    }

    /// The whole number at or above; values beyond +-2e9 are held there.
    #[inline(always)]
    pub fn ceil_count(self) -> Count<L> {
        each!(lane => {
            let (whole, excess) = nearest(self.0[lane]);
            whole + i32::from(excess < 0.0)
        })
    }

    /// The nearest whole number, halves up; values beyond +-2e9 are held there.
    #[inline(always)]
    pub fn round_count(self) -> Count<L> {
        (self + 0.5).floor_count()
    }

    /// The same number as a whole one, for whole numbers up to +-2e9.
    #[inline(always)]
    pub fn whole(self) -> Count<L> {
        each!(lane => nearest(self.0[lane]).0)
    }
}

/// The whole number nearest to a value held within +-2e9, and what it exceeds that value by.
///
/// `floor` is a call on a processor without SSE4.1 and `as i32` checks its bounds lane by lane. Adding 1.5 * 2^52
/// instead pushes the fraction out of the mantissa and leaves the whole number in its lower half.
#[inline(always)]
fn nearest(value: f64) -> (i32, f64) {
    const ROUNDER: f64 = 6_755_399_441_055_744.0;
    let value = if value > 2e9 { 2e9 } else { value };
    let value = if value < -2e9 { -2e9 } else { value };
    let shifted = value + ROUNDER;
    (shifted.to_bits() as i32, (shifted - ROUNDER) - value)
}

impl<const L: usize> Mask<L> {
    /// `yes` where true, `no` elsewhere.
    #[inline(always)]
    pub fn select<T: Copy>(self, yes: Lanes<T, L>, no: Lanes<T, L>) -> Lanes<T, L> {
        let mut values = no.0;
        let mut lane = 0;
        while lane < L {
            values[lane] = if self.0[lane] { yes.0[lane] } else { no.0[lane] };
            lane += 1;
        }
        Lanes(values)
    }

    /// Whether it is true in any launch.
    #[inline(always)]
    pub fn any(self) -> bool {
        let mut any = false;
        let mut lane = 0;
        while lane < L {
            any |= self.0[lane];
            lane += 1;
        }
        any
    }
}

/// All launches, or some of them; whether it is all is known without looking at each.
#[derive(Clone, Copy, Debug)]
pub struct Those<const L: usize> {
    all: bool,
    mask: Mask<L>,
}

impl<const L: usize> Those<L> {
    /// Every launch.
    pub const ALL: Self = Self { all: true, mask: Mask::splat(true) };

    /// Those of a mask.
    #[inline(always)]
    pub const fn of(mask: Mask<L>) -> Self {
        Self { all: false, mask }
    }

    /// These without those of a mask.
    pub fn without(self, mask: Mask<L>) -> Self {
        Self::of(self.mask & !mask)
    }

    /// Leaves the values of these launches and nothing in the others.
    #[inline(always)]
    pub fn keep<T: Copy + Default>(self, values: &mut Lanes<T, L>) {
        if !self.all {
            *values = self.mask.select(*values, Lanes([T::default(); L]));
        }
    }

    /// The values of these launches; nothing in the others.
    #[inline(always)]
    pub fn only<T: Copy + Default>(self, values: Lanes<T, L>) -> Lanes<T, L> {
        if self.all { values } else { self.mask.select(values, Lanes([T::default(); L])) }
    }
}

impl<const L: usize> BitAnd for Mask<L> {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        each!(lane => self.0[lane] & other.0[lane])
    }
}

impl<const L: usize> BitOr for Mask<L> {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        each!(lane => self.0[lane] | other.0[lane])
    }
}

impl<const L: usize> Not for Mask<L> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        each!(lane => !self.0[lane])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_chooses_launch_by_launch() {
        let waiting = Lanes([5, 0, 7]);
        let finished = Lanes([3, 2, 9]);
        assert_eq!(waiting.min(finished), Lanes([3, 0, 7]));
        assert_eq!(waiting.gt(finished).select(waiting, finished), Lanes([5, 2, 9]));
        assert!(waiting.lt(finished).any());
    }

    #[test]
    fn rounding_says_its_direction_and_never_overflows() {
        let values = Lanes([2.5, -2.5, 1e300, f64::NEG_INFINITY, f64::NAN, -0.0]);
        assert_eq!(values.floor_count(), Lanes([2, -3, 2_000_000_000, -2_000_000_000, 0, 0]));
        assert_eq!(values.ceil_count(), Lanes([3, -2, 2_000_000_000, -2_000_000_000, 0, 0]));
        assert_eq!(values.round_count(), Lanes([3, -2, 2_000_000_000, -2_000_000_000, 0, 0]));
    }

    #[test]
    fn rounding_is_that_of_the_standard_library() {
        for whole in [-1_999_999_999.0, -3.0, -1.0, 0.0, 1.0, 2.0, 7.0, 1_999_999_999.0_f64] {
            for fraction in [-0.75, -0.5, -0.25, -1e-9, 0.0, 1e-9, 0.25, 0.5, 0.75] {
                let value = whole + fraction;
                assert_eq!(Lanes([value]).floor_count(), Lanes([value.floor() as i32]), "{value}");
                assert_eq!(Lanes([value]).ceil_count(), Lanes([value.ceil() as i32]), "{value}");
                assert_eq!(Lanes([value]).round_count(), Lanes([(value + 0.5).floor() as i32]), "{value}");
            }
        }
    }
}
