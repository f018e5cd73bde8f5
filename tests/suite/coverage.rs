//! Do intervals from evenly spread inputs hold what is true as often as they say? Functions whose means and chances are known,
//! sampled a thousand times over, with and without luck that no input brings.

use launchsim::random::philox::word;
use launchsim::random::points::{Place, replicate_of};
use launchsim::stats::sequential::{Estimate, Looks, Progress};
use launchsim::stats::{
    Better, Discordant, PairedDifference, Sampled, Share, Summary, against_the_best, quantile, quantile_differences,
};

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
            let words = [0, 1, 2].map(|at| word(seed, replicate, place.source(), at));
            share(place.word(index, words))
        });
        (inputs, share(word(seed, launch, 99, 0)))
    };
    (0..number).map(of).collect()
}

/// How many of a thousand intervals hold the truth.
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
                let (low, high) = Share::where_it(&values, |value| value > 0.5, SPREAD).interval(0.95);
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
fn intervals_of_differences_of_chances_hold() {
    // P(u + luck < 0.5) = 0.5^2 / 2, P(u + luck < sqrt(0.35)) = 0.35 / 2.
    let cases: [(&str, f64, OfLaunch, OfLaunch); 4] = [
        ("of two inputs", 0.1, |(u, _)| f64::from(u[0] < 0.3), |(u, _)| f64::from(u[1] < 0.4)),
        ("of one input", 0.02, |(u, _)| f64::from(u[0] < 0.3), |(u, _)| f64::from(u[0] < 0.32)),
        (
            "of an input and luck",
            0.05,
            |(u, luck)| f64::from(u[0] + luck < 0.5),
            |(u, luck)| f64::from(u[0] + luck < 0.35_f64.sqrt()),
        ),
        ("nought", 0.0, |(u, luck)| f64::from(u[0] + luck < 0.5), |(u, luck)| f64::from(u[2] + luck < 0.5)),
    ];
    for (what, truth, one, other) in cases {
        for number in [100, 1000] {
            let count = held(number, truth, |launches| {
                let [one, other] = [one, other].map(|of| launches.iter().map(of).collect::<Vec<f64>>());
                let found = Discordant::of(&one, &other, SPREAD).difference(0.95);
                (found.low, found.high)
            });
            assert!(count >= LEAST, "{what}, {number} launches: {count} of {REPETITIONS} hold");
        }
    }
}

#[test]
fn intervals_of_quantiles_hold() {
    // Quantiles of 5, 50 and 95 %: of a uniform number, and of the sum of two.
    let near = 0.1_f64.sqrt();
    let cases: [(&str, [f64; 3], OfLaunch); 4] = [
        ("of an input", [0.05, 0.5, 0.95], |(u, _)| u[0]),
        ("of luck", [0.05, 0.5, 0.95], |(_, luck)| *luck),
        ("of both", [near, 1.0, 2.0 - near], |(u, luck)| u[1] + luck),
        // Of ten whole numbers alike likely the quantile is where the sum of chances first reaches it.
        ("of whole numbers", [0.0, 4.5, 9.0], |(u, _)| (u[2] * 10.0).floor()),
    ];
    for (what, truths, of) in cases {
        for number in [100, 500, 2048] {
            let mut counts = [0; 3];
            for seed in 0..REPETITIONS {
                let values: Vec<f64> = launches(seed, number).iter().map(of).collect();
                let found = quantile::intervals(&values, &[0.05, 0.5, 0.95], (0.95, SPREAD));
                for ((count, truth), (low, high)) in counts.iter_mut().zip(truths).zip(found) {
                    *count += usize::from(low <= truth && truth <= high);
                }
            }
            assert!(counts.iter().all(|count| *count >= LEAST), "{what}, {number} launches: {counts:?} hold");
        }
    }
}

#[test]
fn intervals_of_differences_of_quantiles_hold() {
    for number in [800, 2048] {
        let mut counts = [0; 3];
        for seed in 0..REPETITIONS {
            let launches = launches(seed, number);
            let of = |at: usize| launches.iter().map(|(u, luck)| u[at] + luck).collect::<Vec<f64>>();
            let found = quantile_differences(&of(0), &of(3), &[0.05, 0.5, 0.95], (0.95, SPREAD));
            assert!(found[1].high.is_finite());
            for (count, found) in counts.iter_mut().zip(found) {
                *count += usize::from(found.low <= 0.0 && 0.0 <= found.high);
            }
        }
        assert!(counts.iter().all(|count| *count >= LEAST), "{number} launches: {counts:?} hold");
    }
}

