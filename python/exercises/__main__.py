"""Prints the answers that are asked for, or all of them."""

import importlib
import sys
from pathlib import Path

NAMES = ["newsvendor", "base_stock", "bass", "price_and_quantity", "cash", "disruption", "bullwhip", "mi1_price"]

for name in sys.argv[1:] or NAMES:
    if name not in NAMES:
        sys.exit(f"no exercise {name!r}; there are {', '.join(NAMES)}")
    answer = importlib.import_module(f"exercises.{name}").answer()
    print(f"{name}:")
    for what, value in answer.items():
        print(f"  {what}: {value:,.4g}" if isinstance(value, float) and abs(value) < 1000 else f"  {what}: {value:,.0f}")
