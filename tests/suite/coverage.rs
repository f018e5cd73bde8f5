//! Do intervals from evenly spread inputs hold what is true as often as they say? Functions whose means and chances are known,
//! sampled a thousand times over, with and without luck that no input brings.

use launchsim::random::philox::word;
use launchsim::random::points::{Place, replicate_of};
use launchsim::stats::{Better, PairedDifference, Sampled, Summary};

const REPETITIONS: u64 = 1000;
/// Of 1,000 intervals of 95 % fewer than so many hold the truth in one of 200 cases only: 950 - 2.58 sqrt(1000 0.95 0.05).
const LEAST: usize = 932;
const NAMES: [&str; 4] = ["market.reach", "market.imitation", "component.screen.unit_cost", "supplier.sharp.deposit"];
const SPREAD: Sampled = Sampled::InReplicates(32);

/// The inputs of launches, each uniform on 0..1, and a word of luck for each.
fn launches(seed: u64, number: u32) -> Vec<([f64; 4], f64)> {
    let places = NAMES.map(Place::of);
    let share = |bits: u32| (f64::from(bits) + 0.5) / 4_294_967_296.0;
    let of = |launch: u32| {
        let (replicate, index) = replicate_of(launch);
        let inputs = std::array::from_fn(|at| {
            let place = &places[at];
            let order = place.order().map(|order| word(seed, replicate, order, 0));
            let words = [0, 1].map(|at| word(seed, replicate, place.source(), at));
            share(place.word(index, order, words))
        });
        (inputs, share(word(seed, launch, 99, 0)))
    };
    (0..number).map(of).collect()
}

/// How many of a thousand intervals hold the truth, and how much narrower they are than those of independent launches.
fn held(number: u32, truth: f64, interval: impl Fn(&[([f64; 4], f64)]) -> (f64, f64)) -> usize {
    (0..REPETITIONS)
        .filter(|&seed| {
            let (low, high) = interval(&launches(seed, number));
            low <= truth && truth <= high
        })
        .count()
}

type OfLaunch = fn(&([f64; 4], f64)) -> f64;

#[test]
fn intervals_of_means_hold() {
    let cases: [(&str, f64, OfLaunch); 5] = [
        ("smooth", 1.0 / 16.0, |(u, _)| u.iter().product()),
        ("with a kink", 1.0 / 24.0 + 0.5, |(u, luck)| (u[0] + u[1] + u[2] - 2.0).max(0.0) + luck),
        ("with a jump", 0.5, |(u, _)| f64::from(u[0] > u[1])),
        ("of whole numbers", 4.5, |(u, _)| (u[2] * 10.0).floor()),
        ("of luck alone", 0.5, |(_, luck)| *luck),
    ];
    for (what, truth, of) in cases {
        for number in [64, 200, 1024] {
            let count = held(number, truth, |launches| {
                let values: Vec<f64> = launches.iter().map(of).collect();
                Summary::sampled(&values, Better::More, SPREAD).interval(0.95)
            });
            // The mean of whole numbers spread evenly over ten is exact where ten strata fit, and known to the bit else.
            assert!(count >= LEAST, "{what}, {number} launches: {count} of {REPETITIONS} hold");
        }
    }
}

#[test]
fn intervals_of_chances_hold() {
    // P(u + v + w > 2.5) = 0.5^3 / 6; P(u v > 0.2) = 1 - 0.2 (1 - ln 0.2).
    let product = 1.0 - 0.2 * (1.0 - 0.2_f64.ln());
    let cases: [(&str, f64, OfLaunch); 5] = [
        ("of two inputs", product, |(u, _)| f64::from(u[0] * u[2] > 0.2)),
        ("of one input", 0.3, |(u, _)| f64::from(u[0] < 0.3)),
        ("of an input and luck", 0.5, |(u, luck)| f64::from(u[1] < *luck)),
        ("rare", 0.125 / 6.0, |(u, _)| f64::from(u[0] + u[1] + u[3] > 2.5)),
        ("hardly ever", 0.001, |(_, luck)| f64::from(*luck < 0.001)),
    ];
    for (what, truth, of) in cases {
        for number in [100, 512, 2048] {
            let count = held(number, truth, |launches| {
                let values: Vec<f64> = launches.iter().map(of).collect();
                let (low, high) = SPREAD.interval_of_share(&values, 0.95);
                assert!(high > low, "{what}: an interval without width");
                (low, high)
            });
            assert!(count >= LEAST, "{what}, {number} launches: {count} of {REPETITIONS} hold");
        }
    }
}

#[test]
fn intervals_of_differences_hold() {
    let (one, other): (OfLaunch, OfLaunch) = (|(u, luck)| u[0] * u[1] + luck, |(u, luck)| u[0] * u[2] + 2.0 * luck);
    for number in [64, 1024] {
        let count = held(number, 0.5, |launches| {
            let [one, other] = [one, other].map(|of| launches.iter().map(of).collect::<Vec<f64>>());
            let found = PairedDifference::sampled(&one, &other, 0.95, SPREAD);
            (found.low, found.high)
        });
        assert!(count >= LEAST, "{number} launches: {count} of {REPETITIONS} hold");
    }
}

#[test]
fn a_share_that_inputs_decide_is_worth_many_launches_and_one_of_luck_is_worth_one() {
    let values = |of: OfLaunch| launches(3, 4096).iter().map(of).collect::<Vec<f64>>();
    let decided = SPREAD.worth_of_share(&values(|(u, _)| f64::from(u[0] < 0.3)));
    let of_luck = SPREAD.worth_of_share(&values(|(_, luck)| f64::from(*luck < 0.3)));
    assert!(decided.each > 50.0, "{decided:?}");
    assert!((0.4..2.5).contains(&of_luck.each), "{of_luck:?}");
    // Independent launches are what they are, and few answers do not tell.
    let few = values(|(_, luck)| f64::from(*luck < 0.005));
    assert_eq!(SPREAD.worth_of_share(&few).each, 1.0);
    assert_eq!(Sampled::Independently.worth_of_share(&values(|(u, _)| f64::from(u[0] < 0.3))).each, 1.0);
}
