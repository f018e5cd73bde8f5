"""Is the schema by which editors complete keys true of every scenario, and false of a misspelt key?"""

import datetime
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def as_json(value):
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def test_every_scenario_is_one_by_the_schema():
    printed = subprocess.check_output([sys.executable, "-m", "launchsim", "schema"])
    schema = jsonschema.Draft202012Validator(json.loads(printed))
    scenarios = sorted(SCENARIOS.rglob("*.toml"))
    assert len(scenarios) > 40
    for path in scenarios:
        written = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
        assert [error.message for error in schema.iter_errors(written)] == [], path
    written["product"] = {"phone": {"prise": 1999}}
    assert not schema.is_valid(written)
