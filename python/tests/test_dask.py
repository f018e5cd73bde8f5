"""Sweeps on a cluster of this machine."""

import os
import signal
import threading
import time

import launchsim
import pyarrow.parquet
import pytest
from conftest import SMALL
from launchsim.dask import sweep

distributed = pytest.importorskip("distributed")


@pytest.fixture
def client():
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50
    )
    with cluster, distributed.Client(cluster) as client:
        yield client


VARY = {"product.phone.price": "1799..2199:100", "market.choice": ["none", "elasticity"]}


def test_a_cluster_gives_the_bytes_of_one_process(small, client, tmp_path):
    told = []
    found = sweep(client, small, VARY, 400, shards=4, progress=lambda done, all: told.append((done, all)))
    one = small.sweep(VARY, 400)
    assert found.equals(one.to_pyarrow(), check_metadata=True)
    one.to_parquet(tmp_path / "one.parquet")
    pyarrow.parquet.write_table(found, tmp_path / "many.parquet", compression="zstd")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "many.parquet").read_bytes()
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_killed_worker_loses_nothing(small, client):
    # Shards of seconds, so that the kill falls into one.
    launches, shards = 15_000, 3
    kill = {}

    def end_one():
        time.sleep(1.5)
        pids = client.run(os.getpid)
        kill["pid"] = next(iter(pids.values()))
        os.kill(kill["pid"], signal.SIGKILL)

    killer = threading.Thread(target=end_one)
    killer.start()
    found = sweep(client, small, VARY, launches, shards=shards)
    killer.join()
    assert kill["pid"] and found.equals(small.sweep(VARY, launches).to_pyarrow(), check_metadata=True)


def test_a_fault_arrives_as_it_is(small, client):
    with pytest.raises(launchsim.ScenarioError, match="prise"):
        sweep(client, small, {"product.phone.prise": [1, 2]}, 16, shards=2)
