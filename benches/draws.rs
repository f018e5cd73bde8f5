//! The draws of a launch by themselves: how many there are, and what they cost when nothing else is done. Medians of seven.
//! This is the part of a launch that no layout of the rest can save: `cargo bench --bench draws`.

#![allow(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use launchsim::company::plan::{Plan, compile};
use launchsim::company::{Company, Simulator, Unobserved};
use launchsim::lanes::{Count, Lanes, Real, Single, WIDTH};
use launchsim::language::source::Source;
use launchsim::random::kernels::{self, Block, Kernels};
use launchsim::scenario::load;

/// Times repeated for each figure.
const REPEATS: usize = 7;
/// Calls timed together.
const CALLS: u32 = 1 << 16;
/// Blocks of launches over which draws are counted.
const BLOCKS: u32 = 16;

/// Calls of words, normals, four normals, and counts with and without a deviate at hand.
static CALLED: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];

fn counted_words(seed: u64, launches: &[u32; WIDTH], source: u64, block: u32, words: &mut Block<WIDTH>) {
    CALLED[0].fetch_add(1, Ordering::Relaxed);
    kernels::words(seed, launches, source, block, words);
}

fn counted_normals(words: &Lanes<u32, WIDTH>, deviates: &mut Single<WIDTH>) {
    CALLED[1].fetch_add(1, Ordering::Relaxed);
    kernels::normals(words, deviates);
}

fn counted_four(words: &Block<WIDTH>, deviates: &mut [Single<WIDTH>; 4]) {
    CALLED[2].fetch_add(1, Ordering::Relaxed);
    kernels::four_normals(words, deviates);
}

fn counted_binomials(
    words: &Lanes<u32, WIDTH>,
    deviates: Option<&Single<WIDTH>>,
    n: &Count<WIDTH>,
    p: &Real<WIDTH>,
    counts: &mut Count<WIDTH>,
) {
    CALLED[if deviates.is_some() { 3 } else { 4 }].fetch_add(1, Ordering::Relaxed);
    kernels::binomials(words, deviates, n, p, counts);
}

/// Nanoseconds of a call for one of the launches side by side.
fn nanoseconds(mut call: impl FnMut(u32)) -> f64 {
    let mut times: Vec<f64> = (0..=REPEATS)
        .map(|_| {
            let start = Instant::now();
            (0..CALLS).for_each(&mut call);
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.remove(0);
    times.sort_by(f64::total_cmp);
    times[REPEATS / 2] / f64::from(CALLS) / WIDTH as f64 * 1e9
}

/// Calls of each kernel in a block of launches.
fn calls(plan: &Plan) -> [f64; 5] {
    let counted = Kernels {
        words: counted_words,
        normals: counted_normals,
        four_normals: counted_four,
        binomials: counted_binomials,
    };
    let mut simulator = Simulator::<WIDTH>::default().drawing_by(counted);
    for calls in &CALLED {
        calls.store(0, Ordering::Relaxed);
    }
    for block in 0..BLOCKS {
        simulator.simulate(plan, block * WIDTH as u32, &mut Unobserved);
    }
    [0, 1, 2, 3, 4].map(|at| CALLED[at].load(Ordering::Relaxed) as f64 / f64::from(BLOCKS))
}

fn main() {
    let kernels = Simulator::<WIDTH>::default().kernels();
    let mut block = [Lanes::splat(0); 4];
    let launches = std::array::from_fn(|lane| lane as u32);
    let words = nanoseconds(|index| {
        (kernels.words)(1, &launches, 7, index, &mut block);
        black_box(&block);
    });
    let mut deviates = Single::ZERO;
    let normals = nanoseconds(|index| {
        (kernels.normals)(black_box(&block[index as usize % 4]), &mut deviates);
        black_box(&deviates);
    });
    let mut four = [Single::ZERO; 4];
    let four_normals = nanoseconds(|_| {
        (kernels.four_normals)(black_box(&block), &mut four);
        black_box(&four);
    });
    let mut counts = Count::ZERO;
    let mut binomial = |at_hand: bool, n: i32, p: f64| {
        nanoseconds(|index| {
            let place = index as usize % 4;
            let deviates = at_hand.then_some(black_box(&four[place]));
            let (n, p) = (black_box(Count::splat(n)), black_box(Real::splat(p)));
            (kernels.binomials)(black_box(&block[place]), deviates, &n, &p, &mut counts);
            black_box(&counts);
        })
    };
    let (at_hand, large, small) =
        (binomial(true, 20_000, 0.01), binomial(false, 20_000, 0.01), binomial(false, 400, 0.01));
    println!("nanoseconds for each of {WIDTH} launches side by side");
    for (what, time) in [
        ("a block of four words", words),
        ("a normal deviate", normals),
        ("four normal deviates", four_normals),
        ("a count of variance 198", large),
        ("the same, its deviate at hand", at_hand),
        ("a count of variance 4", small),
    ] {
        println!("  {what:<30} {time:>8.2}");
    }
    println!("state of {WIDTH} launches, without lists: {} bytes", size_of::<Company<WIDTH>>());
    println!(
        "{:<22} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10}",
        "calls for a launch", "blocks", "normals", "fours", "at hand", "counts", "us in all"
    );
    for name in ["mi1.toml", "bench/b1.toml", "bench/b1_small.toml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
        let scenario = load(&Source::File(path), &[]).expect("the scenario is valid").scenario;
        let calls = calls(&compile(&scenario).expect("the scenario compiles"));
        let costs = [words, normals, four_normals, at_hand, large];
        let time: f64 = calls.iter().zip(costs).map(|(calls, cost)| calls * cost).sum();
        let [blocks, deviates, fours, known, counts] = calls;
        println!(
            "{name:<22} {blocks:>8.0} {deviates:>8.0} {fours:>8.0} {known:>8.0} {counts:>8.0} {:>10.2}",
            time * 1e-3
        );
    }
}
