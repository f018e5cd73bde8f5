"""The price that earns most, found by Optuna under the same luck at every trial."""

import optuna
from launchsim import Scenario


def best_price(scenario: Scenario, trials: int = 40, launches: int = 128) -> tuple[float, float]:
    """The best price of the trials, and the mean profit there."""

    def earns(trial: optuna.Trial) -> float:
        price = trial.suggest_int("price", 1299, 2999, step=10)
        return scenario.set({"product.phone.price": price}).run(launches, threads=1)["net_profit"].mean()

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
    study.optimize(earns, n_trials=trials)
    return study.best_params["price"], study.best_value
