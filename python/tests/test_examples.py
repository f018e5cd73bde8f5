"""The examples of docs/python.md do what they say."""

import pytest


def test_sobol_indices_by_salib(small):
    pytest.importorskip("SALib")
    from examples.salib_sobol import indices

    found = indices(small)
    # What the screen costs moves the profit of what is sold; the price moves it most.
    assert found["product.phone.price"] > found["component.screen.unit_cost"] > 0.0
    assert all(-0.2 < index < 1.5 for index in found.values()), found


def test_the_best_price_by_optuna(small):
    pytest.importorskip("optuna")
    from examples.optuna_price import best_price

    price, earned = best_price(small)
    prices = [1499, 2499]
    others = [small.set({"product.phone.price": other}).run(128)["net_profit"].mean() for other in prices]
    assert earned > max(others) and 1299 <= price <= 2999


def test_experiments_of_the_ema_workbench(small):
    pytest.importorskip("ema_workbench")
    from examples.ema_scenarios import experiments

    inputs, outcomes = experiments(small, count=5)
    assert len(inputs) == 10 and len(outcomes["profit"]) == 10
    row = inputs.iloc[3]
    values = {
        "product.phone.price": int(row["price"]),
        "market.elasticity": float(row["elasticity"]),
        "component.screen.unit_cost": float(row["unit_cost"]),
    }
    assert small.set(values).run(32)["net_profit"].mean() == outcomes["profit"][3]
