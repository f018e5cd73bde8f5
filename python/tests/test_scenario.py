"""Scenarios, their faults and their launches."""

import datetime
import pickle
import signal
import threading
import time
import tomllib

import launchsim
import numpy
import polars
import pyarrow
import pyarrow.csv
import pyarrow.parquet
import pytest
from conftest import ROOT, SMALL
from launchsim import Scenario


def same_bits(one, other) -> bool:
    """Whether two columns hold the same bits, nulls as NaN."""
    one, other = (numpy.asarray(values, dtype="<f8") for values in (one, other))
    known = ~numpy.isnan(one)
    return bool((known == ~numpy.isnan(other)).all() and (one[known].view("<i8") == other[known].view("<i8")).all())


def same_tables(one: pyarrow.Table, other: pyarrow.Table) -> bool:
    assert one.column_names == other.column_names
    return all(same_bits(one[name].to_numpy(), other[name].to_numpy()) for name in one.column_names)


def test_launches_are_those_of_the_command_bit_for_bit(small, file, tmp_path):
    launchsim.command("run", str(file), "-n", "300", "--no-charts", "--out", str(tmp_path / "out"))
    written = pyarrow.parquet.read_table(tmp_path / "out" / "launches.parquet")
    run = small.run(300)
    assert len(run) == 300 and same_tables(run.to_pyarrow(), written)
    # The launches of a file are those of its text, whatever the number of threads.
    assert same_tables(Scenario.open(file).run(300, threads=1).to_pyarrow(), written)


def test_the_flagship_is_that_of_the_command_bit_for_bit(tmp_path):
    launchsim.command("run", "-n", "64", "--no-charts", "--out", str(tmp_path / "out"))
    written = pyarrow.parquet.read_table(tmp_path / "out" / "launches.parquet")
    run = Scenario.open().run(64)
    assert run.scenario.name == "mi1" and same_tables(run.to_pyarrow(), written)


def test_days_are_those_of_daily_csv(small, file, tmp_path):
    launchsim.command("run", str(file), "-n", "50", "--no-charts", "--out", str(tmp_path / "out"))
    written = pyarrow.csv.read_csv(tmp_path / "out" / "daily.csv").to_pandas()
    days = small.run(50, days=True).days
    assert len(days) == len(written) == 122 and days.columns == ["date", *written.columns[2:]]
    assert list(days.to_pandas()["date"]) == list(written["date"])
    assert all(same_bits(days[name], written[name]) for name in days.columns[1:])
    assert days.units["cash_yuan_p50"] == "yuan"
    with pytest.raises(ValueError, match="leave `first` or `days` out"):
        small.run(50, first=3, days=True)


def test_launches_can_be_had_in_pieces(small):
    whole, pieces = small.run(100), [small.run(60), small.run(40, first=60)]
    together = pyarrow.concat_tables([piece.to_pyarrow() for piece in pieces])
    assert same_tables(whole.to_pyarrow(), together)
    assert list(pieces[1]["launch"]) == list(range(60, 100))


def test_a_column_reaches_numpy_where_it_lies():
    certain = Scenario.of_text(SMALL, files={}).set({"timeline.horizon": "2 days", "window.shop.opens": datetime.date(2026, 1, 1)})
    run = certain.run(1_000_000)
    column = run._table.column("net_profit")
    address = column.__array_interface__["data"][0]
    values = run["net_profit"]
    assert values.shape == (1_000_000,) and values.__array_interface__["data"][0] == address
    assert not values.flags.writeable
    # The same memory again through Arrow, and from there in numpy: one chunk, no copy.
    arrow = pyarrow.table(run)["net_profit_yuan"]
    assert arrow.num_chunks == 1 and arrow.null_count == 0
    assert arrow.chunk(0).buffers()[1].address == address
    assert arrow.chunk(0).to_numpy(zero_copy_only=True).__array_interface__["data"][0] == address
    # It outlives what it came from.
    first = values[0]
    del run, column, arrow
    assert values[0] == first


