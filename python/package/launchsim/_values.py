"""Python values as the scenario's language writes them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from typing import Any


def written(value: Any) -> str:
    """A value as it stands after ``--set KEY=``: a text as it is, a number, a date, a list or a table."""
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()  # numpy's scalars
    if isinstance(value, str):
        return value
    return _toml(value)


def _toml(value: Any) -> str:
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is no value a scenario can have")
        return repr(value)
    if isinstance(value, datetime.datetime):
        raise ValueError(f"{value} has a time of day; write a date, as in datetime.date(2011, 8, 16)")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_quoted(str(key))} = {_toml(inner)}" for key, inner in value.items())
        return "{ " + inner + " }"
    if isinstance(value, Iterable):
        return "[" + ", ".join(_toml(inner) for inner in value) + "]"
    raise TypeError(f"{type(value).__name__} is no value a scenario can have: {value!r}")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'


def sets(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Paths and values as the engine takes them."""
    return [(path, written(value)) for path, value in values.items()]


def varied(vary: Mapping[str, Any]) -> list[str]:
    """What is varied, each as after ``--vary``: a text as it is (``"1299..1999:100"``), or a list of values."""
    found = []
    for key, values in vary.items():
        if not isinstance(values, str):
            values = ",".join(written(value) for value in values)
        found.append(f"{key}={values}")
    return found
