"""launchsim: thousands of launches of a phone under the same luck, from Python.

>>> import launchsim
>>> mi1 = launchsim.Scenario.open()                            # the built-in Mi 1 of 2011
>>> run = mi1.run(1_000)                                       # launches as Arrow columns
>>> dear = mi1.set({"product.mi1.price": 1999})
>>> print(launchsim.compare({"1499": mi1, "1999": dear}, 1_000))   # doctest: +SKIP

Numbers are those of the command, bit for bit: launch k of a seed is the same wherever it is simulated.
"""

from __future__ import annotations

from ._command import Results, command
from ._core import Column, Table, __version__
from ._faults import CommandError, Fault, ScenarioError
from ._results import Comparison, Run
from ._scenario import Scenario, compare

__all__ = [
    "Column",
    "CommandError",
    "Comparison",
    "Fault",
    "Results",
    "Run",
    "Scenario",
    "ScenarioError",
    "Table",
    "__version__",
    "command",
    "compare",
]
