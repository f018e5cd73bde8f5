"""The command in a process of its own, and the folder it leaves."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import weakref
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._faults import CommandError
from ._values import written

if TYPE_CHECKING:
    from ._scenario import Scenario

_FIGURES = ("summary.json", "comparison.json", "drivers.json", "optimize.json", "sweep.json", "explain.json")


class Results:
    """A folder of results, as the command writes it. A folder that was not named goes with this object."""

    def __init__(self, folder: Path, page: str) -> None:
        self.folder = folder
        """Where the files are."""
        self.page = page
        """What the command said, in words."""

    @property
    def figures(self) -> dict[str, Any]:
        """Every figure: the folder's summary.json, drivers.json or the like."""
        for name in _FIGURES:
            if (self.folder / name).exists():
                return json.loads((self.folder / name).read_text(encoding="utf-8"))
        return {}

    @property
    def html(self) -> str:
        """The report as one page."""
        return (self.folder / "report.html").read_text(encoding="utf-8")

    def table(self, name: str) -> Any:
        """A table of the folder as a ``pyarrow.Table``, by its name without ending: ``launches``, ``drivers``, ``points``."""
        import pyarrow.csv
        import pyarrow.parquet

        columnar, text = (self.folder / f"{name}{ending}" for ending in (".parquet", ".csv"))
        if columnar.exists():
            return pyarrow.parquet.read_table(columnar)
        if text.exists():
            return pyarrow.csv.read_csv(text)
        there = sorted({path.stem for path in self.folder.iterdir() if path.suffix in (".parquet", ".csv")})
        raise KeyError(f"no table {name!r}; there are {', '.join(there)}")

    def __str__(self) -> str:
        return self.page

    def __repr__(self) -> str:
        return f"<Results in {self.folder}>"

    def _repr_html_(self) -> str:
        if not (self.folder / "report.html").exists():
            return f"<pre>{escape(self.page)}</pre>"
        return f'<iframe srcdoc="{escape(self.html)}" style="width:100%;height:48em;border:0"></iframe>'


def _options(options: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for name, value in options.items():
        option = f"-{name}" if len(name) == 1 else f"--{name.replace('_', '-')}"
        values = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            if one is None or one is False:
                continue
            found.append(option)
            if one is not True:
                found.append(written(one))
    return found


def command(*arguments: str) -> str:
    """Runs ``launchsim ARGUMENTS`` and gives what it prints. CommandError when it ends with a fault."""
    process = subprocess.Popen(
        [sys.executable, "-m", "launchsim", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        # Ctrl-C comes from here alone, once.
        start_new_session=True,
    )
    try:
        said, told = process.communicate()
    except BaseException:
        process.send_signal(signal.SIGINT)
        process.communicate()
        raise
    if process.returncode:
        raise CommandError(told.strip() or said.strip(), process.returncode)
    return said


def command_on(name: str, scenario: Scenario, out: Any = None, **options: Any) -> Results:
    """A command of one scenario, into a folder."""
    home = Path(tempfile.mkdtemp(prefix="launchsim_"))
    try:
        file = home / f"{scenario.name}.toml"
        file.write_text(scenario.text, encoding="utf-8")
        folder = Path(out) if out is not None else home / "results"
        page = command(name, str(file), *_options(options), "--out", str(folder))
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    results = Results(folder, page)
    if out is None:
        weakref.finalize(results, shutil.rmtree, home, ignore_errors=True)
    else:
        shutil.rmtree(home, ignore_errors=True)
    return results