def test_what_does_not_apply_is_null_and_nan(small):
    run = small.set({"market.reach": 1}).run(40)
    names = [name for name in run.columns[1:] if numpy.isnan(run[name]).any()]
    assert names, "nobody buys, so some figures do not apply"
    arrow, frame, table = run.to_pyarrow(), run.to_polars(), run.to_pandas()
    for name in names:
        missing = int(numpy.isnan(run[name]).sum())
        assert arrow[name].null_count == frame[name].null_count() == table[name].isna().sum() == missing
    assert isinstance(frame, polars.DataFrame) and frame.shape == arrow.shape


def test_units_and_titles_are_in_the_schema(small):
    run = small.run(4)
    assert run.units["net_profit_yuan"] == "yuan" and run.units["wait_mean_days"] == "days"
    field = run.to_pyarrow().schema.field("net_profit_yuan")
    assert field.metadata[b"unit"] == b"yuan" and field.metadata[b"title"]
    assert run.columns[0] == "launch" and "component.chip.unit_cost" in run.columns
    with pytest.raises(KeyError, match="net_profits"):
        run["net_profits"]


def test_levels_are_those_of_summary_json(small):
    run, told = small.run(200), small.report(200, no_charts=True).figures
    levels = {level["name"]: level for level in run.levels}
    assert set(levels) == set(told["metrics"]) | set(told["probabilities"])
    for name, of in told["metrics"].items():
        for figure in ("mean", "se", "p5", "p50", "p95"):
            assert levels[name][figure] == of[figure], (name, figure)
    assert "200 launches" in run._repr_html_() and "<table>" in run._repr_html_()


def test_values_are_set_as_after_set(small):
    dear = small.set({"product.phone.price": 2999})
    assert dear.run(20).to_pyarrow() != small.run(20).to_pyarrow()
    again = dear.set({"product.phone.price": 1999})
    assert same_tables(again.run(20).to_pyarrow(), small.run(20).to_pyarrow())
    laws = {"component.chip.unit_cost": {"uniform": {"low": 90, "high": 110}}, "component.screen.lead_time": "2 weeks"}
    assert same_tables(small.set(laws).run(20).to_pyarrow(), small.run(20).to_pyarrow())
    numbers = {"product.phone.price": numpy.float64(1999.0), "run.seed": numpy.int64(7)}
    assert small.set(numbers).seed == 7
    with pytest.raises(ValueError, match="nan"):
        small.set({"product.phone.price": float("nan")})


def test_a_dict_is_a_scenario(small):
    assert same_tables(Scenario.of_dict(tomllib.loads(SMALL)).run(20).to_pyarrow(), small.run(20).to_pyarrow())


def test_a_scenario_can_be_sent(small):
    dear = small.set({"product.phone.price": 2999})
    sent = pickle.loads(pickle.dumps(dear))
    assert sent.name == dear.name and same_tables(sent.run(20).to_pyarrow(), dear.run(20).to_pyarrow())


def test_faults_come_with_place_and_cure():
    with pytest.raises(launchsim.ScenarioError) as refused:
        Scenario.of_text(SMALL.replace("price = 1999", "prise = 1999"), "small.toml", files={})
    faults = refused.value.faults
    assert [fault.code for fault in faults if fault.found == "prise"] == ["E101"]
    fault = next(fault for fault in faults if fault.found == "prise")
    assert (fault.file, fault.line, fault.column) == ("small.toml", 8, 1) and "price" in fault.help
    assert "small.toml:8:1" in str(refused.value) and str(fault).startswith("small.toml:8:1: E101")
    with pytest.raises(launchsim.ScenarioError, match="no_such_file"):
        Scenario.open("no_such_file.toml")
    with pytest.raises(launchsim.ScenarioError, match="--set"):
        Scenario.of_text(SMALL, files={}, values={"product.phone.price": -3})


def test_warnings_are_data(small):
    poor = small.set({"company.opening_cash": 1000})
    assert any(warning.is_warning and warning.code.startswith("W") for warning in poor.warnings)


def test_numbers_that_cannot_be_are_refused(small):
    for wrong in (0, -1, 2**32):
        with pytest.raises(ValueError, match="launches"):
            small.run(wrong)
    with pytest.raises(TypeError):
        small.run(1.5)


