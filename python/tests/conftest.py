"""Small scenarios, and the command that the package carries."""

from pathlib import Path

import launchsim
import pytest

SMALL = """
[timeline]
start = 2026-01-01
horizon = "4 months"
[company]
opening_cash = 2_000_000
[product.phone]
price = 1999
parts = { screen = 1, chip = 2 }
assembly_fee = 80
[supplier.one]
[component.screen]
supplier = "one"
unit_cost = 400
lead_time = "2 weeks"
lead_time_cv = 0.3
policy = "order_up_to"
order_up_to_level = 3000
[component.chip]
supplier = "one"
unit_cost = { uniform = { low = 90, high = 110 } }
lead_time = "3 weeks"
policy = "order_up_to"
order_up_to_level = 6000
[factory.main]
ramp = [[2026-01-01, 50], [2026-03-01, 120]]
yield_share = 0.97
[market]
reach = { lognormal = { mean = 20_000, cv = 0.3 }, at_most = 60_000 }
innovation = 0.5
imitation = 2
noise = 0.3
noise_correlation = 0.7
cancellation = 0.005
choice = "elasticity"
elasticity = 1.2
reference_price = 1999
[window.shop]
kind = "open"
opens = 2026-01-15
"""

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def small() -> launchsim.Scenario:
    return launchsim.Scenario.of_text(SMALL, "small.toml", files={})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL)
    return path
