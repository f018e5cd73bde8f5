"""launchsim as a model of EMAworkbench: deep uncertainty, and levers."""

from ema_workbench import IntegerParameter, Model, RealParameter, ScalarOutcome, perform_experiments
from launchsim import Scenario


def experiments(scenario: Scenario, count: int = 20, launches: int = 32):
    """Experiments over two uncertainties and two prices: the inputs, and the outcomes by name."""

    def simulate(price=1999, elasticity=1.2, unit_cost=400):
        values = {
            "product.phone.price": price,
            "market.elasticity": elasticity,
            "component.screen.unit_cost": unit_cost,
        }
        run = scenario.set(values).run(launches, threads=1)
        return {"profit": float(run["net_profit"].mean()), "shipped": float(run["shipped"].mean())}

    model = Model("launchsim", function=simulate)
    model.uncertainties = [RealParameter("elasticity", 0.8, 1.6), RealParameter("unit_cost", 350, 450)]
    model.levers = [IntegerParameter("price", 1799, 2199)]
    model.outcomes = [ScalarOutcome("profit"), ScalarOutcome("shipped")]
    return perform_experiments(model, scenarios=count, policies=2)
