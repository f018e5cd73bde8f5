"""What simulating gives, and how a notebook shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from . import _core

if TYPE_CHECKING:
    from ._scenario import Scenario

_SHOWN = 14


class _Frames:
    """What everything with a table can become; nothing is copied but by the library that is asked."""

    _table: _core.Table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._table.__arrow_c_schema__()

    def __len__(self) -> int:
        return len(self._table)

    @property
    def columns(self) -> list[str]:
        """The names of all columns."""
        return self._table.column_names

    @property
    def units(self) -> dict[str, str]:
        """What each column is measured in, by its name; "" for a bare number."""
        return self._table.units

    @property
    def titles(self) -> dict[str, str]:
        """What each column is, in words."""
        return self._table.titles

    def __getitem__(self, name: str) -> Any:
        """A column as a numpy array [rows] that lies where the engine wrote it; NaN where it does not apply.

        ``name`` is that of the files (``net_profit_yuan``) or without a currency (``net_profit``). KeyError where there is
        none.
        """
        import numpy

        return numpy.asarray(self._table.column(name))

    def to_pyarrow(self) -> Any:
        """A ``pyarrow.Table``; "does not apply" is null, units are in the schema's metadata."""
        import pyarrow

        return pyarrow.table(self._table)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``; "does not apply" is NaN."""
        return self.to_pyarrow().to_pandas()

    def to_polars(self) -> Any:
        """A ``polars.DataFrame``; "does not apply" is null."""
        import polars

        return polars.DataFrame(self._table)

    def to_parquet(self, path: Any) -> None:
        """Writes the table; the same table gives the same bytes with one version of pyarrow."""
        import pyarrow.parquet

        pyarrow.parquet.write_table(self.to_pyarrow(), path, compression="zstd")


class Frame(_Frames):
    """A table of results: days of a run, or points of a sweep."""

    def __init__(self, table: _core.Table, what: str) -> None:
        self._table = table
        self._what = what

    def __repr__(self) -> str:
        return f"<{len(self)} {self._what}, {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        names = self.columns[: _SHOWN]
        rows = self.to_pyarrow().select(names).slice(0, _SHOWN).to_pylist()
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join("<tr>" + "".join(f"<td>{escape(_told(row[name]))}</td>" for name in names) + "</tr>" for row in rows)
        return f"<p>{escape(repr(self)[1:-1])}</p><table><tr>{head}</tr>{body}</table>"


def _told(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


class Run(_Frames):
    """Launches of one scenario, a row each: ``launch``, the uncertain inputs as drawn, then the metrics.

    Reads as a table (``pyarrow.table(run)``, ``polars.DataFrame(run)``, ``run["net_profit"]``). ``days`` has the bands of the
    daily series where they were asked for: a row a day, per series p5, p25, p50, p75, p95 and mean.
    """

    def __init__(self, scenario: Scenario, table: _core.Table, days: Frame | None = None) -> None:
        self.scenario = scenario
        self._table = table
        self.days = days

    @property
    def levels(self) -> list[dict[str, Any]]:
        """Each metric over the launches: name, title, unit, mean, se, p5, p50, p95 and the launches it applies to.

        ``se`` is the standard error of the mean over independent launches.
        """
        return json.loads(self._table.levels())

    def __repr__(self) -> str:
        return f"<Run of {self.scenario.name}: {len(self)} launches, {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        rows = [level for level in self.levels if level["count"]][:_SHOWN]
        head = "<tr><th>metric</th><th>unit</th><th>mean</th><th>p5</th><th>p50</th><th>p95</th></tr>"

        def row(level: Mapping[str, Any]) -> str:
            numbers = "".join(f"<td style='text-align:right'>{_told(level[of])}</td>" for of in ("mean", "p5", "p50", "p95"))
            return f"<tr><td>{escape(level['title'])}</td><td>{escape(level['unit'])}</td>{numbers}</tr>"

        title = f"{self.scenario.name}: {len(self):,} launches, seed {self.scenario.seed}"
        return f"<p><b>{escape(title)}</b></p><table>{head}{''.join(map(row, rows))}</table>"


@dataclass
class Comparison:
    """The same launches of several scenarios under the same luck, the baseline first."""

    runs: dict[str, Run]
    """The launches of each; the same row is the same launch in all of them."""
    figures: dict[str, Any] = field(repr=False)
    """What ``comparison.json`` has: every metric of every alternative, and each difference with its interval."""
    page: str = field(repr=False)
    """The same in words."""

    def __str__(self) -> str:
        return self.page

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.page)}</pre>"
