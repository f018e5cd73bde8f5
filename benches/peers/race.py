"""Races launchsim against the reference programs, in turn, and prints ratios and the means of both.

Time is processor time per launch on one core: of the work alone, not of starting an interpreter, compiling or reading a
scenario. All programs take their turn in every round, so that a machine that slows down slows all of them; the figures
are medians over the rounds. SPEC.md is the work; scenarios/bench/b1.toml says where launchsim's own day differs from it.
"""

import json
import math
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

import b1_numba
import b1_numpy
import b1_plain
import b1_simpy
from common import NAMES

HERE = pathlib.Path(__file__).resolve().parent
SCENARIO = HERE.parent.parent / "scenarios" / "bench" / "b1.toml"
ROUNDS = 7
LAUNCHES = 20_000
# What SPEC.md calls an output, and what launchsim does.
METRICS = {
    "shipped": "shipped",
    "cancelled": "cancelled",
    "mincash": "lowest_cash_yuan",
    "profit": "net_profit_yuan",
}


def launchsim(program, launches):
    """Seconds of simulating on one thread, and mean and standard error of each metric."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", str(SCENARIO), "-n", str(launches), "--threads", "1", "--no-charts", "--quiet"]
        subprocess.run([*command, "--out", folder + "/b1"], check=True)
        read = lambda name: json.loads((pathlib.Path(folder) / "b1" / name).read_text())
        metrics = read("summary.json")["metrics"]
        figures = {name: (metrics[ours]["mean"], metrics[ours]["se"]) for name, ours in METRICS.items()}
        return read("run.json")["engine_seconds"], figures


def timed(work):
    start = time.process_time()
    outputs = np.asarray(work())
    seconds = time.process_time() - start
    means, errors = outputs.mean(0), outputs.std(0, ddof=1) / math.sqrt(len(outputs))
    return seconds, {name: (means[NAMES.index(name)], errors[NAMES.index(name)]) for name in METRICS}


def main():
    program = sys.argv[1]
    serial, _ = b1_numba.mk(False)
    serial_fast, _ = b1_numba.mk(True)
    serial(10, 1), serial_fast(10, 1)
    racers = {
        "launchsim": (LAUNCHES, lambda: launchsim(program, LAUNCHES)),
        "numba": (LAUNCHES, lambda: timed(lambda: serial(LAUNCHES, 1))),
        "numba, fastmath": (LAUNCHES, lambda: timed(lambda: serial_fast(LAUNCHES, 1))),
        "NumPy, normal approximations": (10_000, lambda: timed(lambda: b1_numpy.run(10_000, 1, False))),
        "NumPy, exact samplers": (10_000, lambda: timed(lambda: b1_numpy.run(10_000, 1, True))),
        "plain Python": (100, lambda: timed(lambda: [b1_plain.run_one(seed) for seed in range(100)])),
        "SimPy": (40, lambda: timed(lambda: [b1_simpy.Launch(seed).run() for seed in range(40)])),
    }
    times = {name: [] for name in racers}
    figures = {}
    for _ in range(ROUNDS):
        for name, (launches, race) in racers.items():
            seconds, figures[name] = race()
            times[name].append(seconds / launches * 1e6)
    ours = statistics.median(times["launchsim"])
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, one core each, medians of {ROUNDS}")
    print(f"{'program':<30} {'us per launch':>14} {'lowest':>10} {'against ours':>13}")
    for name, rounds in times.items():
        median = statistics.median(rounds)
        print(f"{name:<30} {median:>14.1f} {min(rounds):>10.1f} {median / ours:>12.1f}x")
    print(f"\n{'mean (standard error)':<30} " + " ".join(f"{name:>24}" for name in METRICS))
    for name, outputs in figures.items():
        cells = (f"{mean:>14.5g} ({error:>7.2g})" for mean, error in outputs.values())
        print(f"{name:<30} " + " ".join(f"{cell:>24}" for cell in cells))


if __name__ == "__main__":
    main()
