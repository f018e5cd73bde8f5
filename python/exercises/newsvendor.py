"""One order before the season: the critical fractile, and a sweep that finds it."""

from statistics import NormalDist

from . import scenario

PRICE, COST, SALVAGE = 1500, 500, 200
DEMAND = NormalDist(10_000, 2_500)


def by_the_book() -> tuple[float, float]:
    """The best order, and what it earns on average (Arrow, Harris & Marschak 1951)."""
    fractile = (PRICE - COST) / (PRICE - SALVAGE)
    order = DEMAND.inv_cdf(fractile)
    z = (order - DEMAND.mean) / DEMAND.stdev
    earns = (PRICE - COST) * DEMAND.mean - (PRICE - SALVAGE) * DEMAND.stdev * NormalDist().pdf(z)
    return order, earns


def answer(launches: int = 4_000) -> dict[str, float]:
    """The best of orders from 9,000 to 15,000 beside the book's."""
    points = scenario("newsvendor").sweep({"build_plan.scale": "0.9..1.5:0.02"}, launches)
    best = points["net_profit_mean"].argmax()
    order, earns = by_the_book()
    return {
        "order by simulation": 10_000 * float(points["build_plan.scale"][best]),
        "order by the book": order,
        "profit by simulation": float(points["net_profit_mean"][best]),
        "its standard error": float(points["net_profit_se"][best]),
        "profit by the book": earns,
    }
