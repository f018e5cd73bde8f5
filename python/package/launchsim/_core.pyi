from collections.abc import Callable
from typing import Any

__version__: str

def command(arguments: list[str]) -> int:
    """The command ``launchsim`` with these arguments behind its name; gives its exit status."""

class Column:
    """One column of numbers; ``numpy.asarray`` sees its values where they lie, NaN where they do not apply."""

    name: str
    __array_interface__: dict[str, Any]
    def __len__(self) -> int: ...

class Table:
    """Columns of one length behind one that says which row it is; an Arrow stream (PyCapsule interface)."""

    num_rows: int
    column_names: list[str]
    units: dict[str, str]
    titles: dict[str, str]
    def __len__(self) -> int: ...
    def levels(self) -> str: ...
    def column(self, name: str) -> Column: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

class Model:
    """A scenario without faults, ready to be simulated."""

    name: str
    launches: int
    seed: int
    @staticmethod
    def open(file: str | None, sets: list[tuple[str, str]]) -> Model: ...
    @staticmethod
    def of_text(name: str, text: str, files: list[tuple[str, str]] | None, sets: list[tuple[str, str]]) -> Model: ...
    def with_values(self, sets: list[tuple[str, str]]) -> Model: ...
    def resolved(self) -> str: ...
    def warnings(self) -> str: ...
    def run(
        self, first: int, launches: int, threads: int | None, progress: Callable[[int], None] | None
    ) -> Table: ...
    def run_with_days(
        self, launches: int, threads: int | None, progress: Callable[[int], None] | None
    ) -> tuple[Table, Table]: ...

def compare(
    alternatives: list[tuple[str, Model]],
    launches: int,
    threads: int | None,
    progress: Callable[[int], None] | None,
) -> tuple[list[Table], str, str]: ...
def sweep(
    model: Model,
    vary: list[str],
    launches: int,
    shard: tuple[int, int],
    threads: int | None,
    progress: Callable[[int], None] | None,
) -> tuple[Table, int]: ...
