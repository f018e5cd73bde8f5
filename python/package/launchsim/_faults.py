"""What can be wrong with a scenario, as exceptions and data."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a scenario, or probably not meant."""

    code: str
    """Its code, ``E101``, explained in docs/faults.md."""
    is_warning: bool
    """Whether the scenario can be simulated nevertheless."""
    message: str
    """What is wrong, in one line."""
    file: str | None
    """The file it stands in, ``--set`` for a value that was set; None where it stands nowhere."""
    line: int | None
    """Its line there, from 1."""
    column: int | None
    """Its first character in that line, from 1."""
    found: str | None
    """What stands there."""
    allowed: str | None
    """What is allowed."""
    help: str | None
    """What to write instead."""

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}:{self.line}:{self.column}: "
        return f"{place}{self.code}: {self.message}"


def listed(text: str) -> list[Fault]:
    return [Fault(**fault) for fault in json.loads(text)]


class ScenarioError(ValueError):
    """A scenario that cannot be simulated; ``str()`` shows every fault with its line and a caret.

    ``faults`` has them as data; it is empty where nothing is wrong with the text of the scenario itself.
    """

    def __init__(self, text: str, faults: str = "[]") -> None:
        super().__init__(text)
        self.faults: list[Fault] = listed(faults)
        self._written = faults

    def __reduce__(self) -> tuple[object, ...]:
        return (ScenarioError, (str(self), self._written))


class CommandError(RuntimeError):
    """The command ended with a fault; ``status`` is its exit status, ``str()`` what it said."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status

    def __reduce__(self) -> tuple[object, ...]:
        return (CommandError, (str(self), self.status))
