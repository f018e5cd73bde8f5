"""How much stock for a promise: the fill rate of a base stock under Poisson demand."""

from math import exp

from . import scenario

RATE, LEAD, WANTED = 2.5, 3, 0.9


def _missing(level: int, mean: float) -> float:
    """The mean of what demand, Poisson, has above a level."""
    chance, total = exp(-mean), 0.0
    for k in range(200):
        total += max(k - level, 0) * chance
        chance *= mean / (k + 1)
    return total


def by_the_book(level: int) -> float:
    """The share served at once: those who wait after the day's delivery of the last lead time less those before."""
    late = _missing(level, RATE * LEAD) - _missing(level, RATE * (LEAD - 1))
    return 1.0 - late / RATE


def answer(launches: int = 256) -> dict[str, float]:
    """The lowest base stock that serves nine in ten at once, beside the book's."""
    base = scenario("base_stock")
    rates = {}
    for level in range(8, 15):
        stock = base.set({"component.set.order_up_to_level": level, "component.set.opening_stock": level})
        rates[level] = stock.run(launches)["fill_rate"].mean()
    enough = min(level for level, rate in rates.items() if rate >= WANTED)
    by_book = min(level for level in range(40) if by_the_book(level) >= WANTED)
    return {
        "base stock by simulation": float(enough),
        "base stock by the book": float(by_book),
        "fill rate at 9 by simulation": float(rates[9]),
        "fill rate at 9 by the book": by_the_book(9),
    }
