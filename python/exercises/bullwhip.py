"""The bullwhip: orders to a moving average swing more than sales, by Chen, Drezner, Ryan & Simchi-Levi (2000)."""

from . import scenario

AVERAGED = 28


def by_the_book(days: int) -> float:
    """Variance of orders over variance of sales where the shelf is to last so many days of the mean of the last 28."""
    share = days / AVERAGED
    return 1 + 2 * share + 2 * share**2


def answer(launches: int = 200) -> dict[str, float]:
    """The ratio for a week, two weeks and four weeks on the shelf, beside the book's."""
    shop = scenario("bullwhip")
    found = {}
    for days in (7, 14, 28):
        run = shop.set({"order_stream.shop.stock": f"{days} days"}).run(launches)
        found[f"{days} days by simulation"] = float(run["retail_bullwhip.shop"].mean())
        found[f"{days} days by the book"] = by_the_book(days)
    return found