#[test]
fn the_best_is_left_in() {
    // The means are 0.75, 0.75 and 0.74: the first of two that are the best.
    for number in [64, 256, 1024] {
        let kept = held(number, 1.0, |launches| {
            let of = |at: usize, less: f64| {
                launches.iter().map(|(u, luck)| u[at] * (1.0 + u[3]) + at as f64 * (luck - 0.5) - less).collect()
            };
            let columns: [Vec<f64>; 3] = [of(0, 0.0), of(1, 0.0), of(2, 0.01)];
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let may = f64::from(against_the_best(&columns, 0.95, SPREAD)[0].may_be_best);
            (may, may)
        });
        assert!(kept >= LEAST, "{number} launches: {kept} of {REPETITIONS} keep it");
    }
}

/// Stops where the mean of a value is known to a width, as `--until` does; the launches it took, and the interval.
fn stopped(seed: u64, of: OfLaunch, half: f64) -> (u32, f64, f64) {
    let mut looks = Looks::new(0.95, 1);
    let mut number = 256;
    loop {
        let values: Vec<f64> = launches(seed, number).iter().map(of).collect();
        let found = Summary::sampled(&values, Better::More, SPREAD);
        let sd = found.se * f64::from(number).sqrt();
        let progress = [Progress { estimate: Estimate::Mean { sd, degrees: Some(found.degrees) }, wanted: Some(half) }];
        let needed = looks.launches_needed(&progress, u64::from(number));
        if looks.taken() > 0 || needed <= u64::from(number) {
            let (halves, enough) = looks.look(&progress, u64::from(number));
            if enough {
                return (number, found.mean - halves[0], found.mean + halves[0]);
            }
        }
        number = looks.launches_needed(&progress, u64::from(number)).max(u64::from(number) + 1) as u32;
    }
}

#[test]
fn stopping_keeps_its_promise_and_takes_fewer_launches() {
    let cases: [(&str, f64, OfLaunch, f64); 2] = [
        ("of inputs", 0.25, |(u, _)| u[0] * u[1], 0.005),
        ("of inputs and luck", 0.75, |(u, luck)| u[0] * u[1] + luck, 0.02),
    ];
    for (what, truth, of, half) in cases {
        let mut spent = 0;
        let count = (0..REPETITIONS).filter(|&seed| {
            let (number, low, high) = stopped(seed, of, half);
            assert!(high - low <= 2.0 * half);
            spent += number;
            low <= truth && truth <= high
        });
        let count = count.count();
        assert!(count >= LEAST, "{what}: {count} of {REPETITIONS} hold");
        // Independent launches would take (1.96 sd / half)^2 of them.
        let sd = if what == "of inputs" { 0.22 } else { 0.364 };
        let independent = (1.96 * sd / half) * (1.96 * sd / half);
        let ratio = f64::from(spent) / REPETITIONS as f64 / independent;
        assert!(ratio < if what == "of inputs" { 0.2 } else { 1.3 }, "{what}: {ratio} of the launches");
    }
}

#[test]
fn a_share_that_inputs_decide_is_worth_many_launches_and_one_of_luck_is_worth_one() {
    let worth = |of: OfLaunch, sampled: Sampled| sampled.worth(&launches(3, 4096).iter().map(of).collect::<Vec<f64>>());
    let decided = worth(|(u, _)| f64::from(u[0] < 0.3), SPREAD);
    let of_luck = worth(|(_, luck)| f64::from(*luck < 0.3), SPREAD);
    assert!(decided.each > 50.0, "{decided:?}");
    assert!((0.4..2.5).contains(&of_luck.each), "{of_luck:?}");
    // Independent launches are what they are, and few answers do not tell.
    assert_eq!(worth(|(_, luck)| f64::from(*luck < 0.005), SPREAD).each, 1.0);
    assert_eq!(worth(|(u, _)| f64::from(u[0] < 0.3), Sampled::Independently).each, 1.0);
}
