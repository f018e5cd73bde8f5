"""When is the peak: the curve of Bass (1969), day by day."""

from math import log

from . import scenario

INNOVATION, IMITATION = 0.36, 4.6


def by_the_book() -> tuple[float, float]:
    """The day of the peak, and the share that has bought by then."""
    days = 365.25 * log(IMITATION / INNOVATION) / (INNOVATION + IMITATION)
    return days, (IMITATION - INNOVATION) / (2 * IMITATION)


def answer() -> dict[str, float]:
    """The day with most orders, and the share of buyers by then, beside the book's."""
    days = scenario("bass").run(1, days=True).days
    orders = days["orders_mean"]
    peak = int(orders.argmax())
    day, share = by_the_book()
    return {
        "day of the peak by simulation": float(peak),
        "day of the peak by the book": day,
        "share by then by simulation": float(orders[: peak + 1].sum() / 1_000_000),
        "share by then by the book": share,
    }
