"""How much cash does a profitable phone need: a quantile of the lowest cash, and what terms are worth."""

import numpy

from . import scenario


def _need(cash: float, lowest: numpy.ndarray) -> float:
    """The money at the start with which one launch in twenty runs out of it."""
    return cash - float(numpy.quantile(lowest, 0.05))


def answer(launches: int = 4_000) -> dict[str, float]:
    """The need paid at once and 30 days later; and the share of launches short of it when it is there."""
    company = scenario("cash")
    # Plenty, so that nothing is paid late and cash at the start moves the lowest cash one for one.
    plenty = company.set({"company.opening_cash": 500_000_000})
    run = plenty.run(launches)
    need = _need(500e6, run["lowest_cash"])
    later = _need(500e6, plenty.set({"supplier.maker.payment_terms": "30 days"}).run(launches)["lowest_cash"])
    with_it = company.set({"company.opening_cash": round(need)}).run(launches)
    return {
        "launches that lose money, with plenty": float((run["net_profit"] < 0).mean()),
        "money needed": need,
        "money needed when paid 30 days later": later,
        "short of cash with what is needed": float((with_it["lowest_cash"] < 0).mean()),
    }