def test_a_comparison_is_that_of_the_command(small, file, tmp_path):
    dear = small.set({"product.phone.price": 2999})
    found = launchsim.compare({"price_1999": small, "price_2999": dear}, 300)
    launchsim.command(
        "compare", str(file), "--vary", "product.phone.price=1999,2999", "-n", "300", "--no-charts", "--no-drivers",
        "--out", str(tmp_path / "out"),
    )
    import json

    written = json.loads((tmp_path / "out" / "comparison.json").read_text())
    for part in ("metrics", "levels", "alternatives", "differences", "decision", "unit_costs"):
        assert found.figures[part] == written[part], part
    assert same_tables(found.runs["price_2999"].to_pyarrow(), dear.run(300).to_pyarrow())
    assert "price_2999" in str(found)
    with pytest.raises(launchsim.ScenarioError):
        launchsim.compare({"one": small}, 10)


def test_a_sweep_is_that_of_the_command_and_of_its_parts(small, file, tmp_path):
    vary = {"product.phone.price": [1799, 1999, 2199], "market.choice": ["none", "elasticity"]}
    points = small.sweep(vary, 100)
    launchsim.command(
        "sweep", str(file), "--vary", "product.phone.price=1799,1999,2199", "--vary", "market.choice=none,elasticity",
        "-n", "100", "--no-charts", "--out", str(tmp_path / "out"),
    )
    written = pyarrow.parquet.read_table(tmp_path / "out" / "points.parquet")
    table = points.to_pyarrow()
    assert table.column_names == written.column_names and len(points) == 6
    for name in table.column_names:
        if name == "market.choice":
            assert table[name].to_pylist() == written[name].to_pylist()
        else:
            assert same_bits(table[name].to_numpy(), written[name].to_numpy()), name
    parts = [small.sweep(vary, 100, shard=(number, 2)).to_pyarrow() for number in (1, 2)]
    assert pyarrow.concat_tables(parts).sort_by("point").combine_chunks().equals(table)
    assert "6 points" in points._repr_html_()


def test_commands_leave_results_that_read_like_their_files(small):
    story = small.explain("worst:net_profit_yuan", n=50)
    assert "launch" in str(story) and story.figures and story.table("days").num_rows == 122
    folder = story.folder
    assert folder.exists()
    del story
    assert not folder.exists()
    drivers = small.drivers(100, no_charts=True)
    assert "component.chip.unit_cost" in str(drivers.table("drivers").column(0).to_pylist())
    assert "srcdoc" in drivers._repr_html_()
    with pytest.raises(KeyError, match="there are"):
        drivers.table("nothing")
    best = small.optimize({"product.phone.price": "1499..2499"}, budget=2000, no_charts=True)
    assert best.figures["finalists"] if "finalists" in best.figures else best.figures


def test_a_command_that_fails_says_why(small):
    with pytest.raises(launchsim.CommandError, match="no_such_metric") as failed:
        small.explain("worst:no_such_metric")
    assert failed.value.status == 2


def test_other_threads_run_meanwhile_and_progress_is_told(small):
    ticks, seen = [], []
    going = threading.Event()

    def tick():
        while not going.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.001)

    other = threading.Thread(target=tick)
    other.start()
    small.run(40_000, threads=1, progress=seen.append)
    going.set()
    other.join()
    assert len(ticks) > 20
    assert seen == sorted(seen) and seen[-1] <= 40_000 and seen


def test_ctrl_c_ends_a_call(small):
    threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        small.run(50_000_000 // 100, threads=1)
    # Whatever was stopped, the next call is whole.
    assert len(small.run(16)) == 16


def test_progress_that_fails_ends_a_call(small):
    def refuse(done):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        small.run(400_000, threads=1, progress=refuse)


def test_a_forked_process_simulates(small):
    import multiprocessing

    expected = small.run(32, threads=2)["net_profit"].sum()
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        assert pool.apply(_profit, (small,)) == expected


def _profit(scenario):
    return scenario.run(32, threads=2)["net_profit"].sum()


def test_scenarios_of_the_repository_compile():
    for path in sorted((ROOT / "scenarios" / "patterns").glob("*.toml"))[:6]:
        assert len(Scenario.open(path).run(4)) == 4
