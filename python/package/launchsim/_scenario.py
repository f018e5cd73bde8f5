"""Scenarios: read, set, simulated."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from . import _core
from ._command import Results, command_on
from ._faults import Fault, listed
from ._results import Comparison, Frame, Run
from ._values import sets, varied

Progress = bool | Callable[[int], None] | None


def _teller(progress: Progress, total: int, unit: str) -> Callable[[int], None] | None:
    """What is called with the launches (of a sweep, the points) done so far."""
    if callable(progress):
        return progress
    if not progress:
        return None
    try:
        from tqdm.auto import tqdm
    except ImportError:

        def tell(done: int) -> None:
            print(f"\r{done:,} of {total:,} {unit}", end="\n" if done >= total else "", file=sys.stderr, flush=True)

        return tell
    bar = tqdm(total=total, unit=unit)

    def move(done: int) -> None:
        bar.update(done - bar.n)
        if done >= total:
            bar.close()

    return move


class Scenario:
    """A scenario without faults, compiled once and simulated as often as wanted. It never changes.

    Every method that simulates takes ``threads`` (default: one per core; their number is seen in no result) and ``progress``
    (True, or a function that is called with what is done), lets other Python threads run, and ends soon after Ctrl-C with
    KeyboardInterrupt. Faults of the scenario raise :class:`ScenarioError`.
    """

    def __init__(self, model: _core.Model) -> None:
        self._model = model

    @classmethod
    def open(cls, file: str | os.PathLike[str] | None = None, values: Mapping[str, Any] | None = None) -> Scenario:
        """Reads a scenario file, or without one the Mi 1 of 2011 that is built in.

        ``values`` are set in place of what is written, by their paths: ``{"product.mi1.price": 1999}``. A value is a number, a
        text as after ``--set`` (``"4 weeks"``), a date, a list or a dict. ScenarioError with all faults at once; OSError when
        a file cannot be read.
        """
        path = None if file is None else os.fspath(file)
        return cls(_core.Model.open(path, sets(values or {})))

    @classmethod
    def of_text(
        cls,
        text: str,
        name: str = "scenario.toml",
        files: Mapping[str, str] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Scenario:
        """A scenario from its text, as it would stand in a file of this name.

        The files it names are those of ``files`` (path to text), or lie on the disk where there are none.
        """
        given = None if files is None else list(files.items())
        return cls(_core.Model.of_text(name, text, given, sets(values or {})))

    @classmethod
    def of_dict(cls, tables: Mapping[str, Any], name: str = "scenario.toml") -> Scenario:
        """A scenario from its tables as dicts: ``{"product": {"phone": {"price": 1499}}, ...}``."""
        import tomli_w

        return cls.of_text(tomli_w.dumps(dict(tables)), name)

    def set(self, values: Mapping[str, Any]) -> Scenario:
        """The same scenario with these values in place of its own; nothing is read from the disk again."""
        return Scenario(self._model.with_values(sets(values)))

    @property
    def name(self) -> str:
        """The stem of its file."""
        return self._model.name

    @property
    def launches(self) -> int:
        """Launches it asks for itself (``run.launches``)."""
        return self._model.launches

    @property
    def seed(self) -> int:
        """The number that fixes all luck (``run.seed``)."""
        return self._model.seed

    @property
    def text(self) -> str:
        """The whole scenario as one text: all it extends and names, and every value set."""
        return self._model.resolved()

    @property
    def warnings(self) -> list[Fault]:
        """What is probably not meant, though it can be simulated."""
        return listed(self._model.warnings())

    def run(
        self,
        launches: int | None = None,
        *,
        first: int = 0,
        days: bool = False,
        threads: int | None = None,
        progress: Progress = None,
    ) -> Run:
        """Simulates launches, a row each.

        ``launches`` is their number (default: that of the scenario), ``first`` the number of the first one; a launch is the
        same whatever runs beside it, so rows of several calls can be put together. ``days`` keeps the daily series of the first
        1,000 too; it starts at launch 0. ValueError for numbers that cannot be.
        """
        launches = self.launches if launches is None else _whole("launches", launches, 1)
        first = _whole("first", first, 0)
        tell = _teller(progress, launches, "launches")
        if not days:
            return Run(self, self._model.run(first, launches, threads, tell))
        if first:
            raise ValueError("the days of the first launches are kept; leave `first` or `days` out")
        table, of_days = self._model.run_with_days(launches, threads, tell)
        return Run(self, table, Frame(of_days, "days"))

    def sweep(
        self,
        vary: Mapping[str, Any],
        launches: int | None = None,
        *,
        shard: tuple[int, int] = (1, 1),
        threads: int | None = None,
        progress: Progress = None,
    ) -> Frame:
        """Every combination of values, a row each: the values, then of each metric the mean (``net_profit_yuan_mean``), its
        standard error and five quantiles.

        ``vary`` gives for each key a list of values, or a text as after ``--vary``: ``{"product.mi1.price": "1299..1999:100"}``.
        ``shard=(2, 3)`` is the second part of three; rows of all parts, in the order of ``point``, are the whole.
        """
        launches = self.launches if launches is None else _whole("launches", launches, 1)
        tell = progress if callable(progress) else _teller(progress, 0, "points")
        table, _ = _core.sweep(self._model, varied(vary), launches, shard, threads, tell)
        return Frame(table, "points")

    def explain(self, launch: int | str = 0, **options: Any) -> Results:
        """One launch told day by day; ``launch`` is its number, or as in ``"worst:net_profit_yuan"``.

        Further options as of the command: ``all=True``, ``n=10_000`` (among how many the worst is looked for), ``out="folder"``.
        """
        return command_on("explain", self, launch=launch, **options)

    def drivers(self, launches: int | None = None, **options: Any) -> Results:
        """The inputs on which the result hangs most, as ``launchsim drivers`` finds them.

        Options as of the command, a list where one may be repeated: ``range=["key=low..high"]``, ``metric=["shipped"]``.
        """
        return command_on("drivers", self, n=launches, **options)

    def optimize(self, decide: Mapping[str, Any], launches: int | None = None, **options: Any) -> Results:
        """The best values of some keys, as ``launchsim optimize`` finds them: ``{"product.mi1.price": "1299..1999"}``.

        ``launches`` is how many a finalist gets at most. Options as of the command, a list where one may be repeated.
        """
        return command_on("optimize", self, decide=varied(decide), n=launches, **options)

    def report(self, launches: int | None = None, **options: Any) -> Results:
        """Everything ``launchsim run`` says of the scenario: page, figures, charts and report.html in a folder."""
        return command_on("run", self, n=launches, **options)

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {self.launches:,} launches, seed {self.seed}>"

    def __reduce__(self) -> tuple[Any, ...]:
        # Whole in one text, so that another machine needs none of its files.
        return (Scenario.of_text, (self.text, f"{self.name}.toml", {}))


def _whole(name: str, value: Any, least: int) -> int:
    import operator

    number = operator.index(value)
    if not least <= number < 2**32:
        raise ValueError(f"{name} is {number}; it lies from {least:,} to {2**32 - 1:,}")
    return number


def compare(
    scenarios: Mapping[str, Scenario],
    launches: int | None = None,
    *,
    threads: int | None = None,
    progress: Progress = None,
) -> Comparison:
    """The same launches of several scenarios under the same luck, the baseline first, with the baseline's seed.

    ``launches`` is their number in each (default: that of the baseline). ScenarioError when there are fewer than two or they
    count in different money.
    """
    named = list(scenarios.items())
    if launches is None:
        launches = named[0][1].launches if named else 1
    launches = _whole("launches", launches, 1)
    tell = _teller(progress, launches * len(named), "launches")
    models = [(name, scenario._model) for name, scenario in named]
    import json

    tables, figures, page = _core.compare(models, launches, threads, tell)
    runs = {name: Run(scenario, table) for (name, scenario), table in zip(named, tables)}
    return Comparison(runs, json.loads(figures), page)
