"""How many weeks of screens pay: hedges against an earthquake under the same luck."""

from . import scenario

WEEKS = (0, 4, 8, 13, 26)


def answer(launches: int = 1_000) -> dict[str, float]:
    """Mean profit of each hedge, and the best one."""
    line = scenario("disruption")
    earned = {
        weeks: line.set({"component.screen.hedge": f"{weeks} weeks"}).run(launches)["net_profit"].mean()
        for weeks in WEEKS
    }
    told = {f"mean profit with {weeks} weeks": float(profit) for weeks, profit in earned.items()}
    return {"best hedge in weeks": float(max(earned, key=earned.get)), **told}
