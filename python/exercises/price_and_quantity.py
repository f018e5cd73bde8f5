"""Price and quantity are one decision: Petruzzi & Dada (1999) beside a sweep of both."""

from . import scenario

LEVEL, SLOPE, HALF = 20_000, 8, 4_000
COST, SALVAGE = 500, 200


def by_the_book() -> tuple[float, float]:
    """The best price and order: both first-order conditions, by repeated substitution."""
    short = 0.0
    for _ in range(100):
        price = (LEVEL + SLOPE * COST - short) / (2 * SLOPE)
        safety = HALF * (2 * (price - COST) / (price - SALVAGE) - 1)
        short = (HALF - safety) ** 2 / (4 * HALF)
    return price, LEVEL - SLOPE * price + safety


def answer(launches: int = 4_000) -> dict[str, float]:
    """The best of 13 x 21 pairs beside the book's, and what the price alone would have been."""
    points = scenario("price_and_quantity").sweep(
        {"product.phone.price": "1350..1650:25", "build_plan.scale": "0.7..1.3:0.03"}, launches
    )
    best = points["net_profit_mean"].argmax()
    price, order = by_the_book()
    return {
        "price by simulation": float(points["product.phone.price"][best]),
        "price by the book": price,
        "price if demand were certain": (LEVEL / SLOPE + COST) / 2,
        "order by simulation": 10_000 * float(points["build_plan.scale"][best]),
        "order by the book": order,
    }
