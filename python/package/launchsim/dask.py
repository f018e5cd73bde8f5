"""Sweeps on a Dask cluster: in process, with nothing on a shared disk.

A part is a pure function of the scenario, its values and its number. A worker that is killed loses its part, which another one
simulates again, to the same bits; so do two workers that hold the same part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ._scenario import Scenario, _whole

if TYPE_CHECKING:
    import pyarrow
    from distributed import Client

__all__ = ["sweep"]

RETRIES = 3


def _part(scenario: Scenario, vary: dict[str, Any], launches: int, shard: tuple[int, int], threads: int) -> pyarrow.Table:
    return scenario.sweep(vary, launches, shard=shard, threads=threads).to_pyarrow()


def sweep(
    client: Client,
    scenario: Scenario,
    vary: Mapping[str, Any],
    launches: int | None = None,
    *,
    shards: int,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> pyarrow.Table:
    """Every combination of values, in ``shards`` parts on the workers of ``client``.

    Gives the rows of ``scenario.sweep(vary, launches)``, in its order and to its bits, whatever the number of parts, workers and
    retries. ``threads`` is how many a part takes on its worker (Dask counts one for a task); ``progress`` is called with the
    parts that are done and all of them. A fault of the scenario raises ScenarioError. Parts not begun are cancelled when this
    call is interrupted; those that run end by themselves.
    """
    import pyarrow
    from distributed import as_completed

    launches = scenario.launches if launches is None else _whole("launches", launches, 1)
    shards = _whole("shards", shards, 1)
    futures = [
        client.submit(
            _part, scenario, dict(vary), launches, (number, shards), threads, retries=RETRIES, pure=False
        )
        for number in range(1, shards + 1)
    ]
    try:
        for done, future in enumerate(as_completed(futures), start=1):
            if future.status == "error":
                future.result()
            if progress is not None:
                progress(done, shards)
        parts = client.gather(futures)
    finally:
        client.cancel([future for future in futures if not future.done()])
    together = pyarrow.concat_tables(parts)
    return together.sort_by("point").combine_chunks()
