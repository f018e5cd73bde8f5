"""Which of three inputs moves the profit: Sobol' indices by SALib."""

import numpy
from launchsim import Scenario
from SALib.analyze import sobol as analyse
from SALib.sample import sobol as sample

PROBLEM = {
    "num_vars": 3,
    "names": ["product.phone.price", "component.screen.unit_cost", "market.elasticity"],
    "bounds": [[1799, 2199], [350, 450], [0.8, 1.6]],
}


def indices(scenario: Scenario, rows: int = 64, launches: int = 32) -> dict[str, float]:
    """Total index of each input on the mean profit."""
    points = sample.sample(PROBLEM, rows, calc_second_order=False, seed=1)
    earned = [
        scenario.set(dict(zip(PROBLEM["names"], point))).run(launches, threads=1)["net_profit"].mean()
        for point in points
    ]
    found = analyse.analyze(PROBLEM, numpy.array(earned), calc_second_order=False, seed=1)
    return dict(zip(PROBLEM["names"], found["ST"]))
