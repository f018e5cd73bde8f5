"""1,499 or 1,999: both prices under the same luck, and what would turn the answer round."""

import launchsim

from . import scenario


def answer(launches: int = 1_000) -> dict[str, float]:
    """The difference in profit with its interval, in each way to bridge a gap of cash."""
    phone = scenario("mi1_price")
    dear = phone.set({"product.mi1.price": 1999})
    cheap = phone.set({"product.mi1.price": 1499})
    found = launchsim.compare({"1,499": cheap, "1,999": dear}, launches)
    told = {}
    for metric in ("net_profit_bridged_yuan", "net_profit_wound_up_yuan", "shipped"):
        difference = found.figures["differences"]["1,999"][metric]
        told[f"{metric}, 1,999 less 1,499"] = difference["mean"]
        told[f"{metric}, from"] = difference["low"]
        told[f"{metric}, to"] = difference["high"]
    return told
