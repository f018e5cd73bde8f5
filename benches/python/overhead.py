"""What a call from Python costs beyond its launches, and what Dask adds to a sweep.

    python overhead.py call SCENARIO
    python overhead.py dask SCENARIO [SECONDS]

``call`` runs 256, 512, 1,024 and 2,048 launches on one thread, in turn, and fits a line to the medians: its intercept is what a
call costs, its slope a launch. ``dask`` sweeps eight parts of so many seconds each on one thread, here by two threads of this
process and there by two workers on the loopback, in turn, and gives the difference of the wall times.
"""

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import launchsim

ROUNDS = 9
SIZES = (256, 512, 1024, 2048)
SHARDS = 8


def timed(what) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def call(path: str) -> None:
    scenario = launchsim.Scenario.open(path)
    scenario.run(256, threads=1)
    times = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size in SIZES:
            times[size].append(timed(lambda: scenario.run(size, threads=1)))
    medians = [statistics.median(times[size]) for size in SIZES]
    slope, intercept = statistics.linear_regression(SIZES, medians)
    print(f"a launch {slope * 1e6:.1f} us, a call {intercept * 1e3:.2f} ms beyond its launches")
    print("medians of", ", ".join(f"{size}: {median * 1e3:.1f} ms" for size, median in zip(SIZES, medians)))


def dask(path: str, seconds: float) -> None:
    from distributed import Client, LocalCluster

    from launchsim.dask import sweep

    scenario = launchsim.Scenario.open(path)
    scenario.run(256, threads=1)
    launches = int(256 * seconds / statistics.median(timed(lambda: scenario.run(256, threads=1)) for _ in range(5)))
    vary = {"company.tax_rate": [at / 100 for at in range(SHARDS)]}

    def here() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda at: scenario.sweep(vary, launches, shard=(at + 1, SHARDS), threads=1), range(SHARDS)))

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        with Client(cluster) as client:
            sweep(client, scenario, vary, 16, shards=2)
            pairs = [(timed(here), timed(lambda: sweep(client, scenario, vary, launches, shards=SHARDS))) for _ in range(3)]
    for alone, cluster_time in pairs:
        print(f"two threads {alone:.2f} s, two workers {cluster_time:.2f} s: {cluster_time - alone:+.2f} s, {cluster_time / alone - 1:+.1%}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["call"]:
        call(sys.argv[2])
    elif sys.argv[1:2] == ["dask"]:
        dask(sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 10.0)
    else:
        sys.exit(__doc__)
